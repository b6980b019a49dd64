/* main_forms.c: the one form of each term that needs no name of its own in the database.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/main_forms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/xapian/form.h"
#include "engine/xapian/word_forms.h"

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
    word_forms *forms;
    token_list tokens;
    buffer counts; /* counted_form, by the forms' numbers */
} counting;

static int count_text(counting *c, vocabulary *v, dossier_str text, dossier_error *err) {
    c->tokens.count = 0;
    int status = analyze(v, text.data, 0, text.size < COUNTED_BYTES ? text.size : COUNTED_BYTES, &c->tokens, err);
    for (size_t i = 0; i < c->tokens.count && status == DOSSIER_OK; i++) {
        uint32_t number;
        if (word_forms_find(c->forms, v, text.data, &c->tokens.items[i], &number) != 0)
            return error_memory(err);
        if (number * sizeof(counted_form) == c->counts.size) {
            const term *t = vocabulary_term(v, c->tokens.items[i].term);
            counted_form fresh = {{t->text, t->size}, word_forms_at(c->forms, number)->text, 0};
            if (buffer_put(&c->counts, &fresh, sizeof fresh) != 0)
                return error_memory(err);
        }
        ((counted_form *)(void *)c->counts.data)[number].count++;
    }
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
    counting c = {.forms = word_forms_new(NULL)};
    buffer pairs = {0};
    size_t put;
    *m = (main_forms){0};
    int status = c.forms == NULL ? error_memory(err) : count_batch(&c, b, a, err);
    size_t count = c.counts.size / sizeof(counted_form);
    if (status == DOSSIER_OK && count > 1)
        qsort(c.counts.data, count, sizeof(counted_form), compare_counted);
    if (status == DOSSIER_OK &&
        (put_first((const counted_form *)(const void *)c.counts.data, count, &pairs, &put) != 0 ||
         buffer_put_varint(&m->bytes, put) != 0 ||
         (pairs.size > 0 && buffer_put(&m->bytes, pairs.data, pairs.size) != 0) || main_forms_read(m) != 0))
        status = error_memory(err);
    word_forms_free(c.forms);
    token_list_free(&c.tokens);
    buffer_free(&c.counts);
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
