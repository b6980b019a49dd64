/* excerpt.c: chooses the parts of a passage that are shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "engine/text/utf8.h"
#include "query/wrap.h"

enum { BEGINNING_COLUMNS = 240 };

dossier_str excerpt_bytes(dossier_str text, size_t start, size_t end) {
    if (end > text.size)
        end = text.size;
    if (start > end)
        start = end;
    return (dossier_str){text.size > 0 ? text.data + start : NULL, end - start};
}

/* Whether there is anything but white space from start to end. */
static int has_words(dossier_str text, size_t start, size_t end) {
    dossier_str part = excerpt_bytes(text, start, end);
    size_t size;
    for (size_t at = 0; at < part.size; at += size) {
        uint32_t character;
        size = utf8_decode(part.data + at, part.size - at, &character);
        if (!wrap_is_space(character))
            return 1;
    }
    return 0;
}

static int by_start(const void *left, const void *right) {
    const dossier_span *a = left;
    const dossier_span *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

/* What is shown, as the hit has it: the excerpts that were asked for, else its best sentences. */
static dossier_span *spans_of(const dossier_hit *hit, size_t *count) {
    *count = hit->excerpt_count > 0 ? hit->excerpt_count : hit->sentence_count;
    dossier_span *spans = calloc(*count, sizeof *spans);
    for (size_t i = 0; i < *count && spans != NULL; i++)
        spans[i] = hit->excerpt_count > 0 ? hit->excerpts[i]
                                          : (dossier_span){hit->sentences[i].start, hit->sentences[i].end};
    return spans;
}

static int take_spans(const dossier_hit *hit, excerpt *out) {
    size_t count, done = 0;
    dossier_span *sorted = spans_of(hit, &count);
    out->parts = calloc(count, sizeof *out->parts);
    if (sorted == NULL || out->parts == NULL) {
        free(sorted);
        excerpt_free(out);
        return -1;
    }
    qsort(sorted, count, sizeof *sorted, by_start);
    for (size_t i = 0; i < count; i++) {
        excerpt_part *part = &out->parts[out->count++];
        part->start = sorted[i].start > done ? sorted[i].start : done;
        part->end = sorted[i].end < hit->passage.text.size ? sorted[i].end : hit->passage.text.size;
        part->after_gap = i > 0 && has_words(hit->passage.text, done, part->start);
        done = part->end > done ? part->end : done;
    }
    free(sorted);
    return 0;
}

/* Where a passage's beginning is cut: its end, or the end of the last word that fits. */
static size_t beginning_end(dossier_str text, int *is_cut) {
    size_t columns = 0, word_end = 0, at = 0;
    while (at < text.size && columns < BEGINNING_COLUMNS) {
        uint32_t character;
        size_t size = utf8_decode(text.data + at, text.size - at, &character);
        if (wrap_is_space(character) && at > 0)
            word_end = at;
        columns += wrap_is_space(character) ? 1 : wrap_columns(character);
        at += size;
    }
    *is_cut = has_words(text, at, text.size);
    return *is_cut && word_end > 0 ? word_end : at;
}

int excerpt_of(const dossier_hit *hit, excerpt *out) {
    *out = (excerpt){0};
    if (hit->excerpt_count > 0 || hit->sentence_count > 0)
        return take_spans(hit, out);
    if (!has_words(hit->passage.text, 0, hit->passage.text.size))
        return 0;
    out->parts = calloc(1, sizeof *out->parts);
    if (out->parts == NULL)
        return -1;
    out->count = 1;
    out->parts[0].end = beginning_end(hit->passage.text, &out->is_cut);
    return 0;
}

void excerpt_free(excerpt *e) {
    free(e->parts);
    *e = (excerpt){0};
}

dossier_str excerpt_best(const dossier_hit *hit) {
    int is_cut;
    if (hit->sentence_count > 0)
        return excerpt_bytes(hit->passage.text, hit->sentences[0].start, hit->sentences[0].end);
    return excerpt_bytes(hit->passage.text, 0, beginning_end(hit->passage.text, &is_cut));
}

size_t excerpt_run(const dossier_hit *hit, size_t at, size_t end, size_t *next, int *marked) {
    while (*next < hit->match_count && hit->matches[*next].end <= at)
        (*next)++;
    *marked = 0;
    if (*next == hit->match_count || hit->matches[*next].start >= end)
        return end;
    if (hit->matches[*next].start > at)
        return hit->matches[*next].start;
    *marked = 1;
    return hit->matches[*next].end < end ? hit->matches[*next].end : end;
}
