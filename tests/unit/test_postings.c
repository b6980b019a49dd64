/* test_postings.c: packed numbers and posting lists: all that goes in comes out, and damage is never followed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/packed/bitpack.h"
#include "engine/packed/list.h"
#include "tests/unit/support.h"

/* ---------------------------------------------------------------------------------------------- packed numbers */

static void test_rows(void **state) {
    (void)state;
    rng r = {1};
    uint32_t in[BITPACK_ROW], out[BITPACK_ROW], plain[BITPACK_ROW];
    unsigned char packed[16 * 32];
    for (unsigned width = 0; width <= 32; width++) {
        for (unsigned i = 0; i < BITPACK_ROW; i++)
            in[i] = width == 0 ? 0 : (uint32_t)rng_next(&r) >> (32 - width);
        memset(packed, 0xA5, sizeof packed);
        bitpack_row(in, width, packed);
        /* The last word of the last stream is the last that is written. */
        for (size_t i = 16 * (size_t)width; i < sizeof packed; i++)
            assert_int_equal(packed[i], 0xA5);
        bitpack_unrow(packed, width, out);
        bitpack_unrow_plain(packed, width, plain);
        assert_memory_equal(in, out, sizeof in);
        assert_memory_equal(in, plain, sizeof in);
    }
}

static void test_row_layout(void **state) {
    (void)state;
    uint32_t in[BITPACK_ROW] = {0};
    unsigned char packed[16 * 5];
    in[0] = 1;       /* stream 0, bit 0 */
    in[5] = 1;       /* stream 1, bit 5 */
    in[4 * 6 + 2] = 31; /* stream 2, bits 30 to 34 */
    bitpack_row(in, 5, packed);
    for (size_t i = 0; i < sizeof packed; i++)
        assert_int_equal(packed[i], i == 0 ? 1 : i == 4 ? 32 : i == 11 ? 0xC0 : i == 24 ? 7 : 0);
}

static void test_sums(void **state) {
    (void)state;
    rng r = {2};
    for (unsigned round = 0; round < 50; round++) {
        uint32_t gaps[BITPACK_ROW], before = round % 3 == 0 ? UINT32_MAX : (uint32_t)rng_below(&r, 1 << 20);
        uint32_t expected[BITPACK_ROW], at = before;
        for (unsigned i = 0; i < BITPACK_ROW; i++) {
            gaps[i] = (uint32_t)rng_below(&r, ((size_t)1 << round % 24) + 1);
            expected[i] = at = at + 1 + gaps[i];
        }
        uint32_t plain[BITPACK_ROW];
        memcpy(plain, gaps, sizeof plain);
        bitpack_sum(gaps, before);
        bitpack_sum_plain(plain, before);
        assert_memory_equal(gaps, expected, sizeof gaps);
        assert_memory_equal(plain, expected, sizeof plain);
    }
}

static void test_places(void **state) {
    (void)state;
    rng r = {7};
    for (unsigned round = 0; round < 300; round++) {
        uint32_t places[BITPACK_ROW], plain[BITPACK_ROW], expected[BITPACK_ROW], bit = 0;
        size_t size = 16 + rng_below(&r, 4000), set = 0;
        unsigned char *bits = calloc(size, 1);
        for (; bit < 8 * size; bit++) {
            if (round > 0 && !rng_once_in(&r, 1 + round / 10))
                continue;
            bits[bit / 8] |= (unsigned char)(1 << bit % 8);
            if (set < BITPACK_ROW)
                expected[set] = bit;
            set++;
        }
        uint64_t used = set < BITPACK_ROW ? 0 : expected[BITPACK_ROW - 1] / 8 + 1;
        assert_true(bitpack_places(bits, size, places) == used);
        assert_true(bitpack_places_plain(bits, size, plain) == used);
        if (used > 0) {
            assert_memory_equal(places, expected, sizeof places);
            assert_memory_equal(plain, expected, sizeof plain);
            assert_true(bitpack_places(bits, used - 1, places) == 0);
        }
        free(bits);
    }
}

