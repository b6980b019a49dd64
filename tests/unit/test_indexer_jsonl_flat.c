/* test_indexer_jsonl_flat.c: what the plain reader of JSON Lines takes, what it leaves to jansson, and that both agree.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/jsonl_flat.h"
#include "tests/unit/support.h"

/* Reads a line in memory of its very size; 1 where it is plain.  Then it must be what jansson says. */
static int check(flat_record *record, const char *line, size_t size) {
    char *exact = malloc(size + (size == 0));
    assert_non_null(exact);
    memcpy(exact, line, size);
    int plain = flat_read(record, exact, size);
    assert_true(plain == 0 || plain == 1);
    json_t *json = json_loadb(exact, size, JSON_ALLOW_NUL, NULL);
    if (plain && !json_is_object(json))
        fail_msg("taken, though it is no object: %.*s", (int)size, line);
    if (plain)
        assert_int_equal(record->count, json_object_size(json));
    for (size_t i = 0; plain && i < record->count; i++) {
        const flat_member *m = &record->members[i];
        char *name = calloc(1, m->name.size + 1);
        assert_non_null(name);
        memcpy(name, m->name.data, m->name.size);
        const json_t *value = json_object_get(json, name);
        static const json_type types[] = {[FLAT_STRING] = JSON_STRING,
                                          [FLAT_INTEGER] = JSON_INTEGER,
                                          [FLAT_NULL] = JSON_NULL,
                                          [FLAT_LIST] = JSON_ARRAY};
        assert_non_null(value);
        if (m->kind == FLAT_OTHER)
            assert_true(json_is_boolean(value) || json_is_object(value) || json_is_real(value));
        else
            assert_int_equal(types[m->kind], json_typeof(value));
        if (m->kind == FLAT_INTEGER)
            assert_int_equal(m->integer, json_integer_value(value));
        if (m->kind == FLAT_STRING) {
            assert_int_equal(m->string.size, json_string_length(value));
            assert_memory_equal(m->string.data, json_string_value(value), m->string.size);
        }
        assert_ptr_equal(flat_get(record, name), m);
        free(name);
    }
    json_decref(json);
    free(exact);
    return plain;
}

static void test_plain(void **state) {
    (void)state;
    static const char *const lines[] = {
        "{}",
        " \t\r\n{ } ",
        "{\"_id\":\"a\"}",
        "{ \"a\" : \"b\" , \"c\" : 1 }\r",
        "{\"\":\"\"}",
        "{\"a\":-0,\"b\":0,\"c\":-999999999999999999,\"d\":0.5,\"e\":-12.25}",
        "{\"a\":null,\"b\":true,\"c\":false,\"d\":{},\"e\":[],\"f\":{\"a\":[1,{\"x\":[[]]}],\"a\":2}}",
        "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\\u0000.\"}",
        "{\"a\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\x7F\",\"\xC3\xA9\":\"n\xC3\xA4me\"}",
        "{\"a\":\"0123456789012345678901234567890123456789\\n0123456789012345678901234567890\xC3\xA9\"}",
    };
    flat_record record = {0};
    for (size_t i = 0; i < COUNT(lines); i++)
        if (!check(&record, lines[i], strlen(lines[i])))
            fail_msg("not taken: %s", lines[i]);
    flat_free(&record);
}

/* A good line that is not plain would be read all the same, only slowly; each of these must not be. */
static void test_left_to_jansson(void **state) {
    (void)state;
    static const char *const lines[] = {
        "", " ", "[]", "1", "\"a\"", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
        "{\"a\":1}}", "{\"a\":1} x", "{a:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "\v{}", "{\"a\":\"\\",
        "{\"a\":\"\\u", "{\"a\":\"\\u12", "{\"a\":\"\\u12G4\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\t\"}", "{\"a\":\"\x1F\"}",
        "{\"a\":\"\\uD800\"}", "{\"a\":\"\\uD800\\u0041\"}", "{\"a\":\"\\uDC00\"}", "{\"a\":\"\\uD800x\"}",
        "{\"a\":\"\xC3\"}", "{\"a\":\"\xC0\x80\"}", "{\"a\":\"\xED\xA0\x80\"}", "{\"a\":\"\xF4\x90\x80\x80\"}",
        "{\"a\":\"\x80\"}", "{\"a\":\"\xE2\x82", "{\"a\":01}", "{\"a\":-}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}",
        "{\"a\":1e400}", "{\"a\":9223372036854775808}", "{\"a\":nul}", "{\"a\":nulls}", "{\"a\":True}", "{\"a\":[1,]}",
        "{\"a\":[1}", "{\"a\":{\"b\"}}", "{\"a\":{\"b\":1,}}", "{\"a\":[", "{\"a\":{", "{\"a\":{\"\\u0000\":1}}",
        /* These are JSON, but not plain. */
        "{\"a\":1,\"a\":2}", "{\"\\u0061\":1}", "{\"a\":1e4}", "{\"a\":1000000000000000000}",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}",
    };
    flat_record record = {0};
    for (size_t i = 0; i < COUNT(lines); i++)
        if (check(&record, lines[i], strlen(lines[i])))
            fail_msg("taken: %s", lines[i]);
    assert_false(check(&record, "{\"a\":\"\0\"}", 9));
    flat_free(&record);
}

