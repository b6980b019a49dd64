/* test_document.c: documents, and the iterators over what databases and documents hold.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

static void data_and_values(void **state) {
    xapian_document *doc;
    xapian_value_iterator *it;
    xapian_termcount n;
    xapian_slot slot;
    xapian_str s;

    (void)state;
    OK(xapian_document_new(&doc, &err));
    assert_int_equal(xapian_document_docid(doc), 0);
    OK(xapian_document_set_data(doc, "a\0b", 3, &err));
    OK(xapian_document_data(doc, &s, &err));
    check_str(s, "a\0b", 3, __FILE__, __LINE__);
    OK(xapian_document_add_value(doc, 5, "five", 4, &err));
    OK(xapian_document_add_value(doc, 2, "two", XAPIAN_CSTR, &err));
    OK(xapian_document_add_value(doc, 9, "nine", 4, &err));
    OK(xapian_document_value(doc, 5, &s, &err));
    IS(s, "five");
    OK(xapian_document_value(doc, 6, &s, &err));
    IS(s, "");
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_document_add_value(doc, XAPIAN_BAD_SLOT, "x", 1, &err));
    OK(xapian_document_value_count(doc, &n, &err));
    assert_int_equal(n, 3);
    OK(xapian_document_values(doc, &it, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_value_iterator_slot(it, &slot, &err));
    assert_int_equal(OK(xapian_value_iterator_next(it, &s, &err)), 1);
    IS(s, "two");
    assert_int_equal(OK(xapian_value_iterator_skip_to(it, 6, &s, &err)), 1);
    IS(s, "nine");
    OK(xapian_value_iterator_slot(it, &slot, &err));
    assert_int_equal(slot, 9);
    assert_int_equal(OK(xapian_value_iterator_next(it, &s, &err)), 0);
    assert_int_equal(OK(xapian_value_iterator_next(it, &s, &err)), 0);
    xapian_value_iterator_free(it);
    OK(xapian_document_remove_value(doc, 2, &err));
    if (is_xapian_2())
        OK(xapian_document_remove_value(doc, 2, &err));
    else
        FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_document_remove_value(doc, 2, &err));
    OK(xapian_document_clear_values(doc, &err));
    OK(xapian_document_value_count(doc, &n, &err));
    assert_int_equal(n, 0);
    xapian_document_free(doc);
    xapian_document_free(NULL);
}

static void terms(void **state) {
    static const xapian_termpos places[] = {9, 2, 5, 2};
    xapian_document *doc;
    xapian_term_iterator *it;
    xapian_termcount n;
    xapian_str s;

    (void)state;
    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_term(doc, "b", 1, 3, &err));
    OK(xapian_document_add_term(doc, "b", 1, 1, &err));
    OK(xapian_document_add_boolean_term(doc, "a\0a", 3, &err));
    OK(xapian_document_add_posting(doc, "c", 1, 4, 2, &err));
    OK(xapian_document_add_postings(doc, "d", 1, places, 4, 10, &err));
    OK(xapian_document_add_postings(doc, "e", 1, NULL, 0, 1, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_document_add_postings(doc, "e", 1, NULL, 1, 1, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_document_add_term(doc, "", 0, 1, &err));
    OK(xapian_document_term_count(doc, &n, &err));
    assert_int_equal(n, 4);
    OK(xapian_document_terms(doc, &it, &err));
    OK(xapian_term_iterator_next(it, &s, &err));
    check_str(s, "a\0a", 3, __FILE__, __LINE__);
    OK(xapian_term_iterator_wdf(it, &n, &err));
    assert_int_equal(n, 0);
    OK(xapian_term_iterator_next(it, NULL, &err));
    OK(xapian_term_iterator_wdf(it, &n, &err));
    assert_int_equal(n, 4);
    OK(xapian_term_iterator_skip_to(it, "cc", 2, &s, &err));
    IS(s, "d");
    OK(xapian_term_iterator_wdf(it, &n, &err));
    assert_int_equal(n, 40);
    OK(xapian_term_iterator_position_count(it, &n, &err));
    assert_int_equal(n, 3);
    assert_int_equal(OK(xapian_term_iterator_skip_to(it, "a", 1, &s, &err)), 1);
    IS(s, "d");
    assert_int_equal(OK(xapian_term_iterator_skip_to(it, "z", 1, &s, &err)), 0);
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_term_iterator_wdf(it, &n, &err));
    xapian_term_iterator_free(it);
    xapian_document_free(doc);
}

static void removing(void **state) {
    static const xapian_termpos places[] = {1, 2, 3, 4, 5};
    xapian_document *doc;
    xapian_termpos removed;
    xapian_termcount n;
    xapian_term_iterator *it;

    (void)state;
    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_postings(doc, "w", 1, places, 5, 1, &err));
    OK(xapian_document_remove_posting(doc, "w", 1, 5, 1, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_document_remove_posting(doc, "w", 1, 5, 1, &err));
    OK(xapian_document_remove_postings(doc, "w", 1, 2, 3, 1, &removed, &err));
    assert_int_equal(removed, 2);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_document_remove_postings(doc, "v", 1, 2, 3, 1, NULL, &err));
    OK(xapian_document_terms(doc, &it, &err));
    OK(xapian_term_iterator_next(it, NULL, &err));
    OK(xapian_term_iterator_wdf(it, &n, &err));
    assert_int_equal(n, 2);
    xapian_term_iterator_free(it);
    OK(xapian_document_remove_posting(doc, "w", 1, 1, 0, &err));
    OK(xapian_document_remove_posting(doc, "w", 1, 4, 1, &err));
    OK(xapian_document_term_count(doc, &n, &err));
    assert_int_equal(n, 1); /* it has no positions any more, but a wdf of 1 */
    OK(xapian_document_add_posting(doc, "u", 1, 1, 1, &err));
    OK(xapian_document_remove_posting(doc, "u", 1, 1, 1, &err));
    OK(xapian_document_term_count(doc, &n, &err));
    assert_int_equal(n, is_xapian_2() ? 1 : 2);
    OK(xapian_document_remove_term(doc, "w", 1, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_document_remove_term(doc, "w", 1, &err));
    OK(xapian_document_add_term(doc, "x", 1, 1, &err));
    OK(xapian_document_clear_terms(doc, &err));
    OK(xapian_document_term_count(doc, &n, &err));
    assert_int_equal(n, 0);
    xapian_document_free(doc);
}

