/* terms.h: a segment's dictionary: its terms in order, each with where its postings lie.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A term's key is a byte for its field and the term's text.  Keys are in the order of their bytes, TERMS_IN_BLOCK in a
 * block: the first as varint size and bytes, each other as varint bytes shared with the one before, varint size of the
 * rest, and the rest.  Behind a key stand varint postings, varint size of the list, varint size of the positions; that
 * of a word is times 4, plus what is said of its forms (postings.h).  The lists lie one after the other, each followed
 * by its positions, so that only a block's first place is kept.
 *
 * Forms that are not their own term have keys too, the last of all, with no postings: behind one stand, counted, its
 * terms, each as varint bytes shared with the form, counted rest.
 */
#ifndef ENGINE_PACKED_TERMS_H
#define ENGINE_PACKED_TERMS_H

#include "engine/packed/layout.h"
#include "engine/packed/output.h"
#include "engine/packed/postings.h"
#include "engine/query.h"
#include "engine/text/word.h"

#define TERM_KEY_MAX (1 + WORD_NORMAL_MAX)

/* A field of this backend's own: what joins hyphened words of the title, in its form.  Among the words of a passage it
 * has no position, so that it could not be told from what the text has. */
#define FIELD_JOINED ((enum query_field)(FIELD_SITE + 1))

/* A term's key: its size, at most TERM_KEY_MAX. */
size_t term_key(enum query_field field, dossier_str text, char to[TERM_KEY_MAX]);

/* Whether the lists of a key's field are bare. */
enum posting_kind term_kind(const char *key);

/* The first byte of the key of a word of FIELD_TEXT. */
#define TERM_WORD 'w'
/* The first byte of a form's key, above that of any field. */
#define TERM_FORM 'x'
size_t term_form_key(dossier_str form, char to[TERM_KEY_MAX]);

/* As memcmp, a shorter key before a longer one that begins with it. */
int term_compare(const char *a, size_t a_size, const char *b, size_t b_size);

/* The beginning of a key as a number in the same order, for comparing quickly. */
uint64_t term_prefix(const char *key, size_t size);

/* ---------------------------------------------------------------------------------------------------- writing */

/* A dictionary being made; {0} with terms.folder and terms.limit set is an empty one. */
typedef struct term_writer {
    spool terms;
    buffer blocks; /* term_block */
    uint64_t count;
    uint64_t postings_at;
    char last[TERM_KEY_MAX];
    size_t last_size;
} term_writer;

/* Adds the next term in order. */
int term_writer_put(term_writer *w, const char *key, size_t size, const posting_extent *extent, dossier_error *err);
/* The same of a form, with its terms. */
int term_writer_put_form(term_writer *w, const char *key, size_t size, const char *terms, size_t terms_size,
                         dossier_error *err);
void term_writer_clear(term_writer *w);

/* ---------------------------------------------------------------------------------------------------- reading */

/* A dictionary in a mapped file; nothing in it is trusted. */
typedef struct term_table {
    const unsigned char *terms;
    uint64_t terms_size;
    const term_block *blocks;
    uint64_t block_count;
    const unsigned char *postings;
    uint64_t postings_size;
    uint64_t count;
} term_table;

/* A place in a dictionary, and the term there. */
typedef struct term_walk {
    const term_table *table;
    uint64_t ordinal; /* the term's place among all */
    uint64_t at;      /* what follows it in the terms */
    uint64_t postings_at; /* the end of its postings */
    char key[TERM_KEY_MAX];
    size_t size;
    posting_list list;
    dossier_str terms; /* of a form's key: its terms, which has no list */
} term_walk;

/* Reads one after the other of the terms that a form's key has. */
typedef struct form_terms {
    cursor left;
    dossier_str form;
    char term[WORD_NORMAL_MAX];
    size_t size;
} form_terms;

void form_terms_begin(form_terms *t, dossier_str form, dossier_str terms);
/* 1 with the next term, 0 at the end, or DOSSIER_ERR_DAMAGED. */
int form_terms_next(form_terms *t);

/* Appends a term as a form's key has it.  Returns 0, or -1 where there is no memory. */
int form_terms_put(buffer *to, dossier_str form, dossier_str term);

/* Goes to the first term that is not before `key`: 1, 0 where there is none, or DOSSIER_ERR_DAMAGED (without a
 * message). */
int term_walk_seek(term_walk *walk, const term_table *table, const char *key, size_t size);

/* Goes to the next term; returns as term_walk_seek. */
int term_walk_next(term_walk *walk);

#endif
