/* width.h: how many bits of numbers to pack, where the few that have more of them are exceptions.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_WIDTH_H
#define ENGINE_PACKED_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* How many numbers need just so many bits. */
typedef size_t width_counts[33];

/* The width, `lowest` or more, at which numbers take the fewest bytes (*size) with at most so many exceptions, each of
 * which takes `own` bytes beside its high bits. */
unsigned width_best(const width_counts of_width, unsigned lowest, size_t exceptions_max, unsigned own, uint64_t *size);

#endif
