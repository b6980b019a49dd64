/* each_form.c: the forms of an index, in order.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/each_form.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/sections.h"

/* A walk through the forms of a segment that are another term's, or through the terms that are their own. */
typedef struct form_walk {
    const segment *s;
    int own;
    int more; /* 1 while it is at one */
    term_walk at;
} form_walk;

typedef struct walking {
    form_walk *walks; /* two of each segment */
    size_t count;
    dossier_str prefix;
    buffer texts; /* the terms of one form */
    buffer terms; /* dossier_str of each; where it points is found once all are there */
    int (*fn)(void *, dossier_str, dossier_str);
    void *context;
    dossier_error *err;
} walking;

/* Whether a walk is at a key that begins with its letter and the prefix. */
static int is_within(const form_walk *w, dossier_str prefix) {
    return w->at.size > prefix.size && w->at.key[0] == (w->own ? TERM_WORD : TERM_FORM) &&
           memcmp(w->at.key + 1, prefix.data, prefix.size) == 0;
}

/* After a step of the walk: leaves out terms that are not their own form. */
static int settle(form_walk *w, int more, const walking *all) {
    while (more == 1 && is_within(w, all->prefix) && w->own && !(w->at.list.forms & LIST_FORM_ITSELF))
        more = term_walk_next(&w->at);
    if (more < 0)
        return segment_damaged(w->s, section_name(SECTION_TERMS), all->err);
    w->more = more == 1 && is_within(w, all->prefix);
    return DOSSIER_OK;
}

static int begin(walking *all, const segment_set *set) {
    int status = DOSSIER_OK;
    for (size_t i = 0; i < all->count && status == DOSSIER_OK; i++) {
        form_walk *w = &all->walks[i];
        char key[TERM_KEY_MAX];
        *w = (form_walk){.s = set->items[i / 2].segment, .own = i % 2};
        size_t size = w->own ? term_key(FIELD_TEXT, all->prefix, key) : term_form_key(all->prefix, key);
        status = settle(w, term_walk_seek(&w->at, &w->s->terms, key, size), all);
    }
    return status;
}

static int compare_walks(const form_walk *a, const form_walk *b) {
    return term_compare(a->at.key + 1, a->at.size - 1, b->at.key + 1, b->at.size - 1);
}

/* The first walk that is at the least form; the number of walks where none is at any. */
static size_t least_of(const walking *all) {
    size_t least = all->count;
    for (size_t i = 0; i < all->count; i++)
        if (all->walks[i].more && (least == all->count || compare_walks(&all->walks[i], &all->walks[least]) < 0))
            least = i;
    return least;
}

/* Notes a term of the form. */
static int note(walking *all, dossier_str stem) {
    dossier_str kept = {NULL, stem.size};
    if (buffer_put(&all->texts, stem.data, stem.size) != 0 || buffer_put(&all->terms, &kept, sizeof kept) != 0)
        return error_memory(all->err);
    return DOSSIER_OK;
}

/* Notes the terms that a walk has of the form it is at. */
static int note_terms(walking *all, const form_walk *w) {
    const dossier_str form = {w->at.key + 1, w->at.size - 1};
    form_terms t;
    int status = DOSSIER_OK, more;
    if (w->own)
        return note(all, form);
    form_terms_begin(&t, form, w->at.terms);
    while ((more = form_terms_next(&t)) == 1 && status == DOSSIER_OK)
        status = note(all, (dossier_str){t.term, t.size});
    return more < 0 ? segment_damaged(w->s, section_name(SECTION_TERMS), all->err) : status;
}

static int compare_texts(const void *a, const void *b) {
    const dossier_str *x = a, *y = b;
    return term_compare(x->data, x->size, y->data, y->size);
}

/* Tells of the form with the terms that were noted, each once. */
static int tell(walking *all, dossier_str form) {
    dossier_str *terms = (dossier_str *)(void *)all->terms.data;
    size_t count = all->terms.size / sizeof *terms, at = 0;
    for (size_t i = 0; i < count; at += terms[i++].size)
        terms[i].data = all->texts.data + at;
    if (count > 1)
        qsort(terms, count, sizeof *terms, compare_texts);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && compare_texts(&terms[i - 1], &terms[i]) == 0)
            continue;
        int stop = all->fn(all->context, form, terms[i]);
        if (stop != 0)
            return stop;
    }
    return 0;
}

/* Goes on until all walks are at their end, fn stops or something is wrong: returns that. */
static int go(walking *all) {
    for (size_t least; (least = least_of(all)) < all->count;) {
        char form[TERM_KEY_MAX];
        const size_t size = all->walks[least].at.size - 1;
        memcpy(form, all->walks[least].at.key + 1, size);
        all->texts.size = all->terms.size = 0;
        for (size_t i = least; i < all->count; i++) {
            form_walk *w = &all->walks[i];
            if (!w->more || w->at.size - 1 != size || memcmp(w->at.key + 1, form, size) != 0)
                continue;
            int status = note_terms(all, w);
            if (status == DOSSIER_OK)
                status = settle(w, term_walk_next(&w->at), all);
            if (status != DOSSIER_OK)
                return status;
        }
        int stop = tell(all, (dossier_str){form, size});
        if (stop != 0)
            return stop;
    }
    return DOSSIER_OK;
}

int each_form(const segment_set *set, dossier_str prefix, int (*fn)(void *, dossier_str, dossier_str), void *context,
              dossier_error *err) {
    walking all = {.count = 2 * set->count, .prefix = prefix, .fn = fn, .context = context, .err = err};
    if (prefix.size > WORD_NORMAL_MAX)
        return DOSSIER_OK;
    all.walks = calloc(all.count + 1, sizeof *all.walks);
    int status = all.walks == NULL ? error_memory(err) : begin(&all, set);
    if (status == DOSSIER_OK)
        status = go(&all);
    free(all.walks);
    buffer_free(&all.texts);
    buffer_free(&all.terms);
    return status < 0 ? status : DOSSIER_OK;
}
