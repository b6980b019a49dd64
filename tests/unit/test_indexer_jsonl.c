/* test_indexer_jsonl.c: records that are articles, records that are not, and where the fault is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

typedef struct seen {
    char articles[4000]; /* key|title|author|date|source|lang|line|text, one a line */
    char notes[4000];
    size_t count;
    size_t stop_at;
    dossier_report report;
    int code;
} seen;

static int on_article(void *context, const dossier_article *a) {
    seen *s = context;
    size_t used = strlen(s->articles);
    s->count++;
    if (used < sizeof s->articles - 300)
        snprintf(s->articles + used, sizeof s->articles - used, "%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%zu|%.*s\n",
                 (int)a->key.size, a->key.data, (int)a->title.size, a->title.size ? a->title.data : "",
                 (int)a->author.size, a->author.size ? a->author.data : "", (int)a->date.size,
                 a->date.size ? a->date.data : "", (int)a->source.size, a->source.size ? a->source.data : "",
                 (int)a->lang.size, a->lang.size ? a->lang.data : "", a->lines[0].line,
                 (int)(a->text.size < 100 ? a->text.size : 100), a->text.size ? a->text.data : "");
    return s->count == s->stop_at;
}

static void on_note(void *context, const dossier_note *note) {
    seen *s = context;
    size_t used = strlen(s->notes);
    const char *message = strchr(note->message, ':'); /* the path is another each time */
    snprintf(s->notes + used, sizeof s->notes - used, "%d%s\n", note->skipped,
             message != NULL ? message : "");
}

static void read_bytes(seen *s, const char *text, size_t size) {
    char *path = temporary_file(text, size);
    dossier_source_options options = {.format = "jsonl", .note = on_note, .context = s};
    const char *paths[] = {path};
    s->code = dossier_read_sources(paths, 1, &options, on_article, &s->report, NULL);
    remove_temporary(path);
}

static void expect(const char *text, const char *articles, const char *notes) {
    seen s = {0};
    read_bytes(&s, text, strlen(text));
    assert_int_equal(s.code, DOSSIER_OK);
    assert_string_equal(s.articles, articles);
    assert_string_equal(s.notes, notes);
}

static void test_fields(void **state) {
    (void)state;
    expect("{\"_id\":\"a\",\"title\":\"T\",\"text\":\"X\",\"author\":\"A\",\"date\":\"14 July "
           "2022\",\"url\":\"u\",\"lang\":"
           "\"german\"}",
           "a|T|A|2022-07-14|u|german|1|X\n", "");
    expect("{\"id\":12,\"text\":\"X\",\"date\":1963,\"source\":\"s\"}\n", "12|||1963|s||1|X\n", "");
    expect("{\"id\":\"i\",\"_id\":\"u\",\"text\":\"X\"}", "u||||||1|X\n", "");
    expect("{\"_id\":\"a\",\"text\":\"X\",\"author\":[\"A B\",\"C D\"],\"date\":\"long ago\"}",
           "a||A B, C D|long ago|||1|X\n", "");
    expect("{\"_id\":\"a\",\"text\":\"X\",\"title\":null,\"lang\":\"fr-CA\"}", "a|||||french|1|X\n", "");
    expect("{\"_id\":\"a\",\"text\":\"\"}", "a||||||1|\n", "");
    expect("{\"_id\":\"a\",\"title\":\"only\"}", "a|only|||||1|\n", "");
    expect("\n \r\n{\"_id\":\"a\",\"text\":\"X\"}\r\n", "a||||||3|X\n", "");
    expect("\n{\"_id\":\"a\",\"html\":\"<p>caf\\u00e9\",\"title\":\"T\"}", "a|T|||||2|caf\xC3\xA9\n", "");
    expect("{\"_id\":\"a\",\"text\":\"<b>X\",\"format\":\"HTML\"}", "a||||||1|X\n", "");
    expect("{\"_id\":\"a\",\"text\":\"<b>X\",\"html\":\"Y\",\"format\":2}", "a||||||1|<b>X\n", "");
}

