/* records.h: articles' records in a segment, in groups of which each but the first is told by what it shares with that.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles that come together are alike: they share a language, often a source or an author, and much of their keys and
 * titles.  A record of a group's first article stands for itself, so that no more than two are read for any.
 *
 *     byte     a bit for each field that is as in the group's first record (as an empty one, for that itself): 1 the
 *              key, then from bit to bit title, standfirst, author, date, lang, source
 *     varints  of each other field, in this order: the bytes that it begins with as the first record's does, the bytes
 *              that it ends with so, and the bytes between, counted
 *     varint   bytes of text; varint passages
 *     passages in their short form (article_record.h)
 */
#ifndef ENGINE_PACKED_RECORDS_H
#define ENGINE_PACKED_RECORDS_H

#include "engine/article_record.h"

#define RECORDS_IN_GROUP 16

/* Appends a record; first: the group's first, NULL for that itself.  -1: no memory. */
int record_put(const article_record *record, const article_record *first, buffer *out);

/* Reads a record.  Its strings lie in what was read, in those of `first`, or in *memory, where they replace what was
 * there.  0, -1 where it is damaged, 1 where there is no memory. */
int record_get(const char *data, size_t size, const article_record *first, buffer *memory, article_record *out);

/* Has the strings that lie in `from` lie in a copy of it. */
void record_move(article_record *record, const buffer *from, const char *to);

#endif
