/* markdown_inline.h: the text of a Markdown paragraph without its marks.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_MARKDOWN_INLINE_H
#define INDEXER_MARKDOWN_INLINE_H

#include "engine/buffer.h"
#include "indexer/keyset.h"

/* Appends a paragraph's text: emphasis, links and code without their marks, images, footnote marks, tags and
 * comments left out, entities decoded.  Line ends are kept, empty lines are not.  `labels` are those of the
 * references that the document defines.  Takes time in proportion to the size, whatever the text is.  Returns
 * 0, or -1 where there is no memory. */
int markdown_text(const char *text, size_t size, const keyset *labels, buffer *out);

/* The hash of a reference's label, as it stands in `labels`; letter case and white space make no difference. */
uint64_t markdown_label(const char *label, size_t size);

/* Whether a tag's name (in any case) is one that stands within a line of text, so that no word ends at it. */
int markdown_is_inline_tag(const char *name, size_t size);

#endif
