/* expand.h: the words that a pattern, or a word that may be spelt otherwise, stands for in an index.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_EXPAND_H
#define QUERY_EXPAND_H

#include "engine/session.h"
#include "query/tree.h"

/* A pattern stands for words of so many terms at the most: those in most passages, of words that may be spelt otherwise
 * those of fewest edits first; and all of a query's for so many. */
#define PREFIX_TERMS_MAX 64
#define PREFIX_TERMS_ALL 1024

/* What one query's patterns have come to so far; {0} at first. */
typedef struct expansion {
    size_t terms;
    size_t scanned;
    const query_node **known; /* patterns that are done: PREFIX_TERMS_ALL of them at the most, in the tree's memory */
    size_t known_count;
} expansion;

/* Makes the words that a QUERY_PREFIX stands for in all indexes its children, with their weights: of a pattern each
 * word is worth what it is by itself; of one that may be spelt otherwise all are worth what the most frequent is, half
 * of that with one edit, and a quarter with two, so that a rare slip of the pen does not count for a rare word. */
int expand_pattern(expansion *x, query_tree *tree, session *s, query_node *node, double passages, dossier_error *err);

#endif
