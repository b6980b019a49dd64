/* date.c: the dates that news pages print, as ISO 8601.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/date.h"

#include <stdio.h>
#include <string.h>

/* A date line is a line; what is longer is prose that names a date. */
enum { LINE_MAX_BYTES = 160 };

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int is_letter(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* A place in the text that is read from left to right; reading past the end gives NUL. */
typedef struct place {
    const char *text;
    size_t size;
    size_t at;
} place;

static char here(const place *p) {
    return p->at < p->size ? p->text[p->at] : '\0';
}

static char ahead(const place *p, size_t n) {
    return n < p->size - p->at ? p->text[p->at + n] : '\0';
}

/* 1 to `most` digits, no more and no fewer than `least`; -1 else. */
static int number(place *p, size_t least, size_t most) {
    int value = 0;
    size_t n = 0;
    while (n <= most && is_digit(ahead(p, n)))
        n++;
    if (n < least || n > most)
        return -1;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (ahead(p, i) - '0');
    p->at += n;
    return value;
}

static void spaces(place *p) {
    for (;;) {
        if (here(p) == ' ' || here(p) == '\t' || here(p) == '\n')
            p->at++;
        else if (here(p) == '\xC2' && ahead(p, 1) == '\xA0')
            p->at += 2;
        else
            return;
    }
}

/* The month that a word names, in full or by its usual abbreviations; 0 for none.  The point of an
 * abbreviation is taken too. */
static int month(place *p) {
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    size_t n = 0;
    while (is_letter(ahead(p, n)) && (unsigned char)ahead(p, n) < 0x80)
        n++;
    int letter_behind =
        (unsigned char)ahead(p, n) >= 0x80 && !(ahead(p, n) == '\xC2' && ahead(p, n + 1) == '\xA0');
    if (n < 3 || n > 9 || letter_behind)
        return 0;
    for (int m = 0; m < 12; m++) {
        size_t full = strlen(names[m]), same = 0;
        while (same < n && same < full && lower(ahead(p, same)) == names[m][same])
            same++;
        if (same != n || (n != full && n != 3 && !(m == 8 && n == 4)))
            continue;
        p->at += n;
        if (n != full && here(p) == '.')
            p->at++;
        return m + 1;
    }
    return 0;
}

static int year(place *p) {
    int value = number(p, 4, 4);
    return value >= 1000 && value <= 2999 ? value : -1;
}

/* A day of the month with "st", "nd", "rd" or "th" behind it or not. */
static int day(place *p) {
    int value = number(p, 1, 2);
    if (value < 1 || value > 31)
        return -1;
    char a = lower(ahead(p, 0)), b = lower(ahead(p, 1));
    if ((a == 's' && b == 't') || (a == 'n' && b == 'd') || (a == 'r' && b == 'd') || (a == 't' && b == 'h'))
        if (!is_letter(ahead(p, 2)))
            p->at += 2;
    return value;
}

static void write_iso(char iso[11], int y, int m, int d) {
    if (m == 0)
        snprintf(iso, 11, "%04u", (unsigned)y % 10000);
    else if (d == 0)
        snprintf(iso, 11, "%04u-%02u", (unsigned)y % 10000, (unsigned)m % 100);
    else
        snprintf(iso, 11, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100, (unsigned)d % 100);
}

/* July 14, 2022; July 2022. */
static int month_first(place *p, char iso[11]) {
    int m = month(p);
    if (m == 0)
        return 0;
    spaces(p);
    place before_day = *p;
    int d = day(p);
    if (d > 0) {
        if (here(p) == ',')
            p->at++;
        spaces(p);
        int y = year(p);
        if (y > 0) {
            write_iso(iso, y, m, d);
            return 1;
        }
        *p = before_day;
    }
    if (here(p) == ',') {
        p->at++;
        spaces(p);
    }
    int y = year(p);
    if (y < 0)
        return 0;
    write_iso(iso, y, m, 0);
    return 1;
}

/* 14 July 2022, 14th of July, 2022, 14-Jul-2022. */
static int day_first(place *p, char iso[11]) {
    int d = day(p);
    if (d < 0)
        return 0;
    if (here(p) == '-')
        p->at++;
    else
        spaces(p);
    if (lower(here(p)) == 'o' && lower(ahead(p, 1)) == 'f' && ahead(p, 2) == ' ') {
        p->at += 3;
        spaces(p);
    }
    int m = month(p);
    if (m == 0)
        return 0;
    if (here(p) == ',' || here(p) == '-')
        p->at++;
    spaces(p);
    int y = year(p);
    if (y < 0)
        return 0;
    write_iso(iso, y, m, d);
    return 1;
}

/* The time behind an ISO date: T12:30:00.000Z, +02:00. */
static void iso_time(place *p) {
    if ((here(p) != 'T' && here(p) != ' ') || !is_digit(ahead(p, 1)) || !is_digit(ahead(p, 2)) ||
        ahead(p, 3) != ':')
        return;
    p->at++;
    while (is_digit(here(p)) || here(p) == ':' || (here(p) == '.' && is_digit(ahead(p, 1))))
        p->at++;
    if (here(p) == 'Z')
        p->at++;
    else if ((here(p) == '+' || here(p) == '-') && is_digit(ahead(p, 1)))
        for (p->at++; is_digit(here(p)) || here(p) == ':';)
            p->at++;
}

/* 2022-07-14, 2022/07/14, 2022.07.14, 2022-07. */
static int year_first(place *p, char iso[11]) {
    int y = year(p);
    char between = here(p);
    if (y < 0 || (between != '-' && between != '/' && between != '.'))
        return 0;
    p->at++;
    int m = number(p, 1, 2);
    if (m < 1 || m > 12)
        return 0;
    if (here(p) != between) {
        write_iso(iso, y, m, 0);
        return between == '-' || between == '/';
    }
    p->at++;
    int d = number(p, 1, 2);
    if (d < 1 || d > 31)
        return 0;
    write_iso(iso, y, m, d);
    iso_time(p);
    return 1;
}

/* 14.07.2022, 14/07/2022, 07/14/2022.  A point is European; a slash says nothing of the order, so that where
 * both numbers could be months, the year is all that is known. */
static int numbers_only(place *p, char iso[11]) {
    int a = number(p, 1, 2);
    char between = here(p);
    if (a < 1 || (between != '.' && between != '/' && between != '-'))
        return 0;
    p->at++;
    int b = number(p, 1, 2);
    if (b < 1 || here(p) != between)
        return 0;
    p->at++;
    int y = year(p);
    if (y < 0 || a > 31 || b > 31 || (a > 12 && b > 12))
        return 0;
    if (between == '.' || a > 12) {
        if (b > 12)
            return 0;
        write_iso(iso, y, b, a);
    } else if (b > 12) {
        write_iso(iso, y, a, b);
    } else if (a == b) {
        write_iso(iso, y, a, b);
    } else {
        write_iso(iso, y, 0, 0);
    }
    return 1;
}

int date_find(const char *text, size_t size, date_found *found) {
    static int (*const forms[])(place *, char[11]) = {month_first, year_first, day_first, numbers_only};
    for (size_t at = 0; at < size; at++) {
        if (at > 0 && (is_letter(text[at - 1]) || is_digit(text[at - 1])) &&
            !(at > 1 && text[at - 2] == '\xC2' && text[at - 1] == '\xA0'))
            continue;
        if (!is_digit(text[at]) && !is_letter(text[at]))
            continue;
        for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
            place p = {text, size, at};
            if (!forms[form](&p, found->iso) || is_digit(here(&p)) ||
                (is_letter(here(&p)) && here(&p) != '\xC2' && here(&p) != '\xE2'))
                continue;
            found->start = at;
            found->end = p.at;
            return 1;
        }
    }
    return 0;
}

