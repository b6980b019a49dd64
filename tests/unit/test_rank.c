/* test_rank.c: ranking by more than each word by itself: whole articles, neighbours, words of the first hits, titles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/session.h"
#include "tests/unit/support.h"

typedef struct piece {
    const char *key, *title, *text;
} piece;

/* A new index of articles. */
static char *index_of(const char *name, const piece *articles, size_t count) {
    char *dir = path_in(test_folder, name);
    dossier_writer_options o = {.lang = "english"};
    dossier_writer *w = open_writer(dir, &o);
    for (size_t i = 0; i < count; i++)
        add_article(w, DOSSIER_OK, articles[i].key, articles[i].title, articles[i].text);
    commit(w);
    dossier_writer_close(w);
    return dir;
}

/* The keys of the hits for one way of ranking and grouping. */
static const char *keys(dossier_index *index, const char *words, int rank, int group) {
    dossier_search_options o = {.rank = rank, .group = group, .limit = 200};
    dossier_result *r = search_for(index, words, &o);
    const char *found = keys_of(r);
    dossier_result_free(r);
    return found;
}

/* `count` times a sentence, so that passages can be filled. */
static char *repeat(const char *first, const char *sentence, size_t count, const char *last) {
    char *text = malloc(strlen(first) + count * strlen(sentence) + strlen(last) + 1);
    assert_non_null(text);
    char *at = stpcpy(text, first);
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, sentence);
    strcpy(at, last);
    return text;
}

static void test_whole_articles(void **state) {
    (void)state;
    /* Of two articles with the same best passage, that which also speaks of the subject elsewhere is the better. */
    static const char filler[] = "They said that nothing had come of it in all that time. ";
    char *once = repeat("The treaty of the door was signed. ", filler, 60, "");
    char *twice = repeat("The treaty of the door was signed. ", filler, 58, "Of that door and treaty all was said. ");
    const piece articles[] = {{"once", "", once}, {"other", "", filler}, {"twice", "", twice}};
    char *dir = index_of("whole", articles, 3);
    dossier_index *index = open_index(dir);
    assert_string_equal(keys(index, "treaty door", DOSSIER_RANK_BM25, DOSSIER_GROUP_ARTICLE), "twice once ");
    dossier_search_options o = {.group = DOSSIER_GROUP_ARTICLE}, none = {0};
    dossier_result *grouped = search_for(index, "treaty door", &o), *all = search_for(index, "treaty door", &none);
    const dossier_hit *hit = dossier_result_hit(grouped, 0);
    double passage = 0;
    for (size_t i = 0; i < dossier_result_count(all); i++)
        if (strcmp(dossier_result_hit(all, i)->article.key.data, "twice") == 0)
            passage = fmax(passage, dossier_result_hit(all, i)->score);
    assert_true(hit->score > passage && passage > 0);
    assert_int_equal(dossier_result_matched(grouped), 2);
    dossier_result_free(grouped);
    dossier_result_free(all);
    dossier_close(index);
    free(dir);
    free(once);
    free(twice);
}

static void test_neighbours(void **state) {
    (void)state;
    static const piece articles[] = {
        {"apart", "", "A door of the old house on that hill, by a long way to the town, was found open."},
        {"near", "", "The house on that old hill, by a long way to a town, was found by an open door."}};
    char *dir = index_of("near", articles, 2);
    dossier_index *index = open_index(dir);
    assert_string_equal(keys(index, "open door", DOSSIER_RANK_BM25, 0), "apart near ");
    assert_string_equal(keys(index, "open door", DOSSIER_RANK_EXPAND, 0), "apart near ");
    assert_string_equal(keys(index, "open door", DOSSIER_RANK_PROXIMITY, 0), "near apart ");
    assert_string_equal(keys(index, "open door", DOSSIER_RANK_BEST, 0), "near apart ");
    dossier_close(index);
    free(dir);
}

static void test_words_of_the_first_hits(void **state) {
    (void)state;
    static const piece articles[] = {
        {"plain", "", "Of the tanker they wrote a long and dull letter."},
        {"akin", "", "Of the tanker they wrote a harbour and pilot letter."},
        {"best", "", "Tanker, tanker and tanker: harbour, harbour, pilot, pilot and quay."},
        {"unasked", "", "The harbour has a pilot and a quay."}};
    char *dir = index_of("expand", articles, 4);
    dossier_index *index = open_index(dir);
    assert_string_equal(keys(index, "tanker", DOSSIER_RANK_BM25, 0), "best plain akin ");
    assert_string_equal(keys(index, "tanker", DOSSIER_RANK_PROXIMITY, 0), "best plain akin ");
    assert_string_equal(keys(index, "tanker", DOSSIER_RANK_EXPAND, 0), "best akin plain ");
    assert_string_equal(keys(index, "tanker", DOSSIER_RANK_BEST, DOSSIER_GROUP_ARTICLE), "best akin plain ");
    dossier_close(index);
    free(dir);
}

