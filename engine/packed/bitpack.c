/* bitpack.c: numbers in as few bits as the largest of them needs.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/bitpack.h"

static void put32(unsigned char *to, uint32_t word) {
    for (unsigned i = 0; i < 4; i++)
        to[i] = (unsigned char)(word >> 8 * i);
}

static uint32_t get32(const unsigned char *from) {
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static uint32_t mask_of(unsigned width) {
    return width >= 32 ? UINT32_MAX : ((uint32_t)1 << width) - 1;
}

void bitpack_row(const uint32_t *numbers, unsigned width, unsigned char *out) {
    for (unsigned stream = 0; stream < 4; stream++) {
        uint64_t pending = 0;
        unsigned bits = 0, words = 0;
        for (unsigned i = stream; i < BITPACK_ROW; i += 4) {
            pending |= (uint64_t)(numbers[i] & mask_of(width)) << bits;
            bits += width;
            if (bits >= 32) {
                put32(out + 16 * words++ + 4 * stream, (uint32_t)pending);
                pending >>= 32;
                bits -= 32;
            }
        }
    }
}

void bitpack_unrow_plain(const unsigned char *in, unsigned width, uint32_t *numbers) {
    for (unsigned stream = 0; stream < 4; stream++) {
        uint64_t pending = 0;
        unsigned bits = 0, words = 0;
        for (unsigned i = stream; i < BITPACK_ROW; i += 4) {
            if (bits < width) {
                pending |= (uint64_t)get32(in + 16 * words++ + 4 * stream) << bits;
                bits += 32;
            }
            numbers[i] = (uint32_t)pending & mask_of(width);
            pending >>= width;
            bits -= width;
        }
    }
}

void bitpack_run(const uint32_t *numbers, size_t count, unsigned width, unsigned char *out) {
    uint64_t pending = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < count; i++) {
        pending |= (uint64_t)(numbers[i] & mask_of(width)) << bits;
        for (bits += width; bits >= 8; bits -= 8) {
            *out++ = (unsigned char)pending;
            pending >>= 8;
        }
    }
    if (bits > 0)
        *out = (unsigned char)pending;
}

#ifdef __has_builtin
#if __has_builtin(__builtin_shufflevector) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define WITH_VECTORS 1
#endif
#endif

#ifdef WITH_VECTORS

/* Four numbers of one step, and the same where they may lie anywhere. */
typedef uint32_t four __attribute__((vector_size(16)));
typedef uint32_t four_anywhere __attribute__((vector_size(16), aligned(4), may_alias));
typedef uint32_t four_bytes __attribute__((vector_size(16), aligned(1), may_alias));

/* With a width known when compiling, a step is a load, two shifts and an and. */
static inline __attribute__((always_inline)) four step_of(const four_bytes *in, unsigned width, unsigned i) {
    unsigned word = i * width / 32, shift = i * width % 32;
    four got = in[word] >> shift;
    if (shift + width > 32)
        got |= in[word + 1] << (32 - shift);
    return width == 32 ? got : got & (((uint32_t)1 << (width & 31)) - 1);
}

#define FOUR_STEPS(i) \
    out[i] = step_of(in, width, i); \
    out[i + 1] = step_of(in, width, i + 1); \
    out[i + 2] = step_of(in, width, i + 2); \
    out[i + 3] = step_of(in, width, i + 3);

static inline __attribute__((always_inline)) void unpack(const four_bytes *in, unsigned width,
                                                         four_anywhere *restrict out) {
    FOUR_STEPS(0) FOUR_STEPS(4) FOUR_STEPS(8) FOUR_STEPS(12) FOUR_STEPS(16) FOUR_STEPS(20) FOUR_STEPS(24) FOUR_STEPS(28)
}

#define WIDTH(w) \
    case w: \
        unpack((const four_bytes *)(const void *)in, w, (four_anywhere *)(void *)numbers); \
        break;
#define WIDTHS(w) WIDTH(w) WIDTH(w + 1) WIDTH(w + 2) WIDTH(w + 3)

void bitpack_unrow(const unsigned char *in, unsigned width, uint32_t *numbers) {
    switch (width) {
        WIDTHS(1) WIDTHS(5) WIDTHS(9) WIDTHS(13) WIDTHS(17) WIDTHS(21) WIDTHS(25) WIDTHS(29)
    default:
        memset(numbers, 0, BITPACK_ROW * sizeof *numbers);
    }
}

void bitpack_sum(uint32_t *numbers, uint32_t before) {
    four_anywhere *at = (four_anywhere *)(void *)numbers;
    const four zero = {0, 0, 0, 0}, one = {1, 2, 3, 4};
    four last = {before, before, before, before};
    for (unsigned i = 0; i < BITPACK_ROW / 4; i++) {
        four x = at[i];
        x += __builtin_shufflevector(zero, x, 0, 4, 5, 6);
        x += __builtin_shufflevector(zero, x, 0, 1, 4, 5);
        x += one + last;
        at[i] = x;
        last = __builtin_shufflevector(x, x, 3, 3, 3, 3);
    }
}

#else

void bitpack_unrow(const unsigned char *in, unsigned width, uint32_t *numbers) {
    bitpack_unrow_plain(in, width, numbers);
}

void bitpack_sum(uint32_t *numbers, uint32_t before) {
    for (unsigned i = 0; i < BITPACK_ROW; i++)
        before = numbers[i] += before + 1;
}

#endif
