/* test_query.c: building queries, looking into them, storing them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

static xapian_query *terms_query(xapian_op op, const char *a, const char *b, xapian_termcount window) {
    const xapian_str terms[] = {{a, XAPIAN_CSTR}, {b, XAPIAN_CSTR}};
    xapian_query *query;

    OK(xapian_query_new_terms(op, terms, 2, window, &query, &err));
    return query;
}

static void operators(void **state) {
    static const struct {
        xapian_op op;
        const char *a, *b, *docids;
    } cases[] = {
        {XAPIAN_OP_AND, "whale", "captain", "3 6"},
        {XAPIAN_OP_OR, "whale", "town", "1 3 5 6"},
        {XAPIAN_OP_AND_NOT, "whale", "captain", "1"},
        {XAPIAN_OP_XOR, "whale", "captain", "1 2"},
        {XAPIAN_OP_AND_MAYBE, "town", "whale", "5 6"},
        {XAPIAN_OP_FILTER, "ship", "captain", "2 6"},
        {XAPIAN_OP_NEAR, "ship", "sea", "1 2 4"},
        {XAPIAN_OP_PHRASE, "sea", "ship", "1 2"},
        {XAPIAN_OP_ELITE_SET, "town", "harbour", "4 5 6"},
        {XAPIAN_OP_SYNONYM, "town", "harbour", "4 5 6"},
        {XAPIAN_OP_MAX, "town", "harbour", "4 5 6"},
    };
    xapian_database *db = sample_disk("operators");

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        xapian_termcount window = cases[i].op == XAPIAN_OP_NEAR ? 3 : 0;
        xapian_query *query = terms_query(cases[i].op, cases[i].a, cases[i].b, window);
        assert_int_equal(xapian_query_type(query), cases[i].op);
        assert_int_equal(xapian_query_subquery_count(query), 2);
        assert_string_equal(found(db, query), cases[i].docids);
    }
    xapian_database_free(db);
}

static void operators_that_do_not_join(void **state) {
    static const xapian_op ops[] = {XAPIAN_OP_VALUE_RANGE, XAPIAN_OP_SCALE_WEIGHT, XAPIAN_OP_VALUE_GE,
                                    XAPIAN_OP_VALUE_LE, XAPIAN_OP_WILDCARD, XAPIAN_OP_EDIT_DISTANCE,
                                    XAPIAN_OP_INVALID, XAPIAN_LEAF_TERM, (xapian_op)-1, (xapian_op)50};
    xapian_query *sub = term_query("a"), *query;
    const xapian_query *subs[] = {sub, NULL};

    (void)state;
    for (size_t i = 0; i < COUNT(ops); i++)
        FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_new_op(ops[i], subs, 1, 0, &query, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_new_op(XAPIAN_OP_AND, subs, 2, 0, &query, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_new_op(XAPIAN_OP_AND, NULL, 2, 0, &query, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_new_terms(XAPIAN_OP_AND, NULL, 2, 0, &query, &err));
    assert_null(query);
    xapian_query_free(sub);
}

static void everything_and_nothing(void **state) {
    xapian_database *db = sample_memory();
    xapian_query *query;

    (void)state;
    OK(xapian_query_new_match_all(&query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_LEAF_MATCH_ALL);
    assert_int_equal(xapian_query_empty(query), 0);
    assert_string_equal(found(db, query), "1 2 3 4 5 6");
    OK(xapian_query_new_match_nothing(&query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_LEAF_MATCH_NOTHING);
    assert_int_equal(xapian_query_empty(query), 1);
    assert_string_equal(found(db, query), "");
    OK(xapian_query_new_op(XAPIAN_OP_AND, NULL, 0, 0, &query, &err));
    assert_int_equal(xapian_query_empty(query), 1);
    xapian_query_free(query);
    assert_int_equal(xapian_query_empty(NULL), 1);
    assert_int_equal(xapian_query_type(NULL), XAPIAN_LEAF_MATCH_NOTHING);
    assert_int_equal(xapian_query_length(NULL), 0);
    assert_int_equal(xapian_query_subquery_count(NULL), 0);
    xapian_query_free(NULL);
    xapian_database_free(db);
}

static void nesting(void **state) {
    xapian_query *parts[3] = {NULL, terms_query(XAPIAN_OP_OR, "town", "sea", 0), NULL};
    xapian_query *query, *sub, *copy;
    xapian_term_iterator *it;

    (void)state;
    OK(xapian_query_new_term("whale", XAPIAN_CSTR, 1, 9, &parts[0], &err));
    OK(xapian_query_new_term("whale", XAPIAN_CSTR, 3, 2, &parts[2], &err));
    OK(xapian_query_new_op(XAPIAN_OP_AND, (const xapian_query *const *)parts, 3, 0, &query, &err));
    for (size_t i = 0; i < COUNT(parts); i++)
        xapian_query_free(parts[i]);
    assert_int_equal(xapian_query_length(query), 6);
    OK(xapian_query_subquery(query, 1, &sub, &err));
    assert_int_equal(xapian_query_type(sub), XAPIAN_OP_OR);
    xapian_query_free(sub);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_subquery(query, 3, &sub, &err));
    OK(xapian_query_copy(query, &copy, &err));
    xapian_query_free(query);
    OK(xapian_query_unique_terms(copy, &it, &err));
    assert_string_equal(joined(it), "sea town whale");
    OK(xapian_query_terms(copy, &it, &err));
    xapian_query_free(copy);
    assert_non_null(strstr(joined(it), " whale whale")); /* by position, those without one first */
}

