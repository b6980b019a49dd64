/* sentence_line.c: tells a heading, a list item or a paragraph's last line from a wrapped one.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/sentence_line.h"

#include <string.h>

#include "engine/text/sentence_beginning.h"
#include "engine/text/sentence_marker.h"

/* Lines up to this long, one after the other and none with a stop, are a list: wrapped lines are longer. */
#define LINE_SHORT 30

bool paragraph_ends(const scan *s, size_t at) {
    unsigned lines = 0;
    for (size_t from = at, next; at < s->size; at = next) {
        uint32_t c = char_at(s, at, &next);
        if (!char_is_space(c)) {
            if (at == from || bullet_at(s, at))
                return at > from;
            marker m = lines > 0 ? marker_at(s, at) : (marker){0};
            return m.end > 0 && m.value <= 1;
        }
        lines += c == '\n';
        if (lines == 2 || c == 0x2029)
            return true;
    }
    return true;
}

size_t line_length(const scan *s, size_t at, bool *stops) {
    size_t end = at;
    *stops = false;
    for (size_t i = at, next; i < s->size && s->text[i] != '\n' && end - at <= 80; i = next) {
        uint32_t c = char_at(s, i, &next);
        if (i > end && bullet_at(s, i))
            break;
        *stops = *stops || char_is_stop(c);
        if (!char_is_space(c))
            end = next;
    }
    return end - at;
}

/* Whether a line that ends at `at` stands for itself, a heading or a list item: more than a wrapped line. */
static bool line_stands_alone(const scan *s, size_t at) {
    size_t next = skip_space(s, at), last = skip_back(s, at), previous;
    marker m = marker_at(s, next);
    if (marker_follows(&s->item, &m))
        return true;
    uint32_t c = char_before(s, last, &previous);
    size_t length = last - s->start;
    if (length > 60 || !(char_in_word(c) || char_is_closer(c)) || memchr(s->text + s->start, '\n', length))
        return false;
    scan_word w = scan_word_before(s, last);
    if (list_has(&s->rules->starters, &w))
        return false;
    beginning b = beginning_at(s, next);
    if (is_starter(s, &b))
        return true;
    scan_word first = scan_word_at(s, s->start);
    bool stops, alike = first.letters > 0 && b.word.letters > 0 && first.upper_first == b.word.upper_first;
    return alike && length <= LINE_SHORT && line_length(s, next, &stops) <= LINE_SHORT && !stops;
}

size_t judge_line(const scan *s, size_t at) {
    return paragraph_ends(s, at) || line_stands_alone(s, at) ? at : 0;
}
