/* test_blocks.c: text packed in blocks, with a dictionary and without: it comes out again, hostile bytes do not.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/packed/blocks.h"
#include "engine/packed/layout.h"
#include "tests/unit/support.h"

enum { TEXT_BYTES = 3 << 20 };

/* Sentences of some few words. */
static char *write_text(rng *r) {
    char *text = malloc(TEXT_BYTES + 32);
    assert_non_null(text);
    for (size_t used = 0; used < TEXT_BYTES;)
        used += (size_t)sprintf(text + used, "word%zu%s", rng_below(r, 1 + rng_below(r, 9000)),
                                rng_once_in(r, 9) ? ". " : " ");
    return text;
}

static dictionary *train(const char *text) {
    size_t sizes[TEXT_BYTES / 4096];
    dictionary *d;
    dossier_error err;
    for (size_t i = 0; i < COUNT(sizes); i++)
        sizes[i] = 4096;
    assert_ok(dictionary_train(&d, DICTIONARY_USUAL, text, sizes, COUNT(sizes), &err), &err);
    assert_non_null(d);
    assert_int_not_equal(dictionary_crc(d), 0);
    return d;
}

/* Where a block lies in the text, and in what is packed. */
typedef struct place {
    size_t raw_at, raw_size, packed_at, packed_size;
} place;

/* The blocks' places; the caller frees them. */
static place *places_of(const block_writer *w, size_t *count) {
    const block_size *sizes = (const block_size *)(const void *)w->sizes.data;
    size_t raw_at = 0, packed_at = 0;
    *count = w->sizes.size / sizeof *sizes;
    place *places = malloc((*count + 1) * sizeof *places);
    assert_non_null(places);
    for (size_t i = 0; i < *count; i++) {
        places[i] = (place){raw_at, sizes[i].raw, packed_at, sizes[i].packed};
        raw_at += sizes[i].raw;
        packed_at += sizes[i].packed;
    }
    assert_int_equal(raw_at, w->raw_at);
    assert_int_equal(packed_at, w->packed.size);
    return places;
}

static void assert_unpacked(const block_writer *w, const dictionary *d, const char *text) {
    text_memory *memory;
    dossier_error err;
    size_t count;
    place *places = places_of(w, &count);
    assert_ok(text_memory_new(&memory, &err), &err);
    rng r = {9};
    for (size_t n = 0; n < 3 * count; n++) {
        /* Each in turn, then any: of those kept unpacked too. */
        size_t i = n < count ? n : rng_below(&r, rng_once_in(&r, 2) ? count : count < 6 ? count : 6);
        place at = places[i];
        assert_in_range(at.raw_size, 1, BLOCK_BYTES);
        assert_in_range(at.packed_size, 1, at.raw_size);
        const unsigned char *packed = (const unsigned char *)w->packed.data + at.packed_at;
        const char *got = NULL;
        int more = text_memory_unpack(memory, d, w, i, packed, at.packed_size, at.raw_size, &got, &err);
        assert_ok(more, &err);
        assert_int_equal(more, 1);
        assert_memory_equal(got, text + at.raw_at, at.raw_size);
    }
    free(places);
    text_memory_free(memory);
}

/* Pieces of every size, from none to several blocks. */
static uint64_t pack(block_writer *w, const dictionary *d, const char *text, uint64_t seed) {
    dossier_error err;
    rng r = {seed};
    uint64_t at = 0;
    assert_ok(block_writer_begin(w, d, &err), &err);
    for (int i = 0; i < 400; i++) {
        size_t size = rng_once_in(&r, 30) ? rng_below(&r, 40000) : rng_below(&r, 2500);
        assert_ok(block_writer_put(w, text + at, size, &err), &err);
        at += size;
    }
    assert_ok(block_writer_end(w, &err), &err);
    assert_int_equal(w->raw_at, at);
    return at;
}

