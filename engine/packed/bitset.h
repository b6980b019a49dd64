/* bitset.h: passages as bits, lowest first.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_BITSET_H
#define ENGINE_PACKED_BITSET_H

#include <stddef.h>
#include <stdint.h>

#include "engine/packed/list.h"

static inline void bitset_add(uint64_t *bits, uint32_t at) {
    bits[at / 64] |= (uint64_t)1 << at % 64;
}

/* Adds [from, to); to is above from. */
static inline void bitset_add_range(uint64_t *bits, uint32_t from, uint32_t to) {
    uint32_t first = from / 64, last = (to - 1) / 64;
    uint64_t low = UINT64_MAX << from % 64, high = UINT64_MAX >> (63 - (to - 1) % 64);
    if (first == last) {
        bits[first] |= low & high;
        return;
    }
    bits[first] |= low;
    for (uint32_t i = first + 1; i < last; i++)
        bits[i] = UINT64_MAX;
    bits[last] |= high;
}

/* Adds a whole block, less `from`.  Neighbours are mostly in one word, and would wait for each other: four runs take
 * turns. */
static inline void bitset_add_block(uint64_t *bits, const uint32_t *passages, uint32_t from) {
    for (uint32_t i = 0; i < LIST_BLOCK / 4; i++) {
        bitset_add(bits, passages[i] - from);
        bitset_add(bits, passages[i + LIST_BLOCK / 4] - from);
        bitset_add(bits, passages[i + LIST_BLOCK / 2] - from);
        bitset_add(bits, passages[i + LIST_BLOCK / 4 * 3] - from);
    }
}

/* Whether any of [from, to) is in it; to is above from. */
static inline int bitset_any(const uint64_t *bits, uint32_t from, uint32_t to) {
    uint32_t first = from / 64, last = (to - 1) / 64;
    uint64_t low = UINT64_MAX << from % 64, high = UINT64_MAX >> (63 - (to - 1) % 64);
    if (first == last)
        return (bits[first] & low & high) != 0;
    uint64_t any = (bits[first] & low) | (bits[last] & high);
    for (uint32_t i = first + 1; i < last && any == 0; i++)
        any = bits[i];
    return any != 0;
}

#endif
