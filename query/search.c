/* search.c: one search, from words to hits.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/session.h"
#include "engine/text/utf8.h"
#include "query/by_date.h"
#include "query/correct.h"
#include "query/explain.h"
#include "query/facets.h"
#include "query/highlight.h"
#include "query/like.h"
#include "query/parse.h"
#include "query/rank.h"
#include "query/resolve.h"
#include "query/result.h"

#define WORDS_MAX ((size_t)1 << 20)
#define LIMIT_DEFAULT 10
#define SENTENCES_DEFAULT 2
/* A commit may change the storage under a reader: search again, so often. */
#define TRIES 20

/* What one search goes through. */
typedef struct searching {
    session *s;
    const dossier_search_options *o;
    int rank;          /* enum dossier_rank, never DOSSIER_RANK_DEFAULT */
    dossier_str words; /* clean */
    like like;         /* where it is asked for */
    query_tree *trees;                                  /* one for each part: their languages differ */
    highlighter *(*highlighters)[SESSION_LANGS_MAX]; /* for each part, one for each of its languages */
    found *hits;
    size_t count;
    dossier_result *result;
} searching;

static int check_options(dossier_str words, const dossier_search_options *o, dossier_error *err) {
    if (words.size > WORDS_MAX)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "the query is longer than %zu bytes", WORDS_MAX);
    if (o->group != DOSSIER_GROUP_NONE && o->group != DOSSIER_GROUP_ARTICLE)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "%d is no way to group", o->group);
    if (o->rank < DOSSIER_RANK_DEFAULT || o->rank > DOSSIER_RANK_BEST)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "%d is no way to rank", o->rank);
    if (o->sort < DOSSIER_SORT_SCORE || o->sort > DOSSIER_SORT_OLDEST)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "%d is no way to sort", o->sort);
    if (o->facets > (DOSSIER_FACET_AUTHOR | DOSSIER_FACET_DATE | DOSSIER_FACET_SITE))
        return error_set(err, DOSSIER_ERR_ARGUMENT, "there are no facets %#x", o->facets);
    if (o->sort != DOSSIER_SORT_SCORE && o->rank > DOSSIER_RANK_BM25)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "sorting by date goes with the rank bm25 only: leave the rank out");
    return DOSSIER_OK;
}

static int is_blank(dossier_str words) {
    for (size_t i = 0; i < words.size; i++)
        if (strchr(" \t\r\n\f\v", words.data[i]) == NULL || words.data[i] == '\0')
            return 0;
    return 1;
}

/* Parses the query for a part.  Where its passages are in several languages, each is asked for in its own way. */
static int parse_part(searching *x, size_t part, dossier_error *err) {
    const session_part *p = &x->s->parts[part];
    query_tree *tree = &x->trees[part];
    int how = (x->o->plain ? QUERY_PLAIN : 0) | (x->o->strict ? QUERY_STRICT : 0);
    query_node *any = NULL;
    if (p->lang_count > 1)
        any = tree_node(tree, QUERY_GROUP);
    for (size_t i = 0; i < p->lang_count; i++) {
        int status = query_parse(tree, p->langs[i].words, x->words.data, x->words.size, how, err);
        if (status != DOSSIER_OK)
            return status;
        if (x->o->like.size > 0)
            like_add(&x->like, tree, part, p->langs[i].lang, !is_blank(x->words));
        if (p->lang_count == 1)
            break;
        query_node *one = tree_node(tree, QUERY_GROUP), *in = tree_node(tree, QUERY_LANG);
        if (one == NULL || in == NULL)
            return error_memory(err);
        in->term = dossier_string(p->langs[i].lang);
        tree_add(tree, one, tree->root, ROLE_MUST);
        tree_add(tree, one, in, ROLE_MUST);
        tree_add(tree, any, one, ROLE_SHOULD);
        tree->terms = 0;
    }
    if (any != NULL)
        tree->root = any;
    return tree->failed ? error_memory(err) : DOSSIER_OK;
}

