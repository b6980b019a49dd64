/* mail.c: e-mail: the part of a message that is its text, without the signature and what it repeats of others.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/mail.h"

#include <string.h>
#include <strings.h>

#include "engine/error.h"
#include "indexer/date.h"
#include "indexer/draft.h"
#include "indexer/embedded.h"
#include "indexer/fields.h"
#include "indexer/lines.h"
#include "indexer/mime.h"
#include "indexer/scraped.h"
#include "indexer/units.h"

/* Parts within parts; lines of a signature.  Large texts get a line entry for each so many bytes at the most. */
enum { NESTED_MOST = 16, SIGNATURE_MOST_LINES = 15, LARGE_BYTES = 1 << 20, LINE_LEAST_BYTES = 64 };

/* A part of a message that is text. */
typedef struct part {
    dossier_str body;
    int found;
    buffer type; /* its Content-Type */
    buffer encoding;
} part;

typedef struct message {
    source *s;
    dossier_str all;
    part plain;
    part html;
    buffer subject;
    buffer from;
    buffer place; /* where a saved page is from */
    char date[11];
    int saved_page;
    int reply; /* 1: it answers another message */
    buffer text;
    buffer lines; /* of size_t: for each line of the text, how many line ends stand before it in its part */
    size_t line;  /* the line of the source that the part's body begins at */
    int failed;
} message;

/* ----------------------------------------------------------------------------------------------- recognising */

/* Where the headers begin: a line "From ..." of a mailbox may stand above them. */
static size_t envelope(const char *text, size_t size) {
    const char *feed = size > 5 && memcmp(text, "From ", 5) == 0 ? memchr(text, '\n', size) : NULL;
    return feed == NULL ? 0 : (size_t)(feed - text) + 1;
}

/* The headers that say that a text is a message, each as a bit; 0 for any other. */
static unsigned header_bit(dossier_str name) {
    static const char *const known[] = {"from", "subject", "date", "to", "message-id", "received",
                                        "sender", "cc", "reply-to", "mime-version", "return-path",
                                        "content-type"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == name.size && strncasecmp(known[i], name.data, name.size) == 0)
            return 1u << i;
    return 0;
}

int mail_recognise(const char *head, size_t size) {
    const char *end = memmem(head, size, "\n\n", 2), *crlf = memmem(head, size, "\r\n\r\n", 4);
    size_t block = end != NULL ? (size_t)(end - head) + 2 : size;
    if (crlf != NULL && (size_t)(crlf - head) + 4 < block)
        block = (size_t)(crlf - head) + 4;
    /* Headers go on behind the first bytes: the line that is cut proves nothing. */
    const char *last = block == size ? memrchr(head, '\n', size) : NULL;
    if (last != NULL)
        block = (size_t)(last - head) + 1;
    unsigned bits = 0;
    if (mime_headers_end(head, block) == 0)
        return 0;
    for (size_t at = 0; at < block;)
        bits |= header_bit(mime_next_name(head, block, &at));
    return (bits & 3) != 0 && (bits & (bits - 1)) != 0;
}

/* --------------------------------------------------------------------------------------------------- parts */

static int is_type(const buffer *value, const char *type) {
    size_t n = strlen(type);
    return value->size >= n && strncasecmp(value->data, type, n) == 0;
}

/* Keeps a part as the text, where it is the first of its kind. */
static void keep_part(message *m, part *to, const char *headers, size_t headers_size, dossier_str body) {
    if (to->found)
        return;
    to->found = 1;
    to->body = body;
    m->failed |= mime_header(headers, headers_size, "content-type", &to->type) != 0 ||
                 mime_header(headers, headers_size, "content-transfer-encoding", &to->encoding) != 0 ||
                 buffer_put_byte(&to->encoding, '\0') != 0;
}

static void find_parts(message *m, dossier_str text, int depth);

/* The line "--boundary" at or behind `at`: its position, or size; *end is one behind it, *last 1 for the one that
 * ends the parts. */
static size_t next_boundary(dossier_str text, size_t at, const buffer *boundary, size_t *end, int *last) {
    for (; at < text.size; at = *end) {
        *end = line_behind(text.data, text.size, at);
        if (*end - at < boundary->size + 2 || memcmp(text.data + at, "--", 2) != 0 ||
            memcmp(text.data + at + 2, boundary->data, boundary->size) != 0)
            continue;
        *last = *end - at >= boundary->size + 4 && memcmp(text.data + at + 2 + boundary->size, "--", 2) == 0;
        return at;
    }
    *end = text.size;
    *last = 1;
    return text.size;
}

