/* test_print_formats.c: results as TSV, by templates, as places for editors, and as pages, hostile data included.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs the four above before it. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/buffer.h"
#include "query/escape.h"
#include "query/place.h"
#include "query/print.h"
#include "query/result.h"

static const char text[] = "The door is open.  Few walk\tthrough it.\n\nNATO's open doors\nmatter.  The end \\ of it.";

static size_t offset(const char *part) {
    const char *at = strstr(text, part);
    assert_non_null(at);
    return (size_t)(at - text);
}

/* A hit on the text above: two sentences, and three matches of which two overlap. */
static dossier_hit make_hit(dossier_sentence sentences[2], dossier_match matches[3]) {
    dossier_hit hit = {.rank = 3, .score = 11.52};
    hit.article.key = dossier_string("news/open door.txt");
    hit.article.title = dossier_string("It's \"Time\"");
    hit.article.author = dossier_string("A. <Writer>");
    hit.article.date = dossier_string("2022-07-05");
    hit.article.lang = dossier_string("english");
    hit.article.source = dossier_string("https://example.org/?a=1&b=\"2\"");
    hit.passage.number = 4;
    hit.passage.line = 31;
    hit.passage.start = 100;
    hit.passage.text = dossier_string(text);
    hit.passage.end = 100 + hit.passage.text.size;
    sentences[0] = (dossier_sentence){offset("NATO"), offset("  The end"), 4};
    sentences[1] = (dossier_sentence){0, offset("  Few"), 2};
    matches[0] = (dossier_match){4, 8, dossier_string("door")};
    matches[1] = (dossier_match){offset("open doors"), offset("\nmatter"), dossier_string("open door")};
    matches[2] = (dossier_match){offset("doors"), offset("\nmatter"), dossier_string("door")};
    hit.sentences = sentences;
    hit.sentence_count = 2;
    hit.matches = matches;
    hit.match_count = 3;
    return hit;
}

static int keep(void *context, const char *data, size_t size) {
    return buffer_put(context, data, size);
}

/* Prints hits; the buffer is to be freed, and a NUL stands behind it that its size does not count. */
static buffer print(dossier_hit *hits, size_t count, const dossier_print_options *options) {
    dossier_result result = {.hits = hits, .count = count, .matched = count + 200};
    dossier_error err = {0};
    buffer out = {0};
    assert_int_equal(dossier_print(&result, options, keep, &out, &err), DOSSIER_OK);
    assert_int_equal(buffer_put_byte(&out, '\0'), 0);
    out.size--;
    return out;
}

static void expect(dossier_hit *hits, size_t count, const dossier_print_options *options, const char *wanted,
                   size_t size) {
    buffer found = print(hits, count, options);
    assert_string_equal(found.data, wanted); /* it says more than the next */
    assert_int_equal(found.size, size);
    assert_memory_equal(found.data, wanted, size);
    buffer_free(&found);
}

#define EXPECT(hits, count, options, wanted) expect(hits, count, options, wanted, sizeof(wanted) - 1)

/* ------------------------------------------------------------------------------------------------------ TSV */

#define COLUMNS "query\trank\tscore\tkey\tline\tnumber\ttitle\tauthor\tdate\tsource\tsentence\ttext"
#define ROW                                                                                                        \
    "3\t11.52\tnews/open door.txt\t31\t4\tIt's \"Time\"\tA. <Writer>\t2022-07-05\thttps://example.org/?a=1&b=\"2\"\t" \
    "NATO's open doors\\nmatter.\t"                                                                                \
    "The door is open.  Few walk\\tthrough it.\\n\\nNATO's open doors\\nmatter.  The end \\\\ of it."

static void writes_tsv(void **state) {
    (void)state;
    dossier_sentence sentences[2];
    dossier_match matches[3];
    dossier_hit hit = make_hit(sentences, matches);
    dossier_print_options options = {.format = "tsv", .words = dossier_string("open\tdoor")};
    EXPECT(&hit, 1, &options, "open\\tdoor\t" ROW "\n");
    options.query_id = "q1";
    options.header = 1;
    EXPECT(&hit, 1, &options, COLUMNS "\nq1\t" ROW "\n");
    EXPECT(&hit, 0, &options, COLUMNS "\n");
    options.continued = 1;
    EXPECT(&hit, 1, &options, "q1\t" ROW "\n");
    options.continued = 0;
    options.nul = 1;
    EXPECT(&hit, 1, &options, COLUMNS "\0q1\t" ROW "\0");
}

