/* test_segment.c: a packed index on the disk, damaged in each of its bytes: it is found, told of, and does no harm.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/packed/layout.h"
#include "engine/packed/sections.h"
#include "tests/unit/support.h"

/* ------------------------------------------------------------------------------------------ the index */

/* An index with a segment of which something was removed, and the bytes of its files. */
typedef struct fixture {
    char *folder, *dir, *segment, *removed, *list;
    char *segment_bytes, *removed_bytes, *list_bytes;
    size_t segment_size, removed_size, list_size;
} fixture;

/* The one file of the data folder whose name begins so. */
static char *path_of(const fixture *f, const char *name) {
    char data[40];
    for (unsigned i = 0; i < 30; i++) {
        snprintf(data, sizeof data, "data-1/%s%u", name, i);
        char *path = path_in(f->dir, data);
        if (path_exists(path))
            return path;
        free(path);
    }
    snprintf(data, sizeof data, "data-1/%s", name);
    return path_in(f->dir, data);
}

static void add_number(dossier_writer *w, unsigned i) {
    static const char *const words[] = {"border", "treaty", "open", "door", "Georgia", "gas", "winter"};
    char key[32], text[400] = "", title[32];
    snprintf(key, sizeof key, "key-%u", i);
    snprintf(title, sizeof title, "The %s", words[i % 7]);
    for (unsigned k = 0; k < 3 + i % 20; k++) {
        strcat(text, words[(i * 5 + k * k) % COUNT(words)]);
        strcat(text, k % 7 == 6 ? ". " : " ");
    }
    dossier_error err;
    dossier_article a = article_of(key, title, text);
    a.author = dossier_string(i % 2 == 0 ? "Ann Lee" : "");
    a.date = dossier_string("2022-07-14");
    assert_ok(dossier_writer_add(w, &a, &err), &err);
}

static int begin(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->folder = make_folder();
    f->dir = path_in(f->folder, "idx");
    dossier_writer_options o = {.backend = "packed", .threads = 1};
    dossier_writer *w = open_writer(f->dir, &o);
    dossier_error err;
    for (unsigned i = 0; i < 200; i++)
        add_number(w, i);
    commit(w);
    for (unsigned i = 3; i < 200; i += 50) {
        char key[32];
        snprintf(key, sizeof key, "key-%u", i);
        assert_int_equal(dossier_writer_remove(w, dossier_string(key), &err), 1);
    }
    commit(w);
    dossier_writer_close(w);
    f->segment = path_of(f, "segment-");
    f->removed = path_of(f, "removed-");
    f->list = path_of(f, "segments");
    f->segment_bytes = read_file(f->segment, &f->segment_size);
    f->removed_bytes = read_file(f->removed, &f->removed_size);
    f->list_bytes = read_file(f->list, &f->list_size);
    assert_non_null(f->segment_bytes);
    assert_non_null(f->removed_bytes);
    assert_non_null(f->list_bytes);
    *state = f;
    return 0;
}

static int end(void **state) {
    fixture *f = *state;
    remove_folder(f->folder);
    char *all[] = {f->dir, f->segment, f->removed, f->list, f->segment_bytes, f->removed_bytes, f->list_bytes};
    for (size_t i = 0; i < COUNT(all); i++)
        free(all[i]);
    free(f);
    return 0;
}

/* ------------------------------------------------------------------------------------------ what is asked */

static bool is_told(int status) {
    return status == DOSSIER_ERR_DAMAGED || status == DOSSIER_ERR_VERSION;
}

/* Opens and asks: a right or a wrong answer, or damage that is told with the path of a file. */
static void ask(const fixture *f) {
    static const char *const queries[] = {"border treaty", "\"open door\"", "+gas -winter", "ge*", "title:door",
                                          "author:ann key:2 date:2022"};
    const char *dir = f->dir;
    dossier_error err;
    dossier_index *index;
    int status = dossier_open(&index, &dir, 1, &err);
    if (status != DOSSIER_OK) {
        if (!is_told(status) || strstr(err.message, f->dir) == NULL)
            fail_msg("opening: status %d: %s", status, err.message);
        return;
    }
    for (size_t i = 0; i < COUNT(queries); i++) {
        dossier_result *result = NULL;
        dossier_search_options o = {.limit = 8, .group = (int)(i % 2)};
        status = dossier_search(index, dossier_string(queries[i]), &o, &result, &err);
        if (status != DOSSIER_OK) {
            if (status != DOSSIER_ERR_DAMAGED || strstr(err.message, f->dir) == NULL)
                fail_msg("%s: status %d: %s", queries[i], status, err.message);
        }
        dossier_result_free(result);
    }
    dossier_close(index);
}

