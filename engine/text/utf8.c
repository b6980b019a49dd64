/* utf8.c: decoding UTF-8 that is not trusted.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/utf8.h"

#include <string.h>

#define REPLACEMENT 0xFFFD

/* The second byte's range is what keeps out overlong forms, surrogates and what lies over U+10FFFF (Unicode, table
 * 3-7); the later ones are always 80..BF. */
static size_t sequence(unsigned char lead, unsigned char *low, unsigned char *high) {
    *low = 0x80;
    *high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (lead == 0xE0)
            *low = 0xA0;
        if (lead == 0xED)
            *high = 0x9F;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (lead == 0xF0)
            *low = 0x90;
        if (lead == 0xF4)
            *high = 0x8F;
        return 4;
    }
    return 1;
}

size_t utf8_decode(const char *text, size_t size, uint32_t *character) {
    const unsigned char *bytes = (const unsigned char *)text;
    if (bytes[0] < 0x80) {
        *character = bytes[0];
        return 1;
    }
    unsigned char low, high;
    size_t length = sequence(bytes[0], &low, &high);
    *character = REPLACEMENT;
    if (length == 1)
        return 1;
    uint32_t value = bytes[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if (i >= size || bytes[i] < low || bytes[i] > high)
            return i;
        value = value << 6 | (bytes[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    *character = value;
    return length;
}

size_t utf8_encode(uint32_t character, char *to) {
    unsigned char *bytes = (unsigned char *)to;
    if (character < 0x80) {
        bytes[0] = (unsigned char)character;
        return 1;
    }
    size_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        bytes[i] = (unsigned char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    bytes[0] = (unsigned char)((0xF00u >> length) | character);
    return length;
}

size_t utf8_valid_length(const char *text, size_t size) {
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned char low, high;
    size_t length = sequence(bytes[0], &low, &high);
    if (length == 1)
        return bytes[0] < 0x80;
    if (length > size || bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

/* Where text[at .. size) has its first byte that is not ASCII, or size. */
static size_t skip_ascii(const char *text, size_t size, size_t at) {
    for (; size - at >= 32; at += 32) {
        uint64_t words[4];
        memcpy(words, text + at, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < size && (unsigned char)text[at] < 0x80)
        at++;
    return at;
}

/* The length of the valid beginning of a text. */
static size_t valid_prefix(const char *text, size_t size) {
    size_t at = 0;
    while ((at = skip_ascii(text, size, at)) < size) {
        size_t length = utf8_valid_length(text + at, size - at);
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

size_t utf8_invalid(const char *text, size_t size) {
    size_t invalid = 0;
    for (size_t at = valid_prefix(text, size); at < size; at += valid_prefix(text + at, size - at)) {
        uint32_t character;
        at += utf8_decode(text + at, size - at, &character);
        invalid++;
    }
    return invalid;
}

int utf8_clean(const char *text, size_t size, buffer *out, size_t *invalid) {
    if (buffer_reserve(out, size) != 0)
        return -1;
    for (size_t at = 0; at < size;) {
        size_t valid = valid_prefix(text + at, size - at);
        if (buffer_put(out, text + at, valid) != 0)
            return -1;
        at += valid;
        if (at == size)
            break;
        uint32_t character;
        at += utf8_decode(text + at, size - at, &character);
        if (buffer_put(out, "\xEF\xBF\xBD", 3) != 0)
            return -1;
        ++*invalid;
    }
    return 0;
}
