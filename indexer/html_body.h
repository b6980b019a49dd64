/* html_body.h: finds the article's text in a page.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_BODY_H
#define INDEXER_HTML_BODY_H

#include "indexer/html_blocks.h"

/* Finds the blocks that are the article's text: those of *out whose drop is 0.  `title` is the article's,
 * if it is known.  Returns 0, or -1 where there is no memory; html_blocks_free frees *out, also then. */
int html_body_find(html_tree *tree, dossier_str title, html_blocks *out);

/* The blocks of the whole page, whatever they are.  Returns as html_body_find does. */
int html_body_whole(html_tree *tree, html_blocks *out);

#endif
