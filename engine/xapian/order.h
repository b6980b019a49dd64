/* order.h: the order of a passage's words, packed, so that phrases can be told.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Xapian's own position lists are a B-tree entry for each term of each passage: 1.6 times the source text, and half
 * of the time of indexing.  Instead the order of a passage's terms is kept once:
 *     varint   2 * terms + wide
 *     byte     seed
 *     terms    2 bytes (wide: 4), lowest first: a hash of the term, by place; no two of a passage are equal
 *     varints  the places in text order, from 1; 0 parts title, standfirst and text
 * A phrase is looked for only in passages that have all its terms, so the hashes need only tell a passage's own terms
 * apart: the seed is chosen so that they do.
 */
#ifndef ENGINE_XAPIAN_ORDER_H
#define ENGINE_XAPIAN_ORDER_H

#include "engine/passage_terms.h"

/* Appends the packed order. */
int order_pack(const passage_terms *p, const vocabulary *v, buffer *out);

/* Whether the terms with these hashes (vocabulary.h's term.hash), all of which the passage has, stand in it one right
 * after the other; `title`: in its title.  1, 0, or -1 where the packed order is damaged.  count is 1 to ORDER_MAX. */
#define ORDER_MAX 64
int order_has_phrase(const char *packed, size_t size, const uint64_t *hashes, size_t count, int title);

/* Whether they stand in it, each at a place of its own, the last at most `span` words after the first; `ordered`: in
 * this order.  What parts title, standfirst and text counts as a word.  Returns as order_has_phrase. */
int order_has_near(const char *packed, size_t size, const uint64_t *hashes, size_t count, uint32_t span, int ordered,
                   int title);

#endif
