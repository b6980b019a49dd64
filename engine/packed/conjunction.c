/* conjunction.c: the best passages that have all of some words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The word with the fewest passages leads: a block of its passages is looked up in the list of the next, what is left
 * in that of the third, and so on. */
#include "engine/error.h"
#include "engine/packed/shape.h"

/* What the terms from each on can give together. */
typedef struct rests {
    double required[SHAPE_TERMS + 1];
    double optional[SHAPE_TERMS + 1];
} rests;

static void sort_by_frequency(term_list **terms, size_t count) {
    for (size_t i = 1; i < count; i++) {
        term_list *moving = terms[i];
        size_t to = i;
        for (; to > 0 && terms[to - 1]->view.list.frequency > moving->view.list.frequency; to--)
            terms[to] = terms[to - 1];
        terms[to] = moving;
    }
}

static int find_rests(searching *x, const shape *s, rests *r) {
    r->optional[s->optional_count] = 0;
    for (size_t i = s->optional_count; i-- > 0;) {
        int status = term_bound_all(s->optional[i], x->scoring, x->space);
        if (status != DOSSIER_OK)
            return plan_damaged(x, status, "postings");
        r->optional[i] = r->optional[i + 1] + s->optional[i]->most;
    }
    r->required[s->required_count] = r->optional[0];
    for (size_t i = s->required_count; i-- > 0;) {
        int status = term_bound_all(s->required[i], x->scoring, x->space);
        if (status != DOSSIER_OK)
            return plan_damaged(x, status, "postings");
        r->required[i] = r->required[i + 1] + s->required[i]->most;
    }
    return DOSSIER_OK;
}

/* The leader's block becomes candidates. */
static int lead(searching *x, term_list *t, uint32_t block, candidates *b) {
    int status = term_load(t, block);
    if (status == DOSSIER_OK && t->weight != 0)
        status = term_counts(t);
    if (status != DOSSIER_OK)
        return plan_damaged(x, status, "postings");
    b->count = t->b.size;
    for (uint32_t i = 0; i < t->b.size; i++)
        b->passages[i] = t->b.passages[i];
    if (t->weight != 0)
        scoring_parts(x->scoring, t->weight, t->b.passages, t->b.counts, t->b.size, b->scores);
    else
        for (uint32_t i = 0; i < t->b.size; i++)
            b->scores[i] = 0;
    return DOSSIER_OK;
}

/* Looks at a block of the leader's passages, for hits that score `bar` or more. */
static int search_block(searching *x, const shape *s, const rests *r, uint32_t block, double bar, candidates *b) {
    int status = lead(x, s->required[0], block, b);
    for (size_t i = 1; i < s->required_count && b->count > 0 && status == DOSSIER_OK; i++)
        status = candidates_add(x, b, s->required[i], 1, r->required[i + 1], bar);
    for (size_t i = 0; i < s->optional_count && b->count > 0 && status == DOSSIER_OK; i++)
        status = candidates_add(x, b, s->optional[i], 0, r->optional[i + 1], bar);
    return status == DOSSIER_OK ? candidates_take(x, b, s, x->request->exact) : status;
}

int search_conjunction(searching *x, const shape *given) {
    shape *s = arena_take(x->space, sizeof *s);
    rests *r = arena_take(x->space, sizeof *r);
    candidates *b = arena_take(x->space, sizeof *b);
    if (s == NULL || r == NULL || b == NULL)
        return error_memory(x->err);
    *s = *given;
    if (x->top.limit == 0)
        s->optional_count = 0;
    sort_by_frequency(s->required, s->required_count);
    int status = find_rests(x, s, r);
    term_list *first = s->required[0];
    for (uint32_t block = 0; block < first->view.blocks && status == DOSSIER_OK; block++) {
        double bar = -1, bound;
        if (!x->request->exact) {
            uint32_t least = block == 0 || first->view.is_short ? 0 : list_last(&first->view, block - 1) + 1;
            bar = top_bar(&x->top, x->segment->base + least);
            status = term_bound(first, x->scoring, block, &bound);
            if (status != DOSSIER_OK)
                return plan_damaged(x, status, "postings");
            if (!first->view.is_short && bound + r->required[1] < bar)
                continue;
        }
        status = search_block(x, s, r, block, bar, b);
    }
    return status;
}
