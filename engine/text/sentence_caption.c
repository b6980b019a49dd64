/* sentence_caption.c: parts a caption from its label and credit, and a headline from its date.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/sentence_caption.h"

#include <string.h>

#include "engine/text/sentence_beginning.h"
#include "engine/text/sentence_line.h"

/* The shortest headline that a date is parted from, in bytes. */
#define HEADLINE_MIN 16

/* Whether a number may follow the sentence's first word: seldom, and quickly told where all is ASCII. */
static bool number_follows(const scan *s) {
    size_t at = s->start;
    while (at < s->size && is_ascii_letter(s->text[at]))
        at++;
    if (s->size - at < 2 || s->text[at] != ' ')
        return true;
    unsigned char next = (unsigned char)s->text[at + 1];
    return next >= 0x80 || next == ' ' || (next >= '\t' && next <= '\r') || char_is_digit(next);
}

size_t label_end(const scan *s) {
    if (!number_follows(s))
        return 0;
    scan_word label = scan_word_at(s, s->start);
    if (!label.upper_first || !list_has(&s->rules->labels, &label))
        return 0;
    size_t at = label.end + (label.end < s->size && s->text[label.end] == '.');
    size_t from = skip_blanks(s, at), end = from;
    for (uint32_t c = char_at(s, end, NULL); char_is_digit(c) || c == '.' || c == '-'; c = char_at(s, end, NULL))
        end++;
    if (from == at || end == from || s->text[end - 1] == '.' || !char_is_digit((unsigned char)s->text[from]))
        return 0;
    size_t next = skip_blanks(s, end);
    uint32_t lower;
    return next > end && char_letter(char_at(s, next, NULL), &lower) == LETTER_UPPER ? end : 0;
}

size_t credit_start(const scan *s, size_t at) {
    scan_word w = scan_word_before(s, at);
    if (!w.upper_first || w.start <= s->start || !list_has(&s->rules->credits, &w))
        return 0;
    size_t gap = skip_back(s, w.start), next = skip_blanks(s, at + 1), previous;
    uint32_t before = char_before(s, gap, &previous);
    bool line = next > at + 1 && next < s->size && s->text[next] != '\n' && !paragraph_ends(s, at + 1);
    bool closed = char_is_closer(before) && before != ']';
    if (closed)
        before = char_before(s, previous, &previous);
    bool caption = gap < w.start && char_in_word(before) && !(closed && char_is_digit(before));
    bool one_line = memchr(s->text + s->start, '\n', w.start - s->start) == NULL;
    return line && caption && one_line && beginning_at(s, next).kind != BEGIN_LOWER ? w.start : 0;
}

/* The word before *at, which is moved to its start; *comma says whether one stands between. */
static scan_word step_back(const scan *s, size_t *at, bool *comma) {
    size_t previous;
    *comma = false;
    *at = skip_back(s, *at);
    if (char_before(s, *at, &previous) == ',') {
        *comma = true;
        *at = skip_back(s, previous);
    }
    scan_word w = scan_word_before(s, *at);
    *at = w.start;
    return w;
}

/* Whether the last thing before `at` is a letter of ASCII, or one and a stop: then no year is. */
static bool ends_in_letter(const scan *s, size_t at) {
    if (at > s->start && s->text[at - 1] == '.')
        at--;
    return at > s->start && is_ascii_letter(s->text[at - 1]);
}

size_t dateline_start(const scan *s, size_t at) {
    bool comma;
    size_t previous;
    if (ends_in_letter(s, at))
        return 0;
    scan_word year = step_back(s, &at, &comma);
    if (year.digits != 4 || year.letters > 0)
        return 0;
    scan_word day = step_back(s, &at, &comma);
    if (!comma || day.digits == 0 || day.digits > 2)
        return 0;
    scan_word month = step_back(s, &at, &comma);
    if (comma || !list_has(&s->rules->dates, &month))
        return 0;
    scan_word weekday = step_back(s, &at, &comma);
    if (!comma || !weekday.upper_first || !list_has(&s->rules->dates, &weekday))
        return 0;
    if (at < s->start + HEADLINE_MIN || !char_is_space(char_before(s, at, &previous)))
        return 0;
    scan_word before = step_back(s, &at, &comma);
    bool headline = before.letters > 0 ? !list_has(&s->rules->starters, &before)
                                       : char_is_closer(char_before(s, at, &previous));
    bool line = memchr(s->text + s->start, '\n', weekday.start - s->start) == NULL;
    return headline && !comma && line ? weekday.start : 0;
}
