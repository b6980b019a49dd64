/* documents.h: from an article to its passages as Xapian documents.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_DOCUMENTS_H
#define ENGINE_XAPIAN_DOCUMENTS_H

#include "engine/backend.h"
#include "engine/packer.h"
#include "engine/passage_terms.h"
#include "xapian_c.h"

/* What is needed again for each article; for one thread. */
typedef struct documents {
    packer *packer;
    token_list tokens;
    passage_terms terms;
    buffer spans;   /* dossier_span: the passages */
    buffer packed;  /* a piece of metadata, or a document's data */
    buffer fields;  /* the terms that all passages of the article have with count 0, counted */
} documents;

/* dictionary: for the text's packing; it must outlive d. */
int documents_begin(documents *d, dossier_str dictionary, dossier_error *err);
void documents_end(documents *d);

/* Takes what is made: a passage's document, or a piece of metadata.  The strings and the document are lent. */
typedef struct document_sink {
    int (*document)(void *context, xapian_document *document, dossier_error *err);
    int (*metadata)(void *context, dossier_str key, dossier_str value, dossier_error *err);
    void *context;
} document_sink;

/* Gives all of an article to the sink: its metadata, then its passages in order.  An article without passages has one
 * document all the same, so that its title is found. */
int documents_make(documents *d, const batch_item *item, vocabulary *v, const document_sink *sink,
                   dossier_error *err);

#endif
