/* by_date.c: the newest hits (or the oldest), exactly, without looking at the texts of others.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/by_date.h"

#include <stdlib.h>

#include "engine/error.h"

/* The place of a date in the order that is wanted: what is more stands first.  Where the oldest are wanted, dates are
 * turned round, but what has none stays last; turned twice, it is the date again. */
static uint32_t place_of(uint32_t date, int oldest) {
    return oldest && date != 0 ? UINT32_MAX - date : date;
}

/* The places of the newest hits so far, as a heap: the oldest is on top. */
typedef struct newest {
    int oldest; /* 1: which are the oldest */
    uint32_t *dates;
    size_t count, room;
    int grouped;
    int any;          /* 1: there was a hit in the part */
    uint64_t article; /* of the last one */
    uint64_t matched;
} newest;

static void sink(newest *n, uint32_t date) {
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < n->count; at = child) {
        child += child + 1 < n->count && n->dates[child + 1] < n->dates[child];
        if (n->dates[child] >= date)
            break;
        n->dates[at] = n->dates[child];
    }
    n->dates[at] = date;
}

static void rise(newest *n, uint32_t date) {
    size_t at = n->count++;
    for (; at > 0 && n->dates[(at - 1) / 2] > date; at = (at - 1) / 2)
        n->dates[at] = n->dates[(at - 1) / 2];
    n->dates[at] = date;
}

static int take(void *context, const visited *v) {
    newest *n = context;
    if (n->grouped && n->any && n->article == v->article)
        return 0;
    n->any = 1;
    n->article = v->article;
    n->matched++;
    uint32_t place = place_of(v->date, n->oldest);
    if (n->count < n->room)
        rise(n, place);
    else if (n->room > 0 && place > n->dates[0])
        sink(n, place);
    return 0;
}

int date_bar_find(const session *s, const query_tree *trees, int group, int oldest, uint64_t wanted, date_bar *out,
                  dossier_error *err) {
    uint64_t passages = 0;
    int status = DOSSIER_OK;
    *out = (date_bar){.oldest = oldest};
    for (size_t i = 0; i < s->count; i++)
        passages += s->parts[i].totals.passages;
    newest n = {.oldest = oldest,
                .room = (size_t)(wanted < passages ? wanted : passages),
                .grouped = group == DOSSIER_GROUP_ARTICLE};
    n.dates = malloc((n.room + 1) * sizeof *n.dates);
    if (n.dates == NULL)
        return error_memory(err);
    for (size_t i = 0; i < s->count && status == DOSSIER_OK; i++) {
        session_part *p = &s->parts[i];
        n.any = 0;
        status = p->m.backend->reader_visit(p->reader, trees[i].root, take, &n, err);
    }
    out->matched = n.matched;
    out->date = n.count > 0 ? place_of(n.dates[0], oldest) : 0;
    for (size_t i = 0; i < n.count; i++)
        out->newer += n.dates[i] > n.dates[0];
    out->wanted = n.count - out->newer;
    free(n.dates);
    return status;
}

const query_node *date_query_make(date_query *q, const query_node *root, const date_bar *bar, int newer) {
    *q = (date_query){.all = {.kind = QUERY_GROUP, .role = ROLE_SHOULD, .count = 1}, .root = *root};
    q->root.role = ROLE_MUST;
    q->date = (query_node){.kind = QUERY_DATE, .role = ROLE_MUST, .from = bar->date, .to = bar->date};
    if (newer && bar->oldest) {
        q->date.from = 1;
        q->date.to = bar->date > 0 ? bar->date - 1 : UINT32_MAX;
    } else if (newer) {
        q->date.from = bar->date + 1;
        q->date.to = UINT32_MAX;
    } else if (bar->date == 0) {
        q->date.role = ROLE_NOT;
        q->date.from = 1;
        q->date.to = UINT32_MAX;
    }
    q->children[0] = &q->root;
    q->children[1] = &q->date;
    q->all.children = q->children;
    q->all.child_count = 2;
    return &q->all;
}

/* The newest first, of equal ones as found_compare has it. */
static int compare_dates(const void *a, const void *b) {
    const found *x = a, *y = b;
    if (x->date != y->date)
        return x->date < y->date ? 1 : -1;
    return found_compare(a, b);
}

int sort_by_date(const session *s, int oldest, found *hits, size_t count, dossier_error *err) {
    for (size_t i = 0; i < count; i++) {
        session_part *p = &s->parts[hits[i].part];
        stored_passage stored;
        int status = p->m.backend->reader_article(p->reader, hits[i].at.document, &stored, err);
        if (status != DOSSIER_OK)
            return status;
        hits[i].date = place_of(query_date(stored.date, 0), oldest);
        buffer_free(&stored.memory);
    }
    if (count > 1)
        qsort(hits, count, sizeof *hits, compare_dates);
    return DOSSIER_OK;
}
