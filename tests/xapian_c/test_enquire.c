/* test_enquire.c: running searches, and what they give: msets, rsets, esets.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

static xapian_enquire *enquire_or(const xapian_database *db, const char *a, const char *b) {
    const xapian_str terms[] = {{a, XAPIAN_CSTR}, {b, XAPIAN_CSTR}};
    xapian_query *query;

    OK(xapian_query_new_terms(XAPIAN_OP_OR, terms, 2, 0, &query, &err));
    return enquire_for(db, query);
}

static void hits(void **state) {
    xapian_database *db = sample_disk("hits");
    xapian_enquire *enquire = enquire_or(db, "whale", "captain");
    xapian_mset *mset;
    xapian_hit first, second;
    xapian_document *doc;
    xapian_str s;

    (void)state;
    xapian_database_free(db);
    OK(xapian_enquire_mset(enquire, 0, 2, NULL, &mset, &err));
    xapian_enquire_free(enquire);
    assert_int_equal(xapian_mset_size(mset), 2);
    OK(xapian_mset_fetch(mset, 0, 2, &err));
    OK(xapian_mset_hit(mset, 0, &first, &err));
    OK(xapian_mset_hit(mset, 1, &second, &err));
    assert_int_equal(first.docid, 3);
    assert_int_equal(first.rank, 0);
    assert_int_equal(second.rank, 1);
    assert_true(first.weight >= second.weight && second.weight > 0);
    assert_true(first.percent > 0 && first.percent <= 100);
    assert_int_equal(xapian_mset_percent(mset, first.weight), first.percent);
    assert_int_equal(xapian_mset_percent(NULL, 1), 0);
    OK(xapian_mset_document(mset, 0, &doc, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_mset_hit(mset, 2, &first, &err));
    OK(xapian_mset_describe(mset, &s, &err));
    assert_true(s.size > 0);
    xapian_mset_free(mset);
    OK(xapian_document_data(doc, &s, &err));
    IS(s, samples[2].words);
    xapian_document_free(doc);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_mset_document(NULL, 2, &doc, &err));
    xapian_mset_free(NULL);
    xapian_enquire_free(NULL);
    assert_int_equal(xapian_mset_size(NULL), 0);
}

static void pages(void **state) {
    xapian_database *db = sample_disk("pages");
    xapian_enquire *enquire = enquire_for(db, term_query("sea"));
    xapian_mset_options options = {.check_at_least = 6};
    xapian_mset_counts counts;
    xapian_mset *mset;
    xapian_hit hit;

    (void)state;
    OK(xapian_enquire_mset(enquire, 1, 2, &options, &mset, &err));
    OK(xapian_mset_get_counts(mset, &counts, &err));
    assert_int_equal(counts.first, 1);
    assert_int_equal(counts.matches_lower, 4);
    assert_int_equal(counts.matches_estimated, 4);
    assert_int_equal(counts.matches_upper, 4);
    assert_int_equal(counts.uncollapsed_lower, 4);
    assert_int_equal(counts.uncollapsed_estimated, 4);
    assert_int_equal(counts.uncollapsed_upper, 4);
    assert_true(counts.max_possible >= counts.max_attained && counts.max_attained > 0);
    OK(xapian_mset_hit(mset, 0, &hit, &err));
    assert_int_equal(hit.rank, 1);
    OK(xapian_mset_fetch(mset, 1, 1, &err));
    OK(xapian_mset_fetch(mset, 5, 9, &err));
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static void term_statistics(void **state) {
    xapian_database *db = sample_memory();
    xapian_enquire *enquire = enquire_or(db, "whale", "town");
    xapian_mset *mset;
    xapian_doccount n;
    double weight;

    (void)state;
    OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    OK(xapian_mset_term(mset, "whale", 5, &n, &weight, &err));
    assert_int_equal(n, 3);
    assert_true(weight > 0);
    OK(xapian_mset_term(mset, "whale", 5, NULL, NULL, &err));
    OK(xapian_mset_term(mset, "ship", 4, &n, NULL, &err));
    assert_int_equal(n, 4);
    if (is_xapian_2()) {
        OK(xapian_mset_term(mset, "ship", 4, NULL, &weight, &err));
        assert_true(weight == 0);
    } else {
        FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_mset_term(mset, "ship", 4, NULL, &weight, &err));
    }
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static void the_query(void **state) {
    xapian_database *db = sample_memory();
    xapian_enquire *enquire;
    xapian_query *query;
    xapian_mset *mset;
    xapian_str s;

    (void)state;
    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_query(enquire, &query, &err));
    assert_int_equal(xapian_query_empty(query), 1);
    xapian_query_free(query);
    OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    assert_int_equal(xapian_mset_size(mset), 0);
    xapian_mset_free(mset);
    query = term_query("town");
    OK(xapian_enquire_set_query(enquire, query, 7, &err));
    xapian_query_free(query);
    OK(xapian_enquire_query(enquire, &query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_LEAF_TERM);
    xapian_query_free(query);
    OK(xapian_enquire_describe(enquire, &s, &err));
    assert_true(s.size > 0);
    xapian_enquire_free(enquire);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_enquire_new(NULL, &enquire, &err));
    xapian_database_free(db);
    OK(xapian_database_new(&db, &err));
    if (is_xapian_2()) {
        assert_string_equal(found(db, term_query("town")), "");
    } else {
        FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_enquire_new(db, &enquire, &err));
    }
    xapian_database_free(db);
}

static void sorting(void **state) {
    xapian_database *db = sample_disk("sorting");
    xapian_query *all;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_str s;

    (void)state;
    OK(xapian_query_new_match_all(&all, &err));
    enquire = enquire_for(db, all);
    OK(xapian_enquire_sort_by_value(enquire, SLOT_PRICE, 1, &err));
    assert_string_equal(run(enquire), "6 4 1 3 2 5");
    OK(xapian_enquire_sort_by_value(enquire, SLOT_PRICE, 0, &err));
    assert_string_equal(run(enquire), "5 2 3 1 4 6");
    OK(xapian_enquire_sort_by_value_then_relevance(enquire, SLOT_YEAR, 0, &err));
    assert_string_equal(run(enquire), "1 3 2 5 4 6");
    OK(xapian_enquire_mset(enquire, 0, 1, NULL, &mset, &err));
    OK(xapian_mset_sort_key(mset, 0, &s, &err));
    IS(s, "1851");
    xapian_mset_free(mset);
    OK(xapian_enquire_sort_by_relevance_then_value(enquire, SLOT_YEAR, 1, &err));
    assert_string_equal(run(enquire), "6 4 2 5 1 3");
    OK(xapian_enquire_sort_by_relevance(enquire, &err));
    OK(xapian_enquire_set_docid_order(enquire, XAPIAN_ORDER_DESCENDING, &err));
    assert_string_equal(run(enquire), "6 5 4 3 2 1");
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_enquire_set_docid_order(enquire, (xapian_docid_order)3, &err));
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static int words_key(void *ctx, xapian_document *doc, xapian_buffer *out) {
    xapian_str s;

    if (count_call(ctx))
        return 7;
    if (xapian_document_data(doc, &s, NULL) != XAPIAN_OK)
        return 1;
    return xapian_buffer_append(out, s.data, s.size);
}

static void sorting_by_keys(void **state) {
    xapian_database *db = sample_disk("keys");
    xapian_enquire *enquire = enquire_for(db, term_query("sea"));
    xapian_key_maker *maker;
    struct counter c = {0};
    xapian_mset *mset;

    (void)state;
    OK(xapian_key_maker_new(words_key, &c, count_free, &maker, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_key_maker_add_slot(maker, 1, 0, "", 0, &err));
    OK(xapian_enquire_sort_by_key(enquire, maker, 0, &err));
    assert_string_equal(run(enquire), "2 4 6 1");
    OK(xapian_enquire_sort_by_key_then_relevance(enquire, maker, 1, &err));
    assert_string_equal(run(enquire), "1 6 4 2");
    OK(xapian_enquire_sort_by_relevance_then_key(enquire, maker, 0, &err));
    assert_int_equal(strlen(run(enquire)), 7);
    xapian_key_maker_free(maker);
    assert_int_equal(c.freed, 0);
    c.calls = 0;
    c.stop_at = 3;
    FAILS(XAPIAN_ERR_CALLBACK, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    assert_int_equal(err.callback_status, 7);
    assert_string_equal(err.context, "key maker");
    OK(xapian_enquire_sort_by_relevance(enquire, &err));
    xapian_enquire_free(enquire);
    assert_int_equal(c.freed, 1);
    xapian_key_maker_free(NULL);
    xapian_database_free(db);
}

static void keys_of_several_values(void **state) {
    xapian_database *db = sample_disk("multi");
    xapian_query *all;
    xapian_enquire *enquire;
    xapian_key_maker *maker;
    xapian_document *doc;
    xapian_str s;

    (void)state;
    OK(xapian_query_new_match_all(&all, &err));
    enquire = enquire_for(db, all);
    OK(xapian_key_maker_new_multi_value(&maker, &err));
    OK(xapian_key_maker_add_slot(maker, SLOT_YEAR, 1, "0", 1, &err));
    OK(xapian_key_maker_add_slot(maker, SLOT_PRICE, 0, NULL, 0, &err));
    OK(xapian_enquire_sort_by_key(enquire, maker, 0, &err));
    OK(xapian_database_document(db, 1, 0, &doc, &err));
    OK(xapian_key_maker_key(maker, doc, &s, &err));
    assert_true(s.size > 4);
    xapian_document_free(doc);
    xapian_key_maker_free(maker);
    assert_string_equal(run(enquire), "6 4 5 2 3 1");
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static void collapsing(void **state) {
    xapian_database *db = sample_disk("collapsing");
    xapian_query *all;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_hit hit;
    xapian_str s;

    (void)state;
    OK(xapian_query_new_match_all(&all, &err));
    enquire = enquire_for(db, all);
    OK(xapian_enquire_set_collapse(enquire, SLOT_YEAR, 1, &err));
    OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    OK(xapian_mset_hit(mset, 0, &hit, &err));
    assert_int_equal(hit.collapse_count, 1);
    OK(xapian_mset_collapse_key(mset, 0, &s, &err));
    IS(s, "1851");
    assert_string_equal(docids(mset), "1 2 4 6");
    OK(xapian_enquire_set_collapse(enquire, SLOT_YEAR, 0, &err));
    assert_string_equal(run(enquire), "1 2 3 4 5 6");
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static void cutting_off(void **state) {
    xapian_database *db = sample_memory();
    xapian_enquire *enquire = enquire_or(db, "whale", "captain");
    xapian_mset *mset;

    (void)state;
    assert_int_equal(strlen(run(enquire)), 7);
    OK(xapian_enquire_set_cutoff(enquire, 90, 0, &err));
    assert_true(strlen(run(enquire)) < 7);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_enquire_set_cutoff(enquire, 101, 0, &err));
    OK(xapian_enquire_sort_by_value(enquire, SLOT_YEAR, 0, &err));
    FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    OK(xapian_enquire_sort_by_relevance(enquire, &err));
    OK(xapian_enquire_set_cutoff(enquire, 0, 1000, &err));
    assert_string_equal(run(enquire), "");
    OK(xapian_enquire_set_cutoff(enquire, 0, 0, &err));
    OK(xapian_enquire_set_time_limit(enquire, 10, &err));
    assert_int_equal(strlen(run(enquire)), 7);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static int year_1851(void *ctx, xapian_document *doc) {
    xapian_str s;

    if (count_call(ctx))
        return -7;
    if (xapian_document_value(doc, SLOT_YEAR, &s, NULL) != XAPIAN_OK)
        return -1;
    return s.size == 4 && memcmp(s.data, "1851", 4) == 0;
}

static void deciding(void **state) {
    xapian_database *db = sample_disk("deciding");
    xapian_enquire *enquire = enquire_or(db, "whale", "captain");
    struct counter c = {0};
    xapian_mset_options options = {.decider = year_1851, .decider_ctx = &c};
    xapian_mset *mset;

    (void)state;
    OK(xapian_enquire_mset(enquire, 0, 9, &options, &mset, &err));
    assert_string_equal(docids(mset), "3 1");
    assert_true(c.calls >= 4);
    c = (struct counter){.stop_at = 2};
    FAILS(XAPIAN_ERR_CALLBACK, xapian_enquire_mset(enquire, 0, 9, &options, &mset, &err));
    assert_int_equal(err.callback_status, -7);
    assert_null(mset);
    assert_int_equal(strlen(run(enquire)), 7);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

/* ---- Spies ---- */

