/* test_search.c: dossier_search against a brute-force scorer, over generated corpora, changes and queries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The scorer knows the words (engine/text) and the passages; everything between them and a ranked answer it
 * does its own slow and plain way.  A case is a seed.  DOSSIER_TEST_SEED runs other cases than the usual
 * ones, DOSSIER_TEST_CASES another number of them, and DOSSIER_TEST_BACKEND on another backend than the usual one. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine/query.h"
#include "engine/text/analyzer.h"
#include "tests/unit/naive.h"
#include "tests/unit/support.h"

/* ----------------------------------------------------------------------------------------- articles */

static const char *const langs[] = {"english", "french", "german", "none"};
enum { LANGS = COUNT(langs) };

/* Few words, so that they meet; several forms of one stem, and words of every kind. */
static const char *const words[] = {"Russia",
                                    "Russia's",
                                    "russian",
                                    "NATO",
                                    "U.S.",
                                    "neo-imperial",
                                    "neo",
                                    "imperial",
                                    "sanction",
                                    "sanctions",
                                    "sanctioned",
                                    "tank",
                                    "tanks",
                                    "F-16",
                                    "F16",
                                    "1,000",
                                    "3.5",
                                    "2022",
                                    "2008-2014",
                                    "missile",
                                    "missiles",
                                    "Erdo\xC4\x9F"
                                    "an",
                                    "Erdogan",
                                    "door",
                                    "open",
                                    "opened",
                                    "opening",
                                    "Georgia",
                                    "georgian",
                                    "expand",
                                    "expansion",
                                    "expanded",
                                    "border",
                                    "treaty",
                                    "l'Europe",
                                    "d'accord",
                                    "caf\xC3\xA9",
                                    "na\xC3\xAFve",
                                    "Stra\xC3\x9F"
                                    "e",
                                    "gas",
                                    "oil",
                                    "new",
                                    "York"};
/* Sources, and the hosts that they have. */
static const struct {
    const char *url, *host;
} sources[] = {{"", ""},
               {"news/1.txt", ""},
               {"https://www.example.org/a", "example.org"},
               {"http://news.Example.ORG:8080/?b", "news.example.org"},
               {"https://me@news.co.uk/c.example.org", "news.co.uk"},
               {"https://example.com", "example.com"}};
static const char *const hosts[] = {"example.org", "org", "news.example.org", "example", "news", "co.uk", "co",
                                    "WWW.Example.com", "http://news.co.uk/d", "ample.org", "news.co", "nowhere.net"};
static const char *const stops[] = {"the", "of", "and", "to", "le", "und", "der"};

enum { FIELD_ROOM = 256, ARTICLES_MAX = 64 };

typedef struct piece {
    char key[40];
    char title[FIELD_ROOM];
    char standfirst[FIELD_ROOM];
    char author[FIELD_ROOM];
    char date[16];
    size_t source;
    const char *lang; /* "": the index's */
    char *text;
    uint64_t number; /* when it was added, over all indexes: its age */
    bool live;
} piece;

static const char *any_word(rng *r) {
    return rng_once_in(r, 4) ? stops[rng_below(r, COUNT(stops))] : words[rng_below(r, COUNT(words))];
}

/* Up to `most` words into a field. */
static void write_field(rng *r, char *to, size_t most) {
    to[0] = '\0';
    for (size_t n = rng_below(r, most + 1), used = 0; n > 0; n--) {
        const char *word = any_word(r);
        if (used + strlen(word) + 2 > FIELD_ROOM)
            break;
        used += (size_t)snprintf(to + used, FIELD_ROOM - used, "%s%s", used > 0 ? " " : "", word);
    }
}

static char *write_text(rng *r) {
    size_t count = rng_once_in(r, 8) ? 0 : rng_below(r, rng_once_in(r, 3) ? 900 : 60), used = 0;
    char *text = malloc(count * 24 + 16);
    assert_non_null(text);
    text[0] = '\0';
    for (size_t i = 0, left = 0; i < count; i++) {
        if (left == 0)
            left = 3 + rng_below(r, 14);
        left--;
        const char *after = left > 0 ? " " : rng_once_in(r, 5) ? ".\n\n" : rng_once_in(r, 9) ? ".\n" : ". ";
        used += (size_t)sprintf(text + used, "%s%s", any_word(r), after);
    }
    return text;
}

static void write_piece(rng *r, piece *p, size_t key, bool many_languages) {
    static const char *const dates[] = {
        "2021",       "2022-02",    "2022-02-24", "2022-07-14", "2022-07-14T10:00",
        "2023-12-31", "last March", "",           "2022-13-01"};
    free(p->text);
    snprintf(p->key, sizeof p->key, "news/%zu/piece-%zu", key % 3, key);
    write_field(r, p->title, 6);
    write_field(r, p->standfirst, 8);
    write_field(r, p->author, 2);
    snprintf(p->date, sizeof p->date, "%s", dates[rng_below(r, COUNT(dates))]);
    p->source = rng_below(r, COUNT(sources));
    p->lang = many_languages && !rng_once_in(r, 3) ? langs[rng_below(r, LANGS)] : "";
    p->text = write_text(r);
}

/* ------------------------------------------------------------------------------ the passages' words */

/* Every term of a case has a number, and so has every form of one: its text is the term, a 1, and the form. */
typedef struct store {
    char *texts[8192];
    size_t count;
    size_t frequency[8192]; /* passages with it */
} store;

static size_t number_of(store *s, const char *text, size_t size) {
    size_t i = 0;
    while (i < s->count && (strlen(s->texts[i]) != size || memcmp(s->texts[i], text, size) != 0))
        i++;
    if (i == s->count) {
        assert_true(s->count < COUNT(s->texts));
        s->texts[i] = malloc(size + 1);
        assert_non_null(s->texts[i]);
        memcpy(s->texts[i], text, size);
        s->texts[i][size] = '\0';
        s->count++;
    }
    return i;
}

typedef struct spot {
    size_t term;
    size_t form;
    bool joined;
    bool stop;
} spot;

typedef struct list {
    spot *items;
    size_t count;
} list;

typedef struct passage {
    const piece *article;
    size_t lang;
    size_t number;
    list title, standfirst, text, author, key;
    size_t length;
    double score;
    double article_score;
} passage;

typedef struct model {
    store terms;
    vocabulary *words[LANGS];
    piece pieces[ARTICLES_MAX];
    size_t piece_count;
    uint64_t next_number;
    passage *passages;
    size_t passage_count;
    size_t article_count;
    double average;
    size_t (*article_times)[ARTICLES_MAX]; /* for each term, how often it stands in each piece */
    size_t counted;                        /* terms in it; those made later stand in none */
    size_t index_lang;
} model;

static size_t form_number(store *s, const vocabulary *v, const term *of, const char *raw, size_t size) {
    char text[512];
    memcpy(text, of->text, of->size);
    text[of->size] = '\1';
    return number_of(s, text, of->size + 1 + vocabulary_form(v, raw, size, text + of->size + 1));
}

