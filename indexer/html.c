/* html.c: saved web pages: read, and made one article each.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html.h"

#include <string.h>
#include <strings.h>

#include "engine/error.h"
#include "indexer/charset.h"
#include "indexer/draft.h"
#include "indexer/html_body.h"
#include "indexer/html_meta.h"
#include "indexer/html_tame.h"
#include "indexer/html_words.h"

/* SHORT_BODY: a text of fewer letters may be all that a page shows without its scripts; LEAST_BODY: one of
 * fewer is none.  LEAD: where in the text a standfirst is looked for. */
enum { SHORT_BODY = 400, LEAST_BODY = 40, LEAD = 2048 };

/* A page while it is read. */
typedef struct saved_page {
    html_tree tree;
    html_meta meta;
    html_blocks blocks;
    draft draft; /* the article's text */
} saved_page;

/* Leaves out white space, a byte order mark, comments and an XML declaration. */
static size_t skip_prolog(const char *head, size_t size) {
    size_t at = size >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (;;) {
        while (at < size && (head[at] == ' ' || (head[at] >= '\t' && head[at] <= '\r')))
            at++;
        const char *end = NULL;
        size_t closing = 0;
        if (size - at > 4 && memcmp(head + at, "<!--", 4) == 0) {
            end = memmem(head + at + 4, size - at - 4, "-->", 3);
            closing = 3;
        } else if (size - at > 5 && memcmp(head + at, "<?xml", 5) == 0) {
            end = memmem(head + at, size - at, "?>", 2);
            closing = 2;
        }
        if (end == NULL)
            return at;
        at = (size_t)(end - head) + closing;
    }
}

int html_recognise(const char *head, size_t size) {
    static const char *const openings[] = {"<!doctype html", "<html", "<head", "<body"};
    size_t at = skip_prolog(head, size);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t n = strlen(openings[i]);
        if (size - at > n && strncasecmp(head + at, openings[i], n) == 0 &&
            (head[at + n] == '>' || head[at + n] == ' ' || (head[at + n] >= '\t' && head[at + n] <= '\r')))
            return 1;
    }
    return 0;
}

static dossier_str field_of(const buffer *b) {
    return b->size <= DOSSIER_FIELD_MAX ? (dossier_str){b->data, b->size} : (dossier_str){NULL, 0};
}

static int put_paragraph(saved_page *p, dossier_str text, size_t line) {
    if (draft_begin(&p->draft, line > 0 ? line : 1, 0) != 0)
        return -1;
    return buffer_put(&p->draft.text, text.data, text.size);
}

static int put_blocks(saved_page *p) {
    for (size_t i = 0; i < p->blocks.count; i++)
        if (p->blocks.list[i].drop == 0 &&
            put_paragraph(p, html_block_text(&p->blocks, i), p->blocks.list[i].line) != 0)
            return -1;
    return 0;
}

/* The text of JSON-LD, which has mark-up on some pages and none on others. */
static int put_data_body(saved_page *p) {
    html_tree tree = {0};
    html_blocks blocks = {0};
    buffer clean = {0};
    const buffer *body = &p->meta.data.body;
    int marked = memmem(body->data, body->size, "</", 2) != NULL;
    int failed = buffer_put_string(&clean, marked ? "" : "<pre>") != 0 ||
                 buffer_put(&clean, body->data, body->size) != 0 ||
                 html_tree_parse(&tree, clean.data, clean.size) != 0 ||
                 html_blocks_make(&blocks, &tree, 0) != 0;
    for (size_t i = 0; i < blocks.count && !failed; i++)
        failed = put_paragraph(p, html_block_text(&blocks, i), 1) != 0;
    html_blocks_free(&blocks);
    html_tree_free(&tree);
    buffer_free(&clean);
    return failed ? -1 : 0;
}

