/* search.c: running a query tree over packed segments.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/search.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/count.h"

/* Unions of so few postings are not worth setting anything up for. */
#define FEW 2000
/* What memory is kept from search to search. */
#define KEPT ((size_t)16 << 20)

int search_memory_new(search_memory **out, dossier_error *err) {
    search_memory *m = aligned_alloc(64, (sizeof *m + 63) / 64 * 64);
    *out = m;
    if (m == NULL)
        return error_memory(err);
    memset(m, 0, sizeof *m);
    m->kernels = KERNEL_AVX512;
    m->frequent = calloc(1, sizeof *m->frequent);
    if (m->frequent != NULL)
        return DOSSIER_OK;
    free(m);
    *out = NULL;
    return error_memory(err);
}

void search_memory_free(search_memory *memory) {
    if (memory == NULL)
        return;
    arena_free(&memory->space);
    restricted_free(memory->restricted);
    frequent_free(memory->frequent);
    free(memory->frequent);
    free(memory);
}

restricted_lists **search_restricted(search_memory *memory) {
    return &memory->restricted;
}

/* Any tree: window by window. */
static int search_generally(searching *x, plan_node *root, int count, int score) {
    uint32_t passages = x->segment->passages;
    int status = DOSSIER_OK;
    for (uint32_t from = 0; from < passages && status == DOSSIER_OK; from += WINDOW)
        status = evaluate_window(x, root, from, passages - from < WINDOW ? passages : from + WINDOW, count, score);
    return status;
}

/* The number of passages that have any of some words. */
static int count_union(searching *x, plan_node *root, const shape *s) {
    if (s->optional_count == 1 && s->check_count == 0 && x->segment->removed == NULL && !x->top.grouped) {
        x->matched += s->optional[0]->view.list.frequency;
        return DOSSIER_OK;
    }
    return s->check_count == 0 ? count_any(x, s) : search_generally(x, root, 1, 0);
}

static int search_shape(searching *x, plan_node *root, const shape *s) {
    if (s->required_count > 0)
        return search_conjunction(x, s);
    uint64_t postings = 0;
    for (size_t i = 0; i < s->optional_count; i++)
        postings += s->optional[i]->view.list.frequency;
    if (postings <= FEW)
        return search_few(x, s);
    int status = x->request->exact ? count_union(x, root, s) : DOSSIER_OK;
    return status == DOSSIER_OK && x->top.limit > 0 ? search_union(x, root, s) : status;
}

static int search_one(searching *x) {
    plan_node *root;
    shape *s = arena_take(x->space, sizeof *s);
    int status = s == NULL ? error_memory(x->err) : plan_make(x, x->request->query, &root);
    if (status != DOSSIER_OK || root->kind == QUERY_NONE)
        return status;
    if (x->way == SEARCH_ANY && shape_of(root, s))
        return search_shape(x, root, s);
    return search_generally(x, root, x->request->exact, x->top.limit > 0);
}

/* Takes the memory that the whole search needs. */
static int begin(searching *x, const search_segment *segments, size_t count, const search_request *request,
                 search_memory *memory) {
    uint64_t passages = 0;
    for (size_t i = 0; i < count; i++)
        passages += segments[i].passages;
    arena_trim(x->space, KEPT);
    scoring_begin(&memory->scoring, request->average_length, memory->kernels);
    size_t room = top_room(request->limit, passages);
    top_entry *entries = arena_take(x->space, room * sizeof *entries);
    x->scores = arena_take(x->space, WINDOW * sizeof *x->scores);
    if (entries == NULL || x->scores == NULL)
        return error_memory(x->err);
    top_begin(&x->top, entries, room, request->limit, passages, request->group == DOSSIER_GROUP_ARTICLE);
    return DOSSIER_OK;
}

int packed_search(const search_segment *segments, size_t count, const search_request *request, search_memory *memory,
                  ranked *hits, size_t *hit_count, uint64_t *matched, dossier_error *err) {
    searching x = {.request = request, .scoring = &memory->scoring, .space = &memory->space, .way = memory->way,
                   .last_article = UINT64_MAX, .frequent = memory->frequent, .restricted = &memory->restricted,
                   .ones = kernels_of(memory->kernels)->ones, .err = err};
    *hit_count = 0;
    *matched = 0;
    restricted_trim(memory->restricted);
    int status = begin(&x, segments, count, request, memory);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        x.segment = &segments[i];
        x.segment_number = i;
        memory->scoring.narrow = segments[i].wide_lengths ? NULL : segments[i].lengths;
        memory->scoring.wide = segments[i].wide_lengths ? segments[i].lengths : NULL;
        arena_mark mark = arena_here(x.space);
        if (segments[i].passages > 0)
            status = search_one(&x);
        arena_back(x.space, mark);
    }
    if (status != DOSSIER_OK)
        return status;
    *hit_count = top_end(&x.top, hits);
    *matched = request->exact || x.matched > *hit_count ? x.matched : *hit_count;
    return DOSSIER_OK;
}
