/* logarithm.h: the natural logarithm, the same to the last bit on every processor.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * That of the C library differs in its last bit between its releases, and between processors with and without fused
 * products; scores must not.  This one is within two units in the last place of the true value.
 */
#ifndef ENGINE_LOGARITHM_H
#define ENGINE_LOGARITHM_H

#include <stdint.h>
#include <string.h>

/* x: normal, finite and more than 0. */
static inline double logarithm(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    /* x = 2^power * part, with part from sqrt(1/2) to sqrt(2). */
    int power = (int)(bits >> 52) - 1023;
    bits = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1023 << 52;
    double part;
    memcpy(&part, &bits, sizeof part);
    if (part > 0x1.6a09e667f3bcdp0) {
        part *= 0.5;
        power++;
    }
    /* ln part = 2 artanh s, by its series; s is at most 0.172, so that what is left out is below 2^-58 of it. */
    double s = (part - 1.0) / (part + 1.0), square = s * s, sum = 0.0;
    for (int i = 21; i >= 3; i -= 2)
        sum = (sum + 1.0 / i) * square;
    /* ln 2 in two pieces: the first times any power is exact. */
    return power * 0x1.62e42fefa38p-1 + (2.0 * s + (2.0 * s * sum + power * 0x1.ef35793c7673p-45));
}

#endif