/* One word of what is left of a date line, in lower case. */
static int in_list(const char *word, size_t size, const char *const *list) {
    for (; *list != NULL; list++)
        if (strlen(*list) == size && memcmp(*list, word, size) == 0)
            return 1;
    return 0;
}

static const char *const change_words[] = {"updated", "modified", "revised", "edited", "amended", NULL};
static const char *const filler_words[] = {
    "published", "publication", "posted",    "last",     "first",  "originally", "created", "issued",
    "released",  "release",     "date",      "dated",    "on",     "at",         "in",      "the",
    "and",       "of",          "from",      "am",       "pm",     "a",          "p",       "m",
    "noon",      "midnight",    "h",         "min",      "mins",   "minute",     "minutes", "read",
    "hours",     "hour",        "ago",       "time",     "local",  "update",     "issue",   "print",
    "monday",    "tuesday",     "wednesday", "thursday", "friday", "saturday",   "sunday",  "mon",
    "tue",       "tues",        "wed",       "thu",      "thur",   "thurs",      "fri",     "sat",
    "sun",       "et",          "est",       "edt",      "ct",     "cst",        "cdt",     "mt",
    "mst",       "mdt",         "pt",        "pst",      "pdt",    "gmt",        "utc",     "bst",
    "cet",       "cest",        "eet",       "eest",     "msk",    "ist",        "jst",     "kst",
    "aest",      "aedt",        "sgt",       "hkt",      "z",      "t",          "eastern", "pacific",
    "central",   "standard",    "daylight",  NULL};

