/* draft.c: what the formats share: a source read as a whole, and an article's text in the making.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/draft.h"

#include "engine/error.h"
#include "engine/text/utf8.h"

enum { READ_PORTION = 256 << 10 };

int draft_begin(draft *d, size_t line, size_t sparse) {
    if (d->text.size > 0 && buffer_put(&d->text, "\n\n", 2) != 0)
        return -1;
    dossier_line here = {d->text.size, line};
    const dossier_line *lines = (const dossier_line *)(const void *)d->lines.data;
    size_t count = d->lines.size / sizeof *lines;
    if (count > 0 && here.offset - lines[count - 1].offset < sparse)
        return 0;
    return buffer_put(&d->lines, &here, sizeof here);
}

void draft_finish(const draft *d, dossier_article *article) {
    article->text = (dossier_str){d->text.data, d->text.size};
    article->lines = (const dossier_line *)(const void *)d->lines.data;
    article->line_count = d->lines.size / sizeof(dossier_line);
}

void draft_free(draft *d) {
    buffer_free(&d->text);
    buffer_free(&d->lines);
}

int source_read_bytes(source *s, buffer *out, dossier_error *err) {
    for (size_t got = 1, from = out->size; got > 0;) {
        if (buffer_reserve(out, READ_PORTION) != 0)
            return error_memory(err);
        int code = input_read(s->in, out->data + out->size, READ_PORTION, &got, err);
        if (code != DOSSIER_OK)
            return code;
        out->size += got;
        if (out->size - from > DOSSIER_TEXT_MAX) {
            source_note(s, 1, 0, 0,
                        "is over %zu MiB, too large for one article; split it, or give it as JSON Lines; left out",
                        DOSSIER_TEXT_MAX >> 20);
            return FORMAT_SKIPPED;
        }
    }
    return DOSSIER_OK;
}

int source_clean(source *s, buffer *text, dossier_error *err) {
    size_t invalid = utf8_invalid(text->data, text->size);
    if (invalid == 0)
        return DOSSIER_OK;
    buffer clean = {0};
    invalid = 0;
    int failed = utf8_clean(text->data, text->size, &clean, &invalid);
    buffer_free(text);
    *text = clean;
    if (failed)
        return error_memory(err);
    if (text->size > DOSSIER_TEXT_MAX) {
        source_note(s, 1, 0, 0, "is not UTF-8 (%zu bad bytes); left out", invalid);
        return FORMAT_SKIPPED;
    }
    source_note(s, 0, 0, 0, "%zu byte%s not UTF-8; each was taken as U+FFFD", invalid,
                invalid == 1 ? " is" : "s are");
    return DOSSIER_OK;
}

int source_read_text(source *s, buffer *out, dossier_error *err) {
    int code = source_read_bytes(s, out, err);
    return code == DOSSIER_OK ? source_clean(s, out, err) : code;
}
