/* blocks.h: text in blocks, each packed by itself, so that a passage is read without unpacking more than its block.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A block is what zstd makes of it without the frame around it, which is the same for all: nine bytes less.  It is
 * packed with a dictionary made of the first megabytes of an index's text.  Measured on 40 MB
 * of speeches, size against the text, packing and unpacking in MB/s, and what a passage costs to show:
 *     zlib level 1, 32 KiB                         0.424   138     ~330   100 us
 *     zlib level 3, 8 KiB, preset dictionary       0.365    57     ~330    25 us
 *     libdeflate level 2, 32 KiB                   0.378   148      841    39 us
 *     zstd level 3, 8 KiB, no dictionary           0.433   191      914     9 us
 *     zstd level 3, 4 KiB, dictionary of 64 KiB    0.353   228      728     6 us
 *     zstd level 3, 8 KiB, dictionary of 64 KiB    0.347   223      792    10 us
 *     zstd level 3, 16 KiB, dictionary of 64 KiB   0.342   222      759    22 us
 */
#ifndef ENGINE_PACKED_BLOCKS_H
#define ENGINE_PACKED_BLOCKS_H

#include "dossier.h"
#include "engine/buffer.h"
#include "engine/packed/layout.h"

/* The text in a block, at most, and how hard it is packed. */
#define BLOCK_BYTES ((size_t)8 << 10)
#define BLOCK_LEVEL 3

/* A dictionary takes about this part of the text that is expected, within these bounds (in bytes); there is none for
 * less text than that.  8 KiB blocks of 202 MB with one of 128 KiB, sampled from all of it: 0.334, 256 KiB: 0.321,
 * 512 KiB: 0.317, 1 MiB: 0.314, which is not worth its own size. */
#define DICTIONARY_PART 256
#define DICTIONARY_LEAST ((size_t)16 << 10)
#define DICTIONARY_USUAL ((size_t)112 << 10)
#define DICTIONARY_MOST ((size_t)512 << 10)
#define DICTIONARY_TEXT ((size_t)2 << 20)

/* A dictionary, made ready for packing and unpacking; any number of threads may use one.  NULL stands for none. */
typedef struct dictionary dictionary;

/* Makes a dictionary of `size` bytes of texts that lie end to end, `count` of them with these sizes.  *out NULL: they
 * are too much alike, or too different, for one. */
int dictionary_train(dictionary **out, size_t size, const char *texts, const size_t *sizes, size_t count,
                     dossier_error *err);

/* The dictionary in a file, whose bytes have this CRC-32.  The file is read when it is first needed. */
int dictionary_of_file(dictionary **out, const char *path, uint32_t crc, dossier_error *err);
void dictionary_free(dictionary *d);

/* The CRC-32 of its bytes, which is never 0. */
uint32_t dictionary_crc(const dictionary *d);

/* DOSSIER_ERR_DAMAGED where its bytes have another CRC-32, which is not looked at when it is used. */
int dictionary_check(const dictionary *d, dossier_error *err);

/* Its bytes, read now where they were not. */
int dictionary_bytes(const dictionary *d, dossier_str *out, dossier_error *err);

/* ---------------------------------------------------------------------------------------------------- packing */

/* Packs pieces of text, one after the other; for one thread. */
typedef struct block_writer {
    struct ZSTD_CCtx_s *packer;
    buffer raw;      /* of the block being filled */
    buffer packed;   /* the blocks so far */
    buffer frame;    /* what zstd makes of one */
    buffer sizes;    /* block_size of each */
    uint64_t raw_at; /* text in the blocks so far */
} block_writer;

int block_writer_begin(block_writer *w, const dictionary *d, dossier_error *err);

/* Adds a piece, which goes into one block where it fits into any. */
int block_writer_put(block_writer *w, const char *text, size_t size, dossier_error *err);

/* Ends the last block. */
int block_writer_end(block_writer *w, dossier_error *err);
void block_writer_free(block_writer *w);

/* -------------------------------------------------------------------------------------------------- unpacking */

/* Blocks unpacked lately, for one thread. */
typedef struct text_memory text_memory;
int text_memory_new(text_memory **out, dossier_error *err);
void text_memory_free(text_memory *memory);

/* The text of a packed block, of `raw_size` bytes; it lives until the next call.  `owner` and `block` name it.
 * 1, 0 where it cannot be unpacked, or an error. */
int text_memory_unpack(text_memory *memory, const dictionary *d, const void *owner, uint64_t block,
                       const unsigned char *packed, size_t packed_size, size_t raw_size, const char **out,
                       dossier_error *err);

#endif
