/* sentence_stop.c: reads a stop, further dots, what closes after it, and notes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/sentence_stop.h"

#include "engine/text/sentence_beginning.h"
#include "engine/text/sentence_line.h"

static size_t read_stops(const scan *s, size_t at, stop *p) {
    for (size_t next; at < s->size; at = next) {
        uint32_t c = char_at(s, at, &next);
        if (c == '.')
            p->dots++;
        else if (c == 0x2026)
            p->dots += 3;
        else if (char_is_asking(c))
            p->asks = true;
        else if (char_is_own_stop(c))
            p->own = true;
        else
            break;
    }
    return at;
}

/* Dots with blanks between, or a whole ellipsis after a blank: the end of it, and in *dots how many there
 * are. */
static size_t read_spaced(const scan *s, size_t at, unsigned *dots) {
    for (;;) {
        size_t from = skip_blanks(s, at);
        stop more = {0};
        size_t end = read_stops(s, from, &more);
        if (from == at || more.dots == 0 || more.asks || more.own || char_in_word(char_at(s, end, NULL)))
            return at;
        *dots += more.dots;
        at = end;
    }
}

/* Whether the straight quote at `at` closes: an odd number of them stands before it in the sentence. */
static bool closes_quote(const scan *s, size_t at) {
    unsigned count = 0;
    for (size_t i = s->start; i < at; i++)
        count += s->text[i] == s->text[at];
    return count % 2 == 1;
}

/* What closes directly after a stop, or after a blank where it can only close. */
static size_t read_closers(const scan *s, size_t at, stop *p) {
    for (;;) {
        size_t next;
        uint32_t c = char_at(s, at, &next);
        if (char_is_closer(c) &&
            (!char_in_word(char_at(s, next, NULL)) || (p->own && c >= 0x80 && !char_is_left(c)))) {
            p->closed = true;
            at = next;
            continue;
        }
        size_t blank = skip_blanks(s, at);
        c = char_at(s, blank, &next);
        if (blank == at || !char_is_closer(c) || c == '*' || c == '_' || c == '\'' || char_is_left(c))
            return at;
        uint32_t after = char_at(s, next, NULL);
        if (next < s->size && !char_is_space(after) && after != ',' && after != '.')
            return at;
        if (c == '"' && !closes_quote(s, blank))
            return at;
        p->closed = true;
        at = next;
    }
}

/* "[3]", "[1, 2]", "[4 - 6]" after a stop: where they end, else `at`. */
static size_t read_notes(const scan *s, size_t at) {
    for (;;) {
        size_t from = skip_blanks(s, at);
        if (from >= s->size || s->text[from] != '[')
            return at;
        size_t end = from + 1;
        bool digit = false;
        for (size_t next; end < s->size && end - from < 24; end = next) {
            uint32_t c = char_at(s, end, &next);
            digit = digit || char_is_digit(c);
            if (!char_is_digit(c) && c != ' ' && c != ',' && !char_is_dash(c))
                break;
        }
        if (!digit || end >= s->size || s->text[end] != ']')
            return at;
        at = end + 1;
    }
}

/* A note's number raised after the stop and flattened to "end. 8 Yet": it is one where no number could begin
 * the next sentence, for a starter or the paragraph's end follows. */
static size_t read_number_note(const scan *s, size_t at) {
    size_t from = skip_blanks(s, at), end = from, previous;
    if (from == at && char_before(s, at, &previous) == '.' && char_is_digit(char_before(s, previous, &previous)))
        return at;
    while (end < s->size && end - from < 4 && char_is_digit((unsigned char)s->text[end]))
        end++;
    if (end == from || end - from > 3)
        return at;
    if (paragraph_ends(s, end))
        return end;
    size_t next = skip_space(s, end);
    if (next == end)
        return at;
    beginning b = beginning_at(s, next);
    return is_starter(s, &b) ? end : at;
}

/* Whether the stops at `at` stand in brackets alone, "[...]". */
static bool in_brackets(const scan *s, const stop *p) {
    if (p->dots < 3)
        return false;
    size_t previous;
    uint32_t before = char_before(s, p->at, &previous), after = char_at(s, p->first, NULL);
    return (before == '[' && after == ']') || (before == '(' && after == ')');
}

stop stop_at(const scan *s, size_t at) {
    stop p = {.at = at};
    size_t previous;
    p.spaced = char_is_space(char_before(s, at, &previous));
    /* One stop, one blank and a word are most of all: nothing of what is looked for below is there. */
    if (s->size - at > 2 && s->text[at] == '.' && s->text[at + 1] == ' ' && is_ascii_letter(s->text[at + 2])) {
        p.dots = 1;
        p.first = p.end = at + 1;
        p.next = at + 2;
        return p;
    }
    p.first = p.end = read_stops(s, at, &p);
    unsigned more = 0;
    size_t spaced = read_spaced(s, p.end, &more);
    if (more > 0) {
        p.trailing = !p.spaced && more > 2;
        p.spaced = !p.trailing;
        p.dots += p.trailing ? 0 : more;
        p.end = spaced;
    }
    for (size_t before = 0; before != p.end;) {
        before = p.end;
        p.end = read_closers(s, p.end, &p);
        if (p.end != before)
            p.end = read_stops(s, p.end, &p);
    }
    size_t noted = read_notes(s, p.end);
    if (noted == p.end && p.dots < 3 && more == 0)
        noted = read_number_note(s, p.end);
    p.noted = noted != p.end;
    p.end = noted;
    p.next = skip_space(s, p.end);
    p.last = paragraph_ends(s, p.end);
    p.bracket = in_brackets(s, &p);
    return p;
}

size_t leading_dots_end(const scan *s) {
    stop p = {0};
    size_t at = read_stops(s, s->start, &p);
    unsigned dots = 0;
    return at > s->start && !p.own ? read_spaced(s, at, &dots) : s->start;
}
