/* explain.c: what each term and each step of ranking has added to a hit's score.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/explain.h"

#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "query/form.h"
#include "query/form_list.h"
#include "query/rank_evidence.h"
#include "query/resolve.h"

static const char *const steps[] = {"word", "title", "article", "near", "sentence", "expand", "expand-article"};

/* A share that was noted, before those noted earlier. */
struct rank_share {
    enum explain_step step;
    dossier_share share;
    form_set forms;
    rank_share *next;
};

static int is_same(dossier_str text, const form_set *forms, dossier_str other, const form_set *others) {
    return form_compare(text, other) == 0 && form_set_compare(forms, others) == 0;
}

int explain_note_term(const ranking *r, found *hit, enum explain_step step, dossier_share share, const form_set *forms,
                      dossier_error *err) {
    if (r->explain == NULL || share.score == 0)
        return DOSSIER_OK;
    /* A term may stand in a query more than once. */
    for (rank_share *s = hit->shares; s != NULL; s = s->next) {
        if (s->step == step && is_same(s->share.term, &s->forms, share.term, forms)) {
            s->share.score += share.score;
            s->share.weight += share.weight;
            return DOSSIER_OK;
        }
    }
    rank_share *made = result_alloc(r->explain, sizeof *made);
    if (made == NULL)
        return error_memory(err);
    share.step = steps[step];
    *made = (rank_share){step, share, *forms, hit->shares};
    hit->shares = made;
    return DOSSIER_OK;
}

int explain_note(const ranking *r, found *hit, enum explain_step step, dossier_share share, dossier_error *err) {
    static const form_set all;
    return explain_note_term(r, hit, step, share, &all, err);
}

/* ------------------------------------------------------------------------------------- what the search itself gave */

#define NO_COLUMN SIZE_MAX

/* A node of the tree, those below it right behind it. */
typedef struct place {
    const query_node *node;
    size_t end;    /* the next node that is not below it */
    size_t text;   /* QUERY_TERM that scores: the column of its counts */
    size_t chosen; /* the column of what says whether it matches; NO_COLUMN: `has` does, or its children */
    unsigned char *has; /* what is visited: of each document, 1 where it matches */
    int matches, counts;
} place;

/* A part's hits and its tree, laid out. */
typedef struct laying {
    const ranking *r;
    session_part *p;
    place *places;
    size_t place_count;
    evidence_term *terms; /* the columns */
    evidence e;
    found **hits; /* of each document */
} laying;

static size_t count_nodes(const query_node *node) {
    size_t count = 1;
    for (size_t i = 0; i < node->child_count; i++)
        count += count_nodes(node->children[i]);
    return count;
}

static size_t add_column(laying *l, enum query_field field, const query_node *node) {
    l->terms[l->e.term_count] = (evidence_term){field, node->term, node->forms};
    return l->e.term_count++;
}

/* in_run: the node is a word of a phrase, whose field is the phrase's to check. */
static void lay_out(laying *l, const query_node *node, int in_run) {
    place *at = &l->places[l->place_count++];
    int run = node->kind == QUERY_PHRASE || node->kind == QUERY_NEAR;
    *at = (place){.node = node, .text = NO_COLUMN, .chosen = NO_COLUMN};
    enum query_field field = node->kind == QUERY_LANG ? FIELD_LANG : in_run ? FIELD_TEXT : node->field;
    if (node->kind == QUERY_TERM && (field == FIELD_TEXT || field == FIELD_TITLE))
        at->text = at->chosen = add_column(l, FIELD_TEXT, node);
    if ((node->kind == QUERY_TERM || node->kind == QUERY_LANG) && field != FIELD_TEXT)
        at->chosen = add_column(l, field, node);
    for (size_t i = 0; i < node->child_count; i++)
        lay_out(l, node->children[i], run);
    at->end = l->place_count;
}

/* Notes which of the documents are visited. */
typedef struct marking {
    const evidence *e;
    unsigned char *has;
    size_t next;
} marking;

static int mark(void *context, const visited *v) {
    marking *m = context;
    while (m->next < m->e->document_count && m->e->documents[m->next] < v->document)
        m->next++;
    if (m->next < m->e->document_count && m->e->documents[m->next] == v->document)
        m->has[m->next] = 1;
    return m->next == m->e->document_count;
}

static int is_visited(const query_node *node) {
    return node->kind == QUERY_PHRASE || node->kind == QUERY_NEAR || node->kind == QUERY_DATE ||
           node->kind == QUERY_ARTICLE;
}

static int visit_places(laying *l, dossier_error *err) {
    int status = DOSSIER_OK;
    for (size_t i = 0; i < l->place_count && status >= 0; i++) {
        place *at = &l->places[i];
        if (!is_visited(at->node))
            continue;
        at->has = calloc(l->e.document_count + 1, 1);
        if (at->has == NULL)
            return error_memory(err);
        marking m = {&l->e, at->has, 0};
        status = l->p->m.backend->reader_visit(l->p->reader, at->node, mark, &m, err);
    }
    return status < 0 ? status : DOSSIER_OK;
}

