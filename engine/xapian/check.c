/* check.c: checking an index in Xapian: what libxapian finds, then whether each passage has all that is shown of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/check.h"

#include <stdio.h>
#include <string.h>

#include "engine/error.h"
#include "engine/xapian/reader.h"
#include "engine/xapian/schema.h"

typedef struct checking {
    void (*fn)(void *context, const char *fault);
    void *context;
    uint64_t faults;
    buffer line; /* what libxapian has to say, until it is told a line at a time */
} checking;

static void tell_lines(checking *c) {
    while (c->line.size > 0) {
        const char *end = memchr(c->line.data, '\n', c->line.size);
        size_t size = end == NULL ? c->line.size : (size_t)(end - c->line.data);
        char text[512];
        snprintf(text, sizeof text, "%.*s", (int)(size < sizeof text ? size : sizeof text - 1), c->line.data);
        if (*text != '\0')
            c->fn(c->context, text);
        size += end != NULL;
        c->line.size -= size;
        memmove(c->line.data, c->line.data + size, c->line.size);
    }
}

static int take_text(void *context, const char *data, size_t size) {
    checking *c = context;
    return buffer_put(&c->line, data, size);
}

static void tell(checking *c, const char *fault) {
    c->faults++;
    c->fn(c->context, fault);
}

/* Whether an error says that what was read is wrong, not that it could not be read. */
static int is_damage(const xapian_error *x) {
    return x->code == XAPIAN_ERR_DATABASE_CORRUPT || (x->code == XAPIAN_ERR_DATABASE && x->sys_errno == 0);
}

/* Lets libxapian check its tables. */
static int check_tables(checking *c, const char *folder, dossier_error *err) {
    size_t errors = 0;
    xapian_error x;
    char text[sizeof x.message + 4096];
    int status = xapian_database_check(folder, 0, take_text, c, &errors, &x);
    c->faults += errors;
    if (errors > 0)
        tell_lines(c);
    if (status == XAPIAN_OK)
        return DOSSIER_OK;
    if (!is_damage(&x))
        return schema_error(err, &x, folder, "checking");
    snprintf(text, sizeof text, "%s: %s", folder, x.message);
    tell(c, text);
    return DOSSIER_OK;
}

/* Whether the article of a document is found by its key. */
static int check_key(backend_reader *r, xapian_docid document, dossier_str key, dossier_error *err) {
    char name[SCHEMA_NAME_MAX + 1];
    buffer found = {0};
    uint64_t article, number;
    xapian_error x;
    int status = schema_get(r->db, name, schema_named(LETTER_KEY, key, name), r->folder, &found, err);
    cursor in = cursor_of(found.data, found.size);
    if (status >= 0 && (schema_locate(r->db, document, &article, &number, &x) != XAPIAN_OK ||
                        cursor_varint(&in) != article || in.bad))
        status = error_set(err, DOSSIER_ERR_DAMAGED, "%s: an article is not found by its key", r->folder);
    buffer_free(&found);
    return status;
}

/* Whether a document has its list of terms: libxapian takes a table of them that is gone for one never made. */
static int check_terms(backend_reader *r, xapian_docid document, dossier_error *err) {
    xapian_term_iterator *terms = NULL;
    xapian_str first;
    xapian_error x;
    int more = xapian_database_document_terms(r->db, document, &terms, &x);
    if (more == XAPIAN_OK)
        more = xapian_term_iterator_next(terms, &first, &x);
    xapian_term_iterator_free(terms);
    if (more < 0)
        return schema_error(err, &x, r->folder, "reading");
    return more == 1 ? DOSSIER_OK : error_set(err, DOSSIER_ERR_DAMAGED, "%s: a passage has no terms", r->folder);
}

/* Reads all that is stored of a passage. */
static void check_document(checking *c, backend_reader *r, xapian_docid document) {
    dossier_error err;
    stored_passage passage;
    char text[sizeof err.message + 64];
    int status = xapian_reader_passage(r, document, &passage, &err);
    if (status == DOSSIER_OK) {
        status = check_key(r, document, passage.key, &err);
        buffer_free(&passage.memory);
    }
    if (status >= 0)
        status = check_terms(r, document, &err);
    if (status < 0) {
        snprintf(text, sizeof text, "%s (document %lu)", err.message, (unsigned long)document);
        tell(c, text);
    }
}

/* Reads each passage. */
static void check_documents(checking *c, const char *folder) {
    dossier_error err;
    backend_reader *r;
    xapian_posting_iterator *all = NULL;
    xapian_docid document;
    xapian_error x;
    if (xapian_reader_open(&r, folder, &err) != DOSSIER_OK) {
        tell(c, err.message);
        return;
    }
    int more = xapian_database_postings(r->db, "", 0, &all, &x);
    while (more >= 0 && (more = xapian_posting_iterator_next(all, &document, &x)) == 1)
        check_document(c, r, document);
    if (more < 0) {
        schema_error(&err, &x, folder, "reading");
        tell(c, err.message);
    }
    xapian_posting_iterator_free(all);
    xapian_reader_close(r);
}

int xapian_check(const char *folder, void (*fn)(void *context, const char *fault), void *context, uint64_t *faults,
                 dossier_error *err) {
    checking c = {.fn = fn, .context = context};
    int status = check_tables(&c, folder, err);
    if (status == DOSSIER_OK && c.faults == 0)
        check_documents(&c, folder);
    *faults = c.faults;
    buffer_free(&c.line);
    return status;
}
