/* json.c: writes strings and numbers of JSON that are fit for lines and for terminals.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/json.h"

#include <stdio.h>
#include <string.h>

#include "engine/text/utf8.h"

static int put_escape(buffer *out, uint32_t character) {
    static const char named[] = "\b\t\n\f\r\"\\";
    static const char letters[] = "btnfr\"\\";
    const char *at = character != 0 && character < 0x80 ? strchr(named, (int)character) : NULL;
    char text[8];
    int size;
    if (at != NULL)
        size = snprintf(text, sizeof text, "\\%c", letters[at - named]);
    else
        size = snprintf(text, sizeof text, "\\u%04x", (unsigned)(character & 0xFFFF));
    return size < 0 ? -1 : buffer_put(out, text, (size_t)size);
}

/* JSON asks for the first three.  The control characters from 0x7F on could steer a terminal, and many
 * programs end a line at U+0085, U+2028 and U+2029, which would tear a JSON line apart. */
static int needs_escape(uint32_t c) {
    return c < 0x20 || c == '"' || c == '\\' || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

static int is_plain(unsigned char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

int json_string(buffer *out, dossier_str text) {
    int bad = buffer_reserve(out, text.size + 2) != 0 || buffer_put_byte(out, '"') != 0;
    size_t from = 0; /* what follows from here up to `at` is put as it is */
    size_t at = 0;
    while (!bad && at < text.size) {
        if (is_plain((unsigned char)text.data[at])) {
            at++;
            continue;
        }
        uint32_t character;
        size_t size = utf8_decode(text.data + at, text.size - at, &character);
        /* U+FFFD in the text has three bytes; one that stands for broken bytes can have three as well. */
        int is_broken = character == 0xFFFD && (size != 3 || memcmp(text.data + at, "\xEF\xBF\xBD", 3) != 0);
        if (is_broken || needs_escape(character)) {
            bad |= buffer_put(out, text.data + from, at - from) != 0;
            bad |= is_broken ? buffer_put(out, "\xEF\xBF\xBD", 3) != 0 : put_escape(out, character) != 0;
            from = at + size;
        }
        at += size;
    }
    if (!bad && at > from)
        bad = buffer_put(out, text.data + from, at - from) != 0;
    return bad || buffer_put_byte(out, '"') != 0 ? -1 : 0;
}

int json_unsigned(buffer *out, uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    return buffer_put(out, digits + at, sizeof digits - at);
}
