/* postings_write.c: making posting lists.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/form_row.h"
#include "engine/packed/list.h"
#include "engine/packed/positions_write.h"
#include "engine/packed/width.h"

/* What the pairs that are given up are weighed by: a passage of about this length is taken for an average one. */
#define USUAL_LENGTH 160.0
/* An exception takes time to put in place: a row has few, and only where they save more bytes than they take. */
#define ROW_EXCEPTIONS 8
/* High parts in unary take longer to read: so many bytes they must save. */
#define UNARY_GAIN 3
/* Counts below this are told apart without sorting. */
#define LOW_COUNTS 16

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
    buffer forms;     /* uint32_t each: the number of each one's form, where the term has several */
    buffer scratch;
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
    buffer_free(&w->forms);
    buffer_free(&w->scratch);
    buffer_free(&w->entries);
    buffer_free(&w->body);
    buffer_free(&w->positions);
    free(w);
}

void posting_writer_begin(posting_writer *w, enum posting_kind kind) {
    w->kind = kind;
    w->frequency = w->size = 0;
    w->before = w->last = LIST_BEFORE;
    w->forms.size = 0;
    w->gaps.size = w->entries.size = w->body.size = w->positions.size = 0;
    w->best_count = 0;
    w->failed = w->too_large = 0;
}

/* ------------------------------------------------------------------------------------------------------ pairs */

static int compare_pairs(const void *a, const void *b) {
    const list_pair *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return (x->length > y->length) - (x->length < y->length);
}

/* What a pair scores where the term weighs 1. */
static double worth(uint32_t count, uint32_t length) {
    return count / (count + 1.2 * (0.25 + 0.75 * length / USUAL_LENGTH));
}

