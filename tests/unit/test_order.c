/* test_order.c: phrases told from the packed order of a passage's words, against brute force.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/xapian/form.h"
#include "engine/xapian/order.h"
#include "tests/unit/support.h"

enum { LENGTH_MAX = 3000, PHRASE_MAX = 5, FORMS = 4 };

/* A passage's words as numbers, -1 where a gap is, and packed: word n stands in form n % FORMS of term n / FORMS. */
typedef struct passage {
    long sequence[LENGTH_MAX];
    size_t length;
    buffer packed;
    passage_terms terms;
} passage;

/* A word that is looked for: a term, and bit f for each of its forms that counts; 0: all do. */
typedef struct wanted_word {
    long term;
    unsigned forms;
} wanted_word;

static vocabulary *words;
static buffer scratch;

static int make_words(void **state) {
    (void)state;
    return vocabulary_new(&words, "none", NULL);
}

static int free_words(void **state) {
    (void)state;
    vocabulary_free(words);
    buffer_free(&scratch);
    return 0;
}

static term_id term_number(long n) {
    char text[32];
    int size = snprintf(text, sizeof text, "w%ld", n);
    return vocabulary_stem(words, text, (size_t)size);
}

static uint64_t hash_of(long n) {
    return vocabulary_term(words, term_number(n))->hash;
}

/* The first form is the term itself; others share some of it, or nothing. */
static int write_form(long n, char to[32]) {
    static const char *const formats[FORMS] = {"w%ld", "w%lds", "w%ldaa", "%ldx"};
    return snprintf(to, 32, formats[n % FORMS], n / FORMS);
}

static void add_word(passage *p, long n, uint32_t joined) {
    char text[32];
    size_t size = (size_t)write_form(n, text);
    token t = {.term = term_number(n / FORMS), .joined = joined};
    t.form = vocabulary_pair(words, t.term, text, size);
    assert_int_equal(passage_terms_add(&p->terms, &t, 1), 0);
}

static void pack(passage *p) {
    passage_terms_clear(&p->terms);
    for (size_t i = 0; i < p->length; i++) {
        if (p->sequence[i] < 0)
            assert_int_equal(passage_terms_gap(&p->terms), 0);
        else
            add_word(p, p->sequence[i], 0);
    }
    p->packed.size = 0;
    assert_int_equal(order_pack(&p->terms, words, &p->packed), 0);
}

/* Words as order.h wants them. */
typedef struct asked {
    order_word words[ORDER_MAX];
    dossier_str codes[PHRASE_MAX][FORMS];
    char bytes[PHRASE_MAX][FORMS][FORM_CODE_MAX];
} asked;

static const order_word *ask(asked *a, const wanted_word *wanted, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const term *t = vocabulary_term(words, term_number(wanted[i].term));
        a->words[i] = (order_word){.hash = t->hash, .codes = a->codes[i]};
        for (long f = 0; f < FORMS; f++) {
            char text[32];
            if (!(wanted[i].forms >> f & 1))
                continue;
            int size = write_form(wanted[i].term * FORMS + f, text);
            size_t k = a->words[i].code_count++;
            a->codes[i][k].data = a->bytes[i][k];
            a->codes[i][k].size =
                form_code((dossier_str){t->text, t->size}, (dossier_str){text, (size_t)size}, a->bytes[i][k]);
        }
    }
    return a->words;
}

static bool is_wanted(wanted_word w, long n) {
    return n >= 0 && n / FORMS == w.term && (w.forms == 0 || w.forms >> n % FORMS & 1);
}

static void make_passage(rng *r, passage *p, size_t length, size_t distinct) {
    p->length = length;
    for (size_t i = 0; i < length; i++)
        p->sequence[i] = rng_once_in(r, 40) ? -1 : (long)rng_below(r, distinct * FORMS);
    /* Most terms have one form in a passage. */
    for (size_t i = 0; i < length; i++)
        if (p->sequence[i] >= 0 && p->sequence[i] / FORMS % 3 != 0)
            p->sequence[i] -= p->sequence[i] % FORMS - p->sequence[i] / FORMS % FORMS;
    pack(p);
}

static void forget(passage *p) {
    buffer_free(&p->packed);
    passage_terms_free(&p->terms);
}

