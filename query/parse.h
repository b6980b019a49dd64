/* parse.h: from what a person types to a query tree.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_PARSE_H
#define QUERY_PARSE_H

#include "engine/text/vocabulary.h"
#include "query/tree.h"

/* How to parse: all of it are words; what is not understood is an error. */
#define QUERY_PLAIN 1
#define QUERY_STRICT 2

/* Fills an empty tree from the words of a query (clean UTF-8).  What is not understood as an operator is taken as
 * words, so that there is no syntax error; with QUERY_STRICT the first such is DOSSIER_ERR_ARGUMENT, "query:COLUMN:
 * what: what to do".  how: QUERY_PLAIN, QUERY_STRICT, both or 0.  Also DOSSIER_ERR_MEMORY.
 *
 *     words       or'ed; stop words are left out where there are others; a hyphened word is its words and their join
 *     "phrase"    the words next to each other
 *     word*       terms that begin so
 *     ( ... )     a clause
 *     c^2         what c scores, so many times: 0 to 100
 *     a NEAR/n b  at most n words apart, ADJ/n in this order; 10 where n is not given
 *     field:c     c in that field: text, title, author, site, key; such a clause must match, unless OR stands beside it
 *     date:D      D is YYYY, YYYY-MM, YYYY-MM-DD, D..D with either left out, or <D, <=D, >D, >=D
 *     +c -c       the clause c must match; must not.  NOT c is -c
 *     a AND b     both must; binds the two more than what stands beside them
 *     a OR b      what standing beside each other means already
 * A sign, a field or NOT holds for all of a NEAR b: NEAR and ADJ bind closest.
 */
int query_parse(query_tree *tree, vocabulary *v, const char *text, size_t size, int how, dossier_error *err);

#endif
