/* sentence_abbreviation.c: abbreviations, initials and ordinals, which have a stop within a sentence.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/sentence_abbreviation.h"

#include <string.h>

/* Letters with stops between, one or two before each ("u.s", "ph.d"). */
static bool is_dotted(const scan_word *w) {
    if (w->stops == 0 || w->digits > 0)
        return false;
    size_t run = 0;
    for (size_t i = 0; i < w->folded_size; i++) {
        if (w->folded[i] == '.')
            run = 0;
        else if (((unsigned char)w->folded[i] & 0xC0) != 0x80 && ++run > 2)
            return false;
    }
    return true;
}

/* The kind of "z. B." with blanks, looked up as "z.b": w is its last part. */
static enum abbreviation_kind spaced_kind(const scan *s, const scan_word *w) {
    size_t gap = skip_back(s, w->start), previous;
    if (gap == w->start || char_before(s, gap, &previous) != '.')
        return KIND_NONE;
    scan_word before = scan_word_before(s, previous);
    size_t size = before.folded_size + 1 + w->folded_size;
    char joined[WORD_MAX];
    if (before.folded_size == 0 || size > sizeof joined)
        return KIND_NONE;
    memcpy(joined, before.folded, before.folded_size);
    joined[before.folded_size] = '.';
    memcpy(joined + before.folded_size + 1, w->folded, w->folded_size);
    return abbreviation_kind_of(s, joined, size);
}

/* The kind of a word's last part: "l'ing" as "ing", "Lindenstr" as "-str". */
static enum abbreviation_kind part_kind(const scan *s, const scan_word *w) {
    for (size_t i = w->folded_size; i > 0; i--)
        if (w->folded[i - 1] == '\'' || (i > 2 && memcmp(w->folded + i - 3, "\xE2\x80\x99", 3) == 0))
            return abbreviation_kind_of(s, w->folded + i, w->folded_size - i);
    char ending[4] = "-";
    if (w->folded_size <= sizeof ending)
        return KIND_NONE;
    memcpy(ending + 1, w->folded + w->folded_size - 3, 3);
    return abbreviation_kind_of(s, ending, sizeof ending);
}

enum abbreviation_kind abbreviation_before(const scan *s, const scan_word *w) {
    if (w->folded_size == 0 || w->folded_size > WORD_MAX)
        return KIND_NONE;
    bool lone = w->letters == 1 && w->digits == 0;
    enum abbreviation_kind kind = w->letters < 4 && w->digits == 0 ? spaced_kind(s, w) : KIND_NONE;
    if (kind == KIND_NONE)
        kind = abbreviation_kind_of(s, w->folded, w->folded_size);
    if (kind == KIND_NONE && (lone || is_dotted(w)))
        return KIND_MAYBE;
    return kind == KIND_NONE ? part_kind(s, w) : kind;
}

/* Whether a number stands before the word. */
static bool number_before(const scan *s, size_t at) {
    size_t previous;
    return char_is_digit(char_before(s, skip_back(s, at), &previous));
}

/* "At 5 a.m." at a sentence's start: what it says has not come yet. */
static bool only_clock(const scan *s, const scan_word *w) {
    size_t words = 0;
    for (size_t i = s->start; i < w->start && words < 4; i++)
        words += s->text[i] == ' ';
    if (words > 3)
        return false;
    scan_word first = scan_word_at(s, s->start);
    return first.folded_size >= 2 && list_has(&s->rules->leads, &first);
}

/* Capital letters for a number, from two on. */
static bool is_roman(const scan_word *w) {
    return w->letters > 1 && w->digits == 0 && w->uppers == w->letters && w->folded_size < WORD_MAX &&
           strspn(w->folded, "ivxlc") == w->letters;
}

/* Whether a stop after a number makes an ordinal of it, in a language that writes them so. */
static bool is_ordinal(const scan *s, const scan_word *w, const beginning *b) {
    bool number = w->letters == 0 && w->digits > 0 && w->digits < 3 && w->stops == 0;
    if (!s->rules->ordinals || !(number || is_roman(w)) || is_starter(s, b))
        return false;
    if (list_has(&s->rules->dates, &b->word) || !number)
        return true;
    if (b->kind == BEGIN_DIGIT)
        return b->word.digits < 3 || b->word.digits == 4;
    scan_word lead = scan_word_before(s, skip_back(s, w->start));
    return list_has(&s->rules->leads, &lead);
}

/* Whether the word after an abbreviation begins a sentence.  Among capitals every word has one, and only
 * a subject is taken for a beginning. */
static bool starts_anew(const scan *s, const scan_word *w, const beginning *b) {
    bool shouted = w->uppers == w->letters && b->word.letters > 1 && b->word.lowers == 0;
    return is_starter(s, b) && (!shouted || list_has(&s->rules->subjects, &b->word));
}

bool full_stop_ends(const scan *s, const scan_word *w, const beginning *b) {
    enum abbreviation_kind kind = abbreviation_before(s, w);
    bool digit = b->kind == BEGIN_DIGIT;
    switch (kind) {
    case KIND_TITLE:
        return false;
    case KIND_INNER:
        return w->stops == 0 && w->letters > 1 && w->uppers == w->letters;
    case KIND_NUMBER:
        return !digit && starts_anew(s, w, b);
    case KIND_MAYBE:
        return starts_anew(s, w, b);
    case KIND_WORD:
        return !digit;
    case KIND_UNIT:
        return !number_before(s, w->start) || starts_anew(s, w, b);
    case KIND_PLACE:
        return w->uppers != 1 || !w->upper_first || starts_anew(s, w, b);
    case KIND_LAST:
        return !digit;
    case KIND_YEAR:
        return number_before(s, w->start) ? !digit : starts_anew(s, w, b);
    case KIND_CLOCK:
        return !digit && !list_has(&s->rules->dates, &b->word) && !only_clock(s, w);
    case KIND_NONE:
        break;
    }
    return !is_ordinal(s, w, b);
}
