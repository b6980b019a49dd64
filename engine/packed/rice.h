/* rice.h: numbers of which the low bits are packed and the rest is in unary.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A Rice run is a run (bitpack.h) of the low `width` bits of each number; then, for one number after the other, as many
 * bits of 0 as its rest says and a bit of 1, each byte filled from the lowest bit.  Numbers near their mean take fewer
 * bits so than in a width that all of them fit into; any can be found by counting bits.
 */
#ifndef ENGINE_PACKED_RICE_H
#define ENGINE_PACKED_RICE_H

#include "engine/packed/bitpack.h"

/* The room that rice_pack() needs, where the numbers sum up to `sum`; width is 0 to 31. */
static inline uint64_t rice_room(uint64_t count, uint64_t sum, unsigned width) {
    return bitpack_run_size(count, width) + (count + (sum >> width) + 7) / 8;
}

/* Packs numbers, each less `less`, which none is below; returns the bytes it has taken. */
uint64_t rice_pack(const uint32_t *numbers, size_t count, uint32_t less, unsigned width, unsigned char *out);

/* A run that is read; nothing in it is trusted. */
typedef struct rice_run {
    const unsigned char *low; /* the whole run, and the bytes that may be read of it */
    uint64_t size;
    const unsigned char *high; /* its bits in unary */
    uint64_t high_size;
    unsigned width;
    unsigned used;  /* bits up to that of the number that was taken last, in the word at `at` */
    uint32_t less;
    int quick;      /* the processor's own way to find a bit is to be used */
    uint64_t done;  /* numbers up to the one that was taken last */
    uint64_t at;    /* the place of a word in the bits in unary */
    uint64_t left;  /* its bits that are not yet used */
} rice_run;

/* Gets ready for a run of `count` numbers at the beginning of `size` bytes: 1, or 0 where they cannot hold it. */
int rice_open(rice_run *r, const unsigned char *from, uint64_t size, uint64_t count, uint32_t less, unsigned width);

/* The bytes that the run takes, if it has `count` numbers, 1 or more; 0 where bits are missing. */
uint64_t rice_size(const rice_run *r, uint64_t count);

/* Takes out what numbers [from, end), with `less` added to each, sum up to: each with those before it from `from` on.
 * 1, or 0 where bits are missing.  `end` is above `from`, and at most the count.  It is quickest where `from` rises
 * from call to call. */
int rice_take_sums(rice_run *r, uint64_t from, uint64_t end, uint32_t *to);

#endif
