/* like.h: more like an article: the terms that tell it from others, asked for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The terms are those of the most worth, a term's count in the article times its idf; each stands in the query 1 +
 * ln(count) times.  Salton and Buckley, "Term-weighting approaches in automatic text retrieval" (1988), have both
 * weights; that 25 terms do is known from Lucene's MoreLikeThis.
 */
#ifndef QUERY_LIKE_H
#define QUERY_LIKE_H

#include "engine/session.h"
#include "query/tree.h"

#define LIKE_TERMS 25

/* A term to ask for. */
typedef struct like_term {
    dossier_str text; /* of the part's words */
    double count;     /* the formula's q */
} like_term;

/* An article to find others like. */
typedef struct like {
    size_t part;
    uint64_t document; /* its first passage */
    const char *lang;  /* static */
    like_term terms[LIKE_TERMS];
    size_t term_count;
} like;

/* Finds the article with a key, in the first part that has it, and its terms, the best first.  DOSSIER_ERR_ARGUMENT
 * where no part has it. */
int like_find(session *s, dossier_str key, like *out, dossier_error *err);

/* Makes of a part's tree for a language one that asks for the terms too, and not for the article itself; words: whether
 * the tree has been asked for at all. */
void like_add(const like *l, query_tree *tree, size_t part, const char *lang, int words);

#endif
