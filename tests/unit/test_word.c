/* test_word.c: where words stand and the form in which they are compared: each found the way a person types
 * it. SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/word.h"
#include "tests/unit/support.h"

typedef struct pair {
    const char *text;
    const char *words; /* as normalised, with bars between them; a hyphen instead where a hyphen joins them */
} pair;

static const char *words_of(const char *text, size_t size, int elides, int fold) {
    static char all[4096];
    size_t used = 0;
    word w;
    all[0] = '\0';
    for (size_t at = 0, last = 0; word_next(text, size, elides, &at, &w); last = w.end) {
        char normal[WORD_NORMAL_MAX];
        assert_true(w.start >= last && w.start < w.end && w.end <= size && at == w.end);
        size_t length = word_normal(text + w.start, w.end - w.start, fold, normal);
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%.*s",
                                 used == 0  ? ""
                                 : w.hyphen ? "-"
                                            : "|",
                                 (int)length, normal);
    }
    return all;
}

static void expect_all(const pair *pairs, size_t count, int elides, int fold) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const char *found = words_of(pairs[i].text, strlen(pairs[i].text), elides, fold);
        if (strcmp(found, pairs[i].words) == 0)
            continue;
        print_error("%s\n    gives      %s\n    should be  %s\n", pairs[i].text, found, pairs[i].words);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

#define EXPECT(elides, fold, ...)                                                                            \
    do {                                                                                                     \
        static const pair pairs[] = {__VA_ARGS__};                                                           \
        expect_all(pairs, COUNT(pairs), elides, fold);                                                       \
    } while (0)

#define ENGLISH (WORD_POSSESSIVE | WORD_MARKS)

static void test_apostrophes(void **state) {
    (void)state;
    EXPECT(0, ENGLISH, {"Russia's", "russia"}, {"Russia\xE2\x80\x99s", "russia"}, {"RUSSIA'S", "russia"},
           {"Russia\xEF\xBC\x87s", "russia"}, {"Russias'", "russias"}, {"'Russia'", "russia"},
           {"don't", "dont"}, {"don\xE2\x80\x99t", "dont"}, {"rock 'n' roll", "rock|n|roll"},
           {"O'Brien's", "obrien"}, {"''", ""}, {"'s", "s"}, {"a's", "a"}, {"l'Europe", "leurope"});
    EXPECT(1, 0, {"l'Europe", "l|europe"},
           {"l\xE2\x80\x99"
            "Europe",
            "l|europe"},
           {"aujourd'hui", "aujourd|hui"}, {"qu'il n'a", "qu|il|n|a"});
}

static void test_initialisms(void **state) {
    (void)state;
    EXPECT(0, ENGLISH, {"U.S.", "us"}, {"U.S", "us"}, {"u.s.", "us"}, {"US", "us"}, {"U.S.'s", "us"},
           {"U.S.\xE2\x80\x99s", "us"}, {"N.A.T.O", "nato"}, {"N.A.T.O.", "nato"},
           {"the U.S. and", "the|us|and"}, {"a.m.", "am"}, {"e.g.,", "eg"}, {"end.Next", "end|next"},
           {"J. Smith", "j|smith"}, {"U.S.A.F", "usaf"}, {"A.", "a"}, {"Ph.D.", "ph|d"},
           {"U.S.-led", "us-led"}, {"U.K.\xE2\x80\x93U.S.", "uk|us"},
           {"\xD0\xA1.\xD0\xA8.\xD0\x90.", "\xD1\x81\xD1\x88\xD0\xB0"});
}

