/* parse.c: from what a person types to a query tree: its clauses and lists.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/parse.h"

#include <string.h>

#include "engine/error.h"
#include "query/form.h"
#include "query/parser.h"

/* Parentheses within more than so many others are not looked at. */
#define DEPTH_MAX 32
/* A term counts at most so often, however often it stands in the query. */
#define COUNT_MAX 1024.0

static query_node *parse_list(parser *p, enum query_field field);

/* ---------------------------------------------------------------------------------------------------- clauses */

static query_node *parse_parenthesis(parser *p, const stance *s) {
    size_t begin = p->at++;
    if (p->depth == DEPTH_MAX) {
        parser_complain(p, begin, "more than %d parentheses stand within each other: leave some out", DEPTH_MAX);
        return NULL;
    }
    p->depth++;
    query_node *group = parse_list(p, s->field);
    p->depth--;
    if (p->at < p->size && p->text[p->at] == ')')
        p->at++;
    else
        parser_complain(p, begin, "nothing closes this parenthesis: write one behind the words, or leave it out");
    if (group != NULL && group->child_count > 0)
        return group;
    if (!p->full)
        parser_complain(p, begin, "there is nothing to look for in these parentheses: write words, or leave them out");
    return NULL;
}

/* A word, a phrase or a parenthesis. */
query_node *parse_body(parser *p, const stance *s) {
    if (p->at >= p->size)
        return NULL;
    if (p->text[p->at] == '(')
        return parse_parenthesis(p, s);
    size_t quote = p->at + (p->text[p->at] == '=');
    return quote < p->size && quote_at(p, quote) ? parse_quoted(p, s) : parse_word(p, s);
}

/* A body with its weight. */
static query_node *parse_weighted(parser *p, const stance *s) {
    query_node *node = parse_body(p, s);
    take_weight(p, node);
    return node;
}

/* Complains of what NEAR and ADJ do not stand beside.  author:a NEAR b is as good as AND, as phrases are there. */
static void check_operand(parser *p, size_t begin, query_node *operand, int apart, enum query_field field) {
    if (operand == NULL && !p->full)
        parser_complain(p, begin, "NEAR or ADJ has nothing to work on here: write a word");
    else if (operand != NULL && (apart || (field <= FIELD_TITLE && !is_near_operand(operand))))
        parser_complain(p, begin, "NEAR and ADJ stand between words and phrases: write those, and a field before all");
}

/* What stands behind NEAR or ADJ, with a field of its own perhaps; *apart: it is not words of the chain's field. */
static query_node *parse_operand(parser *p, stance s, int *apart) {
    enum query_field field = s.field;
    int date = 0;
    skip_spaces(p);
    size_t begin = p->at;
    int other = p->text[begin] == '(' || take_field(p, &s.field, &date);
    query_node *node = date ? parse_date(p) : NULL;
    s.role = ROLE_MUST;
    if (node == NULL && date) {
        p->at = begin;
        node = parse_just_words(p, &s);
    } else if (node == NULL) {
        node = parse_weighted(p, &s);
    }
    check_operand(p, begin, node, other, field);
    *apart |= other;
    return node;
}

/* a NEAR b ADJ c; one body alone is itself. */
static query_node *parse_near(parser *p, const stance *s) {
    size_t begin = p->at;
    int apart = begin < p->size && p->text[begin] == '(';
    query_node *first = parse_weighted(p, s);
    if (!at_near(p))
        return first;
    check_operand(p, begin, first, apart, s->field);
    query_node *all = tree_node(p->tree, QUERY_GROUP);
    tree_add(p->tree, all, first, ROLE_MUST);
    for (nearness how; all != NULL && take_near(p, &how);) {
        query_node *operand = parse_operand(p, *s, &apart);
        if (operand == NULL)
            continue;
        operand->ordered = how.ordered;
        operand->span = how.words;
        tree_add(p->tree, all, operand, ROLE_MUST);
    }
    return make_near(p, all, s->field, apart);
}

/* Signs and a field, then words near to each other, or one word, a phrase or a parenthesis.  *role becomes the clause's
 * in its list. */
