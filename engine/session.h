/* session.h: what one search needs of an open index: a reader of each folder and its words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A reader serves one thread at a time; an index keeps those that are not in use, so that any number of threads may
 * search it at once.
 */
#ifndef ENGINE_SESSION_H
#define ENGINE_SESSION_H

#include "engine/backend.h"
#include "engine/manifest.h"
#include "engine/text/vocabulary.h"

/* The most languages of one index that are searched. */
#define SESSION_LANGS_MAX 64

/* A language that passages are in, and its words. */
typedef struct session_lang {
    const char *lang; /* static */
    vocabulary *words;
} session_lang;

/* One of the folders searched. */
typedef struct session_part {
    manifest m;
    backend_reader *reader;
    session_lang langs[SESSION_LANGS_MAX];
    size_t lang_count; /* at least 1 */
    backend_totals totals;
} session_part;

typedef struct session {
    session_part *parts;
    size_t count;
    struct session *next;
} session;

/* A session to use for one search; opened where none is free. */
int session_take(dossier_index *index, session **out, dossier_error *err);

/* Gives a session back; `keep` 0 where something failed on it: it is closed. */
void session_give(dossier_index *index, session *s, int keep);

#endif
