/* test_analyzer.c: from text to terms: what is typed finds what is written, in every language; terms are
 * remembered. SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/analyzer.h"
#include "engine/text/stop.h"
#include "engine/text/word.h"
#include "tests/unit/support.h"

static vocabulary *vocabulary_of(const char *lang) {
    dossier_error err;
    vocabulary *v;
    assert_ok(vocabulary_new(&v, lang, &err), &err);
    return v;
}

/* The terms of a text, a space after each; joined ones in brackets with the number of their words. */
static const char *terms_of(vocabulary *v, const char *text, size_t size) {
    static char all[4096];
    token_list tokens = {0};
    size_t used = 0;
    all[0] = '\0';
    assert_int_equal(analyze(v, text, 0, size, &tokens, NULL), DOSSIER_OK);
    for (size_t i = 0; i < tokens.count; i++) {
        const token *t = &tokens.items[i];
        const term *found = vocabulary_term(v, t->term);
        assert_true(t->start < t->end && t->end <= size);
        assert_int_equal(found->hash, vocabulary_hash(found->text, found->size));
        if (t->joined)
            used += (size_t)snprintf(all + used, sizeof all - used, "[%u %.*s] ", t->joined, (int)found->size,
                                     found->text);
        else
            used += (size_t)snprintf(all + used, sizeof all - used, "%.*s ", (int)found->size, found->text);
    }
    token_list_free(&tokens);
    return all;
}

