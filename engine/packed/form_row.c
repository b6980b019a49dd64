/* form_row.c: which of a term's forms its occurrences have, as rows of numbers, most of them low.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/form_row.h"

#include <string.h>

#include "engine/packed/rice.h"

/* The head of a row: that all are 0; a width; a Rice run's width; or that of the gaps between those that are not 0. */
#define ROW_ZEROS 0
#define ROW_RICE 0x40
#define ROW_GAPS 0x80
#define ROW_WIDTH 0x1F

/* ---------------------------------------------------------------------------------------------------------- writing */

static uint64_t rice_bits(const uint32_t *numbers, size_t count, unsigned width) {
    uint64_t bits = count * (width + (uint64_t)1);
    for (size_t i = 0; i < count; i++)
        bits += numbers[i] >> width;
    return bits;
}

/* The width at which a Rice run takes the fewest bits, which are *bits. */
static unsigned best_rice(const uint32_t *numbers, size_t count, uint64_t sum, uint64_t *bits) {
    unsigned best = bitpack_width((uint32_t)(sum / count));
    /* It is near that of the mean. */
    best = best > 31 ? 31 : best;
    *bits = rice_bits(numbers, count, best);
    for (unsigned width = best; width-- > 0;) {
        uint64_t fewer = rice_bits(numbers, count, width);
        if (fewer > *bits)
            break;
        *bits = fewer;
        best = width;
    }
    return best;
}

static int put_rice(buffer *to, unsigned head, const uint32_t *numbers, size_t count, uint64_t bits) {
    uint64_t room = bits / 8 + 2;
    if (room > SIZE_MAX || buffer_put_byte(to, (unsigned char)head) != 0 || buffer_reserve(to, (size_t)room) != 0)
        return -1;
    to->size += (size_t)rice_pack(numbers, count, 0, head & ROW_WIDTH, (unsigned char *)to->data + to->size);
    return 0;
}

static int put_width(buffer *to, const uint32_t *numbers, size_t count, unsigned width) {
    size_t size = (size_t)bitpack_run_size(count, width);
    if (buffer_put_byte(to, (unsigned char)width) != 0 || buffer_reserve(to, size) != 0)
        return -1;
    bitpack_run(numbers, count, width, (unsigned char *)to->data + to->size);
    to->size += size;
    return 0;
}

/* How numbers are best put that need not be told apart from many zeros. */
typedef struct plain_row {
    unsigned width; /* of each; 0: all are 0 */
    unsigned rice;
    uint64_t rice_bits; /* UINT64_MAX: a width for all takes fewer bits */
    uint64_t bits;
} plain_row;

static plain_row plan_plain(const uint32_t *numbers, size_t count, uint32_t most, uint64_t sum) {
    plain_row plan = {.width = bitpack_width(most), .rice_bits = UINT64_MAX};
    plan.bits = count * (uint64_t)plan.width;
    /* One bit or none cannot be fewer. */
    if (plan.width > 1) {
        plan.rice = best_rice(numbers, count, sum, &plan.rice_bits);
        if (plan.rice_bits >= plan.bits)
            plan.rice_bits = UINT64_MAX;
        else
            plan.bits = plan.rice_bits;
    }
    return plan;
}

static int put_plain(buffer *to, const uint32_t *numbers, size_t count, const plain_row *plan) {
    if (plan->rice_bits != UINT64_MAX)
        return put_rice(to, ROW_RICE | plan->rice, numbers, count, plan->rice_bits);
    return plan->width == 0 ? buffer_put_byte(to, ROW_ZEROS) : put_width(to, numbers, count, plan->width);
}

/* The gaps of zeros before each of the others, and those others, each less 1. */
static void part(const uint32_t *numbers, size_t count, uint32_t *gaps, uint32_t *others) {
    size_t before = 0, n = 0;
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] == 0)
            continue;
        gaps[n] = (uint32_t)(i - before);
        others[n++] = numbers[i] - 1;
        before = i + 1;
    }
}

/* Puts the row as gaps between numbers that are not 0, `some` of them, where that takes fewer bits than so many: 1, 0
 * where it does not, or -1 where there is no memory. */
