/* markdown_inline.c: the text of a Markdown paragraph without its marks: first they are found, then it is written.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown_inline.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "engine/text/utf8.h"
#include "engine/hash.h"

/* What of a mark is looked at: what is longer is text.  This bounds the time. */
enum { LABEL_MOST = 300, ADDRESS_MOST = 2000, TAG_MOST = 2000, NESTED_MOST = 32, TICKS_MOST = 80 };

/* What becomes of a byte. */
enum { KEPT = 0, DROPPED, LITERAL, SPACE };

/* A bracket, or a run of one of EMPHASIS, that may begin something. */
typedef struct opener {
    size_t at;
    size_t left; /* of a run: how many are not used yet */
    int image;   /* of a bracket: a "!" stands before it */
} opener;

#define EMPHASIS "*_~="
enum { KINDS = sizeof EMPHASIS - 1 };

typedef struct inliner {
    const char *text;
    size_t size;
    unsigned char *fate; /* of each byte */
    const keyset *labels;
    buffer brackets;    /* stacks of openers */
    buffer runs[KINDS];
    unsigned char no_ticks[TICKS_MOST + 1]; /* 1: no run of so many backticks comes any more */
    int no_comments; /* 1: no comment is closed any more */
    int failed;
} inliner;

/* ------------------------------------------------------------------------------------------------ helpers */

static char at(const inliner *in, size_t i) {
    return i < in->size ? in->text[i] : '\0';
}

static int is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_punctuation(char c) {
    return c > ' ' && c < 0x7F && !is_letter(c) && !(c >= '0' && c <= '9');
}

static void set_fate(inliner *in, size_t from, size_t to, unsigned char fate) {
    memset(in->fate + from, fate, to - from);
}

static void push(inliner *in, buffer *stack, opener o) {
    in->failed |= buffer_put(stack, &o, sizeof o) != 0;
}

static opener *top(buffer *stack) {
    return stack->size == 0 ? NULL : (opener *)(void *)(stack->data + stack->size - sizeof(opener));
}

static void pop(buffer *stack) {
    stack->size -= sizeof(opener);
}

uint64_t markdown_label(const char *label, size_t size) {
    uint64_t hash = HASH_START;
    int space = 0, begun = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)label[i];
        if (is_blank(label[i])) {
            space = begun;
            continue;
        }
        if (space)
            hash = hash_step(hash, ' ');
        hash = hash_step(hash, c >= 'A' && c <= 'Z' ? c | 0x20u : c);
        space = 0;
        begun = 1;
    }
    return hash;
}

