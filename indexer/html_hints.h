/* html_hints.h: what the names that a page gives its elements (class, id, role, itemprop) say of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_HINTS_H
#define INDEXER_HTML_HINTS_H

#include "indexer/html_tree.h"

enum html_hint {
    HINT_BODY = 1,     /* the article's text: itemprop articleBody, "entry-content", "story-body" ... */
    HINT_ARTICLE = 2,  /* the article with its head: "post", "story", "article", role main */
    HINT_COMMENTS = 4, /* what readers say */
    HINT_JUNK = 8,     /* share boxes, teasers, navigation, advertisements, bylines, captions ... */
    HINT_HIDDEN = 16,  /* not shown */
    HINT_BYLINE = 32,  /* who wrote it */
    HINT_OVER = 64     /* what lies over the page: cookie banners, dialogs, sign-up boxes */
};

/* The hints of an element, joined. */
unsigned html_hints_of(const html_tree *tree, size_t node);

#endif
