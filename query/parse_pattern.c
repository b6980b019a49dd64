/* parse_pattern.c: words that stand for others: patterns, and words that may be spelt otherwise.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/text/word.h"
#include "query/match.h"
#include "query/parser.h"

/* Edits, where no number says how many: one in a word of up to so many letters, two in a longer one. */
#define SHORT_WORD 5
#define EDITS_MAX 2

/* A pattern as it is written down. */
typedef struct pattern {
    char text[WORD_NORMAL_MAX + 2 * MATCH_MAX];
    size_t size;
    size_t letters; /* bytes of it that are no wildcards */
} pattern;

query_node *new_pattern(parser *p, enum query_field field, const char *text, size_t size) {
    query_node *node = tree_node(p->tree, QUERY_PREFIX);
    char *copy = tree_alloc(p->tree, size + 1);
    if (node == NULL || copy == NULL || size == 0)
        return NULL;
    memcpy(copy, text, size);
    node->field = field;
    node->term = (dossier_str){copy, size};
    return node;
}

/* Whether the tokens are one word; hyphened words are by their join. */
static int is_one_word(const parser *p) {
    size_t count = p->tokens.count;
    return count == 1 || (count > 1 && p->tokens.items[count - 1].joined == count - 1);
}

/* The bytes of the query that the tokens are. */
static size_t words_start(const parser *p) {
    return p->tokens.items[0].start;
}

static size_t words_end(const parser *p) {
    return p->tokens.items[p->tokens.count - 1].end;
}

static int is_wildcard(char c) {
    return c == '*' || c == '?';
}

/* The first wildcard of text[from .. to), or `to`. */
static size_t find_wildcard(const parser *p, size_t from, size_t to) {
    while (from < to && !is_wildcard(p->text[from]))
        from++;
    return from;
}

/* Adds what stands between two wildcards, in its normal form; 0 where it is more than one word, or too long. */
static int add_letters(parser *p, pattern *to, size_t from, size_t end) {
    char normal[WORD_NORMAL_MAX];
    analyze_range(p, from, end);
    if (p->tokens.count == 0)
        return 1;
    if (!is_one_word(p))
        return 0;
    size_t start = words_start(p), size = vocabulary_prefix(p->v, p->text + start, words_end(p) - start, normal);
    if (to->size + size + 1 >= sizeof to->text)
        return 0;
    memcpy(to->text + to->size, normal, size);
    to->size += size;
    to->letters += size;
    return 1;
}

/* Writes down text[from .. to), which has wildcards; 0 where it is no pattern. */
static int read_pattern(parser *p, size_t from, size_t to, pattern *out) {
    *out = (pattern){.size = 0};
    for (size_t at = from; at < to;) {
        size_t end = find_wildcard(p, at, to);
        if (end > at && !add_letters(p, out, at, end))
            return 0;
        for (; end < to && is_wildcard(p->text[end]); end++) {
            if (p->text[end] == '*' && out->size > 0 && out->text[out->size - 1] == '*')
                continue;
            if (out->size + 1 >= sizeof out->text)
                return 0;
            out->text[out->size++] = p->text[end];
        }
        at = end;
    }
    word_match m;
    return out->letters > 0 && match_pattern(&m, (dossier_str){out->text, out->size}) == 0;
}

/* The stem of the word that begins a pattern of a field whose terms are all that is known of its words: it may have
 * been stemmed to less than the pattern has. */
static void add_stem(parser *p, query_node *node, const pattern *written, size_t from, size_t to) {
    if (node->field <= FIELD_TITLE || written->letters + 1 < written->size || written->text[written->letters] != '*')
        return;
    analyze_range(p, from, to);
    if (p->tokens.count != 1)
        return;
    const term *stem = vocabulary_term(p->v, p->tokens.items[0].term);
    tree_add(p->tree, node, tree_term(p->tree, node->field, stem->text, stem->size), ROLE_SHOULD);
}

static query_node *make_pattern(parser *p, size_t from, size_t to, enum query_field field) {
    pattern written;
    if (!read_pattern(p, from, to, &written) || !has_room(p, from))
        return NULL;
    query_node *node = new_pattern(p, field, written.text, written.size);
    if (node != NULL)
        add_stem(p, node, &written, from, to);
    return node;
}

/* How many edits stand behind a word, whose normal form is `typed`. */
static int edits_behind(parser *p, size_t tilde, size_t to, dossier_str typed) {
    size_t letters = 0;
    for (size_t i = 0; i < typed.size; i++)
        letters += ((unsigned char)typed.data[i] & 0xC0) != 0x80;
    if (to == tilde + 1)
        return letters <= SHORT_WORD ? 1 : EDITS_MAX;
    if (to == tilde + 2 && (p->text[tilde + 1] == '1' || p->text[tilde + 1] == '2'))
        return p->text[tilde + 1] - '0';
    parser_complain(p, tilde, "a word is looked for with one or two edits: write ~1 or ~2");
    parser_remark(p, "a word is looked for with one or two edits: another number counts as 2");
    return EDITS_MAX;
}

/* text[from .. tilde) with edits, whose number may stand behind the tilde. */
static query_node *make_similar(parser *p, size_t from, size_t tilde, size_t to, enum query_field field) {
    char normal[WORD_NORMAL_MAX];
    word_match m;
    analyze_range(p, from, tilde);
    if (!is_one_word(p) || find_wildcard(p, from, tilde) < tilde)
        return NULL;
    size_t start = words_start(p), size = vocabulary_form(p->v, p->text + start, words_end(p) - start, normal);
    dossier_str wanted = {normal, size};
    if (field > FIELD_TITLE) {
        const term *stem = vocabulary_term(p->v, p->tokens.items[p->tokens.count - 1].term);
        wanted = (dossier_str){stem->text, stem->size};
    }
    if (match_similar(&m, wanted, EDITS_MAX) != 0 || !has_room(p, from))
        return NULL;
    query_node *node = new_pattern(p, field, wanted.data, wanted.size);
    if (node != NULL)
        node->edits = edits_behind(p, tilde, to, (dossier_str){normal, size});
    return node;
}

query_node *parse_pattern(parser *p, size_t from, size_t to, enum query_field field) {
    /* What ends a sentence, or a part of it, is none of the word. */
    while (to > from && strchr(".,;:!?", p->text[to - 1]) != NULL)
        to--;
    size_t digits = to;
    while (digits > from && p->text[digits - 1] >= '0' && p->text[digits - 1] <= '9')
        digits--;
    if (digits > from + 1 && p->text[digits - 1] == '~')
        return make_similar(p, from, digits - 1, to, field);
    return find_wildcard(p, from, to) < to ? make_pattern(p, from, to, field) : NULL;
}
