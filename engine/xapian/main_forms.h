/* main_forms.h: the one form of each term that needs no name of its own in the database.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands in no other form stands in the main one.  It is the form that a term had most often in what was indexed
 * first, and stays so; the term itself where that had no such word.  All that Xapian keeps of forms becomes a third.
 */
#ifndef ENGINE_XAPIAN_MAIN_FORMS_H
#define ENGINE_XAPIAN_MAIN_FORMS_H

#include "engine/buffer.h"
#include "engine/feed.h"

/* A term whose main form is another word, and that form's code (form.h). */
typedef struct main_form {
    dossier_str term;
    dossier_str code;
} main_form;

/* {0} has none; main_forms_free after. */
typedef struct main_forms {
    buffer bytes; /* varint count; of each, in byte order of the terms: term and code, counted */
    main_form *items;
    size_t count;
} main_forms;

/* Chooses the main forms from the words of a batch. */
int main_forms_choose(main_forms *m, const batch *b, analyzers *a, dossier_error *err);

/* Reads m->bytes: 0, -1 where they are damaged, or -2 where there is no memory. */
int main_forms_read(main_forms *m);

/* Whether a form is a term's main one. */
int main_forms_has(const main_forms *m, dossier_str text, dossier_str form);

void main_forms_free(main_forms *m);

#endif
