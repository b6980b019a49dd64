/* known_terms.c: where the lists of the terms lie that a reader has looked up lately.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/known_terms.h"

#include <stdlib.h>
#include <string.h>

#include "engine/hash.h"

/* Each term has one place, and the last that was looked up there is known. */
#define PLACES 256
/* Longer ones are rare. */
#define TEXT_MAX 32

typedef struct known_term {
    const segment *s; /* NULL: the place is free */
    uint64_t frequency;
    posting_list list;
    unsigned char found, field, size;
    char text[TEXT_MAX];
} known_term;

struct known_terms {
    known_term places[PLACES];
};

known_terms *known_terms_new(void) {
    return calloc(1, sizeof(known_terms));
}

void known_terms_free(known_terms *known) {
    free(known);
}

int known_find(known_terms *known, const segment *s, enum query_field field, dossier_str text, posting_list *out,
               uint64_t *frequency, dossier_error *err) {
    if (text.size > TEXT_MAX)
        return segment_find_term(s, field, text, out, frequency, err);
    uint64_t hash = hash_bytes(HASH_START ^ (uintptr_t)s ^ (uint64_t)field, text.data, text.size);
    known_term *k = &known->places[(hash >> 8) % PLACES];
    if (k->s != s || k->field != field || k->size != text.size || memcmp(k->text, text.data, text.size) != 0) {
        posting_list list = {0};
        int found = segment_find_term(s, field, text, &list, frequency, err);
        if (found < 0)
            return found;
        *k = (known_term){.s = s, .frequency = *frequency, .list = list, .found = (unsigned char)found,
                          .field = (unsigned char)field, .size = (unsigned char)text.size};
        memcpy(k->text, text.data, text.size);
    }
    *out = k->list;
    *frequency = k->frequency;
    return k->found;
}
