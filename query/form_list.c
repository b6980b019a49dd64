/* form_list.c: the forms of an index that match something, by their terms.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/form_list.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "query/form.h"

/* So many terms are looked up one by one; of more, all terms of the index are passed by. */
#define LOOKED_UP_MAX 256

static dossier_str term_of(const form_list *list, const form_group *g) {
    return (dossier_str){list->bytes.data + g->at, g->size};
}

dossier_str form_list_form(const form_list *list, const form_entry *e) {
    return (dossier_str){list->bytes.data + e->at, e->size};
}

void form_list_free(form_list *list) {
    free(list->groups);
    free(list->entries);
    free(list->slots);
    buffer_free(&list->bytes);
    *list = (form_list){0};
}

/* ---------------------------------------------------------------------------------------------------- gathering */

static uint32_t *slot_of(const form_list *list, dossier_str text, int edits) {
    size_t at = (size_t)hash_bytes(HASH_START + (uint64_t)edits, text.data, text.size) & list->slot_mask;
    for (;; at = (at + 1) & list->slot_mask) {
        uint32_t *slot = &list->slots[at];
        const form_group *g = *slot != 0 ? &list->groups[*slot - 1] : NULL;
        if (g == NULL || (g->edits == edits && form_compare(term_of(list, g), text) == 0))
            return slot;
    }
}

/* Makes room for one more group: the table is at most half full. */
static int grow_groups(form_list *list) {
    if (list->group_count < list->group_capacity)
        return 0;
    size_t capacity = list->group_capacity == 0 ? 64 : 2 * list->group_capacity;
    form_group *groups = realloc(list->groups, capacity * sizeof *groups);
    if (groups != NULL)
        list->groups = groups;
    uint32_t *slots = calloc(2 * capacity, sizeof *slots);
    if (groups == NULL || slots == NULL) {
        free(slots);
        return -1;
    }
    free(list->slots);
    list->slots = slots;
    list->slot_mask = 2 * capacity - 1;
    list->group_capacity = capacity;
    for (size_t i = 0; i < list->group_count; i++)
        *slot_of(list, term_of(list, &groups[i]), groups[i].edits) = (uint32_t)i + 1;
    return 0;
}

static form_group *group_of(form_list *list, dossier_str text, int edits) {
    if (grow_groups(list) != 0)
        return NULL;
    uint32_t *slot = slot_of(list, text, edits);
    if (*slot == 0) {
        uint32_t at = (uint32_t)list->bytes.size;
        if (buffer_put(&list->bytes, text.data, text.size) != 0)
            return NULL;
        list->groups[list->group_count] = (form_group){.at = at, .size = (uint32_t)text.size, .edits = edits};
        *slot = (uint32_t)++list->group_count;
    }
    return &list->groups[*slot - 1];
}

static int keep(form_list *list, dossier_str form, dossier_str text, int edits) {
    form_group *g = group_of(list, text, edits);
    if (list->entry_count == list->entry_capacity) {
        size_t capacity = list->entry_capacity == 0 ? 64 : 2 * list->entry_capacity;
        form_entry *entries = realloc(list->entries, capacity * sizeof *entries);
        if (entries == NULL)
            return -1;
        list->entries = entries;
        list->entry_capacity = capacity;
    }
    uint32_t at = (uint32_t)list->bytes.size;
    if (g == NULL || buffer_put(&list->bytes, form.data, form.size) != 0)
        return -1;
    list->entries[list->entry_count++] = (form_entry){at, (uint32_t)form.size, 0};
    if (g->last != 0)
        list->entries[g->last - 1].next = (uint32_t)list->entry_count;
    else
        g->first = (uint32_t)list->entry_count;
    g->last = (uint32_t)list->entry_count;
    return 0;
}

typedef struct finding {
    form_list *list;
    const word_match *m;
    size_t *scanned;
    dossier_error *err;
} finding;

