/* passage.h: cutting an article's text into passages of whole sentences.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_PASSAGE_H
#define ENGINE_TEXT_PASSAGE_H

#include "dossier.h"
#include "engine/buffer.h"

/* The length aimed at, and the one up to which what is left of a text is not cut again, in words. */
#define PASSAGE_WORDS 150
#define PASSAGE_WORDS_MAX 210

/* Appends the passages of a text to *out, as dossier_spans in order.  Each is a run of whole sentences; a text of
 * up to PASSAGE_WORDS_MAX words is one.  A text of white space alone has none.
 * Returns DOSSIER_OK or DOSSIER_ERR_MEMORY. */
int passages_cut(const char *text, size_t size, const char *lang, buffer *out, dossier_error *err);

/* Appends the sentences of a text to *out, as dossier_spans in order. */
int sentences_cut(const char *text, size_t size, const char *lang, buffer *out, dossier_error *err);

#endif
