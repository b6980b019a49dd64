/* occurrences.h: where a term stands in some of its forms: one term's postings, or a list made of several.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_OCCURRENCES_H
#define ENGINE_XAPIAN_OCCURRENCES_H

#include "engine/xapian/form.h"
#include "engine/xapian/reader.h"

/* How often it stands in a document. */
typedef struct occurrence {
    xapian_docid document;
    xapian_termcount count; /* 1 or more */
} occurrence;

/* A list that was made, documents rising.  The reader keeps the last ones; whoever else uses one counts as a user. */
typedef struct made_list {
    occurrence *items;
    size_t count;
    size_t users;
    dossier_str name; /* what it was made of, see occurrences.c */
    uint64_t hash;    /* of it */
    struct made_list *older;
} made_list;

/* What was found. */
typedef struct occurrences {
    made_list *list; /* NULL: the postings of the term */
    size_t size;
    char term[FORM_NAME_MAX]; /* as the database has it */
} occurrences;

/* Finds a term of a field in these forms (NULL or none: any; only of text and title).  occurrences_release after, also
 * where it failed.  Returns libxapian's status. */
int occurrences_find(backend_reader *r, enum query_field field, dossier_str text, const form_set *forms,
                     occurrences *out, xapian_error *x);
void occurrences_release(occurrences *o);

/* The number of documents. */
int occurrences_count(backend_reader *r, const occurrences *o, xapian_doccount *out, xapian_error *x);

/* Frees what the reader keeps. */
void occurrences_forget(backend_reader *r);

/* A walk through the documents.  {0} may be closed. */
typedef struct occurrence_walk {
    xapian_posting_iterator *postings;
    const made_list *list;
    size_t next; /* in the list */
    xapian_docid at; /* 0: not begun */
} occurrence_walk;

/* Opens a walk; what was found lives longer. */
int occurrence_walk_open(const xapian_database *db, const occurrences *o, occurrence_walk *out, xapian_error *x);
void occurrence_walk_close(occurrence_walk *w);

/* Goes to the next document, or to the first from `target` on: 1, 0 at the end, or negative. */
int occurrence_walk_next(occurrence_walk *w, xapian_error *x);
int occurrence_walk_skip_to(occurrence_walk *w, xapian_docid target, xapian_error *x);

/* How often the term stands in the document. */
int occurrence_walk_count(const occurrence_walk *w, xapian_termcount *out, xapian_error *x);

#endif
