/* processor.c: what the processor can do beyond what every one of its kind can.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The C library looked when the program started; to ask the processor again takes tens of microseconds on a virtual
 * machine, which traps each question, and the compiler's __builtin_cpu_supports asks before main(). */
#include "engine/packed/processor.h"

#if defined __has_include
#if defined __x86_64__ && __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define HAS(upper, lower) CPU_FEATURE_ACTIVE(upper)
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
