/* plan.c: a query tree made ready for one segment.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/plan.h"

#include <string.h>

#include "engine/error.h"

int plan_damaged(searching *x, int status, const char *section) {
    if (status == DOSSIER_ERR_MEMORY)
        return error_memory(x->err);
    if (status == DOSSIER_ERR_DAMAGED)
        return error_set(x->err, status, "%s: %s: is damaged: index the articles again", x->segment->name, section);
    return status;
}

int plan_article(searching *x, uint32_t passage, uint32_t *article) {
    int found = search_article(x->segment, passage, &x->near_article);
    *article = x->near_article;
    return found ? DOSSIER_OK : plan_damaged(x, DOSSIER_ERR_DAMAGED, "first passages");
}

/* ------------------------------------------------------------------------------------------------------ making */

static plan_node *new_node(searching *x, enum query_kind kind, const query_node *query) {
    plan_node *node = arena_take_clear(x->space, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->role = query->role;
    node->field = query->field;
    node->span = query->span;
    node->ordered = query->ordered;
    node->from = query->from;
    node->to = query->to;
    return node;
}

/* Opens a list that was found for a term: 1, 0 where it is empty, or an error. */
static int open_list(searching *x, enum query_field field, const query_node *query, posting_list list,
                     term_list **out) {
    if (list.frequency == 0)
        return 0;
    *out = arena_take(x->space, sizeof **out);
    if (*out == NULL)
        return error_memory(x->err);
    int is_text = field == FIELD_TEXT;
    int status = DOSSIER_ERR_DAMAGED;
    if (list.kind == (is_text ? POSTINGS_FULL : POSTINGS_BARE))
        status = term_open(*out, &list, is_text ? x->segment->passages : x->segment->articles,
                           is_text && x->top.limit > 0 ? query->weight : 0);
    return status == DOSSIER_OK ? 1 : plan_damaged(x, status, "postings");
}

/* Opens a term's list: 1, 0 where there is none, or an error. */
static int open_term(searching *x, enum query_field field, const query_node *query, term_list **out) {
    posting_list list;
    int found;
    if (field == FIELD_TEXT && query->forms.count > 0)
        found = restricted_find(x->restricted, x->segment, field, query->term, &query->forms, &list, x->err);
    else
        found = x->segment->find(x->segment, field, query->term, &list, x->err);
    return found <= 0 ? found : open_list(x, field, query, list, out);
}

/* Opens the list of a word of titles in some forms: 1, 0 where there is nothing, or an error; RESTRICTED_ALL where the
 * forms are all there are. */
static int open_title(searching *x, const query_node *query, term_list **out) {
    posting_list list;
    int found = restricted_find(x->restricted, x->segment, FIELD_TITLE, query->term, &query->forms, &list, x->err);
    return found == 1 ? open_list(x, FIELD_TEXT, query, list, out) : found;
}

static int make(searching *x, const query_node *query, plan_node **out);

static int make_term(searching *x, const query_node *query, plan_node **out) {
    plan_node *node = *out = new_node(x, QUERY_TERM, query);
    if (node == NULL)
        return error_memory(x->err);
    int found = 1, restricted = 0;
    if (query->kind == QUERY_LANG)
        node->field = FIELD_LANG;
    if (node->field == FIELD_TITLE && query->forms.count > 0) {
        found = open_title(x, query, &node->text);
        restricted = found != RESTRICTED_ALL;
    }
    if (node->field == FIELD_TEXT || node->field == FIELD_TITLE) {
        if (!restricted)
            found = open_term(x, FIELD_TEXT, query, &node->text);
        node->scores = query->weight != 0;
    }
    if (found == 1 && node->field != FIELD_TEXT && !restricted)
        found = open_term(x, node->field, query, &node->articles);
    if (found == 0)
        node->kind = QUERY_NONE;
    return found < 0 ? found : DOSSIER_OK;
}

/* A phrase, or terms near to each other: its children are terms of the text, all there. */
static int make_phrase(searching *x, const query_node *query, plan_node **out) {
    plan_node *node = *out = new_node(x, query->kind, query);
    if (node == NULL)
        return error_memory(x->err);
    node->children = arena_take(x->space, (query->child_count + 1) * sizeof *node->children);
    node->runs = arena_take_clear(x->space, (query->child_count + 1) * sizeof *node->runs);
    node->order = arena_take(x->space, (query->child_count + 1) * sizeof *node->order);
    if (node->children == NULL || node->runs == NULL || node->order == NULL)
        return error_memory(x->err);
    for (size_t i = 0; i < query->child_count && node->kind != QUERY_NONE; i++) {
        plan_node *child = new_node(x, QUERY_TERM, query->children[i]);
        if (child == NULL)
            return error_memory(x->err);
        child->field = FIELD_TEXT;
        child->scores = query->children[i]->weight != 0;
        node->scores |= child->scores;
        int found = open_term(x, FIELD_TEXT, query->children[i], &child->text);
        if (found < 0)
            return found;
        if (found == 0)
            node->kind = QUERY_NONE;
        node->children[node->child_count++] = child;
    }
    if (query->child_count == 0)
        node->kind = QUERY_NONE;
    return DOSSIER_OK;
}

static size_t count_role(const plan_node *node, enum query_role role) {
    size_t count = 0;
    for (size_t i = 0; i < node->child_count; i++)
        count += node->children[i]->role == role;
    return count;
}

/* What a group comes to once its children are known; those that are QUERY_NONE are not among them. */
static void settle_group(plan_node **out, int must_fails, int had_must, int had_should) {
    plan_node *node = *out;
    size_t musts = count_role(node, ROLE_MUST), shoulds = count_role(node, ROLE_SHOULD);
    enum query_role role = node->role;
    if (must_fails || (!had_must && had_should && shoulds == 0) || (!had_must && !had_should && !node->child_count)) {
        node->kind = QUERY_NONE;
    } else if (node->child_count == 1 && musts + shoulds == 1) {
        *out = node->children[0];
        (*out)->role = role;
    }
}

/* Whether a group's children may take its place in its parent. */
static int can_dissolve(const plan_node *group, enum query_role role) {
    return group->kind == QUERY_GROUP && role != ROLE_NOT && count_role(group, role) == group->child_count;
}

/* Adds a child, or, where it comes to the same, the child's own children. */
static int add_child(searching *x, plan_node *node, plan_node *child, size_t *room) {
    size_t more = can_dissolve(child, child->role) ? child->child_count : 1;
    if (node->child_count + more > *room) {
        *room = 2 * (*room + more);
        plan_node **wider = arena_take(x->space, *room * sizeof *wider);
        if (wider == NULL)
            return error_memory(x->err);
        memcpy(wider, node->children, node->child_count * sizeof *wider);
        node->children = wider;
    }
    if (more == 1 && !can_dissolve(child, child->role))
        node->children[node->child_count++] = child;
    else
        for (size_t i = 0; i < child->child_count; i++)
            node->children[node->child_count++] = child->children[i];
    node->scores |= child->scores && child->role != ROLE_NOT;
    return DOSSIER_OK;
}

static int make_group(searching *x, const query_node *query, plan_node **out) {
    plan_node *node = *out = new_node(x, QUERY_GROUP, query);
    size_t room = query->child_count + 1;
    if (node == NULL || (node->children = arena_take(x->space, room * sizeof *node->children)) == NULL)
        return error_memory(x->err);
    int must_fails = 0, had_must = 0, had_should = 0, had_not = 0;
    for (size_t i = 0; i < query->child_count && !must_fails; i++) {
        plan_node *child;
        enum query_role role = query->children[i]->role;
        int status = make(x, query->children[i], &child);
        if (status != DOSSIER_OK)
            return status;
        child->role = role;
        had_must |= role == ROLE_MUST;
        had_should |= role == ROLE_SHOULD;
        had_not |= role == ROLE_NOT;
        must_fails |= role == ROLE_MUST && child->kind == QUERY_NONE;
        if (child->kind != QUERY_NONE && (status = add_child(x, node, child, &room)) != DOSSIER_OK)
            return status;
    }
    /* All but what is nowhere is everything. */
    if (!had_must && !had_should && had_not && node->child_count == 0)
        node->kind = QUERY_ALL;
    else
        settle_group(out, must_fails, had_must, had_should);
    return DOSSIER_OK;
}

/* An article: the segment's passages of it, where it is in this segment. */
static int make_article(searching *x, const query_node *query, plan_node **out) {
    const search_segment *s = x->segment;
    plan_node *node = *out = new_node(x, QUERY_NONE, query);
    uint32_t article;
    if (node == NULL)
        return error_memory(x->err);
    if (query->document < s->base || query->document - s->base >= s->passages)
        return DOSSIER_OK;
    int status = plan_article(x, (uint32_t)(query->document - s->base), &article);
    if (status != DOSSIER_OK)
        return status;
    node->kind = QUERY_ARTICLE;
    node->from = s->first_passage[article];
    node->to = s->first_passage[article + 1];
    return DOSSIER_OK;
}

static int make(searching *x, const query_node *query, plan_node **out) {
    switch (query->kind) {
    case QUERY_TERM:
    case QUERY_LANG:
        return make_term(x, query, out);
    case QUERY_PHRASE:
    case QUERY_NEAR:
        return make_phrase(x, query, out);
    case QUERY_PREFIX:
    case QUERY_GROUP:
        return make_group(x, query, out);
    case QUERY_ARTICLE:
        return make_article(x, query, out);
    case QUERY_DATE:
    case QUERY_ALL:
    case QUERY_NONE:
        break;
    }
    *out = new_node(x, query->kind, query);
    return *out == NULL ? error_memory(x->err) : DOSSIER_OK;
}

int plan_make(searching *x, const query_node *query, plan_node **out) {
    return make(x, query, out);
}

/* --------------------------------------------------------------------------------------------------- one passage */

static int test_term(searching *x, plan_node *node, uint32_t passage) {
    uint32_t place, article;
    int found = 1;
    if (node->text != NULL)
        found = term_at(node->text, passage, &place);
    if (found == 1 && node->articles != NULL) {
        int status = plan_article(x, passage, &article);
        if (status != DOSSIER_OK)
            return status;
        found = term_at(node->articles, article, &place);
    }
    return found < 0 ? plan_damaged(x, found, "postings") : found;
}

static int test_phrase(searching *x, plan_node *node, uint32_t passage) {
    for (size_t i = 0; i < node->child_count; i++) {
        int found = test_term(x, node->children[i], passage);
        if (found != 1)
            return found;
    }
    return phrase_test(x, node, passage);
}

static int test_date(searching *x, const plan_node *node, uint32_t passage) {
    uint32_t article;
    int status = plan_article(x, passage, &article);
    if (status != DOSSIER_OK)
        return status;
    uint32_t date = x->segment->dates[article];
    return date != 0 && date >= node->from && date <= node->to;
}

static int test_group(searching *x, plan_node *node, uint32_t passage) {
    int must = 0, should = 0, any_should = 0;
    for (size_t i = 0; i < node->child_count; i++)
        must |= node->children[i]->role == ROLE_MUST;
    for (size_t i = 0; i < node->child_count; i++) {
        plan_node *child = node->children[i];
        any_should |= child->role == ROLE_SHOULD;
        if (child->role == ROLE_SHOULD && (must || should))
            continue;
        int found = plan_test(x, child, passage);
        if (found < 0 || (child->role == ROLE_MUST && !found) || (child->role == ROLE_NOT && found))
            return found < 0 ? found : 0;
        should |= child->role == ROLE_SHOULD && found;
    }
    return must || should || !any_should;
}

int plan_test(searching *x, plan_node *node, uint32_t passage) {
    switch (node->kind) {
    case QUERY_TERM:
    case QUERY_LANG:
        return test_term(x, node, passage);
    case QUERY_PHRASE:
    case QUERY_NEAR:
        return test_phrase(x, node, passage);
    case QUERY_DATE:
        return test_date(x, node, passage);
    case QUERY_ARTICLE:
        return passage >= node->from && passage < node->to;
    case QUERY_GROUP:
    case QUERY_PREFIX:
        return test_group(x, node, passage);
    case QUERY_ALL:
        return 1;
    case QUERY_NONE:
        break;
    }
    return 0;
}
