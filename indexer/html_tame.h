/* html_tame.h: takes out of a page what would cost its parser the square of its size.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_TAME_H
#define INDEXER_HTML_TAME_H

#include <stddef.h>

/* Tags keep this many attributes (words, more exactly). */
enum { TAME_WORDS_MOST = 256 };

/* Takes out of a page, which has no NULs, the attributes of a tag beyond TAME_WORDS_MOST, each of which
 * libxml2 compares with all before it, and the end tags of elements that were not begun, which it looks
 * for among all that are open.  No real page looks otherwise after it.  Line ends stay.  Returns the new
 * size. */
size_t html_tame(char *page, size_t size);

#endif
