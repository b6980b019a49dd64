/* shape.h: the parts of a plan that has one of the shapes which are searched faster than any tree can be.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_SHAPE_H
#define ENGINE_PACKED_SHAPE_H

#include "engine/packed/plan.h"

/* More terms than this are left to the general way. */
#define SHAPE_TERMS 128

typedef struct shape {
    term_list *required[SHAPE_TERMS]; /* each must have the passage */
    size_t required_count;
    term_list *optional[SHAPE_TERMS]; /* without a required one, one of these must */
    size_t optional_count;
    plan_node *checks[SHAPE_TERMS];   /* then each of these must match or, where its role is ROLE_NOT, must not */
    size_t check_count;
} shape;

/* Takes a plan apart: 1, or 0 where it has another shape. */
int shape_of(plan_node *root, shape *out);

/* Whether a passage that has the terms is there and passes the checks: 1, 0 or an error. */
int shape_check(searching *x, const shape *s, uint32_t passage);

/* Passages that may become hits, rising, with what they have scored so far. */
typedef struct candidates {
    uint32_t count;
    uint32_t passages[WINDOW + 8];
    double scores[WINDOW + 8];
} candidates;

/* Adds what a term gives to those candidates that have it, and leaves out those that the term is required of and have
 * it not, or that with `rest`, the most that further terms can give, stay below `bar`. */
int candidates_add(searching *x, candidates *b, term_list *t, int required, double rest, double bar);

/* Adds those that are left and pass the checks to the hits; `count`: and counts them. */
int candidates_take(searching *x, candidates *b, const shape *s, int count);

int search_few(searching *x, const shape *s);
int search_union(searching *x, plan_node *root, const shape *s);
int search_conjunction(searching *x, const shape *s);

#endif