static query_node *parse_clause(parser *p, stance s, enum query_role *role) {
    skip_spaces(p);
    size_t sign = p->at;
    if (p->at + 1 < p->size && (p->text[p->at] == '+' || p->text[p->at] == '-') && !is_space(p->text[p->at + 1]))
        s.role = p->text[p->at++] == '+' ? ROLE_MUST : ROLE_NOT;
    *role = s.role;
    size_t begin = p->at;
    int date = 0, named = take_field(p, &s.field, &date), chooses = named && s.role == ROLE_SHOULD && !s.explicit_or;
    query_node *node;
    if (date && (node = parse_date(p)) == NULL) {
        /* No date: words like any other. */
        p->at = begin;
        return parse_just_words(p, &s);
    }
    if (date)
        take_weight(p, node);
    else
        node = parse_near(p, &s);
    if (node == NULL && (named || begin > sign) && !p->full)
        parser_complain(p, sign, "there is nothing to look for behind this: write a word right behind it");
    if (chooses && !at_operator(p, "OR"))
        *role = ROLE_MUST;
    return node;
}

/* A clause with NOT before it, or not. */
static query_node *parse_negated(parser *p, stance s, enum query_role *role) {
    skip_spaces(p);
    size_t begin = p->at;
    int negated = take_operator(p, "NOT");
    query_node *clause = parse_clause(p, s, role);
    if (clause == NULL && negated && !p->full)
        parser_complain(p, begin, "NOT has nothing to work on: write a word behind it");
    if (negated)
        *role = ROLE_NOT;
    return clause;
}

/* a AND b AND NOT c; one clause alone is itself. */
static query_node *parse_chain(parser *p, stance s, enum query_role *role) {
    size_t begin = p->at;
    query_node *next = parse_negated(p, s, role);
    if (!at_operator(p, "AND"))
        return next;
    query_node *group = tree_node(p->tree, QUERY_GROUP);
    s.role = ROLE_MUST;
    for (;;) {
        tree_add(p->tree, group, next, *role == ROLE_NOT ? ROLE_NOT : ROLE_MUST);
        if (next == NULL && !p->full)
            parser_complain(p, begin, "AND has nothing to work on here: write a word");
        if (!take_operator(p, "AND"))
            break;
        skip_spaces(p);
        begin = p->at;
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

/* Whether two nodes are the same bare term, in the same forms. */
static int same_term(const query_node *a, const query_node *b) {
    return a->kind == QUERY_TERM && b->kind == QUERY_TERM && a->role == b->role && a->field == b->field &&
           form_compare(a->term, b->term) == 0 && form_set_compare(&a->forms, &b->forms) == 0;
}

static void add_count(query_node *node, double count) {
    node->count += count;
    if (node->count > COUNT_MAX)
        node->count = COUNT_MAX;
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
            add_count(list->children[k], child->count);
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
            parser_complain(p, p->at, "nothing opens this parenthesis: write one before the words, or leave it out");
            p->at++;
            continue;
        }
        if (list->child_count > 0 && at_operator(p, "OR")) {
            if (explicit_or)
                parser_complain(p, p->at, "OR has nothing to work on: write words around it, or it in small letters");
            take_operator(p, "OR");
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

/* The column of a byte, in characters from 1. */
static size_t column_of(const char *text, size_t at) {
    size_t column = 1;
    for (size_t i = 0; i < at; i++)
        column += ((unsigned char)text[i] & 0xC0) != 0x80;
    return column;
}

static int has_small_letters(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if ((text[i] >= 'a' && text[i] <= 'z') || (unsigned char)text[i] >= 0x80)
            return 1;
    return 0;
}

int query_parse(query_tree *tree, vocabulary *v, const char *text, size_t size, int how, dossier_error *err) {
    parser p = {.tree = tree, .v = v, .text = text, .size = size, .fault_at = SIZE_MAX};
    p.mixed_case = has_small_letters(text, size);
    if (how & QUERY_PLAIN) {
        tree->root = parse_plain(&p);
        if (tree->root != NULL)
            tidy(tree->root);
    } else {
        tree->root = parse_list(&p, FIELD_TEXT);
    }
    token_list_free(&p.tokens);
    if (tree->failed || p.failed || tree->root == NULL)
        return error_memory(err);
    if ((how & QUERY_STRICT) && p.fault_at != SIZE_MAX)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "query:%zu: %s", column_of(text, p.fault_at), p.fault);
    return DOSSIER_OK;
}