static list list_words(model *m, size_t lang, const char *text, size_t from, size_t to) {
    token_list tokens = {0};
    vocabulary *v = m->words[lang];
    assert_int_equal(analyze(v, text, from, to, &tokens, NULL), DOSSIER_OK);
    list made = {malloc((tokens.count + 1) * sizeof(spot)), tokens.count};
    assert_non_null(made.items);
    for (size_t i = 0; i < tokens.count; i++) {
        const token *t = &tokens.items[i];
        const term *found = vocabulary_term(v, t->term);
        made.items[i] = (spot){number_of(&m->terms, found->text, found->size),
                               form_number(&m->terms, v, found, text + t->start, t->end - t->start), t->joined != 0,
                               !t->joined && vocabulary_is_stop(v, text + t->start, t->end - t->start)};
    }
    token_list_free(&tokens);
    return made;
}

static size_t times_in(const list *l, size_t id) {
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->items[i].term == id || l->items[i].form == id;
    return n;
}

static size_t times(const passage *p, size_t id) {
    return times_in(&p->title, id) + times_in(&p->standfirst, id) + times_in(&p->text, id);
}

static size_t lang_number(const model *m, const char *lang) {
    for (size_t i = 0; i < LANGS; i++)
        if (strcmp(langs[i], lang) == 0)
            return i;
    return m->index_lang;
}

static void model_piece(model *m, const piece *p) {
    dossier_span *spans, none = {0, 0};
    size_t count, lang = lang_number(m, p->lang);
    assert_int_equal(dossier_passages(dossier_string(p->text), langs[lang], &spans, &count, NULL),
                     DOSSIER_OK);
    for (size_t i = 0; i < count || i == 0; i++) {
        dossier_span span = count == 0 ? none : spans[i];
        m->passages = realloc(m->passages, (m->passage_count + 1) * sizeof *m->passages);
        assert_non_null(m->passages);
        passage *to = &m->passages[m->passage_count++];
        *to = (passage){.article = p, .lang = lang, .number = i + 1};
        to->title = list_words(m, lang, p->title, 0, strlen(p->title));
        to->standfirst = list_words(m, lang, p->standfirst, 0, i == 0 ? strlen(p->standfirst) : 0);
        to->text = list_words(m, lang, p->text, span.start, span.end);
        to->author = list_words(m, lang, p->author, 0, strlen(p->author));
        to->key = list_words(m, lang, p->key, 0, strlen(p->key));
        to->length = to->title.count + to->standfirst.count + to->text.count;
    }
    dossier_free(spans);
    m->article_count++;
}

/* Counts a passage for each term and form that it has. */
static void count_passage(model *m, size_t number) {
    static size_t last[COUNT(m->terms.frequency)]; /* 1 + the passage that each was counted for last */
    const passage *p = &m->passages[number];
    const list *parts[] = {&p->title, &p->standfirst, &p->text};
    if (number == 0)
        memset(last, 0, sizeof last);
    for (size_t k = 0; k < COUNT(parts); k++)
        for (size_t i = 0; i < parts[k]->count; i++) {
            const size_t ids[] = {parts[k]->items[i].term, parts[k]->items[i].form};
            for (size_t w = 0; w < COUNT(ids); w++) {
                m->terms.frequency[ids[w]] += last[ids[w]] != number + 1;
                last[ids[w]] = number + 1;
            }
        }
}

