/* phrase.c: telling by positions whether a passage has a phrase, or terms near to each other.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/error.h"
#include "engine/packed/plan.h"

/* Finds the passage in a child's list: 1 and its place in the block, 0 where the list has it not, or an error. */
static int find_run(searching *x, plan_node *node, size_t child, uint32_t passage) {
    int status = term_at(node->children[child]->text, passage, &node->runs[child].place);
    return status < 0 ? plan_damaged(x, status, "postings") : status;
}

/* Takes a child's positions there, less those that are 0: 1, 0 where it has none, or an error. */
static int take_run(searching *x, plan_node *node, size_t child) {
    term_run *run = &node->runs[child];
    uint32_t zeros = 0;
    int status = term_positions(node->children[child]->text, run->place, run, x->space);
    if (status != DOSSIER_OK)
        return plan_damaged(x, status, "positions");
    while (zeros < run->count && run->positions[zeros] == 0)
        zeros++;
    if (zeros > 0) {
        run->count -= zeros;
        memmove(run->positions, run->positions + zeros, run->count * sizeof *run->positions);
    }
    return run->count > 0;
}

/* The last position that counts: the title's, where the node is of the title. */
static int last_position(searching *x, const plan_node *node, uint32_t passage, uint32_t *last) {
    uint32_t article;
    *last = UINT32_MAX;
    if (node->field != FIELD_TITLE)
        return DOSSIER_OK;
    int status = plan_article(x, passage, &article);
    if (status == DOSSIER_OK)
        *last = x->segment->title_words[article];
    return status;
}

/* ------------------------------------------------------------------------------------------------------ phrases */

/* Puts the children in the order of how often they stand in the passage: 1, 0 where one does not, or an error. */
static int order_children(searching *x, plan_node *node, uint32_t passage) {
    for (size_t i = 0; i < node->child_count; i++) {
        term_list *t = node->children[i]->text;
        int status = find_run(x, node, i, passage);
        if (status == 1 && term_counts(t) != DOSSIER_OK)
            return plan_damaged(x, DOSSIER_ERR_DAMAGED, "postings");
        if (status != 1)
            return status;
        node->runs[i].count = t->b.counts[node->runs[i].place];
        size_t to = i;
        for (; to > 0 && node->runs[node->order[to - 1]].count > node->runs[i].count; to--)
            node->order[to] = node->order[to - 1];
        node->order[to] = i;
    }
    return 1;
}

/* Turns a run of the phrase's word `at` into the places where the phrase may begin, if it is to end by `last`. */
static uint32_t find_starts(term_run *run, size_t at, size_t words, uint32_t last) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < run->count; i++) {
        uint32_t position = run->positions[i], start = position - (uint32_t)at;
        run->positions[kept] = start;
        kept += position > at && (uint64_t)start + words - 1 <= last;
    }
    return kept;
}

/* Leaves of the places where a phrase may begin those where its word `at` stands `at` further on. */
static uint32_t keep_followed(uint32_t *starts, uint32_t count, const term_run *run, size_t at) {
    uint32_t kept = 0, i = 0;
    for (uint32_t j = 0; j < count; j++) {
        uint64_t wanted = (uint64_t)starts[j] + at;
        while (i < run->count && run->positions[i] < wanted)
            i++;
        if (i == run->count)
            break;
        starts[kept] = starts[j];
        kept += run->positions[i] == wanted;
    }
    return kept;
}

static int has_phrase(searching *x, plan_node *node, uint32_t passage) {
    uint32_t last;
    int status = last_position(x, node, passage, &last);
    if (status != DOSSIER_OK)
        return status;
    int found = order_children(x, node, passage);
    if (found == 1)
        found = take_run(x, node, node->order[0]);
    if (found != 1)
        return found;
    term_run *first = &node->runs[node->order[0]];
    uint32_t count = find_starts(first, node->order[0], node->child_count, last);
    for (size_t i = 1; i < node->child_count && count > 0; i++) {
        size_t child = node->order[i];
        found = take_run(x, node, child);
        if (found != 1)
            return found;
        count = keep_followed(first->positions, count, &node->runs[child], child);
    }
    return count > 0;
}

/* --------------------------------------------------------------------------------------------------------- near */

/* The first position of a run that is above `after`; 0 where there is none. */
static uint32_t next_above(const term_run *run, uint32_t *from, uint32_t after) {
    while (*from < run->count && run->positions[*from] <= after)
        ++*from;
    return *from < run->count ? run->positions[*from] : 0;
}

