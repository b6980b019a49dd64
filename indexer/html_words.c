/* html_words.c: compares short texts by their words, and makes plain lines of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html_words.h"

#include <string.h>

#include "engine/text/utf8.h"
#include "indexer/html_blocks.h"
#include "indexer/units.h"

enum { COMPARED_MOST = 4096 };

static int fold(dossier_str text, buffer *out) {
    return unit_fold(text.data, text.size < COMPARED_MOST ? text.size : COMPARED_MOST, out);
}

unsigned html_words_shared(dossier_str part, dossier_str whole) {
    buffer a = {0}, b = {0};
    size_t all = 0, shared = 0;
    if (part.size > 0 && whole.size > 0 && fold(part, &a) == 0 && fold(whole, &b) == 0) {
        for (size_t at = 0; at + 1 < a.size;) {
            const char *end = memchr(a.data + at + 1, ' ', a.size - at - 1);
            if (end == NULL)
                break;
            size_t size = (size_t)(end - a.data) - at;
            all += size - 1;
            /* With the space before and behind it. */
            if (memmem(b.data, b.size, a.data + at, size + 1) != NULL)
                shared += size - 1;
            at += size;
        }
    }
    buffer_free(&a);
    buffer_free(&b);
    return all > 0 ? (unsigned)(shared * 100 / all) : 0;
}

int html_words_same(dossier_str a, dossier_str b) {
    buffer x = {0}, y = {0};
    int same = a.size > 0 && b.size > 0 && fold(a, &x) == 0 && fold(b, &y) == 0 && x.size > 2 &&
               x.size == y.size && memcmp(x.data, y.data, x.size) == 0;
    buffer_free(&x);
    buffer_free(&y);
    return same;
}

/* The parser knows tags and entities; a text without either needs it not. */
int html_plain_line(dossier_str text, buffer *out) {
    html_tree tree = {0};
    if (text.size == 0)
        return 0;
    if (memchr(text.data, '&', text.size) == NULL && memchr(text.data, '<', text.size) == NULL &&
        memchr(text.data, '\n', text.size) == NULL && utf8_invalid(text.data, text.size) == 0)
        return buffer_put(out, text.data, text.size);
    buffer clean = {0};
    size_t invalid = 0;
    int failed = utf8_clean(text.data, text.size, &clean, &invalid) != 0 ||
                 html_tree_parse(&tree, clean.data, clean.size) != 0;
    if (!failed)
        failed = html_line_of(&tree, 0, out) != 0;
    html_tree_free(&tree);
    buffer_free(&clean);
    return failed ? -1 : 0;
}