static void test_titles(void **state) {
    (void)state;
    static const piece articles[] = {
        {"in-text", "Reports", "Georgia waited for weeks on end."},
        {"in-title", "Georgia", "Reports waited for weeks on end."}};
    char *dir = index_of("titles", articles, 2);
    dossier_index *index = open_index(dir);
    assert_string_equal(keys(index, "georgia", DOSSIER_RANK_BM25, 0), "in-text in-title ");
    assert_string_equal(keys(index, "georgia", DOSSIER_RANK_BEST, 0), "in-title in-text ");
    dossier_close(index);
    free(dir);
}

static void test_questions(void **state) {
    (void)state;
    static const piece articles[] = {{"nothing", "", "The fort fell at night to the fleet."},
                                              {"date", "", "The fort fell in 1560 to the fleet."}};
    char *dir = index_of("questions", articles, 2);
    dossier_index *index = open_index(dir);
    assert_string_equal(keys(index, "when did the fort fall", DOSSIER_RANK_PROXIMITY, 0), "nothing date ");
    assert_string_equal(keys(index, "when did the fort fall", DOSSIER_RANK_BEST, 0), "date nothing ");
    assert_string_equal(keys(index, "fort fall", DOSSIER_RANK_BEST, 0), "nothing date ");
    dossier_close(index);
    free(dir);
    /* One sentence with all the words answers better than two with some; so far apart they are not near. */
    static const piece sentences[] = {{"two", "", "The fort stood on a hill by the sea and on. Down it all fell at last."},
                                      {"one", "", "The fort stood on a hill by the sea and on down it all fell at last."}};
    dir = index_of("sentences", sentences, 2);
    index = open_index(dir);
    assert_string_equal(keys(index, "why fort fell", DOSSIER_RANK_BEST, 0), "two one ");
    assert_string_equal(keys(index, "why fort fell?", DOSSIER_RANK_BEST, 0), "one two ");
    assert_string_equal(keys(index, "why fort fell\xEF\xBC\x9F", DOSSIER_RANK_BEST, 0), "one two ");
    assert_string_equal(keys(index, "why fort fell?", DOSSIER_RANK_PROXIMITY, 0), "two one ");
    dossier_close(index);
    free(dir);
}

/* ------------------------------------------------------------------------------------------- generated corpora */

static const char *const words[] = {"door", "open", "treaty", "georgia", "fleet", "harbour", "pilot", "quay",
                                    "winter", "grain", "letter", "night", "the", "of", "1560", "Rollo"};
static const char *const queries[] = {"open door", "treaty georgia fleet", "when did the fleet open", "\"open door\" grain",
                                      "+harbour pilot -quay", "win* title:door", "zilch", "the", "night"};

enum { ARTICLES = 260 };

static void write_text(rng *r, char *to, size_t count) {
    for (size_t i = 0; i < count; i++)
        to += sprintf(to, "%s%s", words[rng_below(r, COUNT(words))], rng_once_in(r, 8) ? ". " : " ");
    *to = '\0';
}

/* Indexes the same articles into one index, or in turns of 20 into two, the older ones first. */
static void generate(const char *const *dirs, size_t count) {
    static char text[8192], title[256];
    dossier_writer_options o = {.lang = "english"};
    for (size_t part = 0; part < count; part++) {
        rng r = {77};
        dossier_writer *w = open_writer(dirs[part], &o);
        for (size_t i = 0; i < ARTICLES; i++) {
            char key[16];
            snprintf(key, sizeof key, "%zu", i);
            write_text(&r, title, rng_below(&r, 4));
            write_text(&r, text, 1 + rng_below(&r, rng_once_in(&r, 4) ? 700 : 60));
            if (i * count / ARTICLES == part)
                add_article(w, DOSSIER_OK, key, title, text);
        }
        commit(w);
        dossier_writer_close(w);
    }
}

/* Fails where two results are not the same hits with the same scores; `skip` were left out of b. */
static void assert_same(const dossier_result *a, const dossier_result *b, size_t skip) {
    for (size_t i = 0; i < dossier_result_count(b); i++) {
        const dossier_hit *x = dossier_result_hit(a, i + skip), *y = dossier_result_hit(b, i);
        assert_non_null(x);
        assert_string_equal(x->article.key.data, y->article.key.data);
        assert_int_equal(x->rank, y->rank);
        assert_true(x->score == y->score);
    }
}

