/* test_writer.c: an index written through dossier.h: what is added, replaced, removed and committed, and who
 * sees it. SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/support.h"

/* A folder for one test's index, and the index's own folder in it, which is not there yet. */
typedef struct place {
    char *folder;
    char *dir;
} place;

static int begin(void **state) {
    place *p = calloc(1, sizeof *p);
    assert_non_null(p);
    p->folder = make_folder();
    p->dir = path_in(p->folder, "idx");
    *state = p;
    return 0;
}

static int end(void **state) {
    place *p = *state;
    remove_folder(p->folder);
    free(p->dir);
    free(p);
    return 0;
}

static const char *dir_of(void **state) {
    return ((const place *)*state)->dir;
}

static int remove_key(dossier_writer *w, const char *key) {
    dossier_error err;
    int status = dossier_writer_remove(w, dossier_string(key), &err);
    assert_ok(status, &err);
    return status;
}

/* The keys found by an index that is opened for this question alone. */
static const char *found(const char *dir, const char *words) {
    dossier_index *index = open_index(dir);
    const char *keys = keys_for(index, words);
    dossier_close(index);
    return keys;
}

static void assert_articles(const char *dir, uint64_t articles) {
    dossier_index *index = open_index(dir);
    assert_int_equal(info_of(index).articles, articles);
    dossier_close(index);
}

/* ------------------------------------------------------------------------------ adding and removing */

static void test_statuses(void **state) {
    dossier_writer *w = open_writer(dir_of(state), NULL);
    add_article(w, DOSSIER_OK, "a", "One", "Finland applied.");
    add_article(w, DOSSIER_UNCHANGED, "a", "One", "Finland applied.");
    add_article(w, DOSSIER_REPLACED, "a", "One", "Sweden applied.");
    assert_int_equal(remove_key(w, "b"), 0);
    assert_int_equal(remove_key(w, "a"), 1);
    assert_int_equal(remove_key(w, "a"), 0);
    add_article(w, DOSSIER_OK, "a", "One", "Sweden applied.");
    commit(w);
    add_article(w, DOSSIER_UNCHANGED, "a", "One", "Sweden applied.");
    add_article(w, DOSSIER_REPLACED, "a", "Two", "Sweden applied.");
    /* Back to what is committed: that is a change again. */
    add_article(w, DOSSIER_REPLACED, "a", "One", "Sweden applied.");
    assert_int_equal(remove_key(w, "a"), 1);
    add_article(w, DOSSIER_OK, "a", "Three", "Norway looked on.");
    commit(w);
    dossier_writer_close(w);
    assert_articles(dir_of(state), 1);
    assert_string_equal(found(dir_of(state), "sweden"), "");
    assert_string_equal(found(dir_of(state), "norway three"), "a ");
}

static void test_nothing_visible_before_commit(void **state) {
    dossier_writer *w = open_writer(dir_of(state), NULL);
    const char *dir = dir_of(state);
    dossier_index *index;
    dossier_error err;
    add_article(w, DOSSIER_OK, "a", "", "Finland applied.");
    assert_int_equal(dossier_open(&index, &dir, 1, &err), DOSSIER_ERR_NO_INDEX);
    commit(w);
    index = open_index(dir);
    add_article(w, DOSSIER_OK, "b", "", "Finland joined.");
    assert_string_equal(found(dir, "finland"), "a ");
    commit(w);
    assert_string_equal(found(dir, "joined"), "b ");
    dossier_close(index);
    dossier_writer_close(w);
}

static void test_close_without_commit_leaves_nothing(void **state) {
    dossier_writer *w = open_writer(dir_of(state), NULL);
    add_article(w, DOSSIER_OK, "a", "", "Finland applied.");
    dossier_writer_close(w);
    assert_false(path_exists(dir_of(state)));
}

static void test_close_without_commit_keeps_the_folder_that_was_there(void **state) {
    const place *p = *state;
    dossier_writer *w = open_writer(p->folder, NULL);
    add_article(w, DOSSIER_OK, "a", "", "Finland applied.");
    dossier_writer_close(w);
    assert_true(path_exists(p->folder));
    assert_int_equal(entries_in(p->folder), 0);
}