static int watch(void *ctx, xapian_document *doc, double weight) {
    xapian_term_iterator *it;

    assert_true(weight > 0);
    assert_true(xapian_document_docid(doc) > 0);
    OK(xapian_document_terms(doc, &it, &err));
    assert_non_null(strstr(joined(it), "sea"));
    return count_call(ctx);
}

static int count_document(void *ctx, xapian_document *doc, double weight) {
    (void)doc, (void)weight;
    return count_call(ctx);
}

static void spying(void **state) {
    xapian_database *db = sample_disk("spying");
    xapian_enquire *enquire = enquire_for(db, term_query("sea"));
    struct counter c = {0};
    xapian_match_spy *spy;
    xapian_mset *mset;
    xapian_term_iterator *it;
    size_t total;

    (void)state;
    OK(xapian_match_spy_new(watch, &c, count_free, &spy, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_match_spy_total(spy, &total, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_match_spy_values(spy, &it, &err));
    OK(xapian_enquire_add_match_spy(enquire, spy, &err));
    xapian_match_spy_free(spy);
    run(enquire);
    assert_int_equal(c.calls, 4);
    c = (struct counter){.stop_at = 2};
    FAILS(XAPIAN_ERR_CALLBACK, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    assert_int_equal(c.freed, 0);
    OK(xapian_enquire_clear_match_spies(enquire, &err));
    assert_int_equal(c.freed, 1);
    assert_int_equal(strlen(run(enquire)), 7);
    xapian_enquire_free(enquire);
    xapian_match_spy_free(NULL);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_match_spy_new(NULL, &c, count_free, &spy, &err));
    assert_int_equal(c.freed, 1);
    xapian_database_free(db);
}

/* A phrase and a range of values, which libxapian keeps count of until the search ends, however it does. */
static void stopping_midway(void **state) {
    static const xapian_str terms[] = {{"sea", 3}, {"ship", 4}};
    xapian_database *db = sample_disk("midway");

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct counter c = {.stop_at = i ? 2 : 1};
        xapian_query *query;
        xapian_enquire *enquire;
        xapian_match_spy *spy;
        xapian_mset *mset;

        if (i == 0)
            OK(xapian_query_new_terms(XAPIAN_OP_PHRASE, terms, 2, 2, &query, &err));
        else if (i == 1)
            OK(xapian_query_new_value_range(SLOT_YEAR, "1851", 4, "1999", 4, &query, &err));
        else
            OK(xapian_query_new_terms(XAPIAN_OP_NEAR, terms, 2, 6, &query, &err));
        enquire = enquire_for(db, query);
        OK(xapian_match_spy_new(count_document, &c, count_free, &spy, &err));
        OK(xapian_enquire_add_match_spy(enquire, spy, &err));
        xapian_match_spy_free(spy);
        FAILS(XAPIAN_ERR_CALLBACK, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
        assert_null(mset);
        assert_int_equal(err.callback_status, 7);
        assert_string_equal(err.context, "match spy");
        assert_int_equal(c.calls, c.stop_at);
        OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
        assert_true(c.calls > c.stop_at);
        xapian_mset_free(mset);
        xapian_enquire_free(enquire);
        assert_int_equal(c.freed, 1);
    }
    xapian_database_free(db);
}

static int search_within(void *ctx, xapian_document *doc) {
    xapian_enquire *const *inner = ctx;
    xapian_mset *mset;
    int status = xapian_enquire_mset(inner[0], 0, 9, NULL, &mset, &err);

    (void)doc;
    xapian_mset_free(mset);
    return status == XAPIAN_ERR_CALLBACK;
}

/* A search in a callback of another: what stops the inner one does not stop the outer one. */
static void searching_within(void **state) {
    xapian_database *db = sample_disk("within");
    xapian_enquire *enquire = enquire_for(db, term_query("sea")), *inner = enquire_for(db, term_query("ship"));
    xapian_mset_options options = {.decider = search_within, .decider_ctx = &inner};
    struct counter c = {.stop_at = 2};
    xapian_match_spy *spy;
    xapian_mset *mset;

    (void)state;
    OK(xapian_match_spy_new(count_document, &c, NULL, &spy, &err));
    OK(xapian_enquire_add_match_spy(inner, spy, &err));
    xapian_match_spy_free(spy);
    OK(xapian_enquire_mset(enquire, 0, 9, &options, &mset, &err));
    assert_int_equal(xapian_mset_size(mset), 1);
    xapian_mset_free(mset);
    xapian_enquire_free(inner);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static void counting_values(void **state) {
    xapian_database *db = sample_disk("counting");
    xapian_query *all;
    xapian_enquire *enquire;
    xapian_mset_options options = {.check_at_least = 6};
    xapian_match_spy *spy;
    xapian_mset *mset;
    xapian_term_iterator *it;
    xapian_doccount n;
    size_t total;

    (void)state;
    OK(xapian_query_new_match_all(&all, &err));
    enquire = enquire_for(db, all);
    OK(xapian_match_spy_new_value_count(SLOT_YEAR, &spy, &err));
    OK(xapian_enquire_add_match_spy(enquire, spy, &err));
    OK(xapian_enquire_mset(enquire, 0, 1, &options, &mset, &err));
    xapian_mset_free(mset);
    OK(xapian_match_spy_total(spy, &total, &err));
    assert_int_equal(total, 6);
    OK(xapian_match_spy_values(spy, &it, &err));
    OK(xapian_term_iterator_next(it, NULL, &err));
    OK(xapian_term_iterator_termfreq(it, &n, &err));
    assert_int_equal(n, 2);
    assert_string_equal(joined(it), "1900 1999 2001");
    OK(xapian_match_spy_top_values(spy, 2, &it, &err));
    xapian_match_spy_free(spy);
    xapian_enquire_free(enquire);
    assert_string_equal(joined(it), "1851 1900");
    xapian_database_free(db);
}

/* ---- Relevance ---- */

static void matching_terms(void **state) {
    xapian_database *db = sample_memory();
    xapian_enquire *enquire = enquire_or(db, "whale", "town");
    xapian_term_iterator *it;

    (void)state;
    OK(xapian_enquire_matching_terms(enquire, 1, &it, &err));
    assert_string_equal(joined(it), "whale");
    FAILS(XAPIAN_ERR_DOC_NOT_FOUND, xapian_enquire_matching_terms(enquire, 100, &it, &err));
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static int not_ship(void *ctx, xapian_str term) {
    if (count_call(ctx))
        return -7;
    return !(term.size == 4 && memcmp(term.data, "ship", 4) == 0);
}

static void suggesting_terms(void **state) {
    xapian_database *db = sample_disk("eset");
    xapian_enquire *enquire = enquire_for(db, term_query("sea"));
    struct counter c = {0};
    xapian_rset *rset;
    xapian_eset *eset;
    xapian_str s;
    double first;

    (void)state;
    OK(xapian_rset_new(&rset, &err));
    OK(xapian_rset_add(rset, 1, &err));
    OK(xapian_rset_add(rset, 3, &err));
    OK(xapian_rset_add(rset, 4, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_rset_add(rset, 0, &err));
    OK(xapian_rset_remove(rset, 4, &err));
    assert_int_equal(xapian_rset_size(rset), 2);
    assert_int_equal(xapian_rset_contains(rset, 3), 1);
    assert_int_equal(xapian_rset_contains(rset, 4), 0);
    OK(xapian_enquire_eset(enquire, 10, rset, 0, NULL, NULL, 0, &eset, &err));
    assert_true(xapian_eset_size(eset) >= 1);
    assert_true(xapian_eset_bound(eset) >= xapian_eset_size(eset));
    OK(xapian_eset_term(eset, 0, &s, &first, &err));
    IS(s, "whale");
    assert_true(first > 0);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_eset_term(eset, 100, &s, NULL, &err));
    xapian_eset_free(eset);
    OK(xapian_enquire_eset(enquire, 10, rset, XAPIAN_ESET_INCLUDE_QUERY_TERMS, not_ship, &c, 0, &eset, &err));
    for (xapian_termcount i = 0; i < xapian_eset_size(eset); i++) {
        OK(xapian_eset_term(eset, i, &s, NULL, &err));
        assert_false(s.size == 4);
    }
    xapian_eset_free(eset);
    OK(xapian_enquire_set_expansion_scheme(enquire, "bo1", 0, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_enquire_set_expansion_scheme(enquire, "bo2", 0, &err));
    c = (struct counter){.stop_at = 1};
    FAILS(XAPIAN_ERR_CALLBACK, xapian_enquire_eset(enquire, 10, rset, 0, not_ship, &c, 0, &eset, &err));
    assert_null(eset);
    xapian_rset_free(rset);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
    xapian_rset_free(NULL);
    xapian_eset_free(NULL);
    assert_int_equal(xapian_eset_size(NULL) + xapian_eset_bound(NULL) + xapian_rset_size(NULL), 0);
}

static void relevance_feedback(void **state) {
    xapian_database *db = sample_memory();
    xapian_enquire *enquire = enquire_or(db, "whale", "captain");
    xapian_rset *rset;
    xapian_mset_options options = {0};
    xapian_mset *mset;
    double before, after;

    (void)state;
    OK(xapian_rset_new(&rset, &err));
    OK(xapian_rset_add(rset, 2, &err));
    OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    OK(xapian_mset_term(mset, "captain", 7, NULL, &before, &err));
    xapian_mset_free(mset);
    options.rset = rset;
    OK(xapian_enquire_mset(enquire, 0, 9, &options, &mset, &err));
    OK(xapian_mset_term(mset, "captain", 7, NULL, &after, &err));
    xapian_mset_free(mset);
    assert_true(after > before);
    xapian_rset_free(rset);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

static void snippets(void **state) {
    static const char text[] = "Nothing here. The whale & the sea are in this sentence. "
                               "And here is nothing again.";
    xapian_database *db = sample_memory();
    xapian_enquire *enquire = enquire_for(db, term_query("whale"));
    xapian_snippet_options options = {.length = 30, .flags = XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH,
                                      .before = {"[", 1}, .after = {"]", 1}, .omit = {"~", 1}};
    xapian_mset *mset;
    xapian_str s;

    (void)state;
    OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    OK(xapian_mset_snippet(mset, text, XAPIAN_CSTR, NULL, &s, &err));
    assert_true(s.size > 10 && memchr(s.data, '<', s.size) != NULL);
    OK(xapian_mset_snippet(mset, text, sizeof text - 1, &options, &s, &err));
    assert_non_null(memchr(s.data, '[', s.size));
    assert_non_null(memchr(s.data, '~', s.size));
    OK(xapian_mset_snippet(mset, "no such word", XAPIAN_CSTR, &options, &s, &err));
    IS(s, "");
    options.flags = XAPIAN_SNIPPET_WORD_BREAKS;
    if (!xapian_has_feature(XAPIAN_FEATURE_WORD_BREAKS))
        FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_mset_snippet(mset, text, XAPIAN_CSTR, &options, &s, &err));
    OK(xapian_stem_new("english", (xapian_stem **)&options.stem, &err));
    options.flags = 0;
    OK(xapian_mset_snippet(mset, "whales", XAPIAN_CSTR, &options, &s, &err));
    xapian_stem_free((xapian_stem *)options.stem);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits),
        cmocka_unit_test(pages),
        cmocka_unit_test(term_statistics),
        cmocka_unit_test(the_query),
        cmocka_unit_test(sorting),
        cmocka_unit_test(sorting_by_keys),
        cmocka_unit_test(keys_of_several_values),
        cmocka_unit_test(collapsing),
        cmocka_unit_test(cutting_off),
        cmocka_unit_test(deciding),
        cmocka_unit_test(spying),
        cmocka_unit_test(stopping_midway),
        cmocka_unit_test(searching_within),
        cmocka_unit_test(counting_values),
        cmocka_unit_test(matching_terms),
        cmocka_unit_test(suggesting_terms),
        cmocka_unit_test(relevance_feedback),
        cmocka_unit_test(snippets),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