static int group_matches(const laying *l, const place *group) {
    size_t first = (size_t)(group - l->places) + 1;
    int must = 0, should = 0, any_should = 0;
    for (size_t i = first; i < group->end; i = l->places[i].end) {
        enum query_role role = l->places[i].node->role;
        int matches = l->places[i].matches;
        if ((role == ROLE_MUST && !matches) || (role == ROLE_NOT && matches))
            return 0;
        must |= role == ROLE_MUST;
        any_should |= role == ROLE_SHOULD;
        should |= role == ROLE_SHOULD && matches;
    }
    return first < group->end && (must || should || !any_should);
}

static int place_matches(const laying *l, const place *at, size_t document) {
    if (at->has != NULL)
        return at->has[document];
    if (at->chosen != NO_COLUMN) {
        const uint32_t *counts = &l->e.counts[document * l->e.term_count];
        return counts[at->chosen] > 0 && (at->text == NO_COLUMN || counts[at->text] > 0);
    }
    if (at->node->kind == QUERY_ALL || at->node->kind == QUERY_NONE)
        return at->node->kind == QUERY_ALL;
    return group_matches(l, at);
}

/* Notes the terms that count in a document. */
static int note_document(laying *l, size_t document, double average, dossier_error *err) {
    const uint32_t *counts = &l->e.counts[document * l->e.term_count];
    uint32_t length = l->e.lengths[document];
    double inverse = bm25_inverse_norm(length, average);
    int status = DOSSIER_OK;
    for (size_t i = l->place_count; i-- > 0;)
        l->places[i].matches = place_matches(l, &l->places[i], document);
    l->places[0].counts = l->places[0].matches;
    for (size_t i = 0; i < l->place_count && status == DOSSIER_OK; i++) {
        const place *at = &l->places[i];
        for (size_t k = i + 1; k < at->end; k = l->places[k].end)
            l->places[k].counts = at->counts && l->places[k].matches && l->places[k].node->role != ROLE_NOT;
        if (!at->counts || at->text == NO_COLUMN)
            continue;
        dossier_share share = {.term = at->node->term,
                               .score = bm25_part(at->node->weight, counts[at->text], inverse),
                               .weight = at->node->weight,
                               .count = counts[at->text],
                               .length = length};
        status = explain_note_term(l->r, l->hits[document], EXPLAIN_WORD, share, &at->node->forms, err);
    }
    return status;
}

static int compare_found(const void *a, const void *b) {
    const found *x = *(found *const *)a, *y = *(found *const *)b;
    return (x->at.document > y->at.document) - (x->at.document < y->at.document);
}

/* Notes for the documents of l->hits, which are in order. */
static int note_all(laying *l, const query_node *root, double average, dossier_error *err) {
    size_t nodes = count_nodes(root), documents = l->e.document_count;
    uint64_t *numbers = malloc((documents + 1) * sizeof *numbers);
    l->places = malloc(nodes * sizeof *l->places);
    l->terms = malloc(2 * nodes * sizeof *l->terms);
    if (l->places != NULL && l->terms != NULL)
        lay_out(l, root, 0);
    l->e.terms = l->terms;
    l->e.documents = numbers;
    l->e.counts = malloc((documents * l->e.term_count + 1) * sizeof *l->e.counts);
    l->e.lengths = malloc((documents + 1) * sizeof *l->e.lengths);
    int status = numbers == NULL || l->places == NULL || l->terms == NULL || l->e.counts == NULL ||
                         l->e.lengths == NULL
                     ? error_memory(err)
                     : DOSSIER_OK;
    for (size_t i = 0; i < documents && status == DOSSIER_OK; i++)
        numbers[i] = l->hits[i]->at.document;
    if (status == DOSSIER_OK)
        status = l->p->m.backend->reader_evidence(l->p->reader, &l->e, err);
    if (status == DOSSIER_OK)
        status = visit_places(l, err);
    for (size_t i = 0; i < documents && status == DOSSIER_OK; i++)
        status = note_document(l, i, average, err);
    for (size_t i = 0; i < l->place_count; i++)
        free(l->places[i].has);
    free(numbers);
    free(l->places);
    free(l->terms);
    free(l->e.counts);
    free(l->e.lengths);
    return status;
}

