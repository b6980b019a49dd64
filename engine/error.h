/* error.h: filling a caller's dossier_error, the one way to fail.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_ERROR_H
#define ENGINE_ERROR_H

#include "dossier.h"

/* Fills *err (which may be NULL) with a code and a formatted line, and returns the code, so that a caller can write
 *     return error_set(err, DOSSIER_ERR_INPUT, "%s: is empty", path);
 * Control characters in the line (of a hostile file name, say) become '?'. */
int error_set(dossier_error *err, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for a refusal of the system: adds ": " and strerror(sys_errno), and keeps sys_errno. */
int error_system(dossier_error *err, int sys_errno, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Out of memory: DOSSIER_ERR_MEMORY. */
int error_memory(dossier_error *err);

#endif
