/* highlight.c: the words of a passage that the query asked for, and its best sentences.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A sentence is worth what it covers of the query: each distinct term by its weight (so that rare words count most),
 * a little more where the term comes again, and where terms stand close together; long sentences are held back a
 * little, as they cover more by chance.
 */
#include "query/highlight.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/text/passage.h"

/* A term that the query looks for. */
typedef struct wanted {
    term_id id;
    double weight;
    dossier_str text;
    int loose; /* it stands in the query outside of phrases too: each of its words is a match */
} wanted;

/* A phrase that the query looks for: its terms, as indexes into the wanted. */
typedef struct wanted_phrase {
    size_t *terms;
    size_t count;
} wanted_phrase;

struct highlighter {
    vocabulary *v;
    wanted *terms;
    size_t term_count;
    wanted_phrase *phrases;
    size_t phrase_count;
    uint32_t *of_id; /* term_id -> its wanted + 1, for ids below id_count */
    size_t id_count;
    token_list tokens;
    uint32_t *found; /* for each token: the wanted it is + 1, 0 for none */
    size_t found_capacity;
    buffer spans; /* dossier_span: the passage's sentences */
    double *seen; /* for each wanted: how often in the sentence looked at */
};

/* The number of terms and phrases below a node. */
static void count_nodes(const query_node *node, size_t *terms, size_t *phrases) {
    *terms += node->kind == QUERY_TERM;
    *phrases += node->kind == QUERY_PHRASE;
    for (size_t i = 0; i < node->child_count; i++)
        count_nodes(node->children[i], terms, phrases);
}

/* The place of a term among the wanted, put there if need be; -1 where there is no memory. */
static long want(highlighter *h, const query_node *node, int loose) {
    term_id id = vocabulary_stem(h->v, node->term.data, node->term.size);
    if (id == TERM_NONE)
        return -1;
    size_t i = 0;
    while (i < h->term_count && h->terms[i].id != id)
        i++;
    if (i == h->term_count)
        h->terms[h->term_count++] = (wanted){.id = id, .text = node->term};
    if (node->weight > h->terms[i].weight)
        h->terms[i].weight = node->weight;
    h->terms[i].loose |= loose;
    return (long)i;
}

static int collect_phrase(highlighter *h, const query_node *node) {
    wanted_phrase *phrase = &h->phrases[h->phrase_count];
    phrase->terms = malloc(node->child_count * sizeof *phrase->terms);
    if (phrase->terms == NULL)
        return -1;
    h->phrase_count++;
    for (; phrase->count < node->child_count; phrase->count++) {
        long place = want(h, node->children[phrase->count], 0);
        if (place < 0)
            return -1;
        phrase->terms[phrase->count] = (size_t)place;
    }
    return 0;
}

static int collect(highlighter *h, const query_node *node) {
    if (node->role == ROLE_NOT || node->kind == QUERY_DATE || node->kind == QUERY_LANG)
        return 0;
    if (node->kind == QUERY_TERM)
        return node->field == FIELD_TEXT || node->field == FIELD_TITLE ? -(want(h, node, 1) < 0) : 0;
    if (node->kind == QUERY_PHRASE)
        return collect_phrase(h, node);
    for (size_t i = 0; i < node->child_count; i++)
        if (collect(h, node->children[i]) != 0)
            return -1;
    return 0;
}

static int index_terms(highlighter *h) {
    h->id_count = vocabulary_size(h->v);
    h->of_id = calloc(h->id_count + 1, sizeof *h->of_id);
    h->seen = calloc(h->term_count + 1, sizeof *h->seen);
    if (h->of_id == NULL || h->seen == NULL)
        return -1;
    for (size_t i = 0; i < h->term_count; i++)
        h->of_id[h->terms[i].id] = (uint32_t)i + 1;
    return 0;
}

int highlighter_new(highlighter **out, const query_node *root, vocabulary *v, dossier_error *err) {
    *out = NULL;
    size_t terms = 0, phrases = 0;
    count_nodes(root, &terms, &phrases);
    highlighter *h = calloc(1, sizeof *h);
    if (h == NULL)
        return error_memory(err);
    h->v = v;
    h->terms = calloc(terms + 1, sizeof *h->terms);
    h->phrases = calloc(phrases + 1, sizeof *h->phrases);
    if (h->terms == NULL || h->phrases == NULL || collect(h, root) != 0 || index_terms(h) != 0) {
        highlighter_free(h);
        return error_memory(err);
    }
    *out = h;
    return DOSSIER_OK;
}

void highlighter_free(highlighter *h) {
    if (h == NULL)
        return;
    for (size_t i = 0; i < h->phrase_count; i++)
        free(h->phrases[i].terms);
    free(h->phrases);
    free(h->terms);
    free(h->of_id);
    free(h->seen);
    free(h->found);
    token_list_free(&h->tokens);
    buffer_free(&h->spans);
    free(h);
}

/* --------------------------------------------------------------------------------------------------- matching */

static int grow_found(highlighter *h) {
    if (h->tokens.count <= h->found_capacity)
        return 0;
    size_t capacity = h->tokens.count + h->tokens.count / 2;
    uint32_t *found = realloc(h->found, capacity * sizeof *found);
    if (found == NULL)
        return -1;
    h->found = found;
    h->found_capacity = capacity;
    return 0;
}

static uint32_t wanted_of(const highlighter *h, term_id id) {
    return id < h->id_count ? h->of_id[id] : 0;
}

/* The token after `i` that is a word by itself. */
static size_t next_word(const highlighter *h, size_t i) {
    do
        i++;
    while (i < h->tokens.count && h->tokens.items[i].joined);
    return i;
}