int explain_words(const ranking *r, found *hits, size_t count, dossier_error *err) {
    uint64_t passages;
    double average;
    int status = DOSSIER_OK;
    found *some[RANK_CANDIDATES];
    session_sums(r->s, &passages, &average);
    for (size_t part = 0; part < r->s->count; part++) {
        for (size_t i = 0; i < count && status == DOSSIER_OK;) {
            laying l = {.r = r, .p = &r->s->parts[part], .hits = some};
            for (; i < count && l.e.document_count < RANK_CANDIDATES; i++)
                if (hits[i].part == part)
                    some[l.e.document_count++] = &hits[i];
            if (l.e.document_count == 0)
                break;
            qsort(some, l.e.document_count, sizeof *some, compare_found);
            status = note_all(&l, r->trees[part].root, average, err);
        }
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------- telling */

/* The forms of a term that are named in full. */
#define FORMS_NAMED 4

/* How many passages, or articles, have a term. */
typedef struct explain_frequency {
    dossier_str term;
    form_set forms;
    int articles;
    uint64_t frequency;
} explain_frequency;

void explain_memory_free(explain_memory *memory) {
    free(memory->items);
    *memory = (explain_memory){0};
}

static int look_up(const ranking *r, explain_memory *memory, const rank_share *of, int articles, uint64_t *out,
                   dossier_error *err) {
    dossier_str text = of->share.term;
    for (size_t i = 0; i < memory->count; i++) {
        const explain_frequency *known = &memory->items[i];
        if (known->articles == articles && is_same(known->term, &known->forms, text, &of->forms)) {
            *out = known->frequency;
            return DOSSIER_OK;
        }
    }
    int status = articles ? rank_article_frequency(r, text, &of->forms, out, err)
                          : form_frequency(r->s, FIELD_TEXT, text, &of->forms, out, err);
    if (status != DOSSIER_OK)
        return status;
    if (memory->count == memory->capacity) {
        size_t capacity = memory->capacity == 0 ? 16 : 2 * memory->capacity;
        explain_frequency *items = realloc(memory->items, capacity * sizeof *items);
        if (items == NULL)
            return error_memory(err);
        memory->items = items;
        memory->capacity = capacity;
    }
    memory->items[memory->count++] = (explain_frequency){text, of->forms, articles, *out};
    return DOSSIER_OK;
}

static int step_of(const dossier_share *share) {
    int step = 0;
    while (steps[step] != share->step)
        step++;
    return step;
}

/* The steps in order, in each what adds most first. */
static int compare_shares(const void *a, const void *b) {
    const dossier_share *x = a, *y = b;
    int order = step_of(x) - step_of(y);
    if (order != 0)
        return order;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    size_t size = x->term.size < y->term.size ? x->term.size : y->term.size;
    order = size == 0 ? 0 : memcmp(x->term.data, y->term.data, size);
    return order != 0 ? order : (x->term.size > y->term.size) - (x->term.size < y->term.size);
}

/* A term as it is told: in all forms by its stem, in one or some of them as they were asked for, =doors or
 * =nation,nationals. */
static int name_term(const ranking *r, const rank_share *of, dossier_str *out) {
    buffer name = {0};
    int bad = 0;
    for (size_t i = 0; i < of->forms.count && i <= FORMS_NAMED; i++) {
        bad |= buffer_put(&name, i == 0 ? "=" : ",", 1) != 0;
        dossier_str form = i < FORMS_NAMED ? of->forms.forms[i] : dossier_string("...");
        bad |= buffer_put(&name, form.data, form.size) != 0;
    }
    dossier_str text = of->forms.count > 0 ? (dossier_str){name.data, name.size} : of->share.term;
    bad |= bad || result_copy(r->explain, text, out) != 0;
    buffer_free(&name);
    return -bad;
}

/* Fills in what is known of a share's term in the whole index. */
static int complete(const ranking *r, explain_memory *memory, const rank_share *of, dossier_share *share,
                    dossier_error *err) {
    int articles = of->step == EXPLAIN_ARTICLE;
    if (share->term.size == 0)
        return DOSSIER_OK;
    int status = look_up(r, memory, of, articles, &share->with, err);
    for (size_t i = 0; i < r->s->count; i++)
        share->all += articles ? r->s->parts[i].totals.articles : r->s->parts[i].totals.passages;
    if (status == DOSSIER_OK && name_term(r, of, &share->term) != 0)
        status = error_memory(err);
    return status;
}

int explain_tell(const ranking *r, const found *hit, explain_memory *memory, dossier_explanation *out,
                 dossier_error *err) {
    size_t count = 0;
    for (const rank_share *s = hit->shares; s != NULL; s = s->next)
        count++;
    dossier_share *shares = result_alloc(r->explain, count * sizeof *shares);
    if (shares == NULL)
        return error_memory(err);
    out->shares = shares;
    int status = DOSSIER_OK;
    for (const rank_share *s = hit->shares; s != NULL && status == DOSSIER_OK; s = s->next) {
        shares[out->share_count] = s->share;
        status = complete(r, memory, s, &shares[out->share_count++], err);
    }
    if (status == DOSSIER_OK && count > 1)
        qsort(shares, count, sizeof *shares, compare_shares);
    return status;
}
