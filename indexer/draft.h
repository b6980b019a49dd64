/* draft.h: what the formats share: a source read as a whole, and an article's text in the making.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_DRAFT_H
#define INDEXER_DRAFT_H

#include "engine/buffer.h"
#include "indexer/format.h"

/* An article's paragraphs, and the lines that they stand at in the source.  {0} is empty. */
typedef struct draft {
    buffer text;
    buffer lines; /* of dossier_line */
} draft;

/* Begins a paragraph that stands at a line of the source: what follows is put to draft.text.  Lines are told
 * of every so many bytes at the most (`sparse`; 0: each time), so that memory is bounded by the text.  Returns
 * 0, or -1 where there is no memory. */
int draft_begin(draft *d, size_t line, size_t sparse);

/* Puts text and lines into an article, which points into the draft. */
void draft_finish(const draft *d, dossier_article *article);

void draft_free(draft *d);

/* Reads all bytes of a source behind what *out has.  DOSSIER_OK; FORMAT_SKIPPED where it is over
 * DOSSIER_TEXT_MAX, which was noted; or an error. */
int source_read_bytes(source *s, buffer *out, dossier_error *err);

/* Makes UTF-8 of a text that should be that, and notes it where it was not. Returns as source_read_bytes. */
int source_clean(source *s, buffer *text, dossier_error *err);

/* Both: a source's text. */
int source_read_text(source *s, buffer *out, dossier_error *err);

#endif
