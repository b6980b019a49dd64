/* count.h: how many passages have any of some words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_COUNT_H
#define ENGINE_PACKED_COUNT_H

#include "engine/packed/shape.h"

/* The passages of frequent words as bits, kept from search to search, as the same words come again. {0} has none. */
#define FREQUENT_KEPT 64
/* What they take at the most; a segment whose bits take over a quarter of it keeps none. */
#define FREQUENT_BYTES ((size_t)8 << 20)

typedef struct frequent_words {
    struct {
        const unsigned char *list; /* where the word's list lies, which names it; NULL: none */
        uint64_t *bits;
        size_t bytes;
        uint64_t used; /* when it was last */
    } kept[FREQUENT_KEPT];
    size_t bytes;
    uint64_t uses;
} frequent_words;

void frequent_free(frequent_words *words);

/* Adds the passages (grouped: articles) of the segment that have any of the shape's optional words to the matches; it
 * has neither required words nor checks.  DOSSIER_OK or an error. */
int count_any(searching *x, const shape *s);

#endif
