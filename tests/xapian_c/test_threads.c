/* test_threads.c: threads that share nothing but a database's files, and what has no object.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 50 };

static double one_for_each(const void *ctx, const void *state, const xapian_weight_doc *doc) {
    (void)ctx, (void)state;
    return doc->wdf;
}

static double most(const void *ctx, const void *state) {
    (void)ctx, (void)state;
    return 2;
}

/* The number of the best document for "whale", with objects of its own; 0 when anything fails. */
static xapian_docid best(void) {
    const xapian_weight_ops ops = {
        .size = sizeof ops, .needs = XAPIAN_WEIGHT_NEEDS_WDF, .sumpart = one_for_each, .maxpart = most};
    xapian_database *db = NULL;
    xapian_query *query = NULL;
    xapian_weight *weight = NULL;
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    xapian_hit hit = {0};

    if (xapian_database_open(folder, 0, &db, NULL) == XAPIAN_OK &&
        xapian_query_new_term("whale", 5, 1, 0, &query, NULL) == XAPIAN_OK &&
        xapian_weight_new(&ops, NULL, NULL, &weight, NULL) == XAPIAN_OK &&
        xapian_enquire_new(db, &enquire, NULL) == XAPIAN_OK &&
        xapian_enquire_set_weight(enquire, weight, NULL) == XAPIAN_OK &&
        xapian_enquire_set_query(enquire, query, 0, NULL) == XAPIAN_OK &&
        xapian_enquire_mset(enquire, 0, 3, NULL, &mset, NULL) == XAPIAN_OK)
        xapian_mset_hit(mset, 0, &hit, NULL);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_weight_free(weight);
    xapian_query_free(query);
    xapian_database_free(db);
    return hit.docid;
}

static void *search(void *failures) {
    for (int i = 0; i < ROUNDS; i++) {
        if (best() != 1 || !strstr(xapian_stem_languages(), "english") ||
            strcmp(xapian_status_text(0), "no error") != 0)
            ++*(int *)failures;
    }
    return NULL;
}

static void searching_at_once(void **state) {
    pthread_t threads[THREADS];
    int failures[THREADS] = {0};
    xapian_database *db;

    (void)state;
    OK(xapian_database_open_writable(folder, XAPIAN_DB_CREATE_OR_OVERWRITE, 0, &db, &err));
    add_samples(db);
    xapian_database_free(db);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search, &failures[i]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(failures[i], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(searching_at_once)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
