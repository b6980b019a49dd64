/* wanted.h: the words and runs of words that a query looks for, to be found in a passage's tokens.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_WANTED_H
#define QUERY_WANTED_H

#include "engine/query.h"
#include "engine/text/analyzer.h"

/* A term that the query looks for. */
typedef struct wanted_term {
    term_id id;
    int loose; /* it stands in the query outside of phrases too: each of its words is a match */
    double weight;
    dossier_str text;
    form_set forms; /* only words in these forms are it */
    uint32_t next;  /* 1 + another wanted term with this id, which is meant in other forms; 0: none */
} wanted_term;

/* Terms that the query looks for together. */
typedef struct wanted_run {
    const query_node *node; /* QUERY_PHRASE or QUERY_NEAR */
    uint32_t *terms;        /* the children, as indexes into the wanted terms */
} wanted_run;

typedef struct wanted_slot wanted_slot;

/* All that is wanted; {0} is empty. */
typedef struct wants {
    wanted_term *terms;
    size_t term_count;
    wanted_run *runs;
    size_t run_count;
    uint32_t *run_terms; /* the memory of all runs */
    size_t run_term_count;
    wanted_slot *slots;  /* a hash table of the terms */
    uint32_t slot_mask;
    uint64_t some;       /* bit (id & 63) is set for each term: most words are told from all terms by it */
    const vocabulary *words;
} wants;

/* Tokens, and where they are from. */
typedef struct wanted_text {
    const token *tokens;
    size_t count;
    size_t title_tokens; /* the first of them are of `title`, the others of `text` */
    const char *title, *text;
} wanted_text;

/* Fills an empty one from a resolved tree, which must outlive it, as must v.  What stands behind NOT is not looked for.
 * Returns 0, or -1 where there is no memory. */
int wanted_collect(wants *w, const query_node *root, vocabulary *v);
void wanted_free(wants *w);

/* Finds what is wanted in tokens: found[i] is, for each, 1 + the index of the term that it is a match for, or 0. */
void wanted_find(const wants *w, const wanted_text *t, uint32_t *found);

#endif
