/* processor.c: what the processor can do beyond what every one of its kind can.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The C library looked when the program started; to ask the processor again takes tens of microseconds on a virtual
 * machine, which traps each question, and the compiler's __builtin_cpu_supports asks before main(). */
#include "engine/packed/processor.h"

#ifdef __x86_64__
#include <cpuid.h>
#endif

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
    if (HAS(BMI1, "bmi") && HAS(BMI2, "bmi2") && HAS(POPCNT, "popcnt"))
        found |= PROCESSOR_BITS;
#endif
    __atomic_store_n(&processor_found, found, __ATOMIC_RELAXED);
    return found;
}

#ifdef __x86_64__

/* AMD's families 17h (Zen 1 and 2) and 18h (Hygon's of the same make). */
static int has_slow_deposit(void) {
    enum { AMD = 0x68747541, HYGON = 0x6F677948 }; /* "Auth", "Hygo" */
    unsigned eax, vendor, ecx, edx, version, ebx;
    if (!__get_cpuid(0, &eax, &vendor, &ecx, &edx) || !__get_cpuid(1, &version, &ebx, &ecx, &edx))
        return 1;
    unsigned family = (version >> 8 & 0xF) + (version >> 20 & 0xFF);
    return (vendor == AMD && family == 0x17) || (vendor == HYGON && family == 0x18);
}

int processor_deposits_quickly(void) {
    enum { UNKNOWN, QUICK, SLOW };
    static int known;
    int found = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (found == UNKNOWN) {
        found = (processor_features() & PROCESSOR_BITS) && !has_slow_deposit() ? QUICK : SLOW;
        __atomic_store_n(&known, found, __ATOMIC_RELAXED);
    }
    return found == QUICK;
}

#else

int processor_deposits_quickly(void) {
    return 0;
}

#endif
