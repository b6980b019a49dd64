/* sections.c: what the sections of a segment are called, and their checksums.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/sections.h"

#include <zlib.h>

static const struct {
    const char *magic;
    const char *name;
    uint32_t version;
} sections[SECTION_COUNT] = {
    [SECTION_TEXT] = {"TEXT", "text", 2},
    [SECTION_BLOCKS] = {"BLKS", "text blocks", 2},
    [SECTION_RECORDS] = {"RECS", "article records", 2},
    [SECTION_ARTICLES] = {"ARTS", "articles", 1},
    [SECTION_FIRST_PASSAGE] = {"FRST", "first passages", 1},
    [SECTION_DATES] = {"DATE", "dates", 1},
    [SECTION_TITLE_WORDS] = {"TTLS", "title words", 1},
    [SECTION_LENGTHS] = {"LENS", "lengths", 1},
    [SECTION_KEYS] = {"KEYS", "keys", 2},
    [SECTION_POSTINGS] = {"POST", "postings", 2},
    [SECTION_TERMS] = {"TERM", "terms", 2},
    [SECTION_TERM_BLOCKS] = {"TBLK", "term blocks", 1},
    [SECTION_NAMES] = {"NAME", "source records", 1},
    [SECTION_NAME_STARTS] = {"NIDX", "source record starts", 1},
};

const char *section_magic(enum section_id id) {
    return sections[id].magic;
}

uint32_t section_version(enum section_id id) {
    return sections[id].version;
}

const char *section_name(enum section_id id) {
    return sections[id].name;
}

uint32_t crc_of(uint32_t before, const void *data, uint64_t size) {
    return (uint32_t)crc32_z(before, data, (size_t)size);
}
