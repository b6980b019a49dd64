/* segment.h: one segment, mapped into memory for reading.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Opening one looks at its trailer alone, and at whether the sections have the sizes that the trailer says; what is in
 * them is checked where it is used.  A segment never changes: any number of threads may read one.
 */
#ifndef ENGINE_PACKED_SEGMENT_H
#define ENGINE_PACKED_SEGMENT_H

#include "engine/article_record.h"
#include "engine/packed/blocks.h"
#include "engine/packed/layout.h"
#include "engine/packed/search.h"
#include "engine/packed/terms.h"

/* What was removed of a segment; {0}: nothing. */
typedef struct removed_set {
    const unsigned char *file; /* mapped; NULL: none */
    size_t file_size;
    removed_header header;
    const uint64_t *bits;
    const removed_term *terms;
} removed_set;

typedef struct segment {
    char *path;
    char *removed_path; /* NULL: nothing was removed */
    const unsigned char *file;
    size_t file_size;
    segment_trailer trailer;
    const unsigned char *text, *records, *names;
    const block_group *groups;
    uint64_t group_count;
    const article_row *articles;
    const uint32_t *first_passage, *dates, *title_words;
    const void *lengths;
    const key_row *keys;
    const uint64_t *name_starts;
    term_table terms;
    removed_set removed;
    const dictionary *dictionary; /* that its text was packed with; NULL: none */
} segment;

/* Maps folder/name, and what was removed of it from folder/removed_name (NULL: nothing was).  d: the index's dictionary
 * (NULL: none), which must outlive the segment.  A file that is not there is BACKEND_STALE: a commit may just have
 * replaced it. */
int segment_open(segment **out, const char *folder, const char *name, const char *removed_name, const dictionary *d,
                 dossier_error *err);
void segment_close(segment *s);

/* DOSSIER_ERR_DAMAGED, naming the segment and a section (or what else is wrong). */
int segment_damaged(const segment *s, const char *what, dossier_error *err);

/* The first section, from one on, that has not its checksum; SECTION_COUNT where all have. */
enum section_id segment_check_sums(const segment *s, enum section_id from);

/* Articles, passages and so on that are there and were not removed; next_number is not filled. */
void segment_totals(const segment *s, backend_totals *out);

int segment_is_removed(const segment *s, uint32_t passage);
uint32_t segment_length(const segment *s, uint32_t passage);

/* An article's passages, [*first, *last); DOSSIER_ERR_DAMAGED where they are none. */
int segment_passages(const segment *s, uint32_t article, uint32_t *first, uint32_t *last, dossier_error *err);

/* An article's record; its strings lie in the mapped file or in *memory, in place of what was there. */
int segment_record(const segment *s, uint32_t article, buffer *memory, article_record *out, dossier_error *err);

/* The article with a number: 1, or 0 where it is not in this segment (or was removed from it). */
int segment_find_number(const segment *s, uint64_t number, uint32_t *article);

/* The article with a key, not removed: 1, 0 or an error. */
int segment_find_key(const segment *s, dossier_str key, uint32_t *article, dossier_error *err);

/* The record of a name of the indexer's: 1 (its value may be empty: it was removed), 0 or an error. */
int segment_find_name(const segment *s, dossier_str name, dossier_str *value, dossier_error *err);
int segment_name(const segment *s, uint64_t i, dossier_str *name, dossier_str *value, dossier_error *err);

/* The passages (or articles) of the term that a walk is at which were not removed. */
uint64_t segment_left_of(const segment *s, const term_walk *walk);

/* A term's list, and the passages (or articles) of it that were not removed: 1, 0 or an error. */
int segment_find_term(const segment *s, enum query_field field, dossier_str text, posting_list *out,
                      uint64_t *frequency, dossier_error *err);

/* Appends bytes [from, to) of an article's text, which its record says to be of text_size bytes. */
int segment_text(const segment *s, uint32_t article, uint64_t text_size, uint64_t from, uint64_t to,
                 text_memory *memory, buffer *out, dossier_error *err);

/* A block of text. */
typedef struct text_block {
    uint64_t raw_at;    /* the bytes of text before it */
    uint64_t packed_at; /* where it begins in SECTION_TEXT, in which all of it lies */
    size_t raw_size;    /* from 1 to BLOCK_BYTES */
    size_t packed_size; /* not more than that */
} text_block;

/* The blocks' number.  Each group but the last is full, or blocks cannot be told from one another. */
uint64_t segment_blocks(const segment *s);

/* Block `block` of those; DOSSIER_ERR_DAMAGED where it is none. */
int segment_place(const segment *s, uint64_t block, text_block *out, dossier_error *err);

/* A block's text, which lives as text_memory_unpack says. */
int segment_block(const segment *s, uint64_t block, text_memory *memory, text_block *place, const char **text,
                  dossier_error *err);

/* As a search sees it; `base` is the document number of its first passage. */
search_segment segment_search(const segment *s, uint64_t base);

/* The segment's part of the residents is given back: after reading much of it once. */
void segment_forget(const segment *s);

#endif
