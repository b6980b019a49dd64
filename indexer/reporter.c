/* reporter.c: what a run tells its caller: notes, and how far it is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/reporter.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "engine/text/utf8.h"

#define TICK_NS UINT64_C(100000000)

/* Appends text as it can stand in one line: names of files may hold anything. */
static int put_clean(buffer *out, const char *text) {
    size_t from = out->size, invalid = 0;
    if (utf8_clean(text, strlen(text), out, &invalid) != 0)
        return -1;
    for (size_t at = from; at < out->size; at++) {
        unsigned char c = (unsigned char)out->data[at];
        if (c < 0x20 || c == 0x7F)
            out->data[at] = '?';
        /* U+0080 to U+009F: control characters too. */
        else if (c == 0xC2 && at + 1 < out->size && (unsigned char)out->data[at + 1] < 0xA0)
            out->data[at] = out->data[at + 1] = '?';
    }
    return 0;
}

static int put_place(buffer *out, const char *path, size_t line, size_t column) {
    char place[64] = "";
    if (path == NULL)
        return 0;
    if (line > 0 && column > 0)
        snprintf(place, sizeof place, ":%zu:%zu", line, column);
    else if (line > 0)
        snprintf(place, sizeof place, ":%zu", line);
    return put_clean(out, strcmp(path, "-") == 0 ? "standard input" : path) != 0 ||
                   buffer_put_string(out, place) != 0 || buffer_put_string(out, ": ") != 0
               ? -1
               : 0;
}

void report_note(reporter *r, int skipped, const char *path, size_t line, size_t column,
                 const char *message) {
    r->report.inputs_skipped += skipped != 0;
    if (r->options.note == NULL || message == NULL)
        return;
    r->line.size = 0;
    int failed = put_place(&r->line, path, line, column) != 0 || put_clean(&r->line, message) != 0 ||
                 buffer_put_byte(&r->line, '\0') != 0;
    dossier_note note = {.skipped = skipped, .message = failed ? "out of memory" : r->line.data};
    r->options.note(r->options.context, &note);
}

int report_tick(reporter *r, int now) {
    struct timespec t;
    if (r->stopped || r->options.progress == NULL)
        return r->stopped;
    uint64_t ns = clock_gettime(CLOCK_MONOTONIC, &t) == 0
                      ? (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec
                      : r->next_tick;
    if (!now && ns < r->next_tick)
        return 0;
    r->next_tick = ns + TICK_NS;
    dossier_report so_far = r->report;
    if (r->total_unknown)
        so_far.bytes_total = 0;
    r->stopped = r->options.progress(r->options.context, &so_far) != 0;
    return r->stopped;
}

void reporter_free(reporter *r) {
    buffer_free(&r->line);
}
