/* test_indexer_scraped.c: from scraped text to articles: the rules, and what they must spare.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

#define PARAGRAPH_1                                                                                          \
    "The ferry was delivered in the spring, painted and provisioned, and it has not left the quay since "    \
    "then. The"                                                                                              \
    " council says that the papers are wrong, and the yard says that they were right when they were signed."
#define PARAGRAPH_2                                                                                          \
    "On the island the shop has begun to ration flour. Nobody goes hungry, but everyone has an opinion, "    \
    "and the"                                                                                                \
    " post comes by helicopter on Tuesdays when there is no wind and the pilot is well."
#define PARAGRAPH_3                                                                                          \
    "What would it take? A signature, says the harbor master, and a tide. She has seen longer quarrels end " \
    "over"                                                                                                   \
    " less, and one that has not ended yet, though both who began it are dead."
#define BODY PARAGRAPH_1 "\n\n" PARAGRAPH_2 "\n\n" PARAGRAPH_3

/* What a reading gave: the first article's fields, and how many there were. */
typedef struct seen {
    char key[300], title[300], standfirst[600], author[200], date[32], source[200];
    char *text;
    size_t lines[64];
    size_t offsets[64];
    size_t line_count;
    size_t count;
    char last_title[300], last_text[300], last_key[300];
    char notes[2000];
} seen;

static void copy(char *to, size_t size, dossier_str from) {
    snprintf(to, size, "%.*s", (int)from.size, from.size > 0 ? from.data : "");
}

static int on_article(void *context, const dossier_article *a) {
    seen *s = context;
    if (s->count++ == 0) {
        copy(s->key, sizeof s->key, a->key);
        copy(s->title, sizeof s->title, a->title);
        copy(s->standfirst, sizeof s->standfirst, a->standfirst);
        copy(s->author, sizeof s->author, a->author);
        copy(s->date, sizeof s->date, a->date);
        copy(s->source, sizeof s->source, a->source);
        s->text = malloc(a->text.size + 1);
        assert_non_null(s->text);
        if (a->text.size > 0)
            memcpy(s->text, a->text.data, a->text.size);
        s->text[a->text.size] = '\0';
        for (s->line_count = 0; s->line_count < a->line_count && s->line_count < 64; s->line_count++) {
            s->lines[s->line_count] = a->lines[s->line_count].line;
            s->offsets[s->line_count] = a->lines[s->line_count].offset;
        }
    }
    copy(s->last_title, sizeof s->last_title, a->title);
    copy(s->last_text, sizeof s->last_text, a->text);
    copy(s->last_key, sizeof s->last_key, a->key);
    return 0;
}

static void on_note(void *context, const dossier_note *note) {
    seen *s = context;
    size_t used = strlen(s->notes);
    snprintf(s->notes + used, sizeof s->notes - used, "%s\n", note->message);
}

/* Reads a text as a file. */
static seen read_bytes(const char *text, size_t size) {
    char *path = temporary_file(text, size);
    seen s = {0};
    dossier_source_options options = {.format = "text", .note = on_note, .context = &s};
    const char *paths[] = {path};
    dossier_error err = {0};
    int code = dossier_read_sources(paths, 1, &options, on_article, NULL, &err);
    remove_temporary(path);
    if (code != DOSSIER_OK)
        fail_msg("%s", err.message);
    return s;
}

static seen read_text(const char *text) {
    return read_bytes(text, strlen(text));
}

static void expect_body(const char *text, const char *body) {
    seen s = read_text(text);
    assert_true(s.count >= 1);
    assert_string_equal(s.text, body);
    free(s.text);
}

static void test_clean(void **state) {
    (void)state;
    seen s = read_text("The Ferry\n\nA boat that does not sail.\n\nBy Jane Doe\nJuly 14, 2022\n\n" BODY "\n");
    assert_string_equal(s.title, "The Ferry");
    assert_string_equal(s.standfirst, "A boat that does not sail.");
    assert_string_equal(s.author, "Jane Doe");
    assert_string_equal(s.date, "2022-07-14");
    assert_string_equal(s.text, BODY);
    assert_int_equal(s.line_count, 3);
    assert_int_equal(s.lines[0], 8);
    assert_int_equal(s.lines[1], 10);
    assert_int_equal(s.lines[2], 12);
    assert_int_equal(s.offsets[1], strlen(PARAGRAPH_1) + 2);
    free(s.text);
}

