/* resolve.c: giving a query tree what only the index knows.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/resolve.h"

#include "engine/bm25.h"
#include "query/expand.h"
#include "query/form_list.h"

typedef struct resolving {
    query_tree *tree;
    session *s;
    uint64_t passages;
    expansion patterns;
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
    if (node->field != FIELD_TEXT && node->field != FIELD_TITLE)
        return DOSSIER_OK;
    int status = form_frequency(r->s, FIELD_TEXT, node->term, &node->forms, &node->with, r->err);
    if (status == DOSSIER_OK)
        node->weight = bm25_weight(node->count, (double)r->passages, (double)node->with);
    return status;
}

static int resolve_node(resolving *r, query_node *node) {
    int status = DOSSIER_OK;
    if (node->kind == QUERY_TERM)
        return resolve_term(r, node);
    if (node->kind == QUERY_PREFIX)
        return expand_pattern(&r->patterns, r->tree, r->s, node, (double)r->passages, r->err);
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
