/* seen.c: which keys were met before, told by their hashes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/seen.h"

#include <stdlib.h>

#include "engine/hash.h"

#define SLOTS_FIRST 4096
#define SLOTS_MOST ((size_t)1 << 22)

static uint64_t *find(const seen *s, uint64_t hash) {
    size_t i = hash & s->mask;
    while (s->slots[i] != 0 && s->slots[i] != hash)
        i = (i + 1) & s->mask;
    return &s->slots[i];
}

/* Makes room for one more; -1 where there is none. */
static int make_room(seen *s) {
    size_t slots = s->slots == NULL ? 0 : s->mask + 1;
    if (2 * (s->count + 1) <= slots)
        return 0;
    seen larger = {.count = s->count, .mask = (slots == 0 ? SLOTS_FIRST : 2 * slots) - 1};
    if (slots == SLOTS_MOST || (larger.slots = calloc(larger.mask + 1, sizeof *larger.slots)) == NULL)
        return -1;
    for (size_t i = 0; i < slots; i++)
        if (s->slots[i] != 0)
            *find(&larger, s->slots[i]) = s->slots[i];
    free(s->slots);
    *s = larger;
    return 0;
}

int seen_before(seen *s, const char *key, size_t size) {
    uint64_t hash = hash_bytes(HASH_START, key, size);
    hash += hash == 0;
    if (s->slots != NULL && *find(s, hash) == hash)
        return 1;
    if (make_room(s) == 0) {
        *find(s, hash) = hash;
        s->count++;
    }
    return 0;
}

void seen_forget(seen *s) {
    free(s->slots);
    *s = (seen){0};
}