/* Puts the text together.  1: there is one, 0: there is none, or -1. */
static int put_text(saved_page *p, int keep_all) {
    size_t weight = 0;
    const buffer *data = &p->meta.data.body;
    for (size_t i = 0; i < p->blocks.count; i++)
        weight += p->blocks.list[i].drop == 0 ? p->blocks.list[i].weight : 0;
    /* Data that repeats what is shown adds nothing; where little is shown it may be all there is. */
    if (weight < SHORT_BODY && data->size > 3 * weight && data->size > SHORT_BODY)
        return put_data_body(p) != 0 ? -1 : p->draft.text.size > 0;
    if (weight < LEAST_BODY) {
        html_blocks_free(&p->blocks);
        if (!keep_all)
            return 0;
        if (html_body_whole(&p->tree, &p->blocks) != 0)
            return -1;
    }
    return put_blocks(p) != 0 ? -1 : p->draft.text.size > 0;
}

static dossier_str either(dossier_str known, const buffer *found) {
    return known.size > 0 ? known : field_of(found);
}

static int give_article(source *s, const saved_page *p, const dossier_article *known, dossier_error *err) {
    dossier_article article = *known;
    draft_finish(&p->draft, &article);
    dossier_str lead = {article.text.data, article.text.size < LEAD ? article.text.size : LEAD};
    article.title = either(known->title, &p->meta.title);
    article.standfirst = either(known->standfirst, &p->meta.standfirst);
    article.author = either(known->author, &p->meta.author);
    article.date = known->date.size > 0 ? known->date : dossier_string(p->meta.date);
    article.source = either(known->source, &p->meta.url);
    /* article.lang stays as it is known: the index's language decides.  Where an index holds several,
     * p->meta.lang (the page's tag, as language_of_tag() takes it) belongs here. */
    if (article.standfirst.size > 0 && html_words_shared(article.standfirst, lead) >= 90)
        article.standfirst = (dossier_str){NULL, 0};
    return s->article(s, &article, err);
}

/* Reads a page that is UTF-8. */
static int take_page(source *s, const buffer *text, const dossier_article *known, dossier_error *err) {
    saved_page p = {0};
    int code = DOSSIER_OK, has_text = 0;
    if (html_tree_parse(&p.tree, text->data, text->size) != 0 || html_meta_read(&p.tree, &p.meta) != 0 ||
        html_body_find(&p.tree, (dossier_str){p.meta.title.data, p.meta.title.size}, &p.blocks) != 0 ||
        (has_text = put_text(&p, s->keep_all)) < 0) {
        code = error_memory(err);
    } else if (has_text == 0 || p.draft.text.size > DOSSIER_TEXT_MAX) {
        source_note(s, 1, 0, 0, "%s; left out",
                    has_text != 0  ? "is a web page with too large a text"
                    : !s->keep_all ? "is a web page with no article in it"
                                   : "is a web page with no text in it");
        code = FORMAT_SKIPPED;
    } else {
        if (p.tree.cut)
            source_note(s, 0, 0, 0, "has too many elements, or too deep ones; its beginning was taken");
        code = give_article(s, &p, known, err);
    }
    html_meta_free(&p.meta);
    html_blocks_free(&p.blocks);
    html_tree_free(&p.tree);
    draft_free(&p.draft);
    return code;
}

static void note_charset(source *s, const charset_found *found) {
    if (found->contradicted)
        source_note(s, 0, 0, 0, "names a character set that it is not in; it was read as %s", found->name);
    if (found->invalid > 0)
        source_note(s, 0, 0, 0, "%zu byte%s not %s; each was taken as U+FFFD", found->invalid,
                    found->invalid == 1 ? " is" : "s are", found->name);
}

int html_read_page(source *s, const char *page, size_t size, const dossier_article *known,
                   dossier_error *err) {
    buffer text = {0};
    charset_found found;
    if (charset_to_utf8(page, size, &text, &found) != 0)
        return buffer_free(&text), error_memory(err);
    note_charset(s, &found);
    text.size = text.size > 0 ? html_tame(text.data, text.size) : 0;
    int code = take_page(s, &text, known, err);
    buffer_free(&text);
    return code;
}

int html_read(source *s, dossier_error *err) {
    buffer page = {0};
    dossier_article known = {.key = s->key};
    int code = source_read_bytes(s, &page, err);
    if (code == DOSSIER_OK)
        code = html_read_page(s, page.data, page.size, &known, err);
    buffer_free(&page);
    return code;
}
