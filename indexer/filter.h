/* filter.h: files that a command of the user's makes text of: "pdf=pdftotext - -".
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_FILTER_H
#define INDEXER_FILTER_H

#include "engine/buffer.h"
#include "indexer/format.h"

/* What a filter may print. */
#define FILTER_OUTPUT_MAX ((size_t)128 << 20)
/* How long it may take where nothing else is said. */
enum { FILTER_SECONDS = 30 };

/* One command for the files whose names end so. */
typedef struct filter {
    buffer ending;  /* with the point, in lower case, ends with a NUL */
    buffer command; /* as given, ends with a NUL */
    buffer words;   /* the command's words, each with a NUL */
    size_t word_count;
} filter;

typedef struct filter_list {
    filter *filters;
    size_t count;
} filter_list;

/* Reads filters as dossier_source_options has them.  DOSSIER_ERR_ARGUMENT where one is malformed, or _MEMORY. */
int filters_parse(filter_list *list, const char *const *given, size_t count, dossier_error *err);
void filters_free(filter_list *list);

/* The filter for a file's name (or path); of several the one with the longest ending, then the last given.  NULL:
 * none.  *unpack is 1 where it is for what gzip has packed: the name is that of one of its files and ".gz". */
const filter *filter_for(const filter_list *list, const char *name, int *unpack);

/* Gives a source to a filter, and puts what it prints to *out.  Without `unpack` its standard input is the file
 * itself.  tick is called about ten times a second; non-zero: the filter is stopped, DOSSIER_ERR_STOPPED.
 * DOSSIER_OK; FORMAT_SKIPPED where the filter could not be run, failed, was too slow, or printed nothing or too
 * much, which was noted; or an error of reading the source.  Whatever happens, nothing of what it started in its
 * process group is left running. */
int filter_run(const filter *f, source *s, int unpack, unsigned seconds, int (*tick)(void *context), void *context,
               buffer *out, dossier_error *err);

#endif
