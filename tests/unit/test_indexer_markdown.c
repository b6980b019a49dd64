/* test_indexer_markdown.c: Markdown as text: marks that go, marks that stay, front matter.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/format.h"
#include "indexer/markdown_inline.h"
#include "tests/unit/reading.h"
#include "tests/unit/support.h"

typedef struct pair {
    const char *given;
    const char *wanted;
} pair;

static const pair inlines[] = {
    /* emphasis, and what only looks like it */
    {"a *b* **c** ***d*** _e_ __f__", "a b c d e f"},
    {"2 * 3 * 4", "2 * 3 * 4"},
    {"5 *6 and 7* 8", "5 6 and 7 8"},
    {"snake_case_name and _open", "snake_case_name and _open"},
    {"\xE2\x80\x9C_quoted_\xE2\x80\x9D, (_in_) _a_.", "\xE2\x80\x9Cquoted\xE2\x80\x9D, (in) a."},
    {"~~gone~~ ~kept~ ==lit==", "gone ~kept~ lit"},
    {"**two *one* two**", "two one two"},
    {"\\*not\\* \\# \\a", "*not* # \\a"},
    {"a == b", "a == b"},
    /* code */
    {"`a*b*` and ``c ` d``", "a*b* and c ` d"},
    {"a ` b", "a ` b"},
    {"`` a ` b", "`` a ` b"},
    {"`&amp;` &amp; &#8212; &#x2014; &eacute; &nosuch; &#0; &", "&amp; & \xE2\x80\x94 \xE2\x80\x94 \xC3\xA9 &nosuch; "
                                                                "\xEF\xBF\xBD &"},
    /* links */
    {"a [text](http://x.org/a_(b) \"title\") b", "a text b"},
    {"[*text*](<a b> 't'){target=x} [t](\n/x (p))", "text t"},
    {"![image](x.png \"t\") b", "b"},
    {"[![image](a.png)](b) c", "c"},
    {"[text][ref], [ref], [Ref][], [REF  two], [text][no], [no], [sic]",
     "text, ref, Ref, [REF two], [text][no], [no], [sic]"},
    {"a[^1] b[^note]. [^ no]", "a b. [^ no]"},
    {"[[Page]] [[Page|text]] ![[image.png]]", "Page text"},
    {"a](b) [c", "a](b) [c"},
    {"[a](b", "[a](b"},
    {"[a] (b)", "[a] (b)"},
    {"<https://x.org/a> <me@x.org> <x>", "https://x.org/a me@x.org"},
    /* HTML */
    {"a<br>b <b class=\"x > y\">c</b><sup>2</sup>", "a b c2"},
    {"1 < 2 and 3 > 2 <- x", "1 < 2 and 3 > 2 <- x"},
    {"a <!-- b *c* --> d <!-- e", "a d <!-- e"},
    /* lines */
    {"one  \ntwo\\\nthree", "one\ntwo\nthree"},
    {"![a](b)\ntext\n![c](d)", "text"},
    {"", ""},
};

static void test_inline(void **state) {
    (void)state;
    keyset labels = {0};
    assert_int_equal(keyset_put(&labels, markdown_label("ref", 3)), 1);
    assert_int_equal(markdown_label("A \n b", 5), markdown_label(" a B ", 5));
    for (size_t i = 0; i < COUNT(inlines); i++) {
        buffer out = {0};
        assert_int_equal(markdown_text(inlines[i].given, strlen(inlines[i].given), &labels, &out), 0);
        assert_int_equal(buffer_put_byte(&out, '\0'), 0);
        if (strcmp(out.data, inlines[i].wanted) != 0)
            fail_msg("%s\n gave %s\n  not %s", inlines[i].given, out.data, inlines[i].wanted);
        buffer_free(&out);
    }
    keyset_free(&labels);
}

