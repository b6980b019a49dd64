/* byline.c: who wrote it: the lines that name an author, and the sentence at the end that says who that is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/byline.h"

#include <string.h>
#include <utf8proc.h>

#include "engine/text/utf8.h"
#include "indexer/date.h"
#include "indexer/units.h"

enum { BYLINE_MAX_BYTES = 400, NAME_MOST_WORDS = 6 };

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int word_in(const char *word, size_t size, const char *const *list) {
    for (; *list != NULL; list++) {
        size_t n = 0;
        while (n < size && (*list)[n] != '\0' && lower(word[n]) == (*list)[n])
            n++;
        if (n == size && (*list)[n] == '\0')
            return 1;
    }
    return 0;
}

static const char *const particles[] = {"de",  "del", "della", "da",  "di",  "dos", "du", "la", "le",
                                        "van", "von", "der",   "den", "ten", "ter", "zu", "al", "el",
                                        "bin", "ibn", "bint",  "y",   "e",   "st",  NULL};
/* Words that begin with a capital and are no names, as in "By Monday, ..." or "By The Staff". */
static const char *const no_names[] = {
    "monday",   "tuesday",  "wednesday", "thursday", "friday", "saturday", "sunday",    "january",
    "february", "march",    "april",     "june",     "july",   "august",   "september", "october",
    "november", "december", "the",       "a",        "an",     "this",     "that",      "these",
    "then",     "now",      "all",       "any",      "by",     "contrast", "far",       "no",
    "law",      "updated",  "published", "posted",   NULL};

/* The next word of text[*at .. size): its bytes without white space and without what closes it off (comma,
 * bar, ...). Returns its length and moves *at to its beginning. */
static size_t next_word(const char *text, size_t size, size_t *at) {
    *at += unit_space(text + *at, size - *at);
    size_t end = *at;
    while (end < size && unit_space(text + end, size - end) == 0 && strchr(",|;:()[]/", text[end]) == NULL)
        end++;
    return end - *at;
}

/* Whether a word can be a part of a name: a capital first, then letters, points, hyphens and apostrophes. */
static int is_name_word(const char *word, size_t size) {
    uint32_t c;
    if (size == 0 || word_in(word, size, no_names))
        return 0;
    for (size_t at = 0, n; at < size; at += n) {
        n = utf8_decode(word + at, size - at, &c);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
        if (at == 0 && category != UTF8PROC_CATEGORY_LU && category != UTF8PROC_CATEGORY_LT &&
            category != UTF8PROC_CATEGORY_LO)
            return 0;
        int letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
        if (!letter && c != '.' && c != '-' && c != '\'' && c != 0x2019 && c != 0x2010)
            return 0;
    }
    return 1;
}

/* The length of the name at the text's beginning, and how many words it has; a date ends it. */
static size_t name_length(const char *text, size_t size, size_t *words) {
    size_t end = 0, count = 0, pending = 0;
    *words = 0;
    for (size_t at = 0; count + pending < NAME_MOST_WORDS;) {
        size_t n = next_word(text, size, &at);
        date_found date;
        if (n == 0 || (date_find(text + at, size - at < 40 ? size - at : 40, &date) && date.start == 0))
            break;
        if (is_name_word(text + at, n)) {
            count += pending + 1;
            pending = 0;
            end = at + n;
        } else if (count > 0 && word_in(text + at, n, particles)) {
            pending++;
        } else {
            break;
        }
        at += n;
    }
    /* "Mr. Doe." is not how a byline ends a name, but "Jr." is. */
    *words = count;
    return end;
}

/* The length of names joined with commas and "and". */
static size_t names_length(const char *text, size_t size, size_t *words) {
    size_t end = name_length(text, size, words), count;
    size_t at = end, listed = end;
    while (end > 0) {
        at = listed + unit_space(text + listed, size - listed);
        int comma = at < size && text[at] == ',';
        at += (size_t)comma;
        size_t n = next_word(text, size, &at);
        int joined = (n == 3 && word_in(text + at, n, (const char *const[]){"and", NULL})) ||
                     (n == 1 && text[at] == '&');
        if (joined)
            at += n;
        else if (!comma)
            return end;
        at += unit_space(text + at, size - at);
        n = name_length(text + at, size - at, &count);
        if (n == 0 || (!joined && count < 2))
            return end;
        listed = at + n;
        /* A comma alone may stand before a role or a newspaper; only a list that ends with "and" is one of
         * names. */
        if (joined) {
            end = listed;
            *words += count;
        }
    }
    return end;
}

