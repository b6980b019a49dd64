/* by_date.h: the newest hits (or the oldest), exactly, without looking at the texts of others.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Backends find the best hits by score.  The newest are found in two steps: a visit of all that matches tells the date
 * of the last hit wanted; then what is newer is searched for, and the best of what is of that very date.  Of the oldest
 * what is said of newer ones holds the other way round.
 */
#ifndef QUERY_BY_DATE_H
#define QUERY_BY_DATE_H

#include "query/rank.h"

/* Where the hits that are wanted end. */
typedef struct date_bar {
    int oldest;       /* 1: the oldest are wanted */
    uint32_t date;    /* of the last of them, as YYYYMMDD; 0: it has none */
    uint64_t newer;   /* hits that are newer */
    uint64_t wanted;  /* hits of that date which are wanted too */
    uint64_t matched; /* all hits */
} date_bar;

/* Finds the bar for so many hits.  group: enum dossier_group. */
int date_bar_find(const session *s, const query_tree *trees, int group, int oldest, uint64_t wanted, date_bar *out,
                  dossier_error *err);

/* A query for a part of its hits. */
typedef struct date_query {
    query_node all, root, date;
    query_node *children[2];
} date_query;

/* Makes of a tree the query for what is newer than the bar, or what is of its date; it lives in *q. */
const query_node *date_query_make(date_query *q, const query_node *root, const date_bar *bar, int newer);

/* Reads the hits' dates and puts the newest (or the oldest) first, what has no date last; of equal ones the best first,
 * then the older passage. */
int sort_by_date(const session *s, int oldest, found *hits, size_t count, dossier_error *err);

#endif
