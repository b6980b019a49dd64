/* format.h: the input formats, one row each, and what a format is given to read with.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_FORMAT_H
#define INDEXER_FORMAT_H

#include "dossier.h"
#include "indexer/input.h"

/* One source while it is read. */
typedef struct source source;
struct source {
    const char *path; /* as it stands in messages */
    dossier_str key;  /* the path as given: the key of an article that is the whole file */
    input *in;
    /* Takes an article.  0, or an error that ends the reading: it is to be returned as it is. */
    int (*article)(source *s, const dossier_article *article, dossier_error *err);
    /* Tells of something: skipped 1: a record (or the file) was left out.  line and column count from 1; 0:
     * none. */
    void (*note)(source *s, int skipped, size_t line, size_t column, const char *message);
    void *context;
    int keep_all; /* 1: a page in which no article is found keeps its whole text, instead of being left out */
};

/* Tells of something, with a message as printf takes it. */
void source_note(source *s, int skipped, size_t line, size_t column, const char *pattern, ...)
    __attribute__((format(printf, 5, 6)));

/* What a format's read returns where the source as a whole was left out, and that was noted. */
#define FORMAT_SKIPPED 1

/* What is known of a source before it is read. */
typedef enum format_fit {
    FORMAT_NO = 0,
    FORMAT_BY_NAME = 1,   /* its name ends so */
    FORMAT_BY_CONTENT = 2 /* its first bytes leave no doubt */
} format_fit;

typedef struct format {
    const char *name;
    const char *const *endings; /* with the point, in lower case; ends with NULL */
    /* Whether the first bytes of a content are surely of this format. */
    int (*recognise)(const char *head, size_t size);
    /* Reads a source to its end.  DOSSIER_OK, FORMAT_SKIPPED, or an error: DOSSIER_ERR_INPUT and
     * DOSSIER_ERR_IO of the source itself, or what article() returned.  NULL: known, but not read by this
     * version. */
    int (*read)(source *s, dossier_error *err);
    int decodes; /* 1: it finds out the character set itself, UTF-16 among them, and takes NUL bytes */
} format;

/* The format with this name; NULL where there is none. */
const format *format_named(const char *name);

/* The names of all formats, as they stand in a message: "auto, text, html, jsonl". */
const char *format_names(void);

/* Whether a file's name ends as one of a format does, with or without ".gz". */
int format_known_ending(const char *name);

/* The format for a content: by its first bytes, else by the name's ending, else text. */
const format *format_of(const char *name, const char *head, size_t size);

/* Why a content is nothing that a format can read, as part of a message; NULL where it can be. */
const char *format_binary_reason(const format *f, const char *head, size_t size);

#endif
