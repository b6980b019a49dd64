/* rank_evidence.c: the terms that hits are scored by, and how often they stand in the hits' passages and articles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/rank_evidence.h"

#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "query/explain.h"
#include "query/form.h"
#include "query/form_list.h"
#include "query/resolve.h"

/* ------------------------------------------------------------------------------------------------------ terms */

int rank_terms_add(rank_terms *terms, rank_term item) {
    if (terms->count == terms->capacity) {
        size_t capacity = terms->capacity == 0 ? 16 : 2 * terms->capacity;
        rank_term *items = realloc(terms->items, capacity * sizeof *items);
        if (items == NULL)
            return -1;
        terms->items = items;
        terms->capacity = capacity;
    }
    terms->items[terms->count++] = item;
    return 0;
}

void rank_terms_free(rank_terms *terms) {
    free(terms->items);
    *terms = (rank_terms){0};
}

/* Gathers the terms below a node that are scored wherever they stand in a passage. */
static int gather(const query_node *node, const char *lang, rank_terms *out) {
    if (node->role == ROLE_NOT)
        return 0;
    if (node->kind == QUERY_TERM)
        return node->field == FIELD_TEXT && node->weight > 0
                   ? rank_terms_add(out, (rank_term){node->term, node->forms, lang, node->count, node->weight, 0})
                   : 0;
    for (size_t i = 0; i < node->child_count; i++)
        if (gather(node->children[i], lang, out) != 0)
            return -1;
    return 0;
}

static int compare_terms(const void *a, const void *b) {
    const rank_term *x = a, *y = b;
    int order = form_compare(x->text, y->text);
    return order != 0 ? order : form_set_compare(&x->forms, &y->forms);
}

/* Makes one of the terms from `first` on that are the same. */
static void merge(rank_terms *terms, size_t first) {
    size_t kept = first;
    if (terms->count > first)
        qsort(terms->items + first, terms->count - first, sizeof *terms->items, compare_terms);
    for (size_t i = first; i < terms->count; i++) {
        if (kept > first && compare_terms(&terms->items[kept - 1], &terms->items[i]) == 0) {
            terms->items[kept - 1].count += terms->items[i].count;
            terms->items[kept - 1].weight += terms->items[i].weight;
        } else {
            terms->items[kept++] = terms->items[i];
        }
    }
    terms->count = kept;
}

int rank_frequency(const ranking *r, dossier_str text, uint64_t *out, dossier_error *err) {
    return form_frequency(r->s, FIELD_TEXT, text, NULL, out, err);
}

/* The articles in all parts, and their mean length. */
static void article_sums(const session *s, double *articles, double *average) {
    double words = 0;
    *articles = 0;
    for (size_t i = 0; i < s->count; i++) {
        *articles += (double)s->parts[i].totals.articles;
        words += (double)s->parts[i].totals.words;
    }
    *average = *articles > 0 && words > 0 ? words / *articles : 1.0;
}

int rank_article_frequency(const ranking *r, dossier_str text, const form_set *forms, uint64_t *out,
                           dossier_error *err) {
    *out = 0;
    for (size_t i = 0; i < r->s->count; i++) {
        session_part *part = &r->s->parts[i];
        uint64_t frequency;
        int status = part->m.backend->reader_article_frequency(part->reader, text, forms, &frequency, err);
        if (status != DOSSIER_OK)
            return status;
        *out += frequency;
    }
    return DOSSIER_OK;
}

static int weigh_for_articles(const ranking *r, rank_term *t, dossier_error *err) {
    double articles, average;
    uint64_t with;
    article_sums(r->s, &articles, &average);
    int status = rank_article_frequency(r, t->text, &t->forms, &with, err);
    if (status == DOSSIER_OK)
        t->article_weight = bm25_weight(t->count, articles, (double)with);
    return status;
}

