/* test_forms.c: terms in some of their forms: listed, counted and searched for, against a naive reading of what the
 * passages say, whatever was added, replaced and removed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/analyzers.h"
#include "engine/bm25.h"
#include "engine/session.h"
#include "engine/text/analyzer.h"
#include "tests/unit/support.h"

enum { PASSAGES_MAX = 600, PAIRS_MAX = 400, NODES_MAX = 64, CHILDREN_MAX = 4, SET_MAX = 6, ARTICLES = 60 };

static const char *const some_words[] = {
    "nation",   "nations",  "national", "Nationals", "nationally", "open",      "opened",       "opens",
    "opening",  "happy",    "happier",  "happily",   "happiness",  "door",      "doors",        "treaty",
    "treaties", "caf\xC3\xA9", "cafes",    "Russia",    "Russia's",   "U.S.",      "neo-imperial", "imperial",
    "imperialism", "neoimperial", "neo-imperials", "the", "of",      "1,000",     "run",          "running",
    "\xC3\xA9tude", "etudes", "generously", "generous", "generously-minded"};

/* ---------------------------------------------------------------------------------------------- a naive reading */

/* A term in a form, as it is read. */
typedef struct pair {
    char term[64], form[64];
} pair;

/* A passage's words as pairs' numbers. */
typedef struct said {
    uint64_t document;
    char key[32];
    int words[4096];       /* all, joined ones too */
    size_t count, title;   /* the first so many are the title's */
    int sequence[4096];    /* those that have a place; -1 parts title, standfirst and text */
    size_t length;
    size_t title_length;
} said;

typedef struct model {
    pair pairs[PAIRS_MAX];
    size_t pair_count;
    said *passages;
    size_t count;
    double average;
    analyzers words;
} model;

static int pair_number(model *m, const vocabulary *v, const token *t) {
    pair p = {{0}, {0}};
    const term_form *form = vocabulary_term_form(v, t->form);
    const term *found = vocabulary_term(v, t->term);
    assert_true(found->size < sizeof p.term && form->size < sizeof p.form);
    memcpy(p.term, found->text, found->size);
    memcpy(p.form, form->text, form->size);
    size_t i = 0;
    while (i < m->pair_count && memcmp(&m->pairs[i], &p, sizeof p) != 0)
        i++;
    assert_true(i < PAIRS_MAX);
    m->pairs[i] = p;
    m->pair_count += i == m->pair_count;
    return (int)i;
}

static void read_text(model *m, vocabulary *v, dossier_str text, said *s) {
    token_list tokens = {0};
    dossier_error err;
    assert_ok(analyze(v, text.data, 0, text.size, &tokens, &err), &err);
    assert_true(s->count + tokens.count < COUNT(s->words) && s->length + tokens.count + 1 < COUNT(s->sequence));
    for (size_t i = 0; i < tokens.count; i++) {
        int number = pair_number(m, v, &tokens.items[i]);
        s->words[s->count++] = number;
        if (!tokens.items[i].joined)
            s->sequence[s->length++] = number;
    }
    token_list_free(&tokens);
}

typedef struct reading_all {
    model *m;
    const backend *b;
    backend_reader *reader;
    uint64_t documents[PASSAGES_MAX];
    size_t count;
} reading_all;

static int note_document(void *context, const visited *v) {
    reading_all *all = context;
    assert_true(all->count < PASSAGES_MAX);
    all->documents[all->count++] = v->document;
    return 0;
}

static void read_passage(reading_all *all, said *s, uint64_t document) {
    stored_passage p;
    dossier_error err;
    vocabulary *v;
    char lang[32];
    assert_ok(all->b->reader_passage(all->reader, document, &p, &err), &err);
    snprintf(lang, sizeof lang, "%.*s", (int)p.lang.size, p.lang.data);
    assert_ok(analyzers_get(&all->m->words, lang, &v, &err), &err);
    s->document = document;
    s->count = s->length = 0;
    snprintf(s->key, sizeof s->key, "%.*s", (int)p.key.size, p.key.data);
    read_text(all->m, v, p.title, s);
    s->title = s->count;
    s->title_length = s->length;
    s->sequence[s->length++] = -1;
    if (p.number == 0) {
        read_text(all->m, v, p.standfirst, s);
        s->sequence[s->length++] = -1;
    }
    read_text(all->m, v, p.text, s);
    buffer_free(&p.memory);
}

