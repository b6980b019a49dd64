/* scraped.c: text as people save it from the web: reads a page and makes its articles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/scraped.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "indexer/draft.h"
#include "indexer/fields.h"
#include "engine/hash.h"
#include "indexer/keyset.h"
#include "indexer/page.h"

/* A page is no larger than this; a larger text is a book or a log, and is taken as it stands. */
enum { PAGE_MOST_BYTES = 1 << 20, PAGE_MOST_PIECES = 10000 };

/* What a first sentence that serves as the title may have, and a slug. */
enum { FIRST_LEAST_WORDS = 3, FIRST_MOST_WORDS = 12, SLUG_MOST_BYTES = 80 };

/* Large texts get a line entry for each so many bytes at the most: memory is bounded by the text. */
enum { LINE_LEAST_BYTES = 64 };

/* Adds a paragraph. */
static int draft_add(draft *d, const char *text, const unit *u, int sparse) {
    if (draft_begin(d, u->line, sparse ? LINE_LEAST_BYTES : 0) != 0)
        return -1;
    return unit_put(text, u, &d->text);
}

static dossier_str cut_field(dossier_str field) {
    if (field.size > DOSSIER_FIELD_MAX)
        field.size = 0;
    return field;
}

/* The first sentence of a text, where it is as short as a title; else nothing. */
static dossier_str first_sentence(const char *text, const unit *u) {
    size_t words = 0, at = u->start;
    for (int in_word = 0; at < u->end; at++) {
        int space = unit_space(text + at, u->end - at) > 0;
        words += !space && !in_word;
        in_word = !space;
        if (words > FIRST_MOST_WORDS || text[at] == '\n')
            return (dossier_str){0};
        int last = at + 1 == u->end || unit_space(text + at + 1, u->end - at - 1) > 0;
        if (last && (text[at] == '.' || text[at] == '!' || text[at] == '?') && words >= FIRST_LEAST_WORDS) {
            size_t end = text[at] == '.' ? at : at + 1;
            return (dossier_str){text + u->start, end - u->start};
        }
    }
    return words >= FIRST_LEAST_WORDS && at < u->end ? (dossier_str){text + u->start, at - u->start}
                                                     : (dossier_str){0};
}

/* Marks that a heading has in Markdown. */
static dossier_str strip_marks(dossier_str title) {
    while (title.size > 0 && (title.data[0] == '#' || title.data[0] == ' ')) {
        title.data++;
        title.size--;
    }
    return title;
}

/* A text that is too large for a page: every paragraph as it stands. */
static int take_plain(source *s, const char *text, size_t size, fields *said, dossier_error *err) {
    unit_reader reader = unit_reader_of(text, size);
    draft d = {0};
    unit u;
    dossier_article article = {.key = s->key};
    int first = said->of[FIELD_TITLE].size == 0;
    while (unit_next(&reader, &u)) {
        if (first && !u.stop && u.words <= 30 && u.words > 0 && u.end - u.start <= 300)
            article.title = strip_marks((dossier_str){text + u.start, u.end - u.start});
        else if (draft_add(&d, text, &u, 1) != 0)
            return draft_free(&d), error_memory(err);
        first = 0;
    }
    draft_finish(&d, &article);
    fields_apply(said, s, &article);
    int code = s->article(s, &article, err);
    draft_free(&d);
    return code;
}

/* Joins the pieces of the standfirst. */
static int put_standfirst(const page *p, buffer *out) {
    for (size_t i = 0; i < p->count; i++) {
        if (p->pieces[i].role != ROLE_STANDFIRST)
            continue;
        if ((out->size > 0 && buffer_put_byte(out, ' ') != 0) || unit_put(p->text, &p->pieces[i].u, out) != 0)
            return -1;
    }
    for (size_t i = 0; i < out->size; i++)
        if (out->data[i] == '\n')
            out->data[i] = ' ';
    return 0;
}

/* The body's paragraphs.  Where nothing was left of a page, it had nothing but what looks like furniture:
 * then that is its text. */
static int put_body(const page *p, draft *d) {
    for (size_t i = p->lead; i < p->end; i++)
        if (p->pieces[i].role == ROLE_BODY && draft_add(d, p->text, &p->pieces[i].u, 0) != 0)
            return -1;
    for (size_t i = 0; d->text.size == 0 && i < p->count; i++)
        if (p->pieces[i].u.words > 0 && (p->pieces[i].role == ROLE_BODY || p->pieces[i].role == ROLE_TITLE) &&
            draft_add(d, p->text, &p->pieces[i].u, 0) != 0)
            return -1;
    return 0;
}

/* One line, its line ends as spaces. */
static int put_line(const page *p, size_t i, buffer *out) {
    if (unit_put(p->text, &p->pieces[i].u, out) != 0)
        return -1;
    for (size_t k = 0; k < out->size; k++)
        if (out->data[k] == '\n')
            out->data[k] = ' ';
    return 0;
}

