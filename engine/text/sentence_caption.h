/* sentence_caption.h: captions and headlines, and what stands on their line without a stop between.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_CAPTION_H
#define ENGINE_TEXT_SENTENCE_CAPTION_H

#include "engine/text/sentence_scan.h"

/* "Figure 2 The ..." at a sentence's start: the end of the label, which a caption follows; else 0. */
size_t label_end(const scan *s);

/* A picture's credit after a caption that has no stop, "The bridge at dawn Photo: Ann Hill": where it
 * begins, if the colon at `at` is its own; else 0. */
size_t credit_start(const scan *s, size_t at);

/* A headline and its date on one line, "A day with the harbour pilots Sunday, May 28, 2006", which ends at
 * `at`: where the date begins, else 0. */
size_t dateline_start(const scan *s, size_t at);

#endif
