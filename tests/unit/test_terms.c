/* test_terms.c: a segment's dictionary: every key is found again, and hostile bytes are damage and no more.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/packed/terms.h"
#include "tests/unit/support.h"

enum { KEYS_MAX = 3000 };

typedef struct key {
    char bytes[TERM_KEY_MAX];
    size_t size;
} key;

/* A dictionary of generated keys, and the keys. */
typedef struct dictionary_of {
    key keys[KEYS_MAX];
    size_t count;
    term_writer writer;
    term_table table;
    unsigned char *postings;
} dictionary_of;

static int compare(const void *a, const void *b) {
    const key *x = a, *y = b;
    return term_compare(x->bytes, x->size, y->bytes, y->size);
}

/* Keys that share much: few letters, NULs among them, long runs of one, ends of 200 bytes. */
static void write_key(rng *r, key *k) {
    static const char letters[] = "ab\0\xFF";
    static const char fields[] = "wtakljx";
    size_t same = rng_once_in(r, 3) ? rng_below(r, TERM_KEY_MAX - 1) : rng_below(r, 12);
    k->bytes[0] = fields[rng_below(r, 7)];
    memset(k->bytes + 1, letters[rng_below(r, 4)], same);
    k->size = 1 + same;
    for (size_t n = rng_below(r, 9); n > 0 && k->size < TERM_KEY_MAX; n--)
        k->bytes[k->size++] = letters[rng_below(r, 4)];
    if (rng_once_in(r, 50))
        k->size = TERM_KEY_MAX;
    for (size_t i = 1 + same; i < k->size && k->size == TERM_KEY_MAX; i++)
        k->bytes[i] = letters[rng_below(r, 4)];
}

/* What the lists of a term take: told from its place alone. */
static posting_extent extent_of(const key *k, size_t i) {
    return (posting_extent){.frequency = 1 + (uint32_t)(i % 7) * 1000,
                            .size = i % 5,
                            .positions_size = i % 3 * (*k->bytes == TERM_WORD ? 1000 : 1),
                            .forms = *k->bytes == TERM_WORD ? (unsigned)i % 4 : 0};
}

/* The terms of a form are told from its place too: words that share some of it. */
static void write_terms(const key *k, size_t i, buffer *to) {
    const dossier_str form = {k->bytes + 1, k->size - 1};
    for (size_t n = 0; n <= i % 3; n++) {
        char text[WORD_NORMAL_MAX];
        size_t size = form.size * n / 4;
        memcpy(text, form.data, size);
        text[size++] = (char)('0' + n);
        assert_int_equal(form_terms_put(to, form, (dossier_str){text, size}), 0);
    }
}

static void assert_terms(const term_walk *walk, size_t i) {
    const dossier_str form = {walk->key + 1, walk->size - 1};
    form_terms t;
    form_terms_begin(&t, form, walk->terms);
    for (size_t n = 0; n <= i % 3; n++) {
        assert_int_equal(form_terms_next(&t), 1);
        assert_int_equal(t.size, form.size * n / 4 + 1);
        assert_memory_equal(t.term, form.data, t.size - 1);
        assert_int_equal(t.term[t.size - 1], '0' + n);
    }
    assert_int_equal(form_terms_next(&t), 0);
}

static void put(dictionary_of *d, size_t i) {
    const key *k = &d->keys[i];
    posting_extent extent = extent_of(k, i);
    buffer terms = {0};
    dossier_error err;
    if (*k->bytes == TERM_FORM) {
        write_terms(k, i, &terms);
        assert_ok(term_writer_put_form(&d->writer, k->bytes, k->size, terms.data, terms.size, &err), &err);
    } else {
        assert_ok(term_writer_put(&d->writer, k->bytes, k->size, &extent, &err), &err);
    }
    buffer_free(&terms);
}

static dictionary_of *make(rng *r, size_t count) {
    dictionary_of *d = calloc(1, sizeof *d);
    assert_non_null(d);
    for (size_t i = 0; i < count; i++)
        write_key(r, &d->keys[i]);
    qsort(d->keys, count, sizeof *d->keys, compare);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || compare(&d->keys[i], &d->keys[d->count - 1]) != 0)
            d->keys[d->count++] = d->keys[i];
    d->writer.terms.limit = SIZE_MAX;
    for (size_t i = 0; i < d->count; i++)
        put(d, i);
    d->postings = calloc(1, (size_t)d->writer.postings_at + 1);
    assert_non_null(d->postings);
    d->table = (term_table){.terms = (const unsigned char *)d->writer.terms.memory.data,
                            .terms_size = d->writer.terms.memory.size,
                            .blocks = (const term_block *)(const void *)d->writer.blocks.data,
                            .block_count = d->writer.blocks.size / sizeof(term_block),
                            .postings = d->postings,
                            .postings_size = d->writer.postings_at,
                            .count = d->count};
    return d;
}

static void forget(dictionary_of *d) {
    term_writer_clear(&d->writer);
    free(d->postings);
    free(d);
}

static void assert_at(const dictionary_of *d, const term_walk *walk, size_t i) {
    posting_extent extent = extent_of(&d->keys[i], i);
    assert_int_equal(walk->ordinal, i);
    assert_int_equal(walk->size, d->keys[i].size);
    assert_memory_equal(walk->key, d->keys[i].bytes, walk->size);
    if (*walk->key == TERM_FORM) {
        assert_int_equal(walk->list.frequency, 0);
        assert_terms(walk, i);
        return;
    }
    assert_int_equal(walk->list.frequency, extent.frequency);
    assert_int_equal(walk->list.forms, extent.forms);
    assert_int_equal(walk->list.size, extent.size);
    assert_int_equal(walk->list.positions_size, extent.positions_size);
    assert_int_equal(walk->list.kind, *walk->key == 'w' ? POSTINGS_FULL : POSTINGS_BARE);
    assert_ptr_equal(walk->list.positions, walk->list.data + extent.size);
}