static void expect_escaped(int (*escape)(buffer *out, dossier_str text), const char *from, size_t size,
                           const char *wanted) {
    buffer out = {0};
    assert_int_equal(escape(&out, (dossier_str){from, size}), 0);
    assert_int_equal(buffer_put_byte(&out, '\0'), 0);
    assert_string_equal(out.data, wanted);
    assert_int_equal(out.size, strlen(wanted) + 1);
    buffer_free(&out);
}

#define ESCAPED(escape, from, wanted) expect_escaped(escape, from, sizeof(from) - 1, wanted)

static void escapes(void **state) {
    (void)state;
    static const char odd[] = "a\0b\033[2J\x7F\xC2\x9B\xFF\xE2\x82" "c\xEF\xBF\xBD\r\n d\xE2\x80\xA8" "e\\";
    ESCAPED(escape_tsv, odd, "a\uFFFDb\uFFFD[2J\uFFFD\uFFFD\uFFFD\uFFFDc\uFFFD\\r\\n d\\ne\\\\");
    ESCAPED(escape_line, odd, "a\uFFFDb\uFFFD[2J\uFFFD\uFFFD\uFFFD\uFFFDc\uFFFD d e\\");
    ESCAPED(escape_nul, odd, "a\uFFFDb\033[2J\x7F\xC2\x9B\uFFFD\uFFFDc\uFFFD\r\n d\xE2\x80\xA8" "e\\");
    ESCAPED(escape_html, "<a href='x\"y'>&\001\t\n\xFF</a>",
            "&lt;a href=&#39;x&quot;y&#39;&gt;&amp;\uFFFD\t\n\uFFFD&lt;/a&gt;");
    ESCAPED(escape_line, "a  b \n\t c\n", "a  b c ");
    ESCAPED(escape_line, "", "");
    ESCAPED(escape_html, "", "");
}

/* ------------------------------------------------------------------------------------------------ templates */

static void fills_templates(void **state) {
    (void)state;
    dossier_sentence sentences[2];
    dossier_match matches[3];
    dossier_hit hit = make_hit(sentences, matches);
    dossier_print_options options = {.words = dossier_string("open door")};
    hit.article.standfirst = dossier_string("Below\nit");
    options.template_ = "{query}|{words}|{rank}|{score}|{key}|{title}|{standfirst}|{author}|{date}|{lang}|{source}";
    EXPECT(&hit, 1, &options, "open door|open door|3|11.52|news/open door.txt|It's \"Time\"|Below it|A. <Writer>|"
                              "2022-07-05|english|https://example.org/?a=1&b=\"2\"\n");
    options.query_id = "q1";
    options.template_ = "{query} {words} {line} {number} {start} {end}";
    EXPECT(&hit, 1, &options, "q1 open door 31 4 100 184\n");
    options.template_ = "{{{sentence}}}|{sentences}";
    EXPECT(&hit, 1, &options, "{NATO's open doors matter.}|The door is open. \u2026 NATO's open doors matter.\n");
    options.template_ = "{text}";
    EXPECT(&hit, 1, &options,
           "The door is open.  Few walk through it. NATO's open doors matter.  The end \\ of it.\n");
    options.template_ = "a\\tb\\nc\\\\d\\re\\0f";
    EXPECT(&hit, 1, &options, "a\tb\nc\\d\re\0f\n");
    options.template_ = "";
    EXPECT(&hit, 1, &options, "\n");
    options.template_ = "{standfirst}";
    options.nul = 1;
    EXPECT(&hit, 1, &options, "Below\nit\0");
    /* A field cannot end a record before its end. */
    hit.article.standfirst = (dossier_str){"a\0b", 3};
    EXPECT(&hit, 1, &options, "a\uFFFDb\0");
    dossier_hit twice[2] = {hit, hit};
    options.template_ = "{rank}";
    EXPECT(twice, 2, &options, "3\0003\0");
}

