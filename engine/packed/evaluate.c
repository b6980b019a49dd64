/* evaluate.c: running any query tree over a window of passages: first which match, then what they score.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/error.h"
#include "engine/packed/bitset.h"
#include "engine/packed/plan.h"

/* The window that is being looked at: passages [from, to). */
typedef struct window {
    uint32_t from;
    uint32_t to;
    int score; /* whether scores are wanted */
} window;

static int is_empty(const uint64_t *bits) {
    uint64_t any = 0;
    for (size_t i = 0; i < WINDOW_WORDS; i++)
        any |= bits[i];
    return any == 0;
}

/* ------------------------------------------------------------------------------------------------------ matching */

/* Adds a list's passages of the window. */
static int match_passages(searching *x, const window *w, term_list *t, uint64_t *bits) {
    for (uint32_t block = term_seek(t, w->from); block < t->view.blocks; block++) {
        int status = term_load(t, block);
        if (status != DOSSIER_OK)
            return plan_damaged(x, status, "postings");
        uint32_t size = t->b.size, i = t->b.passages[0] < w->from ? term_find(t, w->from) : 0;
        uint32_t end = t->b.passages[size - 1] < w->to ? size : term_find(t, w->to);
        if (i == 0 && end == LIST_BLOCK) {
            bitset_add_block(bits, t->b.passages, w->from);
        } else {
            for (; i < end; i++)
                bitset_add(bits, t->b.passages[i] - w->from);
        }
        if (end < size)
            break;
    }
    return DOSSIER_OK;
}

/* The articles that have passages in the window. */
static int articles_of(searching *x, const window *w, uint32_t *first, uint32_t *last) {
    int status = plan_article(x, w->from, first);
    return status == DOSSIER_OK ? plan_article(x, w->to - 1, last) : status;
}

static void set_passages(const window *w, uint32_t from, uint32_t to, uint64_t *bits) {
    from = from > w->from ? from : w->from;
    to = to < w->to ? to : w->to;
    if (from < to)
        bitset_add_range(bits, from - w->from, to - w->from);
}

static void set_article(const searching *x, const window *w, uint32_t article, uint64_t *bits) {
    set_passages(w, x->segment->first_passage[article], x->segment->first_passage[article + 1], bits);
}

/* Adds the passages of a list's articles. */
static int match_articles(searching *x, const window *w, term_list *t, uint64_t *bits) {
    uint32_t first, last;
    int status = articles_of(x, w, &first, &last);
    if (status != DOSSIER_OK)
        return status;
    for (uint32_t block = term_seek(t, first); block < t->view.blocks; block++) {
        status = term_load(t, block);
        if (status != DOSSIER_OK)
            return plan_damaged(x, status, "postings");
        for (uint32_t i = term_find(t, first); i < t->b.size; i++) {
            if (t->b.passages[i] > last)
                return DOSSIER_OK;
            set_article(x, w, t->b.passages[i], bits);
        }
    }
    return DOSSIER_OK;
}

static int match_date(searching *x, const window *w, const plan_node *node) {
    uint32_t first, last;
    int status = articles_of(x, w, &first, &last);
    if (status != DOSSIER_OK)
        return status;
    for (uint32_t a = first; a <= last; a++) {
        uint32_t date = x->segment->dates[a];
        if (date != 0 && date >= node->from && date <= node->to)
            set_article(x, w, a, node->bits);
    }
    return DOSSIER_OK;
}

static int match_term(searching *x, const window *w, plan_node *node) {
    uint64_t also[WINDOW_WORDS] = {0};
    int status = DOSSIER_OK;
    if (node->text != NULL)
        status = match_passages(x, w, node->text, node->bits);
    if (node->articles == NULL || status != DOSSIER_OK)
        return status;
    status = match_articles(x, w, node->articles, node->text != NULL ? also : node->bits);
    for (size_t i = 0; i < WINDOW_WORDS && node->text != NULL; i++)
        node->bits[i] &= also[i];
    return status;
}

/* Finds the bits of a node within those given; what they are outside does not matter. */
static int match(searching *x, const window *w, plan_node *node, const uint64_t *within);

