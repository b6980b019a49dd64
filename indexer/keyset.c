/* keyset.c: a compact set of 64-bit hashes: open addressing, no hash is 0.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/keyset.h"

#include <stdlib.h>

/* Where a hash is, or the empty slot where it would be.  0 marks an empty slot, so that a hash of 0 is taken
 * for 1. */
static size_t find(const keyset *set, uint64_t hash) {
    size_t at = (size_t)(hash ^ hash >> 29) & (set->capacity - 1);
    while (set->slots[at] != 0 && set->slots[at] != hash)
        at = (at + 1) & (set->capacity - 1);
    return at;
}

static int grow(keyset *set) {
    keyset larger = {.capacity = set->capacity == 0 ? 64 : set->capacity * 2, .count = set->count};
    if (larger.capacity > SIZE_MAX / 2 / sizeof *larger.slots)
        return -1;
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        return -1;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i] != 0)
            larger.slots[find(&larger, set->slots[i])] = set->slots[i];
    free(set->slots);
    *set = larger;
    return 0;
}

int keyset_put(keyset *set, uint64_t hash) {
    hash += hash == 0;
    if (set->count >= set->capacity / 4 * 3 && grow(set) != 0)
        return -1;
    size_t at = find(set, hash);
    if (set->slots[at] == hash)
        return 0;
    set->slots[at] = hash;
    set->count++;
    return 1;
}

int keyset_has(const keyset *set, uint64_t hash) {
    hash += hash == 0;
    return set->capacity > 0 && set->slots[find(set, hash)] == hash;
}

void keyset_free(keyset *set) {
    free(set->slots);
    *set = (keyset){0};
}
