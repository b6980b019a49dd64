/* form_notes.c: what is noted of each form of a vocabulary while a batch is worked on.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/form_notes.h"

#include <stdlib.h>
#include <string.h>

unsigned char *form_notes_at(form_notes *f, const vocabulary *v, form_id id) {
    size_t i = 0;
    while (i < f->count && f->of[i].v != v)
        i++;
    if (i == ANALYZERS_MAX)
        return NULL;
    if (i == f->count) {
        f->count++;
        f->of[i].v = v;
    }
    if (id >= f->of[i].size) {
        size_t size = f->of[i].size == 0 ? 8192 : f->of[i].size;
        while (size <= id)
            size *= 2;
        unsigned char *notes = realloc(f->of[i].notes, size);
        if (notes == NULL)
            return NULL;
        memset(notes + f->of[i].size, 0, size - f->of[i].size);
        f->of[i].notes = notes;
        f->of[i].size = size;
    }
    return &f->of[i].notes[id];
}

void form_notes_free(form_notes *f) {
    for (size_t i = 0; i < f->count; i++)
        free(f->of[i].notes);
    *f = (form_notes){0};
}
