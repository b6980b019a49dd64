/* test_text.c: stemmers, stoppers, the term generator and the query parser.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

/* ---- Stemmers and stoppers ---- */

static void stemmers(void **state) {
    xapian_stem *stem;
    xapian_str s;

    (void)state;
    assert_non_null(strstr(xapian_stem_languages(), "english"));
    OK(xapian_stem_new("en", &stem, &err));
    assert_int_equal(xapian_stem_is_none(stem), 0);
    OK(xapian_stem_apply(stem, "sailing", XAPIAN_CSTR, &s, &err));
    IS(s, "sail");
    OK(xapian_stem_describe(stem, &s, &err));
    assert_true(s.size > 4);
    xapian_stem_free(stem);
    OK(xapian_stem_new("none", &stem, &err));
    assert_int_equal(xapian_stem_is_none(stem), 1);
    OK(xapian_stem_apply(stem, "sailing", 7, &s, &err));
    IS(s, "sailing");
    xapian_stem_free(stem);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_stem_new("martian", &stem, &err));
    assert_null(stem);
    xapian_stem_free(NULL);
    assert_int_equal(xapian_stem_is_none(NULL), 1);
}

/* Keeps the first three letters. */
static int three_letters(void *ctx, xapian_str word, xapian_buffer *out) {
    if (count_call(ctx))
        return 7;
    return xapian_buffer_append(out, word.data, word.size < 3 ? word.size : 3);
}

static void stemmer_of_our_own(void **state) {
    struct counter c = {0};
    xapian_stem *stem;
    xapian_str s;

    (void)state;
    OK(xapian_stem_new_callback(three_letters, &c, count_free, &stem, &err));
    OK(xapian_stem_apply(stem, "sailing", 7, &s, &err));
    IS(s, "sai");
    c.stop_at = 2;
    FAILS(XAPIAN_ERR_CALLBACK, xapian_stem_apply(stem, "sailing", 7, &s, &err));
    xapian_stem_free(stem);
    assert_int_equal(c.freed, 1);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_stem_new_callback(NULL, &c, count_free, &stem, &err));
    assert_int_equal(c.freed, 1);
}

static int stops_the(void *ctx, xapian_str word) {
    if (count_call(ctx))
        return -7;
    return word.size == 3 && memcmp(word.data, "the", 3) == 0;
}

