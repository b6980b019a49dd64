/* escape.c: makes text fit for the output that it stands in.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/escape.h"

#include <string.h>

#include "engine/text/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* What an output needs written in the place of a character; NULL: the character itself. */
typedef const char *(*escape_rule)(uint32_t character);

static int is_control(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* Tab and line ends, Unicode's too. */
static int breaks_line(uint32_t c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static int put_by_rule(buffer *out, dossier_str text, escape_rule rule) {
    size_t from = 0, size; /* what follows from here up to `at` is put as it is */
    int bad = 0;
    for (size_t at = 0; at < text.size && !bad; at += size) {
        uint32_t character;
        size = utf8_decode(text.data + at, text.size - at, &character);
        const char *instead = character == 0xFFFD ? REPLACEMENT : rule(character);
        if (instead == NULL)
            continue;
        bad |= buffer_put(out, text.data + from, at - from);
        bad |= buffer_put_string(out, instead);
        from = at + size;
    }
    if (!bad && text.size > from)
        bad = buffer_put(out, text.data + from, text.size - from);
    return bad ? -1 : 0;
}

static const char *tsv_rule(uint32_t character) {
    switch (character) {
    case '\\':
        return "\\\\";
    case '\t':
        return "\\t";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case 0x2028: /* many programs end a line here too */
    case 0x2029:
        return "\\n";
    default:
        return is_control(character) ? REPLACEMENT : NULL;
    }
}

int escape_tsv(buffer *out, dossier_str text) {
    return put_by_rule(out, text, tsv_rule);
}

static const char *nul_rule(uint32_t character) {
    return character == 0 ? REPLACEMENT : NULL;
}

int escape_nul(buffer *out, dossier_str text) {
    return put_by_rule(out, text, nul_rule);
}

static const char *html_rule(uint32_t character) {
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
        return NULL;
    default:
        return is_control(character) ? REPLACEMENT : NULL;
    }
}

int escape_html(buffer *out, dossier_str text) {
    return put_by_rule(out, text, html_rule);
}

static const char *line_rule(uint32_t character) {
    return is_control(character) ? REPLACEMENT : NULL;
}

/* The size of the run of spaces and line breaks at the beginning of a text; *breaks: there is a line break in it. */
static size_t run_of_space(dossier_str text, int *breaks) {
    size_t at = 0, size;
    *breaks = 0;
    for (; at < text.size; at += size) {
        uint32_t character;
        size = utf8_decode(text.data + at, text.size - at, &character);
        if (character != ' ' && !breaks_line(character))
            break;
        *breaks |= breaks_line(character);
    }
    return at;
}

int escape_line(buffer *out, dossier_str text) {
    size_t from = 0, size;
    int bad = 0;
    for (size_t at = 0; at < text.size && !bad; at += size) {
        int breaks;
        uint32_t character;
        size = run_of_space((dossier_str){text.data + at, text.size - at}, &breaks);
        if (breaks) {
            bad |= put_by_rule(out, (dossier_str){text.data + from, at - from}, line_rule);
            bad |= buffer_put_byte(out, ' ');
            from = at + size;
        } else if (size == 0) {
            size = utf8_decode(text.data + at, text.size - at, &character);
        }
    }
    if (!bad && text.size > from)
        bad = put_by_rule(out, (dossier_str){text.data + from, text.size - from}, line_rule);
    return bad ? -1 : 0;
}