/* Whether a text has a word that stands over sections of a paper, or no small letter: then it is no one's
 * name. */
static int is_section_name(const char *text, size_t size) {
    static const char *const sections[] = {
        "news",    "review",      "reviews",  "opinion",   "business",      "world",   "politics",
        "sport",   "sports",      "analysis", "report",    "technology",    "health",  "science",
        "culture", "arts",        "style",    "travel",    "money",         "market",  "markets",
        "desk",    "video",       "politics", "lifestyle", "entertainment", "society", "europe",
        "asia",    "africa",      "america",  "middle",    "east",          "policy",  "security",
        "economy", "environment", "history",  "books",     "education",     NULL};
    int small = 0;
    for (size_t at = 0, n; at<size; at += n> 0 ? n : 1) {
        n = next_word(text, size, &at);
        if (n > 0 && word_in(text + at, n, sections))
            return 1;
        for (size_t i = 0; i < n; i++)
            small |= (text[at + i] >= 'a' && text[at + i] <= 'z') || (unsigned char)text[at + i] >= 0x80;
    }
    return !small;
}

size_t byline_name_with_role(const char *text, size_t size) {
    size_t words, role_words = 0, end = size < 120 ? names_length(text, size, &words) : 0;
    if (end == 0 || words < 2 || words > 5 || end + 3 > size || text[end] != ',' ||
        is_section_name(text, end))
        return 0;
    for (size_t at = end + 1, n; at<size; at += n> 0 ? n : 1, role_words++)
        n = next_word(text, size, &at);
    return role_words <= 8 && text[size - 1] != '.' && text[size - 1] != '?' && text[size - 1] != '!' ? end
                                                                                                      : 0;
}

int byline_is_name(const char *text, size_t size) {
    size_t words;
    return !is_section_name(text, size) && size < BYLINE_MAX_BYTES &&
           names_length(text, size, &words) == size && words >= 2 && words <= 5 && size > 0 &&
           text[size - 1] != '.';
}

/* The length of what a byline begins with ("By", "Written by", "Author:") and of the white space behind; 0
 * for none. A colon behind it counts as part of it. */
static size_t opening_length(const char *text, size_t size) {
    static const char *const openings[] = {
        "by",          "written by", "posted by",       "story by",      "words by", "text by",   "report by",
        "reported by", "review by",  "analysis by",     "opinion by",    "essay by", "column by", "author:",
        "authors:",    "byline:",    "a commentary by", "commentary by", NULL};
    for (const char *const *o = openings; *o != NULL; o++) {
        size_t n = 0;
        while ((*o)[n] != '\0' && n < size && lower(text[n]) == (*o)[n])
            n++;
        if ((*o)[n] != '\0')
            continue;
        if (n < size && text[n] == ':')
            n++;
        size_t space = unit_space(text + n, size - n);
        if (space > 0 || n == size || text[n - 1] == ':')
            return n + space;
    }
    return 0;
}

/* The length of the white space and separators at the text's beginning: commas, bars, bullets, dashes. */
static size_t separators(const char *text, size_t size) {
    size_t at = 0;
    for (size_t n; at < size; at += n) {
        uint32_t c;
        n = unit_space(text + at, size - at);
        if (n > 0)
            continue;
        n = utf8_decode(text + at, size - at, &c);
        if (c != ',' && c != '|' && c != '/' && c != '-' && c != ';' && c != 0xB7 && c != 0x2022 &&
            c != 0x2013 && c != 0x2014 && c != 0x25CF && c != 0x2219)
            break;
    }
    return at;
}

