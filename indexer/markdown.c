/* markdown.c: Markdown's blocks: which lines belong together, and which are marks alone.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/markdown.h"

#include <string.h>
#include <strings.h>

#include "engine/error.h"
#include "indexer/byline.h"
#include "indexer/draft.h"
#include "indexer/frontmatter.h"
#include "indexer/lines.h"
#include "indexer/markdown_inline.h"
#include "indexer/units.h"

/* Lists and quotes within each other, as deep as anyone writes them; a title; the lines below it. */
enum { NESTED_MOST = 16, TITLE_MOST = 500, HEAD_MOST_LINES = 3, LABEL_MOST = 300 };

/* Large texts get a line entry for each so many bytes at the most: memory is bounded by the text. */
enum { LARGE_BYTES = 1 << 20, LINE_LEAST_BYTES = 64 };

/* What the lines are in that are read now. */
enum state { IN_TEXT = 0, IN_FENCE, IN_TABLE, IN_HTML };

typedef struct document {
    draft body;
    fields said;
    keyset labels;
    buffer paragraph; /* the lines of the open paragraph */
    buffer clean;     /* a paragraph's text */
    buffer title;
    buffer heading;   /* what a text without a title begins with, where that is a heading */
    size_t last_line; /* where the paragraph's last line begins in it */
    size_t begins;    /* the line of the source that it begins at */
    size_t line;      /* the line that is being read, from 1 */
    size_t head;      /* lines below the title that were looked at */
    enum state state;
    const char *html_end; /* what ends the HTML that is left out */
    char fence;
    size_t fence_size;
    size_t quotes; /* how many quotation marks the lines of the fence have */
    size_t depth;  /* and those of the open paragraph */
    size_t sparse; /* as draft_begin takes it */
    int in_list;
    int blank; /* 1: the last line was empty, or no text */
    int failed;
} document;

/* ------------------------------------------------------------------------------------------------- helpers */

static int is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static size_t indent_of(dossier_str s) {
    size_t columns = 0;
    for (size_t i = 0; i < s.size && (s.data[i] == ' ' || s.data[i] == '\t'); i++)
        columns += s.data[i] == '\t' ? 4 - columns % 4 : 1;
    return columns;
}

static void skip(dossier_str *s, size_t n) {
    s->data += n;
    s->size -= n;
}

static dossier_str trimmed(dossier_str s) {
    while (s.size > 0 && is_space(s.data[0]))
        skip(&s, 1);
    while (s.size > 0 && is_space(s.data[s.size - 1]))
        s.size--;
    return s;
}

static int begins_with(dossier_str s, const char *text) {
    size_t n = strlen(text);
    return s.size >= n && strncasecmp(s.data, text, n) == 0;
}

/* How many of a sign a line begins with. */
static size_t run_of(dossier_str s, char c) {
    size_t n = 0;
    while (n < s.size && s.data[n] == c)
        n++;
    return n;
}

/* ---------------------------------------------------------------------------------------------- paragraphs */

static int same_words(const buffer *a, const buffer *b) {
    buffer x = {0}, y = {0};
    int same = unit_fold(a->data, a->size, &x) == 0 && unit_fold(b->data, b->size, &y) == 0 && x.size == y.size &&
               memcmp(x.data, y.data, x.size) == 0;
    buffer_free(&x);
    buffer_free(&y);
    return same;
}

/* The title, of the front matter or a heading. */
static const buffer *title_of(const document *d) {
    return d->said.of[FIELD_TITLE].size > 0 ? &d->said.of[FIELD_TITLE] : &d->title;
}

/* Whether a line right below the title says who wrote the text, or when; then it is taken. */
static int take_byline(document *d) {
    byline line;
    if (d->body.text.size > 0 || title_of(d)->size == 0 || d->head++ >= HEAD_MOST_LINES ||
        !byline_read(d->clean.data, d->clean.size, &line) || line.open)
        return 0;
    if (line.name.size > 0 && d->said.of[FIELD_AUTHOR].size == 0)
        d->failed |= fields_put(&d->said, FIELD_AUTHOR, line.name.data, line.name.size) != 0;
    if (!line.date_changed)
        d->failed |= fields_put(&d->said, FIELD_DATE, line.date, strlen(line.date)) != 0;
    return 1;
}

