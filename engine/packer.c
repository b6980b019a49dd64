/* packer.c: pieces of text compressed with zlib, each on its own.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packer.h"

#include <stdlib.h>
#include <zlib.h>

#include "engine/error.h"

/* Raw deflate: the storage has checksums of its own. */
#define WINDOW_BITS (-15)
#define LEVEL 6
#define MEMORY_LEVEL 8

struct packer {
    z_stream stream;
    dossier_str dictionary;
};

int packer_new(packer **out, dossier_str dictionary, dossier_error *err) {
    packer *p = calloc(1, sizeof *p);
    *out = NULL;
    if (p == NULL)
        return error_memory(err);
    if (deflateInit2(&p->stream, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(p);
        return error_memory(err);
    }
    p->dictionary = dictionary;
    *out = p;
    return DOSSIER_OK;
}

void packer_free(packer *p) {
    if (p == NULL)
        return;
    deflateEnd(&p->stream);
    free(p);
}

int packer_pack(packer *p, const char *data, size_t size, buffer *out, dossier_error *err) {
    deflateReset(&p->stream);
    if (p->dictionary.size > 0)
        deflateSetDictionary(&p->stream, (const Bytef *)p->dictionary.data, (uInt)p->dictionary.size);
    uLong bound = deflateBound(&p->stream, (uLong)size);
    if (buffer_reserve(out, bound) != 0)
        return error_memory(err);
    p->stream.next_in = (Bytef *)(uintptr_t)data;
    p->stream.avail_in = (uInt)size;
    p->stream.next_out = (Bytef *)out->data + out->size;
    p->stream.avail_out = (uInt)bound;
    if (deflate(&p->stream, Z_FINISH) != Z_STREAM_END)
        return error_set(err, DOSSIER_ERR_BACKEND, "zlib could not compress a piece of text");
    out->size += bound - p->stream.avail_out;
    return DOSSIER_OK;
}

int packer_unpack(const char *data, size_t size, dossier_str dictionary, size_t expected, buffer *out,
                  dossier_error *err) {
    z_stream stream = {0};
    /* One byte more than expected, so that a piece that is too long is noticed. */
    if (size > UINT32_MAX || expected >= UINT32_MAX)
        return error_set(err, DOSSIER_ERR_DAMAGED, "a piece of text has an impossible length");
    if (buffer_reserve(out, expected + 1) != 0 || inflateInit2(&stream, WINDOW_BITS) != Z_OK)
        return error_memory(err);
    if (dictionary.size > 0)
        inflateSetDictionary(&stream, (const Bytef *)dictionary.data, (uInt)dictionary.size);
    stream.next_in = (Bytef *)(uintptr_t)data;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)out->data + out->size;
    stream.avail_out = (uInt)expected + 1;
    int ended = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 1;
    inflateEnd(&stream);
    if (!ended)
        return error_set(err, DOSSIER_ERR_DAMAGED, "a piece of text cannot be decompressed");
    out->size += expected;
    return DOSSIER_OK;
}
