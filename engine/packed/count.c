/* count.c: how many passages have any of some words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/count.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/bitset.h"

/* A word is frequent where at least one passage in so many has it. */
#define FREQUENT_ONE_IN 64

static size_t words_of(const searching *x) {
    return ((size_t)x->segment->passages + 63) / 64;
}

/* Adds a list's passages. */
static int add_list(searching *x, term_list *t, uint64_t *bits) {
    for (uint32_t block = 0; block < t->view.blocks; block++) {
        int status = term_load(t, block);
        if (status != DOSSIER_OK)
            return plan_damaged(x, status, "postings");
        if (t->b.size == LIST_BLOCK)
            bitset_add_block(bits, t->b.passages, 0);
        else
            for (uint32_t i = 0; i < t->b.size; i++)
                bitset_add(bits, t->b.passages[i]);
    }
    return DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------ frequent words */

static void forget(frequent_words *words, size_t i) {
    free(words->kept[i].bits);
    words->bytes -= words->kept[i].bytes;
    memset(&words->kept[i], 0, sizeof words->kept[i]);
}

void frequent_free(frequent_words *words) {
    for (size_t i = 0; i < FREQUENT_KEPT; i++)
        forget(words, i);
}

/* Forgets the word that was used longest ago. */
static void forget_oldest(frequent_words *words) {
    size_t oldest = FREQUENT_KEPT;
    for (size_t i = 0; i < FREQUENT_KEPT; i++)
        if (words->kept[i].bits != NULL &&
            (oldest == FREQUENT_KEPT || words->kept[i].used < words->kept[oldest].used))
            oldest = i;
    forget(words, oldest);
}

/* The place of the word, or a free one for it. */
static size_t place_of(frequent_words *words, const unsigned char *list, size_t bytes) {
    size_t free_place = FREQUENT_KEPT;
    for (size_t i = 0; i < FREQUENT_KEPT; i++) {
        if (words->kept[i].list == list)
            return i;
        free_place = words->kept[i].bits == NULL ? i : free_place;
    }
    if (free_place < FREQUENT_KEPT && words->bytes + bytes <= FREQUENT_BYTES)
        return free_place;
    forget_oldest(words);
    return place_of(words, list, bytes);
}

/* The bits of a frequent word. */
static int frequent_bits(searching *x, term_list *t, const uint64_t **out) {
    frequent_words *words = x->frequent;
    const unsigned char *list = t->view.list.data;
    size_t bytes = words_of(x) * sizeof(uint64_t), place = place_of(words, list, bytes);
    if (words->kept[place].bits == NULL) {
        uint64_t *bits = calloc(words_of(x), sizeof *bits);
        int status = bits == NULL ? error_memory(x->err) : add_list(x, t, bits);
        if (status != DOSSIER_OK) {
            free(bits);
            return status;
        }
        words->kept[place].list = list;
        words->kept[place].bits = bits;
        words->kept[place].bytes = bytes;
        words->bytes += bytes;
    }
    words->kept[place].used = ++words->uses;
    *out = words->kept[place].bits;
    return DOSSIER_OK;
}

static int add_word(searching *x, term_list *t, uint64_t *bits) {
    const uint64_t *known;
    size_t count = words_of(x);
    if (t->view.list.is_made || t->view.list.frequency < x->segment->passages / FREQUENT_ONE_IN ||
        count * sizeof *bits > FREQUENT_BYTES / 4)
        return add_list(x, t, bits);
    int status = frequent_bits(x, t, &known);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++)
        bits[i] |= known[i];
    return status;
}

/* ------------------------------------------------------------------------------------------------------ counting */

/* The articles that have a passage among the bits. */
static int count_articles(searching *x, const uint64_t *bits) {
    const uint32_t *first = x->segment->first_passage;
    for (uint32_t a = 0; a < x->segment->articles; a++) {
        if (first[a] >= first[a + 1] || first[a + 1] > x->segment->passages)
            return plan_damaged(x, DOSSIER_ERR_DAMAGED, "first passages");
        x->matched += (uint64_t)bitset_any(bits, first[a], first[a + 1]);
    }
    return DOSSIER_OK;
}

int count_any(searching *x, const shape *s) {
    size_t count = words_of(x);
    arena_mark mark = arena_here(x->space);
    uint64_t *bits = arena_take_clear(x->space, count * sizeof *bits);
    int status = bits == NULL ? error_memory(x->err) : DOSSIER_OK;
    for (size_t i = 0; i < s->optional_count && status == DOSSIER_OK; i++)
        status = add_word(x, s->optional[i], bits);
    for (size_t i = 0; i < count && status == DOSSIER_OK && x->segment->removed != NULL; i++)
        bits[i] &= ~x->segment->removed[i];
    if (status == DOSSIER_OK && x->top.grouped)
        status = count_articles(x, bits);
    else if (status == DOSSIER_OK)
        x->matched += x->ones(bits, count);
    arena_back(x->space, mark);
    return status;
}
