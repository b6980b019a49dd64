/* test_database.c: opening, reading, writing and maintaining databases.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

#include <fcntl.h>

/* libxapian 1.4 frees an object of its own as one of another size when it checks a database. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "new_delete_type_mismatch=0";
}

static void opening(void **state) {
    xapian_database *db = NULL, *second = (xapian_database *)&db;

    (void)state;
    FAILS(XAPIAN_ERR_DATABASE_NOT_FOUND, xapian_database_open(path_of("none"), 0, &db, &err));
    assert_null(db);
    assert_string_equal(err.type, "DatabaseNotFoundError");
    assert_int_equal(err.sys_errno, 2);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_open(NULL, 0, &db, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_open(path_of("none"), 0, NULL, &err));
    OK(xapian_database_open_writable(path_of("open"), XAPIAN_DB_CREATE, 4096, &db, &err));
    FAILS(XAPIAN_ERR_DATABASE_LOCK,
          xapian_database_open_writable(path_of("open"), XAPIAN_DB_OPEN, 0, &second, &err));
    assert_null(second);
    assert_int_equal(OK(xapian_database_locked(db, &err)), 1);
    assert_int_equal(xapian_database_is_writable(db), 1);
    xapian_database_free(db);
    FAILS(XAPIAN_ERR_DATABASE_CREATE,
          xapian_database_open_writable(path_of("open"), XAPIAN_DB_CREATE, 0, &db, &err));
    OK(xapian_database_open(path_of("open"), 0, &db, &err));
    assert_int_equal(OK(xapian_database_locked(db, &err)), 0);
    assert_int_equal(xapian_database_is_writable(db), 0);
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_database_commit(db, &err));
    xapian_database_free(db);
    xapian_database_free(NULL);
}

static void closing(void **state) {
    xapian_database *db = sample_disk("closing");
    xapian_docid id;
    xapian_document *doc = sample_document(&samples[0]);

    (void)state;
    OK(xapian_database_keep_alive(db, &err));
    OK(xapian_database_close(db, &err));
    OK(xapian_database_close(db, &err));
    FAILS(XAPIAN_ERR_DATABASE_CLOSED, xapian_database_add_document(db, doc, &id, &err));
    xapian_document_free(doc);
    xapian_database_free(db);
    OK(xapian_database_open(path_of("closing"), 0, &db, &err));
    OK(xapian_database_close(db, &err));
    FAILS(XAPIAN_ERR_DATABASE_CLOSED, xapian_database_reopen(db, &err));
    xapian_database_free(db);
}

static void counts(void **state) {
    xapian_database *db = sample_memory();
    xapian_doccount n;
    xapian_docid last;
    xapian_termcount count, lower, upper;
    uint64_t total;
    double average;

    (void)state;
    OK(xapian_database_doccount(db, &n, &err));
    assert_int_equal(n, 6);
    OK(xapian_database_lastdocid(db, &last, &err));
    assert_int_equal(last, 6);
    OK(xapian_database_total_length(db, &total, &err));
    assert_int_equal(total, 21);
    OK(xapian_database_average_length(db, &average, &err));
    assert_true(average == 3.5);
    OK(xapian_database_doclength_bounds(db, &lower, &upper, &err));
    assert_true(lower <= 2 && upper >= 6);
    OK(xapian_database_doclength_bounds(db, NULL, NULL, &err));
    OK(xapian_database_doclength(db, 1, &count, &err));
    assert_int_equal(count, 4);
    OK(xapian_database_unique_terms(db, 1, &count, &err));
    assert_int_equal(count, 3);
    FAILS(XAPIAN_ERR_DOC_NOT_FOUND, xapian_database_doclength(db, 77, &count, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_doclength(db, 0, &count, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_doccount(db, NULL, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_doccount(NULL, &n, &err));
    xapian_database_free(db);
}

static void term_counts(void **state) {
    xapian_database *db = sample_memory();
    xapian_doccount n;
    xapian_termcount count;

    (void)state;
    OK(xapian_database_termfreq(db, "whale", XAPIAN_CSTR, &n, &err));
    assert_int_equal(n, 3);
    OK(xapian_database_termfreq(db, "whales", 5, &n, &err));
    assert_int_equal(n, 3);
    OK(xapian_database_collection_freq(db, "whale", 5, &count, &err));
    assert_int_equal(count, 4);
    OK(xapian_database_wdf_upper_bound(db, "whale", 5, &count, &err));
    assert_true(count >= 2);
    assert_int_equal(OK(xapian_database_term_exists(db, "whale", 5, &err)), 1);
    assert_int_equal(OK(xapian_database_term_exists(db, "w", 1, &err)), 0);
    assert_int_equal(OK(xapian_database_has_positions(db, &err)), 1);
    xapian_database_free(db);
}

static void value_statistics(void **state) {
    xapian_database *db = sample_disk("values");
    xapian_doccount n;
    xapian_str s;

    (void)state;
    OK(xapian_database_value_freq(db, SLOT_YEAR, &n, &err));
    assert_int_equal(n, 6);
    OK(xapian_database_value_lower_bound(db, SLOT_YEAR, &s, &err));
    IS(s, "1851");
    OK(xapian_database_value_upper_bound(db, SLOT_YEAR, &s, &err));
    IS(s, "2001");
    OK(xapian_database_value_upper_bound(db, 99, &s, &err));
    IS(s, "");
    xapian_database_free(db);
}

static void identity(void **state) {
    xapian_database *db = sample_disk("identity");
    uint64_t before, after;
    xapian_str s;
    char uuid[64];

    (void)state;
    OK(xapian_database_revision(db, &before, &err));
    OK(xapian_database_delete_document(db, 1, &err));
    OK(xapian_database_commit(db, &err));
    OK(xapian_database_revision(db, &after, &err));
    assert_true(after > before);
    OK(xapian_database_uuid(db, &s, &err));
    assert_int_equal(s.size, 36);
    memcpy(uuid, s.data, 36);
    OK(xapian_database_describe(db, &s, &err));
    assert_true(s.size > 10);
    xapian_database_free(db);
    OK(xapian_database_open(path_of("identity"), 0, &db, &err));
    OK(xapian_database_uuid(db, &s, &err));
    assert_memory_equal(s.data, uuid, 36);
    xapian_database_free(db);
}

static void deleting_and_replacing(void **state) {
    xapian_database *db = sample_memory();
    xapian_document *doc = sample_document(&samples[4]);
    xapian_docid id = 0;
    xapian_doccount n;
    xapian_str s;

    (void)state;
    OK(xapian_database_replace_document(db, 3, doc, &err));
    OK(xapian_database_replace_document(db, 20, doc, &err));
    OK(xapian_document_add_boolean_term(doc, "Qkey", 4, &err));
    OK(xapian_database_replace_document_by_term(db, "Qkey", 4, doc, &id, &err));
    assert_int_equal(id, 21);
    OK(xapian_document_set_data(doc, "new", 3, &err));
    OK(xapian_database_replace_document_by_term(db, "Qkey", 4, doc, &id, &err));
    assert_int_equal(id, 21);
    xapian_document_free(doc);
    OK(xapian_database_document(db, 21, 0, &doc, &err));
    OK(xapian_document_data(doc, &s, &err));
    IS(s, "new");
    assert_int_equal(xapian_document_docid(doc), 21);
    xapian_document_free(doc);
    OK(xapian_database_delete_document_by_term(db, "town", 4, &err));
    OK(xapian_database_delete_document(db, 1, &err));
    OK(xapian_database_doccount(db, &n, &err));
    assert_int_equal(n, 2);
    FAILS(XAPIAN_ERR_DOC_NOT_FOUND, xapian_database_delete_document(db, 1, &err));
    FAILS(XAPIAN_ERR_DOC_NOT_FOUND, xapian_database_document(db, 1, 0, &doc, &err));
    assert_null(doc);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_delete_document_by_term(db, "", 0, &err));
    xapian_database_free(db);
}

static void assuming_valid(void **state) {
    xapian_database *db = sample_disk("valid");
    xapian_document *doc;
    xapian_str s;

    (void)state;
    OK(xapian_database_document(db, 2, XAPIAN_DOC_ASSUME_VALID, &doc, &err));
    OK(xapian_document_data(doc, &s, &err));
    IS(s, samples[1].words);
    xapian_document_free(doc);
    xapian_database_free(db);
}

static void too_long_a_term(void **state) {
    xapian_database *db = sample_disk("long");
    xapian_document *doc = sample_document(&samples[0]);
    char term[400];

    (void)state;
    memset(term, 'x', sizeof term);
    OK(xapian_document_add_term(doc, term, sizeof term, 1, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_add_document(db, doc, NULL, &err));
    xapian_document_free(doc);
    xapian_database_free(db);
}

static xapian_doccount count_of(const xapian_database *db) {
    xapian_doccount n;

    OK(xapian_database_doccount(db, &n, &err));
    return n;
}

static void transactions(void **state) {
    xapian_database *db = sample_disk("transactions"), *reader;

    (void)state;
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_database_commit_transaction(db, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_database_cancel_transaction(db, &err));
    OK(xapian_database_begin_transaction(db, 1, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_database_begin_transaction(db, 1, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_database_commit(db, &err));
    add_samples(db);
    assert_int_equal(count_of(db), 12);
    OK(xapian_database_cancel_transaction(db, &err));
    assert_int_equal(count_of(db), 6);
    OK(xapian_database_begin_transaction(db, 1, &err));
    add_samples(db);
    OK(xapian_database_open(path_of("transactions"), 0, &reader, &err));
    assert_int_equal(count_of(reader), 6);
    OK(xapian_database_commit_transaction(db, &err));
    assert_int_equal(count_of(reader), 6);
    assert_int_equal(OK(xapian_database_reopen(reader, &err)), 1);
    assert_int_equal(count_of(reader), 12);
    assert_int_equal(OK(xapian_database_reopen(reader, &err)), 0);
    xapian_database_free(reader);
    xapian_database_free(db);
}

static void metadata(void **state) {
    xapian_database *db = sample_disk("metadata");
    xapian_term_iterator *it;
    xapian_str s;

    (void)state;
    OK(xapian_database_set_metadata(db, "a\0b", 3, "x\0y", 3, &err));
    OK(xapian_database_set_metadata(db, "name", 4, "books", XAPIAN_CSTR, &err));
    OK(xapian_database_set_metadata(db, "gone", 4, "books", 5, &err));
    OK(xapian_database_set_metadata(db, "gone", 4, NULL, 0, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_set_metadata(db, "", 0, "x", 1, &err));
    OK(xapian_database_commit(db, &err));
    OK(xapian_database_metadata(db, "a\0b", 3, &s, &err));
    check_str(s, "x\0y", 3, __FILE__, __LINE__);
    OK(xapian_database_metadata(db, "gone", 4, &s, &err));
    IS(s, "");
    OK(xapian_database_metadata_keys(db, "n", 1, &it, &err));
    assert_string_equal(joined(it), "name");
    OK(xapian_database_metadata_keys(db, NULL, 0, &it, &err));
    OK(xapian_term_iterator_next(it, &s, &err));
    check_str(s, "a\0b", 3, __FILE__, __LINE__);
    assert_string_equal(joined(it), "name");
    xapian_database_free(db);
}

static void spelling(void **state) {
    xapian_database *db = sample_disk("spelling");
    xapian_term_iterator *it;
    xapian_doccount n;
    xapian_str s;

    (void)state;
    OK(xapian_database_add_spelling(db, "whale", 5, 3, &err));
    OK(xapian_database_add_spelling(db, "captain", 7, 1, &err));
    OK(xapian_database_remove_spelling(db, "whale", 5, 1, &err));
    OK(xapian_database_commit(db, &err));
    OK(xapian_database_suggest_spelling(db, "whael", 5, 2, &s, &err));
    IS(s, "whale");
    OK(xapian_database_suggest_spelling(db, "house", 5, 1, &s, &err));
    IS(s, "");
    OK(xapian_database_spellings(db, &it, &err));
    OK(xapian_term_iterator_skip_to(it, "d", 1, &s, &err));
    IS(s, "whale");
    OK(xapian_term_iterator_termfreq(it, &n, &err));
    assert_int_equal(n, 2);
    xapian_term_iterator_free(it);
    OK(xapian_database_spellings(db, &it, &err));
    assert_string_equal(joined(it), "captain whale");
    xapian_database_free(db);
}

static void synonyms(void **state) {
    xapian_database *db = sample_disk("synonyms");
    xapian_term_iterator *it;

    (void)state;
    OK(xapian_database_add_synonym(db, "ship", 4, "vessel", 6, &err));
    OK(xapian_database_add_synonym(db, "ship", 4, "boat", 4, &err));
    OK(xapian_database_add_synonym(db, "ship", 4, "float", 5, &err));
    OK(xapian_database_add_synonym(db, "town", 4, "city", 4, &err));
    OK(xapian_database_remove_synonym(db, "ship", 4, "float", 5, &err));
    OK(xapian_database_synonyms(db, "ship", 4, &it, &err));
    assert_string_equal(joined(it), "boat vessel");
    OK(xapian_database_synonym_keys(db, "", 0, &it, &err));
    assert_string_equal(joined(it), "ship town");
    OK(xapian_database_clear_synonyms(db, "ship", 4, &err));
    OK(xapian_database_synonym_keys(db, "", 0, &it, &err));
    assert_string_equal(joined(it), "town");
    xapian_database_free(db);
}

static void shards(void **state) {
    xapian_database *one = sample_disk("one"), *two = sample_disk("two"), *all;
    xapian_document *doc;
    xapian_docid id;
    xapian_str s;

    (void)state;
    OK(xapian_database_new(&all, &err));
    assert_int_equal(xapian_database_shards(all), 0);
    assert_int_equal(xapian_database_shards(NULL), 0);
    OK(xapian_database_add_database(all, one, &err));
    OK(xapian_database_add_database(all, two, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_add_database(all, all, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_database_add_database(one, all, &err));
    assert_int_equal(xapian_database_shards(all), 2);
    assert_int_equal(count_of(all), 12);
    OK(xapian_database_document(all, 4, 0, &doc, &err));
    OK(xapian_document_data(doc, &s, &err));
    IS(s, samples[1].words);
    xapian_document_free(doc);
    xapian_database_free(all);
    OK(xapian_database_add_database(one, two, &err));
    doc = sample_document(&samples[0]);
    OK(xapian_database_add_document(one, doc, &id, &err));
    assert_int_equal(id, 13);
    xapian_document_free(doc);
    xapian_database_free(one);
    xapian_database_free(two);
}

static void stub_files(void **state) {
    xapian_database *db = sample_disk("stubbed");
    FILE *file = fopen(path_of("stub"), "w");

    (void)state;
    assert_non_null(file);
    fprintf(file, "auto %s\n", path_of("stubbed"));
    fclose(file);
    xapian_database_free(db);
    OK(xapian_database_open(path_of("stub"), XAPIAN_DB_BACKEND_STUB, &db, &err));
    assert_int_equal(count_of(db), 6);
    xapian_database_free(db);
}

static void backends(void **state) {
    xapian_database *db = sample_disk("glass");

    (void)state;
    xapian_database_free(db);
    OK(xapian_database_open(path_of("glass"), XAPIAN_DB_BACKEND_GLASS, &db, &err));
    xapian_database_free(db);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_open(path_of("glass"), 0x700, &db, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_database_open_writable(path_of("glass"), 0x600, 0, &db, &err));
    if (!xapian_has_feature(XAPIAN_FEATURE_CHERT))
        FAILS(XAPIAN_ERR_FEATURE_UNAVAILABLE,
              xapian_database_open_writable(path_of("chert"), XAPIAN_DB_BACKEND_CHERT, 0, &db, &err));
    FAILS(xapian_has_feature(XAPIAN_FEATURE_CHERT) ? XAPIAN_ERR_DATABASE_NOT_FOUND
                                                   : XAPIAN_ERR_FEATURE_UNAVAILABLE,
          xapian_database_open(path_of("glass"), XAPIAN_DB_BACKEND_CHERT, &db, &err));
    FAILS(xapian_has_feature(XAPIAN_FEATURE_HONEY) ? XAPIAN_ERR_DATABASE_NOT_FOUND
                                                   : XAPIAN_ERR_FEATURE_UNAVAILABLE,
          xapian_database_open(path_of("glass"), XAPIAN_DB_BACKEND_HONEY, &db, &err));
    assert_null(db);
}

/* ---- Maintaining ---- */

