/* top.h: the best hits so far.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_TOP_H
#define ENGINE_PACKED_TOP_H

#include <math.h>

#include "engine/backend.h"

/* What scores are multiples of (see bm25.h). */
#define TOP_GRID 0x1p-32

typedef struct top_entry {
    double score;
    uint64_t document;
    uint64_t article; /* of those that are one hit, when grouped */
} top_entry;

/* Hits are gathered in no order; where there is no more room, the best are kept.  That is rare, and adding is cheap. */
typedef struct top {
    top_entry *entries; /* room for `room` of them */
    size_t count;
    size_t room;
    size_t limit;
    int grouped;
    int full;        /* `limit` hits are known: what is not better than the last of them is none */
    top_entry least; /* the last of them */
} top;

/* The bytes that entries take for a limit. */
size_t top_room(uint64_t limit, uint64_t passages);

void top_begin(top *t, top_entry *entries, size_t room, uint64_t limit, uint64_t passages, int grouped);

void top_shrink(top *t);

/* What a document from `first` on must score to enter; below 0: anything enters. */
static inline double top_bar(const top *t, uint64_t first) {
    if (!t->full)
        return t->limit == 0 ? HUGE_VAL : -1;
    return first > t->least.document ? t->least.score + TOP_GRID : t->least.score;
}

static inline void top_add(top *t, double score, uint64_t document, uint64_t article) {
    if (t->full && (score < t->least.score || (score == t->least.score && document > t->least.document)))
        return;
    t->entries[t->count++] = (top_entry){score, document, article};
    if (t->count == t->room)
        top_shrink(t);
}

/* Puts the best hits, in order, into hits; returns their number. */
size_t top_end(top *t, ranked *hits);

#endif