static void scaling(void **state) {
    xapian_query *query = term_query("whale"), *scaled;

    (void)state;
    OK(xapian_query_new_scaled(query, 0.5, &scaled, &err));
    assert_int_equal(xapian_query_type(scaled), XAPIAN_OP_SCALE_WEIGHT);
    xapian_query_free(scaled);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_new_scaled(query, -1, &scaled, &err));
    xapian_query_free(query);
}

static void value_ranges(void **state) {
    xapian_database *db = sample_disk("ranges");
    char price[XAPIAN_SORTABLE_MAX];
    size_t size = xapian_sortable_serialise(10, price);
    xapian_query *query;

    (void)state;
    OK(xapian_query_new_value_range(SLOT_YEAR, "1900", 4, "1999", XAPIAN_CSTR, &query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_OP_VALUE_RANGE);
    assert_string_equal(found(db, query), "2 4 5");
    OK(xapian_query_new_value_ge(SLOT_PRICE, price, size, &query, &err));
    assert_string_equal(found(db, query), "1 4 6");
    OK(xapian_query_new_value_le(SLOT_PRICE, price, size, &query, &err));
    assert_string_equal(found(db, query), "2 3 5");
    OK(xapian_query_new_value_range(SLOT_YEAR, "2", 1, "1", 1, &query, &err));
    assert_string_equal(found(db, query), "");
    xapian_database_free(db);
}

/* A document of one word, number 7 and on after the samples. */
static void add_word(xapian_database *db, const char *word) {
    xapian_document *doc;

    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_add_term(doc, word, XAPIAN_CSTR, 1, &err));
    OK(xapian_database_add_document(db, doc, NULL, &err));
    xapian_document_free(doc);
}

