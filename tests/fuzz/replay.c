/* replay.c: gives files to a fuzz harness that is built without a fuzzer.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/replay.h"

#ifndef FUZZER
#include <stdio.h>

static uint8_t bytes[1 + REPLAY_MOST];

/* Reads a file behind the first of the bytes; returns 0, or 1 where it cannot be read. */
static int read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return perror(path), 1;
    *size = fread(bytes + 1, 1, REPLAY_MOST, file);
    int failed = ferror(file);
    if (failed)
        perror(path);
    fclose(file);
    return failed != 0;
}

int main(int count, char **files) {
    size_t size, inputs = 0;
    int failed = 0;
    for (int i = 1; i < count; i++) {
        if (read_file(files[i], &size) == 0)
            inputs += replay(bytes + 1, size);
        else
            failed = 1;
    }
    printf("%d files, %zu inputs\n", count - 1, inputs);
    return failed || inputs == 0;
}
#endif
