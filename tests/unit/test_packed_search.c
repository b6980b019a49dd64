/* test_packed_search.c: searching packed segments against scoring every passage the slow way.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/packed/plan.h"
#include "tests/unit/support.h"

#define WORDS 48      /* of the text, "w0" the most frequent; the last is nowhere */
#define NAMES 6       /* terms of author, key and language */
#define CHILDREN_MAX 8

/* ------------------------------------------------------------------------------------------------ the collection */

typedef struct occurrence {
    uint32_t count;
    uint32_t *positions;
} occurrence;

/* A segment with all that was put into it. */
typedef struct collection {
    search_segment s;
    uint32_t *lengths;
    uint16_t *narrow;
    uint32_t *article_of, *first_passage, *dates, *title_words;
    uint64_t *removed;
    occurrence (*has)[WORDS];      /* of each passage */
    unsigned char *titles;         /* WORDS of each article: whether its title has it */
    unsigned char *names[3];       /* NAMES of each article: author, key, language */
    buffer lists, positions;
    posting_extent extents[2 + 3][WORDS];
    uint64_t at[2 + 3][WORDS], positions_at[2 + 3][WORDS];
} collection;

static dossier_str word_name(unsigned number) {
    static char names[WORDS][8];
    snprintf(names[number], sizeof names[number], "w%u", number);
    return dossier_string(names[number]);
}

/* Those that are searched, by the number of which their base is a multiple. */
#define SEGMENTS 4
#define BASE 1000000
static collection *opened[SEGMENTS];

static int find(const search_segment *s, enum query_field field, dossier_str text, posting_list *out,
                dossier_error *err) {
    const collection *c = opened[s->base / BASE];
    unsigned number = (unsigned)strtoul(text.data + 1, NULL, 10);
    const posting_extent *e = &c->extents[field][number];
    (void)err;
    if (e->frequency == 0)
        return 0;
    *out = (posting_list){.data = (const unsigned char *)c->lists.data + c->at[field][number],
                          .size = e->size,
                          .positions = (const unsigned char *)c->positions.data + c->positions_at[field][number],
                          .positions_size = e->positions_size,
                          .frequency = e->frequency,
                          .kind = field == FIELD_TEXT ? POSTINGS_FULL : POSTINGS_BARE};
    return 1;
}

/* A word, the first ones often and the others rarely. */
static unsigned draw_word(rng *r) {
    unsigned most = WORDS - 1;
    while (most > 1 && rng_once_in(r, 2) == 0)
        most = (most + 1) * 3 / 4;
    return (unsigned)rng_below(r, most);
}

static void add_occurrence(occurrence *o, uint32_t position) {
    if ((o->count & (o->count - 1)) == 0)
        o->positions = realloc(o->positions, (o->count == 0 ? 1 : 2 * (size_t)o->count) * sizeof *o->positions);
    o->positions[o->count++] = position;
}

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Every passage has as many words, each once: nearly all scores are equal, and the order is that of age. */
static int uniform;

#define UNIFORM_WORDS 8

static void make_uniform(collection *c, rng *r, uint32_t passage) {
    for (uint32_t i = 1; i <= UNIFORM_WORDS; i++) {
        unsigned word = draw_word(r);
        while (c->has[passage][word].count > 0)
            word = (word + 1) % (WORDS - 1);
        add_occurrence(&c->has[passage][word], i);
    }
    c->lengths[passage] = UNIFORM_WORDS;
}

