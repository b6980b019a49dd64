/* embedded.c: HTML that stands within another format, read by the HTML reader.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/embedded.h"

#include "engine/buffer.h"
#include "engine/error.h"
#include "indexer/html.h"

static int take_article(source *s, const dossier_article *article, dossier_error *err) {
    embedded *e = s->context;
    dossier_article own = *article;
    return e->take(e->context, &own, err);
}

static void take_note(source *s, int skipped, size_t line, size_t column, const char *message) {
    embedded *e = s->context;
    (void)line;
    (void)column;
    e->s->note(e->s, skipped, e->line, 0, message);
}

int embedded_read(embedded *e, dossier_error *err) {
    buffer marked = {0};
    dossier_article known = e->known;
    dossier_str html = e->html;
    source s = {.path = e->s->path,
                .key = known.key,
                .in = e->s->in,
                .article = take_article,
                .note = take_note,
                .context = e,
                .keep_all = 1};
    known.text = (dossier_str){0};
    /* A byte order mark outweighs what the HTML says of its charset. */
    if (e->utf8) {
        if (buffer_put(&marked, "\xEF\xBB\xBF", 3) != 0 || buffer_put(&marked, html.data, html.size) != 0) {
            buffer_free(&marked);
            return error_memory(err);
        }
        html = (dossier_str){marked.data, marked.size};
    }
    int code = html_read_page(&s, html.data, html.size, &known, err);
    buffer_free(&marked);
    return code;
}
