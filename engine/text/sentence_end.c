/* sentence_end.c: judges a stop by the word before it, what closes after it, and what follows.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/sentence_end.h"

#include "engine/text/sentence_abbreviation.h"
#include "engine/text/sentence_line.h"
#include "engine/text/sentence_marker.h"
#include "engine/text/sentence_stop.h"

/* The longest name of whom a quote is from, in bytes. */
#define SOURCE_MAX 48
/* Japanese "to", which ties what is quoted to who said it. */
#define PARTICLE_TO 0x3068

/* Whether a stop ends a sentence though no white space follows: "the end.The next", but in no address or
 * file name. */
static bool glued(const scan *s, const stop *p) {
    if (p->closed || p->dots + p->asks != 1)
        return false;
    scan_word next = scan_word_at(s, p->end);
    if (!next.upper_first || next.lowers + 1 != next.letters || next.digits > 0)
        return false;
    scan_word w = scan_word_before(s, p->at);
    if (w.stops > 0 || (w.letters == 0 ? w.digits < 3 : w.lowers < 2))
        return false;
    size_t previous;
    uint32_t after = char_at(s, next.end, NULL);
    uint32_t before = char_before(s, w.start, &previous);
    if (before == '/' || before == '@' || before == ':' || before == '_' || before == '\\' || before == '#')
        return false;
    if (after == '.' && abbreviation_kind_of(s, next.folded, next.folded_size) == KIND_TITLE)
        return true;
    if (next.end < s->size && !char_is_space(after) && after != ',' && !char_is_stop(after) &&
        !char_is_apostrophe(after))
        return false;
    bool known = list_has(&s->rules->starters, &next);
    return known || (w.letters > 0 && w.lowers == w.letters && next.letters > 3);
}

/* Whether a speaker and what he does follow a quote: '"Who?" Smith asked.' */
static bool speaker_follows(const scan *s, const beginning *b) {
    if (b->opened || b->word.end >= s->size || s->text[b->word.end] != ' ' || is_starter(s, b))
        return false;
    scan_word verb = scan_word_at(s, b->word.end + 1);
    return verb.lowers == verb.letters && list_has(&s->rules->speech, &verb);
}

/* Whether brackets at `at` say more of a name that ends in ! or ?, "Viva Maria! (1965), and": the sentence
 * goes on. */
static bool aside_follows(const scan *s, size_t at) {
    uint32_t c = 0, lower;
    size_t next = at;
    if (char_is_space(char_at(s, at + 1, NULL)))
        return false;
    while (next < s->size && next - at < 80 && c != ')') {
        c = char_at(s, next, &next);
        if (char_is_stop(c) || char_is_bullet(c) || c == '\n' || c == ':')
            return false;
    }
    if (c != ')')
        return false;
    c = char_at(s, skip_blanks(s, next), NULL);
    return c == ',' || c == ';' || char_letter(c, &lower) == LETTER_LOWER;
}

/* Whether the rest of the line only says whose words the quote before it is: '... game." - Ann Hill'. */
static bool source_follows(const scan *s, const stop *p, const beginning *b) {
    if (!p->closed || p->bracket || !b->dash || b->opened || b->kind != BEGIN_UPPER || is_starter(s, b))
        return false;
    bool stops;
    return line_length(s, p->next, &stops) <= SOURCE_MAX && !stops;
}

/* Whether a line begins after the stop, and with a list marker. */
static bool item_follows(const scan *s, const stop *p) {
    return skip_blanks(s, p->end) < p->next && marker_at(s, p->next).dot + marker_at(s, p->next).round > 0;
}

/* Whether the stop ends the sentence. */
static bool ends_sentence(const scan *s, const stop *p) {
    if (p->own)
        return p->last || !(p->closed && char_at(s, p->end, NULL) == PARTICLE_TO);
    if (p->last)
        return true;
    if (p->next == p->end && !p->noted)
        return glued(s, p);
    beginning b = beginning_at(s, p->next);
    scan_word w = scan_word_before(s, skip_back(s, p->at));
    if (b.kind == BEGIN_LOWER)
        return b.round && p->dots == 1 && w.letters > 3 && w.stops == 0 &&
               abbreviation_before(s, &w) == KIND_NONE;
    if (item_follows(s, p))
        return true;
    if (source_follows(s, p, &b))
        return false;
    if (p->noted)
        return p->next > p->end || b.kind == BEGIN_UPPER;
    if (p->asks)
        return !(p->closed && speaker_follows(s, &b)) && !(b.round && aside_follows(s, p->next));
    if (p->bracket)
        return b.kind == BEGIN_UPPER && !b.opened;
    if (p->dots == 3 && p->spaced)
        return b.word.letters > 1 && is_starter(s, &b);
    return p->dots != 1 || full_stop_ends(s, &w, &b);
}

size_t judge_stop(const scan *s, size_t at, size_t *resume) {
    size_t item = next_item(s, at);
    if (item > 0)
        return item;
    stop p = stop_at(s, at);
    *resume = p.end;
    if (p.trailing && !p.last && !p.closed) {
        beginning b = beginning_at(s, p.next);
        bool line = skip_blanks(s, p.end) < p.next;
        return b.kind == BEGIN_LOWER ? 0 : line ? p.end : p.first;
    }
    return ends_sentence(s, &p) ? p.end : 0;
}
