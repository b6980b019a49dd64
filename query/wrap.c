/* wrap.c: makes text harmless, wraps it by columns and colours it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/wrap.h"

#include <limits.h>

#include <utf8proc.h>

#include "engine/text/utf8.h"

static const char *const escapes[] = {
    [WRAP_PLAIN] = "",
    [WRAP_TITLE] = "\033[1m",
    [WRAP_PLACE] = "\033[35m", /* as grep shows file names */
    [WRAP_MATCH] = "\033[1;31m", /* as grep shows matches */
};

wrap wrap_of(buffer *out, unsigned width, int color) {
    wrap w = {.out = out, .width = width == 0 ? 80 : width < 20 ? 20 : width, .color = color};
    return w;
}

void wrap_free(wrap *w) {
    buffer_free(&w->piece);
}

int wrap_is_space(uint32_t c) {
    /* Not the spaces that forbid a break: U+00A0, U+2007, U+202F. */
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A && c != 0x2007) || c == 0x2028 || c == 0x2029 || c == 0x205F || c ==
           0x3000;
}

size_t wrap_columns(uint32_t character) {
    if (character < 0x7F)
        return character >= 0x20;
    int columns = utf8proc_charwidth((utf8proc_int32_t)character);
    return columns < 0 ? 0 : (size_t)columns;
}

/* Marks that a terminal does not show, of which some reach beyond the text they stand in: soft hyphens, byte
 * order marks, and what embeds, overrides or isolates a direction of writing. */
static int is_left_out(uint32_t c) {
    return c == 0xAD || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static int is_control(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* Whether a line may be broken between two characters that have no space between them: in scripts that write
 * none, which are those whose characters are wide, but not before a mark that closes or after one that
 * opens. */
static int may_break(uint32_t before, uint32_t after) {
    if (after < 0x80 || before < 0x80 || wrap_columns(after) < 2 || wrap_columns(before) < 2)
        return 0;
    switch (utf8proc_category((utf8proc_int32_t)after)) {
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_LM:
        return 0;
    default:
        break;
    }
    utf8proc_category_t opens = utf8proc_category((utf8proc_int32_t)before);
    if (opens == UTF8PROC_CATEGORY_PS || opens == UTF8PROC_CATEGORY_PI)
        return 0;
    return utf8proc_grapheme_break((utf8proc_int32_t)before, (utf8proc_int32_t)after);
}

/* Puts what takes the output from one style to another. */
static void put_style(wrap *w, buffer *to, enum wrap_style from, enum wrap_style style) {
    if (!w->color || from == style)
        return;
    if (from != WRAP_PLAIN)
        w->failed |= buffer_put_string(to, "\033[0m") != 0;
    w->failed |= buffer_put_string(to, escapes[style]) != 0;
}

static void change_style(wrap *w, enum wrap_style style) {
    put_style(w, w->out, w->now, style);
    w->now = style;
}

/* Moves the piece to the output, to a new line where it does not fit on this one. */
static void put_piece(wrap *w) {
    if (w->before == 0)
        return;
    if (w->column > 0 && w->column + (size_t)w->space + w->piece_width > w->width) {
        change_style(w, WRAP_PLAIN);
        w->failed |= buffer_put_byte(w->out, '\n') != 0;
        w->column = 0;
    } else if (w->column > 0 && w->space) {
        /* Between two words in one style the space is in it too: a coloured title is one run. */
        if (w->now != w->first)
            change_style(w, WRAP_PLAIN);
        w->failed |= buffer_put_byte(w->out, ' ') != 0;
        w->column++;
    }
    change_style(w, w->first);
    w->failed |= buffer_put(w->out, w->piece.data, w->piece.size) != 0;
    w->now = w->last;
    w->column += w->piece_width;
    w->piece.size = 0;
    w->piece_width = 0;
    w->space = 0;
    w->before = 0;
}

/* What follows in the piece is in this style. */
static void begin_style(wrap *w, enum wrap_style style) {
    if (w->before == 0)
        w->first = style;
    else
        put_style(w, &w->piece, w->last, style);
}

static void put_character(wrap *w, uint32_t character, enum wrap_style style) {
    if (wrap_is_space(character)) {
        wrap_space(w);
        return;
    }
    if (character == 0x200B) { /* a place to break, without width */
        put_piece(w);
        return;
    }
    if (is_left_out(character))
        return;
    if (is_control(character))
        character = 0xFFFD;
    if (w->before != 0 && may_break(w->before, character))
        put_piece(w);
    begin_style(w, style);
    char bytes[4];
    size_t size = utf8_encode(character, bytes);
    w->failed |= buffer_put(&w->piece, bytes, size) != 0;
    w->piece_width += wrap_columns(character);
    w->last = style;
    w->before = character;
}

static int is_shown(char c) {
    return c > ' ' && c < 0x7F;
}

/* Puts the characters of ASCII that text begins with, up to a space or what a terminal would obey: most text is such.
 * Where lines are not wrapped, words with single spaces between them are one piece.  Returns their number. */
static size_t put_ascii(wrap *w, const char *text, size_t size, enum wrap_style style) {
    size_t run = 0;
    int spaces = w->width == UINT_MAX;
    while (run < size && (is_shown(text[run]) || (spaces && text[run] == ' ' && run > 0 && run + 1 < size &&
                                                  is_shown(text[run + 1]))))
        run++;
    if (run == 0)
        return 0;
    begin_style(w, style);
    w->failed |= buffer_put(&w->piece, text, run) != 0;
    w->piece_width += run;
    w->last = style;
    w->before = (unsigned char)text[run - 1];
    return run;
}

void wrap_text(wrap *w, dossier_str text, enum wrap_style style) {
    for (size_t at = 0; at < text.size && !w->failed;) {
        uint32_t character;
        size_t run = put_ascii(w, text.data + at, text.size - at, style);
        at += run;
        if (run > 0)
            continue;
        at += utf8_decode(text.data + at, text.size - at, &character);
        put_character(w, character, style);
    }
}

void wrap_space(wrap *w) {
    put_piece(w);
    w->space = 1;
}

void wrap_end_line(wrap *w) {
    put_piece(w);
    change_style(w, WRAP_PLAIN);
    w->failed |= buffer_put_byte(w->out, '\n') != 0;
    w->column = 0;
    w->space = 0;
}