static void test_titles(void **state) {
    (void)state;
    seen s = read_text("The Ferry\n\n" BODY);
    assert_string_equal(s.title, "The Ferry");
    assert_string_equal(s.text, BODY);
    free(s.text);
    s = read_text("Will It Sail?\n" PARAGRAPH_1 "\n");
    assert_string_equal(s.title, "Will It Sail?");
    free(s.text);
    s = read_text("# The Ferry\n\n" BODY);
    assert_string_equal(s.title, "The Ferry");
    free(s.text);
    /* No title: a first sentence as short as one serves, and stays. */
    s = read_text("The ferry does not sail. " PARAGRAPH_1 "\n\n" PARAGRAPH_2);
    assert_string_equal(s.title, "The ferry does not sail");
    assert_string_equal(s.text, "The ferry does not sail. " PARAGRAPH_1 "\n\n" PARAGRAPH_2);
    free(s.text);
    s = read_text(BODY);
    assert_string_equal(s.title, "");
    assert_string_equal(s.text, BODY);
    free(s.text);
    /* The window's title and the page's. */
    s = read_text(
        "The Ferry at the Quay | The Coast\n\nNews\nShare\n\nThe Ferry at the Quay\n\nBy Jane Doe\n\n" BODY);
    assert_string_equal(s.title, "The Ferry at the Quay");
    assert_string_equal(s.text, BODY);
    free(s.text);
    /* A title alone is a text too. */
    s = read_text("Just one line here");
    assert_string_equal(s.text, "Just one line here");
    free(s.text);
}

static void test_dates_and_authors(void **state) {
    (void)state;
    seen s = read_text("The Ferry\n\nUpdated July 15, 2022\nPublished 14 July 2022\nBy Jane Doe\n\n" BODY);
    assert_string_equal(s.date, "2022-07-14");
    assert_string_equal(s.author, "Jane Doe");
    assert_string_equal(s.text, BODY);
    free(s.text);
    s = read_text("The Ferry\n\nJane Doe\n2022-07-14\n\n" BODY);
    assert_string_equal(s.author, "Jane Doe");
    assert_string_equal(s.date, "2022-07-14");
    assert_string_equal(s.text, BODY);
    free(s.text);
    s = read_text("The Ferry\n\nBy\nJane Doe\n\nJuly 2022\n\n" BODY);
    assert_string_equal(s.author, "Jane Doe");
    assert_string_equal(s.date, "2022-07");
    assert_string_equal(s.text, BODY);
    free(s.text);
    s = read_text("https://example.org/ferry\n\nThe Ferry\n\nJuly 14, 2022 | By Jane Doe\n\n" BODY);
    assert_string_equal(s.source, "https://example.org/ferry");
    assert_string_equal(s.title, "The Ferry");
    assert_string_equal(s.author, "Jane Doe");
    free(s.text);
    /* A date or a name in the text is the text's. */
    s = read_text("The Ferry\n\n" PARAGRAPH_1 "\n\n" PARAGRAPH_2 "\n\nJuly 14, 2022\n\n" PARAGRAPH_3);
    assert_string_equal(s.text, PARAGRAPH_1 "\n\n" PARAGRAPH_2 "\n\nJuly 14, 2022\n\n" PARAGRAPH_3);
    assert_string_equal(s.date, "");
    free(s.text);
}

static void test_lost_byline(void **state) {
    (void)state;
    seen s = read_text(
        "Opinion\nA view.\n\nThe Ferry That Stays\n\nIt was paid for long ago.\n\nBy , a fellow at the Harbor"
        " Institute for Marine Law.\n\n" BODY "\n\nIda May Marlowe is a fellow at the Harbor Institute for"
        " Marine Law. Twitter: @idamay\n");
    assert_string_equal(s.title, "The Ferry That Stays");
    assert_string_equal(s.standfirst, "It was paid for long ago.");
    assert_string_equal(s.author, "Ida May Marlowe");
    assert_string_equal(s.text, BODY);
    free(s.text);
    /* Someone the article speaks of is no author. */
    s = read_text("The Ferry That Stays\n\nAda Lowe built it. " PARAGRAPH_1 "\n\n" PARAGRAPH_2
                  "\n\nAda Lowe is a professor in Porto now, and has not been back.");
    assert_string_equal(s.author, "");
    assert_non_null(strstr(s.text, "in Porto now"));
    free(s.text);
}