static int match_phrase(searching *x, const window *w, plan_node *node, const uint64_t *within) {
    memcpy(node->bits, within, sizeof(uint64_t) * WINDOW_WORDS);
    for (size_t i = 0; i < node->child_count && !is_empty(node->bits); i++) {
        int status = match(x, w, node->children[i], node->bits);
        if (status != DOSSIER_OK)
            return status;
        for (size_t j = 0; j < WINDOW_WORDS; j++)
            node->bits[j] &= node->children[i]->bits[j];
    }
    for (size_t i = 0; i < WINDOW_WORDS; i++) {
        for (uint64_t left = node->bits[i]; left != 0; left &= left - 1) {
            int found = phrase_test(x, node, w->from + (uint32_t)(64 * i) + (uint32_t)__builtin_ctzll(left));
            if (found < 0)
                return found;
            if (!found)
                node->bits[i] &= ~(left & -left);
        }
    }
    return DOSSIER_OK;
}

/* Brings the children of a role into a group's bits. */
static int match_role(searching *x, const window *w, plan_node *node, enum query_role role, const uint64_t *within) {
    for (size_t i = 0; i < node->child_count; i++) {
        plan_node *child = node->children[i];
        if (child->role != role)
            continue;
        int status = match(x, w, child, role == ROLE_SHOULD ? within : node->bits);
        if (status != DOSSIER_OK)
            return status;
        for (size_t j = 0; j < WINDOW_WORDS; j++) {
            if (role == ROLE_MUST)
                node->bits[j] &= child->bits[j];
            else if (role == ROLE_NOT)
                node->bits[j] &= ~child->bits[j];
            else
                node->bits[j] |= child->bits[j];
        }
    }
    return DOSSIER_OK;
}

static int match_group(searching *x, const window *w, plan_node *node, const uint64_t *within) {
    int must = 0, should = 0, status = DOSSIER_OK;
    for (size_t i = 0; i < node->child_count; i++) {
        must |= node->children[i]->role == ROLE_MUST;
        should |= node->children[i]->role == ROLE_SHOULD;
    }
    if (must || !should) {
        memcpy(node->bits, within, sizeof(uint64_t) * WINDOW_WORDS);
        status = match_role(x, w, node, ROLE_MUST, within);
    } else {
        memset(node->bits, 0, sizeof(uint64_t) * WINDOW_WORDS);
        status = match_role(x, w, node, ROLE_SHOULD, within);
    }
    if (status == DOSSIER_OK)
        status = match_role(x, w, node, ROLE_NOT, within);
    /* What may match beside a must only adds to the score. */
    for (size_t i = 0; i < node->child_count && must && w->score && status == DOSSIER_OK; i++)
        if (node->children[i]->role == ROLE_SHOULD && node->children[i]->scores)
            status = match(x, w, node->children[i], node->bits);
    return status;
}

