/* folder.h: folders: their entries, their removal, their syncing.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_FOLDER_H
#define ENGINE_FOLDER_H

#include "dossier.h"

/* Calls fn with the name of each entry of a folder but "." and "..", until it returns other than 0; returns that. */
int folder_each(const char *dir, int (*fn)(void *context, const char *name, dossier_error *err), void *context,
                dossier_error *err);

/* Syncs the folder itself: which entries it has. */
int folder_sync_entries(const char *dir, dossier_error *err);

/* Removes a folder and all in it; a folder that is not there is fine. */
int folder_remove(const char *path, dossier_error *err);

/* Syncs all files of a folder (one level) and the folder itself. */
int folder_sync(const char *path, dossier_error *err);

/* Joins a folder and a name: "DIR/NAME".  The caller frees it; NULL: no memory. */
char *path_join(const char *dir, const char *name);

#endif