/* Fills a passage: its article's title, and a run of words. */
static void make_passage(collection *c, rng *r, uint32_t passage, const unsigned *title, uint32_t title_words,
                         uint32_t words) {
    uint32_t position = 0;
    occurrence *has = c->has[passage];
    for (uint32_t i = 0; i < title_words; i++)
        add_occurrence(&has[title[i]], ++position);
    position++;
    for (uint32_t i = 0; i < words; i++) {
        unsigned word = words > 1000 ? (unsigned)rng_below(r, 3) : draw_word(r);
        add_occurrence(&has[word], ++position);
        /* Another form of the word at the same place, and joined words at none. */
        if (rng_once_in(r, 15) && has[(word + 1) % (WORDS - 1)].count > 0 && word + 2 < WORDS)
            add_occurrence(&has[word + 1], position);
        if (rng_once_in(r, 40))
            add_occurrence(&has[draw_word(r)], 0);
        if (rng_once_in(r, 10))
            position++;
    }
    for (unsigned word = 0; word < WORDS; word++) {
        occurrence *o = &has[word];
        if (o->count > 1)
            qsort(o->positions, o->count, sizeof *o->positions, compare_numbers);
        uint32_t kept = 0;
        for (uint32_t i = 0; i < o->count; i++)
            if (kept == 0 || o->positions[i] == 0 || o->positions[i] != o->positions[kept - 1])
                o->positions[kept++] = o->positions[i];
        o->count = kept;
        c->lengths[passage] += kept;
    }
}

static void write_lists(collection *c, posting_writer *w) {
    dossier_error err;
    for (unsigned field = 0; field < 5; field++) {
        for (unsigned word = 0; word < (field < 2 ? WORDS : NAMES); word++) {
            posting_writer_begin(w, field == FIELD_TEXT ? POSTINGS_FULL : POSTINGS_BARE);
            for (uint32_t i = 0; field == FIELD_TEXT && i < c->s.passages; i++)
                if (c->has[i][word].count > 0)
                    assert_ok(posting_writer_add(w, i, c->lengths[i], c->has[i][word].count, c->has[i][word].positions,
                                                 &err), &err);
            for (uint32_t i = 0; field != FIELD_TEXT && i < c->s.articles; i++)
                if (field == FIELD_TITLE ? c->titles[i * WORDS + word] : c->names[field - 2][i * NAMES + word])
                    assert_ok(posting_writer_add(w, i, 0, 0, NULL, &err), &err);
            c->at[field][word] = c->lists.size;
            c->positions_at[field][word] = c->positions.size;
            assert_ok(posting_writer_end(w, &c->lists, &c->positions, &c->extents[field][word], &err), &err);
        }
    }
}

/* An article's passages, its title, and what it can be chosen by. */
static void make_article(collection *c, rng *r, uint32_t article, uint32_t passages, int wide) {
    unsigned title[5];
    uint32_t words = uniform ? 0 : (uint32_t)rng_below(r, 6);
    for (uint32_t i = 0; i < words; i++) {
        title[i] = draw_word(r);
        c->titles[article * WORDS + title[i]] = 1;
    }
    c->title_words[article] = words;
    c->dates[article] = rng_once_in(r, 4) ? 0 : 20200000 + (uint32_t)rng_below(r, 3) * 10000 + 715;
    for (unsigned i = 0; i < 3; i++)
        if (!rng_once_in(r, 5))
            c->names[i][article * NAMES + rng_below(r, NAMES - 1)] = 1;
    for (uint32_t i = 0; i < passages; i++) {
        uint32_t length = wide && rng_once_in(r, 400) ? 70000 : (uint32_t)rng_below(r, rng_once_in(r, 9) ? 300 : 40);
        c->article_of[c->s.passages] = article;
        if (uniform)
            make_uniform(c, r, c->s.passages++);
        else
            make_passage(c, r, c->s.passages++, title, words, length);
    }
}

