/* units.h: a scraped text as the pieces a reader sees: paragraphs and single lines, each with its measures.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_UNITS_H
#define INDEXER_UNITS_H

#include <stddef.h>
#include <stdint.h>

#include "engine/buffer.h"

/* One piece of the text.  Texts are under 4 GiB (DOSSIER_TEXT_MAX), so that positions fit. */
typedef struct unit {
    uint32_t start; /* bytes of the text, white space left out at both ends */
    uint32_t end;
    uint32_t line;      /* where it begins, from 1 */
    uint32_t block;     /* lines with no empty line between them are one block */
    uint32_t words;     /* words with a letter or digit; two signs of a script without spaces count as one */
    uint32_t sentences; /* how many of them end inside, about */
    uint8_t stop;       /* 1: ends as a sentence does */
    uint8_t colon;      /* 1: ends with a colon */
    uint64_t hash;      /* of its letters and digits: two units that say the same have the same */
} unit;

/* Goes through a text unit by unit. */
typedef struct unit_reader {
    const char *text;
    size_t size;
    size_t at;
    uint32_t line;
    uint32_t block;
    size_t wrap; /* the column that lines are wrapped at; 0: a line is a paragraph */
} unit_reader;

/* The text is UTF-8; lines end with LF, CR LF or CR. */
unit_reader unit_reader_of(const char *text, size_t size);

/* The next unit; 0 at the end. */
int unit_next(unit_reader *reader, unit *out);

/* Appends a unit's text: its lines without the white space at their ends, joined with one LF.  Returns 0, or
 * -1 where there is no memory. */
int unit_put(const char *text, const unit *u, buffer *out);

/* Appends the words of a text in lower case (as far as ASCII goes) with one space before, between and behind
 * them, without any punctuation: what is the same to a reader is the same bytes.  An apostrophe inside a word
 * is left out. Returns 0, or -1 where there is no memory. */
int unit_fold(const char *text, size_t size, buffer *out);

/* The length in bytes of the white space (also no-break and zero-width spaces) at the beginning of the
 * text. */
size_t unit_space(const char *text, size_t size);

#endif
