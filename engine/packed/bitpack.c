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
    uint32_t mask = mask_of(width);
    unsigned bits = 0;
    for (size_t i = 0; i < count; i++) {
        pending |= (uint64_t)(numbers[i] & mask) << bits;
        bits += width;
        if (bits >= 32) {
            put32(out, (uint32_t)pending);
            out += 4;
            pending >>= 32;
            bits -= 32;
        }
    }
    for (unsigned i = 0; i < bits; i += 8)
        *out++ = (unsigned char)(pending >> i);
}

void bitpack_sum_plain(uint32_t *numbers, uint32_t before) {
    for (unsigned i = 0; i < BITPACK_ROW; i++)
        before = numbers[i] += before + 1;
}

uint64_t bitpack_places_plain(const unsigned char *in, uint64_t size, uint32_t *places) {
    unsigned found = 0;
    for (uint64_t at = 0; at < size && at < UINT32_MAX / 8 - 8; at += 8) {
        uint64_t word = bitpack_word(in + at, size - at);
        for (; word != 0; word &= word - 1) {
            places[found] = (uint32_t)(8 * at) + (uint32_t)__builtin_ctzll(word);
            if (++found == BITPACK_ROW)
                return places[found - 1] / 8 + 1;
        }
    }
    return 0;
}

/* ---------------------------------------------------------------------------------------------------------- vectors */

#if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

/* Four numbers of one step, and the same where they may lie anywhere. */
typedef uint32_t four __attribute__((vector_size(16)));
typedef uint32_t four_anywhere __attribute__((vector_size(16), aligned(4), may_alias));
typedef uint32_t four_bytes __attribute__((vector_size(16), aligned(1), may_alias));

#define ALL_FOUR(number) ((four){number, number, number, number})

/* With a width known when compiling, a step is a load, two shifts and an and. */
static inline __attribute__((always_inline)) four step_of(const four_bytes *in, unsigned width, unsigned i) {
    unsigned word = i * width / 32, shift = i * width % 32;
    four got = in[word] >> ALL_FOUR(shift);
    if (shift + width > 32)
        got |= in[word + 1] << ALL_FOUR(32 - shift);
    return got & ALL_FOUR(width == 32 ? UINT32_MAX : ((uint32_t)1 << (width & 31)) - 1);
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

#else

void bitpack_unrow(const unsigned char *in, unsigned width, uint32_t *numbers) {
    bitpack_unrow_plain(in, width, numbers);
}

#endif

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

/* Sixteen at a time: sums within each sixteen, then what came before. */
__attribute__((target("avx512f"))) static void sum_avx512(uint32_t *numbers, uint32_t before) {
    const __m512i zero = _mm512_setzero_si512(), one = _mm512_set1_epi32(1), last = _mm512_set1_epi32(15);
    __m512i carry = _mm512_set1_epi32((int)before);
    for (unsigned i = 0; i < BITPACK_ROW; i += 16) {
        __m512i x = _mm512_add_epi32(_mm512_loadu_si512(numbers + i), one);
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
        x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
        x = _mm512_add_epi32(x, carry);
        carry = _mm512_permutexvar_epi32(last, x);
        _mm512_storeu_si512(numbers + i, x);
    }
}

/* Four at a time. */
static void sum_sse2(uint32_t *numbers, uint32_t before) {
    const __m128i one = _mm_set1_epi32(1);
    __m128i carry = _mm_set1_epi32((int)before);
    for (unsigned i = 0; i < BITPACK_ROW; i += 4) {
        __m128i x = _mm_add_epi32(_mm_loadu_si128((const __m128i *)(const void *)(numbers + i)), one);
        x = _mm_add_epi32(x, _mm_slli_si128(x, 4));
        x = _mm_add_epi32(x, _mm_slli_si128(x, 8));
        x = _mm_add_epi32(x, carry);
        carry = _mm_shuffle_epi32(x, 0xFF);
        _mm_storeu_si128((__m128i *)(void *)(numbers + i), x);
    }
}

/* The places of a word's bits are brought together at once. */
__attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt"))) static uint64_t places_avx512(const unsigned char *in,
                                                                                            uint64_t size,
                                                                                            uint32_t *places) {
    static const unsigned char numbers[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    const __m512i all = _mm512_loadu_si512(numbers);
    uint32_t room[BITPACK_ROW + 64];
    unsigned found = 0;
    for (uint64_t at = 0; at < size && at < UINT32_MAX / 8 - 8; at += 8) {
        uint64_t word = bitpack_word(in + at, size - at);
        __m512i these = _mm512_maskz_compress_epi8(word, all), base = _mm512_set1_epi32((int)(8 * at));
        unsigned count = (unsigned)__builtin_popcountll(word);
        _mm512_storeu_si512(room + found, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(these))));
        if (count > 16)
            _mm512_storeu_si512(room + found + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(
                                                                     _mm512_extracti32x4_epi32(these, 1))));
        if (count > 32)
            _mm512_storeu_si512(room + found + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(
                                                                     _mm512_extracti32x4_epi32(these, 2))));
        if (count > 48)
            _mm512_storeu_si512(room + found + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(
                                                                     _mm512_extracti32x4_epi32(these, 3))));
        found += count;
        if (found >= BITPACK_ROW) {
            memcpy(places, room, BITPACK_ROW * sizeof *places);
            return places[BITPACK_ROW - 1] / 8 + 1;
        }
    }
    return 0;
}

void bitpack_sum(uint32_t *numbers, uint32_t before) {
    if (__builtin_cpu_supports("avx512f"))
        sum_avx512(numbers, before);
    else
        sum_sse2(numbers, before);
}

uint64_t bitpack_places(const unsigned char *in, uint64_t size, uint32_t *places) {
    if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512bw"))
        return places_avx512(in, size, places);
    return bitpack_places_plain(in, size, places);
}

#else

void bitpack_sum(uint32_t *numbers, uint32_t before) {
    bitpack_sum_plain(numbers, before);
}

uint64_t bitpack_places(const unsigned char *in, uint64_t size, uint32_t *places) {
    return bitpack_places_plain(in, size, places);
}

#endif
