/* form_row.h: which of a term's forms its occurrences have, as rows of numbers, most of them low.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_FORM_ROW_H
#define ENGINE_PACKED_FORM_ROW_H

#include "engine/buffer.h"

/* Appends a row of `count` numbers (POSTINGS.md), 1 or more, in the coding that takes the fewest bytes.  Returns 0, or
 * -1 where there is no memory. */
int form_row_put(buffer *to, const uint32_t *numbers, size_t count, buffer *scratch);

/* Reads a row of `count` numbers at the beginning of `size` bytes: 1, or 0 where it is damaged or a number is not below
 * `limit`.  There must be room for twice as many. */
int form_row_get(const unsigned char *from, uint64_t size, uint64_t count, uint32_t limit, uint32_t *numbers);

#endif
