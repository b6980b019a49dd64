/* test_manifest.c: an index's folder: manifests of every kind, the lock, and the sweeping of what is left
 * over. SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/manifest.h"
#include "tests/unit/support.h"

static int begin(void **state) {
    *state = make_folder();
    return 0;
}

static int end(void **state) {
    remove_folder(*state);
    return 0;
}

static void put_file(const char *dir, const char *name, const char *text, size_t size) {
    char *path = path_in(dir, name);
    write_file(path, text, size);
    free(path);
}

static int has(const char *dir, const char *name) {
    char *path = path_in(dir, name);
    int there = path_exists(path);
    free(path);
    return there;
}

static void make_sub(const char *dir, const char *name) {
    char *path = path_in(dir, name);
    assert_int_equal(mkdir(path, 0777), 0);
    put_file(path, "file", "x", 1);
    free(path);
}

static int read_text(const char *dir, const char *text, size_t size, dossier_error *err) {
    manifest m;
    put_file(dir, "dossier", text, size);
    *err = (dossier_error){0};
    return manifest_read(dir, &m, err);
}

static void test_written_and_read(void **state) {
    const char *dir = *state;
    dossier_error err;
    static const char *const langs[] = {"english", "none", "auto", "auto:german"};
    for (size_t i = 0; i < COUNT(langs); i++) {
        manifest m = {.backend = default_backend()}, back;
        char lang[MANIFEST_LANG_MAX];
        assert_int_equal(manifest_parse_lang(langs[i], &m), 0);
        snprintf(m.data, sizeof m.data, "data-%zu", i);
        assert_ok(manifest_write(dir, &m, &err), &err);
        assert_int_equal(manifest_read(dir, &back, &err), 1);
        assert_ptr_equal(back.backend, m.backend);
        assert_string_equal(back.lang, m.lang);
        assert_int_equal(back.detect, m.detect);
        assert_string_equal(back.data, m.data);
        manifest_print_lang(&back, lang);
        assert_string_equal(lang, i == 2 ? "auto:english" : langs[i]);
        assert_int_equal(entries_in(dir), 1);
    }
    manifest m;
    static const char *const none[] = {"", "klingon", "auto:klingon", "auto:", "automatic", "English"};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(manifest_parse_lang(none[i], &m), -1);
}

static void test_damaged(void **state) {
    const char *dir = *state;
    dossier_error err;
    static const char good[] = "dossier-index 1\nbackend xapian\nlang english\ndata data-7\n";
    assert_int_equal(read_text(dir, good, sizeof good - 1, &err), 1);
    /* Each beginning but the whole. */
    for (size_t size = 0; size + 1 < sizeof good; size++) {
        assert_int_equal(read_text(dir, good, size, &err), DOSSIER_ERR_DAMAGED);
        assert_non_null(strstr(err.message, dir));
    }
    static const char *const bad[] = {
        "x",
        "hello\n",
        "dossier-index 1\nlang english\nbackend xapian\ndata data-7\n",
        "dossier-index 1\nbackend xapian\nlang english\ndata data-\n",
        "dossier-index 1\nbackend xapian\nlang english\ndata x\n",
        "dossier-index 1\nbackend xapian\nlang english\ndata ../data-7\n",
        "dossier-index 1\nbackend xapian\nlang english\ndata data-7/..\n",
        "dossier-index 1\nbackend xapian\nlang english\ndata data-99999999999999999999\n",
        "dossier-index 1\nbackend xapian\nlang english\ndata data-7\nmore\n"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(read_text(dir, bad[i], strlen(bad[i]), &err), DOSSIER_ERR_DAMAGED);
}

static void test_versions(void **state) {
    const char *dir = *state;
    dossier_error err;
    static const char *const others[] = {"dossier-index 2\nwhatever\n",
                                         "dossier-index 999999999999999999999999\n",
                                         "dossier-index 1\nbackend paper\nlang english\ndata data-7\n",
                                         "dossier-index 1\nbackend xapian\nlang klingon\ndata data-7\n"};
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_int_equal(read_text(dir, others[i], strlen(others[i]), &err), DOSSIER_ERR_VERSION);
        assert_non_null(strstr(err.message, dir));
        dossier_index *index;
        const char *dirs[] = {dir};
        assert_int_equal(dossier_open(&index, dirs, 1, &err), DOSSIER_ERR_VERSION);
        dossier_writer *w;
        assert_int_equal(dossier_writer_open(&w, dir, NULL, &err), DOSSIER_ERR_VERSION);
        assert_int_equal(entries_in(dir), 1);
    }
}

