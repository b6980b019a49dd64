/* result.c: the memory of a result, and reading it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/result.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Memory is taken in chunks, each freed only with the result: a hit has about ten strings, and a result a
 * thousand hits. */
enum { CHUNK_SIZE = 16 * 1024 - 64 };

struct result_chunk {
    result_chunk *next;
    size_t size;
    size_t used;
    alignas(max_align_t) char data[];
};

dossier_result *result_new(void) {
    return calloc(1, sizeof(dossier_result));
}

static result_chunk *add_chunk(dossier_result *result, size_t size) {
    if (size > SIZE_MAX - sizeof(result_chunk))
        return NULL;
    result_chunk *chunk = malloc(sizeof *chunk + size);
    if (chunk == NULL)
        return NULL;
    chunk->size = size;
    chunk->used = 0;
    chunk->next = result->chunks;
    result->chunks = chunk;
    return chunk;
}

void *result_alloc(dossier_result *result, size_t size) {
    const size_t step = alignof(max_align_t);
    if (size > SIZE_MAX - step)
        return NULL;
    size = size == 0 ? step : (size + step - 1) / step * step;
    result_chunk *chunk = result->chunks;
    if (chunk == NULL || chunk->size - chunk->used < size)
        chunk = add_chunk(result, size > CHUNK_SIZE / 4 ? size : CHUNK_SIZE);
    if (chunk == NULL)
        return NULL;
    void *memory = chunk->data + chunk->used;
    chunk->used += size;
    /* A large piece fills a chunk of its own: what room the chunk before it has is still the one to use. */
    result_chunk *before = chunk->next;
    if (chunk->used == chunk->size && before != NULL && before->size - before->used > 0) {
        chunk->next = before->next;
        before->next = chunk;
        result->chunks = before;
    }
    return memory;
}

int result_copy(dossier_result *result, dossier_str text, dossier_str *copy) {
    char *data = text.size < SIZE_MAX ? result_alloc(result, text.size + 1) : NULL;
    if (data == NULL)
        return -1;
    if (text.size > 0)
        memcpy(data, text.data, text.size);
    data[text.size] = '\0';
    copy->data = data;
    copy->size = text.size;
    return 0;
}

size_t dossier_result_count(const dossier_result *result) {
    return result->count;
}

uint64_t dossier_result_matched(const dossier_result *result) {
    return result->matched;
}

const char *dossier_result_remark(const dossier_result *result) {
    return result->remark;
}

dossier_str dossier_result_correction(const dossier_result *result) {
    return result->correction;
}

const dossier_facet *dossier_result_facet(const dossier_result *result, size_t i) {
    return i < result->facet_count ? &result->facets[i] : NULL;
}

const dossier_hit *dossier_result_hit(const dossier_result *result, size_t i) {
    return i < result->count ? &result->hits[i] : NULL;
}

void dossier_result_free(dossier_result *result) {
    if (result == NULL)
        return;
    result_chunk *next;
    for (result_chunk *chunk = result->chunks; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(result);
}