static int older_first(const void *a, const void *b) {
    const piece *const *x = a, *const *y = b;
    return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

/* Counts the words of a list for an article. */
static void count_list(model *m, const list *l, size_t article) {
    for (size_t i = 0; i < l->count; i++) {
        m->article_times[l->items[i].term][article]++;
        m->article_times[l->items[i].form][article]++;
    }
}

/* Counts every term, and every form, in every article. */
static void count_in_articles(model *m) {
    m->article_times = calloc(m->terms.count + 1, sizeof *m->article_times);
    assert_non_null(m->article_times);
    m->counted = m->terms.count;
    for (size_t i = 0; i < m->passage_count; i++) {
        const passage *p = &m->passages[i];
        count_list(m, &p->title, (size_t)(p->article - m->pieces));
        count_list(m, &p->standfirst, (size_t)(p->article - m->pieces));
        count_list(m, &p->text, (size_t)(p->article - m->pieces));
    }
}

static void forget_passages(model *m) {
    free(m->article_times);
    m->article_times = NULL;
    for (size_t i = 0; i < m->passage_count; i++) {
        free(m->passages[i].title.items);
        free(m->passages[i].standfirst.items);
        free(m->passages[i].text.items);
        free(m->passages[i].author.items);
        free(m->passages[i].key.items);
    }
    free(m->passages);
    m->passages = NULL;
    m->passage_count = m->article_count = 0;
}

/* Makes the passages of all live articles, the oldest first, and counts. */
static void model_passages(model *m) {
    const piece *order[ARTICLES_MAX];
    size_t live = 0, sum = 0;
    forget_passages(m);
    for (size_t i = 0; i < m->piece_count; i++)
        if (m->pieces[i].live)
            order[live++] = &m->pieces[i];
    qsort(order, live, sizeof *order, older_first);
    for (size_t i = 0; i < live; i++)
        model_piece(m, order[i]);
    memset(m->terms.frequency, 0, sizeof m->terms.frequency);
    for (size_t i = 0; i < m->passage_count; i++) {
        sum += m->passages[i].length;
        count_passage(m, i);
    }
    m->average = sum > 0 ? (double)sum / (double)m->passage_count : 1;
    count_in_articles(m);
}

static model *model_new(size_t index_lang) {
    model *m = calloc(1, sizeof *m);
    assert_non_null(m);
    m->index_lang = index_lang;
    for (size_t i = 0; i < LANGS; i++)
        assert_int_equal(vocabulary_new(&m->words[i], langs[i], NULL), DOSSIER_OK);
    return m;
}

static void model_free(model *m) {
    forget_passages(m);
    for (size_t i = 0; i < LANGS; i++)
        vocabulary_free(m->words[i]);
    for (size_t i = 0; i < ARTICLES_MAX; i++)
        free(m->pieces[i].text);
    for (size_t i = 0; i < m->terms.count; i++)
        free(m->terms.texts[i]);
    free(m);
}

/* ------------------------------------------------------------------------------------------ queries */

enum shape { WORDS, PHRASE, PATTERN, DATE, LIST, CHAIN, NEAR };

typedef struct clause {
    enum shape shape;
    enum query_field field;
    bool named; /* the field's name stands before it */
    char sign;  /* '+', '-', 'N' for NOT, or 0 */
    bool or_before;
    double weight; /* 1: none is written */
    bool ordered;  /* of a part of a NEAR: how it stands to the one before */
    uint32_t near; /* 0: no number is written */
    bool as_written; /* = stands before it */
    struct bundle *groups; /* of a pattern, once analysed: what it stands for */
    size_t group_count;
    char text[FIELD_ROOM];
    uint32_t from, to;
    struct clause *parts;
    size_t count;
    list tokens[LANGS]; /* of text, once analysed */
} clause;

typedef struct query {
    clause pool[256];
    size_t used;
    clause *root;
    char text[16384];
} query;

static clause *take(query *q, size_t count) {
    assert_true(q->used + count <= COUNT(q->pool));
    clause *made = &q->pool[q->used];
    q->used += count;
    return made;
}

/* In their normal form, with * and ?, or with a ~ and the edits behind it. */
static void write_pattern(rng *r, clause *c) {
    static const char *const patterns[] = {
        "r*",     "russ*",   "sanct*",    "miss*",    "expan*",  "*ed",       "o?en*",    "d?or",   "*i*",
        "zzz*",   "neoimp*", "*imperial", "t*k*",     "?il",     "georgi?n",  "na?ve",    "c?fe",   "w*",
        "door~1", "doors~1", "tnak~1",    "dor~2",    "e~1",     "russai~1",  "ile~1",    "ga~2",   "sanctoin~2",
        "oepned~2", "gorgia~1", "missle~1", "zzzzz~1", "imperail~2", "expnasion~2", "rusia~2", "borders~1", "of~1"};
    snprintf(c->text, sizeof c->text, "%s", patterns[rng_below(r, COUNT(patterns))]);
}

static void write_date(rng *r, clause *c) {
    static const struct {
        const char *text;
        uint32_t from, to;
    } dates[] = {{"2022", 20220000, 20229999},       {"2022-02", 20220200, 20220299},
                 {"2022-07-14", 20220714, 20220714}, {"2022-02..2022-07", 20220200, 20220799},
                 {"2022-07..", 20220700, 99999999},  {"..2021", 1, 20219999},
                 {"2023..2021", 20210000, 20239999}, {">=2022-02-24", 20220224, 99999999},
                 {">2022-02", 20220300, 99999999},   {"<2022-07", 1, 20220699},
                 {"<=2022-02-24", 1, 20220224},      {"2022/2", 20220200, 20220299},
                 {"=2022", 20220000, 20229999}};
    size_t i = rng_below(r, COUNT(dates));
    snprintf(c->text, sizeof c->text, "%s", dates[i].text);
    c->from = dates[i].from;
    c->to = dates[i].to;
}

static void write_words(rng *r, clause *c, size_t count, bool with_stops) {
    c->text[0] = '\0';
    for (size_t used = 0; count > 0; count--) {
        const char *word = with_stops ? any_word(r) : words[rng_below(r, COUNT(words))];
        if (rng_once_in(r, 40))
            word = "zebra";
        used += (size_t)snprintf(c->text + used, sizeof c->text - used, "%s%s", used > 0 ? " " : "", word);
    }
}

static void write_list(rng *r, query *q, clause *list_clause, size_t count, int depth, bool inside_field);

static void write_one_word(rng *r, clause *c) {
    do
        write_words(r, c, 1, false);
    while (c->field > FIELD_TITLE && strpbrk(c->text, "-'") != NULL);
    if (c->field == FIELD_KEY && rng_once_in(r, 2))
        snprintf(c->text, sizeof c->text, "%zu", rng_below(r, 9));
    if (c->field == FIELD_SITE)
        snprintf(c->text, sizeof c->text, "%s", hosts[rng_below(r, COUNT(hosts))]);
    c->as_written = c->field <= FIELD_TITLE && rng_once_in(r, 3);
}

/* Words, some of them in quotation marks, with NEAR and ADJ between. */
static void write_near(rng *r, query *q, clause *whole) {
    static const uint32_t nears[] = {0, 1, 1, 2, 3, 5, 30};
    bool ordered = rng_once_in(r, 2);
    whole->shape = NEAR;
    whole->count = 2 + (rng_once_in(r, 3) ? rng_below(r, 3) : 0);
    whole->parts = take(q, whole->count);
    for (size_t i = 0; i < whole->count; i++) {
        clause *c = &whole->parts[i];
        *c = (clause){.weight = rng_once_in(r, 8) ? 3 : 1, .near = nears[rng_below(r, COUNT(nears))]};
        c->ordered = rng_once_in(r, 6) ? !ordered : ordered;
        c->shape = rng_once_in(r, 6) ? PHRASE : WORDS;
        write_words(r, c, c->shape == PHRASE ? 1 + rng_below(r, 3) : 1, true);
        c->as_written = rng_once_in(r, 5);
    }
}

/* A list of clauses with one field. */
static void write_field_list(rng *r, query *q, clause *whole) {
    whole->shape = LIST;
    if (whole->field <= FIELD_TITLE) {
        write_list(r, q, whole, 2, 9, true);
        return;
    }
    whole->count = 2;
    whole->parts = take(q, whole->count);
    for (size_t i = 0; i < whole->count; i++) {
        whole->parts[i] = (clause){.field = whole->field, .weight = 1};
        write_one_word(r, &whole->parts[i]);
        whole->parts[i].sign = rng_once_in(r, 4) ? "+-"[rng_below(r, 2)] : 0;
        whole->parts[i].or_before = i > 0 && rng_once_in(r, 3);
    }
}

static void write_field_clause(rng *r, query *q, clause *c) {
    static const enum query_field fields[] = {FIELD_TITLE, FIELD_TITLE, FIELD_TITLE, FIELD_AUTHOR,
                                              FIELD_KEY,   FIELD_TEXT,  FIELD_SITE,  FIELD_SITE};
    c->named = true;
    c->field = fields[rng_below(r, COUNT(fields))];
    switch (rng_below(r, c->field == FIELD_TITLE ? 6 : c->field == FIELD_TEXT ? 2 : 3)) {
    case 0:
    case 1:
        write_one_word(r, c);
        return;
    case 2:
        write_field_list(r, q, c);
        return;
    case 3:
        c->shape = PHRASE;
        write_words(r, c, 2, true);
        c->as_written = rng_once_in(r, 3);
        return;
    case 4:
        c->shape = PATTERN;
        write_pattern(r, c);
        return;
    default:
        write_near(r, q, c);
    }
}

/* One clause; chains and lists where depth allows. */
static void write_clause(rng *r, query *q, clause *c, int depth, bool inside_field) {
    static const char signs[] = {0, 0, 0, 0, '+', '-', 'N'};
    static const double weights[] = {0, 0.5, 2, 3};
    *c = (clause){.weight = rng_once_in(r, 7) ? weights[rng_below(r, COUNT(weights))] : 1};
    c->sign = signs[rng_below(r, inside_field ? 4 : sizeof signs)];
    size_t choice = inside_field ? rng_below(r, 8) : rng_below(r, 17);
    if (choice < 8) {
        write_words(r, c, 1, depth == 0);
        c->as_written = rng_once_in(r, 5);
    } else if (choice < 10) {
        c->shape = PHRASE;
        write_words(r, c, 2 + rng_below(r, 3), true);
        c->as_written = rng_once_in(r, 4);
    } else if (choice == 10) {
        c->shape = PATTERN;
        write_pattern(r, c);
    } else if (choice == 11) {
        c->shape = DATE;
        write_date(r, c);
    } else if (choice == 12) {
        write_field_clause(r, q, c);
    } else if (choice >= 15) {
        write_near(r, q, c);
    } else if (depth < 2) {
        c->shape = choice == 13 ? LIST : CHAIN;
        c->sign = c->shape == CHAIN ? 0 : c->sign;
        c->weight = c->shape == CHAIN ? 1 : c->weight;
        write_list(r, q, c, 2 + rng_below(r, 2), depth + 1, false);
    } else {
        write_words(r, c, 1, false);
    }
}

static void write_list(rng *r, query *q, clause *whole, size_t count, int depth, bool inside_field) {
    whole->parts = take(q, count);
    whole->count = count;
    for (size_t i = 0; i < count; i++) {
        clause *c = &whole->parts[i];
        do
            write_clause(r, q, c, whole->shape == CHAIN ? 3 : depth, inside_field);
        while (whole->shape == CHAIN && (c->sign == '+' || (i == 0 && c->sign == 'N')));
        c->or_before = whole->shape == LIST && i > 0 && rng_once_in(r, 5);
    }
}

static void print_clause(query *q, const clause *c, enum shape within);

static void put(query *q, const char *text) {
    strncat(q->text, text, sizeof q->text - strlen(q->text) - 1);
}

static void print_joint(query *q, const clause *whole, const clause *c) {
    char number[24] = "";
    if (whole->shape != NEAR) {
        put(q, whole->shape == CHAIN ? " AND " : c->or_before ? " OR " : " ");
        return;
    }
    if (c->near > 0)
        snprintf(number, sizeof number, "/%u", (unsigned)c->near);
    put(q, c->ordered ? " ADJ" : " NEAR");
    put(q, number);
    put(q, " ");
}

static void print_parts(query *q, const clause *whole) {
    for (size_t i = 0; i < whole->count; i++) {
        if (i > 0)
            print_joint(q, whole, &whole->parts[i]);
        print_clause(q, &whole->parts[i], whole->shape);
    }
}

static void print_clause(query *q, const clause *c, enum shape within) {
    static const char *const names[] = {"text:", "title:", "author:", "key:", "lang:", "site:"};
    char weight[24] = "";
    if (c->weight != 1)
        snprintf(weight, sizeof weight, "^%g", c->weight);
    (void)within;
    put(q, c->sign == '+' ? "+" : c->sign == '-' ? "-" : c->sign == 'N' ? "NOT " : "");
    put(q, c->shape == DATE ? "date:" : c->named ? names[c->field] : "");
    if (c->shape >= LIST) {
        bool around = c->shape == LIST || (c->shape == NEAR && c->weight != 1);
        put(q, around ? "(" : "");
        print_parts(q, c);
        put(q, around ? ")" : "");
        put(q, weight);
        return;
    }
    put(q, c->as_written ? "=" : "");
    put(q, c->shape == PHRASE ? "\"" : "");
    put(q, c->text);
    put(q, c->shape == PHRASE ? "\"" : "");
    put(q, weight);
}

static void inherit_field(clause *c) {
    for (size_t i = 0; i < c->count; i++) {
        if (c->named)
            c->parts[i].field = c->field;
        inherit_field(&c->parts[i]);
    }
}

static void write_query(rng *r, query *q) {
    memset(q, 0, sizeof *q);
    q->root = take(q, 1);
    q->root->shape = LIST;
    q->root->weight = 1;
    write_list(r, q, q->root, 1 + rng_below(r, 5), 0, false);
    inherit_field(q->root);
    print_parts(q, q->root);
}

/* A term, and those of its forms that a pattern fits, with as many edits. */
typedef struct bundle {
    size_t term;
    size_t edits;
    size_t forms[16];
    size_t count;
    size_t frequency;
} bundle;

static size_t times_of_group(const list *l, const bundle *g) {
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++)
        n += times_in(l, g->forms[i]);
    return n;
}

