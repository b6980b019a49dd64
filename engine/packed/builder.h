/* builder.h: one segment being made: what its articles are, then their postings, then the file as a whole.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_BUILDER_H
#define ENGINE_PACKED_BUILDER_H

#include "engine/packed/layout.h"
#include "engine/packed/merge.h"
#include "engine/packed/records.h"
#include "engine/packed/staged.h"

/* A segment being made, by one thread at a time.  Text goes into the file as it comes; all else is put aside. */
typedef struct builder {
    output out;
    char *folder; /* for what does not fit into memory */
    size_t memory;
    unsigned threads;
    uint32_t dictionary; /* its CRC-32; 0: none */
    section_row sections[SECTION_COUNT];
    block_group group; /* being filled */
    unsigned grouped;  /* blocks in it */
    spool groups, records, rows, first_passages, dates, title_words;
    buffer record;        /* being made */
    buffer first_bytes;   /* the strings of the group's first record */
    article_record first; /* that */
    buffer lengths; /* uint32_t of each passage */
    buffer keys;    /* key_row of each article */
    spool runs;
    buffer kept;    /* kept_run */
    spool form_runs;   /* the same of forms */
    buffer kept_forms;
    term_writer terms;
    uint64_t raw_size;
    uint64_t words;
    uint32_t articles, passages;
    uint32_t longest; /* of the lengths */
} builder;

/* Begins a segment in a file; `folder` is where things are put aside, with up to `memory` bytes in memory.  d: what its
 * text is packed with, or NULL. */
int builder_open(builder *b, const char *path, const char *folder, const dictionary *d, size_t memory,
                 unsigned threads, dossier_error *err);

/* Takes all of a batch, which comes after those before; its postings are kept until the end. */
int builder_take(builder *b, const staged *s, dossier_error *err);

/* The same piece by piece: packed blocks of text ... */
int builder_text(builder *b, const block_size *blocks, size_t count, const void *packed, size_t packed_size,
                 dossier_error *err);

/* ... an article, whose text begins at row.text_at of the text so far (row.record_at is not looked at) and whose record
 * has its passages in the short form ... */
int builder_article(builder *b, const article_row *row, uint32_t date, uint32_t title_words,
                    const article_record *record, dossier_error *err);

/* ... and a passage of the article that was put last. */
int builder_passage(builder *b, uint32_t length, dossier_error *err);

/* A record of the indexer's. */
typedef struct name_pair {
    dossier_str name;
    dossier_str value;
} name_pair;

/* Makes the postings from the runs that were kept, or (segments not NULL) from segments, writes all the rest and syncs
 * the file.  names: in order of name. */
int builder_finish(builder *b, const merge_source *segments, size_t segment_count, const name_pair *names,
                   size_t name_count, dossier_error *err);

/* Frees it; a file that was not finished is removed. */
void builder_free(builder *b);

#endif
