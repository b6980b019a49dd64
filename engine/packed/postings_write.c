/* postings_write.c: making posting lists.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/bitpack.h"
#include "engine/packed/list.h"

/* What the pairs that are given up are weighed by: a passage of about this length is taken for an average one. */
#define USUAL_LENGTH 160.0
/* An exception takes time to put in place: a row has few, and only where they save more bytes than they take. */
#define ROW_EXCEPTIONS 8

struct posting_writer {
    enum posting_kind kind;
    uint32_t frequency;
    uint32_t before; /* the last passage of the block before */
    uint32_t last;   /* the last passage added */
    uint32_t size;   /* postings in the block that is being filled */
    uint32_t passages[LIST_BLOCK];
    uint32_t lengths[LIST_BLOCK];
    uint32_t counts[LIST_BLOCK];
    buffer gaps;      /* uint32_t each: the block's positions, each posting's first as it is, then differences */
    buffer entries;   /* of the blocks that are done */
    buffer body;
    buffer positions;
    list_pair best[LIST_PAIRS]; /* of the blocks that are done */
    unsigned best_count;
    int failed;   /* no memory */
    int too_large;
};

int posting_writer_new(posting_writer **out, dossier_error *err) {
    *out = calloc(1, sizeof **out);
    return *out == NULL ? error_memory(err) : DOSSIER_OK;
}

void posting_writer_free(posting_writer *w) {
    if (w == NULL)
        return;
    buffer_free(&w->gaps);
    buffer_free(&w->entries);
    buffer_free(&w->body);
    buffer_free(&w->positions);
    free(w);
}

void posting_writer_begin(posting_writer *w, enum posting_kind kind) {
    w->kind = kind;
    w->frequency = w->size = 0;
    w->before = w->last = LIST_BEFORE;
    w->gaps.size = w->entries.size = w->body.size = w->positions.size = 0;
    w->best_count = 0;
    w->failed = w->too_large = 0;
}

/* ------------------------------------------------------------------------------------------------------ pairs */

/* Takes a pair into those that no other is better than, pairs[0 .. n), whose counts and lengths both rise; returns how
 * many there are then. */
static unsigned take_pair(list_pair *pairs, unsigned n, list_pair more) {
    unsigned at = n;
    while (at > 0 && pairs[at - 1].count >= more.count) {
        if (pairs[at - 1].length <= more.length)
            return n;
        at--;
    }
    /* Behind `at` are higher counts that are longer; before it are lower ones, which go where they are no shorter, and
     * so do those of the same count. */
    unsigned end = at, begin = at;
    while (end < n && pairs[end].count == more.count)
        end++;
    while (begin > 0 && pairs[begin - 1].length >= more.length)
        begin--;
    memmove(pairs + begin + 1, pairs + end, (n - end) * sizeof *pairs);
    pairs[begin] = more;
    return n - (end - begin) + 1;
}

/* What a pair scores where the term weighs 1. */
static double worth(uint32_t count, uint32_t length) {
    return count / (count + 1.2 * (0.25 + 0.75 * length / USUAL_LENGTH));
}

/* Leaves at most LIST_PAIRS of the pairs; returns how many. */
static unsigned thin_pairs(list_pair *pairs, unsigned kept) {
    /* Two neighbours become one that is better than both, where that adds the least. */
    while (kept > LIST_PAIRS) {
        unsigned least = 0;
        double least_loss = 2;
        for (unsigned i = 0; i + 1 < kept; i++) {
            double low = worth(pairs[i].count, pairs[i].length);
            double high = worth(pairs[i + 1].count, pairs[i + 1].length);
            double loss = worth(pairs[i + 1].count, pairs[i].length) - (low > high ? low : high);
            if (loss < least_loss) {
                least = i;
                least_loss = loss;
            }
        }
        pairs[least].count = pairs[least + 1].count;
        memmove(&pairs[least + 1], &pairs[least + 2], (kept - least - 2) * sizeof *pairs);
        kept--;
    }
    return kept;
}

