/* sentence_marker.c: reads list markers, and tells which follows on which.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/sentence_marker.h"

bool bullet_at(const scan *s, size_t at) {
    size_t next;
    uint32_t lower;
    return char_is_bullet(char_at(s, at, &next)) && char_letter(char_at(s, next, NULL), &lower) != LETTER_LOWER;
}

static size_t marker_body(const scan *s, size_t at, marker *m) {
    unsigned value = 0;
    size_t from = at;
    while (at < s->size && char_is_digit((unsigned char)s->text[at]) && at - from < 4)
        value = value * 10 + (unsigned)(s->text[at++] - '0');
    if (at > from) {
        m->value = value;
        while (at + 1 < s->size && s->text[at] == '.' && char_is_digit((unsigned char)s->text[at + 1]))
            for (at++; at < s->size && char_is_digit((unsigned char)s->text[at]);)
                at++;
        return at;
    }
    uint32_t lower;
    if (at < s->size && char_letter((unsigned char)s->text[at], &lower) == LETTER_LOWER && lower < 0x80) {
        m->value = lower - 'a' + 1;
        m->letter = 1;
        return at + 1;
    }
    return from;
}

marker marker_at(const scan *s, size_t at) {
    marker m = {0};
    size_t next;
    if (bullet_at(s, at)) {
        char_at(s, at, &next);
        m.bullet = 1;
        m.end = at = skip_blanks(s, next);
    }
    uint32_t quote = char_at(s, at, &next);
    if (quote == '"' || quote == 0x201C || quote == 0xAB)
        at = next;
    bool open = at < s->size && s->text[at] == '(';
    size_t body = marker_body(s, at + open, &m);
    if (body == at + open)
        return m;
    size_t end = body;
    if (end < s->size && s->text[end] == '.' && !open) {
        m.dot = 1;
        end++;
    }
    if (end < s->size && s->text[end] == ')') {
        m.round = 1;
        end++;
    }
    if ((m.dot || m.round) && (!open || m.round) && (end == s->size || char_is_space(char_at(s, end, NULL))))
        m.end = skip_blanks(s, end);
    return m;
}

bool marker_follows(const marker *m, const marker *next) {
    if (m->end == 0 || next->end == 0)
        return false;
    if (!m->dot && !m->round)
        return m->bullet && next->bullet;
    bool alike = m->dot == next->dot && m->round == next->round && m->letter == next->letter;
    return alike && next->value == m->value + 1;
}

size_t next_item(const scan *s, size_t at) {
    if (s->item.end == 0 || (!s->item.dot && !s->item.round))
        return 0;
    size_t from = at, previous = at;
    while (from > s->item.end && at - from < 4 && char_in_word(char_before(s, from, &previous)))
        from = previous;
    if (from == at || from <= s->item.end || !char_is_space(char_before(s, from, &previous)))
        return 0;
    if (char_is_dash(char_before(s, skip_back(s, from), &previous)))
        return 0;
    marker m = marker_at(s, from);
    if (!marker_follows(&s->item, &m))
        return 0;
    uint32_t lower;
    enum letter letter = char_letter(char_at(s, m.end, NULL), &lower);
    return letter == LETTER_UPPER || letter == LETTER_PLAIN || (m.round && letter == LETTER_LOWER) ? from : 0;
}
