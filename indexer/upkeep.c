/* upkeep.c: what dossier-index does to an index as it is: checking it, optimizing it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/upkeep.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/output.h"
#include "indexer/progress.h"

static int complain(const char *program, const dossier_error *err) {
    cli_complain(program, "%s", err->message);
    return -1;
}

/* What the index holds, which must be there. */
static int read_info(const char *dir, dossier_info *info, dossier_error *err) {
    dossier_index *index;
    int code = dossier_open(&index, &dir, 1, err);
    if (code == DOSSIER_OK) {
        code = dossier_index_info(index, info, err);
        dossier_close(index);
    }
    return code;
}

/* Begins a message: "DIR: WHAT: 1 article in 2 passages". */
static void say(const char *dir, const char *what, const dossier_info *info) {
    char name[1024];
    snprintf(name, sizeof name, "%s", dir);
    cli_printable(name);
    fprintf(stderr, "%s: %s: %" PRIu64 " article%s in %" PRIu64 " passage%s", name, what, info->articles,
            info->articles == 1 ? "" : "s", info->passages, info->passages == 1 ? "" : "s");
}

static void print_fault(void *context, const char *line) {
    char text[1024];
    (void)context;
    int size = snprintf(text, sizeof text - 1, "%s", line);
    if (size < 0)
        return;
    cli_printable(text);
    size_t shown = (size_t)size < sizeof text - 2 ? (size_t)size : sizeof text - 2;
    text[shown] = '\n';
    cli_write(NULL, text, shown + 1);
}

int upkeep_check(const char *program, const char *dir, int quiet) {
    dossier_error err;
    dossier_info info;
    int code = dossier_check(dir, print_fault, NULL, &err);
    if (code == DOSSIER_OK)
        code = read_info(dir, &info, &err);
    /* The faults first, where both go to one place. */
    cli_flush();
    if (code != DOSSIER_OK)
        return complain(program, &err);
    if (!quiet) {
        say(dir, "sound", &info);
        fputc('\n', stderr);
    }
    return 0;
}

/* nftw has no context: one measuring at a time. */
static uint64_t measured;

static int add_size(const char *path, const struct stat *st, int type, struct FTW *where) {
    (void)path;
    (void)where;
    if (type == FTW_F && st->st_size > 0)
        measured += (uint64_t)st->st_size;
    return 0;
}

/* The bytes of all files below a folder. */
static uint64_t size_of(const char *dir) {
    enum { FOLDERS_OPEN = 16 };
    measured = 0;
    nftw(dir, add_size, FOLDERS_OPEN, FTW_PHYS);
    return measured;
}

static int optimize(const char *dir, const dossier_writer_options *options, dossier_error *err) {
    dossier_writer *writer;
    int code = dossier_writer_open(&writer, dir, options, err);
    if (code == DOSSIER_OK) {
        code = dossier_writer_optimize(writer, err);
        dossier_writer_close(writer);
    }
    return code;
}

int upkeep_optimize(const char *program, const char *dir, const dossier_writer_options *options, int quiet) {
    dossier_error err;
    dossier_info info;
    progress shown;
    char before[32], after[32];
    progress_begin(&shown, STDERR_FILENO);
    /* A writer would make an index where there is none. */
    int code = read_info(dir, &info, &err);
    progress_bytes(size_of(dir), before);
    if (!quiet && code == DOSSIER_OK)
        progress_say(&shown, "optimizing the index");
    if (code == DOSSIER_OK)
        code = optimize(dir, options, &err);
    progress_clear(&shown);
    if (code == DOSSIER_OK)
        code = read_info(dir, &info, &err);
    if (code != DOSSIER_OK)
        return complain(program, &err);
    if (!quiet) {
        say(dir, "optimized", &info);
        fprintf(stderr, ", %s, before %s (in %.1f s)\n", progress_bytes(size_of(dir), after), before,
                progress_seconds(&shown));
    }
    return 0;
}