static void checking(void **state) {
    xapian_database *db = sample_disk("check");
    xapian_buffer *report;
    size_t errors = 99;
    FILE *file;

    (void)state;
    xapian_database_free(db);
    OK(xapian_buffer_new(&report, &err));
    OK(xapian_database_check(path_of("check"), XAPIAN_CHECK_SHOW_STATS, xapian_buffer_collect, report,
                             &errors, &err));
    assert_int_equal(errors, 0);
    assert_non_null(strstr(xapian_buffer_str(report).data, "postlist"));
    xapian_buffer_free(report);
    OK(xapian_database_check(path_of("check"), 0, NULL, NULL, NULL, &err));
    FAILS(XAPIAN_ERR_DATABASE_OPENING, xapian_database_check(path_of("no"), 0, NULL, NULL, NULL, &err));

    /* Damage the middle of a table. */
    file = fopen(path_of("check/postlist.glass"), "r+");
    assert_non_null(file);
    fseek(file, 3000, SEEK_SET);
    for (int i = 0; i < 5000; i++)
        fputc(0xa5, file);
    fclose(file);
    errors = 0;
    if (xapian_database_check(path_of("check"), 0, NULL, NULL, &errors, &err) == XAPIAN_OK)
        assert_true(errors > 0);
    else
        assert_true(err.code <= XAPIAN_ERR_DATABASE && err.code >= XAPIAN_ERR_DATABASE_CLOSED);
}