static void put_pairs(posting_writer *w, buffer *to, const list_pair *pairs, unsigned count) {
    size_t at = to->size;
    w->failed |= buffer_put_byte(to, 0) != 0;
    for (unsigned i = 0; i < count && !w->failed; i++) {
        uint32_t more = pairs[i].count - (i == 0 ? 0 : pairs[i - 1].count) - 1;
        uint32_t longer = i == 0 ? pairs[i].length : pairs[i].length - pairs[i - 1].length - 1;
        w->failed |= buffer_put_varint(to, more) != 0 || buffer_put_varint(to, longer) != 0;
    }
    if (!w->failed)
        to->data[at] = (char)(to->size - at - 1);
}

/* Puts the block's pairs and takes them into the list's. */
static void put_block_pairs(posting_writer *w) {
    list_pair pairs[LIST_BLOCK + LIST_PAIRS];
    unsigned count = 0;
    for (uint32_t i = 0; i < w->size; i++)
        count = take_pair(pairs, count, (list_pair){w->counts[i], w->lengths[i]});
    count = thin_pairs(pairs, count);
    put_pairs(w, &w->body, pairs, count);
    for (unsigned i = 0; i < w->best_count; i++)
        count = take_pair(pairs, count, w->best[i]);
    w->best_count = thin_pairs(pairs, count);
    memcpy(w->best, pairs, w->best_count * sizeof *pairs);
}

/* ------------------------------------------------------------------------------------------------------- rows */

static unsigned varint_size(uint32_t number) {
    return number == 0 ? 1 : (bitpack_width(number) + 6) / 7;
}

/* The width at which numbers take the fewest bytes.  fixed: those of `width` bits for each; own: what one exception
 * takes beside its high bits. */
static unsigned best_width(const uint32_t *numbers, size_t count, unsigned lowest, size_t exceptions_max,
                           unsigned own) {
    uint64_t best_bytes = UINT64_MAX;
    unsigned best = 32;
    size_t of_width[33] = {0};
    for (size_t i = 0; i < count; i++)
        of_width[bitpack_width(numbers[i])]++;
    size_t above = 0;
    for (unsigned width = 32;; width--) {
        uint64_t size = bitpack_run_size(count, width) + (above > 0);
        for (unsigned wider = width + 1; wider <= 32; wider++)
            size += of_width[wider] * (uint64_t)(own + (wider - width + 6) / 7);
        if (above <= exceptions_max && size <= best_bytes) {
            best = width;
            best_bytes = size;
        }
        if (width == lowest)
            return best;
        above += of_width[width];
    }
}

static size_t count_above(const uint32_t *numbers, size_t count, unsigned width) {
    size_t above = 0;
    for (size_t i = 0; i < count; i++)
        above += bitpack_width(numbers[i]) > width;
    return above;
}

/* The bytes that put_row() takes at this width. */
static size_t row_size(const uint32_t *numbers, unsigned width) {
    size_t size = 1 + 16 * (size_t)width, above = count_above(numbers, LIST_BLOCK, width);
    if (above == 0)
        return size;
    for (size_t i = 0; i < LIST_BLOCK; i++)
        if (bitpack_width(numbers[i]) > width)
            size += 1 + varint_size(numbers[i] >> width);
    return size + 1;
}

static void put_row(posting_writer *w, const uint32_t *numbers, unsigned width) {
    unsigned char packed[16 * 32];
    size_t above = count_above(numbers, LIST_BLOCK, width);
    bitpack_row(numbers, width, packed);
    w->failed |= buffer_put_byte(&w->body, (unsigned char)(width | (above > 0 ? LIST_ROW_EXCEPTIONS : 0))) != 0;
    w->failed |= buffer_put(&w->body, packed, 16 * (size_t)width) != 0;
    if (above == 0)
        return;
    w->failed |= buffer_put_byte(&w->body, (unsigned char)above) != 0;
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        if (bitpack_width(numbers[i]) > width)
            w->failed |= buffer_put_byte(&w->body, (unsigned char)i) != 0;
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        if (bitpack_width(numbers[i]) > width)
            w->failed |= buffer_put_varint(&w->body, numbers[i] >> width) != 0;
}

