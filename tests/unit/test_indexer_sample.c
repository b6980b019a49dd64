/* test_indexer_sample.c: text from all over the files that are to be read, and what becomes of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/sample.h"
#include "tests/unit/support.h"

enum { FILE_BYTES = 20 << 20, ERAS = 10 };

/* Text of which each tenth has words of its own, as lines of JSON or as they are. */
static char *write_text(int json, size_t *size) {
    char *bytes = malloc(FILE_BYTES + 8192);
    rng r = {5};
    assert_non_null(bytes);
    *size = 0;
    for (unsigned line = 0; *size < FILE_BYTES; line++) {
        unsigned era = (unsigned)(*size / (FILE_BYTES / ERAS));
        if (json)
            *size += (size_t)sprintf(bytes + *size, "{\"_id\": \"id-%u\", \"text\": \"", line);
        for (size_t k = 100 + rng_below(&r, 300); k > 0; k--)
            *size += (size_t)sprintf(bytes + *size, "era%u word%zu%s", era, rng_below(&r, 900),
                                     k % 20 > 0 ? " " : json ? "\\n" : "\n");
        *size += (size_t)sprintf(bytes + *size, json ? "\"}\n" : "\n\n");
    }
    return bytes;
}

/* How often it is asked whether to go on; *left: the times that it is. */
static int tick(void *context) {
    int *left = context;
    return (*left)-- == 0;
}

static int sample(const char *const *paths, size_t count, int ticks, buffer *out, uint64_t *total) {
    buffer list = {0};
    filter_list none = {0};
    dossier_error err = {0};
    for (size_t i = 0; i < count; i++)
        assert_int_equal(buffer_put(&list, paths[i], strlen(paths[i]) + 1), 0);
    sample_request asked = {&list, &none, NULL, tick, &ticks};
    out->size = 0;
    int status = sample_take(&asked, out, total, &err);
    if (status != DOSSIER_ERR_STOPPED)
        assert_ok(status, &err);
    buffer_free(&list);
    return status;
}

/* Of each era there is about a tenth, and nothing but text. */
static void assert_of_all_eras(const buffer *out) {
    size_t found[ERAS] = {0}, all = 0;
    assert_in_range(out->size, 2 << 20, 4 << 20);
    assert_null(memchr(out->data, '{', out->size));
    assert_null(memchr(out->data, '\\', out->size));
    for (size_t i = 0; i + 5 < out->size; i++)
        if (memcmp(out->data + i, "era", 3) == 0 && out->data[i + 4] == ' ') {
            found[out->data[i + 3] - '0']++;
            all++;
        }
    for (size_t i = 0; i < ERAS; i++)
        assert_in_range(found[i], all / 14, all / 7);
}

static void test_all_of_a_file_is_sampled(void **state) {
    (void)state;
    for (int json = 0; json < 2; json++) {
        char *folder = make_folder(), *path = path_in(folder, json ? "all.jsonl" : "all.txt");
        const char *const paths[] = {path};
        size_t size;
        uint64_t total;
        char *bytes = write_text(json, &size);
        buffer out = {0};
        write_file(path, bytes, size);
        assert_int_equal(sample(paths, 1, 1000, &out, &total), DOSSIER_OK);
        assert_int_equal(total, size);
        assert_of_all_eras(&out);
        assert_int_equal(sample(paths, 1, 7, &out, &total), DOSSIER_ERR_STOPPED);
        assert_int_equal(out.size, 0);
        buffer_free(&out);
        free(bytes);
        free(path);
        remove_folder(folder);
    }
}