/* Whether every word of a piece of a date line is a filler; *change where one says that it is the date of a
 * change. */
static int only_fillers(const char *text, size_t size, int *change) {
    for (size_t at = 0; at < size;) {
        char word[16];
        size_t n = 0;
        while (at < size && is_letter(text[at]) && (unsigned char)text[at] < 0x80 && n < sizeof word)
            word[n++] = lower(text[at++]);
        if (n == sizeof word)
            return 0;
        if (n == 0) {
            size_t digits = 0;
            for (; at < size && is_digit(text[at]); at++)
                digits++;
            if (digits > 4)
                return 0;
            at += digits == 0;
        } else if (in_list(word, n, change_words)) {
            *change = 1;
        } else if (!in_list(word, n, filler_words)) {
            return 0;
        }
    }
    return 1;
}

/* A line of fillers, digits and one or two months, with a day and a word such as "Posted" or a time. */
static int is_stamp(const char *text, size_t size) {
    size_t months = 0, digits = 0;
    int change = 0, colon = 0, said = 0;
    for (place p = {text, size, 0}; p.at < size;) {
        size_t n = 0;
        while (is_letter(ahead(&p, n)))
            n++;
        place word = p;
        if (n > 0 && month(&word) != 0) {
            months++;
            p = word;
        } else if (n > 0) {
            if (!only_fillers(text + p.at, n, &change))
                return 0;
            said |= change || n > 5;
            p.at += n;
        } else {
            digits += is_digit(here(&p)) != 0;
            colon |= here(&p) == ':' && is_digit(ahead(&p, 1));
            p.at++;
        }
    }
    return months >= 1 && months <= 2 && digits > 0 && digits <= 16 && (said || colon);
}

int date_line(const char *text, size_t size, date_found *found) {
    int change_before = 0, change_after = 0;
    if (size > LINE_MAX_BYTES)
        return 0;
    if (!date_find(text, size, found)) {
        *found = (date_found){.iso = "", .start = 0, .end = size};
        return is_stamp(text, size) ? 3 : 0;
    }
    if (!only_fillers(text, found->start, &change_before))
        return 0;
    /* "July 14, 2022, updated July 15, 2022": the first is the one. */
    date_found later;
    size_t at = found->end;
    while (date_find(text + at, size - at, &later)) {
        if (!only_fillers(text + at, later.start, &change_after))
            return 0;
        at += later.end;
    }
    if (!only_fillers(text + at, size - at, &change_after))
        return 0;
    return change_before ? 2 : 1;
}

int date_whole(const char *text, size_t size, char iso[11]) {
    date_found found;
    place p = {text, size, 0};
    int y = year(&p);
    if (y > 0 && p.at == size) {
        write_iso(iso, y, 0, 0);
        return 1;
    }
    int said = date_line(text, size, &found);
    if (said != 1 && said != 2)
        return 0;
    memcpy(iso, found.iso, sizeof found.iso);
    return 1;
}
