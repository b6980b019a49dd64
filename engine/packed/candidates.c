/* candidates.c: passages that may become hits, looked up in one list after the other.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/shape.h"

/* What a term gives to passages[i], whose block was read: 1 where it has it, 0, or an error. */
static int add_part(searching *x, candidates *b, uint32_t i, term_list *t) {
    uint32_t place = term_find(t, b->passages[i]);
    if (place == t->b.size || t->b.passages[place] != b->passages[i])
        return 0;
    if (t->weight == 0)
        return 1;
    int status = term_counts(t);
    if (status != DOSSIER_OK)
        return status;
    b->scores[i] += scoring_part(x->scoring, t->weight, t->b.counts[place], b->passages[i]);
    return 1;
}

int candidates_add(searching *x, candidates *b, term_list *t, int required, double rest, double bar) {
    uint32_t kept = 0, i = 0;
    while (i < b->count) {
        uint32_t block = term_seek(t, b->passages[i]);
        if (block == t->view.blocks)
            break;
        double bound;
        int status = term_bound(t, x->scoring, block, &bound);
        uint32_t last = t->view.is_short ? UINT32_MAX : list_last(&t->view, block);
        for (; i < b->count && b->passages[i] <= last && status >= 0; i++) {
            if (b->scores[i] + bound + rest < bar)
                continue;
            status = term_load(t, block);
            if (status == DOSSIER_OK)
                status = add_part(x, b, i, t);
            if ((required && status == 0) || b->scores[i] + rest < bar)
                continue;
            b->passages[kept] = b->passages[i];
            b->scores[kept++] = b->scores[i];
        }
        if (status < 0)
            return plan_damaged(x, status, "postings");
    }
    for (; i < b->count && !required; i++) {
        if (b->scores[i] + rest < bar)
            continue;
        b->passages[kept] = b->passages[i];
        b->scores[kept++] = b->scores[i];
    }
    b->count = kept;
    return DOSSIER_OK;
}

int candidates_take(searching *x, candidates *b, const shape *s, int check, int count) {
    int need_check = check && (s->check_count > 0 || x->segment->removed != NULL), status = DOSSIER_OK;
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