static collection *make_collection(rng *r, uint32_t passages, uint64_t base, int wide, int removed) {
    collection *c = calloc(1, sizeof *c);
    uint32_t room = passages + 300, article = 0;
    c->lengths = calloc(room, sizeof *c->lengths);
    c->article_of = calloc(room, sizeof *c->article_of);
    c->first_passage = calloc(room, sizeof *c->first_passage);
    c->dates = calloc(room, sizeof *c->dates);
    c->title_words = calloc(room, sizeof *c->title_words);
    c->has = calloc(room, sizeof *c->has);
    c->titles = calloc(room, WORDS);
    for (unsigned i = 0; i < 3; i++)
        c->names[i] = calloc(room, NAMES);
    c->s.base = base;
    while (c->s.passages < passages) {
        c->first_passage[article] = c->s.passages;
        make_article(c, r, article++, 1 + (uint32_t)rng_below(r, rng_once_in(r, 30) ? 299 : 12), wide);
    }
    c->s.articles = article;
    c->first_passage[article] = c->s.passages;
    if (removed) {
        c->removed = calloc(room / 64 + 1, sizeof *c->removed);
        for (uint32_t a = 0; a < article; a++)
            for (uint32_t i = c->first_passage[a]; a % 7 == 3 && i < c->first_passage[a + 1]; i++)
                c->removed[i / 64] |= (uint64_t)1 << i % 64;
    }
    if (!wide) {
        c->narrow = calloc(room, sizeof *c->narrow);
        for (uint32_t i = 0; i < c->s.passages; i++)
            c->narrow[i] = (uint16_t)c->lengths[i];
    }
    c->s.name = "a segment";
    c->s.lengths = wide ? (void *)c->lengths : (void *)c->narrow;
    c->s.wide_lengths = wide;
    c->s.first_passage = c->first_passage;
    c->s.dates = c->dates;
    c->s.title_words = c->title_words;
    c->s.removed = c->removed;
    c->s.find = find;
    return c;
}

static void free_collection(collection *c) {
    for (uint32_t i = 0; i < c->s.passages; i++)
        for (unsigned word = 0; word < WORDS; word++)
            free(c->has[i][word].positions);
    free(c->lengths);
    free(c->narrow);
    free(c->article_of);
    free(c->first_passage);
    free(c->dates);
    free(c->title_words);
    free(c->removed);
    free(c->has);
    free(c->titles);
    for (unsigned i = 0; i < 3; i++)
        free(c->names[i]);
    buffer_free(&c->lists);
    buffer_free(&c->positions);
    free(c);
}

/* ---------------------------------------------------------------------------------------------------- the slow way */

static unsigned number_of(const query_node *node) {
    return (unsigned)strtoul(node->term.data + 1, NULL, 10);
}

static int has_position(const occurrence *o, uint64_t position) {
    for (uint32_t i = 0; i < o->count; i++)
        if (o->positions[i] == position)
            return 1;
    return 0;
}

/* Tries every way to give children `c` and on a place each. */
static int slow_near(const collection *c, uint32_t passage, const query_node *node, size_t child, uint32_t *taken) {
    if (child == node->child_count) {
        uint32_t low = UINT32_MAX, high = 0;
        for (size_t i = 0; i < child; i++) {
            low = taken[i] < low ? taken[i] : low;
            high = taken[i] > high ? taken[i] : high;
        }
        return high - low <= node->span;
    }
    const occurrence *o = &c->has[passage][number_of(node->children[child])];
    uint32_t last = node->field == FIELD_TITLE ? c->title_words[c->article_of[passage]] : UINT32_MAX;
    for (uint32_t i = 0; i < o->count; i++) {
        int clash = o->positions[i] == 0 || o->positions[i] > last;
        for (size_t j = 0; j < child && !clash; j++)
            clash = taken[j] == o->positions[i] || (node->ordered && taken[j] > o->positions[i]) ||
                    (taken[j] > o->positions[i] ? taken[j] - o->positions[i] : o->positions[i] - taken[j]) > node->span;
        taken[child] = o->positions[i];
        if (!clash && slow_near(c, passage, node, child + 1, taken))
            return 1;
    }
    return 0;
}

