/* print_tsv.c: a result as tab-separated lines, one a hit, always with the same columns.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Quotation marks mean nothing here, as in the TSV that jq and Miller write: backslash, tab and line ends are written
 * with a backslash instead. */
#include "query/escape.h"
#include "query/hit_field.h"
#include "query/print.h"

/* The order is a contract: a column that comes later is added at the end, with a new output version. */
static const enum hit_field columns[] = {
    HIT_QUERY,  HIT_RANK, HIT_SCORE,  HIT_KEY,  HIT_LINE,     HIT_NUMBER,
    HIT_TITLE,  HIT_AUTHOR, HIT_DATE, HIT_SOURCE, HIT_SENTENCE, HIT_TEXT,
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static int put_header(const dossier_print_options *options, buffer *out) {
    int bad = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        bad |= i > 0 ? buffer_put_byte(out, '\t') : 0;
        bad |= buffer_put_string(out, hit_field_name(columns[i]));
    }
    return bad | buffer_put_byte(out, print_record_end(options));
}

static int put_hit(const dossier_hit *hit, const dossier_print_options *options, buffer *scratch, buffer *out) {
    int bad = 0;
    for (size_t i = 0; i < COLUMNS && !bad; i++) {
        dossier_str value;
        bad |= i > 0 ? buffer_put_byte(out, '\t') : 0;
        bad |= hit_field_value(columns[i], hit, options, scratch, &value);
        bad |= bad ? 0 : escape_tsv(out, value);
    }
    return bad | buffer_put_byte(out, print_record_end(options));
}

int print_tsv(const dossier_result *result, const dossier_print_options *options, print_output *out) {
    buffer scratch = {0};
    int status = DOSSIER_OK;
    if (options->header && !options->continued && put_header(options, &out->text) != 0)
        status = DOSSIER_ERR_MEMORY;
    for (size_t i = 0; i < dossier_result_count(result) && status == DOSSIER_OK; i++) {
        if (put_hit(dossier_result_hit(result, i), options, &scratch, &out->text) != 0)
            status = DOSSIER_ERR_MEMORY;
        else
            status = print_flush_large(out);
    }
    buffer_free(&scratch);
    return status;
}
