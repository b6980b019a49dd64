/* reading.h: what a format makes of bytes, as one string to compare.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_UNIT_READING_H
#define TESTS_UNIT_READING_H

#include <stddef.h>

#include "engine/buffer.h"
#include "tests/unit/support.h"

/* What was read.  {0} before; reading_free after. */
typedef struct reading {
    buffer fields; /* title|author|date|lang|source|standfirst, an article a line; ends with a NUL */
    buffer texts;  /* the texts, likewise, each "LINE:" before a paragraph whose line is known */
    buffer notes;  /* "SKIPPED:LINE:MESSAGE", one a line; ends with a NUL */
    size_t articles;
    int code;
    int keep_all;
} reading;

/* Reads bytes as the format with this name does; "auto": as their first bytes show. */
void read_as(reading *r, const char *format, const char *data, size_t size);

void reading_free(reading *r);

/* Has the format read a beginning and pieces behind it, as they come by chance, `least` bytes at the least: what comes of
 * it may be left out, but nothing fails. */
void read_pieces(const char *format, const char *beginning, size_t least, const char *const *pieces, size_t count,
                 rng *chance);

/* Reads a NUL-ended text and compares. NULL: not compared; notes NULL: there are none. */
void expect_read(const char *format, const char *data, const char *fields, const char *texts, const char *notes);

#endif
