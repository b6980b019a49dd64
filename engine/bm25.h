/* bm25.h: the one ranking formula.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * score = sum over query terms of  q * ln(1 + (N - n + 0.5) / (n + 0.5)) * f / (f + k1 * (1 - b + b * len / avglen))
 *
 * q: times the term stands in the query; f: times it stands in the passage; N: passages, n of them with the term; len:
 * the passage's length in terms, avglen the mean over all.  Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond" (2009), with the idf that never is negative, and without the constant factor k1 + 1.
 */
#ifndef ENGINE_BM25_H
#define ENGINE_BM25_H

#include "engine/logarithm.h"

#define BM25_K1 1.2
#define BM25_B 0.75

/* What of the score depends on the query's term alone. */
static inline double bm25_weight(double q, double passages, double passages_with_term) {
    return q * logarithm(1.0 + (passages - passages_with_term + 0.5) / (passages_with_term + 0.5));
}

/* What of it depends on the passage's length, as its reciprocal; average > 0. */
static inline double bm25_inverse_norm(double length, double average) {
    return 1.0 / (BM25_K1 * (1.0 - BM25_B + BM25_B * length / average));
}

/* A term's part of the score: weight * f / (f + norm), rounded to a multiple of 2^-32.
 *
 * Sums of such multiples are exact (up to 2^21), so that a score is the same in whatever order its parts are added,
 * and equal scores are equal to the last bit in each backend.  Written so, the part also never falls as f grows nor
 * rises as the passage does, not by the last bit: what is computed of the best f and length bounds all others. */
static inline double bm25_part(double weight, double f, double inverse_norm) {
    const double grid = 0x1.8p20;
    double part = weight - weight / (1.0 + f * inverse_norm);
    return (part + grid) - grid;
}

#endif
