/* record.c: what an index remembers of a source file, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/record.h"

#include <string.h>
#include <time.h>

/* Times nearer to each other than this prove nothing: some file systems count in steps of two seconds. */
#define RACY_NS UINT64_C(2000000000)

int key_list_put(key_list *list, const char *key, size_t size) {
    size_t shared = 0;
    while (shared < size && shared < list->last.size && list->last.data[shared] == key[shared])
        shared++;
    list->last.size = 0;
    if (buffer_put_varint(&list->data, shared) != 0 ||
        buffer_put_counted(&list->data, key + shared, size - shared) != 0 ||
        buffer_put(&list->last, key, size) != 0)
        return -1;
    list->count++;
    return 0;
}

void key_list_free(key_list *list) {
    buffer_free(&list->data);
    buffer_free(&list->last);
    *list = (key_list){0};
}

int key_reader_next(key_reader *reader) {
    size_t size;
    if (reader->left == 0)
        return 0;
    reader->left--;
    uint64_t shared = cursor_varint(&reader->c);
    const char *rest = cursor_counted(&reader->c, &size);
    if (reader->c.bad || shared > reader->key.size) {
        reader->left = 0;
        return 0;
    }
    reader->key.size = (size_t)shared;
    return buffer_put(&reader->key, rest, size) == 0 ? 1 : -1;
}

void key_reader_free(key_reader *reader) {
    buffer_free(&reader->key);
}

static key_reader take_list(cursor *c) {
    key_reader list = {.left = cursor_varint(c)};
    size_t size;
    const char *data = cursor_counted(c, &size);
    if (data == NULL)
        size = 0;
    list.c = cursor_of(data, size);
    return list;
}

int record_read(record *out, const char *data, size_t size) {
    cursor c = cursor_of(data, size);
    *out = (record){0};
    if (cursor_varint(&c) != RECORD_VERSION)
        return 0;
    out->whole = cursor_varint(&c) == 1;
    out->size = cursor_varint(&c);
    out->mtime = cursor_varint(&c);
    out->made = cursor_varint(&c);
    out->checksum = cursor_varint(&c);
    out->format = cursor_counted(&c, &out->format_size);
    out->keys = take_list(&c);
    out->stale = take_list(&c);
    return !c.bad;
}

static int put_list(const key_list *list, buffer *out) {
    return buffer_put_varint(out, list->count) != 0
               ? -1
               : buffer_put_counted(out, list->data.data, list->data.size);
}

int record_write(const record *r, const key_list *keys, const key_list *stale, buffer *out) {
    if (buffer_put_varint(out, RECORD_VERSION) != 0 || buffer_put_varint(out, r->whole ? 1 : 0) != 0 ||
        buffer_put_varint(out, r->size) != 0 || buffer_put_varint(out, r->mtime) != 0 ||
        buffer_put_varint(out, r->made) != 0 || buffer_put_varint(out, r->checksum) != 0 ||
        buffer_put_counted(out, r->format, r->format_size) != 0)
        return -1;
    return put_list(keys, out) != 0 ? -1 : put_list(stale, out);
}

uint64_t record_time(const struct timespec *t) {
    return (uint64_t)t->tv_sec * UINT64_C(1000000000) + (uint64_t)t->tv_nsec;
}

uint64_t record_now(void) {
    struct timespec now;
    return clock_gettime(CLOCK_REALTIME, &now) == 0 ? record_time(&now) : 0;
}

int record_is_same(const record *r, const struct stat *st, const char *format) {
    size_t n = format == NULL ? 0 : strlen(format);
    uint64_t mtime = record_time(&st->st_mtim);
    return r->whole && r->size == (uint64_t)st->st_size && r->mtime == mtime && r->format_size == n &&
           (n == 0 || memcmp(r->format, format, n) == 0) && mtime < r->made && r->made - mtime > RACY_NS;
}