/* In the order of the children: for each place of the first, the others as early as they can stand. */
static int has_ordered(const plan_node *node, uint32_t *from) {
    memset(from, 0, node->child_count * sizeof *from);
    for (uint32_t i = 0; i < node->runs[0].count; i++) {
        uint32_t first = node->runs[0].positions[i], at = first;
        for (size_t c = 1; c < node->child_count; c++) {
            at = next_above(&node->runs[c], &from[c], at);
            if (at == 0)
                return 0;
        }
        if (at - first <= node->span)
            return 1;
    }
    return 0;
}

/* What is gone through in order to give each child a position of its own. */
typedef struct matching {
    const plan_node *node;
    const uint32_t *from; /* each child's first position within the window */
    uint32_t end;         /* the window's last position */
    uint32_t *taken;      /* pairs: a position, and the child that has it, plus 1 */
    size_t taken_count;
    unsigned char *tried; /* of each taken */
} matching;

/* Finds child c a position, moving others if need be.  Each looks at as many positions as there are children: one with
 * so many always finds one that is free. */
static int give_position(matching *m, uint32_t c) {
    const term_run *run = &m->node->runs[c];
    for (uint32_t i = m->from[c]; i < run->count && i - m->from[c] < m->node->child_count; i++) {
        if (run->positions[i] > m->end)
            return 0;
        size_t t = 0;
        while (t < m->taken_count && m->taken[2 * t] != run->positions[i])
            t++;
        if (t == m->taken_count) {
            m->taken[2 * t] = run->positions[i];
            m->taken[2 * t + 1] = 0;
            m->tried[t] = 0;
            m->taken_count++;
        }
        if (m->tried[t])
            continue;
        m->tried[t] = 1;
        if (m->taken[2 * t + 1] == 0 || give_position(m, m->taken[2 * t + 1] - 1)) {
            m->taken[2 * t + 1] = c + 1;
            return 1;
        }
    }
    return 0;
}

static int can_match(matching *m) {
    m->taken_count = 0;
    for (uint32_t c = 0; c < m->node->child_count; c++) {
        memset(m->tried, 0, m->taken_count);
        if (!give_position(m, c))
            return 0;
    }
    return 1;
}

/* In any order: for each position at which the window may begin, whether all have one of their own in it. */
static int has_unordered(searching *x, const plan_node *node, uint32_t *from) {
    size_t n = node->child_count;
    arena_mark mark = arena_here(x->space);
    uint32_t *taken = arena_take(x->space, 2 * n * n * sizeof *taken + 1);
    unsigned char *tried = arena_take(x->space, n * n + 1);
    if (taken == NULL || tried == NULL)
        return plan_damaged(x, DOSSIER_ERR_MEMORY, "positions");
    int found = 0;
    memset(from, 0, n * sizeof *from);
    while (!found) {
        /* The window begins at the least position that is left, and holds one of each child if it reaches the
         * greatest of their next ones. */
        uint32_t least = UINT32_MAX, most = 0, ended = 0;
        for (size_t c = 0; c < n; c++) {
            if (from[c] == node->runs[c].count) {
                ended = 1;
                break;
            }
            uint32_t next = node->runs[c].positions[from[c]];
            least = next < least ? next : least;
            most = next > most ? next : most;
        }
        if (ended)
            break;
        uint64_t end = (uint64_t)least + node->span;
        matching m = {node, from, end > UINT32_MAX ? UINT32_MAX : (uint32_t)end, taken, 0, tried};
        found = most <= end && can_match(&m);
        for (size_t c = 0; c < n && !found; c++)
            from[c] += node->runs[c].positions[from[c]] == least;
    }
    arena_back(x->space, mark);
    return found;
}

static int has_near(searching *x, plan_node *node, uint32_t passage) {
    term_run *from = &node->runs[node->child_count];
    uint32_t last;
    int status = last_position(x, node, passage, &last);
    if (status != DOSSIER_OK)
        return status;
    for (size_t i = 0; i < node->child_count; i++) {
        term_run *run = &node->runs[i];
        int found = find_run(x, node, i, passage);
        if (found == 1)
            found = take_run(x, node, i);
        while (found == 1 && run->count > 0 && run->positions[run->count - 1] > last)
            run->count--;
        if (found != 1 || run->count == 0)
            return found < 0 ? found : 0;
    }
    if (from->positions == NULL) {
        from->positions = arena_take(x->space, node->child_count * sizeof *from->positions);
        if (from->positions == NULL)
            return plan_damaged(x, DOSSIER_ERR_MEMORY, "positions");
    }
    return node->ordered ? has_ordered(node, from->positions) : has_unordered(x, node, from->positions);
}

int phrase_test(searching *x, plan_node *node, uint32_t passage) {
    return node->kind == QUERY_PHRASE ? has_phrase(x, node, passage) : has_near(x, node, passage);
}