static void test_close_without_commit_keeps_the_last_commit(void **state) {
    static const dossier_writer_options ways[] = {{.expected_bytes = 1},
                                                  {.expected_bytes = (uint64_t)1 << 40}};
    dossier_writer *w = open_writer(dir_of(state), NULL);
    add_article(w, DOSSIER_OK, "a", "", "Finland applied.");
    commit(w);
    dossier_writer_close(w);
    for (size_t i = 0; i < COUNT(ways); i++) {
        w = open_writer(dir_of(state), &ways[i]);
        add_article(w, DOSSIER_OK, "b", "", "Finland joined.");
        add_article(w, DOSSIER_REPLACED, "a", "", "Finland withdrew.");
        dossier_writer_close(w);
        assert_string_equal(found(dir_of(state), "finland applied joined withdrew"), "a ");
        assert_string_equal(found(dir_of(state), "applied"), "a ");
    }
}

static void test_an_empty_index(void **state) {
    dossier_writer *w = open_writer(dir_of(state), NULL);
    commit(w);
    commit(w);
    dossier_index *index = open_index(dir_of(state));
    dossier_info info = info_of(index);
    assert_int_equal(info.articles, 0);
    assert_int_equal(info.passages, 0);
    assert_string_equal(info.lang, "english");
    assert_string_equal(info.backend, test_backend);
    static const char *const queries[] = {"finland",   "-finland", "\"a b\"",    "fin*",
                                          "date:2022", "",         "title:x -y", "()"};
    for (size_t i = 0; i < COUNT(queries); i++)
        assert_int_equal(matched_by(index, queries[i]), 0);
    dossier_close(index);
    add_article(w, DOSSIER_OK, "a", "", "Finland applied.");
    commit(w);
    remove_key(w, "a");
    commit(w);
    dossier_writer_close(w);
    assert_articles(dir_of(state), 0);
    assert_string_equal(found(dir_of(state), "finland"), "");
}

/* --------------------------------------------------------------------------------- unusual articles */

static void test_articles_without_text(void **state) {
    dossier_writer *w = open_writer(dir_of(state), NULL);
    add_article(w, DOSSIER_OK, "title-only", "Finland applies", "");
    add_article(w, DOSSIER_OK, "blank", "Sweden", " \n\n\t ");
    add_article(w, DOSSIER_OK, "nothing", "", "");
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir_of(state));
    assert_string_equal(keys_for(index, "finland"), "title-only ");
    assert_string_equal(keys_for(index, "title:sweden"), "blank ");
    assert_string_equal(keys_for(index, "key:nothing"), "nothing ");
    dossier_result *r = search_for(index, "finland", NULL);
    const dossier_hit *hit = dossier_result_hit(r, 0);
    assert_int_equal(hit->passage.text.size, 0);
    assert_int_equal(hit->passage.number, 1);
    assert_int_equal(hit->sentence_count, 0);
    assert_int_equal(hit->match_count, 0);
    dossier_result_free(r);
    dossier_close(index);
}

static void test_long_keys_and_words(void **state) {
    enum { LONG = 10000 };
    char *key = malloc(LONG + 1), *word = malloc(LONG + 1);
    assert_non_null(key);
    assert_non_null(word);
    memset(key, 'k', LONG);
    memset(word, 'w', LONG);
    key[LONG] = word[LONG] = '\0';
    dossier_writer *w = open_writer(dir_of(state), NULL);
    for (size_t size = 195; size < 305; size += 5) {
        key[size] = word[size] = '\0';
        add_article(w, DOSSIER_OK, key, "", word);
        key[size] = 'k';
        word[size] = 'w';
    }
    add_article(w, DOSSIER_OK, key, "", word);
    commit(w);
    add_article(w, DOSSIER_UNCHANGED, key, "", word);
    key[LONG - 1] = 'x';
    add_article(w, DOSSIER_OK, key, "", "Another.");
    commit(w);
    assert_int_equal(remove_key(w, key), 1);
    key[LONG - 1] = 'k';
    assert_int_equal(remove_key(w, key), 1);
    key[260] = '\0';
    assert_int_equal(remove_key(w, key), 1);
    commit(w);
    dossier_writer_close(w);
    assert_articles(dir_of(state), 21);
    dossier_index *index = open_index(dir_of(state));
    word[250] = '\0';
    assert_true(matched_by(index, word) > 0);
    dossier_close(index);
    free(key);
    free(word);
}

