/* sections.h: what the sections of a segment are called, and their checksums.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_SECTIONS_H
#define ENGINE_PACKED_SECTIONS_H

#include "engine/packed/layout.h"

/* Four characters, with which the trailer names a section. */
const char *section_magic(enum section_id id);

/* The version of what is in it. */
uint32_t section_version(enum section_id id);

/* Its name for people. */
const char *section_name(enum section_id id);

/* The CRC-32 of more bytes, from that of those before (0 for none). */
uint32_t crc_of(uint32_t before, const void *data, uint64_t size);

#endif
