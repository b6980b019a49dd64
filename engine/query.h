/* query.h: a query as a tree, which any backend can run.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query/parse.c makes a tree from words; query/resolve.c gives its terms their weights and its prefixes their words; a
 * backend runs what has come of it.
 */
#ifndef ENGINE_QUERY_H
#define ENGINE_QUERY_H

#include <stddef.h>
#include <stdint.h>

#include "dossier.h"

enum query_kind {
    QUERY_TERM,   /* term, in field */
    QUERY_PHRASE, /* children, all QUERY_TERM, one right after the other, in field (text or title) */
    QUERY_NEAR,   /* children, all QUERY_TERM, in field (text or title), no two at the same position, the last at most
                     `span` words after the first; `ordered`: in the order of the children */
    QUERY_PREFIX, /* words of field that `term` stands for (see edits); resolved: its children, each a should */
    QUERY_DATE,   /* articles dated from..to */
    QUERY_LANG,   /* articles in the language that `term` names */
    QUERY_ARTICLE, /* the article that `document`, in the backend's own numbering, is a passage of */
    QUERY_GROUP,  /* children by their role: every must, and no not; without a must at least one should */
    QUERY_ALL,    /* every passage */
    QUERY_NONE    /* no passage */
};

enum query_role { ROLE_SHOULD, ROLE_MUST, ROLE_NOT };

enum query_field {
    FIELD_TEXT,  /* the passage with its article's title */
    FIELD_TITLE, /* title's words; scored as the same word of FIELD_TEXT, in passages whose title has it */
    FIELD_AUTHOR, /* this and the rest choose passages and add nothing to the score */
    FIELD_KEY,
    FIELD_LANG,  /* the article's language; only within a backend: queries have QUERY_LANG */
    FIELD_SITE   /* the host of the article's source, see site.h */
};

/* The forms of a term that are meant: words in their normal form (text/word.h), in byte order, no two the same. */
typedef struct form_set {
    const dossier_str *forms;
    size_t count; /* 0: all forms, as if the term had but one */
} form_set;

typedef struct query_node {
    enum query_kind kind;
    enum query_role role; /* in its parent */
    enum query_field field;
    dossier_str term;
    form_set forms;       /* QUERY_TERM of text or title: only words in these forms count, in n and f as well */
    int edits;          /* QUERY_PREFIX: 0: `term` is a pattern, in which * is any characters and ? is one; else the
                           words that at most so many edits make of it.  Of its children: theirs */
    size_t start, end;  /* QUERY_TERM: the bytes of the query that its word is; end 0: it was not typed */
    int stop;           /* a stop word: left out of a group that has other words */
    double count;       /* times the term stands in the query, each by its weight (^2): the formula's q; 0 or more */
    double weight;      /* resolved: q * idf, 0 for what is not scored */
    uint64_t with;      /* resolved: the n of QUERY_TERM of text or title, over all indexes searched */
    uint32_t span;      /* QUERY_NEAR: child_count - 1 or more */
    int ordered;
    uint32_t from, to;  /* dates as YYYYMMDD, inclusive; 00 and 99 where a month or day is left open */
    uint64_t document;  /* QUERY_ARTICLE */
    struct query_node **children;
    size_t child_count;
} query_node;

/* A date as YYYYMMDD: "2022" is 20220000, "2022-07" 20220700; with `end` 20229999, 20220799.  Returns 0 where the
 * text is no date. */
uint32_t query_date(dossier_str text, int end);

#endif
