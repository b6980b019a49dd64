/* result.h: the answer to one search, filled by search.c and printed by print*.c.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_RESULT_H
#define QUERY_RESULT_H

#include "dossier.h"

/* A piece of memory that what the hits point to is taken from; see result.c. */
typedef struct result_chunk result_chunk;

struct dossier_result {
    dossier_hit *hits;
    size_t count;
    uint64_t matched;
    char *remark;         /* one line, from result_alloc or result_copy; NULL: none */
    dossier_str correction; /* likewise; {NULL, 0}: none */
    const dossier_facet *facets;
    size_t facet_count;
    int grouped;          /* 1: one hit an article */
    result_chunk *chunks; /* all the memory of hits, and of what they point to; the newest first */
};

/* An empty result, freed with dossier_result_free; NULL where there is no memory. */
dossier_result *result_new(void);

/* Memory that lives as long as the result, aligned for any type, not cleared; size 0 gives a pointer too.
 * NULL where there is no memory. */
void *result_alloc(dossier_result *result, size_t size);

/* Makes *copy a copy of the bytes that lives as long as the result, followed by a NUL that its size does not
 * count.  Returns 0, or -1 where there is no memory. */
int result_copy(dossier_result *result, dossier_str text, dossier_str *copy);

#endif
