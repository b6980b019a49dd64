/* sample.h: some text from all over the files that are to be read, before they are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an index packs its text with is made of text that it has seen.  Where sources change as they go on, as those in
 * order of time do, their beginning says little of their end: of 202 MB of speeches of 79 years the text becomes a
 * twentieth smaller by a sample of all years than by the first 3 MB.
 */
#ifndef INDEXER_SAMPLE_H
#define INDEXER_SAMPLE_H

#include "indexer/filter.h"

/* What is to be sampled: paths, each with a NUL, and how they will be read. */
typedef struct sample_request {
    const buffer *paths;
    const filter_list *filters;
    const format *forced; /* NULL: by name and content */
    int (*tick)(void *context); /* called now and then; non-zero ends it with DOSSIER_ERR_STOPPED */
    void *context;
} sample_request;

/* Appends some megabytes of text to *out, and puts the bytes of all files to *total.  Nothing is appended where
 * there is too little to be worth it, or half of it cannot be read from its middle: JSON Lines, text and Markdown
 * can; other formats, what gzip has packed and what a filter is for cannot.  A file that cannot be read is passed
 * over. */
int sample_take(const sample_request *asked, buffer *out, uint64_t *total, dossier_error *err);

#endif