static size_t group_times(const passage *p, const bundle *g) {
    return times_of_group(&p->title, g) + times_of_group(&p->standfirst, g) + times_of_group(&p->text, g);
}

/* The edits with which a form fits; -1: it does not. */
static int fit(const char *pattern, const char *form) {
    const char *tilde = strchr(pattern, '~');
    naive_text word = naive_of(form, strlen(form)), all = naive_of(pattern, strlen(pattern));
    if (tilde == NULL)
        return naive_pattern(&all, &word) - 1;
    all = naive_of(pattern, (size_t)(tilde - pattern));
    size_t edits = naive_distance(&all, &word);
    return edits <= (size_t)(tilde[1] - '0') ? (int)edits : -1;
}

/* Adds a form to what a pattern stands for. */
static void add_form(model *m, clause *c, size_t form, size_t edits) {
    const char *text = m->terms.texts[form];
    size_t of = number_of(&m->terms, text, (size_t)(strchr(text, '\1') - text)), i = 0;
    while (i < c->group_count && (c->groups[i].term != of || c->groups[i].edits != edits))
        i++;
    if (i == c->group_count) {
        c->groups = realloc(c->groups, ++c->group_count * sizeof *c->groups);
        assert_non_null(c->groups);
        c->groups[i] = (bundle){.term = of, .edits = edits};
    }
    assert_true(c->groups[i].count < COUNT(c->groups[i].forms));
    c->groups[i].forms[c->groups[i].count++] = form;
}

static void find_groups(model *m, clause *c) {
    for (size_t i = 0; i < m->counted; i++) {
        const char *form = strchr(m->terms.texts[i], '\1');
        int edits = form != NULL && m->terms.frequency[i] > 0 ? fit(c->text, form + 1) : -1;
        if (edits >= 0)
            add_form(m, c, i, (size_t)edits);
    }
    for (size_t k = 0; k < c->group_count; k++)
        for (size_t i = 0; i < m->passage_count; i++)
            c->groups[k].frequency += group_times(&m->passages[i], &c->groups[k]) > 0;
}

static void analyze_query(model *m, query *q) {
    for (size_t i = 0; i < q->used; i++) {
        clause *c = &q->pool[i];
        for (size_t k = 0; k < LANGS && c->text[0] != '\0' && c->shape != PATTERN; k++) {
            c->tokens[k] = list_words(m, k, c->text, 0, strlen(c->text));
            for (size_t t = 0; t < c->tokens[k].count && c->as_written; t++)
                c->tokens[k].items[t] = (spot){.term = c->tokens[k].items[t].form, .form = SIZE_MAX,
                                               .joined = c->tokens[k].items[t].joined};
        }
        if (c->shape == PATTERN)
            find_groups(m, c);
    }
}

static void forget_query(query *q) {
    for (size_t i = 0; i < q->used; i++) {
        for (size_t k = 0; k < LANGS; k++)
            free(q->pool[i].tokens[k].items);
        free(q->pool[i].groups);
    }
}

/* ------------------------------------------------------------------------------------------ scoring */

typedef struct verdict {
    bool match;
    double score;
    double article; /* what the words looked for are worth in the whole article, whether or not the passage matches */
} verdict;

static double idf_of(double all, double n) {
    return log(1 + (all - n + 0.5) / (n + 0.5));
}

/* What a word is worth in a passage that has it f times, where n passages have it. */
static double worth(const model *m, const passage *p, size_t n, size_t f) {
    double length = (double)p->length / m->average;
    return idf_of((double)m->passage_count, (double)n) * (double)f / ((double)f + 1.2 * (1 - 0.75 + 0.75 * length));
}

static double article_worth(const model *m, const passage *p, size_t n, size_t f) {
    double all = (double)m->article_count, average = m->average * (double)m->passage_count / all, length = 0;
    for (size_t i = 0; i < m->passage_count; i++)
        length += m->passages[i].article == p->article ? (double)m->passages[i].length : 0;
    return idf_of(all, (double)n) * (double)f / ((double)f + 1.2 * (1 - 0.75 + 0.75 * length / average));
}

