/* known_terms.h: where the lists of the terms lie that a reader has looked up lately.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One query looks up each of its words several times: for its weight, for searching, for what is ranked by; and the
 * words that queries are expanded by come again and again.
 */
#ifndef ENGINE_PACKED_KNOWN_TERMS_H
#define ENGINE_PACKED_KNOWN_TERMS_H

#include "engine/packed/segment.h"

/* For one thread at a time. */
typedef struct known_terms known_terms;

/* Empty; NULL where there is no memory. */
known_terms *known_terms_new(void);
void known_terms_free(known_terms *known);

/* As segment_find_term; the segment must live as long as what is known of it. */
int known_find(known_terms *known, const segment *s, enum query_field field, dossier_str text, posting_list *out,
               uint64_t *frequency, dossier_error *err);

#endif
