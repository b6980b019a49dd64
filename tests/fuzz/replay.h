/* replay.h: a fuzz harness, and what it does with files where it is built without a fuzzer.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * With -DFUZZER and clang's -fsanitize=fuzzer a harness is a libFuzzer target.  Without, replay.c makes it a program that
 * reads the files it is given and fails where one cannot be read, or where nothing was tried. */
#ifndef TESTS_FUZZ_REPLAY_H
#define TESTS_FUZZ_REPLAY_H

#include <stddef.h>
#include <stdint.h>

/* The most bytes of a file that are read. */
#define REPLAY_MOST ((size_t)1 << 20)

/* Each harness has these two.  The first takes an input, returns 0 and aborts where something is wrong with what comes
 * of it.  The second makes inputs of a file's bytes, which it may change, and returns their number; bytes[-1] is its own
 * too, for inputs whose first byte says how the others are taken. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t replay(uint8_t *bytes, size_t size);

/* A number of 24 bits, the same on each run: *state goes on from what it began with. */
static inline uint32_t replay_number(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

#endif
