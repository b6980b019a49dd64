/* analyzers.c: one thread's vocabularies, one for each language it meets.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/analyzers.h"

#include <string.h>

int analyzers_get(analyzers *a, const char *lang, vocabulary **out, dossier_error *err) {
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->known[i].lang, lang) == 0) {
            *out = a->known[i].words;
            return DOSSIER_OK;
        }
    }
    const char *const *name = dossier_languages();
    while (*name != NULL && strcmp(*name, lang) != 0)
        name++;
    int status = vocabulary_new(out, lang, err);
    if (status != DOSSIER_OK)
        return status;
    a->known[a->count].lang = *name;
    a->known[a->count++].words = *out;
    return DOSSIER_OK;
}

void analyzers_trim(analyzers *a, size_t most) {
    size_t bytes = 0;
    for (size_t i = 0; i < a->count; i++)
        bytes += vocabulary_memory(a->known[i].words);
    for (size_t i = 0; i < a->count && bytes > most; i++)
        vocabulary_forget(a->known[i].words);
}

void analyzers_end(analyzers *a) {
    for (size_t i = 0; i < a->count; i++)
        vocabulary_free(a->known[i].words);
    a->count = 0;
}
