/* test_source.c: posting sources, built in and of one's own, and the registry that knows them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

/* The documents of a source, best first; frees the source. */
static const char *ranked(const xapian_database *db, xapian_posting_source *source) {
    xapian_query *query;
    xapian_enquire *enquire;
    const char *line;

    OK(xapian_query_new_posting_source(source, &query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_LEAF_POSTING_SOURCE);
    xapian_posting_source_free(source);
    enquire = enquire_for(db, query);
    line = run(enquire);
    xapian_enquire_free(enquire);
    return line;
}

static void value_sources(void **state) {
    xapian_database *db = sample_disk("value_sources");
    xapian_posting_source *source;
    xapian_str s;

    (void)state;
    OK(xapian_posting_source_new_value_weight(SLOT_PRICE, &source, &err));
    OK(xapian_posting_source_describe(source, &s, &err));
    assert_true(s.size > 5);
    assert_string_equal(ranked(db, source), "6 4 1 3 2 5");
    OK(xapian_posting_source_new_decreasing_value_weight(SLOT_PRICE, 4, 5, &source, &err));
    assert_string_equal(ranked(db, source), "6 4 1 3 2 5");
    OK(xapian_posting_source_new_fixed_weight(2, &source, &err));
    assert_string_equal(ranked(db, source), "1 2 3 4 5 6");
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_posting_source_new_fixed_weight(-1, &source, &err));
    xapian_posting_source_free(NULL);
    xapian_database_free(db);
}

