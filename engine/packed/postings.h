/* postings.h: the postings of one term in one segment: written once, read by many.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A list says of each passage that has the term how often (the formula's f) and where: as many positions as f, rising,
 * from 1; a 0 stands for an occurrence without a position (the join of hyphened words) and there may be several.  Of a
 * term that has several forms, it says which of them each occurrence has: their numbers, from 0.
 * Passages are numbered from 0 within the segment.  Lists of the fields that only choose name articles, also numbered
 * from 0, and neither counts nor positions.
 */
#ifndef ENGINE_PACKED_POSTINGS_H
#define ENGINE_PACKED_POSTINGS_H

#include "dossier.h"
#include "engine/buffer.h"

/* Whether a list has counts and positions. */
enum posting_kind { POSTINGS_FULL, POSTINGS_BARE };

/* ---------------------------------------------------------------------------------------------------- writing */

/* Makes lists, one after the other; for one thread, used again for each. */
typedef struct posting_writer posting_writer;

int posting_writer_new(posting_writer **out, dossier_error *err);
void posting_writer_free(posting_writer *w);

/* Begins a list. */
void posting_writer_begin(posting_writer *w, enum posting_kind kind);

/* Adds a posting; passages rise strictly.  length: the passage's in terms (the formula's len), for the bounds by which
 * searching leaves out blocks; count: 1 or more; positions: `count` of them.  In a bare list length, count and
 * positions are not looked at.  DOSSIER_ERR_MEMORY. */
int posting_writer_add(posting_writer *w, uint32_t passage, uint32_t length, uint32_t count,
                       const uint32_t *positions, dossier_error *err);

/* Of a term with several forms: where the number of the form at each position of the next posting, which has `count` of
 * them, is to be put before it is added.  Positions that are 0 come first.  NULL where there is no memory. */
uint32_t *posting_writer_forms(posting_writer *w, uint32_t count);

/* What a list has become: where its bytes went, relative to what the buffers held before. */
typedef struct posting_extent {
    uint32_t frequency;      /* postings: the formula's n, before removals */
    uint64_t size;           /* bytes appended to `lists` */
    uint64_t positions_size; /* bytes appended to `positions`; 0 where a short list has its positions within */
    unsigned forms;          /* what is said of the forms (below); posting_writer_end leaves it 0 */
} posting_extent;

/* Ends the list and appends its bytes.  The bytes depend on the postings alone, and name no place outside the list. */
int posting_writer_end(posting_writer *w, buffer *lists, buffer *positions, posting_extent *extent,
                       dossier_error *err);

/* ---------------------------------------------------------------------------------------------------- reading */

/* A list as it lies in a mapped segment, or was made in memory.  Nothing in it is trusted. */
typedef struct posting_list {
    const unsigned char *data;
    uint64_t size;
    const unsigned char *positions;
    uint64_t positions_size;
    uint32_t frequency;
    unsigned forms; /* LIST_FORM_ITSELF, LIST_FORM_TABLE */
    int is_made;    /* 1: it lies in memory that may become another's, and is not named by its place */
    enum posting_kind kind;
} posting_list;

/* What is said of a term's forms: it is one itself; the list begins with a table of them (form_table.h), which all have
 * that are not their only form. */
#define LIST_FORM_ITSELF 1u
#define LIST_FORM_TABLE 2u

/* Walks a whole list in order, with all that is in it: for merging, checking and tests. */
typedef struct posting_walk posting_walk;

/* limit: passages (or articles) in the segment; a posting at or beyond it is damage. */
int posting_walk_new(posting_walk **out, dossier_error *err);
void posting_walk_free(posting_walk *walk);
void posting_walk_begin(posting_walk *walk, const posting_list *list, uint32_t limit);

/* A posting; positions and forms live until the next call. */
typedef struct posting {
    uint32_t passage;
    uint32_t count;
    const uint32_t *positions; /* NULL in a bare list */
    const uint32_t *forms;     /* of each position, below the number of forms; NULL where the term has but one */
} posting;

/* The next posting: 1, 0 at the end, or DOSSIER_ERR_DAMAGED (err says what within the list is wrong), _MEMORY. */
int posting_walk_next(posting_walk *walk, posting *out, dossier_error *err);

/* The number of postings at passages in [from, to), for counting what was removed: blocks outside are not read.
 * Negative where the list is damaged or there is no memory. */
int64_t posting_count_within(const posting_list *list, uint32_t limit, uint32_t from, uint32_t to,
                             dossier_error *err);

#endif