static void test_hyphens_and_numbers(void **state) {
    (void)state;
    EXPECT(0, ENGLISH, {"neo-imperial", "neo-imperial"}, {"neo\xE2\x80\x91imperial", "neo-imperial"},
           {"neo\xE2\x80\x93imperial", "neo|imperial"}, {"neo--imperial", "neo|imperial"}, {"-neo", "neo"},
           {"F-16", "f-16"}, {"F16", "f16"}, {"M142", "m142"}, {"HIMARS", "himars"}, {"2022", "2022"},
           {"1,000", "1000"}, {"12,345,678", "12345678"}, {"1,00", "1,00"}, {"3.5", "3.5"}, {"3.5%", "3.5"},
           {"2022.", "2022"}, {"1,2,3", "1,2,3"}, {"2008-2014", "2008-2014"}, {"4th", "4th"},
           {"COVID-19", "covid-19"}, {"$5bn", "5bn"}, {"10:30", "10|30"}, {"24/7", "24|7"},
           {"\xC2\xBD", "1"
                        "\xE2\x81\x84"
                        "2"});
}

static void test_letters_of_every_kind(void **state) {
    (void)state;
    EXPECT(0, ENGLISH,
           {"Erdo\xC4\x9F"
            "an",
            "erdogan"},
           {"Erdog\xCC\x86"
            "an",
            "erdogan"},
           {"Erdogan", "erdogan"}, {"\xEF\xAC\x81nance", "finance"},
           {"\xEF\xBC\xAE\xEF\xBC\xA1\xEF\xBC\xB4\xEF\xBC\xAF", "nato"}, {"co\xC2\xADoperate", "cooperate"},
           {"Stra\xC3\x9F"
            "e",
            "strasse"},
           {"STRASSE", "strasse"}, {"Malm\xC3\xB6", "malmo"},
           {"\xC5\x81\xC3\xB3"
            "d\xC5\xBA",
            "lodz"},
           {"\xC3\x86sop", "aesop"}, {"S\xC3\xB8ren", "soren"}, {"\xC4\xB0stanbul", "istanbul"},
           {"na\xC3\xAFve", "naive"},
           {"\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1", "\xCE\xB1\xCE\xB8\xCE\xB7\xCE\xBD\xCE\xB1"},
           {"\xD0\x99\xD0\xBE\xD0\xB4", "\xD0\xB9\xD0\xBE\xD0\xB4"},
           {"\xD0\xB8\xCC\x86\xD0\xBE\xD0\xB4", "\xD0\xB9\xD0\xBE\xD0\xB4"}, {"m\xC2\xB2", "m2"},
           {"\xE1\xBB\x8C\xCC\x80y\xE1\xBB\x8D\xCC\x81", "oyo"});
    EXPECT(0, 0,
           {"Erdo\xC4\x9F"
            "an",
            "erdo\xC4\x9F"
            "an"},
           {"Erdog\xCC\x86"
            "an",
            "erdo\xC4\x9F"
            "an"},
           {"Stra\xC3\x9F"
            "e",
            "strasse"});
}

static void test_scripts_without_spaces(void **state) {
    (void)state;
    EXPECT(0, ENGLISH, {"\xE5\x8C\x97\xE7\xBA\xA6", "\xE5\x8C\x97|\xE7\xBA\xA6"},
           {"NATO\xE5\x8C\x97\xE7\xBA\xA6"
            "2022",
            "nato|\xE5\x8C\x97|\xE7\xBA\xA6|2022"},
           {"\xE0\xB8\x81\xE0\xB8\xB4\xE0\xB8\x99", "\xE0\xB8\x81\xE0\xB8\xB4|\xE0\xB8\x99"},
           {"\xE3\x83\x8A\xE3\x83\x88\xE3\x83\xBC", "\xE3\x83\x8A\xE3\x83\x88\xE3\x83\xBC"},
           {"\xEF\xBE\x85\xEF\xBE\x84", "\xE3\x83\x8A\xE3\x83\x88"});
}

