/* lines.c: a text line by line.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/lines.h"

#include <string.h>

size_t line_behind(const char *text, size_t size, size_t at) {
    const char *feed = memchr(text + at, '\n', size - at);
    return feed == NULL ? size : (size_t)(feed - text) + 1;
}

dossier_str line_next(const char *text, size_t size, size_t *at) {
    size_t start = *at, end = line_behind(text, size, start);
    *at = end;
    if (end > start && text[end - 1] == '\n')
        end--;
    if (end > start && text[end - 1] == '\r')
        end--;
    return (dossier_str){text + start, end - start};
}
