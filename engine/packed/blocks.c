/* blocks.c: text in blocks, each packed by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/blocks.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
/* For ZDICT_trainFromBuffer_fastCover, ZSTD_createCDict_advanced and ZSTD_createDDict_byReference, which every
 * libzstd.so since 1.3.6 has. */
#define ZDICT_STATIC_LINKING_ONLY
#define ZSTD_STATIC_LINKING_ONLY
#include <zdict.h>
#include <zstd.h>

#include "engine/error.h"
#include "engine/folder.h"
#include "engine/hash.h"
#include "engine/packed/sections.h"

/* ------------------------------------------------------------------------------------------------ dictionaries */

struct dictionary {
    char *path;   /* NULL: its bytes are no file yet */
    uint32_t crc;
    pthread_mutex_t lock; /* of the two below, which are made when first needed */
    buffer bytes;
    ZSTD_CDict *packing;
};

static int new_dictionary(dictionary **out, dossier_error *err) {
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return error_memory(err);
    pthread_mutex_init(&(*out)->lock, NULL);
    return DOSSIER_OK;
}

static uint32_t crc_of_bytes(const buffer *bytes) {
    uint32_t crc = crc_of(0, bytes->data, bytes->size);
    return crc == 0 ? 1 : crc;
}

/* How pieces of text are chosen for a dictionary: those of this size that have most of the strings of eight bytes that
 * are frequent in all.  ZDICT_trainFromBuffer tries four other sizes, which takes five times as long and comes out one
 * hundredth worse. */
static const ZDICT_fastCover_params_t choosing = {
    .k = 100, .d = 8, .f = 20, .accel = 1, .splitPoint = 1, .zParams = {.compressionLevel = BLOCK_LEVEL}};

int dictionary_train(dictionary **out, size_t size, const char *texts, const size_t *sizes, size_t count,
                     dossier_error *err) {
    buffer bytes = {0};
    *out = NULL;
    if (buffer_reserve(&bytes, size) != 0)
        return error_memory(err);
    bytes.size = ZDICT_trainFromBuffer_fastCover(bytes.data, size, texts, sizes, (unsigned)count, choosing);
    int usable = !ZDICT_isError(bytes.size), status = usable ? new_dictionary(out, err) : DOSSIER_OK;
    if (!usable || status != DOSSIER_OK) {
        buffer_free(&bytes);
        return status;
    }
    (*out)->bytes = bytes;
    (*out)->crc = crc_of_bytes(&bytes);
    return DOSSIER_OK;
}

int dictionary_of_file(dictionary **out, const char *path, uint32_t crc, dossier_error *err) {
    int status = new_dictionary(out, err);
    if (status != DOSSIER_OK)
        return status;
    (*out)->crc = crc;
    (*out)->path = strdup(path);
    if ((*out)->path != NULL)
        return DOSSIER_OK;
    dictionary_free(*out);
    *out = NULL;
    return error_memory(err);
}

void dictionary_free(dictionary *d) {
    if (d == NULL)
        return;
    ZSTD_freeCDict(d->packing);
    pthread_mutex_destroy(&d->lock);
    buffer_free(&d->bytes);
    free(d->path);
    free(d);
}

uint32_t dictionary_crc(const dictionary *d) {
    return d->crc;
}

/* Reads the bytes where they were not; d is locked. */
static int load(dictionary *d, dossier_error *err) {
    if (d->bytes.size > 0)
        return DOSSIER_OK;
    if (buffer_reserve(&d->bytes, DICTIONARY_MOST) != 0)
        return error_memory(err);
    int found = file_read_small(d->path, d->bytes.data, DICTIONARY_MOST, &d->bytes.size, err);
    if (found == 1)
        return DOSSIER_OK;
    d->bytes.size = 0;
    return found < 0 ? found
                     : error_set(err, DOSSIER_ERR_DAMAGED, "%s: is not there: index the articles again", d->path);
}

/* What is made of a dictionary when it is first needed does not show: to those who use it, it is the same. */
static dictionary *unlocked(const dictionary *d) {
    return (dictionary *)(uintptr_t)d;
}

int dictionary_check(const dictionary *d, dossier_error *err) {
    dossier_str bytes;
    int status = dictionary_bytes(d, &bytes, err);
    if (status == DOSSIER_OK && crc_of_bytes(&d->bytes) != d->crc)
        status = error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged: index the articles again", d->path);
    return status;
}

