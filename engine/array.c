/* array.c: arrays that grow as they are filled.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/array.h"

#include <stdint.h>
#include <stdlib.h>

void *array_larger(void *items, size_t *capacity, size_t first, size_t size) {
    if (*capacity > SIZE_MAX / 2 / size)
        return NULL;
    size_t wanted = *capacity == 0 ? first : 2 * *capacity;
    void *larger = realloc(items, wanted * size);
    if (larger != NULL)
        *capacity = wanted;
    return larger;
}
