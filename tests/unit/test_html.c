/* test_html.c: what is made of saved web pages: the article and what is known of it, and what is left out.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/buffer.h"
#include "indexer/html.h"
#include "tests/unit/support.h"

/* What html_read gave. */
typedef struct result {
    int code;
    size_t articles;
    buffer title, standfirst, author, date, url, text, lines, notes;
} result;

static void keep(buffer *to, dossier_str from) {
    assert_int_equal(buffer_put(to, from.data, from.size), 0);
}

static int take_article(source *s, const dossier_article *article, dossier_error *err) {
    result *r = s->context;
    (void)err;
    r->articles++;
    assert_int_equal(article->key.size, s->key.size);
    assert_int_equal(article->lang.size, 0);
    keep(&r->title, article->title);
    keep(&r->standfirst, article->standfirst);
    keep(&r->author, article->author);
    keep(&r->date, article->date);
    keep(&r->url, article->source);
    keep(&r->text, article->text);
    keep(&r->lines,
         (dossier_str){(const char *)article->lines, article->line_count * sizeof *article->lines});
    return DOSSIER_OK;
}

static void take_note(source *s, int skipped, size_t line, size_t column, const char *message) {
    result *r = s->context;
    (void)skipped;
    (void)line;
    (void)column;
    keep(&r->notes, dossier_string(message));
    keep(&r->notes, dossier_string("\n"));
}

static result read_as_html(const char *path) {
    result r = {0};
    dossier_error err;
    source s = {.path = path, .key = dossier_string(path), .article = take_article, .note = take_note};
    s.context = &r;
    assert_int_equal(input_open(&s.in, path, NULL, &err), DOSSIER_OK);
    r.code = html_read(&s, &err);
    input_close(s.in);
    return r;
}

static result read_page(const char *page, size_t size) {
    char *path = temporary_file(page, size);
    result r = read_as_html(path);
    remove_temporary(path);
    return r;
}

static void result_free(result *r) {
    buffer *all[] = {&r->title, &r->standfirst, &r->author, &r->date,
                     &r->url,   &r->text,       &r->lines,  &r->notes};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buffer_free(all[i]);
}

static void is(const buffer *got, const char *expected) {
    char *copy = calloc(1, got->size + 1);
    assert_non_null(copy);
    if (got->size > 0)
        memcpy(copy, got->data, got->size);
    assert_string_equal(copy, expected);
    free(copy);
}

static int has(const buffer *got, const char *part) {
    return got->size > 0 && memmem(got->data, got->size, part, strlen(part)) != NULL;
}

#define DATA "tests/data/html/"
#define PROSE                                                                                                \
    "<p>The mill by the weir grinds again, slowly, and the village has bread of its own flour once "         \
    "more.</p>\n"                                                                                            \
    "<p>It stood still for sixty years, with nettles in its door, until somebody asked what it would "       \
    "cost.</p>\n"
#define PROSE2                                                                                               \
    "<p>The miller is a woman of thirty, who was a clerk, and who now carries sacks and is content.</p>\n"

/* ------------------------------------------------------------------------------------------------- whole
 * pages */

static void test_article(void **state) {
    (void)state;
    result r = read_as_html(DATA "article.html");
    assert_int_equal(r.code, DOSSIER_OK);
    is(&r.title, "Elm Bay opens its harbour again");
    is(&r.standfirst, "After nine years the council lets boats in.");
    is(&r.author, "Mara Quill, Otto Fenn");
    is(&r.date, "2021-03-04");
    is(&r.url, "https://courier.example/harbour");
    is(&r.text,
       "The harbour of Elm Bay, closed since the storm of 2012, is open again, and the council says that it "
       "will stay"
       " so.\n\n"
       "\xE2\x80\x9CWe waited long enough,\xE2\x80\x9D said Ada Brook, who mends nets.\nShe has done so for "
       "forty"
       " years.\n\n"
       "What it cost\n\n"
       "The works took three years, two more than planned, and cost far more than the town has:\n\n"
       "new piles for the long pier, which the storm broke\n\n"
       "a crane, which can lift boats of nine tonnes\n\n"
       "Nobody will thank us for the piles, but everybody will stand on them.\n\n"
       "Year\tCost\n2019\t1.2 million\n2020\t2.7 million\n\n"
       "high water  06:12\nlow water   12:20\n\n"
       "Boats pay by their length, and the first month is free for those who were here before the storm.");
    is(&r.notes, "");
    result_free(&r);
}

