/* rank_expand.c: words to ask for besides those of the query, taken from the first hits.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/rank_expand.h"

#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "query/resolve.h"

/* The words added, and those whose frequency is looked up to choose them. */
#define TERMS 20
#define TERMS_LOOKED_UP 48
/* What the best word added counts for, against a word of the query. */
#define WORTH 0.3

/* A term of the sources. */
typedef struct counted {
    term_id id;
    uint32_t source; /* the one that is being counted */
    uint32_t count;  /* in it */
    uint64_t frequency;
    double worth;
    dossier_str raw; /* the word as written, where it first stood */
    dossier_str text;
} counted;

/* The terms, found by their numbers. */
typedef struct table {
    counted *items;
    size_t count;
    uint32_t *slots; /* 1 + the index of the item; 0: the slot is free */
    size_t mask;
} table;

/* A table with room for so many terms; -1 where there is no memory. */
static int table_make(table *t, size_t terms) {
    size_t slots = 64;
    while (slots < 2 * terms)
        slots *= 2;
    *t = (table){malloc((terms + 1) * sizeof *t->items), 0, calloc(slots, sizeof *t->slots), slots - 1};
    return t->items == NULL || t->slots == NULL ? -1 : 0;
}

static void table_free(table *t) {
    free(t->items);
    free(t->slots);
}

/* The term with a number; *added is 1 where it is new. */
static counted *table_find(table *t, term_id id, int *added) {
    size_t at = ((id * 0x9E3779B1u) >> 4) & t->mask;
    while (t->slots[at] != 0 && t->items[t->slots[at] - 1].id != id)
        at = (at + 1) & t->mask;
    *added = t->slots[at] == 0;
    if (*added) {
        t->items[t->count] = (counted){.id = id};
        t->slots[at] = (uint32_t)++t->count;
    }
    return &t->items[t->slots[at] - 1];
}

/* Adds what a term's count in the source that it was counted in is worth. */
static void settle(counted *c, const rank_source *sources, const double *fits) {
    c->worth += bm25_part(fits[c->source], c->count, sources[c->source].inverse_norm);
    c->count = 0;
}

/* A source's term by the number that the first source's words have for it. */
static term_id id_of(const rank_source *sources, const rank_source *s, term_id id) {
    if (s->words == sources[0].words)
        return id;
    const term *named = vocabulary_term(s->words, id);
    return vocabulary_stem(sources[0].words, named->text, named->size);
}

static int count_source(table *t, const rank_source *sources, const double *fits, size_t which) {
    const rank_source *s = &sources[which];
    for (size_t i = 0; i < s->tokens.count; i++) {
        const token *word = &s->tokens.items[i];
        int added;
        term_id id = id_of(sources, s, word->term);
        if (id == TERM_NONE)
            return -1;
        counted *c = table_find(t, id, &added);
        if (added) {
            const char *from = i < s->title_tokens ? s->hit->article.title.data : s->hit->passage.text.data;
            c->raw = (dossier_str){from + word->start, word->end - word->start};
        } else if (c->source != which) {
            settle(c, sources, fits);
        }
        c->source = (uint32_t)which;
        c->count++;
    }
    return 0;
}

/* How much a passage whose score is this part of the best one's counts: the part's eighth power. */
static double sharp(double part) {
    double square = part * part, fourth = square * square;
    return fourth * fourth;
}

static int count_all(table *t, const rank_source *sources, size_t count) {
    double fits[RANK_READ];
    const char *lang = vocabulary_lang(sources[0].words);
    for (size_t i = 0; i < count; i++) {
        fits[i] = sharp(sources[i].score / sources[0].score);
        if (strcmp(vocabulary_lang(sources[i].words), lang) == 0 && count_source(t, sources, fits, i) != 0)
            return -1;
    }
    for (size_t i = 0; i < t->count; i++)
        settle(&t->items[i], sources, fits);
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

/* Fills `best` with the terms of most worth, the best first, without stop words; returns their number. */
static size_t choose(const table *t, const vocabulary *words, counted best[TERMS_LOOKED_UP]) {
    size_t count = 0;
    for (size_t i = 0; i < t->count; i++) {
        counted *c = &t->items[i];
        if (count == TERMS_LOOKED_UP && c->worth < best[count - 1].worth)
            continue;
        const term *named = vocabulary_term(words, c->id);
        c->text = (dossier_str){named->text, named->size};
        size_t place = count;
        while (place > 0 && compare_counted(c, &best[place - 1]) < 0)
            place--;
        /* Asked last, as it costs most. */
        if (place == TERMS_LOOKED_UP || vocabulary_is_stop(words, c->raw.data, c->raw.size))
            continue;
        count += count < TERMS_LOOKED_UP;
        memmove(best + place + 1, best + place, (count - 1 - place) * sizeof *best);
        best[place] = *c;
    }
    return count;
}

/* Gives terms their idf, puts the best first again, and keeps TERMS of them. */
static int weigh(const ranking *r, counted *terms, size_t count, double passages, size_t *kept, dossier_error *err) {
    *kept = 0;
    for (size_t i = 0; i < count; i++) {
        int status = rank_frequency(r, terms[i].text, &terms[i].frequency, err);
        if (status != DOSSIER_OK)
            return status;
        /* A term that only this passage has finds no other. */
        if (terms[i].frequency < 2)
            continue;
        terms[i].worth *= bm25_weight(1, passages, (double)terms[i].frequency);
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
        double weight = bm25_weight(worth, passages, (double)terms[i].frequency);
        /* In the article as in the passage: looking up so many terms' articles costs more than it gives. */
        if (rank_terms_add(out, (rank_term){terms[i].text, {NULL, 0}, lang, worth, weight, weight}) != 0)
            return error_memory(err);
    }
    return DOSSIER_OK;
}

int rank_expand(const ranking *r, const rank_source *sources, size_t count, rank_terms *out, dossier_error *err) {
    counted best[TERMS_LOOKED_UP];
    size_t tokens = 0, kept;
    uint64_t passages;
    double average;
    table t;
    if (count == 0 || !(sources[0].score > 0))
        return DOSSIER_OK;
    for (size_t i = 0; i < count; i++)
        tokens += sources[i].tokens.count;
    int failed = table_make(&t, tokens) != 0 || count_all(&t, sources, count) != 0;
    int status = failed ? error_memory(err) : DOSSIER_OK;
    size_t listed = failed ? 0 : choose(&t, sources[0].words, best);
    table_free(&t);
    session_sums(r->s, &passages, &average);
    if (status == DOSSIER_OK)
        status = weigh(r, best, listed, (double)passages, &kept, err);
    if (status == DOSSIER_OK)
        status = add_terms(best, kept, vocabulary_lang(sources[0].words), (double)passages, out, err);
    return status;
}