static void test_captions(void **state) {
    (void)state;
    expect_body("The Ferry That Stays\n\nA white ferry in the rain.\nA white ferry in the rain.\nThe ferry "
                "Halcyon at its"
                " berth on March 3, 2019. P. ODHIAMBO/GULL PRESS\n\n" BODY,
                BODY);
    expect_body("The Ferry That Stays\n\nBy Jane Doe\n\nA white ferry in the rain. Ann Lee/Reuters\n\n" BODY,
                BODY);
    expect_body("The Ferry That Stays\n\n" PARAGRAPH_1 "\n\nPhoto: The shop on the island.\n\n" PARAGRAPH_2
                "\n\nThe harbor master at her desk.\nANN LEE/AFP via Getty Images\n\n" PARAGRAPH_3,
                BODY);
    seen s = read_text(
        "The Ferry That Stays\n\nA ferry.\nA ferry.\nA ferry on March 3, 2019. A. LEE/AFP\n\n" BODY);
    assert_string_equal(s.date, "");
    free(s.text);
}

static void test_repeats(void **state) {
    (void)state;
    expect_body("The Ferry That Stays\n\n" PARAGRAPH_1 "\n\n" PARAGRAPH_1 "\n\n" PARAGRAPH_2
                "\n\n" PARAGRAPH_3,
                BODY);
    /* A sentence set large, with and without a speaker. */
    expect_body("The Ferry That Stays\n\n" PARAGRAPH_1
                "\n\n\xE2\x80\x9CNobody goes hungry, but everyone has an opinion\xE2"
                "\x80\x9D\n\n\xE2\x80\x94 A shopkeeper\n\n" PARAGRAPH_2 "\n\n" PARAGRAPH_3,
                BODY);
    /* A topic's name between furniture and text. */
    expect_body("The Ferry That Stays\n\nBy Jane Doe\n\nShare this article\n\nThe Island Crossing\n\n" BODY,
                BODY);
    /* In a clean text it is a heading. */
    seen s = read_text("The Ferry That Stays\n\nThe Island Crossing\n\n" BODY);
    assert_non_null(strstr(s.text, PARAGRAPH_1));
    free(s.text);
}

static void test_boxes(void **state) {
    (void)state;
    expect_body("The Ferry That Stays\n\nBy Jane Doe\n\nListen to this article\n5 min read\n\n" PARAGRAPH_1
                "\n\nADVERTISEMENT\n\nRead more: The island's shop\n\n" PARAGRAPH_2
                "\n\nSign up for our newsletter and get it every Friday.\n\nMost read\nThe Crane\nThe "
                "Lamp\n\n" PARAGRAPH_3
                "\n\nFollow us on Twitter\n\n\xC2\xA9 2022 The Coast. All rights reserved.\n",
                BODY);
    expect_body("The Ferry That Stays\n\n" BODY
                "\n\nJoin the Conversation\n\nComments are what a subscription is for.\n\n"
                "Comments (2)\n\nSailor says\nI have seen this boat and it is a good boat, whatever they say "
                "of it.\n",
                BODY);
}

static void test_teasers(void **state) {
    (void)state;
    seen s = read_text("The Ferry That Stays\n\n" BODY
                       "\n\nMore from The Coast\n\nA crate on a slip.\nA crate on a slip.\n\n"
                       "Who Pays for the Crane?\n\nThe oldest machine has no owner.\n\nLights Out\xE2\x80\x94"
                       "at Last\n\n"
                       "By John Roe\n\nThe keeper hands over his keys.\n");
    assert_string_equal(s.text, BODY);
    assert_int_equal(s.count, 3);
    assert_string_equal(s.last_title, "Lights Out\xE2\x80\x94"
                                      "at Last");
    assert_string_equal(s.last_text, "The keeper hands over his keys.");
    assert_non_null(strstr(s.last_key, "#lights-out-at-last"));
    free(s.text);
    /* The same headline twice is two keys. */
    s = read_text("The Ferry That Stays\n\n" BODY
                  "\n\nMore from The Coast\n\nThe Old Crane\n\nIt has no owner at all.\n\n"
                  "The Old Crane\n\nIt is for sale, they say.\n");
    assert_int_equal(s.count, 3);
    assert_non_null(strstr(s.last_key, "#the-old-crane-2"));
    free(s.text);
}

