/* test_utf8.c: UTF-8 that is not trusted, against a plain decoder of its own.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/utf8.h"
#include "tests/unit/support.h"

/* Whether some valid character's UTF-8 begins with these bytes: tried out, character by character. */
static bool begins_some(const unsigned char *bytes, size_t size) {
    static unsigned char seen[3][256 * 256];
    static bool ready;
    for (uint32_t c = 0x80; c <= 0x10FFFF && !ready; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        unsigned lead = c < 0x800 ? 0xC0 | c >> 6 : c < 0x10000 ? 0xE0 | c >> 12 : 0xF0 | c >> 18;
        unsigned second = c < 0x800 ? c & 0x3F : c < 0x10000 ? c >> 6 & 0x3F : c >> 12 & 0x3F;
        seen[0][lead] = seen[1][lead << 8 | 0x80 | second] = 1;
    }
    ready = true;
    if (size == 1)
        return bytes[0] < 0x80 || seen[0][bytes[0]];
    if (!seen[1][bytes[0] << 8 | bytes[1]])
        return false;
    size_t length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    for (size_t i = 2; i < size; i++)
        if (bytes[i] < 0x80 || bytes[i] > 0xBF)
            return false;
    return size <= length;
}

/* The length of the first character or maximal subpart, and whether it is whole. */
static size_t first_of(const unsigned char *bytes, size_t size, bool *whole) {
    size_t length = 1;
    *whole = bytes[0] < 0x80;
    if (*whole || !begins_some(bytes, 1))
        return 1;
    size_t full = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    while (length < full && length < size && begins_some(bytes, length + 1))
        length++;
    *whole = length == full;
    return length;
}

static void check_text(const char *text, size_t size) {
    char *exact = malloc(size + 1);
    assert_non_null(exact);
    char *begin = memcpy(exact + 1, text, size);
    buffer clean = {0}, wanted = {0};
    size_t invalid = 0, counted = 0;
    for (size_t at = 0; at < size;) {
        bool whole;
        uint32_t character;
        size_t length = first_of((const unsigned char *)begin + at, size - at, &whole);
        assert_int_equal(utf8_decode(begin + at, size - at, &character), length);
        if (!whole)
            assert_int_equal(character, 0xFFFD);
        counted += !whole;
        assert_int_equal(buffer_put(&wanted, whole ? begin + at : "\xEF\xBF\xBD", whole ? length : 3), 0);
        at += length;
    }
    assert_int_equal(utf8_clean(begin, size, &clean, &invalid), 0);
    assert_int_equal(invalid, counted);
    assert_int_equal(utf8_invalid(begin, size), counted);
    assert_int_equal(clean.size, wanted.size);
    if (clean.size > 0)
        assert_memory_equal(clean.data, wanted.data, clean.size);
    assert_int_equal(utf8_invalid(clean.data, clean.size), 0);
    buffer_free(&clean);
    buffer_free(&wanted);
    free(exact);
}

static void test_every_character(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        uint32_t back;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t size = utf8_encode(c, bytes);
        assert_int_equal(size, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
        assert_int_equal(utf8_decode(bytes, size, &back), size);
        assert_int_equal(back, c);
    }
}

static void test_every_short_sequence(void **state) {
    (void)state;
    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            char text[4] = {(char)a, (char)b, '\x80', '\xBF'};
            check_text(text, 1);
            check_text(text, 2);
            check_text(text, 3);
            check_text(text, 4);
        }
    }
}

static void test_invalid_forms(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t invalid;
    } forms[] = {{"\xC0\x80", 2},
                 {"\xC1\xBF", 2},
                 {"\xE0\x80\x80", 3},
                 {"\xE0\x9F\xBF", 3},
                 {"\xED\xA0\x80", 3},
                 {"\xED\xBF\xBF", 3},
                 {"\xF0\x80\x80\x80", 4},
                 {"\xF0\x8F\xBF\xBF", 4},
                 {"\xF4\x90\x80\x80", 4},
                 {"\xF5\x80\x80\x80", 4},
                 {"\xF8\x88\x80\x80\x80", 5},
                 {"\xFE\xFF", 2},
                 {"\x80", 1},
                 {"\xBF\xBF", 2},
                 {"\xE2\x82", 1},
                 {"\xF0\x9F\x98", 1},
                 {"\xE2\x82"
                  "a",
                  1},
                 {"\xF0\x9F"
                  "a\x98",
                  2},
                 {"\xEF\xBF\xBD", 0},
                 {"\xC3(", 1}};
    for (size_t i = 0; i < COUNT(forms); i++) {
        assert_int_equal(utf8_invalid(forms[i].text, strlen(forms[i].text)), forms[i].invalid);
        check_text(forms[i].text, strlen(forms[i].text));
    }
}

static void test_random_bytes(void **state) {
    (void)state;
    static const unsigned char often[] = {0x80, 0xBF, 0xC2, 0xC3, 0xE0, 0xE2, 0xED,
                                          0xEF, 0xF0, 0xF4, 0x9F, 0xA0, 0x90, 0x8F};
    rng r = {8};
    for (int i = 0; i < 50000; i++) {
        char text[32];
        size_t size = rng_below(&r, sizeof text);
        for (size_t k = 0; k < size; k++)
            text[k] = (char)(rng_once_in(&r, 3) ? rng_next(&r) : often[rng_below(&r, sizeof often)]);
        check_text(text, size);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_character),
        cmocka_unit_test(test_every_short_sequence),
        cmocka_unit_test(test_invalid_forms),
        cmocka_unit_test(test_random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
