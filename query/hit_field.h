/* hit_field.h: what a hit has, each by a name: the columns of TSV and the placeholders of templates.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_HIT_FIELD_H
#define QUERY_HIT_FIELD_H

#include "dossier.h"
#include "engine/buffer.h"

enum hit_field {
    HIT_QUERY,      /* the query's id in a batch, else its words */
    HIT_WORDS,      /* its words */
    HIT_RANK,
    HIT_SCORE,
    HIT_KEY,
    HIT_TITLE,
    HIT_STANDFIRST,
    HIT_AUTHOR,
    HIT_DATE,
    HIT_LANG,
    HIT_SOURCE,
    HIT_LINE,
    HIT_NUMBER,
    HIT_START,
    HIT_END,
    HIT_SENTENCE,   /* the best one; where there is none, how the passage begins */
    HIT_SENTENCES,  /* the best ones in the text's order, an ellipsis where text is left out between them */
    HIT_TEXT,
    HIT_COUNT
};

const char *hit_field_name(enum hit_field field);

/* The field with this name; HIT_COUNT where there is none. */
enum hit_field hit_field_named(const char *name, size_t size);

/* Puts all names into `to`, as "rank, score, ... and text". */
void hit_field_list(char *to, size_t size);

/* The value, not escaped: a part of the hit or of the options, or written into scratch in place of what is there.
 * Returns 0, or -1 where there is no memory. */
int hit_field_value(enum hit_field field, const dossier_hit *hit, const dossier_print_options *options, buffer *scratch,
                dossier_str *value);

#endif
