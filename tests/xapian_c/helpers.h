/* helpers.h: what the tests of the Xapian bindings share: checks, a folder, a small set of documents.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef XAPIAN_C_TEST_HELPERS_H
#define XAPIAN_C_TEST_HELPERS_H

#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "xapian_c.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What the last call that failed said. */
static xapian_error err;

static inline int check_status(int got, int wanted, const char *call, const char *file, int line) {
    if (got != wanted && !(wanted == XAPIAN_OK && got > 0)) {
        print_error("%s: %s (%d) instead of %s\n", call, xapian_status_text(got), got,
                    xapian_status_text(wanted));
        if (got < 0)
            print_error("%s: %s\n", err.type ? err.type : "?", err.message);
        _fail(file, line);
    }
    if (wanted < 0 && err.code != wanted) {
        print_error("%s: err.code is %d\n", call, err.code);
        _fail(file, line);
    }
    return got;
}

/* The call succeeds; gives what it returned. */
#define OK(call) check_status((call), XAPIAN_OK, #call, __FILE__, __LINE__)

/* The call fails with a status, and says so in err too. */
#define FAILS(status, call) \
    check_status((memset(&err, 0, sizeof err), (call)), (status), #call, __FILE__, __LINE__)

/* Where libxapian loses memory when it unwinds, a leak checker is asked to look away for the call. */
void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));

#define FAILS_LEAKING(status, call)  \
    do {                             \
        if (__lsan_disable)          \
            __lsan_disable();        \
        FAILS(status, call);         \
        if (__lsan_enable)           \
            __lsan_enable();         \
    } while (0)

/* Whether libxapian is of the 2.x series, which does some things otherwise than 1.4. */
static inline int is_xapian_2(void) {
    int major = 0;

    xapian_version_numbers(&major, NULL, NULL);
    return major >= 2;
}

/* A view holds just this text. */
#define IS(str, text) check_str((str), (text), strlen(text), __FILE__, __LINE__)

static inline void check_str(xapian_str got, const char *wanted, size_t size, const char *file, int line) {
    if (got.size != size || (size && memcmp(got.data, wanted, size) != 0)) {
        print_error("\"%.*s\" instead of \"%s\"\n", (int)got.size, got.data ? got.data : "", wanted);
        _fail(file, line);
    }
}

/* Joins the items of a term iterator with spaces, and frees it. */
static inline const char *joined(xapian_term_iterator *it) {
    static char line[4096];
    xapian_str term;
    size_t n = 0;

    line[0] = '\0';
    while (OK(xapian_term_iterator_next(it, &term, &err)) > 0)
        n += (size_t)snprintf(line + n, sizeof line - n, "%s%.*s", n ? " " : "", (int)term.size, term.data);
    xapian_term_iterator_free(it);
    return line;
}

/* ---- A folder of its own for each program ---- */

static char folder[64];