typedef struct faults {
    unsigned count;
    char first[1024];
} faults;

static void take_fault(void *context, const char *line) {
    faults *f = context;
    assert_null(strchr(line, '\n'));
    if (f->count++ == 0)
        snprintf(f->first, sizeof f->first, "%s", line);
}

/* Checks the index: whether damage was found, *where the first line that tells of it. */
static bool check_finds(const fixture *f, faults *found) {
    dossier_error err = {0};
    *found = (faults){0};
    int status = dossier_check(f->dir, take_fault, found, &err);
    if (status == DOSSIER_OK) {
        assert_int_equal(found->count, 0);
        return false;
    }
    assert_true(is_told(status));
    if (found->count == 0)
        snprintf(found->first, sizeof found->first, "%s", err.message);
    return true;
}

/* ------------------------------------------------------------------------------------------ the tests */

static void test_it_is_whole_before(void **state) {
    faults found;
    assert_false(check_finds(*state, &found));
}

/* The section of a byte of the segment; -1 for one that is in none. */
static int section_at(const fixture *f, size_t at) {
    segment_trailer t;
    memcpy(&t, f->segment_bytes + f->segment_size - sizeof t, sizeof t);
    for (int i = 0; i < SECTION_COUNT; i++)
        if (at >= t.sections[i].at && at < t.sections[i].at + t.sections[i].size)
            return i;
    return -1;
}

/* Flips a bit of each byte of a segment in turn; DOSSIER_TEST_STEP=1 takes every byte also where that takes long. */
static void test_each_byte_of_a_segment(void **state) {
    const fixture *f = *state;
    const char *given = getenv("DOSSIER_TEST_STEP");
    size_t step = given == NULL ? 7 : strtoul(given, NULL, 10);
    FILE *file = fopen(f->segment, "r+b");
    assert_non_null(file);
    setvbuf(file, NULL, _IONBF, 0);
    for (size_t at = 0; at < f->segment_size; at += step) {
        char bad = (char)(f->segment_bytes[at] ^ 1 << at % 8);
        assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
        assert_int_equal(fwrite(&bad, 1, 1, file), 1);
        faults found;
        int section = section_at(f, at);
        bool padding = section < 0 && at >= sizeof SEGMENT_MAGIC && at < f->segment_size - sizeof(segment_trailer);
        if (check_finds(f, &found) == padding)
            fail_msg("byte %zu: %s", at, padding ? found.first : "is not found");
        if (!padding && strstr(found.first, f->segment) == NULL)
            fail_msg("byte %zu: the file is not told: %s", at, found.first);
        if (section >= 0 && strstr(found.first, section_name((enum section_id)section)) == NULL)
            fail_msg("byte %zu: is of the %s: %s", at, section_name((enum section_id)section), found.first);
        ask(f);
        assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
        assert_int_equal(fwrite(&f->segment_bytes[at], 1, 1, file), 1);
    }
    fclose(file);
    faults found;
    assert_false(check_finds(f, &found));
}

/* Writes on: some articles go, then all becomes one segment.  It is done, or the damage is told of. */
static void write_on(const fixture *f, size_t at) {
    dossier_error err;
    dossier_writer *w;
    int status = dossier_writer_open(&w, f->dir, NULL, &err);
    for (unsigned i = 3; i < 200 && status >= 0; i += 13) {
        char key[32];
        snprintf(key, sizeof key, "key-%u", i);
        status = dossier_writer_remove(w, dossier_string(key), &err);
    }
    if (status >= 0)
        status = dossier_writer_commit(w, &err);
    if (status >= 0)
        status = dossier_writer_optimize(w, &err);
    dossier_writer_close(w);
    if (status < 0 && (!is_told(status) || strstr(err.message, f->dir) == NULL))
        fail_msg("byte %zu: status %d: %s", at, status, err.message);
}

