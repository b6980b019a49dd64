/* forms.c: the words of an index in Xapian as they are written, and what they are stemmed to.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/xapian/form.h"
#include "engine/xapian/reader.h"
#include "engine/xapian/schema.h"

/* The terms of the form that is being listed: keys have them in the order of their codes. */
typedef struct listing {
    char form[WORD_NORMAL_MAX];
    size_t size;
    buffer terms; /* each counted */
    dossier_str *sorted;
    size_t count;
    size_t capacity;
} listing;

static int compare_terms(const void *a, const void *b) {
    const dossier_str *x = a, *y = b;
    size_t size = x->size < y->size ? x->size : y->size;
    int order = memcmp(x->data, y->data, size);
    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

/* Gives what is listed to fn, and begins anew. */
static int tell(listing *l, int (*fn)(void *context, dossier_str form, dossier_str term), void *context,
                dossier_error *err) {
    if (l->count > l->capacity) {
        dossier_str *sorted = realloc(l->sorted, l->count * sizeof *sorted);
        if (sorted == NULL)
            return error_memory(err);
        l->sorted = sorted;
        l->capacity = l->count;
    }
    cursor c = cursor_of(l->terms.data, l->terms.size);
    for (size_t i = 0; i < l->count; i++)
        l->sorted[i].data = cursor_counted(&c, &l->sorted[i].size);
    if (l->count > 1)
        qsort(l->sorted, l->count, sizeof *l->sorted, compare_terms);
    int status = 0;
    for (size_t i = 0; i < l->count && status == 0; i++)
        status = fn(context, (dossier_str){l->form, l->size}, l->sorted[i]);
    l->count = l->terms.size = 0;
    return status;
}

/* Takes in a key's form and term. */
static int take(listing *l, backend_reader *r, xapian_str key, int (*fn)(void *, dossier_str, dossier_str),
                void *context, dossier_error *err) {
    char text[WORD_NORMAL_MAX];
    dossier_str form, found = {text, 0};
    buffer value = {0};
    int size = form_read((dossier_str){key.data + 1, key.size - 1}, &form, text);
    if (size < 0 || form.size > WORD_NORMAL_MAX)
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged: index the articles again", r->folder);
    int status = DOSSIER_OK;
    if (form.size != l->size || memcmp(form.data, l->form, form.size) != 0) {
        status = tell(l, fn, context, err);
        memcpy(l->form, form.data, l->size = form.size);
    }
    if (status == DOSSIER_OK && size == 0) {
        status = schema_get(r->db, key.data, key.size, r->folder, &value, err);
        status = status == 1 ? DOSSIER_OK : status;
        found.data = value.data;
    }
    found.size = size > 0 ? (size_t)size : value.size;
    if (status == DOSSIER_OK) {
        l->count++;
        if (buffer_put_counted(&l->terms, found.data, found.size) != 0)
            status = error_memory(err);
    }
    buffer_free(&value);
    return status;
}

int xapian_reader_forms(backend_reader *r, dossier_str prefix,
                        int (*fn)(void *context, dossier_str form, dossier_str term), void *context,
                        dossier_error *err) {
    char start[1 + WORD_NORMAL_MAX];
    size_t size = prefix.size < WORD_NORMAL_MAX ? prefix.size : WORD_NORMAL_MAX;
    xapian_term_iterator *keys;
    xapian_error x;
    xapian_str key;
    listing l = {0};
    start[0] = LETTER_FORM;
    if (size > 0)
        memcpy(start + 1, prefix.data, size);
    if (xapian_database_metadata_keys(r->db, start, 1 + size, &keys, &x) != XAPIAN_OK)
        return schema_error(err, &x, r->folder, "reading");
    int more = 0, status = 0;
    while (status == 0 && (more = xapian_term_iterator_next(keys, &key, &x)) == 1)
        status = take(&l, r, key, fn, context, err);
    if (more < 0)
        status = schema_error(err, &x, r->folder, "reading");
    if (status == 0)
        status = tell(&l, fn, context, err);
    xapian_term_iterator_free(keys);
    buffer_free(&l.terms);
    free(l.sorted);
    return status < 0 ? status : DOSSIER_OK;
}