static void test_terms(void **state) {
    (void)state;
    vocabulary *v = vocabulary_of("english");
    static const char *const cases[][2] = {
        {"Russia's neo-imperial wars", "russia neo imperi [2 neoimperi] war "},
        {"F-16 F16", "f 16 [2 f16] f16 "},
        {"2008-2014", "2008 2014 "},
        {"a-b-c-d", "a b c d [4 abcd] "},
        {"a-b-c-d-e", "a b c d e "},
        {"U.S.-led", "us led [2 usl] "},
        {"up-to-date, now", "up to date [3 uptod] now "},
        {"\xE5\x8C\x97-\xE7\xBA\xA6", "\xE5\x8C\x97 \xE7\xBA\xA6 "},
        {"", ""},
        {"- -", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(terms_of(v, cases[i][0], strlen(cases[i][0])), cases[i][1]);
    assert_string_equal(terms_of(v, "war\0peace", 9), "war peac ");
    vocabulary_free(v);
}

/* What is written, and ways to type it: each must share a term with it. */
static void test_found_as_typed(void **state) {
    (void)state;
    static const char *const cases[][4] = {
        {"english", "Russia\xE2\x80\x99s", "Russia", "russia's"},
        {"english", "U.S.", "US", "u.s"},
        {"english", "U.S.'s", "US", "U.S."},
        {"english", "N.A.T.O", "NATO", "nato"},
        {"english", "neo-imperial", "neoimperial", "imperial"},
        {"english", "F-16s", "F16s", "f-16s"},
        {"english", "1,000", "1000", "1,000"},
        {"english",
         "Erdo\xC4\x9F"
         "an",
         "Erdogan",
         "ERDO\xC4\x9E"
         "AN"},
        {"english", "Malm\xC3\xB6", "malmo", "MALM\xC3\x96"},
        {"english", "e-mail", "email", "e-mail"},
        {"french",
         "l\xE2\x80\x99"
         "Europe",
         "Europe", "europe"},
        {"french", "\xC3\x89tats", "etats", "\xC3\xA9tats"},
        {"french", "\xC5\x93uvre", "oeuvre", "OEUVRE"},
        {"german", "H\xC3\xA4user", "H\xC3\xA4usern", "hauser"},
        {"german",
         "Stra\xC3\x9F"
         "e",
         "Strasse", "STRASSE"},
        {"russian", "\xD0\x92\xD0\xBE\xD0\xB9\xD0\xBD\xD0\xB0", "\xD0\xB2\xD0\xBE\xD0\xB9\xD0\xBD\xD1\x8B",
         "\xD0\xB2\xD0\xBE\xD0\xB9\xD0\xBD\xD0\xB5"},
        {"turkish", "\xC4\xB0stanbul", "istanbul", "\xC4\xB0STANBUL"},
        {"english", "\xC4\xB0stanbul", "Istanbul", "istanbul"},
        {"none", "Wars", "wars", "WARS"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        vocabulary *v = vocabulary_of(cases[i][0]);
        char written[512];
        snprintf(written, sizeof written, " %s", terms_of(v, cases[i][1], strlen(cases[i][1])));
        for (size_t k = 2; k < 4; k++) {
            char typed[512], *rest = NULL;
            int shared = 0;
            snprintf(typed, sizeof typed, "%s", terms_of(v, cases[i][k], strlen(cases[i][k])));
            for (char *one = strtok_r(typed, " []", &rest); one != NULL; one = strtok_r(NULL, " []", &rest))
                shared |= strstr(written, one) != NULL;
            if (!shared)
                print_error("%s: %s gives%s, which %s does not find\n", cases[i][0], cases[i][1], written,
                            cases[i][k]);
            wrong += !shared;
        }
        vocabulary_free(v);
    }
    assert_int_equal(wrong, 0);
}

static void test_forget(void **state) {
    (void)state;
    vocabulary *v = vocabulary_of("english");
    size_t fresh = vocabulary_memory(v);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 20000; i++) {
            char text[32];
            int size = snprintf(text, sizeof text, "word%d", i);
            assert_int_not_equal(vocabulary_lookup(v, text, (size_t)size), TERM_NONE);
        }
        assert_int_equal(vocabulary_size(v), 20000);
        assert_true(vocabulary_memory(v) > 20000 * 8);
        vocabulary_forget(v);
        assert_int_equal(vocabulary_size(v), 0);
        assert_int_equal(vocabulary_memory(v), fresh);
        assert_string_equal(terms_of(v, "the wars", 8), "the war ");
        assert_true(vocabulary_is_stop(v, "the", 3));
        assert_false(vocabulary_is_stop(v, "wars", 4));
        vocabulary_forget(v);
    }
    vocabulary_free(v);
}

static void test_the_same_stem_is_the_same_term(void **state) {
    (void)state;
    vocabulary *v = vocabulary_of("english");
    term_id id = vocabulary_lookup(v, "Sanctions", 9);
    assert_int_equal(vocabulary_lookup(v, "sanctioned", 10), id);
    assert_int_equal(vocabulary_stem(v, "sanction", 8), id);
    assert_int_not_equal(vocabulary_lookup(v, "door", 4), id);
    assert_int_equal(vocabulary_lookup(v, "---", 3), TERM_NONE);
    assert_int_equal(vocabulary_lookup(v, "", 0), TERM_NONE);
    assert_false(vocabulary_failed(v));
    vocabulary_free(v);
}

static void test_long_words(void **state) {
    (void)state;
    vocabulary *v = vocabulary_of("english");
    char text[2000];
    memset(text, 'w', sizeof text);
    for (size_t size = 195; size <= sizeof text; size += 5) {
        term_id id = vocabulary_lookup(v, text, size);
        assert_int_not_equal(id, TERM_NONE);
        assert_true(vocabulary_term(v, id)->size <= WORD_NORMAL_MAX);
        assert_int_equal(vocabulary_lookup(v, text, size), id);
    }
    vocabulary_free(v);
}

static void test_stop_words(void **state) {
    (void)state;
    for (const char *const *lang = dossier_languages(); *lang != NULL; lang++) {
        vocabulary *v = vocabulary_of(*lang);
        const char *next = stop_words(*lang);
        for (const char *stop; (stop = strchr(next, ' ')) != NULL; next = stop + 1)
            assert_true(vocabulary_is_stop(v, next, (size_t)(stop - next)));
        assert_int_equal(*next, '\0');
        assert_false(vocabulary_is_stop(v, "nato", 4));
        assert_string_equal(vocabulary_lang(v), *lang);
        vocabulary_free(v);
    }
    vocabulary *v = vocabulary_of("english");
    assert_true(vocabulary_is_stop(v, "The", 3));
    assert_true(vocabulary_is_stop(v, "us", 2));
    assert_false(vocabulary_is_stop(v, "U.S.", 4));
    vocabulary_free(v);
}

static void test_languages(void **state) {
    (void)state;
    dossier_error err;
    vocabulary *v;
    assert_int_equal(vocabulary_new(&v, "klingon", &err), DOSSIER_ERR_ARGUMENT);
    assert_null(v);
    assert_false(vocabulary_known(""));
    assert_true(vocabulary_known("none"));
    size_t count = 0;
    for (const char *const *lang = dossier_languages(); lang[count] != NULL; count++)
        assert_true(count == 0 || strcmp(lang[count - 1], lang[count]) < 0);
    assert_true(count > 10);
}

/* Terms of any text in any language begin with no capital A to Z: those mark fields in the storage. */
static void test_random_words(void **state) {
    (void)state;
    rng r = {21};
    for (const char *const *lang = dossier_languages(); *lang != NULL; lang++) {
        vocabulary *v = vocabulary_of(*lang);
        for (int i = 0; i < 4000; i++) {
            char text[40];
            size_t size = 1 + rng_below(&r, 12);
            for (size_t k = 0; k < size; k++)
                text[k] = "aeiouyYIUwsnmltAE'-."[rng_below(&r, 20)];
            token_list tokens = {0};
            assert_int_equal(analyze(v, text, 0, size, &tokens, NULL), DOSSIER_OK);
            for (size_t k = 0; k < tokens.count; k++) {
                const term *t = vocabulary_term(v, tokens.items[k].term);
                assert_true(t->size > 0 && t->size <= WORD_NORMAL_MAX);
                if (t->text[0] >= 'A' && t->text[0] <= 'Z')
                    fail_msg("%s: %.*s gives %.*s", *lang, (int)size, text, (int)t->size, t->text);
            }
            token_list_free(&tokens);
        }
        vocabulary_free(v);
    }
}

/* A text of many small pieces: plain words, and all that makes a word unlike those. */
static char *text_of_pieces(rng *r, size_t *size) {
    static const char *const pieces[] = {
        " ", " ", " ", "the", "nations", "United", "1990", "7", "x", "-", "'", "'s", ".", ". ", ",", ", ", "U.S.",
        "3.5", "\xC3\xA9", "\xE2\x80\x99", "\xE2\x80\x90", "\xCC\x81", "\xE6\xBC\xA2", "\xFF", "\n",
        "internationalisation", "antidisestablishmentarianism", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    size_t room = rng_once_in(r, 50) ? 9000 : rng_below(r, 300);
    char *text = malloc(room + 64);
    assert_non_null(text);
    for (*size = 0; *size < room;) {
        const char *piece = pieces[rng_below(r, COUNT(pieces))];
        for (size_t n = rng_once_in(r, 200) ? 1 + rng_below(r, 3000) : 1; n > 0 && *size < room; n--) {
            memcpy(text + *size, piece, strlen(piece));
            *size += strlen(piece);
        }
    }
    char *exact = malloc(*size + 1);
    assert_non_null(exact);
    memcpy(exact, text, *size);
    free(text);
    return exact;
}

/* What is found many words at a time is what word_next finds one by one; terms have the numbers that they have then.
 * A joined token stands between the words before it and the next one. */
static void test_words_one_by_one(void **state) {
    (void)state;
    static const char *const langs[] = {"english", "french", "none"};
    rng r = {33};
    for (size_t l = 0; l < COUNT(langs); l++) {
        vocabulary *many = vocabulary_of(langs[l]), *single = vocabulary_of(langs[l]);
        for (int i = 0; i < 1500; i++) {
            size_t size;
            char *text = text_of_pieces(&r, &size);
            size_t at = rng_below(&r, size + 1), k = 0;
            token_list tokens = {0};
            assert_int_equal(analyze(many, text, at, size, &tokens, NULL), DOSSIER_OK);
            for (word w; word_next(text, size, vocabulary_elides(single), &at, &w); k++) {
                for (; k < tokens.count && tokens.items[k].joined; k++) {
                    const token *t = &tokens.items[k];
                    assert_int_equal(t->term, vocabulary_lookup(single, text + t->start, t->end - t->start));
                }
                assert_true(k < tokens.count);
                assert_int_equal(tokens.items[k].start, w.start);
                assert_int_equal(tokens.items[k].end, w.end);
                assert_int_equal(tokens.items[k].term, vocabulary_lookup(single, text + w.start, w.end - w.start));
            }
            for (; k < tokens.count; k++) {
                assert_true(tokens.items[k].joined);
                vocabulary_lookup(single, text + tokens.items[k].start, tokens.items[k].end - tokens.items[k].start);
            }
            token_list_free(&tokens);
            free(text);
        }
        assert_int_equal(vocabulary_size(many), vocabulary_size(single));
        vocabulary_free(many);
        vocabulary_free(single);
    }
}

/* Where only some first letters matter, other words are told from those, and nothing else changes; a stem begins as its
 * word does. */
static void test_narrowed(void **state) {
    (void)state;
    static const char *const langs[] = {"english", "porter", "none"};
    static const char *const endings[] = {"", "s", "ing", "ed", "ational", "ies", "ly", "ness", "'s", "-old", "\xCC\x81"};
    rng r = {41};
    for (size_t l = 0; l < COUNT(langs); l++) {
        vocabulary *wide, *narrow;
        assert_int_equal(vocabulary_new(&wide, langs[l], NULL), DOSSIER_OK);
        for (int round = 0; round < 200; round++) {
            char text[2000];
            size_t size = 0;
            token_list all = {0}, some = {0};
            uint32_t letters = (uint32_t)rng_next(&r) & 0x3FFFFFF;
            while (size < sizeof text - 60) {
                for (size_t n = 1 + rng_below(&r, 7); n > 0; n--)
                    text[size++] = (char)((rng_once_in(&r, 9) ? 'A' : 'a') + (int)rng_below(&r, 26));
                size += (size_t)sprintf(text + size, "%s ", endings[rng_below(&r, COUNT(endings))]);
            }
            assert_int_equal(vocabulary_new(&narrow, langs[l], NULL), DOSSIER_OK);
            vocabulary_narrow(narrow, letters);
            assert_int_equal(analyze(wide, text, 0, size, &all, NULL), DOSSIER_OK);
            assert_int_equal(analyze(narrow, text, 0, size, &some, NULL), DOSSIER_OK);
            assert_int_equal(all.count, some.count);
            for (size_t i = 0; i < all.count; i++) {
                const term *t = vocabulary_term(wide, all.items[i].term);
                unsigned letter = ((unsigned char)text[all.items[i].start] | 0x20u) - 'a';
                assert_int_equal(t->text[0], 'a' + (int)letter);
                assert_int_equal(all.items[i].start, some.items[i].start);
                assert_int_equal(all.items[i].end, some.items[i].end);
                assert_int_equal(all.items[i].joined, some.items[i].joined);
                assert_int_equal(some.items[i].term != TERM_OTHER, letters >> letter & 1);
                if (some.items[i].term == TERM_OTHER)
                    continue;
                const term *same = vocabulary_term(narrow, some.items[i].term);
                assert_int_equal(same->size, t->size);
                assert_memory_equal(same->text, t->text, t->size);
            }
            token_list_free(&all);
            token_list_free(&some);
            vocabulary_free(narrow);
        }
        vocabulary_free(wide);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_narrowed),
        cmocka_unit_test(test_terms),      cmocka_unit_test(test_found_as_typed),
        cmocka_unit_test(test_forget),     cmocka_unit_test(test_the_same_stem_is_the_same_term),
        cmocka_unit_test(test_long_words), cmocka_unit_test(test_stop_words),
        cmocka_unit_test(test_languages),  cmocka_unit_test(test_random_words),
        cmocka_unit_test(test_words_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
