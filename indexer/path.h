/* path.h: opening paths of any length, and writing them as keys.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_PATH_H
#define INDEXER_PATH_H

#include <sys/stat.h>

#include "engine/buffer.h"

/* open(path, flags | O_CLOEXEC), also where the path is longer than PATH_MAX.  Returns as open. */
int path_open(const char *path, int flags);

/* stat(path), likewise: symbolic links are followed. */
int path_stat(const char *path, struct stat *st);

/* Puts the path as given, without doubled slashes and without slashes at its end, and a NUL behind it (which
 * size does not count) into *out, in place of what was there.  Returns 0, or -1 where there is no memory. */
int path_given(const char *path, buffer *out);

/* Puts "/name" and a NUL (which size does not count) at the end of a path. */
int path_push(buffer *path, const char *name);

#endif
