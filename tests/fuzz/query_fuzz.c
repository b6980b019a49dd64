/* query_fuzz.c: any bytes as a query, asked of our own corpus on each backend: the answers are the same, and whole.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte says how to ask.  It is run where corpus/ is; the other backend is asked where its plug-in is found. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dossier.h"
#include "tests/fuzz/replay.h"

enum { BACKENDS_MAX = 4 };
static dossier_index *indexes[BACKENDS_MAX];
static size_t index_count;
static char folder[4096];

static void give_up(const dossier_error *err) {
    fprintf(stderr, "query_fuzz: %s\n", err->message);
    abort();
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw) {
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_folder(void) {
    for (size_t i = 0; i < index_count; i++)
        dossier_close(indexes[i]);
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void make_index(const char *backend) {
    static const char *const paths[] = {"corpus"};
    char path[4200];
    const char *dirs[] = {path};
    dossier_writer *writer;
    dossier_writer_options options = {.backend = backend, .threads = 1};
    dossier_error err;
    snprintf(path, sizeof path, "%s/%s", folder, backend);
    int status = dossier_writer_open(&writer, path, &options, &err);
    if (status == DOSSIER_ERR_VERSION) /* its plug-in is not there */
        return;
    if (status != DOSSIER_OK || dossier_index_sources(writer, paths, 1, NULL, NULL, &err) != DOSSIER_OK ||
        dossier_writer_commit(writer, &err) != DOSSIER_OK)
        give_up(&err);
    dossier_writer_close(writer);
    if (dossier_open(&indexes[index_count], dirs, 1, &err) != DOSSIER_OK)
        give_up(&err);
    index_count++;
}

static void make_indexes(void) {
    const char *below = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/dossier-fuzz.XXXXXX", below != NULL ? below : "/tmp");
    if (mkdtemp(folder) == NULL)
        abort();
    atexit(remove_folder);
    for (const char *const *name = dossier_backends(); *name != NULL && index_count < BACKENDS_MAX; name++)
        make_index(*name);
    if (index_count == 0)
        abort();
}

static void require(int ok) {
    if (!ok)
        abort();
}

/* What is marked lies in the passage's text, on whole characters, matches in order. */
static void check_hit(const dossier_hit *hit) {
    dossier_str text = hit->passage.text;
    size_t last = 0;
    for (size_t i = 0; i < hit->match_count; i++) {
        const dossier_match *m = &hit->matches[i];
        require(m->start < m->end && m->end <= text.size && m->start >= last && m->term.size > 0);
        require(((unsigned char)text.data[m->start] & 0xC0) != 0x80);
        last = m->start;
    }
    for (size_t i = 0; i < hit->sentence_count; i++) {
        const dossier_sentence *s = &hit->sentences[i];
        require(s->start < s->end && s->end <= text.size && s->score > 0);
        require(i == 0 || s->score <= hit->sentences[i - 1].score);
    }
    require(hit->score >= 0 && hit->score < 1e9);
    double sum = 0;
    for (size_t i = 0; i < hit->explanation->share_count; i++)
        sum += hit->explanation->shares[i].score;
    require(sum == hit->score);
}

static int is_same(dossier_str a, dossier_str b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static void compare_facets(const dossier_facet *a, const dossier_facet *b) {
    require(a->value_count == b->value_count && a->others == b->others && a->without == b->without);
    for (size_t i = 0; i < a->value_count; i++)
        require(a->values[i].count == b->values[i].count && is_same(a->values[i].value, b->values[i].value));
}

static void compare(const dossier_result *a, const dossier_result *b) {
    require(dossier_result_count(a) == dossier_result_count(b));
    require(dossier_result_matched(a) == dossier_result_matched(b));
    for (size_t i = 0; i < dossier_result_count(a); i++) {
        const dossier_hit *x = dossier_result_hit(a, i), *y = dossier_result_hit(b, i);
        require(x->score == y->score && x->passage.number == y->passage.number && x->match_count == y->match_count);
        require(is_same(x->article.key, y->article.key));
    }
    require(is_same(dossier_result_correction(a), dossier_result_correction(b)));
    for (size_t i = 0; i < 3; i++)
        compare_facets(dossier_result_facet(a, i), dossier_result_facet(b, i));
}

/* Either an answer, or (strict) one line that begins with the column. */
static dossier_result *ask(dossier_index *index, dossier_str words, const dossier_search_options *options) {
    dossier_error err;
    dossier_result *result;
    int status = dossier_search(index, words, options, &result, &err);
    if (status != DOSSIER_OK) {
        int column = 0;
        if (status != DOSSIER_ERR_ARGUMENT || !options->strict)
            give_up(&err);
        require(sscanf(err.message, "query:%d: ", &column) == 1 && column >= 1 &&
                strchr(err.message, '\n') == NULL);
        require(strstr(strchr(err.message, ' ') + 1, ": ") != NULL);
        return NULL;
    }
    for (size_t i = 0; i < dossier_result_count(result); i++)
        check_hit(dossier_result_hit(result, i));
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > (size_t)1 << 20)
        return 0;
    if (index_count == 0)
        make_indexes();
    dossier_search_options options = {.group = data[0] & 1, .plain = data[0] >> 1 & 1, .strict = data[0] >> 2 & 1,
                                      .limit = (uint64_t)1 << (data[0] >> 4), .sentences = data[0] >> 3 & 1,
                                      .sort = (int)(size % 3), .explain = 1, .facets = 7, .correct = 1};
    dossier_str words = {(const char *)data + 1, size - 1};
    dossier_result *first = ask(indexes[0], words, &options);
    for (size_t i = 1; i < index_count; i++) {
        dossier_result *other = ask(indexes[i], words, &options);
        require((first == NULL) == (other == NULL));
        if (first != NULL)
            compare(first, other);
        dossier_result_free(other);
    }
    dossier_result_free(first);
    return 0;
}

/* Each line of the file, in several ways, and all of it. */
size_t replay(uint8_t *bytes, size_t size) {
    size_t lines = 0;
    for (size_t from = 0; from < size && lines < 200; lines++) {
        uint8_t *start = bytes + from, *end = memchr(start, '\n', size - from);
        size_t to = end != NULL ? (size_t)(end - bytes) : size;
        uint8_t before = start[-1];
        start[-1] = (uint8_t)(0x30 | lines % 8);
        LLVMFuzzerTestOneInput(start - 1, to - from + 1);
        start[-1] = before;
        from = to + 1;
    }
    bytes[-1] = 0x30;
    LLVMFuzzerTestOneInput(bytes - 1, size + 1);
    return lines + 1;
}
