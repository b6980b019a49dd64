/* sentence_beginning.c: reads how a sentence begins, or may begin.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/sentence_beginning.h"

/* Whether the word is one clipped letter, "'s Avonds": the next one has the capital. */
static bool clipped(const scan *s, const scan_word *w) {
    if (w->letters != 1 || w->digits > 0 || w->start == 0 || s->text[w->start - 1] != '\'')
        return false;
    uint32_t lower;
    return char_at(s, w->end, NULL) == ' ' && char_letter(char_at(s, w->end + 1, NULL), &lower) == LETTER_UPPER;
}

beginning beginning_at(const scan *s, size_t at) {
    beginning b = {.kind = BEGIN_SIGN};
    size_t next;
    for (uint32_t c; at < s->size; at = next) {
        c = char_at(s, at, &next);
        if (char_in_word(c) || char_is_space(c))
            break;
        if (char_is_stop(c) && (c != '.' || !char_in_word(char_at(s, next, NULL))))
            return b;
        b.round = b.round || (c == '(' && !b.opened);
        b.opened = b.opened || char_is_opener(c);
        b.dash = b.dash || char_is_dash(c);
    }
    if (b.dash)
        at = skip_blanks(s, at);
    b.word = scan_word_at(s, at);
    const scan_word *w = &b.word;
    if (w->letters + w->digits == 0)
        return b;
    if (char_is_digit(char_at(s, at, NULL)))
        b.kind = BEGIN_DIGIT;
    else if (w->upper_first || (w->lowers > 0 && w->uppers > 0))
        b.kind = BEGIN_UPPER;
    else
        b.kind = w->lowers > 0 ? BEGIN_LOWER : BEGIN_PLAIN;
    if (b.kind == BEGIN_LOWER && clipped(s, w))
        b.kind = BEGIN_UPPER;
    return b;
}

bool is_starter(const scan *s, const beginning *b) {
    const scan_word *w = &b->word;
    if (b->kind != BEGIN_UPPER || w->hyphen)
        return false;
    uint32_t after = char_at(s, w->end, NULL);
    bool initial = w->letters == 1 && w->digits == 0 && after == '.';
    return !initial && (list_has(&s->rules->starters, w) || (after == ':' && list_has(&s->rules->credits, w)));
}
