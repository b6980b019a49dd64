/* manifest.h: an index's folder: which files are in it, which of them is the index, and who may write it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     FOLDER/dossier        the manifest: four lines of text that name the format, the backend, the language and the
 *                           data folder.  It is replaced by rename, so that a reader sees the old or the new one.
 *     FOLDER/data-N         the backend's data
 *     FOLDER/staging        what a writer builds; of no meaning without that writer
 *     FOLDER/lock           locked by the one writer, whose process number it holds
 */
#ifndef ENGINE_MANIFEST_H
#define ENGINE_MANIFEST_H

#include "dossier.h"
#include "engine/backend.h"
#include "engine/folder.h"

/* The version of the folder's layout, of the analysis and of all that is stored: an index of another is not read. */
#define MANIFEST_VERSION 1

typedef struct manifest {
    const backend *backend;
    const char *lang;   /* static: of articles that name none */
    int detect;         /* 1: theirs is told from the text, and lang is for those too short */
    char data[DATA_NAME_MAX];
} manifest;

/* Settles lang and detect from what a user gives: "german", "auto" or "auto:german".  0, or -1 where it is neither. */
int manifest_parse_lang(const char *text, manifest *m);

/* The same back, in to (MANIFEST_LANG_MAX bytes). */
#define MANIFEST_LANG_MAX 64
void manifest_print_lang(const manifest *m, char *to);

/* Reads a folder's manifest: 1, or 0 where there is none (or no folder), or an error that names the folder. */
int manifest_read(const char *dir, manifest *out, dossier_error *err);

/* Replaces a folder's manifest, synced. */
int manifest_write(const char *dir, const manifest *m, dossier_error *err);

/* Makes the folder where it is not there (*made is 1 then), checks that it holds an index or nothing, and locks it for
 * writing: *lock is a file descriptor for manifest_unlock. */
int manifest_lock(const char *dir, int *lock, int *made, dossier_error *err);

/* Unlocks; where no manifest was written, takes the lock file (and a folder that was made for it) away again. */
void manifest_unlock(const char *dir, int lock, int made);

/* Removes what a writer that died has left: staging, and data folders that the manifest does not name. */
int manifest_sweep(const char *dir, dossier_error *err);

#endif