static inline int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static inline int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/xapian_c.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state) {
    (void)state;
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A path in the folder; good until the fourth call from here. */
static inline const char *path_of(const char *name) {
    static char paths[4][128];
    static unsigned turn;
    char *path = paths[turn++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

/* ---- Six documents ---- */

enum { SLOT_YEAR = 0, SLOT_PRICE = 1 };

static const struct sample {
    const char *words;
    const char *year;
    double price;
} samples[] = {
    {"whale sea ship whale", "1851", 12.5},
    {"sea ship captain", "1900", 3},
    {"whale captain", "1851", 7},
    {"ship harbour sea sea", "1999", 20},
    {"harbour town", "1900", 1},
    {"whale sea captain harbour town ship", "2001", 100},
};

/* The words as data and as terms with positions from 1, the year and price as values. */
static inline xapian_document *sample_document(const struct sample *s) {
    xapian_document *doc;
    char price[XAPIAN_SORTABLE_MAX];
    xapian_termpos pos = 0;

    OK(xapian_document_new(&doc, &err));
    OK(xapian_document_set_data(doc, s->words, XAPIAN_CSTR, &err));
    OK(xapian_document_add_value(doc, SLOT_YEAR, s->year, XAPIAN_CSTR, &err));
    OK(xapian_document_add_value(doc, SLOT_PRICE, price, xapian_sortable_serialise(s->price, price), &err));
    for (const char *word = s->words; *word;) {
        size_t size = strcspn(word, " ");
        OK(xapian_document_add_posting(doc, word, size, ++pos, 1, &err));
        word += size + strspn(word + size, " ");
    }
    return doc;
}

static inline void add_samples(xapian_database *db) {
    for (size_t i = 0; i < COUNT(samples); i++) {
        xapian_document *doc = sample_document(&samples[i]);
        xapian_docid docid = 0;
        OK(xapian_database_add_document(db, doc, &docid, &err));
        assert_true(docid > 0);
        xapian_document_free(doc);
    }
}

/* The samples in memory. */
static inline xapian_database *sample_memory(void) {
    xapian_database *db;

    OK(xapian_database_open_memory(&db, &err));
    add_samples(db);
    return db;
}

/* The samples on disk, committed and open for writing. */
static inline xapian_database *sample_disk(const char *name) {
    xapian_database *db;

    OK(xapian_database_open_writable(path_of(name), XAPIAN_DB_CREATE_OR_OVERWRITE, 0, &db, &err));
    add_samples(db);
    OK(xapian_database_commit(db, &err));
    return db;
}

/* ---- Searching ---- */

static inline xapian_query *term_query(const char *term) {
    xapian_query *query;

    OK(xapian_query_new_term(term, XAPIAN_CSTR, 1, 0, &query, &err));
    return query;
}

/* An enquire for a query, which is freed. */
static inline xapian_enquire *enquire_for(const xapian_database *db, xapian_query *query) {
    xapian_enquire *enquire;

    OK(xapian_enquire_new(db, &enquire, &err));
    OK(xapian_enquire_set_query(enquire, query, 0, &err));
    xapian_query_free(query);
    return enquire;
}

/* The numbers of an mset's hits, such as "1 6 3"; frees it. */
static inline const char *docids(xapian_mset *mset) {
    static char line[256];
    size_t n = 0;

    line[0] = '\0';
    for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
        xapian_hit hit;
        OK(xapian_mset_hit(mset, i, &hit, &err));
        n += (size_t)snprintf(line + n, sizeof line - n, "%s%u", n ? " " : "", (unsigned)hit.docid);
    }
    xapian_mset_free(mset);
    return line;
}

/* The documents an enquire finds. */
static inline const char *run(xapian_enquire *enquire) {
    xapian_mset *mset;

    OK(xapian_enquire_mset(enquire, 0, 100, NULL, &mset, &err));
    return docids(mset);
}

/* The documents a query finds, by number; frees the query. */
static inline const char *found(const xapian_database *db, xapian_query *query) {
    xapian_enquire *enquire = enquire_for(db, query);
    xapian_weight *none;
    const char *line;

    OK(xapian_weight_new_bool(&none, &err));
    OK(xapian_enquire_set_weight(enquire, none, &err));
    xapian_weight_free(none);
    line = run(enquire);
    xapian_enquire_free(enquire);
    return line;
}

/* The text of a query; good until the next call. */
static inline const char *described(xapian_query *query) {
    static char line[1024];
    xapian_str text;

    OK(xapian_query_describe(query, &text, &err));
    snprintf(line, sizeof line, "%.*s", (int)text.size, text.data);
    return line;
}

/* ---- Contexts ---- */

/* A callback's context that counts how often it is used and released. */
struct counter {
    int calls;
    int freed;
    int stop_at; /* the call that asks to stop; 0 for none */
};

static inline void count_free(void *ctx) {
    ((struct counter *)ctx)->freed++;
}

/* 0, or 7 on the call that is to stop. */
static inline int count_call(void *ctx) {
    struct counter *c = ctx;
    return ++c->calls == c->stop_at ? 7 : 0;
}

#endif
