/* print.c: prints a result in one of the formats.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/error.h"
#include "query/json.h"

enum { LARGE = 32 * 1024 };

typedef int (*print_result)(const dossier_result *result, const dossier_print_options *options, print_output *out);
typedef int (*print_failure)(const char *message, const dossier_print_options *options, print_output *out);

/* The first is the default. */
static const char *const names[] = {"text", "json", "trec", "tsv", "vimgrep", "html", NULL};

/* In the order of the names. */
static const struct {
    print_result result;
    print_failure failure; /* NULL: nothing is printed */
} formats[] = {
    {print_text, NULL},
    {print_json, print_json_failure},
    {print_trec, NULL},
    {print_tsv, NULL},
    {print_vimgrep, NULL},
    {print_html, print_html_failure},
};

static const dossier_print_options defaults;

int print_flush(print_output *out) {
    if (out->text.size > 0 && out->write(out->context, out->text.data, out->text.size) != 0)
        return DOSSIER_ERR_STOPPED;
    out->text.size = 0;
    return DOSSIER_OK;
}

int print_flush_large(print_output *out) {
    return out->text.size >= LARGE ? print_flush(out) : DOSSIER_OK;
}

size_t print_score(double score, char *to) {
    int size = snprintf(to, PRINT_SCORE_SIZE, "%.9g", isfinite(score) ? score : 0.0);
    size_t kept = 0;
    for (int i = 0; i < size && i < PRINT_SCORE_SIZE - 1; i++) {
        int is_number = (to[i] >= '0' && to[i] <= '9') || to[i] == '-' || to[i] == '+' || to[i] == 'e';
        if (is_number)
            to[kept++] = to[i];
        else if (kept == 0 || to[kept - 1] != '.')
            to[kept++] = '.'; /* the locale's decimal point, which may have several bytes */
    }
    return kept;
}

const char *const *dossier_print_formats(void) {
    return names;
}

/* The place of a format in the tables; one past the last where it is not there. */
static size_t place_of(const char *format) {
    size_t i = 0;
    while (format != NULL && names[i] != NULL && strcmp(names[i], format) != 0)
        i++;
    return i;
}

static int unknown_format(const char *format, dossier_error *err) {
    char list[128] = "";
    size_t used = 0;
    for (size_t i = 0; names[i] != NULL && used < sizeof list; i++) {
        const char *before = i == 0 ? "" : names[i + 1] == NULL ? " or " : ", ";
        int put = snprintf(list + used, sizeof list - used, "%s%s", before, names[i]);
        used += put > 0 ? (size_t)put : 0;
    }
    return error_set(err, DOSSIER_ERR_ARGUMENT, "there is no output format '%.100s': use %s", format, list);
}

int dossier_print_check(const dossier_print_options *options, dossier_error *err) {
    if (options == NULL)
        return DOSSIER_OK;
    if (options->template_ != NULL && options->format != NULL)
        return error_set(err, DOSSIER_ERR_ARGUMENT,
                         "a template is a format of its own: leave out the format '%.100s'", options->format);
    if (options->template_ != NULL)
        return print_template_check(options->template_, err);
    return names[place_of(options->format)] == NULL ? unknown_format(options->format, err) : DOSSIER_OK;
}

/* Hands over the rest, and frees it. */
static int finish(int status, print_output *out, dossier_error *err) {
    if (status == DOSSIER_OK)
        status = print_flush(out);
    buffer_free(&out->text);
    if (status == DOSSIER_ERR_STOPPED)
        return error_set(err, status, "printing was stopped by the function that takes the output");
    return status == DOSSIER_OK ? DOSSIER_OK : error_memory(err);
}

int dossier_print(const dossier_result *result, const dossier_print_options *options, dossier_write write,
                  void *context, dossier_error *err) {
    int status = dossier_print_check(options, err);
    if (status != DOSSIER_OK)
        return status;
    if (options == NULL)
        options = &defaults;
    print_output out = {.write = write, .context = context};
    print_result print = options->template_ != NULL ? print_template : formats[place_of(options->format)].result;
    return finish(print(result, options, &out), &out, err);
}

static int put_word(const dossier_word *put, int json, buffer *out) {
    int bad = json && buffer_put_string(out, "{\"type\":\"word\",\"word\":") != 0;
    bad |= (json ? json_string(out, put->word) : buffer_put(out, put->word.data, put->word.size)) != 0;
    bad |= buffer_put_string(out, json ? ",\"passages\":" : "\t") != 0 || json_unsigned(out, put->passages) != 0;
    bad |= buffer_put_string(out, json ? "}\n" : "\n") != 0;
    return bad ? DOSSIER_ERR_MEMORY : DOSSIER_OK;
}

int dossier_print_words(const dossier_word *words, size_t count, const dossier_print_options *options,
                        dossier_write write, void *context, dossier_error *err) {
    const char *format = options != NULL && options->format != NULL ? options->format : names[0];
    int json = strcmp(format, "json") == 0;
    print_output out = {.write = write, .context = context};
    if ((!json && strcmp(format, names[0]) != 0) || (options != NULL && options->template_ != NULL))
        return error_set(err, DOSSIER_ERR_ARGUMENT, "words are printed in the formats text and json: use one of these");
    int status = DOSSIER_OK;
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++)
        status = put_word(&words[i], json, &out.text);
    return finish(status, &out, err);
}

int dossier_print_failure(const char *message, const dossier_print_options *options, dossier_write write,
                          void *context, dossier_error *err) {
    int status = dossier_print_check(options, err);
    if (status != DOSSIER_OK || options == NULL || options->template_ != NULL)
        return status;
    print_failure print = formats[place_of(options->format)].failure;
    print_output out = {.write = write, .context = context};
    return print == NULL ? DOSSIER_OK : finish(print(message, options, &out), &out, err);
}
