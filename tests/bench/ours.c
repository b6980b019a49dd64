/* ours.c: Dossier in make bench, by its library; dossier-index makes the index.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "dossier.h"

#include <stdio.h>

#include "tests/bench/driver.h"

static dossier_index *index_open;
static dossier_error error;

static int fail(void) {
    fprintf(stderr, "dossier: %s\n", error.message);
    return -1;
}

static int open_index(const char *dir) {
    return dossier_open(&index_open, &dir, 1, &error) == DOSSIER_OK ? 0 : fail();
}

static void close_index(void) {
    dossier_close(index_open);
}

static void take(const dossier_hit *hit) {
    driver_take(hit->passage.text.data, hit->passage.text.size);
    for (size_t i = 0; i < hit->sentence_count; i++)
        driver_take(hit->passage.text.data + hit->sentences[i].start,
                    hit->sentences[i].end - hit->sentences[i].start);
}

static int answer(enum driver_mode mode, const char *words, uint64_t *number) {
    dossier_search_options options = {.limit = driver_limit(mode)};
    options.ranking_only = mode != SHOW_10;
    options.count = mode == COUNT ? DOSSIER_COUNT_ONLY : 0;
    dossier_result *result = NULL;
    if (dossier_search(index_open, dossier_string(words), &options, &result, &error) != DOSSIER_OK)
        return fail();
    size_t hits = dossier_result_count(result);
    for (size_t i = 0; mode == SHOW_10 && i < hits; i++)
        take(dossier_result_hit(result, i));
    *number = mode == COUNT ? dossier_result_matched(result) : hits;
    dossier_result_free(result);
    return 0;
}

int main(int argc, char **argv) {
    static const driver engine = {"dossier", NULL, open_index, answer, close_index};
    return driver_main(&engine, argc, argv);
}
