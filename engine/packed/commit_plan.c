/* commit_plan.c: what a commit decides: which segments to merge, the dictionary, the order of names.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/commit_plan.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"

/* Passages that are so few that it costs little to write them again. */
#define SMALL_PASSAGES 4096

/* ------------------------------------------------------------------------------------------------------ merging */

static int is_worn(const removal *r) {
    uint64_t all = r->segment->trailer.passages;
    return all - removal_left(r) > all / 3;
}

int plan_merge(const removal *removals, size_t count, int optimize, size_t *from, size_t *to) {
    *from = 0;
    *to = count;
    if (count == 0)
        return 0;
    if (optimize)
        return count > 1 || removal_left(&removals[0]) < removals[0].segment->trailer.passages;
    uint64_t behind = removal_left(&removals[count - 1]);
    size_t first = count - 1;
    for (; first > 0; first--) {
        uint64_t left = removal_left(&removals[first - 1]);
        if (left > behind && left + behind > SMALL_PASSAGES)
            break;
        behind += left;
    }
    *from = first;
    if (count - first > 1)
        return 1;
    for (size_t i = 0; i < count; i++) {
        *from = i;
        *to = i + 1;
        if (is_worn(&removals[i]))
            return 1;
    }
    return 0;
}

/* ------------------------------------------------------------------------------------------------- dictionary */

/* Samples of this size, spread over the batch, this many bytes of them in all. */
#define SAMPLE_BYTES ((size_t)4096)
#define SAMPLES_BYTES ((size_t)3 << 20)

static size_t dictionary_size(uint64_t expected) {
    uint64_t size = expected == 0 ? DICTIONARY_USUAL : expected / DICTIONARY_PART;
    return (size_t)(size < DICTIONARY_LEAST ? DICTIONARY_LEAST : size > DICTIONARY_MOST ? DICTIONARY_MOST : size);
}

int plan_sampled_dictionary(dossier_str text, uint64_t expected, dictionary **out, dossier_error *err) {
    buffer sizes = {0};
    int failed = 0;
    for (size_t at = 0; at < text.size && !failed; at += SAMPLE_BYTES) {
        size_t size = text.size - at < SAMPLE_BYTES ? text.size - at : SAMPLE_BYTES;
        failed = buffer_put(&sizes, &size, sizeof size) != 0;
    }
    int status = failed ? error_memory(err)
                        : dictionary_train(out, dictionary_size(expected), text.data,
                                           (const size_t *)(const void *)sizes.data, sizes.size / sizeof(size_t), err);
    buffer_free(&sizes);
    return status;
}

int plan_dictionary(const batch *b, uint64_t expected, dictionary **out, dossier_error *err) {
    buffer text = {0}, sizes = {0};
    int failed = 0;
    size_t taken = 0, passed = 0;
    for (size_t i = 0; i < b->count && !failed; i++) {
        dossier_str all = b->items[i].article.text;
        for (size_t at = 0; at < all.size && !failed; at += SAMPLE_BYTES) {
            size_t size = all.size - at < SAMPLE_BYTES ? all.size - at : SAMPLE_BYTES;
            passed += size;
            /* Of a larger batch, as many as keep their share of what has passed. */
            if ((double)taken * (double)b->bytes > (double)passed * (double)SAMPLES_BYTES)
                continue;
            failed = buffer_put(&text, all.data + at, size) != 0 || buffer_put(&sizes, &size, sizeof size) != 0;
            taken += size;
        }
    }
    int status = failed ? error_memory(err)
                        : dictionary_train(out, dictionary_size(expected), text.data,
                                           (const size_t *)(const void *)sizes.data, sizes.size / sizeof(size_t), err);
    buffer_free(&text);
    buffer_free(&sizes);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ names */

/* A record, and when it was set. */
typedef struct set_name {
    name_pair pair;
    size_t when;
} set_name;

static int compare_names(const void *a, const void *b) {
    const set_name *x = a, *y = b;
    int order = term_compare(x->pair.name.data, x->pair.name.size, y->pair.name.data, y->pair.name.size);
    return order != 0 ? order : (x->when > y->when) - (x->when < y->when);
}

name_pair *plan_names(const change *c, size_t *count) {
    set_name *all = malloc((c->record_count + 1) * sizeof *all);
    name_pair *list = malloc((c->record_count + 1) * sizeof *list);
    *count = 0;
    if (all == NULL || list == NULL) {
        free(all);
        free(list);
        return NULL;
    }
    for (size_t i = 0; i < c->record_count; i++)
        all[i] = (set_name){{c->records[2 * i], c->records[2 * i + 1]}, i};
    qsort(all, c->record_count, sizeof *all, compare_names);
    for (size_t i = 0; i < c->record_count; i++) {
        dossier_str name = all[i].pair.name;
        int again = *count > 0 && term_compare(list[*count - 1].name.data, list[*count - 1].name.size, name.data,
                                               name.size) == 0;
        *count -= (size_t)again;
        list[(*count)++] = all[i].pair;
    }
    free(all);
    return list;
}
