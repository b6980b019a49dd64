/* analyzer.c: from text to terms.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/analyzer.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "engine/text/word.h"
#include "engine/text/word_runs.h"

static __attribute__((noinline)) int grow(token_list *list) {
    size_t capacity = list->capacity == 0 ? 256 : 2 * list->capacity;
    token *items = realloc(list->items, capacity * sizeof *items);
    if (items == NULL)
        return -1;
    list->items = items;
    list->capacity = capacity;
    return 0;
}

static inline int push(token_list *list, token item) {
    if (list->count == list->capacity && grow(list) != 0)
        return -1;
    list->items[list->count++] = item;
    return 0;
}

/* Words that hyphens hold together, so far. */
typedef struct chain {
    size_t start;
    size_t end;
    uint32_t words;
    int digits; /* 1: all are numbers, as in 2008-2014: their joined form means nothing */
} chain;

typedef struct analysis {
    vocabulary *v;
    const char *text;
    size_t to;
    size_t at; /* past the last word */
    int elides;
    chain chain;
    token_list *out;
} analysis;

/* Ends a chain of several words: a joined token where it has a meaning. */
static __attribute__((noinline)) int end_chain(analysis *a) {
    chain done = a->chain;
    if (done.words > JOINED_MAX || done.digits)
        return 0;
    term_id id = vocabulary_lookup(a->v, a->text + done.start, done.end - done.start);
    if (id == TERM_NONE)
        return 0;
    return push(a->out, (token){id, (uint32_t)done.start, (uint32_t)done.end, done.words});
}

/* Ends the chain where the next word is not of it: before that word is looked up, which gives it its number. */
static inline int meet(analysis *a, word w) {
    chain *c = &a->chain;
    if (w.hyphen && c->words > 0)
        return 0;
    if (c->words > 1 && end_chain(a) != 0)
        return -1;
    *c = (chain){w.start, w.end, 0, 1};
    return 0;
}

/* Takes the next word, which was met, and its term. */
static inline int take(analysis *a, word w, term_id id) {
    chain *c = &a->chain;
    c->words++;
    c->end = w.end;
    c->digits &= w.digits;
    a->at = w.end;
    if (id != TERM_NONE)
        return push(a->out, (token){id, (uint32_t)w.start, (uint32_t)w.end, 0});
    c->words = JOINED_MAX + 1;
    return 0;
}

/* Takes words, of whatever kind, until all before `end` is read. */
static __attribute__((noinline)) int take_any(analysis *a, size_t end) {
    word w;
    while (a->at < end) {
        size_t next = a->at;
        if (!word_next(a->text, a->to, a->elides, &next, &w)) {
            a->at = a->to;
            return 0;
        }
        if (meet(a, w) != 0 || take(a, w, vocabulary_lookup(a->v, a->text + w.start, w.end - w.start)) != 0)
            return -1;
    }
    return 0;
}

/* The first bytes of a word, zeros behind them. */
typedef struct loaded {
    uint64_t first;
    uint64_t second;
} loaded;

/* Loads text[start .. end), of 1 to VOCABULARY_LOADED_MAX bytes. */
static inline loaded load_word(const char *text, size_t to, size_t start, size_t end) {
    size_t size = end - start;
    if (to - start < VOCABULARY_LOADED_MAX) {
        char bytes[VOCABULARY_LOADED_MAX] = {0};
        memcpy(bytes, text + start, size);
        return (loaded){load_le64(bytes), load_le64(bytes + 8)};
    }
    uint64_t first = load_le64(text + start), second = load_le64(text + start + 8);
    if (size <= 8)
        return (loaded){first & UINT64_MAX >> (64 - 8 * size), 0};
    return (loaded){first, second & UINT64_MAX >> (128 - 8 * size)};
}

/* Takes what stands in a run: one word where the run is plain. */
static inline int take_run(analysis *a, size_t start, size_t end) {
    if (start < a->at || end - start > VOCABULARY_LOADED_MAX || !run_is_word(a->text, a->to, start, end, a->elides))
        return take_any(a, end);
    loaded l = load_word(a->text, a->to, start, end);
    uint64_t all = l.first | l.second;
    if (all & UINT64_C(0x8080808080808080))
        return take_any(a, end);
    word w = {.start = start, .end = end, .digits = !(all & UINT64_C(0x4040404040404040))};
    w.hyphen = start == a->at + 1 && a->at > 0 && a->text[a->at] == '-';
    if (meet(a, w) != 0)
        return -1;
    return take(a, w, vocabulary_lookup_loaded(a->v, l.first, l.second, a->text + start, end - start));
}

/* Takes all that is left of the text, a window at a time. */
static int take_all(analysis *a) {
    word_runs runs;
    for (size_t window = a->at; window < a->to;) {
        word_runs_find(a->text, window, a->to, &runs);
        for (size_t i = 0; i < runs.count; i++) {
            size_t start = window + runs.edges[2 * i], end = window + runs.edges[2 * i + 1];
            if (end > a->at && take_run(a, start, end) != 0)
                return -1;
        }
        if (runs.next == window && take_any(a, window + RUNS_WINDOW) != 0)
            return -1;
        window = runs.next > a->at ? runs.next : a->at;
    }
    return a->chain.words > 1 ? end_chain(a) : 0;
}

int analyze(vocabulary *v, const char *text, size_t from, size_t to, token_list *out, dossier_error *err) {
    analysis a = {.v = v, .text = text, .to = to, .at = from, .elides = vocabulary_elides(v), .out = out};
    if (vocabulary_failed(v) || take_all(&a) != 0 || vocabulary_failed(v))
        return error_memory(err);
    return DOSSIER_OK;
}

void token_list_free(token_list *list) {
    free(list->items);
    *list = (token_list){0};
}
