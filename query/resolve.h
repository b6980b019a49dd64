/* resolve.h: giving a query tree what only the index knows: its terms' weights and its patterns' words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_RESOLVE_H
#define QUERY_RESOLVE_H

#include "engine/session.h"
#include "query/tree.h"

/* Resolves a tree by the statistics of all of a session's indexes, which are searched as one. */
int query_resolve(query_tree *tree, session *s, dossier_error *err);

/* The sums over a session's indexes: passages, and their mean length in terms (1 where there are none). */
void session_sums(const session *s, uint64_t *passages, double *average_length);

#endif
