/* test_date_numbers.c: dates as numbers that can be compared.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/query.h"
#include "tests/unit/support.h"

static void test_dates(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t from, to;
    } cases[] = {{"2022", 20220000, 20229999},
                 {"2022-07", 20220700, 20220799},
                 {"2022-07-14", 20220714, 20220714},
                 {"2022-07-14T10:00:00Z", 20220714, 20220714},
                 {"2022-07-14 10:00", 20220714, 20220714},
                 {"0001-01-01", 10101, 10101},
                 {"9999-12-31", 99991231, 99991231}};
    static const char *const none[] = {
        "",          "2",           "202",     "20222",      "2022-",      "2022-7",  "2022-07-",
        "2022-7-14", "2022-00",     "2022-13", "2022-07-00", "2022-07-32", "0000",    "2022/07",
        "July 2022", "2022-07-14x", "-022",    "2022T",      " 2022",      "2022-07T"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        /* Nothing behind the text is read. */
        size_t size = strlen(cases[i].text);
        char *exact = malloc(size);
        assert_non_null(exact);
        memcpy(exact, cases[i].text, size);
        assert_int_equal(query_date((dossier_str){exact, size}, 0), cases[i].from);
        assert_int_equal(query_date((dossier_str){exact, size}, 1), cases[i].to);
        free(exact);
    }
    for (size_t i = 0; i < COUNT(none); i++) {
        size_t size = strlen(none[i]);
        char *exact = malloc(size + 1);
        assert_non_null(exact);
        memcpy(exact + 1, none[i], size);
        assert_int_equal(query_date((dossier_str){exact + 1, size}, 0), 0);
        assert_int_equal(query_date((dossier_str){exact + 1, size}, 1), 0);
        free(exact);
    }
    assert_int_equal(query_date((dossier_str){NULL, 0}, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