static double score_of(const model *m, const passage *p, size_t id) {
    return worth(m, p, m->terms.frequency[id], times(p, id));
}

/* How often some forms stand in the article that has this number; of a number made since, 0. */
static size_t article_times(const model *m, const size_t *ids, size_t count, size_t article) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += ids[i] < m->counted ? m->article_times[ids[i]][article] : 0;
    return n;
}

static double article_score_of_all(const model *m, const passage *p, const size_t *ids, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < ARTICLES_MAX; i++)
        n += article_times(m, ids, count, i) > 0;
    return article_worth(m, p, n, article_times(m, ids, count, (size_t)(p->article - m->pieces)));
}

static double article_score_of(const model *m, const passage *p, size_t id) {
    return article_score_of_all(m, p, &id, 1);
}

static verdict judge_term(const model *m, const passage *p, enum query_field field, size_t id) {
    switch (field) {
    case FIELD_AUTHOR:
        return (verdict){times_in(&p->author, id) > 0, 0, 0};
    case FIELD_KEY:
        return (verdict){times_in(&p->key, id) > 0, 0, 0};
    case FIELD_TITLE:
        if (times_in(&p->title, id) == 0)
            return (verdict){false, 0, 0};
        break;
    case FIELD_TEXT:
    case FIELD_LANG:
    case FIELD_SITE: /* see judge_site */
        break;
    }
    bool match = times(p, id) > 0;
    double article = field == FIELD_TEXT ? article_score_of(m, p, id) : 0;
    return (verdict){match, match ? score_of(m, p, id) : 0, article};
}

static bool has_run(const list *where, const list *wanted) {
    for (size_t i = 0; i < where->count; i++) {
        size_t at = i, k = 0;
        while (k < wanted->count && at < where->count) {
            if (wanted->items[k].joined) {
                k++;
            } else if (where->items[at].joined) {
                at++;
            } else if (where->items[at].term == wanted->items[k].term ||
                       where->items[at].form == wanted->items[k].term) {
                k++;
                at++;
            } else {
                break;
            }
        }
        while (k < wanted->count && wanted->items[k].joined)
            k++;
        if (k == wanted->count)
            return true;
    }
    return false;
}

static verdict judge_phrase(const model *m, const passage *p, enum query_field field, const list *tokens) {
    verdict all = {has_run(&p->title, tokens), 0, 0};
    if (field == FIELD_TEXT)
        all.match = all.match || has_run(&p->standfirst, tokens) || has_run(&p->text, tokens);
    for (size_t i = 0; i < tokens->count && all.match; i++)
        if (!tokens->items[i].joined)
            all.score += score_of(m, p, tokens->items[i].term);
    for (size_t i = 0; i < tokens->count && field == FIELD_TEXT; i++)
        if (!tokens->items[i].joined)
            all.article += article_score_of(m, p, tokens->items[i].term);
    return all;
}

static void add(verdict *sum, verdict one) {
    sum->match = sum->match || one.match;
    sum->score += one.match ? one.score : 0;
    sum->article += one.article;
}

/* Words that may be spelt otherwise are worth what the most frequent is, and half of it with each edit. */
static verdict judge_pattern(const model *m, const passage *p, const clause *c) {
    verdict any = {false, 0, 0};
    size_t most = 0;
    double all = (double)m->passage_count;
    for (size_t i = 0; i < c->group_count; i++)
        most = c->groups[i].frequency > most ? c->groups[i].frequency : most;
    for (size_t i = 0; i < c->group_count; i++) {
        const bundle *g = &c->groups[i];
        double factor = 1;
        if (strchr(c->text, '~') != NULL)
            factor = idf_of(all, (double)most) / idf_of(all, (double)g->frequency) / (double)(1u << g->edits);
        size_t f = group_times(p, g);
        any.article += c->field == FIELD_TEXT ? factor * article_score_of_all(m, p, g->forms, g->count) : 0;
        if (f == 0 || (c->field == FIELD_TITLE && times_of_group(&p->title, g) == 0))
            continue;
        any.match = true;
        any.score += factor * worth(m, p, g->frequency, f);
    }
    return any;
}

/* Whether a host is the one named, or below it, or has it as a label. */
static verdict judge_site(const passage *p, const char *named) {
    char dotted[128], wanted[128];
    const char *plain = strstr(named, "://") != NULL ? strstr(named, "://") + 3 : named;
    plain = strncasecmp(plain, "www.", 4) == 0 ? plain + 4 : plain;
    snprintf(dotted, sizeof dotted, ".%s.", sources[p->article->source].host);
    snprintf(wanted, sizeof wanted, ".%.*s.", (int)strcspn(plain, "/"), plain);
    for (size_t i = 0; wanted[i] != '\0'; i++)
        wanted[i] = (char)(wanted[i] >= 'A' && wanted[i] <= 'Z' ? wanted[i] + 32 : wanted[i]);
    size_t size = strlen(dotted), end = strlen(wanted);
    bool is_label = strchr(wanted + 1, '.') == wanted + end - 1;
    bool ends = size >= end && strcmp(dotted + size - end, wanted) == 0;
    return (verdict){size > 2 && (ends || (is_label && strstr(dotted, wanted) != NULL)), 0, 0};
}

/* ------------------------------------------------------------------------------- words near to each other */

enum { PLACES_MAX = 4096, RUN_MAX = 16 };

/* The words of a passage at their positions; returns how many positions there are. */
static size_t lay_out(const passage *p, bool title_only, spot *places) {
    const list *parts[] = {&p->title, &p->standfirst, &p->text};
    size_t count = 0;
    for (size_t k = 0; k < (title_only ? 1 : COUNT(parts)); k++) {
        for (size_t i = 0; i < parts[k]->count; i++)
            if (!parts[k]->items[i].joined)
                places[count++] = parts[k]->items[i];
        assert_true(count + 1 < PLACES_MAX);
        /* The standfirst is the first passage's alone. */
        if (k != 1 || p->number == 1)
            places[count++] = (spot){.term = SIZE_MAX, .form = SIZE_MAX};
    }
    return count;
}

/* Words that must be near, as they are gathered from a clause's parts. */
typedef struct near_run {
    size_t terms[RUN_MAX];
    size_t count, span;
    bool ordered;
} near_run;

/* Tries all places for the words from `k` on. */
static bool can_place(const near_run *run, const spot *places, size_t count, size_t k, size_t *taken) {
    if (k == run->count)
        return true;
    for (size_t at = 0; at < count; at++) {
        bool fits = places[at].term == run->terms[k] || places[at].form == run->terms[k];
        for (size_t i = 0; i < k && fits; i++)
            fits = at != taken[i] && (at > taken[i] ? at - taken[i] : taken[i] - at) <= run->span &&
                   (!run->ordered || at > taken[i]);
        taken[k] = at;
        if (fits && can_place(run, places, count, k + 1, taken))
            return true;
    }
    return false;
}

static bool is_placed(const passage *p, const clause *c, const near_run *run) {
    static spot places[PLACES_MAX];
    size_t taken[RUN_MAX];
    return can_place(run, places, lay_out(p, c->field == FIELD_TITLE, places), 0, taken);
}

