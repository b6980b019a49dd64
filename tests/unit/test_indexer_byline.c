/* test_indexer_byline.c: the lines that name an author, and the sentence that says who that is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/byline.h"

static void test_byline(void **state) {
    static const struct {
        const char *text, *name, *date;
    } cases[] = {
        {"By Jane Doe", "Jane Doe", ""},
        {"by Jane Doe", "Jane Doe", ""},
        {"BY JANE DOE", "JANE DOE", ""},
        {"By Jane Doe and John Roe", "Jane Doe and John Roe", ""},
        {"By Jane Doe, Mary Major and John Roe", "Jane Doe, Mary Major and John Roe", ""},
        {"By Jane Doe, a fellow at the Harbor Institute.", "Jane Doe", ""},
        {"By Jane Doe, Staff Writer", "Jane Doe", ""},
        {"By Jane Doe in Lisbon", "Jane Doe", ""},
        {"By Jane Doe | July 14, 2022", "Jane Doe", "2022-07-14"},
        {"By Jane Doe July 14, 2022", "Jane Doe", "2022-07-14"},
        {"July 14, 2022 | By Jane Doe", "Jane Doe", "2022-07-14"},
        {"Published July 14, 2022 by Jane Doe", "Jane Doe", "2022-07-14"},
        {"Written by Ludwig van der Berg", "Ludwig van der Berg", ""},
        {"Author: J. R. O\xE2\x80\x99Neil-Sm\xC3\xADth", "J. R. O\xE2\x80\x99Neil-Sm\xC3\xADth", ""},
        {"By Ak\xC4\xB1n Demirhan", "Ak\xC4\xB1n Demirhan", ""},
        {"By Reuters", "Reuters", ""},
        {"July 14, 2022", "", "2022-07-14"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        byline line;
        char name[100];
        if (!byline_read(cases[i].text, strlen(cases[i].text), &line))
            fail_msg("no byline: %s", cases[i].text);
        snprintf(name, sizeof name, "%.*s", (int)line.name.size, line.name.size > 0 ? line.name.data : "");
        assert_string_equal(name, cases[i].name);
        assert_string_equal(line.date, cases[i].date);
    }
}

static void test_no_byline(void **state) {
    static const char *const cases[] = {
        "",
        "By the time we arrived, the ferry had left.",
        "By Monday, the troops had gone home.",
        "By Friday",
        "By and large it went well.",
        "By contrast, nothing happened in Rome.",
        "By Friday a senior official had said so.",
        "Bypass roads are quiet.",
        "Byron was a poet.",
        "By Vladimir the Great baptized his people.",
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        byline line;
        if (byline_read(cases[i], strlen(cases[i]), &line))
            fail_msg("a byline: %s", cases[i]);
    }
}

static void test_lost_and_open(void **state) {
    static const char lost[] = "By , a fellow at the Harbor Institute.";
    byline line;
    (void)state;
    assert_int_equal(byline_read(lost, sizeof lost - 1, &line), 1);
    assert_int_equal(line.lost, 1);
    assert_memory_equal(line.role.data, "a fellow at", 11);
    assert_int_equal(byline_read("By", 2, &line), 1);
    assert_int_equal(line.open, 1);
}

static void test_names(void **state) {
    static const char *const names[] = {"Jane Doe", "Ludwig van der Berg", "J. R. Hartley",
                                        "Jane Doe and John Roe"};
    static const char *const others[] = {"Jane",
                                         "World News",
                                         "JANE DOE",
                                         "The Long Pier",
                                         "Jane Doe wrote",
                                         "Join Us Now Or Never Again Please",
                                         ""};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!byline_is_name(names[i], strlen(names[i])))
            fail_msg("no name: %s", names[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (byline_is_name(others[i], strlen(others[i])))
            fail_msg("a name: %s", others[i]);
    assert_int_equal(byline_name_with_role("Jane Doe, Staff Writer", 22), 8);
    assert_int_equal(byline_name_with_role("Jane Doe, who wrote this, is dead.", 34), 0);
}

static void test_bio(void **state) {
    dossier_str name, role;
    static const char bio[] = "Jane van Doe teaches history at Wexcombe College. Twitter: @jvdoe";
    (void)state;
    assert_int_equal(bio_read(bio, sizeof bio - 1, &name, &role), 1);
    assert_int_equal(name.size, 12);
    assert_memory_equal(role.data, "history", 7);
    assert_int_equal(bio_read("It is late.", 11, &name, &role), 0);
    assert_int_equal(bio_read("Jane is late.", 13, &name, &role), 0);
    assert_int_equal(bio_read("Jane Doe", 8, &name, &role), 0);
    assert_int_equal(bio_read("", 0, &name, &role), 0);
}

static void test_cut(void **state) {
    static const char text[] =
        "Published July 14, 2022 by Jane van Doe, John Roe \xE2\x80\xA2 and Mary, a fellow at X | 5";
    (void)state;
    for (size_t from = 0; from < sizeof text; from++)
        for (size_t size = 0; from + size < sizeof text; size++) {
            byline line;
            dossier_str name, role;
            byline_read(text + from, size, &line);
            byline_is_name(text + from, size);
            byline_name_with_role(text + from, size);
            bio_read(text + from, size, &name, &role);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_byline), cmocka_unit_test(test_no_byline), cmocka_unit_test(test_lost_and_open),
        cmocka_unit_test(test_names),  cmocka_unit_test(test_bio),       cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