int markdown_is_inline_tag(const char *name, size_t size) {
    static const char *const names[] = {"a",    "abbr", "b",    "bdi",  "big",  "cite", "code", "del",    "dfn", "em",
                                        "font", "i",    "ins",  "kbd",  "mark", "q",    "s",    "samp",   "small",
                                        "span", "sub",  "sup",  "strong", "time", "tt", "u",    "var",    "wbr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == size && strncasecmp(names[i], name, size) == 0)
            return 1;
    return 0;
}

/* ----------------------------------------------------------------------------------------- code, tags, links */

/* A run of backticks: code up to the next run of as many.  Returns where reading goes on. */
static size_t read_code(inliner *in, size_t i) {
    size_t n = 0;
    while (at(in, i + n) == '`')
        n++;
    if (n > TICKS_MOST || in->no_ticks[n])
        return i + n;
    for (size_t k = i + n; k < in->size;) {
        const char *tick = memchr(in->text + k, '`', in->size - k);
        if (tick == NULL)
            break;
        k = (size_t)(tick - in->text);
        size_t m = 0;
        while (at(in, k + m) == '`')
            m++;
        if (m == n) {
            set_fate(in, i, i + n, DROPPED);
            set_fate(in, i + n, k, LITERAL);
            set_fate(in, k, k + n, DROPPED);
            return k + n;
        }
        k += m;
    }
    in->no_ticks[n] = 1;
    return i + n;
}

/* <https://example.org> or <me@example.org>: one behind its ">"; 0 where it is none. */
static size_t autolink_end(const inliner *in, size_t i) {
    int mark = 0;
    for (size_t k = i + 1; k < in->size && k - i < ADDRESS_MOST; k++) {
        char c = in->text[k];
        if (c == '>')
            return mark && k > i + 2 ? k + 1 : 0;
        if (is_blank(c) || c == '<' || c == '"')
            return 0;
        mark |= c == '@' || (c == ':' && k > i + 2);
    }
    return 0;
}

/* A tag, closing or not: one behind its ">"; 0 where it is none. */
static size_t tag_end(const inliner *in, size_t i) {
    size_t k = i + 1 + (at(in, i + 1) == '/');
    char quote = '\0', before = '\0';
    if (!is_letter(at(in, k)))
        return 0;
    for (; k < in->size && k - i < TAG_MOST; k++) {
        char c = in->text[k];
        if (quote != '\0') {
            if (c == quote)
                quote = '\0';
        } else if (c == '>') {
            return k + 1;
        } else if (c == '<' || ((c == '"' || c == '\'') && before != '=')) {
            return 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        }
        if (!is_blank(c))
            before = c;
    }
    return 0;
}

/* What begins with "<".  Returns where reading goes on. */
static size_t read_angle(inliner *in, size_t i) {
    size_t end = autolink_end(in, i);
    if (end > 0) {
        in->fate[i] = in->fate[end - 1] = DROPPED;
        set_fate(in, i + 1, end - 1, LITERAL);
        return end;
    }
    if (!in->no_comments && in->size - i > 4 && memcmp(in->text + i, "<!--", 4) == 0) {
        const char *close = memmem(in->text + i + 4, in->size - i - 4, "-->", 3);
        in->no_comments = close == NULL;
        if (close == NULL)
            return i + 1;
        end = (size_t)(close - in->text) + 3;
        set_fate(in, i, end, DROPPED);
        return end;
    }
    end = tag_end(in, i);
    if (end == 0)
        return i + 1;
    size_t name = i + 1 + (at(in, i + 1) == '/'), n = 0;
    while (is_letter(at(in, name + n)))
        n++;
    set_fate(in, i, end, DROPPED);
    if (!markdown_is_inline_tag(in->text + name, n))
        in->fate[i] = SPACE;
    return end;
}

/* White space, at most one line end of it. */
static size_t skip_space(const inliner *in, size_t i) {
    while (i < in->size && is_blank(in->text[i]))
        i++;
    return i;
}

/* The address of a link, behind its "(": one behind it, or 0. */
static size_t address_end(const inliner *in, size_t i) {
    size_t depth = 0, limit = in->size - i > ADDRESS_MOST ? i + ADDRESS_MOST : in->size;
    if (at(in, i) == '<') {
        for (i++; i < limit && in->text[i] != '\n' && in->text[i] != '<'; i++)
            if (in->text[i] == '>')
                return i + 1;
        return 0;
    }
    for (; i < limit; i++) {
        char c = in->text[i];
        if (is_blank(c) || (c == ')' && depth == 0))
            return i;
        if (c == '\\' && i + 1 < limit)
            i++;
        else if (c == '(' && ++depth > NESTED_MOST)
            return 0;
        else if (c == ')')
            depth--;
    }
    return 0;
}

/* (address "title"), from its "(" on: one behind its ")", or 0. */
static size_t target_end(const inliner *in, size_t i) {
    size_t k = address_end(in, skip_space(in, i + 1));
    if (k == 0)
        return 0;
    k = skip_space(in, k);
    char quote = at(in, k) == '(' ? ')' : at(in, k);
    if (quote == '"' || quote == '\'' || quote == ')') {
        size_t limit = in->size - k > ADDRESS_MOST ? k + ADDRESS_MOST : in->size;
        if (at(in, k) != ')') {
            for (k++; k < limit && in->text[k] != quote; k++)
                k += in->text[k] == '\\';
            if (k >= limit)
                return 0;
            k = skip_space(in, k + 1);
        }
    }
    return at(in, k) == ')' ? k + 1 : 0;
}

/* {width=50%} and the like behind a link or image: one behind it, or i. */
static size_t attributes_end(const inliner *in, size_t i) {
    if (at(in, i) != '{' || (strchr("#.:", at(in, i + 1)) == NULL && !is_letter(at(in, i + 1))))
        return i;
    for (size_t k = i + 1; k < in->size && k - i < LABEL_MOST && in->text[k] != '\n'; k++)
        if (in->text[k] == '}')
            return k + 1;
    return i;
}

static int is_label(const inliner *in, size_t from, size_t to) {
    return to > from && to - from <= LABEL_MOST && keyset_has(in->labels, markdown_label(in->text + from, to - from));
}

/* Where what follows the "]" at i, and belongs to a link, ends; 0 where there is no link. */
static size_t link_end(const inliner *in, const opener *o, size_t i) {
    size_t end = at(in, i + 1) == '(' ? target_end(in, i + 1) : 0;
    if (end > 0)
        return attributes_end(in, end);
    if (at(in, i + 1) == '[') {
        for (size_t k = i + 2; k < in->size && k - i < LABEL_MOST && in->text[k] != '['; k++)
            if (in->text[k] == ']') {
                if (is_label(in, i + 2, k) || (k == i + 2 && is_label(in, o->at + 1, i)))
                    return attributes_end(in, k + 1);
                break;
            }
    }
    return is_label(in, o->at + 1, i) ? i + 1 : 0;
}

/* A "]".  Returns where reading goes on. */
static size_t close_bracket(inliner *in, size_t i) {
    const opener *o = top(&in->brackets);
    if (o == NULL)
        return i + 1;
    size_t end = link_end(in, o, i);
    if (end > 0 && o->image) {
        set_fate(in, o->at - 1, end, DROPPED);
    } else if (end > 0) {
        in->fate[o->at] = DROPPED;
        set_fate(in, i, end, DROPPED);
    }
    pop(&in->brackets);
    return end > 0 ? end : i + 1;
}

/* [^1]: a footnote's mark; [[Page|text]]: a link between notes.  Where one ends, or 0. */
static size_t short_link_end(const inliner *in, size_t i) {
    int wiki = at(in, i + 1) == '[';
    for (size_t k = i + 2; k < in->size && k - i < LABEL_MOST; k++) {
        char c = in->text[k];
        if (c == '\n' || c == '[' || (!wiki && is_blank(c)))
            return 0;
        if (c == ']')
            return k == i + 2 ? 0 : !wiki ? k + 1 : at(in, k + 1) == ']' ? k + 2 : 0;
    }
    return 0;
}

/* A "[".  Returns where reading goes on. */
static size_t open_bracket(inliner *in, size_t i) {
    int image = i > 0 && in->text[i - 1] == '!' && in->fate[i - 1] == KEPT;
    size_t end = at(in, i + 1) == '^' || at(in, i + 1) == '[' ? short_link_end(in, i) : 0;
    if (end == 0) {
        push(in, &in->brackets, (opener){.at = i, .image = image});
        return i + 1;
    }
    if (image || in->text[i + 1] == '^') {
        set_fate(in, i - (size_t)image, end, DROPPED);
        return end;
    }
    const char *bar = memchr(in->text + i, '|', end - i);
    set_fate(in, i, bar == NULL ? i + 2 : (size_t)(bar - in->text) + 1, DROPPED);
    set_fate(in, end - 2, end, DROPPED);
    return end;
}

/* ------------------------------------------------------------------------------------------------ emphasis */

/* What a character beside a run is: 0 white space or nothing, 1 punctuation, 2 anything else. */
static int side(const inliner *in, size_t i, int before) {
    uint32_t c;
    if (before) {
        size_t from = i;
        while (from > 0 && i - from < 4 && ((unsigned char)in->text[--from] & 0xC0) == 0x80)
            ;
        if (i == 0)
            return 0;
        utf8_decode(in->text + from, i - from, &c);
    } else {
        if (i >= in->size)
            return 0;
        utf8_decode(in->text + i, in->size - i, &c);
    }
    if (c < 0x80)
        return is_blank((char)c) ? 0 : is_punctuation((char)c) ? 1 : 2;
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k == UTF8PROC_CATEGORY_ZS ? 0 : k >= UTF8PROC_CATEGORY_PC && k <= UTF8PROC_CATEGORY_SO ? 1 : 2;
}

/* A run of one of EMPHASIS: ends what it can, and may begin something with the rest. */
static size_t read_run(inliner *in, size_t i, buffer *stack) {
    char c = in->text[i];
    size_t n = 0, used = 0;
    while (at(in, i + n) == c)
        n++;
    int before = side(in, i, 1), behind = side(in, i + n, 0);
    int opens = behind == 2 || (behind == 1 && before < 2);
    int closes = before == 2 || (before == 1 && behind < 2);
    if (c == '_') {
        int both = opens && closes;
        opens = opens && (!both || before == 1);
        closes = closes && (!both || behind == 1);
    }
    if ((c == '~' || c == '=') && n != 2)
        return i + n;
    for (opener *o; closes && used < n && (o = top(stack)) != NULL;) {
        size_t k = o->left < n - used ? o->left : n - used;
        set_fate(in, o->at + o->left - k, o->at + o->left, DROPPED);
        set_fate(in, i + used, i + used + k, DROPPED);
        used += k;
        o->left -= k;
        if (o->left == 0)
            pop(stack);
    }
    if (opens && used < n)
        push(in, stack, (opener){.at = i + used, .left = n - used});
    return i + n;
}

static void find_marks(inliner *in) {
    for (size_t i = 0; i < in->size && !in->failed;) {
        char c = in->text[i];
        const char *kind = c == '\0' ? NULL : strchr(EMPHASIS, c);
        if (c == '\\' && is_punctuation(at(in, i + 1))) {
            in->fate[i] = DROPPED;
            in->fate[i + 1] = LITERAL;
            i += 2;
        } else if (c == '\\' && at(in, i + 1) == '\n') {
            in->fate[i++] = DROPPED;
        } else if (c == '`') {
            i = read_code(in, i);
        } else if (c == '<') {
            i = read_angle(in, i);
        } else if (c == '[') {
            i = open_bracket(in, i);
        } else if (c == ']') {
            i = close_bracket(in, i);
        } else if (kind != NULL) {
            i = read_run(in, i, &in->runs[kind - EMPHASIS]);
        } else {
            i++;
        }
    }
}

/* ------------------------------------------------------------------------------------------------- writing */

static const struct {
    const char *name;
    uint32_t character;
} entities[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},        {"quot", '"'},      {"apos", '\''},
    {"nbsp", 0xA0},     {"iexcl", 0xA1},    {"cent", 0xA2},     {"pound", 0xA3},    {"yen", 0xA5},
    {"sect", 0xA7},     {"copy", 0xA9},     {"laquo", 0xAB},    {"shy", 0xAD},      {"reg", 0xAE},
    {"deg", 0xB0},      {"plusmn", 0xB1},   {"para", 0xB6},     {"middot", 0xB7},   {"raquo", 0xBB},
    {"frac14", 0xBC},   {"frac12", 0xBD},   {"frac34", 0xBE},   {"iquest", 0xBF},   {"Agrave", 0xC0},
    {"Aacute", 0xC1},   {"Auml", 0xC4},     {"Aring", 0xC5},    {"AElig", 0xC6},    {"Ccedil", 0xC7},
    {"Eacute", 0xC9},   {"Ntilde", 0xD1},   {"Ouml", 0xD6},     {"times", 0xD7},    {"Oslash", 0xD8},
    {"Uuml", 0xDC},     {"szlig", 0xDF},    {"agrave", 0xE0},   {"aacute", 0xE1},   {"acirc", 0xE2},
    {"atilde", 0xE3},   {"auml", 0xE4},     {"aring", 0xE5},    {"aelig", 0xE6},    {"ccedil", 0xE7},
    {"egrave", 0xE8},   {"eacute", 0xE9},   {"ecirc", 0xEA},    {"euml", 0xEB},     {"iacute", 0xED},
    {"icirc", 0xEE},    {"iuml", 0xEF},     {"ntilde", 0xF1},   {"ograve", 0xF2},   {"oacute", 0xF3},
    {"ocirc", 0xF4},    {"otilde", 0xF5},   {"ouml", 0xF6},     {"divide", 0xF7},   {"oslash", 0xF8},
    {"ugrave", 0xF9},   {"uacute", 0xFA},   {"ucirc", 0xFB},    {"uuml", 0xFC},     {"ensp", 0x2002},
    {"emsp", 0x2003},   {"thinsp", 0x2009}, {"zwnj", 0x200C},   {"zwj", 0x200D},    {"ndash", 0x2013},
    {"mdash", 0x2014},  {"lsquo", 0x2018},  {"rsquo", 0x2019},  {"sbquo", 0x201A},  {"ldquo", 0x201C},
    {"rdquo", 0x201D},  {"bdquo", 0x201E},  {"dagger", 0x2020}, {"bull", 0x2022},   {"hellip", 0x2026},
    {"permil", 0x2030}, {"prime", 0x2032},  {"euro", 0x20AC},   {"trade", 0x2122},  {"larr", 0x2190},
    {"rarr", 0x2192},   {"minus", 0x2212},  {"ne", 0x2260},     {"le", 0x2264},     {"ge", 0x2265},
};

