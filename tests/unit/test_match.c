/* test_match.c: patterns and edits against plain ways of matching them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "query/match.h"
#include "tests/unit/naive.h"
#include "tests/unit/support.h"

static dossier_str str_of(const naive_text *t) {
    return (dossier_str){t->bytes, t->size};
}

/* Few letters, so that much matches; of each length that UTF-8 has. */
static uint32_t random_letter(rng *r) {
    static const uint32_t letters[] = {'a', 'b', 'c', 0xE9, 0x4E2D, 0x10400};
    return letters[rng_below(r, rng_once_in(r, 2) ? 2 : COUNT(letters))];
}

static void test_patterns(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *word;
        int matches;
    } cases[] = {
        {"na*ism", "nationalism", 1}, {"na*ism", "naism", 1},     {"na*ism", "nationalist", 0}, {"*ism", "ism", 1},
        {"*ism", "isms", 0},          {"wom?n", "women", 1},      {"wom?n", "womn", 0},         {"wom?n", "womaan", 0},
        {"caf?", "caf\xC3\xA9", 1},   {"caf??", "caf\xC3\xA9", 0}, {"*", "", 1},                {"*", "door", 1},
        {"?", "", 0},                 {"*a*b*", "xxaxxbxx", 1},   {"*a*b*", "xxbxxaxx", 0},     {"door", "door", 1},
        {"door", "doors", 0},         {"", "", 1},                {"", "a", 0},                 {"**r", "door", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        word_match m;
        assert_int_equal(match_pattern(&m, dossier_string(cases[i].pattern)), 0);
        if (match_word(&m, dossier_string(cases[i].word)) != (cases[i].matches ? 0 : -1))
            fail_msg("%s and %s", cases[i].pattern, cases[i].word);
    }
}

static void test_random_patterns(void **state) {
    (void)state;
    rng r = {1};
    size_t matched = 0;
    for (size_t round = 0; round < 200000; round++) {
        naive_text pattern = {.count = 0}, word = {.count = 0};
        word_match m;
        for (size_t i = rng_below(&r, 7); i > 0; i--)
            naive_add(&pattern, rng_once_in(&r, 3) ? '*' : rng_once_in(&r, 5) ? '?' : random_letter(&r));
        for (size_t i = rng_below(&r, 9); i > 0; i--)
            naive_add(&word, random_letter(&r));
        assert_int_equal(match_pattern(&m, str_of(&pattern)), 0);
        int wanted = naive_pattern(&pattern, &word);
        if (match_word(&m, str_of(&word)) != wanted - 1)
            fail_msg("round %zu: %.*s and %.*s", round, (int)pattern.size, pattern.bytes, (int)word.size, word.bytes);
        matched += (size_t)wanted;
    }
    assert_in_range(matched, 10000, 190000);
}

static void expect_edits(const char *a, const char *b, int wanted) {
    word_match m;
    for (unsigned most = 0; most < 5; most++) {
        assert_int_equal(match_similar(&m, dossier_string(a), most), 0);
        int found = match_word(&m, dossier_string(b));
        if (found != (wanted <= (int)most ? wanted : -1))
            fail_msg("%s and %s: %d of at most %u", a, b, found, most);
    }
}

static void test_edits(void **state) {
    (void)state;
    expect_edits("door", "door", 0);
    expect_edits("door", "doors", 1);
    expect_edits("door", "odor", 1);
    expect_edits("recieve", "receive", 1);
    expect_edits("ukrane", "ukraine", 1);
    expect_edits("erdogan", "erdo\xC4\x9F" "an", 1);
    expect_edits("ca", "abc", 3); /* what is swapped is not touched again */
    expect_edits("a", "", 1);
    expect_edits("abcdef", "badcfe", 3);
}

/* A word that a few edits have made of another, so that near ones are frequent. */
static naive_text edited(rng *r, const naive_text *from) {
    naive_text t = *from;
    for (size_t edits = rng_below(r, 4); edits > 0; edits--) {
        naive_text made = {.count = 0};
        size_t at = rng_below(r, t.count + 1), how = rng_below(r, 4);
        for (size_t i = 0; i <= t.count && made.count + 2 < NAIVE_MOST; i++) {
            if (i == at && how == 0)
                naive_add(&made, random_letter(r));
            if (i == at && how == 1 && i + 1 < t.count) {
                naive_add(&made, t.characters[i + 1]);
                naive_add(&made, t.characters[i++]);
            } else if (i < t.count && (i != at || how != 2)) {
                naive_add(&made, i == at && how == 3 ? random_letter(r) : t.characters[i]);
            }
        }
        t = made;
    }
    return t;
}

static void test_random_edits(void **state) {
    (void)state;
    rng r = {2};
    size_t near = 0;
    for (size_t round = 0; round < 200000; round++) {
        naive_text a = {.count = 0};
        word_match m;
        size_t letters = 1 + rng_below(&r, rng_once_in(&r, 20) ? MATCH_MAX : 9);
        while (a.count < letters)
            naive_add(&a, random_letter(&r));
        naive_text b = edited(&r, &a);
        unsigned most = (unsigned)rng_below(&r, 4);
        int distance = (int)naive_distance(&a, &b), wanted = distance <= (int)most ? distance : -1;
        assert_int_equal(match_similar(&m, str_of(&a), most), 0);
        if (match_word(&m, str_of(&b)) != wanted)
            fail_msg("round %zu: %.*s and %.*s: not %d of at most %u", round, (int)a.size, a.bytes, (int)b.size,
                     b.bytes, wanted, most);
        near += wanted >= 0;
    }
    assert_in_range(near, 50000, 190000);
}

static void test_bounds(void **state) {
    (void)state;
    char long_one[2 * MATCH_MAX + 3] = "";
    word_match m;
    for (size_t i = 0; i < MATCH_MAX; i++)
        strcat(long_one, "x*");
    assert_int_equal(match_pattern(&m, dossier_string(long_one)), 0);
    assert_int_equal(match_word(&m, dossier_string(long_one)), 0);
    assert_int_equal(match_pattern(&m, dossier_string(strcat(long_one, "y"))), -1);
    naive_text t = naive_of("", 0);
    while (t.count < MATCH_MAX)
        naive_add(&t, (uint32_t)(0x4E00 + t.count)); /* each another one that is not ASCII */
    assert_int_equal(match_similar(&m, str_of(&t), 2), 0);
    assert_int_equal(match_word(&m, str_of(&t)), 0);
    naive_add(&t, 'x');
    assert_int_equal(match_word(&m, str_of(&t)), 1);
    assert_int_equal(match_similar(&m, str_of(&t), 2), -1);
    assert_int_equal(match_similar(&m, (dossier_str){"", 0}, 1), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns),      cmocka_unit_test(test_random_patterns), cmocka_unit_test(test_edits),
        cmocka_unit_test(test_random_edits), cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