static void stoppers(void **state) {
    struct counter c = {0};
    xapian_stopper *simple, *own;

    (void)state;
    OK(xapian_stopper_new_simple(&simple, &err));
    OK(xapian_stopper_add(simple, "the", XAPIAN_CSTR, &err));
    assert_int_equal(OK(xapian_stopper_stops(simple, "the", 3, &err)), 1);
    assert_int_equal(OK(xapian_stopper_stops(simple, "then", 4, &err)), 0);
    OK(xapian_stopper_new(stops_the, &c, count_free, &own, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_stopper_add(own, "a", 1, &err));
    assert_int_equal(OK(xapian_stopper_stops(own, "the", 3, &err)), 1);
    c.stop_at = 2;
    FAILS(XAPIAN_ERR_CALLBACK, xapian_stopper_stops(own, "the", 3, &err));
    assert_int_equal(err.callback_status, -7);
    xapian_stopper_free(simple);
    xapian_stopper_free(own);
    assert_int_equal(c.freed, 1);
    xapian_stopper_free(NULL);
}

/* ---- Term generator ---- */

static const char *terms_of(const xapian_document *doc) {
    xapian_term_iterator *it;

    OK(xapian_document_terms(doc, &it, &err));
    return joined(it);
}

static void generating(void **state) {
    xapian_term_generator *tg;
    xapian_document *doc, *same;
    xapian_stem *stem;
    xapian_str s;
    int before;

    (void)state;
    OK(xapian_term_generator_new(&tg, &err));
    OK(xapian_document_new(&doc, &err));
    OK(xapian_term_generator_set_document(tg, doc, &err));
    OK(xapian_stem_new("english", &stem, &err));
    OK(xapian_term_generator_set_stemmer(tg, stem, &err));
    xapian_stem_free(stem);
    OK(xapian_term_generator_index_text(tg, "Sailing ships.", XAPIAN_CSTR, 1, NULL, 0, &err));
    assert_string_equal(terms_of(doc), "Zsail Zship sailing ships");
    assert_int_equal(xapian_term_generator_termpos(tg), 2);
    OK(xapian_term_generator_increase_termpos(tg, 100, &err));
    assert_int_equal(xapian_term_generator_termpos(tg), 102);
    OK(xapian_term_generator_set_termpos(tg, 500, &err));
    OK(xapian_term_generator_set_stemming_strategy(tg, XAPIAN_STEM_ALL, &err));
    OK(xapian_term_generator_index_text(tg, "Tales", 5, 2, "S", 1, &err));
    assert_int_equal(xapian_term_generator_termpos(tg), 501);
    OK(xapian_term_generator_document(tg, &same, &err));
    assert_string_equal(terms_of(same), "Stale Zsail Zship sailing ships");
    xapian_document_free(same);
    OK(xapian_term_generator_set_max_word_length(tg, 4, &err));
    OK(xapian_term_generator_set_stemmer(tg, NULL, &err));
    OK(xapian_term_generator_set_stemming_strategy(tg, XAPIAN_STEM_NONE, &err));
    OK(xapian_term_generator_index_text_without_positions(tg, "aaaa bbbbb", 10, 1, "X", 1, &err));
    assert_string_equal(terms_of(doc), "Stale Xaaaa Zsail Zship sailing ships");
    OK(xapian_term_generator_describe(tg, &s, &err));
    assert_true(s.size > 5);
    OK(xapian_term_generator_set_flags(tg, XAPIAN_TG_NGRAMS, 0, &before, &err));
    OK(xapian_term_generator_set_flags(tg, 0, -1, &before, &err));
    assert_int_equal(before, XAPIAN_TG_NGRAMS);
    if (!xapian_has_feature(XAPIAN_FEATURE_WORD_BREAKS))
        FAILS(XAPIAN_ERR_UNIMPLEMENTED,
              xapian_term_generator_set_flags(tg, XAPIAN_TG_WORD_BREAKS, 0, NULL, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT,
          xapian_term_generator_set_stemming_strategy(tg, (xapian_stem_strategy)77, &err));
    xapian_term_generator_free(tg);
    xapian_document_free(doc);
    xapian_term_generator_free(NULL);
    assert_int_equal(xapian_term_generator_termpos(NULL), 0);
}

static void generating_changes_iterated(void **state) {
    xapian_term_generator *tg;
    xapian_document *doc;
    xapian_term_iterator *it;

    (void)state;
    OK(xapian_term_generator_new(&tg, &err));
    OK(xapian_term_generator_document(tg, &doc, &err));
    OK(xapian_document_add_term(doc, "x", 1, 1, &err));
    OK(xapian_document_terms(doc, &it, &err));
    OK(xapian_term_generator_index_text(tg, "word", 4, 1, "", 0, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_term_iterator_next(it, NULL, &err));
    xapian_term_iterator_free(it);
    xapian_term_generator_free(tg);
    assert_string_equal(terms_of(doc), "word x");
    xapian_document_free(doc);
}

static void stopping_while_generating(void **state) {
    struct counter c = {0};
    xapian_term_generator *tg;
    xapian_stopper *stopper;
    xapian_document *doc;

    (void)state;
    OK(xapian_term_generator_new(&tg, &err));
    OK(xapian_stopper_new(stops_the, &c, count_free, &stopper, &err));
    OK(xapian_term_generator_set_stopper(tg, stopper, &err));
    xapian_stopper_free(stopper);
    OK(xapian_term_generator_set_stopper_strategy(tg, XAPIAN_STOP_ALL, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT,
          xapian_term_generator_set_stopper_strategy(tg, (xapian_stop_strategy)9, &err));
    OK(xapian_term_generator_index_text(tg, "the ship", 8, 1, "", 0, &err));
    OK(xapian_term_generator_document(tg, &doc, &err));
    assert_string_equal(terms_of(doc), "ship");
    xapian_document_free(doc);
    c.stop_at = c.calls + 1;
    FAILS(XAPIAN_ERR_CALLBACK, xapian_term_generator_index_text(tg, "the ship", 8, 1, "", 0, &err));
    OK(xapian_term_generator_set_stopper(tg, NULL, &err));
    assert_int_equal(c.freed, 1);
    xapian_term_generator_free(tg);
}

static void generating_spelling(void **state) {
    xapian_database *db = sample_disk("tg_spelling"), *reader;
    xapian_term_generator *tg;
    xapian_term_iterator *it;

    (void)state;
    OK(xapian_term_generator_new(&tg, &err));
    OK(xapian_database_open(path_of("tg_spelling"), 0, &reader, &err));
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_term_generator_set_database(tg, reader, &err));
    xapian_database_free(reader);
    OK(xapian_term_generator_set_database(tg, db, &err));
    OK(xapian_term_generator_set_flags(tg, XAPIAN_TG_SPELLING, 0, NULL, &err));
    OK(xapian_term_generator_index_text(tg, "harbour town", XAPIAN_CSTR, 1, "", 0, &err));
    xapian_term_generator_free(tg);
    OK(xapian_database_spellings(db, &it, &err));
    assert_string_equal(joined(it), "harbour town");
    xapian_database_free(db);
}

/* ---- Query parser ---- */

/* The text of a parsed query. */
static const char *parsed(xapian_query_parser *parser, const char *text, unsigned flags) {
    const char *line;
    xapian_query *query;

    OK(xapian_query_parser_parse(parser, text, XAPIAN_CSTR, flags, NULL, 0, &query, &err));
    line = described(query);
    xapian_query_free(query);
    return line;
}

static void parsing(void **state) {
    xapian_query_parser *parser;
    xapian_stem *stem;
    xapian_query *query;
    xapian_str s;

    (void)state;
    OK(xapian_query_parser_new(&parser, &err));
    assert_string_equal(parsed(parser, "sea AND ship", XAPIAN_QP_DEFAULT), "Query((sea@1 AND ship@2))");
    assert_string_equal(parsed(parser, "", XAPIAN_QP_DEFAULT), "Query()");
    assert_int_equal(xapian_query_parser_default_op(parser), XAPIAN_OP_OR);
    assert_int_equal(xapian_query_parser_default_op(NULL), XAPIAN_OP_OR);
    OK(xapian_query_parser_set_default_op(parser, XAPIAN_OP_AND, &err));
    assert_int_equal(xapian_query_parser_default_op(parser), XAPIAN_OP_AND);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_parser_set_default_op(parser, XAPIAN_OP_XOR, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT, xapian_query_parser_set_default_op(parser, XAPIAN_OP_WILDCARD, &err));
    OK(xapian_stem_new("english", &stem, &err));
    OK(xapian_query_parser_set_stemmer(parser, stem, &err));
    xapian_stem_free(stem);
    OK(xapian_query_parser_set_stemming_strategy(parser, XAPIAN_STEM_ALL, &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT,
          xapian_query_parser_set_stemming_strategy(parser, (xapian_stem_strategy)9, &err));
    assert_string_equal(parsed(parser, "sailing ships", XAPIAN_QP_DEFAULT), "Query((sail@1 AND ship@2))");
    OK(xapian_query_parser_parse(parser, "sea", 3, 0, "S", 1, &query, &err));
    assert_string_equal(described(query), "Query(Ssea@1)");
    xapian_query_free(query);
    FAILS(XAPIAN_ERR_QUERY_PARSER,
          xapian_query_parser_parse(parser, "AND", 3, XAPIAN_QP_DEFAULT, "", 0, &query, &err));
    assert_null(query);
    if (!xapian_has_feature(XAPIAN_FEATURE_WORD_BREAKS))
        FAILS(XAPIAN_ERR_UNIMPLEMENTED,
              xapian_query_parser_parse(parser, "a", 1, XAPIAN_QP_WORD_BREAKS, "", 0, &query, &err));
    OK(xapian_query_parser_set_stemmer(parser, NULL, &err));
    OK(xapian_query_parser_describe(parser, &s, &err));
    assert_true(s.size > 5);
    xapian_query_parser_free(parser);
    xapian_query_parser_free(NULL);
}

/* What is capitalised is taken for a name, and not stemmed: with a stemmer of one's own in any version. */
static void parsing_names(void **state) {
    struct counter c = {0};
    xapian_query_parser *parser;
    xapian_stem *stem;

    (void)state;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_stem_new_callback(three_letters, &c, count_free, &stem, &err));
    OK(xapian_query_parser_set_stemmer(parser, stem, &err));
    xapian_stem_free(stem);
    assert_string_equal(parsed(parser, "Sailing ships", XAPIAN_QP_DEFAULT), "Query((sailing@1 OR Zshi@2))");
    OK(xapian_stem_new("english", &stem, &err));
    OK(xapian_query_parser_set_stemmer(parser, stem, &err));
    xapian_stem_free(stem);
    assert_int_equal(c.freed, 1);
    assert_string_equal(parsed(parser, "Sailing ships", XAPIAN_QP_DEFAULT), "Query((sailing@1 OR Zship@2))");
    xapian_query_parser_free(parser);
}

/* Cutting into words by a dictionary: libxapian may be without one even where it has the flags. */
static void word_breaks(void **state) {
    xapian_query_parser *parser;
    xapian_query *query;
    int status;

    (void)state;
    if (!xapian_has_feature(XAPIAN_FEATURE_WORD_BREAKS))
        skip();
    OK(xapian_query_parser_new(&parser, &err));
    status = xapian_query_parser_parse(parser, "a", 1, XAPIAN_QP_WORD_BREAKS, "", 0, &query, &err);
    assert_true(status == XAPIAN_OK || status == XAPIAN_ERR_FEATURE_UNAVAILABLE);
    xapian_query_free(query);
    xapian_query_parser_free(parser);
}

static void what_the_database_knows(void **state) {
    xapian_database *db = sample_disk("parser_db");
    xapian_query_parser *parser;
    xapian_query *query;
    xapian_str s;

    (void)state;
    OK(xapian_database_add_spelling(db, "whale", 5, 1, &err));
    OK(xapian_database_add_synonym(db, "ship", 4, "boat", 4, &err));
    OK(xapian_database_commit(db, &err));
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_query_parser_set_database(parser, db, &err));
    parsed(parser, "whael sea", XAPIAN_QP_DEFAULT | XAPIAN_QP_SPELLING_CORRECTION);
    OK(xapian_query_parser_corrected(parser, &s, &err));
    IS(s, "whale sea");
    assert_non_null(strstr(parsed(parser, "~ship", XAPIAN_QP_SYNONYM), "boat"));
    OK(xapian_query_parser_set_max_expansion(parser, 1, XAPIAN_WILDCARD_LIMIT_ERROR, XAPIAN_QP_WILDCARD,
                                             &err));
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT,
          xapian_query_parser_set_max_expansion(parser, 1, 9, XAPIAN_QP_WILDCARD, &err));
    OK(xapian_query_parser_parse(parser, "wh*", 3, XAPIAN_QP_WILDCARD, "", 0, &query, &err));
    assert_string_equal(found(db, query), "1 3 6");
    xapian_query_parser_free(parser);
    xapian_database_free(db);
}

static void fields(void **state) {
    static const xapian_str group = {"where", 5}, none = {NULL, 0};
    xapian_query_parser *parser;

    (void)state;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_query_parser_add_prefix(parser, "title", 5, "S", 1, &err));
    OK(xapian_query_parser_add_boolean_prefix(parser, "id", 2, "Q", 1, NULL, &err));
    OK(xapian_query_parser_add_boolean_prefix(parser, "sea", 3, "XS", 2, &group, &err));
    OK(xapian_query_parser_add_boolean_prefix(parser, "land", 4, "XL", 2, &group, &err));
    OK(xapian_query_parser_add_boolean_prefix(parser, "tag", 3, "K", 1, &none, &err));
    assert_string_equal(parsed(parser, "title:moby", XAPIAN_QP_DEFAULT), "Query(Smoby@1)");
    assert_string_equal(parsed(parser, "id:1 id:2", XAPIAN_QP_DEFAULT), "Query(0 * (Q1 OR Q2))");
    assert_string_equal(parsed(parser, "sea:a land:b", XAPIAN_QP_DEFAULT), "Query(0 * (XSa OR XLb))");
    assert_string_equal(parsed(parser, "tag:a tag:b", XAPIAN_QP_DEFAULT), "Query(0 * (Ka AND Kb))");
    FAILS(XAPIAN_ERR_INVALID_OPERATION, xapian_query_parser_add_prefix(parser, "id", 2, "S", 1, &err));
    xapian_query_parser_free(parser);
}

