/* highlight.c: the words of a passage that the query asked for, and its best sentences.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A sentence is worth what it covers of the query:
 *   - each distinct term by its weight, so that rare words count most, and the more the fewer of the passage's own
 *     sentences have it: a word in all of them tells none from another;
 *   - a little more where a term comes again, and where two stand close together;
 *   - half of what the sentence before it covers and it does not, a quarter of the one before that, and so on: a text
 *     names its subject and goes on with "it" and "there";
 *   - more where it has the kind of thing that the question asks for (answer.h);
 * and long sentences are held back a little, as they cover more by chance.
 */
#include "query/highlight.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/logarithm.h"
#include "engine/text/passage.h"

/* What a term that comes again is worth, against its first time. */
#define AGAIN 0.2
/* What two different terms that stand next to each other are worth, against the lesser of their weights. */
#define CLOSE 0.35
/* The words that two matches may lie apart to be close. */
#define CLOSE_WORDS 4
/* What a term is worth to the sentence after the one that has it. */
#define BEFORE 0.5
/* How much more a sentence is worth that has the kind of thing asked for. */
#define ANSWERS 0.2
/* How much a sentence's length holds it back: as BM25's b, for a mean sentence of so many words. */
#define LENGTH_B 0.1
#define LENGTH_MEAN 24.0

/* What is known of a wanted term in the passage looked at. */
typedef struct standing {
    double weight;      /* the query's, and how well it tells the passage's sentences apart */
    double carried;     /* what part of it counts for the next sentence */
    uint32_t times;     /* in the sentence looked at */
    uint32_t sentences; /* that have it */
    uint32_t last;      /* 1 + the last sentence that has it */
    dossier_str text;   /* in the result; {NULL, 0}: not copied yet */
} standing;

/* A sentence of the passage looked at. */
typedef struct candidate {
    size_t first; /* its tokens: from here to the next one's first */
    int shown;
} candidate;

struct highlighter {
    vocabulary *v;
    dossier_result *result;
    enum answer_kind asked;
    wants wanted;
    standing *terms;   /* of each wanted term */
    uint32_t *present; /* those of them that stand in the passage */
    size_t present_count;
    uint32_t letters; /* with which wanted terms begin, as vocabulary_narrow takes them */
    token_list tokens;
    uint32_t *found; /* for each token: the wanted term it is + 1, 0 for none */
    size_t found_capacity;
    buffer spans;          /* dossier_span: the passage's sentences */
    candidate *candidates; /* for each, and one more */
    size_t *chosen;        /* the numbers of the best */
    size_t candidate_capacity;
};

int highlighter_new(highlighter **out, const query_node *root, enum answer_kind asked, vocabulary *v,
                    dossier_result *result, dossier_error *err) {
    *out = NULL;
    highlighter *h = calloc(1, sizeof *h);
    if (h == NULL)
        return error_memory(err);
    h->v = v;
    h->result = result;
    h->asked = asked;
    if (wanted_collect(&h->wanted, root, v) == 0) {
        h->terms = calloc(h->wanted.term_count + 1, sizeof *h->terms);
        h->present = calloc(h->wanted.term_count + 1, sizeof *h->present);
    }
    if (h->terms == NULL || h->present == NULL) {
        highlighter_free(h);
        return error_memory(err);
    }
    for (size_t i = 0; i < h->wanted.term_count; i++) {
        unsigned letter = (unsigned char)*h->wanted.terms[i].text.data - 'a';
        h->letters |= letter < 26 ? (uint32_t)1 << letter : 0;
    }
    *out = h;
    return DOSSIER_OK;
}

void highlighter_free(highlighter *h) {
    if (h == NULL)
        return;
    wanted_free(&h->wanted);
    free(h->terms);
    free(h->present);
    free(h->found);
    free(h->candidates);
    free(h->chosen);
    token_list_free(&h->tokens);
    buffer_free(&h->spans);
    free(h);
}

/* --------------------------------------------------------------------------------------------------- matching */