static int parse_all(searching *x, dossier_error *err) {
    int status = x->o->like.size > 0 ? like_find(x->s, x->o->like, &x->like, err) : DOSSIER_OK;
    for (size_t i = 0; i < x->s->count && status == DOSSIER_OK; i++) {
        status = parse_part(x, i, err);
        if (status == DOSSIER_OK)
            status = query_resolve(&x->trees[i], x->s, err);
    }
    return status;
}

/* Whether the search of a part is to count all that matches. */
static int counts_exactly(const dossier_search_options *o) {
    if (o->count == DOSSIER_COUNT_ONLY)
        return 1;
    return o->sort == DOSSIER_SORT_SCORE && o->count != DOSSIER_COUNT_LOOSE && (!o->ranking_only || o->count);
}

/* Searches one part and adds its hits to the others. */
static int search_part(searching *x, size_t part, const query_node *query, uint64_t wanted, double average,
                       dossier_error *err) {
    session_part *p = &x->s->parts[part];
    uint64_t limit = wanted < p->totals.passages ? wanted : p->totals.passages;
    ranked *hits = malloc(((size_t)limit + 1) * sizeof *hits);
    found *all = realloc(x->hits, (x->count + (size_t)limit + 1) * sizeof *all);
    if (all != NULL)
        x->hits = all;
    if (hits == NULL || all == NULL) {
        free(hits);
        return error_memory(err);
    }
    search_request request = {query, average, limit, x->o->group, counts_exactly(x->o)};
    size_t count;
    uint64_t matched;
    int status = p->m.backend->reader_search(p->reader, &request, hits, &count, &matched, err);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++)
        x->hits[x->count++] = (found){hits[i], part, NULL, NULL, 0};
    if (status == DOSSIER_OK)
        x->result->matched += matched;
    free(hits);
    return status;
}

/* The highlighter for a part's passages in a language, made when first needed. */
static int highlighter_for(searching *x, size_t part, const char *lang, highlighter **out, dossier_error *err) {
    const session_part *p = &x->s->parts[part];
    size_t i = 0;
    while (i + 1 < p->lang_count && strcmp(p->langs[i].lang, lang) != 0)
        i++;
    *out = x->highlighters[part][i];
    if (*out != NULL)
        return DOSSIER_OK;
    const query_node *root = x->trees[part].root;
    if (p->lang_count > 1)
        root = root->children[i];
    int status = highlighter_new(out, root, answer_asked(x->words, lang), p->langs[i].words, x->result, err);
    x->highlighters[part][i] = *out;
    return status;
}

