/* jsonl_fuzz.c: any bytes as lines of JSON: what the plain reader takes must be what jansson reads.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/jsonl_flat.h"
#include "tests/fuzz/replay.h"

static void require(int holds, const char *what) {
    if (holds)
        return;
    fprintf(stderr, "jsonl_fuzz: %s\n", what);
    abort();
}

static void compare(const flat_member *m, const json_t *json) {
    require(json != NULL, "a member is not there");
    switch (m->kind) {
    case FLAT_STRING:
        require(json_is_string(json) && json_string_length(json) == m->string.size &&
                    memcmp(json_string_value(json), m->string.data, m->string.size) == 0,
                "a string differs");
        break;
    case FLAT_INTEGER:
        require(json_is_integer(json) && json_integer_value(json) == m->integer, "a number differs");
        break;
    case FLAT_NULL:
        require(json_is_null(json), "a null is none");
        break;
    case FLAT_LIST:
        require(json_is_array(json), "a list is none");
        break;
    case FLAT_OTHER:
        require(json_is_boolean(json) || json_is_object(json) || json_is_real(json), "a value differs");
        break;
    }
}

/* Returns 1 where the line is plain. */
static int check_line(const char *line, size_t size) {
    static flat_record record;
    int plain = flat_read(&record, line, size);
    require(plain >= 0, "no memory");
    if (!plain)
        return 0;
    json_t *json = json_loadb(line, size, JSON_ALLOW_NUL, NULL);
    require(json_is_object(json) && json_object_size(json) == record.count, "not jansson's members");
    for (size_t i = 0; i < record.count; i++) {
        char *name = calloc(1, record.members[i].name.size + 1);
        require(name != NULL, "no memory");
        memcpy(name, record.members[i].name.data, record.members[i].name.size);
        compare(&record.members[i], json_object_get(json, name));
        free(name);
    }
    json_decref(json);
    return 1;
}

/* Checks each line, in memory of its very size; returns how many are plain. */
static size_t check_lines(const char *data, size_t size) {
    size_t plain = 0;
    for (size_t at = 0, end; at < size; at = end + 1) {
        const char *feed = memchr(data + at, '\n', size - at);
        end = feed == NULL ? size : (size_t)(feed - data);
        char *line = malloc(end - at + 1);
        require(line != NULL, "no memory");
        memmove(line + 1, data + at, end - at);
        plain += (size_t)check_line(line + 1, end - at);
        free(line);
    }
    return plain;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check_lines((const char *)data, size);
    return 0;
}

/* The file as it is, a part of it as a string, and the whole with bytes changed; returns how many lines are plain. */
size_t replay(uint8_t *file, size_t size) {
    enum { TRIES = 50, TEXT_MOST = 2000 };
    static char copy[REPLAY_MOST];
    static const char signs[] = "\"\\{}[]:,019e.-ntfu\0 \x1F\x80\xC3";
    static uint32_t seed = 1;
    const char *bytes = (const char *)file;
    size_t plain = check_lines(bytes, size);
    for (int k = 0; k < TRIES && size > 0; k++) {
        size_t from = replay_number(&seed) % size, part = size - from < TEXT_MOST ? size - from : TEXT_MOST;
        char text[TEXT_MOST + 64];
        int head = snprintf(text, sizeof text, "{\"_id\": %d, \"text\": \"", k);
        memcpy(text + head, bytes + from, part);
        memcpy(text + head + part, "\"}", 2);
        plain += (size_t)check_line(text, (size_t)head + part + 2);
        memcpy(copy, bytes, size);
        for (size_t n = replay_number(&seed) % 40; n > 0; n--)
            copy[replay_number(&seed) % size] = signs[replay_number(&seed) % (sizeof signs - 1)];
        plain += check_lines(copy, size);
    }
    return plain;
}
