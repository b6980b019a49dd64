/* run.c: the postings of a batch, term by term in order.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/run.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"

int run_mark_term(run *r, const char *key, size_t size) {
    const run_mark *marks = (const run_mark *)(const void *)r->marks.data;
    size_t count = r->marks.size / sizeof *marks;
    if (count > 0 && r->bytes.size - marks[count - 1].at < RUN_STEP)
        return 0;
    run_mark mark = {r->bytes.size, (uint32_t)r->keys.size, (uint32_t)size};
    return buffer_put(&r->marks, &mark, sizeof mark) != 0 ? -1 : buffer_put(&r->keys, key, size);
}

void run_free(run *r) {
    buffer_free(&r->bytes);
    buffer_free(&r->marks);
    buffer_free(&r->keys);
}

/* Makes the run's bytes [at, at + size) readable in one piece, as far as there are so many: *out, and how many. */
static int window_at(run_reader *r, uint64_t at, size_t size, const char **out, size_t *got, dossier_error *err) {
    uint64_t left = r->run->size - at, place = r->run->at + at;
    *got = size < left ? size : (size_t)left;
    if (place >= r->bytes->filed) {
        *out = r->bytes->memory.data + (place - r->bytes->filed);
        *got = (size_t)left;
        return DOSSIER_OK;
    }
    if (at < r->window_at || at + *got > r->window_at + r->window_size) {
        if (*got > r->capacity) {
            char *larger = realloc(r->window, *got);
            if (larger == NULL)
                return error_memory(err);
            r->window = larger;
            r->capacity = *got;
        }
        r->window_at = at;
        r->window_size = left < r->capacity ? (size_t)left : r->capacity;
        int status = spool_read(r->bytes, place, r->window, r->window_size, err);
        if (status != DOSSIER_OK)
            return status;
    }
    *out = r->window + (at - r->window_at);
    *got = (size_t)(r->window_at + r->window_size - at);
    return DOSSIER_OK;
}

/* A term's key and the two sizes fit into this. */
#define HEAD_BYTES (TERM_KEY_MAX + 20)

int run_reader_next(run_reader *r, dossier_error *err) {
    const char *bytes;
    size_t got;
    if (r->at >= r->run->size)
        return 0;
    int status = window_at(r, r->at, HEAD_BYTES, &bytes, &got, err);
    if (status != DOSSIER_OK)
        return status;
    cursor c = cursor_of(bytes, got);
    cursor_counted(&c, &r->key_size);
    uint64_t size = cursor_varint(&c);
    size_t head = c.at;
    if (!c.bad && size <= r->run->size - r->at - head)
        status = window_at(r, r->at, head + (size_t)size, &bytes, &got, err);
    if (status != DOSSIER_OK)
        return status;
    if (c.bad || got < head + size)
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s: what was put aside there has changed: try again",
                         r->bytes->folder);
    c = cursor_of(bytes, got);
    r->key = cursor_counted(&c, &r->key_size);
    r->postings = (const unsigned char *)bytes + head;
    r->postings_size = (size_t)size;
    r->at += head + size;
    return 1;
}

int run_reader_seek(run_reader *r, const kept_run *kept, const spool *bytes, size_t window, const char *key,
                    size_t size, dossier_error *err) {
    const run_mark *marks = (const run_mark *)(const void *)kept->marks.data;
    size_t low = 0, high = kept->marks.size / sizeof *marks;
    *r = (run_reader){.run = kept, .bytes = bytes, .capacity = window};
    if (high == 0)
        return 0;
    if (kept->at < bytes->filed && (r->window = malloc(window)) == NULL)
        return error_memory(err);
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (term_compare(kept->keys.data + marks[middle].key_at, marks[middle].key_size, key, size) <= 0)
            low = middle;
        else
            high = middle;
    }
    r->at = marks[low].at;
    int more = run_reader_next(r, err);
    while (more == 1 && term_compare(r->key, r->key_size, key, size) < 0)
        more = run_reader_next(r, err);
    return more;
}

void run_reader_free(run_reader *r) {
    free(r->window);
    r->window = NULL;
}
