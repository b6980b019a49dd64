/* rank_near.h: what neighbours in the query are worth where they stand near each other.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_RANK_NEAR_H
#define QUERY_RANK_NEAR_H

#include "query/wanted.h"

/* Adds up, over each two words that follow each other in the query, half of the lesser of their weights times the mean
 * of two saturated counts: how often they stand next to each other in that order, and how often near each other in any
 * (Metzler and Croft, "A Markov Random Field Model for Term Dependencies", 2005, has the two kinds and the window of 8
 * words; the saturation is BM25's, as Rasolofo and Savoy, "Term Proximity Scoring for Keyword-Based Retrieval
 * Systems", 2003, have it).  inverse_norm: bm25.h's, of the passage.  *out gets the sum.  Returns 0, or -1 where there
 * is no memory. */
int rank_near(const wants *wanted, const wanted_text *t, double inverse_norm, double *out);

#endif
