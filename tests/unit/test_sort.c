/* test_sort.c: the newest hits first, held against all hits put in order by hand.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

enum { ARTICLES = 150, HITS_MAX = 2000 };

static const char *const words[] = {"door", "open", "treaty", "georgia", "fleet", "harbour", "the", "of"};
static const char *const queries[] = {"door open", "+treaty -fleet", "\"open door\" OR georgia", "title:door", "zilch",
                                      "date:1992", "harbour date:..1993", "the"};
static const char *const dates[] = {"", "1991", "1992", "1992-03", "1992-03-04", "1992-11", "1993-01-01", "soon", "1990",
                                    "1992-03-04T10:00"};

/* What a date is put in order by. */
static unsigned number_of(const char *date) {
    unsigned year = 0, month = 0, day = 0;
    return sscanf(date, "%4u-%2u-%2u", &year, &month, &day) > 0 ? year * 10000 + month * 100 + day : 0;
}

static void generate(const char *const *dirs, size_t parts, size_t kinds) {
    dossier_error err;
    rng r = {9};
    for (size_t part = 0; part < parts; part++) {
        dossier_writer *w = open_writer(dirs[part], NULL);
        for (size_t i = part * ARTICLES / parts; i < (part + 1) * ARTICLES / parts; i++) {
            char text[8192] = "", title[64] = "", key[16];
            snprintf(key, sizeof key, "%zu", i);
            for (size_t k = 1 + rng_below(&r, rng_once_in(&r, 4) ? 500 : 20); k > 0; k--)
                strcat(strcat(text, words[rng_below(&r, COUNT(words))]), rng_once_in(&r, 8) ? ". " : " ");
            strcat(title, words[rng_below(&r, COUNT(words))]);
            dossier_article a = article_of(key, title, text);
            a.date = dossier_string(dates[rng_below(&r, kinds)]);
            assert_ok(dossier_writer_add(w, &a, &err), &err);
            if (i % 40 == 39)
                commit(w);
        }
        commit(w);
        dossier_writer_close(w);
    }
}

/* A hit as it is expected. */
typedef struct expectation {
    char key[16];
    uint64_t passage;
    double score;
    unsigned date;
    size_t place; /* by score */
} expectation;

static int oldest; /* 1: what is old stands first */

static int compare(const void *a, const void *b) {
    const expectation *x = a, *y = b;
    if (x->date != y->date && (x->date == 0 || y->date == 0))
        return x->date == 0 ? 1 : -1;
    if (x->date != y->date)
        return (x->date < y->date) != oldest ? 1 : -1;
    return (x->place > y->place) - (x->place < y->place);
}

/* All hits by date, of each article the best where they are grouped. */
static size_t expect(dossier_index *index, const char *query, int group, expectation *to) {
    dossier_search_options o = {.limit = HITS_MAX};
    dossier_result *r = search_for(index, query, &o);
    size_t count = 0;
    assert_true(dossier_result_count(r) < HITS_MAX);
    for (size_t i = 0; i < dossier_result_count(r); i++) {
        const dossier_hit *hit = dossier_result_hit(r, i);
        size_t same = 0;
        while (group && same < count && strcmp(to[same].key, hit->article.key.data) != 0)
            same++;
        if (group && same < count)
            continue;
        to[count] = (expectation){"", hit->passage.number, hit->score, number_of(hit->article.date.data), i};
        strcpy(to[count++].key, hit->article.key.data);
    }
    dossier_result_free(r);
    qsort(to, count, sizeof *to, compare);
    return count;
}

static void compare_pages(dossier_index *index, const char *query, int group) {
    static expectation expected[HITS_MAX];
    static const uint64_t limits[] = {1, 3, 10, 64, 5000};
    size_t count = expect(index, query, group, expected);
    for (size_t l = 0; l < COUNT(limits); l++) {
        uint64_t limit = limits[l], step = limit < 10 ? 17 * limit : limit;
        for (uint64_t from = 0; from <= count; from += step) {
            dossier_search_options o = {.limit = limit, .offset = from, .group = group, .sort = oldest ? DOSSIER_SORT_OLDEST : DOSSIER_SORT_DATE,
                                        .ranking_only = from % 2 == 1};
            dossier_result *r = search_for(index, query, &o);
            assert_int_equal(dossier_result_matched(r), count);
            assert_int_equal(dossier_result_count(r), count - from < limit ? count - from : limit);
            for (size_t i = 0; i < dossier_result_count(r); i++) {
                const dossier_hit *hit = dossier_result_hit(r, i);
                const expectation *e = &expected[from + i];
                assert_string_equal(hit->article.key.data, e->key);
                assert_true(hit->score == e->score);
                assert_int_equal(hit->rank, from + i + 1);
                assert_true(o.ranking_only || hit->passage.number == e->passage);
            }
            dossier_result_free(r);
        }
    }
}

static void test_by_date(void **state) {
    (void)state;
    char *folder = make_folder(), *paths[3];
    for (size_t i = 0; i < COUNT(paths); i++) {
        char name[16];
        snprintf(name, sizeof name, "index-%zu", i);
        paths[i] = path_in(folder, name);
    }
    const char *const dirs[] = {paths[0], paths[1], paths[2]};
    generate(dirs, 1, COUNT(dates));
    generate(dirs + 1, 2, COUNT(dates));
    for (size_t parts = 1; parts <= 2; parts++) {
        dossier_index *index = open_indexes(dirs + parts - 1, parts);
        for (size_t q = 0; q < COUNT(queries); q++)
            for (int way = 0; way < 4; way++) {
                oldest = way / 2;
                compare_pages(index, queries[q], way % 2);
            }
        dossier_close(index);
    }
    for (size_t i = 0; i < COUNT(paths); i++)
        free(paths[i]);
    remove_folder(folder);
}

static void test_undated(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "index");
    const char *const dirs[] = {dir};
    generate(dirs, 1, 1);
    dossier_index *index = open_index(dir);
    for (size_t q = 0; q < COUNT(queries); q++) {
        oldest = q / 2 % 2;
        compare_pages(index, queries[q], q % 2);
    }
    dossier_search_options wrong[] = {{.sort = 3},
                                      {.sort = -1},
                                      {.sort = DOSSIER_SORT_OLDEST, .rank = DOSSIER_RANK_BEST},
                                      {.sort = DOSSIER_SORT_DATE, .rank = DOSSIER_RANK_BEST}};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        dossier_error err;
        dossier_result *r;
        assert_int_equal(dossier_search(index, dossier_string("door"), &wrong[i], &r, &err), DOSSIER_ERR_ARGUMENT);
        assert_non_null(strstr(err.message, "sort"));
    }
    dossier_close(index);
    free(dir);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_date), cmocka_unit_test(test_undated)};
    return run_for_each_backend(tests);
}
