/* reader.c: reading a packed index: one commit of it, as it was when it was opened.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/reader.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/each_form.h"
#include "engine/packed/evidence.h"
#include "engine/packed/host.h"
#include "engine/packed/known_terms.h"
#include "engine/packed/records.h"
#include "engine/packed/restricted.h"
#include "engine/packed/sections.h"
#include "engine/packed/set.h"
#include "engine/stored.h"

struct backend_reader {
    segment_set set;
    search_segment *segments; /* of each of the set's */
    search_memory *search;
    text_memory *text; /* made when first needed */
    buffer strings;    /* of the record that is looked at */
    known_terms *known;
};

int packed_reader_open(backend_reader **out, const char *folder, dossier_error *err) {
    *out = NULL;
    int status = host_fits(err);
    backend_reader *r = status == DOSSIER_OK ? calloc(1, sizeof *r) : NULL;
    if (r == NULL)
        return status == DOSSIER_OK ? error_memory(err) : status;
    status = set_open(&r->set, folder, err);
    if (status == DOSSIER_OK && (r->segments = calloc(r->set.count + 1, sizeof *r->segments)) == NULL)
        status = error_memory(err);
    if (status == DOSSIER_OK)
        status = search_memory_new(&r->search, err);
    if (status == DOSSIER_OK && (r->known = known_terms_new()) == NULL)
        status = error_memory(err);
    for (size_t i = 0; i < r->set.count && status == DOSSIER_OK; i++) {
        r->segments[i] = segment_search(r->set.items[i].segment, r->set.items[i].base);
        r->segments[i].known = r->known;
    }
    if (status != DOSSIER_OK) {
        packed_reader_close(r);
        return status;
    }
    *out = r;
    return DOSSIER_OK;
}

void packed_reader_close(backend_reader *r) {
    if (r == NULL)
        return;
    search_memory_free(r->search);
    text_memory_free(r->text);
    buffer_free(&r->strings);
    known_terms_free(r->known);
    free(r->segments);
    set_free(&r->set);
    free(r);
}

int packed_reader_totals(backend_reader *r, backend_totals *out, dossier_error *err) {
    (void)err;
    set_totals(&r->set, out);
    return DOSSIER_OK;
}

int packed_reader_check(backend_reader *r, dossier_error *err) {
    (void)r;
    (void)err;
    return DOSSIER_OK;
}

int packed_reader_frequency(backend_reader *r, enum query_field field, dossier_str text, const form_set *forms,
                            uint64_t *out, dossier_error *err) {
    int restricted = forms != NULL && forms->count > 0 && field == FIELD_TEXT;
    *out = 0;
    if (restricted)
        restricted_trim(*search_restricted(r->search));
    for (size_t i = 0; i < r->set.count; i++) {
        posting_list list;
        uint64_t frequency;
        int found = known_find(r->known, r->set.items[i].segment, field, text, &list, &frequency, err);
        if (found == 1 && restricted)
            found = restricted_frequency(search_restricted(r->search), &r->segments[i], text, forms, &list, frequency,
                                         &frequency, err);
        if (found < 0)
            return found;
        *out += frequency;
    }
    return DOSSIER_OK;
}

/* -------------------------------------------------------------------------------------------------- many terms */

/* Where the segments stand that have terms with a prefix, least term first of those that are at one. */
typedef struct walking {
    term_walk *walks;
    int *more; /* of each: 1 while it is at a term with the prefix */
    size_t count;
} walking;

static int has_prefix(const term_walk *walk, const char *key, size_t size) {
    return walk->size >= size && memcmp(walk->key, key, size) == 0;
}

/* The segment that is at the least term; count where none is at any. */
static size_t least_of(const walking *w) {
    size_t least = w->count;
    for (size_t i = 0; i < w->count; i++)
        if (w->more[i] && (least == w->count || term_compare(w->walks[i].key, w->walks[i].size, w->walks[least].key,
                                                             w->walks[least].size) < 0))
            least = i;
    return least;
}

