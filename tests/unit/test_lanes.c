/* test_lanes.c: the first of sixteen bytes that something holds for.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/lanes.h"
#include "tests/unit/support.h"

static void test_first(void **state) {
    (void)state;
    unsigned char bytes[LANES + 1] = {0};
    assert_int_equal(lanes_first((lanes)(lanes_load(bytes + 1) == 1)), LANES);
    for (size_t i = LANES; i-- > 0;) {
        /* Each lane alone, then with others behind it; the loads are not aligned. */
        unsigned char alone[LANES + 1] = {0};
        alone[i + 1] = bytes[i + 1] = 0xFF;
        assert_int_equal(lanes_first((lanes)(lanes_load(alone + 1) == 0xFF)), i);
        assert_int_equal(lanes_first((lanes)(lanes_load(bytes + 1) >= 0x80)), i);
        assert_int_equal(lanes_first((lanes)(lanes_load(bytes + 1) < 0x80)), i == 0 ? LANES : 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
