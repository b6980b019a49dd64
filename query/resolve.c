/* resolve.c: giving a query tree what only the index knows.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/resolve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "engine/text/word.h"

/* Terms looked at for all prefixes of a query. */
#define PREFIX_SCAN_MAX 400000

typedef struct resolving {
    query_tree *tree;
    session *s;
    uint64_t passages;
    size_t expanded; /* terms that prefixes stand for */
    size_t scanned;  /* terms looked at for them */
    dossier_error *err;
} resolving;

void session_sums(const session *s, uint64_t *passages, double *average_length) {
    uint64_t words = 0;
    *passages = 0;
    for (size_t i = 0; i < s->count; i++) {
        *passages += s->parts[i].totals.passages;
        words += s->parts[i].totals.words;
    }
    *average_length = *passages > 0 && words > 0 ? (double)words / (double)*passages : 1.0;
}

static int resolve_term(resolving *r, query_node *node) {
    uint64_t all = 0, frequency;
    if (node->field != FIELD_TEXT && node->field != FIELD_TITLE)
        return DOSSIER_OK;
    for (size_t i = 0; i < r->s->count; i++) {
        session_part *part = &r->s->parts[i];
        int status = part->m.backend->reader_frequency(part->reader, FIELD_TEXT, node->term, &node->forms,
                                                           &frequency, r->err);
        if (status != DOSSIER_OK)
            return status;
        all += frequency;
    }
    node->weight = bm25_weight(node->count, (double)r->passages, (double)all);
    return DOSSIER_OK;
}

/* A term that a prefix may stand for. */
typedef struct candidate {
    char text[WORD_NORMAL_MAX];
    size_t size;
    uint64_t frequency;
} candidate;

/* The most frequent candidates so far, not in order. */
typedef struct candidates {
    candidate best[PREFIX_TERMS_MAX];
    size_t count;
    size_t *scanned; /* the query's */
    int cut;         /* there were more */
} candidates;

static int add_candidate(void *context, dossier_str text, uint64_t frequency) {
    candidates *c = context;
    size_t place = c->count;
    if (*c->scanned == PREFIX_SCAN_MAX) {
        c->cut = 1;
        return 1;
    }
    ++*c->scanned;
    for (size_t i = 0; i < c->count; i++) {
        if (c->best[i].size == text.size && memcmp(c->best[i].text, text.data, text.size) == 0) {
            c->best[i].frequency += frequency;
            return 0;
        }
    }
    if (c->count == PREFIX_TERMS_MAX) {
        c->cut = 1;
        place = 0;
        for (size_t i = 1; i < c->count; i++)
            if (c->best[i].frequency < c->best[place].frequency)
                place = i;
        if (c->best[place].frequency >= frequency)
            return 0;
    } else {
        c->count++;
    }
    candidate *to = &c->best[place];
    to->size = text.size < sizeof to->text ? text.size : sizeof to->text;
    memcpy(to->text, text.data, to->size);
    to->frequency = frequency;
    return 0;
}

static int compare_candidates(const void *a, const void *b) {
    const candidate *x = a, *y = b;
    size_t size = x->size < y->size ? x->size : y->size;
    int order = memcmp(x->text, y->text, size);
    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

/* Finds the terms that a prefix stands for, and makes them its children. */
static int resolve_prefix(resolving *r, query_node *node) {
    candidates *c = calloc(1, sizeof *c);
    if (c == NULL)
        return error_memory(r->err);
    c->scanned = &r->scanned;
    int status = DOSSIER_OK;
    for (size_t i = 0; i < r->s->count && status == DOSSIER_OK; i++) {
        session_part *part = &r->s->parts[i];
        status = part->m.backend->reader_prefix(part->reader, node->field, node->term, add_candidate, c, r->err);
    }
    /* The stem of the word as it stands is there already. */
    const query_node *stem = node->child_count > 0 ? node->children[0] : NULL;
    qsort(c->best, c->count, sizeof *c->best, compare_candidates);
    for (size_t i = 0; i < c->count && status == DOSSIER_OK; i++) {
        const candidate *found = &c->best[i];
        if (stem != NULL && stem->term.size == found->size && memcmp(stem->term.data, found->text, found->size) == 0)
            continue;
        c->cut |= r->expanded == PREFIX_TERMS_ALL;
        if (r->expanded == PREFIX_TERMS_ALL)
            break;
        r->expanded++;
        query_node *made = tree_term(r->tree, node->field, found->text, found->size);
        if (made != NULL)
            made->count = node->count;
        tree_add(r->tree, node, made, ROLE_SHOULD);
    }
    if (c->cut)
        snprintf(r->tree->remark, sizeof r->tree->remark,
                 "more than %d words begin with %.*s: those in most passages were looked for", PREFIX_TERMS_MAX,
                 (int)(node->term.size < 60 ? node->term.size : 60), node->term.data);
    free(c);
    return status == DOSSIER_OK && r->tree->failed ? error_memory(r->err) : status;
}

static int resolve_node(resolving *r, query_node *node) {
    int status = DOSSIER_OK;
    if (node->kind == QUERY_TERM)
        return resolve_term(r, node);
    if (node->kind == QUERY_PREFIX)
        status = resolve_prefix(r, node);
    for (size_t i = 0; i < node->child_count && status == DOSSIER_OK; i++)
        status = resolve_node(r, node->children[i]);
    return status;
}

int query_resolve(query_tree *tree, session *s, dossier_error *err) {
    resolving r = {.tree = tree, .s = s, .err = err};
    double average;
    session_sums(s, &r.passages, &average);
    return resolve_node(&r, tree->root);
}
