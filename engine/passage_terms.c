/* passage_terms.c: the terms of one passage: how often each stands in it, in which forms, and in which order.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/passage_terms.h"

#include <stdlib.h>
#include <string.h>

#include "engine/array.h"

void passage_terms_clear(passage_terms *p) {
    for (size_t i = 0; i < p->count; i++)
        p->index[p->items[i].id] = 0;
    p->count = p->further_count = 0;
    p->length = 0;
    p->sequence.size = 0;
}

static int grow_index(passage_terms *p, term_id id) {
    size_t size = p->index_size == 0 ? 4096 : p->index_size;
    while (size <= id)
        size *= 2;
    uint32_t *index = realloc(p->index, size * sizeof *index);
    if (index == NULL)
        return -1;
    memset(index + p->index_size, 0, (size - p->index_size) * sizeof *index);
    p->index = index;
    p->index_size = size;
    return 0;
}

static passage_term *item_of(passage_terms *p, term_id id, form_id form) {
    if (id >= p->index_size && grow_index(p, id) != 0)
        return NULL;
    if (p->index[id] != 0)
        return &p->items[p->index[id] - 1];
    if (p->count == p->capacity) {
        passage_term *items = array_larger(p->items, &p->capacity, 256, sizeof *items);
        if (items == NULL)
            return NULL;
        p->items = items;
    }
    p->items[p->count] = (passage_term){.id = id, .form = form};
    p->index[id] = (uint32_t)++p->count;
    return &p->items[p->count - 1];
}

/* Counts a further form of a term; returns its number from 1, or 0 where there is no memory. */
static uint32_t count_further(passage_terms *p, passage_term *item, form_id form) {
    uint32_t at = item->further;
    while (at != 0 && p->further[at - 1].form != form)
        at = p->further[at - 1].next;
    if (at == 0) {
        if (p->further_count == p->further_capacity) {
            size_t capacity = p->further_capacity == 0 ? 64 : 2 * p->further_capacity;
            passage_form *further = realloc(p->further, capacity * sizeof *further);
            if (further == NULL)
                return 0;
            p->further = further;
            p->further_capacity = capacity;
        }
        p->further[p->further_count] = (passage_form){.form = form, .next = item->further};
        item->further = at = (uint32_t)++p->further_count;
    }
    p->further[at - 1].count++;
    return at;
}

int passage_terms_add(passage_terms *p, const token *tokens, size_t count) {
    for (size_t i = 0; i < count; i++) {
        passage_term *item = item_of(p, tokens[i].term, tokens[i].form);
        if (item == NULL)
            return -1;
        item->count++;
        p->length++;
        uint32_t place = p->index[item->id], further;
        if (item->form == tokens[i].form)
            item->form_count++;
        else if ((further = count_further(p, item, tokens[i].form)) != 0)
            place = PASSAGE_FURTHER | (further - 1);
        else
            return -1;
        if (!tokens[i].joined && buffer_put(&p->sequence, &place, sizeof place) != 0)
            return -1;
    }
    return 0;
}

int passage_terms_gap(passage_terms *p) {
    static const uint32_t gap = 0;
    return buffer_put(&p->sequence, &gap, sizeof gap);
}

void passage_terms_free(passage_terms *p) {
    free(p->items);
    free(p->further);
    free(p->index);
    buffer_free(&p->sequence);
    *p = (passage_terms){0};
}
