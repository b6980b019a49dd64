/* test_highlight.c: the words and sentences of hits, asked through dossier.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Matches are shown as the passage's text with brackets around them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

static char *folder, *dir;
static dossier_index *open_one;

/* Indexes one article and opens the index; the one before goes. */
static void hold(const char *lang, const char *title, const char *text) {
    if (open_one != NULL) {
        dossier_close(open_one);
        free(dir);
        remove_folder(folder);
    }
    folder = make_folder();
    dir = path_in(folder, "idx");
    dossier_writer_options o = {.lang = lang};
    dossier_writer *w = open_writer(dir, &o);
    add_article(w, DOSSIER_OK, "key", title, text);
    commit(w);
    dossier_writer_close(w);
    open_one = open_index(dir);
}

static int drop(void **state) {
    (void)state;
    dossier_close(open_one);
    free(dir);
    remove_folder(folder);
    return 0;
}

static const char *marked(const char *query) {
    static char out[4096];
    dossier_result *r = search_for(open_one, query, NULL);
    out[0] = '\0';
    if (dossier_result_count(r) > 0) {
        const dossier_hit *hit = dossier_result_hit(r, 0);
        size_t used = 0, at = 0;
        for (size_t i = 0; i < hit->match_count; i++) {
            const dossier_match *m = &hit->matches[i];
            assert_true(m->start >= at && m->start < m->end && m->end <= hit->passage.text.size);
            assert_true(m->term.size > 0);
            used += (size_t)snprintf(out + used, sizeof out - used, "%.*s[%.*s]", (int)(m->start - at),
                                     hit->passage.text.data + at, (int)(m->end - m->start),
                                     hit->passage.text.data + m->start);
            at = m->end;
        }
        snprintf(out + used, sizeof out - used, "%s", hit->passage.text.data + at);
    }
    dossier_result_free(r);
    return out;
}

static void test_matches(void **state) {
    (void)state;
    hold("english", "The door",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an open door. F-16s came.");
    static const char *const cases[][2] = {
        {"army",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s [army] opened an open door. F-16s came."},
        {"opening",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army [opened] an [open] door. F-16s came."},
        {"\"open door\"",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an [open] [door]. F-16s came."},
        {"russia U.S.",
         "The [U.S.]-led neo-imperial wars of [Russia\xE2\x80\x99s] army opened an open door. F-16s came."},
        {"neoimperial",
         "The U.S.-led [neo-imperial] wars of Russia\xE2\x80\x99s army opened an open door. F-16s came."},
        {"neo-imperial",
         "The U.S.-led [neo]-[imperial] wars of Russia\xE2\x80\x99s army opened an open door. F-16s came."},
        {"F16s",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an open door. [F-16s] came."},
        {"title:door",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an open [door]. F-16s came."},
        {"wa* -nosuch",
         "The U.S.-led neo-imperial [wars] of Russia\xE2\x80\x99s army opened an open door. F-16s came."},
        {"army NOT sweden",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s [army] opened an open door. F-16s came."},
        {"key:key",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an open door. F-16s came."},
        {"army sweden",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s [army] opened an open door. F-16s came."},
        {"\"army opened\" opened",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s [army] [opened] an [open] door. F-16s came."},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(marked(cases[i][0]), cases[i][1]);
}

static void test_other_languages(void **state) {
    (void)state;
    hold("french", "",
         "L\xE2\x80\x99"
         "Europe attend. Les \xC3\x89tats europ\xC3\xA9"
         "ens aussi.");
    assert_string_equal(marked("europe"), "L\xE2\x80\x99[Europe] attend. Les \xC3\x89tats europ\xC3\xA9"
                                          "ens aussi.");
    assert_string_equal(marked("etat"), "L\xE2\x80\x99"
                                        "Europe attend. Les [\xC3\x89tats] europ\xC3\xA9"
                                        "ens aussi.");
    hold("none", "", "\xE5\x8C\x97\xE7\xBA\xA6 and NATO");
    assert_string_equal(marked("\xE7\xBA\xA6"), "\xE5\x8C\x97[\xE7\xBA\xA6] and NATO");
}

static void test_sentences(void **state) {
    (void)state;
    hold(
        "english", "",
        "Sweden waits. Finland joined the pact. Finland and Sweden joined. Nobody knows. Sweden, Sweden.");
    dossier_search_options o = {.sentences = 10};
    dossier_result *r = search_for(open_one, "finland joined sweden", &o);
    const dossier_hit *hit = dossier_result_hit(r, 0);
    assert_int_equal(hit->sentence_count, 4);
    assert_memory_equal(hit->passage.text.data + hit->sentences[0].start, "Finland and Sweden joined.", 26);
    for (size_t i = 0; i < hit->sentence_count; i++) {
        assert_true(hit->sentences[i].score > 0);
        assert_true(i == 0 || hit->sentences[i - 1].score >= hit->sentences[i].score);
        assert_true(hit->sentences[i].end <= hit->passage.text.size);
        assert_int_equal(hit->passage.text.data[hit->sentences[i].end - 1], '.');
    }
    dossier_result_free(r);
    r = search_for(open_one, "finland", NULL);
    assert_int_equal(dossier_result_hit(r, 0)->sentence_count, 2);
    dossier_result_free(r);
    r = search_for(open_one, "-norway", NULL);
    assert_int_equal(dossier_result_hit(r, 0)->sentence_count, 0);
    assert_int_equal(dossier_result_hit(r, 0)->match_count, 0);
    dossier_result_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_other_languages),
        cmocka_unit_test(test_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, drop);
}