static bool stands(const passage *p, const wanted_word *phrase, size_t count, bool title) {
    for (size_t i = 0; i < p->length; i++) {
        if (title && p->sequence[i] < 0)
            return false;
        size_t k = 0;
        while (k < count && i + k < p->length && is_wanted(phrase[k], p->sequence[i + k]))
            k++;
        if (k == count)
            return true;
    }
    return false;
}

/* A phrase of words that the passage has: a piece of it, perhaps with one word changed. */
static size_t take_phrase(rng *r, const passage *p, wanted_word *phrase) {
    size_t count = 1 + rng_below(r, PHRASE_MAX), from = rng_below(r, p->length);
    for (size_t i = 0; i < count; i++) {
        long n = p->sequence[rng_once_in(r, 4) ? rng_below(r, p->length) : (from + i) % p->length];
        while (n < 0)
            n = p->sequence[rng_below(r, p->length)];
        phrase[i] = (wanted_word){n / FORMS, 0};
        if (rng_once_in(r, 2))
            phrase[i].forms = 1u << n % FORMS | (unsigned)(rng_next(r) & rng_next(r) & ((1u << FORMS) - 1));
    }
    return count;
}

static void compare_phrases(rng *r, const passage *p, int times) {
    for (; times > 0; times--) {
        wanted_word phrase[PHRASE_MAX];
        asked a;
        size_t count = take_phrase(r, p, phrase);
        for (int title = 0; title < 2; title++)
            assert_int_equal(
                order_has_phrase(p->packed.data, p->packed.size, ask(&a, phrase, count), count, title, &scratch),
                stands(p, phrase, count, title));
    }
}

static void test_against_brute_force(void **state) {
    (void)state;
    static passage p;
    rng r = {12};
    for (int i = 0; i < 600; i++) {
        make_passage(&r, &p, 4 + rng_below(&r, i % 20 == 0 ? LENGTH_MAX - 4 : 200), 2 + rng_below(&r, 60));
        p.sequence[0] = 1;
        pack(&p);
        compare_phrases(&r, &p, 60);
    }
    forget(&p);
}

/* Tries every place for the words from `k` on. */
static bool stands_near(const passage *p, const wanted_word *wanted, size_t count, size_t span, bool ordered, size_t end,
                        size_t k, size_t *taken) {
    if (k == count)
        return true;
    for (size_t at = 0; at < end; at++) {
        bool fits = is_wanted(wanted[k], p->sequence[at]);
        for (size_t i = 0; i < k && fits; i++)
            fits = at != taken[i] && (at > taken[i] ? at - taken[i] : taken[i] - at) <= span &&
                   (!ordered || at > taken[i]);
        taken[k] = at;
        if (fits && stands_near(p, wanted, count, span, ordered, end, k + 1, taken))
            return true;
    }
    return false;
}

static void compare_near(rng *r, const passage *p, int times) {
    for (; times > 0; times--) {
        wanted_word wanted[PHRASE_MAX];
        asked a;
        size_t taken[PHRASE_MAX], count = take_phrase(r, p, wanted), title = 0;
        uint32_t span = (uint32_t)(count - 1 + rng_below(r, 9));
        for (size_t i = 0; i < count; i++) {
            if (i > 0 && rng_once_in(r, 3))
                wanted[i] = wanted[rng_below(r, i)];
            if (i > 0 && rng_once_in(r, 4))
                wanted[i].forms = 0;
        }
        while (title < p->length && p->sequence[title] >= 0)
            title++;
        for (int how = 0; how < 4; how++)
            assert_int_equal(order_has_near(p->packed.data, p->packed.size, ask(&a, wanted, count), count, span,
                                            how & 1, how & 2, &scratch),
                             stands_near(p, wanted, count, span, how & 1, how & 2 ? title : p->length, 0, taken));
    }
}

static void test_near_against_brute_force(void **state) {
    (void)state;
    static passage p;
    rng r = {15};
    for (int i = 0; i < 400; i++) {
        make_passage(&r, &p, 4 + rng_below(&r, 200), 2 + rng_below(&r, 60));
        p.sequence[0] = 1;
        pack(&p);
        compare_near(&r, &p, 40);
    }
    forget(&p);
}