/* Searches the text as a term in capitals; nothing for "none". */
static int capitals(void *ctx, xapian_str text, xapian_query **out) {
    char term[32];

    if (count_call(ctx))
        return 7;
    if (text.size == 4 && memcmp(text.data, "none", 4) == 0)
        return 0;
    for (size_t i = 0; i < text.size; i++)
        term[i] = (char)(text.data[i] & ~0x20);
    return xapian_query_new_term(term, text.size, 1, 0, out, NULL);
}

static void fields_by_callback(void **state) {
    struct counter c = {0};
    xapian_query_parser *parser;
    xapian_query *query;

    (void)state;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_query_parser_add_prefix_callback(parser, "up", 2, capitals, &c, count_free, &err));
    OK(xapian_query_parser_add_boolean_prefix_callback(parser, "only", 4, capitals, &c, count_free, NULL,
                                                       &err));
    assert_string_equal(parsed(parser, "up:sea", XAPIAN_QP_DEFAULT), "Query(SEA)");
    assert_string_equal(parsed(parser, "only:sea", XAPIAN_QP_DEFAULT), "Query(0 * SEA)");
    assert_string_equal(parsed(parser, "up:none", XAPIAN_QP_DEFAULT), "Query()");
    c.stop_at = 4;
    FAILS(XAPIAN_ERR_CALLBACK,
          xapian_query_parser_parse(parser, "a up:sea b", 10, XAPIAN_QP_DEFAULT, "", 0, &query, &err));
    assert_int_equal(err.callback_status, 7);
    FAILS(XAPIAN_ERR_INVALID_ARGUMENT,
          xapian_query_parser_add_prefix_callback(parser, "x", 1, NULL, &c, count_free, &err));
    assert_int_equal(c.freed, 0);
    xapian_query_parser_free(parser);
    assert_int_equal(c.freed, 2);
}

