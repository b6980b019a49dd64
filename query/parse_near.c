/* parse_near.c: words near to each other, as nodes of a query's tree.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A chain of one operator is one QUERY_NEAR, in which the numbers add up: a NEAR/2 b NEAR/3 c have all stand within 5
 * words.  Where the operator changes, the word between belongs to both sides.  A phrase gives its words, one further on
 * each, and must be there too. */
#include <string.h>

#include "query/parser.h"

/* A chain as it is made. */
typedef struct chain {
    parser *p;
    enum query_field field;
    query_node *out; /* a group of musts */
    query_node *run; /* its last QUERY_NEAR */
    int cut;
} chain;

/* Another node for a term, which scores `count`. */
static query_node *copy_term(parser *p, const query_node *from, double count) {
    query_node *copy = tree_node(p->tree, QUERY_TERM);
    if (copy == NULL)
        return NULL;
    *copy = *from;
    copy->count = count;
    return copy;
}

static query_node *begin_run(chain *c, int ordered) {
    query_node *before = c->run;
    c->run = tree_node(c->p->tree, QUERY_NEAR);
    if (c->run == NULL)
        return NULL;
    c->run->field = c->field;
    c->run->ordered = ordered;
    tree_add(c->p->tree, c->out, c->run, ROLE_MUST);
    /* The word that both have scores once. */
    if (before != NULL && before->child_count > 0)
        tree_add(c->p->tree, c->run, copy_term(c->p, before->children[before->child_count - 1], 0), ROLE_MUST);
    return c->run;
}

static void add_word(chain *c, const query_node *word, int ordered, uint32_t words) {
    int full = c->run != NULL && c->run->child_count == NEAR_MAX;
    if ((c->run == NULL || full || c->run->ordered != ordered) && begin_run(c, ordered) == NULL)
        return;
    c->cut |= full;
    c->run->span += c->run->child_count > 0 ? words : 0;
    tree_add(c->p->tree, c->run, copy_term(c->p, word, word->count), ROLE_MUST);
}

/* The phrase that an operand is, or has beside the join of its words; NULL where it is none. */
static query_node *phrase_of(query_node *operand) {
    if (operand->kind == QUERY_GROUP && operand->child_count > 0 && operand->children[0]->role == ROLE_SHOULD)
        operand = operand->children[0];
    return operand->kind == QUERY_PHRASE ? operand : NULL;
}

static void add_operand(chain *c, query_node *operand, int ordered, uint32_t words) {
    query_node *phrase = phrase_of(operand);
    if (phrase == NULL) {
        add_word(c, operand, ordered, words);
        return;
    }
    for (size_t i = 0; i < phrase->child_count; i++) {
        add_word(c, phrase->children[i], ordered, i == 0 ? words : 1);
        phrase->children[i]->count = 0;
    }
    tree_add(c->p->tree, c->out, phrase, ROLE_MUST);
    parser_remark(c->p, "beside NEAR and ADJ a phrase stands for its words, which must be near, and must be somewhere "
                        "in the passage itself");
}

int is_near_operand(query_node *operand) {
    return operand->kind == QUERY_TERM || phrase_of(operand) != NULL;
}

query_node *make_near(parser *p, query_node *all, enum query_field field, int apart) {
    if (all == NULL || all->child_count < 2)
        return all == NULL || all->child_count == 0 ? NULL : all->children[0];
    /* In the fields without order all must be there, as with phrases. */
    if (field != FIELD_TEXT && field != FIELD_TITLE)
        return all;
    for (size_t i = 0; i < all->child_count; i++)
        apart |= !is_near_operand(all->children[i]);
    if (apart) {
        parser_remark(p, "NEAR and ADJ tell how near words are: beside anything else they count as AND");
        return all;
    }
    chain c = {p, field, tree_node(p->tree, QUERY_GROUP), NULL, 0};
    int ordered = all->children[1]->ordered;
    for (size_t i = 0; i < all->child_count; i++) {
        query_node *operand = all->children[i];
        ordered = i > 0 ? operand->ordered : ordered;
        add_operand(&c, operand, ordered, operand->span);
    }
    if (c.cut)
        parser_remark(p, "more than 16 words stand beside NEAR or ADJ: each 16 of them are looked for by themselves");
    return c.out != NULL && c.out->child_count == 1 ? c.out->children[0] : c.out;
}
