/* batch.c: asks an index, one query or a file of them, and prints the answers.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/batch.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The most bytes of a line, which is also the most that dossier_search takes. */
enum { LINE_MAX_BYTES = 1024 * 1024 };

/* A longer query is no person's, to be told what may have been meant. */
enum { CORRECTION_TOLD_MAX = 1000 };

/* One query, and what is known of where it stands. */
typedef struct question {
    dossier_str words;
    const char *id;    /* NULL: not one of a batch */
    const char *where; /* what stands before a message: "" or "FILE:LINE: " */
    int continued;     /* 1: an earlier answer was printed */
} question;

/* A file that is read line by line. */
typedef struct line_reader {
    FILE *file;
    const char *name; /* for messages */
    char *line;       /* the last line, with a NUL after it and without its line end */
    size_t size;
    size_t capacity;
    uint64_t number;  /* of the last line, from 1 */
    int too_long;     /* 1: the last line has more than LINE_MAX_BYTES, and its end was not kept */
} line_reader;

__attribute__((format(printf, 2, 3))) static void tell(const ask *how, const char *format, ...) {
    char message[2048]; /* room for an error's message, and where it arose */
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    how->tell(how->context, size < 0 ? format : message);
}

/* "10 of 214 passages" after the hits. */
static void say_count(const ask *how, const dossier_result *result) {
    uint64_t count = dossier_result_count(result);
    uint64_t matched = dossier_result_matched(result);
    const char *what = how->search.group == DOSSIER_GROUP_ARTICLE ? "article" : "passage";
    const char *many = matched == 1 ? "" : "s";
    if (matched == 0)
        tell(how, "nothing found");
    else if (count == 0)
        tell(how, "none of %" PRIu64 " %s%s stand after the offset", matched, what, many);
    else if (how->search.offset > 0)
        tell(how, "%" PRIu64 " to %" PRIu64 " of %" PRIu64 " %s%s", how->search.offset + 1,
             how->search.offset + count, matched, what, many);
    else
        tell(how, "%" PRIu64 " of %" PRIu64 " %s%s", count, matched, what, many);
}

static dossier_print_options print_options(const ask *how, const question *q) {
    dossier_print_options print = how->print;
    print.query_id = q->id;
    print.words = q->words;
    print.continued = q->continued;
    return print;
}

/* Tells that a query has no answer; in a batch, where the answer would stand too.  Returns as answer_query. */
static int tell_failure(const ask *how, const question *q, const char *message) {
    dossier_error err;
    tell(how, "%s%s", q->where, message);
    if (q->id == NULL)
        return 0;
    dossier_print_options print = print_options(how, q);
    int status = dossier_print_failure(message, &print, how->write, how->context, &err);
    if (status != DOSSIER_OK && status != DOSSIER_ERR_STOPPED)
        tell(how, "%s%s", q->where, err.message);
    return how->flush(how->context);
}

/* Prints how many match. */
static int print_count(const ask *how, const question *q, const dossier_result *result, dossier_error *err) {
    char number[32];
    int size = snprintf(number, sizeof number, "%" PRIu64 "\n", dossier_result_matched(result));
    int stopped = q->id != NULL && (how->write(how->context, q->id, strlen(q->id)) != 0 ||
                                    how->write(how->context, "\t", 1) != 0);
    if (!stopped && size > 0 && how->write(how->context, number, (size_t)size) == 0)
        return DOSSIER_OK;
    *err = (dossier_error){.code = DOSSIER_ERR_STOPPED};
    return DOSSIER_ERR_STOPPED;
}

/* Answers one query and flushes.  Returns 0 and the answer's ASK_ value in *answer, or -1 where the output takes no
 * more. */
static int answer_query(const ask *how, const question *q, int *answer) {
    dossier_error err;
    dossier_result *result = NULL;
    *answer = ASK_FAILED;
    if (dossier_search(how->index, q->words, &how->search, &result, &err) != DOSSIER_OK)
        return tell_failure(how, q, err.message);
    const char *remark = dossier_result_remark(result);
    if (remark != NULL)
        tell(how, "%s%s", q->where, remark);
    dossier_str correction = dossier_result_correction(result);
    if (how->tell_correction && correction.size > 0 && correction.size <= CORRECTION_TOLD_MAX)
        tell(how, "%sdid you mean: %.*s", q->where, (int)correction.size, correction.data);
    dossier_print_options print = print_options(how, q);
    int status = how->count ? print_count(how, q, result, &err)
                            : dossier_print(result, &print, how->write, how->context, &err);
    uint64_t found = how->search.count == DOSSIER_COUNT_ONLY ? dossier_result_matched(result)
                                                             : dossier_result_count(result);
    /* Where the output takes no more (a reader who has seen enough), what was found was still found. */
    if (status == DOSSIER_OK || status == DOSSIER_ERR_STOPPED)
        *answer = found > 0 ? ASK_FOUND : ASK_NOTHING;
    else
        tell(how, "%s%s", q->where, err.message);
    int written = how->flush(how->context);
    if (how->say_count && written == 0 && status == DOSSIER_OK)
        say_count(how, result);
    dossier_result_free(result);
    return written;
}

