/* test_indexer_date.c: dates as news pages print them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/date.h"

static void test_find(void **state) {
    static const char *const cases[][2] = {
        {"July 14, 2022", "2022-07-14"},
        {"Jul. 14, 2022, 5:30 PM", "2022-07-14"},
        {"JULY 14 2022", "2022-07-14"},
        {"Thursday, July 14th, 2022", "2022-07-14"},
        {"14 July 2022", "2022-07-14"},
        {"the 1st of March, 1999", "1999-03-01"},
        {"14-Jul-2022", "2022-07-14"},
        {"Sept. 3, 2001", "2001-09-03"},
        {"May 2022", "2022-05"},
        {"May, 2022", "2022-05"},
        {"2022-07-14", "2022-07-14"},
        {"2022-07-14T12:30:00.000+02:00", "2022-07-14"},
        {"2022/7/4", "2022-07-04"},
        {"2022-07", "2022-07"},
        {"14.07.2022", "2022-07-14"},
        {"14/07/2022", "2022-07-14"},
        {"07/14/2022", "2022-07-14"},
        {"04/07/2022", "2022"}, /* April or July: the reader's country knows */
        {"05/05/2022", "2022-05-05"},
        {"Kyiv, Oct. 31, 2019.", "2019-10-31"},
        {"14\xC2\xA0July\xC2\xA0"
         "2022",
         "2022-07-14"},
        {"on May 5, and on June 6, 2020", "2020-06-06"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date_found found;
        if (!date_find(cases[i][0], strlen(cases[i][0]), &found))
            fail_msg("no date in: %s", cases[i][0]);
        assert_string_equal(found.iso, cases[i][1]);
    }
}

static void test_find_none(void **state) {
    static const char *const cases[] = {
        "",         "July",       "July 14",    "2022",           "maybe 2022", "12:30",           "1.5.2",
        "20220714", "99/99/2022", "2022-13-01", "32 July 2022 x", "1234-5678",  "marching 2022 on"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date_found found;
        if (date_find(cases[i], strlen(cases[i]), &found) && strcmp(cases[i], "32 July 2022 x") != 0)
            fail_msg("a date in: %s (%s)", cases[i], found.iso);
    }
    date_found found;
    assert_int_equal(date_find("32 July 2022 x", 14, &found), 1);
    assert_string_equal(found.iso, "2022-07"); /* what is left of it */
}

static void test_span(void **state) {
    static const char text[] = "Seen on July 14, 2022, in Kyiv";
    date_found found;
    (void)state;
    assert_int_equal(date_find(text, sizeof text - 1, &found), 1);
    assert_int_equal(found.start, 8);
    assert_int_equal(found.end, 21);
}

static void test_line(void **state) {
    static const struct {
        const char *text;
        int said;
        const char *iso;
    } cases[] = {
        {"July 14, 2022", 1, "2022-07-14"},
        {"Published: Thursday, July 14, 2022, 5:30 PM EDT", 1, "2022-07-14"},
        {"Posted on 14.07.2022", 1, "2022-07-14"},
        {"Updated July 15, 2022", 2, "2022-07-15"},
        {"Last modified: 15 July 2022 at 10:00", 2, "2022-07-15"},
        {"Published July 14, 2022 | Updated July 15, 2022", 1, "2022-07-14"},
        {"July 14, 2022 \xC2\xB7 5 min read", 1, "2022-07-14"},
        {"Posted Nov 19, 6:51 AM", 3, ""},
        {"Updated Nov 19, 6:55 AM;Posted Nov 19, 6:51 AM", 3, ""},
        {"On July 14, 2022 the bridge fell.", 0, NULL},
        {"The war of July 2022", 0, NULL},
        {"May 5", 0, NULL},
        {"In March we met.", 0, NULL},
        {"", 0, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        date_found found;
        int said = date_line(cases[i].text, strlen(cases[i].text), &found);
        if (said != cases[i].said)
            fail_msg("%s: %d, not %d", cases[i].text, said, cases[i].said);
        if (said != 0)
            assert_string_equal(found.iso, cases[i].iso);
    }
}

static void test_whole(void **state) {
    char iso[11];
    (void)state;
    assert_int_equal(date_whole("1963", 4, iso), 1);
    assert_string_equal(iso, "1963");
    assert_int_equal(date_whole("2022-07-14T00:00:00Z", 20, iso), 1);
    assert_string_equal(iso, "2022-07-14");
    assert_int_equal(date_whole("sometime in 2022", 16, iso), 0);
    assert_int_equal(date_whole("Nov 19, 6:51 AM", 15, iso), 0);
    assert_int_equal(date_whole("", 0, iso), 0);
}

/* Every beginning of a text: reading never goes past the end. */
static void test_cut(void **state) {
    static const char text[] =
        "Updated Jul. 14th, 2022 2022-07-14T10:20:30+02:00 14 of July, 2022 07/14/2022";
    (void)state;
    for (size_t size = 0; size < sizeof text; size++) {
        date_found found;
        char iso[11];
        date_find(text, size, &found);
        date_line(text, size, &found);
        date_whole(text, size, iso);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find), cmocka_unit_test(test_find_none), cmocka_unit_test(test_span),
        cmocka_unit_test(test_line), cmocka_unit_test(test_whole),     cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