/* Each paragraph's place in the page. */
static void test_lines(void **state) {
    static const size_t expected[] = {34, 36, 38, 39, 41, 42, 44, 45, 50, 53};
    (void)state;
    result r = read_as_html(DATA "article.html");
    const dossier_line *lines = (const dossier_line *)(const void *)r.lines.data;
    assert_int_equal(r.lines.size / sizeof *lines, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(lines[i].line, expected[i]);
        assert_true(i == 0 || memcmp(r.text.data + lines[i].offset - 2, "\n\n", 2) == 0);
    }
    result_free(&r);
}

static void test_blog(void **state) {
    (void)state;
    result r = read_as_html(DATA "blog.html");
    is(&r.title, "Baking with rye");
    is(&r.author, "Tilda Marsh");
    is(&r.date, "2019-07-14");
    is(&r.text,
       "Rye is slow, and it is worth it. The dough is sticky, it does not rise much, and it wants a hot"
       " oven.\n\nBegin the evening before: mix flour, water and a spoon of the old dough, and leave it.\n"
       "In the morning it smells of apples.\n\nBake it for an hour, and let it stand for a day before you cut"
       " it. This is the hard part.");
    result_free(&r);
}

static void test_broken(void **state) {
    (void)state;
    result r = read_as_html(DATA "broken.html");
    is(&r.title, "The well in the yard");
    assert_true(has(&r.text, "deep and cold, and nobody drank from it"));
    assert_true(has(&r.text, "One summer it ran dry. The children let down a lamp on a rope"));
    assert_true(has(&r.text, "\n\nHe took bread\n\nHe took a knife, and the dog's collar\n\n"));
    assert_true(has(&r.text, "not then and not later."));
    result_free(&r);
}

static void test_forum(void **state) {
    (void)state;
    result r = read_as_html(DATA "forum.html");
    is(&r.title, "How do I wind a clock?");
    is(&r.text,
       "I have my grandfather's clock, it stands since May, and I do not dare to wind it. Which way does the"
       " key go?\n\nIt has two holes in its face, and the key fits both, but only one of them turns.");
    result_free(&r);
}

static void test_product(void **state) {
    (void)state;
    result r = read_as_html(DATA "product.html");
    is(&r.title, "Lantern No. 4");
    is(&r.text,
       "A lantern of tin and glass for two candles, made in our shop since 1931, and mended there for as long"
       " as you keep it.\n\nHeight 31 cm, weight 840 g\n\nGlass that can be replaced without tools");
    result_free(&r);
}

/* Of several articles side by side the page's is the one under its title. */
static void test_several(void **state) {
    (void)state;
    result r = read_as_html(DATA "several.html");
    is(&r.title, "The second cup");
    assert_true(has(&r.text, "The second cup is for the newspaper"));
    assert_false(has(&r.text, "first cup"));
    assert_false(has(&r.text, "third cup"));
    result_free(&r);
}

static void test_no_article(void **state) {
    static const char *const pages[] = {"",  "<html></html>", "<html><body><p>Yes.</p></body></html>",
                                        "<", "<!--",          "\0"};
    (void)state;
    result r = read_as_html(DATA "listing.html");
    assert_int_equal(r.code, FORMAT_SKIPPED);
    assert_int_equal(r.articles, 0);
    is(&r.notes, "is a web page with no article in it; left out\n");
    result_free(&r);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        r = read_page(pages[i], i == 5 ? 1 : strlen(pages[i]));
        assert_int_equal(r.code, FORMAT_SKIPPED);
        assert_true(has(&r.notes, "no article in it"));
        result_free(&r);
    }
}

/* With keep_all a page without an article is kept whole, where it has any text. */
static void test_keep_all(void **state) {
    (void)state;
    result r = {0};
    dossier_error err;
    dossier_article known = {.key = dossier_string("k"), .title = dossier_string("Known"), .lang = {0}};
    static const char page[] =
        "<html><title>T</title><body><nav><a href=x>News</a></nav><p>Yes.</p></body></html>";
    source s = {.path = "k", .key = known.key, .article = take_article, .note = take_note, .context = &r};
    assert_int_equal(html_read_page(&s, page, sizeof page - 1, &known, &err), FORMAT_SKIPPED);
    is(&r.notes, "is a web page with no article in it; left out\n");
    s.keep_all = 1;
    assert_int_equal(html_read_page(&s, page, sizeof page - 1, &known, &err), DOSSIER_OK);
    is(&r.text, "News\n\nYes.");
    is(&r.title, "Known");
    result_free(&r);
    r = (result){0};
    assert_int_equal(html_read_page(&s, "<html></html>", 13, &known, &err), FORMAT_SKIPPED);
    is(&r.notes, "is a web page with no text in it; left out\n");
    result_free(&r);
}