/* Puts the text of d->clean to the body. */
static void put_clean(document *d) {
    d->failed |= draft_begin(&d->body, d->begins, d->sparse) != 0 ||
                 buffer_put(&d->body.text, d->clean.data, d->clean.size) != 0;
}

/* The open paragraph is whole.  level: of a heading; 0: it is none. */
static void end_paragraph(document *d, size_t level) {
    if (d->paragraph.size == 0)
        return;
    d->clean.size = 0;
    d->failed |= markdown_text(d->paragraph.data, d->paragraph.size, &d->labels, &d->clean) != 0;
    d->paragraph.size = 0;
    if (d->clean.size == 0)
        return;
    if (level > 0 && title_of(d)->size > 0 && same_words(title_of(d), &d->clean))
        return;
    if (level > 1 && d->body.text.size == 0 && d->clean.size <= TITLE_MOST && d->heading.size == 0)
        d->failed |= buffer_put(&d->heading, d->clean.data, d->clean.size) != 0;
    if (level == 1 && title_of(d)->size == 0 && d->clean.size <= TITLE_MOST)
        d->failed |= buffer_put(&d->title, d->clean.data, d->clean.size) != 0;
    else if (level > 0 || !take_byline(d))
        put_clean(d);
}

/* Puts a line to the open paragraph, or begins one with it. */
static void add_line(document *d, dossier_str line) {
    if (d->paragraph.size == 0)
        d->begins = d->line;
    else
        d->failed |= buffer_put_byte(&d->paragraph, '\n') != 0;
    d->last_line = d->paragraph.size;
    d->failed |= buffer_put(&d->paragraph, line.data, line.size) != 0;
}

/* A line of code: it has no marks. */
static void add_code(document *d, dossier_str line) {
    line = trimmed(line);
    if (line.size == 0) {
        d->blank = 1;
        return;
    }
    if (d->blank || d->body.text.size == 0) {
        d->begins = d->line;
        d->clean.size = 0;
        put_clean(d);
    } else {
        d->failed |= buffer_put_byte(&d->body.text, '\n') != 0;
    }
    d->failed |= buffer_put(&d->body.text, line.data, line.size) != 0;
    d->blank = 0;
}

/* ------------------------------------------------------------------------------------------- kinds of lines */

/* --- *** ___ with spaces between or not. */
static int is_rule(dossier_str s) {
    size_t n = 0;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] == s.data[0])
            n++;
        else if (!is_space(s.data[i]))
            return 0;
    }
    return n >= 3 && strchr("-*_", s.data[0]) != NULL;
}

/* The line between a table's heading and its rows: | --- | :-: | */
static int is_table_rule(dossier_str s) {
    size_t dashes = 0, bars = 0;
    for (size_t i = 0; i < s.size; i++) {
        if (strchr("-:| \t", s.data[i]) == NULL || s.data[i] == '\0')
            return 0;
        dashes += s.data[i] == '-';
        bars += s.data[i] == '|';
    }
    return dashes > 0 && bars > 0;
}

/* The length of a list item's mark with its white space; 0 where there is none. */
static size_t item_mark(dossier_str s, int in_paragraph) {
    size_t n = 0;
    if (s.size > 0 && strchr("-+*", s.data[0]) != NULL && s.data[0] != '\0') {
        n = 1;
    } else {
        while (n < s.size && n < 9 && s.data[n] >= '0' && s.data[n] <= '9')
            n++;
        if (n == 0 || n == s.size || (s.data[n] != '.' && s.data[n] != ')'))
            return 0;
        /* A wrapped line may begin with a year and a stop; only a list's first number begins a list there. */
        if (in_paragraph && (n != 1 || s.data[0] != '1'))
            return 0;
        n++;
    }
    if (n < s.size && !is_space(s.data[n]))
        return 0;
    if (n == s.size && in_paragraph)
        return 0;
    return n < s.size ? n + 1 : n;
}

