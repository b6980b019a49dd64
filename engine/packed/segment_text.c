/* segment_text.c: the text of a segment's articles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/error.h"
#include "engine/packed/sections.h"
#include "engine/packed/segment.h"

uint64_t segment_blocks(const segment *s) {
    if (s->group_count == 0)
        return 0;
    const block_group *last = &s->groups[s->group_count - 1];
    uint64_t in_last = 0;
    while (in_last < BLOCKS_IN_GROUP && last->sizes[in_last].raw > 0)
        in_last++;
    return (s->group_count - 1) * BLOCKS_IN_GROUP + in_last;
}

int segment_place(const segment *s, uint64_t block, text_block *out, dossier_error *err) {
    const block_group *group = &s->groups[block / BLOCKS_IN_GROUP];
    const block_size *sizes = group->sizes, *end = sizes + block % BLOCKS_IN_GROUP;
    uint64_t text_size = s->trailer.sections[SECTION_TEXT].size;
    *out = (text_block){group->raw_at, group->packed_at, end->raw, end->packed};
    for (; sizes < end; sizes++) {
        out->raw_at += sizes->raw;
        out->packed_at += sizes->packed;
    }
    if (out->raw_size == 0 || out->raw_size > BLOCK_BYTES || out->packed_size > out->raw_size ||
        group->packed_at > text_size || out->packed_at > text_size || out->packed_size > text_size - out->packed_at)
        return segment_damaged(s, section_name(SECTION_BLOCKS), err);
    return DOSSIER_OK;
}

int segment_block(const segment *s, uint64_t block, text_memory *memory, text_block *place, const char **text,
                  dossier_error *err) {
    int status = segment_place(s, block, place, err);
    if (status != DOSSIER_OK)
        return status;
    int found = text_memory_unpack(memory, s->dictionary, s, block, s->text + place->packed_at, place->packed_size,
                                   place->raw_size, text, err);
    if (found == 0)
        return segment_damaged(s, section_name(SECTION_TEXT), err);
    return found == 1 ? DOSSIER_OK : found;
}

/* The block that holds a byte of the blocks' text, of those that begin before it; there is one at least. */
static uint64_t block_of(const segment *s, uint64_t raw) {
    uint64_t low = 0, high = s->group_count;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (s->groups[middle].raw_at <= raw)
            low = middle;
        else
            high = middle;
    }
    const block_group *group = &s->groups[low];
    uint64_t end = group->raw_at + group->sizes[0].raw, block = low * BLOCKS_IN_GROUP;
    for (unsigned i = 1; i < BLOCKS_IN_GROUP && end <= raw; i++, block++)
        end += group->sizes[i].raw;
    return block;
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
    uint64_t count = segment_blocks(s);
    for (uint64_t block = from < to && count > 0 ? block_of(s, from) : 0; from < to; block++) {
        const char *text;
        text_block place;
        if (block >= count)
            return segment_damaged(s, section_name(SECTION_BLOCKS), err);
        int status = segment_block(s, block, memory, &place, &text, err);
        if (status != DOSSIER_OK)
            return status;
        if (from < place.raw_at || from - place.raw_at >= place.raw_size)
            return segment_damaged(s, section_name(SECTION_BLOCKS), err);
        size_t at = (size_t)(from - place.raw_at), part = place.raw_size - at;
        part = part < to - from ? part : (size_t)(to - from);
        if (buffer_put(out, text + at, part) != 0)
            return error_memory(err);
        from += part;
    }
    return DOSSIER_OK;
}
