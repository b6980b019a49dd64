/* plan.h: a query tree made ready for one segment.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_PLAN_H
#define ENGINE_PACKED_PLAN_H

#include "engine/packed/restricted.h"
#include "engine/packed/search.h"
#include "engine/packed/term_list.h"
#include "engine/packed/top.h"

/* Passages are looked at in windows of so many, each node with a bit for each passage. */
#define WINDOW 8192
#define WINDOW_WORDS (WINDOW / 64)

/* How a search may go about it: tests force each. */
enum search_way { SEARCH_ANY, SEARCH_GENERAL };

struct search_memory {
    arena space;
    scoring scoring;
    enum search_way way;
    enum kernel_kind kernels;
    struct frequent_words *frequent; /* see count.h */
    restricted_lists *restricted;
};

/* What a search goes through. */
typedef struct searching {
    const search_request *request;
    const search_segment *segment;
    uint64_t segment_number;
    scoring *scoring;
    arena *space;
    enum search_way way;
    top top;
    uint64_t matched;
    uint64_t last_article; /* of the matches counted so far, when grouped; UINT64_MAX: none */
    struct frequent_words *frequent;
    restricted_lists **restricted;
    uint64_t (*ones)(const uint64_t *words, size_t count); /* as kernels.h has it */
    uint32_t near_article; /* the one asked for last */
    double *scores;        /* WINDOW of them */
    dossier_error *err;
} searching;

typedef struct plan_node {
    enum query_kind kind; /* never QUERY_PREFIX: those are groups */
    enum query_role role;
    enum query_field field;
    term_list *text;     /* QUERY_TERM of text or title: its passages */
    term_list *articles; /* QUERY_TERM of the other fields and title, QUERY_LANG: its articles */
    uint32_t span;
    int ordered;
    uint32_t from, to; /* QUERY_DATE: dates; QUERY_ARTICLE: passages, [from, to) */
    struct plan_node **children;
    size_t child_count;
    int scores;      /* whether it, or what is below it, adds to the score */
    uint64_t *bits;  /* of a window, once asked for */
    term_run *runs;  /* QUERY_PHRASE and _NEAR: each child's positions in one passage, and one more */
    size_t *order;   /* room for the children's numbers */
} plan_node;

/* Makes a tree ready for x->segment.  What cannot match is left out: the root may be QUERY_NONE. */
int plan_make(searching *x, const query_node *query, plan_node **out);

/* Whether a passage matches: 1, 0 or an error.  Passages should be asked for in rising order. */
int plan_test(searching *x, plan_node *node, uint32_t passage);

/* Whether a passage that has all the terms of a phrase (or of a QUERY_NEAR) has them as it says. */
int phrase_test(searching *x, plan_node *node, uint32_t passage);

/* The article of a passage, checked. */
int plan_article(searching *x, uint32_t passage, uint32_t *article);

/* Finds which of passages [from, to), at most a WINDOW, are there and match: WINDOW_WORDS words of bits. */
int evaluate_matches(searching *x, plan_node *root, uint32_t from, uint32_t to, uint64_t *bits);

/* Looks at passages [from, to) of at most a WINDOW: counts those that match, and adds hits. */
int evaluate_window(searching *x, plan_node *root, uint32_t from, uint32_t to, int count, int score);

/* Adds a match with its score to the best hits. */
static inline int plan_hit(searching *x, uint32_t passage, double score) {
    uint32_t article = 0;
    if (x->top.grouped) {
        int status = plan_article(x, passage, &article);
        if (status != DOSSIER_OK)
            return status;
    }
    top_add(&x->top, score, x->segment->base + passage, x->segment_number << 32 | article);
    return DOSSIER_OK;
}

static inline int plan_removed(const searching *x, uint32_t passage) {
    return x->segment->removed != NULL && x->segment->removed[passage / 64] >> passage % 64 & 1;
}

/* Counts a match; matches are counted in rising order. */
static inline int plan_count(searching *x, uint32_t passage) {
    if (x->request->group == DOSSIER_GROUP_ARTICLE) {
        uint32_t article;
        int status = plan_article(x, passage, &article);
        if (status != DOSSIER_OK)
            return status;
        if (x->last_article == (x->segment_number << 32 | article))
            return DOSSIER_OK;
        x->last_article = x->segment_number << 32 | article;
    }
    x->matched++;
    return DOSSIER_OK;
}

int plan_damaged(searching *x, int status, const char *section);

#endif