static int slow_phrase(const collection *c, uint32_t passage, const query_node *node) {
    const occurrence *first = &c->has[passage][number_of(node->children[0])];
    uint32_t last = node->field == FIELD_TITLE ? c->title_words[c->article_of[passage]] : UINT32_MAX;
    for (uint32_t i = 0; i < first->count; i++) {
        size_t word = 0;
        while (word < node->child_count && first->positions[i] > 0 &&
               has_position(&c->has[passage][number_of(node->children[word])], first->positions[i] + word) &&
               first->positions[i] + word <= last)
            word++;
        if (word == node->child_count)
            return 1;
    }
    return 0;
}

static double slow_part(const collection *c, uint32_t passage, const query_node *node, double average) {
    uint32_t f = c->has[passage][number_of(node)].count;
    return f == 0 ? 0 : bm25_part(node->weight, f, bm25_inverse_norm(c->lengths[passage], average));
}

static int slow_terms(const collection *c, uint32_t passage, const query_node *node, double average, double *score) {
    for (size_t i = 0; i < node->child_count; i++) {
        if (c->has[passage][number_of(node->children[i])].count == 0)
            return 0;
        *score += slow_part(c, passage, node->children[i], average);
    }
    return 1;
}

/* Whether a passage matches, and then its score. */
static int slow(const collection *c, uint32_t passage, const query_node *node, double average, double *score) {
    uint32_t article = c->article_of[passage], taken[CHILDREN_MAX];
    int must = 0, should = 0, any_should = 0, ok = 1;
    double part;
    *score = 0;
    switch (node->kind) {
    case QUERY_TERM:
        if (node->field > FIELD_TITLE)
            return c->names[node->field - 2][article * NAMES + number_of(node)];
        *score = slow_part(c, passage, node, average);
        return c->has[passage][number_of(node)].count > 0 &&
               (node->field == FIELD_TEXT || c->titles[article * WORDS + number_of(node)]);
    case QUERY_PHRASE:
        return slow_terms(c, passage, node, average, score) && slow_phrase(c, passage, node);
    case QUERY_NEAR:
        return slow_terms(c, passage, node, average, score) && slow_near(c, passage, node, 0, taken);
    case QUERY_DATE:
        return c->dates[article] != 0 && c->dates[article] >= node->from && c->dates[article] <= node->to;
    case QUERY_ARTICLE:
        return opened[node->document / BASE] == c &&
               c->article_of[node->document - c->s.base] == article;
    case QUERY_LANG:
        return c->names[FIELD_LANG - 2][article * NAMES + number_of(node)];
    case QUERY_ALL:
        return 1;
    case QUERY_NONE:
        return 0;
    case QUERY_PREFIX:
    case QUERY_GROUP:
        break;
    }
    for (size_t i = 0; i < node->child_count && ok; i++) {
        enum query_role role = node->children[i]->role;
        int found = slow(c, passage, node->children[i], average, &part);
        must |= role == ROLE_MUST;
        any_should |= role == ROLE_SHOULD;
        should |= role == ROLE_SHOULD && found;
        ok = role == ROLE_MUST ? found : role == ROLE_NOT ? !found : 1;
        *score += found && role != ROLE_NOT ? part : 0;
    }
    return ok && node->child_count > 0 && (must || should || !any_should);
}

typedef struct slow_hit {
    ranked at;
    uint64_t article;
} slow_hit;

static int compare_hits(const void *a, const void *b) {
    const slow_hit *x = a, *y = b;
    if (x->at.score != y->at.score)
        return x->at.score > y->at.score ? -1 : 1;
    return (x->at.document > y->at.document) - (x->at.document < y->at.document);
}

