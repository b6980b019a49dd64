/* analyzer.c: from text to terms.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/analyzer.h"

#include <stdlib.h>

#include "engine/error.h"
#include "engine/text/word.h"

static int push(token_list *list, token item) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 256 : 2 * list->capacity;
        token *items = realloc(list->items, capacity * sizeof *items);
        if (items == NULL)
            return -1;
        list->items = items;
        list->capacity = capacity;
    }
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

/* Ends a chain: a joined token where it has a meaning. */
static int end_chain(vocabulary *v, const char *text, chain *c, token_list *out) {
    chain done = *c;
    *c = (chain){0};
    if (done.words < 2 || done.words > JOINED_MAX || done.digits)
        return 0;
    term_id id = vocabulary_lookup(v, text + done.start, done.end - done.start);
    if (id == TERM_NONE)
        return 0;
    return push(out, (token){id, (uint32_t)done.start, (uint32_t)done.end, done.words});
}

int analyze(vocabulary *v, const char *text, size_t from, size_t to, token_list *out, dossier_error *err) {
    chain c = {0};
    word w;
    int elides = vocabulary_elides(v);
    for (size_t at = from; word_next(text, to, elides, &at, &w);) {
        if (c.words > 0 && !w.hyphen && end_chain(v, text, &c, out) != 0)
            return error_memory(err);
        if (c.words == 0)
            c = (chain){.start = w.start, .digits = 1};
        c.words++;
        c.end = w.end;
        c.digits &= w.digits;
        term_id id = vocabulary_lookup(v, text + w.start, w.end - w.start);
        if (id == TERM_NONE) {
            c.words = JOINED_MAX + 1;
            continue;
        }
        if (push(out, (token){id, (uint32_t)w.start, (uint32_t)w.end, 0}) != 0)
            return error_memory(err);
    }
    if (end_chain(v, text, &c, out) != 0 || vocabulary_failed(v))
        return error_memory(err);
    return DOSSIER_OK;
}

void token_list_free(token_list *list) {
    free(list->items);
    *list = (token_list){0};
}
