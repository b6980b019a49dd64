/* union.c: the best passages that have any of some words, by MaxScore in windows.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For each window the bounds of the blocks that reach into it say what a passage of it can score at most.  The windows
 * are looked at from the best on, until none is left that can give a hit: so the bar rises early.  In a window, terms
 * whose bounds together stay below the bar cannot make a hit alone: they are only looked up for passages that others
 * have found. */
#include <string.h>

#include "engine/error.h"
#include "engine/packed/shape.h"

/* What a search of a segment goes through. */
typedef struct union_search {
    searching *x;
    plan_node *root;
    const shape *s;
    double *sums;      /* of each window: what a passage of it can score */
    uint32_t *order;   /* a heap of windows, the best first */
    uint32_t windows;
    candidates *candidates;
    uint64_t touched;  /* a bit for each WINDOW / 64 of the scores that may not be 0 */
    /* Of the window that is being looked at, the terms in rising order of their bounds in it: */
    term_list *terms[SHAPE_TERMS];
    double bounds[SHAPE_TERMS];
    uint32_t first_block[SHAPE_TERMS];
    size_t count;
} union_search;

/* ------------------------------------------------------------------------------------------------------- bounds */

/* Adds to the windows' sums the best part that each posting of a short list gives. */
static void sum_short(union_search *u, const term_list *t) {
    const double *parts = t->parts;
    double most = 0;
    uint32_t window = t->b.passages[0] / WINDOW;
    for (uint32_t i = 0; i < t->b.size; i++) {
        uint32_t here = t->b.passages[i] / WINDOW;
        if (here != window) {
            u->sums[window] += most;
            window = here;
            most = 0;
        }
        most = parts[i] > most ? parts[i] : most;
    }
    u->sums[window] += most;
}

/* Adds a term's bounds: of each window the greatest of the blocks that reach into it. */
static int sum_term(union_search *u, term_list *t) {
    double most = 0;
    uint32_t window = 0, first = 0;
    for (uint32_t block = 0; block < t->view.blocks; block++) {
        double bound;
        int status = term_bound(t, u->x->scoring, block, &bound);
        uint32_t last = list_last(&t->view, block);
        if (status != DOSSIER_OK || last < first || last >= u->x->segment->passages)
            return plan_damaged(u->x, DOSSIER_ERR_DAMAGED, "postings");
        if (first / WINDOW > window) {
            u->sums[window] += most;
            window = first / WINDOW;
            most = 0;
        }
        most = bound > most ? bound : most;
        for (; window < last / WINDOW; window++) {
            u->sums[window] += most;
            most = bound;
        }
        first = last + 1;
    }
    u->sums[window] += most;
    return DOSSIER_OK;
}

static int sum_all(union_search *u) {
    for (size_t i = 0; i < u->s->optional_count; i++) {
        term_list *t = u->s->optional[i];
        int status = term_bound_all(t, u->x->scoring, u->x->space);
        if (status != DOSSIER_OK)
            return plan_damaged(u->x, status, "postings");
        if (t->view.is_short)
            sum_short(u, t);
        else
            status = sum_term(u, t);
        if (status != DOSSIER_OK)
            return status;
    }
    return DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------- heap of windows */

static void sift(union_search *u, uint32_t at, uint32_t count) {
    uint32_t moving = u->order[at];
    for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && u->sums[u->order[child + 1]] > u->sums[u->order[child]];
        if (u->sums[u->order[child]] <= u->sums[moving])
            break;
        u->order[at] = u->order[child];
    }
    u->order[at] = moving;
}

/* ------------------------------------------------------------------------------------------------------ a window */

/* The greatest bound of a term's blocks that reach into [from, to); `to` is not above the last passage + 1. */
static double window_bound(term_list *t, uint32_t from, uint32_t to, uint32_t *first_block) {
    double most = -1;
    uint32_t block = *first_block = term_seek(t, from);
    for (uint32_t i = t->view.is_short ? term_find(t, from) : LIST_BLOCK; i < t->b.size && t->b.passages[i] < to; i++)
        most = t->parts[i] > most ? t->parts[i] : most;
    for (; block < t->view.blocks && !t->view.is_short; block++) {
        if (block > *first_block && list_last(&t->view, block - 1) >= to - 1)
            break;
        most = t->bounds[block] > most ? t->bounds[block] : most;
    }
    return most;
}

