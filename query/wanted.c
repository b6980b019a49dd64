/* wanted.c: the words and runs of words that a query looks for, to be found in a passage's tokens.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/wanted.h"

#include <stdlib.h>
#include <string.h>

#include "engine/text/word.h"
#include "query/form.h"

/* The most terms of a run that is looked for as such; the words of a longer one are matches wherever they stand. */
#define RUN_MAX 64

struct wanted_slot {
    term_id id;
    uint32_t place; /* 1 + the term's index; 0: the slot is free */
};

/* ------------------------------------------------------------------------------------------------- collecting */

/* What a tree has room needed for. */
typedef struct sizes {
    size_t terms;
    size_t runs;
    size_t run_terms;
} sizes;

static int is_run(const query_node *node) {
    return (node->kind == QUERY_PHRASE || node->kind == QUERY_NEAR) && node->child_count <= RUN_MAX;
}

static void measure(const query_node *node, sizes *s) {
    s->terms += node->kind == QUERY_TERM;
    s->runs += (size_t)is_run(node);
    s->run_terms += is_run(node) ? node->child_count : 0;
    for (size_t i = 0; i < node->child_count; i++)
        measure(node->children[i], s);
}

static wanted_slot *slot_of(const wants *w, term_id id) {
    uint32_t at = (id * 0x9E3779B1u) >> 8 & w->slot_mask;
    while (w->slots[at].place != 0 && w->slots[at].id != id)
        at = (at + 1) & w->slot_mask;
    return &w->slots[at];
}

/* The place of a node's term, in its forms, among the wanted; -1 where it is not there yet. */
static long place_of(const wants *w, const wanted_slot *slot, const form_set *forms) {
    for (uint32_t place = slot->place; place != 0; place = w->terms[place - 1].next)
        if (form_set_compare(&w->terms[place - 1].forms, forms) == 0)
            return (long)place - 1;
    return -1;
}

/* The same, put there if need be; -1 where there is no memory. */
static long want(wants *w, const query_node *node, vocabulary *v, int loose) {
    term_id id = vocabulary_stem(v, node->term.data, node->term.size);
    if (id == TERM_NONE)
        return -1;
    wanted_slot *slot = slot_of(w, id);
    long place = place_of(w, slot, &node->forms);
    if (place < 0) {
        place = (long)w->term_count++;
        w->terms[place] = (wanted_term){.id = id, .text = node->term, .forms = node->forms, .next = slot->place};
        *slot = (wanted_slot){id, (uint32_t)w->term_count};
        w->some |= (uint64_t)1 << (id & 63);
    }
    wanted_term *t = &w->terms[place];
    if (node->weight > t->weight)
        t->weight = node->weight;
    t->loose |= loose;
    return place;
}

static int collect_run(wants *w, const query_node *node, vocabulary *v) {
    wanted_run *run = &w->runs[w->run_count++];
    *run = (wanted_run){node, w->run_terms + w->run_term_count};
    for (size_t i = 0; i < node->child_count; i++) {
        long place = want(w, node->children[i], v, 0);
        if (place < 0)
            return -1;
        w->run_terms[w->run_term_count++] = (uint32_t)place;
    }
    return 0;
}

static int collect(wants *w, const query_node *node, vocabulary *v) {
    if (node->role == ROLE_NOT || node->kind == QUERY_DATE || node->kind == QUERY_LANG)
        return 0;
    if (node->kind == QUERY_TERM)
        return node->field == FIELD_TEXT || node->field == FIELD_TITLE ? -(want(w, node, v, 1) < 0) : 0;
    if (is_run(node))
        return collect_run(w, node, v);
    for (size_t i = 0; i < node->child_count; i++)
        if (collect(w, node->children[i], v) != 0)
            return -1;
    return 0;
}

int wanted_collect(wants *w, const query_node *root, vocabulary *v) {
    sizes s = {0};
    uint32_t slots = 8;
    measure(root, &s);
    w->words = v;
    while (slots < 2 * s.terms)
        slots *= 2;
    w->terms = calloc(s.terms + 1, sizeof *w->terms);
    w->runs = calloc(s.runs + 1, sizeof *w->runs);
    w->run_terms = calloc(s.run_terms + 1, sizeof *w->run_terms);
    w->slots = calloc(slots, sizeof *w->slots);
    w->slot_mask = slots - 1;
    if (w->terms == NULL || w->runs == NULL || w->run_terms == NULL || w->slots == NULL)
        return -1;
    return collect(w, root, v);
}

