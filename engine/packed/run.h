/* run.h: the postings of a batch, term by term in order: what is merged into a segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     counted key, then counted:
 *         of a full list: its forms (below), then for each posting:
 *             varint passages since the last (the first: from 0), varint count, varints: positions since the last,
 *             those that are 0 first; then, where there are two forms or more, of each position in turn the number of
 *             its form, in a byte, or in four where there are more than 256 forms
 *         of a bare list, for each posting: varint articles since the last
 *         of the terms of a form: each as varint bytes shared with the form, counted rest
 * The forms: varint their number; 0 stands for one that is the term itself.  Then varint postings where the number is
 * 0, else for each form, in the order of bytes: varint bytes shared with the term, counted rest, varint postings; and
 * where there are several, varint positions of all postings.
 * Passages and articles are numbered from 0 within the batch.
 */
#ifndef ENGINE_PACKED_RUN_H
#define ENGINE_PACKED_RUN_H

#include "engine/packed/output.h"
#include "engine/packed/terms.h"

/* A place in a run where a term begins, about every RUN_STEP bytes. */
typedef struct run_mark {
    uint64_t at;
    uint32_t key_at; /* in `keys` */
    uint32_t key_size;
} run_mark;

#define RUN_STEP ((size_t)64 << 10)
/* Numbers of up to so many forms take a byte each. */
#define RUN_NUMBERS_NARROW 256

/* A run being written; {0} is empty. */
typedef struct run {
    buffer bytes;
    buffer marks; /* run_mark */
    buffer keys;
} run;

/* Notes where a term begins; to be called before each. */
int run_mark_term(run *r, const char *key, size_t size);
void run_free(run *r);

/* Writes a varint at p and returns what follows it; up to 10 bytes. */
static inline unsigned char *run_put(unsigned char *p, uint64_t value) {
    while (value >= 0x80) {
        *p++ = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    *p++ = (unsigned char)value;
    return p;
}

/* A run that was put aside: its bytes are [at, at + size) of a spool. */
typedef struct kept_run {
    uint64_t at;
    uint64_t size;
    uint32_t passage_base; /* what its passages and articles are numbered from */
    uint32_t article_base;
    buffer marks;
    buffer keys;
} kept_run;

/* Reads a run from the first term on that is not before a key. */
typedef struct run_reader {
    const kept_run *run;
    const spool *bytes;
    uint64_t at;       /* in the run: what follows the term */
    char *window;      /* bytes read from a file */
    size_t capacity;
    uint64_t window_at;
    size_t window_size;
    const char *key;   /* the term: valid until the next */
    size_t key_size;
    const unsigned char *postings;
    size_t postings_size;
} run_reader;

/* 1, 0 at the end, or an error. */
int run_reader_seek(run_reader *r, const kept_run *run, const spool *bytes, size_t window, const char *key,
                    size_t size, dossier_error *err);
int run_reader_next(run_reader *r, dossier_error *err);
void run_reader_free(run_reader *r);

#endif
