/* html_tree.h: a web page as a tree of elements and texts, of bounded size and depth.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_TREE_H
#define INDEXER_HTML_TREE_H

#include "dossier.h"
#include "engine/buffer.h"

/* The elements that mean something to us; all others are HTML_OTHER, or HTML_CUSTOM where their name has a
 * hyphen.  In the order of their names, which is how they are looked up: name, symbol, what it is (enum
 * html_kind). */
#define HTML_TAGS(X)                                                                                        \
    X("a", A, HTML_INLINE) X("address", ADDRESS, HTML_BLOCK) X("article", ARTICLE, HTML_BLOCK)              \
    X("aside", ASIDE, HTML_BLOCK) X("audio", AUDIO, HTML_DROP) X("b", B, HTML_INLINE)                       \
    X("base", BASE, HTML_INLINE) X("blockquote", BLOCKQUOTE, HTML_BLOCK) X("body", BODY, HTML_BLOCK)        \
    X("br", BR, HTML_INLINE) X("button", BUTTON, HTML_DROP) X("canvas", CANVAS, HTML_DROP)                  \
    X("caption", CAPTION, HTML_BLOCK) X("center", CENTER, HTML_BLOCK) X("dd", DD, HTML_BLOCK)               \
    X("details", DETAILS, HTML_BLOCK) X("dialog", DIALOG, HTML_DROP) X("div", DIV, HTML_BLOCK)              \
    X("dl", DL, HTML_BLOCK) X("dt", DT, HTML_BLOCK) X("em", EM, HTML_INLINE)                                \
    X("embed", EMBED, HTML_DROP) X("fieldset", FIELDSET, HTML_BLOCK)                                        \
    X("figcaption", FIGCAPTION, HTML_BLOCK) X("figure", FIGURE, HTML_BLOCK)                                 \
    X("footer", FOOTER, HTML_BLOCK) X("form", FORM, HTML_BLOCK) X("frameset", FRAMESET, HTML_DROP)          \
    X("h1", H1, HTML_BLOCK) X("h2", H2, HTML_BLOCK) X("h3", H3, HTML_BLOCK) X("h4", H4, HTML_BLOCK)         \
    X("h5", H5, HTML_BLOCK) X("h6", H6, HTML_BLOCK) X("head", HEAD, HTML_BLOCK)                             \
    X("header", HEADER, HTML_BLOCK) X("hgroup", HGROUP, HTML_BLOCK) X("hr", HR, HTML_BLOCK)                 \
    X("html", HTML, HTML_BLOCK) X("i", I, HTML_INLINE) X("iframe", IFRAME, HTML_DROP)                       \
    X("img", IMG, HTML_INLINE) X("input", INPUT, HTML_DROP) X("label", LABEL, HTML_DROP)                    \
    X("legend", LEGEND, HTML_BLOCK) X("li", LI, HTML_BLOCK) X("link", LINK, HTML_INLINE)                    \
    X("main", MAIN, HTML_BLOCK) X("map", MAP, HTML_DROP) X("math", MATH, HTML_INLINE)                       \
    X("menu", MENU, HTML_BLOCK) X("meta", META, HTML_INLINE) X("nav", NAV, HTML_BLOCK)                      \
    X("noscript", NOSCRIPT, HTML_DROP) X("object", OBJECT, HTML_DROP) X("ol", OL, HTML_BLOCK)               \
    X("optgroup", OPTGROUP, HTML_DROP) X("option", OPTION, HTML_DROP) X("p", P, HTML_BLOCK)                 \
    X("picture", PICTURE, HTML_DROP) X("pre", PRE, HTML_BLOCK) X("rp", RP, HTML_DROP)                       \
    X("rt", RT, HTML_DROP) X("s", S, HTML_INLINE) X("script", SCRIPT, HTML_DROP)                            \
    X("section", SECTION, HTML_BLOCK) X("select", SELECT, HTML_DROP) X("span", SPAN, HTML_INLINE)           \
    X("strong", STRONG, HTML_INLINE) X("style", STYLE, HTML_DROP) X("sub", SUB, HTML_INLINE)                \
    X("summary", SUMMARY, HTML_BLOCK) X("sup", SUP, HTML_INLINE) X("svg", SVG, HTML_DROP)                   \
    X("table", TABLE, HTML_BLOCK) X("tbody", TBODY, HTML_BLOCK) X("td", TD, HTML_BLOCK)                     \
    X("template", TEMPLATE, HTML_DROP) X("textarea", TEXTAREA, HTML_DROP)                                   \
    X("tfoot", TFOOT, HTML_BLOCK) X("th", TH, HTML_BLOCK) X("thead", THEAD, HTML_BLOCK)                     \
    X("time", TIME, HTML_INLINE) X("title", TITLE, HTML_BLOCK) X("tr", TR, HTML_BLOCK)                      \
    X("u", U, HTML_INLINE) X("ul", UL, HTML_BLOCK) X("video", VIDEO, HTML_DROP)

