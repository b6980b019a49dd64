/* correct.c: what a query may have meant, where a word of it is not to be found.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/correct.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "engine/error.h"
#include "engine/text/utf8.h"
#include "engine/text/word.h"
#include "query/form_list.h"

/* A word in so many passages, where no more match, is hardly found. */
#define LITTLE 10
/* So many times as many passages a word must be in that is meant instead of one that is found; for one that is not, one
 * passage will do. */
#define MORE 500
/* A word two edits away must be in so many times the passages of one that is one edit away. */
#define EDIT_COSTS 50
/* Shorter words are near to too many; so are words of up to LETTERS_ONE letters with two edits, and any where the first
 * letter is another.  Of 962 queries of another collection that were asked of speeches, most of them for words that the
 * speeches simply do not have, 154 were told of others without these bounds, and 60 are with them. */
#define LETTERS_MIN 5
#define LETTERS_ONE 7
/* The most words of a query that are replaced, and the terms looked at for each. */
#define WORDS_MAX 8
#define TERMS_MAX 64

/* A word of the query. */
typedef struct typed {
    size_t start, end;
    const vocabulary *words; /* of a language that it was parsed in */
    uint64_t frequency;      /* in the language where it is greatest */
    char instead[WORD_NORMAL_MAX];
    size_t instead_size; /* 0: the word stays */
} typed;

typedef struct correcting {
    session *s;
    dossier_str words;
    typed *items;
    size_t count, capacity;
    size_t scanned;
    dossier_error *err;
} correcting;

/* -------------------------------------------------------------------------------------------- the query's words */

/* The item of the word that begins at `start`. */
static typed *item_at(correcting *c, const query_node *node, const vocabulary *words) {
    for (size_t i = 0; i < c->count; i++)
        if (c->items[i].start == node->start)
            return &c->items[i];
    if (c->count == c->capacity) {
        size_t capacity = c->capacity == 0 ? 16 : 2 * c->capacity;
        typed *items = realloc(c->items, capacity * sizeof *items);
        if (items == NULL)
            return NULL;
        c->items = items;
        c->capacity = capacity;
    }
    c->items[c->count] = (typed){.start = node->start, .end = node->end, .words = words};
    return &c->items[c->count++];
}

/* Gathers the words below a node that are looked for, and how many passages have each. */
static int gather(correcting *c, const query_node *node, const vocabulary *words) {
    int status = DOSSIER_OK;
    if (node->role == ROLE_NOT)
        return DOSSIER_OK;
    for (size_t i = 0; i < node->child_count && status == DOSSIER_OK; i++)
        status = gather(c, node->children[i], words);
    if (node->kind != QUERY_TERM || node->end == 0 || node->stop || node->field > FIELD_TITLE || status != DOSSIER_OK)
        return status;
    typed *t = item_at(c, node, words);
    if (t == NULL)
        return error_memory(c->err);
    t->frequency = node->with > t->frequency ? node->with : t->frequency;
    return DOSSIER_OK;
}

