/* test_parity.c: the backends give the same passages in the same order with the same scores, whatever is asked of
 * whatever was written, and however it came to be so.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A case is a seed: what is done to some indexes, each kept once by each backend, and what they are asked in between.
 * A case that fails is shrunk: steps, then words of the query are left out as long as it fails.  DOSSIER_TEST_SEED runs
 * other cases than the usual ones, and DOSSIER_TEST_CASES another number.  test_search.c has the third opinion. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/buffer.h"
#include "tests/unit/support.h"

enum { INDEXES_MAX = 3, STEPS_MAX = 4000, QUERY_ROOM = 1200, WORDS_MAX = 6000 };

/* The words that texts and queries are made of. */
typedef struct words {
    const char *list[WORDS_MAX];
    size_t count;
} words;

static const char *const some_words[] = {
    "the",      "of",       "and",     "Russia",    "Russia's", "NATO",    "sanctions", "sanctioned", "open",    "door",
    "opened",   "border",   "treaty",  "F-16",      "2022",     "1,000",   "caf\xC3\xA9", "d'accord",   "l'Europe", "und",
    "der",      "le",       "gas",     "Stra\u00DFe", "neo-imperial", "imperial", "missile", "missiles", "New",   "York",
    "U.S.",     "expand",   "expansion", "to",      "Georgia",  "georgian", "tank",     "tanks",     "winter",  "vote"};

/* ------------------------------------------------------------------------------------------ what is done */

enum kind { ADD, REMOVE, COMMIT, OPTIMIZE, REOPEN, ASK };

typedef struct step {
    enum kind kind;
    unsigned index;   /* which index */
    unsigned article; /* its key */
    uint64_t seed;    /* of its text, or of the queries */
} step;

typedef struct question {
    char text[QUERY_ROOM];
    dossier_search_options options;
} question;

typedef struct scenario {
    uint64_t seed;
    size_t index_count;
    unsigned articles;
    unsigned longest; /* words of a text, at most */
    bool many_languages;
    step steps[STEPS_MAX];
    size_t count;
    unsigned queries; /* at each ASK */
} scenario;

static const char *pick(rng *r, const words *w) {
    /* The earlier a word stands, the more often it is taken. */
    size_t n = rng_below(r, 1 + rng_below(r, w->count));
    return w->list[n];
}

static void write_some(rng *r, const words *w, size_t count, buffer *out) {
    out->size = 0;
    for (size_t i = 0; i < count; i++) {
        static const char *const ends[] = {" ", " ", " ", " ", " ", " ", ", ", ". ", ". ", ".\n\n"};
        assert_int_equal(buffer_put_string(out, pick(r, w)), 0);
        assert_int_equal(buffer_put_string(out, ends[rng_below(r, COUNT(ends))]), 0);
    }
}

/* ------------------------------------------------------------------------------------------ the indexes */

/* Each index once by each backend. */
typedef struct world {
    const scenario *s;
    const words *w;
    char *folder;
    char *dirs[2][INDEXES_MAX];
    dossier_writer *writers[2][INDEXES_MAX];
} world;

static void open_writers(world *d, unsigned index, uint64_t seed) {
    rng r = {seed};
    for (size_t b = 0; b < 2; b++) {
        dossier_writer_options o = {.backend = dossier_backends()[b],
                                    .lang = d->s->many_languages ? "auto:french" : "english",
                                    .threads = 1 + (unsigned)rng_below(&r, 3),
                                    .expected_bytes = rng_once_in(&r, 2) ? 1 : (uint64_t)1 << 30};
        d->writers[b][index] = open_writer(d->dirs[b][index], &o);
    }
}

static void begin_world(world *d, const scenario *s, const words *w) {
    *d = (world){.s = s, .w = w, .folder = make_folder()};
    for (unsigned i = 0; i < s->index_count; i++) {
        for (size_t b = 0; b < 2; b++) {
            char name[40];
            snprintf(name, sizeof name, "%s-%u", dossier_backends()[b], i);
            d->dirs[b][i] = path_in(d->folder, name);
        }
        open_writers(d, i, s->seed + i);
        commit(d->writers[0][i]);
        commit(d->writers[1][i]);
    }
}

static void end_world(world *d) {
    for (size_t b = 0; b < 2; b++)
        for (unsigned i = 0; i < d->s->index_count; i++) {
            dossier_writer_close(d->writers[b][i]);
            free(d->dirs[b][i]);
        }
    remove_folder(d->folder);
}