static verdict judge_near(const model *m, const passage *p, const clause *c) {
    near_run run = {.ordered = c->parts[1].ordered};
    verdict all = {true, 0, 0};
    for (size_t i = 0; i < c->count && all.match; i++) {
        const clause *part = &c->parts[i];
        const list *tokens = &part->tokens[p->lang];
        size_t step = i > 0 ? (part->near == 0 ? 10 : part->near) : 0;
        if (i > 0 && part->ordered != run.ordered) {
            all.match = is_placed(p, c, &run);
            run = (near_run){.terms = {run.terms[run.count - 1]}, .count = 1, .ordered = part->ordered};
        }
        for (size_t t = 0; t < tokens->count; t++) {
            if (tokens->items[t].joined)
                continue;
            assert_true(run.count < RUN_MAX);
            run.span += step;
            step = 1;
            run.terms[run.count++] = tokens->items[t].term;
            all.score += part->weight * score_of(m, p, tokens->items[t].term);
        }
        if (tokens->count > 1)
            all.match = all.match && judge_phrase(m, p, c->field, tokens).match;
    }
    all.match = all.match && is_placed(p, c, &run);
    for (size_t i = 0; i < c->count && c->field == FIELD_TEXT; i++)
        for (size_t t = 0; t < c->parts[i].tokens[p->lang].count; t++)
            if (!c->parts[i].tokens[p->lang].items[t].joined)
                all.article +=
                    c->parts[i].weight * article_score_of(m, p, c->parts[i].tokens[p->lang].items[t].term);
    return all;
}

static uint32_t date_number(const char *date) {
    int year, month, day;
    switch (sscanf(date, "%4d-%2d-%2d", &year, &month, &day)) {
    case 1:
        return (uint32_t)year * 10000;
    case 2:
        return (uint32_t)(year * 10000 + month * 100);
    case 3:
        return month > 12 ? 0 : (uint32_t)(year * 10000 + month * 100 + day);
    default:
        return 0;
    }
}

static verdict judge(const model *m, const passage *p, const clause *c, bool whole);

/* Words of one clause.  whole: where they are several, they are a phrase or one joined word. */
static verdict judge_words(const model *m, const passage *p, const clause *c, bool whole,
                           bool without_stops) {
    const list *tokens = &c->tokens[p->lang];
    verdict any = {false, 0, 0};
    if (c->field == FIELD_SITE)
        return judge_site(p, c->text);
    if (tokens->count > 1 && (whole || c->field != FIELD_TEXT)) {
        any = judge_phrase(m, p, c->field, tokens);
        for (size_t i = 0; i < tokens->count && c->field == FIELD_TEXT; i++)
            if (tokens->items[i].joined)
                add(&any, judge_term(m, p, c->field, tokens->items[i].term));
        return any;
    }
    for (size_t i = 0; i < tokens->count; i++)
        if (!without_stops || !tokens->items[i].stop)
            add(&any, judge_term(m, p, c->field, tokens->items[i].term));
    return any;
}

static enum query_role role_of(const clause *whole, size_t i) {
    const clause *c = &whole->parts[i];
    if (c->sign == '-' || c->sign == 'N')
        return ROLE_NOT;
    if (c->sign == '+' || whole->shape == CHAIN)
        return ROLE_MUST;
    bool ors = c->or_before || (i + 1 < whole->count && whole->parts[i + 1].or_before);
    return (c->named || c->shape == DATE) && !ors ? ROLE_MUST : ROLE_SHOULD;
}

/* Whether a clause gives the list something other than stop words to look for. */
static bool has_substance(const clause *c, size_t lang, bool is_should) {
    if (c->sign == '-' || c->sign == 'N' || c->shape == DATE || (c->field > FIELD_TITLE && c->shape == WORDS))
        return false;
    /* A list whose clauses are all shoulds, as a should, is no more than those. */
    bool is_list = c->field <= FIELD_TITLE || !is_should;
    for (size_t i = 0; i < c->count && !is_list; i++)
        is_list = c->parts[i].sign != 0;
    if (c->field > FIELD_TITLE)
        return is_list;
    if (c->shape != WORDS)
        return true;
    for (size_t i = 0; i < c->tokens[lang].count; i++)
        if (!c->tokens[lang].items[i].stop)
            return true;
    return false;
}

static verdict judge_list(const model *m, const passage *p, const clause *whole) {
    bool substance = false, musts = false, should = false;
    verdict sum = {true, 0, 0};
    for (size_t i = 0; i < whole->count; i++)
        substance = substance ||
                    has_substance(&whole->parts[i], p->lang, role_of(whole, i) == ROLE_SHOULD);
    bool only_nots = true;
    for (size_t i = 0; i < whole->count; i++) {
        const clause *c = &whole->parts[i];
        enum query_role role = role_of(whole, i);
        bool marked = c->sign == '+' || c->sign == '-' || whole->shape == CHAIN;
        verdict one = c->shape == WORDS ? judge_words(m, p, c, marked, substance && role == ROLE_SHOULD)
                                        : judge(m, p, c, marked);
        only_nots = only_nots && role == ROLE_NOT;
        musts = musts || role == ROLE_MUST;
        should = should || (role == ROLE_SHOULD && one.match);
        if (role == ROLE_NOT ? one.match : role == ROLE_MUST && !one.match)
            sum.match = false;
        sum.score += role != ROLE_NOT && one.match ? c->weight * one.score : 0;
        sum.article += role != ROLE_NOT ? c->weight * one.article : 0;
    }
    sum.match = sum.match && (musts || should || only_nots);
    return sum;
}

static verdict judge(const model *m, const passage *p, const clause *c, bool whole) {
    uint32_t date;
    switch (c->shape) {
    case WORDS:
        return judge_words(m, p, c, whole, false);
    case PHRASE:
        return judge_phrase(m, p, c->field, &c->tokens[p->lang]);
    case PATTERN:
        return judge_pattern(m, p, c);
    case DATE:
        date = date_number(p->article->date);
        return (verdict){date != 0 && date >= c->from && date <= c->to, 0, 0};
    case NEAR:
        return judge_near(m, p, c);
    case LIST:
    case CHAIN:
        break;
    }
    return judge_list(m, p, c);
}

static int better_first(const void *a, const void *b) {
    const passage *const *x = a, *const *y = b;
    if ((*x)->score != (*y)->score)
        return (*x)->score < (*y)->score ? 1 : -1;
    return (*x > *y) - (*x < *y);
}

/* The passages that match, best first; with `group` one for each article. */
static size_t rank(model *m, const query *q, int group, const passage **out) {
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < m->passage_count; i++) {
        verdict v = judge_list(m, &m->passages[i], q->root);
        m->passages[i].score = v.score;
        m->passages[i].article_score = v.article;
        if (v.match)
            out[count++] = &m->passages[i];
    }
    qsort(out, count, sizeof *out, better_first);
    for (size_t i = 0; i < count; i++) {
        bool seen = false;
        for (size_t k = 0; k < kept && group == DOSSIER_GROUP_ARTICLE; k++)
            seen = seen || out[k]->article == out[i]->article;
        if (!seen)
            out[kept++] = out[i];
    }
    for (size_t i = 0; i < kept && group == DOSSIER_GROUP_ARTICLE; i++)
        m->passages[out[i] - m->passages].score += out[i]->article_score;
    qsort(out, kept, sizeof *out, better_first);
    return kept;
}