static void find_in_multipart(message *m, dossier_str body, const buffer *type, int depth) {
    buffer boundary = {0};
    size_t end = 0;
    int last = 0;
    m->failed |= mime_parameter(type->data, type->size, "boundary", &boundary) != 0;
    if (boundary.size > 0)
        next_boundary(body, 0, &boundary, &end, &last);
    while (boundary.size > 0 && !last && !m->plain.found && end < body.size) {
        size_t from = end, to = next_boundary(body, from, &boundary, &end, &last);
        find_parts(m, (dossier_str){body.data + from, to - from}, depth + 1);
    }
    buffer_free(&boundary);
}

/* Finds the text in a message or part: headers, an empty line, a body. */
static void find_parts(message *m, dossier_str text, int depth) {
    buffer type = {0}, disposition = {0};
    size_t headers = mime_headers_end(text.data, text.size);
    dossier_str body = {text.data + headers, text.size - headers};
    m->failed |= mime_header(text.data, headers, "content-type", &type) != 0 ||
                 mime_header(text.data, headers, "content-disposition", &disposition) != 0;
    if (is_type(&type, "multipart/") && depth < NESTED_MOST)
        find_in_multipart(m, body, &type, depth);
    else if (is_type(&disposition, "attachment"))
        ;
    else if (type.size == 0 || is_type(&type, "text/plain"))
        keep_part(m, &m->plain, text.data, headers, body);
    else if (is_type(&type, "text/html") || is_type(&type, "application/xhtml"))
        keep_part(m, &m->html, text.data, headers, body);
    buffer_free(&type);
    buffer_free(&disposition);
}

/* Decodes a part to m->text, as UTF-8 where its charset is known or `always`. Returns whether it is. */
static int decode_part(message *m, const part *p, int always) {
    buffer raw = {0}, charset = {0};
    m->failed |= mime_decode(p->body.data, p->body.size, p->encoding.data, &raw, &m->lines) != 0 ||
                 mime_parameter(p->type.data, p->type.size, "charset", &charset) != 0;
    int known = charset.size > 0 || always;
    m->failed |= buffer_put_byte(&charset, '\0') != 0;
    if (!m->failed)
        m->failed = (known ? mime_to_utf8(raw.data, raw.size, charset.data, &m->text)
                           : buffer_put(&m->text, raw.data, raw.size)) != 0;
    for (const char *at = m->all.data; (at = memchr(at, '\n', (size_t)(p->body.data - at))) != NULL; at++)
        m->line++;
    buffer_free(&raw);
    buffer_free(&charset);
    return known;
}

/* The line of the source that a line of the text stands at. */
static size_t source_line(const message *m, size_t line) {
    const size_t *lines = (const size_t *)(const void *)m->lines.data;
    size_t count = m->lines.size / sizeof *lines;
    return m->line + (line == 0 || count == 0 ? 0 : lines[line <= count ? line - 1 : count - 1]);
}

/* ------------------------------------------------------------------------------------------------- headers */

/* From: Jane Doe <jane@example.org>: the name; without one, the address. */
static void read_from(message *m, const char *value, size_t size) {
    const char *angle = size > 0 ? memchr(value, '<', size) : NULL, *open = NULL;
    size_t n = angle == NULL ? size : (size_t)(angle - value), from = 0;
    if (angle == NULL && size > 0 && (open = memchr(value, '(', size)) != NULL && value[size - 1] == ')') {
        from = (size_t)(open - value) + 1;
        n = size - 1;
    }
    while (n > from && (value[n - 1] == ' ' || value[n - 1] == '"'))
        n--;
    while (from < n && (value[from] == ' ' || value[from] == '"'))
        from++;
    if (n <= from && angle != NULL) {
        const char *close = memchr(angle, '>', size - (size_t)(angle - value));
        from = (size_t)(angle - value) + 1;
        n = close == NULL ? size : (size_t)(close - value);
    }
    m->failed |= mime_words(value + from, n > from ? n - from : 0, &m->from) != 0;
}

