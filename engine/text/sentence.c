/* sentence.c: finds where sentences begin and end: one pass, the rules of a language in tables.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pass runs over plain bytes and halts at those that could end a sentence: stops, line ends, list
 * markers.  At each it judges by the word before, what closes after, and the word that follows.  It looks
 * back no further than the sentence's own start, and takes the end of the text for the end of a sentence: so
 * a run of whole sentences, split again alone, gives the same ones. */
#include "engine/text/sentence.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "engine/lanes.h"
#include "engine/text/characters.h"
#include "engine/text/sentence_rules.h"
#include "engine/text/utf8.h"

/* The longest word that is looked up, and the longest that is read backwards. */
#define WORD_MAX 24
#define BACK_MAX 64
/* How far past the longest sentence is looked: so no text takes more than a bounded time for each byte. */
#define AHEAD_MAX 512
/* Lines up to this long, one after the other and none with a stop, are a list: wrapped lines are longer. */
#define LINE_SHORT 30
/* The longest name of whom a quote is from, in bytes. */
#define SOURCE_MAX 48
/* The shortest headline that a date is parted from, in bytes. */
#define HEADLINE_MIN 16

/* --------------------------------------------------------------------------------------- moving in a text */

/* How a list item begins: the value that the next one has is one more. */
typedef struct marker {
    size_t end;           /* past it and the white space after it; 0: there is none */
    unsigned value;       /* its number, or its letter's place in the alphabet */
    unsigned char letter; /* it is a letter */
    unsigned char dot;    /* a stop stands after it */
    unsigned char round;  /* a bracket closes after it */
    unsigned char bullet; /* a bullet stands before it, or is all of it */
} marker;

typedef struct scan {
    const sentence_rules *rules;
    const char *text;
    size_t size;  /* taken for the text's end: far enough past the limit */
    size_t start; /* the sentence's first byte */
    size_t limit; /* it ends here at the latest */
    bool whole;   /* the limit is the text's end */
    marker item;  /* how it begins, if it is a list item */
} scan;

/* The character at `at`, 0 at the end; where the next one begins is put in *next, if that is not NULL. */
static uint32_t char_at(const scan *s, size_t at, size_t *next) {
    return char_next(s->text, s->size, at, next);
}

/* The character that ends at `at`, 0 at the sentence's start. */
static uint32_t char_before(const scan *s, size_t at, size_t *previous) {
    return char_previous(s->text, s->start, at, previous);
}

static size_t skip_space(const scan *s, size_t at) {
    while (at < s->size) {
        size_t next;
        if (!char_is_space(char_at(s, at, &next)))
            break;
        at = next;
    }
    return at;
}

/* Where the white space that ends at `at` begins. */
static size_t skip_back(const scan *s, size_t at) {
    size_t previous;
    while (char_is_space(char_before(s, at, &previous)))
        at = previous;
    return at;
}

static bool is_ascii_letter(char c) {
    return ((unsigned char)c | 0x20u) - 'a' < 26;
}

/* Blanks of one line. */
static size_t skip_blanks(const scan *s, size_t at) {
    while (at < s->size && s->text[at] != '\n') {
        size_t next;
        if (!char_is_space(char_at(s, at, &next)))
            break;
        at = next;
    }
    return at;
}

/* -------------------------------------------------------------------------------------------------- words */

/* Whether a list item's bullet stands at `at`; one that a small letter follows is dirt of a scan. */
static bool is_bullet(const scan *s, size_t at) {
    size_t next;
    uint32_t lower;
    return char_is_bullet(char_at(s, at, &next)) && char_letter(char_at(s, next, NULL), &lower) != LETTER_LOWER;
}

typedef struct word {
    size_t start, end;
    size_t letters;   /* in characters */
    size_t digits;
    unsigned stops;   /* inside it */
    bool upper_first; /* the first letter is upper case */
    unsigned uppers, lowers;
    bool hyphen;      /* a hyphen and a letter follow it */
    char folded[WORD_MAX + 8];
    size_t folded_size; /* over WORD_MAX where it is too long to be looked up */
} word;

