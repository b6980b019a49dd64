/* staged.c: from a batch of articles to all that a segment keeps of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/staged.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/article_record.h"
#include "engine/error.h"
#include "engine/packed/invert.h"
#include "engine/site.h"
#include "engine/text/analyzer.h"
#include "engine/text/passage.h"

/* The fields whose terms are kept, in the order of their keys. */
static const enum query_field fields[] = {FIELD_AUTHOR, FIELD_JOINED, FIELD_KEY, FIELD_LANG,
                                          FIELD_SITE,   FIELD_TITLE,  FIELD_TEXT};
enum { FIELDS = sizeof fields / sizeof *fields };

/* In most languages words are longer, with what parts them. */
#define BYTES_OF_WORD 5

/* The forms of a language's vocabulary in the batch's own numbering, as far as they were met. */
typedef struct form_map {
    const vocabulary *from;
    form_id *ids; /* FORM_NONE: not met yet */
    size_t size;
} form_map;

/* What the work on a batch needs. */
typedef struct staging {
    staged *to;
    analyzers *analyzers;
    vocabulary *words; /* of the batch's first language: its numbers are those of the inverters */
    vocabulary *lang;  /* of the article's language */
    inverter inverters[FIELDS];
    form_map maps[ANALYZERS_MAX];
    size_t map_count;
    token_list tokens, title, standfirst;
    buffer spans;      /* dossier_span: the article's passages */
    dossier_error *err;
} staging;

static inverter *inverter_of(staging *s, enum query_field field) {
    size_t i = 0;
    while (fields[i] != field)
        i++;
    return &s->inverters[i];
}

/* A term's id in the batch's own numbering. */
static term_id id_of(const staging *s, term_id id) {
    if (s->lang == s->words)
        return id;
    const term *t = vocabulary_term(s->lang, id);
    return vocabulary_stem(s->words, t->text, t->size);
}

/* The map of the article's language, with room for a form; NULL where there is no memory. */
static form_map *map_of(staging *s, form_id id) {
    size_t i = 0;
    while (i < s->map_count && s->maps[i].from != s->lang)
        i++;
    form_map *m = &s->maps[i];
    if (i == s->map_count) {
        *m = (form_map){.from = s->lang};
        s->map_count++;
    }
    if (id < m->size)
        return m;
    size_t size = (size_t)id + id / 2 + 4096;
    form_id *ids = realloc(m->ids, size * sizeof *ids);
    if (ids == NULL)
        return NULL;
    memset(ids + m->size, 0xFF, (size - m->size) * sizeof *ids);
    m->ids = ids;
    m->size = size;
    return m;
}

/* A form's id in it. */
static form_id form_of(staging *s, form_id id) {
    if (s->lang == s->words)
        return id;
    form_map *m = map_of(s, id);
    if (m == NULL || m->ids[id] != FORM_NONE)
        return m == NULL ? FORM_NONE : m->ids[id];
    const term_form *f = vocabulary_term_form(s->lang, id);
    term_id stem = id_of(s, f->term);
    return m->ids[id] = stem == TERM_NONE ? FORM_NONE : vocabulary_pair(s->words, stem, f->text, f->size);
}

static int analyze_into(staging *s, token_list *tokens, dossier_str text, size_t from, size_t to) {
    tokens->count = 0;
    return analyze(s->lang, text.data, from, to, tokens, s->err);
}

/* Puts down a field's words, each for the article. */
static int put_field(staging *s, enum query_field field, dossier_str text, uint32_t article) {
    int status = analyze_into(s, &s->tokens, text, 0, text.size);
    inverter *v = inverter_of(s, field);
    for (size_t i = 0; i < s->tokens.count && status == DOSSIER_OK; i++) {
        term_id id = id_of(s, s->tokens.items[i].term);
        if (id == TERM_NONE || inverter_put(v, id, article, 0) != 0)
            status = error_memory(s->err);
    }
    return status;
}

/* Puts down what the host of the article's source is found by. */
static int put_site(staging *s, dossier_str source, uint32_t article) {
    site host;
    site_of(source, &host);
    for (size_t i = 0; i < host.count; i++) {
        term_id id = vocabulary_stem(s->words, host.words[i].data, host.words[i].size);
        if (id == TERM_NONE || inverter_put(inverter_of(s, FIELD_SITE), id, article, 0) != 0)
            return error_memory(s->err);
    }
    return DOSSIER_OK;
}

