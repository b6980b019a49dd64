/* parse_date.c: dates and ranges of them, in the forms people write.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "query/parser.h"

/* The numbers below and above all dates. */
#define FIRST_DATE 1
#define LAST_DATE 99999999

/* From the first to the last day of what is written, as YYYYMMDD, 00 and 99 where a month or day is left open. */
typedef struct span {
    uint32_t from;
    uint32_t to;
} span;

static uint32_t days_of(uint32_t year, uint32_t month) {
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (uint32_t)(month == 2 && leap);
}

/* Takes least to most digits; 0 where they are not there. */
static uint32_t take_number(const char *text, size_t size, size_t *at, size_t least, size_t most) {
    uint32_t number = 0;
    size_t digits = 0;
    for (; digits < most && *at < size && text[*at] >= '0' && text[*at] <= '9'; digits++, ++*at)
        number = number * 10 + (uint32_t)(text[*at] - '0');
    return digits >= least ? number : 0;
}

/* Year, month, day, with - or / between; a time may follow the day. */
static int read_date(const char *text, size_t size, span *out) {
    uint32_t part[3] = {0, 0, 0};
    size_t at = 0, parts = 1;
    part[0] = take_number(text, size, &at, 4, 4);
    for (; parts < 3 && at < size && (text[at] == '-' || text[at] == '/'); parts++) {
        at++;
        part[parts] = take_number(text, size, &at, 1, 2);
        if (part[parts] == 0)
            return 0;
    }
    int ends = at == size || (parts == 3 && text[at] == 'T');
    if (part[0] == 0 || !ends || part[1] > 12 || (parts == 3 && part[2] > days_of(part[0], part[1])))
        return 0;
    out->from = part[0] * 10000 + part[1] * 100 + part[2];
    out->to = out->from + (parts == 1 ? 9999 : parts == 2 ? 99 : 0);
    return 1;
}

/* >D, >=D, <D, <=D, =D. */
static int read_comparison(const char *text, size_t size, span *out) {
    int equal = size > 1 && text[1] == '=';
    size_t sign = text[0] == '=' ? 1 : 1 + (size_t)equal;
    span date;
    if (!read_date(text + sign, size - sign, &date))
        return 0;
    *out = date;
    if (text[0] == '>')
        *out = (span){equal ? date.from : date.to + 1, LAST_DATE};
    else if (text[0] == '<')
        *out = (span){FIRST_DATE, equal ? date.to : date.from - 1};
    return 1;
}

/* D..D, D.. or ..D; *swapped where the later date stands first. */
static int read_range(const char *text, size_t first, size_t size, span *out, int *swapped) {
    span a = {FIRST_DATE, FIRST_DATE}, b = {LAST_DATE, LAST_DATE};
    const char *second = text + first + 2;
    size_t rest = size - first - 2;
    if ((first == 0 && rest == 0) || (first > 0 && !read_date(text, first, &a)) ||
        (rest > 0 && !read_date(second, rest, &b)))
        return 0;
    *swapped = a.from > b.to;
    *out = *swapped ? (span){b.from, a.to} : (span){a.from, b.to};
    return 1;
}

query_node *parse_date(parser *p) {
    const char *text = p->text + p->at;
    size_t size = body_end(p, p->at) - p->at;
    const char *dots = memmem(text, size, "..", 2);
    span found;
    int swapped = 0, ok;
    if (dots != NULL)
        ok = read_range(text, (size_t)(dots - text), size, &found, &swapped);
    else if (size > 0 && memchr("<>=", text[0], 3) != NULL)
        ok = read_comparison(text, size, &found);
    else
        ok = read_date(text, size, &found);
    query_node *node = ok && tree_room(p->tree) ? tree_node(p->tree, QUERY_DATE) : NULL;
    if (!ok)
        parser_complain(p, p->at, "this is no date: write 2022, 2022-06, 2022-06-14, or a range as 2022-02..2022-07");
    if (swapped)
        parser_remark(p, "the later date stands first: the range is taken the other way round");
    if (node == NULL)
        return NULL;
    node->from = found.from;
    node->to = found.to;
    p->at += size;
    return node;
}
