/* jsonl.c: JSON Lines: an article a line; plain lines are read quickly, all others with jansson.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/jsonl.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "engine/buffer.h"
#include "engine/error.h"
#include "engine/text/utf8.h"
#include "indexer/date.h"
#include "indexer/embedded.h"
#include "indexer/fields.h"
#include "indexer/jsonl_flat.h"

/* A value takes up to 100 bytes in memory, so that a long line of nothing but commas would take a hundred
 * times its size: lines over LONG_LINE bytes are counted first. */
enum { PORTION = 256 << 10, LONG_LINE = 16 << 20, VALUES_MOST = 1 << 20 };

/* Each fault is told of so often in one source, then they are counted. */
enum { NOTES_MOST = 20 };

/* What is returned for a field that makes the line be left out, which was noted: no status of dossier.h. */
enum { LEFT_OUT = -1000 };

typedef struct reader {
    source *s;
    buffer window; /* what was read and not yet used: [at, size) */
    size_t at;
    size_t scanned; /* no line ends before this */
    size_t line;    /* the number of the line at `at`, from 1 */
    size_t left_out;
    size_t remarks; /* of what was taken, though something is wrong with it */
    size_t invalid; /* bytes that are not UTF-8 */
    int unknown_lang;
    int ended;
    flat_record flat;
} reader;

int jsonl_recognise(const char *head, size_t size) {
    size_t at = size >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < size && (head[at] == ' ' || (head[at] >= '\t' && head[at] <= '\r')))
        at++;
    if (at == size || head[at] != '{')
        return 0;
    for (at++; at < size && (head[at] == ' ' || head[at] == '\t');)
        at++;
    return at < size && head[at] == '"';
}

/* Tells of a line; the first NOTES_MOST that are left out, and of those that are not, one by one. */
static void note_line(reader *r, int skipped, size_t column, const char *message) {
    size_t *count = skipped ? &r->left_out : &r->remarks;
    if ((*count)++ < NOTES_MOST)
        r->s->note(r->s, skipped, r->line, column, message);
    else if (skipped)
        r->s->note(r->s, 1, 0, 0, NULL);
}

/* Tells why a record is left out. */
static void leave_out(reader *r, size_t column, const char *why) {
    char message[512];
    snprintf(message, sizeof message, "%.400s; the line is left out", why);
    note_line(r, 1, column, message);
}

/* The stemmer for a record's language: its own name, or a language tag such as "en" or "de-AT"; "" where
 * there is none, which takes the index's. */
static dossier_str stemmer_for(reader *r, dossier_str lang) {
    if (lang.size == 0)
        return lang;
    const char *name = stemmer_named(lang);
    if (name == NULL && !r->unknown_lang) {
        r->unknown_lang = 1;
        source_note(r->s, 0, r->line, 0,
                    "there is no stemmer for the language \"%.*s\"; the index's is used, here and"
                    " wherever this comes again",
                    (int)(lang.size < 40 ? lang.size : 40), lang.data);
    }
    return dossier_string(name);
}

/* A record as it was read: a plain line's, else jansson's. */
typedef struct record {
    const flat_record *flat; /* NULL: it is in json */
    const json_t *json;
} record;

/* A value of a record; strings are the record's. */
typedef struct value {
    enum { VALUE_NONE, VALUE_STRING, VALUE_INTEGER, VALUE_NULL, VALUE_LIST, VALUE_OTHER } kind;
    dossier_str string;
    long long integer;
    const json_t *list;
} value;

static value flat_value(const flat_record *from, const char *name) {
    const flat_member *m = flat_get(from, name);
    if (m == NULL)
        return (value){.kind = VALUE_NONE};
    switch (m->kind) {
    case FLAT_STRING:
        return (value){.kind = VALUE_STRING, .string = m->string};
    case FLAT_INTEGER:
        return (value){.kind = VALUE_INTEGER, .integer = m->integer};
    case FLAT_NULL:
        return (value){.kind = VALUE_NULL};
    default:
        return (value){.kind = VALUE_OTHER};
    }
}

static value json_value(const json_t *from, const char *name) {
    const json_t *json = json_object_get(from, name);
    if (json == NULL)
        return (value){.kind = VALUE_NONE};
    if (json_is_string(json))
        return (value){.kind = VALUE_STRING, .string = {json_string_value(json), json_string_length(json)}};
    if (json_is_integer(json))
        return (value){.kind = VALUE_INTEGER, .integer = json_integer_value(json)};
    if (json_is_array(json))
        return (value){.kind = VALUE_LIST, .list = json};
    return (value){.kind = json_is_null(json) ? VALUE_NULL : VALUE_OTHER};
}