int ask_words(const ask *how, dossier_str words) {
    int answer;
    const question q = {.words = words, .id = how->print.query_id, .where = ""};
    (void)answer_query(how, &q, &answer);
    return answer;
}

int ask_suggestions(const ask *how, dossier_str prefix) {
    dossier_error err;
    dossier_word *words;
    size_t count;
    if (dossier_suggest(how->index, prefix, (size_t)how->search.limit, &words, &count, &err) != DOSSIER_OK) {
        tell(how, "%s", err.message);
        return ASK_FAILED;
    }
    int status = dossier_print_words(words, count, &how->print, how->write, how->context, &err);
    if (status != DOSSIER_OK && status != DOSSIER_ERR_STOPPED)
        tell(how, "%s", err.message);
    dossier_free(words);
    how->flush(how->context);
    return status != DOSSIER_OK && status != DOSSIER_ERR_STOPPED ? ASK_FAILED : count > 0 ? ASK_FOUND : ASK_NOTHING;
}

static int keep_byte(line_reader *in, int byte) {
    if (in->size + 1 >= in->capacity) {
        size_t capacity = in->capacity == 0 ? 4096 : in->capacity * 2;
        char *line = realloc(in->line, capacity);
        if (line == NULL)
            return -1;
        in->line = line;
        in->capacity = capacity;
    }
    in->line[in->size++] = (char)byte;
    in->line[in->size] = '\0';
    return 0;
}

/* Reads the next line.  Returns 1, 0 at the end, or -1 where there is no memory or the file cannot be read
 * (errno says why).  Reads no further than the system has given already, so never waits with a line in
 * hand. */
static int next_line(line_reader *in) {
    int byte;
    in->size = 0;
    in->too_long = 0;
    errno = 0;
    while ((byte = getc_unlocked(in->file)) != EOF && byte != '\n') {
        if (in->size > LINE_MAX_BYTES) /* one more is kept, as it may be the carriage return */
            in->too_long = 1;
        else if (keep_byte(in, byte) != 0)
            return -1;
    }
    if (byte == EOF && ferror(in->file))
        return -1;
    if (byte == EOF && in->size == 0)
        return 0;
    in->number++;
    if (in->size > 0 && !in->too_long && in->line[in->size - 1] == '\r')
        in->line[--in->size] = '\0';
    if (in->size > LINE_MAX_BYTES)
        in->too_long = 1;
    return 1;
}

/* Answers the last line read; returns as answer_query. */
static int answer_line(const ask *how, line_reader *in, int continued, int *answer) {
    char where[512];
    char number[24];
    if (snprintf(where, sizeof where, "%.400s:%" PRIu64 ": ", in->name, in->number) < 0 ||
        snprintf(number, sizeof number, "%" PRIu64, in->number) < 0)
        return -1;
    size_t skip = in->number == 1 && in->size >= 3 && memcmp(in->line, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    char *line = in->line + skip;
    question q = {{line, in->size - skip}, number, where, continued};
    char *tab = memchr(line, '\t', q.words.size);
    if (tab != NULL) {
        *tab = '\0';
        if (*line != '\0')
            q.id = line; /* up to its first NUL, which ends it for who reads it */
        q.words.size -= (size_t)(tab + 1 - line);
        q.words.data = tab + 1;
    }
    if (!in->too_long)
        return answer_query(how, &q, answer);
    q.words.size = 0; /* its end is not known */
    *answer = ASK_FAILED;
    return tell_failure(how, &q, "the line is over 1 MiB and was left out");
}

static int answer_lines(const ask *how, line_reader *in) {
    int found = 0;
    int failed = 0;
    int continued = 0;
    int got;
    while ((got = next_line(in)) == 1) {
        int answer = ASK_NOTHING;
        if (in->size == 0)
            continue;
        int written = answer_line(how, in, continued, &answer);
        continued = 1;
        found |= answer == ASK_FOUND;
        failed |= answer == ASK_FAILED;
        if (written != 0)
            break;
    }
    if (got < 0) {
        tell(how, "cannot read %s: %s", in->name, strerror(errno));
        failed = 1;
    }
    return failed ? ASK_FAILED : found ? ASK_FOUND : ASK_NOTHING;
}

int ask_batch(const ask *how, const char *path) {
    int is_stdin = strcmp(path, "-") == 0;
    line_reader in = {.name = is_stdin ? "standard input" : path};
    in.file = is_stdin ? stdin : fopen(path, "re");
    if (in.file == NULL) {
        tell(how, "cannot read %s: %s", path, strerror(errno));
        return ASK_FAILED;
    }
    int status = answer_lines(how, &in);
    free(in.line);
    if (!is_stdin)
        fclose(in.file); /* only read: there is nothing that its closing could lose */
    return status;
}