/* The place of a long key is made of its beginning and a hash, which is a key that someone might have. */
static void test_a_key_like_a_long_key_s_place(void **state) {
    char key[401], other[201];
    memset(key, 'k', 400);
    key[400] = '\0';
    uint64_t hash = 0xCBF29CE484222325u;
    for (const char *c = key; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * 0x100000001B3u;
    memcpy(other, key, 184);
    snprintf(other + 184, 17, "%016llx", (unsigned long long)hash);
    dossier_writer *w = open_writer(dir_of(state), NULL);
    add_article(w, DOSSIER_OK, key, "", "Finland applied.");
    commit(w);
    add_article(w, DOSSIER_OK, other, "", "Finland joined.");
    commit(w);
    dossier_writer_close(w);
    assert_articles(dir_of(state), 2);
}

static void test_bytes_of_every_kind(void **state) {
    static const char text[] = "Before\0after the NUL. Bad \xFF\xC3( bytes, Malm\xC3\xB6 too.\r\nA new line.";
    static const char key[] = "a\0b";
    dossier_error err;
    dossier_article a = {.key = {key, 3}, .title = {"ti\0tle", 6}, .text = {text, sizeof text - 1}};
    dossier_writer *w = open_writer(dir_of(state), NULL);
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_OK);
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_UNCHANGED);
    commit(w);
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_UNCHANGED);
    add_article(w, DOSSIER_OK, "a", "", "Another key.");
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir_of(state));
    dossier_result *r = search_for(index, "after malmo", NULL);
    assert_int_equal(dossier_result_count(r), 1);
    const dossier_hit *hit = dossier_result_hit(r, 0);
    assert_int_equal(hit->article.key.size, 3);
    assert_memory_equal(hit->article.key.data, key, 3);
    assert_int_equal(hit->article.title.size, 6);
    assert_int_equal(hit->match_count, 2);
    assert_memory_equal(hit->passage.text.data, "Before\0after", 12);
    assert_non_null(
        memmem(hit->passage.text.data, hit->passage.text.size, "Bad \xEF\xBF\xBD\xEF\xBF\xBD( bytes", 17));
    dossier_result_free(r);
    dossier_close(index);
}

static void test_what_is_refused(void **state) {
    dossier_error err;
    dossier_writer *w = open_writer(dir_of(state), NULL);
    dossier_article a = article_of("", "", "Text.");
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_ERR_ARGUMENT);
    char *big = calloc(1, DOSSIER_TEXT_MAX + 1);
    assert_non_null(big);
    a = article_of("big", "", "");
    a.text = (dossier_str){big, DOSSIER_TEXT_MAX + 1};
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_ERR_INPUT);
    assert_int_equal(err.code, DOSSIER_ERR_INPUT);
    assert_non_null(strstr(err.message, "big"));
    a.text.size = 10;
    dossier_str *fields[] = {&a.key, &a.title, &a.standfirst, &a.author, &a.date, &a.source};
    for (size_t i = 0; i < COUNT(fields); i++) {
        dossier_str before = *fields[i];
        *fields[i] = (dossier_str){big, DOSSIER_FIELD_MAX + 1};
        assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_ERR_ARGUMENT);
        *fields[i] = before;
    }
    a.lang = dossier_string("klingon");
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_ERR_ARGUMENT);
    assert_non_null(strstr(err.message, "klingon"));
    assert_int_equal(dossier_writer_add(w, &a, NULL), DOSSIER_ERR_ARGUMENT);
    /* None of it is the end of the writer. */
    add_article(w, DOSSIER_OK, "a", "", "Finland applied.");
    commit(w);
    dossier_writer_close(w);
    assert_articles(dir_of(state), 1);
    free(big);
}

/* A language's name is all of its bytes. */
static void test_a_language_with_a_nul(void **state) {
    static const char lang[200] = "english";
    dossier_error err;
    dossier_writer *w = open_writer(dir_of(state), NULL);
    dossier_article a = article_of("a", "", "Text.");
    a.lang = (dossier_str){lang, sizeof lang};
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_ERR_ARGUMENT);
    a.lang.size = 8;
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_ERR_ARGUMENT);
    dossier_writer_close(w);
}

