/* word_runs.h: finds many words at once where a text is plain.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A run is as many letters and digits of ASCII and bytes that are not ASCII as stand side by side.  Most runs are a
 * word each, as word_next would find it; which are, run_is_word tells from the run and what stands behind it.  The
 * others are left to word_next. */
#ifndef ENGINE_TEXT_WORD_RUNS_H
#define ENGINE_TEXT_WORD_RUNS_H

#include <stddef.h>
#include <stdint.h>

/* How many bytes are looked at in one go. */
#define RUNS_WINDOW 2048

typedef struct word_runs {
    size_t count;
    size_t next; /* where the next window begins: where this one did, if a run fills it and is in none of the edges */
    uint16_t edges[RUNS_WINDOW + 64]; /* each run's start and its end, counted from the window's beginning */
} word_runs;

/* Finds the runs of text[from .. to) that end within RUNS_WINDOW bytes.  What is before `from` is taken for no part of
 * a run. */
void word_runs_find(const char *text, size_t from, size_t to, word_runs *out);

/* What stands behind a run and may join it to the next one: an apostrophe, a stop, a comma. */
int run_is_joined(const char *text, size_t to, size_t start, size_t end, int elides);

/* Whether the run text[start .. end) of ASCII alone, in a text that ends at `to`, is one whole word. */
static inline int run_is_word(const char *text, size_t to, size_t start, size_t end, int elides) {
    char c = end < to ? text[end] : ' ';
    return (c != '\'' && c != '.' && c != ',') || !run_is_joined(text, to, start, end, elides);
}

#endif
