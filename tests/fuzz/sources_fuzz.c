/* sources_fuzz.c: any bytes as a source of each format.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte chooses the format.  With -DFUZZER it is a libFuzzer harness; else it reads the files it is given. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dossier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

#ifndef FUZZER
/* Gives a file's bytes under each format. */
static int replay(const char *path) {
    FILE *file = fopen(path, "rb");
    static uint8_t bytes[1 << 20];
    if (file == NULL)
        return perror(path), 1;
    size_t size = fread(bytes + 1, 1, sizeof bytes - 1, file);
    fclose(file);
    for (uint8_t format = 0; format < 6; format++) {
        bytes[0] = format;
        LLVMFuzzerTestOneInput(bytes, size + 1);
    }
    return 0;
}

int main(int count, char **files) {
    int failed = count < 2;
    for (int i = 1; i < count; i++)
        failed |= replay(files[i]);
    printf("%d files read\n", count - 1);
    return failed;
}
#endif
