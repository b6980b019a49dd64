/* test_weight.c: the weighting schemes, built in and of one's own.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

#include <math.h>

/* The weight of the best hit for a term under a scheme, which is freed. */
static double best(xapian_database *db, xapian_weight *weight, const char *term) {
    xapian_enquire *enquire = enquire_for(db, term_query(term));
    xapian_mset *mset;
    xapian_hit hit;

    OK(xapian_enquire_set_weight(enquire, weight, &err));
    xapian_weight_free(weight);
    OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    xapian_enquire_free(enquire);
    assert_int_equal(xapian_mset_size(mset), 3);
    OK(xapian_mset_hit(mset, 0, &hit, &err));
    xapian_mset_free(mset);
    return hit.weight;
}

static void built_in(void **state) {
    enum { SCHEMES = 20 };
    xapian_database *db = sample_disk("built_in");
    xapian_weight *w[SCHEMES] = {NULL};
    size_t n = 0;

    (void)state;
    OK(xapian_weight_new_trad(1, &w[n++], &err));
    OK(xapian_weight_new_bm25(1, 0, 1, 0.5, 0.5, &w[n++], &err));
    OK(xapian_weight_new_bm25_plus(1, 0, 1, 0.5, 0.5, 1, &w[n++], &err));
    OK(xapian_weight_new_tfidf("ntn", &w[n++], &err));
    OK(xapian_weight_new_inl2(1, &w[n++], &err));
    OK(xapian_weight_new_ifb2(1, &w[n++], &err));
    OK(xapian_weight_new_ineb2(1, &w[n++], &err));
    OK(xapian_weight_new_bb2(1, &w[n++], &err));
    OK(xapian_weight_new_pl2(1, &w[n++], &err));
    OK(xapian_weight_new_pl2_plus(1, 0.8, &w[n++], &err));
    OK(xapian_weight_new_dlh(&w[n++], &err));
    OK(xapian_weight_new_dph(&w[n++], &err));
    OK(xapian_weight_new_coord(&w[n++], &err));
    for (int s = XAPIAN_SMOOTHING_TWO_STAGE; s <= XAPIAN_SMOOTHING_DIRICHLET_PLUS; s++)
        OK(xapian_weight_new_lm((xapian_smoothing)s, -1, -1, 0, &w[n++], &err));
    for (size_t i = 0; i < n; i++) {
        xapian_str s;
        OK(xapian_weight_name(w[i], &s, &err));
        assert_true(s.size > 2);
        assert_true(best(db, w[i], "whale") >= 0);
    }
    OK(xapian_weight_new_bool(&w[0], &err));
    assert_true(best(db, w[0], "whale") == 0);
    OK(xapian_weight_new_coord(&w[0], &err));
    assert_true(best(db, w[0], "whale") == 1);
    if (xapian_has_feature(XAPIAN_FEATURE_DICE)) {
        OK(xapian_weight_new_dice(&w[0], &err));
        assert_true(fabs(best(db, w[0], "whale") - 2.0 * 1 / (1 + 2)) < 1e-9); /* document 3: two terms */
    }
    xapian_database_free(db);
}

static void bad_parameters(void **state) {
    xapian_weight *w;

    (void)state;
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new_tfidf("xyz", &w, &err));
    if (is_xapian_2()) {
        OK(xapian_weight_new_tfidf("PPn", &w, &err));
        xapian_weight_free(w);
    } else {
        FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new_tfidf("PPn", &w, &err));
    }
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new_tfidf(NULL, &w, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new_pl2(0, &w, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new_inl2(-1, &w, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new_lm((xapian_smoothing)9, 0, 0, 0, &w, &err));
    assert_null(w);
    if (xapian_has_feature(XAPIAN_FEATURE_DICE)) {
        OK(xapian_weight_new_dice(&w, &err));
        xapian_weight_free(w);
    } else {
        FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_weight_new_dice(&w, &err));
    }
    xapian_weight_free(NULL);
}

static void storing(void **state) {
    xapian_database *db = sample_memory();
    xapian_weight *bm25, *copy;
    const char *name = is_xapian_2() ? "bm25" : "Xapian::BM25Weight";
    xapian_str s;

    (void)state;
    OK(xapian_weight_new_bm25(1.2, 0, 3, 0.75, 0.5, &bm25, &err));
    OK(xapian_weight_name(bm25, &s, &err));
    IS(s, name);
    OK(xapian_weight_serialise(bm25, &s, &err));
    OK(xapian_weight_unserialise(name, s.data, s.size, &copy, &err));
    assert_true(best(db, copy, "whale") == best(db, bm25, "whale"));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_unserialise("Nobody", "", 0, &copy, &err));
    FAILS(XAPIAN_ERR_SERIALISATION, xapian_weight_unserialise(name, "", 0, &copy, &err));
    xapian_database_free(db);
}

/* ---- A scheme of our own: BM25 as the packed index has it ---- */

struct bm25 {
    double k1, b;
    int inits, dones, freed, fail;
};

