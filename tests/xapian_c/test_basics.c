/* test_basics.c: versions, features, statuses, buffers, serialised numbers, and running out of memory.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

#include <math.h>

#if !XAPIAN_C_AT_LEAST(1, 0, 0) || XAPIAN_C_AT_LEAST(99, 0, 0)
#error "XAPIAN_C_AT_LEAST is wrong"
#endif

static void versions(void **state) {
    int major = 0, minor = -1, revision = -1;
    char text[32];

    (void)state;
    assert_string_equal(xapian_c_version(), XAPIAN_C_VERSION_STRING);
    xapian_version_numbers(&major, &minor, &revision);
    xapian_version_numbers(NULL, NULL, NULL);
    snprintf(text, sizeof text, "%d.%d.%d", major, minor, revision);
    assert_string_equal(xapian_version(), text);
    assert_true(xapian_c_built_with()[0] == text[0]);
    assert_int_equal(xapian_has_feature(XAPIAN_FEATURE_GLASS), 1);
    assert_int_equal(xapian_has_feature((xapian_feature)999), 0);
    assert_int_equal(xapian_has_feature(XAPIAN_FEATURE_EDIT_DISTANCE), major >= 2);
}

static void statuses(void **state) {
    (void)state;
    assert_string_equal(xapian_status_text(XAPIAN_OK), "no error");
    assert_string_equal(xapian_status_text(XAPIAN_ERR_DATABASE_LOCK), "database locked");
    assert_string_equal(xapian_status_text(XAPIAN_ERR_UNKNOWN), "unknown error");
    assert_string_equal(xapian_status_text(XAPIAN_ERR_UNKNOWN - 1), "unknown status");
    assert_string_equal(xapian_status_text(1), "unknown status");
    for (int status = 0; status > XAPIAN_ERR_UNKNOWN; status--) {
        for (int other = status - 1; other >= XAPIAN_ERR_UNKNOWN; other--)
            assert_string_not_equal(xapian_status_text(status), xapian_status_text(other));
    }
}

/* Nothing is written through a NULL error, and long texts are cut. */
static void errors(void **state) {
    char path[2000];
    xapian_database *db;

    (void)state;
    assert_int_equal(xapian_database_open("/nonexistent", 0, &db, NULL), XAPIAN_ERR_DATABASE_NOT_FOUND);
    memset(path, 'p', sizeof path);
    path[sizeof path - 1] = '\0';
    memset(&err, 'x', sizeof err);
    assert_true(xapian_database_open(path, 0, &db, &err) < 0);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_string_equal(err.context, "");
    assert_int_equal(err.callback_status, 0);
}

static void buffers(void **state) {
    xapian_buffer *buffer;
    xapian_str s;

    (void)state;
    OK(xapian_buffer_new(&buffer, &err));
    s = xapian_buffer_str(buffer);
    assert_int_equal(s.size, 0);
    OK(xapian_buffer_append(buffer, "a\0b", 3));
    OK(xapian_buffer_collect(buffer, "cd", XAPIAN_CSTR));
    OK(xapian_buffer_append(buffer, NULL, 0));
    assert_int_equal(xapian_buffer_append(buffer, NULL, 2), XAPIAN_ERR_INVALID_ARGUMENT);
    assert_int_equal(xapian_buffer_append(NULL, "a", 1), XAPIAN_ERR_INVALID_ARGUMENT);
    s = xapian_buffer_str(buffer);
    check_str(s, "a\0bcd", 5, __FILE__, __LINE__);
    assert_int_equal(s.data[5], 0);
    xapian_buffer_clear(buffer);
    assert_int_equal(xapian_buffer_str(buffer).size, 0);
    xapian_buffer_free(buffer);
    xapian_buffer_free(NULL);
    xapian_buffer_clear(NULL);
    assert_string_equal(xapian_buffer_str(NULL).data, "");
}

static void numbers(void **state) {
    static const double sorted[] = {-INFINITY, -1e300, -2, -1,  -1e-300, 0,    1e-300,
                                    0.5,       1,      1.5, 2, 100,     1e300};
    char before[XAPIAN_SORTABLE_MAX], now[XAPIAN_SORTABLE_MAX];
    size_t before_size = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(sorted); i++) {
        size_t size = xapian_sortable_serialise(sorted[i], now);
        size_t common = size < before_size ? size : before_size;
        int order = memcmp(before, now, common);
        assert_true(size <= XAPIAN_SORTABLE_MAX);
        assert_true(xapian_sortable_unserialise(now, size) == sorted[i]);
        if (i > 0)
            assert_true(order < 0 || (order == 0 && before_size < size));
        memcpy(before, now, before_size = size);
    }
    assert_int_equal(xapian_sortable_serialise(1, NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions),
        cmocka_unit_test(statuses),
        cmocka_unit_test(errors),
        cmocka_unit_test(buffers),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