int dictionary_bytes(const dictionary *seen, dossier_str *out, dossier_error *err) {
    dictionary *d = unlocked(seen);
    pthread_mutex_lock(&d->lock);
    int status = load(d, err);
    pthread_mutex_unlock(&d->lock);
    *out = (dossier_str){d->bytes.data, d->bytes.size};
    return status;
}

/* Opens a dictionary's file and looks at its size: a descriptor, or an error. */
static int open_file(const dictionary *d, size_t *size, dossier_error *err) {
    struct stat st;
    int fd = open(d->path, O_RDONLY | O_CLOEXEC), status = DOSSIER_OK;
    if (fd < 0)
        return error_system(err, errno, "%s: cannot open", d->path);
    if (fstat(fd, &st) != 0)
        status = error_system(err, errno, "%s: cannot look at it", d->path);
    else if (st.st_size <= 0 || st.st_size > (off_t)DICTIONARY_MOST)
        status = error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged: index the articles again", d->path);
    else
        *size = (size_t)st.st_size;
    if (status == DOSSIER_OK)
        return fd;
    close(fd);
    return status;
}

/* Where the bytes of a dictionary lie with room for a block right behind them: its file mapped (and so read only as far
 * as it is needed; fd not negative), or a copy of what is no file yet.  *size: of the whole.  NULL: the system refused.
 */
static char *place_with_room(const dictionary *d, int fd, size_t *bytes, size_t *size) {
    if (fd < 0)
        *bytes = d->bytes.size;
    *size = *bytes + BLOCK_BYTES;
    char *place = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place != MAP_FAILED && fd < 0)
        memcpy(place, d->bytes.data, *bytes);
    if (place != MAP_FAILED && fd >= 0 &&
        mmap(place, *bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED) {
        int sys_errno = errno;
        munmap(place, *size);
        place = MAP_FAILED;
        errno = sys_errno;
    }
    return place == MAP_FAILED ? NULL : place;
}

/* Makes a dictionary ready for packing with level 3's way of searching, in larger tables than that has: as many places
 * as the dictionary has bytes are looked up in them, and those of 256 KiB do not fit into level 3's.  Of 202 MB of
 * speeches the text becomes 0.3391 of itself instead of 0.3444, in a tenth more time; tables twice as large take as
 * much more time and make a tenth of that difference.  NULL: no memory. */
static ZSTD_CDict *make_ready(const buffer *bytes) {
    unsigned size_log = 10;
    while (size_log < 18 && (size_t)1 << size_log < bytes->size)
        size_log++;
    ZSTD_compressionParameters p = {.windowLog = size_log + 1,
                                    .chainLog = size_log - 1, /* of places found by minMatch bytes */
                                    .hashLog = size_log + 1,  /* of places found by eight */
                                    .searchLog = 1,
                                    .minMatch = 5,
                                    .strategy = ZSTD_dfast};
    return ZSTD_createCDict_advanced(bytes->data, bytes->size, ZSTD_dlm_byRef, ZSTD_dct_auto, p, ZSTD_defaultCMem);
}

static int for_packing(const dictionary *seen, const ZSTD_CDict **out, dossier_error *err) {
    dictionary *d = unlocked(seen);
    pthread_mutex_lock(&d->lock);
    int status = load(d, err);
    if (status == DOSSIER_OK && d->packing == NULL &&
        (d->packing = make_ready(&d->bytes)) == NULL)
        status = error_memory(err);
    *out = d->packing;
    pthread_mutex_unlock(&d->lock);
    return status;
}

/* ----------------------------------------------------------------------------------------------------- frames */

/* What zstd puts before a block that is packed alone: the magic number, a byte of flags (none), the window's size, and
 * the block's head of three bytes: last, packed, its size.  It is left away, as it can be told from the size. */
#define FRAME_HEAD 9
#define FRAME_WINDOW 5
/* A window of 128 KiB, which is not less than a block. */
#define WINDOW_BYTE 0x38

static void put_frame_head(unsigned char to[FRAME_HEAD], size_t size) {
    uint32_t block = (uint32_t)size << 3 | 2 << 1 | 1;
    const unsigned char head[FRAME_HEAD] = {
        0x28, 0xB5, 0x2F, 0xFD, 0, WINDOW_BYTE, block & 0xFF, block >> 8 & 0xFF, block >> 16 & 0xFF};
    memcpy(to, head, sizeof head);
}

