/* reader.c: reading an index in Xapian: statistics, and passages as they are shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/reader.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/folder.h"
#include "engine/packer.h"
#include "engine/stored.h"
#include "engine/text/word.h"
#include "engine/xapian/occurrences.h"
#include "engine/xapian/schema.h"

static int fail_x(const backend_reader *r, const xapian_error *x, dossier_error *err) {
    return schema_error(err, x, r->folder, "reading");
}

static int damaged(const backend_reader *r, dossier_error *err) {
    return error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged: index the articles again", r->folder);
}

/* Looks at the file that each commit replaces: 1, 0 where it is not there, or -1 where there is no memory. */
static int look_at_version(const backend_reader *r, struct stat *version) {
    char *path = path_join(r->folder, "iamglass");
    if (path == NULL)
        return -1;
    *version = (struct stat){0};
    int found = stat(path, version) == 0;
    free(path);
    return found;
}

/* Xapian writes over a revision's blocks in the second commit after it.  A reader notices, by a number at the block's
 * beginning, unless it reads while the block is being written.  So that no search is answered from two commits, what
 * was read counts only where there was no second commit. */
int xapian_reader_check(backend_reader *r, dossier_error *err) {
    struct stat now;
    int found = look_at_version(r, &now);
    if (found < 0)
        return error_memory(err);
    /* A folder that was replaced as a whole is not written any more. */
    if (!found || (now.st_ino == r->version.st_ino && now.st_mtim.tv_sec == r->version.st_mtim.tv_sec &&
                   now.st_mtim.tv_nsec == r->version.st_mtim.tv_nsec))
        return DOSSIER_OK;
    uint64_t ours, newest;
    xapian_database *latest;
    xapian_error x;
    if (xapian_database_revision(r->db, &ours, &x) != XAPIAN_OK)
        return fail_x(r, &x, err);
    if (xapian_database_open(r->folder, 0, &latest, &x) != XAPIAN_OK)
        return BACKEND_STALE;
    int status = xapian_database_revision(latest, &newest, &x);
    xapian_database_free(latest);
    return status == XAPIAN_OK && newest <= ours + 1 ? DOSSIER_OK : BACKEND_STALE;
}

int xapian_reader_open(backend_reader **out, const char *folder, dossier_error *err) {
    *out = NULL;
    backend_reader *r = calloc(1, sizeof *r);
    if (r == NULL || (r->folder = strdup(folder)) == NULL) {
        free(r);
        return error_memory(err);
    }
    xapian_error x;
    if (look_at_version(r, &r->version) < 0) {
        xapian_reader_close(r);
        return error_memory(err);
    }
    int opened = xapian_database_open(folder, 0, &r->db, &x);
    if (opened == XAPIAN_OK) {
        int checked = schema_check_version(r->db, folder, err);
        if (checked == DOSSIER_OK)
            *out = r;
        else
            xapian_reader_close(r);
        return checked;
    }
    int status = schema_error(err, &x, folder, "opening");
    /* A commit may just have put another folder in its place. */
    if (opened == XAPIAN_ERR_DATABASE_NOT_FOUND || opened == XAPIAN_ERR_DATABASE_OPENING)
        status = BACKEND_STALE;
    xapian_reader_close(r);
    return status;
}

void xapian_reader_close(backend_reader *r) {
    if (r == NULL)
        return;
    xapian_database_free(r->db);
    occurrences_forget(r);
    buffer_free(&r->dictionary);
    main_forms_free(&r->main);
    free(r->article_of);
    free(r->date_of);
    free(r->folder);
    free(r);
}

int xapian_reader_totals(backend_reader *r, backend_totals *out, dossier_error *err) {
    return schema_totals(r->db, r->folder, out, err);
}

/* The term as the database has it. */
static size_t stored_term(enum query_field field, dossier_str text, char to[1 + WORD_NORMAL_MAX]) {
    size_t letters = schema_field_letter(field) != 0;
    size_t size = text.size < WORD_NORMAL_MAX ? text.size : WORD_NORMAL_MAX;
    if (letters)
        to[0] = schema_field_letter(field);
    memcpy(to + letters, text.data, size);
    return letters + size;
}

