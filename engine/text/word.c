/* word.c: where words stand in a text, and the form in which they are compared.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/word.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "engine/text/utf8.h"

/* What a character does to a word. */
enum kind {
    OTHER,      /* ends it */
    LETTER,     /* continues it */
    DIGIT,      /* continues it */
    MARK,       /* belongs to the character before */
    LONE,       /* is a word of its own */
    APOSTROPHE, /* joins letters */
    STOP,       /* joins single letters, and digits */
    COMMA,      /* joins digits */
    HYPHEN      /* parts words, but says that they belong together */
};

static enum kind ascii_kind(unsigned char c) {
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
        return LETTER;
    if (c >= '0' && c <= '9')
        return DIGIT;
    switch (c) {
    case '\'':
        return APOSTROPHE;
    case '.':
        return STOP;
    case ',':
        return COMMA;
    case '-':
        return HYPHEN;
    default:
        return OTHER;
    }
}

/* Scripts that write words without spaces between them. */
static int is_unspaced(uint32_t c) {
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
           (c >= 0x3040 && c <= 0x309F) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

static enum kind category_kind(uint32_t c) {
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return is_unspaced(c) ? LONE : LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return MARK;
    default:
        return OTHER;
    }
}

static enum kind wide_kind(uint32_t c) {
    switch (c) {
    case 0x2019: /* right single quotation mark, the typographic apostrophe */
    case 0x02BC: /* modifier letter apostrophe */
    case 0xFF07:
        return APOSTROPHE;
    case 0x2010: /* hyphen */
    case 0x2011: /* non-breaking hyphen */
        return HYPHEN;
    case 0x00AD: /* soft hyphen */
    case 0x200C: /* zero width non-joiner */
    case 0x200D: /* zero width joiner */
        return MARK;
    default:
        return (c >= 0x2000 && c <= 0x206F) ? OTHER : category_kind(c);
    }
}

/* The kind of the character at text[at] and its length; OTHER and 0 at the end. */
static enum kind kind_at(const char *text, size_t size, size_t at, size_t *length) {
    *length = 0;
    if (at >= size)
        return OTHER;
    unsigned char c = (unsigned char)text[at];
    *length = 1;
    if (c < 0x80)
        return ascii_kind(c);
    uint32_t character;
    *length = utf8_decode(text + at, size - at, &character);
    return wide_kind(character);
}

/* The first position from `at` on that is not a mark. */
static size_t skip_marks(const char *text, size_t size, size_t at) {
    size_t length;
    while (kind_at(text, size, at, &length) == MARK)
        at += length;
    return at;
}

/* U.S.  e.g.  N.A.T.O: two or more letters, each followed by a stop (the last perhaps not), each alone.  Returns where
 * it ends, or 0 where it is none. */
static size_t initialism_end(const char *text, size_t size, size_t start) {
    size_t at = start, letters = 0, end = 0;
    for (;;) {
        size_t length;
        if (kind_at(text, size, at, &length) != LETTER)
            break;
        size_t after = skip_marks(text, size, at + length);
        enum kind next = kind_at(text, size, after, &length);
        if (next == STOP) {
            letters++;
            at = end = after + 1;
            continue;
        }
        if (next == LETTER || next == DIGIT)
            break;
        letters++;
        end = after;
        break;
    }
    return letters >= 2 && end > 0 && memchr(text + start, '.', end - start) != NULL ? end : 0;
}

/* Past an initialism's possessive: U.S.'s */
static size_t possessive_end(const char *text, size_t size, size_t at) {
    size_t quote, letter;
    if (kind_at(text, size, at, &quote) != APOSTROPHE || at + quote >= size || (text[at + quote] | 0x20) != 's')
        return at;
    enum kind after = kind_at(text, size, at + quote + 1, &letter);
    return after == LETTER || after == DIGIT || after == MARK ? at : at + quote + 1;
}

/* Whether a character joins the kinds on both sides of it, as an apostrophe in a word or a comma in a number. */
static int joins(enum kind before, enum kind middle, enum kind after, int elides) {
    if (middle == APOSTROPHE)
        return !elides && before == LETTER && after == LETTER;
    return (middle == STOP || middle == COMMA) && before == DIGIT && after == DIGIT;
}

/* The end of the word that begins at `start` with a letter or a digit. */
static size_t run_end(const char *text, size_t size, size_t start, int elides, int *digits) {
    size_t at = start, length;
    enum kind last = OTHER;
    *digits = 1;
    for (;;) {
        enum kind kind = kind_at(text, size, at, &length);
        if (kind == LETTER || kind == DIGIT) {
            *digits &= kind == DIGIT;
            last = kind;
        } else if (kind != MARK) {
            size_t ahead;
            if (kind == OTHER || kind == LONE || kind == HYPHEN ||
                !joins(last, kind, kind_at(text, size, at + length, &ahead), elides))
                return at;
        }
        at += length;
    }
}

/* Whether text[from .. to) is one hyphen. */
static int is_hyphen(const char *text, size_t from, size_t to) {
    size_t length;
    return from < to && kind_at(text, to, from, &length) == HYPHEN && from + length == to;
}

int word_next(const char *text, size_t size, int elides, size_t *at, word *out) {
    size_t before = *at, start = *at, length;
    enum kind kind;
    while ((kind = kind_at(text, size, start, &length)) != LETTER && kind != DIGIT && kind != LONE) {
        if (length == 0)
            return 0;
        start += length;
    }
    *out = (word){.start = start};
    if (kind == LONE) {
        out->end = skip_marks(text, size, start + length);
    } else {
        out->end = kind == LETTER ? initialism_end(text, size, start) : 0;
        if (out->end != 0)
            out->end = possessive_end(text, size, out->end);
        else
            out->end = run_end(text, size, start, elides, &out->digits);
    }
    out->hyphen = before > 0 && kind != LONE && is_hyphen(text, before, start);
    *at = out->end;
    return 1;
}

