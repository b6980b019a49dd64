/* lanes.h: sixteen bytes looked at in one go, by what gcc and clang offer on every processor.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Comparing lanes with each other, or with a number, gives lanes of all ones where it holds and zeros where not. */
#ifndef ENGINE_LANES_H
#define ENGINE_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef unsigned char lanes __attribute__((vector_size(16)));
#define LANES sizeof(lanes)

static inline lanes lanes_load(const void *from) {
    lanes bytes;
    memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

/* The place of the first lane that is all ones, among lanes of ones and of zeros; LANES where all are zeros. */
static inline size_t lanes_first(lanes which) {
    uint64_t halves[2];
    memcpy(halves, &which, sizeof halves);
    for (size_t i = 0; i < 2; i++)
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        if (halves[i] != 0)
            return 8 * i + (size_t)__builtin_clzll(halves[i]) / 8;
#else
        if (halves[i] != 0)
            return 8 * i + (size_t)__builtin_ctzll(halves[i]) / 8;
#endif
    return LANES;
}

#endif
