/* processor.h: what the processor can do beyond what every one of its kind can.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_PROCESSOR_H
#define ENGINE_PACKED_PROCESSOR_H

enum processor_feature {
    PROCESSOR_LOOKED_AT = 1, /* always there */
    PROCESSOR_AVX2 = 2,
    PROCESSOR_AVX512 = 4,      /* F, VL, DQ and BW */
    PROCESSOR_AVX512_VBMI2 = 8, /* and VBMI2 */
    PROCESSOR_BITS = 16         /* BMI1, BMI2 and POPCNT */
};

/* What was found; 0: nobody looked yet. */
extern unsigned processor_found;
unsigned processor_look(void);

/* The features, as bits; any thread may ask. */
static inline unsigned processor_features(void) {
    unsigned found = __atomic_load_n(&processor_found, __ATOMIC_RELAXED);
    return found != 0 ? found : processor_look();
}

/* 1 where PDEP is there and quick: some processors have it, but take a hundred steps for it.  Any thread may ask. */
int processor_deposits_quickly(void);

#endif