static void test_the_largest_text(void **state) {
    char *big = malloc(DOSSIER_TEXT_MAX);
    assert_non_null(big);
    memset(big, ' ', DOSSIER_TEXT_MAX);
    memcpy(big, "Finland first.", 14);
    memcpy(big + DOSSIER_TEXT_MAX - 12, "Sweden last.", 12);
    dossier_error err;
    dossier_article a = article_of("big", "", "");
    a.text = (dossier_str){big, DOSSIER_TEXT_MAX};
    dossier_writer *w = open_writer(dir_of(state), NULL);
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_OK);
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir_of(state));
    dossier_result *r = search_for(index, "sweden", NULL);
    assert_int_equal(dossier_result_count(r), 1);
    assert_int_equal(dossier_result_hit(r, 0)->passage.end, DOSSIER_TEXT_MAX);
    dossier_result_free(r);
    dossier_close(index);
    free(big);
}

static void test_lines(void **state) {
    static const char text[] = "One.\nTwo.\n\nThree.";
    static const dossier_line lines[] = {{0, 40}, {11, 99}};
    dossier_error err;
    dossier_writer *w = open_writer(dir_of(state), NULL);
    dossier_article a = article_of("a", "", text);
    a.lines = lines;
    a.line_count = 2;
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_OK);
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_UNCHANGED);
    a.line_count = 1;
    assert_int_equal(dossier_writer_add(w, &a, &err), DOSSIER_REPLACED);
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir_of(state));
    dossier_result *r = search_for(index, "three", NULL);
    assert_int_equal(dossier_result_hit(r, 0)->passage.line, 40);
    dossier_result_free(r);
    dossier_close(index);
}

/* ---------------------------------------------------------------------------- several writers, ways */

static void test_two_writers(void **state) {
    dossier_error err;
    dossier_writer *second, *w = open_writer(dir_of(state), NULL);
    assert_int_equal(dossier_writer_open(&second, dir_of(state), NULL, &err), DOSSIER_ERR_LOCKED);
    assert_null(second);
    char pid[32];
    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    assert_non_null(strstr(err.message, pid));
    assert_non_null(strstr(err.message, dir_of(state)));
    add_article(w, DOSSIER_OK, "a", "", "Finland applied.");
    commit(w);
    assert_int_equal(dossier_writer_open(&second, dir_of(state), NULL, &err), DOSSIER_ERR_LOCKED);
    dossier_writer_close(w);
    second = open_writer(dir_of(state), NULL);
    dossier_writer_close(second);
    assert_articles(dir_of(state), 1);
}

static void test_options_of_an_index_that_is_there(void **state) {
    dossier_error err;
    dossier_writer *w;
    dossier_writer_options german = {.lang = "german"}, english = {.lang = "english"},
                           odd = {.lang = "klingon"};
    dossier_writer_options backend = {.backend = "paper"};
    assert_int_equal(dossier_writer_open(&w, dir_of(state), &odd, &err), DOSSIER_ERR_ARGUMENT);
    assert_int_equal(dossier_writer_open(&w, dir_of(state), &backend, &err), DOSSIER_ERR_ARGUMENT);
    assert_false(path_exists(dir_of(state)));
    w = open_writer(dir_of(state), &german);
    add_article(w, DOSSIER_OK, "a", "", "Die H\xC3\xA4user.");
    commit(w);
    dossier_writer_close(w);
    assert_int_equal(dossier_writer_open(&w, dir_of(state), &english, &err), DOSSIER_ERR_ARGUMENT);
    assert_null(w);
    w = open_writer(dir_of(state), NULL);
    add_article(w, DOSSIER_UNCHANGED, "a", "", "Die H\xC3\xA4user.");
    dossier_writer_close(w);
    assert_string_equal(found(dir_of(state), "haus"), "a ");
}

static void test_folders_that_are_no_place(void **state) {
    const place *p = *state;
    dossier_error err;
    dossier_writer *w;
    char *file = path_in(p->folder, "letter.txt"), *below = path_in(p->dir, "below");
    write_file(file, "x", 1);
    assert_int_equal(dossier_writer_open(&w, p->folder, NULL, &err), DOSSIER_ERR_ARGUMENT);
    assert_non_null(strstr(err.message, "letter.txt"));
    assert_int_equal(entries_in(p->folder), 1);
    assert_int_equal(dossier_writer_open(&w, file, NULL, &err), DOSSIER_ERR_IO);
    assert_int_equal(dossier_writer_open(&w, below, NULL, &err), DOSSIER_ERR_IO);
    assert_int_not_equal(err.sys_errno, 0);
    assert_int_equal(dossier_writer_open(&w, "", NULL, &err), DOSSIER_ERR_ARGUMENT);
    free(file);
    free(below);
}