static void read_all(model *m, const backend *b, backend_reader *reader) {
    static const query_node everything = {.kind = QUERY_ALL};
    static reading_all all;
    dossier_error err;
    size_t words = 0;
    all = (reading_all){.m = m, .b = b, .reader = reader};
    m->pair_count = 0;
    assert_ok(b->reader_visit(reader, &everything, note_document, &all, &err), &err);
    m->count = all.count;
    for (size_t i = 0; i < all.count; i++) {
        read_passage(&all, &m->passages[i], all.documents[i]);
        words += m->passages[i].count;
    }
    m->average = words > 0 ? (double)words / (double)m->count : 1;
}

static bool strings_equal(dossier_str a, const char *b) {
    return a.size == strlen(b) && memcmp(a.data, b, a.size) == 0;
}

/* Whether a word is of a term in one of these forms. */
static bool is_meant(const model *m, int word, dossier_str text, const form_set *set) {
    if (word < 0 || !strings_equal(text, m->pairs[word].term))
        return false;
    for (size_t i = 0; i < set->count; i++)
        if (strings_equal(set->forms[i], m->pairs[word].form))
            return true;
    return set->count == 0;
}

static uint32_t count_words(const model *m, const said *s, size_t until, dossier_str text, const form_set *set) {
    uint32_t count = 0;
    for (size_t i = 0; i < until; i++)
        count += is_meant(m, s->words[i], text, set);
    return count;
}

static uint64_t count_passages(const model *m, dossier_str text, const form_set *set) {
    uint64_t count = 0;
    for (size_t i = 0; i < m->count; i++)
        count += count_words(m, &m->passages[i], m->passages[i].count, text, set) > 0;
    return count;
}

/* Tries every place for the children from `k` on. */
static bool stand_so(const model *m, const said *s, const query_node *node, size_t end, size_t k, size_t *taken) {
    if (k == node->child_count)
        return true;
    for (size_t at = 0; at < end; at++) {
        const query_node *child = node->children[k];
        bool fits = is_meant(m, s->sequence[at], child->term, &child->forms);
        for (size_t i = 0; i < k && fits; i++) {
            size_t apart = at > taken[i] ? at - taken[i] : taken[i] - at;
            fits = node->kind == QUERY_PHRASE ? at == taken[i] + k - i
                                              : at != taken[i] && apart <= node->span &&
                                                    (!node->ordered || at > taken[i]);
        }
        taken[k] = at;
        if (fits && stand_so(m, s, node, end, k + 1, taken))
            return true;
    }
    return false;
}

static bool matches(const model *m, const said *s, const query_node *node, double *score);

static bool matches_group(const model *m, const said *s, const query_node *node, double *score) {
    /* A group of nothing but what must not match has all else. */
    bool musts = false, shoulds = false, only_nots = true;
    double sum = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        double part = 0;
        bool match = matches(m, s, node->children[i], &part);
        enum query_role role = node->children[i]->role;
        if (role == ROLE_NOT ? match : role == ROLE_MUST && !match)
            return false;
        only_nots &= role == ROLE_NOT;
        musts |= role == ROLE_MUST;
        shoulds |= role == ROLE_SHOULD && match;
        sum += role != ROLE_NOT && match ? part : 0;
    }
    *score += sum;
    return musts || shoulds || only_nots;
}

static bool matches(const model *m, const said *s, const query_node *node, double *score) {
    if (node->kind == QUERY_GROUP)
        return matches_group(m, s, node, score);
    size_t taken[CHILDREN_MAX], count = node->kind == QUERY_TERM ? 1 : node->child_count;
    for (size_t i = 0; i < count; i++) {
        const query_node *word = node->kind == QUERY_TERM ? node : node->children[i];
        uint32_t f = count_words(m, s, s->count, word->term, &word->forms);
        if (f == 0)
            return false;
        *score += bm25_part(word->weight, f, bm25_inverse_norm((double)s->count, m->average));
    }
    if (node->kind == QUERY_TERM)
        return node->field == FIELD_TEXT || count_words(m, s, s->title, node->term, &node->forms) > 0;
    return stand_so(m, s, node, node->field == FIELD_TITLE ? s->title_length : s->length, 0, taken);
}

/* ------------------------------------------------------------------------------------------------- what is asked */