static void test_runs(void **state) {
    (void)state;
    rng r = {3};
    for (unsigned width = 1; width <= 32; width++) {
        size_t count = 1 + rng_below(&r, 300), size = (size_t)bitpack_run_size(count, width);
        uint32_t *in = calloc(count, sizeof *in);
        unsigned char *packed = malloc(size);
        for (size_t i = 0; i < count; i++)
            in[i] = (uint32_t)rng_next(&r) >> (32 - width);
        bitpack_run(in, count, width, packed);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(bitpack_take(packed, size, i, width), in[i]);
        free(in);
        free(packed);
    }
}

/* ------------------------------------------------------------------------------------------------------- lists */

/* A list as it went in. */
typedef struct sample {
    uint32_t frequency, limit;
    uint32_t *passages, *lengths, *counts, **positions;
    enum posting_kind kind;
} sample;

enum { CLUSTERED = 1, DENSE = 2, SPARSE = 4, HEAVY = 8, EVEN = 16, SHAPES = 32 };

static sample make_sample(rng *r, uint32_t frequency, enum posting_kind kind, int shape) {
    sample s = {.frequency = frequency, .kind = kind};
    s.passages = calloc(frequency, sizeof *s.passages);
    s.lengths = calloc(frequency, sizeof *s.lengths);
    s.counts = calloc(frequency, sizeof *s.counts);
    s.positions = calloc(frequency, sizeof *s.positions);
    uint32_t at = (uint32_t)rng_below(r, 100);
    for (uint32_t i = 0; i < frequency; i++) {
        s.passages[i] = at;
        s.counts[i] = 1 + (uint32_t)(rng_once_in(r, 3) ? rng_below(r, shape & HEAVY ? 400 : 4) : 0);
        if (rng_once_in(r, 500))
            s.counts[i] += 1000;
        s.lengths[i] = s.counts[i] + (uint32_t)rng_below(r, rng_once_in(r, 50) ? 100000 : 250);
        s.positions[i] = calloc(s.counts[i], sizeof **s.positions);
        size_t far = shape & EVEN ? 100 : 5000, joined = shape & SPARSE ? 20 : 2000;
        uint32_t position = 0, zeros = (uint32_t)(rng_once_in(r, joined) ? rng_below(r, s.counts[i] + 1) : 0);
        for (uint32_t j = zeros; j < s.counts[i]; j++) {
            size_t most = rng_once_in(r, far) ? 100000 : shape & EVEN ? 127 : 150;
            s.positions[i][j] = position += 1 + (uint32_t)rng_below(r, most);
        }
        uint32_t gap = shape & DENSE ? 2 : shape & SPARSE ? 1u << rng_below(r, 16) : 30;
        at += 1 + (uint32_t)(shape & CLUSTERED && !rng_once_in(r, 12) ? 0 : rng_below(r, gap));
    }
    s.limit = s.passages[frequency - 1] + 1;
    return s;
}

static void free_sample(sample *s) {
    for (uint32_t i = 0; i < s->frequency; i++)
        free(s->positions[i]);
    free(s->positions);
    free(s->passages);
    free(s->lengths);
    free(s->counts);
}

/* Writes a sample behind some other bytes; the list's bytes are copied to memory of just their size. */
static posting_list write_sample(const sample *s, posting_writer *w) {
    buffer lists = {0}, positions = {0};
    posting_extent extent;
    dossier_error err;
    buffer_put_string(&lists, "before");
    buffer_put_string(&positions, "there");
    posting_writer_begin(w, s->kind);
    for (uint32_t i = 0; i < s->frequency; i++)
        assert_ok(posting_writer_add(w, s->passages[i], s->lengths[i], s->counts[i], s->positions[i], &err), &err);
    assert_ok(posting_writer_end(w, &lists, &positions, &extent, &err), &err);
    assert_int_equal(extent.frequency, s->frequency);
    assert_int_equal(lists.size, 6 + extent.size);
    assert_int_equal(positions.size, 5 + extent.positions_size);
    unsigned char *data = malloc(extent.size + 1), *where = malloc(extent.positions_size + 1);
    memcpy(data, lists.data + 6, extent.size);
    memcpy(where, positions.data + 5, extent.positions_size);
    data = realloc(data, extent.size);
    where = realloc(where, extent.positions_size + (extent.positions_size == 0));
    buffer_free(&lists);
    buffer_free(&positions);
    return (posting_list){.data = data,
                          .size = extent.size,
                          .positions = where,
                          .positions_size = extent.positions_size,
                          .frequency = extent.frequency,
                          .kind = s->kind};
}