/* ---------------------------------------------------------------------------------------------------- packing */

int block_writer_begin(block_writer *w, const dictionary *d, dossier_error *err) {
    *w = (block_writer){.packer = ZSTD_createCCtx()};
    const ZSTD_CDict *ready = NULL;
    int status = w->packer == NULL ? error_memory(err) : d != NULL ? for_packing(d, &ready, err) : DOSSIER_OK;
    if (status != DOSSIER_OK)
        return status;
    /* The sizes and checksums that a frame can hold are kept elsewhere. */
    ZSTD_CCtx_setParameter(w->packer, ZSTD_c_compressionLevel, BLOCK_LEVEL);
    ZSTD_CCtx_setParameter(w->packer, ZSTD_c_contentSizeFlag, 0);
    ZSTD_CCtx_setParameter(w->packer, ZSTD_c_dictIDFlag, 0);
    if (ready != NULL && ZSTD_isError(ZSTD_CCtx_refCDict(w->packer, ready)))
        return error_set(err, DOSSIER_ERR_BACKEND, "zstd does not take its own dictionary");
    return DOSSIER_OK;
}

/* What of a frame is kept: all behind its head and its block's, *size bytes; NULL where it is not one packed block of
 * fewer bytes than it has unpacked, or has a head that tells of something else. */
static const char *kept_of(const char *frame, size_t frame_size, size_t raw_size, size_t *size) {
    unsigned char expected[FRAME_HEAD];
    if (frame_size <= FRAME_HEAD || frame_size - FRAME_HEAD >= raw_size)
        return NULL;
    *size = frame_size - FRAME_HEAD;
    put_frame_head(expected, *size);
    expected[FRAME_WINDOW] = (unsigned char)frame[FRAME_WINDOW];
    return memcmp(frame, expected, FRAME_HEAD) == 0 ? frame + FRAME_HEAD : NULL;
}

/* Makes a block; a text that does not become smaller stays as it is. */
static int pack(block_writer *w, const char *text, size_t size, dossier_error *err) {
    size_t bound = ZSTD_compressBound(size), kept_size = size;
    w->frame.size = 0;
    if (buffer_reserve(&w->frame, bound) != 0)
        return error_memory(err);
    size_t packed = ZSTD_compress2(w->packer, w->frame.data, bound, text, size);
    if (ZSTD_isError(packed))
        return error_set(err, DOSSIER_ERR_BACKEND, "zstd could not pack a piece of text: %s",
                         ZSTD_getErrorName(packed));
    const char *kept = kept_of(w->frame.data, packed, size, &kept_size);
    block_size sizes = {(uint16_t)size, (uint16_t)kept_size};
    if (buffer_put(&w->sizes, &sizes, sizeof sizes) != 0 ||
        buffer_put(&w->packed, kept != NULL ? kept : text, kept_size) != 0)
        return error_memory(err);
    w->raw_at += size;
    return DOSSIER_OK;
}

int block_writer_end(block_writer *w, dossier_error *err) {
    size_t size = w->raw.size;
    w->raw.size = 0;
    return size > 0 ? pack(w, w->raw.data, size, err) : DOSSIER_OK;
}

int block_writer_put(block_writer *w, const char *text, size_t size, dossier_error *err) {
    int status = DOSSIER_OK;
    if (w->raw.size + size > BLOCK_BYTES)
        status = block_writer_end(w, err);
    for (; size > BLOCK_BYTES && status == DOSSIER_OK; text += BLOCK_BYTES, size -= BLOCK_BYTES)
        status = pack(w, text, BLOCK_BYTES, err);
    if (status == DOSSIER_OK && buffer_put(&w->raw, text, size) != 0)
        status = error_memory(err);
    return status;
}

void block_writer_free(block_writer *w) {
    ZSTD_freeCCtx(w->packer);
    buffer_free(&w->raw);
    buffer_free(&w->packed);
    buffer_free(&w->frame);
    buffer_free(&w->sizes);
    *w = (block_writer){0};
}

/* -------------------------------------------------------------------------------------------------- unpacking */

/* A megabyte: hits of one query lie in few blocks where they lie near each other, and the texts of a small collection
 * are read again and again. */
#define KEPT 128

typedef struct kept_block {
    const void *owner; /* NULL: none */
    uint64_t block;
    buffer text;
} kept_block;

