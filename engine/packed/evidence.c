/* evidence.c: how often terms stand in passages that were found, and in their articles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/evidence.h"

#include <stdlib.h>

#include "engine/error.h"
#include "engine/packed/restricted.h"
#include "engine/packed/term_list.h"

/* One segment's part of what is asked: documents [from, to). */
typedef struct gathering {
    const search_segment *segment;
    const evidence *asked;
    size_t from, to;
    uint32_t *articles; /* of each of these documents */
    restricted_lists **restricted;
    dossier_error *err;
} gathering;

static int damaged(const gathering *g, const char *section) {
    return error_set(g->err, DOSSIER_ERR_DAMAGED, "%s: %s: is damaged: index the articles again", g->segment->name,
                     section);
}

static uint32_t passage_of(const gathering *g, size_t document) {
    return (uint32_t)(g->asked->documents[document] - g->segment->base);
}

static uint32_t length_of(const search_segment *s, uint32_t passage) {
    return s->wide_lengths ? ((const uint32_t *)s->lengths)[passage] : ((const uint16_t *)s->lengths)[passage];
}

/* Tells the documents' articles and the lengths. */
static int gather_lengths(gathering *g) {
    const search_segment *s = g->segment;
    const evidence *e = g->asked;
    uint32_t article = 0;
    for (size_t d = g->from; d < g->to; d++) {
        uint32_t passage = passage_of(g, d);
        if (!search_article(s, passage, &article))
            return damaged(g, "first passages");
        g->articles[d - g->from] = article;
        e->lengths[d] = length_of(s, passage);
        if (e->article_lengths == NULL)
            continue;
        uint32_t end = s->first_passage[article + 1];
        if (end > s->passages)
            return damaged(g, "first passages");
        e->article_lengths[d] = 0;
        for (uint32_t p = s->first_passage[article]; p < end; p++)
            e->article_lengths[d] += length_of(s, p);
    }
    return DOSSIER_OK;
}

/* A term's count in each of the documents [d, end), whose passages are in [from, to), and their sum over all passages
 * there: into *sum. */
static int count_within(const gathering *g, term_list *t, size_t term_number, size_t d, size_t end, uint32_t from,
                        uint32_t to, uint32_t *sum) {
    const evidence *e = g->asked;
    *sum = 0;
    for (uint32_t block = term_seek(t, from); block < t->view.blocks; block++) {
        int status = term_load(t, block);
        if (status == DOSSIER_OK)
            status = term_counts(t);
        if (status != DOSSIER_OK)
            return status;
        for (uint32_t at = term_find(t, from); at < t->b.size; at++) {
            uint32_t passage = t->b.passages[at];
            if (passage >= to)
                return DOSSIER_OK;
            *sum += t->b.counts[at];
            while (d < end && passage_of(g, d) < passage)
                d++;
            if (d < end && passage_of(g, d) == passage)
                e->counts[d * e->term_count + term_number] = t->b.counts[at];
        }
    }
    return DOSSIER_OK;
}

/* A term's counts in the documents, and in their articles: each block of its list is read once. */
static int gather_counts(const gathering *g, term_list *t, size_t term_number) {
    const evidence *e = g->asked;
    const uint32_t *first = g->segment->first_passage;
    int status = DOSSIER_OK;
    for (size_t d = g->from, end; d < g->to && status == DOSSIER_OK; d = end) {
        uint32_t article = g->articles[d - g->from], from = passage_of(g, d), to = from + 1, sum;
        end = d + 1;
        while (end < g->to && e->article_counts != NULL && g->articles[end - g->from] == article)
            end++;
        if (e->article_counts != NULL) {
            from = first[article];
            to = first[article + 1];
        }
        status = count_within(g, t, term_number, d, end, from, to, &sum);
        for (size_t i = d; i < end && e->article_counts != NULL; i++)
            e->article_counts[i * e->term_count + term_number] = sum;
    }
    return status;
}

