/* rank_near.c: what neighbours in the query are worth where they stand near each other.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/rank_near.h"

#include <stdlib.h>

#include "engine/bm25.h"

/* Words less than so far apart are near each other. */
#define WINDOW 8
/* What a pair counts for, against a word of the lesser weight of its two. */
#define PAIR 0.5

/* A wanted word of the passage. */
typedef struct spot {
    uint32_t word; /* its place among the words */
    uint32_t term; /* index among the wanted */
} spot;

/* How often a term has the next one of the query as its neighbour. */
typedef struct pair {
    uint32_t next_to;
    uint32_t near;
} pair;

static size_t list_spots(const wanted_text *t, const uint32_t *found, spot *spots) {
    size_t count = 0;
    uint32_t word = 0;
    for (size_t i = 0; i < t->count; i++) {
        /* What ends the title is near nothing that begins the text. */
        word += i == t->title_tokens ? WINDOW : 0;
        if (t->tokens[i].joined)
            continue;
        if (found[i] != 0)
            spots[count++] = (spot){word, found[i] - 1};
        word++;
    }
    return count;
}

/* Counts the pair that spot i may begin. */
static void count_pair(const spot *spots, size_t count, size_t i, pair *p) {
    uint32_t next = spots[i].term + 1;
    int near = 0;
    for (size_t k = i; k-- > 0 && spots[i].word - spots[k].word < WINDOW;)
        near |= spots[k].term == next;
    for (size_t k = i + 1; k < count && spots[k].word - spots[i].word < WINDOW; k++) {
        near |= spots[k].term == next;
        p->next_to += spots[k].term == next && spots[k].word == spots[i].word + 1;
    }
    p->near += (uint32_t)near;
}

int rank_near(const wants *wanted, const wanted_text *t, double inverse_norm, double *out) {
    size_t terms = wanted->term_count;
    *out = 0;
    if (terms < 2 || t->count == 0)
        return 0;
    spot *spots = malloc(t->count * sizeof *spots);
    uint32_t *found = malloc(t->count * sizeof *found);
    pair *pairs = calloc(terms, sizeof *pairs);
    size_t count = 0;
    int failed = spots == NULL || pairs == NULL || found == NULL;
    if (!failed) {
        wanted_find(wanted, t, found);
        count = list_spots(t, found, spots);
    }
    for (size_t i = 0; i < count; i++)
        count_pair(spots, count, i, &pairs[spots[i].term]);
    for (size_t i = 0; i + 1 < terms && count > 0; i++) {
        double one = wanted->terms[i].weight, other = wanted->terms[i + 1].weight;
        double weight = PAIR / 2 * (one < other ? one : other);
        *out += bm25_part(weight, pairs[i].next_to, inverse_norm) + bm25_part(weight, pairs[i].near, inverse_norm);
    }
    free(spots);
    free(found);
    free(pairs);
    return -failed;
}
