/* jsonl.h: JSON Lines: an article a line.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_JSONL_H
#define INDEXER_JSONL_H

#include "indexer/format.h"

/* The most bytes that a line may have. */
#define JSONL_LINE_MAX ((size_t)128 << 20)

/* A content that begins with a brace and a quotation mark. */
int jsonl_recognise(const char *head, size_t size);

/* Reads a source line by line; each is an object with "_id" or "id", and "title", "text", "standfirst",
 * "author", "date", "url" or "source", "lang" where it has them.  The text is kept byte for byte, unless the
 * record says that it is HTML: by "format": "html", by "content_type": "text/html", or by having "html" in place
 * of "text". */
int jsonl_read(source *s, dossier_error *err);

#endif
