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
void bitpack_sum_plain(uint32_t *numbers, uint32_t before);

/* Finds the places of the first 128 set bits, each byte's lowest first: the bytes looked at, or 0 where `size` bytes
 * hold fewer. */
uint64_t bitpack_places(const unsigned char *in, uint64_t size, uint32_t *places);

/* The same, written for any processor. */
uint64_t bitpack_places_plain(const unsigned char *in, uint64_t size, uint32_t *places);

/* Packs a run; out has room for bitpack_run_size() bytes. */
void bitpack_run(const uint32_t *numbers, size_t count, unsigned width, unsigned char *out);

static inline uint64_t bitpack_run_size(uint64_t count, unsigned width) {
    return (count * width + 7) / 8;
}

/* The next 64 bits, of which `size` bytes may be read; 0 beyond them. */
static inline uint64_t bitpack_word(const unsigned char *from, uint64_t size) {
    uint64_t taken = 0;
    if (size >= 8) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        memcpy(&taken, from, 8);
#else
        for (unsigned i = 0; i < 8; i++)
            taken |= (uint64_t)from[i] << 8 * i;
#endif
    } else {
        for (unsigned i = 0; i < size; i++)
            taken |= (uint64_t)from[i] << 8 * i;
    }
    return taken;
}

/* The low `width` bits of number `at` of a run, of which `size` bytes may be read; 0 beyond them. */
static inline uint32_t bitpack_take(const unsigned char *run, uint64_t size, uint64_t at, unsigned width) {
    uint64_t bit = at * width, taken = bitpack_word(run + bit / 8, bit / 8 < size ? size - bit / 8 : 0);
    return (uint32_t)(taken >> bit % 8 & (((uint64_t)1 << width) - 1));
}

#endif
