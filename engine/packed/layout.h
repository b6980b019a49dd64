/* layout.h: how a segment lies in its file; FORMAT.md says it in full.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_LAYOUT_H
#define ENGINE_PACKED_LAYOUT_H

#include <stdint.h>

/* The sections of a segment, in the order in which the trailer names them. */
enum section_id {
    SECTION_TEXT,          /* blocks of text, packed (blocks.h) */
    SECTION_BLOCKS,        /* block_group of each BLOCKS_IN_GROUP */
    SECTION_RECORDS,       /* records.h's bytes, article by article */
    SECTION_ARTICLES,      /* article_row of each, and one behind the last */
    SECTION_FIRST_PASSAGE, /* uint32_t of each article, and one behind the last */
    SECTION_DATES,         /* uint32_t of each article: YYYYMMDD, 0: none */
    SECTION_TITLE_WORDS,   /* uint32_t of each article: the positions that its title takes */
    SECTION_LENGTHS,       /* uint16_t of each passage, or uint32_t: its length in terms */
    SECTION_KEYS,          /* key_row of each article, in order of hash, then article */
    SECTION_POSTINGS,      /* of each term its list, then its positions, in the order of terms */
    SECTION_TERMS,         /* terms in order, each block's prefix-compressed (terms.h) */
    SECTION_TERM_BLOCKS,   /* term_block of each */
    SECTION_NAMES,         /* the indexer's records: counted name, counted value, in the order of names */
    SECTION_NAME_STARTS,   /* uint64_t of each: where it begins in SECTION_NAMES, and one behind the last */
    SECTION_COUNT
};

/* The bytes of a block of text, and those it is packed in: as many where it is not packed, else fewer.  0: none. */
typedef struct block_size {
    uint16_t raw;
    uint16_t packed;
} block_size;

#define BLOCKS_IN_GROUP 16

/* Blocks that follow each other; the last group may have fewer. */
typedef struct block_group {
    uint64_t raw_at;    /* the bytes of text before its first block */
    uint64_t packed_at; /* where that begins in SECTION_TEXT */
    block_size sizes[BLOCKS_IN_GROUP];
} block_group;

typedef struct article_row {
    uint64_t number;
    uint64_t checksum;
    uint64_t text_at;   /* where its text begins in the blocks' text laid end to end */
    uint64_t record_at; /* where its record begins in SECTION_RECORDS */
} article_row;

typedef struct key_row {
    uint32_t hash; /* the high half of hash_bytes(HASH_START, key) */
    uint32_t article;
} key_row;

/* A run of up to TERMS_IN_BLOCK terms. */
typedef struct term_block {
    uint64_t prefix;      /* the first eight bytes of the first term, the first highest, zeros behind a shorter one */
    uint64_t terms_at;    /* where it begins in SECTION_TERMS */
    uint64_t postings_at; /* where its first list begins in SECTION_POSTINGS */
} term_block;

#define TERMS_IN_BLOCK 32

/* Where a section lies. */
typedef struct section_row {
    char magic[4];
    uint32_t version;
    uint64_t at;
    uint64_t size;
    uint32_t crc; /* CRC-32 as in gzip, of its bytes */
    uint32_t zero;
} section_row;

/* The end of a segment's file. */
typedef struct segment_trailer {
    section_row sections[SECTION_COUNT];
    uint64_t file_size;
    uint64_t articles;
    uint64_t passages;
    uint64_t words;      /* the sum of the passages' lengths */
    uint64_t text_bytes; /* of all articles */
    uint64_t terms;
    uint64_t names;
    uint32_t wide_lengths;
    uint32_t dictionary; /* the CRC-32 of the dictionary that the text is packed with; 0: none */
    uint32_t zero;
    uint32_t version;
    uint32_t crc;        /* of the trailer up to here */
    char magic[12];      /* SEGMENT_MAGIC, with which the file begins too */
} segment_trailer;

#define SEGMENT_MAGIC "DossierSegm"
#define SEGMENT_VERSION 3
#define SECTION_ALIGN 64

/* What was removed of a segment, in a file of its own: this, then a bit for each passage (uint64_t each 64), then
 * removed_term of each term that lost postings, in order. */
typedef struct removed_header {
    char magic[12]; /* REMOVED_MAGIC */
    uint32_t version;
    uint64_t segment_passages; /* as the segment has them: they belong together */
    uint64_t articles;         /* removed, as the next three */
    uint64_t passages;
    uint64_t words;
    uint64_t text_bytes;
    uint64_t terms; /* removed_terms that follow */
    uint32_t crc;   /* of all that follows the header */
    uint32_t header_crc; /* of the header up to here */
} removed_header;

typedef struct removed_term {
    uint32_t ordinal; /* the term's place in the segment's order of terms */
    uint32_t count;   /* postings that were removed */
} removed_term;

#define REMOVED_MAGIC "DossierGone"

/* Passages (and articles) of a segment are fewer than this, so that their numbers are 32-bit. */
#define SEGMENT_PASSAGES_MAX ((uint64_t)1 << 31)

#endif
