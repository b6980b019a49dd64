/* test_packed_writer.c: what a packed writer makes: the same bytes in whatever way, few segments, in bounded memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/packed/backend.h"
#include "engine/packed/layout.h"
#include "engine/packed/sections.h"
#include "tests/unit/support.h"

#define MIB ((uint64_t)1 << 20)

/* ------------------------------------------------------------------------------------------ articles */

/* A word of a language's kind: the lower its number, the more often it comes. */
static size_t put_word(rng *r, char *to) {
    enum { WORDS = 40000 };
    static char words[WORDS][12];
    static unsigned char sizes[WORDS];
    size_t n = rng_below(r, 1 + rng_below(r, 1 + rng_below(r, WORDS)));
    if (sizes[n] == 0)
        sizes[n] = (unsigned char)sprintf(words[n], "%c%zx%s", (char)('a' + n % 23), n / 3, n % 5 == 0 ? "ing" : "");
    memcpy(to, words[n], sizeof words[n]);
    return sizes[n];
}

/* Article `number`, of about `size` bytes of text; `version` changes its words. */
static int add_number(dossier_writer *w, unsigned number, unsigned version, size_t size, dossier_error *err) {
    static const char *const langs[] = {"", "", "", "german", "french"};
    rng r = {number * 1000003u + version};
    char key[32], title[200], *text = malloc(size + 64);
    size_t used = 0, length = 0;
    assert_non_null(text);
    while (used < size) {
        used += put_word(&r, text + used);
        text[used++] = rng_once_in(&r, 12) ? '.' : rng_once_in(&r, 40) ? '-' : ' ';
        if (text[used - 1] == '.')
            text[used++] = rng_once_in(&r, 5) ? '\n' : ' ';
    }
    for (size_t i = rng_below(&r, 5); i > 0; i--) {
        length += put_word(&r, title + length);
        title[length++] = ' ';
    }
    snprintf(key, sizeof key, "key-%u", number);
    dossier_article a = {.key = dossier_string(key), .title = {title, length}, .text = {text, used},
                         .author = dossier_string(number % 3 == 0 ? "Ann Lee" : ""),
                         .date = dossier_string(number % 2 == 0 ? "2022-07-14" : ""),
                         .lang = dossier_string(langs[number % COUNT(langs)])};
    int status = dossier_writer_add(w, &a, err);
    free(text);
    return status;
}

static void add_all(dossier_writer *w, unsigned from, unsigned to, size_t size) {
    dossier_error err;
    for (unsigned i = from; i < to; i++)
        assert_ok(add_number(w, i, 0, size, &err), &err);
}

static dossier_writer_options packed_with(unsigned threads, uint64_t memory) {
    return (dossier_writer_options){.backend = "packed", .threads = threads, .memory = memory};
}

/* ------------------------------------------------------------------------------------------ files */

/* The files of an index's data whose names begin so; the last one's path, which is the caller's. */
static size_t files_named(const char *dir, const char *begin, char **last) {
    char *data = path_in(dir, "data-1");
    DIR *stream = opendir(data);
    size_t count = 0;
    assert_non_null(stream);
    for (const struct dirent *entry; (entry = readdir(stream)) != NULL;) {
        if (strncmp(entry->d_name, begin, strlen(begin)) != 0)
            continue;
        count++;
        if (last != NULL) {
            free(*last);
            *last = path_in(data, entry->d_name);
        }
    }
    closedir(stream);
    free(data);
    return count;
}

/* The bytes of the one segment of an index. */
static char *segment_of(const char *dir, size_t *size) {
    char *path = NULL;
    assert_int_equal(files_named(dir, "segment-", &path), 1);
    char *bytes = read_file(path, size);
    assert_non_null(bytes);
    free(path);
    return bytes;
}

static segment_trailer trailer_of(const char *bytes, size_t size) {
    segment_trailer t;
    assert_true(size > sizeof t);
    memcpy(&t, bytes + size - sizeof t, sizeof t);
    return t;
}

static void assert_same_section(enum section_id id, const char *a, size_t a_size, const char *b, size_t b_size) {
    segment_trailer x = trailer_of(a, a_size), y = trailer_of(b, b_size);
    const section_row *p = &x.sections[id], *q = &y.sections[id];
    if (p->size != q->size || memcmp(a + p->at, b + q->at, (size_t)p->size) != 0)
        fail_msg("the %s differ: %zu and %zu bytes", section_name(id), (size_t)p->size, (size_t)q->size);
}