static void shows_the_beginning_without_sentences(void **state) {
    (void)state;
    dossier_hit hit = {.rank = 1};
    dossier_print_options options = {.template_ = "{sentence}|{sentences}|{title}|{text}"};
    EXPECT(&hit, 1, &options, "|||\n");
    hit.passage.text = dossier_string("Short.");
    EXPECT(&hit, 1, &options, "Short.|Short.||Short.\n");
    char words[400];
    memset(words, 'w', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    for (size_t i = 9; i < sizeof words - 1; i += 10)
        words[i] = ' ';
    hit.passage.text = dossier_string(words);
    options.template_ = "{sentence}|{sentences}";
    buffer found = print(&hit, 1, &options);
    assert_int_equal(strcspn(found.data, "|"), 239);
    assert_non_null(strstr(found.data, "ww \u2026\n"));
    buffer_free(&found);
}

static void expect_refused(const dossier_print_options *options, const char *wanted) {
    dossier_error err = {0};
    dossier_result result = {0};
    buffer out = {0};
    assert_int_equal(dossier_print_check(options, &err), DOSSIER_ERR_ARGUMENT);
    assert_string_equal(err.message, wanted);
    assert_int_equal(dossier_print(&result, options, keep, &out, NULL), DOSSIER_ERR_ARGUMENT);
    assert_int_equal(dossier_print_failure("x", options, keep, &out, NULL), DOSSIER_ERR_ARGUMENT);
    assert_int_equal(out.size, 0);
}

static void refuses_bad_templates(void **state) {
    (void)state;
    static const struct { const char *text, *message; } cases[] = {
        {"{ranking}", "the template has an unknown placeholder '{ranking}': known are query, words, rank, score, key,"
         " title, standfirst, author, date, lang, source, line, number, start, end, sentence, sentences and text"},
        {"a {", "the template has a lone '{' as its byte 3: a brace itself is written '{{'"},
        {"{rank", "the template has a lone '{' as its byte 1: a brace itself is written '{{'"},
        {"{ra{nk}", "the template has a lone '{' as its byte 1: a brace itself is written '{{'"},
        {"{rank}}", "the template has a lone '}' as its byte 7: a brace itself is written '}}'"},
        {"\\q", "the template has an unknown escape '\\q': known are \\n, \\t, \\r, \\0 and \\\\"},
        {"{rank}\\", "the template has an unknown escape '\\': known are \\n, \\t, \\r, \\0 and \\\\"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dossier_print_options options = {.template_ = cases[i].text};
        expect_refused(&options, cases[i].message);
    }
    dossier_print_options options = {.template_ = "{}"};
    assert_int_equal(dossier_print_check(&options, NULL), DOSSIER_ERR_ARGUMENT);
    options = (dossier_print_options){.template_ = "{rank}", .format = "json"};
    expect_refused(&options, "a template is a format of its own: leave out the format 'json'");
    options = (dossier_print_options){.format = "pdf"};
    expect_refused(&options, "there is no output format 'pdf': use text, json, trec, tsv, vimgrep or html");
    assert_int_equal(dossier_print_check(NULL, NULL), DOSSIER_OK);
}

/* --------------------------------------------------------------------------------------------------- places */

/* A file of this content, named by *path, which the caller unlinks. */
static void write_file(char *path, const char *content, size_t size) {
    strcpy(path, "/tmp/dossier-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, size), size);
    close(fd);
}

/* The place of a hit whose article's source has this content (NULL: there is no source). */
static void expect_place(const char *content, size_t passage_line, const char *wanted) {
    char path[] = "/tmp/dossier-test-XXXXXX";
    char expected[400];
    dossier_sentence sentences[2];
    dossier_match matches[3];
    dossier_hit hit = make_hit(sentences, matches);
    dossier_print_options options = {.format = "vimgrep"};
    hit.passage.line = passage_line;
    if (content != NULL)
        write_file(path, content, strlen(content));
    hit.article.key = dossier_string(content != NULL ? path : "not/there");
    snprintf(expected, sizeof expected, "%s:%s:NATO's open doors matter.\n", hit.article.key.data, wanted);
    expect(&hit, 1, &options, expected, strlen(expected));
    if (content != NULL)
        unlink(path);
}

static void finds_the_place_in_the_source(void **state) {
    (void)state;
    /* Without a source: the passage's line and what the passage's text has before the match. */
    expect_place(NULL, 31, "33:8");
    expect_place(NULL, 0, "3:8");
    expect_place("", 31, "33:8");
    /* As the source has it, furniture between the paragraphs and lines broken elsewhere included. */
    expect_place("Title\n\nThe door is open.  Few walk\tthrough it.\n\nSubscribe!\n\nNATO's open doors\nmatter.  The end \\ of"
                 " it.\n", 3, "7:8");
    expect_place("NATO's open doors matter.\nThe door is open.\n   NATO's open  \r\n doors matter.  The end", 2, "3:11");
    /* Only from the passage's line on. */
    expect_place("NATO's open doors\nmatter.  The end \\ of it.\n", 2, "4:8");
    expect_place("NATO's open doors\nmatter.  The end \\ of it.\n", 9, "11:8");
    expect_place("NATO's open doors\nmatter.  The end \\ of it.", 1, "1:8");
    /* Where markup stands not far away, fewer words do. */
    expect_place("<p>One <b>two</b>\n<p class=x>NATO's open doors\nmatter.  <i>The</i> end", 1, "2:19");
}

static void reads_no_source_that_is_no_file(void **state) {
    (void)state;
    char path[] = "/tmp/dossier-test-XXXXXX";
    dossier_sentence sentences[2];
    dossier_match matches[3];
    dossier_hit hit = make_hit(sentences, matches);
    place_source source = {0};
    assert_non_null(mkdtemp(path));
    hit.article.key = dossier_string(path);
    place at = place_of(&hit, &source);
    assert_int_equal(at.line, 33);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0); /* opening it must not wait for a writer */
    source.path.size = 0;
    at = place_of(&hit, &source);
    assert_int_equal(at.line, 33);
    assert_int_equal(unlink(path), 0);
    hit.article.key = (dossier_str){"a\0b", 3};
    at = place_of(&hit, &source);
    assert_int_equal(at.line, 33);
    /* Spans from elsewhere are cut to the text. */
    sentences[0] = (dossier_sentence){5000, 6000, 1};
    at = place_of(&hit, &source);
    assert_int_equal(at.line, 31);
    assert_int_equal(at.column, 1);
    hit.passage.text = (dossier_str){NULL, 0};
    at = place_of(&hit, &source);
    assert_int_equal(at.line, 31);
    place_source_free(&source);
}

static void names_the_page_of_a_part(void **state) {
    (void)state;
    dossier_hit hit = {.rank = 1};
    dossier_print_options options = {.format = "vimgrep"};
    hit.article.key = dossier_string("not/there.txt#a-teaser");
    hit.article.source = dossier_string("not/there.txt");
    hit.passage.text = dossier_string("Some words.");
    hit.passage.line = 60;
    EXPECT(&hit, 1, &options, "not/there.txt:60:1:Some words.\n");
    hit.article.source = dossier_string("not/ther");
    EXPECT(&hit, 1, &options, "not/there.txt#a-teaser:60:1:Some words.\n");
    hit.article.key = dossier_string("a\nb\033c\xC2\x9B" "d\xFF");
    EXPECT(&hit, 1, &options, "a?b?c?d\xFF:60:1:Some words.\n");
    options.nul = 1;
    EXPECT(&hit, 1, &options, "a\nb\033c\xC2\x9B" "d\xEF\xBF\xBD:60:1:Some words.\0");
}

/* ---------------------------------------------------------------------------------------------------- pages */

static void expect_part(const buffer *page, const char *part) {
    if (strstr(page->data, part) == NULL)
        print_message("not in the page: %s\n%s\n", part, page->data);
    assert_non_null(strstr(page->data, part));
}

static void makes_a_page(void **state) {
    (void)state;
    dossier_sentence sentences[2];
    dossier_match matches[3];
    dossier_hit hit = make_hit(sentences, matches);
    dossier_print_options options = {.format = "html", .words = dossier_string("<open> & door")};
    buffer page = print(&hit, 1, &options);
    assert_memory_equal(page.data, "<!DOCTYPE html>\n<html lang=\"en\">\n", 33);
    expect_part(&page, "<title>&lt;open&gt; &amp; door \u2013 Dossier</title>");
    expect_part(&page, "<main>\n<h1 dir=\"auto\">&lt;open&gt; &amp; door</h1>\n<p class=\"count\">1 of 201 passages</p>\n");
    expect_part(&page, "<li value=\"3\"><article lang=\"en\">\n<h2 dir=\"auto\"><a rel=\"noreferrer\" "
                       "href=\"https://example.org/?a=1&amp;b=%222%22\">It&#39;s &quot;Time&quot;</a></h2>\n");
    expect_part(&page, "<time datetime=\"2022-07-05\">2022-07-05</time>\n<span><bdi>A. &lt;Writer&gt;</bdi></span>\n"
                       "<span><bdi>news/open door.txt:31</bdi></span>\n<span>passage&nbsp;4</span></p>\n");
    expect_part(&page, "<p dir=\"auto\">The <mark>door</mark> is open. \u2026 NATO&#39;s <mark>open doors</mark>\nmatter.</p>");
    expect_part(&page, "<p dir=\"auto\">The <mark>door</mark> is open.  Few walk\tthrough it.</p>\n"
                       "<p dir=\"auto\">NATO&#39;s <mark>open doors</mark>\nmatter.  The end \\ of it.</p>\n</details>");
    expect_part(&page, "</article></li>\n</ol>\n</main>\n");
    assert_null(strstr(page.data, "<script"));
    buffer_free(&page);

    options.query_id = "q<1>";
    page = print(&hit, 1, &options);
    expect_part(&page, "<h1>Answers</h1>\n<section class=\"batch\">\n<h2 dir=\"auto\">"
                       "<span class=\"id\">q&lt;1&gt;</span> &lt;open&gt;");
    expect_part(&page, "<h3 dir=\"auto\">");
    buffer_free(&page);
    options.continued = 1;
    page = print(&hit, 1, &options);
    assert_memory_equal(page.data, "<section", 8);
    buffer_free(&page);
}

static void links_to_the_web_alone(void **state) {
    (void)state;
    static const char *const sources[] = {"javascript:alert(1)", "data:text/html,x", "file:///etc", "//x", "https://",
                                          " https://x", "page.html"};
    static const char *const dates[] = {"202", "2022-1", "2022-07-5x", "May 2022", "2022/07/05", "\"2022-07-05"};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0] + sizeof dates / sizeof dates[0]; i++) {
        size_t sources_count = sizeof sources / sizeof sources[0];
        dossier_hit hit = {.rank = 1};
        dossier_print_options options = {.format = "html"};
        hit.article.key = dossier_string("k");
        hit.article.source = dossier_string(i < sources_count ? sources[i] : "");
        hit.article.date = dossier_string(i < sources_count ? "" : dates[i - sources_count]);
        buffer page = print(&hit, 1, &options);
        assert_null(strstr(page.data, "<a "));
        assert_null(strstr(page.data, "<time"));
        buffer_free(&page);
    }
}

