/* test_language.c: telling a text's language, from that text alone.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/language.h"
#include "tests/unit/support.h"

static const char english[] =
    "The government said on Monday that it would send more of the weapons which the country had asked for. Those who "
    "were against it thought that this should have been said when the war began, and not after two of its winters.";
static const char french[] =
    "Le gouvernement a dit lundi qu'il enverrait davantage des armes que le pays avait demand\xC3\xA9"
    "es. Ceux qui y \xC3\xA9taient oppos\xC3\xA9s pensaient qu'il aurait fallu le dire quand la guerre a "
    "commenc\xC3\xA9, et non pas apr\xC3\xA8s deux de ses hivers.";

static void assert_lang(language_guess *g, const char *text, size_t size, const char *lang) {
    const char *told = language_of(g, text, size);
    if (lang == NULL) {
        assert_null(told);
        return;
    }
    assert_non_null(told);
    assert_string_equal(told, lang);
}

static void test_languages_are_told(void **state) {
    language_guess *g;
    dossier_error err;
    (void)state;
    assert_ok(language_guess_new(&g, &err), &err);
    assert_lang(g, english, strlen(english), "english");
    assert_lang(g, french, strlen(french), "french");
    language_guess_free(g);
}

/* What lies behind a text is not its own: texts with much white space between their words, at the end of a piece of
 * memory that another language fills. */
static void test_nothing_is_read_behind_the_text(void **state) {
    enum { SPACES = 40 };
    language_guess *g;
    dossier_error err;
    (void)state;
    assert_ok(language_guess_new(&g, &err), &err);
    char text[16384], *both = malloc(sizeof text);
    assert_non_null(both);
    size_t size = 0;
    for (const char *c = english; *c != '\0'; c++)
        for (size_t i = 0; i < (*c == ' ' ? (size_t)SPACES : 1); i++)
            text[size++] = *c;
    for (size_t i = 0; i < sizeof text; i++)
        both[i] = i < size ? text[i] : french[(i - size) % strlen(french)];
    both[sizeof text - 1] = '\0';
    text[size] = '\0';
    const char *alone = language_of(g, text, size);
    assert_lang(g, both, size, alone);
    assert_lang(g, both, size, "english");
    free(both);
    language_guess_free(g);
}

/* A NUL is white space: what is behind it counts. */
static void test_a_nul_is_white_space(void **state) {
    language_guess *g;
    dossier_error err;
    (void)state;
    char text[sizeof french + 1] = "";
    memcpy(text + 1, french, sizeof french);
    assert_ok(language_guess_new(&g, &err), &err);
    assert_lang(g, text, sizeof text - 1, "french");
    language_guess_free(g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_languages_are_told),
        cmocka_unit_test(test_nothing_is_read_behind_the_text),
        cmocka_unit_test(test_a_nul_is_white_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
