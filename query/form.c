/* form.c: the forms of a term that a query means.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/form.h"

#include <string.h>

int form_compare(dossier_str a, dossier_str b) {
    size_t size = a.size < b.size ? a.size : b.size;
    int order = size > 0 ? memcmp(a.data, b.data, size) : 0;
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

int form_set_compare(const form_set *a, const form_set *b) {
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    int order = 0;
    for (size_t i = 0; i < a->count && order == 0; i++)
        order = form_compare(a->forms[i], b->forms[i]);
    return order;
}

int form_set_has(const form_set *set, dossier_str form) {
    size_t from = 0, to = set->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = form_compare(form, set->forms[middle]);
        if (order == 0)
            return 1;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return set->count == 0;
}
