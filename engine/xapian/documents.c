/* documents.c: from an article to its passages as Xapian documents.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/documents.h"

#include <string.h>

#include "engine/error.h"
#include "engine/site.h"
#include "engine/text/passage.h"
#include "engine/xapian/form.h"
#include "engine/xapian/order.h"
#include "engine/xapian/schema.h"

int documents_begin(documents *d, dossier_str dictionary, const main_forms *main, dossier_error *err) {
    *d = (documents){.main = main};
    return packer_new(&d->packer, dictionary, err);
}

void documents_end(documents *d) {
    packer_free(d->packer);
    token_list_free(&d->tokens);
    token_list_free(&d->title);
    form_notes_free(&d->notes);
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

/* Adds a term that all passages of the article have. */
static int put_field(documents *d, int counts, char letter, dossier_str text) {
    int failed = buffer_put_byte(&d->fields, (unsigned char)counts) | buffer_put_varint(&d->fields, text.size + 1) |
                 buffer_put_byte(&d->fields, (unsigned char)letter) | buffer_put(&d->fields, text.data, text.size);
    d->fields_length += (uint32_t)counts;
    return failed ? -1 : 0;
}

/* Gathers the terms of a field that chooses passages. */
static int gather_field(documents *d, vocabulary *v, enum query_field field, dossier_str text, dossier_error *err) {
    int status = analyze_field(d, v, text, err);
    for (size_t i = 0; i < d->tokens.count && status == DOSSIER_OK; i++) {
        const term *t = vocabulary_term(v, d->tokens.items[i].term);
        if (put_field(d, 0, schema_field_letter(field), (dossier_str){t->text, t->size}) != 0)
            status = error_memory(err);
    }
    return status;
}

static dossier_str term_text(const vocabulary *v, term_id id) {
    const term *t = vocabulary_term(v, id);
    return (dossier_str){t->text, t->size};
}

static dossier_str form_text(const vocabulary *v, form_id id) {
    const term_form *form = vocabulary_term_form(v, id);
    return (dossier_str){form->text, form->size};
}

/* Whether a form is its term's main one: 1, 0, or -1 where there is no memory. */
static int is_main(documents *d, const vocabulary *v, form_id id) {
    unsigned char *notes = form_notes_at(&d->notes, v, id);
    if (notes == NULL)
        return -1;
    if (!(*notes & NOTE_KNOWN)) {
        dossier_str text = term_text(v, vocabulary_term_form(v, id)->term);
        *notes |= NOTE_KNOWN | (main_forms_has(d->main, text, form_text(v, id)) ? NOTE_MAIN : 0);
    }
    return (*notes & NOTE_MAIN) != 0;
}

/* Gathers the title's terms, and in which forms they stand in it. */
static int gather_title(documents *d, vocabulary *v, dossier_str title, dossier_error *err) {
    d->title.count = 0;
    int status = analyze(v, title.data, 0, title.size, &d->title, err);
    for (size_t i = 0; i < d->title.count && status == DOSSIER_OK; i++) {
        dossier_str text = term_text(v, d->title.items[i].term);
        char name[FORM_NAME_MAX];
        int is = is_main(d, v, d->title.items[i].form);
        int failed = is < 0 || put_field(d, 1, schema_field_letter(FIELD_TITLE), text) != 0;
        if (is == 0 && !failed) {
            size_t size = form_name(schema_form_letter(FIELD_TITLE), text, form_text(v, d->title.items[i].form), name);
            failed = put_field(d, 1, name[0], (dossier_str){name + 1, size - 1}) != 0;
        }
        status = failed ? error_memory(err) : DOSSIER_OK;
    }
    return status;
}

/* Gathers what the host of the article's source is found by. */
static int gather_site(documents *d, dossier_str source, dossier_error *err) {
    site host;
    site_of(source, &host);
    for (size_t i = 0; i < host.count; i++)
        if (put_field(d, 0, schema_field_letter(FIELD_SITE), host.words[i]) != 0)
            return error_memory(err);
    return DOSSIER_OK;
}

static int gather_fields(documents *d, const batch_item *item, vocabulary *v, dossier_error *err) {
    const dossier_article *a = &item->article;
    char name[SCHEMA_TERM_MAX];
    size_t size = schema_article_term(item->number, name);
    d->fields.size = d->fields_length = 0;
    if (put_field(d, 0, name[0], (dossier_str){name + 1, size - 1}) != 0 ||
        put_field(d, 0, LETTER_LANG_TERM, a->lang) != 0)
        return error_memory(err);
    int status = gather_title(d, v, a->title, err);
    if (status == DOSSIER_OK)
        status = gather_field(d, v, FIELD_AUTHOR, a->author, err);
    if (status == DOSSIER_OK)
        status = gather_field(d, v, FIELD_KEY, a->key, err);
    return status == DOSSIER_OK ? gather_site(d, a->source, err) : status;
}

