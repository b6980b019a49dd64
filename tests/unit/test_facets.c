/* test_facets.c: counts over all matches, held against counts of all hits.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

enum { ARTICLES = 150, HITS_MAX = 2000, TOLD = 20 };

static const char *const words[] = {"door", "open", "treaty", "georgia", "fleet", "harbour", "the", "of"};
static const char *const queries[] = {"door open", "+treaty -fleet", "\"open door\" OR georgia", "title:door", "zilch",
                                      "date:1992", "harbour site:example.org", "author:0"};
static const char *const sources[] = {"", "news/1.txt", "https://www.Example.org:80/a", "http://news.example.org/",
                                      "https://example.com"};
static const char *const hosts[] = {"", "", "example.org", "news.example.org", "example.com"};
static const char *const fields[] = {"author", "date", "site"};

/* Article i's value of a field. */
static const char *value_of(size_t i, size_t field, char to[32]) {
    size_t author = i * i % 47;
    to[0] = '\0';
    if (field == 0 && author != 3)
        snprintf(to, 32, "Author %zu", author);
    if (field == 1 && i % 7 != 0)
        snprintf(to, 32, "%zu", 1990 + i % 30);
    return field == 2 ? hosts[i % COUNT(hosts)] : to;
}

static void generate(const char *const *dirs, size_t parts) {
    dossier_error err;
    rng r = {9};
    for (size_t part = 0; part < parts; part++) {
        dossier_writer *w = open_writer(dirs[part], NULL);
        for (size_t i = part * ARTICLES / parts; i < (part + 1) * ARTICLES / parts; i++) {
            char text[8192] = "", key[16], author[32], year[32], date[48] = "";
            snprintf(key, sizeof key, "%zu", i);
            for (size_t k = 1 + rng_below(&r, rng_once_in(&r, 4) ? 500 : 20); k > 0; k--)
                strcat(strcat(text, words[rng_below(&r, COUNT(words))]), rng_once_in(&r, 8) ? ". " : " ");
            dossier_article a = article_of(key, words[rng_below(&r, COUNT(words))], text);
            a.author = dossier_string(value_of(i, 0, author));
            if (*value_of(i, 1, year) != '\0')
                snprintf(date, sizeof date, "%s%s", year, i % 2 == 0 ? "" : "-03-04");
            a.date = dossier_string(date);
            a.source = dossier_string(sources[i % COUNT(sources)]);
            assert_ok(dossier_writer_add(w, &a, &err), &err);
            if (i % 40 == 39)
                commit(w);
        }
        for (size_t i = part; i < ARTICLES; i += 11) {
            char key[16];
            snprintf(key, sizeof key, "%zu", i);
            assert_ok(dossier_writer_remove(w, dossier_string(key), &err), &err);
        }
        commit(w);
        dossier_writer_close(w);
    }
}

/* The values of all hits, counted. */
typedef struct tally {
    char values[ARTICLES][32];
    uint64_t counts[ARTICLES];
    size_t count;
    uint64_t without;
} tally;

static void count_hits(const dossier_result *r, size_t field, tally *t) {
    *t = (tally){.count = 0};
    for (size_t i = 0; i < dossier_result_count(r); i++) {
        char scratch[32];
        size_t at = 0;
        const char *value = value_of(strtoul(dossier_result_hit(r, i)->article.key.data, NULL, 10), field, scratch);
        while (at < t->count && strcmp(t->values[at], value) != 0)
            at++;
        if (*value == '\0') {
            t->without++;
            continue;
        }
        if (at == t->count)
            strcpy(t->values[t->count++], value);
        t->counts[at]++;
    }
}

/* Where the most frequent of those that are left stands. */
static size_t best_of(const tally *t) {
    size_t best = 0;
    for (size_t i = 1; i < t->count; i++)
        if (t->counts[i] > t->counts[best] ||
            (t->counts[i] == t->counts[best] && strcmp(t->values[i], t->values[best]) < 0))
            best = i;
    return best;
}

