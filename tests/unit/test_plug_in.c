/* test_plug_in.c: the Xapian backend's shared object: found, loaded once, refused where it does not fit.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/plug_in.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

#define FILE_NAME "libdossier-xapian.so.0"

/* Stands before the C library's for this program, and so for the plug-in and for libxapian. */
static long files_of_xapian;
int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (strstr(path, ".glass") != NULL)
        __atomic_add_fetch(&files_of_xapian, 1, __ATOMIC_RELAXED);
    return ((int (*)(const char *, int, ...))(uintptr_t)dlsym(RTLD_NEXT, "open"))(path, flags, mode);
}

/* Where the plug-in of this build is. */
static char built[4096];

/* A copy of it, to be freed. */
static char *read_built(size_t *size) {
    char *path = path_in(built, FILE_NAME), *data = read_file(path, size);
    assert_non_null(data);
    free(path);
    return data;
}

/* Tries to load what a folder has, which must not do, and checks what is said. */
static void assert_refused(const char *folder, const char *why) {
    dossier_error err = {0};
    const backend *found = NULL;
    assert_int_equal(setenv("DOSSIER_PLUGINS", folder, 1), 0);
    int status = plug_in_load("xapian", &found, &err);
    assert_int_equal(setenv("DOSSIER_PLUGINS", built, 1), 0);
    assert_int_equal(status, DOSSIER_ERR_VERSION);
    assert_null(found);
    if (strstr(err.message, why) == NULL || strchr(err.message, '\n') != NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.message, why);
}

/* Likewise for a file of these bytes. */
static void assert_file_refused(const char *data, size_t size, const char *why) {
    char *folder = make_folder(), *path = path_in(folder, FILE_NAME);
    write_file(path, data, size);
    assert_refused(folder, why);
    free(path);
    remove_folder(folder);
}

/* A file that was put back as it was does load: what was refused was for the reason given. */
static void assert_file_accepted(const char *data, size_t size) {
    char *folder = make_folder(), *path = path_in(folder, FILE_NAME);
    dossier_error err;
    const backend *found;
    write_file(path, data, size);
    assert_int_equal(setenv("DOSSIER_PLUGINS", folder, 1), 0);
    int status = plug_in_load("xapian", &found, &err);
    assert_int_equal(setenv("DOSSIER_PLUGINS", built, 1), 0);
    assert_ok(status, &err);
    free(path);
    remove_folder(folder);
}

static void test_missing(void **state) {
    (void)state;
    char *folder = make_folder();
    assert_refused(folder, FILE_NAME " is not in the folder that DOSSIER_PLUGINS names");
    remove_folder(folder);
    assert_refused(".", "DOSSIER_PLUGINS (.) is no absolute path");
    assert_refused("build", "DOSSIER_PLUGINS (build) is no absolute path");
}

static void test_no_object(void **state) {
    (void)state;
    static const char text[] = "This is no shared object.";
    assert_file_refused(text, sizeof text, "cannot load it");
    assert_file_refused("", 0, "cannot load it");
}

/* Puts `other` wherever `wanted`, of the same size, stands: debug information may have it once more. */
static void put_in_place(char *data, size_t size, const void *wanted, const void *other, size_t bytes) {
    size_t found = 0;
    for (char *at; (at = memmem(data, size, wanted, bytes)) != NULL; found++)
        memcpy(at, other, bytes);
    assert_true(found > 0);
}

static void test_another_build(void **state) {
    (void)state;
    size_t size;
    char *data = read_built(&size);
    uint32_t head[2] = {PLUG_IN_NUMBER, sizeof(backend)};
    for (size_t i = 0; i < COUNT(head); i++) {
        uint32_t other[2] = {head[0], head[1]};
        other[i] += 1;
        put_in_place(data, size, head, other, sizeof head);
        assert_file_refused(data, size, "is of another build than this program");
        put_in_place(data, size, other, head, sizeof head);
    }
    assert_file_accepted(data, size);
    put_in_place(data, size, DOSSIER_VERSION " ", DOSSIER_VERSION "x", strlen(DOSSIER_VERSION " "));
    assert_file_refused(data, size, "is of another build than this program");
    free(data);
}

static void test_unknown(void **state) {
    (void)state;
    const backend *found;
    assert_int_equal(backend_named("papyrus", &found, NULL), 0);
    assert_null(found);
    assert_int_equal(backend_named("", &found, NULL), 0);
}

static void *load(void *context) {
    dossier_error err;
    return backend_named("xapian", context, &err) == 1 ? context : NULL;
}

static void test_threads_load_one(void **state) {
    (void)state;
    pthread_t ids[8];
    const backend *found[8];
    for (size_t i = 0; i < COUNT(ids); i++)
        assert_int_equal(pthread_create(&ids[i], NULL, load, &found[i]), 0);
    for (size_t i = 0; i < COUNT(ids); i++) {
        void *done;
        assert_int_equal(pthread_join(ids[i], &done), 0);
        assert_ptr_equal(done, &found[i]);
        assert_ptr_equal(found[i], found[0]);
    }
    assert_string_equal(found[0]->name, "xapian");
}

/* What is missing is looked for again: it may have been installed meanwhile. */
static void test_found_later(void **state) {
    (void)state;
    char *folder = make_folder();
    assert_refused(folder, "is not in the folder");
    remove_folder(folder);
    const backend *found;
    dossier_error err;
    assert_ok(plug_in_load("xapian", &found, &err), &err);
    assert_string_equal(found->name, "xapian");
}

/* Tests that refuse libxapian its system calls rely on this. */
static void test_own_functions_come_first(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "idx");
    dossier_writer_options o = {.backend = "xapian"};
    dossier_writer *w = open_writer(dir, &o);
    add_article(w, DOSSIER_OK, "a", "Door", "An open door.");
    commit(w);
    dossier_writer_close(w);
    assert_true(files_of_xapian > 0);
    free(dir);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_missing),          cmocka_unit_test(test_no_object),
        cmocka_unit_test(test_another_build),    cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_threads_load_one), cmocka_unit_test(test_found_later),
        cmocka_unit_test(test_own_functions_come_first),
    };
    snprintf(built, sizeof built, "%s", getenv("DOSSIER_PLUGINS"));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
