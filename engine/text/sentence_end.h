/* sentence_end.h: whether a stop ends the sentence.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_END_H
#define ENGINE_TEXT_SENTENCE_END_H

#include "engine/text/sentence_scan.h"

/* Judges the stop at `at`: where the sentence ends, or 0 and *resume where to look on. */
size_t judge_stop(const scan *s, size_t at, size_t *resume);

#endif
