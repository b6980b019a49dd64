/* scoring.h: the formula over many postings at once.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_SCORING_H
#define ENGINE_PACKED_SCORING_H

#include "engine/bm25.h"
#include "engine/packed/kernels.h"

/* The formula's inverse norms of lengths below this are computed once. */
#define SCORING_LENGTHS 2048

/* Passages' lengths, and what the formula makes of them for an average. */
typedef struct scoring {
    double average;
    double inverse[SCORING_LENGTHS];
    const uint16_t *narrow; /* the segment's lengths: these or those */
    const uint32_t *wide;
    const kernels *k;
} scoring;

/* Gets ready for an average. */
void scoring_begin(scoring *s, double average, enum kernel_kind kind);

static inline double scoring_inverse(const scoring *s, uint32_t length) {
    return length < SCORING_LENGTHS ? s->inverse[length] : bm25_inverse_norm(length, s->average);
}

/* The parts of up to 128 postings of one term; counts and parts have room for 128. */
void scoring_parts(const scoring *s, double weight, const uint32_t *passages, const uint32_t *counts, size_t count,
                   double *parts);

#endif
