/* rice.c: numbers of which the low bits are packed and the rest is in unary.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/rice.h"

#include "engine/packed/processor.h"

/* ---------------------------------------------------------------------------------------------------------- packing */

static unsigned char *put32(unsigned char *to, uint64_t word) {
    for (unsigned i = 0; i < 4; i++)
        to[i] = (unsigned char)(word >> 8 * i);
    return to + 4;
}

/* The bits that are left, in as few bytes as hold them. */
static unsigned char *put_rest(unsigned char *to, uint64_t word, unsigned bits) {
    for (unsigned i = 0; i < bits; i += 8)
        *to++ = (unsigned char)(word >> i);
    return to;
}

uint64_t rice_pack(const uint32_t *numbers, size_t count, uint32_t less, unsigned width, unsigned char *out) {
    unsigned char *run = out, *unary = out + bitpack_run_size(count, width);
    uint64_t low = 0, high = 0, at = 0;
    uint32_t mask = ((uint32_t)1 << width) - 1;
    unsigned bits = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = numbers[i] - less;
        low |= (uint64_t)(number & mask) << bits;
        bits += width;
        if (bits >= 32) {
            run = put32(run, low);
            low >>= 32;
            bits -= 32;
        }
        for (at += number >> width; at >= 32; at -= 32) {
            unary = put32(unary, high);
            high = 0;
        }
        high |= (uint64_t)1 << at++;
    }
    put_rest(run, low, bits);
    return (uint64_t)(put_rest(unary, high, (unsigned)at) - out);
}

/* ---------------------------------------------------------------------------------------------------------- finding */

static inline uint64_t word_at(const rice_run *r, uint64_t at) {
    return bitpack_word(r->high + at, r->high_size - at);
}

/* In each byte, the lowest first: how many bits are set in it and those before it. */
static inline uint64_t ones_up_to(uint64_t word) {
    word -= word >> 1 & 0x5555555555555555;
    word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
    return ((word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F) * 0x0101010101010101;
}

/* The bit of a word that is set as number n, counted from 1; ones: ones_up_to(word), of n or more. */
static inline uint64_t one_of(uint64_t word, uint64_t ones, uint64_t n) {
    /* The highest bit of a byte stays set where there are n or more up to it: the first of these holds it. */
    uint64_t reached = ((ones | 0x8080808080808080) - n * 0x0101010101010101) & 0x8080808080808080;
    unsigned shift = (unsigned)__builtin_ctzll(reached) - 7;
    word &= UINT64_MAX << shift;
    for (n -= ones << 8 >> shift & 0xFF; n > 1; n--)
        word &= word - 1;
    return word & (0 - word);
}

/* Goes on by `further` numbers, 1 or more: 0 where bits are missing. */
static inline int skip_plain(rice_run *r, uint64_t further) {
    uint64_t left = r->left, at = r->at, ones;
    while ((ones = ones_up_to(left)) >> 56 < further) {
        further -= ones >> 56;
        at += 8;
        if (at >= r->high_size)
            return 0;
        left = word_at(r, at);
    }
    uint64_t bit = one_of(left, ones, further);
    r->at = at;
    r->used = (unsigned)__builtin_ctzll(bit) + 1;
    r->left = left & (0 - (bit << 1));
    return 1;
}

/* From where the run's number `from` begins.  The high parts up to a number are the place of its bit of 1 less the
 * numbers before it, so they need not be told apart; the sum goes around 32 bits on its way. */
static inline __attribute__((always_inline)) int take_here(rice_run *r, uint64_t from, uint64_t end, uint32_t *to) {
    unsigned width = r->width, low_bits = 0, place = 0;
    uint32_t one = (uint32_t)1 << width, mask = one - 1, each = r->less - one, sum = one - (r->used << width);
    uint64_t left = r->left, low = 0, bit = from * width;
    for (uint64_t i = from; i < end; i++) {
        while (left == 0) {
            r->at += 8;
            if (r->at >= r->high_size)
                return 0;
            left = word_at(r, r->at);
            sum += 64 * one;
        }
        if (low_bits < width) {
            low = bitpack_word(r->low + bit / 8, r->size - bit / 8) >> bit % 8;
            low_bits = 64 - bit % 8;
        }
        place = (unsigned)__builtin_ctzll(left);
        sum += ((uint32_t)low & mask) + each;
        *to++ = sum + (place << width);
        left &= left - 1;
        low >>= width;
        low_bits -= width;
        bit += width;
    }
    r->left = left;
    r->used = place + 1;
    r->done = end;
    return 1;
}

static __attribute__((noinline)) int take_plain(rice_run *r, uint64_t from, uint64_t end, uint32_t *to) {
    return (from == r->done || skip_plain(r, from - r->done)) && take_here(r, from, end, to);
}

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#define QUICK __attribute__((target("bmi,bmi2,popcnt")))

/* As skip_plain() does. */
QUICK static inline int skip_quick(rice_run *r, uint64_t further) {
    uint64_t left = r->left, at = r->at, ones;
    while ((ones = (uint64_t)__builtin_popcountll(left)) < further) {
        further -= ones;
        at += 8;
        if (at >= r->high_size)
            return 0;
        left = word_at(r, at);
    }
    uint64_t bit = _pdep_u64((uint64_t)1 << (further - 1), left);
    r->at = at;
    r->used = (unsigned)__builtin_ctzll(bit) + 1;
    r->left = left & (0 - (bit << 1));
    return 1;
}

QUICK static int take_quick(rice_run *r, uint64_t from, uint64_t end, uint32_t *to) {
    return (from == r->done || skip_quick(r, from - r->done)) && take_here(r, from, end, to);
}

#else

static int take_quick(rice_run *r, uint64_t from, uint64_t end, uint32_t *to) {
    return take_plain(r, from, end, to);
}

#endif

/* ---------------------------------------------------------------------------------------------------------- reading */

static void go_to_start(rice_run *r) {
    r->done = r->at = 0;
    r->used = 0;
    r->left = word_at(r, 0);
}

int rice_open(rice_run *r, const unsigned char *from, uint64_t size, uint64_t count, uint32_t less, unsigned width) {
    uint64_t low_size = bitpack_run_size(count, width);
    if (low_size > size || count > 8 * (size - low_size))
        return 0;
    r->low = from;
    r->size = size;
    r->high = from + low_size;
    r->high_size = size - low_size;
    r->width = width;
    r->less = less;
    r->quick = processor_deposits_quickly();
    go_to_start(r);
    return 1;
}

uint64_t rice_size(const rice_run *r, uint64_t count) {
    rice_run end = *r;
    go_to_start(&end);
    if (!skip_plain(&end, count))
        return 0;
    return (uint64_t)(end.high - end.low) + end.at + (end.used + 7) / 8;
}

int rice_take_sums(rice_run *r, uint64_t from, uint64_t end, uint32_t *to) {
    if (from < r->done)
        go_to_start(r);
    if (r->quick ? take_quick(r, from, end, to) : take_plain(r, from, end, to))
        return 1;
    /* Nothing is known of where it stands now. */
    go_to_start(r);
    return 0;
}
