/* parse.c: from what a person types to a query tree.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/parse.h"

#include <string.h>

#include "engine/error.h"
#include "engine/text/analyzer.h"
#include "engine/text/word.h"

/* Parentheses within more than so many others are not looked at. */
#define DEPTH_MAX 32
/* A phrase of more words is several phrases, all of which must match. */
#define PHRASE_MAX 64

/* Where the parser stands. */
typedef struct parser {
    query_tree *tree;
    vocabulary *v;
    const char *text;
    size_t size;
    size_t at;
    int depth;
    token_list tokens;
    int failed;
    int mixed_case; /* there are small letters: a word in capitals is so on purpose (US, WHO) */
} parser;

/* How a clause is asked for by what stands around it. */
typedef struct stance {
    enum query_role role;
    enum query_field field;
    int explicit_or; /* OR stands beside it: a field's clause is a should too */
} stance;

static query_node *parse_list(parser *p, enum query_field field);

/* ------------------------------------------------------------------------------------------------- characters */

static int is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == '\0';
}

static int has_small_letter(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if ((text[i] >= 'a' && text[i] <= 'z') || (unsigned char)text[i] >= 0x80)
            return 1;
    return 0;
}

static int starts(const parser *p, size_t at, const char *what) {
    size_t length = strlen(what);
    return p->size - at >= length && memcmp(p->text + at, what, length) == 0;
}

static void skip_spaces(parser *p) {
    while (p->at < p->size && is_space(p->text[p->at]))
        p->at++;
}

