/* invert.h: from the words of texts, in text order, to the places of each word, in the order of words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words are put down as they come, with their number in a vocabulary, and then counted into place (a counting sort),
 * so that a word costs a few nanoseconds and nothing is allocated for it.
 */
#ifndef ENGINE_PACKED_INVERT_H
#define ENGINE_PACKED_INVERT_H

#include "engine/packed/run.h"
#include "engine/query.h"
#include "engine/text/vocabulary.h"

/* Where a word stands: the passage (or article), and the position in it. */
typedef struct place {
    uint32_t where;
    uint32_t position;
} place;

/* The same, with the number that was put down. */
typedef struct sorted_place {
    place at;
    uint32_t id;
} sorted_place;

/* Words of one field; {0} is empty.  Those of FIELD_TEXT are put down as forms, those of other fields as terms. */
typedef struct inverter {
    uint32_t *ids; /* as they came: form_id or term_id */
    place *places;
    size_t count;
    size_t capacity;
    uint32_t *counts; /* of each id below counts_size; while writing: its term's group, then a form's place in that */
    size_t counts_size;
    uint32_t *met; /* the ids that have a count */
    size_t met_count;
    size_t met_capacity;
    sorted_place *sorted;
    size_t sorted_capacity;
    buffer numbers; /* of one term's occurrences, as the run has them */
} inverter;

/* Makes room for about so many words: -1 where there is no memory. */
int inverter_reserve(inverter *v, size_t words);

/* Puts down a word; `where` never falls.  -1 where there is no memory. */
int inverter_put(inverter *v, uint32_t id, uint32_t where, uint32_t position);

/* Appends the run of all words put down, in the order of their keys, and empties the inverter. */
int inverter_write(inverter *v, const vocabulary *words, enum query_field field, run *out);

void inverter_free(inverter *v);

#endif
