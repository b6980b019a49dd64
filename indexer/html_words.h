/* html_words.h: comparing short texts of a page (titles, headings) by their words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_WORDS_H
#define INDEXER_HTML_WORDS_H

#include "dossier.h"
#include "engine/buffer.h"

/* How many of a hundred words of `part` are words of `whole` (both in bytes of words, up to 4 KiB of
 * each); case and punctuation do not count.  0 where part has no words, or there is no memory. */
unsigned html_words_shared(dossier_str part, dossier_str whole);

/* Whether two texts have the same words in the same order. */
int html_words_same(dossier_str a, dossier_str b);

/* Appends a text that may hold tags and entities (as titles in meta tags and JSON-LD do) as one line of
 * plain text.  Returns 0, or -1 where there is no memory. */
int html_plain_line(dossier_str text, buffer *out);

#endif
