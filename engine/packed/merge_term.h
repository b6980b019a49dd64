/* merge_term.h: all that runs, or segments, have of one term, as one list.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_MERGE_TERM_H
#define ENGINE_PACKED_MERGE_TERM_H

#include "engine/packed/form_pairs.h"
#include "engine/packed/form_union.h"
#include "engine/packed/merge.h"

/* A full list of a run, taken apart. */
typedef struct run_list {
    const unsigned char *at; /* its postings */
    const unsigned char *end;
    const unsigned char *numbers; /* of forms; NULL where there is one form */
    unsigned unit;                /* the bytes of each */
    uint32_t forms;
} run_list;

/* A source at a term. */
typedef struct reading {
    const merge_source *source;
    size_t order; /* among the sources */
    run_reader run;
    term_walk walk;
    run_list list;
    const char *key;
    size_t size;
    uint64_t prefix;
} reading;

/* What one thread has to merge terms with; {0}, then term_merger_begin. */
typedef struct term_merger {
    const merge_target *target;
    posting_writer *writer;
    posting_walk *walk;
    form_union forms;
    form_pairs pairs; /* of forms and terms that were merged, but where a term is its own form */
    buffer table;
    buffer counts;    /* form_count */
    uint32_t *positions;
    size_t room; /* for them */
    buffer positions_bytes;
} term_merger;

int term_merger_begin(term_merger *w, const merge_target *target, dossier_error *err);
void term_merger_free(term_merger *w);

/* Merges what readings have of the term that they are all at, which come in the order of their sources: appends its
 * bytes.  extent->frequency is 0 where nothing is left of the term. */
int term_merge(term_merger *w, const char *key, size_t size, reading *const *at, size_t count, buffer *bytes,
               posting_extent *extent, dossier_error *err);

#endif
