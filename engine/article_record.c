/* article_record.c: what is kept of an article beside its text, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/article_record.h"

/* The line in the source on which the text's byte `offset` stands; *mark moves on with rising offsets. */
static size_t line_at(const dossier_article *a, size_t offset, size_t *mark, size_t *counted_from, size_t *line) {
    while (*mark < a->line_count && a->lines[*mark].offset <= offset) {
        *line = a->lines[*mark].line;
        *counted_from = a->lines[*mark].offset;
        ++*mark;
    }
    for (; *counted_from < offset; ++*counted_from)
        *line += a->text.data[*counted_from] == '\n';
    return *line;
}

int article_record_put(const dossier_article *a, const dossier_span *passages, size_t count, buffer *out) {
    const dossier_str fields[] = {a->key, a->title, a->standfirst, a->author, a->date, a->lang, a->source};
    int failed = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        failed |= buffer_put_counted(out, fields[i].data, fields[i].size);
    failed |= buffer_put_varint(out, a->text.size);
    failed |= buffer_put_varint(out, count);
    size_t mark = 0, counted_from = 0, line = 1, last_end = 0, last_line = 0;
    for (size_t i = 0; i < count && !failed; i++) {
        size_t here = line_at(a, passages[i].start, &mark, &counted_from, &line);
        failed |= buffer_put_varint(out, passages[i].start - last_end);
        failed |= buffer_put_varint(out, passages[i].end - passages[i].start);
        /* Lines rise, unless the caller's list says otherwise. */
        failed |= buffer_put_varint(out, here >= last_line ? here - last_line : 0);
        last_line = here >= last_line ? here : last_line;
        last_end = passages[i].end;
    }
    return failed ? -1 : 0;
}

int article_record_read(const char *data, size_t size, article_record *out) {
    cursor c = cursor_of(data, size);
    dossier_str *fields[] = {&out->key,  &out->title, &out->standfirst, &out->author,
                             &out->date, &out->lang,  &out->source};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        fields[i]->data = cursor_counted(&c, &fields[i]->size);
    out->text_size = cursor_varint(&c);
    out->passages = cursor_varint(&c);
    out->rest = c;
    return c.bad || out->text_size > 4 * DOSSIER_TEXT_MAX ? -1 : 0;
}

int article_record_next(const article_record *record, article_passages *at, dossier_span *span, size_t *line) {
    if (at->number == 0)
        at->rest = record->rest;
    if (at->number == record->passages)
        return 0;
    uint64_t gap = cursor_varint(&at->rest), size = cursor_varint(&at->rest);
    at->line += cursor_varint(&at->rest);
    if (at->rest.bad || gap > record->text_size - at->end || size > record->text_size - at->end - gap)
        return -1;
    *span = (dossier_span){(size_t)(at->end + gap), (size_t)(at->end + gap + size)};
    *line = (size_t)at->line;
    at->end = span->end;
    at->number++;
    return 1;
}

int article_record_passage(const article_record *record, uint64_t number, dossier_span *span, size_t *line) {
    article_passages at = {0};
    int more = number < record->passages ? 1 : -1;
    for (uint64_t i = 0; i <= number && more == 1; i++)
        more = article_record_next(record, &at, span, line);
    return more == 1 ? 0 : -1;
}
