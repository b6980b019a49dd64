/* html_jsonld.h: what a page's JSON-LD says of its article.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_JSONLD_H
#define INDEXER_HTML_JSONLD_H

#include "indexer/html_tree.h"

/* Strings are UTF-8 as the page has them, empty where it says nothing; they may hold mark-up and entities. */
typedef struct html_jsonld {
    buffer headline;
    buffer description;
    buffer author; /* the names, ", " between them */
    buffer date;   /* datePublished */
    buffer site;   /* the publisher's name */
    buffer url;
    buffer body; /* articleBody */
} html_jsonld;

/* Reads the first article in the page's JSON-LD whose headline agrees with `title` (the page's own; empty:
 * any); where it has one article alone, that.  Data that is broken is passed over.  Returns 0, or -1 where
 * there is no memory; html_jsonld_free frees what was made, also then. */
int html_jsonld_read(const html_tree *tree, dossier_str title, html_jsonld *out);
void html_jsonld_free(html_jsonld *data);

#endif
