/* extract.c: an article as one line of JSON, with the bounds of its passages and sentences.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "dossier.h"
#include "engine/buffer.h"
#include "engine/error.h"
#include "engine/text/language.h"
#include "engine/text/utf8.h"

/* Where the line goes.  Pieces are gathered, so that one write is not one number. */
typedef struct line_writer {
    dossier_write write;
    void *context;
    buffer pending;
    int code; /* the first failure */
} line_writer;

enum { PENDING = 64 << 10 };

static void flush(line_writer *w) {
    if (w->code == DOSSIER_OK && w->pending.size > 0 &&
        w->write(w->context, w->pending.data, w->pending.size) != 0)
        w->code = DOSSIER_ERR_STOPPED;
    w->pending.size = 0;
}

static void put(line_writer *w, const char *data, size_t size) {
    if (w->code == DOSSIER_OK && buffer_put(&w->pending, data, size) != 0)
        w->code = DOSSIER_ERR_MEMORY;
    if (w->pending.size >= PENDING)
        flush(w);
}

static int take(const char *data, size_t size, void *context) {
    line_writer *w = context;
    put(w, data, size);
    return w->code == DOSSIER_OK ? 0 : -1;
}

/* A string as JSON; jansson knows how it is escaped. */
static void put_string(line_writer *w, dossier_str text) {
    buffer clean = {0};
    size_t invalid = 0;
    if (utf8_invalid(text.data, text.size) > 0) {
        if (utf8_clean(text.data, text.size, &clean, &invalid) != 0)
            w->code = DOSSIER_ERR_MEMORY;
        text = (dossier_str){clean.data, clean.size};
    }
    json_t *string = json_stringn_nocheck(text.size > 0 ? text.data : "", text.size);
    if (string == NULL)
        w->code = DOSSIER_ERR_MEMORY;
    else if (w->code == DOSSIER_OK && json_dump_callback(string, take, w, JSON_ENCODE_ANY) != 0 &&
             w->code == DOSSIER_OK)
        w->code = DOSSIER_ERR_MEMORY;
    json_decref(string);
    buffer_free(&clean);
}

static void put_field(line_writer *w, const char *name, dossier_str value) {
    put(w, ",\"", 2);
    put(w, name, dossier_string(name).size);
    put(w, "\":", 2);
    put_string(w, value);
}

static void put_spans(line_writer *w, const char *name, const dossier_span *spans, size_t count) {
    char text[64];
    put(w, ",\"", 2);
    put(w, name, dossier_string(name).size);
    put(w, "\":[", 3);
    for (size_t i = 0; i < count && w->code == DOSSIER_OK; i++) {
        int size =
            snprintf(text, sizeof text, "%s[%zu,%zu]", i == 0 ? "" : ",", spans[i].start, spans[i].end);
        put(w, text, (size_t)size);
    }
    put(w, "]", 1);
}

/* The fields, in the order that the output's version fixes. */
static void put_article(line_writer *w, const dossier_article *article, const char *lang) {
    put(w, "{\"type\":\"article\"", 17);
    put_field(w, "key", article->key);
    put_field(w, "title", article->title);
    if (article->standfirst.size > 0)
        put_field(w, "standfirst", article->standfirst);
    put_field(w, "author", article->author);
    put_field(w, "date", article->date);
    put_field(w, "lang", dossier_string(lang));
    put_field(w, "source", article->source);
    put_field(w, "text", article->text);
}

static int finish(line_writer *w, dossier_error *err) {
    flush(w);
    buffer_free(&w->pending);
    if (w->code == DOSSIER_ERR_MEMORY)
        return error_memory(err);
    return w->code == DOSSIER_OK ? DOSSIER_OK : error_set(err, w->code, "the output was not taken");
}

/* The language of an article that names none, where it is to be told from the text: `lang` is "auto", or
 * "auto:" and the one for texts too short to tell. */
static int tell_language(dossier_str text, const char **lang, dossier_error *err) {
    language_guess *guess;
    int code = language_guess_new(&guess, err);
    if (code != DOSSIER_OK)
        return code;
    const char *told = language_of(guess, text.data, text.size);
    const char *other = strchr(*lang, ':');
    *lang = told != NULL ? told : other != NULL ? other + 1 : "english";
    language_guess_free(guess);
    return DOSSIER_OK;
}

int dossier_print_article(const dossier_article *article, const char *lang, dossier_write write,
                          void *context, dossier_error *err) {
    char own_lang[64];
    if (article->lang.size > 0 && article->lang.size < sizeof own_lang) {
        snprintf(own_lang, sizeof own_lang, "%.*s", (int)article->lang.size, article->lang.data);
        lang = own_lang;
    } else if (lang == NULL || *lang == '\0') {
        lang = "english";
    }
    int code = DOSSIER_OK;
    if (strcmp(lang, "auto") == 0 || strncmp(lang, "auto:", 5) == 0)
        code = tell_language(article->text, &lang, err);
    dossier_span *sentences = NULL, *passages = NULL;
    size_t sentence_count = 0, passage_count = 0;
    if (code == DOSSIER_OK)
        code = dossier_sentences(article->text, lang, &sentences, &sentence_count, err);
    if (code == DOSSIER_OK)
        code = dossier_passages(article->text, lang, &passages, &passage_count, err);
    if (code == DOSSIER_OK) {
        line_writer w = {.write = write, .context = context};
        put_article(&w, article, lang);
        put_spans(&w, "passages", passages, passage_count);
        put_spans(&w, "sentences", sentences, sentence_count);
        put(&w, "}\n", 2);
        code = finish(&w, err);
    }
    dossier_free(sentences);
    dossier_free(passages);
    return code;
}