static void assert_same_segment(const char *dir, const char *other) {
    size_t size, other_size;
    char *bytes = segment_of(dir, &size), *other_bytes = segment_of(other, &other_size);
    for (int i = 0; i < SECTION_COUNT; i++)
        assert_same_section((enum section_id)i, bytes, size, other_bytes, other_size);
    assert_int_equal(size, other_size);
    assert_memory_equal(bytes, other_bytes, size);
    free(bytes);
    free(other_bytes);
}

static void assert_whole(const char *dir) {
    dossier_error err;
    if (dossier_check(dir, NULL, NULL, &err) != DOSSIER_OK)
        fail_msg("%s", err.message);
}

/* ------------------------------------------------------------------------------------------ the same bytes */

/* 14 MB of text, which does not fit into the least memory. */
static void test_the_same_bytes_in_every_way(void **state) {
    (void)state;
    static const struct {
        unsigned threads;
        uint64_t memory;
    } ways[] = {{1, 0}, {2, 0}, {5, 0}, {1, 32 * MIB}, {3, 32 * MIB}};
    char *folder = make_folder(), *first = path_in(folder, "0");
    for (size_t i = 0; i < COUNT(ways); i++) {
        char name[8];
        snprintf(name, sizeof name, "%zu", i);
        char *dir = path_in(folder, name);
        dossier_writer_options o = packed_with(ways[i].threads, ways[i].memory);
        dossier_writer *w = open_writer(dir, &o);
        add_all(w, 0, 2000, 7000);
        commit(w);
        dossier_writer_close(w);
        if (i > 0)
            assert_same_segment(first, dir);
        if (i + 1 == COUNT(ways))
            assert_whole(dir);
        free(dir);
    }
    free(first);
    remove_folder(folder);
}

/* ------------------------------------------------------------------------------------------ changes */

typedef struct life {
    unsigned versions[400];  /* of each article; 0: it is not there */
    uint64_t numbers[400];   /* when it was added */
    uint64_t next;
} life;

static int younger(const void *a, const void *b, void *context) {
    const life *l = context;
    uint64_t x = l->numbers[*(const unsigned *)a], y = l->numbers[*(const unsigned *)b];
    return (x > y) - (x < y);
}

/* An index of what is there, made at once, in the order in which it came. */
static void make_afresh(const life *l, const char *dir) {
    unsigned order[COUNT(l->versions)], count = 0;
    dossier_error err;
    for (unsigned i = 0; i < COUNT(l->versions); i++)
        if (l->versions[i] > 0)
            order[count++] = i;
    qsort_r(order, count, sizeof *order, younger, (void *)(uintptr_t)l);
    dossier_writer_options o = packed_with(2, 0);
    dossier_writer *w = open_writer(dir, &o);
    for (unsigned i = 0; i < count; i++)
        assert_ok(add_number(w, order[i], l->versions[order[i]], 600, &err), &err);
    commit(w);
    dossier_writer_close(w);
}

static void change_one(rng *r, life *l, dossier_writer *w) {
    dossier_error err;
    unsigned i = (unsigned)rng_below(r, COUNT(l->versions));
    char key[32];
    snprintf(key, sizeof key, "key-%u", i);
    if (rng_once_in(r, 3)) {
        assert_int_equal(dossier_writer_remove(w, dossier_string(key), &err), l->versions[i] > 0);
        l->versions[i] = 0;
        return;
    }
    l->versions[i] = 1 + (unsigned)l->next;
    l->numbers[i] = l->next++;
    assert_ok(add_number(w, i, l->versions[i], 600, &err), &err);
}

/* What a reader tells of the terms of a field: each, and how many passages it is in. */
static int put_term(void *context, dossier_str text, uint64_t frequency) {
    return buffer_put_counted(context, text.data, text.size) | buffer_put_varint(context, frequency);
}

