/* test_door.c: what readers offer beside searching: visiting all that matches, finding an article, reading its fields.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/session.h"
#include "tests/unit/support.h"

enum { ARTICLES = 40 };

/* An index that is open, and its one reader. */
typedef struct open_reader {
    char *folder, *dir;
    dossier_index *index;
    session *s;
    const backend *b;
    backend_reader *reader;
} open_reader;

static char long_key[400];

static const char *key_of(size_t i, char to[16]) {
    snprintf(to, 16, "key %zu", i);
    return i == 7 ? long_key : to;
}

/* Articles of one passage to three, every third undated, every fifth of which is then removed; in two commits. */
static void write_index(const char *dir) {
    static char text[4096];
    char key[16], date[16];
    dossier_error err;
    memset(long_key, 'k', sizeof long_key - 1);
    dossier_writer *w = open_writer(dir, NULL);
    for (size_t i = 0; i < ARTICLES; i++) {
        char *at = text;
        for (size_t k = 0; k < 1 + i % 3 * 25; k++)
            at += sprintf(at, "The %s stood open to all who came by it in the night. ", i % 2 == 0 ? "door" : "gate");
        snprintf(date, sizeof date, "%zu-05", 1990 + i);
        dossier_article a = article_of(key_of(i, key), "A title", text);
        a.author = dossier_string(i % 4 == 0 ? "Ada" : "");
        a.date = dossier_string(i % 3 == 0 ? "" : date);
        a.source = dossier_string("https://example.org/a");
        assert_ok(dossier_writer_add(w, &a, &err), &err);
        if (i == ARTICLES / 2)
            commit(w);
    }
    for (size_t i = 0; i < ARTICLES; i += 5)
        assert_ok(dossier_writer_remove(w, dossier_string(key_of(i, key)), &err), &err);
    commit(w);
    dossier_writer_close(w);
}

static void open_it(open_reader *o) {
    dossier_error err;
    o->folder = make_folder();
    o->dir = path_in(o->folder, "index");
    write_index(o->dir);
    o->index = open_index(o->dir);
    assert_ok(session_take(o->index, &o->s, &err), &err);
    o->b = o->s->parts[0].m.backend;
    o->reader = o->s->parts[0].reader;
}

static void close_it(open_reader *o) {
    session_give(o->index, o->s, 1);
    dossier_close(o->index);
    free(o->dir);
    remove_folder(o->folder);
}

static void test_find(void **state) {
    (void)state;
    open_reader o;
    dossier_error err;
    char key[16];
    uint64_t document, passages, last = 0;
    open_it(&o);
    for (size_t i = 0; i < ARTICLES; i++) {
        dossier_str wanted = dossier_string(key_of(i, key));
        int found = o.b->reader_find(o.reader, wanted, &document, &passages, &err);
        assert_ok(found, &err);
        assert_int_equal(found, i % 5 != 0);
        if (!found)
            continue;
        assert_true(i == 1 || document > last);
        assert_true(i % 3 == 0 ? passages == 1 : passages > 1);
        for (uint64_t d = document; d < document + passages; d++) {
            stored_passage p, a;
            assert_ok(o.b->reader_passage(o.reader, d, &p, &err), &err);
            assert_ok(o.b->reader_article(o.reader, d, &a, &err), &err);
            assert_int_equal(p.number, d - document);
            const dossier_str have[] = {a.key, a.title, a.standfirst, a.author, a.date, a.lang, a.source},
                              want[] = {p.key, p.title, p.standfirst, p.author, p.date, p.lang, p.source};
            for (size_t k = 0; k < COUNT(have); k++) {
                assert_int_equal(have[k].size, want[k].size);
                assert_true(have[k].size == 0 || memcmp(have[k].data, want[k].data, have[k].size) == 0);
            }
            assert_int_equal(a.key.size, wanted.size);
            assert_memory_equal(a.key.data, wanted.data, wanted.size);
            assert_int_equal(a.author.size, i % 4 == 0 ? 3 : 0);
            assert_null(a.text.data);
            buffer_free(&p.memory);
            buffer_free(&a.memory);
        }
        last = document + passages - 1;
    }
    static const char *const absent[] = {"", "key", "key 1 ", "door"};
    for (size_t i = 0; i < COUNT(absent); i++)
        assert_int_equal(o.b->reader_find(o.reader, dossier_string(absent[i]), &document, &passages, &err), 0);
    stored_passage none;
    assert_true(o.b->reader_article(o.reader, last + 1000, &none, &err) < 0);
    close_it(&o);
}

