/* folder.h: small files and folders: read, replaced, synced, removed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_FOLDER_H
#define ENGINE_FOLDER_H

#include "dossier.h"

/* Joins a folder and a name: "DIR/NAME".  The caller frees it; NULL: no memory. */
char *path_join(const char *dir, const char *name);

/* Reads a file of up to `capacity` bytes: 1 and its size, 0 where it is not there, or an error.  Of a longer one the
 * beginning is read. */
int file_read_small(const char *path, char *to, size_t capacity, size_t *size, dossier_error *err);

/* Replaces the file dir/name by one with this content, synced: written as dir/temporary, then renamed. */
int file_replace(const char *dir, const char *name, const char *temporary, const char *text, size_t size,
                 dossier_error *err);

/* Calls fn with the name of each entry of a folder but "." and "..", until it returns other than 0. */
int folder_each(const char *dir, int (*fn)(void *context, const char *name, dossier_error *err), void *context,
                dossier_error *err);

/* Removes a folder and all in it; a folder that is not there is fine. */
int folder_remove(const char *path, dossier_error *err);

/* Syncs a folder itself, that is, the names in it. */
int folder_sync_names(const char *dir, dossier_error *err);

/* Syncs all files of a folder (one level) and the folder itself. */
int folder_sync(const char *path, dossier_error *err);

#endif
