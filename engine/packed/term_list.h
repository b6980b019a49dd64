/* term_list.h: a cursor over a term's list in a search.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_TERM_LIST_H
#define ENGINE_PACKED_TERM_LIST_H

#include "engine/packed/arena.h"
#include "engine/packed/list.h"
#include "engine/packed/scoring.h"

#define TERM_NO_BLOCK UINT32_MAX

typedef struct term_list {
    list_view view;
    list_block b;      /* the block that was read last; passages beyond its size are UINT32_MAX */
    uint32_t block;    /* its number, or TERM_NO_BLOCK */
    uint32_t hint;     /* where to begin looking for the next one */
    double weight;
    double most;       /* no part of the score that the term gives is above this */
    double *bounds;    /* the same for each block, once asked for; below 0: not yet computed */
    double *parts;     /* a short list's: what each posting gives, once bounds were asked for */
    list_positions *where; /* NULL: not a phrase's */
    uint32_t where_block;
} term_list;

/* All these return DOSSIER_OK, DOSSIER_ERR_DAMAGED or _MEMORY, unless they say otherwise. */

int term_open(term_list *t, const posting_list *list, uint32_t limit, double weight);

/* Reads a block. */
int term_load(term_list *t, uint32_t block);
static inline int term_counts(term_list *t) {
    return t->b.has_counts ? DOSSIER_OK : list_counts(&t->view, t->block, &t->b);
}

/* The first block that may have passages from `target` on; view.blocks where none has. */
uint32_t term_seek(term_list *t, uint32_t target);

/* The place in the block that was read of the first passage from `target` on. */
static inline uint32_t term_find(const term_list *t, uint32_t target) {
    const uint32_t *p = t->b.passages;
    uint32_t at = 0;
    for (uint32_t half = LIST_BLOCK / 2; half > 0; half /= 2)
        at += p[at + half - 1] < target ? half : 0;
    return at + (p[at] < target);
}

/* Reads the block that `passage` would be in: 1 and its place there, 0 where the list has it not, or an error. */
int term_at(term_list *t, uint32_t passage, uint32_t *place);

/* The bounds of the block's parts, and of the whole list's. */
int term_bound_all(term_list *t, const scoring *s, arena *a);
int term_bound(term_list *t, const scoring *s, uint32_t block, double *bound);

/* The positions of a posting of the block that was read, into a run that grows within the arena. */
typedef struct term_run {
    uint32_t *positions;
    uint32_t count;
    uint32_t capacity;
    uint32_t place; /* of the posting in the block */
} term_run;

int term_positions(term_list *t, uint32_t place, term_run *run, arena *a);

#endif
