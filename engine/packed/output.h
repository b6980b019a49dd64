/* output.h: a new file written from its beginning to its end, and bytes put aside until their turn in it comes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_OUTPUT_H
#define ENGINE_PACKED_OUTPUT_H

#include "dossier.h"
#include "engine/buffer.h"

/* A file being written, for one thread at a time.  Begun by output_open, ended by output_close or output_drop. */
typedef struct output {
    char *path;
    int fd;
    unsigned char *bytes; /* not written yet */
    size_t used;
    uint64_t size;   /* of the file, with those */
    uint64_t queued; /* bytes whose way to the disk was begun */
    uint32_t crc;    /* of what was put since output_mark */
} output;

/* Makes a new file; one that is there is written over. */
int output_open(output *o, const char *path, dossier_error *err);

int output_put(output *o, const void *data, size_t size, dossier_error *err);

/* Fills up with zeros to a multiple of `unit`. */
int output_align(output *o, size_t unit, dossier_error *err);

/* Begins a stretch of its own CRC-32, which stands in o->crc until the next one. */
void output_mark(output *o);

/* Writes what is left, syncs and closes.  Whatever happens the output is done with. */
int output_close(output *o, dossier_error *err);

/* Closes and removes the file. */
void output_drop(output *o);

/* Bytes put aside: in memory up to a limit, then in a file that is gone with the process. {0} with `folder` and `limit`
 * set is an empty one. */
typedef struct spool {
    const char *folder; /* where the file is made when it is needed; made too where it is not there */
    size_t limit;
    buffer memory;
    int fd; /* 0: no file yet (it is never standard input) */
    uint64_t filed; /* bytes in the file, which come before those in memory */
} spool;

int spool_put(spool *s, const void *data, size_t size, dossier_error *err);
uint64_t spool_size(const spool *s);

/* Reads size bytes from `at` on, which must have been put. */
int spool_read(const spool *s, uint64_t at, void *to, size_t size, dossier_error *err);

/* Puts all of it into an output. */
int spool_copy(const spool *s, output *o, dossier_error *err);

/* Drops what it holds; it is empty and ready again. */
void spool_clear(spool *s);

#endif