/* --------------------------------------------------------------------------------------------------------
 * text */

static void test_entities(void **state) {
    (void)state;
    result r = read_as_html(DATA "entities.html");
    is(&r.title, "Caf\xC3\xA9 & Caf\xC3\xA9");
    is(&r.text, "Caf\xC3\xA9 & cake cost < 5 \xE2\x82\xAC, it\xE2\x80\x99s \xE2\x80\x9C"
                "cheap\xE2\x80\x9D, it is good, and it is here; &bogus; too.\n\n"
                "Fish \xE2\x80\xA6 and 1/2 a loaf of bread, a seaside word, in case you ask.");
    result_free(&r);
}

static void test_charsets(void **state) {
    static const char lamp[] =
        "The \xE2\x80\x9Clamp\xE2\x80\x9D of M. D\xC3\xA9sir\xC3\xA9 \xE2\x80\x93 so he called it"
        " \xE2\x80\x93 was a candle in a glass, and it cost him 3 \xE2\x82\xAC a night, which was"
        " much.";
    (void)state;
    result r = read_as_html(DATA "latin1.html");
    is(&r.text, lamp);
    is(&r.notes, "");
    result_free(&r);
    r = read_as_html(DATA "utf16.html");
    is(&r.text, lamp);
    is(&r.notes, "");
    result_free(&r);
    r = read_as_html(DATA "sjis.html");
    is(&r.title, "\xE7\x81\xAF\xE5\x8F\xB0\xE3\x81\xAE\xE5\x85\x89");
    assert_true(has(&r.text, "\xE3\x82\x86\xE3\x81\xA3\xE3\x81\x8F\xE3\x82\x8A"));
    result_free(&r);
    r = read_as_html(DATA "cyrillic.html");
    is(&r.title, "\xD0\x9C\xD0\xB0\xD1\x8F\xD0\xBA");
    result_free(&r);
}

static void test_charset_that_lies(void **state) {
    static const char utf8[] = "<html><meta charset=iso-8859-1><title>Caf\xC3\xA9</title><body>" PROSE;
    static const char latin1[] = "<html><meta charset=utf-8><title>Caf\xE9</title><body>" PROSE;
    (void)state;
    result r = read_page(utf8, sizeof utf8 - 1);
    is(&r.title, "Caf\xC3\xA9");
    is(&r.notes, "names a character set that it is not in; it was read as UTF-8\n");
    result_free(&r);
    r = read_page(latin1, sizeof latin1 - 1);
    is(&r.title, "Caf\xC3\xA9");
    is(&r.notes, "names a character set that it is not in; it was read as WINDOWS-1252\n");
    result_free(&r);
}

static void test_nuls(void **state) {
    static const char page[] = "<html><ti\0tle>The mill\0</title><body>\0" PROSE "\0</body>";
    (void)state;
    result r = read_page(page, sizeof page - 1);
    is(&r.title, "The mill");
    assert_true(has(&r.text, "what it would cost."));
    result_free(&r);
}

/* ------------------------------------------------------------------------------------------- what is known
 * of it */

static void check_title(const char *head, const char *heading, const char *expected) {
    char page[2048];
    snprintf(page, sizeof page, "<html><head>%s</head><body>%s" PROSE "</body>", head, heading);
    result r = read_page(page, strlen(page));
    is(&r.title, expected);
    result_free(&r);
}

static void test_titles(void **state) {
    (void)state;
    check_title("<title>The mill | Weir Post</title>", "<h1>Weir Post</h1>", "The mill | Weir Post");
    check_title("<title>The mill - Weir Post</title>", "<h1>The mill</h1>", "The mill");
    /* A name that the page does not show is not believed. */
    check_title("<title>The mill</title><meta property=og:title content='Buy cheap boots today'>", "",
                "The mill");
    check_title("<meta property=og:title content='The mill &amp; the weir'>", "", "The mill & the weir");
    check_title("<title>Weir Post</title><meta property=og:site_name content='Weir Post'>"
                "<meta property=og:title content='The mill grinds'>",
                "<h1>Weir Post</h1>", "The mill grinds");
}

static void test_data(void **state) {
    (void)state;
    result r = read_as_html(DATA "data-only.html");
    is(&r.title, "Snow on the pass");
    is(&r.author, "Ilse Tarn");
    is(&r.date, "2020-01-05");
    assert_true(has(&r.text, "bread for two weeks.\n\nThe last to come over"));
    assert_false(has(&r.text, "turn on"));
    result_free(&r);
}

