/* vocabulary.h: from words as written to terms, each distinct word normalised and stemmed once.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A corpus repeats its words: a word seen before costs one hash look-up.  One vocabulary serves one thread.
 */
#ifndef ENGINE_TEXT_VOCABULARY_H
#define ENGINE_TEXT_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

#include "dossier.h"

typedef struct vocabulary vocabulary;

/* A term's number in its vocabulary, from 0. */
typedef uint32_t term_id;
#define TERM_NONE UINT32_MAX

/* A term.  text lives as long as the vocabulary, until vocabulary_forget. */
typedef struct term {
    const char *text; /* the stem, UTF-8, 1 to WORD_NORMAL_MAX bytes */
    uint32_t size;
    uint64_t hash;    /* of text; the same in every run and on every machine */
} term;

/* A vocabulary for one of dossier_languages(). DOSSIER_ERR_ARGUMENT for another, DOSSIER_ERR_MEMORY. */
int vocabulary_new(vocabulary **out, const char *lang, dossier_error *err);
void vocabulary_free(vocabulary *v);

/* The term of a word as written (or of hyphened words, with their hyphens).  TERM_NONE where nothing is left of the
 * word, or (vocabulary_failed) there is no memory. */
term_id vocabulary_lookup(vocabulary *v, const char *raw, size_t size);

/* A word of 1 to VOCABULARY_WORD_MAX bytes, zeros behind it, as load_le64 (hash.h) gives them. */
#define VOCABULARY_WORD_MAX 16
typedef struct vocabulary_word {
    uint64_t first;
    uint64_t second;
    uint64_t hash; /* vocabulary_fetch's */
} vocabulary_word;

/* vocabulary_lookup in two steps, so that memory is waited for once for many words.  A word that was fetched may be
 * looked up at any later time, or never; one without a meaning may be fetched.  Both only where vocabulary_failed said
 * no since vocabulary_new or vocabulary_forget. */
void vocabulary_fetch(const vocabulary *v, vocabulary_word *words, size_t count);
term_id vocabulary_lookup_fetched(vocabulary *v, const vocabulary_word *w, const char *raw, size_t size);

/* 1 where there was no memory, at any call before: the vocabulary is of no more use. */
int vocabulary_failed(const vocabulary *v);

/* From now on words that cannot have a term with one of these first letters (bit 0: a) need not be learnt: those that
 * were not met before may be TERM_OTHER, which is no term's number.  In languages whose stems do not keep the first
 * letter this changes nothing.  vocabulary_widen ends it. */
#define TERM_OTHER (UINT32_MAX - 1)
void vocabulary_narrow(vocabulary *v, uint32_t letters);
void vocabulary_widen(vocabulary *v);

/* The term that is this stem, made where it is not there yet; TERM_NONE where there is no memory. */
term_id vocabulary_stem(vocabulary *v, const char *stem, size_t size);

/* The beginning of a term that a word's beginning as written stands for: its normal form, not stemmed.  Writes up to
 * WORD_NORMAL_MAX bytes (word.h) and returns their number. */
size_t vocabulary_prefix(const vocabulary *v, const char *raw, size_t size, char *to);

/* The form of a word as written (or of hyphened words, with their hyphens), in which it is kept beside its term: its
 * normal form, not stemmed.  Writes up to WORD_NORMAL_MAX bytes and returns their number. */
size_t vocabulary_form(const vocabulary *v, const char *raw, size_t size, char *to);

/* 1 where a word as written is a stop word of the language. */
int vocabulary_is_stop(const vocabulary *v, const char *raw, size_t size);

const term *vocabulary_term(const vocabulary *v, term_id id);

/* The hash of a term's text, as term.hash has it. */
uint64_t vocabulary_hash(const char *text, size_t size);

/* The number of terms: ids are below it. */
uint32_t vocabulary_size(const vocabulary *v);

/* The number of bytes held; vocabulary_forget drops all words and terms, so that endless corpora stay bounded. */
size_t vocabulary_memory(const vocabulary *v);
void vocabulary_forget(vocabulary *v);

/* The language's name, static. */
const char *vocabulary_lang(const vocabulary *v);

/* 1 for a language whose apostrophe parts words (see word.h). */
int vocabulary_elides(const vocabulary *v);

/* 1 where the language is one that vocabulary_new takes. */
int vocabulary_known(const char *lang);

#endif