/* Puts down what joins hyphened words of the title. */
static int put_joined(staging *s, uint32_t article) {
    for (size_t i = 0; i < s->title.count; i++) {
        if (!s->title.items[i].joined)
            continue;
        const term_form *f = vocabulary_term_form(s->lang, s->title.items[i].form);
        term_id id = vocabulary_stem(s->words, f->text, f->size);
        if (id == TERM_NONE || inverter_put(inverter_of(s, FIELD_JOINED), id, article, 0) != 0)
            return error_memory(s->err);
    }
    return DOSSIER_OK;
}

/* The fields that choose articles. */
static int put_fields(staging *s, const dossier_article *a, uint32_t article) {
    term_id lang = vocabulary_stem(s->words, a->lang.data, a->lang.size);
    if (lang == TERM_NONE || inverter_put(inverter_of(s, FIELD_LANG), lang, article, 0) != 0)
        return error_memory(s->err);
    int status = put_joined(s, article);
    if (status == DOSSIER_OK)
        status = put_field(s, FIELD_TITLE, a->title, article);
    if (status == DOSSIER_OK)
        status = put_field(s, FIELD_AUTHOR, a->author, article);
    if (status == DOSSIER_OK)
        status = put_field(s, FIELD_KEY, a->key, article);
    return status == DOSSIER_OK ? put_site(s, a->source, article) : status;
}

/* Puts down tokens at the positions from *position + 1 on, which it moves; a joined token has none. */
static int put_words(staging *s, const token_list *tokens, uint32_t passage, uint32_t *position) {
    inverter *v = &s->inverters[FIELDS - 1];
    for (size_t i = 0; i < tokens->count; i++) {
        form_id id = form_of(s, tokens->items[i].form);
        uint32_t at = tokens->items[i].joined ? 0 : ++*position;
        if (id == FORM_NONE || inverter_put(v, id, passage, at) != 0)
            return error_memory(s->err);
    }
    return DOSSIER_OK;
}

/* Puts down the words of a passage: its article's title, in the first the standfirst, and its own text.  Between those
 * a position is left out, so that no phrase goes from one into the other. */
static int put_passage(staging *s, const dossier_article *a, size_t number, dossier_span span) {
    uint32_t passage = staged_passages(s->to), position = 0;
    int status = analyze_into(s, &s->tokens, a->text, span.start, span.end);
    if (status == DOSSIER_OK)
        status = put_words(s, &s->title, passage, &position);
    position++;
    size_t length = s->title.count + s->tokens.count;
    if (number == 0 && status == DOSSIER_OK) {
        status = put_words(s, &s->standfirst, passage, &position);
        position++;
        length += s->standfirst.count;
    }
    if (status == DOSSIER_OK)
        status = put_words(s, &s->tokens, passage, &position);
    uint32_t terms = (uint32_t)length;
    s->to->words += terms;
    if (status == DOSSIER_OK && buffer_put(&s->to->lengths, &terms, sizeof terms) != 0)
        status = error_memory(s->err);
    return status;
}

/* The positions that a title takes. */
static uint32_t count_words(const token_list *tokens) {
    uint32_t words = 0;
    for (size_t i = 0; i < tokens->count; i++)
        words += !tokens->items[i].joined;
    return words;
}

/* What is kept of an article beside its text and its words. */
static int put_row(staging *s, const batch_item *item) {
    staged *to = s->to;
    const dossier_article *a = &item->article;
    const dossier_span *spans = (const dossier_span *)(const void *)s->spans.data;
    article_row row = {item->number, item->checksum, to->text.raw_at + to->text.raw.size, to->records.size};
    uint32_t first = staged_passages(to), date = query_date(a->date, 0), title = count_words(&s->title);
    if (buffer_put(&to->rows, &row, sizeof row) != 0 ||
        buffer_put(&to->first_passages, &first, sizeof first) != 0 ||
        buffer_put(&to->dates, &date, sizeof date) != 0 ||
        buffer_put(&to->title_words, &title, sizeof title) != 0 ||
        article_record_put_short(a, spans, s->spans.size / sizeof *spans, &to->records) != 0)
        return error_memory(s->err);
    return DOSSIER_OK;
}