static void compare(const dossier_result *all, const dossier_facet *facet, size_t field) {
    static tally t;
    count_hits(all, field, &t);
    assert_non_null(facet);
    assert_string_equal(facet->field, fields[field]);
    assert_int_equal(facet->without, t.without);
    assert_int_equal(facet->value_count, t.count < TOLD ? t.count : TOLD);
    assert_int_equal(facet->others, t.count - facet->value_count);
    for (size_t i = 0; i < facet->value_count; i++) {
        size_t best = best_of(&t);
        assert_string_equal(facet->values[i].value.data, t.values[best]);
        assert_int_equal(facet->values[i].value.size, strlen(t.values[best]));
        assert_int_equal(facet->values[i].count, t.counts[best]);
        t.counts[best] = 0;
    }
}

static void test_counts(void **state) {
    (void)state;
    char *folder = make_folder(), *paths[] = {path_in(folder, "0"), path_in(folder, "1"), path_in(folder, "2")};
    const char *const dirs[] = {paths[0], paths[1], paths[2]};
    generate(dirs, 1);
    generate(dirs + 1, 2);
    for (size_t parts = 1; parts <= 2; parts++) {
        dossier_index *index;
        dossier_error err;
        assert_ok(dossier_open(&index, dirs + parts - 1, parts, &err), &err);
        for (size_t q = 0; q < 2 * COUNT(queries); q++) {
            dossier_search_options o = {.limit = HITS_MAX, .group = (int)(q % 2)};
            dossier_result *all = search_for(index, queries[q / 2], &o);
            assert_null(dossier_result_facet(all, 0));
            assert_true(dossier_result_count(all) < HITS_MAX);
            for (unsigned asked = 1; asked < 8; asked++) {
                o = (dossier_search_options){.limit = 1, .group = (int)(q % 2), .facets = asked,
                                             .sort = (int)(asked % 2), .ranking_only = asked % 3 == 0};
                dossier_result *r = search_for(index, queries[q / 2], &o);
                size_t at = 0;
                for (size_t field = 0; field < COUNT(fields); field++)
                    if (asked >> field & 1)
                        compare(all, dossier_result_facet(r, at++), field);
                assert_null(dossier_result_facet(r, at));
                assert_null(dossier_result_remark(r));
                dossier_result_free(r);
            }
            dossier_result_free(all);
        }
        dossier_search_options wrong = {.facets = 8};
        dossier_result *none;
        assert_int_equal(dossier_search(index, dossier_string("door"), &wrong, &none, &err), DOSSIER_ERR_ARGUMENT);
        dossier_close(index);
    }
    for (size_t i = 0; i < COUNT(paths); i++)
        free(paths[i]);
    remove_folder(folder);
}

/* The longest values that there are: no more than 16 MiB of them are kept, and it is said that others are not counted. */
static void test_bounds(void **state) {
    (void)state;
    enum { LONG = 1 << 16, MANY = 260, KEPT = 256 };
    char *folder = make_folder(), *dir = path_in(folder, "index"), *author = malloc(LONG);
    dossier_error err;
    dossier_writer *w = open_writer(dir, NULL);
    memset(author, 'a', LONG);
    for (size_t i = 0; i < MANY; i++) {
        char key[16];
        snprintf(key, sizeof key, "%zu", i);
        memcpy(author, key, strlen(key));
        dossier_article a = article_of(key, "", "A door.");
        a.author = (dossier_str){author, LONG};
        assert_ok(dossier_writer_add(w, &a, &err), &err);
    }
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir);
    dossier_search_options o = {.facets = DOSSIER_FACET_AUTHOR, .ranking_only = 1};
    dossier_result *r = search_for(index, "door", &o);
    const dossier_facet *facet = dossier_result_facet(r, 0);
    assert_int_equal(facet->value_count, TOLD);
    assert_int_equal(facet->others, KEPT - TOLD);
    assert_int_equal(facet->values[0].value.size, LONG);
    assert_string_equal(dossier_result_remark(r),
                        "more than 256 values of author: 4 matches with those met last are not counted");
    dossier_result_free(r);
    dossier_close(index);
    free(author);
    free(dir);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts), cmocka_unit_test(test_bounds)};
    return run_for_each_backend(tests);
}
