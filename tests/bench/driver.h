/* driver.h: what the C drivers of make bench share: passages are read, queries answered and timed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     DRIVER index PASSAGES DIR    PASSAGES: a line each, TITLE<TAB>TEXT
 *     DRIVER query DIR             standard input: MODE<TAB>WORDS, a query a line;
 *                                  standard output: NANOSECONDS<TAB>NUMBER for each, at once
 *
 * NUMBER is how many hits were given, or with COUNT how many passages match.
 */
#ifndef TESTS_BENCH_DRIVER_H
#define TESTS_BENCH_DRIVER_H

#include <stddef.h>
#include <stdint.h>

enum driver_mode {
    TOP_10,
    TOP_100,
    COUNT,
    SHOW_10 /* ten hits with their text and what of it answers */
};

/* An engine.  A function that fails says why on standard error and returns -1. */
typedef struct driver {
    const char *name;
    int (*index)(const char *passages, const char *dir); /* NULL: another program does that */
    int (*open)(const char *dir);
    int (*answer)(enum driver_mode mode, const char *words, uint64_t *number);
    void (*close)(void);
} driver;

/* The hits that a mode asks for. */
unsigned driver_limit(enum driver_mode mode);

/* Gives each passage as TITLE<LF>TEXT with a NUL behind it.  Stops with -1 where `add` does not return 0. */
int driver_passages(const char *path, int (*add)(void *context, const char *text, size_t size), void *context);

/* Reads every byte of a text that was handed out, as a caller would. */
void driver_take(const char *text, size_t size);

int driver_main(const driver *engine, int argc, char **argv);

#endif
