/* facets.h: how many of all matches are by each author, of each year, from each site.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_FACETS_H
#define QUERY_FACETS_H

#include "engine/session.h"
#include "query/result.h"
#include "query/tree.h"

/* The values that are told of each, the most frequent. */
#define FACET_VALUES 20
/* The values that are counted of each, and the bytes that they take: what comes after them is not told apart. */
#define FACET_VALUES_MAX ((size_t)1 << 16)
#define FACET_BYTES_MAX ((size_t)16 << 20)

/* Counts the fields (bits of enum dossier_facet_field) of all that matches, articles or passages as it is grouped, into
 * the result; a remark where there were more values than are counted. */
int facets_count(const session *s, const query_tree *trees, int group, unsigned fields, dossier_result *result,
                 dossier_error *err);

#endif
