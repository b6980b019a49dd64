/* sentence_line.h: where a line or a paragraph ends a sentence that has no stop.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_LINE_H
#define ENGINE_TEXT_SENTENCE_LINE_H

#include "engine/text/sentence_scan.h"

/* Whether the white space at `at` ends all that is before it: it holds an empty line, is the text's last, or
 * stands before a bullet, or before a list's first item on a line of its own. */
bool paragraph_ends(const scan *s, size_t at);

/* The length of the line at `at`, or of what comes before a bullet in it, blanks at its end left out; *stops
 * says whether a stop stands in it.  Past 80 bytes it is not measured. */
size_t line_length(const scan *s, size_t at, bool *stops);

/* Where the sentence ends because of the line end at `at`, or 0. */
size_t judge_line(const scan *s, size_t at);

#endif
