/* compact.h: several segments as one, without what was removed of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_COMPACT_H
#define ENGINE_PACKED_COMPACT_H

#include "engine/packed/builder.h"
#include "engine/packed/removal.h"

/* Puts all that is left of `count` segments, in order, into a builder, and finishes it.  removals: of each.  d: the
 * builder's dictionary.  oldest: the first segment is the index's oldest, so that a name whose value is empty need not
 * be remembered. */
int compact(builder *b, const removal *removals, size_t count, const dictionary *d, int oldest, dossier_error *err);

#endif