static void check_data(const char *data, const char *author, const char *date) {
    char page[4096];
    snprintf(page, sizeof page,
             "<html><head><title>The mill</title><script type='application/ld+json'>%s</script></head>"
             "<body>" PROSE "</body>",
             data);
    result r = read_page(page, strlen(page));
    is(&r.author, author);
    is(&r.date, date);
    result_free(&r);
}

static void test_data_of_all_kinds(void **state) {
    (void)state;
    check_data(
        "[{\"@type\":\"Organization\"},{\"@type\":\"BlogPosting\",\"author\":{\"name\":[\"Ann Weir\"]}}]",
        "Ann Weir", "");
    check_data("{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Article\",\"author\":\"Ann Weir\","
               "\"datePublished\":\"2020-02-03T10:00:00Z\"}};",
               "Ann Weir", "2020-02-03");
    /* One of two articles is the page's where its headline says so, else neither is. */
    check_data("[{\"@type\":\"Article\",\"headline\":\"Boots\",\"author\":\"Bob Boot\"},"
               "{\"@type\":\"Article\",\"headline\":\"The mill\",\"author\":\"Ann Weir\"}]",
               "Ann Weir", "");
    check_data("[{\"@type\":\"Article\",\"headline\":\"Boots\",\"author\":\"Bob Boot\"},"
               "{\"@type\":\"Article\",\"headline\":\"Hats\",\"author\":\"Hal Hatt\"}]",
               "", "");
    check_data("{\"@type\":\"Article\",\"author\":\"https://example.com/ann\"", "", "");
    check_data("{\"@type\":\"Article\",\"author\":\"https://example.com/ann\"}", "", "");
    check_data("{\"@type\":7,\"author\":{\"name\":{}},\"@graph\":[[[[]]]]}", "", "");
}

static void test_shown_author_and_date(void **state) {
    static const char page[] =
        "<html><title>The mill</title><body><h1>The mill</h1><p class=byline>By Ann Weir</p>"
        "<span class=updated><time datetime=2021-01-01></time></span>"
        "<time itemprop=datePublished datetime='2020-02-03 10:00'>Monday</time>" PROSE;
    (void)state;
    result r = read_page(page, sizeof page - 1);
    is(&r.author, "Ann Weir");
    assert_false(has(&r.text, "Ann Weir"));
    assert_int_equal(r.date.size, 10);
    result_free(&r);
}

/* ---------------------------------------------------------------------------------------------- what is left
 * out */

/* A page with something between its two paragraphs. */
static void check_left_out(const char *what) {
    char page[4096];
    snprintf(page, sizeof page,
             "<html><title>The mill</title><body><div class=entry-content>" PROSE "%s" PROSE2 "</div></body>",
             what);
    result r = read_page(page, strlen(page));
    assert_true(has(&r.text, "weir"));
    assert_true(has(&r.text, "sacks"));
    if (has(&r.text, "SECRET"))
        fail_msg("not left out: %s", what);
    result_free(&r);
}

static void test_furniture(void **state) {
    (void)state;
    check_left_out("<nav><p>SECRET ways, to other pages, that nobody asked for.</p></nav>");
    check_left_out("<aside><p>SECRET things, at the side, that nobody asked for.</p></aside>");
    check_left_out("<div class='social-share'>SECRET shares</div>");
    check_left_out("<div class=sharebar><p>SECRET shares, for everybody, in all places.</p></div>");
    check_left_out(
        "<div id=relatedArticles><p>SECRET stories, of other days, that are like this one.</p></div>");
    check_left_out(
        "<div class='cookie-banner'><p>SECRET cookies, which we use, to see who you are.</p></div>");
    check_left_out("<div class='NewsletterSignup'><p>SECRET letters, every morning, for free.</p></div>");
    check_left_out(
        "<div class='d-print-none'><p>SECRET tools, that are not printed, for good reasons.</p></div>");
    check_left_out("<div style='display: none'><p>SECRET words, that nobody sees, for machines.</p></div>");
    check_left_out("<p hidden>SECRET words, that nobody sees, for machines.</p>");
    check_left_out("<figure><img><figcaption>SECRET people, in a picture.</figcaption></figure>");
    check_left_out("<div class=imageCaption>SECRET people, in a picture.</div>");
    check_left_out(
        "<script>document.write('SECRET')</script><style>SECRET</style><noscript>SECRET</noscript>");
    check_left_out(
        "<svg><text>SECRET</text></svg><select><option>SECRET</select><textarea>SECRET</textarea>");
    check_left_out("<p><a href=x>SECRET of the mill: all that you ever wanted to know</a></p>");
    check_left_out("<ul><li><a href=x>SECRET one</a><li><a href=y>SECRET two</a></ul>");
    check_left_out("<p>Published: 3 February 2020</p><template><p>SECRET</p></template>");
    check_left_out(
        "<h3>SECRET heading</h3><ul><li><a href=x>one link</a><li><a href=y>another</a></ul><h3>Flour</h3>");
}