static void add(world *d, const step *st) {
    static const char *const langs[] = {"english", "german", "french", "none", "", ""};
    static const char *const dates[] = {"2021", "2022-02", "2022-07-14", "2023-12-31", "", "soon"};
    static const char *const authors[] = {"Ann Lee", "Jean d'Arc", "", "", ""};
    rng r = {st->seed};
    buffer text = {0}, title = {0}, standfirst = {0};
    char key[32];
    snprintf(key, sizeof key, "news/%u", st->article);
    write_some(&r, d->w, rng_below(&r, 6), &title);
    write_some(&r, d->w, rng_once_in(&r, 3) ? rng_below(&r, 9) : 0, &standfirst);
    write_some(&r, d->w, rng_once_in(&r, 10) ? 0 : rng_below(&r, d->s->longest), &text);
    dossier_article a = {.key = dossier_string(key),
                         .title = {title.data, title.size},
                         .standfirst = {standfirst.data, standfirst.size},
                         .text = {text.data, text.size},
                         .author = dossier_string(authors[rng_below(&r, COUNT(authors))]),
                         .date = dossier_string(dates[rng_below(&r, COUNT(dates))])};
    if (d->s->many_languages)
        a.lang = dossier_string(langs[rng_below(&r, COUNT(langs))]);
    int status[2];
    dossier_error err;
    for (size_t b = 0; b < 2; b++) {
        status[b] = dossier_writer_add(d->writers[b][st->index], &a, &err);
        assert_ok(status[b], &err);
    }
    assert_int_equal(status[0], status[1]);
    buffer_free(&text);
    buffer_free(&title);
    buffer_free(&standfirst);
}

static void act(world *d, const step *st) {
    char key[32];
    int status[2] = {0};
    dossier_error err;
    snprintf(key, sizeof key, "news/%u", st->article);
    if (st->kind == ADD) {
        add(d, st);
        return;
    }
    for (size_t b = 0; b < 2; b++) {
        dossier_writer *w = d->writers[b][st->index];
        if (st->kind == REMOVE)
            status[b] = dossier_writer_remove(w, dossier_string(key), &err);
        else
            status[b] = st->kind == OPTIMIZE ? dossier_writer_optimize(w, &err) : dossier_writer_commit(w, &err);
        assert_ok(status[b], &err);
        if (st->kind == REOPEN)
            dossier_writer_close(w);
    }
    assert_int_equal(status[0], status[1]);
    if (st->kind == REOPEN)
        open_writers(d, st->index, st->seed);
}

/* ------------------------------------------------------------------------------------------ questions */

static void put(question *q, const char *text) {
    size_t used = strlen(q->text);
    snprintf(q->text + used, sizeof q->text - used, "%s", text);
}

static void put_clause(rng *r, const words *w, question *q, int depth);

static void put_clauses(rng *r, const words *w, question *q, size_t count, int depth) {
    static const char *const between[] = {" ", " ", " ", " ", " AND ", " OR ", " AND NOT ", " NOT "};
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            put(q, between[rng_below(r, COUNT(between))]);
        put_clause(r, w, q, depth);
    }
}

static void put_words(rng *r, const words *w, question *q, size_t count) {
    for (size_t i = 0; i < count; i++) {
        put(q, i > 0 ? " " : "");
        put(q, pick(r, w));
    }
}

static void put_prefix(rng *r, const words *w, question *q) {
    char begin[8];
    snprintf(begin, sizeof begin, "%.*s", 1 + (int)rng_below(r, 5), pick(r, w));
    put(q, begin);
    put(q, "*");
}

/* A word as it is written, a pattern, or a word that may be spelt otherwise. */
static void put_form(rng *r, const words *w, question *q) {
    char text[64];
    snprintf(text, sizeof text, "%.60s", pick(r, w));
    size_t size = strlen(text), at = size > 0 ? rng_below(r, size) : 0;
    switch (rng_below(r, 4)) {
    case 0:
        put(q, "=");
        put(q, text);
        return;
    case 1:
        if (text[at] >= 'a' && text[at] <= 'z')
            text[at] = "*?"[rng_below(r, 2)];
        put(q, text);
        return;
    case 2:
        if (text[at] >= 'a' && text[at] <= 'z')
            text[at] = (char)('a' + rng_below(r, 26));
        put(q, text);
        put(q, rng_once_in(r, 2) ? "~" : "~2");
        return;
    default:
        put(q, "\"=");
        put(q, text);
        put(q, rng_once_in(r, 2) ? " =" : " ");
        put(q, pick(r, w));
        put(q, "\"");
    }
}