/* Finds the terms that may be in the window, in rising order of their bounds. */
static void find_terms(union_search *u, uint32_t from, uint32_t to) {
    u->count = 0;
    for (size_t i = 0; i < u->s->optional_count; i++) {
        term_list *t = u->s->optional[i];
        uint32_t first;
        double bound = window_bound(t, from, to, &first);
        if (bound < 0)
            continue;
        size_t at = u->count++;
        for (; at > 0 && u->bounds[at - 1] > bound; at--) {
            u->terms[at] = u->terms[at - 1];
            u->bounds[at] = u->bounds[at - 1];
            u->first_block[at] = u->first_block[at - 1];
        }
        u->terms[at] = t;
        u->bounds[at] = bound;
        u->first_block[at] = first;
    }
}

/* A term's postings of the window: the block that was read, and which of it. */
typedef struct part_of_block {
    uint32_t from;
    uint32_t to;
    const double *parts;
    double room[LIST_BLOCK] __attribute__((aligned(64)));
} part_of_block;

/* Reads and scores a block: 1, 0 where its bound with `rest` is below the bar, or an error. */
static int score_block(union_search *u, term_list *t, uint32_t block, uint32_t from, uint32_t to, double need,
                       part_of_block *out) {
    if (t->bounds[block] < need)
        return 0;
    int status = term_load(t, block);
    if (status == DOSSIER_OK)
        status = term_counts(t);
    if (status != DOSSIER_OK)
        return plan_damaged(u->x, status, "postings");
    out->from = t->b.passages[0] < from ? term_find(t, from) : 0;
    out->to = t->b.passages[t->b.size - 1] < to ? t->b.size : term_find(t, to);
    out->parts = t->parts;
    if (out->parts == NULL) {
        scoring_parts(u->x->scoring, t->weight, t->b.passages, t->b.counts, t->b.size, out->room);
        out->parts = out->room;
    }
    return 1;
}

static int ends_in(const term_list *t, uint32_t block, uint32_t to) {
    return block >= t->view.blocks || (!t->view.is_short && block > 0 && list_last(&t->view, block - 1) >= to - 1);
}

/* One term alone can make a hit: its postings become candidates. */
static int gather_one(union_search *u, term_list *t, uint32_t block, uint32_t from, uint32_t to, double need) {
    part_of_block p;
    candidates *b = u->candidates;
    b->count = 0;
    for (uint32_t first = block; block == first || !ends_in(t, block, to); block++) {
        if (block == t->view.blocks)
            break;
        int status = score_block(u, t, block, from, to, need, &p);
        if (status < 0)
            return status;
        uint32_t count = b->count;
        for (uint32_t i = p.from; status == 1 && i < p.to; i++) {
            b->passages[count] = t->b.passages[i];
            b->scores[count] = p.parts[i];
            count += p.parts[i] >= need;
        }
        b->count = count;
    }
    return DOSSIER_OK;
}

/* Adds a term's parts to the window's scores. */
static int gather(union_search *u, term_list *t, uint32_t block, uint32_t from, uint32_t to, double need) {
    part_of_block p;
    double *scores = u->x->scores;
    uint64_t touched = u->touched;
    for (uint32_t first = block; block == first || !ends_in(t, block, to); block++) {
        if (block == t->view.blocks)
            break;
        int status = score_block(u, t, block, from, to, need, &p);
        if (status < 0)
            return status;
        for (uint32_t i = p.from; status == 1 && i < p.to; i++) {
            uint32_t at = t->b.passages[i] - from;
            scores[at] += p.parts[i];
            touched |= (uint64_t)1 << at / (WINDOW / 64);
        }
    }
    u->touched = touched;
    return DOSSIER_OK;
}

/* The passages whose scores are `need` (above 0) or more become candidates; all scores are 0 again. */
static void collect(union_search *u, uint32_t from, double need) {
    candidates *b = u->candidates;
    double *scores = u->x->scores;
    uint32_t count = 0;
    for (; u->touched != 0; u->touched &= u->touched - 1) {
        uint32_t chunk = (uint32_t)__builtin_ctzll(u->touched) * (WINDOW / 64);
        for (uint32_t i = chunk; i < chunk + WINDOW / 64; i += 64) {
            for (uint64_t left = u->x->scoring->k->above(scores + i, need); left != 0; left &= left - 1) {
                uint32_t at = i + (uint32_t)__builtin_ctzll(left);
                b->passages[count] = from + at;
                b->scores[count++] = scores[at];
            }
        }
        memset(scores + chunk, 0, WINDOW / 64 * sizeof *scores);
    }
    b->count = count;
}