/* All hits, best first. */
static size_t slow_search(size_t count, const search_request *request, slow_hit *hits) {
    size_t found = 0, kept = 0;
    for (size_t s = 0; s < count; s++) {
        const collection *c = opened[s];
        for (uint32_t i = 0; i < c->s.passages; i++) {
            double score;
            if (c->removed != NULL && c->removed[i / 64] >> i % 64 & 1)
                continue;
            if (slow(c, i, request->query, request->average_length, &score))
                hits[found++] = (slow_hit){{c->s.base + i, score}, (uint64_t)s << 32 | c->article_of[i]};
        }
    }
    if (request->group == DOSSIER_GROUP_ARTICLE) {
        /* Those of one article are neighbours. */
        for (size_t i = 0; i < found; i++) {
            if (kept > 0 && hits[kept - 1].article == hits[i].article) {
                if (hits[i].at.score > hits[kept - 1].at.score)
                    hits[kept - 1] = hits[i];
            } else {
                hits[kept++] = hits[i];
            }
        }
        found = kept;
    }
    qsort(hits, found, sizeof *hits, compare_hits);
    return found;
}

/* ---------------------------------------------------------------------------------------------------- the queries */

typedef struct making {
    rng r;
    query_node nodes[400];
    query_node *children[400][CHILDREN_MAX];
    size_t count;
    size_t segments;
    uint64_t passages;
    uint64_t frequencies[WORDS];
} making;

static query_node *new_node(making *m, enum query_kind kind) {
    query_node *node = &m->nodes[m->count];
    *node = (query_node){.kind = kind, .children = m->children[m->count]};
    m->count++;
    return node;
}

static query_node *random_term(making *m, enum query_field field) {
    query_node *node = new_node(m, QUERY_TERM);
    unsigned word = field > FIELD_TITLE ? (unsigned)rng_below(&m->r, NAMES)
                  : rng_once_in(&m->r, 3) ? (unsigned)rng_below(&m->r, WORDS) : draw_word(&m->r);
    node->field = field;
    node->term = word_name(word);
    node->count = 1 + (double)rng_below(&m->r, 2);
    if (field <= FIELD_TITLE)
        node->weight = bm25_weight(node->count, (double)m->passages, (double)m->frequencies[word]);
    if (rng_once_in(&m->r, 12))
        node->weight = rng_once_in(&m->r, 2) ? 0 : 1e-11;
    return node;
}

static void add_child(query_node *node, query_node *child, enum query_role role) {
    child->role = role;
    node->children[node->child_count++] = child;
}

static query_node *random_near(making *m) {
    int phrase = rng_once_in(&m->r, 2);
    query_node *node = new_node(m, phrase ? QUERY_PHRASE : QUERY_NEAR);
    size_t terms = rng_once_in(&m->r, 12) ? 1 : 2 + rng_below(&m->r, rng_once_in(&m->r, 3) ? 3 : 1);
    node->field = rng_once_in(&m->r, 3) ? FIELD_TITLE : FIELD_TEXT;
    node->ordered = rng_once_in(&m->r, 2);
    for (size_t i = 0; i < terms; i++)
        add_child(node, random_term(m, FIELD_TEXT), ROLE_SHOULD);
    if (rng_once_in(&m->r, 5))
        node->children[terms - 1]->term = node->children[0]->term;
    else if (rng_once_in(&m->r, 3))
        node->children[terms - 1]->term = word_name((number_of(node->children[0]) + 1) % WORDS);
    node->span = (uint32_t)(terms - 1 + rng_below(&m->r, 5));
    return node;
}

static query_node *random_node(making *m, unsigned depth);

static query_node *random_group(making *m, unsigned depth) {
    query_node *node = new_node(m, rng_once_in(&m->r, 5) ? QUERY_PREFIX : QUERY_GROUP);
    size_t children = rng_once_in(&m->r, 15) ? 0 : 1 + rng_below(&m->r, CHILDREN_MAX / (1 + (depth > 0)));
    unsigned style = (unsigned)rng_below(&m->r, 5);
    for (size_t i = 0; i < children; i++) {
        int plain = style < 3 && !rng_once_in(&m->r, 6);
        query_node *child = plain ? random_term(m, FIELD_TEXT) : random_node(m, depth + 1);
        enum query_role role = (enum query_role)rng_below(&m->r, 3);
        if (node->kind == QUERY_PREFIX || (style == 0 && !rng_once_in(&m->r, 8)))
            role = ROLE_SHOULD;
        else if (style == 1 && !rng_once_in(&m->r, 8))
            role = ROLE_MUST;
        add_child(node, child, role);
    }
    return node;
}

