/* merge.h: the postings of runs, or of segments, as the postings and the dictionary of one segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The order of terms is cut into parts of some megabytes, which threads merge side by side; what they make is handed on
 * in order, so that it is the same whatever their number.
 */
#ifndef ENGINE_PACKED_MERGE_H
#define ENGINE_PACKED_MERGE_H

#include "engine/packed/run.h"
#include "engine/packed/segment.h"

/* What is merged: a run, or a segment.  Sources come in the order of their passages. */
typedef struct merge_source {
    const kept_run *run; /* with its own bases; `bytes` holds it */
    const spool *bytes;
    const segment *segment; /* where run is NULL */
    uint32_t passage_base;  /* of a segment: what its passages and articles are numbered from, */
    uint32_t article_base;
    const uint32_t *passage_map; /* or (not NULL) the new number of each: MERGE_GONE where it was removed */
    const uint32_t *article_map;
} merge_source;

#define MERGE_GONE UINT32_MAX

/* What is made of them. */
typedef struct merge_target {
    const uint32_t *lengths; /* of all passages made */
    uint32_t passages;
    uint32_t articles;
    unsigned threads;
    size_t window; /* bytes read at a time from a run that is in a file */
    /* Takes the next bytes of the postings, and the next term with what its postings take of them. */
    int (*postings)(void *context, const void *data, size_t size, dossier_error *err);
    int (*term)(void *context, const char *key, size_t size, const posting_extent *extent, dossier_error *err);
    /* Takes a run of some of the forms that the terms have, whose keys come behind those of all terms: once these are
     * there, such runs are to be merged as the terms were, which gives each form with its terms to form(). */
    int (*forms)(void *context, const run *forms, dossier_error *err);
    int (*form)(void *context, const char *key, size_t size, const char *terms, size_t terms_size,
                dossier_error *err);
    void *context;
} merge_target;

int merge_postings(const merge_source *sources, size_t count, const merge_target *target, dossier_error *err);

#endif
