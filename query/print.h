/* print.h: what the output formats share: the table they stand in, and where their bytes go.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A new format is one new file print_NAME.c, and a line in each of the two tables of print.c and one below. */
#ifndef QUERY_PRINT_H
#define QUERY_PRINT_H

#include "dossier.h"
#include "engine/buffer.h"

/* Output is gathered in `text` and handed to the caller's function in large pieces. */
typedef struct print_output {
    buffer text;
    dossier_write write;
    void *context;
} print_output;

/* Hands over what was gathered.  Returns DOSSIER_OK or DOSSIER_ERR_STOPPED. */
int print_flush(print_output *out);

/* The same, where so much was gathered that it is worth it. */
int print_flush_large(print_output *out);

/* A score as text, with a point whatever the locale says.  Nine digits: passages whose scores differ by less
 * are ties, but for the order in which a backend happened to sum.  Returns the length; to has room for
 * PRINT_SCORE_SIZE. */
#define PRINT_SCORE_SIZE 40
size_t print_score(double score, char *to);

/* What ends a record: a line end, or NUL where that was asked for. */
static inline unsigned char print_record_end(const dossier_print_options *options) {
    return options->nul ? '\0' : '\n';
}

/* The formats.  Each gathers the whole result in out, flushing as it goes (print.c flushes the rest), and
 * returns DOSSIER_OK, DOSSIER_ERR_STOPPED or DOSSIER_ERR_MEMORY. */
int print_text(const dossier_result *result, const dossier_print_options *options, print_output *out);
int print_json(const dossier_result *result, const dossier_print_options *options, print_output *out);
int print_trec(const dossier_result *result, const dossier_print_options *options, print_output *out);
int print_tsv(const dossier_result *result, const dossier_print_options *options, print_output *out);
int print_vimgrep(const dossier_result *result, const dossier_print_options *options, print_output *out);
int print_html(const dossier_result *result, const dossier_print_options *options, print_output *out);
int print_template(const dossier_result *result, const dossier_print_options *options, print_output *out);

/* Whether a template says only what is known. */
int print_template_check(const char *text, dossier_error *err);

/* The failures of formats that have them; they return as the formats do. */
int print_json_failure(const char *message, const dossier_print_options *options, print_output *out);
int print_html_failure(const char *message, const dossier_print_options *options, print_output *out);

#endif