struct text_memory {
    ZSTD_DCtx *unpacker;
    const dictionary *dictionary; /* that the four below are of; NULL: none */
    char *area;                   /* its bytes, and behind them room for a block */
    size_t bytes;
    size_t area_size;
    ZSTD_DDict *ready;
    kept_block kept[KEPT]; /* each block has one place */
    unsigned char frame[FRAME_HEAD + BLOCK_BYTES];
};

int text_memory_new(text_memory **out, dossier_error *err) {
    text_memory *memory = *out = calloc(1, sizeof *memory);
    if (memory != NULL && (memory->unpacker = ZSTD_createDCtx()) != NULL)
        return DOSSIER_OK;
    free(memory);
    *out = NULL;
    return error_memory(err);
}

static void drop_dictionary(text_memory *memory) {
    ZSTD_freeDDict(memory->ready);
    if (memory->area != NULL)
        munmap(memory->area, memory->area_size);
    memory->ready = NULL;
    memory->area = NULL;
    memory->dictionary = NULL;
}

void text_memory_free(text_memory *memory) {
    if (memory == NULL)
        return;
    ZSTD_freeDCtx(memory->unpacker);
    drop_dictionary(memory);
    for (size_t i = 0; i < KEPT; i++)
        buffer_free(&memory->kept[i].text);
    free(memory);
}

/* Makes a dictionary ready.  Text that is unpacked right behind the dictionary's bytes is one piece with them, so that
 * what refers to it is copied like any other: 5.6 microseconds a block instead of 9.9. */
static int take_dictionary(text_memory *memory, const dictionary *d, dossier_error *err) {
    if (memory->dictionary == d)
        return DOSSIER_OK;
    drop_dictionary(memory);
    int fd = d->path != NULL ? open_file(d, &memory->bytes, err) : -1;
    if (d->path != NULL && fd < 0)
        return fd;
    memory->area = place_with_room(d, fd, &memory->bytes, &memory->area_size);
    int sys_errno = errno;
    if (fd >= 0)
        close(fd);
    if (memory->area == NULL)
        return error_system(err, sys_errno, "%s: cannot map into memory",
                            d->path != NULL ? d->path : "the dictionary");
    memory->ready = ZSTD_createDDict_byReference(memory->area, memory->bytes);
    if (memory->ready == NULL) {
        drop_dictionary(memory);
        return error_memory(err);
    }
    memory->dictionary = d;
    return DOSSIER_OK;
}

/* Unpacks a block to where it is kept: 1, 0 where it cannot be unpacked, or an error. */
static int unpack(text_memory *memory, const dictionary *d, const unsigned char *packed, size_t packed_size,
                  size_t raw_size, char *to, dossier_error *err) {
    if (packed_size >= raw_size) {
        memcpy(to, packed, raw_size);
        return packed_size == raw_size;
    }
    size_t frame_size = FRAME_HEAD + packed_size;
    put_frame_head(memory->frame, packed_size);
    memcpy(memory->frame + FRAME_HEAD, packed, packed_size);
    if (d == NULL)
        return ZSTD_decompressDCtx(memory->unpacker, to, raw_size, memory->frame, frame_size) == raw_size;
    int status = take_dictionary(memory, d, err);
    if (status != DOSSIER_OK)
        return status;
    char *place = memory->area + memory->bytes;
    if (ZSTD_decompress_usingDDict(memory->unpacker, place, raw_size, memory->frame, frame_size, memory->ready) !=
        raw_size)
        return 0;
    memcpy(to, place, raw_size);
    return 1;
}

int text_memory_unpack(text_memory *memory, const dictionary *d, const void *owner, uint64_t block,
                       const unsigned char *packed, size_t packed_size, size_t raw_size, const char **out,
                       dossier_error *err) {
    kept_block *place = &memory->kept[(hash_step((uintptr_t)owner, block) >> 8) % KEPT];
    if (place->owner == owner && place->block == block && place->text.size == raw_size) {
        *out = place->text.data;
        return 1;
    }
    place->owner = NULL;
    place->text.size = 0;
    if (raw_size > BLOCK_BYTES)
        return 0;
    if (buffer_reserve(&place->text, raw_size) != 0)
        return error_memory(err);
    int found = unpack(memory, d, packed, packed_size, raw_size, place->text.data, err);
    if (found != 1)
        return found;
    place->owner = owner;
    place->block = block;
    place->text.size = raw_size;
    *out = place->text.data;
    return 1;
}