/* What must never be dropped. */
static void test_kept(void **state) {
    static const char *const paragraphs[] = {
        "No.",
        "No further.",
        "\"Why?\"",
        "Follow the money.",
        "By the time they came, the tide had gone.",
        "Photographs hung there.",
        "He laughed.",
        "The Crossing",
        "It was time to share the flour.",
        "\xE2\x80\x9CShe sailed,\xE2\x80\x9D he said.",
        "Read this, she said, and weep.",
    };
    (void)state;
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++) {
        for (int scraped = 0; scraped < 2; scraped++) {
            char text[2000];
            snprintf(text, sizeof text,
                     "The Ferry That Stays\n\nBy Jane Doe\n\n%s" PARAGRAPH_1 "\n\n" PARAGRAPH_2
                     "\n\n%s\n\n" PARAGRAPH_3,
                     scraped ? "Advertisement\n\n" : "", paragraphs[i]);
            seen s = read_text(text);
            if (strstr(s.text, paragraphs[i]) == NULL)
                fail_msg("dropped: %s", paragraphs[i]);
            free(s.text);
        }
    }
}

static void test_lines(void **state) {
    (void)state;
    /* CR LF, white space at the ends, no-break spaces, a byte order mark. */
    seen s =
        read_text("\xEF\xBB\xBFThe Ferry\r\n\r\n  " PARAGRAPH_1 " \t\r\n\xC2\xA0\r\n" PARAGRAPH_2 "\r\n");
    assert_string_equal(s.title, "The Ferry");
    assert_string_equal(s.text, PARAGRAPH_1 "\n\n" PARAGRAPH_2);
    assert_int_equal(s.lines[1], 5);
    free(s.text);
    /* Wrapped lines are one paragraph, their line ends kept. */
    s = read_text(
        "The Ferry\n\nThe ferry was delivered in the spring, painted and provisioned,\n"
        "and it has not left the quay since then, as the council says that\n"
        "the papers are wrong.\n\nThe yard says that they were right when they were signed, and that\n"
        "nobody had asked about them then.\n");
    assert_string_equal(s.title, "The Ferry");
    assert_int_equal(s.line_count, 2);
    assert_int_equal(s.lines[1], 7);
    assert_non_null(strstr(s.text, "provisioned,\nand it"));
    free(s.text);
    /* A line a paragraph, with no empty lines at all. */
    s = read_text("The Ferry\nBy Jane Doe\n" PARAGRAPH_1 "\n" PARAGRAPH_2 "\n" PARAGRAPH_3 "\n");
    assert_string_equal(s.author, "Jane Doe");
    assert_string_equal(s.text, BODY);
    free(s.text);
}

static void test_empty(void **state) {
    (void)state;
    seen s = read_text(" \n\n\t\n---\n* * *\n");
    assert_int_equal(s.count, 0);
    assert_non_null(strstr(s.notes, "is empty; left out"));
    s = read_text("");
    assert_int_equal(s.count, 0);
}

/* Whatever the bytes are: no more than the text comes out, and the lines rise. */
static void test_garbage(void **state) {
    static const char *const pieces[] = {
        "By ",
        "By , a",
        "\n",
        "\n\n",
        "\r",
        "Advertisement",
        "More from X",
        "Comments",
        "July 14, 2022",
        "A ferry.",
        "A ferry.\nA ferry.\n",
        "\xE2\x80\x94",
        "\xFF",
        "\xC3",
        " is a fellow at ",
        "Jane Doe",
        PARAGRAPH_1,
        "#",
        "|",
        ":",
        "https://x.org/a",
        "?",
        "\xC2\xA0",
        "(c)",
        "/",
        "\xF0\x9F\x98\x80",
        "\xE4\xB8\xAD\xE6\x96\x87\xE3\x80\x82",
    };
    (void)state;
    uint32_t random = 12345;
    for (int round = 0; round < 3000; round++) {
        char text[4000];
        size_t size = 0;
        for (random = random * 1664525u + 1013904223u; size < (random >> 8) % 2500;) {
            random = random * 1664525u + 1013904223u;
            const char *piece = pieces[(random >> 16) % (sizeof pieces / sizeof *pieces)];
            size_t n = strlen(piece);
            memcpy(text + size, piece, n);
            size += n;
        }
        seen s = read_bytes(text, size);
        for (size_t i = 1; i < s.line_count; i++) {
            assert_true(s.offsets[i] > s.offsets[i - 1]);
            assert_true(s.lines[i] >= s.lines[i - 1]);
        }
        free(s.text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_dates_and_authors),
        cmocka_unit_test(test_lost_byline),
        cmocka_unit_test(test_captions),
        cmocka_unit_test(test_repeats),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_teasers),
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_garbage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
