/* list.h: how a posting list lies in memory, and taking its blocks apart.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * POSTINGS.md says what each byte means.  A list is a sequence of blocks: a short one is a single block of fewer than
 * LIST_BLOCK postings; all but the last block of a long one have LIST_BLOCK.  Nothing that is read is trusted.
 */
#ifndef ENGINE_PACKED_LIST_H
#define ENGINE_PACKED_LIST_H

#include "engine/packed/bitpack.h"
#include "engine/packed/postings.h"
#include "engine/packed/rice.h"

#define LIST_BLOCK 128
/* The most (count, length) pairs kept for a block, and for a list. */
#define LIST_PAIRS 6
/* What stands before the first passage: one more is 0. */
#define LIST_BEFORE UINT32_MAX

/* What follows a list's entries may be read as if it were of them. */
#define LIST_SPARE 8

/* The head of a row of 128 numbers: its width, and whether some numbers have more bits (exceptions); or, of gaps, that
 * they are a bit set, or have their high parts in unary. */
#define LIST_ROW_WIDTH 0x3F
#define LIST_ROW_EXCEPTIONS 0x40
#define LIST_ROW_BITS 0x80
#define LIST_ROW_UNARY 0xC0
#define LIST_EXCEPTIONS_MAX 255

/* The head of a block's positions: a width, and whether there are exceptions, as a row has it; or that of a Rice run:
 * its width, and whether the numbers are the gaps less 1. */
#define LIST_RUN_RICE 0xC0
#define LIST_RUN_LESS 0x20
#define LIST_RUN_WIDTH 0x1F

/* No posting of a block (or list) has both a higher count and a lower length than one of its pairs. */
typedef struct list_pair {
    uint32_t count;
    uint32_t length;
} list_pair;

typedef struct list_view {
    posting_list list;
    uint32_t limit;  /* passages there are */
    uint32_t blocks; /* 1 or more */
    int is_short;
    int has_rows; /* of form numbers: the term has several forms */
    const unsigned char *entries;
    unsigned last_size, offset_size, positions_size, entry_size; /* in bytes: parts of an entry, and their sum */
    const unsigned char *body;
    uint64_t body_size;
    unsigned pair_count; /* of the whole list; a short one has none */
    list_pair pairs[LIST_PAIRS];
} list_view;

/* What a block has: its passages and, once asked for, their counts. */
typedef struct list_block {
    uint32_t passages[LIST_BLOCK] __attribute__((aligned(64)));
    uint32_t counts[LIST_BLOCK] __attribute__((aligned(64)));
    uint32_t size;                   /* postings */
    int has_counts;
    const unsigned char *counts_at;  /* where they begin */
    const unsigned char *after;      /* of a short list: its positions */
} list_block;

/* These return DOSSIER_OK or DOSSIER_ERR_DAMAGED. */
int list_open(list_view *view, const posting_list *list, uint32_t limit);
int list_passages(const list_view *view, uint32_t block, list_block *out);
int list_counts(const list_view *view, uint32_t block, list_block *out);
/* A block's pairs; a short list has none. */
int list_pairs(const list_view *view, uint32_t block, list_pair *pairs, unsigned *count);

/* A number of 1 to 8 bytes, with 8 that may be read. */
static inline uint64_t list_get(const unsigned char *from, unsigned size) {
    return bitpack_word(from, 8) & UINT64_MAX >> (64 - 8 * size);
}

/* The parts of a block's entry: its last passage, where the block begins, and where its positions do. */
static inline uint32_t list_last(const list_view *view, uint32_t block) {
    return (uint32_t)list_get(view->entries + (uint64_t)block * view->entry_size, view->last_size);
}
static inline uint64_t list_offset(const list_view *view, uint32_t block) {
    return list_get(view->entries + (uint64_t)block * view->entry_size + view->last_size, view->offset_size);
}
static inline uint64_t list_positions_offset(const list_view *view, uint32_t block) {
    return list_get(view->entries + (uint64_t)(block + 1) * view->entry_size - view->positions_size,
                    view->positions_size);
}

/* The first block from `from` on whose last passage is `target` or beyond; the number of blocks where there is none.
 * Of a short list: 0. */
uint32_t list_seek(const list_view *view, uint32_t from, uint32_t target);

/* The positions of a block, any posting's of which can be taken out. */
typedef struct list_positions {
    enum { POSITIONS_BYTES, POSITIONS_PACKED, POSITIONS_RICE } coding;
    rice_run rice;
    const unsigned char *run; /* packed */
    uint64_t run_size;
    unsigned width;
    unsigned exceptions;
    unsigned next_exception; /* the first that is not before what was taken last */
    uint32_t exception_at[LIST_EXCEPTIONS_MAX];
    uint32_t exception_high[LIST_EXCEPTIONS_MAX];
    const unsigned char *bytes, *end; /* a short list's */
    uint64_t starts[LIST_BLOCK + 1];  /* of each posting's positions */
} list_positions;

/* Gets ready for a block whose passages and counts were read. */
int list_positions_open(const list_view *view, uint32_t block, const list_block *b, list_positions *out);
/* Posting i's positions, as many as its count. */
int list_positions_take(list_positions *p, uint32_t i, uint32_t *to);

/* The numbers of forms of all the block's positions, one after the other, each below `limit`, into *to, which has room
 * for twice as many: as twice the sum of the block's counts.  Only where view->has_rows. */
int list_forms(const list_view *view, const list_block *b, const list_positions *p, uint32_t limit, uint32_t *to);

#endif