static void read_headers(message *m) {
    size_t size = mime_headers_end(m->all.data, m->all.size);
    const char *headers = m->all.data;
    buffer value = {0};
    date_found date;
    m->failed |= mime_header(headers, size, "subject", &value) != 0;
    if (value.size == 0)
        m->failed |= mime_header(headers, size, "title", &value) != 0;
    m->failed |= mime_words(value.data, value.size, &m->subject) != 0;
    m->reply = m->subject.size > 3 && strncasecmp(m->subject.data, "re:", 3) == 0;
    m->failed |= mime_header(headers, size, "in-reply-to", &value) != 0;
    m->reply |= value.size > 0;
    m->failed |= mime_header(headers, size, "date", &value) != 0;
    if (value.size > 0 && date_find(value.data, value.size, &date))
        memcpy(m->date, date.iso, sizeof m->date);
    m->failed |= mime_header(headers, size, "snapshot-content-location", &m->place) != 0;
    m->failed |= mime_header(headers, size, "from", &value) != 0;
    m->saved_page = m->place.size > 0 || (value.size > 9 && strncasecmp(value.data, "<Saved by", 9) == 0);
    if (value.size == 0)
        m->failed |= mime_header(headers, size, "author", &value) != 0;
    read_from(m, value.data, value.size);
    if (m->saved_page && m->place.size == 0)
        m->failed |= mime_header(headers, size, "content-location", &m->place) != 0;
    buffer_free(&value);
}

/* -------------------------------------------------------------------------------------------- what is no text */

typedef struct line {
    size_t start;
    size_t end; /* without the line's end */
} line;

static line line_at(const buffer *text, size_t at) {
    size_t next = at;
    return (line){at, at + line_next(text->data, text->size, &next).size};
}

static size_t behind(const buffer *text, line l) {
    return line_behind(text->data, text->size, l.end);
}

static int is_line(const buffer *text, line l, const char *wanted) {
    size_t n = strlen(wanted);
    return l.end - l.start == n && memcmp(text->data + l.start, wanted, n) == 0;
}

/* Makes a line empty: those below keep their numbers. */
static void clear_line(buffer *text, line l) {
    memset(text->data + l.start, ' ', l.end - l.start);
}

/* The signature: what follows the last line "-- ", where that is no more than people sign with. */
static void cut_signature(buffer *text) {
    size_t mark = text->size, count = 0;
    for (size_t at = 0; at < text->size;) {
        line l = line_at(text, at);
        if (is_line(text, l, "-- ") || is_line(text, l, "--")) {
            mark = l.start;
            count = 0;
        }
        count++;
        at = behind(text, l);
    }
    if (mark < text->size && mark > 0 && count <= SIGNATURE_MOST_LINES + 1)
        text->size = mark;
}

/* "On Monday, Jane Doe wrote:", also over two lines: the line before what is repeated. */
static int is_attribution(const buffer *text, line l) {
    size_t end = l.end;
    while (end > l.start && text->data[end - 1] == ' ')
        end--;
    return end > l.start && text->data[end - 1] == ':' &&
           (memchr(text->data + l.start, '@', end - l.start) != NULL ||
            memmem(text->data + l.start, end - l.start, "wrote", 5) != NULL ||
            memmem(text->data + l.start, end - l.start, "schrieb", 7) != NULL ||
            memmem(text->data + l.start, end - l.start, "crit", 4) != NULL);
}

/* Whether anything stands in a text but lines that repeat others. */
static int has_own_words(const buffer *text) {
    for (size_t at = 0; at < text->size;) {
        line l = line_at(text, at);
        size_t space = unit_space(text->data + l.start, l.end - l.start);
        if (l.start + space < l.end && text->data[l.start + space] != '>' && !is_attribution(text, l))
            return 1;
        at = behind(text, l);
    }
    return 0;
}

/* The lines ">" of an answer are another's words, and left out; of any other message they are a quotation, and
 * lose their mark alone. */
static void clear_quotes(message *m) {
    buffer *text = &m->text;
    line before = {0, 0}, prior = {0, 0}; /* the last lines that are not empty */
    int own = has_own_words(text), drop = m->reply && own, in_quote = 0;
    for (size_t at = 0; at < text->size;) {
        line l = line_at(text, at);
        int quoted = l.end > l.start && text->data[l.start] == '>';
        if (quoted && !in_quote && is_attribution(text, before)) {
            drop |= own;
            if (drop)
                clear_line(text, before);
            if (drop && prior.end > prior.start + 3 && memcmp(text->data + prior.start, "On ", 3) == 0)
                clear_line(text, prior);
        }
        if (quoted && drop)
            clear_line(text, l);
        for (size_t i = l.start; quoted && i < l.end && (text->data[i] == '>' || text->data[i] == ' '); i++)
            text->data[i] = ' ';
        if (quoted || l.start + unit_space(text->data + l.start, l.end - l.start) < l.end) {
            in_quote = quoted;
            prior = before;
            before = l;
        }
        at = behind(text, l);
    }
}

/* What a mail program puts below an answer whole, where something stands above it. */
static void cut_original(buffer *text) {
    static const char mark[] = "-----Original Message-----";
    const char *at = memmem(text->data, text->size, mark, sizeof mark - 1);
    size_t end = at == NULL ? 0 : (size_t)(at - text->data);
    if (end > 0 && text->data[end - 1] == '\n' && unit_space(text->data, end) < end)
        text->size = end;
}

