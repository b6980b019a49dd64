/* print_html.c: a result as one self-contained page; further results can follow on it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "query/escape.h"
#include "query/excerpt.h"
#include "query/html_page.h"
#include "query/json.h"
#include "query/print.h"
#include "query/result.h"

/* A page in the making.  A batch's queries are headed by h2 and their hits by h3; one query has h1 and h2. */
typedef struct page {
    buffer *out;
    int bad;
    int in_batch;
} page;

static void put(page *p, const char *html) {
    p->bad |= buffer_put_string(p->out, html) != 0;
}

static void put_number(page *p, uint64_t number) {
    p->bad |= json_unsigned(p->out, number) != 0;
}

static void put_text(page *p, dossier_str text) {
    p->bad |= escape_html(p->out, text) != 0;
}

/* An element whose text is given, unless that is empty. */
static void put_element(page *p, const char *begin, dossier_str text, const char *end) {
    if (text.size == 0)
        return;
    put(p, begin);
    put_text(p, text);
    put(p, end);
}

static int is_all_digits(const char *text, size_t size) {
    return strspn(text, "0123456789") >= size;
}

/* YYYY, YYYY-MM or YYYY-MM-DD, which a <time> takes. */
static int is_date(dossier_str date) {
    if (date.size != 4 && date.size != 7 && date.size != 10)
        return 0;
    const char *d = date.data;
    return is_all_digits(d, 4) && (date.size < 7 || (d[4] == '-' && is_all_digits(d + 5, 2))) &&
           (date.size < 10 || (d[7] == '-' && is_all_digits(d + 8, 2)));
}

/* Only addresses of the web become links: others could run something. */
static int is_web_address(dossier_str source) {
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < 2; i++)
        if (source.size > strlen(schemes[i]) && memcmp(source.data, schemes[i], strlen(schemes[i])) == 0)
            return 1;
    return 0;
}

/* An address within quotation marks: what none may have in it is written as %XX. */
static void put_address(page *p, dossier_str source) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < source.size; i++) {
        unsigned char byte = (unsigned char)source.data[i];
        const char escape[] = {'%', digits[byte >> 4], digits[byte & 15]};
        if (byte <= ' ' || byte >= 0x7F || strchr("\"'<>\\^`{|}", byte) != NULL)
            p->bad |= buffer_put(p->out, escape, sizeof escape) != 0;
        else if (byte == '&')
            put(p, "&amp;");
        else
            p->bad |= buffer_put_byte(p->out, byte) != 0;
    }
}

static void put_heading(page *p, const dossier_hit *hit) {
    int is_link = is_web_address(hit->article.source);
    put(p, p->in_batch ? "<h3 dir=\"auto\">" : "<h2 dir=\"auto\">");
    if (is_link) {
        put(p, "<a rel=\"noreferrer\" href=\"");
        put_address(p, hit->article.source);
        put(p, "\">");
    }
    put_text(p, hit->article.title.size > 0 ? hit->article.title : hit->article.key);
    put(p, is_link ? "</a>" : "");
    put(p, p->in_batch ? "</h3>\n" : "</h2>\n");
}

/* Date, author, KEY:LINE and the number of the passage. */
static void put_place(page *p, const dossier_hit *hit) {
    put(p, "<p class=\"place\">");
    if (is_date(hit->article.date)) {
        put_element(p, "<time datetime=\"", hit->article.date, "\">");
        put_element(p, "", hit->article.date, "</time>\n");
    } else {
        put_element(p, "<span><bdi>", hit->article.date, "</bdi></span>\n");
    }
    put_element(p, "<span><bdi>", hit->article.author, "</bdi></span>\n");
    put(p, "<span><bdi>");
    put_text(p, hit->article.key);
    if (hit->passage.line > 0) {
        put(p, ":");
        put_number(p, hit->passage.line);
    }
    put(p, "</bdi></span>");
    if (hit->passage.number > 0) {
        put(p, "\n<span>passage&nbsp;");
        put_number(p, hit->passage.number);
        put(p, "</span>");
    }
    put(p, "</p>\n");
}

static void put_marked(page *p, const dossier_hit *hit, size_t start, size_t end, size_t *next) {
    while (start < end && !p->bad) {
        int marked;
        size_t to = excerpt_run(hit, start, end, next, &marked);
        put(p, marked ? "<mark>" : "");
        put_text(p, excerpt_bytes(hit->passage.text, start, to));
        put(p, marked ? "</mark>" : "");
        start = to;
    }
}