void wanted_free(wants *w) {
    free(w->terms);
    free(w->runs);
    free(w->run_terms);
    free(w->slots);
    *w = (wants){0};
}

/* ---------------------------------------------------------------------------------------------------- finding */

/* Whether a token, whose term is the wanted one, is in a form that is meant. */
static int is_meant(const wants *w, const wanted_term *wanted, const wanted_text *t, size_t i) {
    if (wanted->forms.count == 0)
        return 1;
    char form[WORD_NORMAL_MAX];
    const token *at = &t->tokens[i];
    const char *from = i < t->title_tokens ? t->title : t->text;
    size_t size = vocabulary_form(w->words, from + at->start, at->end - at->start, form);
    return form_set_has(&wanted->forms, (dossier_str){form, size});
}

/* 1 + the term that a token is a match for by itself; of several the one that is meant in most forms. */
static uint32_t find_loose(const wants *w, const wanted_text *t, size_t i) {
    uint32_t best = 0;
    for (uint32_t place = slot_of(w, t->tokens[i].term)->place; place != 0; place = w->terms[place - 1].next) {
        const wanted_term *wanted = &w->terms[place - 1];
        size_t forms = wanted->forms.count;
        int better = best == 0 || (w->terms[best - 1].forms.count != 0 &&
                                   (forms == 0 || forms > w->terms[best - 1].forms.count));
        if (wanted->loose && better && is_meant(w, wanted, t, i))
            best = place;
    }
    return best;
}

/* The token after `i` that is a word by itself. */
static size_t next_word(const wanted_text *t, size_t i) {
    do
        i++;
    while (i < t->count && t->tokens[i].joined);
    return i;
}

static int is_at(const wants *w, const wanted_term *wanted, const wanted_text *t, size_t i) {
    return wanted->id == t->tokens[i].term && is_meant(w, wanted, t, i);
}

/* Marks the words of a run where it begins at the word `first`: each of its terms at a word of its own, none further
 * from the first than the run may span, in order where it asks for that. */
static void mark_run(const wants *w, const wanted_run *run, const wanted_text *t, size_t first, uint32_t *found) {
    size_t terms = run->node->child_count, taken = 0;
    int phrase = run->node->kind == QUERY_PHRASE, ordered = phrase || run->node->ordered;
    size_t span = phrase ? terms - 1 : run->node->span;
    size_t at_of[RUN_MAX];
    uint64_t left = terms == 64 ? UINT64_MAX : ((uint64_t)1 << terms) - 1; /* the terms not yet seen */
    for (size_t at = first, far = 0; far <= span && at < t->count && left != 0; at = next_word(t, at), far++) {
        size_t i = ordered ? taken : 0, end = ordered ? taken + 1 : terms;
        while (i < end && ((left >> i & 1) == 0 || !is_at(w, &w->terms[run->terms[i]], t, at)))
            i++;
        if (i < end) {
            left &= ~((uint64_t)1 << i);
            at_of[i] = at;
            taken++;
        } else if (far == 0) {
            return;
        }
    }
    for (size_t i = 0; i < terms && left == 0; i++)
        found[at_of[i]] = run->terms[i] + 1;
}

void wanted_find(const wants *w, const wanted_text *t, uint32_t *found) {
    size_t joined = 0;
    for (size_t i = 0; i < t->count; i++) {
        found[i] = (w->some >> (t->tokens[i].term & 63) & 1) != 0 ? find_loose(w, t, i) : 0;
        joined += t->tokens[i].joined != 0;
    }
    for (size_t k = 0; k < w->run_count; k++)
        for (size_t i = 0; i < t->count && w->runs[k].node->child_count > 0; i++)
            if (!t->tokens[i].joined)
                mark_run(w, &w->runs[k], t, i, found);
    /* A hyphened whole is a match only where none of its words is. */
    for (size_t i = 0; i < t->count && joined > 0; i++)
        for (uint32_t back = 1; back <= t->tokens[i].joined && found[i] != 0 && back <= i; back++)
            if (found[i - back] != 0)
                found[i] = 0;
}
