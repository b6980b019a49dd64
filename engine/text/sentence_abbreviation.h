/* sentence_abbreviation.h: whether one full stop after a word is an abbreviation's or the sentence's.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_ABBREVIATION_H
#define ENGINE_TEXT_SENTENCE_ABBREVIATION_H

#include "engine/text/sentence_beginning.h"

/* The kind of the abbreviation that a stop after the word makes it. */
enum abbreviation_kind abbreviation_before(const scan *s, const scan_word *w);

/* Whether one stop after a word ends the sentence. */
bool full_stop_ends(const scan *s, const scan_word *w, const beginning *b);

#endif
