/* test_suggest.c: the words that begin with some letters, against counting them by hand.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/analyzer.h"
#include "tests/unit/support.h"

enum { ARTICLES = 120, FORMS_MAX = 200 };

static const char *const langs[] = {"english", "german", "none"};
static const char *const words[] = {"Door",   "doors",    "doored", "open",       "opened",       "opening", "Russia's",
                                    "russia", "neo-open", "caf\xC3\xA9", "cafes", "U.S.",         "us",      "1,000",
                                    "the",    "Haus",     "H\xC3\xA4user", "hausen", "nation",    "nations", "national",
                                    "nationals", "dooring", "opens",      "o\u2019clock"};

/* A form, and the articles, of a passage each, that have it. */
typedef struct counted {
    char text[64];
    size_t size;
    size_t articles;
    size_t last; /* 1 + the last one */
} counted;

static counted forms[FORMS_MAX];
static size_t form_count;

static void count_text(vocabulary *v, const char *text, size_t article) {
    token_list tokens = {0};
    assert_int_equal(analyze(v, text, 0, strlen(text), &tokens, NULL), DOSSIER_OK);
    for (size_t i = 0; i < tokens.count; i++) {
        char form[256];
        const token *t = &tokens.items[i];
        size_t size = vocabulary_form(v, text + t->start, t->end - t->start, form), k = 0;
        while (k < form_count && (forms[k].size != size || memcmp(forms[k].text, form, size) != 0))
            k++;
        assert_true(k < FORMS_MAX && size < sizeof forms[k].text);
        if (k == form_count)
            forms[form_count++] = (counted){.size = size};
        memcpy(forms[k].text, form, size);
        forms[k].articles += forms[k].last != article + 1;
        forms[k].last = article + 1;
    }
    token_list_free(&tokens);
}

static int compare(const void *a, const void *b) {
    const counted *x = a, *y = b;
    return x->articles != y->articles ? (x->articles < y->articles ? 1 : -1) : strcmp(x->text, y->text);
}

/* Articles in some languages, some of which are removed again, in one index or two. */
static void generate(const char *const *dirs, size_t parts, size_t languages) {
    rng r = {7};
    dossier_error err;
    dossier_writer *writers[2];
    vocabulary *vocabularies[COUNT(langs)];
    memset(forms, 0, sizeof forms);
    form_count = 0;
    for (size_t i = 0; i < parts; i++)
        writers[i] = open_writer(dirs[i], NULL);
    for (size_t i = 0; i < languages; i++)
        assert_int_equal(vocabulary_new(&vocabularies[i], langs[i], NULL), DOSSIER_OK);
    for (size_t i = 0; i < ARTICLES; i++) {
        char key[16], title[64], text[512] = "";
        size_t lang = rng_below(&r, languages);
        snprintf(key, sizeof key, "%zu", i);
        snprintf(title, sizeof title, "%s", words[rng_below(&r, COUNT(words))]);
        for (size_t n = rng_below(&r, 12); n > 0; n--)
            strcat(strcat(text, words[rng_below(&r, COUNT(words))]), " ");
        dossier_article a = article_of(key, title, text);
        a.lang = dossier_string(langs[lang]);
        assert_ok(dossier_writer_add(writers[i % parts], &a, &err), &err);
        if (i % 50 == 49)
            commit(writers[i % parts]);
        if (rng_once_in(&r, 3)) {
            assert_int_equal(dossier_writer_remove(writers[i % parts], dossier_string(key), &err), 1);
            continue;
        }
        count_text(vocabularies[lang], title, i);
        count_text(vocabularies[lang], text, i);
    }
    for (size_t i = 0; i < parts; i++) {
        commit(writers[i]);
        dossier_writer_close(writers[i]);
    }
    for (size_t i = 0; i < languages; i++)
        vocabulary_free(vocabularies[i]);
    qsort(forms, form_count, sizeof *forms, compare);
}

static void expect(dossier_index *index, const char *typed, const char *prefix, size_t limit) {
    dossier_error err;
    dossier_word *found;
    size_t count, wanted = 0;
    assert_ok(dossier_suggest(index, dossier_string(typed), limit, &found, &count, &err), &err);
    for (size_t i = 0; i < form_count && wanted < (limit == 0 ? 10 : limit); i++) {
        if (strncmp(forms[i].text, prefix, strlen(prefix)) != 0)
            continue;
        if (wanted >= count || strcmp(found[wanted].word.data, forms[i].text) != 0 ||
            found[wanted].passages != forms[i].articles)
            fail_msg("%s: %s in %zu is not number %zu", typed, forms[i].text, forms[i].articles, wanted);
        assert_int_equal(found[wanted].word.size, forms[i].size);
        wanted++;
    }
    assert_int_equal(count, wanted);
    dossier_free(found);
}

static void test_against_counting(void **state) {
    (void)state;
    for (size_t parts = 1; parts <= 2; parts++)
        for (size_t languages = 1; languages <= COUNT(langs); languages++) {
            char *folder = make_folder(), *paths[2] = {path_in(folder, "a"), path_in(folder, "b")};
            const char *const dirs[] = {paths[0], paths[1]};
            dossier_index *index;
            dossier_error err;
            generate(dirs, parts, languages);
            assert_ok(dossier_open(&index, dirs, parts, &err), &err);
            for (size_t limit = 0; limit < 40; limit = 2 * limit + 1) {
                expect(index, "", "", limit);
                expect(index, "Do", "do", limit);
                expect(index, "o", "o", limit);
                expect(index, "caf\xC3\x89", "cafe", limit);
                expect(index, "H\xC3\xA4", "ha", limit);
                expect(index, "nation", "nation", limit);
                expect(index, "zz", "zz", limit);
            }
            dossier_close(index);
            free(paths[0]);
            free(paths[1]);
            remove_folder(folder);
        }
}

static void test_bounds(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "idx"), letters[300];
    dossier_word *found;
    dossier_error err;
    size_t count;
    dossier_writer *w = open_writer(dir, NULL);
    add_article(w, DOSSIER_OK, "a", "A door", "It is open.");
    commit(w);
    dossier_writer_close(w);
    dossier_index *index = open_index(dir);
    memset(letters, 'd', sizeof letters);
    assert_int_equal(dossier_suggest(index, (dossier_str){letters, 200}, 1000, &found, &count, &err), DOSSIER_OK);
    assert_int_equal(count, 0);
    dossier_free(found);
    assert_int_equal(dossier_suggest(index, (dossier_str){letters, 201}, 1, &found, &count, &err), DOSSIER_ERR_ARGUMENT);
    assert_null(found);
    assert_int_equal(dossier_suggest(index, dossier_string("d"), 1001, &found, &count, &err), DOSSIER_ERR_ARGUMENT);
    assert_int_equal(dossier_suggest(index, dossier_string("\xFF\xC3"), 0, &found, &count, &err), DOSSIER_OK);
    dossier_free(found);
    dossier_close(index);
    free(dir);
    remove_folder(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_counting), cmocka_unit_test(test_bounds)};
    return run_for_each_backend(tests);
}
