/* test_print.c: results as text, JSON Lines and TREC lines, hostile data included.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs the four above before it. */
#include <cmocka.h>
#include <float.h>
#include <jansson.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "engine/buffer.h"
#include "query/print.h"
#include "query/result.h"

#define RULE_20 "────────────────────"
#define RULE_80 RULE_20 RULE_20 RULE_20 RULE_20

static dossier_str str(const char *text) {
    dossier_str s = {text, text != NULL ? strlen(text) : 0};
    return s;
}

/* A hit with an article, without sentences and matches. */
static dossier_hit make_hit(const char *key, const char *title, const char *text) {
    dossier_hit hit = {.rank = 1, .score = 11.52};
    hit.article.key = str(key);
    hit.article.title = str(title);
    hit.passage.number = 4;
    hit.passage.line = 31;
    hit.passage.text = str(text);
    hit.passage.end = hit.passage.text.size;
    return hit;
}

/* Where a part stands in a text. */
static size_t offset(const char *text, const char *part) {
    const char *at = strstr(text, part);
    assert_non_null(at);
    return (size_t)(at - text);
}

static dossier_sentence sentence(const char *text, const char *part, double score) {
    dossier_sentence s = {offset(text, part), offset(text, part) + strlen(part), score};
    return s;
}

static dossier_match match(const char *text, const char *part, const char *term) {
    dossier_match m = {offset(text, part), offset(text, part) + strlen(part), str(term)};
    return m;
}

static int keep(void *context, const char *data, size_t size) {
    return buffer_put(context, data, size);
}

/* Prints hits into a string, to be freed. */
static char *print(dossier_hit *hits, size_t count, const dossier_print_options *options) {
    dossier_result result = {.hits = hits, .count = count, .matched = count + 200};
    dossier_error err = {0};
    buffer out = {0};
    assert_int_equal(dossier_print(&result, options, keep, &out, &err), DOSSIER_OK);
    assert_int_equal(buffer_put_byte(&out, '\0'), 0);
    return out.data;
}

static void expect_text(dossier_hit *hits, size_t count, unsigned width, int color, const char *wanted) {
    dossier_print_options options = {.color = color, .width = width};
    char *found = print(hits, count, &options);
    assert_string_equal(found, wanted);
    free(found);
}

/* What a text is when it is shown as a passage of a hit, without the hit's other lines. */
static void expect_shown(const char *text, size_t size, unsigned width, const char *wanted) {
    dossier_hit hit = {.rank = 1};
    dossier_sentence whole = {0, size, 1};
    hit.passage.text.data = text;
    hit.passage.text.size = size;
    hit.sentences = &whole;
    hit.sentence_count = 1;
    dossier_print_options options = {.width = width};
    char *found = print(&hit, 1, &options);
    assert_int_equal(found[0], '\n'); /* nothing is known of where it stands */
    assert_string_equal(found + 1, wanted);
    free(found);
}

/* -------------------------------------------------------------------------------------------------- text */

static const char door[] = "The door is open.  Few walk through it.  NATO's open doors\nmatter.  The end.";

static dossier_hit door_hit(dossier_sentence sentences[2], dossier_match matches[4]) {
    dossier_hit hit = make_hit("open-door.txt", "It's Time", door);
    hit.article.date = str("2022-07-05");
    hit.article.author = str("A. Writer");
    sentences[0] = sentence(door, "NATO's open doors\nmatter.", 4);
    sentences[1] = sentence(door, "The door is open.", 2);
    matches[0] = match(door, "door", "door");
    matches[1] = match(door, "open", "open");
    matches[2] = match(door, "open doors", "open");
    matches[2].end = matches[2].start + 4;
    matches[3] = match(door, "doors", "door");
    hit.sentences = sentences;
    hit.sentence_count = 2;
    hit.matches = matches;
    hit.match_count = 4;
    return hit;
}