typedef struct asking {
    rng r;
    model *m;
    const backend *b;
    backend_reader *reader;
    query_node nodes[NODES_MAX];
    query_node *children[NODES_MAX][CHILDREN_MAX];
    dossier_str sets[NODES_MAX][SET_MAX];
    size_t count;
    size_t found; /* hits, over all that was asked */
} asking;

static int compare_forms(const void *a, const void *b) {
    const dossier_str *x = a, *y = b;
    int order = memcmp(x->data, y->data, x->size < y->size ? x->size : y->size);
    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

/* Chooses some forms of a term, and now and then one that it has not. */
static void choose_set(asking *a, size_t node, const char *text) {
    dossier_str *set = a->sets[node];
    size_t count = 0;
    for (size_t i = 0; i < a->m->pair_count && count + 1 < SET_MAX; i++)
        if (strcmp(a->m->pairs[i].term, text) == 0 && rng_once_in(&a->r, 2))
            set[count++] = dossier_string(a->m->pairs[i].form);
    if (count == 0 || rng_once_in(&a->r, 8))
        set[count++] = dossier_string("zebras");
    qsort(set, count, sizeof *set, compare_forms);
    a->nodes[node].forms = (form_set){set, count};
}

static query_node *make_word(asking *a, enum query_field field) {
    size_t number = a->count++;
    query_node *node = &a->nodes[number];
    const char *text = a->m->pairs[rng_below(&a->r, a->m->pair_count)].term;
    uint64_t frequency;
    dossier_error err;
    *node = (query_node){.kind = QUERY_TERM, .field = field, .term = dossier_string(text), .count = 1};
    if (!rng_once_in(&a->r, 4))
        choose_set(a, number, text);
    assert_ok(a->b->reader_frequency(a->reader, FIELD_TEXT, node->term, &node->forms, &frequency, &err), &err);
    assert_int_equal(frequency, count_passages(a->m, node->term, &node->forms));
    node->weight = bm25_weight(1, (double)a->m->count, (double)frequency);
    return node;
}

static query_node *make_words(asking *a, enum query_field field) {
    size_t number = a->count++;
    query_node *node = &a->nodes[number];
    size_t count = 2 + rng_below(&a->r, 2);
    bool near = rng_once_in(&a->r, 2);
    *node = (query_node){.kind = near ? QUERY_NEAR : QUERY_PHRASE, .field = field, .children = a->children[number]};
    for (; node->child_count < count; node->child_count++) {
        query_node *word = make_word(a, field);
        /* Now and then the same word in other forms. */
        if (node->child_count > 0 && rng_once_in(&a->r, 3)) {
            word->term = node->children[0]->term;
            word->forms = (form_set){0};
            if (!rng_once_in(&a->r, 3))
                choose_set(a, (size_t)(word - a->nodes), word->term.data);
        }
        node->children[node->child_count] = word;
    }
    node->span = (uint32_t)(count - 1 + rng_below(&a->r, 4));
    node->ordered = rng_once_in(&a->r, 2);
    return node;
}

static query_node *make_node(asking *a, int depth) {
    static const enum query_role roles[] = {ROLE_SHOULD, ROLE_SHOULD, ROLE_MUST, ROLE_NOT};
    enum query_field field = rng_once_in(&a->r, 4) ? FIELD_TITLE : FIELD_TEXT;
    size_t shape = rng_below(&a->r, depth == 0 ? 4 : 3);
    if (shape < 2 || a->count > NODES_MAX / 2)
        return make_word(a, field);
    if (shape == 2)
        return make_words(a, field);
    size_t number = a->count++, count = 1 + rng_below(&a->r, CHILDREN_MAX);
    query_node *node = &a->nodes[number];
    *node = (query_node){.kind = QUERY_GROUP, .children = a->children[number]};
    while (node->child_count < count) {
        query_node *child = make_node(a, depth + 1);
        child->role = roles[rng_below(&a->r, COUNT(roles))];
        node->children[node->child_count++] = child;
    }
    return node;
}

static int compare_ranked(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->document > y->document) - (x->document < y->document);
}