int rank_terms_of_query(const ranking *r, size_t part, int articles, rank_terms *out, dossier_error *err) {
    const session_part *p = &r->s->parts[part];
    const query_node *root = r->trees[part].root;
    for (size_t i = 0; i < p->lang_count; i++) {
        size_t first = out->count;
        const query_node *node = p->lang_count > 1 ? root->children[i] : root;
        if (gather(node, p->langs[i].lang, out) != 0)
            return error_memory(err);
        merge(out, first);
    }
    int status = DOSSIER_OK;
    for (size_t i = 0; i < out->count && articles && status == DOSSIER_OK; i++)
        status = weigh_for_articles(r, &out->items[i], err);
    return status;
}

/* --------------------------------------------------------------------------------------------------- evidence */

/* A part's hits, asked about. */
typedef struct asking {
    evidence e;
    size_t *hits; /* of each document, its place among the hits */
    void *memory; /* of all arrays */
} asking;

typedef struct place {
    uint64_t document;
    size_t hit;
} place;

static int compare_places(const void *a, const void *b) {
    const place *x = a, *y = b;
    return (x->document > y->document) - (x->document < y->document);
}

/* Takes `size` bytes of a block; a first pass with no block measures. */
static void *take(char *block, size_t *used, size_t size) {
    void *at = block == NULL ? NULL : block + *used;
    *used += (size + 7) / 8 * 8;
    return at;
}

static void lay_out(asking *a, size_t documents, size_t terms, int articles, char *block, size_t *used) {
    *used = 0;
    a->e.documents = take(block, used, documents * sizeof *a->e.documents);
    a->hits = take(block, used, documents * sizeof *a->hits);
    a->e.terms = take(block, used, terms * sizeof *a->e.terms);
    a->e.counts = take(block, used, documents * terms * sizeof *a->e.counts);
    a->e.lengths = take(block, used, documents * sizeof *a->e.lengths);
    a->e.article_counts = articles ? take(block, used, documents * terms * sizeof *a->e.article_counts) : NULL;
    a->e.article_lengths = articles ? take(block, used, documents * sizeof *a->e.article_lengths) : NULL;
}

/* Lists what is asked about: the terms, then (titles) the same in titles, then (languages) the part's languages. */
static void list_terms(evidence *e, const rank_terms *terms, int titles, const session_part *p, int languages) {
    evidence_term *to = (evidence_term *)(uintptr_t)e->terms;
    for (size_t i = 0; i < terms->count; i++)
        *to++ = (evidence_term){FIELD_TEXT, terms->items[i].text, terms->items[i].forms};
    for (size_t i = 0; i < terms->count && titles; i++)
        *to++ = (evidence_term){FIELD_TITLE, terms->items[i].text, terms->items[i].forms};
    for (size_t i = 0; i < p->lang_count && languages; i++)
        *to++ = (evidence_term){.field = FIELD_LANG, .text = dossier_string(p->langs[i].lang)};
}