/* ---------------------------------------------------------------------------------------- comparing */

/* Scores within this are the same sum in another order: either passage may come first, unless they are alike. */
#define SAME 1e-9

static bool same_hit(const dossier_hit *hit, const passage *wanted, double score) {
    return hit->article.key.size == strlen(wanted->article->key) &&
           memcmp(hit->article.key.data, wanted->article->key, hit->article.key.size) == 0 &&
           hit->passage.number == wanted->number && fabs(hit->score - score) < 1e-6;
}

/* Whether a clause finds as much in two passages: then their scores are the same to the last bit. */
static bool alike_for(const clause *c, const passage *a, const passage *b) {
    const list *tokens = &c->tokens[a->lang];
    for (size_t i = 0; i < tokens->count; i++)
        if (times(a, tokens->items[i].term) != times(b, tokens->items[i].term))
            return false;
    for (size_t i = 0; i < c->group_count; i++)
        if (group_times(a, &c->groups[i]) != group_times(b, &c->groups[i]))
            return false;
    return true;
}

static bool alike(const query *q, const passage *a, const passage *b) {
    bool same = a->lang == b->lang && a->length == b->length && a->score == b->score;
    for (size_t i = 0; i < q->used && same; i++)
        same = alike_for(&q->pool[i], a, b);
    return same;
}

/* Whether a hit that is not the passage at `place` of the right order may stand there all the same: sums that are the
 * same but for rounding may stand in either order, and what is alike moves with what stands before it. */
static bool may_stand(const query *q, const dossier_hit *hit, const passage *const *order, size_t count,
                      size_t place) {
    bool found = false, mixed = false;
    for (size_t k = 0; k < count; k++) {
        if (fabs(order[k]->score - order[place]->score) >= SAME)
            continue;
        found = found || same_hit(hit, order[k], order[place]->score);
        mixed = mixed || !alike(q, order[k], order[place]);
    }
    return found && mixed;
}

/* The answer's fault, in words; "" where there is none. */
static const char *compare(model *m, const query *q, const dossier_search_options *o,
                           const dossier_result *result) {
    static char fault[1024];
    const passage **order = calloc(m->passage_count + 1, sizeof *order);
    assert_non_null(order);
    size_t count = rank(m, q, o->group, order), first = o->offset < count ? (size_t)o->offset : count;
    size_t expected = count - first < o->limit ? count - first : (size_t)o->limit;
    fault[0] = '\0';
    if (dossier_result_matched(result) != count)
        snprintf(fault, sizeof fault, "%llu matched, not %zu",
                 (unsigned long long)dossier_result_matched(result), count);
    else if (dossier_result_count(result) != expected)
        snprintf(fault, sizeof fault, "%zu hits, not %zu", dossier_result_count(result), expected);
    for (size_t i = 0; i < expected && fault[0] == '\0'; i++) {
        const dossier_hit *hit = dossier_result_hit(result, i);
        double score = order[first + i]->score;
        bool found = same_hit(hit, order[first + i], score) || may_stand(q, hit, order, count, first + i);
        if (!found || hit->rank != o->offset + i + 1)
            snprintf(fault, sizeof fault, "hit %zu: %.*s passage %llu at %.9f, not %s passage %zu at %.9f", i,
                     (int)hit->article.key.size, hit->article.key.data,
                     (unsigned long long)hit->passage.number, hit->score, order[first + i]->article->key,
                     order[first + i]->number, score);
    }
    free(order);
    return fault;
}

/* -------------------------------------------------------------------------------------------- cases */

enum { INDEXES_MAX = 3 };

/* A case's indexes: each article belongs to one for ever. */
typedef struct library {
    char *folder;
    char *dirs[INDEXES_MAX];
    size_t count;
    bool made[INDEXES_MAX];
    bool many_languages;
    size_t pieces_from, pieces_to; /* others are left out: to shrink a case */
} library;

static int add_piece(dossier_writer *writer, const piece *p) {
    dossier_error err;
    dossier_article a = article_of(p->key, p->title, p->text);
    a.standfirst = dossier_string(p->standfirst);
    a.author = dossier_string(p->author);
    a.date = dossier_string(p->date);
    a.source = dossier_string(sources[p->source].url);
    a.lang = dossier_string(p->lang);
    int status = dossier_writer_add(writer, &a, &err);
    assert_ok(status, &err);
    return status;
}

/* Adds, replaces, removes or adds again one article. */
static void change_piece(rng *r, const library *l, model *m, dossier_writer *writer, size_t index, size_t i) {
    piece *p = &m->pieces[i];
    dossier_error err;
    size_t choice = rng_below(r, 6);
    bool part_of_case = i >= l->pieces_from && i < l->pieces_to, was = p->live;
    if (choice == 0) {
        p->live = false;
        int removed = part_of_case ? dossier_writer_remove(writer, dossier_string(p->key), &err) : 0;
        assert_ok(removed, &err);
        if (part_of_case)
            assert_int_equal(removed, was);
        return;
    }
    bool rewrite = p->text == NULL || choice > 1;
    if (rewrite)
        write_piece(r, p, i, l->many_languages);
    if (!part_of_case)
        return;
    int status = add_piece(writer, p);
    if (was && !rewrite) {
        assert_int_equal(status, DOSSIER_UNCHANGED);
        return;
    }
    /* A rewritten article may by chance be the very same. */
    if (status != DOSSIER_UNCHANGED)
        p->number = ((uint64_t)index << 32) + ++m->next_number;
    assert_int_equal(status == DOSSIER_OK, !was);
    p->live = true;
}

/* One run of the writer on one index: a few changes, one or two commits. */
static void change_index(rng *r, library *l, model *m, size_t index, size_t changes) {
    dossier_writer_options o = {.lang = langs[m->index_lang], .threads = 1 + (unsigned)rng_below(r, 3)};
    o.backend = getenv("DOSSIER_TEST_BACKEND");
    o.expected_bytes = rng_once_in(r, 2) ? (uint64_t)1 << 30 : 1;
    dossier_writer *writer = open_writer(l->dirs[index], &o);
    for (size_t commits = 1 + rng_below(r, 2); commits > 0; commits--) {
        for (size_t n = rng_below(r, changes + 1); n > 0; n--) {
            size_t i = rng_below(r, m->piece_count);
            i -= i % l->count;
            if (i + index < m->piece_count)
                change_piece(r, l, m, writer, index, i + index);
        }
        commit(writer);
    }
    dossier_writer_close(writer);
}