/* What a visit has seen. */
typedef struct seen {
    visited items[4 * ARTICLES];
    size_t count;
    size_t stop_at;
} seen;

static int see(void *context, const visited *v) {
    seen *s = context;
    assert_true(s->count < COUNT(s->items));
    s->items[s->count++] = *v;
    return s->count == s->stop_at ? 5 : 0;
}

/* Counts articles, which follow each other. */
static size_t articles_of(const seen *s) {
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        assert_true(i == 0 || s->items[i].document > s->items[i - 1].document);
        count += i == 0 || s->items[i].article != s->items[i - 1].article;
    }
    return count;
}

static void test_visit(void **state) {
    (void)state;
    open_reader o;
    dossier_error err;
    char key[16];
    open_it(&o);
    seen *all = calloc(1, sizeof *all), *some = calloc(1, sizeof *some);
    query_node everything = {.kind = QUERY_ALL}, door = {.kind = QUERY_TERM, .term = dossier_string("door"), .weight = 1};
    assert_ok(o.b->reader_visit(o.reader, &everything, see, all, &err), &err);
    assert_int_equal(articles_of(all), ARTICLES - ARTICLES / 5);
    assert_int_equal(all->count, o.s->parts[0].totals.passages);
    assert_ok(o.b->reader_visit(o.reader, &door, see, some, &err), &err);
    assert_int_equal(articles_of(some), ARTICLES / 2 - ARTICLES / 10);
    for (size_t i = 0, at = 0; i < ARTICLES; i++) {
        uint64_t document, passages;
        if (o.b->reader_find(o.reader, dossier_string(key_of(i, key)), &document, &passages, &err) != 1)
            continue;
        /* Its passages in both visits, with its date. */
        for (uint64_t k = 0; k < passages; k++, at++) {
            assert_int_equal(all->items[at].document, document + k);
            assert_int_equal(all->items[at].date, i % 3 == 0 ? 0 : (1990 + i) * 10000 + 500);
        }
        /* The article alone, from any of its passages; all but it. */
        query_node one = {.kind = QUERY_ARTICLE, .document = document + passages - 1}, but = {.kind = QUERY_GROUP};
        query_node *children[] = {&one};
        but.children = children;
        but.child_count = 1;
        some->count = 0;
        assert_ok(o.b->reader_visit(o.reader, &one, see, some, &err), &err);
        assert_int_equal(some->count, passages);
        assert_int_equal(some->items[0].document, document);
        some->count = 0;
        one.role = ROLE_NOT;
        assert_ok(o.b->reader_visit(o.reader, &but, see, some, &err), &err);
        assert_int_equal(some->count, all->count - passages);
    }
    /* What fn returns ends it; where nothing matches there is nothing to see. */
    some->count = 0;
    some->stop_at = 3;
    assert_int_equal(o.b->reader_visit(o.reader, &everything, see, some, &err), 5);
    assert_int_equal(some->count, 3);
    query_node none[] = {{.kind = QUERY_NONE}, {.kind = QUERY_ARTICLE, .document = 1u << 30}};
    for (size_t i = 0; i < COUNT(none); i++) {
        some->count = 0;
        assert_ok(o.b->reader_visit(o.reader, &none[i], see, some, &err), &err);
        assert_int_equal(some->count, 0);
    }
    free(all);
    free(some);
    close_it(&o);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_find), cmocka_unit_test(test_visit)};
    return run_for_each_backend(tests);
}
