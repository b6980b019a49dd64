/* jsonl_flat.h: reads the plain lines of JSON Lines, several times faster than a parser of all JSON.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A plain line is an object of few members, no two of one name, in UTF-8, with no escape in a name, not deeply nested.
 * Of any other line, and of any that is not JSON, it is said that it is not plain, and no more: who reads it then with
 * jansson (with JSON_ALLOW_NUL) gets the values, or the message, that there are.  The members of a plain line have the
 * values that jansson would give them. */
#ifndef INDEXER_JSONL_FLAT_H
#define INDEXER_JSONL_FLAT_H

#include "engine/buffer.h"
#include "dossier.h"

/* A line of more members is not plain. */
#define FLAT_MEMBERS_MOST 32

/* FLAT_OTHER: true, false, an object, or a number that is not whole. */
enum flat_kind { FLAT_STRING, FLAT_INTEGER, FLAT_NULL, FLAT_LIST, FLAT_OTHER };

typedef struct flat_member {
    dossier_str name;
    enum flat_kind kind;
    dossier_str string; /* a string's bytes, escapes undone; they may hold NULs, and none follows them */
    long long integer;
} flat_member;

/* {0} before the first line; kept from line to line.  Strings point into the line, or into `undone` where there were
 * escapes in them: they are good until the next line is read, or the first one's memory goes. */
typedef struct flat_record {
    size_t count;
    flat_member members[FLAT_MEMBERS_MOST];
    buffer undone;
} flat_record;

/* Reads a line.  Returns 1; 0 where it is not plain; -1 where there is no memory. */
int flat_read(flat_record *record, const char *line, size_t size);

/* The member of this name, or NULL. */
const flat_member *flat_get(const flat_record *record, const char *name);

void flat_free(flat_record *record);

#endif
