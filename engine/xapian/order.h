/* order.h: the order of a passage's words, packed, so that phrases can be told.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Xapian's own position lists are a B-tree entry for each term of each passage: 1.6 times the source text, and half
 * of the time of indexing.  Instead the order of a passage's terms is kept once:
 *     varint   2 * terms + wide
 *     byte     seed
 *     terms    2 bytes (wide: 4), lowest first: a hash of the term, by place; no two of a passage are equal
 *     varint   how many further places there are: a term that stands in several forms has one for each but the first
 *     forms    of each such term: varint its place, varint its further places, which follow on those given so far; for
 *              its own place, then for each further one the form's code beside the term (form.h), counted
 *     varints  the places in text order, from 1; 0 parts title, standfirst and text
 * A phrase is looked for only in passages that have all its terms, each in a form that counts, so the hashes need only
 * tell a passage's own terms apart: the seed is chosen so that they do; and a term that stands in one form stands in
 * one that counts.
 */
#ifndef ENGINE_XAPIAN_ORDER_H
#define ENGINE_XAPIAN_ORDER_H

#include "engine/passage_terms.h"

/* Appends the packed order. */
int order_pack(const passage_terms *p, const vocabulary *v, buffer *out);

/* A word of a phrase. */
typedef struct order_word {
    uint64_t hash;            /* vocabulary.h's term.hash */
    const dossier_str *codes; /* of the forms that count */
    size_t code_count;        /* 0: all do */
} order_word;

/* Whether these words, all of which the passage has, stand in it one right after the other; `title`: in its title.  1,
 * 0, or negative: ORDER_DAMAGED, ORDER_MEMORY.  count is 1 to ORDER_MAX.  `scratch` is memory to use again. */
#define ORDER_MAX 64
#define ORDER_DAMAGED (-1)
#define ORDER_MEMORY (-2)
int order_has_phrase(const char *packed, size_t size, const order_word *words, size_t count, int title,
                     buffer *scratch);

/* Whether they stand in it, each at a place of its own, the last at most `span` words after the first; `ordered`: in
 * this order.  What parts title, standfirst and text counts as a word.  Returns as order_has_phrase. */
int order_has_near(const char *packed, size_t size, const order_word *words, size_t count, uint32_t span, int ordered,
                   int title, buffer *scratch);

#endif
