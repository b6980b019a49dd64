/* tree.c: building a query tree: its nodes, and the memory they live in.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tree_chunk {
    struct tree_chunk *next;
    size_t used;
    size_t capacity;
    max_align_t bytes[];
} tree_chunk;

#define CHUNK_BYTES ((size_t)4096)

void *tree_alloc(query_tree *tree, size_t size) {
    size_t unit = sizeof(max_align_t);
    size = (size + unit - 1) / unit * unit;
    if (tree->chunks == NULL || tree->chunks->capacity - tree->chunks->used < size) {
        size_t capacity = size > CHUNK_BYTES ? size : CHUNK_BYTES;
        tree_chunk *fresh = calloc(1, sizeof *fresh + capacity);
        if (fresh == NULL) {
            tree->failed = 1;
            return NULL;
        }
        fresh->capacity = capacity;
        fresh->next = tree->chunks;
        tree->chunks = fresh;
    }
    void *place = (char *)tree->chunks->bytes + tree->chunks->used;
    tree->chunks->used += size;
    return place;
}

query_node *tree_node(query_tree *tree, enum query_kind kind) {
    query_node *node = tree_alloc(tree, sizeof *node);
    if (node != NULL) {
        node->kind = kind;
        node->count = 1;
    }
    return node;
}

int tree_room(query_tree *tree) {
    if (tree->terms < TREE_TERMS_MAX) {
        tree->terms++;
        return 1;
    }
    snprintf(tree->remark, sizeof tree->remark, "the query has more than %d words: the rest is left out",
             TREE_TERMS_MAX);
    return 0;
}

query_node *tree_term(query_tree *tree, enum query_field field, const char *text, size_t size) {
    query_node *node = tree_node(tree, QUERY_TERM);
    char *copy = tree_alloc(tree, size + 1);
    if (node == NULL || copy == NULL)
        return NULL;
    memcpy(copy, text, size);
    node->field = field;
    node->term = (dossier_str){copy, size};
    return node;
}

void tree_form(query_tree *tree, query_node *term, dossier_str form) {
    /* Room doubles at each power of two. */
    size_t count = term->forms.count;
    dossier_str *forms = (dossier_str *)(uintptr_t)term->forms.forms;
    if ((count & (count - 1)) == 0) {
        dossier_str *larger = tree_alloc(tree, (count == 0 ? 1 : 2 * count) * sizeof *larger);
        if (larger == NULL)
            return;
        if (count > 0)
            memcpy(larger, forms, count * sizeof *larger);
        term->forms.forms = forms = larger;
    }
    char *copy = tree_alloc(tree, form.size + 1);
    if (copy == NULL)
        return;
    memcpy(copy, form.data, form.size);
    forms[count] = (dossier_str){copy, form.size};
    term->forms.count++;
}

void tree_add(query_tree *tree, query_node *parent, query_node *child, enum query_role role) {
    if (parent == NULL || child == NULL)
        return;
    /* Room doubles at each power of two. */
    size_t count = parent->child_count;
    if ((count & (count - 1)) == 0) {
        query_node **children = tree_alloc(tree, (count == 0 ? 1 : 2 * count) * sizeof(query_node *));
        if (children == NULL)
            return;
        if (count > 0)
            memcpy(children, parent->children, count * sizeof *children);
        parent->children = children;
    }
    child->role = role;
    parent->children[parent->child_count++] = child;
}

void tree_free(query_tree *tree) {
    for (tree_chunk *next; tree->chunks != NULL; tree->chunks = next) {
        next = tree->chunks->next;
        free(tree->chunks);
    }
    *tree = (query_tree){0};
}
