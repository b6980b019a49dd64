/* expand.c: the words that a pattern, or a word that may be spelt otherwise, stands for in an index.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/expand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "query/form.h"
#include "query/form_list.h"

/* ------------------------------------------------------------------------------------------------------ finding */

/* The letters that a pattern begins with, before its first wildcard. */
static dossier_str beginning_of(const query_node *node) {
    size_t size = 0;
    while (node->edits == 0 && size < node->term.size && node->term.data[size] != '*' && node->term.data[size] != '?')
        size++;
    return (dossier_str){node->term.data, size};
}

static int find(expansion *x, session *s, const query_node *node, form_list *out, dossier_error *err) {
    word_match m;
    dossier_str beginning = beginning_of(node);
    int all = node->edits == 0 && beginning.size + 1 == node->term.size && node->term.data[beginning.size] == '*';
    int failed = 0;
    if (node->edits > 0)
        failed = match_similar(&m, node->term, (unsigned)node->edits);
    else if (!all)
        failed = match_pattern(&m, node->term);
    /* The parser has left out what is too long. */
    if (failed)
        return DOSSIER_OK;
    int status = form_list_find(out, s, node->field, beginning, all ? NULL : &m, &x->scanned, err);
    return status == DOSSIER_OK ? form_list_order(out, s, node->field, err) : status;
}

/* ---------------------------------------------------------------------------------------------------- as children */

static int compare_forms(const void *a, const void *b) {
    return form_compare(*(const dossier_str *)a, *(const dossier_str *)b);
}

/* The forms of a group, in order, each once; the caller frees the list.  NULL: no memory. */
static dossier_str *forms_of(const form_list *list, const form_group *g, size_t *out) {
    size_t count = 0, kept = 0;
    for (uint32_t i = g->first; i != 0; i = list->entries[i - 1].next)
        count++;
    dossier_str *forms = malloc((count + 1) * sizeof *forms);
    if (forms == NULL)
        return NULL;
    count = 0;
    for (uint32_t i = g->first; i != 0; i = list->entries[i - 1].next)
        forms[count++] = form_list_form(list, &list->entries[i - 1]);
    qsort(forms, count, sizeof *forms, compare_forms);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || form_compare(forms[kept - 1], forms[i]) != 0)
            forms[kept++] = forms[i];
    *out = kept;
    return forms;
}

static int is_child(const query_node *node, dossier_str text) {
    for (size_t i = 0; i < node->child_count; i++)
        if (form_compare(node->children[i]->term, text) == 0)
            return 1;
    return 0;
}

/* Makes a group a child.  1; 0 where its forms stand in removed articles alone, which a backend may tell of; or an
 * error. */
static int add_group(query_tree *tree, session *s, query_node *node, const form_list *list, const form_group *g,
                     int only_look, dossier_error *err) {
    dossier_str *forms = NULL;
    size_t count = 0;
    if (node->field <= FIELD_TITLE) {
        uint64_t frequency = 0;
        forms = forms_of(list, g, &count);
        int status = forms == NULL ? error_memory(err)
                                   : form_frequency(s, FIELD_TEXT, g->term, &(form_set){forms, count}, &frequency, err);
        if (status != DOSSIER_OK || frequency == 0) {
            free(forms);
            return status;
        }
    }
    query_node *made = only_look ? NULL : tree_term(tree, node->field, g->term.data, g->term.size);
    if (made != NULL) {
        made->count = node->count;
        made->edits = g->edits;
        tree_add(tree, node, made, ROLE_SHOULD);
        for (size_t i = 0; i < count; i++)
            tree_form(tree, made, forms[i]);
    }
    free(forms);
    return 1;
}

static void remark_cut(query_tree *tree, const query_node *node) {
    snprintf(tree->remark, sizeof tree->remark,
             "more than %d words are meant by %.*s%s: %s were looked for", PREFIX_TERMS_MAX,
             (int)(node->term.size < 60 ? node->term.size : 60), node->term.data, node->edits > 0 ? "~" : "",
             node->edits > 0 ? "the nearest" : "those in most passages");
}

