/* like.c: more like an article: the terms that tell it from others, asked for.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/like.h"

#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "engine/logarithm.h"
#include "engine/text/analyzer.h"
#include "query/resolve.h"

/* What is read of a long article. */
#define PASSAGES_READ 200
/* The terms whose frequency is looked up to choose among them: those that stand most often. */
#define TERMS_LOOKED_UP 1000

/* A term of the article; first one for each time it stands there. */
typedef struct counted {
    term_id id;
    uint32_t count;
    uint32_t passages; /* of the article's that have it; until it is counted: the passage */
    double worth;
    dossier_str text;
} counted;

/* What is gathered of the article. */
typedef struct gathering {
    session *s;
    vocabulary *words;
    counted *items;
    size_t count, capacity;
    token_list tokens;
    dossier_error *err;
} gathering;

/* Adds the words of a text that stands in a passage. */
static int add_text(gathering *g, dossier_str text, uint32_t passage) {
    g->tokens.count = 0;
    int status = analyze(g->words, text.data, 0, text.size, &g->tokens, g->err);
    if (status != DOSSIER_OK)
        return status;
    if (g->count + g->tokens.count > g->capacity) {
        size_t capacity = 2 * (g->count + g->tokens.count);
        counted *items = realloc(g->items, capacity * sizeof *items);
        if (items == NULL)
            return error_memory(g->err);
        g->items = items;
        g->capacity = capacity;
    }
    for (size_t i = 0; i < g->tokens.count; i++) {
        const token *t = &g->tokens.items[i];
        /* The whole of hyphened words is counted by its words. */
        if (t->joined || vocabulary_is_stop(g->words, text.data + t->start, t->end - t->start))
            continue;
        g->items[g->count++] = (counted){.id = t->term, .count = 1, .passages = passage};
    }
    return DOSSIER_OK;
}

/* The words of a part that a language's passages have. */
static vocabulary *words_of(const session_part *p, dossier_str lang) {
    for (size_t i = 0; i < p->lang_count; i++)
        if (strlen(p->langs[i].lang) == lang.size && memcmp(p->langs[i].lang, lang.data, lang.size) == 0)
            return p->langs[i].words;
    return p->langs[0].words;
}

static int read_article(gathering *g, session_part *p, uint64_t document, uint64_t passages) {
    int status = DOSSIER_OK;
    for (uint64_t i = 0; i < passages && i < PASSAGES_READ && status == DOSSIER_OK; i++) {
        stored_passage stored;
        status = p->m.backend->reader_passage(p->reader, document + i, &stored, g->err);
        if (status != DOSSIER_OK)
            return status;
        if (i == 0) {
            g->words = words_of(p, stored.lang);
            status = add_text(g, stored.title, 0);
        }
        if (status == DOSSIER_OK)
            status = add_text(g, stored.text, (uint32_t)i);
        buffer_free(&stored.memory);
    }
    return status;
}

static int compare_places(const void *a, const void *b) {
    const counted *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->passages > y->passages) - (x->passages < y->passages);
}

/* What is worth most first; of equal ones that whose text is less, whatever numbers they have. */
static int compare_worth(const void *a, const void *b) {
    const counted *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth < y->worth ? 1 : -1;
    size_t size = x->text.size < y->text.size ? x->text.size : y->text.size;
    int order = memcmp(x->text.data, y->text.data, size);
    return order != 0 ? order : (x->text.size > y->text.size) - (x->text.size < y->text.size);
}

static void sort(counted *items, size_t count, int (*compare)(const void *, const void *)) {
    if (count > 1)
        qsort(items, count, sizeof *items, compare);
}