static void shows_a_hit(void **state) {
    (void)state;
    dossier_sentence sentences[2];
    dossier_match matches[4];
    dossier_hit hits[2] = {door_hit(sentences, matches), door_hit(sentences, matches)};
    expect_text(hits, 1, 80, 0,
                "It's Time\n"
                "2022-07-05 · A. Writer · open-door.txt:31 · passage 4\n"
                "The door is open. … NATO's open doors matter.\n");
    expect_text(hits, 1, 80, 1,
                "\033[1mIt's Time\033[0m\n"
                "2022-07-05 · A. Writer · \033[35mopen-door.txt\033[0m:31 · passage 4\n"
                "The \033[1;31mdoor\033[0m is \033[1;31mopen\033[0m. … "
                "NATO's \033[1;31mopen doors\033[0m matter.\n");
    hits[1].article.title.size = 0;
    hits[1].article.date.size = 0;
    hits[1].article.author.size = 0;
    expect_text(hits, 2, 0, 0,
                "It's Time\n"
                "2022-07-05 · A. Writer · open-door.txt:31 · passage 4\n"
                "The door is open. … NATO's open doors matter.\n"
                RULE_80 "\n"
                "open-door.txt:31 · passage 4\n"
                "The door is open. … NATO's open doors matter.\n");
    expect_text(hits, 0, 80, 0, "");
}

static void wraps_by_words(void **state) {
    (void)state;
    dossier_sentence sentences[2];
    dossier_match matches[4];
    dossier_hit hits[2] = {door_hit(sentences, matches), door_hit(sentences, matches)};
    expect_text(hits, 2, 20, 0,
                "It's Time\n"
                "2022-07-05 · A.\n"
                "Writer ·\n"
                "open-door.txt:31 ·\n"
                "passage 4\n"
                "The door is open. …\n"
                "NATO's open doors\n"
                "matter.\n"
                RULE_20 "\n"
                "It's Time\n"
                "2022-07-05 · A.\n"
                "Writer ·\n"
                "open-door.txt:31 ·\n"
                "passage 4\n"
                "The door is open. …\n"
                "NATO's open doors\n"
                "matter.\n");
    /* No width is too small, and a title that is wrapped is bold on both lines, and on neither line's end. */
    dossier_hit hit = make_hit("k", "A title of more than twenty columns", "");
    expect_text(&hit, 1, 1, 1,
                "\033[1mA title of more than\033[0m\n\033[1mtwenty columns\033[0m\n"
                "\033[35mk\033[0m:31 · passage 4\n");
    /* In a file or a pipe, nothing is wrapped, and the rule still ends. */
    expect_text(hits, 2, UINT_MAX, 0,
                "It's Time\n2022-07-05 · A. Writer · open-door.txt:31 · passage 4\n"
                "The door is open. … NATO's open doors matter.\n" RULE_80 "\n"
                "It's Time\n2022-07-05 · A. Writer · open-door.txt:31 · passage 4\n"
                "The door is open. … NATO's open doors matter.\n");
}

static void wraps_by_columns(void **state) {
    (void)state;
    /* Accents that follow their letter take no column. */
    const char accents[] = "e\xCC\x81" "e\xCC\x81" "e\xCC\x81" "e\xCC\x81 bcdefghijklmno pqrst uvwxyz";
    expect_shown(accents, strlen(accents), 20,
                 "e\xCC\x81" "e\xCC\x81" "e\xCC\x81" "e\xCC\x81 bcdefghijklmno\npqrst uvwxyz\n");
    /* Wide characters take two, may be parted anywhere, but not before a full stop or after a bracket. */
    const char chinese[] = "北约的大门一直敞开着。「格鲁吉亚和」乌克兰";
    expect_shown(chinese, strlen(chinese), 20, "北约的大门一直敞开\n着。「格鲁吉亚和」乌\n克兰\n");
    const char ends_full[] = "北约的大门一直敞开着。好";
    expect_shown(ends_full, strlen(ends_full), 20, "北约的大门一直敞开\n着。好\n");
    /* One family of four, which is one character to a reader, is kept together. */
    const char family[] = "12345678901234567 \U0001F468\u200D\U0001F469\u200D\U0001F467 end";
    expect_shown(family, strlen(family), 20,
                 "12345678901234567\n\U0001F468\u200D\U0001F469\u200D\U0001F467 end\n");
    /* An address is never broken. */
    const char url[] = "See https://example.org/a/very/long/path/that/does/not/fit?x=1 there";
    expect_shown(url, strlen(url), 20,
                 "See\nhttps://example.org/a/very/long/path/that/does/not/fit?x=1\nthere\n");
    /* Space that forbids a break, and a place that allows one. */
    const char kept[] = "aaaaaaaaaaaaaa bbb\u00A0ccc";
    expect_shown(kept, strlen(kept), 20, "aaaaaaaaaaaaaa\nbbb\u00A0ccc\n");
    const char allowed[] = "aaaaaaaaaaaaaa\u200Bbbbbbbbbb";
    expect_shown(allowed, strlen(allowed), 20, "aaaaaaaaaaaaaa\nbbbbbbbbb\n");
    /* White space of every kind is one space, and none at either end. */
    const char spaces[] = " \t a\r\n\n\u2003b\u2028c\v ";
    expect_shown(spaces, strlen(spaces), 20, "a b c\n");
}

