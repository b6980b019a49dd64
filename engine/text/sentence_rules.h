/* sentence_rules.h: the tables that the sentence splitter reads, a set for each language.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_RULES_H
#define ENGINE_TEXT_SENTENCE_RULES_H

#include <stddef.h>

#include "engine/text/sentence.h"

/* What the stop after an abbreviation can mean.  A starter is a word of the table of that name. */
enum abbreviation_kind {
    KIND_NONE,   /* not an abbreviation: its stop ends the sentence */
    KIND_TITLE,  /* a name follows (Dr.): never ends one */
    KIND_INNER,  /* something always follows (e.g.): never ends one; "IE." in capitals: a plain word */
    KIND_NUMBER, /* a number follows (No. 5); ends one before a starter */
    KIND_MAYBE,  /* ends one before a starter only (Inc., U.S.) */
    KIND_WORD,   /* an abbreviation before a number, else a plain word (no., sec.) */
    KIND_UNIT,   /* an abbreviation after a number (5 in.), else a plain word */
    KIND_PLACE,  /* as KIND_MAYBE where it is written with one capital (Mass.), else a plain word */
    KIND_LAST,   /* what ends a list (etc.): ends one before any capital */
    KIND_YEAR,   /* as KIND_LAST after a number (1990 г.), else as KIND_MAYBE */
    KIND_CLOCK   /* a.m.: ends one before any capital that is not a time zone's or a day's */
};

typedef struct abbreviation {
    const char *word; /* in lower case, without its last stop, but with inner ones; "-str": a word's end */
    unsigned char kind;
} abbreviation;

/* Words in lower case, in order of their bytes. */
typedef struct word_list {
    const char *const *words;
    size_t count;
} word_list;

struct sentence_rules {
    const char *lang;                  /* libstemmer's name */
    const abbreviation *abbreviations; /* in order of their words' bytes */
    size_t abbreviation_count;
    word_list starters; /* words that, capitalised after an abbreviation, begin a sentence */
    word_list subjects; /* those that also do so where all is in capitals; none: no word does */
    word_list leads;    /* words that an ordinal follows ("am 3. Mai"), or a time of the day ("at 5 a.m.") */
    word_list dates;    /* what an ordinal stands before ("Mai", "Jahrhundert"), or a.m. ("Monday", "EST") */
    word_list credits;  /* what a picture's credit begins with ("Photo:") */
    word_list labels;   /* what a caption begins with ("Figure 2") */
    word_list speech;   /* verbs that follow a speaker's name ("asked") */
    unsigned char ordinals; /* 1: a short number and a stop is an ordinal ("3. Mai") */
};

/* All languages that have rules of their own; the first is English. */
extern const sentence_rules sentence_languages[];
extern const size_t sentence_language_count;

#endif