/* More batches than are merged at once: each large blank text closes one. */
static void test_many_batches(void **state) {
    enum { BATCHES = 70, BLANK = 3 << 20 };
    char *blank = malloc(BLANK);
    assert_non_null(blank);
    memset(blank, '\n', BLANK);
    dossier_writer_options o = {.threads = 4, .expected_bytes = (uint64_t)1 << 40};
    dossier_writer *w = open_writer(dir_of(state), &o);
    for (int i = 0; i < BATCHES; i++) {
        char key[32], text[64];
        dossier_error err;
        snprintf(key, sizeof key, "small-%d", i);
        snprintf(text, sizeof text, "Finland applied, paper w%d.", i);
        add_article(w, DOSSIER_OK, key, "", text);
        /* One key in all batches: the last is kept. */
        add_article(w, i == 0 ? DOSSIER_OK : DOSSIER_REPLACED, "again", "", text);
        snprintf(key, sizeof key, "blank-%d", i);
        dossier_article a = article_of(key, "blank", "");
        a.text = (dossier_str){blank, BLANK};
        assert_ok(dossier_writer_add(w, &a, &err), &err);
    }
    commit(w);
    dossier_writer_close(w);
    assert_articles(dir_of(state), 2 * BATCHES + 1);
    assert_string_equal(found(dir_of(state), "w17"), "small-17 ");
    assert_string_equal(found(dir_of(state), "w69"), "small-69 again ");
    assert_string_equal(found(dir_of(state), "paper -key:small"), "again ");
    /* All score alike: the oldest come first. */
    assert_string_equal(found(dir_of(state), "+finland +applied -key:again"),
                        "small-0 small-1 small-2 small-3 small-4 small-5 small-6 small-7 small-8 small-9 ");
    free(blank);
}

/* ------------------------------------------------------------------------------ readers and writers */

/* Adds article i, which says what the commit is, in place of the one before. */
static void commit_number(dossier_writer *w, int i) {
    char text[64];
    snprintf(text, sizeof text, "Counting number%d.", i);
    add_article(w, i == 0 ? DOSSIER_OK : DOSSIER_REPLACED, "counter", "", text);
    snprintf(text, sizeof text, "extra-%d", i);
    add_article(w, DOSSIER_OK, text, "", "Counting on.");
    commit(w);
}

static void test_reader_survives_commits(void **state) {
    dossier_writer *w = open_writer(dir_of(state), NULL);
    commit_number(w, 0);
    dossier_index *index = open_index(dir_of(state));
    assert_string_equal(keys_for(index, "number0"), "counter ");
    for (int i = 1; i < 40; i++) {
        commit_number(w, i);
        /* One commit as a whole, the first or a later one. */
        uint64_t all = matched_by(index, "counting");
        assert_true(all >= 2 && all <= (uint64_t)i + 2);
    }
    dossier_writer_close(w);
    /* And the data moved to another folder. */
    dossier_writer_options o = {.expected_bytes = (uint64_t)1 << 40};
    w = open_writer(dir_of(state), &o);
    commit_number(w, 40 + 1);
    dossier_writer_close(w);
    assert_true(matched_by(index, "counting") >= 2);
    assert_true(info_of(index).articles >= 2);
    dossier_close(index);
}

typedef struct asking {
    dossier_index *index;
    const bool *done;
    unsigned long asked;
    char fault[1100];
} asking;

/* Searches until told to stop; what it finds must always be one commit. */
static void *ask_on(void *context) {
    asking *a = context;
    static const char *const queries[] = {"counting", "counting number1",  "\"counting on\"",
                                          "count*",   "counting -number2", "key:extra counting"};
    while (!__atomic_load_n(a->done, __ATOMIC_ACQUIRE) && a->fault[0] == '\0') {
        dossier_error err;
        dossier_result *r;
        dossier_search_options o = {.limit = 200};
        size_t which = a->asked++ % COUNT(queries);
        if (dossier_search(a->index, dossier_string(queries[which]), &o, &r, &err) != DOSSIER_OK) {
            snprintf(a->fault, sizeof a->fault, "%s", err.message);
            break;
        }
        size_t counters = 0, count = dossier_result_count(r);
        for (size_t i = 0; i < count; i++)
            counters += dossier_result_hit(r, i)->article.key.data[0] == 'c';
        if (dossier_result_matched(r) != count || (which < 2 && counters != 1))
            snprintf(a->fault, sizeof a->fault, "%s: %zu hits of %lu, %zu counters", queries[which], count,
                     (unsigned long)dossier_result_matched(r), counters);
        dossier_result_free(r);
    }
    return NULL;
}

