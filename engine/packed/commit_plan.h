/* commit_plan.h: what a commit decides: which segments to merge, the dictionary, the order of names.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_COMMIT_PLAN_H
#define ENGINE_PACKED_COMMIT_PLAN_H

#include "engine/packed/builder.h"
#include "engine/packed/removal.h"

/* Which neighbours to merge next, [*from, *to); 0 where none.  After a merge it is to be asked again.
 *
 * A segment is merged with those behind it where it is not larger than they are together, or where all together are
 * small: so there are never more than about log2(passages / 4096) + 1 of them, and each passage is merged as often at
 * the most.  A segment of which a third was removed is written anew.  optimize: all become one, and what was removed is
 * gone. */
int plan_merge(const removal *removals, size_t count, int optimize, size_t *from, size_t *to);

/* A dictionary from a batch's texts, for so many bytes of text (0: not known); *out NULL where there is none to be made
 * of them. */
int plan_dictionary(const batch *b, uint64_t expected, dictionary **out, dossier_error *err);

/* The same from a sample of all texts. */
int plan_sampled_dictionary(dossier_str text, uint64_t expected, dictionary **out, dossier_error *err);

/* The records of a change in order of name, of each the value set last; the caller frees the list.  NULL: no memory. */
name_pair *plan_names(const change *c, size_t *count);

#endif
