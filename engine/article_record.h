/* article_record.h: what is kept of an article beside its text, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     counted  key, title, standfirst, author, date, lang, source: each its size as a varint, then its bytes
 *     varint   bytes of text; varint passages
 *     varints  of each passage: the bytes from the end of the one before to its start, its own bytes, and the lines
 *              from the one before (from 0 for the first) to the line on which it begins
 *
 * In the short form these varints are of each passage: its own bytes; then four times the lines, plus the bytes from
 * the end of the one before where they are fewer than 3, else plus 3; then, there, those bytes less 3.
 */
#ifndef ENGINE_ARTICLE_RECORD_H
#define ENGINE_ARTICLE_RECORD_H

#include "dossier.h"
#include "engine/buffer.h"

/* Appends an article's record: its fields, the size of its text, and each passage's place and line.  -1: no memory. */
int article_record_put(const dossier_article *a, const dossier_span *passages, size_t count, buffer *out);

/* The same, with passages in the short form. */
int article_record_put_short(const dossier_article *a, const dossier_span *passages, size_t count, buffer *out);

/* A record, read: strings lie in what was read. */
typedef struct article_record {
    dossier_str key, title, standfirst, author, date, lang, source;
    uint64_t text_size;
    uint64_t passages;
    cursor rest;  /* at the passages */
    int is_short; /* 1: they are in the short form.  Who reads a record says so */
} article_record;

/* Returns 0, or -1 where the record is damaged. */
int article_record_read(const char *data, size_t size, article_record *out);

/* The next passage, from the first on: 1 with its place and line, 0 behind the last, -1 where the record is damaged.
 * *at {0} begins. */
typedef struct article_passages {
    uint64_t number;
    uint64_t end;
    uint64_t line;
    cursor rest;
} article_passages;
int article_record_next(const article_record *record, article_passages *at, dossier_span *span, size_t *line);

/* The place and line of a passage; -1 where there is none such or the record is damaged. */
int article_record_passage(const article_record *record, uint64_t number, dossier_span *span, size_t *line);

#endif
