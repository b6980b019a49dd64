/* place.c: finds where in its source a hit's best sentence stands.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/place.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/text/utf8.h"

/* How far from the passage's line the words are looked for, and how many bytes on each side of the match are taken for
 * looking: first many, then few, as a line may be broken by a tag or an entity. */
enum { WINDOW = 256 << 10, PORTION = 256 << 10 };
static const size_t reaches[] = {120, 24};

void place_source_free(place_source *source) {
    buffer_free(&source->path);
    buffer_free(&source->text);
}

/* Reads a file into *text; what is not a plain file, is too large or cannot be read leaves it empty. */
static void read_file(const char *path, buffer *text) {
    struct stat st;
    /* A key is any text: what is merely opened may be a device that does something at that, or a FIFO that waits. */
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return;
    int good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= (off_t)DOSSIER_TEXT_MAX;
    while (good) {
        ssize_t got = buffer_reserve(text, PORTION) == 0 ? read(fd, text->data + text->size, PORTION) : -1;
        good = got >= 0 && text->size + (size_t)got <= DOSSIER_TEXT_MAX;
        text->size += got > 0 ? (size_t)got : 0;
        if (got == 0)
            break;
    }
    if (!good)
        text->size = 0;
    close(fd);
}

/* The source's text; empty where there is none. */
static dossier_str source_text(place_source *source, dossier_str path) {
    int same = source->path.size == path.size + 1 && memcmp(source->path.data, path.data, path.size) == 0;
    if (!same) {
        source->path.size = 0;
        source->text.size = 0;
        if (path.size == 0 || memchr(path.data, '\0', path.size) != NULL ||
            buffer_put(&source->path, path.data, path.size) != 0 || buffer_put_byte(&source->path, '\0') != 0)
            source->path.size = 0;
        else
            read_file(source->path.data, &source->text);
    }
    return (dossier_str){source->text.data, source->text.size};
}

/* The key names the source, unless it is "SOURCE#part". */
static dossier_str path_of(const dossier_hit *hit) {
    dossier_str key = hit->article.key, page = hit->article.source;
    if (page.size > 0 && page.size < key.size && memcmp(key.data, page.data, page.size) == 0 &&
        key.data[page.size] == '#')
        return page;
    return key;
}

/* The byte of the passage's text where the first match in the best sentence begins. */
static size_t first_match(const dossier_hit *hit) {
    if (hit->sentence_count == 0)
        return 0;
    const dossier_sentence *best = &hit->sentences[0];
    size_t at = best->start;
    for (size_t i = 0; i < hit->match_count; i++)
        if (hit->matches[i].start >= best->start && hit->matches[i].start < best->end) {
            at = hit->matches[i].start;
            break;
        }
    return at < hit->passage.text.size ? at : 0;
}

static int is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The place `at` in the text as a place of the passage. */
static void place_in_passage(const dossier_hit *hit, size_t at, place *to) {
    to->line = hit->passage.line > 0 ? hit->passage.line : 1;
    to->column = 1;
    for (size_t i = 0; i < at; i++) {
        int ends = hit->passage.text.data[i] == '\n';
        to->line += (size_t)ends;
        to->column = ends ? 1 : to->column + 1;
    }
}

/* The bytes around `at` that are looked for: up to `reach` on each side, within the paragraph, whole characters. */
static dossier_span words_around(dossier_str text, size_t at, size_t reach) {
    dossier_span around = {at, at};
    while (around.start > 0 && at - around.start < reach && text.data[around.start - 1] != '\n')
        around.start--;
    while (around.end < text.size && around.end - at < reach && text.data[around.end] != '\n')
        around.end++;
    while (around.start < at && ((unsigned char)text.data[around.start] & 0xC0) == 0x80)
        around.start++;
    while (around.start < at && is_space(text.data[around.start]))
        around.start++;
    while (around.end > at && around.end < text.size && ((unsigned char)text.data[around.end] & 0xC0) == 0x80)
        around.end--;
    return around;
}

/* Whether the words stand at `from` in the source, a run of white space being like any other; *match is where the
 * words' byte `at` stands there. */
static int stands_at(dossier_str source, size_t from, dossier_str words, size_t at, size_t *match) {
    size_t i = 0, k = from;
    while (i < words.size) {
        if (i == at)
            *match = k;
        if (k >= source.size)
            return 0;
        if (is_space(words.data[i]) && is_space(source.data[k])) {
            for (; i < words.size && is_space(words.data[i]); i++)
                ;
            for (; k < source.size && is_space(source.data[k]); k++)
                ;
        } else if (words.data[i++] != source.data[k++]) {
            return 0;
        }
    }
    return 1;
}

/* Looks for the words in the source from a byte on; 1 where they are there. */
static int find_words(dossier_str source, size_t from, dossier_str words, size_t at, size_t *match) {
    size_t end = source.size - from > WINDOW ? from + WINDOW : source.size;
    while (from < end && words.size > 0) {
        const char *first = memchr(source.data + from, words.data[0], end - from);
        if (first == NULL)
            return 0;
        from = (size_t)(first - source.data);
        if (stands_at(source, from, words, at, match))
            return 1;
        from++;
    }
    return 0;
}

/* The byte at which a line begins; the source's size where it has fewer lines. */
static size_t line_start(dossier_str source, size_t line) {
    size_t at = 0;
    for (; line > 1 && at < source.size; line--) {
        const char *end = memchr(source.data + at, '\n', source.size - at);
        at = end == NULL ? source.size : (size_t)(end - source.data) + 1;
    }
    return at;
}

static int place_in_source(const dossier_hit *hit, size_t at, dossier_str source, place *to) {
    size_t from = line_start(source, hit->passage.line), match = 0;
    int found = 0;
    for (size_t i = 0; i < sizeof reaches / sizeof *reaches && !found; i++) {
        dossier_span around = words_around(hit->passage.text, at, reaches[i]);
        dossier_str words = {hit->passage.text.data + around.start, around.end - around.start};
        found = find_words(source, from, words, at - around.start, &match);
    }
    if (!found)
        return 0;
    to->line = hit->passage.line > 0 ? hit->passage.line : 1;
    to->column = 1;
    for (size_t i = from; i < match; i++) {
        int ends = source.data[i] == '\n';
        to->line += (size_t)ends;
        to->column = ends ? 1 : to->column + 1;
    }
    return 1;
}

place place_of(const dossier_hit *hit, place_source *source) {
    place to = {.path = path_of(hit)};
    size_t at = first_match(hit);
    dossier_str text = source_text(source, to.path);
    if (hit->passage.text.size == 0 || text.size == 0 || !place_in_source(hit, at, text, &to))
        place_in_passage(hit, at, &to);
    return to;
}
