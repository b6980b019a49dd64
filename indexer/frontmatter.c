/* frontmatter.c: the block that a Markdown file may begin with: the part of YAML and TOML that people write by hand.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/frontmatter.h"

#include <string.h>
#include <strings.h>

#include "indexer/lines.h"

/* A block that has not ended after so many bytes is none. */
enum { BLOCK_MOST = 256 << 10 };

/* The block while it is read. */
typedef struct block {
    fields *f;
    char between;     /* between a key and its value: ':' in YAML, '=' in TOML */
    enum field field; /* of the last key */
    buffer value;     /* what is known of its value: it may go on in the next lines */
    int said;         /* keys that say something */
    int failed;
} block;

static int is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static dossier_str trimmed(dossier_str s) {
    while (s.size > 0 && is_blank(s.data[0])) {
        s.data++;
        s.size--;
    }
    while (s.size > 0 && is_blank(s.data[s.size - 1]))
        s.size--;
    return s;
}

/* Where a quoted text ends: the position of its closing quotation mark; s.size where it has none. */
static size_t quote_end(dossier_str s) {
    char mark = s.data[0];
    for (size_t at = 1; at < s.size; at++) {
        if (s.data[at] == '\\' && mark == '"')
            at++;
        else if (s.data[at] == mark && mark == '\'' && at + 1 < s.size && s.data[at + 1] == mark)
            at++;
        else if (s.data[at] == mark)
            return at;
    }
    return s.size;
}

/* Takes one value: what is quoted without its quotation marks, what is not without a comment behind it. */
static void put_scalar(block *b, dossier_str s) {
    buffer out = {0};
    s = trimmed(s);
    if (s.size > 0 && (s.data[0] == '"' || s.data[0] == '\'')) {
        size_t end = quote_end(s);
        char escape = s.data[0] == '"' ? '\\' : '\'';
        for (size_t at = 1; at < end; at++) {
            if (s.data[at] == escape && at + 1 < end)
                at++;
            b->failed |= buffer_put_byte(&out, (unsigned char)s.data[at]) != 0;
        }
        s = (dossier_str){out.data, out.size};
    } else {
        const char *comment = s.size > 2 ? memmem(s.data, s.size, " #", 2) : NULL;
        if (comment != NULL)
            s.size = (size_t)(comment - s.data);
        if ((s.size == 4 && strncasecmp(s.data, "null", 4) == 0) || (s.size == 1 && s.data[0] == '~'))
            s.size = 0;
    }
    /* Note-taking programs write names as links: [[Jane Doe]]. */
    if (s.size > 4 && memcmp(s.data, "[[", 2) == 0 && memcmp(s.data + s.size - 2, "]]", 2) == 0)
        s = (dossier_str){s.data + 2, s.size - 4};
    b->failed |= s.size > 0 && fields_put(b->f, b->field, s.data, s.size) != 0;
    buffer_free(&out);
}

/* Takes a list in brackets: [Jane Doe, "John Roe"]. */
static void put_list(block *b, dossier_str s) {
    size_t from = 1, end = s.data[s.size - 1] == ']' ? s.size - 1 : s.size;
    for (size_t at = 1; at <= end; at++) {
        if (at < end && (s.data[at] == '"' || s.data[at] == '\'') &&
            trimmed((dossier_str){s.data + from, at - from}).size == 0)
            at += quote_end((dossier_str){s.data + at, end - at});
        if (at >= end || s.data[at] == ',') {
            put_scalar(b, (dossier_str){s.data + from, (at < end ? at : end) - from});
            from = at + 1;
        }
    }
}

/* The value of the last key is whole. */
static void flush_value(block *b) {
    dossier_str s = trimmed((dossier_str){b->value.data, b->value.size});
    if (b->field < FIELDS_KEPT && s.size > 0) {
        if (s.size > 1 && s.data[0] == '[' && s.data[1] != '[')
            put_list(b, s);
        else if (s.data[0] != '{')
            put_scalar(b, s);
    }
    b->value.size = 0;
}