/* More distinct words than two bytes tell apart. */
static void test_wide(void **state) {
    (void)state;
    static passage p;
    rng r = {13};
    for (int i = 0; i < 20; i++) {
        make_passage(&r, &p, LENGTH_MAX, 300 + (size_t)i * 150);
        compare_phrases(&r, &p, 200);
    }
    assert_int_equal(p.packed.data[0] & 1, 1);
    forget(&p);
}

static int has_words(const passage *p, const uint64_t *hashes, size_t count) {
    order_word asked_words[ORDER_MAX] = {{0}};
    for (size_t i = 0; i < count; i++)
        asked_words[i].hash = hashes[i];
    return order_has_phrase(p->packed.data, p->packed.size, asked_words, count, 0, &scratch);
}

static void test_the_longest_phrase(void **state) {
    (void)state;
    static passage p;
    uint64_t hashes[ORDER_MAX];
    for (p.length = 0; p.length < ORDER_MAX + 1; p.length++)
        p.sequence[p.length] = 7 * FORMS + (long)p.length % 2;
    pack(&p);
    for (size_t i = 0; i < ORDER_MAX; i++)
        hashes[i] = hash_of(7);
    assert_int_equal(has_words(&p, hashes, ORDER_MAX), 1);
    p.length = ORDER_MAX - 1;
    pack(&p);
    assert_int_equal(has_words(&p, hashes, ORDER_MAX), 0);
    p.length = 0;
    pack(&p);
    assert_int_equal(has_words(&p, hashes, 1), 0);
    forget(&p);
}

/* A joined word (neoimperial) is a term of the passage, but has no place in it: no phrase has it. */
static void test_joined_words_are_in_no_phrase(void **state) {
    (void)state;
    static passage p;
    size_t wrong = 0;
    for (long n = 0; n < 3000; n++) {
        passage_terms_clear(&p.terms);
        for (long i = 0; i < 150; i++) {
            add_word(&p, i * FORMS, 0);
            if (i == 70)
                add_word(&p, (10000 + n) * FORMS, 2);
        }
        p.packed.size = 0;
        assert_int_equal(order_pack(&p.terms, words, &p.packed), 0);
        for (long i = 1; i < 150; i++)
            wrong += has_words(&p, (uint64_t[]){hash_of(10000 + n), hash_of(i)}, 2) != 0;
    }
    forget(&p);
    assert_int_equal(wrong, 0);
}

/* Damaged bytes: any answer, but nothing outside of them is read. */
static void test_damaged(void **state) {
    (void)state;
    static passage p;
    rng r = {14};
    for (int i = 0; i < 30000; i++) {
        if (i % 300 == 0)
            make_passage(&r, &p, 4 + rng_below(&r, i % 900 == 0 ? LENGTH_MAX - 4 : 100),
                         2 + rng_below(&r, 700));
        size_t size = rng_once_in(&r, 2) ? p.packed.size : rng_below(&r, p.packed.size + 1);
        char *copy = malloc(size + 1);
        assert_non_null(copy);
        char *begin = memcpy(copy + 1, p.packed.data, size);
        for (size_t n = rng_below(&r, 5); n > 0 && size > 0; n--)
            begin[rng_below(&r, rng_once_in(&r, 2) ? size : (size < 4 ? size : 4))] = (char)rng_next(&r);
        wanted_word wanted[3] = {{0, 0}, {1, 2}, {2, 1}};
        asked a;
        const order_word *some = ask(&a, wanted, 3);
        int found = order_has_phrase(begin, size, some, 1 + rng_below(&r, 3), i & 1, &scratch);
        assert_true(found >= -1 && found <= 1);
        found = order_has_near(begin, size, some, 1 + rng_below(&r, 3), 9, i & 2, i & 1, &scratch);
        assert_true(found >= -1 && found <= 1);
        free(copy);
    }
    assert_int_equal(order_has_phrase("", 0, (order_word[]){{.hash = 1}}, 1, 0, &scratch), ORDER_DAMAGED);
    forget(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_brute_force),
        cmocka_unit_test(test_near_against_brute_force),
        cmocka_unit_test(test_wide),
        cmocka_unit_test(test_the_longest_phrase),
        cmocka_unit_test(test_joined_words_are_in_no_phrase),
        cmocka_unit_test(test_damaged),
    };
    return cmocka_run_group_tests(tests, make_words, free_words);
}
