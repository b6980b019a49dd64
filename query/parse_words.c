/* parse_words.c: a query's words and phrases as nodes of its tree.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/site.h"
#include "engine/text/word.h"
#include "query/parser.h"

/* A phrase of more words is several phrases, all of which must match. */
#define PHRASE_MAX 64

void analyze_range(parser *p, size_t from, size_t to) {
    p->tokens.count = 0;
    p->seen = from;
    p->as_written = from < to && p->text[from] == '=';
    if (analyze(p->v, p->text, from, to, &p->tokens, NULL) != DOSSIER_OK)
        p->failed = 1;
}

static int has_small_letter(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if ((text[i] >= 'a' && text[i] <= 'z') || (unsigned char)text[i] >= 0x80)
            return 1;
    return 0;
}

static int is_operator(const char *raw, size_t size) {
    return (size == 3 && (memcmp(raw, "AND", 3) == 0 || memcmp(raw, "NOT", 3) == 0)) ||
           (size == 2 && memcmp(raw, "OR", 2) == 0);
}

/* Whether a word is one that says nothing, as it is written here. */
static int is_stop(const parser *p, const token *t) {
    const char *raw = p->text + t->start;
    size_t size = t->end - t->start;
    int capitals = p->mixed_case && size > 1 && !has_small_letter(raw, size);
    if (t->joined || (capitals && !is_operator(raw, size)))
        return 0;
    return vocabulary_is_stop(p->v, raw, size);
}

int has_room(parser *p, size_t at) {
    if (tree_room(p->tree))
        return 1;
    p->full = 1;
    parser_complain(p, at, "the query has more than %d words: leave some out", TREE_TERMS_MAX);
    return 0;
}

/* Whether a = stands before the word that a token is of.  Tokens are asked about in the order of their words. */
static int is_as_written(parser *p, const token *t) {
    for (; p->seen < t->start; p->seen++)
        if (is_space(p->text[p->seen]))
            p->as_written = p->text[p->seen + 1] == '=';
    return p->as_written;
}

/* Asks for a word in the form in which it is written, and no other of its term. */
static void keep_form(parser *p, const token *t, query_node *node) {
    char normal[WORD_NORMAL_MAX];
    size_t size = vocabulary_form(p->v, p->text + t->start, t->end - t->start, normal);
    if (node->field != FIELD_TEXT && node->field != FIELD_TITLE)
        parser_complain(p, t->start, "= is understood in texts and titles only: leave it out");
    else
        tree_form(p->tree, node, (dossier_str){normal, size});
}

static query_node *term_of(parser *p, const token *t, enum query_field field) {
    const term *found = vocabulary_term(p->v, t->term);
    query_node *node = has_room(p, t->start) ? tree_term(p->tree, field, found->text, found->size) : NULL;
    if (node == NULL)
        return NULL;
    int as_written = is_as_written(p, t);
    node->stop = !as_written && is_stop(p, t);
    node->start = t->start;
    node->end = t->joined ? 0 : t->end; /* its words are what was typed */
    if (as_written)
        keep_form(p, t, node);
    return node;
}

/* Words that must stand next to each other, from the tokens; in the fields without order, that must all be there. */
static query_node *make_phrase(parser *p, enum query_field field) {
    int ordered = field == FIELD_TEXT || field == FIELD_TITLE;
    query_node *all = tree_node(p->tree, QUERY_GROUP), *phrase = NULL;
    for (size_t i = 0; i < p->tokens.count; i++) {
        if (p->tokens.items[i].joined)
            continue;
        query_node *node = term_of(p, &p->tokens.items[i], field);
        if (!ordered) {
            tree_add(p->tree, all, node, ROLE_MUST);
            continue;
        }
        if (phrase == NULL || phrase->child_count == PHRASE_MAX) {
            phrase = tree_node(p->tree, QUERY_PHRASE);
            if (phrase == NULL)
                return NULL;
            phrase->field = field;
            tree_add(p->tree, all, phrase, ROLE_MUST);
        }
        tree_add(p->tree, phrase, node, ROLE_MUST);
    }
    if (all == NULL || all->child_count != 1)
        return all != NULL && all->child_count > 0 ? all : NULL;
    query_node *only = all->children[0];
    if (only->kind != QUERY_PHRASE || only->child_count > 1)
        return only;
    return only->child_count == 1 ? only->children[0] : NULL;
}