static int stop_report(void *ctx, const char *data, size_t size) {
    (void)data, (void)size;
    return count_call(ctx);
}

static void stopping_a_check(void **state) {
    struct counter c = {.stop_at = 2};

    (void)state;
    xapian_database_free(sample_disk("stop"));
    FAILS(XAPIAN_ERR_CALLBACK,
          xapian_database_check(path_of("stop"), XAPIAN_CHECK_SHOW_STATS, stop_report, &c, NULL, &err));
    assert_int_equal(err.callback_status, 7);
    assert_int_equal(c.calls, 2);
}

static int progress(void *ctx, xapian_str table, xapian_str status) {
    assert_true(table.size > 0);
    (void)status;
    return count_call(ctx);
}

static int join_metadata(void *ctx, xapian_str key, const xapian_str *values, size_t count,
                         xapian_buffer *out) {
    (void)ctx;
    IS(key, "name");
    for (size_t i = 0; i < count; i++) {
        if (xapian_buffer_append(out, values[i].data, values[i].size))
            return 1;
    }
    return 0;
}

static int stop_metadata(void *ctx, xapian_str key, const xapian_str *values, size_t count,
                         xapian_buffer *out) {
    (void)ctx, (void)key, (void)values, (void)count, (void)out;
    return -3;
}