static void test_text_comes_out_again(void **state) {
    (void)state;
    rng r = {1};
    char *text = write_text(&r);
    dictionary *d = train(text), *again;
    dossier_error err;
    block_writer plain, with, twin;
    pack(&plain, NULL, text, 2);
    pack(&with, d, text, 2);
    assert_unpacked(&plain, NULL, text);
    assert_unpacked(&with, d, text);
    assert_true(with.packed.size < plain.packed.size);
    /* A dictionary that was read again packs and unpacks the same. */
    char *folder = make_folder(), *path = path_in(folder, "dictionary");
    dossier_str bytes;
    assert_ok(dictionary_bytes(d, &bytes, &err), &err);
    write_file(path, bytes.data, bytes.size);
    assert_ok(dictionary_of_file(&again, path, dictionary_crc(d), &err), &err);
    assert_ok(dictionary_check(again, &err), &err);
    assert_int_equal(dictionary_crc(again), dictionary_crc(d));
    assert_unpacked(&with, again, text);
    pack(&twin, again, text, 2);
    assert_int_equal(twin.packed.size, with.packed.size);
    assert_memory_equal(twin.packed.data, with.packed.data, with.packed.size);
    block_writer_free(&plain);
    block_writer_free(&with);
    block_writer_free(&twin);
    dictionary_free(d);
    dictionary_free(again);
    free(text);
    free(path);
    remove_folder(folder);
}

/* What cannot be packed stays as it is; what is one letter all over is packed somehow. */
static void test_text_that_does_not_become_smaller(void **state) {
    (void)state;
    rng r = {3};
    char *text = write_text(&r);
    dictionary *d = train(text);
    for (size_t i = 0; i < 1 << 20; i++)
        text[i] = (char)rng_below(&r, 256);
    memset(text + (1 << 20), 'a', 1 << 16);
    for (int with = 0; with < 2; with++) {
        block_writer w;
        pack(&w, with ? d : NULL, text, 8);
        assert_in_range(w.packed.size, 1, w.raw_at);
        assert_unpacked(&w, with ? d : NULL, text);
        block_writer_free(&w);
    }
    dictionary_free(d);
    free(text);
}

static void test_hostile_blocks(void **state) {
    (void)state;
    rng r = {4};
    char *text = write_text(&r);
    dictionary *d = train(text);
    dossier_error err;
    block_writer w;
    text_memory *memory;
    pack(&w, d, text, 5);
    assert_ok(text_memory_new(&memory, &err), &err);
    size_t count;
    place *places = places_of(&w, &count);
    for (size_t n = 0; n < 4000; n++) {
        size_t i = rng_below(&r, count);
        size_t packed = places[i].packed_size, raw = places[i].raw_size;
        unsigned char *copy = malloc(packed + 1);
        assert_non_null(copy);
        memcpy(copy, w.packed.data + places[i].packed_at, packed);
        copy[rng_below(&r, packed)] ^= (unsigned char)(1u << rng_below(&r, 8));
        if (rng_once_in(&r, 3))
            packed = rng_below(&r, packed);
        if (rng_once_in(&r, 3))
            raw = rng_below(&r, 2 * BLOCK_BYTES);
        /* Other text or none, and no byte behind it. */
        const char *got = NULL;
        int more = text_memory_unpack(memory, rng_once_in(&r, 5) ? NULL : d, copy, n, copy, packed, raw, &got, &err);
        assert_ok(more, &err);
        volatile char sum = 0;
        for (size_t k = 0; more == 1 && k < raw; k++)
            sum = (char)(sum + got[k]);
        free(copy);
    }
    free(places);
    text_memory_free(memory);
    block_writer_free(&w);
    dictionary_free(d);
    /* A dictionary of any bytes is one, too; that it has another sum is told where sums are checked. */
    char *folder = make_folder(), *path = path_in(folder, "dictionary");
    write_file(path, "\0\1\2", 3);
    assert_ok(dictionary_of_file(&d, path, 7, &err), &err);
    assert_int_equal(dictionary_check(d, &err), DOSSIER_ERR_DAMAGED);
    pack(&w, d, text, 6);
    assert_unpacked(&w, d, text);
    block_writer_free(&w);
    dictionary_free(d);
    free(path);
    remove_folder(folder);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_comes_out_again),
        cmocka_unit_test(test_text_that_does_not_become_smaller),
        cmocka_unit_test(test_hostile_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
