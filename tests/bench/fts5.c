/* fts5.c: SQLite's FTS5 in make bench.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of a query are in FTS5's own syntax.  BM25 is FTS5's: k1 = 1.2 and b = 0.75 are fixed in it.
 */
#include <sqlite3.h>
#include <stdio.h>

#include "tests/bench/driver.h"

static sqlite3 *db;
static sqlite3_stmt *top, *count, *show;

static int fail(void) {
    fprintf(stderr, "fts5: %s\n", sqlite3_errmsg(db));
    return -1;
}

static int add(void *context, const char *text, size_t size) {
    sqlite3_stmt *insert = context;
    if (sqlite3_bind_text(insert, 1, text, (int)size, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK)
        return fail();
    return 0;
}

static int make_index(const char *passages, const char *path) {
    static const char make[] = "pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-500000;"
                               "create virtual table t using fts5(body, tokenize='porter unicode61'); begin";
    sqlite3_stmt *insert = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK || sqlite3_exec(db, make, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "insert into t values(?)", -1, &insert, NULL) != SQLITE_OK)
        return fail();
    int status = driver_passages(passages, add, insert);
    sqlite3_finalize(insert);
    if (status == 0 && sqlite3_exec(db, "commit", NULL, NULL, NULL) != SQLITE_OK)
        status = fail();
    sqlite3_close(db);
    return status;
}

/* ---- asking ---- */

static int open_index(const char *path) {
    static const char top_of[] = "select rowid from t where t match ? order by rank limit ?";
    static const char count_of[] = "select count(*) from t where t match ?";
    static const char show_of[] = "select rowid, body, snippet(t, 0, '<b>', '</b>', '...', 48)"
                                  " from t where t match ? order by rank limit ?";
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "pragma cache_size=-500000; pragma mmap_size=2000000000", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, top_of, -1, &top, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, count_of, -1, &count, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, show_of, -1, &show, NULL) != SQLITE_OK)
        return fail();
    return 0;
}

static void close_index(void) {
    sqlite3_finalize(show);
    sqlite3_finalize(count);
    sqlite3_finalize(top);
    sqlite3_close(db);
}

static void take(sqlite3_stmt *statement, int column) {
    const char *text = (const char *)sqlite3_column_text(statement, column);
    driver_take(text, (size_t)sqlite3_column_bytes(statement, column));
}

static int answer(enum driver_mode mode, const char *words, uint64_t *number) {
    sqlite3_stmt *statement = mode == COUNT ? count : mode == SHOW_10 ? show : top;
    if (sqlite3_bind_text(statement, 1, words, -1, SQLITE_STATIC) != SQLITE_OK ||
        (mode != COUNT && sqlite3_bind_int(statement, 2, (int)driver_limit(mode)) != SQLITE_OK))
        return fail();
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        *number = mode == COUNT ? (uint64_t)sqlite3_column_int64(statement, 0) : *number + 1;
        if (mode == SHOW_10) {
            take(statement, 1);
            take(statement, 2);
        }
    }
    return status == SQLITE_DONE && sqlite3_reset(statement) == SQLITE_OK ? 0 : fail();
}

int main(int argc, char **argv) {
    static const driver engine = {"fts5", make_index, open_index, answer, close_index};
    return driver_main(&engine, argc, argv);
}
