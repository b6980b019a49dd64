/* test_like.c: more like an article: by the terms that tell it from others, without itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "tests/unit/support.h"

enum { ARTICLES = 60, WORDS = 90, TERMS = 25 };

static dossier_result *like(dossier_index *index, const char *key, const char *words, int group) {
    dossier_search_options o = {.like = dossier_string(key), .limit = 500, .group = group};
    return search_for(index, words, &o);
}

static const char *keys_like(dossier_index *index, const char *key, const char *words) {
    dossier_result *r = like(index, key, words, DOSSIER_GROUP_NONE);
    const char *keys = keys_of(r);
    assert_int_equal(dossier_result_matched(r), dossier_result_count(r));
    dossier_result_free(r);
    return keys;
}

/* ----------------------------------------------------------------------------------- by the slowest way there is */

/* How often each word stands in each article: one passage, no title. */
static unsigned counts[ARTICLES][WORDS], lengths[ARTICLES], with[WORDS];

/* A word that is its own stem. */
static char *word_of(unsigned number, char to[16]) {
    snprintf(to, 16, "qx%u", number);
    return to;
}

static void generate(const char *const *dirs, size_t parts) {
    rng r = {5};
    memset(counts, 0, sizeof counts);
    memset(lengths, 0, sizeof lengths);
    memset(with, 0, sizeof with);
    for (size_t part = 0; part < parts; part++) {
        dossier_writer *w = open_writer(dirs[part], NULL);
        for (size_t i = part * ARTICLES / parts; i < (part + 1) * ARTICLES / parts; i++) {
            char text[4096] = "The", key[16], word[16];
            size_t words = 20 + rng_below(&r, 90);
            for (size_t k = 0; k < words; k++) {
                unsigned number = (unsigned)rng_below(&r, 1 + rng_below(&r, WORDS));
                strcat(strcat(text, " "), word_of(number, word));
                with[number] += counts[i][number]++ == 0;
            }
            lengths[i] = (unsigned)words + 1;
            snprintf(key, sizeof key, "%zu", i);
            add_article(w, DOSSIER_OK, key, "", text);
        }
        commit(w);
        dossier_writer_close(w);
    }
}

typedef struct scored {
    double score;
    size_t number;
    char text[16];
} scored;

