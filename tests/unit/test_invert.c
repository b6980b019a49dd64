/* test_invert.c: from words in text order to runs in the order of words, against doing it the slow way.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/packed/invert.h"
#include "tests/unit/support.h"

enum { WORDS = 400, PLACES_MAX = 40000 };

/* A word put down. */
typedef struct put_down {
    unsigned number;
    uint32_t where, position;
    unsigned form;
    size_t when;
} put_down;

/* Words that share their first bytes, in an order that is not that of their numbers. */
static void spell(unsigned number, char to[32]) {
    static const char *const begins[] = {"", "a", "international", "internationalis", "\xC3\xA9", "zz"};
    snprintf(to, 32, "%s%u", begins[number % COUNT(begins)], number * 7919u % 1000u);
}

/* Some words have one form, which is not always the word itself, some have four, and one has hundreds. */
static unsigned forms_of(unsigned number) {
    return number == 0 ? 300 : number % 3 == 2 ? 4 : 1;
}

static void spell_form(unsigned number, unsigned form, char to[48]) {
    char text[32];
    spell(number, text);
    if (form == 0 && number % 3 != 1)
        strcpy(to, text);
    else
        snprintf(to, 48, "%.*s%s%u", form % 2 ? 2 : 31, text, form % 7 == 0 ? "" : "s", form);
}

static int by_word(const void *a, const void *b) {
    const put_down *x = a, *y = b;
    char first[32], second[32];
    spell(x->number, first);
    spell(y->number, second);
    int order = strcmp(first, second);
    /* A joined word (position 0) comes before the others of its passage. */
    if (order == 0 && x->where != y->where)
        order = x->where < y->where ? -1 : 1;
    if (order == 0 && (x->position == 0) != (y->position == 0))
        order = x->position == 0 ? -1 : 1;
    return order != 0 ? order : (x->when > y->when) - (x->when < y->when);
}

static put_down all[PLACES_MAX];

/* Puts down words of passages in order, some of them joined. */
static size_t put_words(rng *r, inverter *v, vocabulary *words, int full) {
    size_t count = 0;
    for (uint32_t where = 0; where < 300 && count + 200 < PLACES_MAX; where += 1 + (uint32_t)rng_below(r, 4)) {
        uint32_t position = 0;
        for (size_t n = rng_below(r, 120); n > 0; n--) {
            unsigned number = (unsigned)rng_below(r, 1 + rng_below(r, WORDS));
            uint32_t at = !full || rng_once_in(r, 9) ? 0 : (position += 1 + (rng_once_in(r, 50) ? 70000 : 0));
            char text[32], form[48];
            unsigned k = (unsigned)rng_below(r, forms_of(number));
            spell(number, text);
            spell_form(number, k, form);
            uint32_t id = vocabulary_stem(words, text, strlen(text));
            if (full)
                id = vocabulary_pair(words, id, form, strlen(form));
            assert_int_equal(inverter_put(v, id, where, at), 0);
            all[count] = (put_down){number, where, at, k, count};
            count++;
        }
    }
    qsort(all, count, sizeof *all, by_word);
    return count;
}

static uint64_t take(cursor *c) {
    uint64_t value = cursor_varint(c);
    assert_false(c->bad);
    return value;
}

static int is_same_word(unsigned a, unsigned b) {
    char first[32], second[32];
    spell(a, first);
    spell(b, second);
    return strcmp(first, second) == 0;
}

/* The forms that the run tells of a word, and in how many postings each is. */
typedef struct told_forms {
    char text[400][48];
    uint64_t postings[400], met[400];
    uint64_t last[400];
    size_t count;
    const unsigned char *numbers;
    size_t unit;
} told_forms;

static told_forms told;

/* Reads the forms of a stem, which are in order; returns where its postings end. */
static size_t take_forms(cursor *c, const char *stem) {
    memset(&told, 0, sizeof told);
    told.count = (size_t)take(c);
    if (told.count == 0) {
        told.count = 1;
        strcpy(told.text[0], stem);
        told.postings[0] = take(c);
        return c->size;
    }
    for (size_t i = 0; i < told.count; i++) {
        size_t shared = (size_t)take(c), rest;
        const char *bytes = cursor_counted(c, &rest);
        assert_true(shared <= strlen(stem) && shared + rest < 48);
        memcpy(told.text[i], stem, shared);
        memcpy(told.text[i] + shared, bytes, rest);
        told.postings[i] = take(c);
        assert_true(i == 0 ? told.count > 1 || strcmp(stem, told.text[0]) != 0
                           : strcmp(told.text[i - 1], told.text[i]) < 0);
    }
    told.unit = told.count == 1 ? 0 : told.count <= RUN_NUMBERS_NARROW ? 1 : 4;
    size_t numbers = told.unit > 0 ? (size_t)take(c) * told.unit : 0;
    told.numbers = (const unsigned char *)c->data + c->size - numbers;
    return c->size - numbers;
}

