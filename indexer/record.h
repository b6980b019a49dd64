/* record.h: what an index remembers of a source file, so that it is not read again in vain.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_RECORD_H
#define INDEXER_RECORD_H

#include <sys/stat.h>

#include "engine/buffer.h"

/* Counts up where the readers make other articles of the same bytes: all is read again then. */
#define RECORD_VERSION 2

/* Keys in a row, front-coded: how many bytes are those of the key before, and the rest.  {0} is an empty
 * list. */
typedef struct key_list {
    buffer data;
    buffer last;
    uint64_t count;
} key_list;

/* Appends a key.  Returns 0, or -1 where there is no memory. */
int key_list_put(key_list *list, const char *key, size_t size);
void key_list_free(key_list *list);

/* Goes through a key list as it stands in a record. */
typedef struct key_reader {
    cursor c;
    uint64_t left;
    buffer key; /* the last key read */
} key_reader;

/* The next key, in reader->key: 1; 0 at the end (or where the list is damaged); -1 where there is no
 * memory. */
int key_reader_next(key_reader *reader);
void key_reader_free(key_reader *reader);

/* A source's record. */
typedef struct record {
    int whole; /* 1: the file was read to its end and all was well; 0: it is to be read again in any case */
    uint64_t size;
    uint64_t mtime;     /* ns */
    uint64_t made;      /* ns: when the file was looked at */
    uint64_t checksum;  /* of its bytes */
    const char *format; /* how it was read: the format that was asked for, its filter; not ended by a NUL */
    size_t format_size;
    key_reader keys;  /* of the articles that are in the file */
    key_reader stale; /* of those that were, and are in the index still */
} record;

/* Decodes a record; the parts point into the data.  Returns 1, or 0 where it is none of this version. */
int record_read(record *out, const char *data, size_t size);

/* Appends an encoded record with these keys.  Returns 0, or -1 where there is no memory. */
int record_write(const record *r, const key_list *keys, const key_list *stale, buffer *out);

/* A time of a file, and now, in ns. */
uint64_t record_time(const struct timespec *t);
uint64_t record_now(void);

/* Whether a file is by its size and time the one of the record.  A file that was changed about when it was
 * looked at could have been changed once more within the clock's step: of that nothing can be told without
 * reading. */
int record_is_same(const record *r, const struct stat *st, const char *format);

#endif