/* Tells of the terms that begin with the key, in order, each once, and of how many passages (or articles) it is in. */
static int each_term(const backend_reader *r, walking *w, const char *key, size_t size,
                     int (*fn)(void *, dossier_str, uint64_t), void *context, dossier_error *err) {
    for (size_t i = 0; i < w->count; i++)
        w->more[i] = term_walk_seek(&w->walks[i], &r->set.items[i].segment->terms, key, size);
    for (;;) {
        for (size_t i = 0; i < w->count; i++) {
            if (w->more[i] < 0)
                return segment_damaged(r->set.items[i].segment, section_name(SECTION_TERMS), err);
            w->more[i] = w->more[i] && has_prefix(&w->walks[i], key, size);
        }
        size_t least = least_of(w);
        if (least == w->count)
            return DOSSIER_OK;
        char found[TERM_KEY_MAX];
        size_t found_size = w->walks[least].size;
        uint64_t frequency = 0;
        memcpy(found, w->walks[least].key, found_size);
        for (size_t i = least; i < w->count; i++)
            if (w->more[i] && w->walks[i].size == found_size && memcmp(w->walks[i].key, found, found_size) == 0) {
                frequency += segment_left_of(r->set.items[i].segment, &w->walks[i]);
                w->more[i] = term_walk_next(&w->walks[i]);
            }
        if (frequency > 0 && fn(context, (dossier_str){found + 1, found_size - 1}, frequency) != 0)
            return DOSSIER_OK;
    }
}

static int walk_terms(const backend_reader *r, enum query_field field, dossier_str prefix,
                      int (*fn)(void *, dossier_str, uint64_t), void *context, dossier_error *err) {
    char key[TERM_KEY_MAX];
    size_t size = term_key(field, prefix, key);
    walking w = {calloc(r->set.count + 1, sizeof *w.walks), calloc(r->set.count + 1, sizeof *w.more), r->set.count};
    int status = w.walks == NULL || w.more == NULL ? error_memory(err)
                                                   : each_term(r, &w, key, size, fn, context, err);
    free(w.walks);
    free(w.more);
    return status;
}

int packed_reader_languages(backend_reader *r, int (*fn)(void *, dossier_str, uint64_t), void *context,
                            dossier_error *err) {
    return walk_terms(r, FIELD_LANG, (dossier_str){"", 0}, fn, context, err);
}

int packed_reader_prefix(backend_reader *r, enum query_field field, dossier_str prefix,
                         int (*fn)(void *, dossier_str, uint64_t), void *context, dossier_error *err) {
    return walk_terms(r, field, prefix, fn, context, err);
}

int packed_reader_forms(backend_reader *r, dossier_str prefix, int (*fn)(void *, dossier_str, dossier_str),
                        void *context, dossier_error *err) {
    return each_form(&r->set, prefix, fn, context, err);
}

/* ---------------------------------------------------------------------------------------------------- searching */

int packed_reader_search(backend_reader *r, const search_request *request, ranked *hits, size_t *count,
                         uint64_t *matched, dossier_error *err) {
    return packed_search(r->segments, r->set.count, request, r->search, hits, count, matched, err);
}

int packed_reader_visit(backend_reader *r, const query_node *query, int (*fn)(void *, const visited *), void *context,
                        dossier_error *err) {
    return packed_visit(r->segments, r->set.count, query, r->search, fn, context, err);
}

int packed_reader_find(backend_reader *r, dossier_str key, uint64_t *document, uint64_t *passages,
                       dossier_error *err) {
    for (size_t i = r->set.count; i > 0; i--) {
        const segment *s = r->set.items[i - 1].segment;
        uint32_t article, first, last;
        int found = segment_find_key(s, key, &article, err);
        if (found == 1)
            found = segment_passages(s, article, &first, &last, err) == DOSSIER_OK ? 1 : DOSSIER_ERR_DAMAGED;
        if (found == 0)
            continue;
        if (found == 1) {
            *document = r->set.items[i - 1].base + first;
            *passages = last - first;
        }
        return found;
    }
    return 0;
}