/* Where the label of "[label]:" ends; 0 where a line does not begin so. */
static size_t definition_end(dossier_str s) {
    if (s.size < 4 || s.data[0] != '[')
        return 0;
    for (size_t i = 1; i + 1 < s.size && i <= LABEL_MOST && s.data[i] != '['; i++)
        if (s.data[i] == ']')
            return i > 1 && s.data[i + 1] == ':' ? i : 0;
    return 0;
}

/* Lines that only a site's generator reads: {% include %}, {{< figure >}}, {: .class }, :::. */
static int is_directive(dossier_str s) {
    if (begins_with(s, ":::"))
        return 1;
    if (s.size < 4 || s.data[0] != '{' || s.data[s.size - 1] != '}')
        return 0;
    return s.data[1] == '%' || s.data[1] == ':' || begins_with(s, "{{<") || begins_with(s, "{{%");
}

/* ----------------------------------------------------------------------------------------------- the lines */

/* Takes the marks of quotes and list items from a line's beginning. */
static dossier_str strip_containers(document *d, dossier_str s, size_t *quotes) {
    *quotes = 0;
    for (int depth = 0; depth < NESTED_MOST; depth++) {
        dossier_str bare = trimmed(s);
        size_t item;
        if (bare.size > 0 && bare.data[0] == '>' && (indent_of(s) < 4 || d->in_list)) {
            skip(&bare, 1);
            ++*quotes;
        } else if (!is_rule(bare) && (indent_of(s) < 4 || d->in_list) &&
                   (item = item_mark(bare, d->paragraph.size > 0 && !d->in_list)) > 0) {
            end_paragraph(d, 0);
            d->state = IN_TEXT;
            d->in_list = 1;
            d->blank = 0;
            skip(&bare, item);
            if (begins_with(bare, "[ ] ") || begins_with(bare, "[x] "))
                skip(&bare, 4);
        } else {
            break;
        }
        s = bare;
    }
    return s;
}

/* A line within a fence.  Returns 0 where the quote that the fence stands in has ended before it. */
static int take_fenced(document *d, dossier_str s) {
    for (size_t i = 0; i < d->quotes; i++) {
        dossier_str bare = trimmed(s);
        if (bare.size == 0 || bare.data[0] != '>') {
            d->state = IN_TEXT;
            d->blank = 1;
            return 0;
        }
        skip(&bare, 1);
        s = bare;
    }
    dossier_str bare = trimmed(s);
    if (bare.size >= d->fence_size && run_of(bare, d->fence) == bare.size) {
        d->state = IN_TEXT;
        d->blank = 1;
    } else {
        add_code(d, s);
    }
    return 1;
}

static int begin_fence(document *d, dossier_str s, size_t quotes) {
    char c = s.data[0];
    size_t n = c == '`' || c == '~' ? run_of(s, c) : 0;
    if (n < 3 || (c == '`' && memchr(s.data + n, '`', s.size - n) != NULL))
        return 0;
    end_paragraph(d, 0);
    d->state = IN_FENCE;
    d->fence = c;
    d->fence_size = n;
    d->quotes = quotes;
    d->blank = 1;
    return 1;
}

/* # A heading #  */
static int take_heading(document *d, dossier_str s) {
    size_t level = run_of(s, '#');
    if (level == 0 || level > 6 || (level < s.size && !is_space(s.data[level])))
        return 0;
    end_paragraph(d, 0);
    skip(&s, level);
    s = trimmed(s);
    if (s.size > 2 && s.data[s.size - 1] == '}') {
        const char *brace = memrchr(s.data, '{', s.size);
        if (brace != NULL && strchr("#.", brace[1]) != NULL)
            s.size = (size_t)(brace - s.data);
    }
    size_t n = s.size;
    while (n > 0 && s.data[n - 1] == '#')
        n--;
    if (n == 0 || is_space(s.data[n - 1]))
        s.size = n;
    s = trimmed(s);
    add_line(d, s);
    end_paragraph(d, level);
    return 1;
}