/* Each paragraph has the line that it stands at. */
static const pair blocks[] = {
    {"One\ntwo.\n\nThree.\n", "1:One\ntwo.\n\n4:Three.\n"},
    {"a\r\n\r\nb\r\n", "1:a\n\n3:b\n"},
    {"text\n## Two ##\ntext\n### Three {#id .x}\n#no heading\n#\n",
     "1:text\n\n2:Two\n\n3:text\n\n4:Three\n\n5:#no heading\n"},
    {"x\n\nHead\n----\ntext\n***\nmore\n- - -\nend\n", "1:x\n\n3:Head\n\n5:text\n\n7:more\n\n9:end\n"},
    {"- one\n- two\n  goes on\n\n  again\n* three\n1. four\n2) five\n- [ ] six\n- [x] seven\n",
     "1:one\n\n2:two\ngoes on\n\n5:again\n\n6:three\n\n7:four\n\n8:five\n\n9:six\n\n10:seven\n"},
    {"In the year\n1995. It was a year.\nIt was\n- not this\n",
     "1:In the year\n1995. It was a year.\nIt was\n\n4:not this\n"},
    {"- a\n    - b\n        - c\n", "1:a\n\n2:b\n\n3:c\n"},
    {"text\n> quote\n> goes on\nlazily\n>\n> > deep\n\nend\n",
     "1:text\n\n2:quote\ngoes on\nlazily\n\n6:deep\n\n8:end\n"},
    {"> [!note] A box\n> text\n", "1:A box\ntext\n"},
    {"```c\nint *a*;\n\n# not a heading\n```\nend\n", "2:int *a*;\n\n4:# not a heading\n\n6:end\n"},
    {"~~~\na\n```\n~~~~\nb\n", "2:a\n```\n\n5:b\n"},
    {"> ```\n> a *b*\nc *d*\n", "2:a *b*\n\n3:c d\n"},
    {"```\nnever closed\n", "2:never closed\n"},
    {"text\n\n    code *x*\n    more\n\ntext\n", "1:text\n\n3:code *x*\nmore\n\n6:text\n"},
    {"text\n    no code, *but* text\n", "1:text\nno code, but text\n"},
    {"before\na | b\n--|:-:\n1 | `x|y`\n| 2 | c\\|d |\n\nend\n",
     "1:before\n\n2:a | b\n\n4:1 | x | y\n\n5:2 | c|d\n\n7:end\n"},
    {"a | b\nis no table\n", "1:a | b\nis no table\n"},
    {"<!-- a\n\ncomment --> text\n\n<script>\nvar x;\n</script>\n\n<style>p{}</style>\n<div>\n\nin *it*\n\n</div>\n",
     "3:text\n\n12:in it\n"},
    {"[a]: http://x.org\n[^1]: A note.\n\nSee [a].\n[b]: is text here\n", "2:A note.\n\n4:See a.\nb: is text here\n"},
    {"{% include x %}\n{{< figure >}}\ntext\n{: .class }\n::: note\nin\n:::\n", "3:text\n\n6:in\n"},
    {"---\n\ntext: is\n\n---\n", "3:text: is\n"},
    {"\xEF\xBB\xBFtext\n", "1:text\n"},
};

static void test_blocks(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(blocks); i++)
        expect_read("markdown", blocks[i].given, NULL, blocks[i].wanted, NULL);
}

static void test_title(void **state) {
    (void)state;
    expect_read("markdown", "# The *Title*\n\nText.\n", "The Title|||||\n", "3:Text.\n", NULL);
    expect_read("markdown", "The Title\n=====\n\nText.\n# Another\n", "The Title|||||\n", "4:Text.\n\n5:Another\n",
                NULL);
    expect_read("markdown", "## Section\n\n# Title\ntext\n", "Title|||||\n", "1:Section\n\n4:text\n", NULL);
    expect_read("markdown", "## Section\n\ntext\n", "Section|||||\n", "1:Section\n\n3:text\n", NULL);
    expect_read("markdown", "# T\n\n*By Jane Doe*\n\nJuly 14, 2022\n\nText.\n", "T|Jane Doe|2022-07-14|||\n",
                "7:Text.\n", NULL);
    expect_read("markdown", "---\ntitle: The Title\n---\n# The title!\n\nText.\n", "The Title|||||\n", "6:Text.\n",
                NULL);
    expect_read("markdown", "# Only a title\n", "Only a title|||||\n", "\n", NULL);
    expect_read("markdown", "<!-- nothing -->\n", "", "", "1:0:has no text; left out\n");
}

static const pair front[] = {
    {"title: A title # comment\nauthor: Jane Doe\ndate: 2022-07-14T10:00:00+02:00\nurl: https://x.org\nlang: de-AT\n"
     "description: >-\n  About\n  it: all\n",
     "A title|Jane Doe|2022-07-14|german|https://x.org|About it: all\n"},
    {"Title: 'It''s'\nauthors: [Jane Doe, \"Roe, John\"]\n", "It's|Jane Doe, Roe, John||||\n"},
    {"title: \"A \\\"B\\\" # C\"\nauthor:\n- Jane Doe\n- \"[[John Roe]]\"\n", "A \"B\" # C|Jane Doe, John Roe||||\n"},
    {"author:\n  name: Jane Doe\n  url: http://jane\ntitle: T\n", "T|Jane Doe||||\n"},
    {"author:\n  - name: Jane Doe\n    email: x\n  - name: John Roe\n", "|Jane Doe, John Roe||||\n"},
    {"title: one\n  two\ntags:\n  - title: no\nsummary: null\ndate: 14 July 2022\n", "one two||2022-07-14|||\n"},
    {"source: The Paper\nlink: <https://x.org/a>\npublished: long ago\n", "||long ago||https://x.org/a|\n"},
    {"# comment\n\ntitle : T\nunknown: {a: b}\nnested:\n  title: no\n", "T|||||\n"},
};

