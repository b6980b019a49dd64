/* utf8.h: decoding UTF-8 that is not trusted.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_UTF8_H
#define ENGINE_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "engine/buffer.h"

/* Decodes the character at text[0 .. size), size > 0, into *character and returns its length in bytes, 1 to 4.  For
 * bytes that are not UTF-8, *character is U+FFFD and the length that of the longest part that could have begun a
 * character (as the Unicode standard's "maximal subpart"), at least 1. */
size_t utf8_decode(const char *text, size_t size, uint32_t *character);

/* The length of the character at text[0 .. size), size > 0, where it is valid UTF-8; else 0. */
size_t utf8_valid_length(const char *text, size_t size);

/* Writes a character as UTF-8 and returns its length, 1 to 4; to has room for 4. */
size_t utf8_encode(uint32_t character, char *to);

/* The number of characters a text has that are not valid UTF-8 (maximal subparts). */
size_t utf8_invalid(const char *text, size_t size);

/* Appends the text to *out with each invalid part as U+FFFD.  Adds the number of those to *invalid.  Returns 0, or -1
 * where there is no memory. */
int utf8_clean(const char *text, size_t size, buffer *out, size_t *invalid);

#endif
