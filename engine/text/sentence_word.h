/* sentence_word.h: the words of a sentence, as its ends are judged by them, and the tables of words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_WORD_H
#define ENGINE_TEXT_SENTENCE_WORD_H

#include "engine/text/sentence_scan.h"

/* The longest word that is looked up. */
#define WORD_MAX 24

/* A word of any script, its digits, and the stops and apostrophes inside it. */
typedef struct scan_word {
    size_t start, end;
    size_t letters;   /* in characters */
    size_t digits;
    unsigned stops;   /* inside it */
    bool upper_first; /* the first letter is upper case */
    unsigned uppers, lowers;
    bool hyphen;      /* a hyphen and a letter follow it */
    char folded[WORD_MAX + 8];
    size_t folded_size; /* over WORD_MAX where it is too long to be looked up */
} scan_word;

/* The word that begins at `at`; empty where none does.  "It's" is read as "it". */
scan_word scan_word_at(const scan *s, size_t at);

/* The word that ends at `at`, inner stops and apostrophes included. */
scan_word scan_word_before(const scan *s, size_t at);

/* Whether a word, in lower case, is in a table; an empty one is in none. */
bool list_has(const word_list *list, const scan_word *w);

/* What the abbreviation text[0 .. size), in lower case, is in the table of the scan's language. */
enum abbreviation_kind abbreviation_kind_of(const scan *s, const char *text, size_t size);

#endif
