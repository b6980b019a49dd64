/* kernels.c: the innermost loops of searching, as the processor at hand does them best.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/kernels.h"

#include "engine/bm25.h"
#include "engine/packed/processor.h"

#define NUMBERS 128

/* ------------------------------------------------------------------------------------------------ any processor */

static void parts_plain(double weight, const uint32_t *counts, const double *inverse, size_t count, double *parts) {
    for (size_t i = 0; i < (count + 7) / 8 * 8; i++)
        parts[i] = bm25_part(weight, counts[i], inverse[i]);
}

static uint64_t above_plain(const double *scores, double need) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i++)
        bits |= (uint64_t)(scores[i] >= need) << i;
    return bits;
}

static uint32_t find_plain(const uint32_t *numbers, const uint32_t *wanted, uint32_t count, uint32_t *which,
                           uint32_t *place) {
    uint32_t found = 0, at = 0;
    for (uint32_t i = 0; i < count; i++) {
        while (at + 8 < NUMBERS && numbers[at + 8] < wanted[i])
            at += 8;
        while (at < NUMBERS - 1 && numbers[at] < wanted[i])
            at++;
        which[found] = i;
        place[found] = at;
        found += numbers[at] == wanted[i];
    }
    return found;
}

static uint64_t ones_plain(const uint64_t *words, size_t count) {
    uint64_t ones = 0;
    for (size_t i = 0; i < count; i++)
        ones += (uint64_t)__builtin_popcountll(words[i]);
    return ones;
}

static const kernels plain = {parts_plain, above_plain, find_plain, ones_plain};

/* ---------------------------------------------------------------------------------------------------------- x86-64 */

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

/* bm25_part() of a vector of doubles: products and sums are not fused. */
__attribute__((target("avx2"))) static void parts_avx2(double weight, const uint32_t *counts, const double *inverse,
                                                       size_t count, double *parts) {
    const __m256d w = _mm256_set1_pd(weight), one = _mm256_set1_pd(1), grid = _mm256_set1_pd(0x1.8p20);
    for (size_t i = 0; i < count; i += 4) {
        /* Counts are below 2^32: what makes a double of a signed number is told apart from 2^31 on. */
        __m128i f = _mm_loadu_si128((const __m128i *)(const void *)(counts + i));
        __m256d low = _mm256_cvtepi32_pd(_mm_and_si128(f, _mm_set1_epi32(INT32_MAX)));
        __m256d high = _mm256_cvtepi32_pd(_mm_srli_epi32(f, 31));
        __m256d number = _mm256_add_pd(low, _mm256_mul_pd(high, _mm256_set1_pd(0x1p31)));
        __m256d norm = _mm256_add_pd(one, _mm256_mul_pd(number, _mm256_loadu_pd(inverse + i)));
        __m256d part = _mm256_sub_pd(w, _mm256_div_pd(w, norm));
        _mm256_storeu_pd(parts + i, _mm256_sub_pd(_mm256_add_pd(part, grid), grid));
    }
}

__attribute__((target("avx2"))) static uint64_t above_avx2(const double *scores, double need) {
    const __m256d n = _mm256_set1_pd(need);
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 4)
        bits |= (uint64_t)(unsigned)_mm256_movemask_pd(_mm256_cmp_pd(_mm256_loadu_pd(scores + i), n, _CMP_GE_OQ)) << i;
    return bits;
}

/* Eight numbers are compared at once: those below what is wanted are counted. */
__attribute__((target("avx2,popcnt"))) static uint32_t find_avx2(const uint32_t *numbers, const uint32_t *wanted,
                                                                 uint32_t count, uint32_t *which, uint32_t *place) {
    const __m256i sign = _mm256_set1_epi32(INT32_MIN);
    uint32_t found = 0, at = 0;
    for (uint32_t i = 0; i < count; i++) {
        const __m256i want = _mm256_xor_si256(_mm256_set1_epi32((int)wanted[i]), sign);
        unsigned below = 0xFF;
        for (;; at += 8) {
            __m256i have = _mm256_loadu_si256((const __m256i *)(const void *)(numbers + at));
            have = _mm256_cmpgt_epi32(want, _mm256_xor_si256(have, sign));
            below = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(have));
            if (below != 0xFF || at == NUMBERS - 8)
                break;
        }
        uint32_t here = at + (uint32_t)__builtin_popcount(below);
        here = here < NUMBERS ? here : NUMBERS - 1;
        which[found] = i;
        place[found] = here;
        found += numbers[here] == wanted[i];
    }
    return found;
}

#define AVX512 "avx512f,avx512vl,avx512dq,avx512bw,popcnt"

__attribute__((target(AVX512))) static void parts_avx512(double weight, const uint32_t *counts, const double *inverse,
                                                         size_t count, double *parts) {
    const __m512d w = _mm512_set1_pd(weight), one = _mm512_set1_pd(1), grid = _mm512_set1_pd(0x1.8p20);
    for (size_t i = 0; i < count; i += 8) {
        __m512d number = _mm512_cvtepu32_pd(_mm256_loadu_si256((const __m256i *)(const void *)(counts + i)));
        __m512d norm = _mm512_add_pd(one, _mm512_mul_pd(number, _mm512_loadu_pd(inverse + i)));
        __m512d part = _mm512_sub_pd(w, _mm512_div_pd(w, norm));
        _mm512_storeu_pd(parts + i, _mm512_sub_pd(_mm512_add_pd(part, grid), grid));
    }
}

__attribute__((target(AVX512))) static uint64_t above_avx512(const double *scores, double need) {
    const __m512d n = _mm512_set1_pd(need);
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += 8)
        bits |= (uint64_t)_mm512_cmp_pd_mask(_mm512_loadu_pd(scores + i), n, _CMP_GE_OQ) << i;
    return bits;
}

/* Sixteen at once. */
__attribute__((target(AVX512))) static uint32_t find_avx512(const uint32_t *numbers, const uint32_t *wanted,
                                                            uint32_t count, uint32_t *which, uint32_t *place) {
    uint32_t found = 0, at = 0;
    for (uint32_t i = 0; i < count; i++) {
        const __m512i want = _mm512_set1_epi32((int)wanted[i]);
        unsigned below = 0;
        for (;; at += 16) {
            below = _mm512_cmplt_epu32_mask(_mm512_loadu_si512(numbers + at), want);
            if (below != 0xFFFF || at == NUMBERS - 16)
                break;
        }
        uint32_t here = at + (uint32_t)__builtin_popcount(below);
        here = here < NUMBERS ? here : NUMBERS - 1;
        which[found] = i;
        place[found] = here;
        found += numbers[here] == wanted[i];
    }
    return found;
}

/* Each processor that has the one has the other. */
__attribute__((target("popcnt"))) static uint64_t ones_popcnt(const uint64_t *words, size_t count) {
    uint64_t ones = 0;
    for (size_t i = 0; i < count; i++)
        ones += (uint64_t)__builtin_popcountll(words[i]);
    return ones;
}

static const kernels avx2 = {parts_avx2, above_avx2, find_avx2, ones_popcnt};
static const kernels avx512 = {parts_avx512, above_avx512, find_avx512, ones_popcnt};

const kernels *kernels_of(enum kernel_kind most) {
    if (most >= KERNEL_AVX512 && (processor_features() & PROCESSOR_AVX512))
        return &avx512;
    if (most >= KERNEL_AVX2 && (processor_features() & PROCESSOR_AVX2))
        return &avx2;
    return &plain;
}

#else

const kernels *kernels_of(enum kernel_kind most) {
    (void)most;
    return &plain;
}

#endif