/* Makes room for as many tokens and sentences as the passage has. */
static int grow(highlighter *h) {
    size_t tokens = h->tokens.count, sentences = h->spans.size / sizeof(dossier_span) + 1;
    if (tokens > h->found_capacity) {
        uint32_t *found = realloc(h->found, 2 * tokens * sizeof *found);
        if (found == NULL)
            return -1;
        h->found = found;
        h->found_capacity = 2 * tokens;
    }
    if (sentences > h->candidate_capacity) {
        candidate *candidates = realloc(h->candidates, 2 * sentences * sizeof *candidates);
        if (candidates != NULL)
            h->candidates = candidates;
        size_t *chosen = realloc(h->chosen, 2 * sentences * sizeof *chosen);
        if (chosen != NULL)
            h->chosen = chosen;
        if (candidates == NULL || chosen == NULL)
            return -1;
        h->candidate_capacity = 2 * sentences;
    }
    return 0;
}

/* A term's text as the result has it, copied there once. */
static int copy_text(highlighter *h, size_t place, dossier_str *out) {
    if (h->terms[place].text.data == NULL &&
        result_copy(h->result, h->wanted.terms[place].text, &h->terms[place].text) != 0)
        return -1;
    *out = h->terms[place].text;
    return 0;
}

static int fill_matches(highlighter *h, dossier_hit *hit) {
    size_t count = 0;
    for (size_t i = 0; i < h->tokens.count; i++)
        count += h->found[i] != 0;
    dossier_match *matches = result_alloc(h->result, count * sizeof *matches);
    if (matches == NULL)
        return -1;
    hit->matches = matches;
    for (size_t i = 0; hit->match_count < count; i++) {
        if (h->found[i] == 0)
            continue;
        dossier_match *m = &matches[hit->match_count++];
        m->start = h->tokens.items[i].start;
        m->end = h->tokens.items[i].end;
        if (copy_text(h, h->found[i] - 1, &m->term) != 0)
            return -1;
    }
    return 0;
}

/* -------------------------------------------------------------------------------------------------- sentences */

/* Parts the tokens among the sentences, and notes which terms are in which. */
static void part_tokens(highlighter *h, const dossier_span *spans, size_t count) {
    size_t at = 0;
    h->present_count = 0;
    for (size_t i = 0; i < count; i++) {
        h->candidates[i] = (candidate){.first = at};
        for (; at < h->tokens.count && h->tokens.items[at].start < spans[i].end; at++) {
            if (h->found[at] == 0)
                continue;
            standing *t = &h->terms[h->found[at] - 1];
            if (t->sentences == 0)
                h->present[h->present_count++] = h->found[at] - 1;
            t->sentences += t->last != i + 1;
            t->last = (uint32_t)i + 1;
        }
    }
    h->candidates[count] = (candidate){.first = at};
}

/* Gives the terms that are there their weights: an idf over the passage's sentences goes with that over the index. */
static void weigh_terms(highlighter *h, size_t sentences) {
    double most = logarithm(1.0 + (double)sentences);
    for (size_t i = 0; i < h->present_count; i++) {
        standing *t = &h->terms[h->present[i]];
        double local = t->sentences > 1 ? logarithm(1.0 + (double)sentences / t->sentences) / most : 1;
        t->weight = h->wanted.terms[h->present[i]].weight * local;
        t->carried = 0;
    }
}

/* Forgets the passage. */
static void forget_terms(highlighter *h) {
    for (size_t i = 0; i < h->present_count; i++) {
        standing *t = &h->terms[h->present[i]];
        t->sentences = t->last = t->times = 0;
    }
}

/* Whether one of the words that the query did not name can be an answer to it. */
static int has_answer(const highlighter *h, const char *text, size_t first, size_t last) {
    for (size_t i = first; i < last; i++) {
        const token *t = &h->tokens.items[i];
        if (h->found[i] == 0 && !t->joined && answer_word(h->asked, text + t->start, t->end - t->start, i == first))
            return 1;
    }
    return 0;
}

