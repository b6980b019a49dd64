/* match.h: which words a pattern stands for, or a word that may be spelt otherwise.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both count characters, not bytes, and look at each of a word's characters once, whatever they are made of. */
#ifndef QUERY_MATCH_H
#define QUERY_MATCH_H

#include <stdint.h>

#include "dossier.h"

/* The most characters of a pattern (its stars are none), or of a word. */
#define MATCH_MAX 63

/* What is matched against; treat as opaque. */
typedef struct word_match {
    uint64_t ascii[128]; /* of each character: a bit for each place where it may stand */
    struct {
        uint32_t character;
        uint64_t places;
    } others[MATCH_MAX]; /* and of those that are not ASCII */
    unsigned other_count;
    uint64_t any;    /* the places where any character may stand */
    uint64_t loops;  /* bit i: any number of characters may stand before place i */
    unsigned length; /* places */
    int edits;       /* -1: a pattern */
} word_match;

/* Makes ready for a pattern of clean UTF-8: * is any number of characters, ? is one.  Returns 0, or -1 where it has
 * more than MATCH_MAX characters. */
int match_pattern(word_match *m, dossier_str pattern);

/* Makes ready for the words that at most so many edits make of this one: a character put in, left out, changed, or
 * two neighbours swapped (which are then not touched again).  Returns as match_pattern; -1 for the empty word too. */
int match_similar(word_match *m, dossier_str word, unsigned edits);

/* The edits that lie between (0 for a pattern) where the word, clean UTF-8, matches; else -1. */
int match_word(const word_match *m, dossier_str word);

#endif
