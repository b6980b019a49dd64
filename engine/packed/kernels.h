/* kernels.h: the innermost loops of searching, as the processor at hand does them best.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All kinds give the same results, to the last bit. */
#ifndef ENGINE_PACKED_KERNELS_H
#define ENGINE_PACKED_KERNELS_H

#include <stddef.h>
#include <stdint.h>

enum kernel_kind { KERNEL_PLAIN, KERNEL_AVX2, KERNEL_AVX512 };

typedef struct kernels {
    /* parts[i] = bm25_part(weight, counts[i], inverse[i]); count is rounded up to a multiple of 8. */
    void (*parts)(double weight, const uint32_t *counts, const double *inverse, size_t count, double *parts);

    /* Bit i: scores[i] >= need, of 64 scores. */
    uint64_t (*above)(const double *scores, double need);

    /* Finds which of the wanted numbers, rising and none above the last, are among 128 rising ones: wanted[which[j]] is
     * numbers[place[j]].  Returns how many; which and place have room for all that are wanted. */
    uint32_t (*find)(const uint32_t *numbers, const uint32_t *wanted, uint32_t count, uint32_t *which, uint32_t *place);

    /* The bits that are set in so many words. */
    uint64_t (*ones)(const uint64_t *words, size_t count);
} kernels;

/* The best kind that the processor has, and no better one than `most`. */
const kernels *kernels_of(enum kernel_kind most);

#endif