static void shows_no_control_characters(void **state) {
    (void)state;
    const char escape[] = "a\033[2Jb\033]0;title\007c\b\x7F" "d\0e";
    expect_shown(escape, sizeof escape - 1, 80, "a\uFFFD[2Jb\uFFFD]0;title\uFFFDc\uFFFD\uFFFDd\uFFFDe\n");
    const char c1[] = "a\xC2\x9B" "31mb\xC2\x80";
    expect_shown(c1, strlen(c1), 80, "a\uFFFD31mb\uFFFD\n");
    const char broken[] = "a\xFF" "b\xE2\x82 c\xC0\xAF\xED\xA0\x80";
    expect_shown(broken, strlen(broken), 80, "a\uFFFDb\uFFFD c\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\n");
    const char turned[] = "a\u202Eb\u2066c\u00ADd\uFEFFe";
    expect_shown(turned, strlen(turned), 80, "abcde\n");

    /* In every field, and with colours on, the only escapes are ours. */
    dossier_hit hit = make_hit("k\033[31me\ny", "t\033]0;x\007\xC2\x9D", "text \033[1mof it");
    hit.article.author = str("\033[5mauthor");
    hit.article.date = str("\033c\n\n2022");
    expect_text(&hit, 1, 80, 1,
                "\033[1mt\uFFFD]0;x\uFFFD\uFFFD\033[0m\n"
                "\uFFFDc 2022 · \uFFFD[5mauthor · \033[35mk\uFFFD[31me y\033[0m:31 · passage 4\n"
                "text \uFFFD[1mof it\n");
}

static void shows_the_beginning_without_sentences(void **state) {
    (void)state;
    dossier_hit hit = make_hit("k", NULL, "  A short  passage.\n");
    expect_text(&hit, 1, 80, 0, "k:31 · passage 4\nA short passage.\n");
    char words[1001];
    for (int i = 0; i < 1000; i += 10)
        memcpy(words + i, "nine-char ", 10);
    words[1000] = '\0';
    hit.passage.text = str(words);
    dossier_print_options options = {.width = UINT_MAX};
    char *found = print(&hit, 1, &options);
    char *line = strchr(found, '\n') + 1;
    assert_int_equal(strlen(line), 23 * 10 + 9 + strlen(" …\n"));
    assert_string_equal(line + strlen(line) - strlen("nine-char …\n"), "nine-char …\n");
    free(found);
    /* One long word is cut at a character. */
    char wide[3 * 500 + 1] = "";
    for (int i = 0; i < 500; i++)
        strcpy(wide + 3 * i, "门");
    hit.passage.text = str(wide);
    found = print(&hit, 1, &options);
    line = strchr(found, '\n') + 1;
    assert_int_equal(strlen(line), 120 * 3 + strlen(" …\n"));
    free(found);
}

static void names_the_query_of_a_batch(void **state) {
    (void)state;
    dossier_hit hit = make_hit("k", NULL, NULL);
    dossier_print_options options = {.width = 80, .query_id = "q\0337"};
    char *found = print(&hit, 1, &options);
    assert_string_equal(found, "── q\uFFFD7 ──\nk:31 · passage 4\n");
    free(found);
}

