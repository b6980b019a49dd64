/* print.c: prints a result in one of the formats.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/error.h"

enum { LARGE = 32 * 1024 };

/* The first is the default. */
static const struct {
    const char *name;
    int (*print)(const dossier_result *result, const dossier_print_options *options, print_output *out);
} formats[] = {
    {"text", print_text},
    {"json", print_json},
    {"trec", print_trec},
};

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

int dossier_print(const dossier_result *result, const dossier_print_options *options, dossier_write write,
                  void *context, dossier_error *err) {
    const dossier_print_options defaults = {0};
    if (options == NULL)
        options = &defaults;
    size_t format = 0;
    const size_t count = sizeof formats / sizeof formats[0];
    while (options->format != NULL && format < count && strcmp(formats[format].name, options->format) != 0)
        format++;
    if (format == count)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "there is no output format '%.100s': use text, json"
                         " or trec", options->format);
    print_output out = {.write = write, .context = context};
    int status = formats[format].print(result, options, &out);
    if (status == DOSSIER_OK)
        status = print_flush(&out);
    buffer_free(&out.text);
    if (status == DOSSIER_ERR_STOPPED)
        return error_set(err, status, "printing was stopped by the function that takes the output");
    return status == DOSSIER_OK ? DOSSIER_OK : error_memory(err);
}
