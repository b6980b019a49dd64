/* naive.c: patterns and edits matched in plain ways, for tests to hold others against.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/naive.h"

#include "engine/text/utf8.h"

void naive_add(naive_text *t, uint32_t character) {
    t->characters[t->count++] = character;
    t->size += utf8_encode(character, t->bytes + t->size);
}

naive_text naive_of(const char *bytes, size_t size) {
    naive_text t = {.count = 0};
    for (size_t at = 0; at < size && t.count < NAIVE_MOST;) {
        uint32_t c;
        at += utf8_decode(bytes + at, size - at, &c);
        naive_add(&t, c);
    }
    return t;
}

static int matches(const uint32_t *pattern, size_t count, const uint32_t *letters, size_t left) {
    if (count == 0)
        return left == 0;
    if (*pattern == '*')
        return matches(pattern + 1, count - 1, letters, left) ||
               (left > 0 && matches(pattern, count, letters + 1, left - 1));
    return left > 0 && (*pattern == '?' || *pattern == *letters) &&
           matches(pattern + 1, count - 1, letters + 1, left - 1);
}

int naive_pattern(const naive_text *pattern, const naive_text *word) {
    return matches(pattern->characters, pattern->count, word->characters, word->count);
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t naive_distance(const naive_text *a, const naive_text *b) {
    static size_t d[NAIVE_MOST + 1][NAIVE_MOST + 1];
    for (size_t i = 0; i <= a->count; i++)
        for (size_t k = 0; k <= b->count; k++) {
            if (i == 0 || k == 0) {
                d[i][k] = i + k;
                continue;
            }
            int same = a->characters[i - 1] == b->characters[k - 1];
            d[i][k] = least(least(d[i - 1][k], d[i][k - 1]) + 1, d[i - 1][k - 1] + !same);
            if (i > 1 && k > 1 && a->characters[i - 1] == b->characters[k - 2] &&
                a->characters[i - 2] == b->characters[k - 1])
                d[i][k] = least(d[i][k], d[i - 2][k - 2] + 1);
        }
    return d[a->count][b->count];
}
