/* output.h: a program's standard output and error: begun, written, complained to and closed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stddef.h>

/* To be called first.  A closed pipe becomes an error of the write instead of a signal, and descriptors 0 to
 * 2, where they are closed, are taken: else a file of the index would get their numbers, and messages would
 * be written into it.  Returns 0, or -1 where the system refuses. */
int cli_begin(void);

/* Makes of each control character a '?'. */
void cli_printable(char *line);

/* Prints "NAME: message" as one line on standard error.  Control characters become '?', as file names and
 * words that stand in messages are not to be trusted. */
void cli_complain(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes to standard output.  Returns 0, or -1, and then again at each later call: the first error is kept
 * for cli_finish.  context is not used; it is there as this is a dossier_write. */
int cli_write(void *context, const char *data, size_t size);

/* Hands to the system what was written so far.  Returns as cli_write. */
int cli_flush(void);

/* Closes standard output and returns the exit status: `status`, where all was written or the reader closed
 * the pipe; where it could not be written (a full disk, say), it says so and returns `failed`. */
int cli_finish(const char *name, int status, int failed);

#endif
