/* charset.c: finds the character set of a web page, and makes UTF-8 of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "engine/text/utf8.h"

/* Browsers look for the name in the first 1024 bytes; many pages have it a little later. */
enum { HEAD_BYTES = 4096, PORTION = 64 << 10 };

/* A run of bytes of the page. */
typedef struct bytes {
    const char *data;
    size_t size;
} bytes;

/* Labels that mean another set than iconv would take them for.  What is said to be Latin-1 has the quotes
 * and dashes of windows-1252, and so on; UTF-16 cannot be what a page says in ASCII. */
static const struct {
    const char *label;
    const char *set;
} labels[] = {
    {"ascii", "WINDOWS-1252"},
    {"us-ascii", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"iso8859-1", "WINDOWS-1252"},
    {"iso_8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"latin-1", "WINDOWS-1252"},
    {"l1", "WINDOWS-1252"},
    {"x-cp1252", "WINDOWS-1252"},
    {"ansi", "WINDOWS-1252"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"latin5", "WINDOWS-1254"},
    {"iso-8859-11", "WINDOWS-874"},
    {"tis-620", "WINDOWS-874"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"x-gbk", "GB18030"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"windows-31j", "CP932"},
    {"euc-jp", "EUC-JP-MS"},
    {"x-euc-jp", "EUC-JP-MS"},
    {"euc-kr", "CP949"},
    {"ks_c_5601-1987", "CP949"},
    {"ksc5601", "CP949"},
    {"big5", "BIG5-HKSCS"},
    {"x-x-big5", "BIG5-HKSCS"},
    {"x-mac-roman", "MACINTOSH"},
    {"utf8", "UTF-8"},
    {"unicode", "UTF-8"},
    {"utf-16", "UTF-8"},
    {"utf-16le", "UTF-8"},
    {"utf-16be", "UTF-8"},
    {"x-user-defined", "WINDOWS-1252"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"x-cp1251", "WINDOWS-1251"},
};

static int is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The place behind `word` in a text, any case; NULL where it is not there. */
static const char *find_word(bytes text, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= text.size; i++)
        if (strncasecmp(text.data + i, word, n) == 0)
            return text.data + i + n;
    return NULL;
}

/* The label behind "=" at `at`: in quotes, or up to what cannot be part of one. */
static bytes read_label(const char *at, const char *end) {
    while (at < end && is_space(*at))
        at++;
    if (at == end || *at != '=')
        return (bytes){NULL, 0};
    for (at++; at < end && (is_space(*at) || *at == '"' || *at == '\'');)
        at++;
    const char *from = at;
    while (at < end && !is_space(*at) && strchr("\"';,/>?", *at) == NULL)
        at++;
    return (bytes){from, (size_t)(at - from)};
}

/* The label that the page names itself; size 0 where it names none.  Comments are stepped over. */
static bytes named_label(bytes head) {
    const char *end = head.data + head.size;
    bytes label = {NULL, 0};
    if (head.size > 5 && memcmp(head.data, "<?xml", 5) == 0) {
        const char *close = memchr(head.data, '>', head.size);
        const char *at = find_word((bytes){head.data, close != NULL ? (size_t)(close - head.data) : 0},
                                   "encoding");
        if (at != NULL)
            label = read_label(at, end);
    }
    for (const char *at = head.data; label.size == 0 && at < end; at++) {
        size_t left = (size_t)(end - at);
        if (*at != '<')
            continue;
        if (left > 4 && memcmp(at, "<!--", 4) == 0) {
            const char *close = memmem(at + 4, left - 4, "-->", 3);
            at = close != NULL ? close : end - 1;
        } else if (left > 6 && strncasecmp(at, "<meta", 5) == 0 && (is_space(at[5]) || at[5] == '/')) {
            const char *close = memchr(at, '>', left);
            const char *found = find_word((bytes){at, close != NULL ? (size_t)(close - at) : left},
                                          "charset");
            if (found != NULL)
                label = read_label(found, end);
        }
    }
    return label;
}

/* What iconv is to be asked for; empty for a label that is none. */
static void set_of(bytes label, char set[32]) {
    set[0] = '\0';
    if (label.size == 0 || label.size >= 32)
        return;
    for (size_t i = 0; i < label.size; i++) {
        unsigned char c = (unsigned char)label.data[i];
        if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
              strchr("-_:.", c) != NULL))
            return;
    }
    snprintf(set, 32, "%.*s", (int)label.size, label.data);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcasecmp(labels[i].label, set) == 0)
            snprintf(set, 32, "%s", labels[i].set);
    iconv_t probe = iconv_open("UTF-8", set);
    if (probe == (iconv_t)-1)
        set[0] = '\0';
    else
        iconv_close(probe);
}

