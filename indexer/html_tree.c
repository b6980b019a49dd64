/* html_tree.c: a web page as a tree, made of the events of libxml2's HTML parser.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Why libxml2: of Debian's parsers it and gumbo find the same elements and paragraphs in real pages,
 * broken ones too, but libxml2 takes a quarter of the time (1.9 against 7.8 ms for pages of 185 KB), is
 * maintained, and its time grows with the page, where gumbo's grows with the square of the depth: 100,000
 * nested elements take it 16 seconds.  It also gives events, so that the tree is ours: flat, in the page's
 * order, without recursion, and limited as it grows. */
#include "indexer/html_tree.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

#include "engine/array.h"

/* An attribute is cut at this length; a script of data is left out where it is longer. */
enum { ATTRIBUTE_MOST = 8 << 10, ATTRIBUTES_MOST = 32, SCRIPT_MOST = 4 << 20 };

/* The state while a page is parsed. */
typedef struct builder {
    html_tree *tree;
    htmlParserCtxtPtr parser;
    uint32_t open[HTML_DEPTH_MOST]; /* the elements that are open, the page first */
    size_t depth;
    size_t below; /* how many more are open that were too deep */
    int failed;
} builder;

static const char *const tag_names[] = {
#define X(name, symbol, kind) name,
    HTML_TAGS(X)
#undef X
};
enum { TAGS_NAMED = sizeof tag_names / sizeof *tag_names };

static const uint8_t tag_kinds[HTML_TAG_COUNT] = {
#define X(name, symbol, kind) [HTML_##symbol] = kind,
    HTML_TAGS(X)
#undef X
        /* What a page's scripts turn into something is mostly a box. */
        [HTML_CUSTOM] = HTML_BLOCK,
};

static const char *const attr_names[] = {
#define X(name, symbol) name,
    HTML_ATTRS(X)
#undef X
};

enum html_kind html_kind_of(enum html_tag tag) {
    return tag_kinds[tag];
}

static int compare_names(const void *name, const void *entry) {
    return strcmp(name, *(const char *const *)entry);
}

static enum html_tag tag_of(const char *name) {
    const char *const *entry = bsearch(name, tag_names, TAGS_NAMED, sizeof *tag_names, compare_names);
    if (entry != NULL)
        return (enum html_tag)(entry - tag_names) + 1;
    return strchr(name, '-') != NULL ? HTML_CUSTOM : HTML_OTHER;
}

/* Gives up: what there is of the tree is whole all the same. */
static void stop(builder *b, int failed) {
    b->failed |= failed;
    b->tree->cut = 1;
    xmlStopParser(b->parser);
}

/* A new node below the innermost open element; NULL where there can be none. */
static html_node *add_node(builder *b, enum html_tag tag) {
    html_tree *t = b->tree;
    if (t->count == HTML_NODES_MOST)
        return stop(b, 0), NULL;
    if (t->count == t->capacity) {
        html_node *nodes = array_larger(t->nodes, &t->capacity, 4096, sizeof *nodes);
        if (nodes == NULL)
            return stop(b, 1), NULL;
        t->nodes = nodes;
    }
    html_node *node = &t->nodes[t->count];
    *node = (html_node){.parent = b->depth > 0 ? b->open[b->depth - 1] : 0,
                        .tag = (uint8_t)tag,
                        .end = (uint32_t)t->count + 1,
                        .text = (uint32_t)t->text.size};
    if (b->parser != NULL && b->parser->input != NULL && b->parser->input->line > 0)
        node->line = (uint32_t)b->parser->input->line;
    t->count++;
    return node;
}

static void add_attributes(builder *b, html_node *node, const xmlChar **attributes) {
    html_tree *t = b->tree;
    node->attr = (uint32_t)(t->attrs.size / sizeof(html_attribute));
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL && node->attr_count < ATTRIBUTES_MOST;
         i += 2) {
        const char *const *name = bsearch(attributes[i], attr_names, ATTR_COUNT, sizeof *attr_names,
                                          compare_names);
        if (name == NULL)
            continue;
        const char *value = attributes[i + 1] != NULL ? (const char *)attributes[i + 1] : "";
        html_attribute kept = {(uint32_t)(name - attr_names), (uint32_t)t->text.size,
                               (uint32_t)strnlen(value, ATTRIBUTE_MOST)};
        if (buffer_put(&t->text, value, kept.size) != 0 || buffer_put(&t->attrs, &kept, sizeof kept) != 0) {
            stop(b, 1);
            return;
        }
        node->attr_count++;
    }
}

