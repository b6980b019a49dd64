/* sentence_beginning.h: how the text goes on after what may end a sentence.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_BEGINNING_H
#define ENGINE_TEXT_SENTENCE_BEGINNING_H

#include "engine/text/sentence_word.h"

enum begin { BEGIN_LOWER, BEGIN_UPPER, BEGIN_DIGIT, BEGIN_PLAIN, BEGIN_SIGN };

/* How the text after a stop begins, quotes, brackets and dashes before its first word left out. */
typedef struct beginning {
    enum begin kind;
    bool opened;  /* something opens before the word */
    bool round;   /* a round bracket is the first of it */
    bool dash;    /* a dash stands before it */
    scan_word word;
} beginning;

/* How the text at `at` begins; BEGIN_SIGN where a stop or no word comes. */
beginning beginning_at(const scan *s, size_t at);

/* Whether it begins with a capitalised word of the starter table. */
bool is_starter(const scan *s, const beginning *b);

#endif