static void wildcards(void **state) {
    xapian_database *db = sample_disk("wildcards");
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;

    (void)state;
    OK(xapian_query_new_wildcard("s", 1, 0, XAPIAN_WILDCARD_LIMIT_ERROR, XAPIAN_OP_SYNONYM, &query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_OP_WILDCARD);
    assert_string_equal(found(db, query), "1 2 4 6");
    add_word(db, "seal");
    OK(xapian_query_new_wildcard("sea", 3, 0, XAPIAN_WILDCARD_LIMIT_ERROR, XAPIAN_OP_OR, &query, &err));
    assert_string_equal(found(db, query), "1 2 4 6 7");
    OK(xapian_query_new_wildcard("sea", 3, 1, XAPIAN_WILDCARD_LIMIT_FIRST, XAPIAN_OP_OR, &query, &err));
    assert_string_equal(found(db, query), "1 2 4 6");
    OK(xapian_query_new_wildcard("", 0, 0, XAPIAN_WILDCARD_LIMIT_ERROR, XAPIAN_OP_OR, &query, &err));
    assert_string_equal(found(db, query), "1 2 3 4 5 6 7");
    OK(xapian_query_new_wildcard("sea", 3, 1, XAPIAN_WILDCARD_LIMIT_MOST_FREQUENT, XAPIAN_OP_MAX, &query,
                                 &err));
    assert_string_equal(found(db, query), "1 2 4 6");
    OK(xapian_query_new_wildcard("s", 1, 1, XAPIAN_WILDCARD_LIMIT_ERROR, XAPIAN_OP_OR, &query, &err));
    enquire = enquire_for(db, query);
    FAILS_LEAKING(XAPIAN_ERR_WILDCARD, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    assert_null(mset);
    xapian_enquire_free(enquire);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_new_wildcard("s", 1, 1, 0, XAPIAN_OP_AND, &query, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_new_wildcard("s", 1, 1, 3, XAPIAN_OP_OR, &query, &err));
    xapian_database_free(db);
}

/* What only the series after 1.4 has says so here. */
static void newer_features(void **state) {
    xapian_query *query = term_query("whale"), *made;
    xapian_termcount wqf = 0;
    xapian_termpos pos = 5;

    (void)state;
    if (xapian_has_feature(XAPIAN_FEATURE_LEAF_INFO)) {
        OK(xapian_query_leaf_wqf(query, &wqf, &err));
        assert_int_equal(wqf, 1);
        OK(xapian_query_leaf_pos(query, &pos, &err));
        assert_int_equal(pos, 0);
    } else {
        FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_query_leaf_wqf(query, &wqf, &err));
        FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_query_leaf_pos(query, &pos, &err));
    }
    xapian_query_free(query);
    if (!xapian_has_feature(XAPIAN_FEATURE_EDIT_DISTANCE))
        FAILS(XAPIAN_ERR_UNIMPLEMENTED,
              xapian_query_new_edit_distance("whael", 5, 2, 1, 0, 0, XAPIAN_OP_OR, &made, &err));
    if (!xapian_has_feature(XAPIAN_FEATURE_WILDCARD_PATTERN))
        FAILS(XAPIAN_ERR_UNIMPLEMENTED,
              xapian_query_new_wildcard("s*", 2, 0, XAPIAN_WILDCARD_MULTI, XAPIAN_OP_OR, &made, &err));
    OK(xapian_query_new_match_all(&query, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_leaf_wqf(query, &wqf, &err));
    xapian_query_free(query);
}

static const char *found_pattern(xapian_database *db, const char *pattern, int flags) {
    xapian_query *query;

    OK(xapian_query_new_wildcard(pattern, XAPIAN_CSTR, 0, flags, XAPIAN_OP_OR, &query, &err));
    return found(db, query);
}

static void wildcard_patterns(void **state) {
    xapian_database *db;

    (void)state;
    if (!xapian_has_feature(XAPIAN_FEATURE_WILDCARD_PATTERN))
        skip();
    db = sample_disk("patterns");
    add_word(db, "caf\xc3\xa9");
    add_word(db, "Xsea");
    assert_string_equal(found_pattern(db, "s*a", XAPIAN_WILDCARD_MULTI), "1 2 4 6");
    assert_string_equal(found_pattern(db, "t*", XAPIAN_WILDCARD_GLOB), "5 6");
    assert_string_equal(found_pattern(db, "t", XAPIAN_WILDCARD_GLOB), "");
    assert_string_equal(found_pattern(db, "t???", XAPIAN_WILDCARD_SINGLE), "5 6");
    assert_string_equal(found_pattern(db, "t??", XAPIAN_WILDCARD_SINGLE), "");
    assert_string_equal(found_pattern(db, "t*?", XAPIAN_WILDCARD_SINGLE), "");
    assert_string_equal(found_pattern(db, "caf?", XAPIAN_WILDCARD_SINGLE), "7");
    assert_string_equal(found_pattern(db, "*sea", XAPIAN_WILDCARD_MULTI), "1 2 4 6");
    assert_string_equal(found_pattern(db, "X*sea", XAPIAN_WILDCARD_MULTI), "8");
    xapian_database_free(db);
}

static const char *found_near(xapian_database *db, const char *term, unsigned edits, size_t fixed) {
    xapian_query *query;

    OK(xapian_query_new_edit_distance(term, XAPIAN_CSTR, edits, fixed, 0, 0, XAPIAN_OP_OR, &query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_OP_EDIT_DISTANCE);
    return found(db, query);
}

static void edit_distances(void **state) {
    xapian_database *db;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;

    (void)state;
    if (!xapian_has_feature(XAPIAN_FEATURE_EDIT_DISTANCE))
        skip();
    db = sample_disk("edits");
    add_word(db, "caf\xc3\xa9");
    add_word(db, "Xtown");
    assert_string_equal(found_near(db, "twon", 1, 0), "5 6");
    assert_string_equal(found_near(db, "town", 0, 0), "5 6");
    assert_string_equal(found_near(db, "harbr", 1, 0), "");
    assert_string_equal(found_near(db, "harbr", 2, 0), "4 5 6");
    assert_string_equal(found_near(db, "twon", 1, 1), "5 6");
    assert_string_equal(found_near(db, "twon", 1, 2), "");
    assert_string_equal(found_near(db, "cafe", 1, 0), "7");
    assert_string_equal(found_near(db, "Xtwon", 1, 0), "");
    assert_string_equal(found_near(db, "Xtwon", 1, 1), "8");
    OK(xapian_query_new_edit_distance("shea", 4, 3, 0, 1, XAPIAN_WILDCARD_LIMIT_ERROR, XAPIAN_OP_OR, &query,
                                      &err));
    enquire = enquire_for(db, query);
    FAILS_LEAKING(XAPIAN_ERR_WILDCARD, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    xapian_enquire_free(enquire);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_new_edit_distance("s*a", 3, 1, 0, 0, XAPIAN_WILDCARD_MULTI,
                                                                      XAPIAN_OP_OR, &query, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT,
          xapian_query_new_edit_distance("sea", 3, 1, 0, 0, 0, XAPIAN_OP_AND, &query, &err));
    assert_null(query);
    xapian_database_free(db);
}

static void storing(void **state) {
    xapian_query *query = terms_query(XAPIAN_OP_PHRASE, "sea", "ship", 0), *copy;
    xapian_str s;
    char text[1024];

    (void)state;
    snprintf(text, sizeof text, "%s", described(query));
    assert_non_null(strstr(text, "PHRASE"));
    OK(xapian_query_serialise(query, &s, &err));
    OK(xapian_query_unserialise(s.data, s.size, NULL, &copy, &err));
    assert_string_equal(described(copy), text);
    xapian_query_free(copy);
    FAILS(XAPIAN_ERR_SERIALISATION, xapian_query_unserialise("\xff", 1, NULL, &copy, &err));
    xapian_query_free(query);
}

static void terms_with_nul(void **state) {
    xapian_query *query;
    xapian_term_iterator *it;
    xapian_str s;

    (void)state;
    OK(xapian_query_new_term("a\0b", 3, 1, 0, &query, &err));
    OK(xapian_query_terms(query, &it, &err));
    xapian_query_free(query);
    OK(xapian_term_iterator_next(it, &s, &err));
    check_str(s, "a\0b", 3, __FILE__, __LINE__);
    xapian_term_iterator_free(it);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators),
        cmocka_unit_test(operators_that_do_not_join),
        cmocka_unit_test(everything_and_nothing),
        cmocka_unit_test(nesting),
        cmocka_unit_test(scaling),
        cmocka_unit_test(value_ranges),
        cmocka_unit_test(wildcards),
        cmocka_unit_test(newer_features),
        cmocka_unit_test(wildcard_patterns),
        cmocka_unit_test(edit_distances),
        cmocka_unit_test(storing),
        cmocka_unit_test(terms_with_nul),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
