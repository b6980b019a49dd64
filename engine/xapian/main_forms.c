/* main_forms.c: the one form of each term that needs no name of its own in the database.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/main_forms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/text/analyzer.h"
#include "engine/xapian/form.h"

/* Of so much text the words are counted; more of it hardly changes which forms come out. */
#define COUNTED_BYTES ((size_t)4 << 20)

static int compare_texts(dossier_str a, dossier_str b) {
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size > 0 ? memcmp(a.data, b.data, size) : 0;
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* ------------------------------------------------------------------------------------------------------ choosing */

typedef struct counted_form {
    dossier_str term;
    dossier_str form;
    uint32_t count;
} counted_form;

/* The forms of a term together, the most frequent first. */
static int compare_counted(const void *a, const void *b) {
    const counted_form *x = a, *y = b;
    int order = compare_texts(x->term, y->term);
    if (order == 0)
        order = (x->count < y->count) - (x->count > y->count);
    return order != 0 ? order : compare_texts(x->form, y->form);
}

typedef struct counting {
    token_list tokens;
    struct {
        const vocabulary *v;
        buffer counts; /* uint32_t, by the forms' numbers */
    } of[ANALYZERS_MAX];
    size_t languages;
} counting;

static void counting_free(counting *c) {
    token_list_free(&c->tokens);
    for (size_t i = 0; i < c->languages; i++)
        buffer_free(&c->of[i].counts);
}

/* The counts of a language. */
static buffer *counts_of(counting *c, const vocabulary *v) {
    size_t i = 0;
    while (i < c->languages && c->of[i].v != v)
        i++;
    if (i == c->languages) {
        c->languages++;
        c->of[i].v = v;
    }
    return &c->of[i].counts;
}

static int count_form(buffer *counts, form_id id) {
    size_t size = ((size_t)id + 1) * sizeof(uint32_t);
    if (size > counts->size) {
        if (buffer_reserve(counts, size - counts->size) != 0)
            return -1;
        memset(counts->data + counts->size, 0, size - counts->size);
        counts->size = size;
    }
    ((uint32_t *)(void *)counts->data)[id]++;
    return 0;
}

static int count_text(counting *c, vocabulary *v, dossier_str text, dossier_error *err) {
    c->tokens.count = 0;
    int status = analyze(v, text.data, 0, text.size < COUNTED_BYTES ? text.size : COUNTED_BYTES, &c->tokens, err);
    for (size_t i = 0; i < c->tokens.count && status == DOSSIER_OK; i++)
        if (count_form(counts_of(c, v), c->tokens.items[i].form) != 0)
            status = error_memory(err);
    return status;
}

static int count_batch(counting *c, const batch *b, analyzers *a, dossier_error *err) {
    int status = DOSSIER_OK;
    size_t bytes = 0;
    for (size_t i = 0; i < b->count && bytes < COUNTED_BYTES && status == DOSSIER_OK; i++) {
        const dossier_article *article = &b->items[i].article;
        vocabulary *v;
        char lang[64];
        snprintf(lang, sizeof lang, "%.*s", (int)article->lang.size, article->lang.data);
        status = analyzers_get(a, lang, &v, err);
        if (status == DOSSIER_OK)
            status = count_text(c, v, article->title, err);
        if (status == DOSSIER_OK)
            status = count_text(c, v, article->text, err);
        bytes += article->text.size;
    }
    return status;
}

/* Lists the forms that were counted, in order, as counted_form. */
static int list_counted(const counting *c, buffer *out) {
    for (size_t i = 0; i < c->languages; i++) {
        const uint32_t *counts = (const uint32_t *)(const void *)c->of[i].counts.data;
        for (form_id id = 0; id < c->of[i].counts.size / sizeof *counts; id++) {
            const term_form *form = vocabulary_term_form(c->of[i].v, id);
            const term *t = vocabulary_term(c->of[i].v, form->term);
            counted_form item = {{t->text, t->size}, {form->text, form->size}, counts[id]};
            if (counts[id] > 0 && buffer_put(out, &item, sizeof item) != 0)
                return -1;
        }
    }
    if (out->size > sizeof(counted_form))
        qsort(out->data, out->size / sizeof(counted_form), sizeof(counted_form), compare_counted);
    return 0;
}

/* Puts the first form of each term, where it is another word. */
static int put_first(const counted_form *forms, size_t count, buffer *pairs, size_t *put) {
    int failed = 0;
    *put = 0;
    for (size_t i = 0; i < count && !failed; i++) {
        char code[FORM_CODE_MAX];
        if ((i > 0 && compare_texts(forms[i].term, forms[i - 1].term) == 0) ||
            compare_texts(forms[i].term, forms[i].form) == 0)
            continue;
        size_t size = form_code(forms[i].term, forms[i].form, code);
        failed = buffer_put_counted(pairs, forms[i].term.data, forms[i].term.size) |
                 buffer_put_counted(pairs, code, size);
        ++*put;
    }
    return failed;
}

int main_forms_choose(main_forms *m, const batch *b, analyzers *a, dossier_error *err) {
    counting *c = calloc(1, sizeof *c);
    buffer counted = {0}, pairs = {0};
    size_t put;
    *m = (main_forms){0};
    if (c == NULL)
        return error_memory(err);
    int status = count_batch(c, b, a, err);
    if (status == DOSSIER_OK &&
        (list_counted(c, &counted) != 0 ||
         put_first((const counted_form *)(const void *)counted.data, counted.size / sizeof(counted_form), &pairs,
                   &put) != 0 ||
         buffer_put_varint(&m->bytes, put) != 0 ||
         (pairs.size > 0 && buffer_put(&m->bytes, pairs.data, pairs.size) != 0) || main_forms_read(m) != 0))
        status = error_memory(err);
    counting_free(c);
    free(c);
    buffer_free(&counted);
    buffer_free(&pairs);
    return status;
}

/* ------------------------------------------------------------------------------------------------------- looking */

int main_forms_read(main_forms *m) {
    cursor c = cursor_of(m->bytes.data, m->bytes.size);
    uint64_t count = cursor_varint(&c);
    if (c.bad || count > m->bytes.size)
        return -1;
    free(m->items);
    m->count = 0;
    m->items = malloc((size_t)(count + 1) * sizeof *m->items);
    if (m->items == NULL)
        return -2;
    for (; m->count < count && !c.bad; m->count++) {
        main_form *item = &m->items[m->count];
        item->term.data = cursor_counted(&c, &item->term.size);
        item->code.data = cursor_counted(&c, &item->code.size);
    }
    return c.bad ? -1 : 0;
}

static int compare_main(const void *wanted, const void *item) {
    return compare_texts(*(const dossier_str *)wanted, ((const main_form *)item)->term);
}

int main_forms_has(const main_forms *m, dossier_str text, dossier_str form) {
    char code[FORM_CODE_MAX];
    const main_form *found =
        m->count == 0 ? NULL : bsearch(&text, m->items, m->count, sizeof *m->items, compare_main);
    if (found == NULL)
        return compare_texts(text, form) == 0;
    size_t size = form_code(text, form, code);
    return found->code.size == size && memcmp(found->code.data, code, size) == 0;
}

void main_forms_free(main_forms *m) {
    buffer_free(&m->bytes);
    free(m->items);
    *m = (main_forms){0};
}
