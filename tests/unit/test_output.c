/* test_output.c: files written from their beginning to their end, and bytes put aside in memory and then in a file.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/packed/output.h"
#include "engine/packed/sections.h"
#include "tests/unit/support.h"

static char byte_at(uint64_t at) {
    return (char)(at * 2654435761u >> 13);
}

static void put_bytes(spool *s, uint64_t *size, size_t count) {
    dossier_error err;
    char *bytes = malloc(count + 1);
    assert_non_null(bytes);
    for (size_t i = 0; i < count; i++)
        bytes[i] = byte_at(*size + i);
    assert_ok(spool_put(s, bytes, count, &err), &err);
    *size += count;
    free(bytes);
}

static void assert_bytes(const spool *s, uint64_t at, size_t count) {
    dossier_error err;
    char *bytes = malloc(count + 1);
    assert_non_null(bytes);
    assert_ok(spool_read(s, at, bytes, count, &err), &err);
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != byte_at(at + i))
            fail_msg("byte %zu of %zu from %zu on is another", i, count, (size_t)at);
    free(bytes);
}

/* Whatever is put is read again, from memory, from the file, and across the boundary between them. */
static void test_a_spool_keeps_its_bytes(void **state) {
    (void)state;
    rng r = {5};
    char *folder = make_folder(), *aside = path_in(folder, "aside");
    for (size_t limit = 0; limit < 3000; limit = limit * 3 + 1) {
        spool s = {.folder = aside, .limit = limit};
        uint64_t size = 0;
        for (int i = 0; i < 120; i++) {
            put_bytes(&s, &size, rng_once_in(&r, 9) ? 0 : rng_below(&r, 200));
            assert_int_equal(spool_size(&s), size);
            assert_true(s.memory.size <= limit);
            uint64_t at = rng_below(&r, (size_t)size + 1), edge = s.filed < 3 ? s.filed : s.filed - 3;
            assert_bytes(&s, at, rng_below(&r, (size_t)(size - at) + 1));
            assert_bytes(&s, edge, size - edge < 6 ? (size_t)(size - edge) : 6);
        }
        assert_bytes(&s, 0, (size_t)size);
        /* The file has no name: it is gone with the process. */
        assert_int_equal(entries_in(aside), 0);
        spool_clear(&s);
        assert_int_equal(spool_size(&s), 0);
        size = 0;
        put_bytes(&s, &size, 77);
        assert_bytes(&s, 0, 77);
        spool_clear(&s);
    }
    free(aside);
    remove_folder(folder);
}

/* Copies spools of all sizes into a file behind other bytes, aligned, with their checksums. */
static void test_an_output_of_spools(void **state) {
    (void)state;
    char *folder = make_folder(), *path = path_in(folder, "out"), *aside = path_in(folder, "aside");
    static const size_t sizes[] = {0, 1, 63, 64, 65, 4095, 300000, 1 << 20, (1 << 20) + 1, 3000000};
    uint64_t begins[COUNT(sizes)];
    uint32_t sums[COUNT(sizes)];
    dossier_error err;
    output o;
    assert_ok(output_open(&o, path, &err), &err);
    assert_ok(output_put(&o, "head", 4, &err), &err);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        spool s = {.folder = aside, .limit = 5000};
        uint64_t size = 0;
        put_bytes(&s, &size, sizes[i] / 2);
        put_bytes(&s, &size, sizes[i] - sizes[i] / 2);
        assert_ok(output_align(&o, 64, &err), &err);
        begins[i] = o.size;
        assert_int_equal(begins[i] % 64, 0);
        output_mark(&o);
        assert_ok(spool_copy(&s, &o, &err), &err);
        sums[i] = o.crc;
        spool_clear(&s);
    }
    uint64_t all = o.size;
    assert_ok(output_close(&o, &err), &err);
    size_t size;
    char *bytes = read_file(path, &size);
    assert_non_null(bytes);
    assert_int_equal(size, all);
    assert_memory_equal(bytes, "head", 4);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        assert_int_equal(sums[i], crc_of(0, bytes + begins[i], sizes[i]));
        for (size_t k = 0; k < sizes[i]; k++)
            if (bytes[begins[i] + k] != byte_at(k))
                fail_msg("byte %zu of part %zu is another", k, i);
    }
    free(bytes);
    free(aside);
    free(path);
    remove_folder(folder);
}

static void test_an_output_that_is_dropped(void **state) {
    (void)state;
    char *folder = make_folder(), *path = path_in(folder, "out"), *nowhere = path_in(folder, "none/out");
    dossier_error err;
    output o;
    assert_ok(output_open(&o, path, &err), &err);
    assert_ok(output_put(&o, "head", 4, &err), &err);
    output_drop(&o);
    assert_false(path_exists(path));
    assert_int_equal(output_open(&o, nowhere, &err), DOSSIER_ERR_IO);
    assert_non_null(strstr(err.message, nowhere));
    output_drop(&o);
    spool s = {.folder = nowhere, .limit = 1};
    assert_int_equal(spool_put(&s, "head", 4, &err), DOSSIER_ERR_IO);
    spool_clear(&s);
    free(path);
    free(nowhere);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_spool_keeps_its_bytes),
        cmocka_unit_test(test_an_output_of_spools),
        cmocka_unit_test(test_an_output_that_is_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
