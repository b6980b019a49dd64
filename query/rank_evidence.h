/* rank_evidence.h: the terms that hits are scored by, and how often they stand in the hits' passages and articles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_RANK_EVIDENCE_H
#define QUERY_RANK_EVIDENCE_H

#include "query/rank.h"

/* A term and what it is worth. */
typedef struct rank_term {
    dossier_str text;
    form_set forms;        /* the forms that count */
    const char *lang;      /* the passages that it is looked for in; static */
    double count;          /* the formula's q */
    double weight;         /* in a passage */
    double article_weight; /* in a whole article */
} rank_term;

typedef struct rank_terms {
    rank_term *items;
    size_t count;
    size_t capacity;
} rank_terms;

/* Adds a term; -1 where there is no memory. */
int rank_terms_add(rank_terms *terms, rank_term item);
void rank_terms_free(rank_terms *terms);

/* Gathers the terms that a part's query scores; with `articles`, what they are worth in articles too. */
int rank_terms_of_query(const ranking *r, size_t part, int articles, rank_terms *out, dossier_error *err);

/* The number of passages that a term is in, in all parts. */
int rank_frequency(const ranking *r, dossier_str text, uint64_t *out, dossier_error *err);

/* The number of articles that have a term in one of these forms, in all parts. */
int rank_article_frequency(const ranking *r, dossier_str text, const form_set *forms, uint64_t *out,
                           dossier_error *err);

/* What to add to the hits' scores for terms. */
typedef struct rank_parts {
    int passages; /* the terms' parts in the passage */
    int articles; /* the terms' parts in the whole article */
    int titles;   /* what they would gain in the passage where they stand in the title, if that stood there once more */
} rank_parts;

/* Adds to the scores of the hits of one part. */
int rank_add(const ranking *r, size_t part, const rank_terms *terms, rank_parts parts, found *hits, size_t count,
             dossier_error *err);

#endif
