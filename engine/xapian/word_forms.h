/* word_forms.h: the forms of the words of a batch, each with a number.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_WORD_FORMS_H
#define ENGINE_XAPIAN_WORD_FORMS_H

#include "engine/buffer.h"
#include "engine/text/analyzer.h"
#include "engine/xapian/main_forms.h"

/* A term in one form. */
typedef struct word_form {
    dossier_str text;
    int main; /* 1: it is the term's main form */
    int told; /* for whoever must know of each form once */
} word_form;

typedef struct word_forms word_forms;

/* NULL where there is no memory.  `main` (NULL: none) lives longer. */
word_forms *word_forms_new(const main_forms *main);
void word_forms_free(word_forms *f);

/* The number of the form that a token of a text stands in, in *out; -1 where there is no memory. */
int word_forms_find(word_forms *f, const vocabulary *v, const char *text, const token *t, uint32_t *out);

/* It lives until the next word_forms_find. */
word_form *word_forms_at(const word_forms *f, uint32_t number);

#endif