/* word_add for what is not ASCII. */
static void word_add_wide(word *w, uint32_t c) {
    uint32_t lower;
    enum letter letter = char_letter(c, &lower);
    if (w->letters == 0 && w->digits == 0)
        w->upper_first = letter == LETTER_UPPER;
    w->uppers += letter == LETTER_UPPER;
    w->lowers += letter == LETTER_LOWER;
    w->letters += letter != LETTER_NONE;
    if (w->folded_size + 4 <= sizeof w->folded)
        w->folded_size += utf8_encode(lower, w->folded + w->folded_size);
}

static inline void word_add(word *w, uint32_t c) {
    if (c >= 0x80) {
        word_add_wide(w, c);
        return;
    }
    bool upper = c - 'A' < 26, lower = c - 'a' < 26;
    if (w->letters == 0 && w->digits == 0)
        w->upper_first = upper;
    w->uppers += upper;
    w->lowers += lower;
    w->letters += upper || lower;
    w->digits += char_is_digit(c);
    w->stops += c == '.';
    if (w->folded_size + 4 <= sizeof w->folded)
        w->folded[w->folded_size++] = (char)(upper ? c + 32 : c);
}

/* The word that begins at `at`; empty where none does.  "It's" is read as "it". */
static word word_at(const scan *s, size_t at) {
    word w = {.start = at, .end = at};
    for (size_t next; w.end < s->size && w.end - at < BACK_MAX; w.end = next) {
        uint32_t c = char_at(s, w.end, &next);
        if (!char_in_word(c))
            break;
        word_add(&w, c);
    }
    size_t next;
    w.hyphen = char_is_dash(char_at(s, w.end, &next)) && char_in_word(char_at(s, next, NULL));
    return w;
}

/* The word that ends at `at`, inner stops and apostrophes included. */
static word word_before(const scan *s, size_t at) {
    size_t from = at;
    while (from > s->start && at - from < BACK_MAX) {
        size_t previous;
        uint32_t c = char_before(s, from, &previous);
        if (!char_in_word(c) && c != '.' && !char_is_apostrophe(c) && c != 0xB0 && c != 0xBA && c != 0xA7)
            break;
        from = previous;
    }
    while (from < at && !char_in_word(char_at(s, from, NULL)) && (s->text[from] == '.' || s->text[from] == '\''))
        from++;
    word w = {.start = from, .end = from};
    for (size_t next; w.end < at; w.end = next)
        word_add(&w, char_at(s, w.end, &next));
    return w;
}

/* Whether a table's entry comes before a key, is it, or comes behind it.  Most differ in their first bytes. */
static inline int compare(const char *entry, const char *key, size_t size) {
    for (size_t i = 0; i < size; i++) {
        int order = (unsigned char)entry[i] - (unsigned char)key[i];
        if (order != 0 || entry[i] == '\0')
            return order;
    }
    return (unsigned char)entry[size];
}