static void test_threads_search_while_a_writer_commits(void **state) {
    enum { THREADS = 8, COMMITS = 60 };
    dossier_writer *w = open_writer(dir_of(state), NULL);
    commit_number(w, 0);
    dossier_index *index = open_index(dir_of(state));
    asking askings[THREADS];
    pthread_t ids[THREADS];
    bool done = false;
    for (size_t i = 0; i < THREADS; i++) {
        askings[i] = (asking){.index = index, .done = &done};
        assert_int_equal(pthread_create(&ids[i], NULL, ask_on, &askings[i]), 0);
    }
    for (int i = 1; i < COMMITS; i++) {
        if (i % 20 == 0) {
            dossier_writer_options o = {.expected_bytes = (uint64_t)1 << 40};
            dossier_writer_close(w);
            w = open_writer(dir_of(state), &o);
        }
        commit_number(w, i);
    }
    __atomic_store_n(&done, true, __ATOMIC_RELEASE);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(ids[i], NULL);
    dossier_writer_close(w);
    dossier_close(index);
    for (size_t i = 0; i < THREADS; i++)
        assert_string_equal(askings[i].fault, "");
    assert_articles(dir_of(state), COMMITS + 1);
}

/* ---------------------------------------------------------------------------------------- questions */

static void fill(const char *dir) {
    static const char *const dates[] = {"2021", "2022-02-24", "2022-07-14", ""};
    dossier_writer *w = open_writer(dir, NULL);
    for (int i = 0; i < 40; i++) {
        char key[32], text[4000] = "";
        dossier_error err;
        snprintf(key, sizeof key, "piece-%02d", i);
        for (int k = 0; k < 1 + i % 4 * 20; k++)
            strcat(text, "Finland and Sweden applied to join.\n\n");
        dossier_article a = article_of(key, i % 2 == 0 ? "Open door" : "Closed door", text);
        a.date = dossier_string(dates[i % 4]);
        assert_ok(dossier_writer_add(w, &a, &err), &err);
    }
    commit(w);
    dossier_writer_close(w);
}

static void test_offset_and_limit(void **state) {
    fill(dir_of(state));
    dossier_index *index = open_index(dir_of(state));
    for (int group = 0; group < 2; group++) {
        dossier_search_options all = {.limit = UINT64_MAX, .group = group};
        dossier_result *whole = search_for(index, "finland", &all);
        size_t count = dossier_result_count(whole);
        assert_int_equal(dossier_result_matched(whole), count);
        assert_true(group == 0 ? count > 40 : count == 40);
        for (size_t offset = 0; offset < count + 3; offset += 7) {
            dossier_search_options o = {.limit = 5, .offset = offset, .group = group};
            dossier_result *r = search_for(index, "finland", &o);
            assert_int_equal(dossier_result_matched(r), count);
            size_t left = offset < count ? count - offset : 0;
            assert_int_equal(dossier_result_count(r), left < 5 ? left : 5);
            for (size_t i = 0; i < dossier_result_count(r); i++) {
                const dossier_hit *a = dossier_result_hit(r, i), *b = dossier_result_hit(whole, offset + i);
                assert_string_equal(a->article.key.data, b->article.key.data);
                assert_int_equal(a->passage.start, b->passage.start);
                assert_int_equal(a->rank, offset + i + 1);
            }
            assert_null(dossier_result_hit(r, dossier_result_count(r)));
            dossier_result_free(r);
        }
        dossier_result_free(whole);
    }
    dossier_search_options far = {.limit = UINT64_MAX, .offset = UINT64_MAX};
    dossier_result *r = search_for(index, "finland", &far);
    assert_int_equal(dossier_result_count(r), 0);
    dossier_result_free(r);
    dossier_close(index);
}