static void assert_same_terms(const char *dir, const char *other) {
    const char *const dirs[] = {dir, other};
    for (enum query_field field = FIELD_TEXT; field <= FIELD_LANG; field++) {
        buffer all[2] = {{0}, {0}};
        for (size_t i = 0; i < 2; i++) {
            char *data = path_in(dirs[i], "data-1");
            backend_reader *reader;
            dossier_error err;
            assert_ok(backend_packed.reader_open(&reader, data, &err), &err);
            assert_ok(backend_packed.reader_prefix(reader, field, (dossier_str){"", 0}, put_term, &all[i], &err), &err);
            backend_packed.reader_close(reader);
            free(data);
        }
        assert_true(all[0].size > 0);
        assert_int_equal(all[0].size, all[1].size);
        assert_memory_equal(all[0].data, all[1].data, all[0].size);
        buffer_free(&all[0]);
        buffer_free(&all[1]);
    }
}

/* After each commit every term's passages are those of an index made afresh; made one segment, its bytes are the same,
 * but for the numbers and text blocks, which tell of where it came from. */
static void test_changes_and_an_index_made_afresh(void **state) {
    (void)state;
    static const enum section_id same[] = {SECTION_RECORDS, SECTION_FIRST_PASSAGE, SECTION_DATES,
                                           SECTION_TITLE_WORDS, SECTION_LENGTHS,   SECTION_KEYS,
                                           SECTION_POSTINGS, SECTION_TERMS,        SECTION_TERM_BLOCKS};
    static life l;
    rng r = {2022};
    char *folder = make_folder(), *dir = path_in(folder, "idx");
    dossier_error err;
    dossier_writer_options o = packed_with(2, 0);
    dossier_writer *w = open_writer(dir, &o);
    for (unsigned round = 0; round < 10; round++) {
        for (size_t n = round == 0 ? 800 : 1 + rng_below(&r, 90); n > 0; n--)
            change_one(&r, &l, w);
        commit(w);
        char *fresh = path_in(folder, "fresh");
        make_afresh(&l, fresh);
        assert_same_terms(dir, fresh);
        assert_whole(dir);
        if (round % 3 == 2) {
            assert_ok(dossier_writer_optimize(w, &err), &err);
            size_t size, fresh_size;
            char *bytes = segment_of(dir, &size), *fresh_bytes = segment_of(fresh, &fresh_size);
            for (size_t i = 0; i < COUNT(same); i++)
                assert_same_section(same[i], bytes, size, fresh_bytes, fresh_size);
            assert_int_equal(files_named(dir, "removed-", NULL), 0);
            assert_whole(dir);
            free(bytes);
            free(fresh_bytes);
        }
        remove_folder(fresh);
    }
    dossier_writer_close(w);
    free(dir);
    remove_folder(folder);
}

/* Removals from a segment that is too large to be written again for them. */
static void test_removals_from_a_large_segment(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "idx"), *fresh = path_in(folder, "fresh");
    dossier_error err;
    dossier_writer_options o = packed_with(2, 0);
    dossier_writer *w = open_writer(dir, &o);
    enum { ARTICLES = 9000 };
    add_all(w, 0, ARTICLES, 200);
    commit(w);
    for (unsigned round = 0; round < 4; round++) {
        /* Neighbours, and others far apart. */
        for (unsigned i = round * 70; i < ARTICLES; i += i % 1000 < 300 ? 1 + i % 1000 / 40 : 97) {
            char key[32];
            snprintf(key, sizeof key, "key-%u", i);
            assert_ok(dossier_writer_remove(w, dossier_string(key), &err), &err);
        }
        commit(w);
        assert_whole(dir);
    }
    assert_int_equal(files_named(dir, "removed-", NULL), 1);
    dossier_writer_close(w);
    w = open_writer(fresh, &o);
    unsigned char gone[ARTICLES] = {0};
    for (unsigned round = 0; round < 4; round++)
        for (unsigned i = round * 70; i < ARTICLES; i += i % 1000 < 300 ? 1 + i % 1000 / 40 : 97)
            gone[i] = 1;
    for (unsigned i = 0; i < ARTICLES; i++)
        if (!gone[i])
            assert_ok(add_number(w, i, 0, 200, &err), &err);
    commit(w);
    dossier_writer_close(w);
    assert_same_terms(dir, fresh);
    free(dir);
    free(fresh);
    remove_folder(folder);
}

