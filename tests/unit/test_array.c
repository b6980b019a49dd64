/* test_array.c: arrays that grow.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "engine/array.h"
#include "tests/unit/support.h"

static void test_growth(void **state) {
    (void)state;
    uint32_t *items = NULL;
    size_t capacity = 0, wanted = 3;
    for (uint32_t i = 0; i < 1000; i++) {
        if (i == capacity) {
            items = array_larger(items, &capacity, 3, sizeof *items);
            assert_non_null(items);
            assert_int_equal(capacity, wanted);
            wanted *= 2;
        }
        items[i] = i;
    }
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    free(items);
}

/* A size that no number holds is refused, and all is as it was. */
static void test_too_large(void **state) {
    (void)state;
    static const size_t capacities[] = {SIZE_MAX / 16 + 1, SIZE_MAX / 8, SIZE_MAX / 2 + 1, SIZE_MAX};
    uint64_t *items = malloc(sizeof *items);
    assert_non_null(items);
    *items = 7;
    for (size_t i = 0; i < COUNT(capacities); i++) {
        size_t capacity = capacities[i];
        assert_null(array_larger(items, &capacity, 1, sizeof *items));
        assert_int_equal(capacity, capacities[i]);
        assert_int_equal(*items, 7);
    }
    free(items);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
