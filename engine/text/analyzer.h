/* analyzer.h: from text to terms, the same when indexing, when asking and when highlighting.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_ANALYZER_H
#define ENGINE_TEXT_ANALYZER_H

#include "engine/text/vocabulary.h"

/* A term where it stands: bytes of the text given. */
typedef struct token {
    term_id term;
    form_id form : FORM_BITS;
    uint32_t joined : 32 - FORM_BITS; /* 0: a word.  Else the whole of this many hyphened words, which stand just before
                                         this token: "neo-imperial" gives neo, imperial and (joined 2) neoimperial, so
                                         that each way of typing it is found.  A joined token has no position of its
                                         own. */
    uint32_t start;
    uint32_t end;
} token;

/* A growing list of tokens; {0} is empty. */
typedef struct token_list {
    token *items;
    size_t count;
    size_t capacity;
} token_list;

/* The most hyphened words that give a joined token. */
#define JOINED_MAX 4

/* Appends the tokens of text[from .. to) in text order.  A text is at most DOSSIER_TEXT_MAX bytes.
 * Returns DOSSIER_OK or DOSSIER_ERR_MEMORY. */
int analyze(vocabulary *v, const char *text, size_t from, size_t to, token_list *out, dossier_error *err);

void token_list_free(token_list *list);

#endif
