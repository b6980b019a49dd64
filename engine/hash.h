/* hash.h: 64-bit hashes of bytes and of characters, for telling contents and keys apart (not for secrets).
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_HASH_H
#define ENGINE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HASH_START UINT64_C(0x9E3779B97F4A7C15)

/* Eight bytes as a number, the first one lowest, on machines of either byte order. */
static inline uint64_t load_le64(const void *bytes) {
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

/* Takes one more value into a hash. */
static inline uint64_t hash_step(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ (hash >> 32);
}

/* Takes bytes into a hash, eight at a time; many in four lanes, as one step has to wait for the one before.  The same
 * on machines of either byte order.  The same bytes in other portions give another hash. */
static inline uint64_t hash_bytes(uint64_t hash, const void *data, size_t size) {
    const char *bytes = data;
    size_t at = 0;
    if (size >= 64) {
        uint64_t a = hash, b = hash + 1, c = hash + 2, d = hash + 3;
        for (; size - at >= 32; at += 32) {
            a = hash_step(a, load_le64(bytes + at));
            b = hash_step(b, load_le64(bytes + at + 8));
            c = hash_step(c, load_le64(bytes + at + 16));
            d = hash_step(d, load_le64(bytes + at + 24));
        }
        hash = hash_step(hash_step(hash_step(a, b), c), d);
    }
    for (; size - at >= 8; at += 8)
        hash = hash_step(hash, load_le64(bytes + at));
    uint64_t value = 0;
    for (unsigned shift = 0; at < size; at++, shift += 8)
        value |= (uint64_t)(unsigned char)bytes[at] << shift;
    return hash_step(hash_step(hash, value), size);
}

#endif
