/* date.c: dates as numbers, so that they can be compared.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/query.h"

/* Reads exactly `digits` digits at *at and moves on; returns 10000 where they are not there. */
static uint32_t take_digits(dossier_str text, size_t *at, size_t digits) {
    uint32_t value = 0;
    if (text.size - *at < digits)
        return 10000;
    for (size_t end = *at + digits; *at < end; ++*at) {
        if (text.data[*at] < '0' || text.data[*at] > '9')
            return 10000;
        value = 10 * value + (uint32_t)(text.data[*at] - '0');
    }
    return value;
}

uint32_t query_date(dossier_str text, int end) {
    uint32_t part[3] = {0, end ? 99 : 0, end ? 99 : 0};
    static const uint32_t least[3] = {1, 1, 1}, most[3] = {9999, 12, 31};
    static const size_t digits[3] = {4, 2, 2};
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        if (i > 0 && text.data[at++] != '-')
            return 0;
        part[i] = take_digits(text, &at, digits[i]);
        if (part[i] < least[i] || part[i] > most[i])
            return 0;
        /* A time may follow the day. */
        if (at == text.size || (i == 2 && (text.data[at] == 'T' || text.data[at] == ' ')))
            return part[0] * 10000 + part[1] * 100 + part[2];
    }
    return 0;
}
