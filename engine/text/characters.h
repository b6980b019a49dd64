/* characters.h: what characters are to a sentence: letters, white space, quotes, stops; and stepping by them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most characters of most texts are ASCII.  What is quick for those stands here, so that it is compiled in where it
 * is used; a function whose name has "wide" in it takes the others and is called only through its neighbour here. */
#ifndef ENGINE_TEXT_CHARACTERS_H
#define ENGINE_TEXT_CHARACTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/text/utf8.h"

/* ------------------------------------------------------------------------------------------------ classes */

/* The case of a letter; LETTER_PLAIN is one of a script that has none. */
enum letter { LETTER_NONE, LETTER_LOWER, LETTER_UPPER, LETTER_PLAIN };

/* char_letter for what is not ASCII. */
enum letter char_letter_wide(uint32_t c, uint32_t *lower);

/* The case of a character, and in *lower what it is in lower case.  A mark, or a digit that is not ASCII, stands
 * in words and is a letter of no case. */
static inline enum letter char_letter(uint32_t c, uint32_t *lower) {
    if (c >= 0x80)
        return char_letter_wide(c, lower);
    *lower = c;
    if (c >= 'a' && c <= 'z')
        return LETTER_LOWER;
    if (c < 'A' || c > 'Z')
        return LETTER_NONE;
    *lower = c + 32;
    return LETTER_UPPER;
}

/* Whether it is a digit of ASCII. */
static inline bool char_is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

/* Whether words are made of it: a letter of any script, or a digit. */
static inline bool char_in_word(uint32_t c) {
    uint32_t lower;
    return char_is_digit(c) || char_letter(c, &lower) != LETTER_NONE;
}

/* char_is_space for what is not ASCII. */
bool char_is_space_wide(uint32_t c);

/* White space, line ends and blanks that do not break included. */
static inline bool char_is_space(uint32_t c) {
    return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : char_is_space_wide(c);
}

/* char_is_closer for what is not ASCII. */
bool char_is_closer_wide(uint32_t c);

/* A quote, bracket or mark of emphasis that may close after a stop.  A quote that opens in one language closes in
 * another. */
static inline bool char_is_closer(uint32_t c) {
    if (c < 0x80)
        return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}' || c == '*' || c == '_';
    return char_is_closer_wide(c);
}

/* A quote, bracket or other sign that may open before a word. */
bool char_is_opener(uint32_t c);

/* A quote that, with white space or nothing on both sides, opens rather than closes. */
static inline bool char_is_left(uint32_t c) {
    return c == 0xAB || c == 0x2018 || c == 0x201A || c == 0x201C || c == 0x2039;
}

/* A hyphen, a dash or a minus sign. */
static inline bool char_is_dash(uint32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* An apostrophe, straight or curled. */
static inline bool char_is_apostrophe(uint32_t c) {
    return c == '\'' || c == 0x2019;
}

/* char_is_bullet and char_is_own_stop for what is not ASCII. */
bool char_is_bullet_wide(uint32_t c);
bool char_is_own_stop_wide(uint32_t c);

/* A sign that stands before the items of a list. */
static inline bool char_is_bullet(uint32_t c) {
    return c >= 0x80 && char_is_bullet_wide(c);
}

/* A stop of a script in which it ends a sentence whatever follows. */
static inline bool char_is_own_stop(uint32_t c) {
    return c >= 0x80 && char_is_own_stop_wide(c);
}

/* An exclamation or question mark of the scripts that have ours. */
static inline bool char_is_asking(uint32_t c) {
    return c == '!' || c == '?' || c == 0x203C || (c >= 0x2047 && c <= 0x2049);
}

/* Any stop: a full stop, an ellipsis, or one of the two kinds above. */
static inline bool char_is_stop(uint32_t c) {
    return c == '.' || c == 0x2026 || char_is_asking(c) || char_is_own_stop(c);
}

/* ------------------------------------------------------------------------------------------------- moving */

/* The character that begins at `at` in text[0 .. size), U+FFFD where its bytes are not UTF-8, 0 at the end.  *next is
 * where the one after it begins, at most size; it may be NULL. */
static inline uint32_t char_next(const char *text, size_t size, size_t at, size_t *next) {
    if (at >= size) {
        if (next)
            *next = size;
        return 0;
    }
    uint32_t c = (unsigned char)text[at];
    size_t length = c < 0x80 ? 1 : utf8_decode(text + at, size - at, &c);
    if (next)
        *next = at + length;
    return c;
}

/* char_previous for what is not ASCII, and at the start. */
uint32_t char_previous_wide(const char *text, size_t start, size_t at, size_t *previous);

/* The character that ends before `at` in a text that begins at text[start], 0 at its start; *previous is where it
 * begins.  A byte that ends no character of UTF-8 is a U+FFFD of its own. */
static inline uint32_t char_previous(const char *text, size_t start, size_t at, size_t *previous) {
    if (at > start && (unsigned char)text[at - 1] < 0x80) {
        *previous = at - 1;
        return (unsigned char)text[at - 1];
    }
    return char_previous_wide(text, start, at, previous);
}

#endif