static int gather_all(correcting *c, const query_tree *trees) {
    int status = DOSSIER_OK;
    for (size_t i = 0; i < c->s->count; i++) {
        const session_part *p = &c->s->parts[i];
        for (size_t k = 0; k < p->lang_count && status == DOSSIER_OK; k++)
            status = gather(c, p->lang_count > 1 ? trees[i].root->children[k] : trees[i].root, p->langs[k].words);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------- instead of one */

/* The number of letters of a word that may be misspelt: 0 for one with a digit. */
static size_t letters_of(dossier_str form) {
    size_t letters = 0;
    for (size_t i = 0; i < form.size; i++) {
        if (form.data[i] >= '0' && form.data[i] <= '9')
            return 0;
        letters += ((unsigned char)form.data[i] & 0xC0) != 0x80;
    }
    return letters;
}

/* Finds in the list the word that is most likely meant, if one is. */
static int choose(correcting *c, typed *t, const form_list *list) {
    double best = t->frequency > 0 ? MORE * (double)t->frequency : 0.5 / EDIT_COSTS;
    for (size_t i = 0; i < list->group_count && i < TERMS_MAX; i++) {
        const form_group *g = &list->groups[i];
        for (uint32_t k = g->first; k != 0 && g->edits > 0; k = list->entries[k - 1].next) {
            dossier_str form = form_list_form(list, &list->entries[k - 1]);
            const form_set alone = {&form, 1};
            uint64_t frequency;
            int status = form_frequency(c->s, FIELD_TEXT, g->term, &alone, &frequency, c->err);
            if (status != DOSSIER_OK)
                return status;
            double worth = (double)frequency / (g->edits == 1 ? 1 : EDIT_COSTS);
            if (worth <= best || form.size > sizeof t->instead)
                continue;
            best = worth;
            memcpy(t->instead, form.data, form.size);
            t->instead_size = form.size;
        }
    }
    return DOSSIER_OK;
}

static int look_up(correcting *c, typed *t) {
    char normal[WORD_NORMAL_MAX];
    word_match m;
    form_list list = {0};
    uint32_t first;
    dossier_str form = {normal, vocabulary_form(t->words, c->words.data + t->start, t->end - t->start, normal)};
    size_t letters = letters_of(form);
    if (letters < LETTERS_MIN || match_similar(&m, form, letters <= LETTERS_ONE ? 1 : 2) != 0)
        return DOSSIER_OK;
    dossier_str beginning = {normal, utf8_decode(normal, form.size, &first)};
    int status = form_list_find(&list, c->s, FIELD_TEXT, beginning, &m, &c->scanned, c->err);
    if (status == DOSSIER_OK)
        status = form_list_order(&list, c->s, FIELD_TEXT, c->err);
    if (status == DOSSIER_OK)
        status = choose(c, t, &list);
    form_list_free(&list);
    return status;
}

/* --------------------------------------------------------------------------------------------------- the query anew */

static int compare_typed(const void *a, const void *b) {
    const typed *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

/* Puts the word that is meant, with a capital where the one typed has one. */
static int put_instead(buffer *out, dossier_str raw, const typed *t) {
    uint32_t first, meant;
    char letter[4];
    utf8_decode(raw.data, raw.size, &first);
    size_t size = utf8_decode(t->instead, t->instead_size, &meant);
    if (utf8proc_category((utf8proc_int32_t)first) == UTF8PROC_CATEGORY_LU)
        meant = (uint32_t)utf8proc_toupper((utf8proc_int32_t)meant);
    return buffer_put(out, letter, utf8_encode(meant, letter)) != 0 ||
                   buffer_put(out, t->instead + size, t->instead_size - size) != 0
               ? -1
               : 0;
}

/* Writes the query with its new words, where there are any. */
static int write_query(const correcting *c, dossier_result *result) {
    buffer text = {0};
    size_t at = 0;
    int bad = 0, replaced = 0;
    for (size_t i = 0; i < c->count; i++) {
        const typed *t = &c->items[i];
        if (t->instead_size == 0 || t->start < at)
            continue;
        bad |= buffer_put(&text, c->words.data + at, t->start - at) != 0;
        bad |= put_instead(&text, (dossier_str){c->words.data + t->start, t->end - t->start}, t) != 0;
        at = t->end;
        replaced = 1;
    }
    bad |= buffer_put(&text, c->words.data + at, c->words.size - at) != 0;
    if (replaced && !bad)
        bad = result_copy(result, (dossier_str){text.data, text.size}, &result->correction) != 0;
    buffer_free(&text);
    return -bad;
}

int correct_query(session *s, const query_tree *trees, dossier_str words, dossier_result *result, dossier_error *err) {
    correcting c = {.s = s, .words = words, .err = err};
    size_t looked_up = 0;
    int status = gather_all(&c, trees);
    if (c.count > 1)
        qsort(c.items, c.count, sizeof *c.items, compare_typed);
    for (size_t i = 0; i < c.count && looked_up < WORDS_MAX && status == DOSSIER_OK; i++) {
        uint64_t most = result->matched <= LITTLE ? LITTLE : 0;
        if (c.items[i].frequency > most)
            continue;
        looked_up++;
        status = look_up(&c, &c.items[i]);
    }
    if (status == DOSSIER_OK && looked_up > 0 && write_query(&c, result) != 0)
        status = error_memory(err);
    free(c.items);
    return status;
}