/* Makes the best groups children, as far as they may be. */
static int add_groups(expansion *x, query_tree *tree, session *s, query_node *node, const form_list *list,
                      dossier_error *err) {
    int cut = list->cut;
    size_t added = 0;
    for (size_t i = 0; i < list->group_count; i++) {
        /* The stem that the parser has put there. */
        if (node->field > FIELD_TITLE && is_child(node, list->groups[i].term))
            continue;
        int full = added == PREFIX_TERMS_MAX || x->terms == PREFIX_TERMS_ALL;
        int status = add_group(tree, s, node, list, &list->groups[i], full, err);
        if (status < 0)
            return status;
        cut |= full && status == 1;
        if (cut && full)
            break;
        added += (size_t)status;
        x->terms += (size_t)status;
    }
    if (cut)
        remark_cut(tree, node);
    return DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------------- weights */

static int compare_children(const void *a, const void *b) {
    const query_node *x = *(query_node *const *)a, *y = *(query_node *const *)b;
    int order = form_compare(x->term, y->term);
    return order != 0 ? order : (x->edits > y->edits) - (x->edits < y->edits);
}

/* Weighs the children, each as it stands or all as the most frequent. */
static int weigh(session *s, query_node *node, double passages, dossier_error *err) {
    uint64_t most = 0;
    int status = DOSSIER_OK;
    for (size_t i = 0; i < node->child_count && status == DOSSIER_OK; i++) {
        query_node *child = node->children[i];
        status = form_frequency(s, FIELD_TEXT, child->term, &child->forms, &child->with, err);
        most = child->with > most ? child->with : most;
    }
    for (size_t i = 0; i < node->child_count && status == DOSSIER_OK; i++) {
        query_node *child = node->children[i];
        /* What makes the weight is the count, so that it is the same wherever it is used. */
        if (node->edits > 0 && child->with > 0)
            child->count *= bm25_weight(1, passages, (double)most) / bm25_weight(1, passages, (double)child->with) /
                            (double)(1 << child->edits);
        child->weight = bm25_weight(child->count, passages, (double)child->with);
    }
    return status;
}

/* A pattern that is done already and says the same as another. */
static const query_node *known_as(const expansion *x, const query_node *node) {
    for (size_t i = 0; i < x->known_count; i++) {
        const query_node *k = x->known[i];
        if (k->field == node->field && k->edits == node->edits && k->count == node->count &&
            form_compare(k->term, node->term) == 0)
            return k;
    }
    return NULL;
}

/* Gives a pattern the words of one that is done, as far as there may be more of them. */
static void take_children(expansion *x, query_tree *tree, query_node *node, const query_node *from) {
    size_t left = PREFIX_TERMS_ALL - x->terms;
    node->children = from->children;
    node->child_count = from->child_count < left ? from->child_count : left;
    x->terms += node->child_count;
    if (node->child_count < from->child_count)
        remark_cut(tree, node);
}

/* Keeps a pattern that is done, for others like it. */
static void note(expansion *x, query_tree *tree, const query_node *node) {
    if (x->known == NULL)
        x->known = tree_alloc(tree, PREFIX_TERMS_ALL * sizeof *x->known);
    if (x->known != NULL && x->known_count < PREFIX_TERMS_ALL)
        x->known[x->known_count++] = node;
}

int expand_pattern(expansion *x, query_tree *tree, session *s, query_node *node, double passages, dossier_error *err) {
    form_list list = {0};
    const query_node *same = known_as(x, node);
    if (same != NULL) {
        take_children(x, tree, node, same);
        return DOSSIER_OK;
    }
    int status = find(x, s, node, &list, err);
    if (status == DOSSIER_OK)
        status = add_groups(x, tree, s, node, &list, err);
    form_list_free(&list);
    if (node->child_count > 1)
        qsort(node->children, node->child_count, sizeof *node->children, compare_children);
    if (status == DOSSIER_OK && (node->field == FIELD_TEXT || node->field == FIELD_TITLE))
        status = weigh(s, node, passages, err);
    note(x, tree, node);
    return status == DOSSIER_OK && tree->failed ? error_memory(err) : status;
}
