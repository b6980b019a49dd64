/* form_union.c: the forms that a term has in several sources, as those of one list.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/form_union.h"

#include <stdlib.h>
#include <string.h>

#include "engine/hash.h"
#include "engine/packed/terms.h"

/* Up to so many are looked through one by one. */
#define FEW 12
#define NO_FORM UINT32_MAX

static union_form *forms_of(const form_union *u) {
    return (union_form *)(void *)u->forms.data;
}

static uint32_t count_of(const form_union *u) {
    return (uint32_t)(u->forms.size / sizeof(union_form));
}

void form_union_begin(form_union *u) {
    u->texts.size = u->forms.size = u->slots.size = u->maps.size = u->starts.size = 0;
    u->last = NO_FORM;
    u->count = 0;
}

int form_union_source(form_union *u) {
    size_t start = u->maps.size / sizeof(uint32_t);
    u->last = NO_FORM;
    return buffer_put(&u->starts, &start, sizeof start);
}

/* ---------------------------------------------------------------------------------------------------------- finding */

static int is_same(const form_union *u, uint32_t place, dossier_str form) {
    const union_form *f = &forms_of(u)[place];
    return f->size == form.size && memcmp(u->texts.data + f->at, form.data, form.size) == 0;
}

/* The slot of a form in the table, or the free one where it goes. */
static uint32_t *slot_of(const form_union *u, dossier_str form) {
    uint32_t *slots = (uint32_t *)(void *)u->slots.data;
    size_t mask = u->slots.size / sizeof *slots - 1;
    size_t at = (size_t)hash_bytes(HASH_START, form.data, form.size) & mask;
    while (slots[at] != NO_FORM && !is_same(u, slots[at], form))
        at = (at + 1) & mask;
    return &slots[at];
}

/* Makes the table, with room for twice as many as there are. */
static int make_slots(form_union *u) {
    size_t room = 64;
    while (room < 4 * (size_t)count_of(u))
        room *= 2;
    u->slots.size = 0;
    if (buffer_reserve(&u->slots, room * sizeof(uint32_t)) != 0)
        return -1;
    u->slots.size = room * sizeof(uint32_t);
    memset(u->slots.data, 0xFF, u->slots.size);
    for (uint32_t i = 0; i < count_of(u); i++)
        *slot_of(u, union_text(u, &forms_of(u)[i])) = i;
    return 0;
}

static uint32_t find(const form_union *u, dossier_str form) {
    /* Sources have their forms mostly in the same order. */
    uint32_t next = u->last + 1, count = count_of(u);
    if (next < count && is_same(u, next, form))
        return next;
    if (u->slots.size > 0)
        return *slot_of(u, form);
    for (uint32_t i = 0; i < count; i++)
        if (is_same(u, i, form))
            return i;
    return NO_FORM;
}

/* The place of a form that was not met before. */
static uint32_t put(form_union *u, dossier_str form) {
    union_form made = {.at = u->texts.size, .size = form.size, .number = NO_FORM};
    uint32_t place = count_of(u);
    if (place == NO_FORM || buffer_put(&u->texts, form.data, form.size) != 0 ||
        buffer_put(&u->forms, &made, sizeof made) != 0)
        return NO_FORM;
    if (place + 1 > FEW && 2 * ((size_t)place + 1) > u->slots.size / sizeof(uint32_t))
        return make_slots(u) != 0 ? NO_FORM : place;
    if (u->slots.size > 0)
        *slot_of(u, form) = place;
    return place;
}

int form_union_add(form_union *u, dossier_str form, uint64_t postings) {
    uint32_t place = find(u, form);
    if (place == NO_FORM && (place = put(u, form)) == NO_FORM)
        return -1;
    forms_of(u)[place].postings += postings;
    u->last = place;
    return buffer_put(&u->maps, &place, sizeof place);
}

/* --------------------------------------------------------------------------------------------------------- settling */

/* A form to be sorted. */
typedef struct sorting {
    uint64_t postings;
    const char *text;
    size_t size;
    uint32_t place;
} sorting;

static int compare(const void *a, const void *b) {
    const sorting *x = a, *y = b;
    if (x->postings != y->postings)
        return x->postings > y->postings ? -1 : 1;
    return term_compare(x->text, x->size, y->text, y->size);
}

int form_union_settle(form_union *u) {
    uint32_t count = count_of(u);
    uint32_t *maps = (uint32_t *)(void *)u->maps.data;
    u->order.size = 0;
    if (buffer_reserve(&u->order, (count + (size_t)1) * sizeof(sorting)) != 0)
        return -1;
    sorting *order = (sorting *)(void *)u->order.data;
    for (uint32_t i = 0; i < count; i++) {
        const union_form *f = &forms_of(u)[i];
        if (f->postings > 0)
            order[u->count++] = (sorting){f->postings, u->texts.data + f->at, f->size, i};
    }
    if (u->count > 1)
        qsort(order, u->count, sizeof *order, compare);
    for (uint32_t i = 0; i < u->count; i++)
        forms_of(u)[order[i].place].number = i;
    for (size_t i = 0; i < u->maps.size / sizeof *maps; i++)
        maps[i] = forms_of(u)[maps[i]].number;
    return 0;
}

const union_form *form_union_numbered(const form_union *u, uint32_t number) {
    return &forms_of(u)[((const sorting *)(const void *)u->order.data)[number].place];
}

const uint32_t *form_union_map(const form_union *u, size_t source) {
    return (const uint32_t *)(const void *)u->maps.data + ((const size_t *)(const void *)u->starts.data)[source];
}

void form_union_free(form_union *u) {
    buffer_free(&u->texts);
    buffer_free(&u->forms);
    buffer_free(&u->slots);
    buffer_free(&u->maps);
    buffer_free(&u->starts);
    buffer_free(&u->order);
}