/* What the sentence covers by its own words, which are counted. */
static double score_matches(highlighter *h, size_t first, size_t last, size_t *words) {
    double score = 0;
    standing *previous = NULL;
    size_t previous_word = 0;
    *words = 0;
    for (size_t i = first; i < last; i++) {
        *words += !h->tokens.items[i].joined;
        if (h->found[i] == 0)
            continue;
        standing *t = &h->terms[h->found[i] - 1];
        score += t->times == 0 ? t->weight : AGAIN * t->weight / t->times;
        t->times++;
        size_t apart = *words - previous_word;
        if (previous != NULL && previous != t && apart <= CLOSE_WORDS)
            score += CLOSE * (t->weight < previous->weight ? t->weight : previous->weight) / (double)(apart + 1);
        previous = t;
        previous_word = *words;
    }
    return score;
}

/* What the sentences before cover and this one does not; and what is carried on to the next. */
static double carry(highlighter *h) {
    double score = 0;
    for (size_t i = 0; i < h->present_count; i++) {
        standing *t = &h->terms[h->present[i]];
        if (t->times > 0) {
            t->carried = BEFORE;
            t->times = 0;
        } else {
            score += t->carried * t->weight;
            t->carried *= BEFORE;
        }
    }
    return score;
}

/* The worth of the sentence whose tokens are first .. last - 1: 0 where it has none of the words. */
static double score_sentence(highlighter *h, const char *text, size_t first, size_t last) {
    size_t words;
    double own = score_matches(h, first, last, &words), before = carry(h);
    if (!(own > 0))
        return 0;
    double counted = (double)words < LENGTH_MEAN / 2 ? LENGTH_MEAN / 2 : (double)words;
    double length = counted / LENGTH_MEAN;
    double score = (own + before) / (1.0 - LENGTH_B + LENGTH_B * length);
    return h->asked != ANSWER_ANY && has_answer(h, text, first, last) ? (1.0 + ANSWERS) * score : score;
}

/* Puts a sentence among the best so far, in order; of two equal ones the earlier is first. */
static void keep_best(highlighter *h, dossier_hit *hit, dossier_sentence *best, size_t most, dossier_sentence sentence,
                      size_t number) {
    size_t place = hit->sentence_count;
    while (place > 0 && best[place - 1].score < sentence.score)
        place--;
    if (place == most)
        return;
    if (hit->sentence_count < most)
        hit->sentence_count++;
    size_t behind = hit->sentence_count - 1 - place;
    memmove(best + place + 1, best + place, behind * sizeof *best);
    memmove(h->chosen + place + 1, h->chosen + place, behind * sizeof *h->chosen);
    best[place] = sentence;
    h->chosen[place] = number;
}

/* What a term is worth to sentence i, and how often it stands in it: what comes from sentences before is halved with
 * each. */
static dossier_cover cover_of(const highlighter *h, size_t place, size_t i) {
    dossier_cover cover = {.weight = h->terms[place].weight};
    for (size_t back = i + 1; back-- > 0;) {
        unsigned times = 0;
        for (size_t k = h->candidates[back].first; k < h->candidates[back + 1].first; k++)
            times += h->found[k] == place + 1;
        if (times > 0) {
            cover.times = back == i ? times : 0;
            return cover;
        }
        cover.weight *= BEFORE;
    }
    cover.weight = 0;
    return cover;
}

static int compare_covers(const void *a, const void *b) {
    const dossier_cover *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    size_t size = x->term.size < y->term.size ? x->term.size : y->term.size;
    int order = memcmp(x->term.data, y->term.data, size);
    return order != 0 ? order : (x->term.size > y->term.size) - (x->term.size < y->term.size);
}

/* Says of each of the best sentences which terms it was chosen for. */
static int fill_covers(highlighter *h, const dossier_hit *hit, dossier_explanation *to) {
    dossier_cover *covers = result_alloc(h->result, hit->sentence_count * h->present_count * sizeof *covers);
    if (covers == NULL)
        return -1;
    to->covers = covers;
    for (size_t i = 0; i < hit->sentence_count; i++) {
        size_t first = to->cover_count;
        for (size_t k = 0; k < h->present_count; k++) {
            dossier_cover cover = cover_of(h, h->present[k], h->chosen[i]);
            if (!(cover.weight > 0))
                continue;
            if (copy_text(h, h->present[k], &cover.term) != 0)
                return -1;
            cover.sentence = i;
            covers[to->cover_count++] = cover;
        }
        qsort(covers + first, to->cover_count - first, sizeof *covers, compare_covers);
    }
    return 0;
}

