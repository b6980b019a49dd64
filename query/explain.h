/* explain.h: what each term and each step of ranking has added to a hit's score.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What ranking adds is noted as it is added.  What the backend's search gave is told afterwards, for the hits that are
 * shown: the backend says how often the terms stand in their passages (reader_evidence) and which of them have the
 * phrases, dates and the like (reader_visit); the tree says what then counts.
 */
#ifndef QUERY_EXPLAIN_H
#define QUERY_EXPLAIN_H

#include "query/rank.h"

/* In the order in which they are told. */
enum explain_step {
    EXPLAIN_WORD,          /* a term in the passage */
    EXPLAIN_TITLE,         /* counted once more in the title */
    EXPLAIN_ARTICLE,       /* in the whole article */
    EXPLAIN_NEAR,          /* neighbours in the query near each other */
    EXPLAIN_SENTENCE,      /* the best sentence */
    EXPLAIN_EXPAND,        /* a term of the first hits, in the passage */
    EXPLAIN_EXPAND_ARTICLE /* in the whole article */
};

/* Notes what is added to a hit's score, where r asks for that and it is not 0: term (may be empty), score, weight,
 * count and length of `share`; the term must live as long as the search. */
int explain_note(const ranking *r, found *hit, enum explain_step step, dossier_share share, dossier_error *err);

/* The same of a term that is meant in some forms alone, which must live as long. */
int explain_note_term(const ranking *r, found *hit, enum explain_step step, dossier_share share, const form_set *forms,
                      dossier_error *err);

/* Notes the parts that the search itself gave to the hits, of any number. */
int explain_words(const ranking *r, found *hits, size_t count, dossier_error *err);

/* Frequencies that were looked up, to be used again; {0} is empty. */
typedef struct explain_memory {
    struct explain_frequency *items;
    size_t count, capacity;
} explain_memory;
void explain_memory_free(explain_memory *memory);

/* Puts all that was noted for a hit into `out`, with the frequencies of its terms; its memory is the result's. */
int explain_tell(const ranking *r, const found *hit, explain_memory *memory, dossier_explanation *out,
                 dossier_error *err);

#endif
