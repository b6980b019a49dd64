/* units.c: a scraped text as the pieces a reader sees: paragraphs and single lines, each with its measures.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/units.h"

#include <string.h>
#include <utf8proc.h>

#include "engine/text/utf8.h"
#include "engine/hash.h"

/* What lines are wrapped at lies between these columns, and a wrapped line is filled to three quarters of
 * it. */
enum { WRAP_LEAST = 40, WRAP_MOST = 110 };
#define FILLED(length, wrap) ((length)*4 >= (wrap)*3)

size_t unit_space(const char *text, size_t size) {
    size_t at = 0;
    while (at < size) {
        const unsigned char *c = (const unsigned char *)text + at;
        size_t left = size - at;
        if (*c == ' ' || (*c >= '\t' && *c <= '\r'))
            at++;
        else if (left >= 2 && c[0] == 0xC2 && (c[1] == 0xA0 || c[1] == 0xAD))
            at += 2;
        else if (left >= 3 && c[0] == 0xE2 && c[1] == 0x80 && (c[2] <= 0x8F || c[2] == 0xAF))
            at += 3;
        else if (left >= 3 && c[0] == 0xEF && c[1] == 0xBB && c[2] == 0xBF)
            at += 3;
        else
            break;
    }
    return at;
}

/* The white space at the end of text[0 .. size). */
static size_t space_before(const char *text, size_t size) {
    size_t end = size;
    for (;;) {
        const unsigned char *c = (const unsigned char *)text;
        if (end >= 1 && (c[end - 1] == ' ' || (c[end - 1] >= '\t' && c[end - 1] <= '\r')))
            end--;
        else if (end >= 2 && unit_space(text + end - 2, 2) == 2)
            end -= 2;
        else if (end >= 3 && unit_space(text + end - 3, 3) == 3)
            end -= 3;
        else
            return size - end;
    }
}

/* One line, from its first character that is not white space to its last. */
typedef struct line {
    size_t start;
    size_t end;
} line;

/* Takes the line at *at and moves *at behind its end. */
static line take_line(const char *text, size_t size, size_t *at) {
    size_t begin = *at, end = begin;
    while (end < size && text[end] != '\n' && text[end] != '\r')
        end++;
    *at = end;
    if (*at < size && text[*at] == '\r')
        ++*at;
    if (*at < size && text[*at] == '\n')
        ++*at;
    line l = {begin, end};
    l.start += unit_space(text + begin, end - begin);
    l.end -= space_before(text + l.start, end - l.start);
    return l;
}

/* How many characters a line has; bytes would make Cyrillic twice as wide. */
static size_t columns(const char *text, line l) {
    size_t count = 0;
    for (size_t at = l.start; at < l.end; at++)
        count += ((unsigned char)text[at] & 0xC0) != 0x80;
    return count;
}

/* Finds out whether the lines are wrapped, and at which column: most lines that have another one right below
 * them must be about as long as the longest of these, and it must be no longer than people set their editors
 * to. */
static size_t find_wrap(const char *text, size_t size) {
    size_t counts[WRAP_MOST + 2] = {0}, inner = 0, long_ones = 0;
    line before = {0, 0};
    for (size_t at = 0; at < size;) {
        line l = take_line(text, size, &at);
        if (l.start < l.end && before.start < before.end) {
            size_t n = columns(text, before);
            inner++;
            long_ones += n > WRAP_MOST;
            counts[n > WRAP_MOST ? WRAP_MOST + 1 : n]++;
        }
        before = l;
    }
    if (inner == 0 || long_ones * 20 > inner)
        return 0;
    size_t wrap = WRAP_MOST, above = 0, filled = 0;
    while (wrap > WRAP_LEAST && (above + counts[wrap]) * 50 < inner)
        above += counts[wrap--];
    for (size_t n = 1; n <= WRAP_MOST; n++)
        if (FILLED(n, wrap))
            filled += counts[n];
    return wrap > WRAP_LEAST && filled * 2 > inner ? wrap : 0;
}

unit_reader unit_reader_of(const char *text, size_t size) {
    return (unit_reader){.text = text, .size = size, .wrap = find_wrap(text, size)};
}

static int is_small(const char *text, size_t at) {
    return text[at] >= 'a' && text[at] <= 'z';
}

/* Whether a paragraph goes on in the next line: it was broken where the next word would not have fitted, or
 * (in a text that is not wrapped as a whole) within a sentence. */
