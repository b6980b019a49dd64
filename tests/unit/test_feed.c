/* test_feed.c: articles gathered into batches and worked on by threads: order, failure, ownership.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/error.h"
#include "engine/feed.h"
#include "tests/unit/support.h"

enum { NUMBERS_MAX = 100000 };

/* What the work has seen. */
typedef struct seen {
    pthread_mutex_t lock;
    unsigned char times[NUMBERS_MAX];
    uint64_t batches;
    uint64_t sequences; /* their sum */
    uint64_t articles;
    uint64_t fail_from; /* the batch from which on work fails; 0: none */
    int slow;
    int disorder;
} seen;

static int work(void *context, batch *b, analyzers *a, dossier_error *err) {
    seen *s = context;
    vocabulary *v;
    int status = analyzers_get(a, b->sequence % 2 == 0 ? "english" : "german", &v, err);
    assert_int_equal(status, DOSSIER_OK);
    if (s->slow)
        usleep(2000);
    pthread_mutex_lock(&s->lock);
    s->batches++;
    s->sequences += b->sequence;
    s->articles += b->count;
    for (size_t i = 0; i < b->count; i++) {
        s->times[b->items[i].number]++;
        s->disorder |= i > 0 && b->items[i].number != b->items[i - 1].number + 1;
    }
    int fails = s->fail_from != 0 && b->sequence + 1 >= s->fail_from;
    pthread_mutex_unlock(&s->lock);
    return fails ? error_set(err, DOSSIER_ERR_BACKEND, "batch %llu failed", (unsigned long long)b->sequence)
                 : status;
}

static seen *seen_new(void) {
    seen *s = calloc(1, sizeof *s);
    assert_non_null(s);
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

/* Adds a large article, which closes its batch. */
static int add_large(feed *f, uint64_t number, dossier_error *err) {
    enum { SIZE = 3 << 20 };
    static char *text;
    if (text == NULL && (text = malloc(SIZE)) != NULL)
        memset(text, 'a', SIZE);
    assert_non_null(text);
    dossier_article a = article_of("large", "", "");
    a.text = (dossier_str){text, SIZE};
    return feed_add(f, &a, number, 0, err);
}

static void test_each_article_once(void **state) {
    (void)state;
    for (unsigned threads = 0; threads <= 20; threads += 4) {
        seen *s = seen_new();
        feed *f;
        dossier_error err;
        uint64_t number = 0;
        assert_ok(feed_new(&f, threads, work, s, &err), &err);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 30; i++) {
                for (int k = 0; k < 20; k++) {
                    dossier_article a = article_of("k", "t", "x");
                    assert_ok(feed_add(f, &a, number++, 7, &err), &err);
                }
                if (i % 10 == 9)
                    assert_ok(add_large(f, number++, &err), &err);
            }
            assert_ok(feed_drain(f, &err), &err);
            assert_int_equal(s->articles, number);
            /* Sequences begin at 0 again, without gaps. */
            assert_int_equal(s->sequences, s->batches * (s->batches - 1) / 2);
            s->batches = s->sequences = 0;
        }
        for (uint64_t i = 0; i < number; i++)
            assert_int_equal(s->times[i], 1);
        assert_false(s->disorder);
        assert_ok(feed_drain(f, &err), &err);
        assert_int_equal(s->batches, 0);
        feed_free(f);
        free(s);
    }
}

static void test_failure_is_passed_on(void **state) {
    (void)state;
    seen *s = seen_new();
    feed *f;
    dossier_error err;
    s->fail_from = 3;
    assert_ok(feed_new(&f, 4, work, s, &err), &err);
    int status = DOSSIER_OK;
    for (uint64_t i = 0; i < 100 && status == DOSSIER_OK; i++)
        status = add_large(f, i, &err);
    if (status == DOSSIER_OK)
        status = feed_drain(f, &err);
    assert_int_equal(status, DOSSIER_ERR_BACKEND);
    assert_int_equal(err.code, DOSSIER_ERR_BACKEND);
    assert_non_null(strstr(err.message, "failed"));
    assert_int_equal(feed_drain(f, &err), DOSSIER_ERR_BACKEND);
    assert_int_equal(feed_drain(f, NULL), DOSSIER_ERR_BACKEND);
    assert_true(s->batches < 100);
    feed_free(f);
    free(s);
}

static void test_free_drops_what_was_not_begun(void **state) {
    (void)state;
    for (int i = 0; i < 20; i++) {
        seen *s = seen_new();
        feed *f;
        dossier_error err;
        s->slow = 1;
        assert_ok(feed_new(&f, 2, work, s, &err), &err);
        for (uint64_t k = 0; k < (uint64_t)i % 5; k++)
            assert_ok(add_large(f, k, &err), &err);
        dossier_article a = article_of("k", "", "never begun");
        assert_ok(feed_add(f, &a, 99, 0, &err), &err);
        feed_free(f);
        assert_int_equal(s->times[99], 0);
        free(s);
    }
    feed_free(NULL);
}

static int look(void *context, batch *b, analyzers *a, dossier_error *err) {
    (void)a;
    (void)err;
    const dossier_article *article = &b->items[0].article;
    int *right = context;
    *right = article->key.size == 3 &&
             memcmp(article->key.data,
                    "k\xFF"
                    "y",
                    3) == 0 &&
             article->title.size == 3 && memcmp(article->title.data, "\xEF\xBF\xBD", 3) == 0 &&
             article->text.size == 3 && memcmp(article->text.data, "a\0b", 3) == 0 &&
             article->line_count == 2 && article->lines[1].line == 44 && article->author.size == 0 &&
             b->items[0].checksum == 5 && b->items[0].number == 6;
    return DOSSIER_OK;
}

static void test_articles_are_copied_and_mended(void **state) {
    (void)state;
    int right = 0;
    feed *f;
    dossier_error err;
    char key[] = "k\xFF"
                 "y",
         title[] = "\xC3", text[] = "a\0b";
    dossier_line lines[] = {{0, 1}, {2, 44}};
    dossier_article a = {
        .key = {key, 3}, .title = {title, 1}, .text = {text, 3}, .lines = lines, .line_count = 2};
    assert_ok(feed_new(&f, 1, look, &right, &err), &err);
    assert_ok(feed_add(f, &a, 6, 5, &err), &err);
    memset(key, 'x', 3);
    memset(title, 'x', 1);
    memset(text, 'x', 3);
    memset(lines, 0, sizeof lines);
    assert_ok(feed_drain(f, &err), &err);
    assert_true(right);
    feed_free(f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_article_once),
        cmocka_unit_test(test_failure_is_passed_on),
        cmocka_unit_test(test_free_drops_what_was_not_begun),
        cmocka_unit_test(test_articles_are_copied_and_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
