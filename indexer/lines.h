/* lines.h: a text line by line.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_LINES_H
#define INDEXER_LINES_H

#include "dossier.h"

/* One behind the end of the line at `at`, its line feed included; at most size. */
size_t line_behind(const char *text, size_t size, size_t at);

/* The line at *at without its end, LF or CR LF; *at moves behind that. */
dossier_str line_next(const char *text, size_t size, size_t *at);

#endif