static enum abbreviation_kind kind_of(const scan *s, const char *text, size_t size) {
    size_t low = 0, high = s->rules->abbreviation_count;
    while (size > 0 && low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(s->rules->abbreviations[middle].word, text, size);
        if (order == 0)
            return (enum abbreviation_kind)s->rules->abbreviations[middle].kind;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return KIND_NONE;
}

static bool in_list(const word_list *list, const word *w) {
    size_t low = 0, high = list->count;
    while (w->folded_size > 0 && w->folded_size <= WORD_MAX && low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(list->words[middle], w->folded, w->folded_size);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------- list markers */

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

/* The list marker at `at`: "1." "1)" "1.)" "(1)" "a." "a)", with or without a bullet and a quote, or a
 * bullet alone. */
static marker marker_at(const scan *s, size_t at) {
    marker m = {0};
    size_t next;
    if (is_bullet(s, at)) {
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

/* Whether the white space at `at` ends all that is before it: it holds an empty line, is the text's last, or
 * stands before a bullet, or before a list's first item on a line of its own. */
static bool paragraph_ends(const scan *s, size_t at) {
    unsigned lines = 0;
    for (size_t from = at, next; at < s->size; at = next) {
        uint32_t c = char_at(s, at, &next);
        if (!char_is_space(c)) {
            if (at == from || is_bullet(s, at))
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

/* Whether `next` is the marker of the item after `m`'s. */
static bool marker_follows(const marker *m, const marker *next) {
    if (m->end == 0 || next->end == 0)
        return false;
    if (!m->dot && !m->round)
        return m->bullet && next->bullet;
    bool alike = m->dot == next->dot && m->round == next->round && m->letter == next->letter;
    return alike && next->value == m->value + 1;
}

/* Where the list item after this one begins, if the character at `at` (a stop or bracket) is in its marker:
 * else 0. */
static size_t next_item(const scan *s, size_t at) {
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

/* ---------------------------------------------------------------------------------------- what comes next */

enum begin { BEGIN_LOWER, BEGIN_UPPER, BEGIN_DIGIT, BEGIN_PLAIN, BEGIN_SIGN };

/* How the text after a stop begins, quotes, brackets and dashes before its first word left out. */
typedef struct beginning {
    enum begin kind;
    bool opened;  /* something opens before the word */
    bool round;   /* a round bracket is the first of it */
    bool dash;    /* a dash stands before it */
    word word;
} beginning;

/* Whether the word is one clipped letter, "'s Avonds": the next one has the capital. */
static bool clipped(const scan *s, const word *w) {
    if (w->letters != 1 || w->digits > 0 || w->start == 0 || s->text[w->start - 1] != '\'')
        return false;
    uint32_t lower;
    return char_at(s, w->end, NULL) == ' ' && char_letter(char_at(s, w->end + 1, NULL), &lower) == LETTER_UPPER;
}

static beginning beginning_at(const scan *s, size_t at) {
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
    b.word = word_at(s, at);
    const word *w = &b.word;
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

/* Whether it begins with a capitalised word of the starter table. */
static bool is_starter(const scan *s, const beginning *b) {
    const word *w = &b->word;
    if (b->kind != BEGIN_UPPER || w->hyphen)
        return false;
    uint32_t after = char_at(s, w->end, NULL);
    bool initial = w->letters == 1 && w->digits == 0 && after == '.';
    return !initial && (in_list(&s->rules->starters, w) || (after == ':' && in_list(&s->rules->credits, w)));
}

/* -------------------------------------------------------------------------------------------------- stops */

/* A stop with all that belongs to it. */
typedef struct stop {
    size_t at;     /* its first byte */
    size_t first;  /* past the first unbroken run of stops */
    size_t end;    /* past the stops and what closes after them */
    size_t next;   /* the first thing after white space */
    unsigned dots; /* in the first run; an ellipsis character counts three */
    bool asks;     /* ! or ? is among them */
    bool own;      /* a stop of a script that has its own */
    bool spaced;   /* a blank stands before it, or between its dots */
    bool trailing; /* an ellipsis follows the stop, after a blank */
    bool closed;   /* a quote or bracket closes after it */
    bool bracket;  /* "[...]" */
    bool noted;    /* a note's number follows it */
    bool last;     /* an empty line or the end comes next */
} stop;

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

static stop stop_at(const scan *s, size_t at) {
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
    return p;
}

/* ------------------------------------------------------------------------------------------ abbreviations */

/* Letters with stops between, one or two before each ("u.s", "ph.d"). */
static bool is_dotted(const word *w) {
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
static enum abbreviation_kind spaced_kind(const scan *s, const word *w) {
    size_t gap = skip_back(s, w->start), previous;
    if (gap == w->start || char_before(s, gap, &previous) != '.')
        return KIND_NONE;
    word before = word_before(s, previous);
    size_t size = before.folded_size + 1 + w->folded_size;
    char joined[WORD_MAX];
    if (before.folded_size == 0 || size > sizeof joined)
        return KIND_NONE;
    memcpy(joined, before.folded, before.folded_size);
    joined[before.folded_size] = '.';
    memcpy(joined + before.folded_size + 1, w->folded, w->folded_size);
    return kind_of(s, joined, size);
}

/* The kind of a word's last part: "l'ing" as "ing", "Lindenstr" as "-str". */
static enum abbreviation_kind part_kind(const scan *s, const word *w) {
    for (size_t i = w->folded_size; i > 0; i--)
        if (w->folded[i - 1] == '\'' || (i > 2 && memcmp(w->folded + i - 3, "\xE2\x80\x99", 3) == 0))
            return kind_of(s, w->folded + i, w->folded_size - i);
    char ending[4] = "-";
    if (w->folded_size <= sizeof ending)
        return KIND_NONE;
    memcpy(ending + 1, w->folded + w->folded_size - 3, 3);
    return kind_of(s, ending, sizeof ending);
}

/* The kind of the abbreviation that a stop after the word makes it. */
static enum abbreviation_kind abbreviation_before(const scan *s, const word *w) {
    if (w->folded_size == 0 || w->folded_size > WORD_MAX)
        return KIND_NONE;
    bool lone = w->letters == 1 && w->digits == 0;
    enum abbreviation_kind kind = w->letters < 4 && w->digits == 0 ? spaced_kind(s, w) : KIND_NONE;
    if (kind == KIND_NONE)
        kind = kind_of(s, w->folded, w->folded_size);
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
static bool only_clock(const scan *s, const word *w) {
    size_t words = 0;
    for (size_t i = s->start; i < w->start && words < 4; i++)
        words += s->text[i] == ' ';
    if (words > 3)
        return false;
    word first = word_at(s, s->start);
    return first.folded_size >= 2 && in_list(&s->rules->leads, &first);
}

/* Capital letters for a number, from two on. */
static bool is_roman(const word *w) {
    return w->letters > 1 && w->digits == 0 && w->uppers == w->letters && w->folded_size < WORD_MAX &&
           strspn(w->folded, "ivxlc") == w->letters;
}

/* Whether a stop after a number makes an ordinal of it, in a language that writes them so. */
static bool is_ordinal(const scan *s, const word *w, const beginning *b) {
    bool number = w->letters == 0 && w->digits > 0 && w->digits < 3 && w->stops == 0;
    if (!s->rules->ordinals || !(number || is_roman(w)) || is_starter(s, b))
        return false;
    if (in_list(&s->rules->dates, &b->word) || !number)
        return true;
    if (b->kind == BEGIN_DIGIT)
        return b->word.digits < 3 || b->word.digits == 4;
    word lead = word_before(s, skip_back(s, w->start));
    return in_list(&s->rules->leads, &lead);
}

/* Whether the word after an abbreviation begins a sentence.  Among capitals every word has one, and only
 * a subject is taken for a beginning. */
static bool starts_anew(const scan *s, const word *w, const beginning *b) {
    bool shouted = w->uppers == w->letters && b->word.letters > 1 && b->word.lowers == 0;
    return is_starter(s, b) && (!shouted || in_list(&s->rules->subjects, &b->word));
}

/* Whether one stop after a word ends the sentence. */
static bool full_stop(const scan *s, const word *w, const beginning *b) {
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
        return !digit && !in_list(&s->rules->dates, &b->word) && !only_clock(s, w);
    case KIND_NONE:
        break;
    }
    return !is_ordinal(s, w, b);
}

/* Whether a stop ends a sentence though no white space follows: "the end.The next", but in no address or
 * file name. */
static bool glued(const scan *s, const stop *p) {
    if (p->closed || p->dots + p->asks != 1)
        return false;
    word next = word_at(s, p->end);
    if (!next.upper_first || next.lowers + 1 != next.letters || next.digits > 0)
        return false;
    word w = word_before(s, p->at);
    if (w.stops > 0 || (w.letters == 0 ? w.digits < 3 : w.lowers < 2))
        return false;
    size_t previous;
    uint32_t after = char_at(s, next.end, NULL);
    uint32_t before = char_before(s, w.start, &previous);
    if (before == '/' || before == '@' || before == ':' || before == '_' || before == '\\' || before == '#')
        return false;
    if (after == '.' && kind_of(s, next.folded, next.folded_size) == KIND_TITLE)
        return true;
    if (next.end < s->size && !char_is_space(after) && after != ',' && !char_is_stop(after) &&
        !char_is_apostrophe(after))
        return false;
    bool known = in_list(&s->rules->starters, &next);
    return known || (w.letters > 0 && w.lowers == w.letters && next.letters > 3);
}

/* Whether a speaker and what he does follow a quote: '"Who?" Smith asked.' */
static bool speaker_follows(const scan *s, const beginning *b) {
    if (b->opened || b->word.end >= s->size || s->text[b->word.end] != ' ' || is_starter(s, b))
        return false;
    word verb = word_at(s, b->word.end + 1);
    return verb.lowers == verb.letters && in_list(&s->rules->speech, &verb);
}

/* The length of the line at `at`, or of what comes before a bullet in it, blanks at its end left out; *stops
 * says whether a stop stands in it.  Past 80 bytes it is not measured. */
static size_t line_length(const scan *s, size_t at, bool *stops) {
    size_t end = at;
    *stops = false;
    for (size_t i = at, next; i < s->size && s->text[i] != '\n' && end - at <= 80; i = next) {
        uint32_t c = char_at(s, i, &next);
        if (i > end && is_bullet(s, i))
            break;
        *stops = *stops || char_is_stop(c);
        if (!char_is_space(c))
            end = next;
    }
    return end - at;
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

/* Japanese "to", which ties what is quoted to who said it. */
#define PARTICLE_TO 0x3068

/* Whether the stop ends the sentence. */
static bool ends_sentence(const scan *s, const stop *p) {
    if (p->own)
        return p->last || !(p->closed && char_at(s, p->end, NULL) == PARTICLE_TO);
    if (p->last)
        return true;
    if (p->next == p->end && !p->noted)
        return glued(s, p);
    beginning b = beginning_at(s, p->next);
    word w = word_before(s, skip_back(s, p->at));
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
    return p->dots != 1 || full_stop(s, &w, &b);
}

/* Whether the stops at `at` stand in brackets alone, "[...]". */
static bool in_brackets(const scan *s, const stop *p) {
    if (p->dots < 3)
        return false;
    size_t previous;
    uint32_t before = char_before(s, p->at, &previous), after = char_at(s, p->first, NULL);
    return (before == '[' && after == ']') || (before == '(' && after == ')');
}

/* Judges the stop at `at`: where the sentence ends, or 0 and *resume where to look on. */
static size_t judge_stop(const scan *s, size_t at, size_t *resume) {
    size_t item = next_item(s, at);
    if (item > 0)
        return item;
    stop p = stop_at(s, at);
    p.bracket = in_brackets(s, &p);
    *resume = p.end;
    if (p.trailing && !p.last && !p.closed) {
        beginning b = beginning_at(s, p.next);
        bool line = skip_blanks(s, p.end) < p.next;
        return b.kind == BEGIN_LOWER ? 0 : line ? p.end : p.first;
    }
    return ends_sentence(s, &p) ? p.end : 0;
}

/* -------------------------------------------------------------------------------------------------- lines */

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
    word w = word_before(s, last);
    if (in_list(&s->rules->starters, &w))
        return false;
    beginning b = beginning_at(s, next);
    if (is_starter(s, &b))
        return true;
    word first = word_at(s, s->start);
    bool stops, alike = first.letters > 0 && b.word.letters > 0 && first.upper_first == b.word.upper_first;
    return alike && length <= LINE_SHORT && line_length(s, next, &stops) <= LINE_SHORT && !stops;
}

/* ----------------------------------------------------------------------------------------------- the pass */

/* What the pass does at a byte: 0, it runs on. */
enum { STOP = 1, LINE, MARK, COLON, LEAD };

/* LEAD: the first byte of a character that may be a stop or a bullet. */
static const unsigned char byte_class[256] = {
    ['.'] = STOP,  ['!'] = STOP,  ['?'] = STOP,  ['\n'] = LINE, [')'] = MARK,  [0xD6] = LEAD, [0xD8] = LEAD,
    [':'] = COLON, [0xDB] = LEAD, [0xE0] = LEAD, [0xE1] = LEAD, [0xE2] = LEAD, [0xE3] = LEAD, [0xEF] = LEAD,
};

/* The lanes of bytes that may have a class: no other byte has one. */
static inline lanes class_lanes(lanes bytes) {
    return (lanes)(bytes == '.') | (lanes)(bytes == '!') | (lanes)(bytes == '?') | (lanes)(bytes == '\n') |
           (lanes)(bytes == ')') | (lanes)(bytes == ':') | (lanes)(bytes >= 0xD6);
}

/* The first byte from `at` on that has a class, or the limit. */
static inline size_t skip_plain(const unsigned char *bytes, size_t at, size_t limit) {
    while (limit - at >= LANES) {
        size_t first = lanes_first(class_lanes(lanes_load(bytes + at)));
        at += first;
        if (first < LANES && byte_class[bytes[at]] != 0)
            return at;
        at += first < LANES;
    }
    while (at < limit && byte_class[bytes[at]] == 0)
        at++;
    return at;
}

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

/* "Figure 2 The ..." at a sentence's start: the end of the label, which a caption follows; else 0. */
static size_t label_end(const scan *s) {
    if (!number_follows(s))
        return 0;
    word label = word_at(s, s->start);
    if (!label.upper_first || !in_list(&s->rules->labels, &label))
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

/* A picture's credit after a caption that has no stop, "The bridge at dawn Photo: Ann Hill": where it
 * begins. */
static size_t credit_start(const scan *s, size_t at) {
    word w = word_before(s, at);
    if (!w.upper_first || w.start <= s->start || !in_list(&s->rules->credits, &w))
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
static word step_back(const scan *s, size_t *at, bool *comma) {
    size_t previous;
    *comma = false;
    *at = skip_back(s, *at);
    if (char_before(s, *at, &previous) == ',') {
        *comma = true;
        *at = skip_back(s, previous);
    }
    word w = word_before(s, *at);
    *at = w.start;
    return w;
}

/* Whether the last thing before `at` is a letter of ASCII, or one and a stop: then no year is. */
static bool ends_in_letter(const scan *s, size_t at) {
    if (at > s->start && s->text[at - 1] == '.')
        at--;
    return at > s->start && is_ascii_letter(s->text[at - 1]);
}

/* A headline and its date on one line, "A day with the harbour pilots Sunday, May 28, 2006", which ends at
 * `at`: where the date begins, else 0. */
static size_t dateline_start(const scan *s, size_t at) {
    bool comma;
    size_t previous;
    if (ends_in_letter(s, at))
        return 0;
    word year = step_back(s, &at, &comma);
    if (year.digits != 4 || year.letters > 0)
        return 0;
    word day = step_back(s, &at, &comma);
    if (!comma || day.digits == 0 || day.digits > 2)
        return 0;
    word month = step_back(s, &at, &comma);
    if (comma || !in_list(&s->rules->dates, &month))
        return 0;
    word weekday = step_back(s, &at, &comma);
    if (!comma || !weekday.upper_first || !in_list(&s->rules->dates, &weekday))
        return 0;
    if (at < s->start + HEADLINE_MIN || !char_is_space(char_before(s, at, &previous)))
        return 0;
    word before = step_back(s, &at, &comma);
    bool headline = before.letters > 0 ? !in_list(&s->rules->starters, &before)
                                       : char_is_closer(char_before(s, at, &previous));
    bool line = memchr(s->text + s->start, '\n', weekday.start - s->start) == NULL;
    return headline && !comma && line ? weekday.start : 0;
}

/* Where the sentence ends because of the line end at `at`, or 0. */
static size_t judge_line(const scan *s, size_t at) {
    return paragraph_ends(s, at) || line_stands_alone(s, at) ? at : 0;
}

/* Past what begins a sentence and cannot end it: a list marker, or the dots of an ellipsis. */
static size_t body_start(scan *s) {
    /* No marker begins with a capital. */
    if (s->text[s->start] >= 'A' && s->text[s->start] <= 'Z')
        return s->start;
    s->item = marker_at(s, s->start);
    if (s->item.end > 0)
        return s->item.end;
    stop p = {0};
    size_t at = read_stops(s, s->start, &p);
    unsigned dots = 0;
    return at > s->start && !p.own ? read_spaced(s, at, &dots) : s->start;
}

/* Judges the character at `at`, which has a class: as judge_stop. */
static size_t judge(const scan *s, size_t at, size_t *resume) {
    *resume = at + 1;
    uint32_t c;
    switch (byte_class[(unsigned char)s->text[at]]) {
    case STOP:
        return judge_stop(s, at, resume);
    case LINE:
        return judge_line(s, at);
    case MARK:
        return next_item(s, at);
    case COLON:
        return credit_start(s, at);
    default:
        c = char_at(s, at, resume);
        if (char_is_stop(c))
            return judge_stop(s, at, resume);
        if (c == 0x2029)
            return at;
        size_t previous;
        return is_bullet(s, at) && char_is_space(char_before(s, at, &previous)) ? at : 0;
    }
}

/* Where a sentence that has no end before the limit is cut. */
static size_t cut(const scan *s) {
    for (size_t at = s->limit, previous; at > s->start; at = previous)
        if (char_is_space(char_before(s, at, &previous)))
            return at;
    size_t at = s->limit;
    while (at > s->start + 1 && s->limit - at < 3 && ((unsigned char)s->text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* The first end that is found. */
static size_t first_end(scan *s) {
    const unsigned char *bytes = (const unsigned char *)s->text;
    size_t limit = s->limit, at = label_end(s);
    if (at > 0 && at <= limit)
        return at;
    at = body_start(s);
    while (at < limit) {
        at = skip_plain(bytes, at, limit);
        if (at == limit)
            break;
        size_t resume, end = judge(s, at, &resume);
        if (end > s->start && end <= limit)
            return end;
        at = resume;
    }
    return s->whole ? s->size : cut(s);
}

static size_t sentence_end(scan *s) {
    size_t end = first_end(s), date = dateline_start(s, end);
    return date > 0 ? date : end;
}

int sentence_next(const sentence_rules *rules, const char *text, size_t size, size_t *at, dossier_span *out) {
    scan s = {.rules = rules ? rules : &sentence_languages[0], .text = text, .size = size, .start = *at};
    s.start = skip_space(&s, *at);
    if (s.start >= size) {
        *at = size;
        return 0;
    }
    s.whole = size - s.start <= SENTENCE_MAX;
    s.limit = s.whole ? size : s.start + SENTENCE_MAX;
    s.size = size - s.limit > AHEAD_MAX ? s.limit + AHEAD_MAX : size;
    size_t end = sentence_end(&s);
    *at = end;
    out->start = s.start;
    out->end = skip_back(&s, end);
    return 1;
}

const sentence_rules *sentence_rules_for(const char *lang) {
    for (size_t i = 0; lang && i < sentence_language_count; i++)
        if (strcmp(lang, sentence_languages[i].lang) == 0)
            return &sentence_languages[i];
    return &sentence_languages[0];
}
