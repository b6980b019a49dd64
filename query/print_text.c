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
#include <stdlib.h>
#include <string.h>

#include "engine/text/utf8.h"
#include "query/print.h"
#include "query/wrap.h"

enum { RULE_COLUMNS = 80, EXCERPT_COLUMNS = 240 };

#define ELLIPSIS "\xE2\x80\xA6"
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

static dossier_str part_of(dossier_str text, size_t start, size_t end) {
    if (end > text.size)
        end = text.size;
    if (start > end)
        start = end;
    dossier_str part = {text.size > 0 ? text.data + start : NULL, end - start};
    return part;
}

/* Puts the text from start to end with its matches.  *next is the first match that does not end before start;
 * both only go forward.  Matches may overlap, as a phrase and its words do. */
static void put_marked(wrap *w, const dossier_hit *hit, size_t start, size_t end, size_t *next) {
    dossier_str text = hit->passage.text;
    size_t at = start;
    while (at < end && !w->failed) {
        while (*next < hit->match_count && hit->matches[*next].end <= at)
            (*next)++;
        size_t from = end;
        size_t to = end;
        if (*next < hit->match_count && hit->matches[*next].start < end) {
            from = hit->matches[*next].start > at ? hit->matches[*next].start : at;
            to = hit->matches[*next].end < end ? hit->matches[*next].end : end;
        }
        wrap_text(w, part_of(text, at, from), WRAP_PLAIN);
        wrap_text(w, part_of(text, from, to), WRAP_MATCH);
        at = to;
    }
}

static int by_start(const void *left, const void *right) {
    const dossier_sentence *a = left;
    const dossier_sentence *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

/* Whether there is anything but white space from start to end. */
static int has_words(dossier_str text, size_t start, size_t end) {
    dossier_str part = part_of(text, start, end);
    size_t size;
    for (size_t at = 0; at < part.size; at += size) {
        uint32_t character;
        size = utf8_decode(part.data + at, part.size - at, &character);
        if (!wrap_is_space(character))
            return 1;
    }
    return 0;
}

/* Puts one more piece of the passage, after an ellipsis where words stand between it and the last one, which ended at
 * *done.  *next is as put_marked has it. */
static void put_piece(wrap *w, const dossier_hit *hit, size_t start, size_t end, size_t *next, size_t *done) {
    start = start > *done ? start : *done;
    end = end < hit->passage.text.size ? end : hit->passage.text.size;
    if (*done > 0)
        wrap_space(w);
    if (*done > 0 && has_words(hit->passage.text, *done, start)) {
        wrap_text(w, dossier_string(ELLIPSIS), WRAP_PLAIN);
        wrap_space(w);
    }
    put_marked(w, hit, start, end, next);
    *done = end > *done ? end : *done;
}

/* The best sentences with their neighbours. */
static void put_excerpts(wrap *w, const dossier_hit *hit) {
    size_t next = 0, done = 0;
    for (size_t i = 0; i < hit->excerpt_count; i++)
        put_piece(w, hit, hit->excerpts[i].start, hit->excerpts[i].end, &next, &done);
    wrap_end_line(w);
}

/* The best sentences in the order of the text. */
static int put_sentences(wrap *w, const dossier_hit *hit) {
    size_t count = hit->sentence_count;
    dossier_sentence *sentences = calloc(count, sizeof *sentences);
    if (sentences == NULL)
        return DOSSIER_ERR_MEMORY;
    memcpy(sentences, hit->sentences, count * sizeof *sentences);
    qsort(sentences, count, sizeof *sentences, by_start);
    size_t next = 0;
    size_t done = 0;
    for (size_t i = 0; i < count; i++)
        put_piece(w, hit, sentences[i].start, sentences[i].end, &next, &done);
    wrap_end_line(w);
    free(sentences);
    return DOSSIER_OK;
}

/* Where no sentence has a word of the query (it stood in the title, say): how the passage begins, cut at a
 * word. */
static void put_beginning(wrap *w, dossier_str text) {
    size_t columns = 0;
    size_t word_end = 0; /* the end of the last word that fits */
    size_t at = 0;
    while (at < text.size && columns < EXCERPT_COLUMNS) {
        uint32_t character;
        size_t size = utf8_decode(text.data + at, text.size - at, &character);
        if (wrap_is_space(character) && at > 0)
            word_end = at;
        columns += wrap_is_space(character) ? 1 : wrap_columns(character);
        at += size;
    }
    int is_cut = has_words(text, at, text.size);
    if (is_cut)
        at = word_end > 0 ? word_end : at;
    wrap_text(w, part_of(text, 0, at), WRAP_PLAIN);
    if (is_cut) {
        wrap_space(w);
        wrap_text(w, dossier_string(ELLIPSIS), WRAP_PLAIN);
    }
    wrap_end_line(w);
}

static int put_hit(wrap *w, const dossier_hit *hit) {
    if (hit->article.title.size > 0) {
        wrap_text(w, hit->article.title, WRAP_TITLE);
        wrap_end_line(w);
    }
    put_place(w, hit);
    if (hit->excerpt_count > 0)
        put_excerpts(w, hit);
    else if (hit->sentence_count > 0)
        return put_sentences(w, hit);
    else if (has_words(hit->passage.text, 0, hit->passage.text.size))
        put_beginning(w, hit->passage.text);
    return DOSSIER_OK;
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
    wrap_free(&w);
    return status;
}