int xapian_reader_frequency(backend_reader *r, enum query_field field, dossier_str text, const form_set *forms,
                            uint64_t *out, dossier_error *err) {
    occurrences found;
    xapian_doccount frequency = 0;
    xapian_error x;
    int status = occurrences_find(r, field, text, forms, &found, &x);
    if (status == XAPIAN_OK)
        status = occurrences_count(r, &found, &frequency, &x);
    occurrences_release(&found);
    *out = frequency;
    return status == XAPIAN_OK ? DOSSIER_OK : fail_x(r, &x, err);
}

/* Calls fn with each term that begins with `prefix`, less its first `letters` bytes, and the passages it is in. */
static int each_term(backend_reader *r, const char *prefix, size_t size, size_t letters,
                     int (*fn)(void *context, dossier_str text, uint64_t frequency), void *context,
                     dossier_error *err) {
    xapian_term_iterator *terms;
    xapian_error x;
    if (xapian_database_terms(r->db, prefix, size, &terms, &x) != XAPIAN_OK)
        return fail_x(r, &x, err);
    xapian_str found;
    xapian_doccount frequency;
    int more;
    while ((more = xapian_term_iterator_next(terms, &found, &x)) == 1) {
        more = xapian_term_iterator_termfreq(terms, &frequency, &x);
        if (more != XAPIAN_OK ||
            fn(context, (dossier_str){found.data + letters, found.size - letters}, frequency) != 0)
            break;
    }
    int status = more < 0 ? fail_x(r, &x, err) : DOSSIER_OK;
    xapian_term_iterator_free(terms);
    return status;
}

int xapian_reader_prefix(backend_reader *r, enum query_field field, dossier_str prefix,
                         int (*fn)(void *context, dossier_str term, uint64_t frequency), void *context,
                         dossier_error *err) {
    char stored[1 + WORD_NORMAL_MAX];
    size_t size = stored_term(field, prefix, stored);
    return each_term(r, stored, size, schema_field_letter(field) != 0, fn, context, err);
}

int xapian_reader_languages(backend_reader *r, int (*fn)(void *context, dossier_str lang, uint64_t passages),
                            void *context, dossier_error *err) {
    static const char letter = LETTER_LANG_TERM;
    return each_term(r, &letter, 1, 1, fn, context, err);
}

static int locate(backend_reader *r, uint64_t document, uint64_t *article, uint64_t *number, dossier_error *err) {
    xapian_error x;
    if (schema_locate(r->db, (xapian_docid)document, article, number, &x) != XAPIAN_OK)
        return fail_x(r, &x, err);
    return *article == 0 ? damaged(r, err) : DOSSIER_OK;
}

/* Reads an article's record into *memory, which *record then points into. */
static int load_record(backend_reader *r, uint64_t article, buffer *memory, article_record *record,
                       dossier_error *err) {
    char key[SCHEMA_NUMBERED_MAX];
    int status = schema_get(r->db, key, schema_numbered(LETTER_RECORD, article, -1, key), r->folder, memory, err);
    if (status < 0)
        return status;
    if (status == 0 || article_record_read(memory->data, memory->size, record) != 0)
        return damaged(r, err);
    return DOSSIER_OK;
}

int xapian_reader_key(backend_reader *r, uint64_t document, buffer *out, dossier_error *err) {
    uint64_t article, number;
    article_record record;
    buffer memory = {0};
    int status = locate(r, document, &article, &number, err);
    if (status == DOSSIER_OK)
        status = load_record(r, article, &memory, &record, err);
    if (status == DOSSIER_OK && buffer_put(out, record.key.data, record.key.size) != 0)
        status = error_memory(err);
    buffer_free(&memory);
    return status;
}

int xapian_reader_article(backend_reader *r, uint64_t document, stored_passage *out, dossier_error *err) {
    uint64_t article, number;
    article_record record;
    *out = (stored_passage){0};
    int status = locate(r, document, &article, &number, err);
    if (status == DOSSIER_OK)
        status = load_record(r, article, &out->memory, &record, err);
    if (status == DOSSIER_OK)
        stored_fill_article(out, &record);
    else
        buffer_free(&out->memory);
    return status;
}

