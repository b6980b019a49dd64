/* visit.c: telling of every passage that matches, without scoring any.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/error.h"
#include "engine/packed/plan.h"

/* Who is told. */
typedef struct telling {
    int (*fn)(void *context, const visited *passage);
    void *context;
} telling;

static int tell(searching *x, const telling *t, uint32_t passage) {
    uint32_t article;
    int status = plan_article(x, passage, &article);
    if (status != DOSSIER_OK)
        return status;
    visited v = {x->segment->base + passage, x->segment_number << 32 | article, x->segment->dates[article]};
    return t->fn(t->context, &v);
}

static int visit_segment(searching *x, const telling *t) {
    uint64_t bits[WINDOW_WORDS];
    uint32_t passages = x->segment->passages;
    plan_node *root;
    int status = plan_make(x, x->request->query, &root);
    if (status != DOSSIER_OK || root->kind == QUERY_NONE)
        return status;
    for (uint32_t from = 0; from < passages && status == DOSSIER_OK; from += WINDOW) {
        status = evaluate_matches(x, root, from, passages - from < WINDOW ? passages : from + WINDOW, bits);
        for (uint32_t i = 0; i < WINDOW_WORDS && status == DOSSIER_OK; i++)
            for (uint64_t left = bits[i]; left != 0 && status == DOSSIER_OK; left &= left - 1)
                status = tell(x, t, from + 64 * i + (uint32_t)__builtin_ctzll(left));
    }
    return status;
}

int packed_visit(const search_segment *segments, size_t count, const query_node *query, search_memory *memory,
                 int (*fn)(void *context, const visited *passage), void *context, dossier_error *err) {
    const search_request request = {.query = query, .average_length = 1};
    const telling t = {fn, context};
    searching x = {.request = &request, .scoring = &memory->scoring, .space = &memory->space,
                   .restricted = &memory->restricted, .err = err};
    int status = DOSSIER_OK;
    arena_mark mark = arena_here(x.space);
    restricted_trim(memory->restricted);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        x.segment = &segments[i];
        x.segment_number = i;
        x.near_article = 0;
        if (segments[i].passages > 0)
            status = visit_segment(&x, &t);
        arena_back(x.space, mark);
    }
    return status;
}