/* Two databases with metadata under the same key, joined for reading. */
static xapian_database *two_shards(void) {
    xapian_database *all, *one = sample_disk("first"), *two = sample_disk("second");

    OK(xapian_database_set_metadata(one, "name", 4, "one", 3, &err));
    OK(xapian_database_set_metadata(two, "name", 4, "two", 3, &err));
    xapian_database_free(one);
    xapian_database_free(two);
    OK(xapian_database_open(path_of("first"), 0, &all, &err));
    OK(xapian_database_open(path_of("second"), 0, &two, &err));
    OK(xapian_database_add_database(all, two, &err));
    xapian_database_free(two);
    return all;
}

static void compacting(void **state) {
    xapian_database *all = two_shards(), *db;
    struct counter c = {0};
    xapian_compact_options options = {.flags = XAPIAN_COMPACT_FULLER,
                                      .block_size = 2048,
                                      .progress = progress,
                                      .duplicate_metadata = join_metadata,
                                      .ctx = &c};
    xapian_str s;

    (void)state;
    OK(xapian_database_compact(all, path_of("compacted"), &options, &err));
    assert_true(c.calls > 3);
    OK(xapian_database_open(path_of("compacted"), 0, &db, &err));
    assert_int_equal(count_of(db), 12);
    OK(xapian_database_metadata(db, "name", 4, &s, &err));
    IS(s, "onetwo");
    xapian_database_free(db);
    OK(xapian_database_compact(all, path_of("plain"), NULL, &err));
    OK(xapian_database_open(path_of("plain"), 0, &db, &err));
    OK(xapian_database_metadata(db, "name", 4, &s, &err));
    IS(s, "one");
    xapian_database_free(db);
    options.flags = XAPIAN_COMPACT_NO_RENUMBER;
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_database_compact(all, path_of("overlap"), &options, &err));
    xapian_database_free(all);
}

