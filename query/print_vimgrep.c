/* print_vimgrep.c: a result as PATH:LINE:COLUMN:TEXT, as editors read the places that grep finds.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "query/escape.h"
#include "query/excerpt.h"
#include "query/json.h"
#include "query/place.h"
#include "query/print.h"

/* A path is written as it is, whether UTF-8 or not, but for what would end the record or steer a terminal. */
static int put_path(buffer *out, dossier_str path) {
    int bad = 0;
    for (size_t i = 0; i < path.size && !bad; i++) {
        unsigned char byte = (unsigned char)path.data[i];
        /* 0xC2 0x80 to 0x9F are the control characters above ASCII. */
        int is_high = byte == 0xC2 && i + 1 < path.size && (unsigned char)path.data[i + 1] < 0xA0;
        bad |= buffer_put_byte(out, byte < 0x20 || byte == 0x7F || is_high ? '?' : byte);
        i += (size_t)is_high;
    }
    return bad;
}

static int put_hit(const dossier_hit *hit, const dossier_print_options *options, place_source *source, buffer *out) {
    place at = place_of(hit, source);
    int bad = options->nul ? escape_nul(out, at.path) : put_path(out, at.path);
    bad |= buffer_put_byte(out, ':');
    bad |= json_unsigned(out, at.line);
    bad |= buffer_put_byte(out, ':');
    bad |= json_unsigned(out, at.column);
    bad |= buffer_put_byte(out, ':');
    bad |= escape_line(out, excerpt_best(hit));
    return bad | buffer_put_byte(out, print_record_end(options));
}

int print_vimgrep(const dossier_result *result, const dossier_print_options *options, print_output *out) {
    place_source source = {0};
    int status = DOSSIER_OK;
    for (size_t i = 0; i < dossier_result_count(result) && status == DOSSIER_OK; i++) {
        if (put_hit(dossier_result_hit(result, i), options, &source, &out->text) != 0)
            status = DOSSIER_ERR_MEMORY;
        else
            status = print_flush_large(out);
    }
    place_source_free(&source);
    return status;
}