static void test_walking_and_seeking(void **state) {
    (void)state;
    static const size_t counts[] = {0, 1, 2, 31, 32, 33, 64, 65, 1000, KEYS_MAX};
    rng r = {11};
    for (size_t n = 0; n < COUNT(counts); n++) {
        dictionary_of *d = make(&r, counts[n]);
        term_walk walk;
        int more = term_walk_seek(&walk, &d->table, "", 0);
        for (size_t i = 0; i < d->count; i++, more = term_walk_next(&walk)) {
            assert_int_equal(more, 1);
            assert_at(d, &walk, i);
        }
        assert_int_equal(more, 0);
        for (size_t i = 0; i < d->count; i++) {
            assert_int_equal(term_walk_seek(&walk, &d->table, d->keys[i].bytes, d->keys[i].size), 1);
            assert_at(d, &walk, i);
        }
        for (size_t tries = 0; tries < 2000; tries++) {
            key other;
            write_key(&r, &other);
            size_t i = 0;
            while (i < d->count && compare(&d->keys[i], &other) < 0)
                i++;
            assert_int_equal(term_walk_seek(&walk, &d->table, other.bytes, other.size), i < d->count);
            if (i < d->count)
                assert_at(d, &walk, i);
        }
        forget(d);
    }
}

/* Walks a damaged dictionary from a key on: it ends, or is damaged, and its lists lie in the postings. */
static void walk_damaged(const term_table *t, const key *from) {
    term_walk walk;
    uint64_t steps = 0;
    int more = term_walk_seek(&walk, t, from->bytes, from->size);
    for (; more == 1; more = term_walk_next(&walk), steps++) {
        assert_true(steps < t->count);
        assert_in_range(walk.size, 1, TERM_KEY_MAX);
        if (*walk.key == TERM_FORM) {
            const char *first = (const char *)t->terms;
            assert_true(walk.terms.data >= first && walk.terms.data + walk.terms.size <= first + t->terms_size);
            form_terms left;
            form_terms_begin(&left, (dossier_str){walk.key + 1, walk.size - 1}, walk.terms);
            while (form_terms_next(&left) == 1)
                assert_true(left.size <= sizeof left.term);
            continue;
        }
        assert_true(walk.list.frequency > 0);
        assert_true(walk.list.data >= t->postings);
        assert_true(walk.list.size <= t->postings_size && walk.list.positions_size <= t->postings_size);
        assert_true(walk.list.positions + walk.list.positions_size <= t->postings + t->postings_size);
    }
    assert_true(more == 0 || more == DOSSIER_ERR_DAMAGED);
}

static void test_hostile_bytes(void **state) {
    (void)state;
    rng r = {12};
    dictionary_of *d = make(&r, 300);
    /* Of exactly their size, so that a sanitizer sees what is read behind them. */
    unsigned char *terms = malloc(d->table.terms_size);
    term_block *blocks = malloc(d->writer.blocks.size);
    assert_non_null(terms);
    assert_non_null(blocks);
    for (size_t tries = 0; tries < 6000; tries++) {
        term_table t = d->table;
        memcpy(terms, d->table.terms, d->table.terms_size);
        memcpy(blocks, d->table.blocks, d->writer.blocks.size);
        t.terms = terms;
        t.blocks = blocks;
        for (size_t n = 1 + rng_below(&r, 3); n > 0; n--) {
            if (rng_once_in(&r, 3))
                ((unsigned char *)blocks)[rng_below(&r, d->writer.blocks.size)] = (unsigned char)rng_next(&r);
            else
                terms[rng_below(&r, t.terms_size)] = (unsigned char)(rng_once_in(&r, 2) ? 0xFF : rng_next(&r));
        }
        if (rng_once_in(&r, 4))
            t.terms_size = rng_below(&r, t.terms_size);
        if (rng_once_in(&r, 4))
            t.postings_size = rng_below(&r, t.postings_size);
        key other = d->keys[rng_below(&r, d->count)];
        walk_damaged(&t, &other);
        other.size = 0;
        walk_damaged(&t, &other);
    }
    free(terms);
    free(blocks);
    forget(d);
}

static void test_keys_of_fields(void **state) {
    (void)state;
    char to[TERM_KEY_MAX], text[2 * TERM_KEY_MAX], begins[FIELD_SITE + 1];
    memset(text, 'x', sizeof text);
    for (enum query_field field = FIELD_TEXT; field <= FIELD_SITE; field++) {
        assert_int_equal(term_key(field, (dossier_str){text, sizeof text}, to), TERM_KEY_MAX);
        begins[field] = to[0];
        for (enum query_field other = FIELD_TEXT; other < field; other++)
            assert_int_not_equal(begins[other], begins[field]);
        assert_int_equal(term_kind(to), field == FIELD_TEXT ? POSTINGS_FULL : POSTINGS_BARE);
        assert_int_equal(term_key(field, (dossier_str){"", 0}, to), 1);
    }
    assert_true(term_prefix("ab", 2) < term_prefix("ab\1", 3));
    assert_true(term_prefix("ab", 2) == term_prefix("ab\0", 3));
    assert_true(term_prefix("\xFF", 1) > term_prefix("zzzzzzzzz", 9));
    assert_true(term_compare("ab", 2, "ab\0", 3) < 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walking_and_seeking),
        cmocka_unit_test(test_hostile_bytes),
        cmocka_unit_test(test_keys_of_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
