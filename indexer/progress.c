/* progress.c: the line on a terminal that says how far a run is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* The line is never wider than this, and the time left is told when this much is known. */
enum { WIDEST = 120, LEAST_SECONDS = 1 };

static double now(void) {
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec / 1e9 : 0;
}

void progress_begin(progress *p, int fd) {
    *p = (progress){.fd = fd, .on = isatty(fd), .began = now()};
}

double progress_seconds(const progress *p) {
    return now() - p->began;
}

char *progress_bytes(uint64_t bytes, char *text) {
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        unit++;
    }
    snprintf(text, 32, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    return text;
}

/* What is written to a terminal is lost where it is not taken: nothing hangs on it. */
static void put(const progress *p, const char *text, size_t size) {
    ssize_t written = write(p->fd, text, size);
    (void)written;
}

/* A line that wraps could not be taken back: it is cut before the last column.  All of it is ASCII. */
static void show(progress *p, const char *text) {
    struct winsize window;
    char line[WIDEST + 16];
    size_t width = ioctl(p->fd, TIOCGWINSZ, &window) == 0 && window.ws_col > 1 ? window.ws_col - 1u : 79;
    if (width > WIDEST)
        width = WIDEST;
    int size = snprintf(line, sizeof line, "\r%.*s\033[K", (int)width, text);
    if (size > 0)
        put(p, line, (size_t)size);
    p->shown = 1;
}

void progress_show(progress *p, const dossier_report *so_far) {
    char done[32], all[32], speed[32], text[256];
    if (!p->on)
        return;
    double seconds = progress_seconds(p);
    uint64_t articles = so_far->added + so_far->replaced + so_far->unchanged;
    progress_bytes(so_far->bytes, done);
    progress_bytes(seconds > 0 ? (uint64_t)((double)so_far->bytes / seconds) : 0, speed);
    int used = snprintf(text, sizeof text, "%" PRIu64 " articles, %s", articles, done);
    if (so_far->bytes_total > 0)
        used += snprintf(text + used, sizeof text - (size_t)used, " of %s",
                         progress_bytes(so_far->bytes_total, all));
    used += snprintf(text + used, sizeof text - (size_t)used, ", %s/s", speed);
    if (so_far->bytes_total > so_far->bytes && so_far->bytes > 0 && seconds > LEAST_SECONDS) {
        double left = seconds * (double)(so_far->bytes_total - so_far->bytes) / (double)so_far->bytes;
        uint64_t s = left < 1e9 ? (uint64_t)left : 1000000000;
        snprintf(text + used, sizeof text - (size_t)used, ", %" PRIu64 ":%02" PRIu64 " left", s / 60, s % 60);
    }
    show(p, text);
}

void progress_say(progress *p, const char *what) {
    if (p->on)
        show(p, what);
}

void progress_clear(progress *p) {
    if (p->on && p->shown)
        put(p, "\r\033[K", 4);
    p->shown = 0;
}
