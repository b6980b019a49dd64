/* test_memory.c: every allocation of a round of indexing and searching fails once. Each time the round ends
 * with XAPIAN_ERR_NO_MEMORY, and the next one works. Skipped where a sanitizer has malloc for itself.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>

#include "helpers.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED

static void every_allocation(void **state) {
    (void)state;
    skip();
}

#else

/* How many allocations are left before one fails; 0 for never. */
static unsigned long left;

void *malloc(size_t size) {
    static void *(*real)(size_t);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "malloc");
    return left > 0 && --left == 0 ? NULL : real(size);
}

/* Nothing here asserts: what a step returns is the round's result. */
#define STEP(call)                   \
    do {                             \
        if ((status = (call)) < 0)   \
            goto done;               \
    } while (0)

static int search_round(xapian_database *db) {
    xapian_query *query = NULL, *sub = NULL;
    xapian_enquire *enquire = NULL;
    xapian_weight *weight = NULL;
    xapian_mset *mset = NULL;
    xapian_document *doc = NULL;
    xapian_term_iterator *it = NULL;
    xapian_str s;
    int status;

    STEP(xapian_query_new_term("whale", 5, 1, 0, &sub, &err));
    STEP(xapian_query_new_scaled(sub, 2, &query, &err));
    STEP(xapian_weight_new_bm25(1, 0, 1, 0.5, 0.5, &weight, &err));
    STEP(xapian_enquire_new(db, &enquire, &err));
    STEP(xapian_enquire_set_weight(enquire, weight, &err));
    STEP(xapian_enquire_set_query(enquire, query, 0, &err));
    STEP(xapian_enquire_mset(enquire, 0, 10, NULL, &mset, &err));
    STEP(xapian_mset_document(mset, 0, &doc, &err));
    STEP(xapian_document_data(doc, &s, &err));
    STEP(xapian_document_terms(doc, &it, &err));
    STEP(xapian_term_iterator_next(it, &s, &err));
    STEP(xapian_mset_snippet(mset, "a whale in a long sentence of no interest", XAPIAN_CSTR, NULL, &s, &err));
    status = XAPIAN_OK;
done:
    xapian_term_iterator_free(it);
    xapian_document_free(doc);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_weight_free(weight);
    xapian_query_free(query);
    xapian_query_free(sub);
    return status;
}

static int index_round(xapian_database *db) {
    static const xapian_termpos places[] = {1, 2, 3};
    xapian_document *doc = NULL;
    xapian_term_generator *tg = NULL;
    int status;

    STEP(xapian_document_new(&doc, &err));
    STEP(xapian_document_set_data(doc, "some data longer than what fits in place", XAPIAN_CSTR, &err));
    STEP(xapian_document_add_value(doc, 1, "a value longer than what fits in place", XAPIAN_CSTR, &err));
    STEP(xapian_document_add_postings(doc, "a term longer than what fits in place", XAPIAN_CSTR, places, 3, 1,
                                      &err));
    STEP(xapian_term_generator_new(&tg, &err));
    STEP(xapian_term_generator_set_document(tg, doc, &err));
    STEP(xapian_term_generator_index_text(tg, "words of some text", XAPIAN_CSTR, 1, "", 0, &err));
    STEP(xapian_database_replace_document_by_term(db, "Qid", 3, doc, NULL, &err));
    status = XAPIAN_OK;
done:
    xapian_term_generator_free(tg);
    xapian_document_free(doc);
    return status;
}

static void every_allocation(void **state) {
    int (*const rounds[])(xapian_database *) = {search_round, index_round};

    (void)state;
    for (size_t i = 0; i < COUNT(rounds); i++) {
        unsigned long n = 0, failed = 0;
        int status;
        do {
            xapian_database *db = sample_memory();
            left = ++n;
            status = rounds[i](db);
            left = 0;
            if (status == XAPIAN_ERR_NO_MEMORY) {
                failed++;
                assert_string_equal(err.type, "NoMemory");
            } else {
                assert_int_equal(status, XAPIAN_OK);
            }
            OK(search_round(db));
            xapian_database_free(db);
            /* Some failures go unseen, as what failed could be done without; a round has fewer than this. */
        } while (n < 400);
        assert_true(failed > 20);
    }
}

#endif

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
