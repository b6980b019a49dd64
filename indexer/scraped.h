/* scraped.h: text as people save it from the web, and plain text: the body without the furniture around it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_SCRAPED_H
#define INDEXER_SCRAPED_H

#include "indexer/format.h"

/* Reads a source as one page: one article with the path as its key, and one for each teaser below it.  A text
 * over DOSSIER_TEXT_MAX is left out. */
int scraped_read(source *s, dossier_error *err);

#endif