/* Asks one query, as a search and as a visit, and compares with the naive answer. */
static void ask(asking *a) {
    static ranked expected[PASSAGES_MAX], hits[PASSAGES_MAX];
    static reading_all seen;
    dossier_error err;
    size_t wanted = 0, count;
    uint64_t matched;
    a->count = 0;
    const query_node *node = make_node(a, 0);
    for (size_t i = 0; i < a->m->count; i++) {
        double score = 0;
        if (matches(a->m, &a->m->passages[i], node, &score))
            expected[wanted++] = (ranked){a->m->passages[i].document, score};
    }
    seen = (reading_all){0};
    assert_ok(a->b->reader_visit(a->reader, node, note_document, &seen, &err), &err);
    assert_int_equal(seen.count, wanted);
    for (size_t i = 0; i < wanted; i++)
        assert_int_equal(seen.documents[i], expected[i].document);
    qsort(expected, wanted, sizeof *expected, compare_ranked);
    search_request request = {.query = node, .average_length = a->m->average, .limit = PASSAGES_MAX, .exact = 1};
    assert_ok(a->b->reader_search(a->reader, &request, hits, &count, &matched, &err), &err);
    assert_int_equal(matched, wanted);
    assert_int_equal(count, wanted);
    for (size_t i = 0; i < wanted; i++) {
        assert_int_equal(hits[i].document, expected[i].document);
        assert_true(hits[i].score == expected[i].score);
    }
    a->found += wanted;
}

/* Asks how often words stand in all passages, and in their articles. */
static void ask_evidence(asking *a) {
    enum { TERMS = 6 };
    static uint32_t counts[PASSAGES_MAX * TERMS], in_articles[PASSAGES_MAX * TERMS], lengths[PASSAGES_MAX];
    static uint64_t documents[PASSAGES_MAX], article_lengths[PASSAGES_MAX];
    evidence_term terms[TERMS];
    dossier_error err;
    a->count = 0;
    for (size_t i = 0; i < TERMS; i++) {
        const query_node *word = make_word(a, i % 2 == 0 ? FIELD_TEXT : FIELD_TITLE);
        terms[i] = (evidence_term){word->field, word->term, word->forms};
    }
    for (size_t i = 0; i < a->m->count; i++)
        documents[i] = a->m->passages[i].document;
    evidence e = {terms, TERMS, documents, a->m->count, counts, lengths, in_articles, article_lengths};
    assert_ok(a->b->reader_evidence(a->reader, &e, &err), &err);
    for (size_t t = 0; t < TERMS; t++) {
        uint64_t articles = 0, found;
        for (size_t i = 0; i < a->m->count; i++) {
            const said *s = &a->m->passages[i];
            bool text = terms[t].field == FIELD_TEXT;
            uint32_t sum = 0, here = count_words(a->m, s, text ? s->count : s->title, terms[t].text, &terms[t].forms);
            for (size_t k = 0; k < a->m->count; k++)
                if (strcmp(a->m->passages[k].key, s->key) == 0)
                    sum += count_words(a->m, &a->m->passages[k], a->m->passages[k].count, terms[t].text,
                                       &terms[t].forms);
            assert_int_equal(lengths[i], s->count);
            assert_int_equal(counts[i * TERMS + t], text ? here : here > 0);
            assert_int_equal(in_articles[i * TERMS + t], text ? sum : here > 0);
            articles += sum > 0 && (i == 0 || strcmp(a->m->passages[i - 1].key, s->key) != 0);
        }
        assert_ok(a->b->reader_article_frequency(a->reader, terms[t].text, &terms[t].forms, &found, &err), &err);
        assert_int_equal(found, articles);
    }
}

/* ----------------------------------------------------------------------------------------------- what is listed */

typedef struct listed {
    pair pairs[PAIRS_MAX];
    size_t count;
} listed;

static int note_form(void *context, dossier_str form, dossier_str text) {
    listed *l = context;
    assert_true(l->count < PAIRS_MAX && form.size < sizeof l->pairs->form && text.size < sizeof l->pairs->term);
    pair *p = &l->pairs[l->count++];
    *p = (pair){{0}, {0}};
    memcpy(p->form, form.data, form.size);
    memcpy(p->term, text.data, text.size);
    if (l->count > 1) {
        int order = strcmp(p[-1].form, p->form);
        assert_true(order < 0 || (order == 0 && strcmp(p[-1].term, p->term) < 0));
    }
    return 0;
}

