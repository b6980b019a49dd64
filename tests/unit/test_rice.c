/* test_rice.c: Rice runs: what goes in comes out in any order, by either way of finding bits; damage is not followed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/packed/rice.h"
#include "tests/unit/support.h"

static void test_layout(void **state) {
    (void)state;
    /* Less 1: 0, 6, 41 and 3: low parts 0, 2, 1 and 3 of two bits; rests 0, 1, 10 and 0. */
    static const uint32_t numbers[] = {1, 7, 42, 4};
    static const unsigned char expected[] = {0xD8, 0x05, 0x60};
    unsigned char out[16];
    memset(out, 0xA5, sizeof out);
    assert_int_equal(rice_pack(numbers, 4, 1, 2, out), 3);
    assert_memory_equal(out, expected, 3);
    assert_int_equal(out[3], 0xA5);
}

/* Numbers as they go in, and the run in memory of just its size. */
typedef struct sample {
    uint32_t *numbers, less;
    size_t count;
    unsigned width;
    unsigned char *run;
    uint64_t size;
} sample;

static sample make_sample(rng *r, unsigned width) {
    sample s = {.less = (uint32_t)rng_below(r, 2), .count = 1 + rng_below(r, 700), .width = width};
    uint64_t sum = 0, most = (uint64_t)1 << (width < 29 ? width + rng_below(r, 4) : 31);
    s.numbers = calloc(s.count, sizeof *s.numbers);
    for (size_t i = 0; i < s.count; i++) {
        uint64_t far = width < 20 && rng_once_in(r, 100) ? (uint64_t)rng_below(r, 2000) << width : 0;
        s.numbers[i] = (uint32_t)(s.less + rng_next(r) % most + far);
        sum += s.numbers[i] - s.less;
    }
    uint64_t room = rice_room(s.count, sum, width);
    unsigned char *run = malloc(room);
    s.size = rice_pack(s.numbers, s.count, s.less, width, run);
    assert_true(s.size <= room);
    s.run = memcpy(malloc(s.size), run, s.size);
    free(run);
    return s;
}

static void free_sample(sample *s) {
    free(s->numbers);
    free(s->run);
}

/* Takes numbers out from here and there, mostly further on. */
static void check_takes(const sample *s, rice_run *run, rng *r) {
    uint32_t sums[64];
    size_t from = 0;
    for (unsigned round = 0; round < 100; round++) {
        size_t end = from + 1 + rng_below(r, 40);
        end = end < s->count ? end : s->count;
        assert_int_equal(rice_take_sums(run, from, end, sums), 1);
        uint32_t expected = 0;
        for (size_t i = from; i < end; i++)
            assert_int_equal(sums[i - from], expected += s->numbers[i]);
        from = end + (rng_once_in(r, 2) ? 0 : rng_below(r, rng_once_in(r, 10) ? 300 : 20));
        if (from >= s->count || rng_once_in(r, 20))
            from = rng_below(r, s->count);
    }
}

static void test_round_trips(void **state) {
    (void)state;
    rng r = {8};
    for (unsigned width = 0; width <= 31; width++)
        for (unsigned round = 0; round < 20; round++) {
            sample s = make_sample(&r, width);
            rice_run run;
            assert_int_equal(rice_open(&run, s.run, s.size, s.count, s.less, width), 1);
            check_takes(&s, &run, &r);
            run.quick = 0;
            check_takes(&s, &run, &r);
            free_sample(&s);
        }
}

/* Reads all of it, in order and not, however it ends; how many numbers there were in order. */
static size_t read_all(const unsigned char *bytes, uint64_t size, const sample *s, int plain) {
    rice_run run;
    uint32_t sums[8];
    size_t read = 0;
    if (!rice_open(&run, bytes, size, s->count, s->less, s->width))
        return 0;
    run.quick = run.quick && !plain;
    while (read < s->count && rice_take_sums(&run, read, read + 1, sums))
        read++;
    for (size_t from = s->count; from-- > 0;)
        if (rice_take_sums(&run, from, from + 1, sums))
            from -= from < 30 ? from : 30;
    return read;
}

static void test_damage(void **state) {
    (void)state;
    rng r = {9};
    for (unsigned width = 0; width < 12; width++) {
        sample s = make_sample(&r, width);
        for (int plain = 0; plain <= 1; plain++) {
            assert_int_equal(read_all(s.run, s.size, &s, plain), s.count);
            for (uint64_t size = 0; size < s.size; size += 1 + size / 20) {
                unsigned char *cut = malloc(size + (size == 0));
                memcpy(cut, s.run, size);
                assert_true(read_all(cut, size, &s, plain) < s.count);
                free(cut);
            }
            for (unsigned round = 0; round < 200; round++) {
                uint64_t bit = rng_below(&r, 8 * s.size);
                s.run[bit / 8] ^= (unsigned char)(1 << bit % 8);
                assert_true(read_all(s.run, s.size, &s, plain) <= s.count);
            }
            free_sample(&s);
            s = make_sample(&r, width);
        }
        memset(s.run, 0, s.size);
        assert_int_equal(read_all(s.run, s.size, &s, 0), 0);
        assert_int_equal(read_all(s.run, s.size, &s, 1), 0);
        free_sample(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),
        cmocka_unit_test(test_round_trips),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
