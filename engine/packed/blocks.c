/* blocks.c: text in blocks, each packed by itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/blocks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zdict.h>
#include <zstd.h>

#include "engine/error.h"
#include "engine/packed/layout.h"
#include "engine/packed/sections.h"

/* ------------------------------------------------------------------------------------------------ dictionaries */

struct dictionary {
    buffer bytes;
    uint32_t crc;
    pthread_mutex_t lock; /* the two below are made when first needed */
    ZSTD_CDict *packing;
    ZSTD_DDict *unpacking;
};

int dictionary_new(dictionary **out, const void *bytes, size_t size, dossier_error *err) {
    dictionary *d = *out = calloc(1, sizeof *d);
    if (d == NULL)
        return error_memory(err);
    pthread_mutex_init(&d->lock, NULL);
    if (buffer_put(&d->bytes, bytes, size) != 0) {
        dictionary_free(d);
        *out = NULL;
        return error_memory(err);
    }
    d->crc = crc_of(0, d->bytes.data, size);
    d->crc = d->crc == 0 ? 1 : d->crc;
    return DOSSIER_OK;
}

int dictionary_train(dictionary **out, const char *texts, const size_t *sizes, size_t count, dossier_error *err) {
    *out = NULL;
    char *bytes = malloc(DICTIONARY_BYTES);
    if (bytes == NULL)
        return error_memory(err);
    size_t size = ZDICT_trainFromBuffer(bytes, DICTIONARY_BYTES, texts, sizes, (unsigned)count);
    int status = ZDICT_isError(size) ? DOSSIER_OK : dictionary_new(out, bytes, size, err);
    free(bytes);
    return status;
}

void dictionary_free(dictionary *d) {
    if (d == NULL)
        return;
    ZSTD_freeCDict(d->packing);
    ZSTD_freeDDict(d->unpacking);
    pthread_mutex_destroy(&d->lock);
    buffer_free(&d->bytes);
    free(d);
}

dossier_str dictionary_bytes(const dictionary *d) {
    return (dossier_str){d->bytes.data, d->bytes.size};
}

uint32_t dictionary_crc(const dictionary *d) {
    return d->crc;
}

/* A dictionary looks the same to those who use it, whether it was made ready before or not. */
static const ZSTD_CDict *for_packing(const dictionary *seen) {
    dictionary *d = (dictionary *)(uintptr_t)seen;
    pthread_mutex_lock(&d->lock);
    if (d->packing == NULL)
        d->packing = ZSTD_createCDict(d->bytes.data, d->bytes.size, BLOCK_LEVEL);
    pthread_mutex_unlock(&d->lock);
    return d->packing;
}

static const ZSTD_DDict *for_unpacking(const dictionary *seen) {
    dictionary *d = (dictionary *)(uintptr_t)seen;
    pthread_mutex_lock(&d->lock);
    if (d->unpacking == NULL)
        d->unpacking = ZSTD_createDDict(d->bytes.data, d->bytes.size);
    pthread_mutex_unlock(&d->lock);
    return d->unpacking;
}

/* ---------------------------------------------------------------------------------------------------- packing */

int block_writer_begin(block_writer *w, const dictionary *d, dossier_error *err) {
    *w = (block_writer){.packer = ZSTD_createCCtx()};
    const ZSTD_CDict *ready = d != NULL ? for_packing(d) : NULL;
    if (w->packer == NULL || (d != NULL && ready == NULL))
        return error_memory(err);
    /* The sizes and checksums that a frame can hold are kept elsewhere. */
    ZSTD_CCtx_setParameter(w->packer, ZSTD_c_compressionLevel, BLOCK_LEVEL);
    ZSTD_CCtx_setParameter(w->packer, ZSTD_c_contentSizeFlag, 0);
    ZSTD_CCtx_setParameter(w->packer, ZSTD_c_dictIDFlag, 0);
    if (ready != NULL && ZSTD_isError(ZSTD_CCtx_refCDict(w->packer, ready)))
        return error_set(err, DOSSIER_ERR_BACKEND, "zstd does not take its own dictionary");
    return DOSSIER_OK;
}

/* Makes a block. */
static int pack(block_writer *w, const char *text, size_t size, dossier_error *err) {
    text_block block = {w->raw_at, w->packed.size};
    size_t bound = ZSTD_compressBound(size);
    if (buffer_put(&w->blocks, &block, sizeof block) != 0 || buffer_reserve(&w->packed, bound) != 0)
        return error_memory(err);
    size_t packed = ZSTD_compress2(w->packer, w->packed.data + w->packed.size, bound, text, size);
    if (ZSTD_isError(packed))
        return error_set(err, DOSSIER_ERR_BACKEND, "zstd could not pack a piece of text: %s",
                         ZSTD_getErrorName(packed));
    w->packed.size += packed;
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
    buffer_free(&w->blocks);
    *w = (block_writer){0};
}

/* -------------------------------------------------------------------------------------------------- unpacking */

#define KEPT 4

typedef struct kept_block {
    const void *owner; /* NULL: none */
    uint64_t block;
    buffer text;
} kept_block;

struct text_memory {
    ZSTD_DCtx *unpacker;
    kept_block kept[KEPT];
    unsigned next; /* the one to give up */
};

int text_memory_new(text_memory **out, dossier_error *err) {
    text_memory *memory = *out = calloc(1, sizeof *memory);
    if (memory != NULL && (memory->unpacker = ZSTD_createDCtx()) != NULL)
        return DOSSIER_OK;
    free(memory);
    *out = NULL;
    return error_memory(err);
}

void text_memory_free(text_memory *memory) {
    if (memory == NULL)
        return;
    ZSTD_freeDCtx(memory->unpacker);
    for (size_t i = 0; i < KEPT; i++)
        buffer_free(&memory->kept[i].text);
    free(memory);
}

const char *text_memory_unpack(text_memory *memory, const dictionary *d, const void *owner, uint64_t block,
                               const unsigned char *packed, size_t packed_size, size_t raw_size, int *status) {
    *status = DOSSIER_OK;
    for (size_t i = 0; i < KEPT; i++)
        if (memory->kept[i].owner == owner && memory->kept[i].block == block && memory->kept[i].text.size == raw_size)
            return memory->kept[i].text.data;
    kept_block *place = &memory->kept[memory->next];
    const ZSTD_DDict *ready = d != NULL ? for_unpacking(d) : NULL;
    memory->next = (memory->next + 1) % KEPT;
    place->owner = NULL;
    place->text.size = 0;
    if (buffer_reserve(&place->text, raw_size) != 0 || (d != NULL && ready == NULL)) {
        *status = DOSSIER_ERR_MEMORY;
        return NULL;
    }
    size_t got = ready != NULL ? ZSTD_decompress_usingDDict(memory->unpacker, place->text.data, raw_size, packed,
                                                            packed_size, ready)
                               : ZSTD_decompressDCtx(memory->unpacker, place->text.data, raw_size, packed, packed_size);
    if (ZSTD_isError(got) || got != raw_size)
        return NULL;
    place->owner = owner;
    place->block = block;
    place->text.size = raw_size;
    return place->text.data;
}