static void test_pages_fit_together(void **state) {
    (void)state;
    char *one = path_in(test_folder, "one"), *first = path_in(test_folder, "first"), *second = path_in(test_folder, "second");
    const char *const single[] = {one}, *const both[] = {first, second};
    generate(single, 1);
    generate(both, 2);
    dossier_index *index = open_indexes(single, 1), *parts = open_indexes(both, 2);
    for (size_t q = 0; q < COUNT(queries); q++) {
        for (int mode = 0; mode < 8; mode++) {
            dossier_search_options o = {.rank = DOSSIER_RANK_BM25 + mode / 2, .group = mode % 2, .limit = 1000};
            dossier_result *all = search_for(index, queries[q], &o);
            size_t count = dossier_result_count(all);
            assert_int_equal(dossier_result_matched(all), count);
            for (size_t i = 0; i < count; i++)
                assert_true(i == 0 || dossier_result_hit(all, i - 1)->score >= dossier_result_hit(all, i)->score);
            /* Pages of any size, rankings alone, and the same articles in two indexes: all the same. */
            for (size_t page = 0; page < count; page += 37) {
                dossier_search_options some = {.rank = o.rank, .group = o.group, .limit = 37, .offset = page};
                dossier_result *r = search_for(index, queries[q], &some);
                assert_int_equal(dossier_result_count(r), count - page < 37 ? count - page : 37);
                assert_same(all, r, page);
                dossier_result_free(r);
            }
            o.ranking_only = 1;
            dossier_result *bare = search_for(index, queries[q], &o), *parted = search_for(parts, queries[q], &o);
            assert_int_equal(dossier_result_count(bare), count);
            assert_int_equal(dossier_result_count(parted), count);
            assert_same(all, bare, 0);
            assert_same(all, parted, 0);
            dossier_result_free(bare);
            dossier_result_free(parted);
            dossier_result_free(all);
        }
    }
    dossier_close(index);
    dossier_close(parts);
    free(one);
    free(first);
    free(second);
}

/* Who asks for articles gets the best ranking; all else is ranked by BM25. */
static void test_default(void **state) {
    (void)state;
    char *dir = path_in(test_folder, "default");
    const char *const dirs[] = {dir};
    generate(dirs, 1);
    dossier_index *index = open_indexes(dirs, 1);
    dossier_str key = {NULL, 0};
    int told_apart = 0;
    for (size_t q = 0; q < COUNT(queries); q++) {
        for (int mode = 0; mode < 8; mode++) {
            dossier_search_options o = {.limit = 100, .group = mode % 2, .sort = mode / 2 % 2};
            o.like = mode / 4 % 2 ? key : o.like;
            int best = o.group == DOSSIER_GROUP_ARTICLE && o.sort == DOSSIER_SORT_SCORE && o.like.size == 0;
            dossier_result *unnamed = search_for(index, queries[q], &o);
            o.rank = best ? DOSSIER_RANK_BEST : DOSSIER_RANK_BM25;
            dossier_result *named = search_for(index, queries[q], &o);
            o.rank = DOSSIER_RANK_BM25;
            dossier_result *by_words = search_for(index, queries[q], &o);
            assert_int_equal(dossier_result_count(unnamed), dossier_result_count(named));
            assert_same(unnamed, named, 0);
            for (size_t i = 0; i < dossier_result_count(unnamed) && best; i++)
                told_apart |= dossier_result_hit(unnamed, i)->score != dossier_result_hit(by_words, i)->score;
            if (key.size == 0 && dossier_result_count(unnamed) > 0)
                key = dossier_string(strdup(dossier_result_hit(unnamed, 0)->article.key.data));
            dossier_result_free(unnamed);
            dossier_result_free(named);
            dossier_result_free(by_words);
        }
    }
    assert_true(key.size > 0);
    assert_true(told_apart);
    free((char *)(uintptr_t)key.data);
    dossier_close(index);
    free(dir);
}

static void test_wrong_options(void **state) {
    (void)state;
    static const piece articles[] = {{"a", "", "A door."}};
    char *dir = index_of("wrong", articles, 1);
    dossier_index *index = open_index(dir);
    dossier_error err;
    dossier_result *r;
    for (int rank = -1; rank <= DOSSIER_RANK_BEST + 1; rank += DOSSIER_RANK_BEST + 2) {
        dossier_search_options o = {.rank = rank};
        assert_int_equal(dossier_search(index, dossier_string("door"), &o, &r, &err), DOSSIER_ERR_ARGUMENT);
        assert_non_null(strstr(err.message, "no way to rank"));
    }
    dossier_close(index);
    free(dir);
}

