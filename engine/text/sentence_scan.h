/* sentence_scan.h: the text whose sentences are looked for, and moving in it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_SENTENCE_SCAN_H
#define ENGINE_TEXT_SENTENCE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/text/characters.h"
#include "engine/text/sentence_rules.h"

/* How a list item begins: the value that the next one has is one more. */
typedef struct marker {
    size_t end;           /* past it and the white space after it; 0: there is none */
    unsigned value;       /* its number, or its letter's place in the alphabet */
    unsigned char letter; /* it is a letter */
    unsigned char dot;    /* a stop stands after it */
    unsigned char round;  /* a bracket closes after it */
    unsigned char bullet; /* a bullet stands before it, or is all of it */
} marker;

/* The sentence whose end is looked for, and what may be looked at for it. */
typedef struct scan {
    const sentence_rules *rules;
    const char *text;
    size_t size;  /* taken for the text's end: far enough past the limit */
    size_t start; /* the sentence's first byte */
    size_t limit; /* it ends here at the latest */
    bool whole;   /* the limit is the text's end */
    marker item;  /* how it begins, if it is a list item */
} scan;

/* The character at `at`, 0 at the end; where the next one begins is put in *next, if that is not NULL. */
static inline uint32_t char_at(const scan *s, size_t at, size_t *next) {
    return char_next(s->text, s->size, at, next);
}

/* The character that ends at `at`, 0 at the sentence's start. */
static inline uint32_t char_before(const scan *s, size_t at, size_t *previous) {
    return char_previous(s->text, s->start, at, previous);
}

/* Past the white space that begins at `at`. */
static inline size_t skip_space(const scan *s, size_t at) {
    while (at < s->size) {
        size_t next;
        if (!char_is_space(char_at(s, at, &next)))
            break;
        at = next;
    }
    return at;
}

/* Where the white space that ends at `at` begins. */
static inline size_t skip_back(const scan *s, size_t at) {
    size_t previous;
    while (char_is_space(char_before(s, at, &previous)))
        at = previous;
    return at;
}

/* Past the white space that begins at `at`, on its line. */
static inline size_t skip_blanks(const scan *s, size_t at) {
    while (at < s->size && s->text[at] != '\n') {
        size_t next;
        if (!char_is_space(char_at(s, at, &next)))
            break;
        at = next;
    }
    return at;
}

static inline bool is_ascii_letter(char c) {
    return ((unsigned char)c | 0x20u) - 'a' < 26;
}

#endif