/* A passage that is there or was. */
static uint64_t random_document(making *m) {
    const collection *c = opened[rng_below(&m->r, m->segments)];
    return c->s.base + rng_below(&m->r, c->s.passages);
}

static query_node *random_node(making *m, unsigned depth) {
    query_node *node;
    switch (rng_below(&m->r, depth > 2 ? 8 : 14)) {
    case 0:
        return random_term(m, FIELD_TITLE);
    case 1:
        return random_term(m, rng_once_in(&m->r, 2) ? FIELD_AUTHOR : FIELD_KEY);
    case 2:
        node = new_node(m, QUERY_LANG);
        node->term = word_name((unsigned)rng_below(&m->r, NAMES));
        return node;
    case 3:
        node = new_node(m, QUERY_DATE);
        node->from = 20200000 + (uint32_t)rng_below(&m->r, 3) * 10000;
        node->to = node->from + (uint32_t)rng_below(&m->r, 2) * 10000 + 9999;
        return node;
    case 4:
        if (!rng_once_in(&m->r, 3))
            return random_near(m);
        node = new_node(m, rng_once_in(&m->r, 2) ? QUERY_ARTICLE : rng_once_in(&m->r, 2) ? QUERY_ALL : QUERY_NONE);
        node->document = random_document(m);
        return node;
    case 5:
    case 6:
        return random_near(m);
    case 7:
        return random_term(m, FIELD_TEXT);
    default:
        return random_group(m, depth);
    }
}

/* The most frequent kinds of queries: words, all wanted or not, and some others. */
static query_node *random_plain(making *m) {
    query_node *node = new_node(m, QUERY_GROUP);
    size_t children = 1 + rng_below(&m->r, 5);
    enum query_role role = rng_once_in(&m->r, 2) ? ROLE_MUST : ROLE_SHOULD;
    for (size_t i = 0; i < children; i++)
        add_child(node, random_term(m, FIELD_TEXT), rng_once_in(&m->r, 9) ? ROLE_SHOULD : role);
    if (rng_once_in(&m->r, 4))
        add_child(node, random_node(m, 3), rng_once_in(&m->r, 2) ? ROLE_NOT : ROLE_MUST);
    return node;
}

/* ----------------------------------------------------------------------------------------------------- comparing */

typedef struct comparing {
    search_segment segments[SEGMENTS];
    size_t count;
    uint64_t passages;
    slow_hit *expected;
    ranked *hits;
    search_memory *memory;
} comparing;

/* What is visited, to be held against hits in the order of age. */
typedef struct visiting {
    const slow_hit *expected;
    size_t count;
    size_t seen;
} visiting;

static int visit_one(void *context, const visited *v) {
    visiting *x = context;
    if (x->seen == x->count || x->expected[x->seen].at.document != v->document)
        return 7;
    const collection *c = opened[v->document / BASE];
    uint32_t article = c->article_of[v->document - c->s.base];
    x->seen++;
    return v->date == c->dates[article] && v->article == x->expected[x->seen - 1].article ? 0 : 8;
}

static int compare_ages(const void *a, const void *b) {
    const slow_hit *x = a, *y = b;
    return (x->at.document > y->at.document) - (x->at.document < y->at.document);
}

