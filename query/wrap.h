/* wrap.h: text for a terminal: made harmless, wrapped by columns, in colour.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_WRAP_H
#define QUERY_WRAP_H

#include "dossier.h"
#include "engine/buffer.h"

enum wrap_style { WRAP_PLAIN = 0, WRAP_TITLE, WRAP_PLACE, WRAP_MATCH };

/* Start from wrap_of; the fields are wrap.c's own, but for failed. */
typedef struct wrap {
    buffer *out;
    size_t width;         /* columns of a line */
    int color;            /* 1: styles are written */
    int failed;           /* 1: out of memory */
    size_t column;        /* columns of the line that are in out */
    enum wrap_style now;  /* the style that out is in */
    int space;            /* 1: a space comes before the piece, unless a line begins there */
    buffer piece;         /* what cannot be broken: a word, or a character where those stand without spaces */
    size_t piece_width;
    enum wrap_style first; /* the style of the piece's first character */
    enum wrap_style last;  /* and of its last */
    uint32_t before;      /* the last character of the piece; 0: the piece is empty */
} wrap;

/* Writes into out, at the beginning of a line.  width 0 is 80; under 20 is 20. */
wrap wrap_of(buffer *out, unsigned width, int color);

/* Adds text.  Runs of white space become one space or a line end.  What a terminal would obey instead of
 * showing becomes U+FFFD (control characters, broken UTF-8) or is left out (marks that turn the direction of
 * writing).  A word wider than a line stands on its own line, whole. */
void wrap_text(wrap *w, dossier_str text, enum wrap_style style);

/* A space, or a line end where what follows no longer fits. */
void wrap_space(wrap *w);

/* Ends the line. */
void wrap_end_line(wrap *w);

/* Frees what the wrap holds, not out. */
void wrap_free(wrap *w);

/* The columns that a character takes in such text, 0 to 2. */
size_t wrap_columns(uint32_t character);

/* 1: white space, at which a line may be broken. */
int wrap_is_space(uint32_t character);

#endif