static void prints_failures(void **state) {
    (void)state;
    dossier_print_options options = {.query_id = "q\"7", .words = dossier_string("w")};
    for (const char *const *format = dossier_print_formats(); *format != NULL; format++) {
        buffer out = {0};
        options.format = *format;
        options.continued = 1;
        assert_int_equal(dossier_print_failure("it <failed>", &options, keep, &out, NULL), DOSSIER_OK);
        assert_int_equal(buffer_put_byte(&out, '\0'), 0);
        if (strcmp(*format, "json") == 0)
            assert_string_equal(out.data, "{\"type\":\"error\",\"query\":\"q\\\"7\",\"message\":\"it <failed>\"}\n");
        else if (strcmp(*format, "html") == 0)
            expect_part(&out, "<p class=\"failed\">it &lt;failed&gt;</p>\n</section>\n");
        else
            assert_string_equal(out.data, "");
        buffer_free(&out);
    }
    options.format = NULL;
    options.template_ = "{rank}";
    buffer out = {0};
    assert_int_equal(dossier_print_failure("x", &options, keep, &out, NULL), DOSSIER_OK);
    assert_int_equal(dossier_print_failure("x", NULL, keep, &out, NULL), DOSSIER_OK);
    assert_int_equal(out.size, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_tsv),
        cmocka_unit_test(escapes),
        cmocka_unit_test(fills_templates),
        cmocka_unit_test(shows_the_beginning_without_sentences),
        cmocka_unit_test(refuses_bad_templates),
        cmocka_unit_test(finds_the_place_in_the_source),
        cmocka_unit_test(reads_no_source_that_is_no_file),
        cmocka_unit_test(names_the_page_of_a_part),
        cmocka_unit_test(makes_a_page),
        cmocka_unit_test(links_to_the_web_alone),
        cmocka_unit_test(prints_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