/* Adds the words of text[from .. to) to the passage's terms. */
static int count_text(documents *d, vocabulary *v, const char *text, size_t from, size_t to, dossier_error *err) {
    d->tokens.count = 0;
    int status = analyze(v, text, from, to, &d->tokens, err);
    if (status == DOSSIER_OK && passage_terms_add(&d->terms, d->tokens.items, d->tokens.count) != 0)
        status = error_memory(err);
    return status;
}

/* Counts the terms of a passage: its article's title, in the first the standfirst, and its own text. */
static int count_terms(documents *d, const dossier_article *a, vocabulary *v, size_t number, dossier_span span,
                       dossier_error *err) {
    passage_terms_clear(&d->terms);
    if (passage_terms_add(&d->terms, d->title.items, d->title.count) != 0 || passage_terms_gap(&d->terms) != 0)
        return error_memory(err);
    if (number == 0) {
        int status = count_text(d, v, a->standfirst.data, 0, a->standfirst.size, err);
        if (status == DOSSIER_OK && passage_terms_gap(&d->terms) != 0)
            status = error_memory(err);
        if (status != DOSSIER_OK)
            return status;
    }
    return count_text(d, v, a->text.data, span.start, span.end, err);
}

/* Adds a term in one of its forms, if that is not the main one; *length is what is in Xapian's length so far. */
static int add_form(documents *d, const vocabulary *v, xapian_document *document, form_id id, uint32_t count,
                    uint64_t *length, xapian_error *x) {
    char name[FORM_NAME_MAX];
    int is = is_main(d, v, id);
    if (is < 0)
        return x->code = XAPIAN_ERR_NO_MEMORY;
    if (is)
        return XAPIAN_OK;
    *length += count;
    dossier_str text = term_text(v, vocabulary_term_form(v, id)->term);
    size_t size = form_name(schema_form_letter(FIELD_TEXT), text, form_text(v, id), name);
    return xapian_document_add_term(document, name, size, count, x);
}

/* Adds the passage's terms and forms. */
static int add_words(documents *d, const vocabulary *v, xapian_document *document, uint64_t *length, xapian_error *x) {
    int status = XAPIAN_OK;
    *length += d->terms.length;
    for (size_t i = 0; i < d->terms.count && status == XAPIAN_OK; i++) {
        const passage_term *item = &d->terms.items[i];
        const term *t = vocabulary_term(v, item->id);
        status = xapian_document_add_term(document, t->text, t->size, item->count, x);
        if (status == XAPIAN_OK)
            status = add_form(d, v, document, item->form, item->form_count, length, x);
        for (uint32_t at = item->further; at != 0 && status == XAPIAN_OK; at = d->terms.further[at - 1].next) {
            const passage_form *further = &d->terms.further[at - 1];
            status = add_form(d, v, document, further->form, further->count, length, x);
        }
    }
    return status;
}

static int add_terms(documents *d, const vocabulary *v, xapian_document *document, xapian_error *x) {
    static const char filler = LETTER_FILLER;
    uint64_t length = d->fields_length;
    int status = add_words(d, v, document, &length, x);
    cursor c = cursor_of(d->fields.data, d->fields.size);
    while (c.at < c.size && status == XAPIAN_OK) {
        size_t size;
        xapian_termcount count = (unsigned char)*cursor_bytes(&c, 1);
        const char *text = cursor_counted(&c, &size);
        status = xapian_document_add_term(document, text, size, count, x);
    }
    uint64_t rest = (uint64_t)d->terms.length * LENGTH_FACTOR - length;
    if (rest > 0 && status == XAPIAN_OK)
        status = xapian_document_add_term(document, &filler, 1, (xapian_termcount)rest, x);
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

/* Says that a term stands in a form, once in a batch. */
static int tell_form(documents *d, const vocabulary *v, form_id id, const document_sink *sink, dossier_error *err) {
    unsigned char *notes = form_notes_at(&d->notes, v, id);
    char key[FORM_NAME_MAX];
    if (notes == NULL)
        return error_memory(err);
    if (*notes & NOTE_TOLD)
        return DOSSIER_OK;
    *notes |= NOTE_TOLD;
    dossier_str text = term_text(v, vocabulary_term_form(v, id)->term);
    size_t size = form_name(LETTER_FORM, form_text(v, id), text, key);
    /* The value is read only where the key has not all of the term. */
    return sink->known(sink->context, (dossier_str){key, size}, text, err);
}

static int tell_forms(documents *d, const vocabulary *v, const document_sink *sink, dossier_error *err) {
    int status = DOSSIER_OK;
    for (size_t i = 0; i < d->terms.count && status == DOSSIER_OK; i++)
        status = tell_form(d, v, d->terms.items[i].form, sink, err);
    for (size_t i = 0; i < d->terms.further_count && status == DOSSIER_OK; i++)
        status = tell_form(d, v, d->terms.further[i].form, sink, err);
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
    if (status == DOSSIER_OK)
        status = tell_forms(d, v, sink, err);
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
