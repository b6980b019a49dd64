/* place.h: where in its source a hit's best sentence stands: a path, a line and a column, for an editor to jump to.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_PLACE_H
#define QUERY_PLACE_H

#include "dossier.h"
#include "engine/buffer.h"

typedef struct place {
    dossier_str path; /* the key; for a part of a page, the page */
    size_t line;      /* from 1 */
    size_t column;    /* from 1, in bytes */
} place;

/* The source that was read last, as the hits of a result often share one; {0} is none. */
typedef struct place_source {
    buffer path;
    buffer text; /* empty where it cannot be read */
} place_source;

/* The place of the first match in the best sentence; without sentences, of the passage's beginning.
 * An index keeps the line on which a passage begins, not every line of its source.  The source itself is therefore
 * looked into, from that line on, for the words around the match.  Where it is not there, not a plain file, or does not
 * have them in so many bytes (HTML with tags or entities among them, a gzip file), the place is told from the passage:
 * its line and the line ends before the match, and the column in the line as the passage's text has it. */
place place_of(const dossier_hit *hit, place_source *source);

void place_source_free(place_source *source);

#endif
