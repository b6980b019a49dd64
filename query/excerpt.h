/* excerpt.h: the parts of a passage that are shown, and where words in them are marked.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_EXCERPT_H
#define QUERY_EXCERPT_H

#include "dossier.h"

#define EXCERPT_ELLIPSIS "\xE2\x80\xA6"

/* A part: bytes of passage.text. */
typedef struct excerpt_part {
    size_t start;
    size_t end;
    int after_gap; /* 1: words stand between the part before and this one */
} excerpt_part;

/* The excerpts that were asked for (context, whole), else the best sentences in the order of the text, none twice;
 * where there are none (the query's words stand in the title,
 * say), how the passage begins, cut at a word.  There are no parts where the passage has no words either. */
typedef struct excerpt {
    excerpt_part *parts;
    size_t count;
    int is_cut; /* 1: the beginning of a passage that goes on */
} excerpt;

/* Returns 0, or -1 where there is no memory. */
int excerpt_of(const dossier_hit *hit, excerpt *out);
void excerpt_free(excerpt *e);

/* The first of the best sentences, or how the passage begins: bytes of passage.text. */
dossier_str excerpt_best(const dossier_hit *hit);

/* From byte `at` on, before `end`: where the run of bytes ends that are all in a match (*marked is 1) or all in none.
 * *next is the first match that may still count; it begins at 0 and only goes forward.  Matches may overlap. */
size_t excerpt_run(const dossier_hit *hit, size_t at, size_t end, size_t *next, int *marked);

/* Bytes from start to end of a text, cut to what it has. */
dossier_str excerpt_bytes(dossier_str text, size_t start, size_t end);

#endif
