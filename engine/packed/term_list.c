/* term_list.c: a cursor over a term's list in a search.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/term_list.h"

int term_open(term_list *t, const posting_list *list, uint32_t limit, double weight) {
    t->block = TERM_NO_BLOCK;
    t->hint = 0;
    t->weight = weight;
    t->most = weight;
    t->bounds = NULL;
    t->parts = NULL;
    t->where = NULL;
    t->where_block = TERM_NO_BLOCK;
    return list_open(&t->view, list, limit);
}

int term_load(term_list *t, uint32_t block) {
    if (t->block == block)
        return DOSSIER_OK;
    t->block = TERM_NO_BLOCK;
    int status = list_passages(&t->view, block, &t->b);
    if (status != DOSSIER_OK)
        return status;
    for (uint32_t i = t->b.size; i < LIST_BLOCK; i++)
        t->b.passages[i] = UINT32_MAX;
    t->block = block;
    t->hint = block;
    return DOSSIER_OK;
}

uint32_t term_seek(term_list *t, uint32_t target) {
    if (t->view.is_short)
        return 0;
    uint32_t from = t->hint;
    if (from > 0 && list_last(&t->view, from - 1) >= target)
        from = 0;
    uint32_t block = list_seek(&t->view, from, target);
    t->hint = block < t->view.blocks ? block : t->view.blocks - 1;
    return block;
}

int term_at(term_list *t, uint32_t passage, uint32_t *place) {
    uint32_t block = t->block;
    if (block == TERM_NO_BLOCK || t->b.passages[0] > passage || t->b.passages[t->b.size - 1] < passage) {
        block = term_seek(t, passage);
        if (block == t->view.blocks)
            return 0;
        int status = term_load(t, block);
        if (status != DOSSIER_OK)
            return status;
    }
    *place = term_find(t, passage);
    return *place < t->b.size && t->b.passages[*place] == passage;
}

static double bound_of(const list_pair *pairs, unsigned count, const scoring *s, double weight) {
    double most = 0;
    for (unsigned i = 0; i < count; i++) {
        double part = bm25_part(weight, pairs[i].count, scoring_inverse(s, pairs[i].length));
        most = part > most ? part : most;
    }
    return most;
}

int term_bound(term_list *t, const scoring *s, uint32_t block, double *bound) {
    list_pair pairs[LIST_PAIRS];
    unsigned count;
    if (t->bounds[block] < 0) {
        int status = list_pairs(&t->view, block, pairs, &count);
        if (status != DOSSIER_OK)
            return status;
        t->bounds[block] = bound_of(pairs, count, s, t->weight);
    }
    *bound = t->bounds[block];
    return DOSSIER_OK;
}

/* A short list is read as a whole: its bound is its best part. */
static int bound_short(term_list *t, const scoring *s, arena *a) {
    double most = 0;
    int status = term_load(t, 0);
    if (status != DOSSIER_OK)
        return status;
    t->parts = arena_take(a, LIST_BLOCK * sizeof *t->parts);
    if (t->parts == NULL)
        return DOSSIER_ERR_MEMORY;
    scoring_parts(s, t->weight, t->b.passages, t->b.counts, t->b.size, t->parts);
    for (uint32_t i = 0; i < t->b.size; i++)
        most = t->parts[i] > most ? t->parts[i] : most;
    t->bounds[0] = t->most = most;
    return DOSSIER_OK;
}

int term_bound_all(term_list *t, const scoring *s, arena *a) {
    t->bounds = arena_take(a, t->view.blocks * sizeof *t->bounds);
    if (t->bounds == NULL)
        return DOSSIER_ERR_MEMORY;
    if (t->view.is_short)
        return bound_short(t, s, a);
    for (uint32_t i = 0; i < t->view.blocks; i++)
        t->bounds[i] = -1;
    t->most = bound_of(t->view.pairs, t->view.pair_count, s, t->weight);
    return DOSSIER_OK;
}

int term_positions(term_list *t, uint32_t place, term_run *run, arena *a) {
    int status = term_counts(t);
    if (status == DOSSIER_OK && t->where == NULL) {
        t->where = arena_take(a, sizeof *t->where);
        status = t->where == NULL ? DOSSIER_ERR_MEMORY : DOSSIER_OK;
    }
    if (status == DOSSIER_OK && t->where_block != t->block) {
        t->where_block = TERM_NO_BLOCK;
        status = list_positions_open(&t->view, t->block, &t->b, t->where);
        if (status == DOSSIER_OK)
            t->where_block = t->block;
    }
    if (status != DOSSIER_OK)
        return status;
    run->count = t->b.counts[place];
    if (run->count > run->capacity) {
        size_t room = (size_t)run->count + run->count / 2;
        run->capacity = room > UINT32_MAX ? UINT32_MAX : (uint32_t)room;
        run->positions = arena_take(a, run->capacity * sizeof *run->positions);
        if (run->positions == NULL) {
            run->capacity = 0;
            return DOSSIER_ERR_MEMORY;
        }
    }
    return list_positions_take(t->where, place, run->positions);
}
