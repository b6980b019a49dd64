/* tree.h: building a query tree: its nodes, and the memory they live in.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_TREE_H
#define QUERY_TREE_H

#include "engine/query.h"

/* The most terms, dates and prefixes that a query has; more are left out, which the remark says. */
#define TREE_TERMS_MAX 1024

/* The greatest weight (^100) of a term, and of all that stand around it. */
#define TREE_WEIGHT_MAX 100

/* A tree and all its memory; {0} is empty. */
typedef struct query_tree {
    query_node *root;
    size_t terms;
    int failed;        /* 1: there was no memory; the tree is of no use */
    char remark[256];  /* one line for the person who asked; empty: none */
    struct tree_chunk *chunks;
} query_tree;

/* Memory that lives as long as the tree, cleared; NULL (and failed) where there is none. */
void *tree_alloc(query_tree *tree, size_t size);

/* A new node, or NULL. */
query_node *tree_node(query_tree *tree, enum query_kind kind);

/* Counts one more thing that is looked for; 0 (with a remark) where there are TREE_TERMS_MAX of them. */
int tree_room(query_tree *tree);

/* A new term in a field, its text copied.  Whether there is room for it, tree_room has been asked. */
query_node *tree_term(query_tree *tree, enum query_field field, const char *text, size_t size);

/* Gives a term one more form, copied; forms are given in byte order.  Without any it is meant in all of them. */
void tree_form(query_tree *tree, query_node *term, dossier_str form);

/* Adds a child with a role; a NULL child is none. */
void tree_add(query_tree *tree, query_node *parent, query_node *child, enum query_role role);

void tree_free(query_tree *tree);

#endif