static void serialising(void **state) {
    xapian_document *doc = sample_document(&samples[3]), *copy;
    xapian_term_iterator *it;
    xapian_str s;
    char bytes[1024];
    size_t size;

    (void)state;
    OK(xapian_document_describe(doc, &s, &err));
    assert_true(s.size > 5);
    OK(xapian_document_serialise(doc, &s, &err));
    assert_true(s.size < sizeof bytes);
    memcpy(bytes, s.data, size = s.size);
    OK(xapian_document_unserialise(bytes, size, &copy, &err));
    OK(xapian_document_data(copy, &s, &err));
    IS(s, samples[3].words);
    OK(xapian_document_terms(copy, &it, &err));
    assert_string_equal(joined(it), "harbour sea ship");
    xapian_document_free(copy);
    for (size_t cut = 1; cut < size; cut++) {
        assert_true(xapian_document_unserialise(bytes, cut, &copy, &err) <= 0);
        xapian_document_free(copy);
    }
    xapian_document_free(doc);
}

static void changing_what_is_iterated(void **state) {
    xapian_document *doc = sample_document(&samples[0]);
    xapian_term_iterator *it;
    xapian_position_iterator *positions;
    xapian_value_iterator *values;
    xapian_str s;

    (void)state;
    OK(xapian_document_terms(doc, &it, &err));
    OK(xapian_document_values(doc, &values, &err));
    OK(xapian_term_iterator_next(it, &s, &err));
    OK(xapian_term_iterator_positions(it, &positions, &err));
    OK(xapian_document_clear_terms(doc, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_term_iterator_next(it, &s, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_term_iterator_skip_to(it, "x", 1, &s, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_position_iterator_next(positions, NULL, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_value_iterator_next(values, &s, &err));
    xapian_position_iterator_free(positions);
    xapian_value_iterator_free(values);
    xapian_term_iterator_free(it);
    xapian_document_free(doc);
}

/* ---- Iterators over a database ---- */

static void all_terms(void **state) {
    xapian_database *db = sample_disk("terms");
    xapian_term_iterator *it;
    xapian_termcount wdf;
    xapian_doccount n;

    (void)state;
    OK(xapian_database_terms(db, "", 0, &it, &err));
    assert_string_equal(joined(it), "captain harbour sea ship town whale");
    OK(xapian_database_terms(db, "s", 1, &it, &err));
    OK(xapian_term_iterator_next(it, NULL, &err));
    OK(xapian_term_iterator_termfreq(it, &n, &err));
    assert_int_equal(n, 4);
    assert_true(xapian_term_iterator_wdf(it, &wdf, &err) < 0);
    xapian_database_free(db);
    assert_string_equal(joined(it), "ship");
}

static void terms_of_a_document(void **state) {
    xapian_database *db = sample_disk("document_terms");
    xapian_term_iterator *it;
    xapian_position_iterator *positions;
    xapian_termpos pos[8];
    xapian_termcount n;
    size_t count;

    (void)state;
    OK(xapian_database_document_terms(db, 1, &it, &err));
    xapian_database_free(db);
    OK(xapian_term_iterator_skip_to(it, "whale", 5, NULL, &err));
    OK(xapian_term_iterator_position_count(it, &n, &err));
    assert_int_equal(n, 2);
    OK(xapian_term_iterator_positions(it, &positions, &err));
    xapian_term_iterator_free(it);
    OK(xapian_position_iterator_read(positions, pos, 8, &count, &err));
    assert_int_equal(count, 2);
    assert_int_equal(pos[0], 1);
    assert_int_equal(pos[1], 4);
    OK(xapian_position_iterator_read(positions, pos, 8, &count, &err));
    assert_int_equal(count, 0);
    xapian_position_iterator_free(positions);
    xapian_term_iterator_free(NULL);
    xapian_position_iterator_free(NULL);
}

static void postings(void **state) {
    xapian_database *db = sample_disk("postings");
    xapian_posting_iterator *it;
    xapian_position_iterator *positions;
    xapian_docid id = 0;
    xapian_termcount n;
    xapian_termpos pos;

    (void)state;
    OK(xapian_database_postings(db, "sea", 3, &it, &err));
    xapian_database_free(db);
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_posting_iterator_wdf(it, &n, &err));
    assert_int_equal(OK(xapian_posting_iterator_next(it, &id, &err)), 1);
    assert_int_equal(id, 1);
    assert_int_equal(OK(xapian_posting_iterator_skip_to(it, 3, &id, &err)), 1);
    assert_int_equal(id, 4);
    OK(xapian_posting_iterator_wdf(it, &n, &err));
    assert_int_equal(n, 2);
    OK(xapian_posting_iterator_doclength(it, &n, &err));
    assert_int_equal(n, 4);
    OK(xapian_posting_iterator_unique_terms(it, &n, &err));
    assert_int_equal(n, 3);
    OK(xapian_posting_iterator_positions(it, &positions, &err));
    assert_int_equal(OK(xapian_position_iterator_next(positions, &pos, &err)), 1);
    assert_int_equal(pos, 3);
    xapian_position_iterator_free(positions);
    assert_int_equal(OK(xapian_posting_iterator_next(it, &id, &err)), 1);
    assert_int_equal(OK(xapian_posting_iterator_next(it, &id, &err)), 0);
    assert_int_equal(OK(xapian_posting_iterator_skip_to(it, 1, &id, &err)), 0);
    xapian_posting_iterator_free(it);
    xapian_posting_iterator_free(NULL);
}

static void all_documents(void **state) {
    xapian_database *db = sample_memory();
    xapian_posting_iterator *it;
    xapian_docid id;
    unsigned n = 0;

    (void)state;
    OK(xapian_database_postings(db, NULL, 0, &it, &err));
    while (OK(xapian_posting_iterator_next(it, &id, &err)) > 0)
        assert_int_equal(id, ++n);
    assert_int_equal(n, 6);
    xapian_posting_iterator_free(it);
    xapian_database_free(db);
}

static void positions_of_a_term(void **state) {
    xapian_database *db = sample_disk("positions");
    xapian_position_iterator *it;
    xapian_termpos pos;

    (void)state;
    OK(xapian_database_positions(db, 4, "sea", 3, &it, &err));
    assert_int_equal(OK(xapian_position_iterator_skip_to(it, 4, &pos, &err)), 1);
    assert_int_equal(pos, 4);
    assert_int_equal(OK(xapian_position_iterator_skip_to(it, 1, &pos, &err)), 1);
    assert_int_equal(pos, 4);
    assert_int_equal(OK(xapian_position_iterator_next(it, &pos, &err)), 0);
    xapian_position_iterator_free(it);
    OK(xapian_database_positions(db, 4, "whale", 5, &it, &err));
    assert_int_equal(OK(xapian_position_iterator_next(it, &pos, &err)), 0);
    xapian_position_iterator_free(it);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_positions(db, 0, "sea", 3, &it, &err));
    xapian_database_free(db);
}

static void values_of_a_slot(void **state) {
    xapian_database *db = sample_disk("value_stream");
    xapian_value_iterator *it;
    xapian_docid id;
    xapian_slot slot;
    xapian_str s;

    (void)state;
    OK(xapian_database_values(db, SLOT_YEAR, &it, &err));
    OK(xapian_value_iterator_next(it, &s, &err));
    IS(s, "1851");
    OK(xapian_value_iterator_skip_to(it, 4, &s, &err));
    IS(s, "1999");
    OK(xapian_value_iterator_docid(it, &id, &err));
    assert_int_equal(id, 4);
    OK(xapian_value_iterator_slot(it, &slot, &err));
    assert_int_equal(slot, SLOT_YEAR);
    xapian_database_free(db);
    OK(xapian_value_iterator_skip_to(it, 6, &s, &err));
    IS(s, "2001");
    assert_int_equal(OK(xapian_value_iterator_next(it, &s, &err)), 0);
    xapian_value_iterator_free(it);
    xapian_value_iterator_free(NULL);
}

/* An iterator of a database closed outright fails; it does not read what is gone. */
static void closed_under_an_iterator(void **state) {
    xapian_database *db = sample_disk("closed");
    xapian_term_iterator *it;
    int status;

    (void)state;
    OK(xapian_database_terms(db, "", 0, &it, &err));
    OK(xapian_database_close(db, &err));
    while ((status = xapian_term_iterator_next(it, NULL, &err)) > 0)
        ;
    assert_true(status == 0 || status == XAPIAN_ERR_DATABASE_CLOSED);
    xapian_term_iterator_free(it);
    xapian_database_free(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_and_values),
        cmocka_unit_test(terms),
        cmocka_unit_test(removing),
        cmocka_unit_test(serialising),
        cmocka_unit_test(changing_what_is_iterated),
        cmocka_unit_test(all_terms),
        cmocka_unit_test(terms_of_a_document),
        cmocka_unit_test(postings),
        cmocka_unit_test(all_documents),
        cmocka_unit_test(positions_of_a_term),
        cmocka_unit_test(values_of_a_slot),
        cmocka_unit_test(closed_under_an_iterator),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
