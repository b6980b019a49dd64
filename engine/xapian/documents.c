/* documents.c: from an article to its passages as Xapian documents.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/documents.h"

#include <string.h>

#include "engine/error.h"
#include "engine/site.h"
#include "engine/text/passage.h"
#include "engine/xapian/order.h"
#include "engine/xapian/schema.h"

int documents_begin(documents *d, dossier_str dictionary, dossier_error *err) {
    *d = (documents){0};
    return packer_new(&d->packer, dictionary, err);
}

void documents_end(documents *d) {
    packer_free(d->packer);
    token_list_free(&d->tokens);
    passage_terms_free(&d->terms);
    buffer_free(&d->spans);
    buffer_free(&d->packed);
    buffer_free(&d->fields);
}

static int put_metadata(documents *d, const document_sink *sink, const char *key, size_t size, dossier_error *err) {
    return sink->metadata(sink->context, (dossier_str){key, size}, (dossier_str){d->packed.data, d->packed.size},
                          err);
}

/* The article's record, its place by key, and its text. */
static int put_article(documents *d, const batch_item *item, const document_sink *sink, dossier_error *err) {
    const dossier_article *a = &item->article;
    char key[SCHEMA_NAME_MAX + 1];
    const dossier_span *spans = (const dossier_span *)(const void *)d->spans.data;
    d->packed.size = 0;
    if (article_record_put(a, spans, d->spans.size / sizeof *spans, &d->packed) != 0)
        return error_memory(err);
    int status = put_metadata(d, sink, key, schema_numbered(LETTER_RECORD, item->number, -1, key), err);
    d->packed.size = 0;
    if (buffer_put_varint(&d->packed, item->number) != 0 ||
        buffer_put(&d->packed, &item->checksum, sizeof item->checksum) != 0)
        return error_memory(err);
    if (status == DOSSIER_OK)
        status = put_metadata(d, sink, key, schema_named(LETTER_KEY, a->key, key), err);
    for (size_t at = 0, block = 0; at < a->text.size && status == DOSSIER_OK; at += TEXT_BLOCK, block++) {
        size_t size = a->text.size - at < TEXT_BLOCK ? a->text.size - at : TEXT_BLOCK;
        d->packed.size = 0;
        status = packer_pack(d->packer, a->text.data + at, size, &d->packed, err);
        if (status == DOSSIER_OK)
            status = put_metadata(d, sink, key, schema_numbered(LETTER_TEXT, item->number, (int64_t)block, key), err);
    }
    return status;
}

/* Analyses a field's words into d->tokens. */
static int analyze_field(documents *d, vocabulary *v, dossier_str field, dossier_error *err) {
    d->tokens.count = 0;
    return analyze(v, field.data, 0, field.size, &d->tokens, err);
}

/* Gathers the terms of a field that chooses passages. */
static int gather_field(documents *d, vocabulary *v, enum query_field field, dossier_str text, dossier_error *err) {
    int status = analyze_field(d, v, text, err);
    for (size_t i = 0; i < d->tokens.count && status == DOSSIER_OK; i++) {
        const term *t = vocabulary_term(v, d->tokens.items[i].term);
        if (buffer_put_varint(&d->fields, t->size + 1) != 0 ||
            buffer_put_byte(&d->fields, (unsigned char)schema_field_letter(field)) != 0 ||
            buffer_put(&d->fields, t->text, t->size) != 0)
            status = error_memory(err);
    }
    return status;
}

/* Gathers what the host of the article's source is found by. */
static int gather_site(documents *d, dossier_str source, dossier_error *err) {
    site host;
    site_of(source, &host);
    for (size_t i = 0; i < host.count; i++)
        if (buffer_put_varint(&d->fields, host.words[i].size + 1) != 0 ||
            buffer_put_byte(&d->fields, (unsigned char)schema_field_letter(FIELD_SITE)) != 0 ||
            buffer_put(&d->fields, host.words[i].data, host.words[i].size) != 0)
            return error_memory(err);
    return DOSSIER_OK;
}

static int gather_fields(documents *d, const batch_item *item, vocabulary *v, dossier_error *err) {
    const dossier_article *a = &item->article;
    char name[SCHEMA_TERM_MAX];
    d->fields.size = 0;
    if (buffer_put_counted(&d->fields, name, schema_article_term(item->number, name)) != 0 ||
        buffer_put_varint(&d->fields, a->lang.size + 1) != 0 || buffer_put_byte(&d->fields, LETTER_LANG_TERM) != 0 ||
        buffer_put(&d->fields, a->lang.data, a->lang.size) != 0)
        return error_memory(err);
    int status = gather_field(d, v, FIELD_TITLE, a->title, err);
    if (status == DOSSIER_OK)
        status = gather_field(d, v, FIELD_AUTHOR, a->author, err);
    if (status == DOSSIER_OK)
        status = gather_field(d, v, FIELD_KEY, a->key, err);
    return status == DOSSIER_OK ? gather_site(d, a->source, err) : status;
}