static void test_writing_on_with_a_damaged_segment(void **state) {
    const fixture *f = *state;
    static const unsigned char odd[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};
    char *copy = malloc(f->segment_size);
    assert_non_null(copy);
    for (size_t at = 0, i = 0; at < f->segment_size; at += 37, i++) {
        memcpy(copy, f->segment_bytes, f->segment_size);
        copy[at] = (char)odd[i % COUNT(odd)];
        write_file(f->segment, copy, f->segment_size);
        write_file(f->removed, f->removed_bytes, f->removed_size);
        write_file(f->list, f->list_bytes, f->list_size);
        write_on(f, at);
        ask(f);
    }
    free(copy);
}

/* A term of no letters that a message could show. */
static void test_a_fault_is_one_line(void **state) {
    const fixture *f = *state;
    segment_trailer t;
    memcpy(&t, f->segment_bytes + f->segment_size - sizeof t, sizeof t);
    char *copy = malloc(f->segment_size);
    assert_non_null(copy);
    memcpy(copy, f->segment_bytes, f->segment_size);
    char *terms = copy + t.sections[SECTION_TERMS].at, *word = memmem(terms, (size_t)t.sections[SECTION_TERMS].size, "ann", 3);
    assert_non_null(word);
    memcpy(word, "\n\033\xFF", 3);
    memset(copy + t.sections[SECTION_POSTINGS].at, 0xFF, 16);
    write_file(f->segment, copy, f->segment_size);
    faults found; /* take_fault looks at each line. */
    assert_true(check_finds(f, &found));
    assert_true(found.count > 1);
    free(copy);
}

/* Flips a bit of each byte of a small file in turn. */
static void flip_each(const fixture *f, const char *path, const char *bytes, size_t size) {
    char *copy = malloc(size);
    assert_non_null(copy);
    for (size_t at = 0; at < size; at++) {
        memcpy(copy, bytes, size);
        copy[at] = (char)(copy[at] ^ 1 << at % 8);
        write_file(path, copy, size);
        faults found;
        if (!check_finds(f, &found))
            fail_msg("%s: byte %zu: is not found", path, at);
        ask(f);
    }
    write_file(path, bytes, size);
    free(copy);
}

static void test_each_byte_of_what_was_removed(void **state) {
    const fixture *f = *state;
    flip_each(f, f->removed, f->removed_bytes, f->removed_size);
}

static void test_each_byte_of_the_list(void **state) {
    const fixture *f = *state;
    flip_each(f, f->list, f->list_bytes, f->list_size);
}

static void cut_each(const fixture *f, const char *path, const char *bytes, size_t size, size_t step) {
    for (size_t left = 0; left < size; left += left + step < size || left == size - 1 ? step : size - 1 - left) {
        faults found;
        write_file(path, bytes, left);
        if (!check_finds(f, &found))
            fail_msg("%s: cut to %zu bytes: is not found", path, left);
        ask(f);
    }
    write_file(path, bytes, size);
}

static void test_cut_short(void **state) {
    const fixture *f = *state;
    cut_each(f, f->segment, f->segment_bytes, f->segment_size, 101);
    cut_each(f, f->removed, f->removed_bytes, f->removed_size, 1);
    cut_each(f, f->list, f->list_bytes, f->list_size, 1);
}

static void test_longer_than_it_was(void **state) {
    const fixture *f = *state;
    char *longer = calloc(1, f->segment_size + 4096);
    assert_non_null(longer);
    memcpy(longer, f->segment_bytes, f->segment_size);
    faults found;
    for (size_t more = 1; more <= 4096; more *= 4) {
        write_file(f->segment, longer, f->segment_size + more);
        assert_true(check_finds(f, &found));
        ask(f);
    }
    free(longer);
}

