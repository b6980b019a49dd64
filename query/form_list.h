/* form_list.h: the forms of an index that match something, by their terms.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_FORM_LIST_H
#define QUERY_FORM_LIST_H

#include "engine/buffer.h"
#include "engine/session.h"
#include "query/match.h"

/* A form that was found, in the list of its group. */
typedef struct form_entry {
    uint32_t at, size; /* its bytes */
    uint32_t next;     /* 1 + the next one of its group; 0: none */
} form_entry;

/* A term, and those of its forms that matched with so many edits. */
typedef struct form_group {
    uint32_t at, size; /* the term's bytes */
    dossier_str term;  /* form_list_order fills it, and the frequency */
    int edits;
    uint32_t first, last; /* 1 + an entry; forms met twice (in two indexes) are there twice */
    uint64_t frequency;   /* passages that have the term, in any form */
} form_group;

/* {0} is empty. */
typedef struct form_list {
    form_group *groups;
    size_t group_count, group_capacity;
    form_entry *entries;
    size_t entry_count, entry_capacity;
    uint32_t *slots; /* 1 + a group, by the hash of its term and its edits */
    size_t slot_mask;
    buffer bytes;
    int cut; /* 1: not all forms were looked at, or kept */
} form_list;

/* How much is looked at and kept, for all that one query asks. */
#define FORMS_SCANNED_MAX 2000000
#define FORMS_KEPT_MAX 400000

/* Adds the words of all indexes that begin with `prefix` and match (NULL: all of them).  *scanned counts the words
 * looked at: the search ends where they are FORMS_SCANNED_MAX.  In the fields without forms (field is one of these)
 * the terms stand for themselves. */
int form_list_find(form_list *list, session *s, enum query_field field, dossier_str prefix, const word_match *m,
                   size_t *scanned, dossier_error *err);

/* Ends the gathering, and puts the best groups first: of few edits, then of high frequency, then in byte order. */
int form_list_order(form_list *list, session *s, enum query_field field, dossier_error *err);

dossier_str form_list_form(const form_list *list, const form_entry *e);

void form_list_free(form_list *list);

/* The number of passages, of all indexes, that have a term in one of these forms (NULL: any). */
int form_frequency(session *s, enum query_field field, dossier_str term, const form_set *forms, uint64_t *out,
                   dossier_error *err);

#endif
