/* scoring.c: the formula over many postings at once.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/scoring.h"

#define BLOCK 128

/* Written once, compiled for each kind of processor: the compiler makes vectors of it.  Products and sums are never
 * fused (the Makefile sees to that), so that all give the same bits. */
#define PARTS_BODY \
    for (size_t i = 0; i < count; i += 8) \
        for (size_t j = i; j < i + 8; j++) \
            parts[j] = bm25_part(weight, counts[j], inverse[j]);

static void parts_plain(double weight, const uint32_t *counts, const double *inverse, size_t count, double *parts) {
    PARTS_BODY
}

#if defined(__x86_64__) && defined(__GNUC__)

#define WITH_KINDS 1
typedef double eight __attribute__((vector_size(64), aligned(8), may_alias));
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));
typedef uint32_t eight_counts __attribute__((vector_size(32), aligned(4), may_alias));
typedef uint32_t four_counts __attribute__((vector_size(16), aligned(4), may_alias));

/* bm25_part() of a vector. */
#define PARTS_VECTOR(vector, vector_counts, lanes) \
    for (size_t i = 0; i < count; i += lanes) { \
        vector f = __builtin_convertvector(*(const vector_counts *)(const void *)(counts + i), vector); \
        vector x = *(const vector *)(const void *)(inverse + i); \
        vector part = weight - weight / (1.0 + f * x); \
        *(vector *)(void *)(parts + i) = (part + 0x1.8p20) - 0x1.8p20; \
    }

__attribute__((target("avx2"))) static void parts_avx2(double weight, const uint32_t *counts, const double *inverse,
                                                       size_t count, double *parts) {
    PARTS_VECTOR(four, four_counts, 4)
}

__attribute__((target("avx512f,avx512vl,avx512dq"))) static void parts_avx512(double weight, const uint32_t *counts,
                                                                              const double *inverse, size_t count,
                                                                              double *parts) {
    PARTS_VECTOR(eight, eight_counts, 8)
}

#endif

void scoring_begin(scoring *s, double average, int plain) {
    s->parts = parts_plain;
#ifdef WITH_KINDS
    if (!plain && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        s->parts = parts_avx512;
    else if (!plain && __builtin_cpu_supports("avx2"))
        s->parts = parts_avx2;
#else
    (void)plain;
#endif
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
    s->parts(weight, counts, inverse, count, parts);
}
