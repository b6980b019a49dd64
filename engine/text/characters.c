/* characters.c: what characters beyond ASCII are to a sentence.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/characters.h"

#include <utf8proc.h>

enum letter char_letter_wide(uint32_t c, uint32_t *lower) {
    *lower = c;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        *lower = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        return LETTER_UPPER;
    case UTF8PROC_CATEGORY_LL:
        return LETTER_LOWER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
        return LETTER_PLAIN;
    default:
        return LETTER_NONE;
    }
}

/* Whether c, not ASCII, is in a list that ends with 0. */
static bool is_one_of(uint32_t c, const uint16_t *list) {
    while (*list && *list != c)
        list++;
    return *list;
}

bool char_is_space_wide(uint32_t c) {
    static const uint16_t others[] = {0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0};
    return (c >= 0x2000 && c <= 0x200A) || is_one_of(c, others);
}

bool char_is_closer_wide(uint32_t c) {
    static const uint16_t closers[] = {0xAB,   0xBB,   0x2018, 0x2019, 0x201A, 0x201B, 0x201C, 0x201D, 0x2039,
                                       0x203A, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015, 0xFF09,
                                       0xFF63, 0};
    return is_one_of(c, closers);
}

bool char_is_opener(uint32_t c) {
    static const uint16_t others[] = {0xA1,   0xAB,   0xBB,   0xBF,   0x2018, 0x2019, 0x201A, 0x201B,
                                      0x201C, 0x201D, 0x201E, 0x201F, 0x2039, 0x203A, 0x3008, 0x300A,
                                      0x300C, 0x300E, 0x3010, 0x3014, 0xFF08, 0xFF62, 0};
    if (c < 0x80)
        return c == '"' || c == '\'' || c == '(' || c == '[' || c == '{' || c == '*' || c == '_' || c == '`';
    return is_one_of(c, others);
}

bool char_is_bullet_wide(uint32_t c) {
    static const uint16_t bullets[] = {0x2022, 0x2023, 0x2043, 0x204C, 0x204D, 0x2219, 0x25A0, 0x25A1,
                                       0x25AA, 0x25AB, 0x25CB, 0x25CF, 0x25E6, 0x27A2, 0xF0B7, 0};
    return is_one_of(c, bullets);
}

bool char_is_own_stop_wide(uint32_t c) {
    static const uint16_t stops[] = {0x0589, 0x061F, 0x06D4, 0x0964, 0x0965, 0x104A, 0x104B,
                                     0x1362, 0x1367, 0x1368, 0x17D4, 0x17D5, 0x3002, 0xFE52,
                                     0xFE56, 0xFE57, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61, 0};
    return is_one_of(c, stops);
}

uint32_t char_previous_wide(const char *text, size_t start, size_t at, size_t *previous) {
    size_t from = at;
    while (from > start && at - from < 4) {
        from--;
        if (((unsigned char)text[from] & 0xC0) != 0x80)
            break;
    }
    *previous = from;
    if (from == at)
        return 0;
    uint32_t c;
    if (utf8_decode(text + from, at - from, &c) == at - from)
        return c;
    *previous = at - 1;
    return 0xFFFD;
}