/* Looks at a window, for hits that score `bar` (above 0) or more. */
static int search_window(union_search *u, uint32_t from, uint32_t to, double bar) {
    double below = 0, all = 0;
    size_t essential = 0;
    find_terms(u, from, to);
    for (size_t i = 0; i < u->count; i++)
        all += u->bounds[i];
    while (essential < u->count && below + u->bounds[essential] < bar)
        below += u->bounds[essential++];
    if (essential == u->count)
        return DOSSIER_OK;
    double need = bar - below;
    int status = DOSSIER_OK;
    if (essential + 1 == u->count) {
        status = gather_one(u, u->terms[essential], u->first_block[essential], from, to, need);
    } else {
        for (size_t i = u->count; i-- > essential && status == DOSSIER_OK;)
            status = gather(u, u->terms[i], u->first_block[i], from, to, bar - (all - u->bounds[i]));
        if (status == DOSSIER_OK)
            collect(u, from, need);
    }
    for (size_t i = essential; i-- > 0 && status == DOSSIER_OK && u->candidates->count > 0;) {
        below -= u->bounds[i];
        status = candidates_add(u->x, u->candidates, u->terms[i], 0, below, bar);
    }
    return status == DOSSIER_OK ? candidates_take(u->x, u->candidates, u->s, 0) : status;
}

/* Looks at a window while any passage that matches may be a hit. */
static int search_any_window(union_search *u, uint32_t from, uint32_t to) {
    int status = evaluate_window(u->x, u->root, from, to, 0, 1);
    memset(u->x->scores, 0, WINDOW * sizeof *u->x->scores);
    return status;
}

/* Looks at the windows, the best first. */
static int search_windows(union_search *u) {
    uint32_t passages = u->x->segment->passages, left = 0;
    int status = DOSSIER_OK;
    for (uint32_t i = 0; i < u->windows; i++) {
        u->order[left] = i;
        left += u->sums[i] > 0;
    }
    for (uint32_t i = left / 2; i-- > 0;)
        sift(u, i, left);
    while (left > 0 && status == DOSSIER_OK) {
        uint32_t window = u->order[0], from = window * WINDOW;
        uint32_t to = passages - from < WINDOW ? passages : from + WINDOW;
        double bar = top_bar(&u->x->top, u->x->segment->base + from);
        if (u->x->top.full && u->sums[window] < u->x->top.least.score)
            break;
        if (bar > 0 && u->sums[window] >= bar)
            status = search_window(u, from, to, bar);
        else if (bar <= 0)
            status = search_any_window(u, from, to);
        u->order[0] = u->order[--left];
        sift(u, 0, left);
    }
    return status;
}

/* Windows in which nothing scores are hits only where there are too few others. */
static int search_rest(union_search *u) {
    uint32_t passages = u->x->segment->passages;
    int status = DOSSIER_OK;
    for (uint32_t i = 0; i < u->windows && status == DOSSIER_OK; i++) {
        uint32_t from = i * WINDOW, to = passages - from < WINDOW ? passages : from + WINDOW;
        if (!(u->sums[i] > 0) && top_bar(&u->x->top, u->x->segment->base + from) <= 0)
            status = search_any_window(u, from, to);
    }
    return status;
}

int search_union(searching *x, plan_node *root, const shape *s) {
    union_search *u = arena_take(x->space, sizeof *u);
    if (u == NULL)
        return error_memory(x->err);
    u->x = x;
    u->root = root;
    u->s = s;
    u->touched = 0;
    memset(x->scores, 0, WINDOW * sizeof *x->scores);
    u->windows = (x->segment->passages - 1) / WINDOW + 1;
    u->sums = arena_take_clear(x->space, u->windows * sizeof *u->sums);
    u->order = arena_take(x->space, u->windows * sizeof *u->order);
    u->candidates = arena_take(x->space, sizeof *u->candidates);
    if (u->sums == NULL || u->order == NULL || u->candidates == NULL)
        return error_memory(x->err);
    int status = sum_all(u);
    if (status == DOSSIER_OK)
        status = search_windows(u);
    return status == DOSSIER_OK ? search_rest(u) : status;
}