static void test_faults(void **state) {
    (void)state;
    expect("{\"_id\":\"a\",\"text\":\"X\"", "",
           "1:1:21: is not JSON: '}' expected at the end of the line; the line is left out\n");
    expect("\n{\"_id\":\"a\", x}", "", "1:2:13: is not JSON: string or '}' expected; the line is left out\n");
    expect("{\"text\":\"X\"}", "", "1:1: has no \"_id\" and no \"id\"; the line is left out\n");
    expect("{\"_id\":\"\",\"text\":\"X\"}", "", "1:1: its \"_id\" is empty; the line is left out\n");
    expect("{\"_id\":1.5,\"text\":\"X\"}", "",
           "1:1: its \"_id\" is neither a string nor a whole number; the line is left out\n");
    expect("{\"_id\":\"a\"}", "", "1:1: has no \"text\"; the line is left out\n");
    expect("{\"_id\":\"a\",\"text\":[]}", "", "1:1: \"text\" is not a string; the line is left out\n");
    expect("{\"_id\":\"a\",\"text\":\"X\",\"author\":[1]}", "",
           "1:1: \"author\" is a list of other things than strings; the line is left out\n");
    expect("7\n[]\n", "",
           "1:1:1: is not JSON: '[' or '{' expected; the line is left out\n"
           "1:2: is no object; the line is left out\n");
    expect("{\"_id\":\"a\",\"text\":\"X\",\"lang\":\"xx\"}", "a||||||1|X\n",
           "0:1: there is no stemmer for the language \"xx\"; the index's is used, here and wherever this "
           "comes again\n");
}

static void test_bytes(void **state) {
    static const char nul[] = "{\"_id\":\"a\",\"text\":\"x\\u0000y\"}";
    (void)state;
    seen s = {0};
    read_bytes(&s, nul, sizeof nul - 1);
    assert_int_equal(s.count, 1);
    expect("\xEF\xBB\xBF{\"_id\":\"a\",\"text\":\"caf\xE9\"}\n", "a||||||1|caf\xEF\xBF\xBD\n",
           "0: 1 byte is not UTF-8; each was taken as U+FFFD\n");
    expect("{\"_id\":\"a\",\"text\":\"\\ud83d\\ude00\"}\n", "a||||||1|\xF0\x9F\x98\x80\n", "");
    expect("{\"_id\":\"a\",\"text\":\"\\ud83d\"}\n", "",
           "1:1:26: is not JSON: invalid Unicode '\\uD83D'; the line is left out\n");
}

static void test_many_faults(void **state) {
    char text[50 * 3];
    (void)state;
    for (size_t i = 0; i < 50; i++)
        memcpy(text + 3 * i, "{x\n", 3);
    seen s = {0};
    read_bytes(&s, text, sizeof text);
    assert_int_equal(s.report.inputs_skipped, 50);
    assert_non_null(strstr(s.notes, ": 30 more lines were left out"));
}

static void test_stop(void **state) {
    static const char text[] =
        "{\"_id\":\"a\",\"text\":\"X\"}\n{\"_id\":\"b\",\"text\":\"X\"}\n{\"_id\":\"c\",\"text\":\"X\"}\n";
    (void)state;
    seen s = {.stop_at = 2};
    read_bytes(&s, text, sizeof text - 1);
    assert_int_equal(s.code, DOSSIER_ERR_STOPPED);
    assert_int_equal(s.count, 2);
}

/* Lines that end anywhere in what is read at once: one of 256 KiB, and many. */
static void test_portions(void **state) {
    (void)state;
    size_t size = 3 << 20, at = 0;
    char *text = malloc(size + 300000);
    assert_non_null(text);
    for (size_t i = 0; at < size; i++) {
        at += (size_t)sprintf(text + at, "{\"_id\":%zu,\"text\":\"", i);
        size_t n = i % 97 == 0 ? 262100 + i : i * 31 % 1000;
        memset(text + at, 'x', n);
        at += n;
        at += (size_t)sprintf(text + at, "\"}\n");
    }
    size_t lines = 0;
    for (size_t i = 0; i < at; i++)
        lines += text[i] == '\n';
    seen s = {0};
    read_bytes(&s, text, at);
    assert_int_equal(s.count, lines);
    assert_int_equal(s.report.inputs_skipped, 0);
    assert_int_equal(s.report.bytes, at);
    free(text);
}

/* Whatever the bytes are, a line is an article or is noted. */
static void test_garbage(void **state) {
    static const char *const pieces[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         "\"_id\":",
                                         "\"a\"",
                                         ",",
                                         ":",
                                         "\"text\":\"x\"",
                                         "\"html\":\"<p>x\"",
                                         "\"format\":\"html\"",
                                         "\n",
                                         "\\u",
                                         "1",
                                         "1e999",
                                         "null",
                                         "\xFF",
                                         "\\",
                                         "\"",
                                         " ",
                                         "{\"_id\":\"a\",\"text\":\"X\"}\n"};
    uint32_t random = 99;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[600];
        size_t size = 0;
        while (size < 400) {
            random = random * 1664525u + 1013904223u;
            const char *piece = pieces[(random >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        seen s = {0};
        read_bytes(&s, text, size);
        assert_int_equal(s.code, DOSSIER_OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),      cmocka_unit_test(test_faults), cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_many_faults), cmocka_unit_test(test_stop),   cmocka_unit_test(test_portions),
        cmocka_unit_test(test_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