static void compacting_to_honey(void **state) {
    xapian_database *all = two_shards(), *db;
    struct counter c = {0};
    xapian_compact_options options = {.flags = XAPIAN_DB_BACKEND_HONEY,
                                      .duplicate_metadata = join_metadata,
                                      .ctx = &c};
    xapian_str s;

    (void)state;
    if (xapian_has_feature(XAPIAN_FEATURE_HONEY)) {
        OK(xapian_database_compact(all, path_of("honey"), &options, &err));
        OK(xapian_database_open(path_of("honey"), XAPIAN_DB_BACKEND_HONEY, &db, &err));
        assert_int_equal(count_of(db), 12);
        OK(xapian_database_metadata(db, "name", 4, &s, &err));
        IS(s, "onetwo");
        assert_string_equal(found(db, term_query("town")), "5 6 11 12");
        xapian_database_free(db);
        FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_database_open_writable(path_of("honey"), 0, 0, &db, &err));
    } else {
        FAILS(XAPIAN_ERR_FEATURE_UNAVAILABLE, xapian_database_compact(all, path_of("honey"), &options, &err));
    }
    xapian_database_free(all);
}

static void stopping_a_compaction(void **state) {
    xapian_database *all = two_shards();
    struct counter c = {.stop_at = 2};
    xapian_compact_options options = {.progress = progress, .ctx = &c};

    (void)state;
    FAILS_LEAKING(XAPIAN_ERR_CALLBACK, xapian_database_compact(all, path_of("stopped"), &options, &err));
    assert_int_equal(err.callback_status, 7);
    options.progress = NULL;
    options.duplicate_metadata = stop_metadata;
    FAILS_LEAKING(XAPIAN_ERR_CALLBACK, xapian_database_compact(all, path_of("stopped"), &options, &err));
    assert_int_equal(err.callback_status, -3);
    xapian_database_free(all);
}

