/* print_text.c: a result for people at a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A hit is its title; a line with its date, its author and where it stands; and its best sentences, with the
 * words that match in colour.
 *
 * The output holds hits and nothing else, so that nothing found prints nothing, as with grep.  How many
 * passages match is not printed here: it is a message, and the program gives it on standard error where that
 * is a terminal. */
#include <stdio.h>

#include "query/excerpt.h"
#include "query/print.h"
#include "query/print_explanation.h"
#include "query/wrap.h"

enum { RULE_COLUMNS = 80 };

#define RULE "\xE2\x94\x80"
#define MIDDLE_DOT "\xC2\xB7"

/* A line across, at the most RULE_COLUMNS wide; with a name in it where one is given. */
static void put_rule(wrap *w, const char *name) {
    size_t width = w->width < RULE_COLUMNS ? w->width : RULE_COLUMNS;
    if (name != NULL) {
        wrap_text(w, dossier_string(RULE RULE), WRAP_PLAIN);
        wrap_space(w);
        wrap_text(w, dossier_string(name), WRAP_TITLE);
        wrap_space(w);
        wrap_text(w, dossier_string(RULE RULE), WRAP_PLAIN);
    } else {
        for (size_t i = 0; i < width; i++)
            wrap_text(w, dossier_string(RULE), WRAP_PLAIN);
    }
    wrap_end_line(w);
}

/* One part of the line below the title, after a dot where it is not the first. */
static void put_part(wrap *w, int *parts, dossier_str text, enum wrap_style style) {
    if (text.size == 0)
        return;
    if ((*parts)++ > 0) {
        wrap_space(w);
        wrap_text(w, dossier_string(MIDDLE_DOT), WRAP_PLAIN);
        wrap_space(w);
    }
    wrap_text(w, text, style);
}

/* Date, author, KEY:LINE and the number of the passage; those that there are. */
static void put_place(wrap *w, const dossier_hit *hit) {
    int parts = 0;
    char number[40];
    put_part(w, &parts, hit->article.date, WRAP_PLAIN);
    put_part(w, &parts, hit->article.author, WRAP_PLAIN);
    put_part(w, &parts, hit->article.key, WRAP_PLACE);
    if (hit->passage.line > 0 && snprintf(number, sizeof number, ":%zu", hit->passage.line) > 0)
        wrap_text(w, dossier_string(number), WRAP_PLAIN);
    if (hit->passage.number > 0 &&
        snprintf(number, sizeof number, "passage %llu", (unsigned long long)hit->passage.number) > 0)
        put_part(w, &parts, dossier_string(number), WRAP_PLAIN);
    wrap_end_line(w);
}

/* Puts the text from start to end with its matches; *next is as excerpt_run has it. */
static void put_marked(wrap *w, const dossier_hit *hit, size_t start, size_t end, size_t *next) {
    while (start < end && !w->failed) {
        int marked;
        size_t to = excerpt_run(hit, start, end, next, &marked);
        wrap_text(w, excerpt_bytes(hit->passage.text, start, to), marked ? WRAP_MATCH : WRAP_PLAIN);
        start = to;
    }
}

static int put_excerpt(wrap *w, const dossier_hit *hit) {
    excerpt shown;
    size_t next = 0;
    if (excerpt_of(hit, &shown) != 0)
        return DOSSIER_ERR_MEMORY;
    for (size_t i = 0; i < shown.count; i++) {
        if (i > 0)
            wrap_space(w);
        if (shown.parts[i].after_gap) {
            wrap_text(w, dossier_string(EXCERPT_ELLIPSIS), WRAP_PLAIN);
            wrap_space(w);
        }
        put_marked(w, hit, shown.parts[i].start, shown.parts[i].end, &next);
    }
    if (shown.is_cut) {
        wrap_space(w);
        wrap_text(w, dossier_string(EXCERPT_ELLIPSIS), WRAP_PLAIN);
    }
    if (shown.count > 0)
        wrap_end_line(w);
    excerpt_free(&shown);
    return DOSSIER_OK;
}

static int put_hit(wrap *w, const dossier_hit *hit) {
    if (hit->article.title.size > 0) {
        wrap_text(w, hit->article.title, WRAP_TITLE);
        wrap_end_line(w);
    }
    put_place(w, hit);
    int status = put_excerpt(w, hit);
    print_explanation(w, hit);
    return status;
}

/* A line for each value, the most frequent first. */
static void put_facet(wrap *w, const dossier_facet *facet) {
    char line[64];
    wrap_text(w, dossier_string(facet->field), WRAP_TITLE);
    wrap_end_line(w);
    for (size_t i = 0; i < facet->value_count; i++) {
        if (snprintf(line, sizeof line, "%llu", (unsigned long long)facet->values[i].count) > 0)
            wrap_text(w, dossier_string(line), WRAP_PLAIN);
        wrap_space(w);
        wrap_text(w, facet->values[i].value, WRAP_PLAIN);
        wrap_end_line(w);
    }
    if (facet->others > 0 && snprintf(line, sizeof line, "and %llu others", (unsigned long long)facet->others) > 0) {
        wrap_text(w, dossier_string(line), WRAP_PLAIN);
        wrap_end_line(w);
    }
    if (facet->without > 0 && snprintf(line, sizeof line, "%llu without", (unsigned long long)facet->without) > 0) {
        wrap_text(w, dossier_string(line), WRAP_PLAIN);
        wrap_end_line(w);
    }
}

int print_text(const dossier_result *result, const dossier_print_options *options, print_output *out) {
    wrap w = wrap_of(&out->text, options->width, options->color);
    int status = DOSSIER_OK;
    size_t count = dossier_result_count(result);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        if (i > 0)
            put_rule(&w, NULL);
        else if (options->query_id != NULL)
            put_rule(&w, options->query_id);
        status = put_hit(&w, dossier_result_hit(result, i));
        if (w.failed)
            status = DOSSIER_ERR_MEMORY;
        if (status == DOSSIER_OK)
            status = print_flush_large(out);
    }
    for (size_t i = 0; dossier_result_facet(result, i) != NULL && dossier_result_matched(result) > 0; i++) {
        if (i > 0 || count > 0)
            put_rule(&w, NULL);
        else if (options->query_id != NULL)
            put_rule(&w, options->query_id);
        put_facet(&w, dossier_result_facet(result, i));
    }
    if (status == DOSSIER_OK && w.failed)
        status = DOSSIER_ERR_MEMORY;
    wrap_free(&w);
    return status;
}
