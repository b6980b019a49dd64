/* schema.c: how an index is laid out in a Xapian database.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/schema.h"

#include <stdio.h>
#include <string.h>

#include "engine/error.h"
#include "engine/text/vocabulary.h"

char schema_field_letter(enum query_field field) {
    switch (field) {
    case FIELD_TITLE:
        return 'S';
    case FIELD_AUTHOR:
        return 'A';
    case FIELD_KEY:
        return 'K';
    case FIELD_SITE:
        return 'H';
    case FIELD_LANG:
        return LETTER_LANG_TERM;
    case FIELD_TEXT:
        break;
    }
    return 0;
}

char schema_form_letter(enum query_field field) {
    return field == FIELD_TITLE ? 'T' : 'F';
}

void schema_put_number(uint32_t number, char to[4]) {
    for (int i = 0; i < 4; i++)
        to[i] = (char)(number >> (24 - 8 * i));
}

size_t schema_numbered(char letter, uint64_t number, int64_t part, char to[SCHEMA_NUMBERED_MAX]) {
    to[0] = letter;
    schema_put_number((uint32_t)number, to + 1);
    if (part < 0)
        return 5;
    schema_put_number((uint32_t)part, to + 5);
    return 9;
}

size_t schema_named(char letter, dossier_str name, char to[SCHEMA_NAME_MAX + 1]) {
    to[0] = letter;
    if (name.size < SCHEMA_NAME_MAX) {
        memcpy(to + 1, name.data, name.size);
        return 1 + name.size;
    }
    char hash[17];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)vocabulary_hash(name.data, name.size));
    memcpy(to + 1, name.data, SCHEMA_NAME_MAX - 16);
    memcpy(to + 1 + SCHEMA_NAME_MAX - 16, hash, 16);
    return 1 + SCHEMA_NAME_MAX;
}

size_t schema_article_term(uint64_t number, char to[SCHEMA_TERM_MAX]) {
    return (size_t)snprintf(to, SCHEMA_TERM_MAX, "%c%llu", LETTER_ARTICLE_TERM, (unsigned long long)number);
}

int schema_error(dossier_error *err, const xapian_error *from, const char *where, const char *what) {
    switch (from->code) {
    case XAPIAN_ERR_NO_MEMORY:
        return error_memory(err);
    case XAPIAN_ERR_DATABASE_MODIFIED:
        error_set(err, DOSSIER_ERR_BACKEND, "%s: was changed while it was read: ask again", where);
        return BACKEND_STALE;
    case XAPIAN_ERR_DATABASE_LOCK:
        return error_set(err, DOSSIER_ERR_LOCKED, "%s: is being written by another process: try again later", where);
    case XAPIAN_ERR_DATABASE_CORRUPT:
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged (%s): index the articles again", where,
                         from->message);
    case XAPIAN_ERR_DATABASE_VERSION:
        return error_set(err, DOSSIER_ERR_VERSION, "%s: was made by another version of Xapian (%s)", where,
                         from->message);
    default:
        break;
    }
    /* A file that ends too early is an error without a number. */
    if (from->code == XAPIAN_ERR_DATABASE && from->sys_errno == 0 && strncmp(from->message, "EOF", 3) == 0)
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged (%s): index the articles again", where,
                         from->message);
    if (from->sys_errno != 0)
        return error_system(err, from->sys_errno, "%s: %s failed", where, what);
    return error_set(err, DOSSIER_ERR_BACKEND, "%s: %s failed: %s: %s", where, what, from->type, from->message);
}

int schema_get(xapian_database *db, const char *key, size_t size, const char *where, buffer *out,
               dossier_error *err) {
    xapian_error x;
    xapian_str value;
    if (xapian_database_metadata(db, key, size, &value, &x) != XAPIAN_OK)
        return schema_error(err, &x, where, "reading");
    if (value.size == 0)
        return 0;
    return buffer_put(out, value.data, value.size) == 0 ? 1 : error_memory(err);
}

int schema_locate(const xapian_database *db, xapian_docid document, uint64_t *article, uint64_t *number,
                  xapian_error *x) {
    xapian_document *d;
    xapian_str data;
    *article = *number = 0;
    int status = xapian_database_document(db, document, 0, &d, x);
    if (status != XAPIAN_OK)
        return status;
    status = xapian_document_data(d, &data, x);
    if (status == XAPIAN_OK) {
        cursor c = cursor_of(data.data, data.size);
        *article = cursor_varint(&c);
        *number = cursor_varint(&c);
        if (c.bad)
            *article = *number = 0;
    }
    xapian_document_free(d);
    return status;
}

int schema_check_version(xapian_database *db, const char *where, dossier_error *err) {
    buffer version = {0};
    int status = schema_get(db, LETTER_VERSION, strlen(LETTER_VERSION), where, &version, err);
    int same = version.size == strlen(SCHEMA_VERSION) && memcmp(version.data, SCHEMA_VERSION, version.size) == 0;
    buffer_free(&version);
    if (status < 0 || same)
        return status < 0 ? status : DOSSIER_OK;
    return error_set(err, DOSSIER_ERR_VERSION, "%s: was made by another version: index the articles again", where);
}

int schema_main_forms(xapian_database *db, const char *where, main_forms *out, dossier_error *err) {
    out->bytes.size = 0;
    int status = schema_get(db, LETTER_MAIN_FORMS, strlen(LETTER_MAIN_FORMS), where, &out->bytes, err);
    int read = status == 1 ? main_forms_read(out) : 0;
    if (read == -1)
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged: index the articles again", where);
    return read != 0 ? error_memory(err) : status;
}

int schema_totals(xapian_database *db, const char *where, backend_totals *out, dossier_error *err) {
    xapian_error x;
    xapian_doccount passages;
    buffer text = {0};
    *out = (backend_totals){.next_number = 1};
    if (xapian_database_doccount(db, &passages, &x) != XAPIAN_OK ||
        xapian_database_total_length(db, &out->words, &x) != XAPIAN_OK)
        return schema_error(err, &x, where, "reading");
    out->passages = passages;
    out->words /= LENGTH_FACTOR;
    int status = schema_get(db, LETTER_TOTALS, strlen(LETTER_TOTALS), where, &text, err);
    if (status == 1) {
        cursor c = cursor_of(text.data, text.size);
        out->next_number = cursor_varint(&c);
        out->articles = cursor_varint(&c);
        out->text_bytes = cursor_varint(&c);
        status = c.bad ? error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged: index the articles again", where)
                       : DOSSIER_OK;
    }
    buffer_free(&text);
    return status;
}
