/* passage.c: cutting an article's text into passages of whole sentences.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From each passage's beginning on, the cut is made at the sentence end of the least cost: its distance from the
 * length aimed at, less what it is worth that a paragraph ends there, more where only a scrap would be left.
 */
#include "engine/text/passage.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/lanes.h"
#include "engine/text/sentence.h"
#include "engine/text/vocabulary.h"

/* In words. */
#define WORTH_OF_PARAGRAPH 50
#define WORTH_OF_LINE_END 25
#define SCRAP 50

/* How many bytes of text[from .. from + LANES * count), count <= 255, are not white space and follow a byte that is. */
static size_t count_starts(const char *text, size_t from, size_t count) {
    lanes counts = {0};
    for (const char *at = text + from; count > 0; at += LANES, count--)
        counts -= (lanes)(lanes_load(at) > ' ') & (lanes)(lanes_load(at - 1) <= ' ');
    size_t sum = 0;
    for (size_t i = 0; i < LANES; i++)
        sum += counts[i];
    return sum;
}

/* The length of text[start .. end) in words: what white space parts, but never less than a word for every 12 bytes,
 * as there are scripts that do not part them. */
static size_t count_words(const char *text, size_t start, size_t end) {
    size_t words = 0, at = start, least = (end - start) / 12;
    /* Before its first byte there is nothing to look at. */
    if (at < end)
        words = (unsigned char)text[at++] > ' ';
    for (size_t blocks; (blocks = (end - at) / LANES) > 0;) {
        blocks = blocks < 255 ? blocks : 255;
        words += count_starts(text, at, blocks);
        at += blocks * LANES;
    }
    for (; at < end; at++)
        words += (unsigned char)text[at] > ' ' && (unsigned char)text[at - 1] <= ' ';
    return words > least ? words : least;
}

/* What it is worth to cut in the white space text[start .. end). */
static long worth_of_gap(const char *text, size_t start, size_t end) {
    const char *line_end = memchr(text + start, '\n', end - start);
    if (line_end == NULL)
        return 0;
    size_t rest = end - (size_t)(line_end + 1 - text);
    return memchr(line_end + 1, '\n', rest) != NULL ? WORTH_OF_PARAGRAPH : WORTH_OF_LINE_END;
}

int sentences_cut(const char *text, size_t size, const char *lang, buffer *out, dossier_error *err) {
    const sentence_rules *rules = sentence_rules_for(lang);
    dossier_span span;
    for (size_t at = 0; sentence_next(rules, text, size, &at, &span);)
        if (buffer_put(out, &span, sizeof span) != 0)
            return error_memory(err);
    return DOSSIER_OK;
}

/* What is needed of a sentence to find the cuts. */
typedef struct unit {
    dossier_span span;
    size_t words;
    long worth; /* of a cut behind it */
} unit;

/* The number of sentences, from `units` on, that make the next passage; `left` words are left in them all. */
static size_t passage_length(const unit *units, size_t count, size_t left) {
    if (left <= PASSAGE_WORDS_MAX)
        return count;
    size_t best = 1, words = 0;
    long best_cost = 0;
    for (size_t i = 0; i < count; i++) {
        words += units[i].words;
        long cost = (long)words - PASSAGE_WORDS;
        cost = (cost < 0 ? -cost : cost) - units[i].worth + (left - words < SCRAP ? SCRAP : 0);
        if (i == 0 || cost < best_cost) {
            best = i + 1;
            best_cost = cost;
        }
        if (words > PASSAGE_WORDS_MAX)
            break;
    }
    return best;
}

/* Fills `units` from a text and returns the words in all. */
static int collect(const char *text, size_t size, const char *lang, buffer *units, size_t *words) {
    const sentence_rules *rules = sentence_rules_for(lang);
    dossier_span span;
    *words = 0;
    for (size_t at = 0; sentence_next(rules, text, size, &at, &span);) {
        unit next = {.span = span, .words = count_words(text, span.start, span.end)};
        if (units->size > 0) {
            unit *last = (unit *)(void *)(units->data + units->size - sizeof *last);
            last->worth = worth_of_gap(text, last->span.end, span.start);
        }
        if (buffer_put(units, &next, sizeof next) != 0)
            return -1;
        *words += next.words;
    }
    return 0;
}

int passages_cut(const char *text, size_t size, const char *lang, buffer *out, dossier_error *err) {
    buffer units = {0};
    size_t left;
    int status = collect(text, size, lang, &units, &left);
    const unit *all = (const unit *)(const void *)units.data;
    size_t count = units.size / sizeof *all;
    for (size_t i = 0; i < count && status == 0;) {
        size_t n = passage_length(all + i, count - i, left);
        dossier_span span = {all[i].span.start, all[i + n - 1].span.end};
        status = buffer_put(out, &span, sizeof span);
        for (size_t last = i + n; i < last; i++)
            left -= all[i].words;
    }
    buffer_free(&units);
    return status == 0 ? DOSSIER_OK : error_memory(err);
}

/* One of the two functions above, on text that may not be UTF-8, for any language name. */
static int spans_of(int (*cut)(const char *, size_t, const char *, buffer *, dossier_error *), dossier_str text,
                    const char *lang, dossier_span **out, size_t *count, dossier_error *err) {
    *out = NULL;
    *count = 0;
    if (lang == NULL || *lang == '\0')
        lang = "english";
    if (!vocabulary_known(lang))
        return error_set(err, DOSSIER_ERR_ARGUMENT, "%s: not a language there is a stemmer for", lang);
    buffer spans = {0};
    int status = cut(text.data, text.size, lang, &spans, err);
    if (status != DOSSIER_OK) {
        buffer_free(&spans);
        return status;
    }
    *out = (dossier_span *)(void *)spans.data;
    *count = spans.size / sizeof **out;
    return DOSSIER_OK;
}

int dossier_sentences(dossier_str text, const char *lang, dossier_span **out, size_t *count, dossier_error *err) {
    return spans_of(sentences_cut, text, lang, out, count, err);
}

int dossier_passages(dossier_str text, const char *lang, dossier_span **out, size_t *count, dossier_error *err) {
    return spans_of(passages_cut, text, lang, out, count, err);
}

void dossier_free(void *memory) {
    free(memory);
}