static int goes_on(const unit_reader *r, line l, line next) {
    size_t length = columns(r->text, l);
    line word = {next.start, next.start};
    while (word.end < next.end && r->text[word.end] != ' ')
        word.end++;
    if (r->wrap != 0 && (length + 1 + columns(r->text, word)) * 20 >= r->wrap * 17)
        return 1;
    char last = r->text[l.end - 1];
    return length >= WRAP_LEAST && is_small(r->text, next.start) &&
           (is_small(r->text, l.end - 1) || last == ',');
}

/* The characters that stand behind a sentence's stop. */
static int closes(uint32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0xBB ||
           c == 0x203A;
}

static int stops(uint32_t c) {
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F ||
           c == 0x61F || c == 0x6D4 || c == 0x964;
}

static int is_word_character(uint32_t c) {
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) &&
           category != UTF8PROC_CATEGORY_ME;
}

/* Scripts that put no spaces between words: Thai to Burmese, kana, Han. */
static int is_unspaced(uint32_t c) {
    return (c >= 0xE00 && c <= 0x109F) || (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* Counts words and sentences, looks at the end and hashes the letters, all in one pass. */
static void measure(const char *text, unit *u) {
    size_t unspaced = 0;
    uint32_t last = 0, closers = 0;
    int in_word = 0, open = 0;
    u->hash = HASH_START;
    for (size_t at = u->start; at < u->end;) {
        uint32_t c;
        at += utf8_decode(text + at, u->end - at, &c);
        if (is_word_character(c)) {
            u->words += !in_word;
            unspaced += is_unspaced(c);
            in_word = open = 1;
            u->hash = hash_step(u->hash, c >= 'A' && c <= 'Z' ? c | 0x20 : c);
        } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0xA0) {
            if (stops(last) && open) {
                u->sentences++;
                open = 0;
            }
            in_word = 0;
        }
        if (!closes(c))
            last = c;
        closers = closes(c) ? closers + 1 : 0;
    }
    u->words += (uint32_t)(unspaced / 2);
    u->stop = (uint8_t)stops(last);
    u->colon = (uint8_t)(last == ':' && closers == 0);
    u->sentences += u->stop && open;
}

int unit_next(unit_reader *r, unit *out) {
    line l;
    do {
        if (r->at >= r->size)
            return 0;
        l = take_line(r->text, r->size, &r->at);
        r->line++;
        if (l.start >= l.end)
            r->block++;
    } while (l.start >= l.end);
    *out = (unit){.start = (uint32_t)l.start, .line = r->line, .block = r->block};
    while (r->at < r->size) {
        size_t at = r->at;
        line next = take_line(r->text, r->size, &at);
        if (next.start >= next.end || !goes_on(r, l, next))
            break;
        l = next;
        r->at = at;
        r->line++;
    }
    out->end = (uint32_t)l.end;
    measure(r->text, out);
    return 1;
}

int unit_put(const char *text, const unit *u, buffer *out) {
    for (size_t at = u->start; at < u->end;) {
        line l = take_line(text, u->end, &at);
        if (l.start > u->start && buffer_put_byte(out, '\n') != 0)
            return -1;
        if (buffer_put(out, text + l.start, l.end - l.start) != 0)
            return -1;
    }
    return 0;
}

/* Puts one character of a folded text; *in_word says whether it would go on a word.  Apostrophes are left
 * out, so that typewriter's and typesetter's are the same. */
static int fold_character(uint32_t c, const char *bytes, size_t n, int *in_word, buffer *out) {
    if (c == '\'' || c == 0x2019)
        return 0;
    if (!is_word_character(c)) {
        if (!*in_word)
            return 0;
        *in_word = 0;
        return buffer_put_byte(out, ' ');
    }
    *in_word = 1;
    if (c < 0x80)
        return buffer_put_byte(out, (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c));
    return buffer_put(out, bytes, n);
}

int unit_fold(const char *text, size_t size, buffer *out) {
    int in_word = 0;
    if (buffer_put_byte(out, ' ') != 0)
        return -1;
    for (size_t at = 0; at < size;) {
        uint32_t c;
        size_t n = utf8_decode(text + at, size - at, &c);
        if (fold_character(c, text + at, n, &in_word, out) != 0)
            return -1;
        at += n;
    }
    return in_word ? buffer_put_byte(out, ' ') : 0;
}
