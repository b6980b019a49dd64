/* driver.c: what the C drivers of make bench share.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/bench/driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

static const char *const modes[] = {"TOP_10", "TOP_100", "COUNT", "SHOW_10"};

unsigned driver_limit(enum driver_mode mode) {
    return mode == TOP_100 ? 100 : mode == COUNT ? 1 : 10;
}

int driver_passages(const char *path, int (*add)(void *context, const char *text, size_t size), void *context) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        return -1;
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t got;
    int status = 0;
    while (status == 0 && (got = getline(&line, &room, file)) > 0) {
        size_t size = (size_t)got;
        if (line[size - 1] == '\n')
            line[--size] = '\0';
        char *tab = memchr(line, '\t', size);
        if (tab != NULL)
            *tab = '\n';
        status = add(context, line, size);
    }
    if (ferror(file)) {
        perror(path);
        status = -1;
    }
    free(line);
    fclose(file);
    return status == 0 ? 0 : -1;
}

static volatile unsigned char taken;

void driver_take(const char *text, size_t size) {
    unsigned char all = 0;
    for (size_t i = 0; i < size; i++)
        all ^= (unsigned char)text[i];
    taken = all;
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Answers one line of MODE<TAB>WORDS. */
static int answer(const driver *engine, char *line) {
    char *words = strchr(line, '\t');
    if (words == NULL) {
        fprintf(stderr, "%s: a line without a tab: %s\n", engine->name, line);
        return -1;
    }
    *words++ = '\0';
    size_t mode = 0;
    while (mode < sizeof modes / sizeof modes[0] && strcmp(modes[mode], line) != 0)
        mode++;
    if (mode == sizeof modes / sizeof modes[0]) {
        fprintf(stderr, "%s: no such mode: %s\n", engine->name, line);
        return -1;
    }
    uint64_t number = 0;
    uint64_t began = now();
    if (engine->answer((enum driver_mode)mode, words, &number) != 0)
        return -1;
    printf("%llu\t%llu\n", (unsigned long long)(now() - began), (unsigned long long)number);
    return fflush(stdout) == 0 ? 0 : -1;
}

static int query(const driver *engine, const char *dir) {
    if (engine->open(dir) != 0)
        return -1;
    char *line = NULL;
    size_t room = 0;
    ssize_t got;
    int status = 0;
    while (status == 0 && (got = getline(&line, &room, stdin)) > 0) {
        if (line[got - 1] == '\n')
            line[got - 1] = '\0';
        status = answer(engine, line);
    }
    free(line);
    engine->close();
    return status;
}

int driver_main(const driver *engine, int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "index") == 0 && engine->index != NULL)
        return engine->index(argv[2], argv[3]) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    if (argc == 3 && strcmp(argv[1], "query") == 0)
        return query(engine, argv[2]) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    fprintf(stderr, "usage: %s index PASSAGES DIR | query DIR\n", engine->name);
    return 2;
}