static void list_forms(asking *a, const char *prefix) {
    static listed l;
    dossier_error err;
    size_t there = 0;
    l.count = 0;
    assert_int_equal(a->b->reader_forms(a->reader, dossier_string(prefix), note_form, &l, &err), DOSSIER_OK);
    for (size_t i = 0; i < l.count; i++) {
        dossier_str form = dossier_string(l.pairs[i].form), text = dossier_string(l.pairs[i].term);
        form_set set = {&form, 1};
        uint64_t frequency;
        assert_int_equal(strncmp(form.data, prefix, strlen(prefix)), 0);
        assert_ok(a->b->reader_frequency(a->reader, FIELD_TEXT, text, &set, &frequency, &err), &err);
        assert_int_equal(frequency, count_passages(a->m, text, &set));
        there += frequency > 0;
    }
    for (size_t i = 0; i < a->m->pair_count; i++)
        there -= strncmp(a->m->pairs[i].form, prefix, strlen(prefix)) == 0;
    assert_int_equal(there, 0);
}

static int end_at_once(void *context, dossier_str form, dossier_str text) {
    (void)form;
    (void)text;
    return *(int *)context;
}

/* ------------------------------------------------------------------------------------------------- what is done */

static void write_words(rng *r, size_t count, buffer *out) {
    static const char *const ends[] = {" ", " ", " ", " ", " ", ", ", ". ", ".\n\n"};
    out->size = 0;
    for (size_t i = 0; i < count; i++) {
        size_t most = 1 + rng_below(r, COUNT(some_words));
        assert_int_equal(buffer_put_string(out, some_words[rng_below(r, most)]), 0);
        assert_int_equal(buffer_put_string(out, ends[rng_below(r, COUNT(ends))]), 0);
    }
}

static void add_one(rng *r, dossier_writer *w) {
    static const char *const langs[] = {"english", "english", "english", "french"};
    buffer text = {0}, title = {0}, standfirst = {0};
    char key[32];
    dossier_error err;
    snprintf(key, sizeof key, "news/%zu", rng_below(r, ARTICLES));
    write_words(r, rng_below(r, 7), &title);
    write_words(r, rng_once_in(r, 3) ? rng_below(r, 9) : 0, &standfirst);
    write_words(r, rng_once_in(r, 5) ? rng_below(r, 600) : rng_below(r, 60), &text);
    dossier_article a = {.key = dossier_string(key),
                         .title = {title.data, title.size},
                         .standfirst = {standfirst.data, standfirst.size},
                         .text = {text.data, text.size},
                         .lang = dossier_string(langs[rng_below(r, COUNT(langs))])};
    assert_ok(dossier_writer_add(w, &a, &err), &err);
    buffer_free(&text);
    buffer_free(&title);
    buffer_free(&standfirst);
}

static void remove_one(rng *r, dossier_writer *w) {
    char key[32];
    dossier_error err;
    snprintf(key, sizeof key, "news/%zu", rng_below(r, ARTICLES));
    assert_ok(dossier_writer_remove(w, dossier_string(key), &err), &err);
}

static void count_fault(void *context, const char *fault) {
    print_message("%s\n", fault);
    ++*(size_t *)context;
}

/* Compares all that the index says with what is read of it. */
static size_t compare(const char *dir, model *m, uint64_t seed, int queries) {
    static const char *const prefixes[] = {"", "na", "nation", "national", "open", "happ", "neo", "zz", "cafe"};
    static asking a;
    session *s;
    dossier_error err;
    size_t faults = 0;
    dossier_index *index = open_index(dir);
    assert_ok(session_take(index, &s, &err), &err);
    a = (asking){.r = {seed}, .m = m, .b = s->parts[0].m.backend, .reader = s->parts[0].reader};
    read_all(m, a.b, a.reader);
    for (size_t i = 0; i < COUNT(prefixes); i++)
        list_forms(&a, prefixes[i]);
    if (m->pair_count > 0) {
        assert_int_equal(a.b->reader_forms(a.reader, dossier_string(""), end_at_once, &(int){1}, &err), DOSSIER_OK);
        assert_int_equal(a.b->reader_forms(a.reader, dossier_string(""), end_at_once, &(int){-7}, &err), -7);
        ask_evidence(&a);
        for (int i = 0; i < queries; i++)
            ask(&a);
    }
    session_give(index, s, 1);
    dossier_close(index);
    assert_ok(dossier_check(dir, count_fault, &faults, &err), &err);
    assert_int_equal(faults, 0);
    return a.found;
}

