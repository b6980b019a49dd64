/* frontmatter.h: the block that a Markdown file may begin with, and what it says of the text.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_FRONTMATTER_H
#define INDEXER_FRONTMATTER_H

#include "indexer/fields.h"

/* Reads a block between two lines "---" (YAML, as far as people write it by hand: values, quoted or not, lists,
 * folded text) or "+++" (TOML: values and lists of one line).  Returns the bytes up to and with the line that
 * ends it, 0 where a text begins with no such block, or -1 where there is no memory. */
ptrdiff_t frontmatter_read(fields *f, const char *text, size_t size);

/* Whether the first bytes of a content are such a block with a key that says something of an article. */
int frontmatter_recognise(const char *head, size_t size);

#endif