/* The length of the quotation mark at `at`; 0 where there is none. */
static size_t quote_at(const parser *p, size_t at) {
    static const char *const quotes[] = {"\"", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xC2\xAB", "\xC2\xBB"};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (starts(p, at, quotes[i]))
            return strlen(quotes[i]);
    return 0;
}

/* The end of the word at `at`: white space, a parenthesis or a quotation mark. */
static size_t word_end(const parser *p, size_t at) {
    while (at < p->size && !is_space(p->text[at]) && p->text[at] != '(' && p->text[at] != ')' && !quote_at(p, at))
        at++;
    return at;
}

/* Whether the next word is this operator, and something stands behind it for it to work on. */
static int at_operator(const parser *p, const char *name) {
    size_t at = p->at;
    while (at < p->size && is_space(p->text[at]))
        at++;
    size_t end = word_end(p, at);
    if (end - at != strlen(name) || memcmp(p->text + at, name, end - at) != 0)
        return 0;
    while (end < p->size && is_space(p->text[end]))
        end++;
    return end < p->size && p->text[end] != ')';
}

static int take_operator(parser *p, const char *name) {
    if (!at_operator(p, name))
        return 0;
    skip_spaces(p);
    p->at += strlen(name);
    return 1;
}

/* --------------------------------------------------------------------------------------------- words as terms */

static void analyze_range(parser *p, size_t from, size_t to) {
    p->tokens.count = 0;
    if (analyze(p->v, p->text, from, to, &p->tokens, NULL) != DOSSIER_OK)
        p->failed = 1;
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

static query_node *term_of(parser *p, const token *t, enum query_field field) {
    const term *found = vocabulary_term(p->v, t->term);
    query_node *node = tree_term(p->tree, field, found->text, found->size);
    if (node != NULL)
        node->stop = is_stop(p, t);
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

static query_node *make_prefix(parser *p, size_t from, size_t to, enum query_field field) {
    char normal[WORD_NORMAL_MAX];
    analyze_range(p, from, to);
    if (p->tokens.count != 1 || !tree_room(p->tree))
        return NULL;
    size_t size = vocabulary_prefix(p->v, p->text + p->tokens.items[0].start,
                                    p->tokens.items[0].end - p->tokens.items[0].start, normal);
    query_node *node = tree_node(p->tree, QUERY_PREFIX), *stem = term_of(p, &p->tokens.items[0], field);
    char *copy = tree_alloc(p->tree, size + 1);
    if (node == NULL || copy == NULL || size == 0)
        return NULL;
    memcpy(copy, normal, size);
    node->field = field;
    node->term = (dossier_str){copy, size};
    /* The word as it stands may have been stemmed to less than the prefix. */
    tree_add(p->tree, node, stem, ROLE_SHOULD);
    return node;
}

/* D, D..D, D.. or ..D; NULL where it is no date. */
static query_node *make_date(parser *p, size_t from, size_t to) {
    const char *text = p->text + from, *dots = memmem(text, to - from, "..", 2);
    size_t first = dots == NULL ? to - from : (size_t)(dots - text);
    dossier_str begin = {text, first}, end = {text, first};
    if (dots != NULL)
        end = (dossier_str){dots + 2, to - from - first - 2};
    if (begin.size == 0 && end.size == 0)
        return NULL;
    uint32_t earliest = begin.size == 0 ? 1 : query_date(begin, 0);
    uint32_t latest = end.size == 0 ? 99999999 : query_date(end, 1);
    query_node *node = NULL;
    if (earliest != 0 && latest != 0 && tree_room(p->tree))
        node = tree_node(p->tree, QUERY_DATE);
    if (node != NULL) {
        node->from = earliest;
        node->to = latest;
    }
    return node;
}

/* ---------------------------------------------------------------------------------------------------- clauses */

/* Takes "field:" where a field's name stands here, with something behind it; `date` is 1 for "date:". */
static int take_field(parser *p, enum query_field *field, int *date) {
    static const struct {
        const char *name;
        enum query_field field;
        int date;
    } fields[] = {{"text:", FIELD_TEXT, 0},   {"title:", FIELD_TITLE, 0}, {"author:", FIELD_AUTHOR, 0},
                  {"key:", FIELD_KEY, 0},     {"date:", FIELD_TEXT, 1}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t length = strlen(fields[i].name);
        if (starts(p, p->at, fields[i].name) && p->at + length < p->size && !is_space(p->text[p->at + length]) &&
            p->text[p->at + length] != ')') {
            *field = fields[i].field;
            *date = fields[i].date;
            p->at += length;
            return 1;
        }
    }
    return 0;
}

/* A word, from p->at to its end. */
static query_node *parse_word(parser *p, const stance *s) {
    size_t from = p->at, to = word_end(p, from);
    p->at = to;
    if (to > from + 1 && p->text[to - 1] == '*') {
        query_node *prefix = make_prefix(p, from, to - 1, s->field);
        if (prefix != NULL)
            return prefix;
    }
    analyze_range(p, from, to);
    if (p->tokens.count == 0)
        return NULL;
    if (p->tokens.count == 1)
        return term_of(p, &p->tokens.items[0], s->field);
    int must = s->role != ROLE_SHOULD || at_operator(p, "AND");
    return must || s->field != FIELD_TEXT ? make_compound(p, s->field) : make_words(p, s->field);
}

/* A quoted phrase at p->at; a mark that nothing closes is taken for white space. */
static query_node *parse_quoted(parser *p, const stance *s) {
    size_t from = p->at + quote_at(p, p->at), to = from;
    while (to < p->size && !quote_at(p, to))
        to++;
    p->at = from;
    if (to == p->size) {
        skip_spaces(p);
        return parse_word(p, s);
    }
    p->at = to + quote_at(p, to);
    analyze_range(p, from, to);
    return make_phrase(p, s->field);
}

static query_node *parse_parenthesis(parser *p, const stance *s) {
    p->at++;
    if (p->depth == DEPTH_MAX)
        return NULL;
    p->depth++;
    query_node *group = parse_list(p, s->field);
    p->depth--;
    if (p->at < p->size && p->text[p->at] == ')')
        p->at++;
    return group != NULL && group->child_count > 0 ? group : NULL;
}

/* A word, a phrase or a parenthesis. */
static query_node *parse_body(parser *p, const stance *s) {
    if (p->at >= p->size)
        return NULL;
    if (p->text[p->at] == '(')
        return parse_parenthesis(p, s);
    return quote_at(p, p->at) ? parse_quoted(p, s) : parse_word(p, s);
}

/* What stands behind "date:"; NULL with nothing taken where it is no date. */
static query_node *parse_date(parser *p) {
    size_t end = word_end(p, p->at);
    query_node *node = make_date(p, p->at, end);
    if (node != NULL)
        p->at = end;
    return node;
}

/* Signs and a field, then a word, a phrase or a parenthesis.  *role becomes the clause's in its list. */
static query_node *parse_clause(parser *p, stance s, enum query_role *role) {
    skip_spaces(p);
    if (p->at + 1 < p->size && (p->text[p->at] == '+' || p->text[p->at] == '-') && !is_space(p->text[p->at + 1]))
        s.role = p->text[p->at++] == '+' ? ROLE_MUST : ROLE_NOT;
    *role = s.role;
    size_t begin = p->at;
    int date = 0, chooses = take_field(p, &s.field, &date) && s.role == ROLE_SHOULD && !s.explicit_or;
    query_node *node;
    if (date && (node = parse_date(p)) == NULL) {
        /* No date: words like any other. */
        p->at = begin;
        return parse_word(p, &s);
    }
    if (!date)
        node = parse_body(p, &s);
    if (chooses && !at_operator(p, "OR"))
        *role = ROLE_MUST;
    return node;
}

/* A clause with NOT before it, or not. */
static query_node *parse_negated(parser *p, stance s, enum query_role *role) {
    int negated = take_operator(p, "NOT");
    query_node *clause = parse_clause(p, s, role);
    if (negated)
        *role = ROLE_NOT;
    return clause;
}

/* a AND b AND NOT c; one clause alone is itself. */
static query_node *parse_chain(parser *p, stance s, enum query_role *role) {
    query_node *next = parse_negated(p, s, role);
    if (!at_operator(p, "AND"))
        return next;
    query_node *group = tree_node(p->tree, QUERY_GROUP);
    s.role = ROLE_MUST;
    for (;;) {
        tree_add(p->tree, group, next, *role == ROLE_NOT ? ROLE_NOT : ROLE_MUST);
        if (!take_operator(p, "AND"))
            break;
        next = parse_negated(p, s, role);
    }
    *role = ROLE_SHOULD;
    return group;
}

/* ------------------------------------------------------------------------------------------------------ lists */

/* Adds a clause to its list; words that stand for themselves join the list's own. */
static void add_clause(parser *p, query_node *list, query_node *clause, enum query_role role) {
    if (clause == NULL)
        return;
    int words = clause->kind == QUERY_GROUP && role == ROLE_SHOULD;
    for (size_t i = 0; i < clause->child_count && words; i++)
        words = clause->children[i]->role == ROLE_SHOULD;
    if (!words) {
        tree_add(p->tree, list, clause, role);
        return;
    }
    for (size_t i = 0; i < clause->child_count; i++)
        tree_add(p->tree, list, clause->children[i], ROLE_SHOULD);
}

/* Whether two nodes are the same bare term. */
static int same_term(const query_node *a, const query_node *b) {
    return a->kind == QUERY_TERM && b->kind == QUERY_TERM && a->role == b->role && a->field == b->field &&
           a->term.size == b->term.size && memcmp(a->term.data, b->term.data, a->term.size) == 0;
}

/* Counts a term that stands more than once once with its count, and leaves stop words out where there are others. */
static void tidy(query_node *list) {
    int others = 0;
    for (size_t i = 0; i < list->child_count; i++)
        others |= list->children[i]->role != ROLE_NOT && !list->children[i]->stop &&
                  (list->children[i]->kind != QUERY_DATE && list->children[i]->field <= FIELD_TITLE);
    size_t kept = 0;
    for (size_t i = 0; i < list->child_count; i++) {
        query_node *child = list->children[i];
        if (others && child->stop && child->role == ROLE_SHOULD)
            continue;
        size_t k = 0;
        while (k < kept && !same_term(list->children[k], child))
            k++;
        if (k < kept)
            list->children[k]->count += child->count;
        else
            list->children[kept++] = child;
    }
    list->child_count = kept;
}

/* Clauses up to a closing parenthesis or the end. */
static query_node *parse_list(parser *p, enum query_field field) {
    query_node *list = tree_node(p->tree, QUERY_GROUP);
    int explicit_or = 0;
    while (list != NULL && !p->tree->failed) {
        skip_spaces(p);
        if (p->at >= p->size || (p->text[p->at] == ')' && p->depth > 0))
            break;
        if (p->text[p->at] == ')') {
            p->at++;
            continue;
        }
        if (list->child_count > 0 && take_operator(p, "OR")) {
            explicit_or = 1;
            continue;
        }
        size_t before = p->at;
        enum query_role role;
        query_node *clause = parse_chain(p, (stance){ROLE_SHOULD, field, explicit_or}, &role);
        add_clause(p, list, clause, role);
        explicit_or = 0;
        if (p->at == before)
            p->at++;
    }
    if (list != NULL)
        tidy(list);
    return list;
}

int query_parse(query_tree *tree, vocabulary *v, const char *text, size_t size, int plain, dossier_error *err) {
    parser p = {.tree = tree, .v = v, .text = text, .size = size};
    p.mixed_case = has_small_letter(text, size);
    if (plain) {
        analyze_range(&p, 0, size);
        tree->root = make_words(&p, FIELD_TEXT);
        if (tree->root != NULL)
            tidy(tree->root);
    } else {
        tree->root = parse_list(&p, FIELD_TEXT);
    }
    token_list_free(&p.tokens);
    return tree->failed || p.failed || tree->root == NULL ? error_memory(err) : DOSSIER_OK;
}