/* A word that is several (neo-imperial) where it must match: its words in order, or their join. */
static query_node *make_compound(parser *p, enum query_field field) {
    query_node *phrase = make_phrase(p, field), *either = NULL;
    for (size_t i = 0; i < p->tokens.count && phrase != NULL; i++) {
        if (!p->tokens.items[i].joined || field != FIELD_TEXT)
            continue;
        if (either == NULL) {
            either = tree_node(p->tree, QUERY_GROUP);
            tree_add(p->tree, either, phrase, ROLE_SHOULD);
        }
        tree_add(p->tree, either, term_of(p, &p->tokens.items[i], field), ROLE_SHOULD);
    }
    return either != NULL ? either : phrase;
}

/* Each word by itself. */
static query_node *make_words(parser *p, enum query_field field) {
    query_node *group = tree_node(p->tree, QUERY_GROUP);
    for (size_t i = 0; i < p->tokens.count; i++)
        tree_add(p->tree, group, term_of(p, &p->tokens.items[i], field), ROLE_SHOULD);
    return group;
}

query_node *parse_plain(parser *p) {
    analyze_range(p, 0, p->size);
    p->as_written = 0;
    p->seen = p->size;
    return make_words(p, FIELD_TEXT);
}

/* ------------------------------------------------------------------------------------------------------- hosts */

/* A host, or a part of one: a label, or one of its ends. */
static query_node *make_site(parser *p, size_t from, size_t to) {
    char host[WORD_NORMAL_MAX];
    int is_prefix = to > from + 1 && p->text[to - 1] == '*';
    size_t size = site_host((dossier_str){p->text + from, to - from - (size_t)is_prefix}, host);
    if (size == 0 || size == sizeof host || !has_room(p, from))
        return NULL;
    if (!is_prefix)
        return tree_term(p->tree, FIELD_SITE, host, size);
    host[size] = '*';
    return new_pattern(p, FIELD_SITE, host, size + 1);
}

/* All of the hosts in quotation marks. */
static query_node *make_sites(parser *p, size_t from, size_t to) {
    query_node *all = tree_node(p->tree, QUERY_GROUP);
    for (size_t at = from; at < to;) {
        size_t end = at;
        while (end < to && !is_space(p->text[end]))
            end++;
        tree_add(p->tree, all, make_site(p, at, end), ROLE_MUST);
        at = end + 1;
    }
    if (all == NULL || all->child_count == 0)
        return NULL;
    return all->child_count == 1 ? all->children[0] : all;
}

/* ------------------------------------------------------------------------------------------- from the query's text */

/* Whether AND, NEAR or ADJ stands behind the word at `from` and its weight. */
static int is_joined(parser *p, size_t from) {
    size_t at = p->at;
    p->at = word_end(p, from);
    int joined = at_operator(p, "AND") || at_near(p);
    p->at = at;
    return joined;
}

static query_node *make_word(parser *p, size_t from, size_t to, const stance *s) {
    analyze_range(p, from, to);
    if (p->tokens.count == 0)
        return NULL;
    if (p->tokens.count == 1)
        return term_of(p, &p->tokens.items[0], s->field);
    int must = s->role != ROLE_SHOULD || is_joined(p, from);
    return must || s->field != FIELD_TEXT ? make_compound(p, s->field) : make_words(p, s->field);
}

query_node *parse_just_words(parser *p, const stance *s) {
    size_t from = p->at;
    p->at = body_end(p, from);
    return make_word(p, from, p->at, s);
}

query_node *parse_word(parser *p, const stance *s) {
    size_t from = p->at, to = body_end(p, from);
    p->at = to;
    if (s->field == FIELD_SITE)
        return make_site(p, from, to);
    query_node *pattern = parse_pattern(p, from, to, s->field);
    if (pattern != NULL)
        return pattern;
    complain_of_word(p, from, to);
    return make_word(p, from, to, s);
}

query_node *parse_quoted(parser *p, const stance *s) {
    size_t begin = p->at, open = begin + (p->text[begin] == '='), from = open + quote_at(p, open), to = from;
    while (to < p->size && !quote_at(p, to))
        to++;
    p->at = from;
    if (to == p->size) {
        parser_complain(p, begin, "nothing closes this quotation mark: write one behind the phrase, or leave it out");
        skip_spaces(p);
        return parse_word(p, s);
    }
    p->at = to + quote_at(p, to);
    if (s->field == FIELD_SITE)
        return make_sites(p, from, to);
    analyze_range(p, from, to);
    if (open > begin) {
        p->as_written = 1;
        p->seen = to;
    }
    if (p->tokens.count == 0)
        parser_complain(p, begin, "there is no word between these quotation marks: write some, or leave them out");
    return make_phrase(p, s->field);
}
