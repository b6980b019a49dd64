/* index.h: what the indexer may ask of an open writer beyond dossier.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_INDEX_H
#define ENGINE_INDEX_H

#include "dossier.h"
#include "engine/buffer.h"

/* Small records that travel with the index and are committed with it: what is known of each source file.  The name
 * may have any length and any bytes.
 * writer_record_get appends the record to *out and returns 1, or returns 0 where there is none, or an error. */
int writer_record_get(dossier_writer *writer, dossier_str name, buffer *out, dossier_error *err);

/* Keeps a record (an empty value removes it) with the next commit. */
int writer_record_set(dossier_writer *writer, dossier_str name, dossier_str value, dossier_error *err);

/* Calls fn for each committed record, in the order of their names' bytes where names are under 200 bytes; a non-zero
 * return of fn ends it and is returned.  Records set since the last commit are not among them, and must not be set
 * from within fn. */
int writer_record_each(dossier_writer *writer, int (*fn)(void *context, dossier_str name, dossier_str value),
                       void *context, dossier_error *err);

/* Text like what is going to be added (`expected` bytes of it), from all over it: for a backend that makes something of
 * it before the first article comes.  Others, and an index that has it already, pass it over.  Before the first article
 * is added. */
int writer_sample(dossier_writer *writer, dossier_str text, uint64_t expected, dossier_error *err);

/* 1 where the writer's index holds nothing committed yet, so that no source can be unchanged. */
int writer_is_new(const dossier_writer *writer);

#endif
