/* sources_fuzz.c: any bytes as a source of each format.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte chooses the format. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dossier.h"
#include "tests/fuzz/replay.h"

/* What comes out must be whole: sentences and passages lie in the text, in order. */
static void check_spans(int (*cut)(dossier_str, const char *, dossier_span **, size_t *, dossier_error *),
                        dossier_str text) {
    dossier_span *spans;
    size_t count, last = 0;
    if (cut(text, NULL, &spans, &count, NULL) != DOSSIER_OK)
        abort();
    for (size_t i = 0; i < count; i++) {
        if (spans[i].start < last || spans[i].end <= spans[i].start || spans[i].end > text.size)
            abort();
        last = spans[i].end;
    }
    dossier_free(spans);
}

static int take(void *context, const dossier_article *article) {
    (void)context;
    if (article->key.size == 0)
        abort();
    check_spans(dossier_sentences, article->text);
    check_spans(dossier_passages, article->text);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const formats[] = {"auto", "text", "jsonl", "html", "markdown", "mail"};
    if (size == 0)
        return 0;
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)(size - 1))
        abort();
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const char *paths[] = {path};
    dossier_source_options options = {.format = formats[data[0] % (sizeof formats / sizeof *formats)]};
    dossier_error err;
    dossier_read_sources(paths, 1, &options, take, NULL, &err);
    close(fd);
    return 0;
}

/* The file under each format. */
size_t replay(uint8_t *bytes, size_t size) {
    enum { FORMATS = 6 };
    for (uint8_t format = 0; format < FORMATS; format++) {
        bytes[-1] = format;
        LLVMFuzzerTestOneInput(bytes - 1, size + 1);
    }
    return FORMATS;
}