/* Whether the documents' articles have a term of the title in some forms: the list has all passages of those. */
static int gather_titles(const gathering *g, term_list *t, size_t term_number) {
    const evidence *e = g->asked;
    for (size_t d = g->from; d < g->to; d++) {
        uint32_t place;
        int found = term_at(t, passage_of(g, d), &place);
        if (found < 0)
            return found;
        e->counts[d * e->term_count + term_number] = (uint32_t)found;
        if (e->article_counts != NULL)
            e->article_counts[d * e->term_count + term_number] = (uint32_t)found;
    }
    return DOSSIER_OK;
}

/* Whether the documents' articles have a term of a field that chooses. */
static int gather_articles(const gathering *g, term_list *t, size_t term_number) {
    const evidence *e = g->asked;
    for (size_t d = g->from; d < g->to; d++) {
        uint32_t place;
        int found = term_at(t, g->articles[d - g->from], &place);
        if (found < 0)
            return found;
        e->counts[d * e->term_count + term_number] = (uint32_t)found;
        if (e->article_counts != NULL)
            e->article_counts[d * e->term_count + term_number] = (uint32_t)found;
    }
    return DOSSIER_OK;
}

/* Finds the list of what is asked: 1, 0 where there is none, or an error.  *restricted: it is of some forms. */
static int find_list(const gathering *g, const evidence_term *asked, posting_list *list, int *restricted) {
    const search_segment *s = g->segment;
    int found = RESTRICTED_ALL;
    if ((asked->field == FIELD_TEXT || asked->field == FIELD_TITLE) && asked->forms.count > 0)
        found = restricted_find(g->restricted, s, asked->field, asked->text, &asked->forms, list, g->err);
    *restricted = found == 1;
    return found == RESTRICTED_ALL ? s->find(s, asked->field, asked->text, list, g->err) : found;
}

static int gather_term(const gathering *g, term_list *t, size_t term_number) {
    const evidence_term *asked = &g->asked->terms[term_number];
    const search_segment *s = g->segment;
    posting_list list;
    for (size_t d = g->from; d < g->to; d++) {
        g->asked->counts[d * g->asked->term_count + term_number] = 0;
        if (g->asked->article_counts != NULL)
            g->asked->article_counts[d * g->asked->term_count + term_number] = 0;
    }
    int restricted, found = find_list(g, asked, &list, &restricted), text = asked->field == FIELD_TEXT;
    if (found <= 0 || list.frequency == 0)
        return found < 0 ? found : DOSSIER_OK;
    int status = term_open(t, &list, text || restricted ? s->passages : s->articles, 0);
    if (status == DOSSIER_OK)
        status = text         ? gather_counts(g, t, term_number)
                 : restricted ? gather_titles(g, t, term_number)
                              : gather_articles(g, t, term_number);
    return status == DOSSIER_ERR_DAMAGED ? damaged(g, "postings")
           : status == DOSSIER_ERR_MEMORY ? error_memory(g->err)
                                          : status;
}

int evidence_gather(const search_segment *segments, size_t count, const evidence *asked, search_memory *memory,
                    dossier_error *err) {
    gathering g = {.asked = asked, .restricted = search_restricted(memory), .err = err};
    restricted_trim(*g.restricted);
    term_list *t = aligned_alloc(64, (sizeof *t + 63) / 64 * 64);
    g.articles = malloc((asked->document_count + 1) * sizeof *g.articles);
    int status = t == NULL || g.articles == NULL ? error_memory(err) : DOSSIER_OK;
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        g.segment = &segments[i];
        g.from = g.to;
        while (g.to < asked->document_count && asked->documents[g.to] < segments[i].base + segments[i].passages)
            g.to++;
        if (g.from == g.to)
            continue;
        status = gather_lengths(&g);
        for (size_t k = 0; k < asked->term_count && status == DOSSIER_OK; k++)
            status = gather_term(&g, t, k);
    }
    if (status == DOSSIER_OK && g.to != asked->document_count)
        status = error_set(err, DOSSIER_ERR_ARGUMENT, "there is no document %llu",
                           (unsigned long long)asked->documents[g.to]);
    free(t);
    free(g.articles);
    return status;
}
