/* test_form_rows.c: the numbers of forms in lists: rows in every coding, lists that are walked and restricted to some
 * forms, against what went in; damage is not followed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/packed/form_row.h"
#include "engine/packed/form_table.h"
#include "engine/packed/restrict.h"
#include "tests/unit/support.h"

/* ---------------------------------------------------------------------------------------------------------- rows */

static void test_layout(void **state) {
    (void)state;
    static const struct {
        uint32_t numbers[10];
        size_t count;
        unsigned char expected[8];
        size_t size;
    } rows[] = {
        {{0, 0, 0, 0, 0}, 5, {0}, 1},
        /* A bit for each; two bits for each. */
        {{1, 0, 1, 1, 0}, 5, {1, 0x0D}, 2},
        {{3, 3, 2, 3}, 4, {2, 0xEF}, 2},
        /* A Rice run of width 0: bits 1, 01, 1, 1, 001, 1, 1, 1, 1. */
        {{0, 1, 0, 0, 2, 0, 0, 0, 0}, 9, {64, 0x9D, 0x0F}, 3},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        buffer row = {0}, scratch = {0};
        assert_int_equal(form_row_put(&row, rows[i].numbers, rows[i].count, &scratch), 0);
        assert_int_equal(row.size, rows[i].size);
        assert_memory_equal(row.data, rows[i].expected, row.size);
        buffer_free(&row);
        buffer_free(&scratch);
    }
    /* Of 100, number 40 is 1 and number 70 is 3: gaps 40 and 29, and 0 and 2 behind them. */
    uint32_t numbers[100] = {0};
    static const unsigned char gaps[] = {128 + 4, 2, 0xD8, 0x14, 2, 0x08};
    buffer row = {0}, scratch = {0};
    numbers[40] = 1;
    numbers[70] = 3;
    assert_int_equal(form_row_put(&row, numbers, COUNT(numbers), &scratch), 0);
    assert_int_equal(row.size, sizeof gaps);
    assert_memory_equal(row.data, gaps, sizeof gaps);
    buffer_free(&row);
    buffer_free(&scratch);
}

/* Numbers of which most are low. */
static void draw_numbers(rng *r, uint32_t *numbers, size_t count, uint32_t limit) {
    size_t often = 1 + rng_below(r, 40), shape = rng_below(r, 4);
    for (size_t i = 0; i < count; i++) {
        uint32_t most = shape == 0 ? limit : 1 + (uint32_t)rng_below(r, limit);
        numbers[i] = shape > 0 && !rng_once_in(r, often) ? 0 : (uint32_t)rng_below(r, most);
        if (shape == 3 && numbers[i] == 0 && !rng_once_in(r, often))
            numbers[i] = limit - 1;
    }
}

static void test_rows(void **state) {
    (void)state;
    static const uint32_t limits[] = {2, 3, 4, 9, 300, 70000, UINT32_MAX};
    rng r = {5};
    size_t heads[8] = {0};
    for (size_t round = 0; round < 4000; round++) {
        uint32_t limit = limits[rng_below(&r, COUNT(limits))];
        size_t count = 1 + rng_below(&r, rng_once_in(&r, 9) ? 9000 : 300);
        uint32_t *numbers = calloc(count, sizeof *numbers), *got = calloc(2 * count, sizeof *got);
        buffer row = {0}, scratch = {0};
        draw_numbers(&r, numbers, count, limit);
        assert_int_equal(form_row_put(&row, numbers, count, &scratch), 0);
        /* Of exactly its size, so that a sanitizer sees what is read behind it. */
        unsigned char *bytes = memcpy(malloc(row.size), row.data, row.size);
        heads[*bytes >> 5]++;
        assert_int_equal(form_row_get(bytes, row.size, count, limit, got), 1);
        assert_memory_equal(got, numbers, count * sizeof *got);
        uint32_t most = 0;
        for (size_t i = 0; i < count; i++)
            most = numbers[i] > most ? numbers[i] : most;
        assert_int_equal(form_row_get(bytes, row.size, count, most, got), 0);
        /* What is cut short or changed is read within its bytes. */
        for (unsigned tries = 0; tries < 20; tries++) {
            size_t size = rng_below(&r, row.size + 1);
            unsigned char *other = malloc(size + (size == 0));
            memcpy(other, bytes, size);
            for (size_t n = rng_below(&r, 4); n > 0 && size > 0; n--)
                other[rng_below(&r, rng_once_in(&r, 2) ? size : size < 3 ? size : 3)] = (unsigned char)rng_next(&r);
            if (form_row_get(other, size, count, limit, got))
                for (size_t i = 0; i < count; i++)
                    assert_true(got[i] < limit);
            free(other);
        }
        free(bytes);
        free(numbers);
        free(got);
        buffer_free(&row);
        buffer_free(&scratch);
    }
    /* Every kind was met: widths, Rice runs and gaps. */
    assert_true(heads[0] > 100 && heads[2] > 100 && heads[4] > 100);
}

