/* embedded.h: HTML that stands within another format, read by the HTML reader.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_EMBEDDED_H
#define INDEXER_EMBEDDED_H

#include "indexer/format.h"

typedef struct embedded {
    source *s;             /* the source that the HTML stands in */
    dossier_article known; /* its key, and what else is known of the article; its text is not looked at */
    dossier_str html;
    int utf8;    /* 1: it is UTF-8, whatever it says of itself */
    size_t line; /* the line that notes name; 0: none */
    /* Completes the article and hands it on.  0, or an error that ends the reading. */
    int (*take)(void *context, dossier_article *article, dossier_error *err);
    void *context;
} embedded;

/* Reads it.  Where no article is found in it, its whole text is one: that it is an article was said.  Returns as
 * format.read. */
int embedded_read(embedded *e, dossier_error *err);

#endif
