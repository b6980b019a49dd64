/* format.c: the table of input formats.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/format.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "indexer/html.h"
#include "indexer/jsonl.h"
#include "indexer/mail.h"
#include "indexer/markdown.h"
#include "indexer/scraped.h"

static const char *const text_endings[] = {".txt", ".text", NULL};
static const char *const html_endings[] = {".html", ".htm", NULL};
static const char *const markdown_endings[] = {".md", ".markdown", NULL};
static const char *const mail_endings[] = {".eml", ".mhtml", ".mht", NULL};
static const char *const jsonl_endings[] = {".jsonl", ".ndjson", NULL};

/* A content is asked of in this order; the first row is what anything else is read as. */
static const format formats[] = {
    {"text", text_endings, NULL, scraped_read, 0},
    {"html", html_endings, html_recognise, html_read, 1},
    {"markdown", markdown_endings, markdown_recognise, markdown_read, 0},
    {"mail", mail_endings, mail_recognise, mail_read, 0},
    {"jsonl", jsonl_endings, jsonl_recognise, jsonl_read, 0},
};
enum { FORMATS = sizeof formats / sizeof *formats };

const format *format_named(const char *name) {
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

const char *format_names(void) {
    return "auto, text, html, markdown, mail, jsonl";
}

static const format *by_ending(const char *name) {
    size_t size = strlen(name);
    if (size > 3 && strcasecmp(name + size - 3, ".gz") == 0)
        size -= 3;
    for (size_t i = 0; i < FORMATS; i++)
        for (const char *const *ending = formats[i].endings; *ending != NULL; ending++) {
            size_t n = strlen(*ending);
            if (size > n && strncasecmp(name + size - n, *ending, n) == 0)
                return &formats[i];
        }
    return NULL;
}

int format_known_ending(const char *name) {
    return by_ending(name) != NULL;
}

const format *format_of(const char *name, const char *head, size_t size) {
    const format *named = by_ending(name);
    /* What is not called text is what it is called; text is what people call anything. */
    if (named != NULL && named != &formats[0])
        return named;
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i].recognise != NULL && formats[i].recognise(head, size))
            return &formats[i];
    return &formats[0];
}

const char *format_binary_reason(const format *f, const char *head, size_t size) {
    static const struct {
        const char *mark;
        size_t size;
        int decoded; /* a format that decodes reads it */
        const char *reason;
    } marks[] = {{"\xFF\xFE\0\0", 4, 0, "is UTF-32 text; convert it to UTF-8 (iconv -f UTF-32 -t UTF-8)"},
                 {"\0\0\xFE\xFF", 4, 0, "is UTF-32 text; convert it to UTF-8 (iconv -f UTF-32 -t UTF-8)"},
                 {"\xFF\xFE", 2, 1, "is UTF-16 text; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"},
                 {"\xFE\xFF", 2, 1, "is UTF-16 text; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (size >= marks[i].size && memcmp(head, marks[i].mark, marks[i].size) == 0)
            return marks[i].decoded && f->decodes ? NULL : marks[i].reason;
    size_t controls = 0, nuls = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)head[i];
        nuls += c == 0;
        if (nuls > 0 && !f->decodes)
            return "is not text (it has NUL bytes)";
        controls += c != 0 && c < 0x20 && (c < '\t' || c > '\r') && c != 0x1B;
    }
    return controls * 20 > size - nuls ? "is not text (it is full of control characters)" : NULL;
}

void source_note(source *s, int skipped, size_t line, size_t column, const char *pattern, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, pattern);
    int size = vsnprintf(message, sizeof message, pattern, arguments);
    va_end(arguments);
    s->note(s, skipped, line, column, size < 0 ? "could not be read; left out" : message);
}
