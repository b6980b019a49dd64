/* test_query_bounds.c: queries that are too large, too deep or too broken: an answer, or one clear line, soon.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/support.h"

enum { QUERY_BYTES = 1 << 20, BACKENDS = 2 };

static char *folder;
static dossier_index *indexes[BACKENDS];

/* Two articles on each backend, with some thousand words to begin so. */
static int make_indexes(void **state) {
    (void)state;
    static const char *const backends[BACKENDS] = {"packed", "xapian"};
    folder = make_folder();
    char *text = malloc(200000);
    assert_non_null(text);
    size_t size = 0;
    for (unsigned i = 0; i < 20000; i++)
        size += (size_t)sprintf(text + size, "%s%u%s", i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c", i,
                                i % 9 == 8 ? ". " : " ");
    for (size_t i = 0; i < BACKENDS; i++) {
        char *dir = path_in(folder, backends[i]);
        dossier_writer_options o = {.backend = backends[i]};
        dossier_writer *w = open_writer(dir, &o);
        add_article(w, DOSSIER_OK, "one", "A door", "The open door.  A b c a1 b1 c1 a b.");
        add_article(w, DOSSIER_OK, "many", "Many words", text);
        commit(w);
        dossier_writer_close(w);
        indexes[i] = open_index(dir);
        free(dir);
    }
    free(text);
    return 0;
}

static int close_indexes(void **state) {
    (void)state;
    for (size_t i = 0; i < BACKENDS; i++)
        dossier_close(indexes[i]);
    remove_folder(folder);
    return 0;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Asks each backend, strictly and not, and gives the number of passages that match. */
static uint64_t ask(const char *query, size_t size) {
    uint64_t matched[BACKENDS];
    for (int strict = 0; strict < 2; strict++) {
        for (size_t i = 0; i < BACKENDS; i++) {
            dossier_search_options o = {.strict = strict, .correct = 1};
            dossier_result *result;
            dossier_error err;
            double begun = seconds();
            int status = dossier_search(indexes[i], (dossier_str){query, size}, &o, &result, &err);
            double took = seconds() - begun;
            if (took > (getenv("SANITIZED") != NULL ? 30 : 3))
                fail_msg("%.40s... took %.1f s", query, took);
            if (status != DOSSIER_OK && (!strict || status != DOSSIER_ERR_ARGUMENT ||
                                         strncmp(err.message, "query:", 6) != 0))
                fail_msg("%.40s...: %s", query, err.message);
            if (!strict)
                matched[i] = dossier_result_matched(result);
            dossier_result_free(result);
        }
    }
    for (size_t i = 1; i < BACKENDS; i++)
        assert_int_equal(matched[i], matched[0]);
    return matched[0];
}

static void test_a_megabyte(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "a", "a ", "a1 ", "\"a b\" ", "\"", "(", ")", "+a ", "-a ", "NOT ", "AND ", "a AND ", "a OR ", "NEAR ",
        "a NEAR ", "a NEAR/2 b ADJ/3 ", "\"a b\" NEAR ", "a* ", "(a* NEAR b) ", "title:a ", "site:a.b ", "date:2022.. ",
        "a^2 ", "(a ", "((a) b)^2 ", "foo:", "=a ", "=\"a1 =b\" ",
        "=", "~", "a~ ", "b1~2 ", "*a* ", "?", "a?", "*", "?b1* ", "a~", "=a~1^2 ", "a1 NEAR =b ", "\xC3\xA9", "\xFF", "\xE2\x80", "+(a -(b ", "neo-imperial AND "};
    char *query = malloc(QUERY_BYTES);
    assert_non_null(query);
    for (size_t k = 0; k < COUNT(pieces); k++) {
        size_t size = strlen(pieces[k]);
        for (size_t i = 0; i < QUERY_BYTES; i++)
            query[i] = pieces[k][i % size];
        ask(query, QUERY_BYTES);
    }
    memset(query, 0, QUERY_BYTES);
    assert_int_equal(ask(query, QUERY_BYTES), 0);
    free(query);
}

/* COUNT numbered pieces. */
static uint64_t ask_many(const char *format, unsigned count) {
    char *query = malloc((size_t)count * 40);
    size_t size = 0;
    assert_non_null(query);
    for (unsigned i = 0; i < count; i++) {
        size += (size_t)snprintf(query + size, 40, format, i);
        query[size++] = ' ';
    }
    uint64_t matched = ask(query, size);
    free(query);
    return matched;
}

static void test_many_terms(void **state) {
    (void)state;
    assert_true(ask_many("a%u", 10000) > 0);
    ask_many("+a%u", 10000);
    assert_int_equal(ask_many("-zz%u", 10000), ask("-zz", 3));
    ask_many("a%u NEAR/3", 10000);
    ask_many("a%u ADJ/3", 10000);
    ask_many("\"a%u b c\"", 10000);
    ask_many("(a%u^2", 10000);
    ask_many("date:%u..", 10000);
}

static void test_many_prefixes(void **state) {
    (void)state;
    assert_true(ask_many("a%u*", 1000) > 0);
    assert_true(ask_many("a* b* c* %u*", 300) > 0);
    ask_many("+site:a%u*", 1000);
}

static void test_many_patterns(void **state) {
    (void)state;
    assert_true(ask_many("*%u?", 1000) > 0);
    assert_true(ask_many("a?%u*", 1000) > 0);
    ask_many("*%u*1*2*3*4*5*6*", 1000);
    ask_many("author:*%u*", 1000);
    assert_true(ask_many("a%u~", 1000) > 0);
    assert_true(ask_many("xa%u~2", 1000) > 0);
    assert_true(ask_many("title:xxwords%u~2", 1000) == 0);
    assert_true(ask_many("=a%u", 3000) > 0);
    ask_many("*a*~", 1000);
}

static void test_every_operator_in_a_row(void **state) {
    (void)state;
    static const char row[] = "AND OR NOT NEAR ADJ NEAR/2 ADJ/3 + - ( ) \" * ^ ^2 = =a =\" ~ a~ a~2 a?b *a title: author: site: key: text: "
                              "date: foo: <2022 .. door";
    ask(row, strlen(row));
    static char query[32 * sizeof row];
    size_t size = 0;
    for (size_t i = 0; i < 30; i++)
        size += (size_t)sprintf(query + size, "%s", row);
    ask(query, size);
}

/* All bytes of a literal but its last NUL. */
#define ASK(literal) ask(literal, sizeof(literal) - 1)

static void test_broken_bytes(void **state) {
    (void)state;
    assert_true(ASK("\xFF open\0door \xC3") > 0);
    assert_true(ASK("\0\0\0door") > 0);
    ASK("title:\xE2\x80\" (\xF4\x90\x80\x80^2");
    ASK("");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_megabyte),
        cmocka_unit_test(test_many_terms),
        cmocka_unit_test(test_many_prefixes),
        cmocka_unit_test(test_many_patterns),
        cmocka_unit_test(test_every_operator_in_a_row),
        cmocka_unit_test(test_broken_bytes),
    };
    return cmocka_run_group_tests(tests, make_indexes, close_indexes);
}