/* Copies what is shown of a passage into the result. */
static int copy_passage(dossier_result *result, const stored_passage *from, dossier_hit *to) {
    struct {
        dossier_str text;
        dossier_str *copy;
    } fields[] = {{from->key, &to->article.key},       {from->title, &to->article.title},
                  {from->standfirst, &to->article.standfirst}, {from->author, &to->article.author},
                  {from->date, &to->article.date},     {from->lang, &to->article.lang},
                  {from->source, &to->article.source}, {from->text, &to->passage.text}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (result_copy(result, fields[i].text, fields[i].copy) != 0)
            return -1;
    to->passage.number = from->number + 1;
    to->passage.start = from->start;
    to->passage.end = from->end;
    to->passage.line = from->line;
    return 0;
}

static int begin_explanation(searching *x, dossier_hit *hit, dossier_explanation **out, dossier_error *err) {
    *out = result_alloc(x->result, sizeof **out);
    if (*out == NULL)
        return error_memory(err);
    **out = (dossier_explanation){0};
    hit->explanation = *out;
    return DOSSIER_OK;
}

/* Reads a hit's passage, for ranking (ranks 1) or only to be shown. */
static int load_passage(searching *x, const found *at, dossier_hit *hit, int ranks, dossier_error *err) {
    session_part *p = &x->s->parts[at->part];
    stored_passage stored;
    highlighter *h;
    int status = p->m.backend->reader_passage(p->reader, at->at.document, &stored, err);
    if (status != DOSSIER_OK)
        return status;
    status = copy_passage(x->result, &stored, hit) == 0 ? DOSSIER_OK : error_memory(err);
    buffer_free(&stored.memory);
    if (status == DOSSIER_OK)
        /* result_copy ends what it copies with a NUL. */
        status = highlighter_for(x, at->part, hit->article.lang.data, &h, err);
    highlight_options o = {.sentences = x->o->sentences == 0 ? SENTENCES_DEFAULT : x->o->sentences,
                           .context = x->o->context,
                           .whole = x->o->whole};
    if (ranks && status == DOSSIER_OK) {
        rank_reading needs = rank_needs(x->rank, x->words, hit);
        o.all_terms = needs.all_terms;
        o.words_only = x->o->ranking_only && !needs.sentences;
    }
    if (x->o->explain && status == DOSSIER_OK)
        status = begin_explanation(x, hit, &o.explain, err);
    if (status == DOSSIER_OK)
        status = highlight(h, hit, &o, err);
    return status;
}

/* Reads a hit for ranking; it is not read again to be shown. */
static int read_for_ranking(void *context, found *hit, highlight_view *view, dossier_error *err) {
    searching *x = context;
    highlighter *h;
    hit->hit = result_alloc(x->result, sizeof *hit->hit);
    if (hit->hit == NULL)
        return error_memory(err);
    *hit->hit = (dossier_hit){0};
    int status = load_passage(x, hit, hit->hit, 1, err);
    if (status == DOSSIER_OK)
        status = highlighter_for(x, hit->part, hit->hit->article.lang.data, &h, err);
    if (status == DOSSIER_OK)
        *view = highlighter_view(h);
    return status;
}

static ranking ranking_of(searching *x) {
    return (ranking){.s = x->s, .trees = x->trees, .words = x->words, .rank = x->rank, .group = x->o->group,
                     .explain = x->o->explain && !x->o->ranking_only ? x->result : NULL,
                     .read = read_for_ranking, .context = x};
}

/* Puts the hits of all parts in order, the best first. */
static int order_hits(searching *x, dossier_error *err) {
    ranking r = ranking_of(x);
    if (x->s->count > 1)
        qsort(x->hits, x->count, sizeof *x->hits, found_compare);
    if (!rank_is_needed(x->rank, x->o->group))
        return DOSSIER_OK;
    return rank_again(&r, x->hits, x->count < RANK_CANDIDATES ? x->count : RANK_CANDIDATES, err);
}

/* Searches all parts for so many hits, the best. */
static int search_best(searching *x, uint64_t wanted, double average, dossier_error *err) {
    int status = DOSSIER_OK;
    if (wanted > 0 && rank_is_needed(x->rank, x->o->group) && wanted < RANK_CANDIDATES)
        wanted = RANK_CANDIDATES;
    for (size_t i = 0; i < x->s->count && status == DOSSIER_OK; i++)
        status = search_part(x, i, x->trees[i].root, wanted, average, err);
    return status == DOSSIER_OK ? order_hits(x, err) : status;
}

/* And for the newest, or the oldest. */
static int search_by_date(searching *x, uint64_t wanted, double average, dossier_error *err) {
    date_bar bar;
    date_query q;
    int oldest = x->o->sort == DOSSIER_SORT_OLDEST;
    int status = date_bar_find(x->s, x->trees, x->o->group, oldest, wanted, &bar, err);
    for (size_t i = 0; i < x->s->count && status == DOSSIER_OK && bar.newer > 0; i++)
        status = search_part(x, i, date_query_make(&q, x->trees[i].root, &bar, 1), bar.newer, average, err);
    for (size_t i = 0; i < x->s->count && status == DOSSIER_OK && bar.wanted > 0; i++)
        status = search_part(x, i, date_query_make(&q, x->trees[i].root, &bar, 0), bar.wanted, average, err);
    x->result->matched = bar.matched;
    return status == DOSSIER_OK ? sort_by_date(x->s, oldest, x->hits, x->count, err) : status;
}

/* Finds the hits that are asked for: x->hits[0 .. count), in order. */
static int rank_all(searching *x, dossier_error *err) {
    uint64_t passages, limit = x->o->limit == 0 ? LIMIT_DEFAULT : x->o->limit;
    uint64_t wanted = limit > UINT64_MAX - x->o->offset ? UINT64_MAX : limit + x->o->offset;
    int count_only = x->o->count == DOSSIER_COUNT_ONLY;
    double average;
    session_sums(x->s, &passages, &average);
    wanted = count_only ? 0 : wanted;
    int status = x->o->sort != DOSSIER_SORT_SCORE && !count_only ? search_by_date(x, wanted, average, err)
                                                 : search_best(x, wanted, average, err);
    if (status != DOSSIER_OK)
        return status;
    size_t skipped = x->o->offset < x->count ? (size_t)x->o->offset : x->count;
    x->count -= skipped;
    if (x->count > 0)
        memmove(x->hits, x->hits + skipped, x->count * sizeof *x->hits);
    x->count = x->count < limit ? x->count : (size_t)limit;
    return DOSSIER_OK;
}

static int load_key(searching *x, const found *at, dossier_hit *hit, dossier_error *err) {
    session_part *p = &x->s->parts[at->part];
    buffer key = {0};
    int status = p->m.backend->reader_key(p->reader, at->at.document, &key, err);
    if (status == DOSSIER_OK && result_copy(x->result, (dossier_str){key.data, key.size}, &hit->article.key) != 0)
        status = error_memory(err);
    buffer_free(&key);
    return status;
}

/* Shows a hit as it was read for ranking. */
static void take_read(dossier_hit *hit, const dossier_hit *read) {
    uint64_t rank = hit->rank;
    double score = hit->score;
    *hit = *read;
    hit->rank = rank;
    hit->score = score;
}

static int load_all(searching *x, dossier_error *err) {
    x->result->hits = result_alloc(x->result, x->count * sizeof *x->result->hits);
    if (x->result->hits == NULL)
        return error_memory(err);
    int status = DOSSIER_OK;
    for (size_t i = 0; i < x->count && status == DOSSIER_OK; i++) {
        dossier_hit *hit = &x->result->hits[i];
        *hit = (dossier_hit){.rank = x->o->offset + i + 1, .score = x->hits[i].at.score};
        if (x->o->ranking_only)
            status = load_key(x, &x->hits[i], hit, err);
        else if (x->hits[i].hit != NULL)
            take_read(hit, x->hits[i].hit);
        else
            status = load_passage(x, &x->hits[i], hit, 0, err);
        x->result->count = i + 1;
    }
    return status;
}

/* Says of the hits that are shown what their scores are made of. */
static int explain_all(searching *x, dossier_error *err) {
    ranking r = ranking_of(x);
    explain_memory memory = {0};
    int status = r.explain != NULL ? explain_words(&r, x->hits, x->count, err) : DOSSIER_OK;
    for (size_t i = 0; i < x->count && r.explain != NULL && status == DOSSIER_OK; i++) {
        dossier_explanation *to = (dossier_explanation *)(uintptr_t)x->result->hits[i].explanation;
        status = explain_tell(&r, &x->hits[i], &memory, to, err);
    }
    explain_memory_free(&memory);
    return status;
}

/* Keeps the first remark that a tree has. */
static int copy_remark(searching *x, dossier_error *err) {
    for (size_t i = 0; i < x->s->count; i++) {
        dossier_str copy;
        if (x->trees[i].remark[0] == '\0')
            continue;
        if (result_copy(x->result, dossier_string(x->trees[i].remark), &copy) != 0)
            return error_memory(err);
        x->result->remark = (char *)(uintptr_t)copy.data;
        break;
    }
    return DOSSIER_OK;
}

/* Who asks for articles wants the best one first.  Where every passage is a hit, and where an article stands for the
 * words (its terms have no order, so none are neighbours), it is the formula alone that ranks. */
static int rank_of(const dossier_search_options *o) {
    int best = o->group == DOSSIER_GROUP_ARTICLE && o->sort == DOSSIER_SORT_SCORE && o->like.size == 0;
    return o->rank != DOSSIER_RANK_DEFAULT ? o->rank : best ? DOSSIER_RANK_BEST : DOSSIER_RANK_BM25;
}

/* Searches once on one session. */
static int search_once(session *s, dossier_str words, const dossier_search_options *o, dossier_result **out,
                       dossier_error *err) {
    searching x = {.s = s, .o = o, .rank = rank_of(o), .words = words};
    x.trees = calloc(s->count, sizeof *x.trees);
    x.highlighters = calloc(s->count, sizeof *x.highlighters);
    x.result = result_new();
    int status = x.trees == NULL || x.highlighters == NULL || x.result == NULL ? error_memory(err) : DOSSIER_OK;
    if (status == DOSSIER_OK)
        x.result->grouped = o->group == DOSSIER_GROUP_ARTICLE;
    if (status == DOSSIER_OK)
        status = parse_all(&x, err);
    if (status == DOSSIER_OK)
        status = rank_all(&x, err);
    if (status == DOSSIER_OK)
        status = load_all(&x, err);
    if (status == DOSSIER_OK)
        status = explain_all(&x, err);
    if (status == DOSSIER_OK)
        status = copy_remark(&x, err);
    if (status == DOSSIER_OK && o->correct)
        status = correct_query(s, x.trees, words, x.result, err);
    if (status == DOSSIER_OK && o->facets != 0)
        status = facets_count(s, x.trees, o->group, o->facets, x.result, err);
    for (size_t i = 0; i < s->count && status == DOSSIER_OK; i++)
        status = s->parts[i].m.backend->reader_check(s->parts[i].reader, err);
    for (size_t i = 0; i < s->count; i++) {
        for (size_t k = 0; x.highlighters != NULL && k < SESSION_LANGS_MAX; k++)
            highlighter_free(x.highlighters[i][k]);
        if (x.trees != NULL)
            tree_free(&x.trees[i]);
    }
    free(x.highlighters);
    free(x.trees);
    free(x.hits);
    if (status != DOSSIER_OK) {
        dossier_result_free(x.result);
        x.result = NULL;
    }
    *out = x.result;
    return status;
}

int dossier_search(dossier_index *index, dossier_str words, const dossier_search_options *options,
                   dossier_result **out, dossier_error *err) {
    static const dossier_search_options defaults;
    if (options == NULL)
        options = &defaults;
    *out = NULL;
    int status = check_options(words, options, err);
    if (status != DOSSIER_OK)
        return status;
    buffer clean = {0};
    size_t invalid = 0;
    if (utf8_clean(words.data, words.size, &clean, &invalid) != 0) {
        buffer_free(&clean);
        return error_memory(err);
    }
    status = BACKEND_STALE;
    for (int i = 0; i < TRIES && status == BACKEND_STALE; i++) {
        session *s = NULL;
        status = session_take(index, &s, err);
        if (status == DOSSIER_OK)
            status = search_once(s, (dossier_str){clean.data, clean.size}, options, out, err);
        session_give(index, s, status == DOSSIER_OK);
    }
    buffer_free(&clean);
    if (status == BACKEND_STALE)
        return error_set(err, DOSSIER_ERR_BACKEND,
                         "the index was changed again and again while it was read: ask again");
    return status;
}
