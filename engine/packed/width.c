/* width.c: how many bits of numbers to pack, where the few that have more of them are exceptions.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/width.h"

#include "engine/packed/bitpack.h"

unsigned width_best(const width_counts of_width, unsigned lowest, size_t exceptions_max, unsigned own, uint64_t *size) {
    size_t count = 0, above = 0;
    unsigned most = 32;
    for (unsigned width = 0; width <= 32; width++)
        count += of_width[width];
    while (most > lowest && of_width[most] == 0)
        most--;
    unsigned best = most;
    *size = UINT64_MAX;
    for (unsigned width = most; above <= exceptions_max; width--) {
        uint64_t bytes = bitpack_run_size(count, width) + (above > 0);
        for (unsigned wider = width + 1; wider <= most; wider++)
            bytes += of_width[wider] * (uint64_t)(own + (wider - width + 6) / 7);
        if (bytes <= *size) {
            best = width;
            *size = bytes;
        }
        if (width == lowest)
            break;
        above += of_width[width];
    }
    return best;
}
