/* scoring.c: the formula over many postings at once.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/scoring.h"

#define BLOCK 128

void scoring_begin(scoring *s, double average, enum kernel_kind kind) {
    s->k = kernels_of(kind);
    if (s->average == average)
        return;
    s->average = average;
    for (size_t i = 0; i < SCORING_LENGTHS; i++)
        s->inverse[i] = bm25_inverse_norm((double)i, average);
}

void scoring_parts(const scoring *s, double weight, const uint32_t *passages, const uint32_t *counts, size_t count,
                   double *parts) {
    double inverse[BLOCK] __attribute__((aligned(64)));
    if (s->narrow != NULL) {
        for (size_t i = 0; i < count; i++)
            inverse[i] = scoring_inverse(s, s->narrow[passages[i]]);
    } else {
        for (size_t i = 0; i < count; i++)
            inverse[i] = scoring_inverse(s, s->wide[passages[i]]);
    }
    for (size_t i = count; i < (count + 7) / 8 * 8; i++)
        inverse[i] = 0;
    s->k->parts(weight, counts, inverse, count, parts);
}
