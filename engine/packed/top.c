/* top.c: the best hits so far.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/top.h"

#include <stdlib.h>
#include <string.h>

/* So few are sorted by insertion: most of them are in order. */
#define FEW 48

size_t top_room(uint64_t limit, uint64_t passages) {
    size_t most = (size_t)(limit < passages ? limit : passages);
    return most + (most / 2 > 8 ? most / 2 : 8);
}

void top_begin(top *t, top_entry *entries, size_t room, uint64_t limit, uint64_t passages, int grouped) {
    *t = (top){.entries = entries, .room = room, .grouped = grouped};
    t->limit = (size_t)(limit < passages ? limit : passages);
}

static inline int is_better(const top_entry *a, const top_entry *b) {
    return a->score > b->score || (a->score == b->score && a->document < b->document);
}

static int compare_entries(const void *a, const void *b) {
    return is_better(a, b) ? -1 : is_better(b, a);
}

static int compare_articles(const void *a, const void *b) {
    const top_entry *x = a, *y = b;
    if (x->article != y->article)
        return x->article < y->article ? -1 : 1;
    return compare_entries(a, b);
}

static void sort(top_entry *e, size_t count) {
    if (count > FEW) {
        qsort(e, count, sizeof *e, compare_entries);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        top_entry moving = e[i];
        size_t to = i;
        for (; to > 0 && is_better(&moving, &e[to - 1]); to--)
            e[to] = e[to - 1];
        e[to] = moving;
    }
}

/* Brings the best `wanted` of the entries to the front, the last of them to its place. */
static void select_best(top_entry *e, size_t count, size_t wanted) {
    size_t low = 0, high = count;
    while (high - low > FEW) {
        top_entry *a = &e[low], *b = &e[low + (high - low) / 2], *c = &e[high - 1];
        top_entry *middle = is_better(a, b) ? (is_better(b, c) ? b : is_better(a, c) ? c : a)
                                            : (is_better(a, c) ? a : is_better(b, c) ? c : b);
        top_entry pivot = *middle;
        size_t i = low, j = high - 1;
        for (;;) {
            while (is_better(&e[i], &pivot))
                i++;
            while (is_better(&pivot, &e[j]))
                j--;
            if (i >= j)
                break;
            top_entry swap = e[i];
            e[i++] = e[j];
            e[j--] = swap;
        }
        /* [low, i) are no worse than the pivot, and [i, high) no better. */
        if (i == low)
            i++;
        if (wanted <= i)
            high = i;
        else
            low = i;
        if (low >= wanted)
            break;
    }
    if (low < high)
        sort(e + low, high - low);
}

/* Leaves the best passage of each article. */
static void keep_one_each(top *t) {
    size_t kept = 0;
    qsort(t->entries, t->count, sizeof *t->entries, compare_articles);
    for (size_t i = 0; i < t->count; i++)
        if (kept == 0 || t->entries[i].article != t->entries[kept - 1].article)
            t->entries[kept++] = t->entries[i];
    t->count = kept;
}

void top_shrink(top *t) {
    if (t->grouped)
        keep_one_each(t);
    if (t->limit == 0)
        t->count = 0;
    if (t->count < t->limit || t->limit == 0)
        return;
    select_best(t->entries, t->count, t->limit);
    t->count = t->limit;
    t->full = 1;
    t->least = t->entries[t->limit - 1];
}

size_t top_end(top *t, ranked *hits) {
    if (t->grouped)
        keep_one_each(t);
    sort(t->entries, t->count);
    size_t count = t->count < t->limit ? t->count : t->limit;
    for (size_t i = 0; i < count; i++)
        hits[i] = (ranked){t->entries[i].document, t->entries[i].score};
    return count;
}
