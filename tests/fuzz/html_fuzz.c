/* html_fuzz.c: gives any bytes to the reader of web pages, and checks what it makes of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/text/utf8.h"
#include "indexer/html.h"
#include "tests/fuzz/replay.h"

static void check(int holds, const char *what) {
    if (holds)
        return;
    fprintf(stderr, "html_fuzz: %s\n", what);
    abort();
}

static void check_field(dossier_str field) {
    check(field.size <= DOSSIER_FIELD_MAX, "a field is too long");
    check(utf8_invalid(field.data, field.size) == 0, "a field is not UTF-8");
}

static int take_article(source *s, const dossier_article *article, dossier_error *err) {
    (void)err;
    ++*(int *)s->context;
    check_field(article->title);
    check_field(article->standfirst);
    check_field(article->author);
    check_field(article->date);
    check_field(article->source);
    check(article->text.size > 0 && article->text.size <= DOSSIER_TEXT_MAX, "the text is empty or too long");
    check(utf8_invalid(article->text.data, article->text.size) == 0, "the text is not UTF-8");
    check(memchr(article->text.data, '\0', article->text.size) == NULL, "the text has a NUL");
    check(article->line_count > 0 && article->lines[0].offset == 0, "the lines do not begin with the text");
    for (size_t i = 0; i < article->line_count; i++) {
        check(article->lines[i].offset < article->text.size, "a line is behind the text");
        check(article->lines[i].line > 0, "a line is not counted from 1");
        check(i == 0 || article->lines[i].offset > article->lines[i - 1].offset, "the lines do not rise");
    }
    return DOSSIER_OK;
}

static void take_note(source *s, int skipped, size_t line, size_t column, const char *message) {
    (void)s;
    (void)line;
    (void)column;
    check(skipped == 0 || skipped == 1, "a note is neither");
    check(message[0] != '\0' && strchr(message, '\n') == NULL, "a note is not one line");
}

/* Reads bytes as html_read does, by way of a file without a name. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[64];
    int articles = 0;
    dossier_error err;
    int file = memfd_create("page", MFD_CLOEXEC);
    check(file >= 0 && write(file, data, size) == (ssize_t)size, "no file for the page");
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    source s = {
        .path = "page", .key = {"page", 4}, .article = take_article, .note = take_note, .context = &articles};
    if (input_open(&s.in, path, NULL, &err) == DOSSIER_OK) {
        int code = html_read(&s, &err);
        check(code == DOSSIER_OK ? articles == 1 : articles == 0, "the answer and the articles do not agree");
        check(code == DOSSIER_OK || code == FORMAT_SKIPPED || code == DOSSIER_ERR_INPUT,
              "a page made an error");
        input_close(s.in);
    }
    close(file);
    return 0;
}

static void try_changed(const uint8_t *page, size_t size, uint32_t seed) {
    static const char marks[] = "<>\"'=/&;-!\0\xFF\xC3 \nap";
    uint8_t *copy = malloc(size + 1);
    check(copy != NULL, "no memory");
    memcpy(copy, page, size);
    for (size_t i = 0; i < 8 && size > 0; i++)
        copy[replay_number(&seed) % size] = (uint8_t)marks[replay_number(&seed) % (sizeof marks - 1)];
    LLVMFuzzerTestOneInput(copy, size > 0 && seed % 2 == 0 ? replay_number(&seed) % size : size);
    free(copy);
}

/* The page, also with bytes changed and cut short. */
size_t replay(uint8_t *bytes, size_t size) {
    enum { TRIES = 50 };
    static uint32_t pages;
    pages++;
    LLVMFuzzerTestOneInput(bytes, size);
    for (uint32_t seed = 1; seed <= TRIES; seed++)
        try_changed(bytes, size, seed + pages * 1000);
    return TRIES + 1;
}