/* The attributes that are kept. */
#define HTML_ATTRS(X)                                                                                       \
    X("class", CLASS) X("content", CONTENT) X("datetime", DATETIME) X("hidden", HIDDEN)                     \
    X("href", HREF) X("id", ID) X("itemprop", ITEMPROP) X("lang", LANG) X("name", NAME)                     \
    X("property", PROPERTY) X("rel", REL) X("role", ROLE) X("style", STYLE_ATTR) X("type", TYPE)            \
    X("xml:lang", XML_LANG)

enum html_tag {
    HTML_TEXT = 0, /* no element: a run of text */
#define X(name, symbol, kind) HTML_##symbol,
    HTML_TAGS(X)
#undef X
    HTML_OTHER,
    HTML_CUSTOM,
    HTML_TAG_COUNT
};

enum html_attr {
#define X(name, symbol) ATTR_##symbol,
    HTML_ATTRS(X)
#undef X
    ATTR_COUNT
};

enum html_kind {
    HTML_INLINE, /* its text is part of the paragraph around it */
    HTML_BLOCK,  /* begins and ends a paragraph */
    HTML_DROP    /* has no text for a reader */
};

/* Elements below this depth become part of the one above; a page that nests deeper than the second is cut
 * there, as the parser's own work for each end tag grows with the depth. */
enum { HTML_DEPTH_MOST = 512, HTML_DEPTH_CUT = 1024, HTML_NODES_MOST = 1 << 20 };

/* Node 0 is the page itself; nodes stand in the order of the page, so that what is inside node n is the nodes
 * n + 1 .. end - 1. */
typedef struct html_node {
    uint32_t parent;
    uint32_t end;
    uint32_t text; /* HTML_TEXT: its bytes in the tree's text; a script that is kept: as well */
    uint32_t size;
    uint32_t attr; /* its attributes in the tree's attrs */
    uint32_t line; /* where its tag ends, or its text begins, from 1 */
    uint8_t attr_count;
    uint8_t tag;  /* enum html_tag */
    uint8_t mark; /* for those that work on the tree; 0 at first */
} html_node;

typedef struct html_attribute {
    uint32_t name; /* enum html_attr */
    uint32_t text; /* bytes of the tree's text */
    uint32_t size;
} html_attribute;

typedef struct html_tree {
    html_node *nodes;
    size_t count;
    size_t capacity;
    buffer attrs; /* of html_attribute */
    buffer text;
    int cut; /* 1: the page was too large or too deep and was read in part */
} html_tree;

/* Parses a page, which is UTF-8 without NULs.  Any bytes make a tree.  Returns 0, or -1 where there is no
 * memory; html_tree_free frees what was made, also then. */
int html_tree_parse(html_tree *tree, const char *page, size_t size);
void html_tree_free(html_tree *tree);

/* The value of a node's attribute: data is NULL where it has none. */
dossier_str html_attr_of(const html_tree *tree, size_t node, enum html_attr name);

enum html_kind html_kind_of(enum html_tag tag);

static inline dossier_str html_text_of(const html_tree *tree, size_t node) {
    return (dossier_str){tree->text.data + tree->nodes[node].text, tree->nodes[node].size};
}

#endif