static value get(const record *from, const char *name) {
    return from->flat != NULL ? flat_value(from->flat, name) : json_value(from->json, name);
}

/* A string of the record.  Returns 1, 0 where it is not there (or null), or LEFT_OUT where it is
 * something else. */
static int get_string(reader *r, const record *from, const char *name, dossier_str *out) {
    value v = get(from, name);
    char why[80];
    if (v.kind == VALUE_NONE || v.kind == VALUE_NULL)
        return 0;
    if (v.kind != VALUE_STRING) {
        snprintf(why, sizeof why, "\"%s\" is not a string", name);
        leave_out(r, 0, why);
        return LEFT_OUT;
    }
    *out = v.string;
    return 1;
}

/* The record's key: a string that is not empty, or a whole number. */
static int get_key(reader *r, const record *from, char number[32], dossier_str *key) {
    value v = get(from, "_id");
    if (v.kind == VALUE_NONE)
        v = get(from, "id");
    if (v.kind == VALUE_INTEGER) {
        snprintf(number, 32, "%lld", v.integer);
        *key = dossier_string(number);
        return 1;
    }
    if (v.kind == VALUE_STRING && v.string.size > 0) {
        *key = v.string;
        return 1;
    }
    if (v.kind == VALUE_NONE || v.kind == VALUE_NULL)
        leave_out(r, 0, "has no \"_id\" and no \"id\"");
    else if (v.kind == VALUE_STRING)
        leave_out(r, 0, "its \"_id\" is empty");
    else
        leave_out(r, 0, "its \"_id\" is neither a string nor a whole number");
    return 0;
}

/* The author: a string, or a list of strings, which is joined with commas. */
static int get_author(reader *r, const record *from, buffer *joined, dossier_str *out, dossier_error *err) {
    value v = get(from, "author");
    if (v.kind != VALUE_LIST)
        return get_string(r, from, "author", out);
    for (size_t i = 0; i < json_array_size(v.list); i++) {
        const json_t *name = json_array_get(v.list, i);
        if (!json_is_string(name)) {
            leave_out(r, 0, "\"author\" is a list of other things than strings");
            return LEFT_OUT;
        }
        if ((i > 0 && buffer_put(joined, ", ", 2) != 0) ||
            buffer_put(joined, json_string_value(name), json_string_length(name)) != 0)
            return error_memory(err);
    }
    *out = (dossier_str){joined->data, joined->size};
    return 1;
}

/* The date: as ISO where it is a date, a year as a number, else as it is. */
static int get_date(reader *r, const record *from, char iso[32], dossier_str *out) {
    value v = get(from, "date");
    if (v.kind == VALUE_INTEGER) {
        snprintf(iso, 32, "%lld", v.integer);
        *out = dossier_string(iso);
        return 1;
    }
    int found = get_string(r, from, "date", out);
    if (found == 1 && date_whole(out->data, out->size, iso))
        *out = dossier_string(iso);
    return found;
}

/* Whether a value is a string that begins with a word, in any case; what follows a NUL in it does not count.  whole:
 * nothing is to follow. */
static int begins_with(const record *from, const char *name, const char *word, int whole) {
    value v = get(from, name);
    size_t size = strlen(word);
    if (v.kind != VALUE_STRING)
        return 0;
    size_t length = strnlen(v.string.data, v.string.size);
    return length >= size && (!whole || length == size) && strncasecmp(v.string.data, word, size) == 0;
}

/* Whether a record says that its text is HTML. */
static int says_html(const record *from) {
    return begins_with(from, "format", "html", 1) || begins_with(from, "content_type", "text/html", 0) ||
           begins_with(from, "content_type", "application/xhtml+xml", 0);
}

/* The text: in "text", or as HTML in "html".  Returns 1, with *html set where it is HTML; 0 where there is none;
 * or LEFT_OUT. */
static int get_text(reader *r, const record *from, dossier_str *text, int *html) {
    int found = get_string(r, from, "text", text);
    *html = found == 1 && says_html(from);
    if (found == 0) {
        found = get_string(r, from, "html", text);
        *html = found == 1;
    }
    return found;
}

/* A record whose text is HTML. */
typedef struct page_record {
    reader *r;
    source s; /* the reader's, whose notes are counted */
    dossier_line line;
} page_record;

static void take_note(source *s, int skipped, size_t line, size_t column, const char *message) {
    const page_record *p = s->context;
    (void)line;
    note_line(p->r, skipped, column, message);
}

static int take_page(void *context, dossier_article *article, dossier_error *err) {
    page_record *p = context;
    article->lines = &p->line;
    article->line_count = 1;
    return p->r->s->article(p->r->s, article, err);
}

