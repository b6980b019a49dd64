/* writer.h: writing a packed index: the writer's functions of backend.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_WRITER_H
#define ENGINE_PACKED_WRITER_H

#include "engine/backend.h"

int packed_writer_open(backend_writer **out, const char *root, const char *data, const writer_settings *settings,
                       dossier_error *err);
int packed_writer_totals(backend_writer *writer, backend_totals *out, dossier_error *err);
int packed_writer_find(backend_writer *writer, dossier_str key, uint64_t *number, uint64_t *checksum,
                       dossier_error *err);
int packed_writer_record(backend_writer *writer, dossier_str name, buffer *out, dossier_error *err);
int packed_writer_records(backend_writer *writer, int (*fn)(void *, dossier_str, dossier_str), void *context,
                          dossier_error *err);
int packed_writer_sample(backend_writer *writer, dossier_str text, uint64_t expected, dossier_error *err);
int packed_writer_stage(backend_writer *writer, const batch *b, analyzers *a, dossier_error *err);
int packed_writer_commit(backend_writer *writer, const change *c,
                         int (*publish)(void *context, const char *data, dossier_error *err), void *context,
                         dossier_error *err);
void packed_writer_close(backend_writer *writer);

#endif
