/* rank_expand.h: words to ask for besides those of the query, taken from the first hits.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Pseudo-relevance feedback: a word is worth its saturated count in each of the passages, times what the passage counts
 * for (its score against the best one's, to a power: of passages that fit alike each counts, beside a better one they
 * do not), times the word's idf.  Lavrenko and Croft, "Relevance-Based Language Models" (2001), and Abdul-Jaleel et
 * al., "UMass at TREC 2004" (RM3), have the sum over passages by how well they fit, and 10 passages; Robertson, "On
 * Term Selection for Query Expansion" (1990), the idf.
 */
#ifndef QUERY_RANK_EXPAND_H
#define QUERY_RANK_EXPAND_H

#include "query/rank_evidence.h"

/* A passage to take words from. */
typedef struct rank_source {
    size_t place; /* in the order in which they were read */
    double score;
    double inverse_norm; /* bm25.h's */
    const dossier_hit *hit;
    vocabulary *words;
    token_list tokens;   /* of its article's title, then of its text */
    size_t title_tokens; /* so many of the title */
} rank_source;

/* Adds the terms found, the best first, with their weights; their texts are of the first source's vocabulary.  The
 * sources are the best first; those in another language than the first are left out. */
int rank_expand(const ranking *r, const rank_source *sources, size_t count, rank_terms *out, dossier_error *err);

#endif
