/* shape.c: taking a plan apart that has a shape which is searched faster.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/shape.h"

static int is_word(const plan_node *node) {
    return node->kind == QUERY_TERM && node->field == FIELD_TEXT;
}

static int add_check(shape *s, plan_node *node) {
    if (s->check_count == SHAPE_TERMS)
        return 0;
    s->checks[s->check_count++] = node;
    return 1;
}

static int add_required(shape *s, term_list *t) {
    if (s->required_count == SHAPE_TERMS)
        return 0;
    s->required[s->required_count++] = t;
    return 1;
}

static int add_optional(shape *s, plan_node *node) {
    if (!is_word(node) || s->optional_count == SHAPE_TERMS)
        return 0;
    s->optional[s->optional_count++] = node->text;
    return 1;
}

/* What must match: its terms are required, and what they do not say is checked. */
static int add_must(shape *s, plan_node *node) {
    int ok = 1;
    switch (node->kind) {
    case QUERY_TERM:
        if (node->text != NULL)
            ok = add_required(s, node->text);
        return ok && (node->articles == NULL || add_check(s, node));
    case QUERY_PHRASE:
    case QUERY_NEAR:
        for (size_t i = 0; i < node->child_count && ok; i++)
            ok = add_required(s, node->children[i]->text);
        return ok && add_check(s, node);
    default:
        return !node->scores && add_check(s, node);
    }
}

/* A group of words of which any may match. */
static int is_union(const plan_node *node) {
    for (size_t i = 0; node->kind == QUERY_GROUP && i < node->child_count; i++)
        if (!is_word(node->children[i]) || node->children[i]->role != ROLE_SHOULD)
            return 0;
    return node->kind == QUERY_GROUP;
}

static int add_group(plan_node *root, shape *s) {
    size_t musts = 0, unions = 0, shoulds = 0;
    for (size_t i = 0; i < root->child_count; i++) {
        musts += root->children[i]->role == ROLE_MUST;
        shoulds += root->children[i]->role == ROLE_SHOULD;
        unions += root->children[i]->role == ROLE_MUST && is_union(root->children[i]) && root->children[i]->scores;
    }
    for (size_t i = 0; i < root->child_count; i++) {
        plan_node *child = root->children[i];
        int ok = 1;
        if (child->role == ROLE_NOT)
            ok = add_check(s, child);
        else if (child->role == ROLE_SHOULD && (musts == 0 || child->scores))
            ok = add_optional(s, child);
        else if (child->role == ROLE_MUST && unions == 1 && shoulds == 0 && is_union(child) && child->scores)
            for (size_t j = 0; j < child->child_count && ok; j++)
                ok = add_optional(s, child->children[j]);
        else if (child->role == ROLE_MUST)
            ok = add_must(s, child);
        if (!ok)
            return 0;
    }
    /* What is only checked leads to no passages. */
    if (unions == 1 && shoulds == 0)
        return s->required_count == 0;
    return musts > 0 ? s->required_count > 0 : s->optional_count > 0;
}

int shape_of(plan_node *root, shape *out) {
    out->required_count = out->optional_count = out->check_count = 0;
    if (root->kind == QUERY_GROUP)
        return add_group(root, out);
    if (is_word(root))
        return add_optional(out, root);
    return (root->kind == QUERY_TERM || root->kind == QUERY_PHRASE || root->kind == QUERY_NEAR) &&
           add_must(out, root) && out->required_count > 0;
}

int shape_check(searching *x, const shape *s, uint32_t passage) {
    if (plan_removed(x, passage))
        return 0;
    for (size_t i = 0; i < s->check_count; i++) {
        plan_node *node = s->checks[i];
        int positions = (node->kind == QUERY_PHRASE || node->kind == QUERY_NEAR) && node->role != ROLE_NOT;
        int found = positions ? phrase_test(x, node, passage) : plan_test(x, node, passage);
        if (found < 0 || found == (node->role == ROLE_NOT))
            return found < 0 ? found : 0;
    }
    return 1;
}