/* Marks the words of a phrase where it begins at token `first`. */
static void mark_phrase(highlighter *h, const wanted_phrase *phrase, size_t first) {
    size_t at = first, i = 0;
    for (; i < phrase->count && at < h->tokens.count; i++, at = next_word(h, at))
        if (h->tokens.items[at].term != h->terms[phrase->terms[i]].id)
            return;
    if (i < phrase->count)
        return;
    for (at = first, i = 0; i < phrase->count; i++, at = next_word(h, at))
        h->found[at] = (uint32_t)phrase->terms[i] + 1;
}

/* Fills found: which tokens are matches. */
static void find_matches(highlighter *h) {
    for (size_t i = 0; i < h->tokens.count; i++) {
        uint32_t place = wanted_of(h, h->tokens.items[i].term);
        h->found[i] = place != 0 && h->terms[place - 1].loose ? place : 0;
    }
    for (size_t k = 0; k < h->phrase_count; k++)
        for (size_t i = 0; i < h->tokens.count; i++)
            if (!h->tokens.items[i].joined)
                mark_phrase(h, &h->phrases[k], i);
    /* A hyphened whole is a match only where none of its words is. */
    for (size_t i = 0; i < h->tokens.count; i++)
        for (uint32_t back = 1; back <= h->tokens.items[i].joined && h->found[i] != 0 && back <= i; back++)
            if (h->found[i - back] != 0)
                h->found[i] = 0;
}

static int fill_matches(highlighter *h, dossier_hit *hit, dossier_result *result) {
    size_t count = 0;
    for (size_t i = 0; i < h->tokens.count; i++)
        count += h->found[i] != 0;
    dossier_match *matches = result_alloc(result, count * sizeof *matches);
    if (matches == NULL)
        return -1;
    hit->matches = matches;
    for (size_t i = 0; i < h->tokens.count; i++) {
        if (h->found[i] == 0)
            continue;
        dossier_match *m = &matches[hit->match_count++];
        m->start = h->tokens.items[i].start;
        m->end = h->tokens.items[i].end;
        if (result_copy(result, h->terms[h->found[i] - 1].text, &m->term) != 0)
            return -1;
    }
    return 0;
}

/* -------------------------------------------------------------------------------------------------- sentences */

/* What a term that comes again is worth, against its first time. */
#define AGAIN 0.2
/* What two different terms that stand next to each other are worth, against the lesser of their weights. */
#define CLOSE 0.35
/* The words that two matches may lie apart to be close. */
#define CLOSE_WORDS 4
/* How much a sentence's length holds it back: BM25's b, for a mean sentence of so many words. */
#define LENGTH_B 0.3
#define LENGTH_MEAN 24.0

/* The worth of the sentence whose tokens are first .. last - 1. */
static double score_tokens(highlighter *h, size_t first, size_t last) {
    double score = 0;
    size_t words = 0, previous = SIZE_MAX, previous_word = 0;
    for (size_t i = first; i < last; i++) {
        words += !h->tokens.items[i].joined;
        if (h->found[i] == 0)
            continue;
        size_t place = h->found[i] - 1;
        double weight = h->terms[place].weight;
        score += h->seen[place] == 0 ? weight : AGAIN * weight / h->seen[place];
        h->seen[place]++;
        if (previous != SIZE_MAX && previous != place && words - previous_word <= CLOSE_WORDS)
            score += CLOSE * fmin(weight, h->terms[previous].weight) / (double)(words - previous_word + 1);
        previous = place;
        previous_word = words;
    }
    for (size_t i = first; i < last; i++)
        if (h->found[i] != 0)
            h->seen[h->found[i] - 1] = 0;
    return score / (1.0 - LENGTH_B + LENGTH_B * fmax((double)words, LENGTH_MEAN / 2) / LENGTH_MEAN);
}

/* Puts a sentence among the best so far, of which there are `count` in order. */
static size_t keep_best(dossier_sentence *best, size_t count, unsigned most, dossier_sentence sentence) {
    size_t place = count;
    while (place > 0 && best[place - 1].score < sentence.score)
        place--;
    if (place == most)
        return count;
    if (count < most)
        count++;
    memmove(best + place + 1, best + place, (count - 1 - place) * sizeof *best);
    best[place] = sentence;
    return count;
}

static int fill_sentences(highlighter *h, dossier_hit *hit, unsigned most, dossier_result *result) {
    const dossier_span *spans = (const dossier_span *)(const void *)h->spans.data;
    size_t count = h->spans.size / sizeof *spans;
    most = count < most ? (unsigned)count : most;
    dossier_sentence *best = result_alloc(result, most * sizeof *best);
    if (best == NULL)
        return -1;
    hit->sentences = best;
    for (size_t i = 0, at = 0; i < count && most > 0; i++) {
        size_t first = at;
        while (at < h->tokens.count && h->tokens.items[at].start < spans[i].end)
            at++;
        double score = score_tokens(h, first, at);
        if (score > 0)
            hit->sentence_count = keep_best(best, hit->sentence_count, most,
                                            (dossier_sentence){spans[i].start, spans[i].end, score});
    }
    return 0;
}

int highlight(highlighter *h, dossier_hit *hit, unsigned most, const char *lang, dossier_result *result,
              dossier_error *err) {
    dossier_str text = hit->passage.text;
    h->tokens.count = 0;
    h->spans.size = 0;
    int status = analyze(h->v, text.data, 0, text.size, &h->tokens, err);
    if (status == DOSSIER_OK)
        status = sentences_cut(text.data, text.size, lang, &h->spans, err);
    if (status != DOSSIER_OK)
        return status;
    if (grow_found(h) != 0)
        return error_memory(err);
    find_matches(h);
    if (fill_matches(h, hit, result) != 0 || fill_sentences(h, hit, most, result) != 0)
        return error_memory(err);
    return DOSSIER_OK;
}
