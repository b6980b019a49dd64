/* html_tame.c: takes endless tags and idle end tags out of a page, in one pass and in place.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html_tame.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { NAMES = 1024 };

/* How many elements of a name were begun and not ended, by a hash of the name; names that share a place do
 * no harm. */
typedef struct tamer {
    char *page;
    size_t size;
    uint32_t open[NAMES];
} tamer;

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Marks bytes to be taken out: the page has no NULs.  Line ends stay, so that lines can be counted. */
static void take_out(tamer *t, size_t from, size_t to) {
    for (; from < to; from++)
        if (t->page[from] != '\n')
            t->page[from] = '\0';
}

/* The place of the name at `at`. */
static uint32_t name_of(const tamer *t, size_t at, size_t *end) {
    uint32_t hash = 2166136261u;
    for (; at < t->size && !is_space(t->page[at]) && t->page[at] != '>' && t->page[at] != '/'; at++)
        hash = (hash ^ (uint32_t)(t->page[at] | 0x20)) * 16777619u;
    *end = at;
    return hash % NAMES;
}

/* Goes to the tag's end, with quoted values stepped over, and takes out what is too much. */
static size_t take_words(tamer *t, size_t at) {
    size_t words = 0, too_much = 0;
    for (; at < t->size && t->page[at] != '>'; at++) {
        char c = t->page[at];
        if (is_space(c)) {
            if (++words == TAME_WORDS_MOST)
                too_much = at;
        } else if ((c == '"' || c == '\'') && at > 0 &&
                   (t->page[at - 1] == '=' || is_space(t->page[at - 1]))) {
            const char *close = memchr(t->page + at + 1, c, t->size - at - 1);
            if (close == NULL)
                break;
            at = (size_t)(close - t->page);
        }
    }
    if (too_much > 0)
        take_out(t, too_much, at);
    return at;
}

/* The place of `mark` from `at` on; the page's end where it is not there. */
static size_t place_of(const tamer *t, size_t at, const char *mark) {
    size_t n = strlen(mark);
    for (; at + n <= t->size; at++) {
        const char *found = memchr(t->page + at, mark[0], t->size - at - n + 1);
        if (found == NULL)
            break;
        at = (size_t)(found - t->page);
        if (strncasecmp(found, mark, n) == 0)
            return at;
    }
    return t->size;
}

static int starts(const tamer *t, size_t at, const char *what) {
    size_t n = strlen(what);
    return t->size - at >= n && strncasecmp(t->page + at, what, n) == 0;
}

/* An end tag is worth reading if its element was begun, or if it makes one, as </p> and </br> do. */
static size_t take_end(tamer *t, size_t at) {
    size_t end;
    uint32_t name = name_of(t, at + 2, &end);
    const char *close = memchr(t->page + end, '>', t->size - end);
    size_t behind_it = close != NULL ? (size_t)(close - t->page) + 1 : t->size;
    if (t->open[name] > 0)
        t->open[name]--;
    else if (!starts(t, at, "</p>") && !starts(t, at, "</br>"))
        take_out(t, at, behind_it);
    return behind_it;
}

static size_t take_tag(tamer *t, size_t at) {
    size_t end;
    int script = starts(t, at, "<script"), style = starts(t, at, "<style");
    t->open[name_of(t, at + 1, &end)]++;
    end = take_words(t, end);
    if (script || style)
        end = place_of(t, end, script ? "</script" : "</style");
    return end;
}

static void tame(tamer *t) {
    for (size_t at = 0; at + 2 < t->size;) {
        const char *next = memchr(t->page + at, '<', t->size - at - 2);
        if (next == NULL)
            return;
        at = (size_t)(next - t->page);
        if (is_letter(t->page[at + 1]))
            at = take_tag(t, at);
        else if (t->page[at + 1] == '/' && is_letter(t->page[at + 2]))
            at = take_end(t, at);
        else if (starts(t, at, "<!--"))
            at = place_of(t, at + 2, "-->");
        else
            at++;
    }
}

size_t html_tame(char *page, size_t size) {
    tamer t = {.page = page, .size = size};
    size_t to = 0;
    tame(&t);
    for (size_t at = 0; at < size;) {
        const char *gap = memchr(page + at, '\0', size - at);
        size_t end = gap != NULL ? (size_t)(gap - page) : size;
        memmove(page + to, page + at, end - at);
        to += end - at;
        for (at = end; at < size && page[at] == '\0'; at++) {}
    }
    return to;
}
