/* test_records.c: articles' records in a segment: they come out as they were, hostile bytes do no harm.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/packed/records.h"
#include "tests/unit/support.h"

enum { FIELDS = 7, PASSAGES_MOST = 20 };

static void fields_of(article_record *r, dossier_str *fields[FIELDS]) {
    dossier_str *const all[FIELDS] = {&r->key, &r->title, &r->standfirst, &r->author, &r->date, &r->lang, &r->source};
    memcpy(fields, all, sizeof all);
}

/* An article, and what its record was made of. */
typedef struct given {
    char strings[FIELDS][64];
    char text[4096];
    dossier_line lines[2];
    dossier_article article;
    dossier_span spans[PASSAGES_MOST];
    size_t span_count;
    buffer plain; /* the record as it comes to a segment */
    article_record record;
} given;

/* Fields of few letters, so that they begin and end alike, are alike, and are empty. */
static void make(given *g, rng *r) {
    dossier_str strings[FIELDS];
    *g = (given){0};
    for (size_t i = 0; i < FIELDS; i++) {
        size_t size = rng_once_in(r, 4) ? 0 : rng_below(r, rng_once_in(r, 3) ? 64 : 5);
        for (size_t k = 0; k < size; k++)
            g->strings[i][k] = (char)('a' + rng_below(r, rng_once_in(r, 20) ? 2 : 1));
        strings[i] = (dossier_str){g->strings[i], size};
    }
    for (size_t i = 0; i < sizeof g->text; i++)
        g->text[i] = rng_once_in(r, 30) ? '\n' : 'x';
    size_t at = 0;
    for (g->span_count = 0; g->span_count < rng_below(r, PASSAGES_MOST + 1); g->span_count++) {
        size_t start = at + rng_below(r, rng_once_in(r, 9) ? 150 : 4), end = start + rng_below(r, 40);
        g->spans[g->span_count] = (dossier_span){start, end};
        at = end;
    }
    g->lines[0] = (dossier_line){0, 1 + rng_below(r, 3)};
    g->lines[1] = (dossier_line){100, 1000 + rng_below(r, 3)};
    g->article = (dossier_article){.key = strings[0], .title = strings[1], .standfirst = strings[2],
                                   .author = strings[3], .date = strings[4], .lang = strings[5], .source = strings[6],
                                   .text = {g->text, at + rng_below(r, 100)}, .lines = g->lines, .line_count = 2};
    assert_int_equal(article_record_put_short(&g->article, g->spans, g->span_count, &g->plain), 0);
    assert_int_equal(article_record_read(g->plain.data, g->plain.size, &g->record), 0);
}

/* A record is that of an article, with the lines that its plain form tells. */
static void assert_is(article_record *record, given *g) {
    dossier_str *fields[FIELDS], *wanted[FIELDS];
    buffer plain = {0};
    article_record known;
    fields_of(record, fields);
    fields_of(&g->record, wanted);
    for (size_t i = 0; i < FIELDS; i++) {
        assert_int_equal(fields[i]->size, wanted[i]->size);
        if (wanted[i]->size > 0)
            assert_memory_equal(fields[i]->data, wanted[i]->data, wanted[i]->size);
    }
    assert_int_equal(record->text_size, g->article.text.size);
    assert_int_equal(record->passages, g->span_count);
    assert_int_equal(article_record_put(&g->article, g->spans, g->span_count, &plain), 0);
    assert_int_equal(article_record_read(plain.data, plain.size, &known), 0);
    article_passages at = {0}, at_known = {0};
    dossier_span span, span_known;
    size_t line, line_known;
    for (size_t i = 0; i < g->span_count; i++) {
        assert_int_equal(article_record_next(record, &at, &span, &line), 1);
        assert_int_equal(article_record_next(&known, &at_known, &span_known, &line_known), 1);
        assert_int_equal(span.start, g->spans[i].start);
        assert_int_equal(span.end, g->spans[i].end);
        assert_memory_equal(&span_known, &span, sizeof span);
        assert_int_equal(line, line_known);
        assert_int_equal(article_record_passage(record, i, &span_known, &line_known), 0);
        assert_memory_equal(&span_known, &span, sizeof span);
        assert_int_equal(line, line_known);
    }
    assert_int_equal(article_record_next(record, &at, &span, &line), 0);
    buffer_free(&plain);
}

