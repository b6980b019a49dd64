/* sections.c: what the sections of a segment are called, and their checksums.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/sections.h"

#include <zlib.h>

static const struct {
    const char *magic;
    const char *name;
} sections[SECTION_COUNT] = {
    [SECTION_TEXT] = {"TEXT", "text"},
    [SECTION_BLOCKS] = {"BLKS", "text blocks"},
    [SECTION_RECORDS] = {"RECS", "article records"},
    [SECTION_ARTICLES] = {"ARTS", "articles"},
    [SECTION_FIRST_PASSAGE] = {"FRST", "first passages"},
    [SECTION_DATES] = {"DATE", "dates"},
    [SECTION_TITLE_WORDS] = {"TTLS", "title words"},
    [SECTION_LENGTHS] = {"LENS", "lengths"},
    [SECTION_KEYS] = {"KEYS", "keys"},
    [SECTION_POSTINGS] = {"POST", "postings"},
    [SECTION_TERMS] = {"TERM", "terms"},
    [SECTION_TERM_BLOCKS] = {"TBLK", "term blocks"},
    [SECTION_NAMES] = {"NAME", "source records"},
    [SECTION_NAME_STARTS] = {"NIDX", "source record starts"},
};

const char *section_magic(enum section_id id) {
    return sections[id].magic;
}

const char *section_name(enum section_id id) {
    return sections[id].name;
}

uint32_t crc_of(uint32_t before, const void *data, uint64_t size) {
    return (uint32_t)crc32_z(before, data, (size_t)size);
}