/* Writes the segment with another trailer, whose checksum is right. */
static void write_with_trailer(const fixture *f, const segment_trailer *changed) {
    segment_trailer t = *changed;
    t.crc = crc_of(0, &t, offsetof(segment_trailer, crc));
    char *copy = malloc(f->segment_size);
    assert_non_null(copy);
    memcpy(copy, f->segment_bytes, f->segment_size);
    memcpy(copy + f->segment_size - sizeof t, &t, sizeof t);
    write_file(f->segment, copy, f->segment_size);
    free(copy);
}

static int open_status(const fixture *f, dossier_error *err) {
    const char *dir = f->dir;
    dossier_index *index;
    int status = dossier_open(&index, &dir, 1, err);
    dossier_close(index);
    return status;
}

static void test_another_version(void **state) {
    const fixture *f = *state;
    segment_trailer t;
    dossier_error err;
    memcpy(&t, f->segment_bytes + f->segment_size - sizeof t, sizeof t);
    t.version = SEGMENT_VERSION + 1;
    write_with_trailer(f, &t);
    assert_int_equal(open_status(f, &err), DOSSIER_ERR_VERSION);
    assert_non_null(strstr(err.message, f->segment));
    faults found;
    assert_true(check_finds(f, &found));
}

/* Numbers of the trailer that contradict the sections, or lie about them. */
static void test_a_trailer_that_lies(void **state) {
    const fixture *f = *state;
    static const uint64_t odd[] = {0, 1, 63, 64, 4096, 1u << 31, UINT32_MAX, (uint64_t)1 << 32, UINT64_MAX / 2, UINT64_MAX};
    segment_trailer whole;
    memcpy(&whole, f->segment_bytes + f->segment_size - sizeof whole, sizeof whole);
    for (size_t number = 0; number < offsetof(segment_trailer, crc) / 4; number++)
        for (size_t i = 0; i < COUNT(odd); i++) {
            segment_trailer t = whole;
            size_t at = number * 4, size = sizeof t.file_size;
            if (at + size > offsetof(segment_trailer, crc))
                size = 4;
            memcpy((char *)&t + at, &odd[i], size);
            write_with_trailer(f, &t);
            faults found;
            check_finds(f, &found);
            ask(f);
        }
}

static void test_foreign_files(void **state) {
    const fixture *f = *state;
    const struct {
        const char *bytes;
        size_t size;
    } foreign[] = {{f->removed_bytes, f->removed_size}, {f->list_bytes, f->list_size}, {"", 0}, {"text\n", 5}};
    faults found;
    for (size_t i = 0; i < COUNT(foreign); i++) {
        write_file(f->segment, foreign[i].bytes, foreign[i].size);
        assert_true(check_finds(f, &found));
        ask(f);
    }
    write_file(f->segment, f->segment_bytes, f->segment_size);
    write_file(f->removed, f->segment_bytes, f->segment_size);
    assert_true(check_finds(f, &found));
    ask(f);
    write_file(f->list, f->segment_bytes, f->segment_size);
    assert_true(check_finds(f, &found));
    ask(f);
}

/* What was removed of another segment. */
static void test_removals_of_another_segment(void **state) {
    void *other;
    assert_int_equal(begin(&other), 0);
    const fixture *f = *state;
    fixture *g = other;
    dossier_writer *w = open_writer(g->dir, NULL);
    add_number(w, 1000);
    commit(w);
    dossier_error err;
    assert_int_equal(dossier_writer_remove(w, dossier_string("key-1"), &err), 1);
    commit(w);
    dossier_writer_close(w);
    char *path = path_of(g, "removed-");
    size_t size;
    char *bytes = read_file(path, &size);
    assert_non_null(bytes);
    write_file(f->removed, bytes, size);
    assert_int_equal(open_status(f, &err), DOSSIER_ERR_DAMAGED);
    assert_non_null(strstr(err.message, f->removed));
    free(bytes);
    free(path);
    end(&other);
}