/* Adds the tokens of a field to the passage's terms, set apart from what follows. */
static int count_field(documents *d, vocabulary *v, dossier_str field, dossier_error *err) {
    int status = analyze_field(d, v, field, err);
    if (status == DOSSIER_OK && (passage_terms_add(&d->terms, d->tokens.items, d->tokens.count) != 0 ||
                                 passage_terms_gap(&d->terms) != 0))
        status = error_memory(err);
    return status;
}

/* Counts the terms of a passage: its article's title, in the first the standfirst, and its own text. */
static int count_terms(documents *d, const dossier_article *a, vocabulary *v, size_t number, dossier_span span,
                       dossier_error *err) {
    passage_terms_clear(&d->terms);
    int status = count_field(d, v, a->title, err);
    if (status == DOSSIER_OK && number == 0)
        status = count_field(d, v, a->standfirst, err);
    d->tokens.count = 0;
    if (status == DOSSIER_OK)
        status = analyze(v, a->text.data, span.start, span.end, &d->tokens, err);
    if (status == DOSSIER_OK && passage_terms_add(&d->terms, d->tokens.items, d->tokens.count) != 0)
        status = error_memory(err);
    return status;
}

static int add_terms(documents *d, const vocabulary *v, xapian_document *document, xapian_error *x) {
    int status = XAPIAN_OK;
    for (size_t i = 0; i < d->terms.count && status == XAPIAN_OK; i++) {
        const term *t = vocabulary_term(v, d->terms.items[i].id);
        status = xapian_document_add_term(document, t->text, t->size, d->terms.items[i].count, x);
    }
    cursor c = cursor_of(d->fields.data, d->fields.size);
    while (c.at < c.size && status == XAPIAN_OK) {
        size_t size;
        const char *text = cursor_counted(&c, &size);
        status = xapian_document_add_boolean_term(document, text, size, x);
    }
    return status;
}

static int add_values(const batch_item *item, xapian_document *document, xapian_error *x) {
    char number[4];
    schema_put_number((uint32_t)item->number, number);
    int status = xapian_document_add_value(document, SLOT_ARTICLE, number, sizeof number, x);
    uint32_t date = query_date(item->article.date, 0);
    if (date != 0 && status == XAPIAN_OK) {
        schema_put_number(date, number);
        status = xapian_document_add_value(document, SLOT_DATE, number, sizeof number, x);
    }
    return status;
}

/* Makes the document of the passage whose terms were counted. */
static int put_passage(documents *d, const batch_item *item, const vocabulary *v, size_t number,
                       const document_sink *sink, dossier_error *err) {
    char key[SCHEMA_NUMBERED_MAX];
    d->packed.size = 0;
    if (order_pack(&d->terms, v, &d->packed) != 0)
        return error_memory(err);
    int status = put_metadata(d, sink, key, schema_numbered(LETTER_ORDER, item->number, (int64_t)number, key), err);
    if (status != DOSSIER_OK)
        return status;
    d->packed.size = 0;
    if (buffer_put_varint(&d->packed, item->number) != 0 || buffer_put_varint(&d->packed, number) != 0)
        return error_memory(err);
    xapian_document *document;
    xapian_error x;
    if (xapian_document_new(&document, &x) != XAPIAN_OK)
        return schema_error(err, &x, "libxapian", "making a document");
    if (add_terms(d, v, document, &x) != XAPIAN_OK || add_values(item, document, &x) != XAPIAN_OK ||
        xapian_document_set_data(document, d->packed.data, d->packed.size, &x) != XAPIAN_OK)
        status = schema_error(err, &x, "libxapian", "making a document");
    if (status == DOSSIER_OK)
        status = sink->document(sink->context, document, err);
    xapian_document_free(document);
    return status;
}

int documents_make(documents *d, const batch_item *item, vocabulary *v, const document_sink *sink,
                   dossier_error *err) {
    const dossier_article *a = &item->article;
    char lang[64];
    memcpy(lang, a->lang.data, a->lang.size);
    lang[a->lang.size] = '\0';
    d->spans.size = 0;
    int status = passages_cut(a->text.data, a->text.size, lang, &d->spans, err);
    static const dossier_span none;
    if (status == DOSSIER_OK && d->spans.size == 0 && buffer_put(&d->spans, &none, sizeof none) != 0)
        status = error_memory(err);
    if (status == DOSSIER_OK)
        status = put_article(d, item, sink, err);
    if (status == DOSSIER_OK)
        status = gather_fields(d, item, v, err);
    const dossier_span *spans = (const dossier_span *)(const void *)d->spans.data;
    for (size_t i = 0; i < d->spans.size / sizeof *spans && status == DOSSIER_OK; i++) {
        status = count_terms(d, a, v, i, spans[i], err);
        if (status == DOSSIER_OK)
            status = put_passage(d, item, v, i, sink, err);
    }
    return status;
}