static int compare_scored(const void *a, const void *b) {
    const scored *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

/* All articles that have one of the terms, the best first; returns their number. */
static size_t slowly(size_t wanted, scored *hits) {
    scored terms[WORDS];
    size_t count = 0, found = 0;
    double average = 0;
    for (size_t i = 0; i < ARTICLES; i++)
        average += (double)lengths[i] / ARTICLES;
    for (unsigned i = 0; i < WORDS; i++) {
        if (counts[wanted][i] == 0 || with[i] < 2)
            continue;
        terms[count] = (scored){bm25_weight(counts[wanted][i], ARTICLES, with[i]), i, ""};
        word_of(i, terms[count++].text);
    }
    qsort(terms, count, sizeof *terms, compare_scored);
    count = count < TERMS ? count : TERMS;
    for (size_t i = 0; i < ARTICLES; i++) {
        scored hit = {0, i, ""};
        int matches = 0;
        for (size_t k = 0; k < count; k++) {
            unsigned f = counts[i][terms[k].number];
            double q = 1 + log(counts[wanted][terms[k].number]);
            hit.score += bm25_part(bm25_weight(q, ARTICLES, with[terms[k].number]), f,
                                   bm25_inverse_norm(lengths[i], average));
            matches |= f > 0;
        }
        if (matches && i != wanted)
            hits[found++] = hit;
    }
    qsort(hits, found, sizeof *hits, compare_scored);
    return found;
}

static void test_terms(void **state) {
    (void)state;
    char *paths[] = {path_in(test_folder, "one"), path_in(test_folder, "two"), path_in(test_folder, "three")};
    const char *const dirs[] = {paths[0], paths[1], paths[2]};
    for (size_t parts = 1; parts <= 2; parts++) {
        generate(dirs + parts - 1, parts);
        dossier_index *index = open_indexes(dirs + parts - 1, parts);
        for (size_t i = 0; i < ARTICLES; i++) {
            scored expected[ARTICLES];
            char key[16];
            size_t count = slowly(i, expected);
            snprintf(key, sizeof key, "%zu", i);
            for (int group = 0; group < 2; group++) {
                dossier_result *r = like(index, key, "", group);
                assert_int_equal(dossier_result_matched(r), count);
                assert_int_equal(dossier_result_count(r), count);
                for (size_t k = 0; k < count && !group; k++) {
                    const dossier_hit *hit = dossier_result_hit(r, k);
                    assert_int_equal(strtoul(hit->article.key.data, NULL, 10), expected[k].number);
                    assert_true(hit->score == expected[k].score);
                }
                dossier_result_free(r);
            }
        }
        dossier_close(index);
    }
    for (size_t i = 0; i < COUNT(paths); i++)
        free(paths[i]);
}

/* ---------------------------------------------------------------------------------------------------- few articles */

static void test_few(void **state) {
    (void)state;
    static const char *const texts[][3] = {
        {"fleet", "The fleet", "Of the fleet and its harbour they wrote. The pilot stood on the quay."},
        {"near", "", "A pilot on the quay of a harbour saw the fleet."},
        {"some", "", "The harbour was closed for the winter, they wrote."},
        {"other", "", "Grain and winter and a letter of the old king."},
        {"letter", "Harbour", "A letter of the king on the winter."}};
    dossier_error err;
    char *dir = path_in(test_folder, "few");
    dossier_writer *w = open_writer(dir, NULL);
    for (size_t i = 0; i < COUNT(texts); i++) {
        dossier_article a = article_of(texts[i][0], texts[i][1], texts[i][2]);
        a.date = dossier_string(i % 2 == 0 ? "2021" : "2022");
        assert_ok(dossier_writer_add(w, &a, &err), &err);
    }
    add_article(w, DOSSIER_OK, "alone", "", "Zanzibar exported cloves.");
    add_article(w, DOSSIER_OK, "stops", "", "It was the and of.");
    add_article(w, DOSSIER_OK, "gone", "", "The fleet in the harbour.");
    commit(w);
    assert_ok(dossier_writer_remove(w, dossier_string("gone"), &err), &err);
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir);
    assert_string_equal(keys_like(index, "fleet", ""), "near some letter ");
    assert_string_equal(keys_like(index, "fleet", " \t\n"), "near some letter ");
    assert_string_equal(keys_like(index, "near", ""), "fleet some letter ");
    /* With words, they must match too; they may be filters alone. */
    assert_string_equal(keys_like(index, "fleet", "winter"), "some letter ");
    assert_string_equal(keys_like(index, "fleet", "date:2021"), "some letter ");
    assert_string_equal(keys_like(index, "fleet", "title:harbour"), "letter ");
    assert_string_equal(keys_like(index, "fleet", "-winter"), "near ");
    assert_string_equal(keys_like(index, "fleet", "grain"), "");
    assert_string_equal(keys_like(index, "fleet", "zilch"), "");
    /* What shares no word with any other, and what has none to tell. */
    assert_string_equal(keys_like(index, "alone", ""), "");
    assert_string_equal(keys_like(index, "stops", ""), "");
    static const char *const absent[] = {"gone", "flee", "fleet ", "\n"};
    for (size_t i = 0; i < COUNT(absent); i++) {
        dossier_search_options o = {.like = dossier_string(absent[i])};
        dossier_result *r;
        assert_int_equal(dossier_search(index, dossier_string("door"), &o, &r, &err), DOSSIER_ERR_ARGUMENT);
        assert_null(r);
        assert_non_null(strstr(err.message, "no article with the key"));
        assert_null(strchr(err.message, '\n'));
    }
    /* Sentences are those with the terms. */
    dossier_result *r = like(index, "fleet", "", DOSSIER_GROUP_NONE);
    const dossier_hit *hit = dossier_result_hit(r, 0);
    assert_int_equal(hit->match_count, 4);
    assert_int_equal(hit->sentence_count, 1);
    dossier_result_free(r);
    dossier_close(index);
    free(dir);
}

static void test_languages(void **state) {
    (void)state;
    dossier_error err;
    char *dir = path_in(test_folder, "languages");
    dossier_writer *w = open_writer(dir, NULL);
    static const char *const langs[] = {"english", "german", "english", "german"};
    for (size_t i = 0; i < COUNT(langs); i++) {
        char key[8];
        snprintf(key, sizeof key, "%zu", i);
        dossier_article a = article_of(key, "", i < 2 ? "Helsinki harbour hafen." : "Helsinki harbour hafen today.");
        a.lang = dossier_string(langs[i]);
        assert_ok(dossier_writer_add(w, &a, &err), &err);
    }
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir);
    assert_string_equal(keys_like(index, "0", ""), "2 ");
    assert_string_equal(keys_like(index, "1", ""), "3 ");
    assert_string_equal(keys_like(index, "3", "helsinki"), "1 ");
    dossier_close(index);
    free(dir);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_terms, make_test_folder, remove_test_folder),
        cmocka_unit_test_setup_teardown(test_few, make_test_folder, remove_test_folder),
        cmocka_unit_test_setup_teardown(test_languages, make_test_folder, remove_test_folder),
    };
    return run_for_each_backend(tests);
}