static void put_clause(rng *r, const words *w, question *q, int depth) {
    static const char *const signs[] = {"", "", "", "", "+", "-", "NOT "};
    static const char *const dates[] = {"date:2022", "date:2022-02..2022-07", "date:..2021", "date:2022-07-14..", "date:x"};
    static const char *const fields[] = {"title:", "title:", "author:", "key:", "text:", "lang:"};
    static const char *const odd[] = {"zebra", "\"", "(", ")", "*", "+", "\xFF", "key:7", "author:lee", "a AND", "OR", "::"};
    put(q, signs[rng_below(r, COUNT(signs))]);
    switch (rng_below(r, 19)) {
    case 16:
    case 17:
        put_form(r, w, q);
        return;
    case 0:
    case 1:
        put(q, rng_once_in(r, 3) ? "title:\"" : "\"");
        put_words(r, w, q, 1 + rng_below(r, 4));
        put(q, "\"");
        return;
    case 2:
        put_prefix(r, w, q);
        return;
    case 3:
        put(q, dates[rng_below(r, COUNT(dates))]);
        return;
    case 4:
        put(q, fields[rng_below(r, COUNT(fields))]);
        if (rng_once_in(r, 3))
            put_prefix(r, w, q);
        else
            put_words(r, w, q, 1);
        return;
    case 5:
    case 6:
        if (depth >= 3)
            break;
        put(q, rng_once_in(r, 6) ? "title:(" : "(");
        put_clauses(r, w, q, 1 + rng_below(r, 4), depth + 1);
        put(q, ")");
        return;
    case 7:
        put(q, odd[rng_below(r, COUNT(odd))]);
        return;
    default:
        break;
    }
    put_words(r, w, q, 1);
}

static void write_question(rng *r, const words *w, question *q) {
    *q = (question){.options = {.group = (int)rng_below(r, 2),
                                .rank = (int)rng_below(r, DOSSIER_RANK_BEST + 1),
                                .plain = rng_once_in(r, 8),
                                .limit = rng_once_in(r, 3) ? 1000 : rng_below(r, 12),
                                .offset = rng_once_in(r, 3) ? rng_below(r, 30) : 0,
                                .ranking_only = rng_once_in(r, 4)}};
    q->options.count = q->options.ranking_only ? (int)rng_below(r, 2) : 0;
    if (rng_once_in(r, 4))
        put_words(r, w, q, 1 + rng_below(r, 9));
    else
        put_clauses(r, w, q, 1 + rng_below(r, 6), 0);
}

/* ------------------------------------------------------------------------------------------ comparing */

static char fault[2400];

static bool differ(const char *what, size_t i, double a, double b) {
    snprintf(fault, sizeof fault, "%s of hit %zu: %.17g and %.17g", what, i, a, b);
    return true;
}

static bool strings_differ(dossier_str a, dossier_str b) {
    return a.size != b.size || (a.size > 0 && memcmp(a.data, b.data, a.size) != 0);
}

static bool hits_differ(size_t i, const dossier_hit *a, const dossier_hit *b) {
    if (strings_differ(a->article.key, b->article.key)) {
        snprintf(fault, sizeof fault, "hit %zu: %.100s passage %zu at %.17g and %.100s passage %zu at %.17g", i,
                 a->article.key.data, (size_t)a->passage.number, a->score, b->article.key.data,
                 (size_t)b->passage.number, b->score);
        return true;
    }
    if (a->rank != b->rank || a->passage.number != b->passage.number)
        return differ("passage", i, (double)a->passage.number, (double)b->passage.number);
    if (a->score != b->score)
        return differ("score", i, a->score, b->score);
    if (a->passage.start != b->passage.start || a->passage.end != b->passage.end || a->passage.line != b->passage.line ||
        strings_differ(a->passage.text, b->passage.text))
        return differ("text", i, (double)a->passage.start, (double)b->passage.start);
    if (strings_differ(a->article.title, b->article.title) || strings_differ(a->article.lang, b->article.lang) ||
        strings_differ(a->article.standfirst, b->article.standfirst) ||
        strings_differ(a->article.author, b->article.author) || strings_differ(a->article.date, b->article.date))
        return differ("article", i, 0, 0);
    if (a->sentence_count != b->sentence_count || a->match_count != b->match_count)
        return differ("matches", i, (double)a->match_count, (double)b->match_count);
    for (size_t k = 0; k < a->match_count; k++)
        if (a->matches[k].start != b->matches[k].start || a->matches[k].end != b->matches[k].end)
            return differ("match", i, (double)a->matches[k].start, (double)b->matches[k].start);
    return false;
}