static void single_files(void **state) {
    xapian_database *all = two_shards(), *db;
    xapian_compact_options options = {.flags = XAPIAN_COMPACT_SINGLE_FILE};
    int fd = open(path_of("single"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    size_t errors = 9;

    (void)state;
    assert_true(fd >= 0);
    OK(xapian_database_compact_fd(all, fd, &options, &err));
    xapian_database_free(all);
    OK(xapian_database_open(path_of("single"), 0, &db, &err));
    assert_int_equal(count_of(db), 12);
    xapian_database_free(db);
    OK(xapian_database_open_fd(open(path_of("single"), O_RDONLY), 0, &db, &err));
    assert_int_equal(count_of(db), 12);
    xapian_database_free(db);
    OK(xapian_database_check_fd(open(path_of("single"), O_RDONLY), 0, NULL, NULL, &errors, &err));
    assert_int_equal(errors, 0);
}

/* ---- DatabaseModifiedError ---- */

struct retried {
    xapian_database *db;
    int runs;
};

static int read_document(void *ctx, xapian_error *e) {
    struct retried *r = ctx;
    xapian_document *doc;
    xapian_str s;
    int status = xapian_database_document(r->db, 1, 0, &doc, e);

    r->runs++;
    if (status == XAPIAN_OK)
        status = xapian_document_data(doc, &s, e);
    xapian_document_free(doc);
    return status;
}

static int always_modified(void *ctx, xapian_error *e) {
    ((struct retried *)ctx)->runs++;
    (void)e;
    return XAPIAN_ERR_DATABASE_MODIFIED;
}

/* Writes documents enough for tables of several levels, so that readers have not all of them in memory. */
static void rewrite(xapian_database *db) {
    xapian_document *doc = sample_document(&samples[0]);
    char data[1500];
    static unsigned random = 1; /* bytes that do not compress */

    for (xapian_docid id = 1; id < 300; id++) {
        for (size_t i = 0; i < sizeof data; i++)
            data[i] = (char)((random = random * 1103515245u + 12345u) >> 16);
        OK(xapian_document_set_data(doc, data, sizeof data, &err));
        OK(xapian_database_replace_document(db, id, doc, &err));
    }
    OK(xapian_database_commit(db, &err));
    xapian_document_free(doc);
}

static void retrying(void **state) {
    xapian_database *db = sample_disk("modified");
    struct retried r = {0};

    (void)state;
    rewrite(db);
    OK(xapian_database_open(path_of("modified"), 0, &r.db, &err));
    rewrite(db);
    rewrite(db);
    FAILS(XAPIAN_ERR_DATABASE_MODIFIED, xapian_retry(r.db, 0, read_document, &r, &err));
    assert_int_equal(r.runs, 1);
    xapian_database_free(r.db);
    OK(xapian_database_open(path_of("modified"), 0, &r.db, &err));
    rewrite(db);
    rewrite(db);
    OK(xapian_retry(r.db, 1, read_document, &r, &err));
    assert_int_equal(r.runs, 3);
    assert_int_equal(xapian_retry(r.db, 4, always_modified, &r, &err), XAPIAN_ERR_DATABASE_MODIFIED);
    assert_int_equal(r.runs, 8);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_retry(NULL, 1, read_document, &r, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_retry(r.db, 1, NULL, &r, &err));
    OK(xapian_database_close(r.db, &err));
    assert_int_equal(xapian_retry(r.db, 1, always_modified, &r, NULL), XAPIAN_ERR_DATABASE_CLOSED);
    xapian_database_free(r.db);
    xapian_database_free(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening),
        cmocka_unit_test(closing),
        cmocka_unit_test(counts),
        cmocka_unit_test(term_counts),
        cmocka_unit_test(value_statistics),
        cmocka_unit_test(identity),
        cmocka_unit_test(deleting_and_replacing),
        cmocka_unit_test(assuming_valid),
        cmocka_unit_test(too_long_a_term),
        cmocka_unit_test(transactions),
        cmocka_unit_test(metadata),
        cmocka_unit_test(spelling),
        cmocka_unit_test(synonyms),
        cmocka_unit_test(shards),
        cmocka_unit_test(stub_files),
        cmocka_unit_test(backends),
        cmocka_unit_test(checking),
        cmocka_unit_test(stopping_a_check),
        cmocka_unit_test(compacting),
        cmocka_unit_test(compacting_to_honey),
        cmocka_unit_test(stopping_a_compaction),
        cmocka_unit_test(single_files),
        cmocka_unit_test(retrying),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
