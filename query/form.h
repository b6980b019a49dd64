/* form.h: the forms of a term that a query means.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_FORM_H
#define QUERY_FORM_H

#include "engine/query.h"

/* In byte order: less than, equal to or more than 0. */
int form_compare(dossier_str a, dossier_str b);

/* An order of sets; 0 where they are the same.  The one that means all forms is the first. */
int form_set_compare(const form_set *a, const form_set *b);

/* Whether a form is one of those that are meant. */
int form_set_has(const form_set *set, dossier_str form);

#endif
