/* search_article.c: which article a passage is of.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/search.h"

int search_article(const search_segment *segment, uint32_t passage, uint32_t *near) {
    const uint32_t *first = segment->first_passage;
    uint32_t low = *near < segment->articles ? *near : 0, high = segment->articles, step = 1;
    if (high == 0)
        return 0;
    if (first[low] > passage)
        low = 0;
    /* Passages are mostly asked for in order: steps that double from the last one, then by halves. */
    while (low + step < high && first[low + step] <= passage) {
        low += step;
        step *= 2;
    }
    high = low + step < high ? low + step : high;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (first[middle] <= passage)
            low = middle;
        else
            high = middle;
    }
    *near = low;
    return first[low] <= passage && passage < first[low + 1];
}