static void test_many_members(void **state) {
    (void)state;
    char line[8 * FLAT_MEMBERS_MOST + 40];
    flat_record record = {0};
    for (size_t count = 1; count <= FLAT_MEMBERS_MOST + 1; count++) {
        size_t size = 0;
        for (size_t i = 0; i < count; i++)
            size += (size_t)snprintf(line + size, sizeof line - size, "%c\"%zu\":%zu", i == 0 ? '{' : ',', i, i % 10);
        line[size++] = '}';
        assert_int_equal(check(&record, line, size), count <= FLAT_MEMBERS_MOST);
    }
    flat_free(&record);
}

static json_t *random_value(rng *r, int depth) {
    static const char *const pieces[] = {"plain words of a text ", "\"", "\\", "/", "\n", "\x01", "\xC3\xA9",
                                         "\xF0\x9F\x98\x80", "\xE2\x80\x99", "0123456789abcdef0123456789abcdef", "\x7F"};
    char text[2048];
    size_t size = 0;
    json_t *made;
    switch (rng_below(r, depth > 0 ? 9 : 6)) {
    case 0:
        return json_integer((json_int_t)rng_next(r) >> (5 + rng_below(r, 59)));
    case 1:
        return json_null();
    case 2:
        return json_boolean(rng_below(r, 2));
    case 6:
        made = json_array();
        for (size_t n = rng_below(r, 4); n > 0; n--)
            json_array_append_new(made, random_value(r, depth - 1));
        return made;
    case 7:
        made = json_object();
        for (size_t n = rng_below(r, 4); n > 0; n--)
            json_object_set_new(made, (const char *[]){"a", "b", "", "c d"}[n], random_value(r, depth - 1));
        return made;
    default:
        for (size_t n = rng_below(r, 30); n > 0; n--) {
            const char *piece = pieces[rng_below(r, COUNT(pieces))];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        return json_stringn(text, size);
    }
}

/* What jansson writes is plain in whatever way it is written; with bytes changed it is plain only if it is JSON. */
static void test_as_jansson(void **state) {
    (void)state;
    static const size_t flags[] = {0, JSON_COMPACT, JSON_ENSURE_ASCII, JSON_ESCAPE_SLASH, JSON_INDENT(1)};
    static const char signs[] = "\"\\{}[]:,0e.-ntu \x1F\x80\xC3";
    rng r = {91};
    flat_record record = {0};
    size_t changed = 0;
    for (int i = 0; i < 2000; i++) {
        static const char *const names[] = {"_id", "title", "text", "metadata", "date", "x"};
        json_t *json = json_object();
        for (size_t n = rng_below(&r, COUNT(names) + 1); n > 0; n--)
            json_object_set_new(json, names[n - 1], random_value(&r, 2));
        char *line = json_dumps(json, flags[rng_below(&r, COUNT(flags))]);
        size_t size = strlen(line);
        if (!check(&record, line, size))
            fail_msg("not taken: %s", line);
        for (int k = 0; k < 20; k++) {
            size_t at = rng_below(&r, size);
            char kept = line[at];
            line[at] = rng_once_in(&r, 8) ? (char)rng_next(&r) : signs[rng_below(&r, sizeof signs - 1)];
            changed += (size_t)check(&record, line, rng_once_in(&r, 8) ? rng_below(&r, size) : size);
            line[at] = rng_once_in(&r, 4) ? line[at] : kept;
        }
        free(line);
        json_decref(json);
    }
    assert_true(changed > 1000);
    flat_free(&record);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_left_to_jansson),
        cmocka_unit_test(test_many_members),
        cmocka_unit_test(test_as_jansson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
