/* mime.c: the parts of a message: headers (RFC 5322), encoded words (RFC 2047), bodies (RFC 2045).
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/mime.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "engine/text/utf8.h"
#include "indexer/lines.h"

/* A name as long as this is none of a header. */
enum { NAME_MOST = 60, CHARSET_MOST = 40, VALUE_MOST = 64 << 10 };

static int is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int is_empty_line(const char *text, size_t at, size_t end) {
    while (at < end && (text[at] == '\r' || text[at] == '\n'))
        at++;
    return at == end;
}

/* The length of the name that a header line begins with; 0 where it is none. */
static size_t name_size(const char *text, size_t at, size_t end) {
    size_t n = 0;
    while (at + n < end && n <= NAME_MOST && text[at + n] > ' ' && text[at + n] < 0x7F && text[at + n] != ':')
        n++;
    return n > 0 && n <= NAME_MOST && at + n < end && text[at + n] == ':' ? n : 0;
}

size_t mime_headers_end(const char *text, size_t size) {
    size_t at = 0;
    for (size_t count = 0; at < size; count++) {
        size_t end = line_behind(text, size, at);
        if (is_empty_line(text, at, end))
            return count > 0 ? end : 0;
        int folded = count > 0 && (text[at] == ' ' || text[at] == '\t');
        if (!folded && name_size(text, at, end) == 0)
            return 0;
        at = end;
    }
    return at;
}

dossier_str mime_next_name(const char *headers, size_t size, size_t *at) {
    while (*at < size) {
        size_t end = line_behind(headers, size, *at), n = name_size(headers, *at, end);
        dossier_str name = {headers + *at, n};
        *at = end;
        if (n > 0)
            return name;
    }
    return (dossier_str){0};
}

int mime_header(const char *headers, size_t size, const char *name, buffer *out) {
    size_t n = strlen(name);
    int failed = 0, found = 0;
    out->size = 0;
    for (size_t at = 0, end; at < size; at = end) {
        end = line_behind(headers, size, at);
        int folded = headers[at] == ' ' || headers[at] == '\t';
        if (found && !folded)
            break;
        if (!found && (name_size(headers, at, end) != n || strncasecmp(headers + at, name, n) != 0))
            continue;
        size_t from = found ? at : at + n + 1, to = end;
        while (from < to && is_blank(headers[from]))
            from++;
        while (to > from && is_blank(headers[to - 1]))
            to--;
        if (out->size + to - from < VALUE_MOST)
            failed |= (found && buffer_put_byte(out, ' ') != 0) || buffer_put(out, headers + from, to - from) != 0;
        found = 1;
    }
    return failed ? -1 : 0;
}

