/* print_explanation.h: why a hit stands where it does, for people.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_PRINT_EXPLANATION_H
#define QUERY_PRINT_EXPLANATION_H

#include "query/wrap.h"

/* Writes the lines, at the beginning of a line; none where the hit has no explanation. */
void print_explanation(wrap *w, const dossier_hit *hit);

#endif
