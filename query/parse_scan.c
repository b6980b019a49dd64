/* parse_scan.c: what stands where in a query: words, quotation marks, operators, fields, weights.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "query/parser.h"

/* How far NEAR and ADJ reach where no number says so, and at the most. */
#define NEAR_DEFAULT 10
#define NEAR_WORDS_MAX 1000000

void parser_complain(parser *p, size_t at, const char *format, ...) {
    if (p->fault_at <= at)
        return;
    p->fault_at = at;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(p->fault, sizeof p->fault, format, arguments);
    va_end(arguments);
}

void parser_remark(parser *p, const char *remark) {
    if (p->tree->remark[0] == '\0')
        snprintf(p->tree->remark, sizeof p->tree->remark, "%s", remark);
}

/* ------------------------------------------------------------------------------------------------- characters */

int is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == '\0';
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int starts(const parser *p, size_t at, const char *what) {
    size_t length = strlen(what);
    return p->size - at >= length && memcmp(p->text + at, what, length) == 0;
}

void skip_spaces(parser *p) {
    while (p->at < p->size && is_space(p->text[p->at]))
        p->at++;
}

size_t quote_at(const parser *p, size_t at) {
    static const char *const quotes[] = {"\"", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xC2\xAB", "\xC2\xBB"};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (starts(p, at, quotes[i]))
            return strlen(quotes[i]);
    return 0;
}

size_t word_end(const parser *p, size_t at) {
    while (at < p->size && !is_space(p->text[at]) && p->text[at] != '(' && p->text[at] != ')' && !quote_at(p, at))
        at++;
    return at;
}

/* --------------------------------------------------------------------------------------------------- operators */

/* Whether something stands behind `at` within the parenthesis. */
static int has_more(const parser *p, size_t at) {
    while (at < p->size && is_space(p->text[at]))
        at++;
    return at < p->size && p->text[at] != ')';
}

/* The next word. */
static size_t next_word(const parser *p, size_t *end) {
    size_t at = p->at;
    while (at < p->size && is_space(p->text[at]))
        at++;
    *end = word_end(p, at);
    return at;
}

int at_operator(const parser *p, const char *name) {
    size_t end, at = next_word(p, &end);
    return end - at == strlen(name) && memcmp(p->text + at, name, end - at) == 0 && has_more(p, end);
}

int take_operator(parser *p, const char *name) {
    if (!at_operator(p, name))
        return 0;
    skip_spaces(p);
    p->at += strlen(name);
    return 1;
}

/* NEAR, NEAR/n, ADJ or ADJ/n as a whole word. */
static int read_near(const char *word, size_t size, nearness *how) {
    how->ordered = size >= 3 && memcmp(word, "ADJ", 3) == 0;
    size_t name = how->ordered ? 3 : 4;
    if (size < name || (!how->ordered && memcmp(word, "NEAR", 4) != 0))
        return 0;
    how->words = NEAR_DEFAULT;
    if (size == name)
        return 1;
    if (word[name] != '/' || size == name + 1)
        return 0;
    how->words = 0;
    for (size_t i = name + 1; i < size; i++) {
        if (!is_digit(word[i]))
            return 0;
        how->words = how->words * 10 + (uint32_t)(word[i] - '0');
        how->words = how->words < NEAR_WORDS_MAX ? how->words : NEAR_WORDS_MAX;
    }
    return 1;
}

int at_near(const parser *p) {
    nearness how;
    size_t end, at = next_word(p, &end);
    return read_near(p->text + at, end - at, &how) && has_more(p, end);
}

int take_near(parser *p, nearness *how) {
    if (!at_near(p))
        return 0;
    size_t end, at = next_word(p, &end);
    read_near(p->text + at, end - at, how);
    if (how->words == 0) {
        parser_complain(p, at, "no two words stand 0 words apart: write 1 for words next to each other");
        how->words = 1;
    }
    p->at = end;
    return 1;
}

/* ------------------------------------------------------------------------------------------------------ weights */

/* The end of the weight ("^2") at `at`, which nothing follows but a word's end; 0 where there is none. */
static size_t weight_at(const parser *p, size_t at, double *weight) {
    if (at >= p->size || p->text[at] != '^')
        return 0;
    size_t digits = 0, i = at + 1;
    double value = 0, unit = 1;
    for (; i < p->size && is_digit(p->text[i]); i++, digits++)
        value = value < 1e6 ? value * 10 + (p->text[i] - '0') : value;
    if (i < p->size && p->text[i] == '.')
        for (i++; i < p->size && is_digit(p->text[i]); i++, digits++)
            value += (p->text[i] - '0') * (unit /= 10);
    *weight = value;
    return digits > 0 && word_end(p, i) == i ? i : 0;
}

size_t body_end(const parser *p, size_t at) {
    size_t end = word_end(p, at), i = end;
    double weight;
    while (i > at && (is_digit(p->text[i - 1]) || p->text[i - 1] == '.'))
        i--;
    return i > at + 1 && p->text[i - 1] == '^' && weight_at(p, i - 1, &weight) == end ? i - 1 : end;
}

static void multiply(query_node *node, double weight) {
    node->count = node->count * weight < TREE_WEIGHT_MAX ? node->count * weight : TREE_WEIGHT_MAX;
    for (size_t i = 0; i < node->child_count; i++)
        multiply(node->children[i], weight);
}

void take_weight(parser *p, query_node *node) {
    double weight;
    size_t end = weight_at(p, p->at, &weight);
    if (end == 0)
        return;
    if (weight > TREE_WEIGHT_MAX) {
        parser_complain(p, p->at, "a weight is at most %d: write a smaller one", TREE_WEIGHT_MAX);
        parser_remark(p, "a weight is at most 100: a greater one counts as that");
    }
    p->at = end;
    if (node != NULL)
        multiply(node, weight);
}

/* ------------------------------------------------------------------------------------------------------ fields */

size_t field_at(const parser *p, size_t at, enum query_field *field, int *date) {
    static const struct {
        const char *name;
        enum query_field field;
        int date;
    } fields[] = {{"text:", FIELD_TEXT, 0}, {"title:", FIELD_TITLE, 0}, {"author:", FIELD_AUTHOR, 0},
                  {"site:", FIELD_SITE, 0}, {"key:", FIELD_KEY, 0},     {"date:", FIELD_TEXT, 1}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!starts(p, at, fields[i].name))
            continue;
        *field = fields[i].field;
        *date = fields[i].date;
        return strlen(fields[i].name);
    }
    return 0;
}

