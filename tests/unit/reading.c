/* reading.c: what a format makes of bytes, as one string to compare.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/format.h"

static void put(buffer *b, dossier_str s) {
    assert_int_equal(buffer_put(b, s.data, s.size), 0);
}

static int on_article(source *s, const dossier_article *a, dossier_error *err) {
    reading *r = s->context;
    const dossier_str fields[] = {a->title, a->author, a->date, a->lang, a->source, a->standfirst};
    (void)err;
    r->articles++;
    for (size_t i = 0; i < COUNT(fields); i++) {
        put(&r->fields, fields[i]);
        put(&r->fields, dossier_string(i + 1 < COUNT(fields) ? "|" : "\n"));
    }
    size_t at = 0;
    for (size_t i = 0; i < a->line_count; i++) {
        char number[32];
        assert_in_range(a->lines[i].offset, at, a->text.size);
        put(&r->texts, (dossier_str){a->text.data + at, a->lines[i].offset - at});
        snprintf(number, sizeof number, "%zu:", a->lines[i].line);
        put(&r->texts, dossier_string(number));
        at = a->lines[i].offset;
    }
    put(&r->texts, (dossier_str){a->text.data == NULL ? NULL : a->text.data + at, a->text.size - at});
    put(&r->texts, dossier_string("\n"));
    return DOSSIER_OK;
}

static void on_note(source *s, int skipped, size_t line, size_t column, const char *message) {
    reading *r = s->context;
    char head[64];
    (void)column;
    snprintf(head, sizeof head, "%d:%zu:", skipped, line);
    put(&r->notes, dossier_string(head));
    put(&r->notes, dossier_string(message));
    put(&r->notes, dossier_string("\n"));
}

void read_as(reading *r, const char *name, const char *data, size_t size) {
    source s = {.path = "memory",
                .key = dossier_string("memory"),
                .article = on_article,
                .note = on_note,
                .context = r,
                .keep_all = r->keep_all};
    const format *f = strcmp(name, "auto") == 0 ? format_of("", data, size < INPUT_PEEK ? size : INPUT_PEEK)
                                                : format_named(name);
    assert_non_null(f);
    assert_int_equal(input_open_memory(&s.in, s.path, data, size, NULL), DOSSIER_OK);
    r->code = f->read(&s, NULL);
    input_close(s.in);
    buffer *ends[] = {&r->fields, &r->texts, &r->notes};
    for (size_t i = 0; i < COUNT(ends); i++)
        assert_int_equal(buffer_put_byte(ends[i], '\0'), 0);
}

void reading_free(reading *r) {
    buffer_free(&r->fields);
    buffer_free(&r->texts);
    buffer_free(&r->notes);
}

void expect_read(const char *name, const char *data, const char *fields, const char *texts, const char *notes) {
    reading r = {0};
    read_as(&r, name, data, strlen(data));
    assert_string_equal(r.notes.data, notes == NULL ? "" : notes);
    if (fields != NULL)
        assert_string_equal(r.fields.data, fields);
    if (texts != NULL)
        assert_string_equal(r.texts.data, texts);
    reading_free(&r);
}

void read_pieces(const char *name, const char *beginning, size_t least, const char *const *pieces, size_t count,
                 rng *chance) {
    buffer text = {0};
    reading r = {0};
    put(&text, dossier_string(beginning));
    while (text.size < least)
        put(&text, dossier_string(pieces[rng_below(chance, count)]));
    /* No byte stands behind it, so that a tool sees what is read there. */
    char *exact = malloc(text.size + (text.size == 0));
    assert_non_null(exact);
    memcpy(exact, text.size > 0 ? text.data : "", text.size);
    read_as(&r, name, exact, text.size);
    assert_true(r.code == DOSSIER_OK || r.code == FORMAT_SKIPPED);
    free(exact);
    reading_free(&r);
    buffer_free(&text);
}
