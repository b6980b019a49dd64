/* removal.h: articles taken out of a segment, which itself never changes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_REMOVAL_H
#define ENGINE_PACKED_REMOVAL_H

#include "engine/packed/segment.h"

/* What was and will be removed of a segment; {0} with `segment` set: what was. */
typedef struct removal {
    const segment *segment;
    uint64_t *bits; /* a bit for each passage; NULL: nothing is removed now */
    removed_header header;
    uint32_t *articles; /* taken out now, not before */
    size_t article_count;
    size_t article_room;
} removal;

/* Takes out one more article, which is there. */
int removal_add(removal *r, uint32_t article, dossier_error *err);

/* The bits of all passages that are removed, or NULL where none is. */
const uint64_t *removal_bits(const removal *r);

/* Passages that are left. */
uint64_t removal_left(const removal *r);

/* Writes it as a file, synced. */
int removal_write(removal *r, const char *path, dossier_error *err);

void removal_free(removal *r);

#endif