static bool results_differ(const dossier_result *a, const dossier_result *b, bool counted) {
    if (dossier_result_count(a) != dossier_result_count(b) ||
        (counted && dossier_result_matched(a) != dossier_result_matched(b))) {
        snprintf(fault, sizeof fault, "%zu hits of %zu and %zu of %zu", dossier_result_count(a),
                 (size_t)dossier_result_matched(a), dossier_result_count(b), (size_t)dossier_result_matched(b));
        return true;
    }
    for (size_t i = 0; i < dossier_result_count(a); i++)
        if (hits_differ(i, dossier_result_hit(a, i), dossier_result_hit(b, i)))
            return true;
    return false;
}

/* Packed, Xapian, and both by turns. */
enum { WAYS = 3 };
static const char *const way_names[WAYS] = {"packed", "xapian", "mixed"};

typedef struct opened {
    dossier_index *ways[WAYS];
} opened;

static void open_all(const world *d, opened *o) {
    for (size_t way = 0; way < WAYS; way++) {
        const char *dirs[INDEXES_MAX];
        dossier_error err;
        for (unsigned i = 0; i < d->s->index_count; i++)
            dirs[i] = d->dirs[way < 2 ? way : (i + 1) % 2][i];
        assert_ok(dossier_open(&o->ways[way], dirs, d->s->index_count, &err), &err);
    }
}

static void close_all(opened *o) {
    for (size_t way = 0; way < WAYS; way++)
        dossier_close(o->ways[way]);
}

static size_t asked, found;

/* Whether a question is answered alike; else `fault` says how. */
static bool same_answers(const opened *o, const question *q) {
    dossier_result *results[WAYS] = {0};
    bool same = true;
    for (size_t way = 0; way < WAYS && same; way++) {
        dossier_error err;
        if (dossier_search(o->ways[way], dossier_string(q->text), &q->options, &results[way], &err) == DOSSIER_OK)
            continue;
        snprintf(fault, sizeof fault, "%s: %s", way_names[way], err.message);
        same = false;
    }
    for (size_t way = 1; way < WAYS && same; way++)
        same = !results_differ(results[0], results[way], !q->options.ranking_only || q->options.count);
    asked++;
    found += same && dossier_result_count(results[0]) > 0;
    for (size_t way = 0; way < WAYS; way++)
        dossier_result_free(results[way]);
    return same;
}

