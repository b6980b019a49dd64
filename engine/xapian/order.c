/* order.c: the order of a passage's words, packed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/order.h"

#include <stdlib.h>
#include <string.h>

/* Up to so many terms, two bytes tell them apart with a few seeds. */
#define NARROW_TERMS 400
#define SEEDS 256

static uint32_t seeded(uint64_t hash, unsigned seed, int wide) {
    hash = (hash ^ (uint64_t)seed * 0xD6E8FEB86659FD93u) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(hash >> (wide ? 32 : 48));
}

static int compare_hashes(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Fills hashes by place; 1 where no two are equal. */
static int hashes_differ(const passage_terms *p, const vocabulary *v, unsigned seed, int wide, uint32_t *hashes,
                         uint32_t *sorted) {
    for (size_t i = 0; i < p->count; i++)
        hashes[i] = seeded(vocabulary_term(v, p->items[i].id)->hash, seed, wide);
    memcpy(sorted, hashes, p->count * sizeof *sorted);
    qsort(sorted, p->count, sizeof *sorted, compare_hashes);
    for (size_t i = 1; i < p->count; i++)
        if (sorted[i] == sorted[i - 1])
            return 0;
    return 1;
}

static int put_terms(const uint32_t *hashes, size_t count, unsigned seed, int wide, buffer *out) {
    int failed = buffer_put_varint(out, 2 * (uint64_t)count + (unsigned)wide);
    failed |= buffer_put_byte(out, (unsigned char)seed);
    for (size_t i = 0; i < count && !failed; i++)
        for (unsigned shift = 0; shift < (wide ? 32u : 16u) && !failed; shift += 8)
            failed = buffer_put_byte(out, (unsigned char)(hashes[i] >> shift));
    return failed;
}

int order_pack(const passage_terms *p, const vocabulary *v, buffer *out) {
    uint32_t *hashes = malloc((2 * p->count + 1) * sizeof *hashes);
    if (hashes == NULL)
        return -1;
    int wide = p->count > NARROW_TERMS;
    unsigned seed = 0;
    while (!hashes_differ(p, v, seed, wide, hashes, hashes + p->count)) {
        if (++seed == SEEDS) {
            /* Equal 64-bit hashes would never end it: leave it at that. */
            if (wide)
                break;
            seed = 0;
            wide = 1;
        }
    }
    int failed = put_terms(hashes, p->count, seed % SEEDS, wide, out);
    free(hashes);
    const char *sequence = p->sequence.data;
    for (size_t at = 0; at < p->sequence.size && !failed; at += sizeof(uint32_t)) {
        uint32_t place;
        memcpy(&place, sequence + at, sizeof place);
        failed = buffer_put_varint(out, place);
    }
    return failed;
}

/* The place of the term with this hash; 0 where the passage has none such. */
static uint64_t place_of(const unsigned char *terms, uint64_t count, uint64_t hash, unsigned seed, int wide) {
    uint32_t wanted = seeded(hash, seed, wide);
    for (uint64_t i = 0; i < count; i++) {
        const unsigned char *t = terms + i * (wide ? 4 : 2);
        uint32_t have = wide ? t[0] | (uint32_t)t[1] << 8 | (uint32_t)t[2] << 16 | (uint32_t)t[3] << 24
                             : t[0] | (uint32_t)t[1] << 8;
        if (have == wanted)
            return i + 1;
    }
    return 0;
}

/* Looks for the places one after the other in the sequence at the cursor. */
static int has_run(cursor *c, const uint64_t *places, size_t count, int title) {
    /* Bit i of `open`: the last i + 1 words read are the phrase's first i + 1. */
    uint64_t open = 0, last = (uint64_t)1 << (count - 1);
    while (c->at < c->size) {
        uint64_t place = cursor_varint(c);
        if (c->bad)
            return -1;
        if (place == 0 && title)
            return 0;
        uint64_t here = 0;
        for (size_t i = 0; i < count; i++)
            here |= (uint64_t)(places[i] == place) << i;
        open = (open << 1 | 1) & here;
        if (open & last)
            return 1;
    }
    return 0;
}

/* In order: for each of the words, where the latest beginning of all up to it stands. */
static int has_ordered(cursor *c, const uint64_t *places, size_t count, uint32_t span, int title) {
    uint64_t begin[ORDER_MAX] = {0}; /* from 1; 0: none yet */
    for (uint64_t position = 1; c->at < c->size; position++) {
        uint64_t place = cursor_varint(c);
        if (c->bad)
            return -1;
        if (place == 0 && title)
            return 0;
        for (size_t i = count; i-- > 0;)
            if (places[i] == place)
                begin[i] = i > 0 ? begin[i - 1] : position;
        if (place == places[count - 1] && begin[count - 1] != 0 && position - begin[count - 1] <= span)
            return 1;
    }
    return 0;
}

/* In any order: for each distinct word the last positions, as many as times it is wanted.  The words end at the one
 * just read where the oldest of all those is near enough. */
static int has_unordered(cursor *c, const uint64_t *places, size_t count, uint32_t span, int title) {
    uint64_t last[ORDER_MAX] = {0}; /* of equal words the latest first; 0: none yet */
    for (uint64_t position = 1; c->at < c->size; position++) {
        uint64_t place = cursor_varint(c), moving = position, oldest = position;
        if (c->bad)
            return -1;
        if (place == 0 && title)
            return 0;
        for (size_t i = 0; i < count; i++) {
            if (places[i] == place) {
                uint64_t before = last[i];
                last[i] = moving;
                moving = before;
            }
            oldest = last[i] < oldest ? last[i] : oldest;
        }
        if (moving != position && oldest != 0 && position - oldest <= span)
            return 1;
    }
    return 0;
}

/* Opens a packed order and finds the terms' places in it, at most ORDER_MAX: 1 with the cursor at the sequence, 0 where
 * one of them is not there, or -1. */
static int find_places(const char *packed, size_t size, const uint64_t *hashes, size_t count, uint64_t *places,
                       cursor *out) {
    cursor c = cursor_of(packed, size);
    uint64_t head = cursor_varint(&c);
    const unsigned char *seed = (const unsigned char *)cursor_bytes(&c, 1);
    int wide = (int)(head & 1);
    uint64_t terms = head / 2;
    if (seed == NULL || terms > size)
        return -1;
    const char *table = cursor_bytes(&c, (size_t)terms * (wide ? 4 : 2));
    if (table == NULL || count == 0 || count > ORDER_MAX)
        return -1;
    for (size_t i = 0; i < count; i++) {
        places[i] = place_of((const unsigned char *)table, terms, hashes[i], *seed, wide);
        if (places[i] == 0)
            return 0;
    }
    *out = c;
    return 1;
}

int order_has_phrase(const char *packed, size_t size, const uint64_t *hashes, size_t count, int title) {
    uint64_t places[ORDER_MAX];
    cursor c;
    int found = find_places(packed, size, hashes, count, places, &c);
    return found == 1 ? has_run(&c, places, count, title) : found;
}

int order_has_near(const char *packed, size_t size, const uint64_t *hashes, size_t count, uint32_t span, int ordered,
                   int title) {
    uint64_t places[ORDER_MAX];
    cursor c;
    int found = find_places(packed, size, hashes, count, places, &c);
    if (found != 1)
        return found;
    return ordered ? has_ordered(&c, places, count, span, title) : has_unordered(&c, places, count, span, title);
}
