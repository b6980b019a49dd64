/* staged.h: from a batch of articles to all that a segment keeps of them, made by one thread.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_STAGED_H
#define ENGINE_PACKED_STAGED_H

#include "engine/feed.h"
#include "engine/packed/blocks.h"
#include "engine/packed/invert.h"

/* All places and numbers count from 0 at the batch's beginning.  {0} is empty. */
typedef struct staged {
    uint64_t sequence; /* of the batch */
    block_writer text;
    buffer rows;           /* article_row */
    buffer records;        /* article_record.h's, with passages in the short form */
    buffer first_passages; /* uint32_t of each article */
    buffer dates;          /* uint32_t of each article */
    buffer title_words;    /* uint32_t of each article */
    buffer lengths;        /* uint32_t of each passage */
    run postings;
    uint64_t words;
    struct staged *next;
} staged;

static inline uint32_t staged_articles(const staged *s) {
    return (uint32_t)(s->rows.size / sizeof(article_row));
}

static inline uint32_t staged_passages(const staged *s) {
    return (uint32_t)(s->lengths.size / sizeof(uint32_t));
}

/* d: the dictionary that its text is packed with; NULL: none.  room: what words are put into, which is kept from batch
 * to batch as it is large. */
int staged_make(staged *s, const batch *b, analyzers *a, const dictionary *d, inverter *room, dossier_error *err);
void staged_free(staged *s);

#endif