static void free_list(posting_list *list) {
    free((void *)(uintptr_t)list->data);
    free((void *)(uintptr_t)list->positions);
}

static void check_walk(const sample *s, const posting_list *list, posting_walk *walk) {
    dossier_error err;
    posting p;
    posting_walk_begin(walk, list, s->limit);
    for (uint32_t i = 0; i < s->frequency; i++) {
        int status = posting_walk_next(walk, &p, &err);
        assert_ok(status, &err);
        assert_int_equal(status, 1);
        assert_int_equal(p.passage, s->passages[i]);
        if (s->kind == POSTINGS_BARE) {
            assert_null(p.positions);
            continue;
        }
        assert_int_equal(p.count, s->counts[i]);
        assert_memory_equal(p.positions, s->positions[i], p.count * sizeof *p.positions);
    }
    assert_int_equal(posting_walk_next(walk, &p, &err), 0);
    assert_int_equal(posting_walk_next(walk, &p, &err), 0);
}

/* How the blocks of lists have their positions. */
typedef struct codings {
    unsigned packed, exceptions, rice, less;
} codings;

static void count_coding(codings *c, unsigned head) {
    c->packed += head < LIST_ROW_BITS;
    c->exceptions += head < LIST_ROW_BITS && (head & LIST_ROW_EXCEPTIONS);
    c->rice += head >= LIST_RUN_RICE;
    c->less += head >= LIST_RUN_RICE && (head & LIST_RUN_LESS);
}

/* The positions of a block's postings, asked for in any order. */
static void check_positions(const sample *s, const posting_list *list, rng *r, codings *c) {
    list_view view;
    list_block b;
    list_positions where;
    assert_int_equal(list_open(&view, list, s->limit), DOSSIER_OK);
    for (uint32_t block = 0; block < view.blocks && s->kind == POSTINGS_FULL; block++) {
        assert_int_equal(list_passages(&view, block, &b), DOSSIER_OK);
        assert_int_equal(list_counts(&view, block, &b), DOSSIER_OK);
        assert_int_equal(list_positions_open(&view, block, &b, &where), DOSSIER_OK);
        if (!view.is_short)
            count_coding(c, list->positions[list_positions_offset(&view, block)]);
        for (uint32_t i = 0, round = 0; round < 40; round++) {
            uint32_t all = block * LIST_BLOCK + i, *positions = malloc(s->counts[all] * sizeof *positions);
            assert_int_equal(list_positions_take(&where, i, positions), DOSSIER_OK);
            assert_memory_equal(positions, s->positions[all], s->counts[all] * sizeof *positions);
            free(positions);
            i += (uint32_t)rng_below(r, 8);
            if (i >= b.size || rng_once_in(r, 10))
                i = (uint32_t)rng_below(r, b.size);
        }
    }
}

/* Each posting must be within one of the pairs of its block, and of the list. */
static void check_pairs(const sample *s, const posting_list *list) {
    list_view view;
    assert_int_equal(list_open(&view, list, s->limit), DOSSIER_OK);
    for (uint32_t i = 0; i < s->frequency && !view.is_short && s->kind == POSTINGS_FULL; i++) {
        list_pair pairs[LIST_PAIRS];
        unsigned count, inside = 0, in_list = 0;
        assert_int_equal(list_pairs(&view, i / LIST_BLOCK, pairs, &count), DOSSIER_OK);
        for (unsigned j = 0; j < count; j++)
            inside |= pairs[j].count >= s->counts[i] && pairs[j].length <= s->lengths[i];
        for (unsigned j = 0; j < view.pair_count; j++)
            in_list |= view.pairs[j].count >= s->counts[i] && view.pairs[j].length <= s->lengths[i];
        assert_true(inside && in_list);
    }
}

static void check_count(const sample *s, const posting_list *list, rng *r) {
    dossier_error err;
    for (unsigned round = 0; round < 8; round++) {
        uint32_t from = (uint32_t)rng_below(r, s->limit + 3), to = (uint32_t)rng_below(r, s->limit + 3);
        int64_t expected = 0, whole = s->frequency;
        for (uint32_t i = 0; i < s->frequency; i++)
            expected += s->passages[i] >= from && s->passages[i] < to;
        assert_true(posting_count_within(list, s->limit, from, to, &err) == expected);
        assert_true(posting_count_within(list, s->limit, 0, s->limit, &err) == whole);
    }
}

