/* naive.h: patterns and edits matched in plain ways, for tests to hold others against.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_UNIT_NAIVE_H
#define TESTS_UNIT_NAIVE_H

#include <stddef.h>
#include <stdint.h>

enum { NAIVE_MOST = 80 };

/* Characters, and the same as UTF-8. */
typedef struct naive_text {
    uint32_t characters[NAIVE_MOST];
    size_t count;
    char bytes[4 * NAIVE_MOST];
    size_t size;
} naive_text;

void naive_add(naive_text *t, uint32_t character);

/* Of clean UTF-8; what is too long is cut. */
naive_text naive_of(const char *bytes, size_t size);

/* Whether a word matches a pattern of * and ?. */
int naive_pattern(const naive_text *pattern, const naive_text *word);

/* The edits between two words: the whole table of distances. */
size_t naive_distance(const naive_text *a, const naive_text *b);

#endif
