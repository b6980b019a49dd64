/* parse.h: from what a person types to a query tree.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_PARSE_H
#define QUERY_PARSE_H

#include "engine/text/vocabulary.h"
#include "query/tree.h"

/* Fills an empty tree from the words of a query (clean UTF-8).  There is no syntax error: what is not understood as an
 * operator is taken as words.  plain: all of it is.  Returns DOSSIER_OK or DOSSIER_ERR_MEMORY.
 *
 *     words       or'ed; stop words are left out where there are others; a hyphened word is its words and their join
 *     "phrase"    the words next to each other
 *     +c -c       the clause c must match; must not.  NOT c is -c
 *     a AND b     both must; binds the two more than what stands beside them
 *     a OR b      what standing beside each other means already
 *     ( ... )     a clause
 *     word*       terms that begin so
 *     field:c     c in that field: text, title, author, key; such a clause must match, unless OR stands beside it
 *     date:D      D is YYYY, YYYY-MM, YYYY-MM-DD, or D..D with either left out
 */
int query_parse(query_tree *tree, vocabulary *v, const char *text, size_t size, int plain, dossier_error *err);

#endif
