/* test_explain.c: what hits say their scores are made of.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "tests/unit/support.h"

static const char *const words[] = {"door", "open", "treaty", "georgia", "fleet", "harbour", "pilot", "window",
                                    "winter", "grain", "letter", "night", "the", "1560", "Rollo"};
static const char *const queries[] = {
    "open door", "door door open^3 door", "treaty georgia fleet", "when did the fleet open?", "\"open door\" grain",
    "+harbour pilot -letter", "win* title:door", "title:door OR \"open door\"^2", "(grain AND pilot) OR letter",
    "(winter -grain) OR (+fleet -pilot) night", "open NEAR/3 door letter", "door ADJ/5 open OR treaty",
    "date:1991..1993 treaty", "treaty OR date:1992", "author:ada fleet night", "NOT door", "the", "grain^0 letter",
    "title:\"open door\" night", "(\"open door\" -title:grain) OR (win* letter)", "zilch", "door zilch", "-door date:1992"};

enum { ARTICLES = 120 };

static void write_text(rng *r, char *to, size_t count) {
    for (size_t i = 0; i < count; i++)
        to += sprintf(to, "%s%s", words[rng_below(r, COUNT(words))], rng_once_in(r, 8) ? ". " : " ");
    *to = '\0';
}

/* A generated index; `part` of `parts` of it. */
static void generate(const char *dir, size_t part, size_t parts) {
    static char text[8192], title[256];
    dossier_error err;
    rng r = {41};
    dossier_writer *w = open_writer(dir, NULL);
    for (size_t i = 0; i < ARTICLES; i++) {
        char key[16], date[16];
        snprintf(key, sizeof key, "%zu", i);
        snprintf(date, sizeof date, "%zu", 1990 + i % 5);
        write_text(&r, title, rng_below(&r, 4));
        write_text(&r, text, 1 + rng_below(&r, rng_once_in(&r, 4) ? 700 : 60));
        dossier_article a = article_of(key, title, text);
        a.date = dossier_string(i % 4 == 0 ? "" : date);
        a.author = dossier_string(i % 3 == 0 ? "Ada" : "");
        if (i * parts / ARTICLES == part)
            assert_ok(dossier_writer_add(w, &a, &err), &err);
        if (i == ARTICLES / 3)
            commit(w);
    }
    commit(w);
    dossier_writer_close(w);
}

/* Whether the shares add up to the score: to the last bit where all are multiples of the formula's grid. */
static void assert_adds_up(const dossier_hit *hit, int exactly, const char *query) {
    const dossier_explanation *e = hit->explanation;
    double sum = 0;
    assert_non_null(e);
    for (size_t i = 0; i < e->share_count; i++)
        sum += e->shares[i].score;
    if (exactly ? sum != hit->score : fabs(sum - hit->score) > 1e-9 * (1 + hit->score))
        fail_msg("%s: %s: %.17g of %.17g is explained", query, hit->article.key.data, sum, hit->score);
}

static uint64_t with_word(dossier_index *index, dossier_str term, int group) {
    dossier_search_options o = {.group = group, .plain = 1};
    dossier_result *r = search_for(index, term.data, &o);
    uint64_t matched = dossier_result_matched(r);
    dossier_result_free(r);
    return matched;
}

/* Holds each share against the formula. */
static void assert_parts(dossier_index *index, const dossier_hit *hit) {
    dossier_info info = info_of(index);
    for (size_t i = 0; i < hit->explanation->share_count; i++) {
        const dossier_share *s = &hit->explanation->shares[i];
        int article = strstr(s->step, "article") != NULL;
        double average = (double)info.words / (double)(article ? info.articles : info.passages);
        double inverse = bm25_inverse_norm((double)s->length, average);
        assert_true(s->score > 0);
        if (s->term.size == 0) {
            assert_true(strcmp(s->step, "near") == 0 || strcmp(s->step, "sentence") == 0);
            assert_true(s->weight == 0 && s->count == 0 && s->length == 0 && s->with == 0 && s->all == 0);
            continue;
        }
        double expected = bm25_part(s->weight, (double)s->count, inverse);
        if (strcmp(s->step, "title") == 0)
            expected = bm25_part(s->weight, (double)s->count + 1, inverse) - expected;
        assert_true(fabs(s->score - expected) < 1e-8);
        assert_int_equal(s->with, with_word(index, s->term, strcmp(s->step, "article") == 0));
        assert_int_equal(s->all, strcmp(s->step, "article") == 0 ? info.articles : info.passages);
        assert_true(i == 0 || s->step != s[-1].step || s->score <= s[-1].score);
    }
}

