/* html_meta.h: what a page says of its article: title, standfirst, author, date, site, language, address.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_META_H
#define INDEXER_HTML_META_H

#include "indexer/html_jsonld.h"

/* Each is one line of plain UTF-8; empty: not known. */
typedef struct html_meta {
    buffer title;
    buffer standfirst;
    buffer author;
    buffer site;
    buffer lang; /* the tag, such as "de-AT" */
    buffer url;  /* the canonical address */
    char date[11];
    html_jsonld data;
} html_meta;

/* Reads them.  A title is believed where it agrees with what the page shows.  Returns 0, or -1 where there
 * is no memory; html_meta_free frees what was made, also then. */
int html_meta_read(const html_tree *tree, html_meta *out);
void html_meta_free(html_meta *meta);

#endif
