/* escape.h: text made fit for the output that it stands in: a line, a field of TSV, a NUL-ended record, HTML.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_ESCAPE_H
#define QUERY_ESCAPE_H

#include "dossier.h"
#include "engine/buffer.h"

/* Each appends text to out and returns 0, or -1 where there is no memory.  Broken UTF-8 becomes U+FFFD. */

/* One line: a run of white space that has a line end or a tab in it becomes one space, other control characters
 * U+FFFD. */
int escape_line(buffer *out, dossier_str text);

/* As in TSV: backslash, tab, line feed and carriage return become \\, \t, \n and \r, other control characters
 * U+FFFD. */
int escape_tsv(buffer *out, dossier_str text);

/* As it is, but for NULs, which become U+FFFD. */
int escape_nul(buffer *out, dossier_str text);

/* For the text of an HTML element or a quoted attribute.  Control characters that HTML forbids become U+FFFD. */
int escape_html(buffer *out, dossier_str text);

#endif
