/* endings.h: counting the files that are left alone, by the endings of their names.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_ENDINGS_H
#define INDEXER_ENDINGS_H

#include <stddef.h>

enum { ENDINGS_MOST = 64, ENDING_SIZE = 16 };

typedef struct ending_kind {
    char name[ENDING_SIZE];
    size_t count;
} ending_kind;

/* {0} has counted nothing.  Of the endings beyond ENDINGS_MOST, only the number of files is known. */
typedef struct endings {
    ending_kind kinds[ENDINGS_MOST];
    size_t kind_count;
    size_t total;
} endings;

/* Whether a file's name (without the folder) is README, with any ending, in any case. */
int endings_is_readme(const char *name);

void endings_count(endings *e, const char *path);

/* Writes what was left alone as one line.  Returns 0 where nothing was. */
int endings_message(endings *e, char *out, size_t size);

#endif