/* Whether what follows the names shows a byline and not a sentence that begins with "By". */
static int is_role(const char *text, size_t size, size_t name_words) {
    size_t space = unit_space(text, size);
    if (space == size)
        return 1;
    date_found date;
    size_t skip = separators(text, size);
    if (date_line(text + skip, size - skip, &date) != 0)
        return 1;
    if (name_words < 2)
        return 0;
    static const char *const links[] = {"in",    "for",     "at",        "of",     "special",
                                        "staff", "updated", "published", "posted", NULL};
    static const char *const articles[] = {"a",      "an",     "the",   "our",   "is",
                                           "former", "senior", "staff", "chief", NULL};
    int ends = text[size - 1] == '.' || text[size - 1] == '!' || text[size - 1] == '?';
    size_t at = skip, n = next_word(text, size, &at);
    if (skip > space)
        return !ends || word_in(text + at, n, articles);
    return text[space] == '(' || (!ends && (text[space] == '@' || word_in(text + at, n, links)));
}

/* A line that begins with "By" or the like. */
static int read_by(const char *text, size_t size, byline *out) {
    size_t at = opening_length(text, size), words;
    if (at == 0)
        return 0;
    if (at == size) {
        out->open = 1;
        return 1;
    }
    if (text[at] == ',' && at + 1 < size) {
        size_t skip = separators(text + at, size - at);
        out->lost = 1;
        out->role = (dossier_str){text + at + skip, size - at - skip};
        return out->role.size > 0;
    }
    size_t n = names_length(text + at, size - at, &words);
    if (n == 0 || !is_role(text + at + n, size - at - n, words))
        return 0;
    out->name = (dossier_str){text + at, n};
    size_t skip = separators(text + at + n, size - at - n);
    out->role = (dossier_str){text + at + n + skip, size - at - n - skip};
    return 1;
}

static void keep_date(byline *out, const date_found *date, int changed) {
    memcpy(out->date, date->iso, sizeof out->date);
    out->date_changed = changed;
}

int byline_read(const char *text, size_t size, byline *out) {
    *out = (byline){0};
    date_found date;
    if (size == 0 || size > BYLINE_MAX_BYTES)
        return 0;
    int said = date_line(text, size, &date);
    if (said != 0) {
        keep_date(out, &date, said == 2);
        return 1;
    }
    if (read_by(text, size, out)) {
        said = date_find(out->role.data, out->role.size, &date) ? 1 : 0;
        if (said != 0 && !out->lost)
            keep_date(out, &date, 0);
        return 1;
    }
    /* "July 14, 2022 | By Jane Doe", "Published July 14, 2022 by Jane Doe" */
    if (!date_find(text, size, &date))
        return 0;
    date_found head;
    said = date_line(text, date.end, &head);
    if (said == 0)
        return 0;
    for (size_t at = date.end; at < size; at++) {
        if (unit_space(text + at, size - at) == 0 && separators(text + at, size - at) == 0)
            continue;
        size_t skip = separators(text + at, size - at);
        if (opening_length(text + at + skip, size - at - skip) == 0)
            continue;
        if (date_line(text, at, &head) == 0 || !read_by(text + at + skip, size - at - skip, out))
            return 0;
        keep_date(out, &head, said == 2);
        return 1;
    }
    return 0;
}

int bio_read(const char *text, size_t size, dossier_str *name, dossier_str *role) {
    static const char *const verbs[] = {"is",      "was",    "covers",  "writes", "reports",
                                        "teaches", "serves", "directs", "leads",  "edits",
                                        "joined",  "works",  "are",     NULL};
    size_t words, end = names_length(text, size < BYLINE_MAX_BYTES ? size : BYLINE_MAX_BYTES, &words);
    if (words < 2)
        return 0;
    size_t at = end + unit_space(text + end, size - end);
    if (at < size && text[at] == ',')
        at++;
    size_t n = next_word(text, size, &at);
    if (n == 0 || !word_in(text + at, n, verbs))
        return 0;
    at += n;
    at += unit_space(text + at, size - at);
    *name = (dossier_str){text, end};
    *role = (dossier_str){text + at, size - at};
    return role->size > 0;
}
