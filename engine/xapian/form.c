/* form.c: how a term and a form that is stemmed to it are named together, shortly.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/form.h"

#include <stdio.h>
#include <string.h>

#include "engine/text/vocabulary.h"

size_t form_code(dossier_str base, dossier_str other, char to[FORM_CODE_MAX]) {
    size_t shared = 0, most = base.size < other.size ? base.size : other.size;
    while (shared < most && base.data[shared] == other.data[shared])
        shared++;
    size_t less = base.size - shared, more = other.size - shared;
    if (1 + less >= (size_t)FORM_HASHED || 1 + more > FORM_CODE_MAX) {
        char digits[17];
        snprintf(digits, sizeof digits, "%016llx", (unsigned long long)vocabulary_hash(other.data, other.size));
        to[0] = FORM_HASHED;
        memcpy(to + 1, digits, 16);
        return 17;
    }
    to[0] = (char)(1 + less);
    memcpy(to + 1, other.data + shared, more);
    return 1 + more;
}

size_t form_name(char letter, dossier_str base, dossier_str other, char to[FORM_NAME_MAX]) {
    base.size = base.size < WORD_NORMAL_MAX ? base.size : WORD_NORMAL_MAX;
    to[0] = letter;
    memcpy(to + 1, base.data, base.size);
    return 1 + base.size + form_code(base, other, to + 1 + base.size);
}

int form_read(dossier_str named, dossier_str *base, char to[WORD_NORMAL_MAX]) {
    size_t end = 0;
    while (end < named.size && (unsigned char)named.data[end] >= FORM_CODE_END)
        end++;
    *base = (dossier_str){named.data, end};
    if (end == named.size || named.data[end] == 0)
        return -1;
    if (named.data[end] == FORM_HASHED)
        return 0;
    size_t less = (size_t)named.data[end] - 1, more = named.size - end - 1;
    if (less > end || end - less + more > WORD_NORMAL_MAX || end - less + more == 0)
        return -1;
    memcpy(to, named.data, end - less);
    memcpy(to + end - less, named.data + end + 1, more);
    return (int)(end - less + more);
}
