/* analyzers.h: one thread's vocabularies, one for each language it meets.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_ANALYZERS_H
#define ENGINE_ANALYZERS_H

#include "dossier.h"
#include "engine/text/language.h"
#include "engine/text/vocabulary.h"

#define ANALYZERS_MAX 64

/* {0} has none. */
typedef struct analyzers {
    struct {
        const char *lang; /* static, from dossier_languages() */
        vocabulary *words;
    } known[ANALYZERS_MAX];
    size_t count;
    language_guess *guess; /* see feed.h; NULL: not made yet */
} analyzers;

/* The vocabulary of a language, made where it is not there yet.  It lives as long as `a`; terms are forgotten between
 * batches where they have become too many. */
int analyzers_get(analyzers *a, const char *lang, vocabulary **out, dossier_error *err);

/* Forgets all words where they take more than so many bytes. */
void analyzers_trim(analyzers *a, size_t most);

/* Frees the vocabularies. */
void analyzers_end(analyzers *a);

#endif
