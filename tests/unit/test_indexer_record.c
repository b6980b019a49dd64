/* test_indexer_record.c: what an index remembers of a file, its sets of hashes, and the names of other files.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/endings.h"
#include "engine/hash.h"
#include "indexer/keyset.h"
#include "indexer/path.h"
#include "indexer/record.h"

static void test_keyset(void **state) {
    keyset set = {0};
    (void)state;
    assert_int_equal(keyset_has(&set, 0), 0);
    for (uint64_t i = 0; i < 10000; i++)
        assert_int_equal(keyset_put(&set, i * UINT64_C(0x100000000)), 1);
    for (uint64_t i = 0; i < 10000; i++) {
        assert_int_equal(keyset_put(&set, i * UINT64_C(0x100000000)), 0);
        assert_int_equal(keyset_has(&set, i * UINT64_C(0x100000000)), 1);
        assert_int_equal(keyset_has(&set, i * UINT64_C(0x100000000) + 7), 0);
    }
    assert_int_equal(set.count, 10000);
    keyset_free(&set);
    assert_int_equal(set.count, 0);
}

static void test_hash(void **state) {
    char a[200], b[200];
    (void)state;
    for (size_t i = 0; i < sizeof a; i++)
        a[i] = b[i] = (char)(31 * i);
    for (size_t size = 0; size < sizeof a; size++) {
        uint64_t hash = hash_bytes(HASH_START, a, size);
        assert_true(hash == hash_bytes(HASH_START, b, size));
        assert_true(hash != hash_bytes(HASH_START, a, size + 1));
        assert_true(hash != hash_bytes(HASH_START + 1, a, size));
        for (size_t i = 0; i < size; i++) {
            b[i] ^= 1;
            assert_true(hash != hash_bytes(HASH_START, b, size));
            b[i] ^= 1;
        }
    }
    /* The same on every machine. */
    assert_true(hash_bytes(HASH_START, a, 0) == UINT64_C(0x873E6848283318EB));
    assert_true(hash_bytes(HASH_START, a, 13) == UINT64_C(0x2C499D43180D7591));
    assert_true(hash_bytes(HASH_START, a, 200) == UINT64_C(0x90670D44911C3A2B));
}

static void put_keys(key_list *list, const char *const *keys, size_t count) {
    for (size_t i = 0; i < count; i++)
        assert_int_equal(key_list_put(list, keys[i], strlen(keys[i])), 0);
}

static void expect_keys(key_reader *reader, const char *const *keys, size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(key_reader_next(reader), 1);
        assert_int_equal(reader->key.size, strlen(keys[i]));
        assert_memory_equal(reader->key.data, keys[i], reader->key.size);
    }
    assert_int_equal(key_reader_next(reader), 0);
    key_reader_free(reader);
}

static void test_record(void **state) {
    static const char *const keys[] = {"article-1", "article-12", "article", "b", "", "article-1"};
    static const char *const gone[] = {"old"};
    key_list list = {0}, stale = {0};
    buffer bytes = {0};
    (void)state;
    put_keys(&list, keys, 6);
    put_keys(&stale, gone, 1);
    record r = {.whole = 1,
                .size = 7,
                .mtime = UINT64_MAX,
                .made = 3,
                .checksum = 9,
                .format = "text",
                .format_size = 4};
    assert_int_equal(record_write(&r, &list, &stale, &bytes), 0);
    record back;
    assert_int_equal(record_read(&back, bytes.data, bytes.size), 1);
    assert_int_equal(back.whole, 1);
    assert_true(back.size == 7 && back.mtime == UINT64_MAX && back.made == 3 && back.checksum == 9);
    assert_memory_equal(back.format, "text", 4);
    expect_keys(&back.keys, keys, 6);
    expect_keys(&back.stale, gone, 1);
    /* Cut short anywhere, or with a byte changed, it is refused or read without harm. */
    for (size_t size = 0; size < bytes.size; size++)
        assert_int_equal(record_read(&back, bytes.data, size), 0);
    for (size_t i = 0; i < bytes.size; i++)
        for (int value = 0; value < 256; value += 51) {
            char was = bytes.data[i];
            bytes.data[i] = (char)value;
            if (record_read(&back, bytes.data, bytes.size)) {
                for (int n = 0; n < 100 && key_reader_next(&back.keys) == 1; n++)
                    ;
                for (int n = 0; n < 100 && key_reader_next(&back.stale) == 1; n++)
                    ;
            }
            key_reader_free(&back.keys);
            key_reader_free(&back.stale);
            bytes.data[i] = was;
        }
    buffer_free(&bytes);
    key_list_free(&list);
    key_list_free(&stale);
}

static void test_same(void **state) {
    struct stat st = {.st_size = 10, .st_mtim = {100, 5}};
    record r = {.whole = 1, .size = 10, .mtime = UINT64_C(100000000005), .made = UINT64_C(200000000000)};
    (void)state;
    assert_int_equal(record_is_same(&r, &st, ""), 1);
    assert_int_equal(record_is_same(&r, &st, NULL), 1);
    assert_int_equal(record_is_same(&r, &st, "text"), 0);
    st.st_mtim.tv_nsec = 6;
    assert_int_equal(record_is_same(&r, &st, ""), 0);
    st.st_mtim.tv_nsec = 5;
    st.st_size = 11;
    assert_int_equal(record_is_same(&r, &st, ""), 0);
    st.st_size = 10;
    r.made = UINT64_C(101000000000); /* looked at one second after the change */
    assert_int_equal(record_is_same(&r, &st, ""), 0);
    r.made = UINT64_C(200000000000);
    r.whole = 0;
    assert_int_equal(record_is_same(&r, &st, ""), 0);
}

static void test_paths(void **state) {
    static const char *const cases[][2] = {
        {"a", "a"}, {"a/", "a"}, {"a//b///", "a/b"}, {"/", "/"},     {"//", "/"}, {"./a/", "./a"},
        {".", "."}, {"./", "."}, {"../", ".."},      {"/a//", "/a"}, {"", ""}};
    buffer path = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(path_given(cases[i][0], &path), 0);
        assert_string_equal(path.data, cases[i][1]);
        assert_int_equal(path.size, strlen(cases[i][1]));
    }
    assert_int_equal(path_given("/", &path), 0);
    assert_int_equal(path_push(&path, "a"), 0);
    assert_string_equal(path.data, "/a");
    assert_int_equal(path_push(&path, "b"), 0);
    assert_string_equal(path.data, "/a/b");
    buffer_free(&path);
}

static void test_endings(void **state) {
    endings e = {0};
    char text[400];
    (void)state;
    assert_int_equal(endings_message(&e, text, sizeof text), 0);
    static const char *const names[] = {"a.jpg",    "d.x/b.JPG", "c",  "x.tar.gz",
                                        "e.\x1B[m", "f.md",      ".x", "g.averylongendingindeed"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        endings_count(&e, names[i]);
    assert_int_equal(endings_message(&e, text, sizeof text), 1);
    assert_string_equal(
        text, "8 files of other kinds left alone (no ending 4, .jpg 2, .gz 1, .md 1); name one to index it");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keyset), cmocka_unit_test(test_hash),  cmocka_unit_test(test_record),
        cmocka_unit_test(test_same),   cmocka_unit_test(test_paths), cmocka_unit_test(test_endings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
