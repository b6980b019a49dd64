/* reader.h: reading a packed index: the reader's functions of backend.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_READER_H
#define ENGINE_PACKED_READER_H

#include "engine/backend.h"

int packed_reader_open(backend_reader **out, const char *folder, dossier_error *err);
void packed_reader_close(backend_reader *reader);
int packed_reader_totals(backend_reader *reader, backend_totals *out, dossier_error *err);
int packed_reader_check(backend_reader *reader, dossier_error *err);
int packed_reader_frequency(backend_reader *reader, enum query_field field, dossier_str term, const form_set *forms,
                            uint64_t *out, dossier_error *err);
int packed_reader_languages(backend_reader *reader, int (*fn)(void *context, dossier_str lang, uint64_t passages),
                            void *context, dossier_error *err);
int packed_reader_prefix(backend_reader *reader, enum query_field field, dossier_str prefix,
                         int (*fn)(void *context, dossier_str term, uint64_t frequency), void *context,
                         dossier_error *err);
int packed_reader_forms(backend_reader *reader, dossier_str prefix,
                        int (*fn)(void *context, dossier_str form, dossier_str term), void *context,
                        dossier_error *err);
int packed_reader_search(backend_reader *reader, const search_request *request, ranked *hits, size_t *count,
                         uint64_t *matched, dossier_error *err);
int packed_reader_visit(backend_reader *reader, const query_node *query,
                        int (*fn)(void *context, const visited *passage), void *context, dossier_error *err);
int packed_reader_find(backend_reader *reader, dossier_str key, uint64_t *document, uint64_t *passages,
                       dossier_error *err);
int packed_reader_article_frequency(backend_reader *reader, dossier_str term, const form_set *forms, uint64_t *out,
                                    dossier_error *err);
int packed_reader_evidence(backend_reader *reader, const evidence *asked, dossier_error *err);
int packed_reader_key(backend_reader *reader, uint64_t document, buffer *out, dossier_error *err);
int packed_reader_article(backend_reader *reader, uint64_t document, stored_passage *out, dossier_error *err);
int packed_reader_passage(backend_reader *reader, uint64_t document, stored_passage *out, dossier_error *err);

#endif
