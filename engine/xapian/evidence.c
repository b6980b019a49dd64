/* evidence.c: how often terms stand in passages that a search found, and in their articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Xapian knows documents, which are passages.  Which article each is of is read once for a reader, from the values that
 * searches group by; an article's passages are neighbours.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/xapian/occurrences.h"
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

/* A term that is asked about, and a walk through its documents.  {0} may be closed. */
typedef struct asked_term {
    occurrences found;
    occurrence_walk walk;
} asked_term;

static void close_term(asked_term *t) {
    occurrence_walk_close(&t->walk);
    occurrences_release(&t->found);
}

static int open_term(backend_reader *r, enum query_field field, dossier_str text, const form_set *forms,
                     asked_term *out, dossier_error *err) {
    xapian_error x;
    *out = (asked_term){0};
    int status = occurrences_find(r, field, text, forms, &out->found, &x);
    /* The empty term stands for all documents. */
    if (status == XAPIAN_OK && out->found.list == NULL && out->found.size == 0)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "the empty term is asked about");
    if (status == XAPIAN_OK)
        status = occurrence_walk_open(r->db, &out->found, &out->walk, &x);
    if (status == XAPIAN_OK)
        return DOSSIER_OK;
    close_term(out);
    return fail_x(r, &x, err);
}

int xapian_reader_article_frequency(backend_reader *r, dossier_str text, const form_set *forms, uint64_t *out,
                                    dossier_error *err) {
    asked_term t;
    xapian_error x;
    int status = load_articles(r, err), more;
    *out = 0;
    if (status == DOSSIER_OK)
        status = open_term(r, FIELD_TEXT, text, forms, &t, err);
    if (status != DOSSIER_OK)
        return status;
    for (uint32_t before = 0; (more = occurrence_walk_next(&t.walk, &x)) == 1;) {
        uint32_t article = t.walk.at <= r->last ? r->article_of[t.walk.at] : 0;
        *out += article != before;
        before = article;
    }
    close_term(&t);
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

/* Counts a term in a family's passages. */
static int count_family(const evidence *e, const family *f, size_t which, occurrence_walk *walk, xapian_error *x) {
    int text = e->terms[which].field == FIELD_TEXT, more = 1;
    uint32_t sum = 0;
    if (walk->at < f->first)
        more = occurrence_walk_skip_to(walk, f->first, x);
    size_t next = f->from;
    while (more == 1 && walk->at <= f->last) {
        xapian_termcount count = 1;
        if (text && occurrence_walk_count(walk, &count, x) != XAPIAN_OK)
            return -1;
        while (next < f->to && e->documents[next] < walk->at)
            next++;
        if (next < f->to && e->documents[next] == walk->at)
            e->counts[next * e->term_count + which] = count;
        sum += text ? count : 0;
        more = occurrence_walk_next(walk, x);
    }
    if (more == 0)
        walk->at = UINT32_MAX;
    for (size_t i = f->from; i < f->to && e->article_counts != NULL; i++)
        e->article_counts[i * e->term_count + which] = text ? sum : e->counts[i * e->term_count + which];
    return more < 0 ? -1 : 0;
}

static int count_term(backend_reader *r, const evidence *e, size_t which, dossier_error *err) {
    const evidence_term *asked = &e->terms[which];
    asked_term t;
    xapian_error x;
    int status = open_term(r, asked->field, asked->text, &asked->forms, &t, err);
    if (status != DOSSIER_OK)
        return status;
    int failed = 0;
    for (size_t i = 0; i < e->document_count && !failed;) {
        family f = family_at(r, e, i);
        failed = count_family(e, &f, which, &t.walk, &x) != 0;
        i = f.to;
    }
    close_term(&t);
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
        length /= LENGTH_FACTOR;
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
