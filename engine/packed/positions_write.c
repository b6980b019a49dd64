/* positions_write.c: packing the positions of a block, in the one of two ways that takes fewer bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/positions_write.h"

#include "engine/packed/list.h"
#include "engine/packed/rice.h"
#include "engine/packed/width.h"

/* A Rice run takes longer to read: so many bytes it must save. */
#define RICE_GAIN 3

/* The gaps by the bits they need: how many, and their sum. */
typedef struct gap_sums {
    width_counts count;
    uint64_t sum[33];
} gap_sums;

static void add_up(gap_sums *s, const uint32_t *gaps, size_t count) {
    for (size_t i = 0; i < count; i++) {
        unsigned width = bitpack_width(gaps[i]);
        s->count[width]++;
        s->sum[width] += gaps[i];
    }
}

/* The width at which a Rice run of the gaps, each less `less`, takes the fewest bytes: about *size. */
static unsigned best_rice(const gap_sums *s, size_t count, uint32_t less, uint64_t *size) {
    uint64_t above = 0, sum = 0, least = UINT64_MAX;
    unsigned most = 31, best = 0;
    while (most > 0 && s->count[most] == 0)
        most--;
    for (unsigned width = most + 1; width-- > 0;) {
        above += s->count[width + 1];
        sum += s->sum[width + 1];
        /* Where a number has high parts, its low ones come to half of the most they can on average. */
        uint64_t high = (sum - less * above) >> width;
        uint64_t bits = count * (width + (uint64_t)1) + (high > above / 2 ? high - above / 2 : 0);
        if (bits < least) {
            least = bits;
            best = width;
        }
    }
    *size = (least + 7) / 8;
    return best;
}

static int put_rice(buffer *to, const uint32_t *gaps, size_t count, uint32_t less, unsigned width, uint64_t room) {
    unsigned head = LIST_RUN_RICE | (less > 0 ? LIST_RUN_LESS : 0) | width;
    if (room > SIZE_MAX || buffer_put_byte(to, (unsigned char)head) != 0 || buffer_reserve(to, (size_t)room) != 0)
        return -1;
    to->size += (size_t)rice_pack(gaps, count, less, width, (unsigned char *)to->data + to->size);
    return 0;
}

/* What the run does not hold of those that need more bits. */
static int put_exceptions(buffer *to, const uint32_t *gaps, size_t count, unsigned width, size_t above) {
    size_t before = 0;
    int failed = buffer_put_byte(to, (unsigned char)above);
    for (size_t i = 0; i < count && !failed; i++) {
        if (bitpack_width(gaps[i]) <= width)
            continue;
        failed = buffer_put_varint(to, i - before) != 0 || buffer_put_varint(to, gaps[i] >> width) != 0;
        before = i;
    }
    return failed ? -1 : 0;
}

static int put_packed(buffer *to, const uint32_t *gaps, size_t count, unsigned width, size_t above) {
    size_t size = (size_t)bitpack_run_size(count, width);
    if (buffer_put_byte(to, (unsigned char)(width | (above > 0 ? LIST_ROW_EXCEPTIONS : 0))) != 0 ||
        (above > 0 && put_exceptions(to, gaps, count, width, above) != 0) || buffer_reserve(to, size) != 0)
        return -1;
    bitpack_run(gaps, count, width, (unsigned char *)to->data + to->size);
    to->size += size;
    return 0;
}

int positions_put(buffer *to, const uint32_t *gaps, size_t count) {
    gap_sums s = {0};
    uint64_t packed_size, rice_size, sum = 0;
    size_t before = to->size, above = 0;
    size_t most = count / 16 < LIST_EXCEPTIONS_MAX ? count / 16 : LIST_EXCEPTIONS_MAX;
    add_up(&s, gaps, count);
    uint32_t less = s.count[0] == 0;
    unsigned packed = width_best(s.count, 1, most, 1, &packed_size), rice = best_rice(&s, count, less, &rice_size);
    if (rice_size + RICE_GAIN <= packed_size) {
        for (unsigned width = 0; width <= 32; width++)
            sum += s.sum[width];
        if (put_rice(to, gaps, count, less, rice, rice_room(count, sum - less * (uint64_t)count, rice)) != 0)
            return -1;
        /* Its size was an estimate. */
        if (to->size - before - 1 < packed_size)
            return 0;
        to->size = before;
    }
    for (unsigned width = packed + 1; width <= 32; width++)
        above += s.count[width];
    return put_packed(to, gaps, count, packed, above);
}
