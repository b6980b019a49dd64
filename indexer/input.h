/* input.h: the bytes of a file or stream, unpacked where they are gzip.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_INPUT_H
#define INDEXER_INPUT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "dossier.h"

typedef struct input input;

/* Called after each portion read from the system (`bytes` of it) and, while a stream has nothing to read,
 * about ten times a second with 0.  A non-zero return ends the reading with DOSSIER_ERR_STOPPED. */
typedef struct input_hooks {
    int (*tick)(void *context, size_t bytes);
    void *context;
} input_hooks;

/* How many bytes input_peek shows. */
enum { INPUT_PEEK = 8192 };

/* Opens a file, a fifo, or standard input ("-").  DOSSIER_ERR_IO where the system refuses, DOSSIER_ERR_INPUT
 * where it is none of these, DOSSIER_ERR_MEMORY. */
int input_open(input **out, const char *path, const input_hooks *hooks, dossier_error *err);

/* The bytes of another input, or what stands in it: data[0 .. size), which must stay, in place of a file. */
int input_open_memory(input **out, const char *path, const char *data, size_t size, dossier_error *err);

void input_close(input *in);

/* The first bytes (up to INPUT_PEEK) of what input_read will give.  To be called before the first input_read.
 * Returns DOSSIER_OK or an error as input_read does; where some bytes came before the failure, input_read
 * tells it. */
int input_peek(input *in, const char **data, size_t *size, dossier_error *err);

/* Reads up to `size` bytes: *got is less than that only at the end, and 0 behind it.  DOSSIER_ERR_IO,
 * DOSSIER_ERR_INPUT (gzip data that is damaged or ends too early), DOSSIER_ERR_STOPPED or DOSSIER_ERR_MEMORY;
 * *got bytes were read all the same. */
int input_read(input *in, char *to, size_t size, size_t *got, dossier_error *err);

/* What is known of the file as it was when it was opened. */
const struct stat *input_stat(const input *in);

/* A checksum of the bytes as they stand on disk, as far as they were read. */
uint64_t input_checksum(const input *in);

/* 1 where bytes follow the end of the gzip data that are none; they are not read. */
int input_has_trailer(const input *in);

/* Reads the rest of the bytes on disk for the checksum alone: what the format had no use for. */
int input_drain(input *in, dossier_error *err);

#endif
