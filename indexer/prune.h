/* prune.h: taking out of an index what is gone from its sources.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_PRUNE_H
#define INDEXER_PRUNE_H

#include "engine/index.h"
#include "indexer/keyset.h"
#include "indexer/record.h"

/* What the names of records begin with. */
#define RECORD_PREFIX "source:"

typedef struct pruner {
    dossier_writer *writer;
    const keyset *added; /* hashes of the keys that this run added: they stay */
    const keyset *seen;  /* hashes of the paths that this run has met: they are there */
    keyset changed;      /* hashes of the paths whose records are of no use any more: read again, or gone */
    keyset candidates;   /* hashes of the keys that may go */
    buffer keys;         /* those keys, counted */
    buffer gone;         /* the paths that are gone, counted */
    buffer unseen;       /* paths below which nothing is known, counted: what is recorded there is not gone */
} pruner;

/* The hash of a path or key, as it stands in the sets. */
uint64_t prune_hash(const char *bytes, size_t size);

/* Puts a key on the list of those to remove.  0, or DOSSIER_ERR_MEMORY. */
int prune_key(pruner *p, const char *key, size_t size, dossier_error *err);

/* Says that nothing is known of what is at and below a path. */
int prune_unseen(pruner *p, const char *path, dossier_error *err);

/* Finds the recorded sources at or below a path that the run has not met, and puts their keys on the list.
 * *found is 1 where there are any. */
int prune_gone(pruner *p, const char *path, int *found, dossier_error *err);

/* Removes the keys on the list that no other source has, and the records of the sources that are gone.  Adds
 * the number of articles removed to *removed. */
int prune_finish(pruner *p, uint64_t *removed, dossier_error *err);

void prune_free(pruner *p);

#endif
