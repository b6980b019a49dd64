/* keyset.h: a compact set of 64-bit hashes: keys met, paths seen.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_KEYSET_H
#define INDEXER_KEYSET_H

#include <stddef.h>
#include <stdint.h>

/* {0} is an empty set.  About 12 bytes a member; two different keys share a hash once in 2^64 pairs. */
typedef struct keyset {
    uint64_t *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} keyset;

/* Puts a hash in.  Returns 1 where it is new, 0 where it was there, -1 where there is no memory. */
int keyset_put(keyset *set, uint64_t hash);

int keyset_has(const keyset *set, uint64_t hash);

/* Frees the memory; the set is {0} again. */
void keyset_free(keyset *set);

#endif