/* The first document that has a term, and how many have it. */
static int find_documents(backend_reader *r, const char *stored, size_t size, uint64_t *first, uint64_t *count,
                          dossier_error *err) {
    xapian_posting_iterator *postings;
    xapian_doccount frequency = 0;
    xapian_docid at = 0;
    xapian_error x;
    int more = xapian_database_postings(r->db, stored, size, &postings, &x);
    if (more != XAPIAN_OK)
        return fail_x(r, &x, err);
    more = xapian_posting_iterator_next(postings, &at, &x);
    xapian_posting_iterator_free(postings);
    if (more < 0 || xapian_database_termfreq(r->db, stored, size, &frequency, &x) != XAPIAN_OK)
        return fail_x(r, &x, err);
    *first = at;
    *count = frequency;
    return more == 1 ? 1 : damaged(r, err);
}

int xapian_reader_find(backend_reader *r, dossier_str key, uint64_t *document, uint64_t *passages,
                       dossier_error *err) {
    char name[SCHEMA_NAME_MAX + 1], stored[SCHEMA_TERM_MAX];
    buffer value = {0};
    int status = schema_get(r->db, name, schema_named(LETTER_KEY, key, name), r->folder, &value, err);
    if (status == 1) {
        cursor c = cursor_of(value.data, value.size);
        uint64_t number = cursor_varint(&c);
        status = c.bad ? damaged(r, err)
                       : find_documents(r, stored, schema_article_term(number, stored), document, passages, err);
    }
    buffer_free(&value);
    return status;
}

/* Appends the text's bytes of `span` to *out. */
static int load_text(backend_reader *r, uint64_t article, const article_record *record, dossier_span span, buffer *out,
                     dossier_error *err) {
    char key[SCHEMA_NUMBERED_MAX];
    buffer packed = {0}, block = {0};
    int status = DOSSIER_OK;
    if (r->dictionary.size == 0)
        status = schema_get(r->db, LETTER_DICTIONARY, strlen(LETTER_DICTIONARY), r->folder, &r->dictionary, err);
    if (status == 1)
        status = DOSSIER_OK;
    dossier_str dictionary = {r->dictionary.data, r->dictionary.size};
    for (size_t i = span.start / TEXT_BLOCK; i * TEXT_BLOCK < span.end && status == DOSSIER_OK; i++) {
        size_t begin = i * TEXT_BLOCK, left = (size_t)record->text_size - begin;
        size_t size = left < TEXT_BLOCK ? left : TEXT_BLOCK;
        packed.size = block.size = 0;
        status = schema_get(r->db, key, schema_numbered(LETTER_TEXT, article, (int64_t)i, key), r->folder, &packed,
                            err);
        if (status == 0)
            status = damaged(r, err);
        if (status == 1)
            status = packer_unpack(packed.data, packed.size, dictionary, size, &block, err);
        if (status == DOSSIER_OK) {
            size_t from = span.start > begin ? span.start - begin : 0;
            size_t to = span.end - begin < size ? span.end - begin : size;
            if (buffer_put(out, block.data + from, to - from) != 0)
                status = error_memory(err);
        }
    }
    buffer_free(&packed);
    buffer_free(&block);
    return status;
}

int xapian_reader_passage(backend_reader *r, uint64_t document, stored_passage *out, dossier_error *err) {
    uint64_t article;
    article_record record;
    dossier_span span;
    *out = (stored_passage){0};
    int status = locate(r, document, &article, &out->number, err);
    if (status == DOSSIER_OK)
        status = load_record(r, article, &out->memory, &record, err);
    if (status == DOSSIER_OK && article_record_passage(&record, out->number, &span, &out->line) != 0)
        status = damaged(r, err);
    size_t record_size = out->memory.size;
    if (status == DOSSIER_OK && buffer_reserve(&out->memory, span.end - span.start) != 0)
        status = error_memory(err);
    if (status == DOSSIER_OK)
        status = load_text(r, article, &record, span, &out->memory, err);
    if (status == DOSSIER_OK && article_record_read(out->memory.data, record_size, &record) != 0)
        status = damaged(r, err);
    if (status != DOSSIER_OK) {
        buffer_free(&out->memory);
        return status;
    }
    stored_fill(out, &record, span, out->memory.data + record_size);
    return DOSSIER_OK;
}
