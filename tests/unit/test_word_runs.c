/* test_word_runs.c: the runs of a text, against a plain reading of it; which of them are words, against word_next.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/text/word.h"
#include "engine/text/word_runs.h"
#include "tests/unit/support.h"

static int in_run(char c) {
    unsigned char low = (unsigned char)c | 0x20;
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Walks a text window by window: each run that is found must be the next one of the text; one that a window cannot
 * hold is only said to begin there.  Returns the number of those. */
static size_t check_runs(const char *text, size_t from, size_t to) {
    word_runs runs;
    size_t at = from, too_long = 0;
    for (size_t window = from; window < to;) {
        word_runs_find(text, window, to, &runs);
        for (size_t i = 0; i < runs.count; i++) {
            while (at < to && !in_run(text[at]))
                at++;
            assert_int_equal(window + runs.edges[2 * i], at);
            while (at < to && in_run(text[at]))
                at++;
            assert_int_equal(window + runs.edges[2 * i + 1], at);
        }
        if (runs.next == window) {
            too_long++;
            for (size_t i = 0; i < RUNS_WINDOW; i++)
                assert_true(in_run(text[window + i]));
            for (at = window; at < to && in_run(text[at]);)
                at++;
            runs.next = at;
        }
        assert_true(runs.next <= to && runs.next > window);
        window = runs.next;
    }
    while (at < to)
        assert_false(in_run(text[at++]));
    return too_long;
}

/* A text in memory of its very size, so that a read past it is seen. */
static char *random_text(rng *r, size_t size) {
    static const char signs[] = "  abzAZ09059'.,-@[`{/:\x7F\x80\xC3\xFF\n";
    char *text = malloc(size + (size == 0));
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = signs[rng_below(r, sizeof signs - 1)];
    for (size_t n = rng_below(r, 3); n > 0; n--) {
        size_t start = rng_below(r, size + 1), length = rng_below(r, size - start + 1);
        memset(text + start, "x -"[rng_below(r, 3)], length);
    }
    return text;
}

static void test_runs(void **state) {
    (void)state;
    rng r = {5};
    size_t too_long = 0;
    for (int i = 0; i < 3000; i++) {
        size_t size = rng_below(&r, rng_once_in(&r, 20) ? 5 * RUNS_WINDOW : 200);
        char *text = random_text(&r, size);
        too_long += check_runs(text, rng_below(&r, size + 1), size);
        free(text);
    }
    assert_true(too_long > 0);
}

/* Each byte, alone between two that are in no run. */
static void test_every_byte(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        char text[3] = {' ', (char)c, ' '};
        word_runs runs;
        word_runs_find(text, 0, sizeof text, &runs);
        assert_int_equal(runs.count, in_run((char)c));
    }
}

/* A run of ASCII that is a word is the one that word_next finds, whatever stands around it. */
static void test_words(void **state) {
    (void)state;
    rng r = {6};
    size_t words = 0, joined = 0;
    for (int i = 0; i < 200000; i++) {
        size_t size = 1 + rng_below(&r, 8), start = 0;
        char *text = random_text(&r, size);
        while (start < size && (!in_run(text[start]) || text[start] < 0))
            start++;
        size_t end = start, at = start;
        while (end < size && in_run(text[end]) && (unsigned char)text[end] < 0x80)
            end++;
        int elides = (int)rng_below(&r, 2);
        word w;
        if (end > start && (end == size || !in_run(text[end]))) {
            int is_word = run_is_word(text, size, start, end, elides);
            assert_true(word_next(text, size, elides, &at, &w));
            if (is_word && w.end != end)
                fail_msg("%.*s: a word to %zu, not %zu", (int)size, text, w.end, end);
            words += (size_t)is_word;
            joined += w.end != end;
        }
        free(text);
    }
    assert_true(words > 10000 && joined > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
