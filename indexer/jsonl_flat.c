/* jsonl_flat.c: reads the plain lines of JSON Lines, several times faster than a parser of all JSON.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/jsonl_flat.h"

#include <stdint.h>
#include <string.h>

#include "engine/lanes.h"
#include "engine/text/utf8.h"

/* A line while it is read.  A function that meets what is not plain returns 0 and leaves the rest as it is. */
typedef struct flat_line {
    const char *at;
    const char *end;
    buffer *undone;
} flat_line;

/* An integer of so many digits, or a real number of so many characters, is surely in range. */
enum { DIGITS_MOST = 18, REAL_MOST = 64, DEPTH_MOST = 16 };

static void skip_space(flat_line *l) {
    while (l->at < l->end && (*l->at == ' ' || *l->at == '\t' || *l->at == '\n' || *l->at == '\r'))
        l->at++;
}

/* Steps over a character, if it is the next one. */
static int take_char(flat_line *l, char c) {
    if (l->at == l->end || *l->at != c)
        return 0;
    l->at++;
    return 1;
}

/* What a string's bytes cannot be passed over for: its end, an escape, a control, and what is not ASCII. */
static inline int is_special(char c) {
    return (signed char)c < 0x20 || c == '"' || c == '\\';
}

static inline lanes special_lanes(lanes bytes) {
    return (lanes)(bytes < 0x20) | (lanes)(bytes >= 0x80) | (lanes)(bytes == '"') | (lanes)(bytes == '\\');
}

/* The first special byte from `at` on, or the end. */
static const char *find_special(const char *at, const char *end) {
    while ((size_t)(end - at) >= LANES) {
        size_t first = lanes_first(special_lanes(lanes_load(at)));
        at += first;
        if (first < LANES)
            return at;
    }
    while (at < end && !is_special(*at))
        at++;
    return at;
}

/* Four hexadecimal digits. */
static int take_hex(flat_line *l, uint32_t *value) {
    if (l->end - l->at < 4)
        return 0;
    *value = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)*l->at++, low = c | 0x20;
        if (c >= '0' && c <= '9')
            *value = *value << 4 | (uint32_t)(c - '0');
        else if (low >= 'a' && low <= 'f')
            *value = *value << 4 | (uint32_t)(low - 'a' + 10);
        else
            return 0;
    }
    return 1;
}

/* The number of an escape "\u", or of two that are a surrogate pair. */
static int take_unicode(flat_line *l, uint32_t *character) {
    uint32_t second;
    if (!take_hex(l, character))
        return 0;
    if (*character < 0xD800 || *character > 0xDFFF)
        return 1;
    if (*character > 0xDBFF || !take_char(l, '\\') || !take_char(l, 'u') || !take_hex(l, &second) || second < 0xDC00 ||
        second > 0xDFFF)
        return 0;
    *character = 0x10000 + ((*character - 0xD800) << 10) + (second - 0xDC00);
    return 1;
}

/* Undoes the escape whose backslash was stepped over. */
static int take_escape(flat_line *l) {
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    if (l->at == l->end)
        return 0;
    char c = *l->at++, *to = l->undone->data + l->undone->size;
    const char *name = memchr(names, c, sizeof names - 1);
    if (name != NULL) {
        *to = meanings[name - names];
        l->undone->size++;
        return 1;
    }
    uint32_t character;
    if (c != 'u' || !take_unicode(l, &character))
        return 0;
    l->undone->size += utf8_encode(character, to);
    return 1;
}

/* Steps over characters that are not ASCII; 0 where they are not UTF-8. */
static int pass_wide(const char **at, const char *end) {
    while (*at < end && (unsigned char)**at >= 0x80) {
        size_t length = utf8_valid_length(*at, (size_t)(end - *at));
        if (length == 0)
            return 0;
        *at += length;
    }
    return 1;
}

/* Puts text[from .. to) behind what is undone: an escape is longer than what it stands for, so there is room. */
static void put_plain(buffer *undone, const char *from, const char *to) {
    memcpy(undone->data + undone->size, from, (size_t)(to - from));
    undone->size += (size_t)(to - from);
}