static void ranges(void **state) {
    xapian_database *db = sample_disk("parser_ranges");
    xapian_query_parser *parser;
    xapian_range_processor *year, *price, *date;
    xapian_query *query;

    (void)state;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_range_processor_new_number(SLOT_PRICE, "$", 1, XAPIAN_RANGE_REPEATED, &price, &err));
    OK(xapian_range_processor_new_string(SLOT_YEAR, "year:", 5, 0, &year, &err));
    OK(xapian_range_processor_new_date(7, NULL, 0, XAPIAN_RANGE_DATE_PREFER_MDY, 1970, &date, &err));
    OK(xapian_query_parser_add_range_processor(parser, price, NULL, &err));
    OK(xapian_query_parser_add_range_processor(parser, year, NULL, &err));
    OK(xapian_query_parser_add_range_processor(parser, date, NULL, &err));
    xapian_range_processor_free(price);
    xapian_range_processor_free(year);
    OK(xapian_query_parser_parse(parser, "$5..$20", 7, XAPIAN_QP_DEFAULT, "", 0, &query, &err));
    assert_string_equal(found(db, query), "1 3 4");
    OK(xapian_query_parser_parse(parser, "year:1900..1999", 15, XAPIAN_QP_DEFAULT, "", 0, &query, &err));
    assert_string_equal(found(db, query), "2 4 5");
    assert_non_null(strstr(parsed(parser, "1/2/1999..2/3/2001", XAPIAN_QP_DEFAULT), "19990102"));
    FAILS(XAPIAN_ERR_QUERY_PARSER,
          xapian_query_parser_parse(parser, "x..y", 4, XAPIAN_QP_DEFAULT, "", 0, &query, &err));
    OK(xapian_range_processor_query(date, "20010101", 8, "20020101", 8, &query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_OP_VALUE_RANGE);
    xapian_query_free(query);
    OK(xapian_range_processor_query(date, "x", 1, "y", 1, &query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_OP_INVALID);
    xapian_query_free(query);
    xapian_range_processor_free(date);
    xapian_range_processor_free(NULL);
    xapian_query_parser_free(parser);
    xapian_database_free(db);
}

/* "a..b" with letters only; the term from-to. */
static int letters(void *ctx, xapian_str from, xapian_str to, xapian_query **out) {
    char term[16];

    if (count_call(ctx))
        return 7;
    if (from.size != 1 || to.size != 1)
        return 0;
    snprintf(term, sizeof term, "%c-%c", from.data[0], to.data[0]);
    return xapian_query_new_term(term, XAPIAN_CSTR, 1, 0, out, NULL);
}

static void ranges_by_callback(void **state) {
    struct counter c = {0};
    xapian_query_parser *parser;
    xapian_range_processor *own;
    xapian_query *query;

    (void)state;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_range_processor_new(letters, &c, count_free, &own, &err));
    OK(xapian_query_parser_add_range_processor(parser, own, NULL, &err));
    assert_string_equal(parsed(parser, "a..f", XAPIAN_QP_DEFAULT), "Query(0 * a-f)");
    OK(xapian_range_processor_query(own, "aa", 2, "b", 1, &query, &err));
    assert_int_equal(xapian_query_type(query), XAPIAN_OP_INVALID);
    xapian_query_free(query);
    xapian_range_processor_free(own);
    c.stop_at = c.calls + 1;
    FAILS(XAPIAN_ERR_CALLBACK,
          xapian_query_parser_parse(parser, "a..f", 4, XAPIAN_QP_DEFAULT, "", 0, &query, &err));
    assert_int_equal(c.freed, 0);
    xapian_query_parser_free(parser);
    assert_int_equal(c.freed, 1);
}