int mime_parameter(const char *value, size_t size, const char *name, buffer *out) {
    size_t n = strlen(name);
    out->size = 0;
    for (size_t at = 0; at < size; at++) {
        if (value[at] != ';')
            continue;
        size_t from = at + 1;
        while (from < size && is_blank(value[from]))
            from++;
        if (size - from <= n || strncasecmp(value + from, name, n) != 0)
            continue;
        for (from += n; from < size && is_blank(value[from]);)
            from++;
        if (from == size || value[from] != '=')
            continue;
        for (from++; from < size && is_blank(value[from]);)
            from++;
        size_t to = from;
        if (to < size && value[to] == '"') {
            for (to = ++from; to < size && value[to] != '"';)
                to++;
        } else {
            while (to < size && !is_blank(value[to]) && value[to] != ';')
                to++;
        }
        return buffer_put(out, value + from, to - from);
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------------ decoding */

static int hex(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int base64(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

static int put_base64(const char *text, size_t size, buffer *out) {
    uint32_t bits = 0;
    int count = 0;
    for (size_t i = 0; i < size; i++) {
        int value = base64(text[i]);
        if (text[i] == '=')
            bits = 0, count = 0; /* the end, or that of one of several that stand in a row */
        if (value < 0)
            continue;
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            if (buffer_put_byte(out, (unsigned char)(bits >> count)) != 0)
                return -1;
        }
    }
    return 0;
}

/* Where a soft line break at i (behind "=", white space allowed) ends; i where there is none. */
static size_t soft_break(const char *text, size_t size, size_t i) {
    size_t k = i;
    while (k < size && (text[k] == ' ' || text[k] == '\t' || text[k] == '\r'))
        k++;
    return k == size || text[k] == '\n' ? (k == size ? k : k + 1) : i;
}

/* Puts one byte and, at the beginning of a line, its number. */
static int put_counted(buffer *out, buffer *lines, unsigned char c, size_t line, int *fresh) {
    if (*fresh && lines != NULL && buffer_put(lines, &line, sizeof line) != 0)
        return -1;
    *fresh = c == '\n';
    return buffer_put_byte(out, c);
}

static int put_quoted(const char *text, size_t size, int quoted, buffer *out, buffer *lines) {
    size_t line = 0;
    int fresh = 1, failed = 0;
    for (size_t i = 0; i < size && !failed; i++) {
        size_t end = quoted && text[i] == '=' ? soft_break(text, size, i + 1) : 0;
        if (end > i + 1) {
            line++;
            i = end - 1;
        } else if (quoted && text[i] == '=' && i + 2 < size && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            failed = put_counted(out, lines, (unsigned char)(hex(text[i + 1]) << 4 | hex(text[i + 2])), line, &fresh);
            i += 2;
        } else {
            failed = put_counted(out, lines, (unsigned char)text[i], line, &fresh);
            line += text[i] == '\n';
        }
    }
    return failed ? -1 : 0;
}

int mime_decode(const char *body, size_t size, const char *encoding, buffer *out, buffer *lines) {
    if (strcasecmp(encoding, "base64") == 0)
        return put_base64(body, size, out);
    return put_quoted(body, size, strcasecmp(encoding, "quoted-printable") == 0, out, lines);
}

/* Converts with iconv.  1 where all of the text was of that charset, 0 where not, or -1. */
static int convert(const char *text, size_t size, const char *charset, buffer *out) {
    iconv_t to = iconv_open("UTF-8", charset);
    if (to == (iconv_t)-1)
        return errno == ENOMEM ? -1 : 0;
    char *from = (char *)(uintptr_t)text; /* iconv only reads it */
    size_t left = size;
    int result = 1;
    while (left > 0 && result == 1) {
        size_t room = left + (left >> 1) + 64;
        if (buffer_reserve(out, room) != 0) {
            result = -1;
            break;
        }
        char *at = out->data + out->size;
        size_t rest = room;
        size_t status = iconv(to, &from, &left, &at, &rest);
        out->size += room - rest;
        if (status == (size_t)-1 && errno != E2BIG)
            result = 0;
    }
    iconv_close(to);
    return result;
}

/* Names that people and programs write for windows-1252, which is what web and mail mean by them. */
static int is_western(const char *charset) {
    static const char *const names[] = {"iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii", "cp1252", "x-ansi"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(names[i], charset) == 0)
            return 1;
    return strcasecmp(charset, "windows-1252") == 0;
}

/* windows-1252, also with the five bytes that it leaves open. */
static int put_western(const char *text, size_t size, buffer *out) {
    static const uint16_t high[32] = {
        0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D,
        0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A,
        0x153,  0x9D,   0x17E,  0x178};
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        char bytes[4];
        if (buffer_put(out, bytes, utf8_encode(c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c, bytes)) != 0)
            return -1;
    }
    return 0;
}

int mime_to_utf8(const char *text, size_t size, const char *charset, buffer *out) {
    size_t from = out->size;
    int western = is_western(charset);
    if (*charset != '\0' && !western && strcasecmp(charset, "utf-8") != 0 && strlen(charset) <= CHARSET_MOST) {
        int done = convert(text, size, charset, out);
        if (done != 0)
            return done < 0 ? -1 : 0;
        out->size = from;
    }
    /* What is UTF-8 beyond ASCII is hardly ever anything else, whatever it is called. */
    return utf8_invalid(text, size) == 0 ? buffer_put(out, text, size) : put_western(text, size, out);
}

/* ------------------------------------------------------------------------------------------- encoded words */

/* An encoded word at text[0 .. size): =?charset?B?text?=.  Puts its text, and returns its length; 0 where it is
 * none; -1 where there is no memory. */
static ptrdiff_t put_word(const char *text, size_t size, buffer *out) {
    char charset[CHARSET_MOST + 1];
    size_t n = 2;
    if (size < 8 || text[0] != '=' || text[1] != '?')
        return 0;
    while (n < size && n - 2 < CHARSET_MOST && text[n] != '?' && text[n] > ' ')
        n++;
    if (n + 3 >= size || text[n] != '?' || text[n + 2] != '?')
        return 0;
    snprintf(charset, sizeof charset, "%.*s", (int)(n - 2), text + 2);
    charset[strcspn(charset, "*")] = '\0'; /* a language may stand behind the charset (RFC 2231) */
    char kind = (char)(text[n + 1] | 0x20);
    size_t from = n + 3, to = from;
    while (to < size && text[to] != '?' && text[to] != '\n')
        to++;
    if (to + 1 >= size || text[to] != '?' || text[to + 1] != '=' || (kind != 'b' && kind != 'q'))
        return 0;
    buffer bytes = {0};
    int failed = 0;
    if (kind == 'b')
        failed = put_base64(text + from, to - from, &bytes);
    for (size_t i = from; kind == 'q' && i < to && !failed; i++) {
        int coded = text[i] == '=' && i + 2 < to && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        int c = coded ? hex(text[i + 1]) << 4 | hex(text[i + 2]) : text[i] == '_' ? ' ' : text[i];
        failed = buffer_put_byte(&bytes, (unsigned char)c);
        i += coded ? 2 : 0;
    }
    if (!failed)
        failed = mime_to_utf8(bytes.data, bytes.size, charset, out);
    buffer_free(&bytes);
    return failed ? -1 : (ptrdiff_t)to + 2;
}

int mime_words(const char *value, size_t size, buffer *out) {
    buffer raw = {0};
    int failed = 0, was_word = 0;
    size_t invalid = 0;
    for (size_t at = 0; at < size && !failed;) {
        size_t space = at;
        while (space < size && is_blank(value[space]))
            space++;
        if (space > at && !(was_word && size - space > 1 && value[space] == '=' && value[space + 1] == '?'))
            failed = space < size && buffer_put_byte(&raw, ' ') != 0;
        at = space;
        ptrdiff_t n = at < size ? put_word(value + at, size - at, &raw) : 0;
        was_word = n > 0;
        failed |= n < 0;
        if (n > 0) {
            at += (size_t)n;
            continue;
        }
        for (size_t start = at; at < size && !is_blank(value[at]) && !failed; at++) {
            if (at > start && value[at] == '=' && at + 1 < size && value[at + 1] == '?')
                break;
            failed = buffer_put_byte(&raw, (unsigned char)value[at]) != 0;
        }
    }
    buffer text = {0};
    failed = failed || mime_to_utf8(raw.data, raw.size, "", &text) != 0;
    out->size = 0;
    failed = failed || utf8_clean(text.data, text.size, out, &invalid) != 0;
    buffer_free(&raw);
    buffer_free(&text);
    return failed ? -1 : 0;
}
