/* support.h: what several unit tests need: seeded random numbers, folders that go away again, an index in few
 * words. SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs the four above before it. */
#include <cmocka.h>

#include "dossier.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Numbers that are the same on each run for the same seed. */
typedef struct rng {
    uint64_t state;
} rng;

uint64_t rng_next(rng *r);
/* 0 to n - 1; 0 for n 0. */
size_t rng_below(rng *r, size_t n);
/* 1 once in n times. */
int rng_once_in(rng *r, size_t n);

/* A fresh folder of this process, and a path in it; both are freed with free().  remove_folder removes and
 * frees. */
char *make_folder(void);
char *path_in(const char *folder, const char *name);
void remove_folder(char *folder);
/* A folder for each test, or group of them, that has these two as its setup and teardown. */
extern char *test_folder;
int make_test_folder(void **state);
int remove_test_folder(void **state);
int path_exists(const char *path);
/* The number of entries in a folder; 0 where it is not there. */
size_t entries_in(const char *folder);
/* Writes a file, or reads a whole one (with a NUL behind it; NULL where it is not there). */
void write_file(const char *path, const void *data, size_t size);
char *read_file(const char *path, size_t *size);
/* A file of its own with these bytes; remove_temporary removes it and frees its path. */
char *temporary_file(const void *data, size_t size);
void remove_temporary(char *path);

/* The backend that a new index has. */
struct backend;
const struct backend *default_backend(void);

/* Fails the test with the error's message where a status is negative. */
#define assert_ok(status, err)                                                                               \
    do {                                                                                                     \
        if ((status) < 0)                                                                                    \
            fail_msg("%s", (err)->message);                                                                  \
    } while (0)

/* An article of NUL-ended strings; NULL fields are empty. */
dossier_article article_of(const char *key, const char *title, const char *text);

/* The backend of new indexes where a test does not name one; NULL: the default. */
extern const char *test_backend;
/* Options (NULL: every default) with that backend, where they name none. */
dossier_writer_options with_backend(const dossier_writer_options *options);
dossier_writer *open_writer(const char *dir, const dossier_writer_options *options);
void add_article(dossier_writer *writer, int expected, const char *key, const char *title, const char *text);
void commit(dossier_writer *writer);

dossier_index *open_index(const char *dir);
dossier_index *open_indexes(const char *const *dirs, size_t count);
dossier_info info_of(dossier_index *index);
dossier_result *search_for(dossier_index *index, const char *words, const dossier_search_options *options);
/* The number of passages that match. */
uint64_t matched_by(dossier_index *index, const char *words);
/* The keys of the hits, one space after each, best first; in a buffer that the next call uses again. */
const char *keys_of(const dossier_result *result);
const char *keys_for(dossier_index *index, const char *words);

/* Runs an array of tests once for each backend, as a group of its name; the number that failed. */
#define run_for_each_backend(tests) run_group_for_each_backend((tests), COUNT(tests))
int run_group_for_each_backend(const struct CMUnitTest *tests, size_t count);

#endif
