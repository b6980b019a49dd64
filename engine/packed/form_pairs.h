/* form_pairs.h: which terms forms are stemmed to: met term by term, written as a run in the order of forms.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_FORM_PAIRS_H
#define ENGINE_PACKED_FORM_PAIRS_H

#include "engine/packed/run.h"

/* {0} is empty. */
typedef struct form_pairs {
    buffer texts;
    buffer pairs;
} form_pairs;

/* Adds a form of a term that is another word.  Returns 0, or -1 where there is no memory; the next does too. */
int form_pairs_add(form_pairs *p, dossier_str form, dossier_str term);

/* Appends the run of them, and empties it. */
int form_pairs_write(form_pairs *p, run *out);

void form_pairs_free(form_pairs *p);

#endif
