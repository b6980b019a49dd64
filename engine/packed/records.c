/* records.c: articles' records in a segment, each told by what it shares with its group's first.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/records.h"

#include <string.h>

enum { FIELDS = 7 };

/* What a field may have: it was cleaned after its size was looked at, which can make three bytes of one. */
#define FIELD_MOST (3 * DOSSIER_FIELD_MAX)

static const article_record empty;

/* The fields, in the order of their bits. */
static void fields_of(article_record *record, dossier_str *fields[FIELDS]) {
    dossier_str *const all[FIELDS] = {&record->key,  &record->title, &record->standfirst, &record->author,
                                      &record->date, &record->lang,  &record->source};
    memcpy(fields, all, sizeof all);
}

static int is_same(dossier_str a, dossier_str b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Puts a field, told by what it shares with another. */
static int put_field(dossier_str field, dossier_str with, buffer *out) {
    size_t least = field.size < with.size ? field.size : with.size, begin = 0, end = 0;
    while (begin < least && field.data[begin] == with.data[begin])
        begin++;
    while (end < least - begin && field.data[field.size - 1 - end] == with.data[with.size - 1 - end])
        end++;
    return buffer_put_varint(out, begin) != 0 || buffer_put_varint(out, end) != 0 ||
                   buffer_put_counted(out, field.size > 0 ? field.data + begin : "", field.size - begin - end) != 0
               ? -1
               : 0;
}

int record_put(const article_record *record, const article_record *first, buffer *out) {
    article_record own = *record, other = first != NULL ? *first : empty;
    dossier_str *fields[FIELDS], *with[FIELDS];
    unsigned char same = 0;
    fields_of(&own, fields);
    fields_of(&other, with);
    for (int i = 0; i < FIELDS; i++)
        same |= (unsigned char)(is_same(*fields[i], *with[i]) << i);
    int failed = buffer_put_byte(out, same);
    for (int i = 0; i < FIELDS && !failed; i++)
        if (!(same >> i & 1))
            failed = put_field(*fields[i], *with[i], out);
    return failed || buffer_put_varint(out, record->text_size) != 0 || buffer_put_varint(out, record->passages) != 0 ||
                   buffer_put(out, record->rest.data + record->rest.at, record->rest.size - record->rest.at) != 0
               ? -1
               : 0;
}

/* A field as it is read: what it shares with the first record's, and what lies between. */
typedef struct told {
    uint64_t begin, end;
    dossier_str middle;
} told;

/* Reads the fields that are not the same, and the bytes of those that have to be put together. */
static int read_fields(cursor *c, unsigned char same, dossier_str *const with[FIELDS], told fields[FIELDS],
                       size_t *memory) {
    *memory = 0;
    for (int i = 0; i < FIELDS; i++) {
        told *f = &fields[i];
        *f = (told){0};
        if (same >> i & 1)
            continue;
        f->begin = cursor_varint(c);
        f->end = cursor_varint(c);
        f->middle.data = cursor_counted(c, &f->middle.size);
        if (c->bad || f->begin > with[i]->size || f->end > with[i]->size - f->begin ||
            f->middle.size > FIELD_MOST)
            return -1;
        if (f->begin + f->end > 0)
            *memory += (size_t)(f->begin + f->end) + f->middle.size;
    }
    return 0;
}

/* Puts a field together, in memory that was reserved. */
static dossier_str put_together(const told *f, dossier_str with, buffer *memory) {
    char *to = memory->data + memory->size;
    size_t begin = (size_t)f->begin, end = (size_t)f->end;
    memcpy(to, with.data, begin);
    if (f->middle.size > 0)
        memcpy(to + begin, f->middle.data, f->middle.size);
    memcpy(to + begin + f->middle.size, with.data + with.size - end, end);
    memory->size += begin + f->middle.size + end;
    return (dossier_str){to, begin + f->middle.size + end};
}

int record_get(const char *data, size_t size, const article_record *first, buffer *memory, article_record *out) {
    article_record other = first != NULL ? *first : empty;
    cursor c = cursor_of(data, size);
    told told_of[FIELDS];
    dossier_str *fields[FIELDS], *with[FIELDS];
    size_t needed;
    const char *same = cursor_bytes(&c, 1);
    *out = (article_record){.is_short = 1};
    fields_of(out, fields);
    fields_of(&other, with);
    if (same == NULL || read_fields(&c, (unsigned char)*same, with, told_of, &needed) != 0)
        return -1;
    memory->size = 0;
    if (buffer_reserve(memory, needed) != 0)
        return 1;
    for (int i = 0; i < FIELDS; i++)
        *fields[i] = (unsigned char)*same >> i & 1            ? *with[i]
                     : told_of[i].begin + told_of[i].end == 0 ? told_of[i].middle
                                                              : put_together(&told_of[i], *with[i], memory);
    out->text_size = cursor_varint(&c);
    out->passages = cursor_varint(&c);
    out->rest = c;
    return c.bad || out->text_size > 4 * DOSSIER_TEXT_MAX ? -1 : 0;
}

void record_move(article_record *record, const buffer *from, const char *to) {
    dossier_str *fields[FIELDS];
    uintptr_t begin = (uintptr_t)from->data;
    fields_of(record, fields);
    for (int i = 0; i < FIELDS; i++) {
        uintptr_t at = (uintptr_t)fields[i]->data;
        if (fields[i]->size > 0 && at >= begin && at - begin < from->size)
            fields[i]->data = to + (at - begin);
    }
}