/* Sentences and matches that overlap, touch, or lie outside the text, do no harm. */
static void survives_odd_spans(void **state) {
    (void)state;
    const char text[] = "one two three four";
    dossier_hit hit = make_hit("k", NULL, text);
    dossier_sentence sentences[] = {{8, 13, 2}, {0, 10, 1}, {14, 99, 1}, {50, 60, 1}, {9, 3, 0}};
    dossier_match matches[] = {{0, 7, {0}}, {0, 3, {0}}, {4, 7, {0}}, {6, 10, {0}},
                               {15, 400, {0}}, {300, 10, {0}}};
    hit.sentences = sentences;
    hit.sentence_count = 5;
    hit.matches = matches;
    hit.match_count = 6;
    expect_text(&hit, 1, 80, 0, "k:31 · passage 4\none two th ree four\n");
    dossier_print_options options = {.color = 1};
    char *found = print(&hit, 1, &options);
    assert_non_null(strstr(found, "\033[1;31mone two th\033[0m"));
    free(found);
}

/* -------------------------------------------------------------------------------------------------- JSON */

static json_t *parse_line(char **at) {
    json_error_t error;
    char *end = strchr(*at, '\n');
    assert_non_null(end);
    json_t *value = json_loadb(*at, (size_t)(end - *at), JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (value == NULL)
        fail_msg("%s at %d: %s", error.text, error.position, *at);
    *at = end + 1;
    return value;
}

static void writes_json(void **state) {
    (void)state;
    dossier_sentence sentences[2];
    dossier_match matches[4];
    dossier_hit hit = door_hit(sentences, matches);
    hit.article.source = str("https://example.org/");
    hit.passage.start = 2210;
    hit.passage.end = 2290;
    hit.match_count = 2;
    dossier_print_options options = {.format = "json", .query_id = "q7"};
    char *found = print(&hit, 1, &options);
    assert_string_equal(found,
        "{\"type\":\"hit\",\"query\":\"q7\",\"rank\":1,\"score\":11.52,"
        "\"article\":{\"key\":\"open-door.txt\",\"title\":\"It's Time\",\"author\":\"A. Writer\","
        "\"date\":\"2022-07-05\",\"source\":\"https://example.org/\"},"
        "\"passage\":{\"number\":4,\"start\":2210,\"end\":2290,\"line\":31,"
        "\"text\":\"The door is open.  Few walk through it.  NATO's open doors\\nmatter.  The end.\"},"
        "\"sentences\":[{\"start\":41,\"end\":66,\"score\":4},{\"start\":0,\"end\":17,\"score\":2}],"
        "\"matches\":[{\"start\":4,\"end\":8,\"term\":\"door\"},"
        "{\"start\":12,\"end\":16,\"term\":\"open\"}]}\n"
        "{\"type\":\"summary\",\"query\":\"q7\",\"hits\":1,\"matched\":201,\"version\":1}\n");
    free(found);
    options.query_id = NULL;
    found = print(&hit, 0, &options);
    assert_string_equal(found, "{\"type\":\"summary\",\"hits\":0,\"matched\":200,\"version\":1}\n");
    free(found);
}

/* Every character comes back from a parser of JSON as it was, and each hit stays one line for any reader. */
static void writes_json_that_comes_back(void **state) {
    (void)state;
    char text[0x3000 * 4];
    size_t size = 0;
    for (utf8proc_int32_t c = 0; c < 0x3000; c++)
        if (c != 0xFFFD)
            size += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)text + size);
    size += (size_t)utf8proc_encode_char(0x1F468, (utf8proc_uint8_t *)text + size);
    size += (size_t)utf8proc_encode_char(0xFFFD, (utf8proc_uint8_t *)text + size);
    dossier_hit hit = make_hit("\"k\\ey\"", "</script>", NULL);
    hit.passage.text.data = text;
    hit.passage.text.size = size;
    dossier_print_options options = {.format = "json"};
    char *found = print(&hit, 1, &options);
    for (char *at = found; *at != '\0'; at++)
        assert_true((unsigned char)*at >= 0x20 ? *at != 0x7F : *at == '\n');
    assert_null(strstr(found, "\xC2\x85"));
    assert_null(strstr(found, "\xC2\x9B"));
    assert_null(strstr(found, "\u2028"));
    char *at = found;
    json_t *value = parse_line(&at);
    json_t *back = json_object_get(json_object_get(value, "passage"), "text");
    assert_int_equal(json_string_length(back), size);
    assert_memory_equal(json_string_value(back), text, size);
    json_t *key = json_object_get(json_object_get(value, "article"), "key");
    assert_string_equal(json_string_value(key), "\"k\\ey\"");
    assert_null(json_object_get(value, "query"));
    json_decref(value);
    json_decref(parse_line(&at));
    assert_int_equal(*at, '\0');
    free(found);
}

