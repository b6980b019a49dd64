/* arena.h: memory that is given back all at once, and kept for the next time.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_ARENA_H
#define ENGINE_PACKED_ARENA_H

#include <stddef.h>

typedef struct arena_piece arena_piece;

/* {0} is empty. */
typedef struct arena {
    arena_piece *first;
    arena_piece *now; /* where memory is taken from */
    size_t used;      /* of it */
} arena;

/* Memory for any type, aligned to 64 bytes; not cleared.  NULL where there is none. */
void *arena_take(arena *a, size_t size);
/* The same, cleared. */
void *arena_take_clear(arena *a, size_t size);

/* A place to go back to: what was taken since is free again. */
typedef struct arena_mark {
    arena_piece *now;
    size_t used;
} arena_mark;

static inline arena_mark arena_here(const arena *a) {
    return (arena_mark){a->now, a->used};
}

void arena_back(arena *a, arena_mark mark);

/* Frees pieces beyond `keep` bytes, so that one large search does not hold its memory for ever. */
void arena_trim(arena *a, size_t keep);
void arena_free(arena *a);

#endif