/* --------------------------------------------------------------------------------------------------- the door */

static void test_evidence(void **state) {
    (void)state;
    static const char filler[] = "They said that nothing had come of it in all that time. ";
    char *longer = repeat("A door, a door. ", filler, 60, "The last door. ");
    const piece articles[] = {{"a", "Door", "A door and a gate."}, {"b", "", longer}, {"c", "Gate", "No more."}};
    char *dir = index_of("evidence", articles, 3);
    dossier_index *index = open_index(dir);
    dossier_error err;
    session *s;
    assert_ok(session_take(index, &s, &err), &err);
    const backend *b = s->parts[0].m.backend;
    backend_reader *reader = s->parts[0].reader;
    uint64_t frequency;
    static const struct {
        const char *term;
        uint64_t articles;
    } frequencies[] = {{"door", 2}, {"gate", 2}, {"noth", 1}, {"zilch", 0}};
    for (size_t i = 0; i < COUNT(frequencies); i++) {
        assert_ok(b->reader_article_frequency(reader, dossier_string(frequencies[i].term), NULL, &frequency, &err), &err);
        assert_int_equal(frequency, frequencies[i].articles);
    }
    /* All passages, in the order of age: one of a, some of b, one of c. */
    query_node everything = {.kind = QUERY_ALL};
    search_request request = {.query = &everything, .average_length = 1, .limit = 64, .exact = 1};
    ranked hits[64];
    size_t count;
    uint64_t matched, documents[64], lengths_sum = 0;
    assert_ok(b->reader_search(reader, &request, hits, &count, &matched, &err), &err);
    assert_true(count >= 5 && count < 64);
    for (size_t i = 0; i < count; i++)
        documents[i] = hits[i].document;
    enum { TERMS = 5 };
    evidence_term terms[TERMS] = {{.field = FIELD_TEXT, .text = dossier_string("door")},
                                  {.field = FIELD_TITLE, .text = dossier_string("door")},
                                  {.field = FIELD_TEXT, .text = dossier_string("zilch")},
                                  {.field = FIELD_LANG, .text = dossier_string("english")},
                                  {.field = FIELD_TITLE, .text = dossier_string("gate")}};
    uint32_t counts[64 * TERMS], in_articles[64 * TERMS], lengths[64];
    uint64_t article_lengths[64];
    evidence e = {terms, TERMS, documents, count, counts, lengths, in_articles, article_lengths};
    assert_ok(b->reader_evidence(reader, &e, &err), &err);
    static const uint32_t first[TERMS] = {2, 1, 0, 1, 0}, last[TERMS] = {0, 0, 0, 1, 1};
    assert_memory_equal(counts, first, sizeof first);
    assert_memory_equal(in_articles, first, sizeof first);
    assert_memory_equal(counts + (count - 1) * TERMS, last, sizeof last);
    assert_int_equal(lengths[0], 6);
    assert_int_equal(article_lengths[0], 6);
    assert_int_equal(article_lengths[count - 1], 3);
    assert_int_equal(counts[1 * TERMS], 2);
    assert_int_equal(counts[(count - 2) * TERMS], 1);
    for (size_t i = 1; i + 1 < count; i++) {
        lengths_sum += lengths[i];
        assert_int_equal(in_articles[i * TERMS], 3);
        assert_int_equal(in_articles[i * TERMS + 1], 0);
        assert_int_equal(article_lengths[i], article_lengths[1]);
    }
    assert_int_equal(article_lengths[1], lengths_sum);
    /* Some of them, without their articles: the same. */
    uint64_t some[] = {documents[1], documents[count - 1]};
    uint32_t some_counts[2 * TERMS], some_lengths[2];
    evidence fewer = {terms, TERMS, some, 2, some_counts, some_lengths, NULL, NULL};
    assert_ok(b->reader_evidence(reader, &fewer, &err), &err);
    assert_memory_equal(some_counts, counts + TERMS, TERMS * sizeof *counts);
    assert_memory_equal(some_counts + TERMS, last, sizeof last);
    assert_int_equal(some_lengths[0], lengths[1]);
    session_give(index, s, 1);
    dossier_close(index);
    free(dir);
    free(longer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_articles),
        cmocka_unit_test(test_neighbours),
        cmocka_unit_test(test_words_of_the_first_hits),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_questions),
        cmocka_unit_test(test_pages_fit_together),
        cmocka_unit_test(test_default),
        cmocka_unit_test(test_wrong_options),
        cmocka_unit_test(test_evidence),
    };
    return cmocka_run_group_tests(tests, make_test_folder, remove_test_folder);
}