static bool same_figures(const opened *o) {
    dossier_info a = info_of(o->ways[0]);
    for (size_t way = 1; way < WAYS; way++) {
        dossier_info b = info_of(o->ways[way]);
        if (a.articles != b.articles || a.passages != b.passages || a.words != b.words) {
            snprintf(fault, sizeof fault, "%s has %zu articles, %zu passages, %zu words; %s %zu, %zu, %zu", way_names[0],
                     (size_t)a.articles, (size_t)a.passages, (size_t)a.words, way_names[way], (size_t)b.articles,
                     (size_t)b.passages, (size_t)b.words);
            return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------------------------------ cases */

/* Runs a scenario; false where an answer differs, with the step and the question.  Where `only` is given, it alone is
 * asked, at the end. */
static bool run(const scenario *s, const words *w, const question *only, question *failing, size_t *at) {
    world d;
    opened o;
    bool same = true;
    begin_world(&d, s, w);
    for (size_t i = 0; i < s->count && same; i++) {
        if (s->steps[i].kind != ASK) {
            act(&d, &s->steps[i]);
            continue;
        }
        *at = i;
        if (only != NULL)
            continue;
        open_all(&d, &o);
        rng r = {s->steps[i].seed};
        *failing = (question){0};
        same = same_figures(&o);
        for (unsigned k = 0; k < s->queries && same; k++) {
            write_question(&r, w, failing);
            same = same_answers(&o, failing);
        }
        close_all(&o);
    }
    if (only != NULL) {
        for (unsigned i = 0; i < s->index_count; i++) {
            commit(d.writers[0][i]);
            commit(d.writers[1][i]);
        }
        open_all(&d, &o);
        same = same_answers(&o, only) && same_figures(&o);
        close_all(&o);
    }
    end_world(&d);
    return same;
}

/* Leaves out steps, from half of them down to one at a time, as long as the question is answered in two ways. */
static void shrink_steps(scenario *s, const words *w, const question *q) {
    static step kept[STEPS_MAX];
    question ignored;
    size_t at;
    for (size_t part = s->count / 2; part > 0; part /= 2)
        for (size_t from = 0; from < s->count;) {
            size_t count = s->count, to = from + part < count ? from + part : count;
            memcpy(kept, s->steps, sizeof kept);
            memmove(s->steps + from, s->steps + to, (count - to) * sizeof *s->steps);
            s->count -= to - from;
            if (!run(s, w, q, &ignored, &at))
                continue;
            memcpy(s->steps, kept, sizeof kept);
            s->count = count;
            from += part;
        }
}

/* Leaves out words of the question. */
static void shrink_question(const scenario *s, const words *w, question *q) {
    question ignored;
    size_t at;
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (char *begin = q->text; *begin != '\0' && !smaller;) {
            size_t size = strcspn(begin, " ") + strspn(begin + strcspn(begin, " "), " ");
            question shorter = *q;
            memmove(shorter.text + (begin - q->text), begin + size, strlen(begin + size) + 1);
            smaller = !run(s, w, &shorter, &ignored, &at);
            if (smaller)
                *q = shorter;
            else
                begin += size;
        }
    }
}

static void tell(scenario *s, const words *w, question *q, size_t at) {
    static const char *const kinds[] = {"add", "remove", "commit", "optimize", "reopen", "ask"};
    question ignored;
    print_error("seed %llu: %s\n", (unsigned long long)s->seed, fault);
    s->count = at;
    if (!run(s, w, q, &ignored, &at)) {
        shrink_steps(s, w, q);
        shrink_question(s, w, q);
        run(s, w, q, &ignored, &at);
    }
    for (size_t i = 0; i < s->count; i++)
        print_error("  %s %u/%u (%llu)\n", kinds[s->steps[i].kind], s->steps[i].index, s->steps[i].article,
                    (unsigned long long)s->steps[i].seed);
    fail_msg("seed %llu, query: %s\n(rank %d, group %d, plain %d, limit %llu, offset %llu, ranking_only %d)\n%s",
             (unsigned long long)s->seed, q->text, q->options.rank, q->options.group, q->options.plain,
             (unsigned long long)q->options.limit, (unsigned long long)q->options.offset, q->options.ranking_only, fault);
}

static void put_step(scenario *s, enum kind kind, unsigned index, unsigned article, uint64_t seed) {
    assert_true(s->count < STEPS_MAX);
    s->steps[s->count++] = (step){kind, index, article, seed};
}

/* What is done in the case of a seed. */
static void write_scenario(scenario *s, uint64_t seed) {
    rng r = {seed};
    *s = (scenario){.seed = seed, .queries = 40};
    s->index_count = rng_once_in(&r, 3) ? 1 + rng_below(&r, INDEXES_MAX) : 1;
    s->many_languages = rng_once_in(&r, 3);
    s->articles = 2 + (unsigned)rng_below(&r, 90);
    s->longest = rng_once_in(&r, 3) ? 700 : 60;
    for (size_t rounds = 1 + rng_below(&r, 4); rounds > 0; rounds--) {
        for (size_t n = rng_below(&r, 2 * s->articles); n > 0; n--) {
            unsigned article = (unsigned)rng_below(&r, s->articles), index = article % (unsigned)s->index_count;
            size_t choice = rng_below(&r, 40);
            enum kind kind = choice < 29 ? ADD : choice < 36 ? REMOVE : choice < 38 ? COMMIT : choice < 39 ? OPTIMIZE
                                                                                                           : REOPEN;
            put_step(s, kind, index, article, rng_once_in(&r, 9) ? article : rng_next(&r));
        }
        for (unsigned i = 0; i < s->index_count; i++)
            put_step(s, rng_once_in(&r, 4) ? OPTIMIZE : COMMIT, i, 0, 0);
        put_step(s, ASK, 0, 0, rng_next(&r));
    }
}

static uint64_t setting(const char *name, uint64_t otherwise) {
    const char *given = getenv(name);
    return given == NULL ? otherwise : strtoull(given, NULL, 10);
}

static void try_scenario(scenario *s, const words *w) {
    question failing;
    size_t at = 0;
    if (!run(s, w, NULL, &failing, &at))
        tell(s, w, &failing, at);
}

static void test_generated_cases(void **state) {
    (void)state;
    static scenario s;
    static words w;
    uint64_t seed = setting("DOSSIER_TEST_SEED", 1), cases = setting("DOSSIER_TEST_CASES", 60);
    w.count = COUNT(some_words);
    memcpy(w.list, some_words, sizeof some_words);
    for (uint64_t i = seed; i < seed + cases; i++) {
        write_scenario(&s, i);
        try_scenario(&s, &w);
    }
    assert_true(found > asked / 4);
}

/* More passages than a search takes at a time, words from everywhere to once. */
static void test_thousands_of_passages(void **state) {
    (void)state;
    static scenario s;
    static words w;
    static char names[2000][8];
    s = (scenario){.seed = setting("DOSSIER_TEST_SEED", 1), .index_count = 1, .longest = 40, .queries = 250};
    for (w.count = 0; w.count < COUNT(names); w.count++) {
        snprintf(names[w.count], sizeof names[0], "w%zu", w.count);
        w.list[w.count] = names[w.count];
    }
    rng r = {s.seed};
    for (unsigned i = 0; i < 3000; i++)
        put_step(&s, ADD, 0, i, rng_next(&r));
    put_step(&s, COMMIT, 0, 0, 0);
    put_step(&s, ASK, 0, 0, rng_next(&r));
    for (unsigned i = 0; i < 300; i++)
        put_step(&s, rng_once_in(&r, 2) ? ADD : REMOVE, 0, (unsigned)rng_below(&r, 3000), rng_next(&r));
    put_step(&s, COMMIT, 0, 0, 0);
    put_step(&s, ASK, 0, 0, rng_next(&r));
    put_step(&s, OPTIMIZE, 0, 0, 0);
    put_step(&s, ASK, 0, 0, rng_next(&r));
    try_scenario(&s, &w);
}

/* ------------------------------------------------------------------------------------------ our corpus */

static int take_words(void *context, const dossier_article *a) {
    words *w = context;
    const char *text = a->text.data, *end = text + a->text.size;
    for (size_t n = 0; text < end && w->count < WORDS_MAX; n++) {
        size_t size = 0;
        while (text + size < end && (unsigned char)text[size] > ' ' && strchr("\"*():,.", text[size]) == NULL)
            size++;
        if (size > 0 && n % 5 == 0) {
            char *kept = calloc(1, size + 1);
            assert_non_null(kept);
            memcpy(kept, text, size);
            w->list[w->count++] = kept;
        }
        text += size > 0 ? size : 1;
    }
    return 0;
}

static void test_our_corpus(void **state) {
    (void)state;
    static words w;
    const char *path = "corpus";
    char *folder = make_folder(), *dirs[2];
    opened o;
    dossier_error err;
    dossier_source_options reading = {.context = &w};
    assert_ok(dossier_read_sources(&path, 1, &reading, take_words, NULL, &err), &err);
    assert_true(w.count > 1000);
    for (size_t b = 0; b < 2; b++) {
        dossier_writer_options options = {.backend = dossier_backends()[b]};
        dirs[b] = path_in(folder, dossier_backends()[b]);
        dossier_writer *writer = open_writer(dirs[b], &options);
        assert_ok(dossier_index_sources(writer, &path, 1, NULL, NULL, &err), &err);
        commit(writer);
        dossier_writer_close(writer);
    }
    for (size_t way = 0; way < WAYS; way++)
        o.ways[way] = open_index(dirs[way % 2]);
    assert_true(same_figures(&o));
    rng r = {setting("DOSSIER_TEST_SEED", 1)};
    for (size_t i = 0; i < 800; i++) {
        question q;
        write_question(&r, &w, &q);
        if (!same_answers(&o, &q))
            fail_msg("%s: %s", q.text, fault);
    }
    close_all(&o);
    for (size_t i = 0; i < w.count; i++)
        free((void *)(uintptr_t)w.list[i]);
    free(dirs[0]);
    free(dirs[1]);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_our_corpus),
        cmocka_unit_test(test_generated_cases),
        cmocka_unit_test(test_thousands_of_passages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