/* Hands an article on, its text read as HTML where it is that. */
static int give(reader *r, const dossier_article *article, int html, dossier_error *err) {
    if (!html || article->text.size == 0)
        return r->s->article(r->s, article, err);
    dossier_error own = {0};
    page_record p = {r, *r->s, {0, r->line}};
    p.s.note = take_note;
    p.s.context = &p;
    embedded e = {.s = &p.s,
                  .known = *article,
                  .html = article->text,
                  .utf8 = 1,
                  .line = r->line,
                  .take = take_page,
                  .context = &p};
    int code = embedded_read(&e, &own);
    if (code == DOSSIER_ERR_INPUT)
        leave_out(r, 0, own.message);
    else if (code < 0 && err != NULL)
        *err = own;
    return code == FORMAT_SKIPPED || code == DOSSIER_ERR_INPUT ? DOSSIER_OK : code;
}

/* Makes an article of a record and hands it on.  0, or an error that ends the reading. */
static int take_record(reader *r, const record *from, dossier_error *err) {
    char number[32], iso[32];
    buffer authors = {0};
    dossier_article article = {0};
    dossier_str lang = {0};
    dossier_line line = {0, r->line};
    int author = 0, html = 0, code = DOSSIER_OK;
    if (from->flat == NULL && !json_is_object(from->json)) {
        leave_out(r, 0, "is no object");
        return DOSSIER_OK;
    }
    if (!get_key(r, from, number, &article.key) || get_string(r, from, "title", &article.title) < 0 ||
        get_text(r, from, &article.text, &html) < 0 ||
        get_string(r, from, "standfirst", &article.standfirst) < 0 ||
        get_date(r, from, iso, &article.date) < 0 || get_string(r, from, "lang", &lang) < 0)
        return DOSSIER_OK;
    int url = get_string(r, from, "url", &article.source);
    if (url < 0 || (url == 0 && get_string(r, from, "source", &article.source) < 0))
        return DOSSIER_OK;
    author = get_author(r, from, &authors, &article.author, err);
    if (author == DOSSIER_ERR_MEMORY) {
        code = author;
    } else if (author >= 0 && article.title.size == 0 && article.text.size == 0 &&
               get(from, "text").kind == VALUE_NONE && get(from, "html").kind == VALUE_NONE) {
        leave_out(r, 0, "has no \"text\"");
    } else if (author >= 0) {
        article.lang = stemmer_for(r, lang);
        article.lines = &line;
        article.line_count = 1;
        code = give(r, &article, html, err);
    }
    buffer_free(&authors);
    return code;
}

/* Whether a line has more values than a line of any use has.  Strings are stepped over. */
static int has_too_many_values(const char *text, size_t size) {
    size_t values = 0;
    for (size_t at = 0; at < size && values <= VALUES_MOST; at++) {
        if (text[at] == '"')
            for (at++; at < size && text[at] != '"'; at++)
                at += text[at] == '\\';
        else
            values += text[at] == ',' || text[at] == '[' || text[at] == '{';
    }
    return values > VALUES_MOST;
}

/* Tells why a line did not parse.  jansson's messages end with "near ...", which repeats the line, or names
 * its end as that of a file. */
static void note_syntax(reader *r, const json_error_t *fault) {
    char why[JSON_ERROR_TEXT_LENGTH];
    snprintf(why, sizeof why, "%s", fault->text);
    char *near = strstr(why, " near '"), *end = strstr(why, " near end of file");
    if (near != NULL || end != NULL)
        *(near != NULL ? near : end) = '\0';
    char text[JSON_ERROR_TEXT_LENGTH + 64];
    snprintf(text, sizeof text, "is not JSON: %s%s", why, end != NULL ? " at the end of the line" : "");
    leave_out(r, fault->column > 0 ? (size_t)fault->column : 1, text);
}

/* Takes a line that is not plain. */
static int take_any(reader *r, const char *text, size_t size, dossier_error *err) {
    json_error_t fault;
    buffer clean = {0};
    json_t *json = json_loadb(text, size, JSON_ALLOW_NUL, &fault);
    /* jansson checks the UTF-8 as it goes, so that only a line that it refuses for it has to be cleaned. */
    if (json == NULL && json_error_code(&fault) == json_error_invalid_utf8) {
        if (utf8_clean(text, size, &clean, &r->invalid) != 0)
            return buffer_free(&clean), error_memory(err);
        json = json_loadb(clean.data, clean.size, JSON_ALLOW_NUL, &fault);
    }
    int code = DOSSIER_OK;
    if (json != NULL)
        code = take_record(r, &(record){.json = json}, err);
    else if (json_error_code(&fault) == json_error_out_of_memory)
        code = error_memory(err);
    else
        note_syntax(r, &fault);
    json_decref(json);
    buffer_free(&clean);
    return code;
}

