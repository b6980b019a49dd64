/* test_buffer.c: a growing run of bytes, and a careful reader of such.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/buffer.h"
#include "tests/unit/support.h"

static void test_varints(void **state) {
    (void)state;
    buffer b = {0};
    rng r = {41};
    uint64_t values[500];
    for (size_t i = 0; i < COUNT(values); i++) {
        values[i] = i < 64    ? (uint64_t)1 << i
                    : i < 128 ? ((uint64_t)1 << (i - 64)) - 1
                              : rng_next(&r) >> rng_below(&r, 64);
        values[i] = i == 128 ? UINT64_MAX : values[i];
        assert_int_equal(buffer_put_varint(&b, values[i]), 0);
    }
    cursor c = cursor_of(b.data, b.size);
    for (size_t i = 0; i < COUNT(values); i++)
        assert_true(cursor_varint(&c) == values[i] && !c.bad);
    assert_int_equal(c.at, c.size);
    assert_int_equal(cursor_varint(&c), 0);
    assert_true(c.bad);
    buffer_free(&b);
}

static void test_bad_varints(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        int bad;
    } cases[] = {{"", 0, 1},
                 {"\x80", 1, 1},
                 {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10, 0},
                 {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10, 1},
                 {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 11, 1},
                 {"\x80\x00", 2, 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        cursor c = cursor_of(cases[i].bytes, cases[i].size);
        uint64_t value = cursor_varint(&c);
        assert_int_equal(c.bad, cases[i].bad);
        assert_true(!c.bad || value == 0);
    }
}

static void test_counted(void **state) {
    (void)state;
    buffer b = {0};
    size_t size;
    assert_int_equal(buffer_put_counted(&b, "door", 4), 0);
    assert_int_equal(buffer_put_counted(&b, "", 0), 0);
    assert_int_equal(buffer_put_counted(&b, NULL, 0), 0);
    assert_int_equal(buffer_put_string(&b, "rest"), 0);
    cursor c = cursor_of(b.data, b.size);
    const char *text = cursor_counted(&c, &size);
    assert_int_equal(size, 4);
    assert_memory_equal(text, "door", 4);
    assert_non_null(cursor_counted(&c, &size));
    assert_int_equal(size, 0);
    cursor_counted(&c, &size);
    assert_memory_equal(cursor_bytes(&c, 4), "rest", 4);
    assert_false(c.bad);
    assert_null(cursor_bytes(&c, 1));
    assert_true(c.bad);
    assert_null(cursor_bytes(&c, 0));
    buffer_free(&b);
    assert_null(b.data);
    c = cursor_of("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01x", 11);
    assert_null(cursor_counted(&c, &size));
    assert_int_equal(size, 0);
    assert_true(c.bad);
}

static void test_growing(void **state) {
    (void)state;
    buffer b = {0};
    rng r = {42};
    unsigned char *mirror = malloc(1 << 20);
    assert_non_null(mirror);
    for (size_t size = 0; size < (1 << 19);) {
        unsigned char piece[3000];
        size_t n = rng_below(&r, rng_once_in(&r, 10) ? sizeof piece : 20);
        memset(piece, (int)rng_next(&r), n);
        assert_int_equal(n == 1 ? buffer_put_byte(&b, piece[0]) : buffer_put(&b, piece, n), 0);
        memcpy(mirror + size, piece, n);
        size += n;
        assert_int_equal(b.size, size);
        assert_true(b.capacity >= size);
    }
    assert_memory_equal(b.data, mirror, b.size);
    /* More than there is: refused, and all is as it was. */
    size_t size = b.size;
    assert_int_equal(buffer_reserve(&b, SIZE_MAX), -1);
    assert_int_equal(buffer_reserve(&b, SIZE_MAX / 2 - size + 1), -1);
    assert_int_equal(b.size, size);
    assert_memory_equal(b.data, mirror, b.size);
    buffer_free(&b);
    free(mirror);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_varints),
        cmocka_unit_test(test_bad_varints),
        cmocka_unit_test(test_counted),
        cmocka_unit_test(test_growing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