static void test_files_that_are_gone(void **state) {
    const fixture *f = *state;
    const char *paths[] = {f->segment, f->removed, f->list};
    for (size_t i = 0; i < COUNT(paths); i++) {
        size_t size;
        char *bytes = read_file(paths[i], &size);
        assert_int_equal(unlink(paths[i]), 0);
        dossier_error err;
        assert_int_equal(open_status(f, &err), DOSSIER_ERR_DAMAGED);
        faults found;
        assert_true(check_finds(f, &found));
        dossier_writer *w;
        assert_int_equal(dossier_writer_open(&w, f->dir, NULL, &err), DOSSIER_ERR_DAMAGED);
        write_file(paths[i], bytes, size);
        free(bytes);
    }
    faults found;
    assert_false(check_finds(f, &found));
}

/* Lists whose checksum is right and whose lines are not. */
static void test_lists_with_odd_lines(void **state) {
    const fixture *f = *state;
    const char *segment = strrchr(f->segment, '/') + 1, *removed = strrchr(f->removed, '/') + 1;
    static const char *const heads[] = {
        "",
        "next\n",
        "next 1\n",
        "next 1 2 3\ndictionary - 00000000\n",
        "next x 2\ndictionary - 00000000\n",
        "next 1 -2\ndictionary - 00000000\n",
        "next 1 123456789012345678901\ndictionary - 00000000\n",
        "next 300 9\n",
        "next 300 9\ndictionary -\n",
        "next 300 9\ndictionary ../../passwd 00000000\n",
        "next 300 9\ndictionary dictionary- 00000000\n",
        "next 300 9\ndictionary dictionary-1x 00000000\n",
        "next 300 9\ndictionary dictionary-12345678901234567890 00000000\n",
        "next 300 9\ndictionary - 0\n",
        "next 300 9\ndictionary - 0000000x\n",
        "next 300 9\ndictionary dictionary-1 00000000\n",
        "dictionary - 00000000\nnext 300 9\n",
        "next 300 9\ndictionary - 00000000\nsegments\n",
        "next 300 9\ndictionary - 00000000\nsegment -\n",
        "next 300 9\ndictionary - 00000000\nsegment - -\n",
        "next 300 9\ndictionary - 00000000\nsegment ../segment-1 -\n",
        "next 300 9\ndictionary - 00000000\nsegment segment-1/../segment-1 -\n",
        "next 300 9\ndictionary - 00000000\nsegment segment-1 segment-1\n",
        "next 300 9\ndictionary - 00000000\nsegment segment-999 -\n",
        "next 300 9\ndictionary - 00000000\nsegment segment-1 - -\n",
        "next 300 9\ndictionary - 00000000\n\n",
        "next 300 9\ndictionary - 00000000\nend 00000000\n",
    };
    for (size_t i = 0; i < COUNT(heads) + 2; i++) {
        char text[1024];
        if (i < COUNT(heads))
            snprintf(text, sizeof text, "dossier-segments 1\n%s", heads[i]);
        else
            snprintf(text, sizeof text, "dossier-segments %d\nnext 300 9\ndictionary - 00000000\nsegment %s %s\n",
                     i == COUNT(heads) ? 1 : 2, segment, removed);
        size_t size = strlen(text);
        snprintf(text + size, sizeof text - size, "end %08x\n", (unsigned)crc_of(0, text, size));
        write_file(f->list, text, strlen(text));
        dossier_error err;
        int status = open_status(f, &err);
        if (status != (i == COUNT(heads) ? DOSSIER_OK : i > COUNT(heads) ? DOSSIER_ERR_VERSION : DOSSIER_ERR_DAMAGED))
            fail_msg("status %d of the list\n%s", status, text);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_it_is_whole_before),
        TEST(test_each_byte_of_a_segment),
        TEST(test_writing_on_with_a_damaged_segment),
        TEST(test_a_fault_is_one_line),
        TEST(test_each_byte_of_what_was_removed),
        TEST(test_each_byte_of_the_list),
        TEST(test_cut_short),
        TEST(test_longer_than_it_was),
        TEST(test_another_version),
        TEST(test_a_trailer_that_lies),
        TEST(test_foreign_files),
        TEST(test_removals_of_another_segment),
        TEST(test_files_that_are_gone),
        TEST(test_lists_with_odd_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
