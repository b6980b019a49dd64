/* scoring.h: the formula over many postings at once.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_SCORING_H
#define ENGINE_PACKED_SCORING_H

#include <stddef.h>
#include <stdint.h>

#include "engine/bm25.h"

/* The formula's inverse norms of lengths below this are computed once. */
#define SCORING_LENGTHS 2048

/* Passages' lengths, and what the formula makes of them for an average. */
typedef struct scoring {
    double average;
    double inverse[SCORING_LENGTHS];
    const uint16_t *narrow; /* the segment's lengths: these or those */
    const uint32_t *wide;
    /* parts[i] = bm25_part(weight, counts[i], inverse[i]), as the processor does it best; count is rounded up to a
     * multiple of 8, and all have room for that. */
    void (*parts)(double weight, const uint32_t *counts, const double *inverse, size_t count, double *parts);
} scoring;

/* Gets ready for an average; `plain`: in the way that any processor has. */
void scoring_begin(scoring *s, double average, int plain);

static inline uint32_t scoring_length(const scoring *s, uint32_t passage) {
    return s->narrow != NULL ? s->narrow[passage] : s->wide[passage];
}

static inline double scoring_inverse(const scoring *s, uint32_t length) {
    return length < SCORING_LENGTHS ? s->inverse[length] : bm25_inverse_norm(length, s->average);
}

/* One posting's part. */
static inline double scoring_part(const scoring *s, double weight, uint32_t count, uint32_t passage) {
    return bm25_part(weight, count, scoring_inverse(s, scoring_length(s, passage)));
}

/* The parts of up to 128 postings of one term; counts has room for a multiple of 8, parts for 128. */
void scoring_parts(const scoring *s, double weight, const uint32_t *passages, const uint32_t *counts, size_t count,
                   double *parts);

#endif