static void on_text(void *context, const xmlChar *text, int size) {
    builder *b = context;
    html_tree *t = b->tree;
    html_node *last = &t->nodes[t->count - 1];
    if (size <= 0)
        return;
    /* The parser gives a long text in portions. */
    if (last->tag != HTML_TEXT || last->parent != b->open[b->depth - 1])
        last = add_node(b, HTML_TEXT);
    if (last == NULL)
        return;
    if (buffer_put(&t->text, text, (size_t)size) != 0) {
        stop(b, 1);
        return;
    }
    last->size += (uint32_t)size;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes) {
    builder *b = context;
    if (b->below > 0 || b->depth == HTML_DEPTH_MOST) {
        b->below++;
        on_text(b, (const xmlChar *)" ", 1);
        if (b->depth + b->below > HTML_DEPTH_CUT)
            stop(b, 0);
        return;
    }
    html_node *node = add_node(b, tag_of((const char *)name));
    if (node == NULL)
        return;
    b->open[b->depth++] = (uint32_t)(node - b->tree->nodes);
    add_attributes(b, node, attributes);
}

/* libxml2 closes what it opened, in order. */
static void on_end(void *context, const xmlChar *name) {
    builder *b = context;
    (void)name;
    if (b->below > 0) {
        b->below--;
    } else if (b->depth > 1) {
        b->depth--;
        b->tree->nodes[b->open[b->depth]].end = (uint32_t)b->tree->count;
    }
}

/* Scripts and styles: only data is kept. */
static void on_raw(void *context, const xmlChar *text, int size) {
    builder *b = context;
    html_tree *t = b->tree;
    html_node *node = &t->nodes[b->open[b->depth - 1]];
    static const char wanted[] = "application/ld+json";
    if (node->tag != HTML_SCRIPT || b->below > 0 || size <= 0)
        return;
    dossier_str type = html_attr_of(t, b->open[b->depth - 1], ATTR_TYPE);
    if (type.size < sizeof wanted - 1 || strncasecmp(type.data, wanted, sizeof wanted - 1) != 0 ||
        node->size + (size_t)size > SCRIPT_MOST)
        return;
    if (node->size == 0)
        node->text = (uint32_t)t->text.size;
    if (buffer_put(&t->text, text, (size_t)size) != 0) {
        stop(b, 1);
        return;
    }
    node->size += (uint32_t)size;
}

static void say_nothing(void *context, const char *message, ...) {
    (void)context;
    (void)message;
}

/* Any bytes make a page: what the parser complains of is of no interest. */
static void parse(builder *b, const char *page, size_t size) {
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (parser == NULL || parser->sax == NULL) {
        b->failed = 1;
    } else {
        *parser->sax = (htmlSAXHandler){.startElement = on_start,
                                        .endElement = on_end,
                                        .characters = on_text,
                                        .ignorableWhitespace = on_text,
                                        .cdataBlock = on_raw,
                                        .warning = say_nothing,
                                        .error = say_nothing};
        parser->userData = b;
        b->parser = parser;
        htmlDocPtr document = htmlCtxtReadMemory(parser, page, (int)size, NULL, "UTF-8",
                                                 HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                                     HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                                     HTML_PARSE_IGNORE_ENC);
        b->failed |= parser->errNo == XML_ERR_NO_MEMORY;
        xmlFreeDoc(document);
        /* It is not its own to free. */
        parser->userData = parser;
    }
    htmlFreeParserCtxt(parser);
    b->parser = NULL;
}

int html_tree_parse(html_tree *tree, const char *page, size_t size) {
    *tree = (html_tree){0};
    builder *b = calloc(1, sizeof *b);
    if (b == NULL)
        return -1;
    b->tree = tree;
    html_node *root = add_node(b, HTML_OTHER);
    int failed = root == NULL;
    if (!failed) {
        b->depth = 1;
        if (size > 0 && size <= DOSSIER_TEXT_MAX * 3)
            parse(b, page, size);
        for (; b->depth > 0; b->depth--)
            tree->nodes[b->open[b->depth - 1]].end = (uint32_t)tree->count;
        failed = b->failed;
    }
    free(b);
    return failed ? -1 : 0;
}

void html_tree_free(html_tree *tree) {
    free(tree->nodes);
    buffer_free(&tree->attrs);
    buffer_free(&tree->text);
    *tree = (html_tree){0};
}

dossier_str html_attr_of(const html_tree *tree, size_t node, enum html_attr name) {
    const html_attribute *attrs = (const html_attribute *)(const void *)tree->attrs.data;
    const html_node *n = &tree->nodes[node];
    for (size_t i = n->attr; i < (size_t)n->attr + n->attr_count; i++)
        if (attrs[i].name == (uint32_t)name)
            return (dossier_str){tree->text.data + attrs[i].text, attrs[i].size};
    return (dossier_str){NULL, 0};
}