/* Whether the commas of raw part thousands: 1,000 or 12,345,678. */
static int parts_thousands(const char *raw, size_t size) {
    size_t run = 0, commas = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && raw[i] >= '0' && raw[i] <= '9') {
            run++;
        } else if (i == size || raw[i] == ',') {
            if (commas > 0 ? run != 3 : run == 0 || run > 3)
                return 0;
            commas += i < size;
            run = 0;
        } else {
            return 0;
        }
    }
    return commas > 0;
}

/* The size of raw without its possessive 's. */
static size_t without_possessive(const char *raw, size_t size) {
    if (size < 3 || (raw[size - 1] | 0x20) != 's')
        return size;
    for (size_t mark = 1; mark <= 3 && mark + 1 < size; mark++) {
        size_t length;
        if (kind_at(raw, size, size - 1 - mark, &length) == APOSTROPHE && length == mark)
            return size - 1 - mark;
    }
    return size;
}

/* Copies raw without the characters that only join; a stop stays between digits. */
static size_t strip(const char *raw, size_t size, char *to) {
    size_t n = 0, length;
    int thousands = parts_thousands(raw, size);
    enum kind before = OTHER;
    for (size_t at = 0; at < size; at += length) {
        enum kind kind = kind_at(raw, size, at, &length);
        size_t ahead;
        int keep = kind != APOSTROPHE && kind != HYPHEN && !(kind == COMMA && thousands);
        if (kind == STOP)
            keep = before == DIGIT && kind_at(raw, size, at + length, &ahead) == DIGIT;
        if (keep) {
            memcpy(to + n, raw + at, length);
            n += length;
        }
        before = kind;
    }
    return n;
}

/* The longest beginning of at most `limit` bytes that ends at a character. */
static size_t cut_at_character(const char *text, size_t size, size_t limit) {
    if (size <= limit)
        return size;
    while (limit > 0 && ((unsigned char)text[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}

/* Folds what is not ASCII with utf8proc's NFKC_Casefold; returns the size, 0 where there is no memory. */
static size_t fold_wide(const char *text, size_t size, char to[WORD_NORMAL_MAX]) {
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, &folded,
                                           UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                               UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    if (length < 0)
        return 0;
    size_t kept = cut_at_character((const char *)folded, (size_t)length, WORD_NORMAL_MAX);
    memcpy(to, folded, kept);
    free(folded);
    return kept;
}

size_t word_normal(const char *raw, size_t size, int fold, char to[WORD_NORMAL_MAX]) {
    /* A normal form is seldom longer than what was written; no need to read more of a monstrous word than this. */
    char stripped[4 * WORD_NORMAL_MAX];
    size = cut_at_character(raw, size, sizeof stripped);
    if (fold & WORD_POSSESSIVE)
        size = without_possessive(raw, size);
    size_t n = strip(raw, size, stripped);
    int wide = 0;
    for (size_t i = 0; i < n; i++)
        wide |= (unsigned char)stripped[i] >= 0x80;
    if (wide) {
        n = fold_wide(stripped, n, to);
        return fold & WORD_MARKS ? word_drop_marks(to, n) : n;
    }
    n = n < WORD_NORMAL_MAX ? n : WORD_NORMAL_MAX;
    for (size_t i = 0; i < n; i++)
        to[i] = stripped[i] >= 'A' && stripped[i] <= 'Z' ? (char)(stripped[i] | 0x20) : stripped[i];
    return n;
}

/* Letters that carry a stroke or are two in one: Unicode does not take them apart. */
static const char *plain_letter(uint32_t c) {
    switch (c) {
    case 0x00DF:
        return "ss";
    case 0x00E6:
        return "ae";
    case 0x00F8:
        return "o";
    case 0x0111:
        return "d";
    case 0x0131:
        return "i";
    case 0x0142:
        return "l";
    case 0x0153:
        return "oe";
    default:
        return NULL;
    }
}

/* Whether a base letter's accents are dropped: those of Latin and Greek, not those that make another letter (й). */
static int loses_marks(uint32_t base) {
    return base < 0x0250 || (base >= 0x0370 && base < 0x0400);
}

size_t word_drop_marks(char *text, size_t size) {
    char out[WORD_NORMAL_MAX];
    size_t n = 0, length;
    uint32_t base = 0;
    for (size_t at = 0; at < size; at += length) {
        uint32_t c;
        length = utf8_decode(text + at, size - at, &c);
        utf8proc_int32_t parts[16];
        int boundary = 0;
        const char *plain = plain_letter(c);
        utf8proc_ssize_t count =
            c < 0x80 || plain != NULL
                ? 0
                : utf8proc_decompose_char((utf8proc_int32_t)c, parts, 16, UTF8PROC_DECOMPOSE, &boundary);
        /* A mark that no letter is composed with stands by itself. */
        if (c >= 0x0300 && c <= 0x036F && base != 0 && loses_marks(base))
            continue;
        base = count > 1 && count <= 16 ? (uint32_t)parts[0] : c;
        char piece[4];
        size_t piece_size = length;
        memcpy(piece, text + at, length);
        if (plain != NULL) {
            piece_size = strlen(plain);
            memcpy(piece, plain, piece_size);
        } else if (count > 1 && count <= 16 && loses_marks(base)) {
            piece_size = utf8_encode(base, piece);
        }
        if (n + piece_size > sizeof out)
            break;
        memcpy(out + n, piece, piece_size);
        n += piece_size;
    }
    memcpy(text, out, n);
    return n;
}