static void put_bits(posting_writer *w, size_t size) {
    if (buffer_reserve(&w->body, size) != 0) {
        w->failed = 1;
        return;
    }
    unsigned char *bits = (unsigned char *)w->body.data + w->body.size;
    memset(bits, 0, size);
    for (unsigned i = 0; i < LIST_BLOCK; i++) {
        uint32_t bit = w->passages[i] - (w->before + 1);
        bits[bit / 8] |= (unsigned char)(1u << bit % 8);
    }
    w->body.size += size;
}

/* A full block's passages: packed gaps, or a bit set where that takes no more. */
static void put_passages(posting_writer *w) {
    uint32_t gaps[LIST_BLOCK], before = w->before;
    for (unsigned i = 0; i < LIST_BLOCK; i++) {
        gaps[i] = w->passages[i] - before - 1;
        before = w->passages[i];
    }
    unsigned width = best_width(gaps, LIST_BLOCK, 0, ROW_EXCEPTIONS, 2);
    size_t bits = ((size_t)(before - w->before) + 7) / 8;
    if (bits + 1 > row_size(gaps, width)) {
        put_row(w, gaps, width);
        return;
    }
    w->failed |= buffer_put_byte(&w->body, LIST_ROW_BITS) != 0;
    put_bits(w, bits);
}

static void put_counts(posting_writer *w) {
    uint32_t less[LIST_BLOCK];
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        less[i] = w->counts[i] - 1;
    put_row(w, less, best_width(less, LIST_BLOCK, 0, ROW_EXCEPTIONS, 2));
}

/* Postings in bytes. */
static void put_postings(posting_writer *w, buffer *to) {
    uint32_t before = w->before;
    for (uint32_t i = 0; i < w->size; i++) {
        uint64_t gap = w->passages[i] - before - 1;
        before = w->passages[i];
        if (w->kind == POSTINGS_FULL)
            gap = gap << 1 | (w->counts[i] == 1);
        w->failed |= buffer_put_varint(to, gap) != 0;
        if (w->kind == POSTINGS_FULL && w->counts[i] > 1)
            w->failed |= buffer_put_varint(to, w->counts[i] - 2) != 0;
    }
}

/* -------------------------------------------------------------------------------------------------- positions */

static void put_positions(posting_writer *w) {
    const uint32_t *gaps = (const uint32_t *)(const void *)w->gaps.data;
    size_t count = w->gaps.size / sizeof *gaps, above;
    size_t most = count / 16 < LIST_EXCEPTIONS_MAX ? count / 16 : LIST_EXCEPTIONS_MAX;
    unsigned width = best_width(gaps, count, 1, most, 1);
    above = count_above(gaps, count, width);
    w->failed |= buffer_put_byte(&w->positions, (unsigned char)(width | (above > 0 ? LIST_ROW_EXCEPTIONS : 0))) != 0;
    if (above > 0) {
        size_t before = 0;
        w->failed |= buffer_put_byte(&w->positions, (unsigned char)above) != 0;
        for (size_t i = 0; i < count; i++) {
            if (bitpack_width(gaps[i]) <= width)
                continue;
            w->failed |= buffer_put_varint(&w->positions, i - before) != 0;
            w->failed |= buffer_put_varint(&w->positions, gaps[i] >> width) != 0;
            before = i;
        }
    }
    size_t size = (size_t)bitpack_run_size(count, width);
    if (buffer_reserve(&w->positions, size) != 0) {
        w->failed = 1;
        return;
    }
    bitpack_run(gaps, count, width, (unsigned char *)w->positions.data + w->positions.size);
    w->positions.size += size;
}

