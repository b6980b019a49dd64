/* fields.h: what a text says of itself in lines "Key: value": its title, its author, its date.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_FIELDS_H
#define INDEXER_FIELDS_H

#include "engine/buffer.h"
#include "indexer/format.h"

enum field {
    FIELD_TITLE = 0,
    FIELD_AUTHOR,
    FIELD_DATE,
    FIELD_SOURCE,
    FIELD_LANG,
    FIELD_STANDFIRST,
    FIELDS_KEPT,
    FIELD_OTHER = FIELDS_KEPT, /* known, and of no use here: tags, a publisher */
    FIELD_NONE                 /* no key of this kind */
};

/* {0} says nothing.  Each is empty where it was not said. */
typedef struct fields {
    buffer of[FIELDS_KEPT];
    char iso[11];
} fields;

/* What a key means, in any case: "Title", "headline", "by", "author(s)", "Pub_Date", ... */
enum field field_named(const char *key, size_t size);

/* Takes a value, without the white space and the one pair of quotes around it.  The first title, date, ...
 * counts; authors are joined with commas; of sources, the first that is an address counts.  Returns 0, or -1
 * where there is no memory. */
int fields_put(fields *f, enum field which, const char *value, size_t size);

/* Puts what was said into an article, in place of what it has; the strings point into the fields.  An unknown
 * language is noted. */
void fields_apply(fields *f, source *s, dossier_article *article);

void fields_free(fields *f);

/* A line "Key: value": its key's meaning, and its value in *value; FIELD_NONE where it is no such line. */
enum field field_line(const char *line, size_t size, dossier_str *value);

/* Reads the lines "Key: value" that a text begins with, where they are all of known keys, two at least (or a
 * title), and an empty line follows.  Returns how many bytes they take, 0 where there are none, or -1 where
 * there is no memory. */
ptrdiff_t fields_read_block(fields *f, const char *text, size_t size);

/* The stemmer for a language's name or tag ("german", "de-AT"); NULL where there is none. */
const char *stemmer_named(dossier_str lang);

#endif
