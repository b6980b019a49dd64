/* candidates.c: passages that may become hits, looked up in one list after the other.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/packed/shape.h"

/* What is looked up at once. */
#define MOST LIST_BLOCK

/* Some candidates, looked up in a block. */
typedef struct lookup {
    uint32_t count;
    uint32_t wanted[MOST];
    uint32_t which[MOST]; /* of the wanted: those that are found */
    uint32_t place[MOST];
    uint32_t found;
} lookup;

/* Adds what a term gives to candidates that were found in the block that was read. */
static int add_parts(searching *x, term_list *t, const lookup *l, double *scores) {
    uint32_t passages[MOST], counts[MOST];
    double parts[MOST];
    if (t->weight == 0 || l->found == 0)
        return DOSSIER_OK;
    int status = term_counts(t);
    if (status != DOSSIER_OK)
        return status;
    for (uint32_t i = 0; i < l->found; i++) {
        passages[i] = t->b.passages[l->place[i]];
        counts[i] = t->b.counts[l->place[i]];
    }
    for (uint32_t i = l->found; i < (l->found + 7) / 8 * 8; i++)
        counts[i] = 0;
    scoring_parts(x->scoring, t->weight, passages, counts, l->found, parts);
    for (uint32_t i = 0; i < l->found; i++)
        scores[l->which[i]] += parts[i];
    return DOSSIER_OK;
}

/* Looks up candidates from *at on that a block may have, as many as are done at once; those that stay go to *kept. */
static int look_up(searching *x, candidates *b, term_list *t, uint32_t block, uint32_t *at, uint32_t *kept,
                   int required, double rest, double bar) {
    lookup l = {.count = 0};
    double scores[MOST], bound;
    int status = term_bound(t, x->scoring, block, &bound);
    uint32_t last = t->view.is_short ? UINT32_MAX : list_last(&t->view, block), i = *at;
    if (status != DOSSIER_OK)
        return status;
    for (; i < b->count && b->passages[i] <= last && l.count < MOST; i++) {
        l.wanted[l.count] = b->passages[i];
        scores[l.count] = b->scores[i];
        l.count += b->scores[i] + bound + rest >= bar;
    }
    *at = i;
    if (l.count == 0)
        return DOSSIER_OK;
    status = term_load(t, block);
    if (status != DOSSIER_OK)
        return status;
    l.found = x->scoring->k->find(t->b.passages, l.wanted, l.count, l.which, l.place);
    status = add_parts(x, t, &l, scores);
    if (status != DOSSIER_OK)
        return status;
    uint32_t to = *kept, count = required ? l.found : l.count;
    for (uint32_t j = 0; j < count; j++) {
        uint32_t from = required ? l.which[j] : j;
        b->passages[to] = l.wanted[from];
        b->scores[to] = scores[from];
        to += scores[from] + rest >= bar;
    }
    *kept = to;
    return DOSSIER_OK;
}

int candidates_add(searching *x, candidates *b, term_list *t, int required, double rest, double bar) {
    uint32_t kept = 0, i = 0;
    while (i < b->count) {
        uint32_t block = term_seek(t, b->passages[i]);
        if (block == t->view.blocks)
            break;
        int status = look_up(x, b, t, block, &i, &kept, required, rest, bar);
        if (status != DOSSIER_OK)
            return plan_damaged(x, status, "postings");
    }
    for (; i < b->count && !required; i++) {
        b->passages[kept] = b->passages[i];
        b->scores[kept] = b->scores[i];
        kept += b->scores[i] + rest >= bar;
    }
    b->count = kept;
    return DOSSIER_OK;
}

int candidates_take(searching *x, candidates *b, const shape *s, int count) {
    int need_check = s->check_count > 0 || x->segment->removed != NULL, status = DOSSIER_OK;
    for (uint32_t i = 0; i < b->count && status == DOSSIER_OK; i++) {
        int enters = x->top.limit > 0 && b->scores[i] >= top_bar(&x->top, x->segment->base + b->passages[i]);
        if (!enters && !count)
            continue;
        int passes = need_check ? shape_check(x, s, b->passages[i]) : 1;
        if (passes != 1) {
            status = passes;
            continue;
        }
        if (count)
            status = plan_count(x, b->passages[i]);
        if (status == DOSSIER_OK && enters)
            status = plan_hit(x, b->passages[i], b->scores[i]);
    }
    return status;
}