static void writes_broken_bytes_as_valid_json(void **state) {
    (void)state;
    dossier_hit hit = make_hit("a\xFF" "b\xE2\x82", "\xF0\x9F\x91", "\xED\xA0\x80");
    dossier_print_options options = {.format = "json", .query_id = "\xC0\t"};
    char *found = print(&hit, 1, &options);
    char *at = found;
    json_t *value = parse_line(&at);
    json_t *article = json_object_get(value, "article");
    assert_string_equal(json_string_value(json_object_get(article, "key")), "a\uFFFDb\uFFFD");
    assert_string_equal(json_string_value(json_object_get(article, "title")), "\uFFFD");
    assert_string_equal(json_string_value(json_object_get(value, "query")), "\uFFFD\t");
    json_decref(value);
    free(found);
}

static void expect_score(double score, const char *wanted) {
    char text[PRINT_SCORE_SIZE];
    size_t size = print_score(score, text);
    assert_int_equal(size, strlen(wanted));
    assert_memory_equal(text, wanted, size);
}

static void writes_scores(void **state) {
    (void)state;
    expect_score(0, "0");
    expect_score(11.52, "11.52");
    expect_score(1.0 / 3, "0.333333333");
    expect_score(12.3456789012345, "12.3456789");
    expect_score(-2.5, "-2.5");
    expect_score(1e20, "1e+20");
    expect_score(1.5e-7, "1.5e-07");
    expect_score(NAN, "0");
    expect_score(INFINITY, "0");
    expect_score(-DBL_MAX, "-1.79769313e+308");
    /* Where such a locale is there. */
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL || setlocale(LC_NUMERIC, "fr_FR.UTF-8") != NULL) {
        expect_score(11.52, "11.52");
        setlocale(LC_NUMERIC, "C");
    }
}

/* -------------------------------------------------------------------------------------------------- TREC */

static void writes_trec(void **state) {
    (void)state;
    dossier_hit hits[4] = {make_hit("a.txt", "T", "x"), make_hit("a folder/b\t\n\033.txt", NULL, NULL),
                           make_hit("c%20d\u00A0é\xFF", NULL, NULL), make_hit("", NULL, NULL)};
    hits[1].rank = 2;
    hits[2].rank = 3;
    hits[3].rank = UINT64_MAX;
    dossier_print_options options = {.format = "trec", .query_id = "q 7"};
    char *found = print(hits, 4, &options);
    assert_string_equal(found,
        "q%207 Q0 a.txt 1 11.52 dossier\n"
        "q%207 Q0 a%20folder/b%09%0A%1B.txt 2 11.52 dossier\n"
        "q%207 Q0 c%20d%C2%A0é%FF 3 11.52 dossier\n"
        "q%207 Q0 - 18446744073709551615 11.52 dossier\n");
    free(found);
    options.query_id = NULL;
    found = print(hits, 1, &options);
    assert_string_equal(found, "- Q0 a.txt 1 11.52 dossier\n");
    free(found);
    found = print(hits, 0, &options);
    assert_string_equal(found, "");
    free(found);
}

/* ------------------------------------------------------------------------------------------- all formats */

static int refuse(void *context, const char *data, size_t size) {
    (void)data;
    assert_true(size > 0);
    ++*(int *)context;
    return 1;
}

