/* sentence.h: where sentences begin and end, by rules of each language.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_H
#define ENGINE_TEXT_SENTENCE_H

#include <stddef.h>

#include "dossier.h"

/* The tables of one language: its abbreviations, how its sentences begin, its ways with numbers. */
typedef struct sentence_rules sentence_rules;

/* The rules of a language by its libstemmer name ("english", "german", "french", ...).  NULL, or a name
 * without rules of its own, gives those of English.  Static. */
const sentence_rules *sentence_rules_for(const char *lang);

/* The most bytes a sentence has.  A longer run is cut at its last white space, or, having none, at a
 * character. */
#define SENTENCE_MAX 4096

/* Finds the next sentence at or after *at.  Returns 1, with the sentence in *out and *at moved past it, or 0
 * where only white space is left.  A sentence has no white space at its ends and is never empty; every byte
 * that is not white space is in exactly one.  An empty line always ends a sentence.  Nothing before *at is
 * looked at, so a run of whole sentences, split again alone, gives the same ones.  Any bytes will do: what
 * is not UTF-8 is a sign without a meaning.  Safe from any thread. */
int sentence_next(const sentence_rules *rules, const char *text, size_t size, size_t *at, dossier_span *out);

#endif
