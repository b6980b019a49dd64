/* html_clean.h: drops what is not the article from the element that holds it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_CLEAN_H
#define INDEXER_HTML_CLEAN_H

#include "indexer/html_blocks.h"

/* Sets the drop of those blocks of node `top` that are no part of the text.  Returns 0, or -1 where there
 * is no memory. */
int html_clean(const html_tree *tree, size_t top, dossier_str title, html_blocks *blocks);

#endif