/* Compares the form of an occurrence with what the run has next. */
static void assert_form(const put_down *p) {
    char form[48];
    size_t number = 0;
    for (size_t i = 0; i < told.unit; i++)
        number |= (size_t)*told.numbers++ << 8 * i;
    assert_true(number < told.count);
    spell_form(p->number, p->form, form);
    assert_string_equal(told.text[number], form);
    told.met[number] += told.last[number] != p->where + UINT64_C(1);
    told.last[number] = p->where + UINT64_C(1);
}

/* Compares the postings of the word at all[*at], which moves on behind it. */
static void assert_postings(const unsigned char *data, size_t size, size_t count, size_t *at, int full) {
    cursor c = cursor_of(data, size);
    uint64_t where = 0;
    unsigned number = all[*at].number;
    char stem[32];
    spell(number, stem);
    size_t stop = full ? take_forms(&c, stem) : size;
    while (*at < count && is_same_word(all[*at].number, number)) {
        size_t end = *at;
        while (end < count && is_same_word(all[end].number, number) && all[end].where == all[*at].where)
            end++;
        where += take(&c);
        assert_int_equal(where, all[*at].where);
        if (full)
            assert_int_equal(take(&c), end - *at);
        for (uint64_t position = 0; *at < end; ++*at)
            if (full) {
                assert_int_equal(position += take(&c), all[*at].position);
                assert_form(&all[*at]);
            }
    }
    assert_int_equal(c.at, stop);
    for (size_t i = 0; full && i < told.count; i++)
        assert_int_equal(told.met[i], told.postings[i]);
    assert_true(!full || told.unit == 0 || told.numbers == data + size);
}

static void assert_run(const kept_run *kept, const spool *bytes, size_t window, size_t count, char letter, int full) {
    run_reader reader;
    dossier_error err;
    size_t at = 0;
    int more = run_reader_seek(&reader, kept, bytes, window, "", 0, &err);
    for (; more == 1; more = run_reader_next(&reader, &err)) {
        char text[32];
        assert_true(at < count);
        spell(all[at].number, text);
        assert_int_equal(reader.key_size, 1 + strlen(text));
        assert_int_equal(reader.key[0], letter);
        assert_memory_equal(reader.key + 1, text, strlen(text));
        assert_postings(reader.postings, reader.postings_size, count, &at, full);
    }
    assert_ok(more, &err);
    assert_int_equal(at, count);
    run_reader_free(&reader);
}

/* Seeks to each word, and to what is between words. */
static void assert_seeks(rng *r, const kept_run *kept, const spool *bytes, size_t count, char letter) {
    for (int tries = 0; tries < 60 && count > 0; tries++) {
        char key[40] = {letter}, first[32];
        dossier_error err;
        run_reader reader;
        spell((unsigned)rng_below(r, 2 * WORDS), key + 1);
        size_t i = 0;
        for (; i < count; i++) {
            spell(all[i].number, first);
            if (strcmp(first, key + 1) >= 0)
                break;
        }
        int more = run_reader_seek(&reader, kept, bytes, 64, key, strlen(key), &err);
        assert_int_equal(more, i < count);
        if (more == 1) {
            assert_int_equal(reader.key_size, 1 + strlen(first));
            assert_memory_equal(reader.key + 1, first, strlen(first));
        }
        run_reader_free(&reader);
    }
}

/* Runs in memory, in a file and in both, one behind the other in one spool, read through windows of all sizes. */
static void test_runs_are_what_was_put_down(void **state) {
    (void)state;
    static const size_t limits[] = {SIZE_MAX, 0, 40000}, windows[] = {1, 300, 1 << 20};
    char *folder = make_folder();
    dossier_error err;
    rng r = {3};
    inverter v = {0};
    for (size_t i = 0; i < 24; i++) {
        int full = i % 2 == 0;
        vocabulary *words;
        run made = {0};
        assert_ok(vocabulary_new(&words, "none", &err), &err);
        size_t count = i == 5 ? 0 : put_words(&r, &v, words, full);
        assert_int_equal(inverter_write(&v, words, full ? FIELD_TEXT : FIELD_TITLE, &made), 0);
        spool bytes = {.folder = folder, .limit = limits[i % COUNT(limits)]};
        assert_ok(spool_put(&bytes, "what is before it", 17, &err), &err);
        size_t half = made.bytes.size / 2;
        assert_ok(spool_put(&bytes, made.bytes.data, half, &err), &err);
        assert_ok(spool_put(&bytes, made.bytes.data + half, made.bytes.size - half, &err), &err);
        kept_run kept = {.at = 17, .size = made.bytes.size, .marks = made.marks, .keys = made.keys};
        char letter = full ? 'w' : 't';
        assert_run(&kept, &bytes, windows[i % 7 % COUNT(windows)], count, letter, full);
        assert_seeks(&r, &kept, &bytes, count, letter);
        spool_clear(&bytes);
        run_free(&made);
        vocabulary_free(words);
    }
    inverter_free(&v);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs_are_what_was_put_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
