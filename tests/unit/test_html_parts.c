/* test_html_parts.c: what web pages are read with: character sets, the tree, its blocks, names and words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/charset.h"
#include "indexer/html.h"
#include "indexer/html_blocks.h"
#include "indexer/html_hints.h"
#include "indexer/html_tame.h"
#include "indexer/html_words.h"

static void check_charset(const char *page, size_t size, const char *set, const char *text,
                          int contradicted) {
    buffer out = {0};
    charset_found found;
    assert_int_equal(charset_to_utf8(page, size, &out, &found), 0);
    assert_string_equal(found.name, set);
    assert_int_equal(out.size, strlen(text));
    if (out.size > 0)
        assert_memory_equal(out.data, text, out.size);
    assert_int_equal(found.contradicted, contradicted);
    buffer_free(&out);
}

#define CHARSET(page, set, text, contradicted) check_charset(page, sizeof(page) - 1, set, text, contradicted)

static void test_charset(void **state) {
    (void)state;
    CHARSET("", "UTF-8", "", 0);
    CHARSET("abc", "UTF-8", "abc", 0);
    CHARSET("\xC3\xA9", "UTF-8", "\xC3\xA9", 0);
    CHARSET("\xE9", "WINDOWS-1252", "\xC3\xA9", 0);
    CHARSET("\xEF\xBB\xBF<meta charset=koi8-r>", "UTF-8", "<meta charset=koi8-r>", 0);
    CHARSET("\xFF\xFE\xE9\0", "UTF-16LE", "\xC3\xA9", 0);
    CHARSET("\xFE\xFF\0\xE9", "UTF-16BE", "\xC3\xA9", 0);
    CHARSET("<\0p\0>\0\xE9\0<\0/\0p\0>\0", "UTF-16LE", "<p>\xC3\xA9</p>", 0);
    /* A character cut in two at the end, and a half of a pair. */
    CHARSET("\xFF\xFE\xE9\0\x41", "UTF-16LE", "\xC3\xA9\xEF\xBF\xBD", 0);
    CHARSET("\xFF\xFE\x00\xDC\x41\0", "UTF-16LE",
            "\xEF\xBF\xBD"
            "A",
            0);
    /* One byte that is no UTF-8 among many that are: the page is UTF-8 all the same. */
    CHARSET("\xC3\xA9\xC3\xA9\xE9", "UTF-8", "\xC3\xA9\xC3\xA9\xEF\xBF\xBD", 0);
    CHARSET("a\0b", "UTF-8", "ab", 0);
}

static void test_charset_labels(void **state) {
    (void)state;
    CHARSET("<meta charset=\"ISO-8859-1\">\x93", "WINDOWS-1252", "<meta charset=\"ISO-8859-1\">\xE2\x80\x9C",
            0);
    CHARSET("<META HTTP-EQUIV=x content='text/html; charset = koi8-r'>\xC1", "koi8-r",
            "<META HTTP-EQUIV=x content='text/html; charset = koi8-r'>\xD0\xB0", 0);
    CHARSET("<?xml encoding='windows-1251'?>\xE0", "windows-1251", "<?xml encoding='windows-1251'?>\xD0\xB0",
            0);
    CHARSET("<meta charset=sjis>\x82\xA0", "CP932", "<meta charset=sjis>\xE3\x81\x82", 0);
    CHARSET("<meta charset=gb2312>\xB0\xA1", "GB18030", "<meta charset=gb2312>\xE5\x95\x8A", 0);
    CHARSET("<meta charset=utf-16>\xC3\xA9", "UTF-8", "<meta charset=utf-16>\xC3\xA9", 0);
    /* No such set; a name that is none; one that stands in a comment. */
    CHARSET("<meta charset=moon>\xE9", "WINDOWS-1252", "<meta charset=moon>\xC3\xA9", 0);
    CHARSET("<meta charset=''>\xE9", "WINDOWS-1252", "<meta charset=''>\xC3\xA9", 0);
    CHARSET("<meta charset=x/../../y>\xE9", "WINDOWS-1252", "<meta charset=x/../../y>\xC3\xA9", 0);
    CHARSET("<!-- <meta charset=koi8-r> -->\xE9", "WINDOWS-1252", "<!-- <meta charset=koi8-r> -->\xC3\xA9",
            0);
    /* The bytes say otherwise. */
    CHARSET("<meta charset=utf-8>\xE9", "WINDOWS-1252", "<meta charset=utf-8>\xC3\xA9", 1);
    CHARSET("<meta charset=sjis>\xC3\xA9", "UTF-8", "<meta charset=sjis>\xC3\xA9", 1);
}

static void check_tame(const char *page, const char *expected) {
    char *copy = strdup(page);
    assert_non_null(copy);
    size_t size = html_tame(copy, strlen(copy));
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(copy, expected, size);
    free(copy);
}

static void test_tame(void **state) {
    (void)state;
    check_tame("<p class='a > b'>a</p> b</b>\nc</i\n>", "<p class='a > b'>a</p> b\nc\n");
    check_tame("<div><DIV></div></Div></div>x", "<div><DIV></div></Div>x");
    check_tame("a < b </p> </br>", "a < b </p> </br>");
    check_tame("<script>'</b>'</script></b>", "<script>'</b>'</script>");
    check_tame("<!-- </b> --></b>.", "<!-- </b> -->.");
    check_tame("<p", "<p");
    check_tame("</p", "");
    check_tame("<a href='", "<a href='");
}

static html_tree parse(const char *page) {
    html_tree tree;
    assert_int_equal(html_tree_parse(&tree, page, strlen(page)), 0);
    return tree;
}

