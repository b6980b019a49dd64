/* check_forms.h: whether what a segment says of the forms of its words is so.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_CHECK_FORMS_H
#define ENGINE_PACKED_CHECK_FORMS_H

#include "engine/packed/segment.h"

/* In how many postings of a term each of its forms was met; {0} is empty. */
typedef struct form_counts {
    buffer counts; /* form_seen */
} form_counts;

/* Begins with another term.  Takes in a posting of it.  DOSSIER_OK or DOSSIER_ERR_MEMORY. */
void form_counts_begin(form_counts *f);
int form_counts_add(form_counts *f, const posting *found, dossier_error *err);
void form_counts_free(form_counts *f);

/* What is wrong with the forms that the term at a walk has, whose postings were all taken in; NULL: nothing. */
const char *check_forms_of_term(const segment *s, const term_walk *t, const form_counts *f);

/* What is wrong with the terms of the form at a walk; NULL: nothing. */
const char *check_terms_of_form(const segment *s, const term_walk *t);

#endif
