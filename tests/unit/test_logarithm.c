/* test_logarithm.c: the logarithm beside that of the C library.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/logarithm.h"

static void near(double x) {
    double ours = logarithm(x), theirs = log(x), unit = nextafter(fabs(theirs), INFINITY) - fabs(theirs);
    if (!(fabs(ours - theirs) <= 2 * unit))
        fail_msg("logarithm(%.17g) is %.17g, not %.17g", x, ours, theirs);
}

static void test_near(void **state) {
    (void)state;
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < 1000000; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        double unit = (double)(seed >> 11) * 0x1p-53;
        near(1.0 + unit);
        near(1.0 + unit * 1e-6);
        near(0.5 + unit);
        near(1.0 + 1e9 * unit);
        near(ldexp(1.0 + unit, (int)(seed % 2000) - 1000));
    }
}

static void test_exact(void **state) {
    (void)state;
    assert_true(logarithm(1.0) == 0.0);
    assert_true(logarithm(2.0) == 0x1.62e42fefa39efp-1);
    assert_true(logarithm(0.5) == -0x1.62e42fefa39efp-1);
}

/* More passages with a term, less weight: the formula's argument falls, and so must its logarithm. */
static void test_rises(void **state) {
    (void)state;
    double before = -1;
    for (int n = 2000000; n >= 0; n--) {
        double now = logarithm(1.0 + (2000000 - n + 0.5) / (n + 0.5));
        assert_true(now > before);
        before = now;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_exact),
        cmocka_unit_test(test_rises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
