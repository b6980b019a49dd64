/* print_fuzz.c: prints hits made of any bytes in every format, and checks that each output keeps its form.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/buffer.h"
#include "engine/text/utf8.h"
#include "query/result.h"
#include "tests/fuzz/replay.h"

enum { SPANS = 8, FIELDS = 9, HEAD = 4 * SPANS + FIELDS, TEMPLATE_MOST = 200 };

static void check(int holds, const char *what) {
    if (holds)
        return;
    fprintf(stderr, "print_fuzz: %s\n", what);
    abort();
}

static int keep(void *context, const char *data, size_t size) {
    return buffer_put(context, data, size);
}

static size_t count_of(const buffer *out, char byte) {
    size_t count = 0;
    for (size_t i = 0; i < out->size; i++)
        count += out->data[i] == byte;
    return count;
}

/* No control characters but the given ones, and UTF-8. */
static void check_harmless(const buffer *out, const char *allowed) {
    check(utf8_invalid(out->data, out->size) == 0, "an output is not UTF-8");
    for (size_t at = 0; at < out->size;) {
        uint32_t c;
        at += utf8_decode(out->data + at, out->size - at, &c);
        check((c >= 0x20 && (c < 0x7F || c >= 0xA0)) || (c != 0 && c < 0x80 && strchr(allowed, (int)c) != NULL),
              "an output has a control character");
    }
}

static void check_output(const dossier_print_options *o, const buffer *out, size_t hits) {
    if (o->template_ != NULL) {
        check(count_of(out, o->nul ? '\0' : '\n') == hits, "a template's records are not one a hit");
        check(out->data[out->size - 1] == (o->nul ? '\0' : '\n'), "a record has no end");
        return;
    }
    if (strcmp(o->format, "tsv") == 0) {
        check(count_of(out, '\t') == 11 * (hits + 1) && count_of(out, '\n') == hits + 1, "tsv has other columns");
        check_harmless(out, "\t\n");
    } else if (strcmp(o->format, "vimgrep") == 0) {
        check(count_of(out, '\n') == hits, "vimgrep has other lines");
    } else if (strcmp(o->format, "html") == 0) {
        check_harmless(out, "\t\n");
        check(memmem(out->data, out->size, "<script", 7) == NULL, "a page has a script");
    } else {
        check_harmless(out, "\n");
    }
}

static void print(const dossier_result *result, const dossier_print_options *o) {
    buffer out = {0};
    check(dossier_print(result, o, keep, &out, NULL) == DOSSIER_OK, "printing failed");
    check_output(o, &out, result->count);
    buffer_free(&out);
}

/* Spans of the text, in order where matches are to be, else wherever they fall. */
static void take_spans(const uint8_t *head, size_t text_size, dossier_sentence *sentences, dossier_match *matches) {
    size_t at = 0;
    for (size_t i = 0; i < SPANS; i++) {
        sentences[i].start = head[4 * i] * 7u;
        sentences[i].end = sentences[i].start + head[4 * i + 1] * 3u;
        sentences[i].score = head[4 * i];
        at += head[4 * i + 2];
        matches[i].start = at;
        matches[i].end = at + head[4 * i + 3] % 32;
        matches[i].term = dossier_string("term");
        if (matches[i].end > text_size)
            matches[i] = (dossier_match){text_size, text_size, dossier_string("term")};
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD)
        return 0;
    dossier_str all[FIELDS];
    const char *bytes = (const char *)data + HEAD;
    size_t left = size - HEAD;
    for (size_t i = 0; i < FIELDS; i++) {
        size_t take = data[4 * SPANS + i] < left ? data[4 * SPANS + i] : left;
        all[i] = (dossier_str){bytes, i + 1 < FIELDS ? take : left};
        bytes += all[i].size;
        left -= all[i].size;
    }
    dossier_sentence sentences[SPANS];
    dossier_match matches[SPANS];
    dossier_hit hit = {.rank = 1, .score = 1.5, .sentences = sentences, .sentence_count = data[0] % (SPANS + 1),
                       .matches = matches, .match_count = data[1] % (SPANS + 1)};
    char key[300] = "not/there/", id[300], template_[TEMPLATE_MOST + 1];
    memcpy(key + 10, all[0].data, all[0].size);
    hit.article.key = (dossier_str){key, 10 + all[0].size};
    hit.article.title = all[1];
    hit.article.standfirst = all[2];
    hit.article.author = all[3];
    hit.article.date = all[4];
    hit.article.lang = all[5];
    hit.article.source = all[6];
    memcpy(id, all[7].data, all[7].size);
    id[all[7].size] = '\0';
    hit.passage.text = all[8];
    hit.passage.line = data[2];
    hit.passage.number = data[3];
    take_spans(data, all[8].size, sentences, matches);
    dossier_hit hits[2] = {hit, hit};
    dossier_result result = {.hits = hits, .count = 2, .matched = 2};

    for (size_t i = 0; dossier_print_formats()[i] != NULL; i++) {
        dossier_print_options o = {.format = dossier_print_formats()[i], .words = all[1], .header = 1,
                                   .query_id = data[4] % 2 == 0 ? id : NULL};
        print(&result, &o);
        buffer out = {0};
        check(dossier_print_failure(id, &o, keep, &out, NULL) == DOSSIER_OK, "a failure failed");
        check_harmless(&out, "\t\n");
        buffer_free(&out);
    }
    dossier_print_options o = {.words = all[1],
                               .template_ = "{query}{words}{key}{title}{standfirst}{author}{date}{lang}{source}"
                                            "{sentence}{sentences}{text}"};
    print(&result, &o);
    o.nul = 1;
    print(&result, &o);
    /* A template of any bytes is taken or refused. */
    size_t most = all[8].size < TEMPLATE_MOST ? all[8].size : TEMPLATE_MOST;
    memcpy(template_, all[8].data, most);
    template_[most] = '\0';
    o.template_ = template_;
    buffer out = {0};
    dossier_error err;
    int status = dossier_print(&result, &o, keep, &out, &err);
    check(status == DOSSIER_OK || (status == DOSSIER_ERR_ARGUMENT && out.size == 0), "a template made another error");
    buffer_free(&out);
    return 0;
}

/* The file, also with other spans. */
size_t replay(uint8_t *bytes, size_t size) {
    enum { MOST = 1 << 16, TRIES = 20 };
    static uint32_t state = 1;
    size_t inputs = 1;
    if (size > MOST)
        size = MOST;
    LLVMFuzzerTestOneInput(bytes, size);
    for (; inputs <= TRIES && size > HEAD; inputs++) {
        for (size_t at = 0; at < HEAD; at++)
            bytes[at] = (uint8_t)((state = state * 1664525u + 1013904223u) >> 16);
        for (size_t n = 0; n < 8; n++)
            bytes[(state = state * 1664525u + 1013904223u) % size] =
                (uint8_t)"<>&\"'\n\t\0\\{}\xFF\xC2\x9B\x01/"[n + (inputs - 1) % 8];
        LLVMFuzzerTestOneInput(bytes, size);
    }
    return inputs;
}
