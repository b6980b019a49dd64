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

/* The bytes from the end of a passage to the next that are told together with its line. */
#define GAP_APART 3

static int put_passage(uint64_t gap, uint64_t size, uint64_t lines, int is_short, buffer *out) {
    if (!is_short)
        return buffer_put_varint(out, gap) | buffer_put_varint(out, size) | buffer_put_varint(out, lines);
    uint64_t near = gap < GAP_APART ? gap : GAP_APART;
    return buffer_put_varint(out, size) | buffer_put_varint(out, lines << 2 | near) |
           (near == GAP_APART ? buffer_put_varint(out, gap - GAP_APART) : 0);
}

static int put_record(const dossier_article *a, const dossier_span *passages, size_t count, int is_short, buffer *out) {
    const dossier_str fields[] = {a->key, a->title, a->standfirst, a->author, a->date, a->lang, a->source};
    int failed = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        failed |= buffer_put_counted(out, fields[i].data, fields[i].size);
    failed |= buffer_put_varint(out, a->text.size);
    failed |= buffer_put_varint(out, count);
    size_t mark = 0, counted_from = 0, line = 1, last_end = 0, last_line = 0;
    for (size_t i = 0; i < count && !failed; i++) {
        size_t here = line_at(a, passages[i].start, &mark, &counted_from, &line);
        /* Lines rise, unless the caller's list says otherwise. */
        failed |= put_passage(passages[i].start - last_end, passages[i].end - passages[i].start,
                              here >= last_line ? here - last_line : 0, is_short, out);
        last_line = here >= last_line ? here : last_line;
        last_end = passages[i].end;
    }
    return failed ? -1 : 0;
}

int article_record_put(const dossier_article *a, const dossier_span *passages, size_t count, buffer *out) {
    return put_record(a, passages, count, 0, out);
}

int article_record_put_short(const dossier_article *a, const dossier_span *passages, size_t count, buffer *out) {
    return put_record(a, passages, count, 1, out);
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
    out->is_short = 0;
    return c.bad || out->text_size > 4 * DOSSIER_TEXT_MAX ? -1 : 0;
}

int article_record_next(const article_record *record, article_passages *at, dossier_span *span, size_t *line) {
    if (at->number == 0)
        at->rest = record->rest;
    if (at->number == record->passages)
        return 0;
    uint64_t gap, size, lines;
    if (record->is_short) {
        size = cursor_varint(&at->rest);
        lines = cursor_varint(&at->rest);
        gap = lines & GAP_APART;
        lines >>= 2;
        if (gap == GAP_APART) {
            uint64_t more = cursor_varint(&at->rest);
            gap = more <= UINT64_MAX - GAP_APART ? more + GAP_APART : UINT64_MAX;
        }
    } else {
        gap = cursor_varint(&at->rest);
        size = cursor_varint(&at->rest);
        lines = cursor_varint(&at->rest);
    }
    at->line += lines;
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
