/* few.c: a union of lists that have few postings in all: each is scored, and nothing more is set up.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/error.h"
#include "engine/packed/shape.h"

/* Merges the postings of the block that was read into what there is, from the end on, so that it is done in place. */
static void merge(candidates *b, const term_list *t, const double *parts) {
    uint32_t left = b->count, more = t->b.size, shared = 0;
    const uint32_t *p = t->b.passages;
    for (uint32_t i = 0, j = 0; i < left && j < more;) {
        uint32_t a = b->passages[i], c = p[j];
        shared += a == c;
        i += a <= c;
        j += c <= a;
    }
    uint32_t to = left + more - shared;
    b->count = to;
    while (more > 0) {
        to--;
        if (left > 0 && b->passages[left - 1] >= p[more - 1]) {
            int both = b->passages[left - 1] == p[more - 1];
            left--;
            b->passages[to] = b->passages[left];
            b->scores[to] = b->scores[left] + (both ? parts[more - 1] : 0);
            more -= (uint32_t)both;
        } else {
            more--;
            b->passages[to] = p[more];
            b->scores[to] = parts[more];
        }
    }
}

int search_few(searching *x, const shape *s) {
    candidates *b = arena_take(x->space, sizeof *b);
    double parts[LIST_BLOCK] __attribute__((aligned(64)));
    if (b == NULL)
        return error_memory(x->err);
    b->count = 0;
    for (size_t i = 0; i < s->optional_count; i++) {
        term_list *t = s->optional[i];
        for (uint32_t block = 0; block < t->view.blocks; block++) {
            int status = term_load(t, block);
            if (status == DOSSIER_OK)
                status = term_counts(t);
            if (status != DOSSIER_OK)
                return plan_damaged(x, status, "postings");
            scoring_parts(x->scoring, t->weight, t->b.passages, t->b.counts, t->b.size, parts);
            merge(b, t, parts);
        }
    }
    return candidates_take(x, b, s, x->request->exact);
}