struct bm25_state {
    double factor; /* query weight times idf */
    double average;
};

static int bm25_init(void *ctx, void *state, const xapian_weight_stats *s) {
    struct bm25 *p = ctx;
    struct bm25_state *st = state;

    assert_true(st->factor == 0 && st->average == 0);
    p->inits++;
    st->average = s->average_length;
    st->factor = s->factor * s->wqf * log(1 + (s->collection_size - s->termfreq + 0.5) / (s->termfreq + 0.5));
    return p->fail;
}

static void bm25_done(void *ctx, void *state) {
    (void)state;
    ((struct bm25 *)ctx)->dones++;
}

static double bm25_sumpart(const void *ctx, const void *state, const xapian_weight_doc *doc) {
    const struct bm25 *p = ctx;
    const struct bm25_state *st = state;

    return st->factor * doc->wdf / (doc->wdf + p->k1 * (1 - p->b + p->b * doc->doclen / st->average));
}

static double bm25_maxpart(const void *ctx, const void *state) {
    (void)ctx;
    return ((const struct bm25_state *)state)->factor;
}

static void bm25_free(void *ctx) {
    ((struct bm25 *)ctx)->freed++;
}

static const xapian_weight_ops bm25_ops = {
    .size = sizeof(xapian_weight_ops),
    .name = "bm25",
    .needs = XAPIAN_WEIGHT_NEEDS_COLLECTION_SIZE | XAPIAN_WEIGHT_NEEDS_AVERAGE_LENGTH |
             XAPIAN_WEIGHT_NEEDS_TERMFREQ | XAPIAN_WEIGHT_NEEDS_WQF | XAPIAN_WEIGHT_NEEDS_WDF |
             XAPIAN_WEIGHT_NEEDS_DOC_LENGTH,
    .state_size = sizeof(struct bm25_state),
    .init = bm25_init,
    .done = bm25_done,
    .sumpart = bm25_sumpart,
    .maxpart = bm25_maxpart,
};

static double bm25_expected(double tf, double length, double n) {
    return log(1 + (6 - n + 0.5) / (n + 0.5)) * tf / (tf + 1.2 * (0.25 + 0.75 * length / 3.5));
}

static void our_own(void **state) {
    static const xapian_str terms[] = {{"whale", 5}, {"captain", 7}};
    xapian_database *db = sample_disk("our_own");
    struct bm25 p = {.k1 = 1.2, .b = 0.75};
    xapian_weight *weight;
    xapian_query *query;
    xapian_enquire *enquire;
    xapian_mset *mset;
    xapian_str s;

    (void)state;
    OK(xapian_weight_new(&bm25_ops, &p, bm25_free, &weight, &err));
    OK(xapian_weight_name(weight, &s, &err));
    IS(s, "bm25");
    FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_weight_serialise(weight, &s, &err));
    OK(xapian_query_new_terms(XAPIAN_OP_OR, terms, 2, 0, &query, &err));
    enquire = enquire_for(db, query);
    OK(xapian_enquire_set_weight(enquire, weight, &err));
    xapian_weight_free(weight);
    OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        static const double whale[] = {0, 2, 0, 1, 0, 0, 1}, captain[] = {0, 0, 1, 1, 0, 0, 1},
                            length[] = {0, 4, 3, 2, 4, 2, 6};
        xapian_hit h;
        OK(xapian_mset_hit(mset, i, &h, &err));
        assert_true(fabs(h.weight - bm25_expected(whale[h.docid], length[h.docid], 3) -
                         bm25_expected(captain[h.docid], length[h.docid], 3)) < 1e-12);
    }
    assert_string_equal(docids(mset), "3 6 1 2");
    xapian_enquire_free(enquire);
    xapian_database_free(db);
    assert_int_equal(p.freed, 1);
    assert_true(p.inits >= 2);
    assert_int_equal(p.inits, p.dones);
}

static void stopping_in_init(void **state) {
    xapian_database *db = sample_memory();
    struct bm25 p = {.k1 = 1.2, .b = 0.75, .fail = 42};
    xapian_enquire *enquire = enquire_for(db, term_query("whale"));
    xapian_weight *weight;
    xapian_mset *mset;

    (void)state;
    OK(xapian_weight_new(&bm25_ops, &p, bm25_free, &weight, &err));
    OK(xapian_enquire_set_weight(enquire, weight, &err));
    FAILS(XAPIAN_ERR_CALLBACK, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    assert_int_equal(err.callback_status, 42);
    assert_string_equal(err.context, "weight init");
    p.fail = 0;
    assert_int_equal(strlen(run(enquire)), 5);
    assert_int_equal(p.inits, p.dones);
    xapian_weight_free(weight);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
    assert_int_equal(p.freed, 1);
}

static void bad_operations(void **state) {
    struct bm25 p = {0};
    xapian_weight_ops ops;
    xapian_weight *w;

    (void)state;
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new(NULL, &p, bm25_free, &w, &err));
    ops = bm25_ops;
    ops.size = 3;
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new(&ops, &p, bm25_free, &w, &err));
    ops = bm25_ops;
    ops.sumpart = NULL;
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new(&ops, &p, bm25_free, &w, &err));
    ops = bm25_ops;
    ops.maxextra = bm25_maxpart;
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new(&ops, &p, bm25_free, &w, &err));
    ops = bm25_ops;
    ops.needs |= 1u << 30;
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_weight_new(&ops, &p, bm25_free, &w, &err));
    ops = bm25_ops;
    ops.needs |= XAPIAN_WEIGHT_NEEDS_WDF_DOC_MAX;
    if (!xapian_has_feature(XAPIAN_FEATURE_WDF_DOC_MAX))
        FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_weight_new(&ops, &p, bm25_free, &w, &err));
    assert_null(w);
    assert_int_equal(p.freed, 0);
}