static void stops_where_it_is_told(void **state) {
    (void)state;
    const char *const *formats = dossier_print_formats();
    enum { COUNT = 2000 };
    dossier_hit *hits = calloc(COUNT, sizeof *hits);
    assert_non_null(hits);
    for (size_t i = 0; i < COUNT; i++)
        hits[i] = make_hit("key", "title", door);
    dossier_result result = {.hits = hits, .count = COUNT, .matched = COUNT};
    assert_string_equal(formats[0], "text");
    for (size_t i = 0, last = 0; !last; i++) {
        dossier_print_options options = {.format = formats[i]};
        dossier_error err = {0};
        int calls = 0;
        last = formats[i] == NULL;
        options.template_ = last ? "{text}" : NULL;
        assert_int_equal(dossier_print(&result, &options, refuse, &calls, &err), DOSSIER_ERR_STOPPED);
        assert_int_equal(calls, 1);
        assert_int_equal(err.code, DOSSIER_ERR_STOPPED);
        assert_int_equal(dossier_print(&result, &options, refuse, &calls, NULL), DOSSIER_ERR_STOPPED);
    }
    free(hits);
}

static void refuses_an_unknown_format(void **state) {
    (void)state;
    dossier_result result = {0};
    dossier_print_options options = {.format = "xml"};
    dossier_error err = {0};
    int calls = 0;
    assert_int_equal(dossier_print(&result, &options, refuse, &calls, &err), DOSSIER_ERR_ARGUMENT);
    assert_string_equal(err.message, "there is no output format 'xml': use text, json, trec, tsv,"
                        " vimgrep or html");
    assert_int_equal(dossier_print(&result, NULL, refuse, &calls, &err), DOSSIER_OK);
    assert_int_equal(calls, 0);
}

/* ----------------------------------------------------------------------------------------------- results */

static void holds_what_is_put_into_a_result(void **state) {
    (void)state;
    dossier_result *result = result_new();
    assert_non_null(result);
    assert_int_equal(dossier_result_count(result), 0);
    assert_null(dossier_result_remark(result));
    assert_null(dossier_result_hit(result, 0));
    char *pieces[200];
    for (size_t i = 0; i < 200; i++) {
        size_t size = i % 10 == 9 ? 100000 : i * 7;
        pieces[i] = result_alloc(result, size);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % sizeof(void *), 0);
        memset(pieces[i], (int)i, size);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t at = 0, size = i % 10 == 9 ? 100000 : i * 7; at < size; at++)
            assert_int_equal((unsigned char)pieces[i][at], i);
    dossier_str copy;
    dossier_str text = {"a\0b", 3};
    assert_int_equal(result_copy(result, text, &copy), 0);
    assert_int_equal(copy.size, 3);
    assert_memory_equal(copy.data, "a\0b", 4);
    dossier_str empty = {NULL, 0};
    assert_int_equal(result_copy(result, empty, &copy), 0);
    assert_int_equal(copy.size, 0);
    assert_string_equal(copy.data, "");
    assert_null(result_alloc(result, SIZE_MAX));
    assert_null(result_alloc(result, SIZE_MAX - 40));
    result->hits = result_alloc(result, sizeof *result->hits);
    assert_non_null(result->hits);
    result->hits[0] = make_hit("k", "t", "x");
    result->count = 1;
    result->matched = 7;
    assert_int_equal(dossier_result_matched(result), 7);
    assert_ptr_equal(dossier_result_hit(result, 0), result->hits);
    assert_null(dossier_result_hit(result, 1));
    dossier_result_free(result);
    dossier_result_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_a_hit),
        cmocka_unit_test(wraps_by_words),
        cmocka_unit_test(wraps_by_columns),
        cmocka_unit_test(shows_no_control_characters),
        cmocka_unit_test(shows_the_beginning_without_sentences),
        cmocka_unit_test(names_the_query_of_a_batch),
        cmocka_unit_test(survives_odd_spans),
        cmocka_unit_test(writes_json),
        cmocka_unit_test(writes_json_that_comes_back),
        cmocka_unit_test(writes_broken_bytes_as_valid_json),
        cmocka_unit_test(writes_scores),
        cmocka_unit_test(writes_trec),
        cmocka_unit_test(stops_where_it_is_told),
        cmocka_unit_test(refuses_an_unknown_format),
        cmocka_unit_test(holds_what_is_put_into_a_result),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