/* A text of ASCII in UTF-16 without a mark: every other byte of its beginning is NUL. */
static const char *guess_utf16(bytes page) {
    size_t n = page.size < 256 ? page.size & ~(size_t)1 : 256, even = 0, odd = 0;
    for (size_t i = 0; i < n; i++)
        if (page.data[i] == 0)
            *(i % 2 == 0 ? &even : &odd) += 1;
    if (n < 8 || even + odd < n * 2 / 5)
        return NULL;
    return odd > even ? "UTF-16LE" : "UTF-16BE";
}

/* Takes a byte order mark off; its set, or NULL. */
static const char *take_mark(bytes *page) {
    static const struct {
        const char *mark;
        size_t size;
        const char *set;
    } marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFF\xFE", 2, "UTF-16LE"}, {"\xFE\xFF", 2, "UTF-16BE"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (page->size >= marks[i].size && memcmp(page->data, marks[i].mark, marks[i].size) == 0) {
            page->data += marks[i].size;
            page->size -= marks[i].size;
            return marks[i].set;
        }
    return NULL;
}

static int has_high(bytes page) {
    for (size_t i = 0; i < page.size; i++)
        if ((unsigned char)page.data[i] >= 0x80)
            return 1;
    return 0;
}

/* How many of its bytes beyond ASCII are in characters of UTF-8. */
static size_t high_in_utf8(bytes page) {
    size_t high = 0;
    uint32_t character;
    for (size_t at = 0; at < page.size;) {
        size_t n = utf8_decode(page.data + at, page.size - at, &character);
        high += n > 1 && character != 0xFFFD;
        at += n;
    }
    return high;
}

static void choose(bytes *page, charset_found *found) {
    const char *sure = take_mark(page);
    if (sure == NULL)
        sure = guess_utf16(*page);
    if (sure != NULL) {
        snprintf(found->name, sizeof found->name, "%s", sure);
        return;
    }
    char set[32];
    set_of(named_label((bytes){page->data, page->size < HEAD_BYTES ? page->size : HEAD_BYTES}), set);
    size_t invalid = utf8_invalid(page->data, page->size);
    int utf8 = invalid == 0;
    /* UTF-8 with a few broken characters (a text cut at a byte, say) is still that. */
    if (!utf8 && (set[0] == '\0' || strcasecmp(set, "UTF-8") == 0))
        utf8 = high_in_utf8(*page) >= invalid * 2;
    const char *use = set[0] != '\0' ? set : utf8 ? "UTF-8" : "WINDOWS-1252";
    if (strcasecmp(use, "UTF-8") == 0 ? !utf8 : utf8 && has_high(*page)) {
        found->contradicted = 1;
        use = utf8 ? "UTF-8" : "WINDOWS-1252";
    }
    snprintf(found->name, sizeof found->name, "%s", use);
}

static int put_invalid(buffer *out, charset_found *found) {
    found->invalid++;
    return buffer_put(out, "\xEF\xBF\xBD", 3);
}

/* Converts with iconv; what is invalid is stepped over byte by byte (UTF-16: by two). */
static int convert(iconv_t conversion, bytes page, buffer *out, charset_found *found) {
    size_t step = strncasecmp(found->name, "UTF-16", 6) == 0 ? 2 : 1;
    char *from = (char *)(uintptr_t)
                     page.data; /* iconv's parameter is not const, but it does not write there */
    size_t left = page.size;
    while (left > 0) {
        if (buffer_reserve(out, PORTION) != 0)
            return -1;
        char *to = out->data + out->size;
        size_t room = PORTION;
        size_t result = iconv(conversion, &from, &left, &to, &room);
        int why = errno;
        out->size = (size_t)(to - out->data);
        if (result != (size_t)-1 || why == E2BIG)
            continue;
        if (put_invalid(out, found) != 0)
            return -1;
        size_t skip = left < step ? left : step;
        from += skip;
        left -= skip;
    }
    return 0;
}

/* A NUL ends the text for some parsers. */
static void drop_nuls(buffer *out, size_t from) {
    size_t to = from;
    for (size_t i = from; i < out->size; i++)
        if (out->data[i] != '\0')
            out->data[to++] = out->data[i];
    out->size = to;
}

int charset_to_utf8(const char *page, size_t size, buffer *out, charset_found *found) {
    bytes rest = {page, size};
    size_t from = out->size;
    int failed;
    *found = (charset_found){0};
    choose(&rest, found);
    if (strcasecmp(found->name, "UTF-8") == 0) {
        failed = utf8_clean(rest.data, rest.size, out, &found->invalid);
    } else {
        iconv_t conversion = iconv_open("UTF-8", found->name);
        if (conversion == (iconv_t)-1)
            return -1;
        failed = convert(conversion, rest, out, found);
        iconv_close(conversion);
    }
    if (failed != 0)
        return -1;
    if (out->size > from && memchr(out->data + from, '\0', out->size - from) != NULL)
        drop_nuls(out, from);
    return 0;
}
