/* html.h: saved web pages.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_H
#define INDEXER_HTML_H

#include "indexer/format.h"

/* A content that begins with a document type or an html, head or body tag. */
int html_recognise(const char *head, size_t size);

/* Reads a source as one page, its path the key.  Where no article is found it is left out, unless
 * s->keep_all: then its whole text is kept. */
int html_read(source *s, dossier_error *err);

/* Reads a page, or a piece of one, that is in memory (a part of a message, a value of a record), in any
 * character set that it names.  What is `known` of the article (its key at least) is not asked of the page.
 * Returns as html_read does; s->in is not read. */
int html_read_page(source *s, const char *page, size_t size, const dossier_article *known,
                   dossier_error *err);

#endif