/* A string, its quotation mark next. */
static int take_string(flat_line *l, dossier_str *out) {
    if (!take_char(l, '"'))
        return 0;
    const char *from = l->at, *at = from;
    size_t start = l->undone->size;
    int escapes = 0;
    for (;;) {
        at = find_special(at, l->end);
        if (at == l->end || (unsigned char)*at < 0x20)
            return 0;
        if ((unsigned char)*at >= 0x80) {
            if (!pass_wide(&at, l->end))
                return 0;
            continue;
        }
        if (*at == '"' && !escapes) {
            *out = (dossier_str){from, (size_t)(at - from)};
            break;
        }
        put_plain(l->undone, from, at);
        if (*at == '"') {
            *out = (dossier_str){l->undone->data + start, l->undone->size - start};
            break;
        }
        escapes = 1;
        l->at = at + 1;
        if (!take_escape(l))
            return 0;
        from = at = l->at;
    }
    l->at = at + 1;
    return 1;
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Digits, none or more. */
static size_t pass_digits(flat_line *l) {
    const char *from = l->at;
    while (l->at < l->end && is_digit(*l->at))
        l->at++;
    return (size_t)(l->at - from);
}

/* A number without an exponent. */
static int take_number(flat_line *l, flat_member *m) {
    const char *from = l->at;
    int negative = take_char(l, '-');
    const char *digits = l->at;
    size_t count = pass_digits(l);
    if (count == 0 || (count > 1 && *digits == '0'))
        return 0;
    if (take_char(l, '.')) {
        m->kind = FLAT_OTHER;
        return pass_digits(l) > 0 && l->at - from <= REAL_MOST;
    }
    if (count > DIGITS_MOST)
        return 0;
    m->kind = FLAT_INTEGER;
    m->integer = 0;
    for (; digits < l->at; digits++)
        m->integer = 10 * m->integer + (*digits - '0');
    if (negative)
        m->integer = -m->integer;
    return 1;
}

static int take_word(flat_line *l, const char *word) {
    size_t size = strlen(word);
    if ((size_t)(l->end - l->at) < size || memcmp(l->at, word, size) != 0)
        return 0;
    l->at += size;
    return 1;
}

static const flat_member *find_member(const flat_record *record, dossier_str name) {
    for (size_t i = 0; i < record->count; i++) {
        const flat_member *m = &record->members[i];
        if (m->name.size == name.size && memcmp(m->name.data, name.data, name.size) == 0)
            return m;
    }
    return NULL;
}

static int take_value(flat_line *l, flat_member *m, unsigned depth);

/* A name and a colon.  One with escapes in it is not plain. */
static int take_name(flat_line *l, dossier_str *name) {
    size_t undone = l->undone->size;
    skip_space(l);
    if (!take_string(l, name) || l->undone->size != undone)
        return 0;
    skip_space(l);
    return take_char(l, ':');
}

/* Steps over a list or an object: what is in it is of no use here, but has to be JSON. */
static int pass_nested(flat_line *l, unsigned depth) {
    int is_list = *l->at++ == '[';
    char end = is_list ? ']' : '}';
    flat_member inner;
    skip_space(l);
    if (take_char(l, end))
        return 1;
    do {
        if ((!is_list && !take_name(l, &inner.name)) || !take_value(l, &inner, depth + 1))
            return 0;
    } while (take_char(l, ','));
    return take_char(l, end);
}

/* A value and the white space on both sides of it. */
static int take_value(flat_line *l, flat_member *m, unsigned depth) {
    int taken;
    skip_space(l);
    if (l->at == l->end)
        return 0;
    m->kind = FLAT_OTHER;
    switch (*l->at) {
    case '"':
        m->kind = FLAT_STRING;
        taken = take_string(l, &m->string);
        break;
    case 'n':
        m->kind = FLAT_NULL;
        taken = take_word(l, "null");
        break;
    case 't':
        taken = take_word(l, "true");
        break;
    case 'f':
        taken = take_word(l, "false");
        break;
    case '[':
        m->kind = FLAT_LIST;
        taken = depth < DEPTH_MOST && pass_nested(l, depth);
        break;
    case '{':
        taken = depth < DEPTH_MOST && pass_nested(l, depth);
        break;
    default:
        taken = take_number(l, m);
    }
    skip_space(l);
    return taken;
}

/* A member of the line's object, of a new name. */
static int take_member(flat_line *l, flat_record *record) {
    if (record->count == FLAT_MEMBERS_MOST)
        return 0;
    flat_member *m = &record->members[record->count];
    if (!take_name(l, &m->name) || find_member(record, m->name) != NULL)
        return 0;
    record->count++;
    return take_value(l, m, 1);
}

int flat_read(flat_record *record, const char *line, size_t size) {
    flat_line l = {line, line + size, &record->undone};
    record->count = record->undone.size = 0;
    if (buffer_reserve(&record->undone, size) != 0)
        return -1;
    skip_space(&l);
    if (!take_char(&l, '{'))
        return 0;
    skip_space(&l);
    if (!take_char(&l, '}')) {
        do {
            if (!take_member(&l, record))
                return 0;
        } while (take_char(&l, ','));
        if (!take_char(&l, '}'))
            return 0;
    }
    skip_space(&l);
    return l.at == l.end;
}

const flat_member *flat_get(const flat_record *record, const char *name) {
    return find_member(record, (dossier_str){name, strlen(name)});
}

void flat_free(flat_record *record) {
    buffer_free(&record->undone);
}
