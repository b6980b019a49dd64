/* fields.c: what a text says of itself in lines "Key: value", and what the keys are called.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/fields.h"

#include <string.h>
#include <strings.h>

#include "engine/text/language.h"
#include "indexer/date.h"
#include "indexer/units.h"

/* A key is one or a few short words; a block of them is no longer than a screen or two. */
enum { KEY_MOST = 40, BLOCK_MOST_LINES = 60 };

/* Names are compared without what is no letter: "pub_date", "Pub Date" and "pubDate" are one.  "created" is
 * not among them: in what a web clipper saves, it is the day of the saving. */
static const struct {
    const char *name;
    enum field field;
} names[] = {
    {"title", FIELD_TITLE},
    {"headline", FIELD_TITLE},
    {"author", FIELD_AUTHOR},
    {"authors", FIELD_AUTHOR},
    {"by", FIELD_AUTHOR},
    {"byline", FIELD_AUTHOR},
    {"writer", FIELD_AUTHOR},
    {"writtenby", FIELD_AUTHOR},
    {"creator", FIELD_AUTHOR},
    {"date", FIELD_DATE},
    {"pubdate", FIELD_DATE},
    {"published", FIELD_DATE},
    {"publishedat", FIELD_DATE},
    {"publishdate", FIELD_DATE},
    {"datepublished", FIELD_DATE},
    {"publicationdate", FIELD_DATE},
    {"releasedate", FIELD_DATE},
    {"dateline", FIELD_OTHER},
    {"url", FIELD_SOURCE},
    {"link", FIELD_SOURCE},
    {"source", FIELD_SOURCE},
    {"sourceurl", FIELD_SOURCE},
    {"canonical", FIELD_SOURCE},
    {"canonicalurl", FIELD_SOURCE},
    {"originalurl", FIELD_SOURCE},
    {"lang", FIELD_LANG},
    {"language", FIELD_LANG},
    {"standfirst", FIELD_STANDFIRST},
    {"description", FIELD_STANDFIRST},
    {"summary", FIELD_STANDFIRST},
    {"subtitle", FIELD_STANDFIRST},
    {"subheadline", FIELD_STANDFIRST},
    {"excerpt", FIELD_STANDFIRST},
    {"dek", FIELD_STANDFIRST},
    {"deck", FIELD_STANDFIRST},
    {"lede", FIELD_STANDFIRST},
    {"tags", FIELD_OTHER},
    {"keywords", FIELD_OTHER},
    {"category", FIELD_OTHER},
    {"categories", FIELD_OTHER},
    {"section", FIELD_OTHER},
    {"publisher", FIELD_OTHER},
    {"publication", FIELD_OTHER},
    {"site", FIELD_OTHER},
    {"copyright", FIELD_OTHER},
    {"contact", FIELD_OTHER},
    {"embargo", FIELD_OTHER},
    {"location", FIELD_OTHER},
    {"place", FIELD_OTHER},
    {"updated", FIELD_OTHER},
    {"modified", FIELD_OTHER},
    {"lastmodified", FIELD_OTHER},
    {"created", FIELD_OTHER},
    {"retrieved", FIELD_OTHER},
    {"accessed", FIELD_OTHER},
    {"wordcount", FIELD_OTHER},
    {"length", FIELD_OTHER},
    {"id", FIELD_OTHER},
    {"slug", FIELD_OTHER},
    {"layout", FIELD_OTHER},
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

enum field field_named(const char *key, size_t size) {
    char name[KEY_MOST + 1];
    size_t n = 0;
    for (size_t at = 0; at < size; at++) {
        char c = lower(key[at]);
        if (n == KEY_MOST || (unsigned char)c >= 0x80)
            return FIELD_NONE;
        if (c >= 'a' && c <= 'z')
            name[n++] = c;
        else if (strchr(" _-()", c) == NULL)
            return FIELD_NONE;
    }
    name[n] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, name) == 0)
            return names[i].field;
    return FIELD_NONE;
}

static dossier_str trimmed(const char *value, size_t size) {
    while (size > 0 && is_blank(value[0])) {
        value++;
        size--;
    }
    while (size > 0 && is_blank(value[size - 1]))
        size--;
    return (dossier_str){value, size};
}

static int is_address(dossier_str value) {
    return (value.size > 7 && strncasecmp(value.data, "http://", 7) == 0) ||
           (value.size > 8 && strncasecmp(value.data, "https://", 8) == 0);
}