static void test_records_come_out_again(void **state) {
    (void)state;
    rng r = {11};
    given *first = malloc(sizeof *first), *other = malloc(sizeof *other);
    buffer packed = {0}, memory = {0}, unused = {0}, copy = {0};
    assert_true(first != NULL && other != NULL);
    for (int i = 0; i < 3000; i++) {
        article_record head, got;
        make(first, &r);
        make(other, &r);
        packed.size = 0;
        assert_int_equal(record_put(&first->record, NULL, &packed), 0);
        size_t head_size = packed.size;
        assert_int_equal(record_put(&other->record, &first->record, &packed), 0);
        assert_int_equal(record_get(packed.data, head_size, NULL, &unused, &head), 0);
        assert_int_equal(unused.size, 0);
        assert_is(&head, first);
        assert_int_equal(record_get(packed.data + head_size, packed.size - head_size, &head, &memory, &got), 0);
        assert_is(&got, other);
        /* Its strings in a copy of the memory. */
        copy.size = 0;
        assert_int_equal(buffer_put(&copy, memory.data, memory.size), 0);
        record_move(&got, &memory, copy.data);
        if (memory.size > 0)
            memset(memory.data, 0, memory.size);
        assert_is(&got, other);
        buffer_free(&first->plain);
        buffer_free(&other->plain);
    }
    buffer_free(&packed);
    buffer_free(&memory);
    buffer_free(&unused);
    buffer_free(&copy);
    free(first);
    free(other);
}

/* What is alike is not kept twice. */
static void test_what_is_alike_is_small(void **state) {
    (void)state;
    rng r = {12};
    given *g = malloc(sizeof *g);
    buffer packed = {0};
    assert_non_null(g);
    make(g, &r);
    assert_int_equal(record_put(&g->record, &g->record, &packed), 0);
    size_t passages = g->record.rest.size - g->record.rest.at;
    assert_in_range(packed.size, passages + 3, passages + 6);
    buffer_free(&packed);
    buffer_free(&g->plain);
    free(g);
}

static void test_hostile_records(void **state) {
    (void)state;
    rng r = {13};
    given *first = malloc(sizeof *first), *other = malloc(sizeof *other);
    buffer packed = {0}, memory = {0};
    assert_true(first != NULL && other != NULL);
    make(first, &r);
    for (int i = 0; i < 20000; i++) {
        article_record got;
        make(other, &r);
        packed.size = 0;
        assert_int_equal(record_put(&other->record, &first->record, &packed), 0);
        /* In memory of its own, so that no byte behind it is read. */
        size_t size = rng_once_in(&r, 3) ? rng_below(&r, packed.size + 1) : packed.size;
        unsigned char *copy = malloc(size + (size == 0));
        assert_non_null(copy);
        memcpy(copy, packed.data, size);
        for (size_t k = rng_below(&r, 4); k > 0 && size > 0; k--)
            copy[rng_below(&r, size < 30 || rng_once_in(&r, 3) ? size : 30)] = (unsigned char)rng_next(&r);
        int status = record_get((const char *)copy, size, rng_once_in(&r, 5) ? NULL : &first->record, &memory, &got);
        assert_true(status == 0 || status == -1);
        if (status == 0) {
            dossier_str *fields[FIELDS];
            volatile char sum = 0;
            fields_of(&got, fields);
            for (size_t f = 0; f < FIELDS; f++)
                for (size_t k = 0; k < fields[f]->size; k++)
                    sum = (char)(sum + fields[f]->data[k]);
            article_passages at = {0};
            dossier_span span;
            size_t line;
            for (int n = 0; n < 1000 && article_record_next(&got, &at, &span, &line) == 1; n++)
                assert_true(span.start <= span.end && span.end <= got.text_size);
        }
        free(copy);
        buffer_free(&other->plain);
    }
    buffer_free(&first->plain);
    buffer_free(&packed);
    buffer_free(&memory);
    free(first);
    free(other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records_come_out_again),
        cmocka_unit_test(test_what_is_alike_is_small),
        cmocka_unit_test(test_hostile_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