static size_t find(const html_tree *tree, enum html_tag tag) {
    for (size_t i = 0; i < tree->count; i++)
        if (tree->nodes[i].tag == tag)
            return i;
    return 0;
}

static void test_tree(void **state) {
    (void)state;
    html_tree tree = parse(
        "<div id=x CLASS='a b' onclick=y><p>one\n<b>two</b><my-box></my-box><script>t</script></div>");
    size_t div = find(&tree, HTML_DIV), p = find(&tree, HTML_P);
    assert_true(div > 0 && p > div);
    dossier_str id = html_attr_of(&tree, div, ATTR_ID), class = html_attr_of(&tree, div, ATTR_CLASS);
    assert_memory_equal(id.data, "x", 1);
    assert_int_equal(class.size, 3);
    assert_null(html_attr_of(&tree, div, ATTR_HREF).data);
    assert_true(find(&tree, HTML_CUSTOM) > p);
    assert_int_equal(tree.nodes[find(&tree, HTML_SCRIPT)].size, 0);
    for (size_t i = 1; i < tree.count; i++) {
        assert_true(tree.nodes[i].parent < i);
        assert_true(tree.nodes[i].end > i && tree.nodes[i].end <= tree.nodes[tree.nodes[i].parent].end);
    }
    html_tree_free(&tree);
}

/* Every name in the table is found by it: the table is in order. */
static void test_tags(void **state) {
    static const char *const names[] = {
#define X(name, symbol, kind) name,
        HTML_TAGS(X)
#undef X
    };
    (void)state;
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        assert_true(strcmp(names[i - 1], names[i]) < 0);
}

static void test_blocks(void **state) {
    (void)state;
    html_tree tree = parse(
        "<h2>Head</h2>text <a href=x>link</a>, and<br>more.<br><br>next<ul><li>item:</ul>");
    html_blocks blocks;
    assert_int_equal(html_blocks_make(&blocks, &tree, 0), 0);
    assert_int_equal(blocks.count, 4);
    assert_int_equal(blocks.list[0].kind, BLOCK_HEADING);
    assert_int_equal(blocks.list[0].level, 2);
    assert_memory_equal(html_block_text(&blocks, 1).data, "text link, and\nmore.", 20);
    assert_int_equal(blocks.list[1].weight, 15);
    assert_int_equal(blocks.list[1].linked, 4);
    assert_int_equal(blocks.list[1].commas, 1);
    assert_int_equal(blocks.list[1].stop, 1);
    assert_int_equal(blocks.list[3].kind, BLOCK_ITEM);
    assert_int_equal(blocks.list[3].stop, 2);
    html_blocks_free(&blocks);
    html_tree_free(&tree);
}

static void check_hints(const char *attributes, unsigned expected) {
    char page[256];
    snprintf(page, sizeof page, "<div %s>x</div>", attributes);
    html_tree tree = parse(page);
    unsigned hints = html_hints_of(&tree, find(&tree, HTML_DIV));
    if (hints != expected)
        fail_msg("%s: %u", attributes, hints);
    html_tree_free(&tree);
}

static void test_hints(void **state) {
    (void)state;
    check_hints("", 0);
    check_hints("class=entry-content", HINT_BODY);
    check_hints("class='x storyBody'", HINT_BODY);
    check_hints("itemprop=articleBody", HINT_BODY);
    check_hints("role=main", HINT_ARTICLE);
    check_hints("class=post", HINT_ARTICLE);
    check_hints("class=shareBar", HINT_JUNK);
    check_hints("id=post-sharing", HINT_JUNK);
    check_hints("class=adhesive", 0);
    check_hints("class=shadow", 0);
    check_hints("class=category-share", 0);
    check_hints("class=share-embed", 0);
    check_hints("class=cookie-bar", HINT_JUNK | HINT_OVER);
    check_hints("class=comment-list", HINT_COMMENTS);
    check_hints("class=author-name", HINT_BYLINE);
    check_hints("class=hidden", HINT_HIDDEN);
    check_hints("class=hidden-title", 0);
    check_hints("style='color:red; DISPLAY : none'", HINT_HIDDEN);
    check_hints("style='display:block'", 0);
}

static void test_words(void **state) {
    (void)state;
    dossier_str mill = dossier_string("The Mill, by the weir");
    assert_true(html_words_same(mill, dossier_string("the mill by the Weir")));
    assert_false(html_words_same(mill, dossier_string("the mill")));
    assert_false(html_words_same(dossier_string(""), dossier_string("")));
    assert_int_equal(html_words_shared(dossier_string("mill weir"), mill), 100);
    assert_int_equal(html_words_shared(dossier_string("mill boat"), mill), 50);
    assert_int_equal(html_words_shared(dossier_string(""), mill), 0);
    buffer line = {0};
    assert_int_equal(html_plain_line(dossier_string("a &amp; <b>b</b>\n c"), &line), 0);
    assert_int_equal(line.size, 7);
    assert_memory_equal(line.data, "a & b c", 7);
    buffer_free(&line);
}

static void test_recognise(void **state) {
    (void)state;
    assert_true(html_recognise("<!DOCTYPE HTML>", 15));
    assert_true(html_recognise(" \n<!-- x --><html lang=en>", 26));
    assert_false(html_recognise("<htmlx>", 7));
    assert_false(html_recognise("", 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_charset),   cmocka_unit_test(test_charset_labels),
        cmocka_unit_test(test_tame),      cmocka_unit_test(test_tree),
        cmocka_unit_test(test_tags),      cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_hints),     cmocka_unit_test(test_words),
        cmocka_unit_test(test_recognise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
