/* rank_expand.c: words to ask for besides those of the query, taken from the first hits.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/rank_expand.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "query/resolve.h"

/* The words added, and those whose frequency is looked up to choose them. */
#define TERMS 20
#define TERMS_LOOKED_UP 64
/* What the best word added counts for, against a word of the query. */
#define WORTH 0.3
/* The power of a passage's score against the best one's. */
#define SHARPNESS 8

/* A term of the sources. */
typedef struct counted {
    term_id id;
    uint32_t source; /* 1 + the one that is being counted; 0: the slot is free */
    uint32_t count;  /* in it */
    double worth;
    dossier_str raw; /* the word as written, where it first stood */
    dossier_str text;
} counted;

/* A hash table of them. */
typedef struct table {
    counted *slots;
    size_t mask;
} table;

static counted *slot_of(const table *t, term_id id) {
    size_t at = ((id * 0x9E3779B1u) >> 4) & t->mask;
    while (t->slots[at].source != 0 && t->slots[at].id != id)
        at = (at + 1) & t->mask;
    return &t->slots[at];
}

/* Adds what a term's count in the source that it was counted in is worth. */
static void settle(counted *c, const rank_source *sources) {
    const rank_source *s = &sources[c->source - 1];
    double fit = pow(s->score / sources[0].score, SHARPNESS);
    c->worth += bm25_part(fit, c->count, s->inverse_norm);
    c->count = 0;
}

/* A source's term by the number that the first source's words have for it. */
static term_id id_of(const rank_source *sources, const rank_source *s, term_id id) {
    if (s->words == sources[0].words)
        return id;
    const term *named = vocabulary_term(s->words, id);
    return vocabulary_stem(sources[0].words, named->text, named->size);
}

static int count_source(const table *t, const rank_source *sources, size_t which) {
    const rank_source *s = &sources[which];
    for (size_t i = 0; i < s->tokens.count; i++) {
        const token *word = &s->tokens.items[i];
        term_id id = id_of(sources, s, word->term);
        if (id == TERM_NONE)
            return -1;
        counted *c = slot_of(t, id);
        if (c->source == 0) {
            const char *from = i < s->title_tokens ? s->hit->article.title.data : s->hit->passage.text.data;
            *c = (counted){.id = id, .raw = {from + word->start, word->end - word->start}};
        } else if (c->source != which + 1) {
            settle(c, sources);
        }
        c->source = (uint32_t)which + 1;
        c->count++;
    }
    return 0;
}

/* The one of more worth first; of equal ones that whose text is less, whatever numbers they have. */
static int compare_counted(const void *a, const void *b) {
    const counted *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth < y->worth ? 1 : -1;
    size_t size = x->text.size < y->text.size ? x->text.size : y->text.size;
    int order = memcmp(x->text.data, y->text.data, size);
    return order != 0 ? order : (x->text.size > y->text.size) - (x->text.size < y->text.size);
}

/* Moves the terms to the table's beginning, the best first, without stop words; returns their number. */
static size_t list_terms(const table *t, const rank_source *sources) {
    const vocabulary *words = sources[0].words;
    size_t count = 0;
    for (size_t i = 0; i <= t->mask; i++) {
        counted c = t->slots[i];
        if (c.source == 0 || vocabulary_is_stop(words, c.raw.data, c.raw.size))
            continue;
        settle(&c, sources);
        const term *named = vocabulary_term(words, c.id);
        c.text = (dossier_str){named->text, named->size};
        t->slots[count++] = c;
    }
    if (count > 1)
        qsort(t->slots, count, sizeof *t->slots, compare_counted);
    return count;
}

/* Gives the first terms their idf, and puts the best first again; returns the number of those that help. */
static int weigh(const ranking *r, counted *terms, size_t count, double passages, size_t *kept, dossier_error *err) {
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t frequency;
        int status = rank_frequency(r, terms[i].text, &frequency, err);
        if (status != DOSSIER_OK)
            return status;
        /* A term that only this passage has finds no other. */
        if (frequency < 2)
            continue;
        terms[i].worth *= bm25_weight(1, passages, (double)frequency);
        terms[i].count = (uint32_t)frequency;
        terms[(*kept)++] = terms[i];
    }
    if (*kept > 1)
        qsort(terms, *kept, sizeof *terms, compare_counted);
    *kept = *kept < TERMS ? *kept : TERMS;
    return DOSSIER_OK;
}

static int add_terms(const counted *terms, size_t count, const char *lang, double passages, rank_terms *out,
                     dossier_error *err) {
    for (size_t i = 0; i < count && terms[0].worth > 0; i++) {
        double worth = WORTH * terms[i].worth / terms[0].worth;
        double weight = bm25_weight(worth, passages, terms[i].count);
        /* In the article as in the passage: looking up so many terms' articles costs more than it gives. */
        if (rank_terms_add(out, (rank_term){terms[i].text, lang, worth, weight, weight}) != 0)
            return error_memory(err);
    }
    return DOSSIER_OK;
}

int rank_expand(const ranking *r, const rank_source *sources, size_t count, rank_terms *out, dossier_error *err) {
    size_t tokens = 0, slots = 64, kept;
    uint64_t passages;
    double average;
    if (count == 0 || !(sources[0].score > 0))
        return DOSSIER_OK;
    const char *lang = vocabulary_lang(sources[0].words);
    for (size_t i = 0; i < count; i++)
        tokens += sources[i].tokens.count;
    while (slots < 2 * tokens)
        slots *= 2;
    table t = {calloc(slots, sizeof *t.slots), slots - 1};
    if (t.slots == NULL)
        return error_memory(err);
    int status = DOSSIER_OK;
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++)
        if (strcmp(vocabulary_lang(sources[i].words), lang) == 0 && count_source(&t, sources, i) != 0)
            status = error_memory(err);
    size_t listed = status == DOSSIER_OK ? list_terms(&t, sources) : 0;
    session_sums(r->s, &passages, &average);
    if (status == DOSSIER_OK)
        status = weigh(r, t.slots, listed < TERMS_LOOKED_UP ? listed : TERMS_LOOKED_UP, (double)passages, &kept, err);
    if (status == DOSSIER_OK)
        status = add_terms(t.slots, kept, lang, (double)passages, out, err);
    free(t.slots);
    return status;
}
