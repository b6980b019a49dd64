/* buffer.h: a growing run of bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_BUFFER_H
#define ENGINE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

/* {0} is an empty buffer.  data is NULL until something is put in. */
typedef struct buffer {
    char *data;
    size_t size;
    size_t capacity;
} buffer;

/* Makes room for `more` bytes after size.  Returns 0, or -1 where there is no memory (the buffer is as it was).
 * All the functions below that return int fail in the same way. */
int buffer_reserve(buffer *b, size_t more);

int buffer_put(buffer *b, const void *data, size_t size);
int buffer_put_byte(buffer *b, unsigned char byte);
int buffer_put_string(buffer *b, const char *text);

/* An unsigned number in 7-bit groups, the lowest first, the high bit on all but the last. */
int buffer_put_varint(buffer *b, uint64_t value);

/* A length as varint, then the bytes. */
int buffer_put_counted(buffer *b, const void *data, size_t size);

/* Frees the memory; the buffer is {0} again. */
void buffer_free(buffer *b);

/* Reading what was put: a cursor over bytes that are not trusted.  Once something does not fit, `bad` is 1 and stays
 * so, and every later read gives 0 or the empty string. */
typedef struct cursor {
    const char *data;
    size_t size;
    size_t at;
    int bad;
} cursor;

cursor cursor_of(const void *data, size_t size);
uint64_t cursor_varint(cursor *c);
/* The next `size` bytes; NULL where there are fewer. */
const char *cursor_bytes(cursor *c, size_t size);
/* A length and that many bytes. */
const char *cursor_counted(cursor *c, size_t *size);

#endif