/* A manifest as large as is read, whose data's name is short and stands at its very end. */
static void test_the_largest_manifest(void **state) {
    const char *dir = *state;
    dossier_error err;
    for (size_t size = 4080; size < 4100; size++) {
        char text[4200];
        size_t used = (size_t)snprintf(text, sizeof text, "dossier-index 1\nbackend xapian\nlang ");
        memset(text + used, 'x', size - used);
        memcpy(text + size - 8, "\ndata d\n", 8);
        assert_true(read_text(dir, text, size, &err) < 0);
    }
}

static void test_no_index(void **state) {
    const char *dir = *state;
    manifest m;
    dossier_error err;
    assert_int_equal(manifest_read(dir, &m, &err), 0);
    assert_int_equal(manifest_read("/nonexistent/folder", &m, &err), 0);
    put_file(dir, "file", "x", 1);
    char *file = path_in(dir, "file");
    assert_int_equal(manifest_read(file, &m, &err), 0);
    free(file);
}

static void test_lock(void **state) {
    const char *dir = *state;
    dossier_error err;
    int lock, made, second;
    char pid[32];
    assert_ok(manifest_lock(dir, &lock, &made, &err), &err);
    assert_false(made);
    assert_int_equal(manifest_lock(dir, &second, &made, &err), DOSSIER_ERR_LOCKED);
    snprintf(pid, sizeof pid, "process %ld", (long)getpid());
    assert_non_null(strstr(err.message, pid));
    manifest_unlock(dir, lock, 0);
    assert_int_equal(entries_in(dir), 0);
    char *fresh = path_in(dir, "fresh");
    assert_ok(manifest_lock(fresh, &lock, &made, &err), &err);
    assert_true(made);
    manifest_unlock(fresh, lock, made);
    assert_false(path_exists(fresh));
    free(fresh);
    /* A lock file that a writer which died has left locks nothing. */
    put_file(dir, "lock", "12345\n", 6);
    assert_ok(manifest_lock(dir, &lock, &made, &err), &err);
    manifest_unlock(dir, lock, 0);
}

static void test_foreign_folders(void **state) {
    const char *dir = *state;
    dossier_error err;
    int lock, made;
    static const char *const names[] = {"letter.txt", "data", "data-",      "data-x",
                                        "data-1x",    "x",    "dossier.old"};
    for (size_t i = 0; i < COUNT(names); i++) {
        put_file(dir, names[i], "x", 1);
        assert_int_equal(manifest_lock(dir, &lock, &made, &err), DOSSIER_ERR_ARGUMENT);
        assert_non_null(strstr(err.message, names[i]));
        assert_int_equal(entries_in(dir), 1);
        char *path = path_in(dir, names[i]);
        assert_int_equal(unlink(path), 0);
        free(path);
    }
}

static void test_sweep(void **state) {
    const char *dir = *state;
    dossier_error err;
    manifest m = {.backend = default_backend(), .lang = "english", .data = "data-2"};
    assert_ok(manifest_write(dir, &m, &err), &err);
    static const char *const folders[] = {"data-1", "data-2", "data-3", "staging", "mine"};
    for (size_t i = 0; i < COUNT(folders); i++)
        make_sub(dir, folders[i]);
    put_file(dir, "dossier.new", "x", 1);
    put_file(dir, "notes", "x", 1);
    dossier_writer *w;
    /* Whatever comes of it (data-2 holds nothing), what is ours and stale goes, and nothing else. */
    if (dossier_writer_open(&w, dir, NULL, &err) == DOSSIER_OK)
        dossier_writer_close(w);
    assert_true(has(dir, "data-2"));
    assert_true(has(dir, "mine"));
    assert_true(has(dir, "notes"));
    assert_true(has(dir, "dossier"));
    assert_false(has(dir, "data-1"));
    assert_false(has(dir, "data-3"));
    assert_false(has(dir, "staging"));
    assert_false(has(dir, "dossier.new"));
}

static void test_folder_remove(void **state) {
    const char *dir = *state;
    dossier_error err;
    make_sub(dir, "outside");
    make_sub(dir, "inside");
    char *inside = path_in(dir, "inside"), *link = path_in(inside, "link"),
         *outside = path_in(dir, "outside");
    make_sub(inside, "deeper");
    assert_int_equal(symlink(outside, link), 0);
    assert_ok(folder_remove(inside, &err), &err);
    assert_false(path_exists(inside));
    /* A link is removed, not what it leads to. */
    assert_true(has(outside, "file"));
    assert_ok(folder_remove(inside, &err), &err);
    free(inside);
    free(link);
    free(outside);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_written_and_read),     TEST(test_damaged),  TEST(test_versions),
        TEST(test_the_largest_manifest), TEST(test_no_index), TEST(test_lock),
        TEST(test_foreign_folders),      TEST(test_sweep),    TEST(test_folder_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
