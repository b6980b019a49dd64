/* charset.h: the character set of a web page, and its text as UTF-8.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_CHARSET_H
#define INDEXER_CHARSET_H

#include <stddef.h>

#include "engine/buffer.h"

/* What was found out. */
typedef struct charset_found {
    char name[32];    /* the set the text was read in, as iconv names it */
    size_t invalid;   /* how many of its bytes or characters were no text in it, each U+FFFD now */
    int contradicted; /* 1: the page names another set than its bytes can be */
} charset_found;

/* Finds the character set of a page: its byte order mark, else what the page names in its first 4 KiB
 * (meta charset, http-equiv or XML declaration, with labels meaning what browsers take them for), else
 * UTF-8 where it is valid, else windows-1252.  A page that is valid UTF-8 beyond ASCII is UTF-8 whatever
 * it says.  Appends its text as UTF-8 to *out, without the mark and with no NUL.  Returns 0, or -1 where
 * there is no memory. */
int charset_to_utf8(const char *page, size_t size, buffer *out, charset_found *found);

#endif
