/* reader.h: reading an index in Xapian: the reader's functions of backend.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_READER_H
#define ENGINE_XAPIAN_READER_H

#include <sys/stat.h>

#include "engine/backend.h"
#include "engine/xapian/main_forms.h"
#include "xapian_c.h"

struct backend_reader {
    char *folder;
    xapian_database *db;
    struct stat version; /* of the file that names the revision, taken before db was opened */
    buffer dictionary; /* read with the first text */
    uint32_t *article_of; /* each document's article by its low 32 bits, 0: there is none; NULL until it is asked for */
    uint32_t *date_of;    /* likewise its date, 0: it has none */
    xapian_docid last;    /* the highest document number in it */
    main_forms main;          /* read with the first form that is asked about */
    int main_read;
    struct made_list *lists;  /* of occurrences.h, the latest first */
    xapian_error in_callback; /* what a phrase's callback met in the search that runs */
};

int xapian_reader_open(backend_reader **out, const char *folder, dossier_error *err);
void xapian_reader_close(backend_reader *reader);
int xapian_reader_totals(backend_reader *reader, backend_totals *out, dossier_error *err);
int xapian_reader_check(backend_reader *reader, dossier_error *err);
int xapian_reader_frequency(backend_reader *reader, enum query_field field, dossier_str term, const form_set *forms,
                            uint64_t *out, dossier_error *err);
int xapian_reader_languages(backend_reader *reader, int (*fn)(void *context, dossier_str lang, uint64_t passages),
                            void *context, dossier_error *err);
int xapian_reader_prefix(backend_reader *reader, enum query_field field, dossier_str prefix,
                         int (*fn)(void *context, dossier_str term, uint64_t frequency), void *context,
                         dossier_error *err);
int xapian_reader_forms(backend_reader *reader, dossier_str prefix,
                        int (*fn)(void *context, dossier_str form, dossier_str term), void *context,
                        dossier_error *err);
int xapian_reader_search(backend_reader *reader, const search_request *request, ranked *hits, size_t *count,
                         uint64_t *matched, dossier_error *err);
int xapian_reader_visit(backend_reader *reader, const query_node *query,
                        int (*fn)(void *context, const visited *passage), void *context, dossier_error *err);
int xapian_reader_find(backend_reader *reader, dossier_str key, uint64_t *document, uint64_t *passages,
                       dossier_error *err);
int xapian_reader_article_frequency(backend_reader *reader, dossier_str term, const form_set *forms, uint64_t *out,
                                    dossier_error *err);
int xapian_reader_evidence(backend_reader *reader, const evidence *asked, dossier_error *err);
int xapian_reader_key(backend_reader *reader, uint64_t document, buffer *out, dossier_error *err);
int xapian_reader_article(backend_reader *reader, uint64_t document, stored_passage *out, dossier_error *err);
int xapian_reader_passage(backend_reader *reader, uint64_t document, stored_passage *out, dossier_error *err);

/* Fills article_of and date_of, where they are not there. */
int xapian_reader_load_values(backend_reader *reader, dossier_error *err);

#endif
