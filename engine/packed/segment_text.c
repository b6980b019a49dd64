/* segment_text.c: the text of a segment's articles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/error.h"
#include "engine/packed/sections.h"
#include "engine/packed/segment.h"

int segment_block(const segment *s, uint64_t block, text_memory *memory, const char **text, size_t *size,
                  dossier_error *err) {
    const text_block *b = &s->blocks[block];
    if (b[0].raw_at >= b[1].raw_at || b[1].raw_at - b[0].raw_at > BLOCK_BYTES || b[0].packed_at > b[1].packed_at ||
        b[1].packed_at > s->trailer.sections[SECTION_TEXT].size)
        return segment_damaged(s, section_name(SECTION_BLOCKS), err);
    *size = (size_t)(b[1].raw_at - b[0].raw_at);
    int found = text_memory_unpack(memory, s->dictionary, s, block, s->text + b[0].packed_at,
                                   (size_t)(b[1].packed_at - b[0].packed_at), *size, text, err);
    if (found == 0)
        return segment_damaged(s, section_name(SECTION_TEXT), err);
    return found == 1 ? DOSSIER_OK : found;
}

/* The block that holds a byte of the blocks' text. */
static uint64_t block_of(const segment *s, uint64_t raw) {
    uint64_t low = 0, high = s->block_count;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (s->blocks[middle].raw_at <= raw)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int segment_text(const segment *s, uint32_t article, uint64_t text_size, uint64_t from, uint64_t to,
                 text_memory *memory, buffer *out, dossier_error *err) {
    uint64_t begin = s->articles[article].text_at, end = s->articles[article + 1].text_at;
    if (begin > end || end - begin != text_size || from > to || to > text_size)
        return segment_damaged(s, section_name(SECTION_ARTICLES), err);
    if (buffer_reserve(out, (size_t)(to - from)) != 0)
        return error_memory(err);
    from += begin;
    to += begin;
    for (uint64_t block = from < to ? block_of(s, from) : 0; from < to; block++) {
        const char *text;
        size_t size;
        if (block >= s->block_count)
            return segment_damaged(s, section_name(SECTION_BLOCKS), err);
        int status = segment_block(s, block, memory, &text, &size, err);
        if (status != DOSSIER_OK)
            return status;
        uint64_t at = s->blocks[block].raw_at;
        if (from < at || from >= at + size)
            return segment_damaged(s, section_name(SECTION_BLOCKS), err);
        size_t part = (size_t)((to < at + size ? to : at + size) - from);
        if (buffer_put(out, text + (from - at), part) != 0)
            return error_memory(err);
        from += part;
    }
    return DOSSIER_OK;
}
