/* test_site.c: the hosts of sources, and what they are found by.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/site.h"
#include "tests/unit/support.h"

/* The words of a source, each with a space after it. */
static const char *words_of(const char *source) {
    static char words[16384];
    static site s;
    size_t used = 0;
    site_of(dossier_string(source), &s);
    words[0] = '\0';
    for (size_t i = 0; i < s.count; i++)
        used += (size_t)snprintf(words + used, sizeof words - used, "%.*s ", (int)s.words[i].size, s.words[i].data);
    return words;
}

static const char *host_of(const char *text) {
    static char host[WORD_NORMAL_MAX + 1];
    host[site_host(dossier_string(text), host)] = '\0';
    return host;
}

static void test_words(void **state) {
    (void)state;
    assert_string_equal(words_of("https://www.News.Example.org:8080/a.b?c#d"),
                        "org example.org example news.example.org news ");
    assert_string_equal(words_of("http://example.org"), "org example.org example ");
    assert_string_equal(words_of("ftp://localhost/"), "localhost ");
    assert_string_equal(words_of("https://me:secret@example.org/"), "org example.org example ");
    assert_string_equal(words_of("https://a@b@example.org"), "org example.org example ");
    assert_string_equal(words_of("https://example.org./"), "org example.org example ");
    assert_string_equal(words_of("https://a..b/"), "b a..b a ");
    assert_string_equal(words_of("https://[2001:db8::1]:80/"), "[2001:db8::1] ");
    assert_string_equal(words_of("https://example.org?q=@evil.net"), "org example.org example ");
    assert_string_equal(words_of("https://example.org\\@evil.net"), "org example.org example ");
}

static void test_sources_without_a_host(void **state) {
    (void)state;
    static const char *const sources[] = {"", "news/a.txt", "://x", "http:/x", "http://", "http:///path", "http://.", "a.b",
                                          "http://@/", "http://:80", "/a/b://c"};
    for (size_t i = 0; i < COUNT(sources); i++)
        assert_string_equal(words_of(sources[i]), "");
}

static void test_what_a_person_writes(void **state) {
    (void)state;
    assert_string_equal(host_of("example.org"), "example.org");
    assert_string_equal(host_of("WWW.Example.ORG"), "example.org");
    assert_string_equal(host_of("www."), "www");
    assert_string_equal(host_of("www.x"), "x");
    assert_string_equal(host_of(".org"), "org");
    assert_string_equal(host_of("https://example.org/a"), "example.org");
    assert_string_equal(host_of("example.org/a:b"), "example.org");
    assert_string_equal(host_of("..."), "");
    assert_string_equal(host_of(""), "");
}

/* Long hosts: the end of both counts, and the same of both. */
static void test_long_hosts(void **state) {
    (void)state;
    enum { LABELS = 3000 };
    static char source[16 + 2 * LABELS + 8] = "http://";
    for (size_t i = 0; i < LABELS; i++)
        strcat(source, "a.");
    strcat(source, "org");
    site s;
    site_of(dossier_string(source), &s);
    assert_int_equal(s.count, 2 * SITE_LABELS - 1);
    memset(source + 7, 'b', 2 * LABELS - 1);
    site_of(dossier_string(source), &s);
    assert_int_equal(s.count, 3);
    assert_int_equal(s.words[1].size, WORD_NORMAL_MAX);
    char host[WORD_NORMAL_MAX];
    assert_int_equal(site_host(dossier_string(source + 7), host), WORD_NORMAL_MAX);
    assert_memory_equal(host, s.words[1].data, WORD_NORMAL_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_sources_without_a_host),
        cmocka_unit_test(test_what_a_person_writes),
        cmocka_unit_test(test_long_hosts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
