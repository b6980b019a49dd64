/* arena.c: memory that is given back all at once, and kept for the next time.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64
#define PIECE ((size_t)256 << 10)

struct arena_piece {
    arena_piece *next;
    size_t size;
    char *data;
};

static arena_piece *new_piece(size_t size) {
    arena_piece *p = malloc(sizeof *p);
    if (p == NULL)
        return NULL;
    p->next = NULL;
    p->size = size < PIECE ? PIECE : size;
    p->data = aligned_alloc(ALIGNMENT, p->size);
    if (p->data == NULL) {
        free(p);
        return NULL;
    }
    return p;
}

void *arena_take(arena *a, size_t size) {
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    while (a->now == NULL || a->now->size - a->used < size) {
        arena_piece **next = a->now == NULL ? &a->first : &a->now->next;
        /* A piece that is too small for this is skipped until the arena goes back. */
        if (*next == NULL && (*next = new_piece(size)) == NULL)
            return NULL;
        a->now = *next;
        a->used = 0;
    }
    char *taken = a->now->data + a->used;
    a->used += size;
    return taken;
}

void *arena_take_clear(arena *a, size_t size) {
    void *taken = arena_take(a, size);
    return taken == NULL ? NULL : memset(taken, 0, size);
}

void arena_back(arena *a, arena_mark mark) {
    a->now = mark.now;
    a->used = mark.used;
}

static void free_pieces(arena_piece *p) {
    while (p != NULL) {
        arena_piece *next = p->next;
        free(p->data);
        free(p);
        p = next;
    }
}

void arena_trim(arena *a, size_t keep) {
    a->now = NULL;
    a->used = 0;
    for (arena_piece **p = &a->first; *p != NULL; p = &(*p)->next) {
        if ((*p)->size <= keep) {
            keep -= (*p)->size;
            continue;
        }
        free_pieces(*p);
        *p = NULL;
        break;
    }
}

void arena_free(arena *a) {
    free_pieces(a->first);
    *a = (arena){0};
}
