/* passage_terms.c: the terms of one passage: how often each stands in it, and in which order.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/passage_terms.h"

#include <stdlib.h>
#include <string.h>

#include "engine/array.h"

void passage_terms_clear(passage_terms *p) {
    for (size_t i = 0; i < p->count; i++)
        p->index[p->items[i].id] = 0;
    p->count = 0;
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

static passage_term *item_of(passage_terms *p, term_id id) {
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
    p->items[p->count] = (passage_term){.id = id};
    p->index[id] = (uint32_t)++p->count;
    return &p->items[p->count - 1];
}

int passage_terms_add(passage_terms *p, const token *tokens, size_t count) {
    for (size_t i = 0; i < count; i++) {
        passage_term *item = item_of(p, tokens[i].term);
        if (item == NULL)
            return -1;
        item->count++;
        p->length++;
        uint32_t place = p->index[item->id];
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
    free(p->index);
    buffer_free(&p->sequence);
    *p = (passage_terms){0};
}