int take_field(parser *p, enum query_field *field, int *date) {
    enum query_field found;
    int is_date;
    size_t length = field_at(p, p->at, &found, &is_date), end = p->at + length;
    if (length == 0 || end >= p->size || is_space(p->text[end]) || p->text[end] == ')')
        return 0;
    *field = found;
    *date = is_date;
    p->at = end;
    return 1;
}

/* ---------------------------------------------------------------------------------------------------- complaints */

static int is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/* A name and a colon before something: a field, meant or not. */
static void complain_of_field(parser *p, size_t from, size_t to) {
    enum query_field field;
    int date;
    size_t end = from;
    while (end < to && is_letter(p->text[end]))
        end++;
    if (end == from || end == to || p->text[end] != ':')
        return;
    if (field_at(p, from, &field, &date) != 0)
        parser_complain(p, from, "a field stands here with nothing to look for in it: write the word right behind it");
    else if (word_end(p, end + 1) > end + 1 && p->text[end + 1] != '/')
        parser_complain(p, from, "there is no field of this name: the fields are title, author, site, key, text and "
                                 "date; where none is meant, put a space behind the colon");
}

/* The signs of words that are looked for otherwise than as they are. */
static void complain_of_sign(parser *p, size_t from, size_t to) {
    const char *word = p->text + from;
    size_t size = to - from;
    const char *star = memchr(word, '*', size), *caret = memchr(word, '^', size), *tilde = memchr(word, '~', size);
    if (size == 1 && *word == '=')
        parser_complain(p, from, "= has no word behind it: write one right behind it");
    if (star != NULL)
        parser_complain(p, (size_t)(star - p->text), "* is understood only in one word of up to 63 letters, beside "
                                                     "some of them: leave it out, or write it there");
    if (tilde != NULL)
        parser_complain(p, (size_t)(tilde - p->text), "~ is understood only right behind one word of up to 63 letters: "
                                                      "leave it out, or write it there, as door~ or door~2");
    if (caret != NULL)
        parser_complain(p, (size_t)(caret - p->text), "^ has no weight behind it: write a number, such as ^2 or ^0.5");
}

void complain_of_word(parser *p, size_t from, size_t to) {
    static const char *const names[] = {"AND", "OR", "NOT"};
    const char *word = p->text + from;
    size_t size = to - from;
    nearness how;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (size == strlen(names[i]) && memcmp(word, names[i], size) == 0)
            parser_complain(p, from, "%s has nothing to work on: write words around it, or itself in small letters",
                            names[i]);
    if (read_near(word, size, &how))
        parser_complain(p, from, "%s has not two sides: write words around it, or itself in small letters",
                        how.ordered ? "ADJ" : "NEAR");
    else if ((size >= 5 && memcmp(word, "NEAR/", 5) == 0) || (size >= 4 && memcmp(word, "ADJ/", 4) == 0))
        parser_complain(p, from, "no number of words stands behind the slash: write one, such as NEAR/3");
    if (size == 1 && (*word == '+' || *word == '-'))
        parser_complain(p, from, "%c has nothing to work on: write it right before a word", *word);
    complain_of_field(p, from, to);
    complain_of_sign(p, from, to);
}
