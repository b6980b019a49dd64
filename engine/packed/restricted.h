/* restricted.h: the lists of terms with those occurrences alone whose form is meant.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Such a list is made when it is first asked for, and kept for a while: a search asks for its frequency before it goes
 * through it, and the same words come again.  Passages that were removed are not in it.
 */
#ifndef ENGINE_PACKED_RESTRICTED_H
#define ENGINE_PACKED_RESTRICTED_H

#include "engine/packed/search.h"

/* Lists that are kept; NULL: none yet. */
typedef struct restricted_lists restricted_lists;
void restricted_free(restricted_lists *kept);

/* Forgets lists that were not asked for lately, where they take too much memory: what was found before is not to be
 * used any longer. */
void restricted_trim(restricted_lists *kept);

/* The list of a term of FIELD_TEXT in these forms, 1 or more.  Of FIELD_TITLE: the same, in passages whose article's
 * title has the term in one of the forms.  1 and the list; 0 where there is none; RESTRICTED_ALL where all forms that
 * the segment has of the term are meant, so that nothing need be restricted; or an error. */
#define RESTRICTED_ALL 2
int restricted_find(restricted_lists **kept, const search_segment *s, enum query_field field, dossier_str stem,
                    const form_set *forms, posting_list *out, dossier_error *err);

/* The number of passages that were not removed and have a term in one of the forms; `all`: that have it in any. */
int restricted_frequency(restricted_lists **kept, const search_segment *s, dossier_str stem, const form_set *forms,
                         const posting_list *list, uint64_t all, uint64_t *out, dossier_error *err);

#endif