static void compare_visit(comparing *x, const search_request *request, const char *what, uint64_t seed) {
    dossier_error err;
    search_request all = *request;
    all.group = DOSSIER_GROUP_NONE;
    visiting v = {x->expected, slow_search(x->count, &all, x->expected), 0};
    qsort(x->expected, v.count, sizeof *x->expected, compare_ages);
    int status = packed_visit(x->segments, x->count, request->query, x->memory, visit_one, &v, &err);
    assert_ok(status, &err);
    if (status != 0 || v.seen != v.count)
        fail_msg("%s, seed %" PRIu64 ": %zu of %zu visited, then %d", what, seed, v.seen, v.count, status);
}

static void compare_one(comparing *x, search_request *request, const char *what, uint64_t seed) {
    dossier_error err;
    size_t count;
    uint64_t matched;
    size_t all = slow_search(x->count, request, x->expected);
    static const uint64_t limits[] = {10, 0, 1, 100, UINT64_MAX};
    for (unsigned i = 0; i < 2 * COUNT(limits) + 2; i++) {
        request->limit = limits[i % COUNT(limits)];
        request->exact = i % 2 == 0;
        x->memory->way = i < COUNT(limits) ? SEARCH_ANY : i < 2 * COUNT(limits) ? SEARCH_GENERAL : SEARCH_ANY;
        x->memory->kernels = (enum kernel_kind)(i % 3);
        assert_ok(packed_search(x->segments, x->count, request, x->memory, x->hits, &count, &matched, &err), &err);
        size_t wanted = all < request->limit ? all : (size_t)request->limit;
        int same = count == wanted && (request->exact ? matched == all : matched <= all && matched >= count);
        for (size_t j = 0; j < count && same; j++)
            same = x->hits[j].document == x->expected[j].at.document && x->hits[j].score == x->expected[j].at.score;
        if (!same)
            fail_msg("%s, seed %" PRIu64 ", limit %" PRIu64 ", way %u: %zu hits of %" PRIu64 ", expected %zu of %zu",
                     what, seed, request->limit, (unsigned)x->memory->way, count, matched, wanted, all);
    }
}

static void begin(comparing *x, making *m, uint32_t size) {
    dossier_error err;
    posting_writer *w;
    assert_ok(posting_writer_new(&w, &err), &err);
    x->passages = 0;
    m->r.state = 77 + size;
    memset(m->frequencies, 0, sizeof m->frequencies);
    for (x->count = 0; x->count < SEGMENTS; x->count++) {
        uint32_t passages = x->count == 1 ? size : x->count == 0 ? 1 : size / 8 + 1;
        collection *c = make_collection(&m->r, passages, x->count * BASE + 1, x->count == 2,
                                        x->count == 1 && size % 2 == 1);
        write_lists(c, w);
        opened[x->count] = c;
        x->segments[x->count] = c->s;
        for (unsigned word = 0; word < WORDS; word++)
            m->frequencies[word] += c->extents[FIELD_TEXT][word].frequency;
        x->passages += c->s.passages;
    }
    m->passages = x->passages;
    m->segments = x->count;
    x->expected = calloc(x->passages, sizeof *x->expected);
    x->hits = calloc(x->passages, sizeof *x->hits);
    assert_ok(search_memory_new(&x->memory, &err), &err);
    posting_writer_free(w);
}

static void end(comparing *x) {
    search_memory_free(x->memory);
    free(x->expected);
    free(x->hits);
    for (size_t i = 0; i < x->count; i++)
        free_collection(opened[i]);
}

static void compare_many(uint32_t size, unsigned rounds) {
    comparing x;
    making *m = calloc(1, sizeof *m);
    begin(&x, m, size);
    for (unsigned i = 0; i < rounds; i++) {
        uint64_t seed = (uint64_t)size * 100000 + i;
        m->r.state = seed;
        m->count = 0;
        query_node *root = i % 2 == 0 ? random_plain(m) : random_node(m, 0);
        search_request request = {root, 25 + (double)rng_below(&m->r, 50), 10, DOSSIER_GROUP_NONE, 1};
        if (rng_once_in(&m->r, 3))
            request.group = DOSSIER_GROUP_ARTICLE;
        compare_one(&x, &request, i % 2 == 0 ? "a plain query" : "any query", seed);
        compare_visit(&x, &request, i % 2 == 0 ? "a plain query" : "any query", seed);
    }
    end(&x);
    free(m);
}

