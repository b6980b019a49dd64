/* form_table.h: the forms of a term, as the table at the beginning of its list has them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     varint bytes of what follows, times 2, plus 1 where there are several forms; of each form, in the order of their
 *     numbers:
 *         varint bytes shared with the term, counted rest; where there are several: varint postings that it is in
 */
#ifndef ENGINE_PACKED_FORM_TABLE_H
#define ENGINE_PACKED_FORM_TABLE_H

#include "engine/packed/postings.h"
#include "engine/text/word.h"

/* A table being read, and the form it is at. */
typedef struct form_table {
    cursor left;
    dossier_str term;
    uint32_t all;      /* the list's postings */
    int has_table;
    int has_several;
    int is_done;       /* without a table: the only form was told */
    char form[WORD_NORMAL_MAX];
    size_t size;
    uint32_t postings; /* those that the form is in */
} form_table;

/* Begins reading a list's; a term without a table is its own only form.  DOSSIER_OK or DOSSIER_ERR_DAMAGED. */
int form_table_open(form_table *t, const posting_list *list, dossier_str term);

/* The next form: 1, 0 behind the last, or DOSSIER_ERR_DAMAGED. */
int form_table_next(form_table *t);

/* The number of forms: 1 or more, or DOSSIER_ERR_DAMAGED. */
int64_t form_table_count(const posting_list *list, dossier_str term);

/* Appends a form as a table has it.  Returns 0, or -1 where there is no memory. */
int form_table_put(buffer *to, dossier_str term, dossier_str form, int several, uint32_t postings);

/* Appends a table whose forms were put into a buffer.  The same. */
int form_table_end(buffer *to, const buffer *forms, int several);

#endif