/* The character that a reference such as &amp; &#8212; &#x2014; names, from its "&" on; *size is its length.
 * 0: none. */
static uint32_t entity(const char *text, size_t left, size_t *size) {
    enum { REFERENCE_MOST = 12 };
    const char *semicolon = memchr(text, ';', left < REFERENCE_MOST ? left : REFERENCE_MOST);
    size_t n = semicolon == NULL ? 0 : (size_t)(semicolon - text);
    if (n < 3)
        return 0;
    *size = n + 1;
    if (text[1] == '#') {
        char digits[REFERENCE_MOST + 1], *end;
        int hex = text[2] == 'x' || text[2] == 'X';
        size_t skip = hex ? 3 : 2;
        memcpy(digits, text + skip, n - skip);
        digits[n - skip] = '\0';
        if (is_blank(digits[0]) || digits[0] == '+' || digits[0] == '-' || digits[0] == '\0')
            return 0;
        unsigned long c = strtoul(digits, &end, hex ? 16 : 10);
        if (*end != '\0')
            return 0;
        return c < 0x20 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : (uint32_t)c;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (strlen(entities[i].name) == n - 1 && memcmp(entities[i].name, text + 1, n - 1) == 0)
            return entities[i].character;
    return 0;
}

/* One byte of the text's, white space at the beginning of lines and before it left out. */
static void put_byte(inliner *in, buffer *out, size_t from, char c) {
    char before = out->size == from ? '\n' : out->data[out->size - 1];
    if (c == '\n' && before == ' ')
        out->size--;
    if (c == '\n' || c == ' ') {
        before = out->size == from ? '\n' : out->data[out->size - 1];
        if (before == '\n' || (before == ' ' && c == ' '))
            return;
    }
    in->failed |= buffer_put_byte(out, (unsigned char)c) != 0;
}

static void write_text(inliner *in, buffer *out) {
    size_t from = out->size;
    for (size_t i = 0; i < in->size && !in->failed; i++) {
        uint32_t c = 0;
        size_t n = 1;
        if (in->fate[i] == DROPPED)
            continue;
        if (in->fate[i] == KEPT && in->text[i] == '&')
            c = entity(in->text + i, in->size - i, &n);
        if (c != 0) {
            char bytes[4];
            in->failed |= buffer_put(out, bytes, utf8_encode(c, bytes)) != 0;
            i += n - 1;
        } else {
            put_byte(in, out, from, in->fate[i] == SPACE || in->text[i] == '\t' ? ' ' : in->text[i]);
        }
    }
    while (out->size > from && is_blank(out->data[out->size - 1]))
        out->size--;
}

int markdown_text(const char *text, size_t size, const keyset *labels, buffer *out) {
    inliner in = {.text = text, .size = size, .labels = labels, .fate = calloc(size + 1, 1)};
    if (in.fate == NULL)
        return -1;
    find_marks(&in);
    write_text(&in, out);
    buffer_free(&in.brackets);
    for (size_t i = 0; i < KINDS; i++)
        buffer_free(&in.runs[i]);
    free(in.fate);
    return in.failed ? -1 : 0;
}