/* --------------------------------------------------------------------------------------------------------- lists */

enum { PASSAGES = 3000, FORMS_MAX = 300 };

/* A term's occurrences as they went in, and its list. */
typedef struct sample {
    uint32_t *counts; /* of each passage */
    uint32_t **positions, **forms;
    uint32_t form_count;
    uint32_t frequency;
    buffer lists, where;
    unsigned char *data, *positions_data; /* the same in memory of just their size */
    posting_list list;
} sample;

static const char stem[] = "nation";

static dossier_str form_text(uint32_t number) {
    static char text[32];
    snprintf(text, sizeof text, number == 0 ? "%.6s" : number % 2 ? "%.6ss%u" : "%.3s%u", stem, number);
    return dossier_string(text);
}

static void write_table(sample *s) {
    buffer forms = {0};
    for (uint32_t k = 0; k < s->form_count; k++) {
        uint32_t postings = 0;
        for (uint32_t i = 0; i < PASSAGES; i++) {
            uint32_t has = 0;
            for (uint32_t j = 0; j < s->counts[i]; j++)
                has |= s->forms[i][j] == k;
            postings += has;
        }
        assert_int_equal(form_table_put(&forms, dossier_string(stem), form_text(k), s->form_count > 1,
                                        postings > 0 ? postings : 1), 0);
    }
    assert_int_equal(form_table_end(&s->lists, &forms, s->form_count > 1), 0);
    buffer_free(&forms);
}

/* A list of about every `one_in`th passage. */
static void make_sample(sample *s, rng *r, uint32_t forms, size_t one_in, posting_writer *w) {
    posting_extent extent;
    dossier_error err;
    *s = (sample){.form_count = forms};
    s->counts = calloc(PASSAGES, sizeof *s->counts);
    s->positions = calloc(PASSAGES, sizeof *s->positions);
    s->forms = calloc(PASSAGES, sizeof *s->forms);
    for (uint32_t i = 0; i < PASSAGES; i++) {
        if (i > 0 && !rng_once_in(r, one_in))
            continue;
        uint32_t n = s->counts[i] = 1 + (uint32_t)(rng_once_in(r, 4) ? rng_below(r, 9) : 0);
        s->positions[i] = calloc(n, sizeof **s->positions);
        s->forms[i] = calloc(n, sizeof **s->forms);
        uint32_t position = 0;
        for (uint32_t j = rng_once_in(r, 20) ? 1 : 0; j < n; j++)
            s->positions[i][j] = position += 1 + (uint32_t)rng_below(r, 60);
        draw_numbers(r, s->forms[i], n, forms);
        s->frequency++;
    }
    write_table(s);
    size_t table = s->lists.size;
    posting_writer_begin(w, POSTINGS_FULL);
    for (uint32_t i = 0; i < PASSAGES; i++) {
        if (s->counts[i] == 0)
            continue;
        if (forms > 1)
            memcpy(posting_writer_forms(w, s->counts[i]), s->forms[i], s->counts[i] * sizeof **s->forms);
        assert_ok(posting_writer_add(w, i, 100 + i % 50, s->counts[i], s->positions[i], &err), &err);
    }
    assert_ok(posting_writer_end(w, &s->lists, &s->where, &extent, &err), &err);
    assert_int_equal(s->lists.size, table + extent.size);
    s->data = memcpy(malloc(s->lists.size), s->lists.data, s->lists.size);
    s->positions_data = malloc(s->where.size + 1);
    if (s->where.size > 0)
        memcpy(s->positions_data, s->where.data, s->where.size);
    s->positions_data = realloc(s->positions_data, s->where.size + (s->where.size == 0));
    s->list = (posting_list){.data = s->data,
                             .size = s->lists.size,
                             .positions = s->positions_data,
                             .positions_size = s->where.size,
                             .frequency = extent.frequency,
                             .forms = LIST_FORM_ITSELF | LIST_FORM_TABLE,
                             .kind = POSTINGS_FULL};
}

