/* html_jsonld.c: finds the article in a page's JSON-LD, with jansson.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html_jsonld.h"

#include <jansson.h>
#include <string.h>

#include "indexer/html_words.h"

/* What is looked at: scripts of a page, objects in one of them, people in a list of authors. */
enum { SCRIPTS_MOST = 32, OBJECTS_MOST = 512, AUTHORS_MOST = 16, VALUES_MOST = 200000 };

/* Objects found in one script that are still to be looked at. */
typedef struct queue {
    json_t *list[OBJECTS_MOST];
    size_t count;
} queue;

static int put_text(buffer *out, const json_t *value) {
    if (out->size > 0 || !json_is_string(value))
        return 0;
    return buffer_put(out, json_string_value(value), json_string_length(value));
}

/* A string, or the member of an object: "name" of a person, "@id" of a page. */
static const json_t *text_of(const json_t *value, const char *member) {
    return json_is_object(value) ? json_object_get(value, member) : value;
}

static int put_authors(buffer *out, const json_t *value) {
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    if (out->size > 0)
        return 0;
    for (size_t i = 0; i < count && i < AUTHORS_MOST; i++) {
        const json_t *name = text_of(json_is_array(value) ? json_array_get(value, i) : value, "name");
        /* A list of names as the name, and addresses in the place of names, are both seen. */
        if (json_is_array(name))
            name = json_array_get(name, 0);
        if (!json_is_string(name) || json_string_length(name) == 0 ||
            strstr(json_string_value(name), "://") != NULL)
            continue;
        if ((out->size > 0 && buffer_put(out, ", ", 2) != 0) ||
            buffer_put(out, json_string_value(name), json_string_length(name)) != 0)
            return -1;
    }
    return 0;
}

static int is_article_type(const char *type) {
    static const char *const ends[] = {"Article", "Posting", "Report", "Review", "Recipe"};
    size_t size = strlen(type);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (size >= n && strcmp(type + size - n, ends[i]) == 0)
            return 1;
    }
    return 0;
}

static int is_article(const json_t *object) {
    const json_t *type = json_object_get(object, "@type");
    if (json_is_string(type))
        return is_article_type(json_string_value(type));
    for (size_t i = 0; i < json_array_size(type) && i < 8; i++)
        if (json_is_string(json_array_get(type, i)) &&
            is_article_type(json_string_value(json_array_get(type, i))))
            return 1;
    return 0;
}

static int take_article(html_jsonld *out, const json_t *object) {
    const json_t *headline = json_object_get(object, "headline"),
                 *publisher = json_object_get(object, "publisher");
    const json_t *url = json_object_get(object, "url");
    if (json_is_array(publisher))
        publisher = json_array_get(publisher, 0);
    if (headline == NULL)
        headline = json_object_get(object, "name");
    if (!json_is_string(url))
        url = text_of(json_object_get(object, "mainEntityOfPage"), "@id");
    return put_text(&out->headline, headline) != 0 ||
                   put_text(&out->description, json_object_get(object, "description")) != 0 ||
                   put_authors(&out->author, json_object_get(object, "author")) != 0 ||
                   put_text(&out->date, json_object_get(object, "datePublished")) != 0 ||
                   put_text(&out->site, text_of(publisher, "name")) != 0 || put_text(&out->url, url) != 0 ||
                   put_text(&out->body, json_object_get(object, "articleBody")) != 0
               ? -1
               : 0;
}

static void enqueue(queue *q, json_t *value) {
    if ((json_is_object(value) || json_is_array(value)) && q->count < OBJECTS_MOST)
        q->list[q->count++] = value;
}

/* Whether an article is the page's: its headline says what the page's title says. */
static int agrees(const json_t *object, dossier_str title) {
    const json_t *headline = json_object_get(object, "headline");
    if (headline == NULL)
        headline = json_object_get(object, "name");
    if (!json_is_string(headline) || title.size == 0)
        return 0;
    return html_words_shared((dossier_str){json_string_value(headline), json_string_length(headline)},
                             title) >= 60;
}

/* Looks through one script's objects, outer ones first: arrays, @graph and the main entity of a page lead
 * on. */
static void search(json_t *root, dossier_str title, const json_t **agreeing, const json_t **other,
                   size_t *others) {
    queue q = {.count = 0};
    enqueue(&q, root);
    for (size_t i = 0; i < q.count && *agreeing == NULL; i++) {
        json_t *value = q.list[i];
        if (json_is_array(value)) {
            for (size_t k = 0; k < json_array_size(value) && q.count < OBJECTS_MOST; k++)
                enqueue(&q, json_array_get(value, k));
        } else if (is_article(value)) {
            if (agrees(value, title))
                *agreeing = value;
            else if ((*others)++ == 0)
                *other = value;
        } else {
            enqueue(&q, json_object_get(value, "@graph"));
            enqueue(&q, json_object_get(value, "mainEntity"));
            enqueue(&q, json_object_get(value, "mainEntityOfPage"));
        }
    }
}

/* Where the data begins: behind the comment that some pages put around it. */
static size_t data_start(dossier_str script) {
    static const char opening[] = "<![CDATA[";
    const char *found = memmem(script.data, script.size < 256 ? script.size : 256, opening,
                               sizeof opening - 1);
    size_t at = found != NULL ? (size_t)(found - script.data) + sizeof opening - 1 : 0;
    while (at < script.size && script.data[at] != '{' && script.data[at] != '[')
        at++;
    return at;
}

/* Many pages have raw line ends in strings, and something behind the data. */
static json_t *load(dossier_str script) {
    buffer clean = {0};
    size_t values = 0, from = data_start(script);
    json_t *root = NULL;
    if (from == script.size || buffer_put(&clean, script.data + from, script.size - from) != 0)
        return buffer_free(&clean), NULL;
    for (size_t i = 0; i < clean.size; i++) {
        values += clean.data[i] == ',' || clean.data[i] == '[' || clean.data[i] == '{';
        if ((unsigned char)clean.data[i] < 0x20)
            clean.data[i] = ' ';
    }
    if (values <= VALUES_MOST)
        root = json_loadb(clean.data, clean.size, JSON_DISABLE_EOF_CHECK, NULL);
    buffer_free(&clean);
    return root;
}

int html_jsonld_read(const html_tree *tree, dossier_str title, html_jsonld *out) {
    json_t *roots[SCRIPTS_MOST];
    const json_t *agreeing = NULL, *other = NULL;
    size_t count = 0, others = 0;
    *out = (html_jsonld){0};
    for (size_t at = 0; at < tree->count && count < SCRIPTS_MOST && agreeing == NULL; at++) {
        if (tree->nodes[at].tag != HTML_SCRIPT || tree->nodes[at].size == 0)
            continue;
        roots[count] = load(html_text_of(tree, at));
        if (roots[count] != NULL)
            search(roots[count++], title, &agreeing, &other, &others);
    }
    if (agreeing == NULL && others == 1)
        agreeing = other;
    int failed = agreeing != NULL && take_article(out, agreeing) != 0;
    for (size_t i = 0; i < count; i++)
        json_decref(roots[i]);
    return failed ? -1 : 0;
}

void html_jsonld_free(html_jsonld *data) {
    buffer_free(&data->headline);
    buffer_free(&data->description);
    buffer_free(&data->author);
    buffer_free(&data->date);
    buffer_free(&data->site);
    buffer_free(&data->url);
    buffer_free(&data->body);
}
