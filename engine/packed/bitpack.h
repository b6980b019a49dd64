/* bitpack.h: numbers in as few bits as the largest of them needs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A row of 128 numbers of `width` bits takes 16 * width bytes, as four streams side by side, so that four numbers come
 * out with each step: number i is in stream i % 4 at place i / 4.  A stream is a run of 32-bit words, little-endian,
 * each filled from its lowest bit; the words of the four streams take turns.
 *
 * A run of any number of numbers is one stream of bits, each byte filled from its lowest bit; any one number can be
 * taken out of it.
 */
#ifndef ENGINE_PACKED_BITPACK_H
#define ENGINE_PACKED_BITPACK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BITPACK_ROW 128

/* The bits that a number needs, 0 to 32. */
static inline unsigned bitpack_width(uint32_t number) {
    return number == 0 ? 0 : 32 - (unsigned)__builtin_clz(number);
}

/* Packs the low `width` bits (0 to 32) of 128 numbers into 16 * width bytes. */
void bitpack_row(const uint32_t *numbers, unsigned width, unsigned char *out);

/* Unpacks 128 numbers; width is 0 to 32, and `in` has 16 * width bytes. */
void bitpack_unrow(const unsigned char *in, unsigned width, uint32_t *numbers);

/* The same, written for any processor. */
void bitpack_unrow_plain(const unsigned char *in, unsigned width, uint32_t *numbers);

/* Turns 128 gaps, each less 1, into what they lead to from `before`. */
void bitpack_sum(uint32_t *numbers, uint32_t before);

/* Packs a run; out has room for bitpack_run_size() bytes. */
void bitpack_run(const uint32_t *numbers, size_t count, unsigned width, unsigned char *out);

static inline uint64_t bitpack_run_size(uint64_t count, unsigned width) {
    return (count * width + 7) / 8;
}

/* The low `width` bits of number `at` of a run, of which `size` bytes may be read; 0 beyond them. */
static inline uint32_t bitpack_take(const unsigned char *run, uint64_t size, uint64_t at, unsigned width) {
    uint64_t bit = at * width, word = 0;
    const unsigned char *from = run + bit / 8;
    if (bit / 8 + 8 <= size) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        memcpy(&word, from, 8);
#else
        for (unsigned i = 0; i < 8; i++)
            word |= (uint64_t)from[i] << 8 * i;
#endif
    } else {
        for (unsigned i = 0; i < 8 && bit / 8 + i < size; i++)
            word |= (uint64_t)from[i] << 8 * i;
    }
    return (uint32_t)(word >> bit % 8 & (((uint64_t)1 << width) - 1));
}

#endif