/* The articles that match the term alone, which a search counts. */
int packed_reader_article_frequency(backend_reader *r, dossier_str text, const form_set *forms, uint64_t *out,
                                    dossier_error *err) {
    query_node node = {.kind = QUERY_TERM, .role = ROLE_SHOULD, .field = FIELD_TEXT, .term = text, .count = 1};
    if (forms != NULL)
        node.forms = *forms;
    search_request request = {
        .query = &node, .average_length = 1, .limit = 0, .group = DOSSIER_GROUP_ARTICLE, .exact = 1};
    ranked none;
    size_t count;
    return packed_reader_search(r, &request, &none, &count, out, err);
}

int packed_reader_evidence(backend_reader *r, const evidence *asked, dossier_error *err) {
    return evidence_gather(r->segments, r->set.count, asked, r->search, err);
}

/* The segment of a document, its passage there and that passage's article. */
static int locate(const backend_reader *r, uint64_t document, const segment **s, uint32_t *passage, uint32_t *article,
                  dossier_error *err) {
    size_t i = r->set.count;
    while (i > 0 && r->set.items[i - 1].base > document)
        i--;
    if (i == 0 || document - r->set.items[i - 1].base >= r->set.items[i - 1].segment->trailer.passages)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "there is no document %llu", (unsigned long long)document);
    *s = r->set.items[i - 1].segment;
    *passage = (uint32_t)(document - r->set.items[i - 1].base);
    *article = 0;
    return search_article(&r->segments[i - 1], *passage, article)
               ? DOSSIER_OK
               : segment_damaged(*s, section_name(SECTION_FIRST_PASSAGE), err);
}

int packed_reader_key(backend_reader *r, uint64_t document, buffer *out, dossier_error *err) {
    const segment *s;
    uint32_t passage, article;
    article_record record;
    int status = locate(r, document, &s, &passage, &article, err);
    if (status == DOSSIER_OK)
        status = segment_record(s, article, &r->strings, &record, err);
    if (status == DOSSIER_OK && buffer_put(out, record.key.data, record.key.size) != 0)
        status = error_memory(err);
    return status;
}

int packed_reader_article(backend_reader *r, uint64_t document, stored_passage *out, dossier_error *err) {
    const segment *s;
    uint32_t passage, article;
    article_record record;
    *out = (stored_passage){0};
    int status = locate(r, document, &s, &passage, &article, err);
    if (status == DOSSIER_OK)
        status = segment_record(s, article, &out->memory, &record, err);
    if (status == DOSSIER_OK)
        stored_fill_article(out, &record);
    else
        buffer_free(&out->memory);
    return status;
}

int packed_reader_passage(backend_reader *r, uint64_t document, stored_passage *out, dossier_error *err) {
    const segment *s;
    uint32_t passage, article;
    article_record record;
    dossier_span span;
    *out = (stored_passage){0};
    int status = r->text == NULL ? text_memory_new(&r->text, err) : DOSSIER_OK;
    if (status == DOSSIER_OK)
        status = locate(r, document, &s, &passage, &article, err);
    if (status == DOSSIER_OK)
        status = segment_record(s, article, &r->strings, &record, err);
    if (status != DOSSIER_OK)
        return status;
    out->number = passage - s->first_passage[article];
    if (article_record_passage(&record, out->number, &span, &out->line) != 0)
        return segment_damaged(s, section_name(SECTION_RECORDS), err);
    /* The text, then the strings, in memory that is not moved any more. */
    size_t size = span.end - span.start;
    status = buffer_reserve(&out->memory, size + r->strings.size) != 0
                 ? error_memory(err)
                 : segment_text(s, article, record.text_size, span.start, span.end, r->text, &out->memory, err);
    if (status == DOSSIER_OK && buffer_put(&out->memory, r->strings.data, r->strings.size) != 0)
        status = error_memory(err);
    if (status != DOSSIER_OK) {
        buffer_free(&out->memory);
        return status;
    }
    record_move(&record, &r->strings, out->memory.data + size);
    stored_fill(out, &record, span, out->memory.data);
    return DOSSIER_OK;
}
