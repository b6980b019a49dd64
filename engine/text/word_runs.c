/* word_runs.c: finds many words at once where a text is plain.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Eight bytes are looked at as one number, 64 make a number with a bit for each byte that is in a run, and the bits
 * that differ from their neighbours are the edges: no branch depends on where a word ends. */
#include "engine/text/word_runs.h"

#include <string.h>

#include "engine/hash.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte that is in a run.  No sum reaches into the next byte: all are of seven bits. */
static inline uint64_t in_run(uint64_t bytes) {
    uint64_t low = bytes & EACH(0x7F), folded = low | EACH(0x20);
    uint64_t letters = (folded + EACH(0x80 - 'a')) & ~(folded + EACH(0x7F - 'z'));
    uint64_t digits = (low + EACH(0x80 - '0')) & ~(low + EACH(0x7F - '9'));
    return (letters | digits | bytes) & EACH(0x80);
}

/* A bit for each of 64 bytes, the first one's lowest. */
static inline uint64_t run_bits(const char block[64]) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < 8; i++)
        bits |= ((in_run(load_le64(block + 8 * i)) >> 7) * UINT64_C(0x0102040810204080) >> 56) << (8 * i);
    return bits;
}

/* The number of bits; written out, as not every processor that is built for has an instruction for it. */
static inline unsigned count_bits(uint64_t bits) {
    bits -= bits >> 1 & EACH(0x55);
    bits = (bits & EACH(0x33)) + (bits >> 2 & EACH(0x33));
    return (unsigned)(((bits + (bits >> 4)) & EACH(0x0F)) * EACH(1) >> 56);
}

/* Writes the places of the bits of `turns`; there is room for all 64.  Eight are written at a time, whether or not
 * there are as many, so that the processor need not guess. */
static inline uint16_t *put_edges(uint16_t *to, unsigned base, uint64_t turns) {
    uint16_t *end = to + count_bits(turns);
    while (turns != 0) {
        for (unsigned i = 0; i < 8; i++) {
            to[i] = (uint16_t)(base + (turns != 0 ? (unsigned)__builtin_ctzll(turns) : 0));
            turns &= turns - 1;
        }
        to += 8;
    }
    return end;
}

void word_runs_find(const char *text, size_t from, size_t to, word_runs *out) {
    size_t size = to - from < RUNS_WINDOW ? to - from : RUNS_WINDOW;
    uint64_t before = 0;
    uint16_t *end = out->edges;
    char tail[64] = {0};
    for (size_t at = 0; at < size; at += 64) {
        const char *block = text + from + at;
        if (size - at < 64)
            block = memcpy(tail, block, size - at);
        uint64_t bits = run_bits(block);
        end = put_edges(end, (unsigned)at, bits ^ (bits << 1 | before));
        before = bits >> 63;
    }
    size_t edges = (size_t)(end - out->edges);
    out->next = from + size;
    if (before && out->next == to)
        out->edges[edges++] = (uint16_t)size;
    else if (before)
        out->next = from + out->edges[--edges];
    out->count = edges / 2;
}

static int is_letter(unsigned char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static int is_digit(unsigned char c) {
    return c >= '0' && c <= '9';
}

int run_is_joined(const char *text, size_t to, size_t start, size_t end, int elides) {
    unsigned char last = (unsigned char)text[end - 1], next = end + 1 < to ? (unsigned char)text[end + 1] : ' ';
    if (text[end] == '\'')
        return !elides && is_letter(last) && (is_letter(next) || next >= 0x80);
    if (text[end] == '.' && end - start == 1 && is_letter(last))
        return 1;
    return is_digit(last) && (is_digit(next) || next >= 0x80);
}