static void free_sample(sample *s) {
    for (uint32_t i = 0; i < PASSAGES; i++) {
        free(s->positions[i]);
        free(s->forms[i]);
    }
    free(s->positions);
    free(s->forms);
    free(s->counts);
    free(s->data);
    free(s->positions_data);
    buffer_free(&s->lists);
    buffer_free(&s->where);
}

static void check_walk(const sample *s, posting_walk *walk) {
    posting p;
    dossier_error err;
    posting_walk_begin(walk, &s->list, PASSAGES);
    for (uint32_t i = 0; i < PASSAGES; i++) {
        if (s->counts[i] == 0)
            continue;
        int more = posting_walk_next(walk, &p, &err);
        assert_ok(more, &err);
        assert_int_equal(more, 1);
        assert_int_equal(p.passage, i);
        assert_int_equal(p.count, s->counts[i]);
        assert_memory_equal(p.positions, s->positions[i], p.count * sizeof *p.positions);
        assert_true(s->form_count > 1 || p.forms == NULL);
        if (s->form_count > 1)
            assert_memory_equal(p.forms, s->forms[i], p.count * sizeof *p.forms);
    }
    assert_int_equal(posting_walk_next(walk, &p, &err), 0);
}

/* A segment of such passages, every eleventh of which was removed. */
static uint16_t lengths[PASSAGES];
static uint64_t removed[PASSAGES / 64 + 1];

static search_segment segment_of(int with_removed) {
    for (uint32_t i = 0; i < PASSAGES; i++) {
        lengths[i] = (uint16_t)(100 + i % 50);
        if (i % 11 == 3)
            removed[i / 64] |= (uint64_t)1 << i % 64;
    }
    return (search_segment){.name = "segment", .passages = PASSAGES, .lengths = lengths,
                            .removed = with_removed ? removed : NULL};
}