/* What looks like furniture and is none. */
static void test_kept(void **state) {
    static const char page[] =
        "<html><title>The mill</title><body class='cookie-consent-given has-sidebar'><div "
        "class='widget-share related'>" PROSE
        "<h2>What is left</h2><ul><li>the <a href=x>wheel</a> and its shaft<li>two stones</ul>"
        "<div class='social-embed'><blockquote><p>My bread, my flour, and my back "
        "hurts.</p></blockquote></div>"
        "<p>* * *</p><p><span class=share>Flour</span> is a word.</p><table class=scores>"
        "<tr "
        "class=ad><td>Rye</td><td>2</td></tr><tr><td>Oats</td><td>3</td></tr></table><h2>Notes</h2>" PROSE2;
    (void)state;
    result r = read_page(page, sizeof page - 1);
    assert_true(has(&r.text, "What is left\n\nthe wheel and its shaft\n\ntwo stones\n\nMy bread, my flour"));
    assert_true(has(&r.text, "* * *\n\nFlour is a word.\n\nRye\t2\nOats\t3\n\nNotes\n\nThe miller"));
    result_free(&r);
}

/* --------------------------------------------------------------------------------------------------------
 * hostile */

static void check_hostile(const char *head, const char *part, size_t times) {
    size_t n = strlen(part);
    buffer page = {0};
    assert_int_equal(buffer_put_string(&page, head), 0);
    assert_int_equal(buffer_put_string(&page, PROSE PROSE2), 0);
    assert_int_equal(buffer_reserve(&page, n * times), 0);
    for (size_t i = 0; i < times; i++)
        assert_int_equal(buffer_put(&page, part, n), 0);
    result r = read_page(page.data, page.size);
    assert_true(r.code == DOSSIER_OK || r.code == FORMAT_SKIPPED);
    if (r.code == DOSSIER_OK && !has(&r.text, "The mill"))
        fail_msg("the text was lost before %s", part);
    result_free(&r);
    buffer_free(&page);
}

static void test_hostile(void **state) {
    (void)state;
    check_hostile("<html><body>", "<div>", 200000);
    check_hostile("<html><body>", "<b><p>", 100000);
    check_hostile("<html><body>", "<table><tr><td>", 50000);
    check_hostile("<html><body>", "</i></u>", 200000);
    check_hostile("<html><body>", "<section><ul><li>a", 50000);
    check_hostile("<html><body>", "<a href=x>l</a><p>a</p>", 100000);
    check_hostile("<html><body>", "&", 300000);
    check_hostile("<html><body>", "<", 300000);
    check_hostile("<html><body><p ", "a=b ", 0);
    check_hostile("<html><body>", "<p a0=1 b=2 c", 100000);
    check_hostile("<script type='application/ld+json'>{\"@graph\":[[{}]]}</script>", "<!--", 100000);
    check_hostile("<html><body>", "<script type='application/ld+json'>[[[[", 20000);
}

/* A tag with attributes without end. */
static void test_many_attributes(void **state) {
    buffer page = {0};
    (void)state;
    assert_int_equal(buffer_put_string(&page, "<html><body><p"), 0);
    for (int i = 0; i < 100000; i++) {
        char attribute[32];
        snprintf(attribute, sizeof attribute, " a%d=\"%d\"", i, i);
        assert_int_equal(buffer_put_string(&page, attribute), 0);
    }
    assert_int_equal(buffer_put_string(&page, ">Text.</p>" PROSE), 0);
    result r = read_page(page.data, page.size);
    assert_true(has(&r.text, "The mill"));
    result_free(&r);
    buffer_free(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_blog),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_forum),
        cmocka_unit_test(test_product),
        cmocka_unit_test(test_several),
        cmocka_unit_test(test_no_article),
        cmocka_unit_test(test_keep_all),
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_charsets),
        cmocka_unit_test(test_charset_that_lies),
        cmocka_unit_test(test_nuls),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_data),
        cmocka_unit_test(test_data_of_all_kinds),
        cmocka_unit_test(test_shown_author_and_date),
        cmocka_unit_test(test_furniture),
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_many_attributes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
