/* correct.h: what a query may have meant, where a word of it is not to be found.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_CORRECT_H
#define QUERY_CORRECT_H

#include "engine/session.h"
#include "query/result.h"
#include "query/tree.h"

/* Looks at the words of a query (`words`, which its resolved trees, one for each part, were parsed from).  A word that
 * no passage has, or hardly any where hardly any match at all, is taken for misspelt where one that is an edit or two
 * away is much more frequent; where there is such a word, result->correction becomes the whole query with those words
 * replaced.  For a query whose words are found nothing is looked up. */
int correct_query(session *s, const query_tree *trees, dossier_str words, dossier_result *result, dossier_error *err);

#endif