static int fill_sentences(highlighter *h, dossier_hit *hit, const highlight_options *options, size_t count) {
    const dossier_span *spans = (const dossier_span *)(const void *)h->spans.data;
    size_t most = count < options->sentences ? count : options->sentences;
    dossier_sentence *best = result_alloc(h->result, most * sizeof *best);
    if (best == NULL)
        return -1;
    hit->sentences = best;
    if (hit->match_count == 0)
        return 0;
    part_tokens(h, spans, count);
    weigh_terms(h, count);
    for (size_t i = 0; i < count; i++) {
        double score = score_sentence(h, hit->passage.text.data, h->candidates[i].first, h->candidates[i + 1].first);
        if (score > 0 && most > 0)
            keep_best(h, hit, best, most, (dossier_sentence){spans[i].start, spans[i].end, score}, i);
    }
    int failed = options->explain != NULL ? fill_covers(h, hit, options->explain) : 0;
    forget_terms(h);
    return failed;
}

/* --------------------------------------------------------------------------------------------------- excerpts */

/* Marks the best sentences and their neighbours as shown, and returns the number of runs that they make. */
static size_t mark_shown(highlighter *h, const dossier_hit *hit, size_t context, size_t count) {
    for (size_t i = 0; i < hit->sentence_count; i++) {
        size_t at = h->chosen[i], from = at > context ? at - context : 0;
        size_t to = count - 1 - at > context ? at + context : count - 1;
        for (size_t k = from; k <= to; k++)
            h->candidates[k].shown = 1;
    }
    size_t runs = 0;
    for (size_t i = 0; i < count; i++)
        runs += h->candidates[i].shown && (i == 0 || !h->candidates[i - 1].shown);
    return runs;
}

static int fill_excerpts(highlighter *h, dossier_hit *hit, const highlight_options *options, size_t count) {
    const dossier_span *spans = (const dossier_span *)(const void *)h->spans.data;
    int whole = options->whole && count > 0;
    if (!options->whole && options->context == 0)
        return 0;
    size_t runs = whole ? 1 : hit->sentence_count == 0 ? 0 : mark_shown(h, hit, options->context, count);
    dossier_span *excerpts = result_alloc(h->result, runs * sizeof *excerpts);
    if (excerpts == NULL)
        return -1;
    hit->excerpts = excerpts;
    hit->excerpt_count = runs;
    if (whole)
        excerpts[0] = (dossier_span){spans[0].start, spans[count - 1].end};
    for (size_t i = 0, run = 0; i < count && runs > 0 && !whole; i++) {
        if (!h->candidates[i].shown)
            continue;
        if (i == 0 || !h->candidates[i - 1].shown)
            excerpts[run++].start = spans[i].start;
        excerpts[run - 1].end = spans[i].end;
    }
    return 0;
}

int highlight(highlighter *h, dossier_hit *hit, const highlight_options *options, dossier_error *err) {
    dossier_str text = hit->passage.text;
    h->tokens.count = 0;
    h->spans.size = 0;
    if (!options->all_terms)
        vocabulary_narrow(h->v, h->letters);
    int status = analyze(h->v, text.data, 0, text.size, &h->tokens, err);
    vocabulary_widen(h->v);
    if (status == DOSSIER_OK && !options->words_only)
        status = sentences_cut(text.data, text.size, vocabulary_lang(h->v), &h->spans, err);
    if (status != DOSSIER_OK || options->words_only)
        return status;
    size_t count = h->spans.size / sizeof(dossier_span);
    if (grow(h) != 0)
        return error_memory(err);
    wanted_text t = {.tokens = h->tokens.items, .count = h->tokens.count, .text = text.data};
    wanted_find(&h->wanted, &t, h->found);
    if (fill_matches(h, hit) != 0 || fill_sentences(h, hit, options, count) != 0 ||
        fill_excerpts(h, hit, options, count) != 0)
        return error_memory(err);
    return DOSSIER_OK;
}

highlight_view highlighter_view(const highlighter *h) {
    return (highlight_view){&h->wanted, h->tokens.items, h->tokens.count, h->v};
}
