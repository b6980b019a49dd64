/* array.h: arrays that grow as they are filled.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_ARRAY_H
#define ENGINE_ARRAY_H

#include <stddef.h>

/* A full array of *capacity items of `size` bytes, moved to where there is room for twice as many; for `first`, where
 * *capacity is 0 and `items` NULL.  Returns the array, or NULL where there is no memory: it and *capacity are then as
 * they were. */
void *array_larger(void *items, size_t *capacity, size_t first, size_t size);

#endif
