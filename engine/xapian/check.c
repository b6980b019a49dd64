/* check.c: checking an index in Xapian: what libxapian finds, then whether each passage has all that is shown of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/check.h"

#include <stdio.h>
#include <string.h>

#include "engine/error.h"
#include "engine/xapian/form.h"
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

/* Whether a term stands for a word of the passage: all others begin with a capital, which no word has. */
static int is_word(xapian_str text) {
    return text.size > 0 && (text.data[0] < 'A' || text.data[0] > 'Z');
}

/* Whether a document has its list of terms, which libxapian takes for one never made where its table is gone, and
 * whether they give the passage's length. */
static int check_terms(backend_reader *r, xapian_docid document, dossier_error *err) {
    xapian_term_iterator *terms = NULL;
    xapian_str text;
    xapian_termcount count;
    xapian_error x;
    uint64_t all = 0, words = 0, listed = 0;
    int more = xapian_database_document_terms(r->db, document, &terms, &x);
    while (more >= 0 && (more = xapian_term_iterator_next(terms, &text, &x)) == 1) {
        more = xapian_term_iterator_wdf(terms, &count, &x);
        listed++;
        all += count;
        words += is_word(text) ? count : 0;
    }
    xapian_term_iterator_free(terms);
    if (more < 0)
        return schema_error(err, &x, r->folder, "reading");
    if (listed == 0)
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s: a passage has no terms", r->folder);
    return all == words * LENGTH_FACTOR
               ? DOSSIER_OK
               : error_set(err, DOSSIER_ERR_DAMAGED, "%s: a passage's terms do not make up its length", r->folder);
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

/* The term whose forms are gone through, and how often it stands in them. */
typedef struct form_sum {
    char term[WORD_NORMAL_MAX];
    size_t size;
    uint64_t count;
} form_sum;

/* Adds what a form has; 1 where that is more than the term has. */
static int add_up(backend_reader *r, form_sum *sum, dossier_str base, xapian_str name, xapian_error *x) {
    xapian_termcount all, count;
    if (base.size != sum->size || memcmp(base.data, sum->term, base.size) != 0) {
        memcpy(sum->term, base.data, sum->size = base.size);
        sum->count = 0;
    }
    if (xapian_database_collection_freq(r->db, base.data, base.size, &all, x) != XAPIAN_OK ||
        xapian_database_collection_freq(r->db, name.data, name.size, &count, x) != XAPIAN_OK)
        return -1;
    sum->count += count;
    return sum->count > all;
}

/* Whether a form of a term is listed, and has no more than what the term has. */
static int check_form(backend_reader *r, form_sum *sum, xapian_str name, dossier_error *err) {
    char form[WORD_NORMAL_MAX], key[FORM_NAME_MAX];
    dossier_str base;
    xapian_str listed = {"", 1};
    xapian_error x;
    int size = form_read((dossier_str){name.data + 1, name.size - 1}, &base, form);
    int wrong = size < 0 || base.size == 0 || base.size > WORD_NORMAL_MAX ? 1 : add_up(r, sum, base, name, &x);
    /* Of a form that is only a hash it is not known what it is listed under. */
    if (wrong == 0 && size > 0) {
        size_t key_size = form_name(LETTER_FORM, (dossier_str){form, (size_t)size}, base, key);
        wrong = xapian_database_metadata(r->db, key, key_size, &listed, &x) == XAPIAN_OK ? listed.size == 0 : -1;
    }
    if (wrong < 0)
        return schema_error(err, &x, r->folder, "reading");
    return wrong ? error_set(err, DOSSIER_ERR_DAMAGED, "%s: a form of %.*s is not as it should be", r->folder,
                             (int)(base.size < 60 ? base.size : 60), base.data)
                 : DOSSIER_OK;
}

/* Goes through all forms. */
static void check_forms(checking *c, backend_reader *r) {
    const char letter = schema_form_letter(FIELD_TEXT);
    xapian_term_iterator *names = NULL;
    xapian_str name;
    xapian_error x;
    dossier_error err;
    form_sum sum = {.size = 0};
    int more = xapian_database_terms(r->db, &letter, 1, &names, &x);
    while (more >= 0 && (more = xapian_term_iterator_next(names, &name, &x)) == 1)
        if (check_form(r, &sum, name, &err) < 0)
            tell(c, err.message);
    if (more < 0) {
        schema_error(&err, &x, r->folder, "reading");
        tell(c, err.message);
    }
    xapian_term_iterator_free(names);
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
    check_forms(c, r);
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
