/* print_explanation.c: why a hit stands where it does, for people.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *     score 5.21
 *     + 3.1 door: 2 of 151 words, weight 4.4: in 12 of 970 passages
 *     + 2.11 words near each other
 *     sentence 1, 4.1: door 3.2, open 0.9 (before)
 */
#include "query/print_explanation.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "query/print.h"

static void put(wrap *w, const char *text) {
    wrap_text(w, dossier_string(text), WRAP_PLAIN);
}

/* Four digits are enough for people. */
static void put_score(wrap *w, double score) {
    char text[PRINT_SCORE_SIZE];
    double scale = 1;
    if (score > 0 && score < 1e12) {
        while (score * scale < 1000 && scale < 1e12)
            scale *= 10;
        score = (double)(int64_t)(score * scale + 0.5) / scale;
    }
    size_t size = print_score(score, text);
    wrap_text(w, (dossier_str){text, size}, WRAP_PLAIN);
}

__attribute__((format(printf, 2, 3))) static void putf(wrap *w, const char *format, ...) {
    char text[160];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0)
        put(w, text);
}

/* What a step is called, behind its term. */
static const char *name_of(const dossier_share *share) {
    static const char *const names[][2] = {{"word", ""},
                                           {"title", ", once more in the title"},
                                           {"article", ", in the article"},
                                           {"near", "words near each other"},
                                           {"sentence", "the best sentence"},
                                           {"expand", ", a word of the first hits"},
                                           {"expand-article", ", a word of the first hits, in the article"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], share->step) == 0)
            return names[i][1];
    return share->step;
}

static void put_share(wrap *w, const dossier_share *share) {
    unsigned long long count = share->count, length = share->length, with = share->with, all = share->all;
    put(w, "+ ");
    put_score(w, share->score);
    put(w, " ");
    wrap_text(w, share->term, WRAP_MATCH);
    put(w, name_of(share));
    if (share->term.size > 0) {
        putf(w, ": %llu of %llu words, weight ", count, length);
        put_score(w, share->weight);
        putf(w, ": in %llu of %llu %s", with, all, strcmp(share->step, "article") == 0 ? "articles" : "passages");
    }
    wrap_end_line(w);
}

void print_explanation(wrap *w, const dossier_hit *hit) {
    const dossier_explanation *e = hit->explanation;
    if (e == NULL)
        return;
    put(w, "score ");
    put_score(w, hit->score);
    wrap_end_line(w);
    for (size_t i = 0; i < e->share_count; i++)
        put_share(w, &e->shares[i]);
    for (size_t i = 0, at = 0; i < hit->sentence_count; i++) {
        putf(w, "sentence %zu, ", i + 1);
        put_score(w, hit->sentences[i].score);
        for (const char *before = ": "; at < e->cover_count && e->covers[at].sentence == i; at++, before = ", ") {
            put(w, before);
            wrap_text(w, e->covers[at].term, WRAP_MATCH);
            put(w, " ");
            put_score(w, e->covers[at].weight);
            put(w, e->covers[at].times == 0 ? " (before)" : "");
        }
        wrap_end_line(w);
    }
}
