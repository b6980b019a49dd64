/* buffer.c: a growing run of bytes, and a careful reader of such.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/buffer.h"

#include <stdlib.h>
#include <string.h>

int buffer_reserve(buffer *b, size_t more) {
    if (b->capacity - b->size >= more)
        return 0;
    if (more > SIZE_MAX / 2 - b->size)
        return -1;
    size_t capacity = b->capacity < 64 ? 64 : b->capacity;
    while (capacity < b->size + more)
        capacity += capacity / 2;
    char *data = realloc(b->data, capacity);
    if (data == NULL)
        return -1;
    b->data = data;
    b->capacity = capacity;
    return 0;
}

int buffer_put(buffer *b, const void *data, size_t size) {
    if (size == 0)
        return 0;
    if (buffer_reserve(b, size) != 0)
        return -1;
    memcpy(b->data + b->size, data, size);
    b->size += size;
    return 0;
}

int buffer_put_byte(buffer *b, unsigned char byte) {
    return buffer_put(b, &byte, 1);
}

int buffer_put_string(buffer *b, const char *text) {
    return buffer_put(b, text, strlen(text));
}

int buffer_put_varint(buffer *b, uint64_t value) {
    unsigned char bytes[10];
    size_t n = 0;
    while (value >= 0x80) {
        bytes[n++] = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    bytes[n++] = (unsigned char)value;
    return buffer_put(b, bytes, n);
}

int buffer_put_counted(buffer *b, const void *data, size_t size) {
    return buffer_put_varint(b, size) == 0 ? buffer_put(b, data, size) : -1;
}

void buffer_free(buffer *b) {
    free(b->data);
    *b = (buffer){0};
}

cursor cursor_of(const void *data, size_t size) {
    return (cursor){.data = data, .size = size};
}

uint64_t cursor_varint(cursor *c) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && c->at < c->size && !c->bad; shift += 7) {
        unsigned char byte = (unsigned char)c->data[c->at++];
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    c->bad = 1;
    return 0;
}

const char *cursor_bytes(cursor *c, size_t size) {
    if (c->bad || c->size - c->at < size) {
        c->bad = 1;
        return NULL;
    }
    const char *bytes = c->data + c->at;
    c->at += size;
    return bytes;
}

const char *cursor_counted(cursor *c, size_t *size) {
    uint64_t length = cursor_varint(c);
    *size = 0;
    if (c->bad || length > c->size - c->at) {
        c->bad = 1;
        return NULL;
    }
    *size = (size_t)length;
    return cursor_bytes(c, *size);
}