/* The passage, each paragraph its own element. */
static void put_passage(page *p, const dossier_hit *hit) {
    dossier_str text = hit->passage.text;
    size_t next = 0;
    put(p, "<details><summary>Whole passage</summary>\n");
    for (size_t at = 0, end; at < text.size; at = end) {
        const char *gap = memmem(text.data + at, text.size - at, "\n\n", 2);
        end = gap == NULL ? text.size : (size_t)(gap - text.data);
        put(p, "<p dir=\"auto\">");
        put_marked(p, hit, at, end, &next);
        put(p, "</p>\n");
        while (end < text.size && text.data[end] == '\n')
            end++;
    }
    put(p, "</details>\n");
}

static void put_excerpt(page *p, const dossier_hit *hit) {
    excerpt shown;
    size_t next = 0;
    if (excerpt_of(hit, &shown) != 0) {
        p->bad = 1;
        return;
    }
    put(p, shown.count > 0 ? "<p dir=\"auto\">" : "");
    for (size_t i = 0; i < shown.count; i++) {
        put(p, i == 0 ? "" : shown.parts[i].after_gap ? " " EXCERPT_ELLIPSIS " " : " ");
        put_marked(p, hit, shown.parts[i].start, shown.parts[i].end, &next);
    }
    put(p, shown.is_cut ? " " EXCERPT_ELLIPSIS : "");
    put(p, shown.count > 0 ? "</p>\n" : "");
    size_t size = 0;
    for (size_t i = 0; i < shown.count; i++)
        size += shown.parts[i].end > shown.parts[i].start ? shown.parts[i].end - shown.parts[i].start : 0;
    /* Between sentences that follow each other there is a space or a paragraph's end. */
    if (shown.count > 0 && size + 2 * (shown.count - 1) < hit->passage.text.size)
        put_passage(p, hit);
    excerpt_free(&shown);
}

static void put_hit(page *p, const dossier_hit *hit) {
    const char *tag = html_language(hit->article.lang);
    put(p, "<li value=\"");
    put_number(p, hit->rank);
    put(p, "\"><article");
    if (tag != NULL) {
        put(p, " lang=\"");
        put(p, tag);
        put(p, "\"");
    }
    put(p, ">\n");
    put_heading(p, hit);
    put_place(p, hit);
    put_excerpt(p, hit);
    put(p, "</article></li>\n");
}

/* The page's beginning, where it is not there yet, and that of an answer. */
static void begin_answer(page *p, const dossier_print_options *options) {
    if (!options->continued)
        p->bad |= html_page_begin(p->out, p->in_batch ? (dossier_str){NULL, 0} : options->words) != 0;
    if (!options->continued && p->in_batch)
        put(p, "<h1>Answers</h1>\n");
    put(p, p->in_batch ? "<section class=\"batch\">\n<h2 dir=\"auto\">" : "<main>\n<h1 dir=\"auto\">");
    if (p->in_batch)
        put_element(p, "<span class=\"id\">", dossier_string(options->query_id), "</span> ");
    put_text(p, options->words);
    put(p, p->in_batch ? "</h2>\n" : "</h1>\n");
}

static void end_answer(page *p) {
    put(p, p->in_batch ? "</section>\n" : "</main>\n");
}

/* "10 of 214 passages" */
static void put_count(page *p, const dossier_result *result) {
    uint64_t matched = dossier_result_matched(result);
    put(p, "<p class=\"count\">");
    if (matched == 0) {
        put(p, "Nothing found.</p>\n");
        return;
    }
    put_number(p, dossier_result_count(result));
    put(p, " of ");
    put_number(p, matched);
    put(p, result->grouped ? " article" : " passage");
    put(p, matched == 1 ? "</p>\n" : "s</p>\n");
}

int print_html(const dossier_result *result, const dossier_print_options *options, print_output *out) {
    page p = {.out = &out->text, .in_batch = options->query_id != NULL};
    size_t count = dossier_result_count(result);
    int status = DOSSIER_OK;
    begin_answer(&p, options);
    put_count(&p, result);
    if (dossier_result_remark(result) != NULL)
        put_element(&p, "<p class=\"remark\">", dossier_string(dossier_result_remark(result)), "</p>\n");
    put(&p, count > 0 ? "<ol>\n" : "");
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        put_hit(&p, dossier_result_hit(result, i));
        status = p.bad ? DOSSIER_ERR_MEMORY : print_flush_large(out);
    }
    put(&p, count > 0 ? "</ol>\n" : "");
    end_answer(&p);
    return status == DOSSIER_OK && p.bad ? DOSSIER_ERR_MEMORY : status;
}

int print_html_failure(const char *message, const dossier_print_options *options, print_output *out) {
    page p = {.out = &out->text, .in_batch = options->query_id != NULL};
    begin_answer(&p, options);
    put_element(&p, "<p class=\"failed\">", dossier_string(message), "</p>\n");
    end_answer(&p);
    return p.bad ? DOSSIER_ERR_MEMORY : DOSSIER_OK;
}
