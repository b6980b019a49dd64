/* sentence_marker.h: what the items of a list begin with: numbers, letters, bullets.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_MARKER_H
#define ENGINE_TEXT_SENTENCE_MARKER_H

#include "engine/text/sentence_scan.h"

/* Whether a list item's bullet stands at `at`; one that a small letter follows is dirt of a scan. */
bool bullet_at(const scan *s, size_t at);

/* The list marker at `at`: "1." "1)" "1.)" "(1)" "a." "a)", with or without a bullet and a quote, or a
 * bullet alone. */
marker marker_at(const scan *s, size_t at);

/* Whether `next` is the marker of the item after `m`'s. */
bool marker_follows(const marker *m, const marker *next);

/* Where the list item after this one begins, if the character at `at` (a stop or bracket) is in its marker:
 * else 0. */
size_t next_item(const scan *s, size_t at);

#endif