static void test_small(void **state) {
    (void)state;
    compare_many(150, 1500);
}

static void test_middle(void **state) {
    (void)state;
    compare_many(3001, 600);
}

static void test_large(void **state) {
    (void)state;
    compare_many(14001, 150);
}

static void test_equal_scores(void **state) {
    (void)state;
    uniform = 1;
    compare_many(30001, 120);
    uniform = 0;
}

/* ------------------------------------------------------------------------------------------------------- damage */

/* Bytes that are changed for a while. */
typedef struct damage {
    unsigned char *at[16];
    unsigned char was[16];
    size_t count;
} damage;

static void spoil(damage *d, rng *r, void *bytes, size_t size) {
    unsigned char *at = (unsigned char *)bytes + rng_below(r, size);
    if (size == 0)
        return;
    d->at[d->count] = at;
    d->was[d->count++] = *at;
    *at ^= (unsigned char)(1u << rng_below(r, 8));
}

static void mend(damage *d) {
    while (d->count > 0) {
        d->count--;
        *d->at[d->count] = d->was[d->count];
    }
}

/* Some bits of a segment are not what they were: mostly of lists, sometimes of what is beside them. */
static void spoil_some(damage *d, rng *r, collection *c) {
    for (size_t i = 1 + rng_below(r, 12); i > 0; i--) {
        switch (rng_below(r, 12)) {
        case 0:
            spoil(d, r, c->article_of, c->s.passages * sizeof *c->article_of);
            break;
        case 1:
            spoil(d, r, c->first_passage, (c->s.articles + 1) * sizeof *c->first_passage);
            break;
        case 2:
        case 3:
            spoil(d, r, c->positions.data, c->positions.size);
            break;
        default:
            spoil(d, r, c->lists.data, c->lists.size);
        }
    }
}

/* Gives lists memory of just their size, so that reading beyond them is noticed. */
static void trim(buffer *b) {
    if (b->size == 0)
        return;
    char *data = malloc(b->size);
    memcpy(data, b->data, b->size);
    free(b->data);
    b->data = data;
}

static void test_damage(void **state) {
    (void)state;
    comparing x;
    making *m = calloc(1, sizeof *m);
    dossier_error err;
    size_t count, damaged = 0;
    uint64_t matched;
    begin(&x, m, 2001);
    for (size_t i = 0; i < x.count; i++) {
        trim(&opened[i]->lists);
        trim(&opened[i]->positions);
    }
    for (unsigned i = 0; i < 4000; i++) {
        damage d = {.count = 0};
        m->r.state = 9000000 + i;
        m->count = 0;
        query_node *root = i % 2 == 0 ? random_plain(m) : random_node(m, 0);
        search_request request = {root, 30, i % 3 == 0 ? UINT64_MAX : 10, i % 7 == 0, (int)(i / 2 % 2)};
        spoil_some(&d, &m->r, opened[1]);
        x.memory->way = i % 5 == 4 ? SEARCH_GENERAL : SEARCH_ANY;
        x.memory->kernels = (enum kernel_kind)(i / 4 % 3);
        int status = packed_search(x.segments, x.count, &request, x.memory, x.hits, &count, &matched, &err);
        assert_true(status == DOSSIER_OK || status == DOSSIER_ERR_DAMAGED);
        if (status == DOSSIER_ERR_DAMAGED) {
            damaged++;
            assert_non_null(strstr(err.message, "a segment: "));
        }
        mend(&d);
    }
    assert_true(damaged > 20);
    end(&x);
    free(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small),
        cmocka_unit_test(test_middle),
        cmocka_unit_test(test_large),
        cmocka_unit_test(test_equal_scores),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
