/* test_correct.c: what a query may have meant, where its words are not found.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

static char *folder, *path;
static dossier_index *library;

/* "Government" stands in 5,010 passages, and in two as "goverment"; in another language there is a "Regierung". */
static int make_library(void **state) {
    (void)state;
    dossier_error err;
    folder = make_folder();
    path = path_in(folder, "idx");
    dossier_writer *w = open_writer(path, NULL);
    add_article(w, DOSSIER_OK, "a", "Zelensky in Ukraine", "The president received the keys. The door is open to Turkey.");
    add_article(w, DOSSIER_OK, "b", "The himars", "Rockets and neo-imperial tanks. They receive them in Ukraine.");
    add_article(w, DOSSIER_OK, "c", "Vernal", "Erdo\xC4\x9F" "an speaks of \xC3\xA9tudes. The goverment does not. Vernal.");
    add_article(w, DOSSIER_OK, "d", "Gas", "The goverment of 2022.");
    dossier_article german = article_of("e", "Die Regierung", "Sie wohnt in H\xC3\xA4usern und spricht von der Regierung.");
    german.lang = dossier_string("german");
    assert_ok(dossier_writer_add(w, &german, &err), &err);
    for (int i = 0; i < 5010; i++) {
        char key[16];
        snprintf(key, sizeof key, "g%d", i);
        add_article(w, DOSSIER_OK, key, "", i % 100 == 0 ? "A verbal government." : "A government.");
    }
    commit(w);
    dossier_writer_close(w);
    library = open_index(path);
    return 0;
}

static int remove_library(void **state) {
    (void)state;
    dossier_close(library);
    free(path);
    remove_folder(folder);
    return 0;
}

static void expect(const char *words, const char *correction) {
    dossier_search_options o = {.correct = 1, .limit = 1};
    dossier_result *r = search_for(library, words, &o);
    dossier_str found = dossier_result_correction(r);
    if (found.size != strlen(correction) || (found.size > 0 && strcmp(found.data, correction) != 0))
        fail_msg("%s: %.*s, not %s", words, (int)found.size, found.size > 0 ? found.data : "", correction);
    dossier_result_free(r);
}

static void test_words_that_are_not_found(void **state) {
    (void)state;
    expect("ukrane", "ukraine");
    expect("Zelenksy in  Ukrane", "Zelensky in  Ukraine");
    expect("\"zelensky in ukrane\"", "\"zelensky in ukraine\"");
    expect("title:himrs", "title:himars");
    expect("+himrs NEAR/3 (rockts) -gas", "+himars NEAR/3 (rockets) -gas");
    expect("Erdogn^2", "Erdogan^2");
    expect("\xC3\x89tudse", "Etudes");
    expect("neo-imperal", "neo-imperial");
    expect("=recieved", "=received");
    expect("recieved recieve", "received receive");
    expect("govermant", "government"); /* and not the slip that is nearer, in two passages */
    expect("presidentt gas", "president gas");
    expect("presiidentt gas", "president gas");
    expect("Regirung", "Regierung");
    expect("hausren", "hausern");
}

static void test_what_is_fine(void **state) {
    (void)state;
    expect("", "");
    expect("ukraine gas", "");
    expect("zilch", "");
    expect("ukran* tr?ks ukrane~ author:zelenksy date:2022 site:ukrane.org", "");
    expect("gas -ukrane NOT himrs", "");
    expect("gas AND NOT (ukrane himrs)", "");
    expect("2023", "");  /* no number is a misspelt one */
    expect("gass", "");   /* nor is a short word */
    expect("zkraine", "");    /* another first letter */
    expect("ukrrnne", "");    /* two edits are too many for seven letters */
    expect("pprresidnt", ""); /* and three for ten */
    expect("\"the\" of theese", "");
}

static void test_words_that_are_hardly_found(void **state) {
    (void)state;
    expect("goverment", "government");
    expect("goverment verbal", ""); /* more is found than those */
    expect("vernal", "");           /* verbal is not so much more frequent */
}

static void test_only_where_asked(void **state) {
    (void)state;
    dossier_result *r = search_for(library, "ukrane", NULL);
    assert_int_equal(dossier_result_correction(r).size, 0);
    dossier_result_free(r);
    dossier_search_options plain = {.correct = 1, .plain = 1};
    r = search_for(library, "(ukrane", &plain);
    assert_string_equal(dossier_result_correction(r).data, "(ukraine");
    dossier_result_free(r);
    dossier_search_options like = {.correct = 1, .like = dossier_string("b")};
    r = search_for(library, "", &like);
    assert_int_equal(dossier_result_correction(r).size, 0);
    dossier_result_free(r);
}

static void test_many_words(void **state) {
    (void)state;
    char words[64 * 1024] = "";
    size_t used = 0;
    for (int i = 0; i < 9; i++)
        used += (size_t)sprintf(words + used, "ukrain%c ", 'f' + i);
    expect(words, "ukraine ukraine ukraine ukraine ukraine ukraine ukraine ukraine ukrainn ");
    for (used = 0; used + 16 < sizeof words;)
        used += (size_t)sprintf(words + used, "qqqq%zux ", used);
    expect(words, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_that_are_not_found),
        cmocka_unit_test(test_what_is_fine),
        cmocka_unit_test(test_words_that_are_hardly_found),
        cmocka_unit_test(test_only_where_asked),
        cmocka_unit_test(test_many_words),
    };
    int failed = 0;
    for (const char *const *name = dossier_backends(); *name != NULL; name++) {
        test_backend = *name;
        failed += cmocka_run_group_tests_name(*name, tests, make_library, remove_library);
    }
    return failed;
}