static void check_sample(rng *r, uint32_t frequency, enum posting_kind kind, int shape, posting_writer *w,
                         posting_walk *walk, codings *c) {
    sample s = make_sample(r, frequency, kind, shape);
    posting_list list = write_sample(&s, w), again = write_sample(&s, w);
    assert_int_equal(list.size, again.size);
    assert_memory_equal(list.data, again.data, list.size);
    check_walk(&s, &list, walk);
    check_pairs(&s, &list);
    check_positions(&s, &list, r, c);
    check_count(&s, &list, r);
    free_list(&list);
    free_list(&again);
    free_sample(&s);
}

static void test_round_trips(void **state) {
    (void)state;
    rng r = {4};
    posting_writer *w;
    posting_walk *walk;
    dossier_error err;
    codings c = {0};
    assert_ok(posting_writer_new(&w, &err), &err);
    assert_ok(posting_walk_new(&walk, &err), &err);
    for (uint32_t frequency = 1; frequency <= 1000; frequency++)
        check_sample(&r, frequency, frequency % 5 == 0 ? POSTINGS_BARE : POSTINGS_FULL,
                     (int)rng_below(&r, SHAPES), w, walk, &c);
    for (unsigned round = 0; round < 40; round++)
        check_sample(&r, 1 + (uint32_t)rng_below(&r, 20000), rng_once_in(&r, 4) ? POSTINGS_BARE : POSTINGS_FULL,
                     (int)rng_below(&r, SHAPES), w, walk, &c);
    /* Each coding was met, and none but now and then. */
    assert_true(c.packed > 100 && c.exceptions > 10 && c.rice > 100 && c.less > 100 && c.rice - c.less > 10);
    posting_writer_free(w);
    posting_walk_free(walk);
}

/* The most frequent term of all: every passage has it, up to the last number there can be. */
static void test_ends(void **state) {
    (void)state;
    posting_writer *w;
    posting_walk *walk;
    dossier_error err;
    rng r = {5};
    assert_ok(posting_writer_new(&w, &err), &err);
    assert_ok(posting_walk_new(&walk, &err), &err);
    for (uint32_t frequency = 1; frequency <= 1024; frequency += 341) {
        sample s = make_sample(&r, frequency, POSTINGS_FULL, 0);
        s.passages[frequency - 1] = UINT32_MAX - 1;
        for (uint32_t i = 0; i < frequency; i++)
            s.lengths[i] = UINT32_MAX;
        s.limit = UINT32_MAX;
        posting_list list = write_sample(&s, w);
        check_walk(&s, &list, walk);
        check_pairs(&s, &list);
        free_list(&list);
        free_sample(&s);
    }
    posting_writer_free(w);
    posting_walk_free(walk);
}

static void test_small(void **state) {
    (void)state;
    posting_writer *w;
    dossier_error err;
    uint32_t passages[] = {1000, 2000, 3000}, lengths[] = {150, 150, 150}, counts[] = {1, 1, 1};
    uint32_t first[] = {17}, *positions[] = {first, first, first};
    assert_ok(posting_writer_new(&w, &err), &err);
    for (uint32_t frequency = 1; frequency <= 3; frequency++) {
        sample s = {frequency, 4000, passages, lengths, counts, positions, POSTINGS_FULL};
        posting_list list = write_sample(&s, w);
        assert_int_equal(list.size, 3 * frequency);
        assert_int_equal(list.positions_size, 0);
        free_list(&list);
    }
    posting_writer_free(w);
}

static void test_refusals(void **state) {
    (void)state;
    posting_writer *w;
    dossier_error err;
    uint32_t falling[] = {5, 5}, zeros_between[] = {3, 0, 4};
    assert_ok(posting_writer_new(&w, &err), &err);
    posting_writer_begin(w, POSTINGS_FULL);
    assert_int_equal(posting_writer_add(w, 7, 10, 2, falling, &err), DOSSIER_ERR_ARGUMENT);
    assert_ok(posting_writer_add(w, 7, 10, 3, zeros_between, &err), &err);
    assert_int_equal(posting_writer_add(w, 7, 10, 3, zeros_between, &err), DOSSIER_ERR_ARGUMENT);
    assert_int_equal(posting_writer_add(w, 8, 10, 0, NULL, &err), DOSSIER_ERR_ARGUMENT);
    posting_writer_free(w);
}

