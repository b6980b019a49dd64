/* form_table.c: the forms of a term, as the table at the beginning of its list has them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/form_table.h"

#include <string.h>

int form_table_open(form_table *t, const posting_list *list, dossier_str term) {
    t->term = term;
    t->all = list->frequency;
    t->has_table = (list->forms & LIST_FORM_TABLE) != 0;
    t->has_several = t->is_done = 0;
    if (!t->has_table)
        return list->forms & LIST_FORM_ITSELF && term.size <= sizeof t->form ? DOSSIER_OK : DOSSIER_ERR_DAMAGED;
    cursor c = cursor_of(list->data, (size_t)list->size);
    uint64_t head = cursor_varint(&c);
    const char *bytes = head >> 1 <= SIZE_MAX ? cursor_bytes(&c, (size_t)(head >> 1)) : NULL;
    if (c.bad || bytes == NULL || head >> 1 == 0)
        return DOSSIER_ERR_DAMAGED;
    t->left = cursor_of(bytes, (size_t)(head >> 1));
    t->has_several = head & 1;
    return DOSSIER_OK;
}

int form_table_next(form_table *t) {
    cursor *c = &t->left;
    if (t->has_table ? c->at == c->size : t->is_done)
        return 0;
    uint64_t shared = t->term.size, postings = t->all;
    size_t rest = 0;
    const char *bytes = "";
    if (t->has_table) {
        shared = cursor_varint(c);
        bytes = cursor_counted(c, &rest);
        if (t->has_several)
            postings = cursor_varint(c);
        /* An only form is the last. */
        if (c->bad || shared > t->term.size || shared > sizeof t->form || rest > sizeof t->form - shared ||
            postings == 0 || postings > t->all || (!t->has_several && c->at != c->size))
            return DOSSIER_ERR_DAMAGED;
    }
    memcpy(t->form, t->term.data, (size_t)shared);
    memcpy(t->form + shared, bytes, rest);
    t->size = (size_t)shared + rest;
    t->postings = (uint32_t)postings;
    t->is_done = 1;
    return 1;
}

int64_t form_table_count(const posting_list *list, dossier_str term) {
    form_table t;
    int64_t count = 0;
    int more = form_table_open(&t, list, term);
    if (more == DOSSIER_OK)
        while ((more = form_table_next(&t)) == 1)
            count++;
    return more < 0 ? more : count;
}

int form_table_put(buffer *to, dossier_str term, dossier_str form, int several, uint32_t postings) {
    size_t least = term.size < form.size ? term.size : form.size, shared = 0;
    while (shared < least && term.data[shared] == form.data[shared])
        shared++;
    if (buffer_put_varint(to, shared) != 0 || buffer_put_counted(to, form.data + shared, form.size - shared) != 0)
        return -1;
    return several ? buffer_put_varint(to, postings) : 0;
}

int form_table_end(buffer *to, const buffer *forms, int several) {
    return buffer_put_varint(to, (uint64_t)forms->size << 1 | (several != 0)) != 0
               ? -1
               : buffer_put(to, forms->data, forms->size);
}
