/* print_trec.c: a result as lines of a TREC run: ID Q0 KEY RANK SCORE dossier.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Readers of this format split a line at white space.  In the id and the key, white space (Unicode's
 * included), control characters and broken UTF-8 are therefore written as %XX, a byte at a time.  A "%" is
 * left as it is, as keys with it are common (URLs) and must match the keys of the judgements; so the writing
 * cannot always be undone. */
#include <string.h>

#include "engine/text/utf8.h"
#include "query/json.h"
#include "query/print.h"

static int is_space_or_control(uint32_t c) {
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028
    ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static int put_column(buffer *out, dossier_str text) {
    static const char digits[] = "0123456789ABCDEF";
    int bad = text.size == 0 ? buffer_put_byte(out, '-') : 0;
    size_t size;
    for (size_t at = 0; at < text.size && !bad; at += size) {
        uint32_t character;
        size = utf8_decode(text.data + at, text.size - at, &character);
        if (character != 0xFFFD && !is_space_or_control(character)) {
            bad |= buffer_put(out, text.data + at, size);
            continue;
        }
        for (size_t i = 0; i < size; i++) {
            unsigned char byte = (unsigned char)text.data[at + i];
            const char escape[] = {'%', digits[byte >> 4], digits[byte & 15]};
            bad |= buffer_put(out, escape, sizeof escape);
        }
    }
    return bad;
}

static int put_hit(buffer *out, const dossier_hit *hit, dossier_str query_id) {
    char score[PRINT_SCORE_SIZE];
    size_t size = print_score(hit->score, score);
    int bad = put_column(out, query_id);
    bad |= buffer_put_string(out, " Q0 ");
    bad |= put_column(out, hit->article.key);
    bad |= buffer_put_byte(out, ' ');
    bad |= json_unsigned(out, hit->rank);
    bad |= buffer_put_byte(out, ' ');
    bad |= buffer_put(out, score, size);
    bad |= buffer_put_string(out, " dossier\n");
    return bad;
}

int print_trec(const dossier_result *result, const dossier_print_options *options, print_output *out) {
    dossier_str query_id = dossier_string(options->query_id);
    for (size_t i = 0; i < dossier_result_count(result); i++) {
        if (put_hit(&out->text, dossier_result_hit(result, i), query_id) != 0)
            return DOSSIER_ERR_MEMORY;
        int status = print_flush_large(out);
        if (status != DOSSIER_OK)
            return status;
    }
    return DOSSIER_OK;
}
