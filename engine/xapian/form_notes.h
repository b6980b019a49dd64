/* form_notes.h: what is noted of each form of a vocabulary while a batch is worked on.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_FORM_NOTES_H
#define ENGINE_XAPIAN_FORM_NOTES_H

#include "engine/analyzers.h"

enum form_note {
    NOTE_KNOWN = 1, /* whether it is a main form was looked up */
    NOTE_MAIN = 2,  /* it is one */
    NOTE_TOLD = 4   /* that it occurs was told */
};

/* {0} has none; form_notes_free after. */
typedef struct form_notes {
    struct {
        const vocabulary *v;
        unsigned char *notes; /* by the forms' numbers */
        size_t size;
    } of[ANALYZERS_MAX];
    size_t count;
} form_notes;

/* The notes on a form, until the next call; NULL where there is no memory. */
unsigned char *form_notes_at(form_notes *f, const vocabulary *v, form_id id);

void form_notes_free(form_notes *f);

#endif
