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
    word_ids ids = vocabulary_find(a->v, a->text + done.start, done.end - done.start);
    if (ids.term == TERM_NONE)
        return 0;
    return push(a->out, (token){ids.term, ids.form, done.words, (uint32_t)done.start, (uint32_t)done.end});
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

/* Takes the next word, which was met, and what it stands for. */
static inline int take(analysis *a, word w, word_ids ids) {
    chain *c = &a->chain;
    c->words++;
    c->end = w.end;
    c->digits &= w.digits;
    a->at = w.end;
    if (ids.term != TERM_NONE)
        return push(a->out, (token){ids.term, ids.form, 0, (uint32_t)w.start, (uint32_t)w.end});
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
        if (meet(a, w) != 0 || take(a, w, vocabulary_find(a->v, a->text + w.start, w.end - w.start)) != 0)
            return -1;
    }
    return 0;
}

/* The numbers that leave of 16 bytes the first 0 to 16. */
#define ALL UINT64_MAX
static const uint64_t keep_first[VOCABULARY_WORD_MAX + 1] = {
    0, ALL >> 56, ALL >> 48, ALL >> 40, ALL >> 32, ALL >> 24, ALL >> 16, ALL >> 8, ALL,
    ALL, ALL,     ALL,       ALL,       ALL,       ALL,       ALL,       ALL};
static const uint64_t keep_second[VOCABULARY_WORD_MAX + 1] = {
    0,         0,         0,         0,         0,         0,         0,        0,  0,
    ALL >> 56, ALL >> 48, ALL >> 40, ALL >> 32, ALL >> 24, ALL >> 16, ALL >> 8, ALL};

/* Loads a run, without a branch on its size, which nobody can foresee.  Returns 1 where it is one word of ASCII, short
 * enough; else 0, and the word is empty. */
static inline int load(const analysis *a, size_t start, size_t end, vocabulary_word *w) {
    size_t size = end - start;
    char bytes[VOCABULARY_WORD_MAX];
    const char *from = a->text + start;
    w->first = w->second = 0;
    if (size > VOCABULARY_WORD_MAX || !run_is_word(a->text, a->to, start, end, a->elides))
        return 0;
    if (a->to - start < sizeof bytes) {
        memset(bytes, 0, sizeof bytes);
        from = memcpy(bytes, from, size);
    }
    uint64_t first = load_le64(from) & keep_first[size], second = load_le64(from + 8) & keep_second[size];
    if ((first | second) & UINT64_C(0x8080808080808080))
        return 0;
    w->first = first;
    w->second = second;
    return 1;
}

/* Takes a run that is one word. */
static inline int take_plain(analysis *a, size_t start, size_t end, const vocabulary_word *loaded) {
    const char *raw = a->text + start;
    /* Digits have not the bit that all letters have. */
    int digits = !((loaded->first | loaded->second) & UINT64_C(0x4040404040404040));
    int hyphen = start == a->at + 1 && a->at > 0 && raw[-1] == '-';
    if (hyphen || a->chain.words > 1) {
        word w = {start, end, hyphen, digits};
        return meet(a, w) != 0 ? -1 : take(a, w, vocabulary_find_fetched(a->v, loaded, raw, end - start));
    }
    /* Most of all: what meet and take do where neither this word nor the one before is of a chain. */
    a->chain = (chain){start, end, 1, digits};
    a->at = end;
    word_ids ids = vocabulary_find_fetched(a->v, loaded, raw, end - start);
    if (ids.term != TERM_NONE)
        return push(a->out, (token){ids.term, ids.form, 0, (uint32_t)start, (uint32_t)end});
    a->chain.words = JOINED_MAX + 1;
    return 0;
}

/* Takes the runs of a window: many are looked at, and their places in the vocabulary fetched, before the first one is
 * looked up. */
static int take_runs(analysis *a, size_t window, const word_runs *runs) {
    enum { AHEAD = 16 };
    vocabulary_word ahead[AHEAD];
    unsigned char plain[AHEAD];
    for (size_t i = 0; i < runs->count; i += AHEAD) {
        size_t n = runs->count - i < AHEAD ? runs->count - i : AHEAD;
        const uint16_t *edges = runs->edges + 2 * i;
        for (size_t k = 0; k < n; k++)
            plain[k] = (unsigned char)load(a, window + edges[2 * k], window + edges[2 * k + 1], &ahead[k]);
        vocabulary_fetch(a->v, ahead, n);
        for (size_t k = 0; k < n; k++) {
            size_t start = window + edges[2 * k], end = window + edges[2 * k + 1];
            /* A word that was not plain may have taken this run with it. */
            int failed = plain[k] && start >= a->at ? take_plain(a, start, end, &ahead[k]) : take_any(a, end);
            if (failed)
                return -1;
        }
    }
    return 0;
}

/* Takes all that is left of the text, a window at a time. */
static int take_all(analysis *a) {
    word_runs runs;
    for (size_t window = a->at; window < a->to;) {
        word_runs_find(a->text, window, a->to, &runs);
        if (take_runs(a, window, &runs) != 0 || (runs.next == window && take_any(a, window + RUNS_WINDOW) != 0))
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
