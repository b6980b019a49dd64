/* reporter.h: what a run tells its caller: notes, and how far it is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_REPORTER_H
#define INDEXER_REPORTER_H

#include <stdint.h>

#include "dossier.h"
#include "engine/buffer.h"

typedef struct reporter {
    dossier_source_options options;
    dossier_report report;
    int total_unknown;  /* 1: a stream is among the inputs */
    uint64_t next_tick; /* ns */
    int stopped;
    buffer line;
} reporter;

/* Tells of something.  path NULL: of the run as a whole.  Counts what was skipped.  message NULL: counts
 * only. */
void report_note(reporter *r, int skipped, const char *path, size_t line, size_t column, const char *message);

/* Asks the caller whether to go on, about ten times a second, or at once (`now`).  Non-zero: stop. */
int report_tick(reporter *r, int now);

void reporter_free(reporter *r);

#endif
