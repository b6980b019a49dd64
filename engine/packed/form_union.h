/* form_union.h: the forms that a term has in several sources, as those of one list.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_FORM_UNION_H
#define ENGINE_PACKED_FORM_UNION_H

#include "dossier.h"
#include "engine/buffer.h"

/* A form of any of the sources.  Its bytes are at `at` of the union's texts. */
typedef struct union_form {
    size_t at;
    size_t size;
    uint64_t postings; /* that it is in, in all of them */
    uint32_t number;   /* once settled: by falling postings, then in the order of bytes; those without any have none */
} union_form;

/* {0} is empty. */
typedef struct form_union {
    buffer texts;
    buffer forms;   /* union_form, as they were met */
    buffer slots;   /* uint32_t: a hash table of them, where they are many */
    buffer maps;    /* uint32_t: of each source in turn its forms, as places among `forms`, once settled as numbers */
    buffer starts;  /* size_t: where each source's begin */
    buffer order;   /* what settling sorts */
    uint32_t last;  /* the place of the one that was added last */
    uint32_t count; /* of those that have a number */
} form_union;

/* Empties it. */
void form_union_begin(form_union *u);

/* These return 0, or -1 where there is no memory. */

/* Begins the next source. */
int form_union_source(form_union *u);

/* Adds the next form of the source, which is in so many of its postings. */
int form_union_add(form_union *u, dossier_str form, uint64_t postings);

/* Gives the numbers. */
int form_union_settle(form_union *u);

static inline dossier_str union_text(const form_union *u, const union_form *f) {
    return (dossier_str){u->texts.data + f->at, f->size};
}

/* The form with a number. */
const union_form *form_union_numbered(const form_union *u, uint32_t number);

/* The number of each form of a source. */
const uint32_t *form_union_map(const form_union *u, size_t source);

void form_union_free(form_union *u);

#endif
