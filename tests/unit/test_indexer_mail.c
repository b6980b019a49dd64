/* test_indexer_mail.c: messages, their headers, parts and encodings; what of a message is not its text.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/format.h"
#include "indexer/mail.h"
#include "indexer/mime.h"
#include "tests/unit/reading.h"
#include "tests/unit/support.h"

#define HEAD "Subject: A title\nFrom: Jane Doe <jane@example.org>\n"

static void test_recognised(void **state) {
    static const char *const mails[] = {HEAD "\nx", "From: a\r\nTo: b\r\n\r\nx", HEAD "X-Long: a\n b\n\tc\n\nx",
                                        "Received: from a\nReceived: from b\nSubject: x\n",
                                        "Subject: x\nDate: y\nX-cut"};
    static const char *const others[] = {"",
                                         "\n" HEAD,
                                         "Title: x\nDate: y\n\n",
                                         "Subject: x\n\ny",
                                         "Date: x\nTo: y\n\n",
                                         "From: a\nSubject without colon\n\n",
                                         "From: a\nFrom: b\n\nx",
                                         "From a b\n" HEAD,
                                         "Hello\nFrom: a\nSubject: b\n\n"};
    (void)state;
    for (size_t i = 0; i < COUNT(mails); i++)
        if (!mail_recognise(mails[i], strlen(mails[i])))
            fail_msg("is mail: %s", mails[i]);
    for (size_t i = 0; i < COUNT(others); i++)
        if (mail_recognise(others[i], strlen(others[i])))
            fail_msg("is no mail: %s", others[i]);
    assert_string_equal(format_of("a.txt", HEAD "\nx", sizeof HEAD + 1)->name, "mail");
    assert_string_equal(format_of("a.eml", "x", 1)->name, "mail");
    assert_string_equal(format_of("a.MHTML", "x", 1)->name, "mail");
}

static void test_words(void **state) {
    static const struct {
        const char *given, *wanted;
    } words[] = {
        {"plain  text", "plain text"},
        {"=?utf-8?Q?Gr=C3=BC=C3=9Fe?= an =?UTF-8?B?TcO8bGxlcg==?=", "Gr\xC3\xBC\xC3\x9F"
                                                                    "e an M\xC3\xBCller"},
        {"=?iso-8859-1?q?J=F6rg?= =?iso-8859-1?Q?_M=FCller?=", "J\xC3\xB6rg M\xC3\xBCller"},
        {"=?windows-1252?Q?=93a=94?=", "\xE2\x80\x9C"
                                       "a\xE2\x80\x9D"},
        {"=?us-ascii*en?Q?a?=", "a"},
        {"\"=?utf-8?q?x?=\"", "\"x\""},
        {"=?koi8-r?B?0NLJ18XU?=", "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82"},
        {"=?nosuch?Q?caf=E9?=", "caf\xC3\xA9"},
        {"caf\xE9 raw", "caf\xC3\xA9 raw"},
        {"=?utf-8?Q?broken", "=?utf-8?Q?broken"},
        {"=?utf-8?X?a?= =?", "=?utf-8?X?a?= =?"},
        {"a=?b c", "a=?b c"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        buffer out = {0};
        assert_int_equal(mime_words(words[i].given, strlen(words[i].given), &out), 0);
        assert_int_equal(buffer_put_byte(&out, '\0'), 0);
        assert_string_equal(out.data, words[i].wanted);
        buffer_free(&out);
    }
}

static void test_headers(void **state) {
    (void)state;
    expect_read("mail", HEAD "Date: Thu, 14 Jul 2022 23:30:00 -0500\n\nText.\n", "A title|Jane Doe|2022-07-14|||\n",
                "5:Text.\n", NULL);
    expect_read("mail", "subject: Folded\r\n over\r\n\tlines\r\nFROM: \"Doe, Jane\" <j@x.org>\r\n\r\nText.\r\n",
                "Folded over lines|Doe, Jane||||\n", "6:Text.\n", NULL);
    expect_read("mail", "From: j@x.org (Jane Doe)\nSubject: T\n\nx\n", "T|Jane Doe||||\n", "4:x\n", NULL);
    expect_read("mail", "From: <j@x.org>\nSubject: T\n\nx\n", "T|j@x.org||||\n", "4:x\n", NULL);
    expect_read("mail", "Subject: T\nAuthor: Jane Doe\nDate: 4 May 2020\n\nx\n", "T|Jane Doe|2020-05-04|||\n",
                "5:x\n", NULL);
    expect_read("mail", "From Jane Thu Jul 14\n" HEAD "\nx\n", "A title|Jane Doe||||\n", "5:x\n", NULL);
    expect_read("mail", HEAD, "A title|Jane Doe||||\n", "\n", NULL);
    expect_read("mail", "From: a\nTo: b\n\n", "", "", "1:0:is a message without any text; left out\n");
    expect_read("mail", "No message.\n\nIt is text.\n", NULL, NULL, NULL);
}

static void test_encodings(void **state) {
    (void)state;
    expect_read("mail",
                HEAD "Content-Type: text/plain; charset=\"iso-8859-1\"\nContent-Transfer-Encoding: Quoted-Printable\n"
                     "\nOne caf=E9 =\nwith more.=20\n\nTwo =3D two, =ZZ.\n",
                NULL, "6:One caf\xC3\xA9 with more.\n\n9:Two = two, =ZZ.\n", NULL);
    expect_read("mail", HEAD "Content-Transfer-Encoding: base64\n\nT25lLgoKVHdv\nLg==\n", NULL, "5:One.\n\n5:Two.\n",
                NULL);
    expect_read("mail", HEAD "Content-Type: text/plain; charset=utf-8\n\ncaf\xC3\xA9 caf\xC3\xA9\n", NULL,
                "5:caf\xC3\xA9 caf\xC3\xA9\n", NULL);
    expect_read("mail", HEAD "Content-Type: text/plain; charset=utf-8\n\nlies: caf\xE9\n", NULL,
                "5:lies: caf\xC3\xA9\n", NULL);
    expect_read("mail", HEAD "Content-Type: text/plain; charset=latin1\n\nlies: caf\xC3\xA9\n", NULL,
                "5:lies: caf\xC3\xA9\n", NULL);
}

static void test_parts(void **state) {
    (void)state;
    expect_read(
        "mail",
        HEAD
        "Content-Type: multipart/mixed;\n boundary=\"a b\"\n\nFor old readers.\n--a b\n"
        "Content-Type: multipart/alternative; boundary=in\n\n--in\nContent-Type: text/html\n\n<p>No</p>\n--in\n\n"
        "The plain text.\n--in--\n--a b\nContent-Type: text/plain\n\nThe second text.\n--a b--\nBehind.\n",
        NULL, "16:The plain text.\n", NULL);
    expect_read("mail",
                HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"
                     "Content-Disposition: attachment; filename=x\n\nNot this.\n--b\nContent-Type: text/html\n\n"
                     "<p>But this one, which is a page.</p>\n--b--\n",
                "A title|Jane Doe||||\n", "13:But this one, which is a page.\n", NULL);
    expect_read("mail", HEAD "Content-Type: image/png\n\nxx\n", "", "",
                "1:0:is a message without a part that is text; left out\n");
    expect_read("mail", HEAD "Content-Type: multipart/mixed\n\n--b\n\nx\n", "", "",
                "1:0:is a message without a part that is text; left out\n");
    expect_read("mail", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nNever closed.\n", NULL,
                "7:Never closed.\n", NULL);
}

static void test_saved_page(void **state) {
    (void)state;
    expect_read(
        "mail",
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://x.org/p\nSubject: Page - Paper\n"
        "Date: Mon, 1 Jan 2024 00:00:00 -0000\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<html><head><title>Page</title><meta name=3D\"author\" content=3D\"Jane Roe\"></head>\n"
        "<body><article><h1>Page</h1>\n<p>Text of a page that was saved, with words, =\ncommas and stops in it,"
        " so that it can be told from a menu. And it goes on.</p></article></body></html>\n--b--\n",
        "Page|Jane Roe|||https://x.org/p|\n", NULL, NULL);
}

static void test_not_text(void **state) {
    static const char reply[] = "Subject: Re: x\nFrom: J\nIn-Reply-To: <a>\n\n";
    char text[1000];
    static const struct {
        const char *given, *wanted;
    } replies[] = {
        {"Yes.\n\nOn Monday, John <j@x.org> wrote:\n> Do you?\n>> Do I?\n\nJane\n", "5:Yes.\n\n11:Jane\n"},
        {"Yes.\n\nOn Monday, at ten o'clock,\nJohn <j@x.org> wrote:\n> Do you?\n", "5:Yes.\n"},
        {"> First?\nYes.\n> Second?\nNo.\n", "6:Yes.\n\n8:No.\n"},
        {"> Only\n> this.\n", "5:Only\n\n6:this.\n"},
        {"Yes.\n-----Original Message-----\nFrom: x\nNot this.\n", "5:Yes.\n"},
        {"Yes.\n-- \nJane Doe\nThe Paper\n", "5:Yes.\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(replies); i++) {
        snprintf(text, sizeof text, "%s%s", reply, replies[i].given);
        expect_read("mail", text, NULL, replies[i].wanted, NULL);
    }
    /* What is no answer may quote. */
    expect_read("mail", HEAD "\nShe said:\n\n> The door is open.\n\nIt was.\n", NULL,
                "4:She said:\n\n6:The door is open.\n\n8:It was.\n", NULL);
    /* What follows a mark, and is longer than any signature, is text. */
    size_t n = (size_t)snprintf(text, sizeof text, "%sOne.\n\n--\n\n", HEAD "\n");
    for (size_t i = 0; i < 20; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "line\n");
    reading r = {0};
    read_as(&r, "mail", text, n);
    assert_non_null(strstr(r.texts.data, "line"));
    reading_free(&r);
}

