/* html_page.h: what the pages of the HTML output share: how they begin and look, and the languages they name.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_HTML_PAGE_H
#define QUERY_HTML_PAGE_H

#include "dossier.h"
#include "engine/buffer.h"

/* Puts all that stands before the first answer.  A page loads nothing, runs nothing, and needs no end: </body> and
 * </html> may be left out, so that answers can be added while there are any.  Returns 0, or -1 where there is no
 * memory. */
int html_page_begin(buffer *out, dossier_str title);

/* The tag of a stemmer's language, such as "en" for "english"; NULL: none is known. */
const char *html_language(dossier_str lang);

#endif