/* Takes in a posting's positions: those that are 0 first. */
static int add_positions(posting_writer *w, const uint32_t *positions, uint32_t count, dossier_error *err) {
    if (buffer_reserve(&w->gaps, (size_t)count * sizeof *positions) != 0)
        return error_memory(err);
    uint32_t *to = (uint32_t *)(void *)(w->gaps.data + w->gaps.size), before = 0;
    for (uint32_t i = 0; i < count; i++)
        if (positions[i] == 0)
            *to++ = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (positions[i] == 0)
            continue;
        if (positions[i] <= before)
            return error_set(err, DOSSIER_ERR_ARGUMENT, "positions of a term do not rise: %lu after %lu",
                             (unsigned long)positions[i], (unsigned long)before);
        *to++ = positions[i] - before;
        before = positions[i];
    }
    w->gaps.size += (size_t)count * sizeof *positions;
    return DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------------ lists */

static void put_number(buffer *to, uint64_t number, unsigned size, int *failed) {
    for (unsigned i = 0; i < size; i++)
        *failed |= buffer_put_byte(to, (unsigned char)(number >> 8 * i)) != 0;
}

/* Ends a block of a long list. */
static void end_block(posting_writer *w) {
    w->too_large |= w->body.size > UINT32_MAX || (uint64_t)w->positions.size >> 40 != 0;
    put_number(&w->entries, w->last, 4, &w->failed);
    put_number(&w->entries, w->body.size, 4, &w->failed);
    if (w->kind == POSTINGS_FULL) {
        put_number(&w->entries, w->positions.size, 5, &w->failed);
        put_block_pairs(w);
        put_positions(w);
    }
    if (w->size == LIST_BLOCK) {
        put_passages(w);
        if (w->kind == POSTINGS_FULL)
            put_counts(w);
    } else {
        put_postings(w, &w->body);
    }
    w->before = w->last;
    w->size = 0;
    w->gaps.size = 0;
}

int posting_writer_add(posting_writer *w, uint32_t passage, uint32_t length, uint32_t count, const uint32_t *positions,
                       dossier_error *err) {
    if ((w->frequency > 0 && passage <= w->last) || passage == UINT32_MAX || (w->kind == POSTINGS_FULL && count == 0))
        return error_set(err, DOSSIER_ERR_ARGUMENT, "passage %lu of a term cannot be after %lu", (unsigned long)passage,
                         (unsigned long)w->last);
    if (w->kind == POSTINGS_FULL) {
        int status = add_positions(w, positions, count, err);
        if (status != DOSSIER_OK)
            return status;
    }
    w->passages[w->size] = w->last = passage;
    w->lengths[w->size] = length;
    w->counts[w->size] = count;
    w->frequency++;
    if (++w->size == LIST_BLOCK)
        end_block(w);
    return w->failed ? error_memory(err) : DOSSIER_OK;
}

/* A list of fewer postings than a block has: its positions follow its postings. */
static void put_short(posting_writer *w, buffer *lists) {
    const uint32_t *gaps = (const uint32_t *)(const void *)w->gaps.data;
    put_postings(w, lists);
    for (size_t i = 0; i < w->gaps.size / sizeof *gaps; i++)
        w->failed |= buffer_put_varint(lists, gaps[i]) != 0;
}

int posting_writer_end(posting_writer *w, buffer *lists, buffer *positions, posting_extent *extent,
                       dossier_error *err) {
    size_t lists_before = lists->size, positions_before = positions->size;
    if (w->frequency < LIST_BLOCK) {
        put_short(w, lists);
    } else {
        if (w->size > 0)
            end_block(w);
        if (w->kind == POSTINGS_FULL)
            put_pairs(w, lists, w->best, w->best_count);
        w->failed |= buffer_put(lists, w->entries.data, w->entries.size) != 0;
        w->failed |= buffer_put(lists, w->body.data, w->body.size) != 0;
        w->failed |= buffer_put(positions, w->positions.data, w->positions.size) != 0;
    }
    *extent = (posting_extent){w->frequency, lists->size - lists_before, positions->size - positions_before};
    if (w->failed)
        return error_memory(err);
    if (w->too_large)
        return error_set(err, DOSSIER_ERR_BACKEND, "a term stands in too many places for one segment");
    return DOSSIER_OK;
}