/* Small commits change the data in place, those of which much is expected are built apart and merged. */
static void test_against_naive_reading(void **state) {
    (void)state;
    size_t found = 0;
    model m = {.passages = calloc(PASSAGES_MAX, sizeof *m.passages)};
    assert_non_null(m.passages);
    for (uint64_t seed = 1; seed <= 8; seed++) {
        rng r = {seed};
        dossier_error err;
        char *folder = make_folder(), *dir = path_in(folder, "index");
        for (int commits = 0; commits < 6; commits++) {
            dossier_writer_options o = {.lang = "english",
                                        .threads = 1 + (unsigned)rng_below(&r, 3),
                                        .expected_bytes = rng_once_in(&r, 2) ? 1 : (uint64_t)1 << 30};
            dossier_writer *w = open_writer(dir, &o);
            for (size_t n = rng_below(&r, commits == 0 && seed % 3 == 0 ? 3 : 40); n > 0; n--)
                add_one(&r, w);
            for (size_t n = commits > 0 ? rng_below(&r, 15) : 0; n > 0; n--)
                remove_one(&r, w);
            if (rng_once_in(&r, 4))
                assert_ok(dossier_writer_optimize(w, &err), &err);
            else
                commit(w);
            dossier_writer_close(w);
            found += compare(dir, &m, seed * 100 + (uint64_t)commits, 60);
        }
        free(dir);
        remove_folder(folder);
    }
    assert_true(found > 10000);
    analyzers_end(&m.words);
    free(m.passages);
}

static uint64_t frequency_of(const backend *b, backend_reader *reader, const term *t, const char *form) {
    dossier_str text = dossier_string(form);
    form_set set = {&text, 1};
    uint64_t frequency;
    dossier_error err;
    assert_ok(b->reader_frequency(reader, FIELD_TEXT, (dossier_str){t->text, t->size}, &set, &frequency, &err), &err);
    return frequency;
}

static int expect_pair(void *context, dossier_str form, dossier_str text) {
    const term *t = context;
    assert_int_equal(form.size, 125);
    assert_int_equal(text.size, t->size);
    assert_memory_equal(text.data, t->text, t->size);
    return 1;
}

/* Forms that share too little with their long term to be named by what they have else. */
static void test_long_words(void **state) {
    (void)state;
    char part[121] = "", first[126], second[126], text[400];
    char *folder = make_folder(), *dir = path_in(folder, "index");
    session *s;
    dossier_error err;
    vocabulary *v;
    dossier_writer_options o = {.lang = "indonesian"};
    while (strlen(part) < 120)
        strcat(part, "baca");
    snprintf(first, sizeof first, "di%skan", part);
    snprintf(second, sizeof second, "me%skan", part);
    assert_ok(vocabulary_new(&v, "indonesian", &err), &err);
    term_id id = vocabulary_lookup(v, first, strlen(first));
    assert_int_equal(vocabulary_lookup(v, second, strlen(second)), id);
    const term *t = vocabulary_term(v, id);
    assert_memory_not_equal(t->text, "di", 2);
    dossier_writer *w = open_writer(dir, &o);
    snprintf(text, sizeof text, "%s satu %s", part, part);
    add_article(w, DOSSIER_OK, "1", "", text);
    snprintf(text, sizeof text, "%s satu %s dua", first, second);
    add_article(w, DOSSIER_OK, "2", "", text);
    add_article(w, DOSSIER_OK, "3", "", second);
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir);
    assert_ok(session_take(index, &s, &err), &err);
    const backend *b = s->parts[0].m.backend;
    backend_reader *reader = s->parts[0].reader;
    assert_int_equal(frequency_of(b, reader, t, first), 1);
    assert_int_equal(frequency_of(b, reader, t, second), 2);
    assert_int_equal(frequency_of(b, reader, t, part), 1);
    assert_int_equal(frequency_of(b, reader, t, "zebra"), 0);
    assert_int_equal(b->reader_forms(reader, dossier_string("dib"), expect_pair, (void *)(uintptr_t)t, &err), 0);
    session_give(index, s, 1);
    dossier_close(index);
    vocabulary_free(v);
    free(dir);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_naive_reading),
        cmocka_unit_test(test_long_words),
    };
    return run_for_each_backend(tests);
}
