/* rank.c: ranking the best hits again, by more than each word by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/rank.h"

#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "query/explain.h"
#include "query/rank_evidence.h"
#include "query/rank_expand.h"
#include "query/rank_near.h"
#include "query/resolve.h"

/* What the best sentence of a passage counts for where the query is a question, beside the passage. */
#define SENTENCE 0.5

/* The hits that words from the first ones are looked for in. */
#define EXPANDED 50

int found_compare(const void *a, const void *b) {
    const found *x = a, *y = b;
    if (x->at.score != y->at.score)
        return x->at.score < y->at.score ? 1 : -1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return (x->at.document > y->at.document) - (x->at.document < y->at.document);
}

int rank_is_needed(int rank, int group) {
    return rank != DOSSIER_RANK_BM25 || group == DOSSIER_GROUP_ARTICLE;
}

static void sort(found *hits, size_t count) {
    if (count > 1)
        qsort(hits, count, sizeof *hits, found_compare);
}

/* Ranks by the evidence that the storage gives: whole articles, and titles. */
static int rank_by_evidence(const ranking *r, found *hits, size_t count, dossier_error *err) {
    rank_parts parts = {.articles = r->group == DOSSIER_GROUP_ARTICLE, .titles = r->rank == DOSSIER_RANK_BEST};
    int status = DOSSIER_OK;
    for (size_t part = 0; part < r->s->count && status == DOSSIER_OK && (parts.articles || parts.titles); part++) {
        rank_terms terms = {0};
        status = rank_terms_of_query(r, part, parts.articles, &terms, err);
        if (status == DOSSIER_OK)
            status = rank_add(r, part, &terms, parts, hits, count, err);
        rank_terms_free(&terms);
    }
    sort(hits, count);
    return status;
}

/* ----------------------------------------------------------------------------------------- by what is written */

/* Keeps the words of a hit that was just read. */
static int keep_source(rank_source *to, const found *hit, const highlight_view *view, double average,
                       dossier_error *err) {
    to->hit = hit->hit;
    to->words = view->words;
    dossier_str title = hit->hit->article.title;
    int status = analyze(view->words, title.data, 0, title.size, &to->tokens, err);
    if (status != DOSSIER_OK)
        return status;
    to->title_tokens = to->tokens.count;
    size_t count = to->title_tokens + view->count;
    if (count > to->tokens.capacity) {
        token *items = realloc(to->tokens.items, count * sizeof *items);
        if (items == NULL)
            return error_memory(err);
        to->tokens.items = items;
        to->tokens.capacity = count;
    }
    if (view->count > 0)
        memcpy(to->tokens.items + to->title_tokens, view->tokens, view->count * sizeof *view->tokens);
    to->tokens.count = count;
    to->inverse_norm = bm25_inverse_norm((double)count, average);
    return DOSSIER_OK;
}

/* Whether the query is a question, which one sentence may answer: it has a question mark, or asks, in the language of
 * a hit, for a date, a number or a name. */
static int is_question(dossier_str words, const dossier_hit *hit) {
    static const char *const marks[] = {"?", "\xD8\x9F", "\xCD\xBE", "\xEF\xBC\x9F"}; /* and Arabic, Greek, wide */
    for (size_t i = 0; i < sizeof marks / sizeof *marks && words.size > 0; i++)
        if (memmem(words.data, words.size, marks[i], strlen(marks[i])) != NULL)
            return 1;
    return answer_asked(words, hit->article.lang.data) != ANSWER_ANY;
}

rank_reading rank_needs(int rank, dossier_str words, const dossier_hit *hit) {
    int best = rank == DOSSIER_RANK_BEST, question = best && is_question(words, hit);
    return (rank_reading){.all_terms = rank == DOSSIER_RANK_EXPAND || (best && !question), .sentences = question};
}

static int near_in(const highlight_view *view, const found *hit, const rank_source *source, double *out) {
    wanted_text t = {.tokens = source->tokens.items,
                     .count = source->tokens.count,
                     .title_tokens = source->title_tokens,
                     .title = hit->hit->article.title.data,
                     .text = hit->hit->passage.text.data};
    return rank_near(view->wanted, &t, source->inverse_norm, out);
}

/* Reads a hit, keeps its words, and adds what its text is worth. */
static int read_hit(const ranking *r, found *hit, rank_source *source, double average, dossier_error *err) {
    highlight_view view;
    double near = 0;
    int status = r->read(r->context, hit, &view, err);
    if (status == DOSSIER_OK)
        status = keep_source(source, hit, &view, average, err);
    if (status == DOSSIER_OK && r->rank != DOSSIER_RANK_EXPAND &&
        near_in(&view, hit, source, &near) != 0)
        status = error_memory(err);
    if (status != DOSSIER_OK)
        return status;
    hit->at.score += near;
    double answer = 0;
    if (hit->hit->sentence_count > 0 && rank_needs(r->rank, r->words, hit->hit).sentences)
        answer = SENTENCE * hit->hit->sentences[0].score;
    hit->at.score += answer;
    source->score = hit->at.score;
    status = explain_note(r, hit, EXPLAIN_NEAR, (dossier_share){.score = near}, err);
    return status == DOSSIER_OK ? explain_note(r, hit, EXPLAIN_SENTENCE, (dossier_share){.score = answer}, err)
                                : status;
}

static int compare_sources(const void *a, const void *b) {
    const rank_source *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return (x->place > y->place) - (x->place < y->place);
}

/* Adds what other words of the sources, the best first, are worth, in as many as can still come to the front. */
static int rank_by_expansion(const ranking *r, rank_source *sources, size_t source_count, found *hits, size_t count,
                             dossier_error *err) {
    rank_terms terms = {0};
    rank_parts parts = {.passages = 1, .articles = r->group == DOSSIER_GROUP_ARTICLE};
    int status = rank_expand(r, sources, source_count, &terms, err);
    sort(hits, count);
    count = count < EXPANDED ? count : EXPANDED;
    for (size_t part = 0; part < r->s->count && status == DOSSIER_OK && terms.count > 0; part++)
        status = rank_add(r, part, &terms, parts, hits, count, err);
    rank_terms_free(&terms);
    return status;
}

static int rank_by_text(const ranking *r, found *hits, size_t count, dossier_error *err) {
    rank_source sources[RANK_READ] = {{0}};
    uint64_t passages;
    double average;
    size_t read = 0, most = count < RANK_READ ? count : RANK_READ;
    int status = DOSSIER_OK;
    session_sums(r->s, &passages, &average);
    for (; read < most && status == DOSSIER_OK; read++) {
        sources[read].place = read;
        status = read_hit(r, &hits[read], &sources[read], average, err);
    }
    /* The words come from passages in the language of the best one. */
    if (status == DOSSIER_OK && read > 0)
        qsort(sources, read, sizeof *sources, compare_sources);
    if (status == DOSSIER_OK && read > 0 && rank_needs(r->rank, r->words, sources[0].hit).all_terms)
        status = rank_by_expansion(r, sources, read, hits, count, err);
    for (size_t i = 0; i < read; i++)
        token_list_free(&sources[i].tokens);
    sort(hits, count);
    return status;
}

int rank_again(const ranking *r, found *hits, size_t count, dossier_error *err) {
    int status = rank_by_evidence(r, hits, count, err);
    if (status == DOSSIER_OK && r->rank != DOSSIER_RANK_BM25)
        status = rank_by_text(r, hits, count, err);
    return status;
}
