/* rank.h: ranking the best hits again, by more than each word by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A backend finds hits by the passages' BM25, exactly.  What is dearer is done for the first RANK_CANDIDATES of them
 * only, and what needs their texts for the first RANK_READ of those; hits after them keep their order, so that pages of
 * hits fit together whatever is asked for at a time.  All that is added to a score is positive: no hit falls behind
 * those that were not looked at.
 */
#ifndef QUERY_RANK_H
#define QUERY_RANK_H

#include "engine/session.h"
#include "query/highlight.h"
#include "query/tree.h"

#define RANK_CANDIDATES 100
#define RANK_READ 5

/* What was added to a hit's score; see explain.h. */
typedef struct rank_share rank_share;

/* One hit of one of the indexes. */
typedef struct found {
    ranked at;
    size_t part;
    dossier_hit *hit; /* NULL until it is read */
    rank_share *shares;
    uint32_t date; /* by_date.h's */
} found;

/* The best first, of equal ones the older; for qsort. */
int found_compare(const void *a, const void *b);

/* What is ranked for. */
typedef struct ranking {
    session *s;
    const query_tree *trees; /* one for each part, resolved */
    dossier_str words;
    int rank;  /* enum dossier_rank */
    int group; /* enum dossier_group */
    dossier_result *explain; /* what is added is noted in its memory; NULL: it is not noted */
    /* Reads a hit's passage and highlights it as rank_reading says. */
    int (*read)(void *context, found *hit, highlight_view *view, dossier_error *err);
    void *context;
} ranking;

/* Whether more is asked for than what backends do. */
int rank_is_needed(int rank, int group);

/* What ranking needs of a hit's text. */
typedef struct rank_reading {
    int all_terms; /* the terms also of words that the query does not look for */
    int sentences; /* the best sentences */
} rank_reading;

rank_reading rank_needs(int rank, dossier_str words, const dossier_hit *hit);

/* Gives `count` hits (RANK_CANDIDATES at most), the best first, their new scores, and puts the best first again. */
int rank_again(const ranking *r, found *hits, size_t count, dossier_error *err);

#endif