static void test_all_of_many_files_is_sampled(void **state) {
    (void)state;
    enum { FILES = 997 };
    char *folder = make_folder(), *paths[FILES + 2], name[32];
    size_t size, at = 0;
    uint64_t total;
    char *bytes = write_text(0, &size);
    buffer out = {0};
    for (size_t i = 0; i < FILES; i++) {
        size_t end = i + 1 < FILES ? size / FILES * (i + 1) : size;
        snprintf(name, sizeof name, "%zu.txt", i);
        paths[i] = path_in(folder, name);
        write_file(paths[i], bytes + at, end - at);
        at = end;
    }
    /* An empty one and one that is gone do no harm. */
    paths[FILES] = path_in(folder, "empty.txt");
    write_file(paths[FILES], "", 0);
    paths[FILES + 1] = path_in(folder, "gone.txt");
    assert_int_equal(sample((const char *const *)paths, COUNT(paths), 1000, &out, &total), DOSSIER_OK);
    assert_int_equal(total, size);
    assert_of_all_eras(&out);
    buffer_free(&out);
    free(bytes);
    for (size_t i = 0; i < COUNT(paths); i++)
        free(paths[i]);
    remove_folder(folder);
}

/* What is too little, or cannot be read from its middle, gives none. */
static void test_nothing_is_sampled(void **state) {
    (void)state;
    char *folder = make_folder();
    size_t size;
    uint64_t total;
    char *bytes = write_text(0, &size);
    buffer out = {0};
    const struct {
        const char *name, *head;
        size_t size;
    } files[] = {{"small.txt", "", 15 << 20},
                 {"page.html", "<!DOCTYPE html><html><body>", size},
                 {"letter.eml", "From: a@b.org\nSubject: A\nDate: 1 Jan 2026\n\n", size},
                 {"packed.txt.gz", "\x1F\x8B\x08", size},
                 {"one-line.jsonl", "{\"_id\": \"a\", \"text\": \"", size},
                 {"binary.txt", "\x7F" "ELF", size}};
    for (size_t i = 0; i < COUNT(files); i++) {
        char *path = path_in(folder, files[i].name), *copy = malloc(size);
        const char *const paths[] = {path};
        assert_non_null(copy);
        memcpy(copy, bytes, size);
        memcpy(copy, files[i].head, strlen(files[i].head));
        for (size_t k = 0; strcmp(files[i].name, "one-line.jsonl") == 0 && k < size; k++)
            copy[k] = copy[k] == '\n' ? ' ' : copy[k];
        memset(copy + 4096, strcmp(files[i].name, "binary.txt") == 0 ? 0 : ' ', 16);
        write_file(path, copy, files[i].size);
        assert_int_equal(sample(paths, 1, 1000, &out, &total), DOSSIER_OK);
        assert_int_equal(total, files[i].size);
        if (out.size > 0)
            fail_msg("%s: gives %zu bytes", files[i].name, out.size);
        free(copy);
        free(path);
    }
    buffer_free(&out);
    free(bytes);
    remove_folder(folder);
}

/* A new index's dictionary has words of all eras; without a sample it knows the first alone. */
static void test_a_dictionary_of_all(void **state) {
    (void)state;
    char *folder = make_folder(), *path = path_in(folder, "all.jsonl");
    const char *const paths[] = {path};
    size_t size, dictionary_size;
    char *bytes = write_text(1, &size);
    write_file(path, bytes, size);
    char *dir = path_in(folder, "idx");
    dossier_writer_options o = {.backend = "packed", .expected_bytes = size};
    dossier_writer *w = open_writer(dir, &o);
    dossier_report report = {0};
    dossier_error err;
    assert_ok(dossier_index_sources(w, paths, 1, NULL, &report, &err), &err);
    commit(w);
    dossier_writer_close(w);
    char *file = path_in(dir, "data-1/dictionary-0");
    for (unsigned i = 1; i < 9 && !path_exists(file); i++) {
        char name[32];
        free(file);
        snprintf(name, sizeof name, "data-1/dictionary-%u", i);
        file = path_in(dir, name);
    }
    char *dictionary = read_file(file, &dictionary_size);
    assert_non_null(dictionary);
    for (unsigned era = 0; era < ERAS; era++) {
        char word[8];
        snprintf(word, sizeof word, "era%u ", era);
        assert_non_null(memmem(dictionary, dictionary_size, word, strlen(word)));
    }
    free(dictionary);
    free(file);
    free(dir);
    free(path);
    free(bytes);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_of_a_file_is_sampled),
        cmocka_unit_test(test_all_of_many_files_is_sampled),
        cmocka_unit_test(test_nothing_is_sampled),
        cmocka_unit_test(test_a_dictionary_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
