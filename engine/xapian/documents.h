/* documents.h: from an article to its passages as Xapian documents.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_DOCUMENTS_H
#define ENGINE_XAPIAN_DOCUMENTS_H

#include "engine/backend.h"
#include "engine/packer.h"
#include "engine/passage_terms.h"
#include "engine/xapian/form_notes.h"
#include "engine/xapian/main_forms.h"
#include "xapian_c.h"

/* What is needed again for each article of a batch; for one thread. */
typedef struct documents {
    packer *packer;
    token_list tokens;
    token_list title; /* the words of the article's title, which all its passages have */
    passage_terms terms;
    const main_forms *main;
    form_notes notes;
    buffer spans;   /* dossier_span: the passages */
    buffer packed;  /* a piece of metadata, or a document's data */
    buffer fields;  /* the terms that all passages of the article have beside their own, counted, each behind a byte:
                       1 for what counts in Xapian's length of a document */
    uint32_t fields_length; /* how many do */
} documents;

/* dictionary: for the text's packing; it and the main forms must outlive d. */
int documents_begin(documents *d, dossier_str dictionary, const main_forms *main, dossier_error *err);
void documents_end(documents *d);

/* Takes what is made: a passage's document, or a piece of metadata.  The strings and the document are lent. */
typedef struct document_sink {
    int (*document)(void *context, xapian_document *document, dossier_error *err);
    int (*metadata)(void *context, dossier_str key, dossier_str value, dossier_error *err);
    /* The same of what may be there already. */
    int (*known)(void *context, dossier_str key, dossier_str value, dossier_error *err);
    void *context;
} document_sink;

/* Gives all of an article to the sink: its metadata, then its passages in order.  An article without passages has one
 * document all the same, so that its title is found. */
int documents_make(documents *d, const batch_item *item, vocabulary *v, const document_sink *sink,
                   dossier_error *err);

#endif
