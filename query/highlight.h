/* highlight.h: the words of a passage that the query asked for, and its best sentences.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_HIGHLIGHT_H
#define QUERY_HIGHLIGHT_H

#include "engine/query.h"
#include "engine/text/analyzer.h"
#include "query/result.h"

/* What a query looks for, made ready for many passages of one language. */
typedef struct highlighter highlighter;

/* From a resolved tree.  What stands behind NOT is not looked for.  v must outlive it. */
int highlighter_new(highlighter **out, const query_node *root, vocabulary *v, dossier_error *err);
void highlighter_free(highlighter *h);

/* Fills a hit's matches and its best sentences (`most` at most, best first) from its passage's text; their memory is
 * the result's. */
int highlight(highlighter *h, dossier_hit *hit, unsigned most, const char *lang, dossier_result *result,
              dossier_error *err);

#endif
