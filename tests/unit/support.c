/* support.c: what several unit tests need.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/manifest.h"

/* Backends that are plug-ins stand where the programs do, two folders above the tests; DOSSIER_PLUGINS may name others.
 */
__attribute__((constructor)) static void find_plug_ins(void) {
    char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    for (int up = 0; up < 3 && size > 0; up++) {
        path[size] = '\0';
        char *end = strrchr(path, '/');
        size = end == NULL ? 0 : end - path;
    }
    path[size > 0 ? size : 0] = '\0';
    setenv("DOSSIER_PLUGINS", path, 0);
}

const backend *default_backend(void) {
    dossier_error err;
    const backend *found;
    if (backend_named(dossier_backends()[0], &found, &err) != 1)
        fail_msg("%s", err.message);
    return found;
}

/* Waiting for the disk is most of what a small commit takes, and only a machine that stops could tell whether it was
 * waited for: tests do not wait.  Weak, as test_crash.c has them of its own, to see that their failures are heeded. */
__attribute__((weak)) int fsync(int fd) {
    (void)fd;
    return 0;
}

__attribute__((weak)) int fdatasync(int fd) {
    (void)fd;
    return 0;
}

uint64_t rng_next(rng *r) {
    r->state += 0x9E3779B97F4A7C15u;
    uint64_t z = r->state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

size_t rng_below(rng *r, size_t n) {
    return n == 0 ? 0 : (size_t)(rng_next(r) % n);
}

int rng_once_in(rng *r, size_t n) {
    return rng_below(r, n) == 0;
}

/* A name to be filled in, in the folder for what is temporary. */
static char *temporary_name(void) {
    const char *below = getenv("TMPDIR");
    char *name;
    if (asprintf(&name, "%s/dossier-unit.XXXXXX", below == NULL ? "/tmp" : below) < 0)
        fail_msg("out of memory");
    return name;
}

char *make_folder(void) {
    char *folder = temporary_name();
    if (mkdtemp(folder) == NULL)
        fail_msg("%s: cannot make a folder", folder);
    return folder;
}

char *path_in(const char *folder, const char *name) {
    char *path = path_join(folder, name);
    assert_non_null(path);
    return path;
}

void remove_folder(char *folder) {
    dossier_error err;
    assert_ok(folder_remove(folder, &err), &err);
    free(folder);
}

char *test_folder;

int make_test_folder(void **state) {
    (void)state;
    test_folder = make_folder();
    return 0;
}

int remove_test_folder(void **state) {
    (void)state;
    remove_folder(test_folder);
    return 0;
}

int path_exists(const char *path) {
    struct stat st;
    return lstat(path, &st) == 0;
}

size_t entries_in(const char *folder) {
    DIR *stream = opendir(folder);
    size_t count = 0;
    while (stream != NULL && readdir(stream) != NULL)
        count++;
    if (stream != NULL)
        closedir(stream);
    return count < 2 ? 0 : count - 2;
}

void write_file(const char *path, const void *data, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    struct stat st;
    if (file == NULL || fstat(fileno(file), &st) != 0)
        return NULL;
    char *data = malloc((size_t)st.st_size + 1);
    assert_non_null(data);
    *size = fread(data, 1, (size_t)st.st_size, file);
    data[*size] = '\0';
    fclose(file);
    return data;
}

char *temporary_file(const void *data, size_t size) {
    char *path = temporary_name();
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, data, size), (ssize_t)size);
    assert_int_equal(close(file), 0);
    return path;
}

void remove_temporary(char *path) {
    assert_int_equal(unlink(path), 0);
    free(path);
}

dossier_article article_of(const char *key, const char *title, const char *text) {
    return (dossier_article){
        .key = dossier_string(key), .title = dossier_string(title), .text = dossier_string(text)};
}

const char *test_backend;

dossier_writer_options with_backend(const dossier_writer_options *options) {
    dossier_writer_options o = options != NULL ? *options : (dossier_writer_options){0};
    if (o.backend == NULL)
        o.backend = test_backend;
    return o;
}

dossier_writer *open_writer(const char *dir, const dossier_writer_options *options) {
    dossier_error err;
    dossier_writer *writer;
    dossier_writer_options o = with_backend(options);
    assert_ok(dossier_writer_open(&writer, dir, &o, &err), &err);
    assert_non_null(writer);
    return writer;
}

void add_article(dossier_writer *writer, int expected, const char *key, const char *title, const char *text) {
    dossier_error err;
    dossier_article article = article_of(key, title, text);
    int status = dossier_writer_add(writer, &article, &err);
    assert_ok(status, &err);
    assert_int_equal(status, expected);
}

void commit(dossier_writer *writer) {
    dossier_error err;
    assert_ok(dossier_writer_commit(writer, &err), &err);
}

dossier_index *open_indexes(const char *const *dirs, size_t count) {
    dossier_error err;
    dossier_index *index;
    assert_ok(dossier_open(&index, dirs, count, &err), &err);
    assert_non_null(index);
    return index;
}

dossier_index *open_index(const char *dir) {
    return open_indexes(&dir, 1);
}

dossier_info info_of(dossier_index *index) {
    dossier_error err;
    dossier_info info;
    assert_ok(dossier_index_info(index, &info, &err), &err);
    return info;
}

dossier_result *search_for(dossier_index *index, const char *words, const dossier_search_options *options) {
    dossier_error err;
    dossier_result *result;
    assert_ok(dossier_search(index, dossier_string(words), options, &result, &err), &err);
    assert_non_null(result);
    return result;
}

uint64_t matched_by(dossier_index *index, const char *words) {
    dossier_result *result = search_for(index, words, NULL);
    uint64_t matched = dossier_result_matched(result);
    dossier_result_free(result);
    return matched;
}

const char *keys_of(const dossier_result *result) {
    static char keys[4096];
    size_t used = 0;
    keys[0] = '\0';
    for (size_t i = 0; i < dossier_result_count(result); i++) {
        dossier_str key = dossier_result_hit(result, i)->article.key;
        if (used + key.size + 2 > sizeof keys)
            break;
        memcpy(keys + used, key.data, key.size);
        used += key.size;
        keys[used++] = ' ';
        keys[used] = '\0';
    }
    return keys;
}

const char *keys_for(dossier_index *index, const char *words) {
    dossier_result *result = search_for(index, words, NULL);
    const char *keys = keys_of(result);
    dossier_result_free(result);
    return keys;
}

int run_group_for_each_backend(const struct CMUnitTest *tests, size_t count) {
    int failed = 0;
    for (const char *const *name = dossier_backends(); *name != NULL; name++) {
        test_backend = *name;
        failed += _cmocka_run_group_tests(*name, tests, count, NULL, NULL);
    }
    test_backend = NULL;
    return failed;
}