static int ask(const ranking *r, size_t part, const rank_terms *terms, rank_parts parts, const found *hits,
               size_t count, asking *a, dossier_error *err) {
    const session_part *p = &r->s->parts[part];
    int languages = p->lang_count > 1;
    size_t asked = terms->count * (parts.titles ? 2 : 1) + (languages ? p->lang_count : 0), used, documents = 0;
    place places[RANK_CANDIDATES];
    for (size_t i = 0; i < count; i++)
        if (hits[i].part == part)
            places[documents++] = (place){hits[i].at.document, i};
    if (documents > 0)
        qsort(places, documents, sizeof *places, compare_places);
    lay_out(a, documents, asked, parts.articles, NULL, &used);
    a->memory = malloc(used + 1);
    if (a->memory == NULL)
        return error_memory(err);
    lay_out(a, documents, asked, parts.articles, a->memory, &used);
    list_terms(&a->e, terms, parts.titles, p, languages);
    for (size_t i = 0; i < documents; i++) {
        ((uint64_t *)(uintptr_t)a->e.documents)[i] = places[i].document;
        a->hits[i] = places[i].hit;
    }
    a->e.document_count = documents;
    a->e.term_count = asked;
    return documents > 0 ? p->m.backend->reader_evidence(p->reader, &a->e, err) : DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------------ scores */

/* The language that a document's passage is in; NULL where all of the part are in one. */
static const char *lang_of(const session_part *p, const evidence *e, size_t document) {
    const uint32_t *row = &e->counts[(document + 1) * e->term_count - p->lang_count];
    for (size_t i = 0; i < p->lang_count && p->lang_count > 1; i++)
        if (row[i] != 0)
            return p->langs[i].lang;
    return p->langs[0].lang;
}

/* What is added for, and to what. */
typedef struct gaining {
    const ranking *r;
    const session_part *p;
    const evidence *e;
    const rank_terms *terms;
    rank_parts parts;
    double average, article_average;
} gaining;

/* Adds up what the terms give in a document's passage. */
static int gain_in_passage(const gaining *g, size_t document, const char *lang, found *hit, double *sum,
                           dossier_error *err) {
    const uint32_t *counts = &g->e->counts[document * g->e->term_count];
    uint32_t length = g->e->lengths[document];
    double inverse = bm25_inverse_norm(length, g->average);
    int status = DOSSIER_OK;
    for (size_t i = 0; i < g->terms->count && status == DOSSIER_OK; i++) {
        const rank_term *t = &g->terms->items[i];
        if (strcmp(t->lang, lang) != 0)
            continue;
        int in_title = g->parts.titles && counts[g->terms->count + i] != 0;
        double part = bm25_part(t->weight, counts[i], inverse);
        double more = in_title ? bm25_part(t->weight, counts[i] + 1.0, inverse) - part : 0;
        part = g->parts.passages ? part : 0;
        *sum += part + more;
        if (g->r->explain == NULL)
            continue;
        dossier_share share = {.term = t->text, .weight = t->weight, .count = counts[i], .length = length};
        share.score = part;
        status = explain_note_term(g->r, hit, EXPLAIN_EXPAND, share, &t->forms, err);
        share.score = more;
        if (status == DOSSIER_OK)
            status = explain_note_term(g->r, hit, EXPLAIN_TITLE, share, &t->forms, err);
    }
    return status;
}

/* And in its article. */
static int gain_in_article(const gaining *g, size_t document, const char *lang, found *hit, double *sum,
                           dossier_error *err) {
    const uint32_t *counts = &g->e->article_counts[document * g->e->term_count];
    uint64_t length = g->e->article_lengths[document];
    double inverse = bm25_inverse_norm((double)length, g->article_average);
    enum explain_step step = g->parts.passages ? EXPLAIN_EXPAND_ARTICLE : EXPLAIN_ARTICLE;
    int status = DOSSIER_OK;
    for (size_t i = 0; i < g->terms->count && status == DOSSIER_OK; i++) {
        const rank_term *t = &g->terms->items[i];
        if (strcmp(t->lang, lang) != 0)
            continue;
        double part = bm25_part(t->article_weight, counts[i], inverse);
        *sum += part;
        if (g->r->explain == NULL)
            continue;
        dossier_share share = {
            .term = t->text, .score = part, .weight = t->article_weight, .count = counts[i], .length = length};
        status = explain_note_term(g->r, hit, step, share, &t->forms, err);
    }
    return status;
}

int rank_add(const ranking *r, size_t part, const rank_terms *terms, rank_parts parts, found *hits, size_t count,
             dossier_error *err) {
    asking a = {0};
    uint64_t passages;
    double articles;
    gaining g = {.r = r, .p = &r->s->parts[part], .e = &a.e, .terms = terms, .parts = parts};
    session_sums(r->s, &passages, &g.average);
    article_sums(r->s, &articles, &g.article_average);
    int status = ask(r, part, terms, parts, hits, count, &a, err);
    for (size_t i = 0; i < a.e.document_count && status == DOSSIER_OK; i++) {
        found *hit = &hits[a.hits[i]];
        const char *lang = lang_of(g.p, g.e, i);
        double sum = 0;
        status = gain_in_passage(&g, i, lang, hit, &sum, err);
        if (status == DOSSIER_OK && parts.articles)
            status = gain_in_article(&g, i, lang, hit, &sum, err);
        hit->at.score += sum;
    }
    free(a.memory);
    return status;
}
