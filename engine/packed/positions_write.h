/* positions_write.h: the positions of a block of a long list, packed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_POSITIONS_WRITE_H
#define ENGINE_PACKED_POSITIONS_WRITE_H

#include "engine/buffer.h"

/* Appends the position gaps of a block's postings (POSTINGS.md).  Returns 0, or -1 where there is no memory. */
int positions_put(buffer *to, const uint32_t *gaps, size_t count);

#endif