/* A block of "Key: value" on top of a text that is no message. */
static void test_text_block(void **state) {
    (void)state;
    expect_read("text",
                "Title: The Door\nAuthor: By Jane Doe\nDate: July 14, 2022\nURL: https://x.org\n\nThe door\n\nA"
                " sentence stands here. And one more of it.\n",
                "The Door|Jane Doe|2022-07-14||https://x.org|\n", "8:A sentence stands here. And one more of it.\n",
                NULL);
    expect_read("text",
                "\n\nTITLE: T\r\nLanguage: german\r\nTags: a, b\r\nSummary: S\r\n\r\nShort\r\n\r\nEin Satz.\r\n",
                "T|||german||S\n", "8:Short\n\n10:Ein Satz.\n", NULL);
    expect_read("text", "Title: alone\n\n", "alone|||||\n", "\n", NULL);
    expect_read("text", "Title: alone\n\nText. It is.\n", "alone|||||\n", "3:Text. It is.\n", NULL);
    expect_read("text", "Date: x\nFoo: y\n\nThis is text. Of words.\n", NULL, NULL, NULL);
    reading r = {0};
    static const char no_block[] = "Title: x\nAuthor: y\nNo empty line stands below these, so that it is text.\n";
    read_as(&r, "text", no_block, sizeof no_block - 1);
    assert_null(strstr(r.fields.data, "|y|"));
    reading_free(&r);
}