static void test_ranking_only(void **state) {
    fill(dir_of(state));
    dossier_index *index = open_index(dir_of(state));
    dossier_search_options o = {.limit = 1000, .ranking_only = 1}, full = {.limit = 1000};
    dossier_result *r = search_for(index, "open finland", &o),
                   *with = search_for(index, "open finland", &full);
    assert_int_equal(dossier_result_count(r), dossier_result_count(with));
    for (size_t i = 0; i < dossier_result_count(r); i++) {
        const dossier_hit *a = dossier_result_hit(r, i), *b = dossier_result_hit(with, i);
        assert_string_equal(a->article.key.data, b->article.key.data);
        assert_true(a->score == b->score);
        assert_int_equal(a->rank, b->rank);
        assert_null(a->passage.text.data);
    }
    dossier_result_free(r);
    for (int group = DOSSIER_GROUP_NONE; group <= DOSSIER_GROUP_ARTICLE; group++) {
        dossier_search_options counted = {.limit = 5, .group = group, .count = DOSSIER_COUNT_ONLY},
                               loose = {.limit = 5, .group = group, .count = DOSSIER_COUNT_LOOSE},
                               whole = {.limit = 5, .group = group};
        dossier_result_free(with);
        r = search_for(index, "open finland", &counted);
        with = search_for(index, "open finland", &whole);
        assert_int_equal(dossier_result_count(r), 0);
        assert_int_equal(dossier_result_matched(r), dossier_result_matched(with));
        assert_true(dossier_result_matched(r) > 0);
        dossier_result_free(r);
        r = search_for(index, "open finland", &loose);
        assert_int_equal(dossier_result_count(r), dossier_result_count(with));
        for (size_t i = 0; i < dossier_result_count(r); i++) {
            const dossier_hit *a = dossier_result_hit(r, i), *b = dossier_result_hit(with, i);
            assert_string_equal(a->article.key.data, b->article.key.data);
            assert_true(a->score == b->score);
            assert_int_equal(a->sentence_count, b->sentence_count);
        }
        dossier_result_free(r);
    }
    dossier_result_free(with);
    dossier_close(index);
}

/* The bytes of the files in the index's data folder. */
static uint64_t data_size(const char *dir) {
    char command[4096];
    unsigned long long size = 0;
    snprintf(command, sizeof command, "cat '%s'/data-*/* | wc -c", dir);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    assert_int_equal(fscanf(out, "%llu", &size), 1);
    assert_int_equal(pclose(out), 0);
    return size;
}

/* Adds (or removes) articles first to last - 1, each of many words of its own. */
static void change_articles(dossier_writer *w, int add, unsigned first, unsigned last) {
    static char text[1 << 15];
    dossier_error err;
    for (unsigned i = first; i < last; i++) {
        char key[32];
        size_t used = 0;
        snprintf(key, sizeof key, "article-%u", i);
        for (unsigned k = 0; k < 1500; k++)
            used += (size_t)snprintf(text + used, sizeof text - used, "w%ux%u%s ", i, k, k % 10 == 9 ? "." : "");
        if (add)
            add_article(w, DOSSIER_OK, key, "Common title", text);
        else
            assert_int_equal(dossier_writer_remove(w, dossier_string(key), &err), 1);
    }
}

static void assert_sound(const char *dir, uint64_t articles) {
    dossier_error err;
    dossier_index *index = open_index(dir);
    assert_int_equal(info_of(index).articles, articles);
    dossier_search_options by_article = {.group = DOSSIER_GROUP_ARTICLE};
    dossier_result *r = search_for(index, "common", &by_article);
    assert_int_equal(dossier_result_matched(r), articles);
    dossier_result_free(r);
    dossier_close(index);
    assert_ok(dossier_check(dir, NULL, NULL, &err), &err);
    assert_int_equal(entries_in(dir), 3);
}

