/* word.h: where words stand in a text, and the form in which they are compared.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words follow the Unicode word rules (UAX #29) with the choices of news prose:
 *   Russia's, don't     one word; in languages that elide (l'Europe) the apostrophe parts two words
 *   U.S.  a.m.          single letters parted by stops are one word, its last stop included
 *   end.Next            other stops between letters part words: a missing space is more frequent than a host name
 *   3.5  1,000          digits hold their stops and commas together
 *   neo-imperial  F-16  parts; the second says that a hyphen joins it to the first
 *   Han, Hiragana, Thai, Lao, Khmer and Burmese letters are a word each, as no space parts their words
 */
#ifndef ENGINE_TEXT_WORD_H
#define ENGINE_TEXT_WORD_H

#include <stddef.h>
#include <stdint.h>

/* A word at text[start .. end). */
typedef struct word {
    size_t start;
    size_t end;
    int hyphen; /* 1: only a hyphen stands between this word and the one before */
    int digits; /* 1: digits alone (with stops and commas) */
} word;

/* Finds the first word at or after *at, and moves *at past it.  Returns 1, or 0 where there is none.
 * elides: 1 for a language whose apostrophe parts words. */
int word_next(const char *text, size_t size, int elides, size_t *at, word *out);

/* The most bytes that a normal form has; a longer word is cut (at a character), in texts and queries alike. */
#define WORD_NORMAL_MAX 200

enum word_fold {
    WORD_POSSESSIVE = 1, /* a last 's is dropped */
    WORD_MARKS = 2       /* accents on Latin and Greek letters are dropped: Erdoğan, Erdogan */
};

/* The normal form of a word as written (or of hyphened words with their hyphens): case folded, compatibility
 * composed (NFKC_Casefold), without apostrophes, hyphens, soft hyphens, the stops of initialisms (U.S. -> us) and the
 * commas of thousands (1,000 -> 1000).  Writes up to WORD_NORMAL_MAX bytes and returns their number; 0 where nothing
 * is left (or there is no memory). */
size_t word_normal(const char *raw, size_t size, int fold, char to[WORD_NORMAL_MAX]);

/* Drops the accents of Latin and Greek letters from a normal form, in place; returns the new size. */
size_t word_drop_marks(char *text, size_t size);

#endif