static void after_parsing(void **state) {
    xapian_query_parser *parser;
    xapian_stopper *stopper;
    xapian_stem *stem;
    xapian_term_iterator *it, *unstem;

    (void)state;
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_stopper_new_simple(&stopper, &err));
    OK(xapian_stopper_add(stopper, "the", 3, &err));
    OK(xapian_query_parser_set_stopper(parser, stopper, &err));
    xapian_stopper_free(stopper);
    OK(xapian_stem_new("english", &stem, &err));
    OK(xapian_query_parser_set_stemmer(parser, stem, &err));
    xapian_stem_free(stem);
    OK(xapian_query_parser_set_stemming_strategy(parser, XAPIAN_STEM_SOME, &err));
    assert_string_equal(parsed(parser, "the ships shipped", XAPIAN_QP_DEFAULT),
                        "Query((Zship@2 OR Zship@3))");
    OK(xapian_query_parser_stop_words(parser, &it, &err));
    OK(xapian_query_parser_unstem(parser, "Zship", 5, &unstem, &err));
    xapian_query_parser_free(parser);
    assert_string_equal(joined(it), "the");
    assert_string_equal(joined(unstem), "ships shipped");
    OK(xapian_query_parser_new(&parser, &err));
    OK(xapian_query_parser_set_stopper(parser, NULL, &err));
    xapian_query_parser_free(parser);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stemmers),
        cmocka_unit_test(stemmer_of_our_own),
        cmocka_unit_test(stoppers),
        cmocka_unit_test(generating),
        cmocka_unit_test(generating_changes_iterated),
        cmocka_unit_test(stopping_while_generating),
        cmocka_unit_test(generating_spelling),
        cmocka_unit_test(parsing),
        cmocka_unit_test(parsing_names),
        cmocka_unit_test(word_breaks),
        cmocka_unit_test(what_the_database_knows),
        cmocka_unit_test(fields),
        cmocka_unit_test(fields_by_callback),
        cmocka_unit_test(ranges),
        cmocka_unit_test(ranges_by_callback),
        cmocka_unit_test(after_parsing),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