/* Takes the positions of a damaged block from its end to its beginning. */
static void take_backwards(const list_view *view, uint32_t block) {
    uint32_t positions[2000];
    list_block b;
    list_positions where;
    if (list_passages(view, block, &b) != DOSSIER_OK || list_counts(view, block, &b) != DOSSIER_OK ||
        list_positions_open(view, block, &b, &where) != DOSSIER_OK)
        return;
    for (uint32_t i = b.size; i-- > 0;)
        if (b.counts[i] <= COUNT(positions) && list_positions_take(&where, i, positions) != DOSSIER_OK)
            break;
}

/* Reads a damaged list in every way there is. */
static void read_all(const posting_list *list, uint32_t limit, posting_walk *walk) {
    dossier_error err;
    posting p;
    list_view view;
    uint64_t sum = 0, postings = 0;
    posting_walk_begin(walk, list, limit);
    while (posting_walk_next(walk, &p, &err) == 1) {
        assert_true(p.passage < limit);
        for (uint32_t i = 0; i < p.count && p.positions != NULL; i++)
            sum += p.positions[i];
        assert_true(++postings <= list->frequency);
    }
    if (posting_count_within(list, limit, limit / 3, limit / 2, &err) < 0)
        assert_int_equal(err.code, DOSSIER_ERR_DAMAGED);
    if (list_open(&view, list, limit) == DOSSIER_OK) {
        list_pair pairs[LIST_PAIRS];
        unsigned count;
        for (uint32_t block = 0; block < view.blocks && !view.is_short && list->kind == POSTINGS_FULL; block++)
            if (list_pairs(&view, block, pairs, &count) == DOSSIER_OK)
                assert_true(count >= 1 && count <= LIST_PAIRS);
        assert_true(list_seek(&view, 0, limit / 2) <= view.blocks);
        take_backwards(&view, view.blocks - 1);
    }
    assert_true(sum + 1 > 0);
}

static void flip(const posting_list *list, const unsigned char *bytes, uint64_t size, uint32_t limit,
                 posting_walk *walk) {
    unsigned char *data = (unsigned char *)(uintptr_t)bytes;
    for (uint64_t bit = 0; bit < 8 * size; bit++) {
        data[bit / 8] ^= (unsigned char)(1 << bit % 8);
        read_all(list, limit, walk);
        data[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
}

static void test_damage(void **state) {
    (void)state;
    rng r = {6};
    posting_writer *w;
    posting_walk *walk;
    dossier_error err;
    static const uint32_t frequencies[] = {1, 3, 90, 128, 300, 400};
    assert_ok(posting_writer_new(&w, &err), &err);
    assert_ok(posting_walk_new(&walk, &err), &err);
    for (unsigned i = 0; i < 4 * COUNT(frequencies); i++) {
        sample s = make_sample(&r, frequencies[i / 4], i % 4 == 3 ? POSTINGS_BARE : POSTINGS_FULL,
                               i % 4 == 0 ? SPARSE : i % 4 == 1 ? DENSE | EVEN : CLUSTERED);
        posting_list list = write_sample(&s, w);
        flip(&list, list.data, list.size, s.limit, walk);
        flip(&list, list.positions, list.positions_size, s.limit, walk);
        for (uint64_t size = 0; size < list.size; size += 1 + size / 50) {
            posting_list cut = list;
            cut.data = memcpy(malloc(size + 1), list.data, size);
            cut.data = realloc((void *)(uintptr_t)cut.data, size + (size == 0));
            cut.size = size;
            read_all(&cut, s.limit, walk);
            free((void *)(uintptr_t)cut.data);
        }
        read_all(&list, s.limit - 1, walk);
        list.frequency++;
        read_all(&list, s.limit, walk);
        free_list(&list);
        free_sample(&s);
    }
    posting_writer_free(w);
    posting_walk_free(walk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_row_layout),  cmocka_unit_test(test_sums),
        cmocka_unit_test(test_runs),     cmocka_unit_test(test_round_trips), cmocka_unit_test(test_ends),
        cmocka_unit_test(test_small),    cmocka_unit_test(test_refusals),    cmocka_unit_test(test_damage),
        cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