/* Makes one of the times that a term stands in the article, and puts those that stand most often first. */
static void count_terms(gathering *g) {
    size_t kept = 0;
    uint32_t last = 0;
    sort(g->items, g->count, compare_places);
    for (size_t i = 0; i < g->count; i++) {
        counted c = g->items[i];
        counted *to = kept > 0 ? &g->items[kept - 1] : NULL;
        if (to != NULL && to->id == c.id) {
            to->count++;
            to->passages += c.passages != last;
        } else {
            const term *named = vocabulary_term(g->words, c.id);
            g->items[kept++] = (counted){c.id, 1, 1, 0, {named->text, named->size}};
        }
        last = c.passages;
    }
    g->count = kept;
    for (size_t i = 0; i < kept; i++)
        g->items[i].worth = g->items[i].count;
    sort(g->items, kept, compare_worth);
}

static int frequency_of(const gathering *g, dossier_str text, uint64_t *out) {
    *out = 0;
    for (size_t i = 0; i < g->s->count; i++) {
        session_part *part = &g->s->parts[i];
        uint64_t frequency;
        int status = part->m.backend->reader_frequency(part->reader, FIELD_TEXT, text, NULL, &frequency, g->err);
        if (status != DOSSIER_OK)
            return status;
        *out += frequency;
    }
    return DOSSIER_OK;
}

/* Puts those that tell most first. */
static int weigh_terms(gathering *g) {
    uint64_t passages;
    double average;
    size_t looked_up = g->count < TERMS_LOOKED_UP ? g->count : TERMS_LOOKED_UP, kept = 0;
    session_sums(g->s, &passages, &average);
    for (size_t i = 0; i < looked_up; i++) {
        uint64_t frequency;
        int status = frequency_of(g, g->items[i].text, &frequency);
        if (status != DOSSIER_OK)
            return status;
        /* What only this article has finds no other. */
        if (frequency <= g->items[i].passages)
            continue;
        g->items[i].worth = bm25_weight(g->items[i].count, (double)passages, (double)frequency);
        g->items[kept++] = g->items[i];
    }
    g->count = kept;
    sort(g->items, kept, compare_worth);
    return DOSSIER_OK;
}

int like_find(session *s, dossier_str key, like *out, dossier_error *err) {
    uint64_t passages = 0;
    int status = 0;
    *out = (like){0};
    for (size_t i = 0; i < s->count && status == 0; i++) {
        session_part *p = &s->parts[i];
        out->part = i;
        status = p->m.backend->reader_find(p->reader, key, &out->document, &passages, err);
    }
    if (status == 0)
        return error_set(err, DOSSIER_ERR_ARGUMENT,
                         "there is no article with the key '%.*s' to find others like: give a key as hits show it",
                         (int)(key.size < 200 ? key.size : 200), key.data);
    if (status < 0)
        return status;
    gathering g = {.s = s, .err = err};
    status = read_article(&g, &s->parts[out->part], out->document, passages);
    if (status == DOSSIER_OK) {
        count_terms(&g);
        out->lang = vocabulary_lang(g.words);
        status = weigh_terms(&g);
    }
    for (size_t i = 0; i < g.count && i < LIKE_TERMS && status == DOSSIER_OK; i++)
        out->terms[out->term_count++] = (like_term){g.items[i].text, 1.0 + logarithm(g.items[i].count)};
    free(g.items);
    token_list_free(&g.tokens);
    return status;
}

void like_add(const like *l, query_tree *tree, size_t part, const char *lang, int words) {
    query_node *all = tree_node(tree, QUERY_GROUP);
    int same = strcmp(lang, l->lang) == 0 && l->term_count > 0;
    query_node *terms = tree_node(tree, same ? QUERY_GROUP : QUERY_NONE);
    for (size_t i = 0; i < l->term_count && same; i++) {
        query_node *made = tree_term(tree, FIELD_TEXT, l->terms[i].text.data, l->terms[i].text.size);
        if (made != NULL)
            made->count = l->terms[i].count;
        tree_add(tree, terms, made, ROLE_SHOULD);
    }
    if (words)
        tree_add(tree, all, tree->root, ROLE_MUST);
    tree_add(tree, all, terms, ROLE_MUST);
    query_node *itself = part == l->part ? tree_node(tree, QUERY_ARTICLE) : NULL;
    if (itself != NULL)
        itself->document = l->document;
    tree_add(tree, all, itself, ROLE_NOT);
    tree->root = all;
}
