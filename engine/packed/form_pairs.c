/* form_pairs.c: which terms forms are stemmed to: met term by term, written as a run in the order of forms.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/form_pairs.h"

#include <stdlib.h>

/* Their bytes are in the texts; while being sorted, in memory that does not move. */
typedef struct pair {
    size_t at;
    const char *form;
    size_t form_size;
    const char *term;
    size_t term_size;
} pair;

int form_pairs_add(form_pairs *p, dossier_str form, dossier_str term) {
    pair made = {.at = p->texts.size, .form_size = form.size, .term_size = term.size};
    if (buffer_put(&p->texts, form.data, form.size) != 0 || buffer_put(&p->texts, term.data, term.size) != 0)
        return -1;
    return buffer_put(&p->pairs, &made, sizeof made);
}

static int compare(const void *a, const void *b) {
    const pair *x = a, *y = b;
    int order = term_compare(x->form, x->form_size, y->form, y->form_size);
    return order != 0 ? order : term_compare(x->term, x->term_size, y->term, y->term_size);
}

/* Appends a form with the terms of the pairs [0, count), which are all its own. */
static int put_form(const pair *pairs, size_t count, buffer *terms, run *out) {
    const dossier_str form = {pairs->form, pairs->form_size};
    char key[TERM_KEY_MAX];
    size_t size = term_form_key(form, key);
    terms->size = 0;
    for (size_t i = 0; i < count; i++)
        if (form_terms_put(terms, form, (dossier_str){pairs[i].term, pairs[i].term_size}) != 0)
            return -1;
    if (run_mark_term(out, key, size) != 0 || buffer_put_counted(&out->bytes, key, size) != 0)
        return -1;
    return buffer_put_counted(&out->bytes, terms->data, terms->size);
}

int form_pairs_write(form_pairs *p, run *out) {
    pair *pairs = (pair *)(void *)p->pairs.data;
    size_t count = p->pairs.size / sizeof *pairs, end;
    buffer terms = {0};
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        pairs[i].form = p->texts.data + pairs[i].at;
        pairs[i].term = pairs[i].form + pairs[i].form_size;
    }
    if (count > 1)
        qsort(pairs, count, sizeof *pairs, compare);
    for (size_t i = 0; i < count && !failed; i = end) {
        for (end = i + 1; end < count && term_compare(pairs[i].form, pairs[i].form_size, pairs[end].form,
                                                      pairs[end].form_size) == 0; end++)
            ;
        failed = put_form(&pairs[i], end - i, &terms, out) != 0;
    }
    buffer_free(&terms);
    p->texts.size = p->pairs.size = 0;
    return failed ? -1 : 0;
}

void form_pairs_free(form_pairs *p) {
    buffer_free(&p->texts);
    buffer_free(&p->pairs);
}