static void test_garbage(void **state) {
    static const char *const pieces[] = {"Subject: ",
                                         "From: ",
                                         "To: a\n",
                                         "\n",
                                         "\n\n",
                                         "\r\n",
                                         "Content-Type: ",
                                         "multipart/mixed; boundary=b",
                                         "--b",
                                         "--b--",
                                         "text/plain",
                                         "text/html",
                                         "; charset=",
                                         "utf-8",
                                         "utf-16",
                                         "iso-2022-jp",
                                         "=?utf-8?B?",
                                         "?=",
                                         "=?",
                                         "=",
                                         "=C3",
                                         "Content-Transfer-Encoding: base64\n",
                                         "Content-Transfer-Encoding: quoted-printable\n",
                                         "QUJD",
                                         "> ",
                                         "-- ",
                                         "\xFF",
                                         "<",
                                         ">",
                                         "(",
                                         ")",
                                         "\"",
                                         " ",
                                         "\t",
                                         "word ",
                                         "On x wrote:\n",
                                         "Date: 1 May 2020\n",
                                         "<p>",
                                         "\x1B$B",
                                         ":"};
    rng random = {11};
    (void)state;
    for (int round = 0; round < 20000; round++) {
        const char *beginning = rng_once_in(&random, 8) ? "" : HEAD;
        read_pieces("mail", beginning, rng_below(&random, 600), pieces, COUNT(pieces), &random);
    }
}

static void test_time(void **state) {
    static const char *const repeated[] = {
        "> a\nwrote:\n", "--b\n",  "--b\n\nx\n",
        "=?utf-8?q?",    "=\n",    "-- \n",
        " \n",           "a: b\n", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"};
    static const char head[] = HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n";
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE + sizeof head);
    (void)state;
    assert_non_null(text);
    memcpy(text, head, sizeof head);
    for (size_t i = 0; i < 2 * COUNT(repeated); i++) {
        const char *piece = repeated[i / 2];
        size_t from = i % 2 == 0 ? sizeof head - 1 : sizeof HEAD - 1;
        for (size_t at = from; at < SIZE; at++)
            text[at] = piece[(at - from) % strlen(piece)];
        reading r = {0};
        clock_t begun = clock();
        read_as(&r, "mail", text, SIZE);
        if (clock() - begun > 10 * CLOCKS_PER_SEC)
            fail_msg("%s took too long", piece);
        reading_free(&r);
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recognised), cmocka_unit_test(test_words),      cmocka_unit_test(test_headers),
        cmocka_unit_test(test_encodings),  cmocka_unit_test(test_parts),      cmocka_unit_test(test_saved_page),
        cmocka_unit_test(test_not_text),   cmocka_unit_test(test_text_block), cmocka_unit_test(test_garbage),
        cmocka_unit_test(test_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
