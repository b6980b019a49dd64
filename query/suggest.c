/* suggest.c: the most frequent words that begin with some letters.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/text/utf8.h"
#include "engine/text/word.h"
#include "query/form.h"
#include "query/form_list.h"

#define LIMIT_DEFAULT 10
#define LIMIT_MAX 1000
/* A commit may change the storage under a reader: ask again, so often. */
#define TRIES 20

/* The most frequent words so far, in order. */
typedef struct suggesting {
    session *s;
    const form_list *list;
    dossier_word *best;
    size_t count, limit;
    dossier_error *err;
} suggesting;

/* What is asked about a form: in how many passages it is, whatever its terms. */
typedef struct totalling {
    session_part *part;
    dossier_str form;
    uint64_t passages;
    dossier_error *err;
} totalling;

static int add_term(void *context, dossier_str form, dossier_str text) {
    totalling *t = context;
    const form_set alone = {&t->form, 1};
    uint64_t frequency;
    if (form_compare(form, t->form) != 0)
        return 1;
    int status = t->part->m.backend->reader_frequency(t->part->reader, FIELD_TEXT, text, &alone, &frequency, t->err);
    t->passages += status == DOSSIER_OK ? frequency : 0;
    return status;
}

/* The passages of a form; each language may have another term for it. */
static int count_form(const suggesting *g, dossier_str form, uint64_t *out) {
    totalling t = {.form = form, .err = g->err};
    int status = DOSSIER_OK;
    for (size_t i = 0; i < g->s->count && status >= 0; i++) {
        t.part = &g->s->parts[i];
        status = t.part->m.backend->reader_forms(t.part->reader, form, add_term, &t, g->err);
    }
    *out = t.passages;
    return status < 0 ? status : DOSSIER_OK;
}

static int is_before(const dossier_word *a, const dossier_word *b) {
    if (a->passages != b->passages)
        return a->passages > b->passages;
    return form_compare(a->word, b->word) < 0;
}

/* Puts a form among the best, where it belongs there. */
static int keep_form(suggesting *g, dossier_str form) {
    dossier_word made = {.word = form};
    for (size_t i = 0; i < g->count; i++)
        if (form_compare(g->best[i].word, form) == 0)
            return DOSSIER_OK;
    int status = count_form(g, form, &made.passages);
    size_t place = g->count;
    while (place > 0 && is_before(&made, &g->best[place - 1]))
        place--;
    if (status != DOSSIER_OK || made.passages == 0 || place == g->limit)
        return status;
    g->count += g->count < g->limit;
    memmove(g->best + place + 1, g->best + place, (g->count - 1 - place) * sizeof *g->best);
    g->best[place] = made;
    return DOSSIER_OK;
}

/* Looks at the forms of the most frequent terms first, until what is left cannot be among the best: no form is in more
 * passages than its terms together, one for each language. */
static int choose(suggesting *g) {
    uint64_t terms = 1;
    for (size_t i = 0; i < g->s->count; i++)
        terms = g->s->parts[i].lang_count > terms ? g->s->parts[i].lang_count : terms;
    int status = DOSSIER_OK;
    for (size_t i = 0; i < g->list->group_count && status == DOSSIER_OK; i++) {
        const form_group *group = &g->list->groups[i];
        if (g->count == g->limit && group->frequency * terms < g->best[g->count - 1].passages)
            break;
        for (uint32_t k = group->first; k != 0 && status == DOSSIER_OK; k = g->list->entries[k - 1].next)
            status = keep_form(g, form_list_form(g->list, &g->list->entries[k - 1]));
    }
    return status;
}

/* Copies the words into one piece of memory: their array, then their bytes. */
static int copy_words(const suggesting *g, dossier_word **out) {
    size_t size = (g->count + 1) * sizeof **out;
    for (size_t i = 0; i < g->count; i++)
        size += g->best[i].word.size + 1;
    dossier_word *copy = malloc(size);
    if (copy == NULL)
        return error_memory(g->err);
    char *at = (char *)(copy + g->count + 1);
    for (size_t i = 0; i < g->count; i++) {
        size_t length = g->best[i].word.size;
        copy[i] = (dossier_word){{at, length}, g->best[i].passages};
        memcpy(at, g->best[i].word.data, length);
        at[length] = '\0';
        at += length + 1;
    }
    *out = copy;
    return DOSSIER_OK;
}

static int suggest_once(session *s, dossier_str prefix, size_t limit, dossier_word **out, size_t *count,
                        dossier_error *err) {
    char normal[WORD_NORMAL_MAX];
    form_list list = {0};
    size_t scanned = 0, size = vocabulary_prefix(s->parts[0].langs[0].words, prefix.data, prefix.size, normal);
    suggesting g = {.s = s, .list = &list, .best = calloc(limit + 1, sizeof *g.best), .limit = limit, .err = err};
    int status = g.best == NULL ? error_memory(err) : DOSSIER_OK;
    if (status == DOSSIER_OK)
        status = form_list_find(&list, s, FIELD_TEXT, (dossier_str){normal, size}, NULL, &scanned, err);
    if (status == DOSSIER_OK)
        status = form_list_order(&list, s, FIELD_TEXT, err);
    if (status == DOSSIER_OK)
        status = choose(&g);
    for (size_t i = 0; i < s->count && status == DOSSIER_OK; i++)
        status = s->parts[i].m.backend->reader_check(s->parts[i].reader, err);
    if (status == DOSSIER_OK)
        status = copy_words(&g, out);
    *count = status == DOSSIER_OK ? g.count : 0;
    form_list_free(&list);
    free(g.best);
    return status;
}

int dossier_suggest(dossier_index *index, dossier_str prefix, size_t limit, dossier_word **out, size_t *count,
                    dossier_error *err) {
    buffer clean = {0};
    size_t invalid = 0;
    *out = NULL;
    *count = 0;
    limit = limit == 0 ? LIMIT_DEFAULT : limit;
    if (limit > LIMIT_MAX || prefix.size > WORD_NORMAL_MAX)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "%s: give at most %d",
                         limit > LIMIT_MAX ? "too many words to suggest" : "too long to begin a word, in bytes",
                         limit > LIMIT_MAX ? LIMIT_MAX : WORD_NORMAL_MAX);
    if (utf8_clean(prefix.data, prefix.size, &clean, &invalid) != 0) {
        buffer_free(&clean);
        return error_memory(err);
    }
    int status = BACKEND_STALE;
    for (int i = 0; i < TRIES && status == BACKEND_STALE; i++) {
        session *s = NULL;
        status = session_take(index, &s, err);
        if (status == DOSSIER_OK)
            status = suggest_once(s, (dossier_str){clean.data, clean.size}, limit, out, count, err);
        session_give(index, s, status == DOSSIER_OK);
    }
    buffer_free(&clean);
    if (status == BACKEND_STALE)
        return error_set(err, DOSSIER_ERR_BACKEND,
                         "the index was changed again and again while it was read: ask again");
    return status;
}
