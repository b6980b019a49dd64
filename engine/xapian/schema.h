/* schema.h: how an index is laid out in a Xapian database.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A passage is a document, numbered in the order of age:
 *     terms     stems with their counts; F + stem and form (form.h): those of its words that stand in a form other
 *               than its main one (main_forms.h), with their count; S + stem, T + stem and form: the same of the
 *               title's words; A and K + stem: a word of the author or key, with count 0; H + what the host of the
 *               source is found by (site.h), L + the article's language, Q + number: the article, with count 0 too;
 *               N: brings the sum of all counts, which Xapian keeps, to LENGTH_FACTOR times the passage's length
 *     value 0   the article's number, 4 bytes, highest first (to group by)
 *     value 1   the date as YYYYMMDD, 4 bytes, highest first; articles without one have none
 *     data      varint article, varint passage (from 0): so little that Xapian does not try to compress it
 * What belongs to an article is metadata, under a letter and the article's number (4 bytes, highest first):
 *     a NUMBER        the article's record (below)
 *     o NUMBER PASSAGE  the order of a passage's terms (order.h); PASSAGE: 4 bytes
 *     t NUMBER BLOCK  the text, in blocks of TEXT_BLOCK bytes, each packed (packer.h); BLOCK: 4 bytes
 * And so are, under a letter and a name (a long one cut, see schema_named):
 *     k KEY           varint number, 8 bytes checksum
 *     r NAME          a record of the indexer's
 *     f FORM TERM     (form.h) that a term stands in a form somewhere, or did: the term
 *     d               the dictionary that all text is packed with: the beginning of what was indexed first
 *     m               the main forms (main_forms.h)
 *     v               SCHEMA_VERSION
 *     n               varint next number, varint articles, varint bytes of text
 */
#ifndef ENGINE_XAPIAN_SCHEMA_H
#define ENGINE_XAPIAN_SCHEMA_H

#include "engine/article_record.h"
#include "engine/backend.h"
#include "engine/xapian/main_forms.h"
#include "xapian_c.h"

#define SLOT_ARTICLE 0
#define SLOT_DATE 1
#define TEXT_BLOCK ((size_t)32 << 10)

/* The letters of terms and of metadata. */
#define LETTER_ARTICLE_TERM 'Q'
#define LETTER_LANG_TERM 'L'
#define LETTER_FILLER 'N'
#define LETTER_RECORD 'a'
#define LETTER_ORDER 'o'
#define LETTER_TEXT 't'
#define LETTER_KEY 'k'
#define LETTER_NAMED 'r'
#define LETTER_FORM 'f'
#define LETTER_TOTALS "n"
#define LETTER_DICTIONARY "d"
#define LETTER_MAIN_FORMS "m"
#define LETTER_VERSION "v"
#define SCHEMA_VERSION "2"

/* Each word of a passage counts at most once as its term, as its form, and as these of the title. */
#define LENGTH_FACTOR 4
#define DICTIONARY_BYTES ((size_t)16000)

/* The letter before a field's terms; 0 for FIELD_TEXT. */
char schema_field_letter(enum query_field field);

/* The letter before the forms of text's and title's terms. */
char schema_form_letter(enum query_field field);

/* A number as 4 bytes, highest first. */
void schema_put_number(uint32_t number, char to[4]);

/* A metadata key: letter and number, and (part not negative) a block's or passage's number.  Returns its size. */
#define SCHEMA_NUMBERED_MAX 9
size_t schema_numbered(char letter, uint64_t number, int64_t part, char to[SCHEMA_NUMBERED_MAX]);

/* A metadata key: letter and name; of a name of SCHEMA_NAME_MAX bytes or more, that many: its beginning and a hash.
 * Returns its size. */
#define SCHEMA_NAME_MAX 200
size_t schema_named(char letter, dossier_str name, char to[SCHEMA_NAME_MAX + 1]);

/* The term that all passages of an article have: returns its size. */
#define SCHEMA_TERM_MAX 24
size_t schema_article_term(uint64_t number, char to[SCHEMA_TERM_MAX]);

/* Fills *err from libxapian's; `what` says what was done, on `where`.  BACKEND_STALE for a database that was modified
 * under a reader. */
int schema_error(dossier_error *err, const xapian_error *from, const char *where, const char *what);

/* The value under a metadata key, appended to *out: 1, 0 where there is none, or an error. */
int schema_get(xapian_database *db, const char *key, size_t size, const char *where, buffer *out, dossier_error *err);

/* A document's article and its number in it; both 0 where its data is damaged.  Returns libxapian's status. */
int schema_locate(const xapian_database *db, xapian_docid document, uint64_t *article, uint64_t *number,
                  xapian_error *x);

/* DOSSIER_OK where a database is laid out so; DOSSIER_ERR_VERSION where it is not. */
int schema_check_version(xapian_database *db, const char *where, dossier_error *err);

/* Reads the main forms: 1, 0 where nothing was indexed yet, or an error. */
int schema_main_forms(xapian_database *db, const char *where, main_forms *out, dossier_error *err);

/* Reads the totals of a database. */
int schema_totals(xapian_database *db, const char *where, backend_totals *out, dossier_error *err);

#endif
