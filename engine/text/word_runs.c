/* word_runs.c: finds many words at once where a text is plain.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * 64 bytes make a number with a bit for each that is in a run, and the bits that differ from their neighbours are the
 * edges: no branch depends on where a word ends. */
#include "engine/text/word_runs.h"

#include <string.h>

#include "engine/hash.h"
#include "engine/lanes.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* All ones where a byte is in a run. */
static inline lanes in_run(lanes bytes) {
    lanes letter = (bytes | 0x20) - 'a', digit = bytes - '0';
    return (lanes)(letter < 26) | (lanes)(digit < 10) | (lanes)(bytes >= 0x80);
}

/* A bit for each of eight bytes that are all ones or zeros, the first one's lowest. */
static inline uint64_t gather(uint64_t ones) {
    return (ones & UINT64_C(0x8040201008040201)) * EACH(1) >> 56;
}

/* A bit for each of 64 bytes that is in a run, the first one's lowest. */
static inline uint64_t run_bits(const char block[64]) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < 4; i++) {
        lanes found = in_run(lanes_load(block + LANES * i));
        bits |= (gather(load_le64(&found)) | gather(load_le64((const char *)&found + 8)) << 8) << (LANES * i);
    }
    return bits;
}

/* The number of bits; written out, as not every processor that is built for has an instruction for it. */
static inline unsigned count_bits(uint64_t bits) {
    bits -= bits >> 1 & EACH(0x55);
    bits = (bits & EACH(0x33)) + (bits >> 2 & EACH(0x33));
    return (unsigned)(((bits + (bits >> 4)) & EACH(0x0F)) * EACH(1) >> 56);
}

/* Writes the place of the lowest bit, if there is one, and clears it. */
static inline uint64_t put_edge(uint16_t *to, unsigned base, uint64_t turns) {
    *to = (uint16_t)(base + (unsigned)__builtin_ctzll(turns | UINT64_C(1) << 63));
    return turns & (turns - 1);
}

/* Writes the places of the bits of `turns`; there is room for all 64.  Eight are written at a time, whether or not
 * there are as many, so that the processor need not guess. */
static inline uint16_t *put_edges(uint16_t *to, unsigned base, uint64_t turns) {
    uint16_t *end = to + count_bits(turns);
    for (; turns != 0; to += 8) {
        turns = put_edge(to, base, turns);
        turns = put_edge(to + 1, base, turns);
        turns = put_edge(to + 2, base, turns);
        turns = put_edge(to + 3, base, turns);
        turns = put_edge(to + 4, base, turns);
        turns = put_edge(to + 5, base, turns);
        turns = put_edge(to + 6, base, turns);
        turns = put_edge(to + 7, base, turns);
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