static void test_what_is_no_word(void **state) {
    (void)state;
    EXPECT(0, ENGLISH, {"", ""}, {" \t\n", ""}, {"... --- ,,,", ""}, {"\xCC\x81\xCC\x81", ""},
           {"\xC2\xAD", ""}, {"\xEF\xBF\xBD", ""},
           {"a\xEF\xBF\xBD"
            "b",
            "a|b"},
           {"\xE2\x80\x8B", ""}, {"\xF0\x9F\x98\x80", ""},
           {"\xCC\x81"
            "a",
            "a"},
           {"<b>door</b>", "b|door|b"});
    assert_string_equal(words_of("a\0b", 3, 0, 0), "a|b");
    assert_string_equal(words_of("\0", 1, 0, 0), "");
}

static void test_very_long_words(void **state) {
    (void)state;
    char text[3000], normal[WORD_NORMAL_MAX];
    word w;
    size_t at = 0;
    memset(text, 'X', sizeof text);
    assert_int_equal(word_next(text, sizeof text, 0, &at, &w), 1);
    assert_int_equal(w.end, sizeof text);
    assert_int_equal(word_normal(text, 300, ENGLISH, normal), WORD_NORMAL_MAX);
    assert_int_equal(word_normal(text, sizeof text, ENGLISH, normal), WORD_NORMAL_MAX);
    /* Cut at a character: of \u00F6 (2 bytes) after one letter, 99 are whole; with marks dropped each is one
     * byte. */
    for (size_t i = 1; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xC3\xB6", 2);
    assert_int_equal(word_normal(text, 2001, 0, normal), 199);
    assert_true(word_normal(text, 2001, ENGLISH, normal) <= WORD_NORMAL_MAX);
    /* One character may become eighteen. */
    for (size_t i = 0; i + 2 < sizeof text; i += 3)
        memcpy(text + i, "\xEF\xB7\xBA", 3);
    assert_true(word_normal(text, 999, ENGLISH, normal) <= WORD_NORMAL_MAX);
}

/* Any bytes: words rise, do not overlap, and the end is reached. */
static void test_random_bytes(void **state) {
    (void)state;
    static const char *const pieces[] = {"a",
                                         "B",
                                         "'",
                                         "\xE2\x80\x99",
                                         ".",
                                         ",",
                                         "-",
                                         "1",
                                         "s",
                                         " ",
                                         "\xC2\xAD",
                                         "\xCC\x81",
                                         "\xE5\x8C\x97",
                                         "\xFF",
                                         "\xC3",
                                         "\xF0\x9F",
                                         "\xE0\xB8\x81",
                                         "U.S.",
                                         "\xEF\xAC\x81",
                                         "\xE1\xB4\xAC",
                                         "\xE2\x80\x90"};
    rng r = {4};
    for (int i = 0; i < 40000; i++) {
        char text[64];
        size_t size = 0, at = 0, last = 0;
        while (size < 40 && !rng_once_in(&r, 20)) {
            const char *piece = pieces[rng_below(&r, COUNT(pieces))];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
            if (rng_once_in(&r, 15))
                text[size++] = (char)rng_next(&r);
        }
        char *exact = malloc(size + 1), normal[WORD_NORMAL_MAX];
        assert_non_null(exact);
        char *begin = memcpy(exact + 1, text, size);
        word w;
        while (word_next(begin, size, (int)(i & 1), &at, &w)) {
            assert_true(w.start >= last && w.end > w.start && w.end <= size && at == w.end);
            last = w.end;
            size_t length = word_normal(begin + w.start, w.end - w.start, i & 3, normal);
            assert_true(length <= WORD_NORMAL_MAX);
            assert_true(length == 0 || normal[0] < 'A' || normal[0] > 'Z');
        }
        free(exact);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apostrophes),
        cmocka_unit_test(test_initialisms),
        cmocka_unit_test(test_hyphens_and_numbers),
        cmocka_unit_test(test_letters_of_every_kind),
        cmocka_unit_test(test_scripts_without_spaces),
        cmocka_unit_test(test_what_is_no_word),
        cmocka_unit_test(test_very_long_words),
        cmocka_unit_test(test_random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
