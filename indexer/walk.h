/* walk.h: the files below a path, in order.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_WALK_H
#define INDEXER_WALK_H

#include <sys/stat.h>

#include "dossier.h"
#include "indexer/keyset.h"

/* What a walk calls.  A negative return ends it and is returned. */
typedef struct walk_hooks {
    /* Something that is not a folder.  given: 1 where it is the path as the user gave it, not found in a
     * folder. st is NULL where a folder has the name, and it leads to nothing. */
    int (*file)(void *context, const char *path, const struct stat *st, int given, dossier_error *err);
    /* Whether a folder is to be gone into; not asked of the path as the user gave it.  May be NULL. */
    int (*folder)(void *context, const char *path);
    /* Something that could not be looked at (unseen 1: there may be files below that are not known now), or a
     * folder that was not gone into, as it is being read already. */
    int (*note)(void *context, int unseen, const char *path, const char *message);
    /* Now and then; a non-zero return ends the walk with DOSSIER_ERR_STOPPED. */
    int (*tick)(void *context);
    void *context;
} walk_hooks;

/* Goes through a file, or a folder and all below it, sorted by the bytes of the paths, names that begin with
 * a point left out (the path itself may begin with one).  Symbolic links are followed, but a folder that was
 * walked is not gone into by a link again: `walked` has the folders so far, and stays from one call to the
 * next. A path that is not there is DOSSIER_ERR_IO with sys_errno; also DOSSIER_ERR_MEMORY, _STOPPED. */
int walk(const char *path, keyset *walked, const walk_hooks *hooks, dossier_error *err);

#endif