static int put_gaps(buffer *to, const uint32_t *numbers, size_t count, size_t some, uint32_t most, uint64_t sum,
                    uint64_t bits, buffer *scratch) {
    scratch->size = 0;
    if (count > UINT32_MAX || buffer_reserve(scratch, 2 * some * sizeof(uint32_t)) != 0)
        return count > UINT32_MAX ? 0 : -1;
    uint32_t *gaps = (uint32_t *)(void *)scratch->data, *others = gaps + some;
    part(numbers, count, gaps, others);
    uint64_t gap_bits;
    unsigned width = best_rice(gaps, some, count - some, &gap_bits);
    plain_row plan = plan_plain(others, some, most - 1, sum - some);
    /* Its number and the second head. */
    if (gap_bits + plan.bits + 24 >= bits)
        return 0;
    unsigned char *head;
    size_t at = to->size;
    if (put_rice(to, ROW_GAPS | width, gaps, some, gap_bits) != 0 || buffer_reserve(to, 10) != 0)
        return -1;
    /* The number stands before the gaps. */
    size_t size = to->size - at - 1;
    to->size = at + 1;
    unsigned char number[10];
    unsigned n = 0;
    for (uint64_t left = some; n == 0 || left > 0; left >>= 7)
        number[n++] = (unsigned char)((left & 0x7F) | (left > 0x7F ? 0x80 : 0));
    head = (unsigned char *)to->data + at + 1;
    memmove(head + n, head, size);
    memcpy(head, number, n);
    to->size += n + size;
    return put_plain(to, others, some, &plan) != 0 ? -1 : 1;
}

int form_row_put(buffer *to, const uint32_t *numbers, size_t count, buffer *scratch) {
    uint32_t most = 0;
    uint64_t sum = 0;
    size_t some = 0;
    for (size_t i = 0; i < count; i++) {
        most = numbers[i] > most ? numbers[i] : most;
        sum += numbers[i];
        some += numbers[i] != 0;
    }
    if (most == 0)
        return buffer_put_byte(to, ROW_ZEROS);
    plain_row plan = plan_plain(numbers, count, most, sum);
    if (some < count / 2) {
        int put = put_gaps(to, numbers, count, some, most, sum, plan.bits, scratch);
        if (put != 0)
            return put < 0 ? -1 : 0;
    }
    return put_plain(to, numbers, count, &plan);
}

/* ---------------------------------------------------------------------------------------------------------- reading */

/* Takes a Rice run's sums; returns the bytes it takes, 0 where it is damaged. */
static uint64_t get_sums(const unsigned char *from, uint64_t size, uint64_t count, unsigned width, uint32_t *sums) {
    rice_run run;
    if (!rice_open(&run, from, size, count, 0, width))
        return 0;
    uint64_t used = rice_size(&run, count);
    return used > 0 && rice_take_sums(&run, 0, count, sums) ? used : 0;
}

/* Reads numbers that are not put as gaps: 1, or 0 where they are damaged. */
static int get_plain(const unsigned char *from, uint64_t size, uint64_t count, uint32_t *numbers) {
    if (size == 0)
        return 0;
    unsigned head = *from++;
    size--;
    if (head == ROW_ZEROS) {
        memset(numbers, 0, (size_t)count * sizeof *numbers);
        return 1;
    }
    if (head <= 32) {
        if (bitpack_run_size(count, head) > size)
            return 0;
        for (uint64_t i = 0; i < count; i++)
            numbers[i] = bitpack_take(from, size, i, head);
        return 1;
    }
    if ((head & ~(unsigned)ROW_WIDTH) != ROW_RICE || get_sums(from, size, count, head & ROW_WIDTH, numbers) == 0)
        return 0;
    for (uint64_t i = count; i-- > 1;)
        numbers[i] -= numbers[i - 1];
    return 1;
}

static int get_number(const unsigned char **from, uint64_t *size, uint64_t *out) {
    *out = 0;
    for (unsigned shift = 0; shift < 63 && *size > 0; shift += 7) {
        unsigned char byte = *(*from)++;
        --*size;
        *out |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return 1;
    }
    return 0;
}

/* What is read of the gaps, and of what they part, goes behind the row. */
static int get_gaps(const unsigned char *from, uint64_t size, uint64_t count, unsigned width, uint32_t *numbers) {
    uint64_t some, used, next = 0;
    if (!get_number(&from, &size, &some) || some == 0 || some > count / 2)
        return 0;
    uint32_t *sums = numbers + count, *others = sums + some;
    used = get_sums(from, size, some, width, sums);
    if (used == 0 || !get_plain(from + used, size - used, some, others))
        return 0;
    memset(numbers, 0, (size_t)count * sizeof *numbers);
    for (uint64_t i = 0; i < some; i++) {
        uint64_t place = sums[i] + i;
        if (place < next || place >= count || others[i] == UINT32_MAX)
            return 0;
        numbers[place] = others[i] + 1;
        next = place + 1;
    }
    return 1;
}

int form_row_get(const unsigned char *from, uint64_t size, uint64_t count, uint32_t limit, uint32_t *numbers) {
    if (size == 0 || count == 0)
        return 0;
    int gaps = (*from & ~(unsigned)ROW_WIDTH) == ROW_GAPS;
    if (!(gaps ? get_gaps(from + 1, size - 1, count, *from & ROW_WIDTH, numbers)
               : get_plain(from, size, count, numbers)))
        return 0;
    for (uint64_t i = 0; i < count; i++)
        if (numbers[i] >= limit)
            return 0;
    return 1;
}