static void test_front_matter(void **state) {
    char text[1000];
    (void)state;
    for (size_t i = 0; i < COUNT(front); i++) {
        snprintf(text, sizeof text, "---\n%s---\nText.\n", front[i].given);
        expect_read("markdown", text, front[i].wanted, NULL, NULL);
        expect_read("auto", text, front[i].wanted, NULL, NULL);
    }
    expect_read("markdown",
                "+++\ntitle = \"T\"\nauthors = ['Jane Doe', \"John Roe\"]\ndate = 2022-07-14\n[extra]\n"
                "title = \"no\"\n+++\nText.\n",
                "T|Jane Doe, John Roe|2022-07-14|||\n", "8:Text.\n", NULL);
    expect_read("markdown", "---\ntitle: T\nnever closed\n", NULL, "2:title: T\nnever closed\n", NULL);
    expect_read("markdown", "---\nThis is text between rules.\n---\n", NULL, "2:This is text between rules.\n", NULL);
    expect_read("markdown", "---\ntitle: T\nlang: tlh\n---\nx\n", "T|||||\n", "5:x\n",
                "0:0:there is no stemmer for the language \"tlh\"; the index's is used\n");
}

static void test_recognised(void **state) {
    (void)state;
    assert_string_equal(format_of("a.md", "x", 1)->name, "markdown");
    assert_string_equal(format_of("a.Markdown.gz", "x", 1)->name, "markdown");
    assert_string_equal(format_of("a.txt", "---\ntitle: x\n---\n", 17)->name, "markdown");
    assert_string_equal(format_of("a.txt", "---\nfoo: x\n---\n", 15)->name, "text");
    assert_string_equal(format_of("a.txt", "# x\n", 4)->name, "text");
}

/* Whatever the text is, it is read, and its lines rise. */
static void test_garbage(void **state) {
    static const char *const pieces[] = {"*",      "**",      "_",
                                         "`",      "```",     "~~~",
                                         "[",      "]",       "(",
                                         ")",      "](",      "![",
                                         "[^",     "[[",      "]]",
                                         "<",      ">",       "<!--",
                                         "-->",    "<a b='",  "\"",
                                         "'",      "\\",      "&",
                                         "&amp;",  "&#x",     ";",
                                         "|",      "---",     "===",
                                         "#",      "# ",      "- ",
                                         "1. ",    "> ",      "\n",
                                         "\n\n",   " ",       "    ",
                                         "\t",     "word",    "word ",
                                         "[a]: b", "+++",     "title: ",
                                         "{%",     "%}",      "{#",
                                         "}",      "\xFF",    "\xE2\x80\x9C",
                                         "\xE2",   "<script", "</script>",
                                         ":::",    "=",       "~~",
                                         "\r\n",   "!",       "x"};
    rng random = {7};
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t least = rng_below(&random, 600);
        read_pieces("markdown", rng_once_in(&random, 4) ? "---\n" : "", least, pieces, COUNT(pieces), &random);
    }
}

/* Text that makes a careless reader start over at each mark takes no longer than other text. */
static void test_time(void **state) {
    static const char *const repeated[] = {
        "[",   "![",   "](",       "[a](", "[a](b ", "*",       "**a ",   "_a_ ", "`",   "` `` ",     "<",
        "<a ", "<!--", "<a b='",   "&",    "[^",     "[[",      "> ",     "- ",   "a\n", "(a](",      "***a",
        "|",   "|-",   "[a]: b\n", "~~",   "<!--\n", "```\n\n", "[a](\"", "1. ",  "{%",  "<script\n", "\\"};
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE);
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < COUNT(repeated); i++) {
        size_t n = strlen(repeated[i]);
        for (size_t at = 0; at < SIZE; at++)
            text[at] = repeated[i][at % n];
        reading r = {0};
        clock_t begun = clock();
        read_as(&r, "markdown", text, SIZE);
        double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
        if (seconds > 10)
            fail_msg("%s took %.1f s", repeated[i], seconds);
        reading_free(&r);
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inline),       cmocka_unit_test(test_blocks),     cmocka_unit_test(test_title),
        cmocka_unit_test(test_front_matter), cmocka_unit_test(test_recognised), cmocka_unit_test(test_garbage),
        cmocka_unit_test(test_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