/* HTML that is no text, and comments.  Returns 1 where the line begins such, and is all of it. */
static int begin_html(document *d, dossier_str s) {
    static const char *const kinds[][2] = {{"<!--", "-->"}, {"<script", "</script>"}, {"<style", "</style>"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!begins_with(s, kinds[i][0]))
            continue;
        size_t n = strlen(kinds[i][1]);
        for (size_t at = strlen(kinds[i][0]); at + n <= s.size; at++)
            if (strncasecmp(s.data + at, kinds[i][1], n) == 0) {
                /* Closed in its own line: a comment is left out with the marks, and what follows it is text. */
                return i > 0;
            }
        end_paragraph(d, 0);
        d->state = IN_HTML;
        d->html_end = kinds[i][1];
        return 1;
    }
    return 0;
}

static void take_html(document *d, dossier_str s) {
    size_t n = strlen(d->html_end);
    for (size_t at = 0; at + n <= s.size; at++)
        if (strncasecmp(s.data + at, d->html_end, n) == 0) {
            d->state = IN_TEXT;
            skip(&s, at + n);
            s = trimmed(s);
            if (s.size > 0)
                add_line(d, s);
            return;
        }
}

/* A table's row: its cells with a bar between. */
static void take_row(document *d, dossier_str s) {
    end_paragraph(d, 0);
    if (s.size > 0 && s.data[0] == '|')
        skip(&s, 1);
    if (s.size > 1 && s.data[s.size - 1] == '|' && s.data[s.size - 2] != '\\')
        s.size--;
    buffer row = {0};
    for (size_t from = 0, at = 0; at <= s.size; at++) {
        if (at < s.size && (s.data[at] != '|' || (at > 0 && s.data[at - 1] == '\\')))
            continue;
        dossier_str cell = trimmed((dossier_str){s.data + from, at - from});
        if (cell.size > 0)
            d->failed |= (row.size > 0 && buffer_put(&row, " | ", 3) != 0) ||
                         buffer_put(&row, cell.data, cell.size) != 0;
        from = at + 1;
    }
    if (row.size > 0)
        add_line(d, (dossier_str){row.data, row.size});
    buffer_free(&row);
    end_paragraph(d, 0);
}

/* The paragraph's last line was a table's heading. */
static void begin_table(document *d) {
    buffer row = {0};
    d->failed |= buffer_put(&row, d->paragraph.data + d->last_line, d->paragraph.size - d->last_line) != 0;
    d->paragraph.size = d->last_line > 0 ? d->last_line - 1 : 0;
    end_paragraph(d, 0);
    d->line--;
    take_row(d, (dossier_str){row.data, row.size});
    d->line++;
    buffer_free(&row);
    d->state = IN_TABLE;
}

/* A line under the open paragraph that makes it a heading, or its last line a table's. */
static int take_underline(document *d, dossier_str s) {
    if (d->paragraph.size == 0)
        return 0;
    if (is_table_rule(s) &&
        memchr(d->paragraph.data + d->last_line, '|', d->paragraph.size - d->last_line) != NULL) {
        begin_table(d);
        return 1;
    }
    if (run_of(s, '=') != s.size && (run_of(s, '-') != s.size || s.size < 2))
        return 0;
    end_paragraph(d, s.data[0] == '=' ? 1 : 2);
    return 1;
}

/* The mark of a quote that is a box: > [!note].  Its length, or 0. */
static size_t callout_mark(dossier_str s) {
    size_t n = 2;
    if (!begins_with(s, "[!"))
        return 0;
    while (n < s.size && ((s.data[n] | 0x20) >= 'a' && (s.data[n] | 0x20) <= 'z'))
        n++;
    return n > 2 && n < s.size && s.data[n] == ']' ? n + 1 : 0;
}

/* Text, or [label]: address, which is left out, or [^1]: a footnote, which is text without its mark. */
static void take_text(document *d, dossier_str s) {
    if (d->state == IN_TABLE) {
        take_row(d, s);
        return;
    }
    size_t end = d->paragraph.size == 0 ? definition_end(s) : 0;
    if (end > 0 && s.data[1] != '^')
        return;
    if (end > 0)
        skip(&s, end + 2);
    if (d->depth > 0)
        skip(&s, callout_mark(s));
    s = trimmed(s);
    if (s.size > 0)
        add_line(d, s);
}