static void test_optimize(void **state) {
    const char *dir = dir_of(state);
    dossier_writer_options little = {.expected_bytes = 1};
    dossier_error err;
    dossier_writer *w = open_writer(dir, NULL);
    assert_ok(dossier_writer_optimize(w, &err), &err);
    assert_sound(dir, 0);
    change_articles(w, 1, 0, 60);
    commit(w);
    dossier_writer_close(w);
    uint64_t full = data_size(dir);
    /* Removed as a small change is: what they took may stay in the files. */
    w = open_writer(dir, &little);
    change_articles(w, 0, 0, 50);
    commit(w);
    dossier_writer_close(w);
    w = open_writer(dir, &little);
    assert_ok(dossier_writer_optimize(w, &err), &err);
    assert_sound(dir, 10);
    uint64_t optimized = data_size(dir);
    assert_true(optimized < full / 2);
    assert_ok(dossier_writer_optimize(w, &err), &err);
    assert_true(data_size(dir) <= optimized);
    /* Changes that come with it. */
    change_articles(w, 0, 50, 52);
    change_articles(w, 1, 0, 3);
    assert_ok(dossier_writer_optimize(w, &err), &err);
    assert_sound(dir, 11);
    change_articles(w, 0, 52, 60);
    assert_ok(dossier_writer_optimize(w, &err), &err);
    dossier_writer_close(w);
    assert_sound(dir, 3);
    assert_true(data_size(dir) < optimized);
    w = open_writer(dir, NULL);
    change_articles(w, 1, 3, 5);
    commit(w);
    dossier_writer_close(w);
    assert_sound(dir, 5);
}

static void test_questions_that_are_refused(void **state) {
    fill(dir_of(state));
    dossier_index *index = open_index(dir_of(state));
    dossier_error err;
    dossier_result *r;
    dossier_search_options o = {.group = 2};
    assert_int_equal(dossier_search(index, dossier_string("a"), &o, &r, &err), DOSSIER_ERR_ARGUMENT);
    assert_null(r);
    size_t size = ((size_t)1 << 20) + 1;
    char *query = malloc(size);
    assert_non_null(query);
    memset(query, 'a', size);
    assert_int_equal(dossier_search(index, (dossier_str){query, size}, NULL, &r, &err), DOSSIER_ERR_ARGUMENT);
    assert_int_equal(dossier_search(index, (dossier_str){query, size - 1}, NULL, &r, &err), DOSSIER_OK);
    dossier_result_free(r);
    assert_int_equal(dossier_search(index, (dossier_str){NULL, 0}, NULL, &r, &err), DOSSIER_OK);
    assert_int_equal(dossier_result_count(r), 0);
    dossier_result_free(r);
    dossier_close(index);
    free(query);
}

static void test_indexes_that_cannot_be_opened(void **state) {
    const place *p = *state;
    const char *dirs[65] = {p->dir};
    dossier_index *index;
    dossier_error err;
    assert_int_equal(dossier_open(&index, dirs, 1, &err), DOSSIER_ERR_NO_INDEX);
    assert_null(index);
    assert_non_null(strstr(err.message, p->dir));
    dirs[0] = p->folder;
    assert_int_equal(dossier_open(&index, dirs, 1, &err), DOSSIER_ERR_NO_INDEX);
    assert_int_equal(dossier_open(&index, dirs, 0, &err), DOSSIER_ERR_ARGUMENT);
    fill(p->dir);
    for (size_t i = 0; i < COUNT(dirs); i++)
        dirs[i] = p->dir;
    assert_int_equal(dossier_open(&index, dirs, 65, &err), DOSSIER_ERR_ARGUMENT);
    assert_int_equal(dossier_open(&index, dirs, 64, &err), DOSSIER_OK);
    assert_int_equal(info_of(index).articles, 64 * 40);
    dossier_close(index);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_statuses),
        TEST(test_nothing_visible_before_commit),
        TEST(test_close_without_commit_leaves_nothing),
        TEST(test_close_without_commit_keeps_the_folder_that_was_there),
        TEST(test_close_without_commit_keeps_the_last_commit),
        TEST(test_an_empty_index),
        TEST(test_articles_without_text),
        TEST(test_long_keys_and_words),
        TEST(test_a_key_like_a_long_key_s_place),
        TEST(test_bytes_of_every_kind),
        TEST(test_what_is_refused),
        TEST(test_a_language_with_a_nul),
        TEST(test_the_largest_text),
        TEST(test_lines),
        TEST(test_two_writers),
        TEST(test_options_of_an_index_that_is_there),
        TEST(test_folders_that_are_no_place),
        TEST(test_many_batches),
        TEST(test_reader_survives_commits),
        TEST(test_threads_search_while_a_writer_commits),
        TEST(test_offset_and_limit),
        TEST(test_ranking_only),
        TEST(test_optimize),
        TEST(test_questions_that_are_refused),
        TEST(test_indexes_that_cannot_be_opened),
    };
    return run_for_each_backend(tests);
}
