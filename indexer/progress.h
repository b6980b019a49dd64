/* progress.h: the line on a terminal that says how far a run is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_PROGRESS_H
#define INDEXER_PROGRESS_H

#include "dossier.h"

/* {0} shows nothing. */
typedef struct progress {
    int fd;       /* where it is shown */
    int on;       /* 1: it is shown */
    int shown;    /* 1: a line stands there now */
    double began; /* s */
} progress;

/* Begins to show progress on a file descriptor, where that is a terminal. */
void progress_begin(progress *p, int fd);

/* Shows how far the run is, in place of what stood there. */
void progress_show(progress *p, const dossier_report *so_far);

/* Shows a word instead: what is done now takes its time and is not counted. */
void progress_say(progress *p, const char *what);

/* Clears the line, so that something else can be printed. */
void progress_clear(progress *p);

/* Seconds since progress_begin. */
double progress_seconds(const progress *p);

/* A number of bytes in units of a thousand, as "12.3 MB", into text[32]; returns text. */
char *progress_bytes(uint64_t bytes, char *text);

#endif