static void take_line(document *d, dossier_str line) {
    size_t quotes;
    if (d->state == IN_HTML) {
        take_html(d, line);
        return;
    }
    if (d->state == IN_FENCE && take_fenced(d, line))
        return;
    size_t indent = indent_of(line);
    dossier_str s = strip_containers(d, line, &quotes), bare = trimmed(s);
    if (bare.size == 0) {
        end_paragraph(d, 0);
        if (d->state == IN_TABLE)
            d->state = IN_TEXT;
        d->blank = 1;
        return;
    }
    if (d->in_list && d->blank && indent == 0 && s.data == line.data)
        d->in_list = 0;
    if (indent_of(s) >= 4 && !d->in_list && d->paragraph.size == 0 && d->state == IN_TEXT) {
        add_code(d, s);
        return;
    }
    if (quotes > d->depth)
        end_paragraph(d, 0);
    if (quotes > 0 || d->blank)
        d->depth = quotes;
    if (begin_fence(d, bare, quotes) || take_heading(d, bare) || begin_html(d, bare)) {
        if (d->state == IN_TABLE)
            d->state = IN_TEXT;
    } else if (!take_underline(d, bare)) {
        if (is_rule(bare) || is_directive(bare))
            end_paragraph(d, 0);
        else
            take_text(d, bare);
    }
    d->blank = d->paragraph.size == 0;
}

/* The labels of references, which may stand behind their use. */
static void find_labels(document *d, const char *text, size_t size) {
    for (size_t at = 0; at < size;) {
        dossier_str s = trimmed(line_next(text, size, &at));
        while (s.size > 0 && s.data[0] == '>') {
            skip(&s, 1);
            s = trimmed(s);
        }
        size_t end = definition_end(s);
        if (end > 0 && s.data[1] != '^')
            d->failed |= keyset_put(&d->labels, markdown_label(s.data + 1, end - 1)) < 0;
    }
}

static size_t count_lines(const char *text, size_t size) {
    size_t count = 0;
    for (const char *at = text; (at = memchr(at, '\n', size - (size_t)(at - text))) != NULL; at++)
        count++;
    return count;
}

static void take_all(document *d, const char *text, size_t size) {
    ptrdiff_t front = frontmatter_read(&d->said, text, size);
    d->failed |= front < 0;
    size_t at = front > 0 ? (size_t)front : size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    d->line = count_lines(text, at);
    d->blank = 1;
    d->sparse = size > LARGE_BYTES ? LINE_LEAST_BYTES : 0;
    find_labels(d, text + at, size - at);
    while (at < size && !d->failed) {
        dossier_str line = line_next(text, size, &at);
        d->line++;
        take_line(d, line);
    }
    end_paragraph(d, 0);
}

static int give(document *d, source *s, dossier_error *err) {
    dossier_article article = {.key = s->key, .title = {d->title.data, d->title.size}};
    if (d->failed)
        return error_memory(err);
    if (d->title.size == 0)
        article.title = (dossier_str){d->heading.data, d->heading.size};
    draft_finish(&d->body, &article);
    fields_apply(&d->said, s, &article);
    if (article.text.size == 0 && article.title.size == 0) {
        source_note(s, 1, 0, 0, "has no text; left out");
        return FORMAT_SKIPPED;
    }
    return s->article(s, &article, err);
}

int markdown_recognise(const char *head, size_t size) {
    return frontmatter_recognise(head, size);
}

int markdown_read(source *s, dossier_error *err) {
    buffer text = {0};
    document d = {0};
    int code = source_read_text(s, &text, err);
    if (code == DOSSIER_OK) {
        take_all(&d, text.data, text.size);
        code = give(&d, s, err);
    }
    draft_free(&d.body);
    fields_free(&d.said);
    keyset_free(&d.labels);
    buffer_free(&d.paragraph);
    buffer_free(&d.clean);
    buffer_free(&d.title);
    buffer_free(&d.heading);
    buffer_free(&text);
    return code;
}