int fields_put(fields *f, enum field which, const char *value, size_t size) {
    dossier_str v = trimmed(value, size);
    if (which >= FIELDS_KEPT)
        return 0;
    if (v.size >= 2 && v.data[0] == v.data[v.size - 1] && (v.data[0] == '"' || v.data[0] == '\''))
        v = trimmed(v.data + 1, v.size - 2);
    if (which == FIELD_SOURCE && v.size > 2 && v.data[0] == '<' && v.data[v.size - 1] == '>')
        v = trimmed(v.data + 1, v.size - 2);
    if (which == FIELD_AUTHOR && v.size > 3 && strncasecmp(v.data, "by ", 3) == 0)
        v = trimmed(v.data + 3, v.size - 3);
    buffer *to = &f->of[which];
    if (v.size == 0 || to->size + v.size + 2 > DOSSIER_FIELD_MAX)
        return 0;
    if (which == FIELD_SOURCE && is_address(v) && !is_address((dossier_str){to->data, to->size}))
        to->size = 0;
    if (to->size > 0 && (which != FIELD_AUTHOR || buffer_put(to, ", ", 2) != 0))
        return which == FIELD_AUTHOR ? -1 : 0;
    size_t from = to->size;
    if (buffer_put(to, v.data, v.size) != 0)
        return -1;
    for (size_t i = from; i < to->size; i++)
        if (is_blank(to->data[i]))
            to->data[i] = ' ';
    return 0;
}

const char *stemmer_named(dossier_str lang) {
    for (const char *const *name = dossier_languages(); *name != NULL; name++)
        if (strlen(*name) == lang.size && strncasecmp(*name, lang.data, lang.size) == 0)
            return *name;
    return language_of_tag(lang.data, lang.size);
}

static dossier_str value_of(const fields *f, enum field which) {
    return (dossier_str){f->of[which].data, f->of[which].size};
}

void fields_apply(fields *f, source *s, dossier_article *article) {
    dossier_str lang = value_of(f, FIELD_LANG), date = value_of(f, FIELD_DATE);
    if (f->of[FIELD_TITLE].size > 0)
        article->title = value_of(f, FIELD_TITLE);
    if (f->of[FIELD_AUTHOR].size > 0)
        article->author = value_of(f, FIELD_AUTHOR);
    if (f->of[FIELD_SOURCE].size > 0)
        article->source = value_of(f, FIELD_SOURCE);
    if (f->of[FIELD_STANDFIRST].size > 0)
        article->standfirst = value_of(f, FIELD_STANDFIRST);
    if (date.size > 0)
        article->date = date_whole(date.data, date.size, f->iso) ? dossier_string(f->iso) : date;
    if (lang.size == 0)
        return;
    const char *stemmer = stemmer_named(lang);
    if (stemmer != NULL)
        article->lang = dossier_string(stemmer);
    else
        source_note(s, 0, 0, 0, "there is no stemmer for the language \"%.*s\"; the index's is used",
                    (int)(lang.size < 40 ? lang.size : 40), lang.data);
}

void fields_free(fields *f) {
    for (size_t i = 0; i < FIELDS_KEPT; i++)
        buffer_free(&f->of[i]);
}

enum field field_line(const char *line, size_t size, dossier_str *value) {
    size_t at = 0;
    while (at < size && at <= KEY_MOST && line[at] != ':')
        at++;
    if (at == 0 || at > KEY_MOST || at == size || is_blank(line[0]))
        return FIELD_NONE;
    *value = trimmed(line + at + 1, size - at - 1);
    return field_named(line, trimmed(line, at).size);
}

ptrdiff_t fields_read_block(fields *f, const char *text, size_t size) {
    size_t at = unit_space(text, size), count = 0;
    int ended = 0, has_title = 0;
    while (at < size && count < BLOCK_MOST_LINES) {
        const char *line = text + at, *feed = memchr(line, '\n', size - at);
        size_t n = feed == NULL ? size - at : (size_t)(feed - line);
        dossier_str value;
        ended = unit_space(line, n) == n;
        if (ended)
            break;
        enum field which = field_line(line, n, &value);
        if (which == FIELD_NONE)
            break;
        if (fields_put(f, which, value.data, value.size) != 0)
            return -1;
        count++;
        has_title |= which == FIELD_TITLE;
        at += n + (feed != NULL);
    }
    if (ended && (count >= 2 || has_title))
        return (ptrdiff_t)at;
    fields_free(f);
    *f = (fields){0};
    return 0;
}