/* Each of the sentences has a word that it was chosen for; which do stand in it. */
static void assert_covers(const dossier_hit *hit) {
    const dossier_explanation *e = hit->explanation;
    size_t at = 0;
    for (size_t i = 0; i < hit->sentence_count; i++) {
        unsigned in_it = 0;
        for (double last = HUGE_VAL; at < e->cover_count && e->covers[at].sentence == i; at++) {
            const dossier_cover *c = &e->covers[at];
            unsigned times = 0;
            for (size_t k = 0; k < hit->match_count; k++)
                times += hit->matches[k].start >= hit->sentences[i].start &&
                         hit->matches[k].end <= hit->sentences[i].end && hit->matches[k].term.size == c->term.size &&
                         memcmp(hit->matches[k].term.data, c->term.data, c->term.size) == 0;
            assert_int_equal(c->times, times);
            assert_true(c->weight > 0 && c->weight <= last);
            last = c->weight;
            in_it += times;
        }
        assert_true(in_it > 0);
    }
    assert_int_equal(at, e->cover_count);
}

static void test_shares(void **state) {
    (void)state;
    char *folder = make_folder(), *one = path_in(folder, "one"), *two = path_in(folder, "two"),
         *three = path_in(folder, "three");
    const char *const dirs[] = {one, two, three};
    dossier_index *indexes[2];
    dossier_error err;
    generate(one, 0, 1);
    generate(two, 0, 2);
    generate(three, 1, 2);
    assert_ok(dossier_open(&indexes[0], dirs, 1, &err), &err);
    assert_ok(dossier_open(&indexes[1], dirs + 1, 2, &err), &err);
    size_t shares = 0;
    for (size_t q = 0; q < COUNT(queries); q++) {
        for (int mode = 0; mode < 16; mode++) {
            dossier_index *index = indexes[mode / 8];
            dossier_search_options o = {.rank = DOSSIER_RANK_BM25 + mode / 2 % 4, .group = mode % 2, .limit = 230, .explain = 1};
            dossier_result *r = search_for(index, queries[q], &o);
            for (size_t i = 0; i < dossier_result_count(r); i++) {
                const dossier_hit *hit = dossier_result_hit(r, i);
                assert_adds_up(hit, o.rank == DOSSIER_RANK_BM25, queries[q]);
                if (i < 5) {
                    assert_parts(index, hit);
                    assert_covers(hit);
                }
                shares += hit->explanation->share_count;
            }
            dossier_result_free(r);
        }
    }
    assert_true(shares > 50000);
    dossier_close(indexes[0]);
    dossier_close(indexes[1]);
    free(one);
    free(two);
    free(three);
    remove_folder(folder);
}

static void test_what_is_said(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "index");
    dossier_writer *w = open_writer(dir, NULL);
    add_article(w, DOSSIER_OK, "a", "Door", "A door stood open. It was the gate. Nobody came. The door was shut.");
    add_article(w, DOSSIER_OK, "b", "", "A gate.");
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir);
    dossier_search_options o = {.explain = 1, .sentences = 9};
    dossier_result *r = search_for(index, "door^2 gate", &o);
    /* Hits are a, b; b's gate weighs little. */
    const dossier_hit *hit = dossier_result_hit(r, 0);
    assert_string_equal(hit->article.key.data, "a");
    assert_int_equal(hit->explanation->share_count, 2);
    const dossier_share *s = hit->explanation->shares;
    assert_string_equal(s->step, "word");
    assert_string_equal(s->term.data, "door");
    assert_int_equal(s->count, 3);
    assert_int_equal(s->with, 1);
    assert_int_equal(s->all, 2);
    assert_true(fabs(s->weight - bm25_weight(2, 2, 1)) < 1e-12);
    assert_string_equal(s[1].term.data, "gate");
    assert_int_equal(s[1].count, 1);
    assert_int_equal(s[1].with, 2);
    assert_int_equal(s[1].length, s->length);
    /* The sentence of the gate goes on from that of the door: half of its worth there. */
    size_t gates = 0;
    for (size_t i = 0; i < hit->explanation->cover_count; i++) {
        const dossier_cover *c = &hit->explanation->covers[i];
        if (hit->sentences[c->sentence].start != 19)
            continue;
        gates++;
        assert_int_equal(c->times, strcmp(c->term.data, "gate") == 0);
    }
    assert_int_equal(gates, 2);
    dossier_result_free(r);
    /* Not where it is not asked for, nor where rankings alone are. */
    o.ranking_only = 1;
    for (int i = 0; i < 2; i++, o = (dossier_search_options){0}) {
        r = search_for(index, "door", &o);
        assert_null(dossier_result_hit(r, 0)->explanation);
        dossier_result_free(r);
    }
    dossier_close(index);
    free(dir);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shares), cmocka_unit_test(test_what_is_said)};
    return run_for_each_backend(tests);
}
