/* highlight_fuzz.c: any query (up to a NUL or a line end) and any text to find its words in.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte chooses how the query is read and how much is shown. */
#include <stdlib.h>
#include <string.h>

#include "engine/text/utf8.h"
#include "query/highlight.h"
#include "query/parse.h"
#include "query/rank_near.h"
#include "tests/fuzz/replay.h"

static void check(int good) {
    if (!good)
        abort();
}

/* Gives terms a weight, as resolving does. */
static void weigh(query_node *node) {
    node->weight = node->kind == QUERY_TERM ? 1 + (double)(node->term.size % 7) : 0;
    for (size_t i = 0; i < node->child_count; i++)
        weigh(node->children[i]);
}

static int on_boundary(dossier_str text, size_t at) {
    return at == text.size || ((unsigned char)text.data[at] & 0xC0) != 0x80;
}

static void check_span(dossier_str text, size_t start, size_t end) {
    check(start < end && end <= text.size && on_boundary(text, start) && on_boundary(text, end));
}

static void check_hit(const dossier_hit *hit, const highlight_options *o) {
    dossier_str text = hit->passage.text;
    for (size_t i = 0; i < hit->match_count; i++) {
        check_span(text, hit->matches[i].start, hit->matches[i].end);
        check(i == 0 || hit->matches[i].start >= hit->matches[i - 1].end);
    }
    for (size_t i = 0; i < hit->excerpt_count; i++) {
        check_span(text, hit->excerpts[i].start, hit->excerpts[i].end);
        check(i == 0 || hit->excerpts[i].start >= hit->excerpts[i - 1].end);
    }
    check(hit->sentence_count <= o->sentences);
    for (size_t i = 0; i < hit->sentence_count; i++) {
        check_span(text, hit->sentences[i].start, hit->sentences[i].end);
        check(hit->sentences[i].score > 0 && (i == 0 || hit->sentences[i].score <= hit->sentences[i - 1].score));
    }
}

/* Highlights a text for a query, twice, as for two hits. */
static void run(dossier_str words, dossier_str text, int plain, const highlight_options *o) {
    vocabulary *v;
    highlighter *h;
    query_tree tree = {0};
    dossier_result *result = result_new();
    check(vocabulary_new(&v, "english", NULL) == DOSSIER_OK);
    check(result != NULL);
    check(query_parse(&tree, v, words.data, words.size, plain, NULL) == DOSSIER_OK);
    weigh(tree.root);
    check(highlighter_new(&h, tree.root, answer_asked(words, "english"), v, result, NULL) == DOSSIER_OK);
    for (int i = 0; i < 2; i++) {
        dossier_hit hit = {.passage.text = text};
        check(highlight(h, &hit, o, NULL) == DOSSIER_OK);
        check_hit(&hit, o);
    }
    highlight_view view = highlighter_view(h);
    wanted_text parts = {view.tokens, view.count, view.count / 2, text.data, text.data};
    double near;
    check(rank_near(view.wanted, &parts, 0.5, &near) == 0 && near >= 0);
    highlighter_free(h);
    tree_free(&tree);
    vocabulary_free(v);
    dossier_result_free(result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    buffer words = {0}, text = {0};
    size_t invalid = 0, end = 1;
    if (size == 0)
        return 0;
    while (end < size && data[end] != '\n' && data[end] != '\0')
        end++;
    const char *bytes = (const char *)data;
    check(utf8_clean(bytes + 1, end - 1, &words, &invalid) == 0);
    check(utf8_clean(bytes + end, size - end, &text, &invalid) == 0);
    highlight_options o = {.sentences = data[0] >> 1 & 7, .context = data[0] >> 4 & 3, .whole = data[0] >> 6 & 1};
    run((dossier_str){words.data, words.size}, (dossier_str){text.data, text.size}, data[0] & 1, &o);
    buffer_free(&words);
    buffer_free(&text);
    return 0;
}

/* The file's first line is the query, the rest the text; in each of some ways. */
size_t replay(uint8_t *bytes, size_t size) {
    size_t inputs = 0;
    for (uint8_t way = 0; way < 128; way += 19, inputs++) {
        bytes[-1] = way;
        LLVMFuzzerTestOneInput(bytes - 1, size + 1);
    }
    return inputs;
}
