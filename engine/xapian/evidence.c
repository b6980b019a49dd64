/* evidence.c: how often terms stand in passages that a search found, and in their articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Xapian knows documents, which are passages.  Which article each is of is read once for a reader, from the values that
 * searches group by; an article's passages are neighbours.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/text/word.h"
#include "engine/xapian/reader.h"
#include "engine/xapian/schema.h"

static int fail_x(const backend_reader *r, const xapian_error *x, dossier_error *err) {
    return schema_error(err, x, r->folder, "reading");
}

/* Reads the number that each document has in a slot, where it is not read yet. */
static int load_slot(backend_reader *r, xapian_slot slot, uint32_t **out, dossier_error *err) {
    xapian_value_iterator *values;
    xapian_error x;
    if (*out != NULL)
        return DOSSIER_OK;
    if (xapian_database_lastdocid(r->db, &r->last, &x) != XAPIAN_OK ||
        xapian_database_values(r->db, slot, &values, &x) != XAPIAN_OK)
        return fail_x(r, &x, err);
    uint32_t *numbers = calloc((size_t)r->last + 1, sizeof *numbers);
    if (numbers == NULL) {
        xapian_value_iterator_free(values);
        return error_memory(err);
    }
    xapian_str value;
    xapian_docid document;
    int more;
    while ((more = xapian_value_iterator_next(values, &value, &x)) == 1) {
        more = xapian_value_iterator_docid(values, &document, &x);
        if (more != XAPIAN_OK)
            break;
        const unsigned char *b = (const unsigned char *)value.data;
        if (value.size == 4 && document <= r->last)
            numbers[document] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
    }
    xapian_value_iterator_free(values);
    if (more < 0) {
        free(numbers);
        return fail_x(r, &x, err);
    }
    *out = numbers;
    return DOSSIER_OK;
}

/* Reads which article each document is of. */
static int load_articles(backend_reader *r, dossier_error *err) {
    return load_slot(r, SLOT_ARTICLE, &r->article_of, err);
}

int xapian_reader_load_values(backend_reader *r, dossier_error *err) {
    int status = load_articles(r, err);
    return status == DOSSIER_OK ? load_slot(r, SLOT_DATE, &r->date_of, err) : status;
}

/* Opens the postings of a term as the database has it. */
static int open_postings(backend_reader *r, enum query_field field, dossier_str text, xapian_posting_iterator **out,
                         dossier_error *err) {
    char stored[1 + WORD_NORMAL_MAX];
    char letter = schema_field_letter(field);
    size_t letters = letter != 0, size = text.size < WORD_NORMAL_MAX ? text.size : WORD_NORMAL_MAX;
    xapian_error x;
    stored[0] = letter;
    memcpy(stored + letters, text.data, size);
    /* The empty term stands for all documents. */
    if (letters + size == 0)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "the empty term is asked about");
    if (xapian_database_postings(r->db, stored, letters + size, out, &x) != XAPIAN_OK)
        return fail_x(r, &x, err);
    return DOSSIER_OK;
}

int xapian_reader_article_frequency(backend_reader *r, dossier_str text, const form_set *forms, uint64_t *out,
                                    dossier_error *err) {
    (void)forms;
    xapian_posting_iterator *postings;
    xapian_error x;
    xapian_docid at;
    int status = load_articles(r, err), more;
    *out = 0;
    if (status == DOSSIER_OK)
        status = open_postings(r, FIELD_TEXT, text, &postings, err);
    if (status != DOSSIER_OK)
        return status;
    for (uint32_t before = 0; (more = xapian_posting_iterator_next(postings, &at, &x)) == 1;) {
        uint32_t article = at <= r->last ? r->article_of[at] : 0;
        *out += article != before;
        before = article;
    }
    xapian_posting_iterator_free(postings);
    return more < 0 ? fail_x(r, &x, err) : DOSSIER_OK;
}

/* Documents that are asked about and share their passages: one, or all those of an article. */
typedef struct family {
    xapian_docid first, last;   /* the passages */
    size_t from, to;            /* the documents asked about, as indexes */
} family;