/* Splits "key: value".  Returns 1, or 0 where a line is none such. */
static int split(char between, dossier_str line, dossier_str *key, dossier_str *value) {
    const char *at = line.size > 0 ? memchr(line.data, between, line.size) : NULL;
    if (at == NULL || at == line.data)
        return 0;
    size_t n = (size_t)(at - line.data);
    if (between == ':' && n + 1 < line.size && !is_blank(line.data[n + 1]))
        return 0;
    *key = trimmed((dossier_str){line.data, n});
    *value = trimmed((dossier_str){line.data + n + 1, line.size - n - 1});
    if (key->size > 2 && key->data[0] == '"' && key->data[key->size - 1] == '"')
        *key = (dossier_str){key->data + 1, key->size - 2};
    return 1;
}

/* A line that is set in, or an item of a list: more of the last key's value. */
static void take_more(block *b, dossier_str line) {
    dossier_str key, value;
    int item = line.size > 1 && line.data[0] == '-' && is_blank(line.data[1]);
    if (b->field >= FIELDS_KEPT)
        return;
    if (item) {
        flush_value(b);
        line = trimmed((dossier_str){line.data + 1, line.size - 1});
        if (line.size == 0)
            return;
    }
    /* author: with name: and e-mail: below it. */
    if (b->field == FIELD_AUTHOR && split(b->between, line, &key, &value)) {
        if (key.size != 4 || strncasecmp(key.data, "name", 4) != 0)
            return;
        flush_value(b);
        line = value;
    }
    b->failed |= (b->value.size > 0 && buffer_put_byte(&b->value, ' ') != 0) ||
                 buffer_put(&b->value, line.data, line.size) != 0;
}

/* A line of the block.  Returns 0 where it is none that such a block has. */
static int take_line(block *b, dossier_str line) {
    dossier_str key, value, bare = trimmed(line);
    if (bare.size == 0 || bare.data[0] == '#')
        return 1;
    if (is_blank(line.data[0]) || bare.data[0] == '-' || bare.data[0] == ']')
        return take_more(b, bare), 1;
    flush_value(b);
    b->field = FIELD_NONE;
    if (b->between == '=' && bare.data[0] == '[') {
        b->between = '\0'; /* a table of TOML: what is in it is said of something else */
        return 1;
    }
    if (b->between == '\0')
        return 1;
    if (!split(b->between, bare, &key, &value))
        return 0;
    b->field = field_named(key.data, key.size);
    b->said += b->field < FIELDS_KEPT;
    /* "|" and ">": the value is what is set in below. */
    if (value.size > 0 && value.size <= 3 && (value.data[0] == '|' || value.data[0] == '>'))
        value.size = 0;
    b->failed |= buffer_put(&b->value, value.data, value.size) != 0;
    return 1;
}

static int is_fence(dossier_str line, const char *fence) {
    line = trimmed(line);
    return line.size == 3 && memcmp(line.data, fence, 3) == 0;
}

/* Reads a block.  Returns its end, or 0 where there is none. */
static size_t read_block(block *b, const char *text, size_t size) {
    size_t at = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (size > BLOCK_MOST)
        size = BLOCK_MOST;
    if (at == size)
        return 0;
    dossier_str line = line_next(text, size, &at);
    const char *fence = is_fence(line, "---") ? "---" : is_fence(line, "+++") ? "+++" : NULL;
    if (fence == NULL)
        return 0;
    b->between = *fence == '-' ? ':' : '=';
    b->field = FIELD_NONE;
    for (int first = 1; at < size; first = 0) {
        line = line_next(text, size, &at);
        if (is_fence(line, fence) || (*fence == '-' && is_fence(line, "..."))) {
            flush_value(b);
            return at;
        }
        /* Between two rules, an empty line or one that is no "key: value" is text. */
        if ((first && trimmed(line).size == 0) || !take_line(b, line))
            return 0;
    }
    return 0;
}

ptrdiff_t frontmatter_read(fields *f, const char *text, size_t size) {
    block b = {.f = f};
    size_t end = read_block(&b, text, size);
    buffer_free(&b.value);
    if (end == 0 || b.failed) {
        fields_free(f);
        *f = (fields){0};
    }
    return b.failed ? -1 : (ptrdiff_t)end;
}

int frontmatter_recognise(const char *head, size_t size) {
    fields f = {0};
    block b = {.f = &f};
    size_t end = read_block(&b, head, size);
    buffer_free(&b.value);
    fields_free(&f);
    return end > 0 && !b.failed && b.said > 0;
}
