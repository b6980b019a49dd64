/* print_template.c: a result by a template of the caller's: {title}, \t and so on, once for each hit.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/error.h"
#include "query/escape.h"
#include "query/hit_field.h"
#include "query/print.h"

/* One piece of a template. */
typedef struct piece {
    const char *at; /* where it begins */
    size_t size;    /* its bytes in the template */
    enum { LITERAL, BYTE, FIELD, BAD_FIELD, BAD_BRACE, BAD_ESCAPE } kind;
    unsigned char byte;
    enum hit_field field;
} piece;

static piece read_escape(const char *at) {
    static const char letters[] = "ntr0\\";
    static const char bytes[] = "\n\t\r\0\\";
    const char *found = at[1] != '\0' ? strchr(letters, at[1]) : NULL;
    if (found == NULL)
        return (piece){.at = at, .size = at[1] == '\0' ? 1 : 2, .kind = BAD_ESCAPE};
    return (piece){.at = at, .size = 2, .kind = BYTE, .byte = (unsigned char)bytes[found - letters]};
}

static piece read_brace(const char *at) {
    if (at[1] == at[0])
        return (piece){.at = at, .size = 2, .kind = BYTE, .byte = (unsigned char)at[0]};
    size_t size = strcspn(at + 1, "{}");
    if (at[0] == '}' || at[1 + size] != '}')
        return (piece){.at = at, .size = 1, .kind = BAD_BRACE};
    piece p = {.at = at, .size = size + 2, .kind = FIELD, .field = hit_field_named(at + 1, size)};
    if (p.field == HIT_COUNT)
        p.kind = BAD_FIELD;
    return p;
}

/* The piece at a place that is not the template's end. */
static piece read_piece(const char *at) {
    if (at[0] == '\\')
        return read_escape(at);
    if (at[0] == '{' || at[0] == '}')
        return read_brace(at);
    return (piece){.at = at, .size = strcspn(at, "\\{}"), .kind = LITERAL};
}

int print_template_check(const char *text, dossier_error *err) {
    char known[256];
    for (const char *at = text; *at != '\0';) {
        piece p = read_piece(at);
        int shown = (int)(p.size < 60 ? p.size : 60);
        switch (p.kind) {
        case BAD_FIELD:
            hit_field_list(known, sizeof known);
            return error_set(err, DOSSIER_ERR_ARGUMENT, "the template has an unknown placeholder '%.*s': known are %s",
                             shown, p.at, known);
        case BAD_BRACE:
            return error_set(err, DOSSIER_ERR_ARGUMENT,
                             "the template has a lone '%c' as its byte %zu: a brace itself is written '%c%c'", *p.at,
                             (size_t)(at - text) + 1, *p.at, *p.at);
        case BAD_ESCAPE:
            return error_set(err, DOSSIER_ERR_ARGUMENT,
                             "the template has an unknown escape '%.*s': known are \\n, \\t, \\r, \\0 and \\\\", shown,
                             p.at);
        default:
            at += p.size;
        }
    }
    return DOSSIER_OK;
}

static int put_hit(const dossier_hit *hit, const dossier_print_options *options, buffer *scratch, buffer *out) {
    int bad = 0;
    for (const char *at = options->template_; *at != '\0' && !bad;) {
        piece p = read_piece(at);
        dossier_str value;
        if (p.kind == LITERAL)
            bad |= buffer_put(out, p.at, p.size);
        else if (p.kind == BYTE)
            bad |= buffer_put_byte(out, p.byte);
        else if (hit_field_value(p.field, hit, options, scratch, &value) != 0)
            bad = 1;
        else
            bad |= options->nul ? escape_nul(out, value) : escape_line(out, value);
        at += p.size;
    }
    return bad | buffer_put_byte(out, print_record_end(options));
}

int print_template(const dossier_result *result, const dossier_print_options *options, print_output *out) {
    buffer scratch = {0};
    int status = DOSSIER_OK;
    for (size_t i = 0; i < dossier_result_count(result) && status == DOSSIER_OK; i++) {
        if (put_hit(dossier_result_hit(result, i), options, &scratch, &out->text) != 0)
            status = DOSSIER_ERR_MEMORY;
        else
            status = print_flush_large(out);
    }
    buffer_free(&scratch);
    return status;
}