/* The family that begins with the document asked about at `from`. */
static family family_at(const backend_reader *r, const evidence *e, size_t from) {
    xapian_docid document = (xapian_docid)e->documents[from];
    family f = {document, document, from, from + 1};
    if (e->article_counts == NULL || document > r->last)
        return f;
    while (f.first > 1 && r->article_of[f.first - 1] == r->article_of[document])
        f.first--;
    while (f.last < r->last && r->article_of[f.last + 1] == r->article_of[document])
        f.last++;
    while (f.to < e->document_count && e->documents[f.to] <= f.last)
        f.to++;
    return f;
}

/* Counts a term in a family's passages.  *at is where its postings stand: 0 before the first. */
static int count_family(const evidence *e, const family *f, size_t which, xapian_posting_iterator *postings,
                        xapian_docid *at, xapian_error *x) {
    int text = e->terms[which].field == FIELD_TEXT, more = 1;
    uint32_t sum = 0;
    if (*at < f->first)
        more = xapian_posting_iterator_skip_to(postings, f->first, at, x);
    size_t next = f->from;
    while (more == 1 && *at <= f->last) {
        xapian_termcount count = 1;
        if (text && xapian_posting_iterator_wdf(postings, &count, x) != XAPIAN_OK)
            return -1;
        while (next < f->to && e->documents[next] < *at)
            next++;
        if (next < f->to && e->documents[next] == *at)
            e->counts[next * e->term_count + which] = count;
        sum += text ? count : 0;
        more = xapian_posting_iterator_next(postings, at, x);
    }
    if (more == 0)
        *at = UINT32_MAX;
    for (size_t i = f->from; i < f->to && e->article_counts != NULL; i++)
        e->article_counts[i * e->term_count + which] = text ? sum : e->counts[i * e->term_count + which];
    return more < 0 ? -1 : 0;
}

static int count_term(backend_reader *r, const evidence *e, size_t which, dossier_error *err) {
    xapian_posting_iterator *postings;
    xapian_docid at = 0;
    xapian_error x;
    int status = open_postings(r, e->terms[which].field, e->terms[which].text, &postings, err);
    if (status != DOSSIER_OK)
        return status;
    int failed = 0;
    for (size_t i = 0; i < e->document_count && !failed;) {
        family f = family_at(r, e, i);
        failed = count_family(e, &f, which, postings, &at, &x) != 0;
        i = f.to;
    }
    xapian_posting_iterator_free(postings);
    return failed ? fail_x(r, &x, err) : DOSSIER_OK;
}

/* Adds up the lengths of a family's passages. */
static int measure_family(const backend_reader *r, const evidence *e, const family *f, xapian_error *x) {
    uint64_t sum = 0;
    size_t next = f->from;
    for (xapian_docid document = f->first; document <= f->last; document++) {
        xapian_termcount length;
        if (xapian_database_doclength(r->db, document, &length, x) != XAPIAN_OK)
            return -1;
        sum += length;
        if (next < f->to && e->documents[next] == document)
            e->lengths[next++] = length;
    }
    for (size_t i = f->from; i < f->to && e->article_lengths != NULL; i++)
        e->article_lengths[i] = sum;
    return 0;
}

int xapian_reader_evidence(backend_reader *r, const evidence *e, dossier_error *err) {
    int status = e->article_counts != NULL ? load_articles(r, err) : DOSSIER_OK;
    if (status != DOSSIER_OK)
        return status;
    memset(e->counts, 0, e->document_count * e->term_count * sizeof *e->counts);
    for (size_t i = 0; i < e->document_count;) {
        xapian_error x;
        family f = family_at(r, e, i);
        if (measure_family(r, e, &f, &x) != 0)
            return fail_x(r, &x, err);
        i = f.to;
    }
    for (size_t i = 0; i < e->term_count && status == DOSSIER_OK; i++)
        status = count_term(r, e, i, err);
    return status;
}