static void tables(void **state) {
    xapian_database *db = sample_disk("tables");
    xapian_posting_source *source, *other;

    (void)state;
    OK(xapian_posting_source_new_value_map(SLOT_YEAR, &source, &err));
    OK(xapian_posting_source_add_mapping(source, "9999", 4, 100, &err));
    OK(xapian_posting_source_clear_mappings(source, &err));
    OK(xapian_posting_source_add_mapping(source, "1900", 4, 9, &err));
    OK(xapian_posting_source_add_mapping(source, "2001", XAPIAN_CSTR, 5, &err));
    OK(xapian_posting_source_set_default_weight(source, 1, &err));
    assert_string_equal(ranked(db, source), "2 5 6 1 3 4");
    OK(xapian_posting_source_new_fixed_weight(1, &other, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_posting_source_add_mapping(other, "a", 1, 1, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_posting_source_set_default_weight(other, 1, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_posting_source_clear_mappings(other, &err));
    xapian_posting_source_free(other);
    xapian_database_free(db);
}

/* ---- A source of our own: every n-th document, later ones weigh more ---- */

struct every {
    xapian_docid n;
    int inits, dones, nexts, skips, freed;
    int fail_init, fail_next;
    int backwards;
};

struct every_state {
    xapian_docid at, last;
};

static int every_init(void *ctx, void *state, const xapian_database *db, xapian_posting_bounds *bounds) {
    struct every *e = ctx;
    struct every_state *st = state;

    e->inits++;
    assert_true(st->at == 0);
    assert_int_equal(bounds->termfreq_max, 6);
    OK(xapian_database_lastdocid(db, &st->last, &err));
    bounds->termfreq_min = bounds->termfreq_est = st->last / e->n;
    bounds->max_weight = st->last;
    return e->fail_init;
}

static void every_done(void *ctx, void *state) {
    (void)state;
    ((struct every *)ctx)->dones++;
}

static void every_set(struct every_state *st, xapian_posting *at) {
    at->docid = st->at <= st->last ? st->at : 0;
    at->weight = st->at;
}

static int every_next(void *ctx, void *state, double min_weight, xapian_posting *at) {
    struct every *e = ctx;
    struct every_state *st = state;

    (void)min_weight;
    e->nexts++;
    st->at += e->n;
    every_set(st, at);
    if (e->backwards && e->nexts > 1)
        at->docid = 1;
    return e->nexts == e->fail_next ? 5 : 0;
}

static int every_skip(void *ctx, void *state, xapian_docid target, double min_weight, xapian_posting *at) {
    struct every *e = ctx;
    struct every_state *st = state;

    (void)min_weight;
    e->skips++;
    st->at = (target + e->n - 1) / e->n * e->n;
    every_set(st, at);
    return 0;
}

static int every_serialise(void *ctx, xapian_buffer *out) {
    char digit = (char)('0' + ((struct every *)ctx)->n);

    return xapian_buffer_append(out, &digit, 1);
}

static int every_unserialise(void *ctx, xapian_str data, void **new_ctx) {
    struct every *e;

    (void)ctx;
    if (data.size != 1)
        return 1;
    e = calloc(1, sizeof *e);
    if (!e)
        return 2;
    e->n = (xapian_docid)(data.data[0] - '0');
    *new_ctx = e;
    return 0;
}

static void every_free(void *ctx) {
    ((struct every *)ctx)->freed++;
}

static const xapian_posting_source_ops every_ops = {
    .size = sizeof(xapian_posting_source_ops),
    .name = "every",
    .state_size = sizeof(struct every_state),
    .init = every_init,
    .done = every_done,
    .next = every_next,
    .skip_to = every_skip,
    .serialise = every_serialise,
    .unserialise = every_unserialise,
};

static xapian_posting_source *every_source(struct every *e, const xapian_posting_source_ops *ops) {
    xapian_posting_source *source;

    OK(xapian_posting_source_new(ops, e, every_free, &source, &err));
    return source;
}

static void our_own(void **state) {
    xapian_database *db = sample_disk("own_source");
    struct every e = {.n = 2};

    (void)state;
    assert_string_equal(ranked(db, every_source(&e, &every_ops)), "6 4 2");
    assert_int_equal(e.freed, 1);
    assert_int_equal(e.inits, e.dones);
    assert_true(e.inits >= 1);
    xapian_database_free(db);
}

/* Within an AND the source is told to skip; without skip_to of its own it goes step by step. */
static void skipping(void **state) {
    xapian_database *db = sample_disk("skipping");

    (void)state;
    for (int own = 0; own < 2; own++) {
        xapian_posting_source_ops ops = every_ops;
        struct every e = {.n = 3};
        xapian_posting_source *source;
        xapian_query *parts[2] = {term_query("sea"), NULL}, *query;
        if (!own)
            ops.skip_to = NULL;
        source = every_source(&e, &ops);
        OK(xapian_query_new_posting_source(source, &parts[1], &err));
        xapian_posting_source_free(source);
        OK(xapian_query_new_op(XAPIAN_OP_AND, (const xapian_query *const *)parts, 2, 0, &query, &err));
        xapian_query_free(parts[0]);
        xapian_query_free(parts[1]);
        assert_string_equal(found(db, query), "6");
        assert_int_equal(e.freed, 1);
        assert_int_equal(e.inits, e.dones);
    }
    xapian_database_free(db);
}

static void several_shards(void **state) {
    xapian_database *one = sample_disk("shard1"), *two = sample_disk("shard2"), *all;
    struct every e = {.n = 5};

    (void)state;
    OK(xapian_database_new(&all, &err));
    OK(xapian_database_add_database(all, one, &err));
    OK(xapian_database_add_database(all, two, &err));
    assert_string_equal(ranked(all, every_source(&e, &every_ops)), "9 10");
    assert_int_equal(e.inits, e.dones);
    xapian_database_free(one);
    xapian_database_free(two);
    xapian_database_free(all);
}

static void failing(void **state) {
    xapian_database *db = sample_disk("failing");
    struct every cases[] = {{.n = 1, .fail_init = 5}, {.n = 1, .fail_next = 3}, {.n = 1, .backwards = 1}};
    const int wanted[] = {XAPIAN_ERR_CALLBACK, XAPIAN_ERR_CALLBACK, XAPIAN_ERR_INVALID_OPERATION};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        xapian_posting_source *source = every_source(&cases[i], &every_ops);
        xapian_query *query;
        xapian_enquire *enquire;
        xapian_mset *mset;
        OK(xapian_query_new_posting_source(source, &query, &err));
        xapian_posting_source_free(source);
        enquire = enquire_for(db, query);
        FAILS(wanted[i], xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
        if (wanted[i] == XAPIAN_ERR_CALLBACK)
            assert_int_equal(err.callback_status, 5);
        xapian_enquire_free(enquire);
        assert_int_equal(cases[i].freed, 1);
        assert_int_equal(cases[i].inits, cases[i].dones);
    }
    xapian_database_free(db);
}

static void bad_operations(void **state) {
    xapian_posting_source_ops ops = every_ops;
    xapian_posting_source *source;
    struct every e = {.n = 1};

    (void)state;
    ops.next = NULL;
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_posting_source_new(&ops, &e, every_free, &source, &err));
    ops = every_ops;
    ops.size++;
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_posting_source_new(&ops, &e, every_free, &source, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_posting_source_new(NULL, &e, every_free, &source, &err));
    assert_int_equal(e.freed, 0);
}

static void registry(void **state) {
    xapian_database *db = sample_disk("registry");
    struct every *e = calloc(1, sizeof *e);
    xapian_registry *reg;
    xapian_posting_source *source, *nameless;
    xapian_query *query, *copy;
    xapian_posting_source_ops ops = every_ops;
    xapian_weight *weight;
    xapian_str s;
    char name[64];

    (void)state;
    assert_non_null(e);
    e->n = 3;
    OK(xapian_registry_new(&reg, &err));
    OK(xapian_posting_source_new(&every_ops, e, free, &source, &err));
    ops.name = NULL;
    OK(xapian_posting_source_new(&ops, NULL, NULL, &nameless, &err));
    assert_int_equal(OK(xapian_registry_has_posting_source(reg, "every", &err)), 0);
    OK(xapian_registry_add_posting_source(reg, source, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_registry_add_posting_source(reg, nameless, &err));
    assert_int_equal(OK(xapian_registry_has_posting_source(reg, "every", &err)), 1);
    OK(xapian_weight_new_bm25(1, 0, 1, 0.5, 0.5, &weight, &err));
    OK(xapian_weight_name(weight, &s, &err));
    snprintf(name, sizeof name, "%.*s", (int)s.size, s.data);
    xapian_weight_free(weight);
    assert_int_equal(OK(xapian_registry_has_weight(reg, name, &err)), 1);
    assert_int_equal(OK(xapian_registry_has_weight(reg, "None", &err)), 0);
    OK(xapian_query_new_posting_source(nameless, &query, &err));
    FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_query_serialise(query, &s, &err));
    xapian_query_free(query);
    xapian_posting_source_free(nameless);
    OK(xapian_query_new_posting_source(source, &query, &err));
    xapian_posting_source_free(source);
    OK(xapian_query_serialise(query, &s, &err));
    FAILS(XAPIAN_ERR_SERIALISATION, xapian_query_unserialise(s.data, s.size, NULL, &copy, &err));
    OK(xapian_query_unserialise(s.data, s.size, reg, &copy, &err));
    xapian_registry_free(reg);
    xapian_query_free(query);
    assert_string_equal(found(db, copy), "3 6");
    xapian_registry_free(NULL);
    xapian_database_free(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(value_sources),
        cmocka_unit_test(tables),
        cmocka_unit_test(our_own),
        cmocka_unit_test(skipping),
        cmocka_unit_test(several_shards),
        cmocka_unit_test(failing),
        cmocka_unit_test(bad_operations),
        cmocka_unit_test(registry),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