static void test_a_thousand_small_commits(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "idx");
    dossier_error err;
    dossier_writer_options o = packed_with(1, 0);
    dossier_writer *w = open_writer(dir, &o);
    size_t most = 0;
    for (unsigned i = 0; i < 1000; i++) {
        for (unsigned k = 0; k < 7; k++)
            assert_ok(add_number(w, i * 7 + k, 0, 60, &err), &err);
        if (i % 7 == 6)
            assert_ok(add_number(w, i * 3, 1, 60, &err), &err);
        commit(w);
        size_t segments = files_named(dir, "segment-", NULL);
        most = segments > most ? segments : most;
    }
    dossier_writer_close(w);
    assert_in_range(most, 1, 8);
    assert_whole(dir);
    dossier_index *index = open_index(dir);
    assert_int_equal(info_of(index).articles, 7000);
    dossier_close(index);
    free(dir);
    remove_folder(folder);
}

/* ------------------------------------------------------------------------------------------ memory */

/* Indexes so much text in a child, which has `memory` for it; its peak in bytes. */
static uint64_t peak_of(const char *dir, uint64_t text, uint64_t memory, unsigned threads) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dossier_error err;
        dossier_writer *w;
        dossier_writer_options o = packed_with(threads, memory);
        int status = dossier_writer_open(&w, dir, &o, &err);
        for (unsigned i = 0; i < text / 8000 && status >= 0; i++)
            status = add_number(w, i, 0, 8000, &err);
        if (status >= 0)
            status = dossier_writer_commit(w, &err);
        _exit(status < 0);
    }
    int how;
    struct rusage usage;
    assert_int_equal(wait4(child, &how, 0, &usage), child);
    assert_int_equal(how, 0);
    return (uint64_t)usage.ru_maxrss << 10;
}

static void test_memory_is_bounded(void **state) {
    (void)state;
    if (getenv("SANITIZED") != NULL)
        skip();
    const char *given = getenv("DOSSIER_TEST_MIB");
    uint64_t text = (given == NULL ? 100 : strtoull(given, NULL, 10)) * MIB, memory = 64 * MIB;
    char *folder = make_folder(), *dir = path_in(folder, "idx");
    uint64_t peak = peak_of(dir, text, memory, 2);
    print_message("%.0f MiB for %.0f MiB of text, %.0f given\n", (double)peak / MIB, (double)text / MIB,
                  (double)memory / MIB);
    free(dir);
    remove_folder(folder);
    /* What is given is for what grows with the text; batches on their way and the allocator's gaps come beside it. */
    assert_in_range(peak, 1, memory + 96 * MIB);
}

/* A merge would give what is damaged a checksum that is right: it does not take it. */
static void test_what_is_damaged_is_not_merged(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "idx");
    dossier_writer_options o = packed_with(1, 0);
    dossier_writer *w = open_writer(dir, &o);
    add_all(w, 0, 40, 20000);
    commit(w);
    dossier_writer_close(w);
    char *data = path_in(dir, "data-1"), *path = path_in(data, "segment-0");
    size_t size;
    char *bytes = read_file(path, &size);
    assert_non_null(bytes);
    bytes[size / 4] ^= 0x10; /* within the text, which is the first and largest section */
    write_file(path, bytes, size);
    dossier_error err;
    w = open_writer(dir, &o);
    add_all(w, 40, 41, 20000);
    int status = dossier_writer_remove(w, dossier_string("key-3"), &err);
    assert_int_equal(status, 1);
    assert_int_equal(dossier_writer_optimize(w, &err), DOSSIER_ERR_DAMAGED);
    assert_non_null(strstr(err.message, "segment-0: is damaged in its text"));
    dossier_writer_close(w);
    dossier_index *index = open_index(dir);
    assert_int_equal(info_of(index).articles, 40);
    dossier_close(index);
    free(bytes);
    free(path);
    free(data);
    free(dir);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        /* First, as a child begins with what its parent holds. */
        cmocka_unit_test(test_memory_is_bounded),
        cmocka_unit_test(test_the_same_bytes_in_every_way),
        cmocka_unit_test(test_changes_and_an_index_made_afresh),
        cmocka_unit_test(test_removals_from_a_large_segment),
        cmocka_unit_test(test_a_thousand_small_commits),
        cmocka_unit_test(test_what_is_damaged_is_not_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