/* Packs an article's text, in pieces that end before a passage begins, so that a passage is in one block. */
static int put_text(staging *s, dossier_str text) {
    const dossier_span *spans = (const dossier_span *)(const void *)s->spans.data;
    size_t count = s->spans.size / sizeof *spans, from = 0;
    int status = DOSSIER_OK;
    for (size_t i = 1; i <= count && status == DOSSIER_OK; i++) {
        size_t to = i < count ? spans[i].start : text.size;
        status = block_writer_put(&s->to->text, text.data + from, to - from, s->err);
        from = to;
    }
    return status;
}

static int put_article(staging *s, const batch_item *item) {
    const dossier_article *a = &item->article;
    uint32_t article = staged_articles(s->to);
    char lang[64];
    snprintf(lang, sizeof lang, "%.*s", (int)a->lang.size, a->lang.data);
    s->spans.size = 0;
    int status = analyzers_get(s->analyzers, lang, &s->lang, s->err);
    if (status != DOSSIER_OK)
        return status;
    s->words = s->words == NULL ? s->lang : s->words;
    status = passages_cut(a->text.data, a->text.size, lang, &s->spans, s->err);
    /* An article without passages has an empty one all the same, so that its title is found. */
    static const dossier_span none;
    if (status == DOSSIER_OK && s->spans.size == 0 && buffer_put(&s->spans, &none, sizeof none) != 0)
        status = error_memory(s->err);
    if (status == DOSSIER_OK)
        status = analyze_into(s, &s->title, a->title, 0, a->title.size);
    if (status == DOSSIER_OK)
        status = analyze_into(s, &s->standfirst, a->standfirst, 0, a->standfirst.size);
    if (status == DOSSIER_OK)
        status = put_row(s, item);
    if (status == DOSSIER_OK)
        status = put_text(s, a->text);
    if (status == DOSSIER_OK)
        status = put_fields(s, a, article);
    const dossier_span *spans = (const dossier_span *)(const void *)s->spans.data;
    for (size_t i = 0; i < s->spans.size / sizeof *spans && status == DOSSIER_OK; i++)
        status = put_passage(s, a, i, spans[i]);
    return status;
}

int staged_make(staged *to, const batch *b, analyzers *a, const dictionary *d, inverter *room, dossier_error *err) {
    staging s = {.to = to, .analyzers = a, .err = err};
    s.inverters[FIELDS - 1] = *room;
    *room = (inverter){0};
    to->sequence = b->sequence;
    int status = block_writer_begin(&to->text, d, err);
    /* What is not used of it is not there. */
    if (status == DOSSIER_OK && inverter_reserve(inverter_of(&s, FIELD_TEXT), (size_t)(b->bytes / BYTES_OF_WORD)) != 0)
        status = error_memory(err);
    for (size_t i = 0; i < b->count && status == DOSSIER_OK; i++)
        status = put_article(&s, &b->items[i]);
    if (status == DOSSIER_OK)
        status = block_writer_end(&to->text, err);
    for (size_t i = 0; i < FIELDS && status == DOSSIER_OK && s.words != NULL; i++)
        if (inverter_write(&s.inverters[i], s.words, fields[i], &to->postings) != 0)
            status = error_memory(err);
    /* What failed may be half full. */
    if (status == DOSSIER_OK) {
        *room = s.inverters[FIELDS - 1];
        s.inverters[FIELDS - 1] = (inverter){0};
    }
    for (size_t i = 0; i < FIELDS; i++)
        inverter_free(&s.inverters[i]);
    for (size_t i = 0; i < s.map_count; i++)
        free(s.maps[i].ids);
    token_list_free(&s.tokens);
    token_list_free(&s.title);
    token_list_free(&s.standfirst);
    buffer_free(&s.spans);
    return status;
}

void staged_free(staged *s) {
    block_writer_free(&s->text);
    buffer_free(&s->rows);
    buffer_free(&s->records);
    buffer_free(&s->first_passages);
    buffer_free(&s->dates);
    buffer_free(&s->title_words);
    buffer_free(&s->lengths);
    run_free(&s->postings);
}