/* ---- Every statistic, and the part of a document that has no term ---- */

struct seen {
    xapian_weight_stats term, extra;
    int terms, extras;
};

static int see_init(void *ctx, void *state, const xapian_weight_stats *s) {
    struct seen *seen = ctx;

    (void)state;
    if (s->factor > 0) {
        seen->term = *s;
        seen->terms++;
    } else {
        seen->extra = *s;
        seen->extras++;
    }
    return 0;
}

static double see_part(const void *ctx, const void *state, const xapian_weight_doc *doc) {
    (void)ctx, (void)state;
    return doc->wdf * 100.0 + doc->unique_terms + doc->wdf_doc_max * 10000.0;
}

static double see_extra(const void *ctx, const void *state, const xapian_weight_doc *doc) {
    (void)ctx, (void)state;
    return doc->doclen / 10.0 + (is_xapian_2() ? doc->unique_terms * 1000.0 : 0);
}

static double see_most(const void *ctx, const void *state) {
    (void)ctx, (void)state;
    return 100000;
}

static void all_statistics(void **state) {
    const xapian_weight_ops ops = {
        .size = sizeof ops,
        .needs = XAPIAN_WEIGHT_NEEDS_WDF_DOC_MAX - 1 + /* all before it */
                 (xapian_has_feature(XAPIAN_FEATURE_WDF_DOC_MAX) ? XAPIAN_WEIGHT_NEEDS_WDF_DOC_MAX : 0),
        .init = see_init,
        .sumpart = see_part,
        .maxpart = see_most,
        .sumextra = see_extra,
        .maxextra = see_most,
    };
    xapian_database *db = sample_disk("statistics");
    struct seen seen = {0};
    xapian_query *query, *scaled;
    xapian_rset *rset;
    xapian_mset_options options = {0};
    xapian_enquire *enquire;
    xapian_weight *weight;
    xapian_mset *mset;
    xapian_hit hit;

    (void)state;
    OK(xapian_rset_new(&rset, &err));
    OK(xapian_rset_add(rset, 3, &err));
    OK(xapian_query_new_term("whale", 5, 2, 0, &query, &err));
    OK(xapian_query_new_scaled(query, 1.5, &scaled, &err));
    xapian_query_free(query);
    enquire = enquire_for(db, scaled);
    OK(xapian_weight_new(&ops, &seen, NULL, &weight, &err));
    OK(xapian_enquire_set_weight(enquire, weight, &err));
    xapian_weight_free(weight);
    options.rset = rset;
    OK(xapian_enquire_mset(enquire, 0, 9, &options, &mset, &err));
    assert_true(seen.terms >= 1 && seen.extras >= 1);
    assert_int_equal(seen.term.collection_size, 6);
    assert_int_equal(seen.term.rset_size, 1);
    assert_true(seen.term.average_length == 3.5 && seen.term.factor == 1.5);
    assert_int_equal(seen.term.termfreq, 3);
    assert_int_equal(seen.term.reltermfreq, 1);
    assert_int_equal(seen.term.collection_freq, 4);
    assert_int_equal(seen.term.query_length, 2);
    assert_int_equal(seen.term.wqf, 2);
    assert_true(seen.term.doclength_min <= 2 && seen.term.doclength_max >= 6 && seen.term.wdf_max >= 2);
    assert_int_equal(seen.extra.collection_size, 6);
    assert_int_equal(seen.extra.wdf_max, 0);
    OK(xapian_mset_hit(mset, 0, &hit, &err));
    assert_int_equal(hit.docid, 1);
    /* Document 1: wdf 2, three terms, length 4, the largest wdf 2. */
    assert_true(fabs(hit.weight - (xapian_has_feature(XAPIAN_FEATURE_WDF_DOC_MAX) ? 23203.4 : 203.4)) < 1e-9);
    xapian_mset_free(mset);
    xapian_rset_free(rset);
    xapian_enquire_free(enquire);
    xapian_database_free(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in),
        cmocka_unit_test(bad_parameters),
        cmocka_unit_test(storing),
        cmocka_unit_test(our_own),
        cmocka_unit_test(stopping_in_init),
        cmocka_unit_test(bad_operations),
        cmocka_unit_test(all_statistics),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