static int take_form(void *context, dossier_str form, dossier_str text) {
    finding *f = context;
    if (*f->scanned == FORMS_SCANNED_MAX || f->list->entry_count == FORMS_KEPT_MAX) {
        f->list->cut = 1;
        return 1;
    }
    ++*f->scanned;
    int edits = f->m != NULL ? match_word(f->m, form) : 0;
    if (edits < 0)
        return 0;
    return keep(f->list, form, text, edits) == 0 ? 0 : error_memory(f->err);
}

static int take_term(void *context, dossier_str text, uint64_t frequency) {
    (void)frequency;
    return take_form(context, text, text);
}

static int has_forms(enum query_field field) {
    return field == FIELD_TEXT || field == FIELD_TITLE;
}

int form_list_find(form_list *list, session *s, enum query_field field, dossier_str prefix, const word_match *m,
                   size_t *scanned, dossier_error *err) {
    finding f = {list, m, scanned, err};
    int status = DOSSIER_OK;
    for (size_t i = 0; i < s->count && status >= 0; i++) {
        session_part *part = &s->parts[i];
        const backend *b = part->m.backend;
        status = has_forms(field) ? b->reader_forms(part->reader, prefix, take_form, &f, err)
                                  : b->reader_prefix(part->reader, field, prefix, take_term, &f, err);
    }
    return status < 0 ? status : DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------- frequencies */

int form_frequency(session *s, enum query_field field, dossier_str text, const form_set *forms, uint64_t *out,
                   dossier_error *err) {
    *out = 0;
    for (size_t i = 0; i < s->count; i++) {
        session_part *part = &s->parts[i];
        uint64_t frequency;
        int status = part->m.backend->reader_frequency(part->reader, field, text, forms, &frequency, err);
        if (status != DOSSIER_OK)
            return status;
        *out += frequency;
    }
    return DOSSIER_OK;
}

static int add_frequency(void *context, dossier_str text, uint64_t frequency) {
    form_list *list = context;
    /* The edits of groups are 0, 1 or 2. */
    for (int edits = 0; edits <= 2; edits++) {
        uint32_t *slot = slot_of(list, text, edits);
        if (*slot != 0)
            list->groups[*slot - 1].frequency += frequency;
    }
    return 0;
}

/* Passes by all terms that begin with a byte. */
static int pass_by(form_list *list, session *s, enum query_field field, char first, dossier_error *err) {
    const dossier_str begin = {&first, 1};
    int status = DOSSIER_OK;
    for (size_t i = 0; i < s->count && status >= 0; i++) {
        session_part *part = &s->parts[i];
        status = part->m.backend->reader_prefix(part->reader, field, begin, add_frequency, list, err);
    }
    return status;
}

/* Fills in the groups' frequencies. */
static int weigh(form_list *list, session *s, enum query_field field, dossier_error *err) {
    char begins[256] = {0};
    int status = DOSSIER_OK, passed_by = list->group_count > LOOKED_UP_MAX;
    for (size_t i = 0; i < list->group_count && status == DOSSIER_OK; i++) {
        form_group *g = &list->groups[i];
        if (passed_by)
            begins[(unsigned char)*term_of(list, g).data] = 1;
        else
            status = form_frequency(s, field, term_of(list, g), NULL, &g->frequency, err);
    }
    for (size_t i = 0; i < sizeof begins && status == DOSSIER_OK; i++)
        if (begins[i])
            status = pass_by(list, s, field, (char)i, err);
    return status;
}

/* Few edits first, then high frequency, then byte order. */
static int compare_groups(const void *a, const void *b) {
    const form_group *x = a, *y = b;
    if (x->edits != y->edits)
        return x->edits < y->edits ? -1 : 1;
    if (x->frequency != y->frequency)
        return x->frequency > y->frequency ? -1 : 1;
    return form_compare(x->term, y->term);
}

int form_list_order(form_list *list, session *s, enum query_field field, dossier_error *err) {
    int status = weigh(list, s, has_forms(field) ? FIELD_TEXT : field, err);
    for (size_t i = 0; i < list->group_count; i++)
        list->groups[i].term = term_of(list, &list->groups[i]);
    if (list->group_count > 1)
        qsort(list->groups, list->group_count, sizeof *list->groups, compare_groups);
    return status;
}