/* ---------------------------------------------------------------------------------------------- the article */

static dossier_str field_of(const buffer *b) {
    return (dossier_str){b->data, b->size <= DOSSIER_FIELD_MAX ? b->size : 0};
}

/* What the headers say, where a page that was saved does not say it itself. */
static void complete(message *m, dossier_article *article) {
    int page = m->saved_page;
    if (m->subject.size > 0 && (!page || article->title.size == 0))
        article->title = field_of(&m->subject);
    if (m->from.size > 0 && !page)
        article->author = field_of(&m->from);
    if (m->date[0] != '\0' && !page)
        article->date = dossier_string(m->date);
    if (m->place.size > 0 && article->source.size == 0)
        article->source = field_of(&m->place);
}

static int give_plain(message *m, dossier_error *err) {
    draft d = {0};
    unit u;
    dossier_article article = {.key = m->s->key};
    decode_part(m, &m->plain, 1);
    if (m->failed)
        return error_memory(err);
    int code = m->text.size > 0 ? source_clean(m->s, &m->text, err) : DOSSIER_OK;
    if (code == DOSSIER_OK && m->text.size > 0) {
        cut_original(&m->text);
        cut_signature(&m->text);
        clear_quotes(m);
    }
    size_t sparse = m->text.size > LARGE_BYTES ? LINE_LEAST_BYTES : 0;
    unit_reader reader = unit_reader_of(m->text.data, m->text.size);
    while (code == DOSSIER_OK && unit_next(&reader, &u))
        if (draft_begin(&d, source_line(m, u.line), sparse) != 0 || unit_put(m->text.data, &u, &d.text) != 0)
            code = error_memory(err);
    if (code == DOSSIER_OK) {
        draft_finish(&d, &article);
        complete(m, &article);
        if (article.text.size > 0 || article.title.size > 0) {
            code = m->s->article(m->s, &article, err);
        } else {
            source_note(m->s, 1, 0, 0, "is a message without any text; left out");
            code = FORMAT_SKIPPED;
        }
    }
    draft_free(&d);
    return code;
}

static int take_page(void *context, dossier_article *article, dossier_error *err) {
    message *m = context;
    buffer lines = {0};
    for (size_t i = 0; i < article->line_count; i++) {
        dossier_line here = {article->lines[i].offset, source_line(m, article->lines[i].line)};
        if (buffer_put(&lines, &here, sizeof here) != 0) {
            buffer_free(&lines);
            return error_memory(err);
        }
    }
    article->lines = (const dossier_line *)(const void *)lines.data;
    complete(m, article);
    int code = m->s->article(m->s, article, err);
    buffer_free(&lines);
    return code;
}

static int give_html(message *m, dossier_error *err) {
    int utf8 = decode_part(m, &m->html, 0);
    if (m->failed)
        return error_memory(err);
    embedded e = {.s = m->s,
                  .known = {.key = m->s->key},
                  .html = {m->text.data, m->text.size},
                  .utf8 = utf8,
                  .take = take_page,
                  .context = m};
    return embedded_read(&e, err);
}

static int read_message(message *m, dossier_error *err) {
    read_headers(m);
    find_parts(m, m->all, 0);
    if (m->failed)
        return error_memory(err);
    if (m->plain.found)
        return give_plain(m, err);
    if (m->html.found)
        return give_html(m, err);
    source_note(m->s, 1, 0, 0, "is a message without a part that is text; left out");
    return FORMAT_SKIPPED;
}

static void message_free(message *m) {
    part *parts[] = {&m->plain, &m->html};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_free(&parts[i]->type);
        buffer_free(&parts[i]->encoding);
    }
    buffer_free(&m->subject);
    buffer_free(&m->from);
    buffer_free(&m->place);
    buffer_free(&m->text);
    buffer_free(&m->lines);
}

int mail_read(source *s, dossier_error *err) {
    const char *head;
    size_t size;
    int code = input_peek(s->in, &head, &size, err);
    if (code != DOSSIER_OK)
        return code;
    size_t from = envelope(head, size);
    if (!mail_recognise(head + from, size - from))
        return scraped_read(s, err);
    buffer all = {0};
    code = source_read_bytes(s, &all, err);
    if (code == DOSSIER_OK) {
        message m = {.s = s, .all = {all.data + from, all.size - from}, .line = from > 0 ? 2 : 1};
        code = read_message(&m, err);
        message_free(&m);
    }
    buffer_free(&all);
    return code;
}