static int match(searching *x, const window *w, plan_node *node, const uint64_t *within) {
    if (node->bits == NULL && (node->bits = arena_take(x->space, sizeof(uint64_t) * WINDOW_WORDS)) == NULL)
        return error_memory(x->err);
    memset(node->bits, node->kind == QUERY_ALL ? 0xFF : 0, sizeof(uint64_t) * WINDOW_WORDS);
    switch (node->kind) {
    case QUERY_TERM:
    case QUERY_LANG:
        return match_term(x, w, node);
    case QUERY_PHRASE:
    case QUERY_NEAR:
        return match_phrase(x, w, node, within);
    case QUERY_DATE:
        return match_date(x, w, node);
    case QUERY_ARTICLE:
        set_passages(w, node->from, node->to, node->bits);
        break;
    case QUERY_GROUP:
    case QUERY_PREFIX:
        return match_group(x, w, node, within);
    case QUERY_ALL:
    case QUERY_NONE:
        break;
    }
    return DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------------- scoring */

/* Adds a term's parts where the mask is set. */
static int score_term(searching *x, const window *w, term_list *t, const uint64_t *mask) {
    for (uint32_t block = term_seek(t, w->from); block < t->view.blocks; block++) {
        double parts[LIST_BLOCK];
        int status = term_load(t, block);
        if (status == DOSSIER_OK)
            status = term_counts(t);
        if (status != DOSSIER_OK)
            return plan_damaged(x, status, "postings");
        uint32_t size = t->b.size, i = t->b.passages[0] < w->from ? term_find(t, w->from) : 0;
        uint32_t end = t->b.passages[size - 1] < w->to ? size : term_find(t, w->to);
        scoring_parts(x->scoring, t->weight, t->b.passages, t->b.counts, size, parts);
        for (; i < end; i++) {
            uint32_t at = t->b.passages[i] - w->from;
            x->scores[at] += mask[at / 64] >> at % 64 & 1 ? parts[i] : 0;
        }
        if (end < size)
            break;
    }
    return DOSSIER_OK;
}

/* Adds a node's scores where the mask is set and the node matches. */
static int score(searching *x, const window *w, plan_node *node, const uint64_t *mask) {
    uint64_t here[WINDOW_WORDS];
    if (!node->scores)
        return DOSSIER_OK;
    for (size_t i = 0; i < WINDOW_WORDS; i++)
        here[i] = mask[i] & node->bits[i];
    if (is_empty(here))
        return DOSSIER_OK;
    if (node->kind == QUERY_TERM)
        return score_term(x, w, node->text, here);
    int status = DOSSIER_OK;
    for (size_t i = 0; i < node->child_count && status == DOSSIER_OK; i++)
        if (node->children[i]->role != ROLE_NOT || node->kind != QUERY_GROUP)
            status = score(x, w, node->children[i], here);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- windows */

static int take_hits(searching *x, const window *w, const uint64_t *bits) {
    double bar = top_bar(&x->top, x->segment->base + w->from);
    for (size_t i = 0; i < WINDOW_WORDS; i++) {
        for (uint64_t left = bits[i]; left != 0; left &= left - 1) {
            uint32_t at = (uint32_t)(64 * i) + (uint32_t)__builtin_ctzll(left);
            if (x->scores[at] < bar)
                continue;
            int status = plan_hit(x, w->from + at, x->scores[at]);
            if (status != DOSSIER_OK)
                return status;
        }
    }
    return DOSSIER_OK;
}

static int count_matches(searching *x, const window *w, const uint64_t *bits) {
    if (!x->top.grouped) {
        x->matched += x->ones(bits, WINDOW_WORDS);
        return DOSSIER_OK;
    }
    for (size_t i = 0; i < WINDOW_WORDS; i++) {
        for (uint64_t left = bits[i]; left != 0; left &= left - 1) {
            int status = plan_count(x, w->from + (uint32_t)(64 * i) + (uint32_t)__builtin_ctzll(left));
            if (status != DOSSIER_OK)
                return status;
        }
    }
    return DOSSIER_OK;
}

/* Passages that are there. */
static void find_within(const searching *x, const window *w, uint64_t *within) {
    memset(within, 0, sizeof(uint64_t) * WINDOW_WORDS);
    bitset_add_range(within, 0, w->to - w->from);
    for (uint32_t i = 0; x->segment->removed != NULL && i < (w->to - w->from + 63) / 64; i++)
        within[i] &= ~x->segment->removed[w->from / 64 + i];
}

/* Finds the passages of a window that match. */
static int find_matches(searching *x, plan_node *root, const window *w, uint64_t *bits) {
    find_within(x, w, bits);
    int status = match(x, w, root, bits);
    for (size_t i = 0; i < WINDOW_WORDS && status == DOSSIER_OK; i++)
        bits[i] &= root->bits[i];
    return status;
}

int evaluate_matches(searching *x, plan_node *root, uint32_t from, uint32_t to, uint64_t *bits) {
    window w = {from, to, 0};
    return find_matches(x, root, &w, bits);
}

int evaluate_window(searching *x, plan_node *root, uint32_t from, uint32_t to, int count, int want_scores) {
    window w = {from, to, want_scores};
    uint64_t within[WINDOW_WORDS];
    int status = find_matches(x, root, &w, within);
    if (status != DOSSIER_OK || is_empty(within))
        return status;
    if (count)
        status = count_matches(x, &w, within);
    if (status != DOSSIER_OK || !want_scores)
        return status;
    memset(x->scores, 0, WINDOW * sizeof *x->scores);
    status = score(x, &w, root, within);
    return status == DOSSIER_OK ? take_hits(x, &w, within) : status;
}