/* Tells of a wrong answer: the query, what it should find, and the articles where they are few. */
static void print_case(model *m, const query *q, const dossier_search_options *o, const char *fault) {
    print_error("%s\nquery: %s\n(group %d, limit %llu, offset %llu)\n", fault, q->text, o->group,
                (unsigned long long)o->limit, (unsigned long long)o->offset);
    const passage **order = calloc(m->passage_count + 1, sizeof *order);
    assert_non_null(order);
    size_t count = rank(m, q, o->group, order);
    for (size_t i = 0; i < count && i < 20; i++)
        print_error("%zu. should be %.9f %s passage %zu\n", i + 1, order[i]->score, order[i]->article->key,
                    order[i]->number);
    free(order);
    for (size_t i = 0; i < m->passage_count && m->article_count < 4; i++) {
        const piece *p = m->passages[i].article;
        if (m->passages[i].number == 1)
            print_error("%s (%s, %s) by %s\n  title: %s\n  standfirst: %s\n  text: %.600s\n", p->key,
                        langs[m->passages[i].lang], p->date, p->author, p->title, p->standfirst, p->text);
    }
}

static void print_hits(const dossier_result *result) {
    for (size_t i = 0; i < dossier_result_count(result); i++) {
        const dossier_hit *hit = dossier_result_hit(result, i);
        print_error("%llu. is %.9f %s passage %llu (%s)\n", (unsigned long long)hit->rank, hit->score,
                    hit->article.key.data, (unsigned long long)hit->passage.number, hit->article.lang.data);
    }
}

/* Asks one query; false where the answer is wrong, which is told where `tell`. */
static bool ask_one(dossier_index *index, model *m, const query *q, const dossier_search_options *o,
                    bool tell) {
    dossier_error err;
    dossier_result *result;
    int status = dossier_search(index, dossier_string(q->text), o, &result, &err);
    const char *fault = status == DOSSIER_OK ? compare(m, q, o, result) : err.message;
    bool right = fault[0] == '\0';
    if (!right && tell) {
        print_case(m, q, o, fault);
        if (status == DOSSIER_OK)
            print_hits(result);
    }
    dossier_result_free(result);
    return right;
}

/* Asks the open indexes queries; 1 where an answer is wrong, which is told where `tell`. */
static int ask(rng *r, dossier_index *index, model *m, size_t queries, bool tell) {
    static query q;
    bool right = true;
    for (; queries > 0 && right; queries--) {
        dossier_search_options o = {.group = (int)rng_below(r, 2),
                                    .rank = DOSSIER_RANK_BM25,
                                    .limit = rng_once_in(r, 2) ? 1000 : 1 + rng_below(r, 12),
                                    .offset = rng_once_in(r, 2) ? 0 : rng_below(r, 9)};
        write_query(r, &q);
        analyze_query(m, &q);
        right = ask_one(index, m, &q, &o, tell);
        forget_query(&q);
    }
    return !right;
}

static int compare_info(dossier_index *index, const model *m) {
    dossier_info info = info_of(index);
    size_t sum = 0;
    for (size_t i = 0; i < m->passage_count; i++)
        sum += m->passages[i].length;
    return info.articles != m->article_count || info.passages != m->passage_count || info.words != sum;
}

/* The case of a seed with the articles from..to alone: 1 where it fails. */
static int run_case(uint64_t seed, size_t from, size_t to, bool tell) {
    rng r = {seed};
    library l = {.folder = make_folder(), .count = rng_once_in(&r, 4) ? 1 + rng_below(&r, INDEXES_MAX) : 1};
    l.many_languages = rng_once_in(&r, 3);
    l.pieces_from = from;
    l.pieces_to = to;
    model *m = model_new(rng_below(&r, LANGS));
    m->piece_count = 1 + rng_below(&r, ARTICLES_MAX);
    for (size_t i = 0; i < l.count; i++) {
        char name[24];
        snprintf(name, sizeof name, "%zu", i);
        l.dirs[i] = path_in(l.folder, name);
    }
    int failed = 0;
    for (size_t round = 0, rounds = 1 + rng_below(&r, 3); round < rounds && !failed; round++) {
        for (size_t i = 0; i < l.count; i++)
            change_index(&r, &l, m, i, (round == 0 ? 2 : 1) * m->piece_count / l.count);
        model_passages(m);
        dossier_index *index;
        dossier_error err;
        assert_ok(dossier_open(&index, (const char *const *)l.dirs, l.count, &err), &err);
        rng asking = {rng_next(&r)};
        failed = compare_info(index, m);
        if (failed && tell)
            print_error("dossier_index_info is wrong\n");
        failed = failed || ask(&asking, index, m, 60, tell);
        dossier_close(index);
    }
    for (size_t i = 0; i < l.count; i++)
        free(l.dirs[i]);
    model_free(m);
    remove_folder(l.folder);
    return failed;
}

/* Halves the articles of a failing case as long as it fails, and tells what is left. */
static void shrink(uint64_t seed) {
    size_t from = 0, to = ARTICLES_MAX;
    for (bool smaller = true; smaller && to - from > 1;) {
        size_t middle = from + (to - from) / 2;
        smaller = false;
        if (run_case(seed, from, middle, false)) {
            to = middle;
            smaller = true;
        } else if (run_case(seed, middle, to, false)) {
            from = middle;
            smaller = true;
        }
    }
    print_error("seed %llu, articles %zu to %zu:\n", (unsigned long long)seed, from, to);
    run_case(seed, from, to, true);
}

static uint64_t setting(const char *name, uint64_t otherwise) {
    const char *given = getenv(name);
    return given == NULL ? otherwise : strtoull(given, NULL, 10);
}

static void test_against_brute_force(void **state) {
    (void)state;
    uint64_t seed = setting("DOSSIER_TEST_SEED", 1), cases = setting("DOSSIER_TEST_CASES", 60);
    for (uint64_t i = seed; i < seed + cases; i++) {
        if (!run_case(i, 0, ARTICLES_MAX, true))
            continue;
        shrink(i);
        fail_msg("the case of seed %llu", (unsigned long long)i);
    }
}

/* Fills free memory with something that is a small negative number as a double, and no zero as anything. */
static void soil_memory(void) {
    enum { SIZES = 32, TIMES = 200 };
    static void *pieces[SIZES * TIMES];
    for (size_t i = 0; i < COUNT(pieces); i++) {
        size_t size = 16 + 16 * (i % SIZES);
        pieces[i] = malloc(size);
        assert_non_null(pieces[i]);
        memset(pieces[i], 0xBE, size);
    }
    for (size_t i = 0; i < COUNT(pieces); i++)
        free(pieces[i]);
}

/* libxapian 1.4 does not initialise AND_MAYBE below AND_NOT: of a clause behind NOT only what must match may
 * reach it. */
static void test_not_with_a_clause_that_may_match(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "idx");
    dossier_writer *w = open_writer(dir, NULL);
    add_article(w, DOSSIER_OK, "a", "", "Georgia waits at the open door.");
    add_article(w, DOSSIER_OK, "b", "", "Georgia waits.");
    add_article(w, DOSSIER_OK, "c", "", "Moldova waits at the open door.");
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir);
    for (int i = 0; i < 20; i++) {
        soil_memory();
        assert_string_equal(keys_for(index, "-(+georgia +(+waits OR door))"), "c ");
        assert_string_equal(keys_for(index, "waits -(+georgia +(+waits door) +(+waits open))"), "c ");
    }
    dossier_close(index);
    remove_folder(folder);
    free(dir);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_not_with_a_clause_that_may_match),
        cmocka_unit_test(test_against_brute_force),
    };
    return run_for_each_backend(tests);
}