static int compare_texts(const void *a, const void *b) {
    const dossier_str *x = a, *y = b;
    int order = memcmp(x->data, y->data, x->size < y->size ? x->size : y->size);
    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

static void check_restricted(const sample *s, rng *r, posting_walk *walk) {
    static char texts[FORMS_MAX + 1][32];
    dossier_str set[FORMS_MAX + 1];
    unsigned char meant[FORMS_MAX] = {0};
    form_set forms = {set, 0};
    dossier_error err;
    for (uint32_t k = 0; k < s->form_count; k++)
        if ((meant[k] = (unsigned char)rng_once_in(r, 2)) != 0) {
            dossier_str text = form_text(k);
            memcpy(texts[k], text.data, text.size);
            set[forms.count++] = (dossier_str){texts[k], text.size};
        }
    set[forms.count++] = dossier_string("zebra");
    qsort(set, forms.count, sizeof *set, compare_texts);
    search_segment segment = segment_of(rng_once_in(r, 2));
    restriction restricted = {.segment = &segment, .field = FIELD_TEXT, .stem = dossier_string(stem), .list = s->list};
    assert_ok(restriction_begin(&restricted, &forms, &err), &err);
    assert_int_equal(restricted.form_count, s->form_count);
    assert_memory_equal(restricted.meant, meant, s->form_count);
    buffer lists = {0}, positions = {0};
    posting_list made;
    assert_ok(restrict_list(&restricted, &lists, &positions, &made, &err), &err);
    posting p;
    posting_walk_begin(walk, &made, PASSAGES);
    for (uint32_t i = 0; i < PASSAGES; i++) {
        uint32_t left[16], count = 0;
        for (uint32_t j = 0; j < s->counts[i] && !(segment.removed != NULL && i % 11 == 3); j++)
            if (meant[s->forms[i][j]])
                left[count++] = s->positions[i][j];
        if (count == 0)
            continue;
        assert_int_equal(posting_walk_next(walk, &p, &err), 1);
        assert_int_equal(p.passage, i);
        assert_int_equal(p.count, count);
        assert_memory_equal(p.positions, left, count * sizeof *left);
    }
    assert_int_equal(posting_walk_next(walk, &p, &err), 0);
    restriction_end(&restricted);
    buffer_free(&lists);
    buffer_free(&positions);
}

/* Changes bytes and goes through all: whatever they are, it ends, and numbers are below that of the forms. */
static void check_damaged(sample *s, rng *r, posting_walk *walk) {
    search_segment segment = segment_of(0);
    const dossier_str set[] = {dossier_string(stem)};
    const form_set forms = {set, 1};
    for (unsigned tries = 0; tries < 60; tries++) {
        dossier_error err;
        posting p;
        unsigned char *at = &s->data[rng_below(r, rng_once_in(r, 2) ? s->lists.size : 8)], was = *at;
        unsigned char *other = s->where.size > 0 ? &s->positions_data[rng_below(r, s->where.size)] : at, kept = *other;
        *at = (unsigned char)rng_next(r);
        *other = (unsigned char)rng_next(r);
        posting_walk_begin(walk, &s->list, PASSAGES);
        int64_t count = form_table_count(&s->list, dossier_string(stem));
        while (posting_walk_next(walk, &p, &err) == 1)
            for (uint32_t i = 0; p.forms != NULL && i < p.count; i++)
                assert_true(count < 0 || p.forms[i] < count);
        restriction restricted = {.segment = &segment, .stem = dossier_string(stem), .list = s->list};
        int status = restriction_begin(&restricted, &forms, &err);
        buffer lists = {0}, positions = {0};
        posting_list made;
        if (status == DOSSIER_OK && restricted.form_count > 1)
            status = restrict_list(&restricted, &lists, &positions, &made, &err);
        assert_true(status == DOSSIER_OK || status == DOSSIER_ERR_DAMAGED);
        restriction_end(&restricted);
        buffer_free(&lists);
        buffer_free(&positions);
        *other = kept;
        *at = was;
    }
}

static void test_lists(void **state) {
    (void)state;
    static const uint32_t forms[] = {1, 2, 3, 17, FORMS_MAX};
    static const size_t one_in[] = {1, 2, 20, 100, 5000};
    rng r = {9};
    posting_writer *w;
    posting_walk *walk;
    dossier_error err;
    assert_ok(posting_writer_new(&w, &err), &err);
    assert_ok(posting_walk_new(&walk, &err), &err);
    for (size_t i = 0; i < COUNT(forms) * COUNT(one_in); i++) {
        sample s;
        make_sample(&s, &r, forms[i / COUNT(one_in)], one_in[i % COUNT(one_in)], w);
        check_walk(&s, walk);
        for (unsigned tries = 0; tries < 6 && s.form_count > 1; tries++)
            check_restricted(&s, &r, walk);
        check_damaged(&s, &r, walk);
        check_walk(&s, walk);
        free_sample(&s);
    }
    posting_writer_free(w);
    posting_walk_free(walk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
