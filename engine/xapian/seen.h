/* seen.h: which keys were met before, told by their hashes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_SEEN_H
#define ENGINE_XAPIAN_SEEN_H

#include <stddef.h>
#include <stdint.h>

/* {0} has met none. */
typedef struct seen {
    uint64_t *slots; /* 0: free; at most half full */
    size_t count;
    size_t mask; /* slots - 1, a power of two of them */
} seen;

/* 1 where the key was met before.  Where too many were, or there is no memory, it says 0 and remembers nothing. */
int seen_before(seen *s, const char *key, size_t size);

void seen_forget(seen *s);

#endif