/* Two neighbours become one that is better than both, where that adds the least, until few enough are left. */
static unsigned merge_pairs(list_pair *pairs, unsigned kept) {
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

/* Leaves in pairs[0 .. n), rising, only those that no other is better than; returns how many. */
static unsigned keep_best(list_pair *pairs, unsigned n) {
    /* Of most counts, which are low, it is enough to know the least length; the others are sorted. */
    uint32_t shortest[LOW_COUNTS];
    list_pair high[LIST_BLOCK + LIST_PAIRS];
    unsigned kept = 0, highs = 0;
    memset(shortest, 0xFF, sizeof shortest);
    for (unsigned i = 0; i < n; i++) {
        if (pairs[i].count >= LOW_COUNTS)
            high[highs++] = pairs[i];
        else if (pairs[i].length < shortest[pairs[i].count])
            shortest[pairs[i].count] = pairs[i].length;
    }
    if (highs > 1)
        qsort(high, highs, sizeof *high, compare_pairs);
    uint32_t least = UINT32_MAX;
    for (unsigned i = 0; i < highs; i++) {
        if (kept > 0 && high[i].length >= least)
            continue;
        least = high[i].length;
        pairs[kept++] = high[i];
    }
    for (unsigned count = LOW_COUNTS; count-- > 1;) {
        if (shortest[count] >= least)
            continue;
        least = shortest[count];
        pairs[kept++] = (list_pair){count, least};
    }
    for (unsigned i = 0; i < kept / 2; i++) {
        list_pair swap = pairs[i];
        pairs[i] = pairs[kept - 1 - i];
        pairs[kept - 1 - i] = swap;
    }
    return merge_pairs(pairs, kept);
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
    /* The greatest number stands for none, and a lower length is a bound as well. */
    for (uint32_t i = 0; i < w->size; i++)
        pairs[i] = (list_pair){w->counts[i], w->lengths[i] == UINT32_MAX ? UINT32_MAX - 1 : w->lengths[i]};
    unsigned count = keep_best(pairs, w->size);
    put_pairs(w, &w->body, pairs, count);
    memcpy(&pairs[count], w->best, w->best_count * sizeof *pairs);
    w->best_count = keep_best(pairs, count + w->best_count);
    memcpy(w->best, pairs, w->best_count * sizeof *pairs);
}

/* ------------------------------------------------------------------------------------------------------- rows */

static unsigned varint_size(uint32_t number) {
    return number == 0 ? 1 : (bitpack_width(number) + 6) / 7;
}

static unsigned best_width(const uint32_t *numbers) {
    width_counts of_width = {0};
    uint64_t size;
    for (size_t i = 0; i < LIST_BLOCK; i++)
        of_width[bitpack_width(numbers[i])]++;
    return width_best(of_width, 0, ROW_EXCEPTIONS, 2, &size);
}

static size_t count_above(const uint32_t *numbers, unsigned width) {
    size_t above = 0;
    for (size_t i = 0; i < LIST_BLOCK; i++)
        above += bitpack_width(numbers[i]) > width;
    return above;
}

/* The bytes that put_row() takes at this width. */
static size_t row_size(const uint32_t *numbers, unsigned width) {
    size_t size = 1 + 16 * (size_t)width, above = count_above(numbers, width);
    if (above == 0)
        return size;
    for (size_t i = 0; i < LIST_BLOCK; i++)
        if (bitpack_width(numbers[i]) > width)
            size += 1 + varint_size(numbers[i] >> width);
    return size + 1;
}

static void put_row(posting_writer *w, const uint32_t *numbers, unsigned width) {
    unsigned char packed[16 * 32];
    size_t above = count_above(numbers, width);
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

/* The bytes that gaps take with all but their lowest `width` bits in unary. */
static size_t unary_size(const uint32_t *gaps, unsigned width) {
    uint64_t bits = LIST_BLOCK;
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        bits += gaps[i] >> width;
    return 1 + 16 * (size_t)width + (size_t)((bits + 7) / 8);
}

static unsigned best_unary(const uint32_t *gaps) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        sum += gaps[i];
    /* The best width is near that of the mean. */
    unsigned width = bitpack_width((uint32_t)(sum / LIST_BLOCK)), best = width;
    for (unsigned less = 1; less <= 3 && less <= width; less++)
        if (unary_size(gaps, width - less) < unary_size(gaps, best))
            best = width - less;
    return best;
}

static void put_unary(posting_writer *w, const uint32_t *gaps, unsigned width) {
    unsigned char packed[16 * 32];
    size_t size = unary_size(gaps, width) - 1 - 16 * (size_t)width;
    bitpack_row(gaps, width, packed);
    w->failed |= buffer_put_byte(&w->body, (unsigned char)(LIST_ROW_UNARY | width)) != 0;
    w->failed |= buffer_put(&w->body, packed, 16 * (size_t)width) != 0;
    if (buffer_reserve(&w->body, size) != 0) {
        w->failed = 1;
        return;
    }
    unsigned char *bits = (unsigned char *)w->body.data + w->body.size;
    uint64_t at = 0;
    memset(bits, 0, size);
    for (unsigned i = 0; i < LIST_BLOCK; i++, at++) {
        at += gaps[i] >> width;
        bits[at / 8] |= (unsigned char)(1u << at % 8);
    }
    w->body.size += size;
}

/* A full block's passages: gaps packed or partly in unary, or a bit set where that takes no more. */
static void put_passages(posting_writer *w) {
    uint32_t gaps[LIST_BLOCK], before = w->before;
    for (unsigned i = 0; i < LIST_BLOCK; i++) {
        gaps[i] = w->passages[i] - before - 1;
        before = w->passages[i];
    }
    unsigned width = best_width(gaps), low = best_unary(gaps);
    size_t packed = row_size(gaps, width), unary = unary_size(gaps, low);
    size_t bits = ((size_t)(before - w->before) + 7) / 8;
    if (bits + 1 <= packed && bits + 1 <= unary) {
        w->failed |= buffer_put_byte(&w->body, LIST_ROW_BITS) != 0;
        put_bits(w, bits);
    } else if (low < 32 && unary + UNARY_GAIN <= packed) {
        put_unary(w, gaps, low);
    } else {
        put_row(w, gaps, width);
    }
}

static void put_counts(posting_writer *w) {
    uint32_t less[LIST_BLOCK];
    for (unsigned i = 0; i < LIST_BLOCK; i++)
        less[i] = w->counts[i] - 1;
    put_row(w, less, best_width(less));
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

/* Makes room for so many numbers. */
static inline int make_room(buffer *b, uint32_t count) {
    size_t size = (size_t)count * sizeof(uint32_t);
    return b->capacity - b->size >= size ? 0 : buffer_reserve(b, size);
}

uint32_t *posting_writer_forms(posting_writer *w, uint32_t count) {
    if (make_room(&w->forms, count) != 0)
        return NULL;
    uint32_t *to = (uint32_t *)(void *)(w->forms.data + w->forms.size);
    w->forms.size += (size_t)count * sizeof *to;
    return to;
}

/* Takes in a posting's positions: those that are 0 first. */
static int add_positions(posting_writer *w, const uint32_t *positions, uint32_t count, dossier_error *err) {
    if (make_room(&w->gaps, count) != 0)
        return error_memory(err);
    uint32_t *to = (uint32_t *)(void *)(w->gaps.data + w->gaps.size), before = 0;
    uint32_t zeros = 0;
    w->gaps.size += (size_t)count * sizeof *positions;
    if (count == 1) {
        *to = *positions;
        return DOSSIER_OK;
    }
    for (uint32_t i = 0; i < count; i++)
        zeros += positions[i] == 0;
    memset(to, 0, zeros * sizeof *to);
    to += zeros;
    for (uint32_t i = 0; i < count; i++) {
        if (positions[i] == 0)
            continue;
        if (positions[i] <= before)
            return error_set(err, DOSSIER_ERR_ARGUMENT, "positions of a term do not rise: %lu after %lu",
                             (unsigned long)positions[i], (unsigned long)before);
        *to++ = positions[i] - before;
        before = positions[i];
    }
    return DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------------ lists */

/* What is known of a block once it is done. */
typedef struct block_entry {
    uint64_t last;
    uint64_t offset;
    uint64_t positions;
} block_entry;

static void put_number(posting_writer *w, buffer *to, uint64_t number, unsigned size) {
    for (unsigned i = 0; i < size; i++)
        w->failed |= buffer_put_byte(to, (unsigned char)(number >> 8 * i)) != 0;
}

static unsigned size_of(uint64_t number) {
    unsigned size = 1;
    while (size < 8 && number >> 8 * size != 0)
        size++;
    return size;
}

/* Entries take the bytes that the last block's need. */
static void put_entries(posting_writer *w, buffer *to) {
    size_t count = w->entries.size / sizeof(block_entry);
    block_entry e;
    memcpy(&e, w->entries.data + (count - 1) * sizeof e, sizeof e);
    unsigned last = size_of(e.last), offset = size_of(e.offset), positions = size_of(e.positions);
    int full = w->kind == POSTINGS_FULL;
    put_number(w, to, (last - 1) | (offset - 1) << 2 | (full ? (positions - 1) << 4 : 0), 1);
    for (size_t i = 0; i < count; i++) {
        memcpy(&e, w->entries.data + i * sizeof e, sizeof e);
        put_number(w, to, e.last, last);
        put_number(w, to, e.offset, offset);
        if (full)
            put_number(w, to, e.positions, positions);
    }
}

/* The row of the block's form numbers, where the term has several forms. */
static void put_forms(posting_writer *w, buffer *to) {
    if (w->forms.size > 0)
        w->failed |= form_row_put(to, (const uint32_t *)(const void *)w->forms.data, w->forms.size / sizeof(uint32_t),
                                  &w->scratch) != 0;
}

/* Ends a block of a long list. */
static void end_block(posting_writer *w) {
    block_entry entry = {w->last, w->body.size, w->positions.size};
    w->too_large |= w->body.size > UINT32_MAX;
    w->failed |= buffer_put(&w->entries, &entry, sizeof entry) != 0;
    if (w->kind == POSTINGS_FULL) {
        put_block_pairs(w);
        w->failed |= positions_put(&w->positions, (const uint32_t *)(const void *)w->gaps.data,
                                   w->gaps.size / sizeof(uint32_t)) != 0;
        put_forms(w, &w->positions);
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
    w->gaps.size = w->forms.size = 0;
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
    put_forms(w, lists);
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
        if (!w->failed)
            put_entries(w, lists);
        put_number(w, &w->body, 0, w->body.size < LIST_SPARE ? LIST_SPARE - (unsigned)w->body.size : 0);
        w->failed |= buffer_put(lists, w->body.data, w->body.size) != 0;
        w->failed |= buffer_put(positions, w->positions.data, w->positions.size) != 0;
    }
    *extent = (posting_extent){.frequency = w->frequency,
                               .size = lists->size - lists_before,
                               .positions_size = positions->size - positions_before};
    if (w->failed)
        return error_memory(err);
    if (w->too_large)
        return error_set(err, DOSSIER_ERR_BACKEND, "a term stands in too many places for one segment");
    return DOSSIER_OK;
}
