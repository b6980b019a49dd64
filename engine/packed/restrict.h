/* restrict.h: making a term's list anew with those occurrences alone whose form is meant.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_RESTRICT_H
#define ENGINE_PACKED_RESTRICT_H

#include "engine/packed/search.h"

/* What is to be made, with the first four filled in. */
typedef struct restriction {
    const search_segment *segment;
    enum query_field field; /* FIELD_TITLE: in passages alone whose title has the term in such a form */
    dossier_str stem;
    posting_list list;      /* the term's */
    unsigned char *meant;   /* of each number of a form: 1 where it is */
    uint32_t form_count;
    uint32_t meant_count;
    uint64_t meant_postings; /* the sum of the postings that each is in */
} restriction;

/* Finds which of the forms that the segment has of the term are meant. */
int restriction_begin(restriction *r, const form_set *forms, dossier_error *err);
void restriction_end(restriction *r);

/* Makes the list, in the two buffers, which are empty; *out lies in them. */
int restrict_list(const restriction *r, buffer *lists, buffer *positions, posting_list *out, dossier_error *err);

#endif
