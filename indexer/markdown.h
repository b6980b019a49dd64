/* markdown.h: Markdown: paragraphs, headings, lists, quotes, tables and code as text, without their marks.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_MARKDOWN_H
#define INDEXER_MARKDOWN_H

#include "indexer/format.h"

/* A content that begins with front matter; any other Markdown is known by its name alone. */
int markdown_recognise(const char *head, size_t size);

/* Reads a source as one article, its path the key.  What the front matter says of it counts; else the first
 * heading of the first level is the title, and a line below it that names an author or a date is taken. */
int markdown_read(source *s, dossier_error *err);

#endif