static int give_article(source *s, const page *p, fields *said, dossier_error *err) {
    draft d = {0};
    buffer standfirst = {0}, title = {0};
    dossier_article article = {.key = s->key, .author = cut_field(p->author), .source = cut_field(p->source)};
    int code = DOSSIER_OK;
    if (put_body(p, &d) != 0 || put_standfirst(p, &standfirst) != 0 ||
        (p->title != PAGE_NONE && put_line(p, p->title, &title) != 0)) {
        code = error_memory(err);
    } else {
        article.title = strip_marks((dossier_str){title.data, title.size});
        if (p->title == PAGE_NONE && p->lead < p->end)
            article.title = first_sentence(p->text, &p->pieces[p->lead].u);
        article.standfirst = (dossier_str){standfirst.data, standfirst.size};
        article.date = dossier_string(p->date);
        draft_finish(&d, &article);
        fields_apply(said, s, &article);
        code = s->article(s, &article, err);
    }
    buffer_free(&standfirst);
    buffer_free(&title);
    draft_free(&d);
    return code;
}

/* A key for a teaser: the page's, "#", and its headline's words joined with hyphens. */
static int put_teaser_key(source *s, dossier_str folded, size_t number, buffer *key) {
    size_t size = folded.size > 2 ? folded.size - 2 : 0;
    if (size > SLUG_MOST_BYTES)
        for (size = SLUG_MOST_BYTES; size > 1 && folded.data[size] != ' ';)
            size--;
    if (size > 1 && folded.data[size] == ' ')
        size--;
    if (buffer_put(key, s->key.data, s->key.size) != 0 || buffer_put_byte(key, '#') != 0)
        return -1;
    for (size_t i = 1; i <= size; i++)
        if (buffer_put_byte(key, (unsigned char)(folded.data[i] == ' ' ? '-' : folded.data[i])) != 0)
            return -1;
    if (number == 0)
        return 0;
    return buffer_put_byte(key, '-') != 0 || buffer_put_byte(key, (unsigned char)('0' + number % 10)) != 0
               ? -1
               : 0;
}

static int give_teaser(source *s, const page *p, const teaser *t, keyset *keys, dossier_error *err) {
    draft d = {0};
    buffer key = {0}, title = {0};
    int code = DOSSIER_OK, fresh = 0;
    /* Two teasers with one headline get a number; beyond nine they are the same thing over and over. */
    for (size_t number = 0; code == DOSSIER_OK && !fresh && number < 10; number += number == 0 ? 2 : 1) {
        key.size = 0;
        if (put_teaser_key(s, piece_folded(p, t->headline), number, &key) != 0)
            code = error_memory(err);
        else if ((fresh = keyset_put(keys, hash_bytes(HASH_START, key.data, key.size))) < 0)
            code = error_memory(err);
    }
    if (code == DOSSIER_OK && fresh == 1) {
        if (draft_add(&d, p->text, &p->pieces[t->line].u, 0) != 0 || put_line(p, t->headline, &title) != 0) {
            code = error_memory(err);
        } else {
            dossier_article article = {.key = {key.data, key.size},
                                       .title = {title.data, title.size},
                                       .author = t->author,
                                       .date = dossier_string(t->date),
                                       .source = s->key};
            draft_finish(&d, &article);
            code = s->article(s, &article, err);
        }
    }
    buffer_free(&key);
    buffer_free(&title);
    draft_free(&d);
    return code;
}

static int give_page(source *s, const page *p, fields *said, dossier_error *err) {
    int code = give_article(s, p, said, err);
    keyset keys = {0};
    teaser t;
    for (size_t at = p->tail; code == DOSSIER_OK && page_next_teaser(p, &at, &t);)
        code = give_teaser(s, p, &t, &keys, err);
    keyset_free(&keys);
    return code;
}

static int take_text(source *s, const char *text, size_t size, fields *said, dossier_error *err) {
    page p;
    if (size > PAGE_MOST_BYTES)
        return take_plain(s, text, size, said, err);
    int code = page_split(&p, text, size) == 0 ? DOSSIER_OK : error_memory(err);
    size_t words = 0;
    for (size_t i = 0; i < p.count; i++)
        words += p.pieces[i].u.words;
    if (code == DOSSIER_OK && words == 0 && said->of[FIELD_TITLE].size == 0) {
        source_note(s, 1, 0, 0, "is empty; left out");
        code = FORMAT_SKIPPED;
    } else if (code == DOSSIER_OK && (words == 0 || p.count > PAGE_MOST_PIECES)) {
        code = take_plain(s, text, size, said, err);
    } else if (code == DOSSIER_OK) {
        page_mark(&p);
        page_find_region(&p);
        page_read_head(&p, (dossier_str){said->of[FIELD_TITLE].data, said->of[FIELD_TITLE].size});
        page_clean_body(&p);
        code = give_page(s, &p, said, err);
    }
    page_free(&p);
    return code;
}

/* Reads the lines "Key: value" at the top and blanks them: the lines below keep their numbers. */
static int take_block(buffer *text, fields *said, dossier_error *err) {
    ptrdiff_t size = fields_read_block(said, text->data, text->size);
    if (size < 0)
        return error_memory(err);
    for (ptrdiff_t i = 0; i < size; i++)
        if (text->data[i] != '\n' && text->data[i] != '\r')
            text->data[i] = ' ';
    return DOSSIER_OK;
}

int scraped_read(source *s, dossier_error *err) {
    buffer text = {0};
    fields said = {0};
    int code = source_read_text(s, &text, err);
    if (code == DOSSIER_OK)
        code = take_block(&text, &said, err);
    if (code == DOSSIER_OK)
        code = take_text(s, text.data, text.size, &said, err);
    fields_free(&said);
    buffer_free(&text);
    return code;
}