static int take_line(reader *r, const char *text, size_t size, dossier_error *err) {
    size_t at = 0;
    while (at < size && (text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r')))
        at++;
    if (at == size)
        return DOSSIER_OK;
    if (size > LONG_LINE && has_too_many_values(text, size)) {
        leave_out(r, 0, "has over a million values");
        return DOSSIER_OK;
    }
    int plain = flat_read(&r->flat, text, size);
    if (plain < 0)
        return error_memory(err);
    /* Of lists the plain reader tells no more than that they are there. */
    const flat_member *author = plain ? flat_get(&r->flat, "author") : NULL;
    if (plain && (author == NULL || author->kind != FLAT_LIST))
        return take_record(r, &(record){.flat = &r->flat}, err);
    return take_any(r, text, size, err);
}
/* Moves what is left to the window's beginning and reads more behind it. */
static int fill(reader *r, dossier_error *err) {
    size_t got;
    if (r->at > 0) {
        memmove(r->window.data, r->window.data + r->at, r->window.size - r->at);
        r->window.size -= r->at;
        r->scanned -= r->at;
        r->at = 0;
    }
    if (buffer_reserve(&r->window, PORTION) != 0)
        return error_memory(err);
    int code = input_read(r->s->in, r->window.data + r->window.size, PORTION, &got, err);
    r->window.size += got;
    r->ended = got < PORTION;
    return code;
}

/* Leaves out the rest of a line that is too long, up to and with its end. */
static int skip_line(reader *r, dossier_error *err) {
    leave_out(r, 0, "is over 128 MiB long");
    r->at = r->scanned = r->window.size;
    for (int code = DOSSIER_OK; !r->ended || r->at < r->window.size;) {
        const char *end =
            r->window.size > r->at ? memchr(r->window.data + r->at, '\n', r->window.size - r->at) : NULL;
        if (end != NULL) {
            r->at = r->scanned = (size_t)(end - r->window.data) + 1;
            r->line++;
            return code;
        }
        r->at = r->scanned = r->window.size;
        if (code != DOSSIER_OK || r->ended)
            return code;
        code = fill(r, err);
    }
    return DOSSIER_OK;
}

/* Takes the lines that are whole in the window. */
static int take_lines(reader *r, dossier_error *err) {
    int code = DOSSIER_OK;
    while (code == DOSSIER_OK && r->scanned < r->window.size) {
        const char *end = memchr(r->window.data + r->scanned, '\n', r->window.size - r->scanned);
        if (end == NULL) {
            r->scanned = r->window.size;
            return DOSSIER_OK;
        }
        size_t to = (size_t)(end - r->window.data);
        code = take_line(r, r->window.data + r->at, to - r->at, err);
        r->line++;
        r->at = r->scanned = to + 1;
    }
    return code;
}

static int read_lines(reader *r, dossier_error *err) {
    int code = fill(r, err);
    if (r->window.size >= 3 && memcmp(r->window.data, "\xEF\xBB\xBF", 3) == 0)
        r->at = r->scanned = 3;
    for (;;) {
        /* What was read before a failure is taken, the line that it broke off in is not. */
        int taken = take_lines(r, err);
        if (taken != DOSSIER_OK || code != DOSSIER_OK)
            return taken != DOSSIER_OK ? taken : code;
        if (r->ended)
            return r->at < r->window.size ? take_line(r, r->window.data + r->at, r->window.size - r->at, err)
                                          : DOSSIER_OK;
        if (r->window.size - r->at > JSONL_LINE_MAX) {
            code = skip_line(r, err);
            if (code != DOSSIER_OK)
                return code;
            continue;
        }
        code = fill(r, err);
    }
}

int jsonl_read(source *s, dossier_error *err) {
    reader r = {.s = s, .line = 1};
    int code = read_lines(&r, err);
    if (r.left_out > NOTES_MOST)
        source_note(s, 0, 0, 0, "%zu more lines were left out", r.left_out - NOTES_MOST);
    if (r.remarks > NOTES_MOST)
        source_note(s, 0, 0, 0, "%zu more notes on the HTML in it are not shown", r.remarks - NOTES_MOST);
    if (r.invalid > 0)
        source_note(s, 0, 0, 0, "%zu byte%s not UTF-8; each was taken as U+FFFD", r.invalid,
                    r.invalid == 1 ? " is" : "s are");
    buffer_free(&r.window);
    flat_free(&r.flat);
    return code;
}
