/* highlight.h: the words of a passage that the query asked for, and its best sentences.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_HIGHLIGHT_H
#define QUERY_HIGHLIGHT_H

#include "engine/query.h"
#include "engine/text/analyzer.h"
#include "query/answer.h"
#include "query/result.h"
#include "query/wanted.h"

/* What a query looks for, made ready for the passages of one language in one result. */
typedef struct highlighter highlighter;

/* How much is shown of a passage. */
typedef struct highlight_options {
    unsigned sentences; /* the best, at most */
    unsigned context;   /* sentences on each side of each of them */
    int whole;          /* 1: the passage is shown whole */
    int all_terms;      /* 1: the view's tokens are to have the terms also of words that the query does not look for */
    int words_only;     /* 1: for the view alone: the hit is not changed */
    dossier_explanation *explain; /* its covers are filled; NULL: not */
} highlight_options;

/* From a resolved tree.  What stands behind NOT is not looked for.  `asked` is what kind of thing would answer.  The
 * tree, v and the result must outlive it. */
int highlighter_new(highlighter **out, const query_node *root, enum answer_kind asked, vocabulary *v,
                    dossier_result *result, dossier_error *err);
void highlighter_free(highlighter *h);

/* Fills a hit's matches, its best sentences (best first) and its excerpts from its passage's text; their memory is the
 * result's. */
int highlight(highlighter *h, dossier_hit *hit, const highlight_options *options, dossier_error *err);

/* What was last highlighted, as it was seen; lives until the next. */
typedef struct highlight_view {
    const wants *wanted;
    const token *tokens;
    size_t count;
    vocabulary *words;
} highlight_view;

highlight_view highlighter_view(const highlighter *h);

#endif
