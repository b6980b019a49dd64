/* processor.c: what the processor can do beyond what every one of its kind can.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The C library looked when the program started; to ask the processor again takes tens of microseconds on a virtual
 * machine, which traps each question, and the compiler's __builtin_cpu_supports asks before main(). */
#include "engine/packed/processor.h"

#if defined __has_include
#if defined __x86_64__ && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>

/* What CPU_FEATURE_ACTIVE asks, which shifts a signed 1 into the sign. */
static int is_active(unsigned feature) {
    enum { WORD_BITS = 32, LEAF_BITS = 4 * WORD_BITS };
    const struct cpuid_feature *leaf = __x86_get_cpuid_feature_leaf(feature / LEAF_BITS);
    return leaf->active_array[feature % LEAF_BITS / WORD_BITS] >> feature % WORD_BITS & 1;
}

#define HAS(upper, lower) is_active(x86_cpu_##upper)
#endif
#endif

#if defined __x86_64__ && !defined HAS
#define HAS(upper, lower) __builtin_cpu_supports(lower)
#endif

unsigned processor_found;

unsigned processor_look(void) {
    unsigned found = PROCESSOR_LOOKED_AT;
#ifdef __x86_64__
    if (HAS(AVX2, "avx2"))
        found |= PROCESSOR_AVX2;
    if (HAS(AVX512F, "avx512f") && HAS(AVX512VL, "avx512vl") && HAS(AVX512DQ, "avx512dq") &&
        HAS(AVX512BW, "avx512bw"))
        found |= PROCESSOR_AVX512;
    if ((found & PROCESSOR_AVX512) && HAS(AVX512_VBMI2, "avx512vbmi2"))
        found |= PROCESSOR_AVX512_VBMI2;
#endif
    __atomic_store_n(&processor_found, found, __ATOMIC_RELAXED);
    return found;
}
