/* byline.h: who wrote it: the lines that name an author, and the sentence at the end that says who that is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_BYLINE_H
#define INDEXER_BYLINE_H

#include <stddef.h>

#include "dossier.h"

/* What a line says of the article it stands over: "By Jane Doe, a fellow at X | July 14, 2022". */
typedef struct byline {
    dossier_str name; /* the names as written, with "and" and commas; empty: none */
    dossier_str role; /* what follows the names, or the place of the lost name in "By , a fellow at X" */
    char date[11];    /* ISO, or empty */
    int date_changed; /* 1: the date is that of a change */
    int lost;         /* 1: a byline whose name was lost in scraping: "By , a fellow at X" */
    int open;         /* 1: "By" alone: the name is the next line */
} byline;

/* Reads a line that names the author, or the date, or both, and nothing else but a role.  Returns 1, or 0
 * where it is no such line.  The strings are parts of the text. */
int byline_read(const char *text, size_t size, byline *out);

/* Whether a text is nothing but a person's name: two to five words that names are made of. */
int byline_is_name(const char *text, size_t size);

/* A name with a role behind a comma, and no stop: "Jane Doe, Staff Writer".  Returns the length of the name,
 * or 0. */
size_t byline_name_with_role(const char *text, size_t size);

/* A sentence that says who someone is: "Jane Doe is a fellow at X."  *name and *role are parts of the text.
 * Returns 1, or 0. */
int bio_read(const char *text, size_t size, dossier_str *name, dossier_str *role);

#endif
