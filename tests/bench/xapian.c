/* xapian.c: Xapian in make bench, by its own TermGenerator and QueryParser, through the C bindings.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The strategy of stemming is Xapian's default: words with positions, stems without, so that quest can ask the index.
 */
#include "xapian_c.h"

#include <stdio.h>
#include <string.h>

#include "tests/bench/driver.h"

static xapian_error error;
static xapian_database *db;
static xapian_stem *stem;

static int fail(void) {
    fprintf(stderr, "xapian: %s: %s\n", error.type, error.message);
    return -1;
}

/* What indexing needs for each passage. */
typedef struct builder {
    xapian_database *db;
    xapian_term_generator *generator;
} builder;

static int add(void *context, const char *text, size_t size) {
    builder *to = context;
    xapian_document *document = NULL;
    xapian_docid id;
    int status = xapian_document_new(&document, &error);
    if (status == 0)
        status = xapian_term_generator_set_document(to->generator, document, &error);
    if (status == 0)
        status = xapian_term_generator_index_text(to->generator, text, size, 1, "", 0, &error);
    if (status == 0)
        status = xapian_document_set_data(document, text, size, &error);
    if (status == 0)
        status = xapian_database_add_document(to->db, document, &id, &error);
    xapian_document_free(document);
    return status == 0 ? 0 : fail();
}

/* Fills `grown`, and writes it anew in its smallest form as `dir`. */
static int build(const char *passages, const char *grown, const char *dir) {
    builder to = {0};
    int status = xapian_database_open_writable(grown, XAPIAN_DB_CREATE_OR_OVERWRITE, 0, &to.db, &error);
    if (status == 0)
        status = xapian_term_generator_new(&to.generator, &error);
    if (status == 0)
        status = xapian_term_generator_set_stemmer(to.generator, stem, &error);
    if (status == 0 && driver_passages(passages, add, &to) != 0) {
        xapian_term_generator_free(to.generator);
        xapian_database_free(to.db);
        return -1;
    }
    if (status == 0)
        status = xapian_database_commit(to.db, &error);
    if (status == 0)
        status = xapian_database_compact(to.db, dir, NULL, &error);
    xapian_term_generator_free(to.generator);
    xapian_database_free(to.db);
    return status == 0 ? 0 : fail();
}

static int make_index(const char *passages, const char *dir) {
    char grown[4096];
    if ((size_t)snprintf(grown, sizeof grown, "%s.grown", dir) >= sizeof grown) {
        fprintf(stderr, "xapian: %s: the path is too long\n", dir);
        return -1;
    }
    if (xapian_stem_new("english", &stem, &error) != 0)
        return fail();
    int status = build(passages, grown, dir);
    xapian_stem_free(stem);
    return status;
}

/* ---- asking ---- */

static xapian_enquire *enquire;
static xapian_query_parser *parser;
static xapian_weight *bm25, *no_weight;

static int open_index(const char *dir) {
    if (xapian_database_open(dir, 0, &db, &error) != 0 || xapian_stem_new("english", &stem, &error) != 0 ||
        xapian_enquire_new(db, &enquire, &error) != 0 || xapian_query_parser_new(&parser, &error) != 0 ||
        xapian_query_parser_set_stemmer(parser, stem, &error) != 0 ||
        xapian_weight_new_bm25(1.2, 0, 1, 0.75, 0, &bm25, &error) != 0 ||
        xapian_weight_new_bool(&no_weight, &error) != 0)
        return fail();
    return 0;
}

static void close_index(void) {
    xapian_weight_free(no_weight);
    xapian_weight_free(bm25);
    xapian_query_parser_free(parser);
    xapian_enquire_free(enquire);
    xapian_stem_free(stem);
    xapian_database_free(db);
}

static int show(xapian_mset *hits, xapian_doccount i) {
    xapian_snippet_options options = {.length = 300, .stem = stem, .before = {"<b>", 3}, .after = {"</b>", 4}};
    options.flags = XAPIAN_SNIPPET_BACKGROUND_MODEL | XAPIAN_SNIPPET_EXHAUSTIVE;
    xapian_document *document = NULL;
    xapian_str text, snippet;
    int status = xapian_mset_document(hits, i, &document, &error);
    if (status == 0)
        status = xapian_document_data(document, &text, &error);
    if (status == 0) {
        driver_take(text.data, text.size);
        status = xapian_mset_snippet(hits, text.data, text.size, &options, &snippet, &error);
    }
    if (status == 0)
        driver_take(snippet.data, snippet.size);
    xapian_document_free(document);
    return status;
}

static int search(enum driver_mode mode, xapian_mset **hits, uint64_t *number) {
    if (xapian_enquire_set_weight(enquire, mode == COUNT ? no_weight : bm25, &error) != 0)
        return -1;
    xapian_mset_options options = {0};
    if (mode == COUNT && xapian_database_doccount(db, &options.check_at_least, &error) != 0)
        return -1;
    if (xapian_enquire_mset(enquire, 0, mode == COUNT ? 0 : driver_limit(mode), &options, hits, &error) != 0)
        return -1;
    xapian_mset_counts counts;
    if (xapian_mset_get_counts(*hits, &counts, &error) != 0)
        return -1;
    *number = mode == COUNT ? counts.matches_estimated : xapian_mset_size(*hits);
    int status = 0;
    for (xapian_doccount i = 0; mode == SHOW_10 && status == 0 && i < xapian_mset_size(*hits); i++)
        status = show(*hits, i);
    return status;
}

static int answer(enum driver_mode mode, const char *words, uint64_t *number) {
    xapian_query *query = NULL;
    xapian_mset *hits = NULL;
    int status = xapian_query_parser_parse(parser, words, strlen(words), XAPIAN_QP_DEFAULT, "", 0, &query, &error);
    if (status == 0)
        status = xapian_enquire_set_query(enquire, query, 0, &error);
    if (status == 0)
        status = search(mode, &hits, number);
    xapian_mset_free(hits);
    xapian_query_free(query);
    return status == 0 ? 0 : fail();
}

int main(int argc, char **argv) {
    static const driver engine = {"xapian", make_index, open_index, answer, close_index};
    return driver_main(&engine, argc, argv);
}
