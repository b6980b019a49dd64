/* invert.c: from the words of texts, in text order, to the places of each word, in the order of words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/invert.h"

#include <stdlib.h>
#include <string.h>

/* A term of the batch, and which of the sorted places are its own. */
typedef struct group {
    uint64_t prefix;
    term_id id;
    uint32_t begin;
    uint32_t end;
} group;

/* Makes an array larger; returns -1 where there is no memory. */
static int grow(void *array, size_t *capacity, size_t least, size_t unit) {
    size_t wanted = *capacity < 1024 ? 1024 : *capacity;
    while (wanted < least)
        wanted *= 2;
    void **place_of = array;
    void *larger = realloc(*place_of, wanted * unit);
    if (larger == NULL)
        return -1;
    *place_of = larger;
    *capacity = wanted;
    return 0;
}

static int grow_counts(inverter *v, term_id id) {
    size_t before = v->counts_size;
    if (grow(&v->counts, &v->counts_size, (size_t)id + 1, sizeof *v->counts) != 0)
        return -1;
    memset(v->counts + before, 0, (v->counts_size - before) * sizeof *v->counts);
    return 0;
}

static int grow_words(inverter *v) {
    size_t terms = v->capacity, places = v->capacity;
    if (grow(&v->terms, &terms, v->count + 1, sizeof *v->terms) != 0 ||
        grow(&v->places, &places, v->count + 1, sizeof *v->places) != 0)
        return -1;
    v->capacity = terms;
    return 0;
}

static int meet(inverter *v, term_id id) {
    if (v->met_count == v->met_capacity && grow(&v->met, &v->met_capacity, v->met_count + 1, sizeof *v->met) != 0)
        return -1;
    v->met[v->met_count++] = id;
    return 0;
}

int inverter_put(inverter *v, term_id id, uint32_t where, uint32_t position) {
    if ((v->count == v->capacity && grow_words(v) != 0) || (id >= v->counts_size && grow_counts(v, id) != 0) ||
        v->count == UINT32_MAX)
        return -1;
    if (v->counts[id]++ == 0 && meet(v, id) != 0)
        return -1;
    v->terms[v->count] = id;
    v->places[v->count++] = (place){where, position};
    return 0;
}

/* --------------------------------------------------------------------------------------------------- sorting */

/* Lays the places of each term side by side, in the order in which they came; counts become their ends. */
static int sort_places(inverter *v) {
    if (v->sorted_capacity < v->count &&
        grow(&v->sorted, &v->sorted_capacity, v->count, sizeof *v->sorted) != 0)
        return -1;
    uint32_t begin = 0;
    for (size_t i = 0; i < v->met_count; i++) {
        uint32_t count = v->counts[v->met[i]];
        v->counts[v->met[i]] = begin;
        begin += count;
    }
    for (size_t i = 0; i < v->count; i++)
        v->sorted[v->counts[v->terms[i]]++] = v->places[i];
    return 0;
}

static int is_before(const vocabulary *words, const group *a, const group *b) {
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    const term *x = vocabulary_term(words, a->id), *y = vocabulary_term(words, b->id);
    return term_compare(x->text, x->size, y->text, y->size) < 0;
}

/* Sorts groups of up to this many in place before merging them. */
#define SMALL 12

static void sort_small(const vocabulary *words, group *groups, size_t count) {
    for (size_t i = 1; i < count; i++) {
        group moved = groups[i];
        size_t k = i;
        for (; k > 0 && is_before(words, &moved, &groups[k - 1]); k--)
            groups[k] = groups[k - 1];
        groups[k] = moved;
    }
}

/* Merges neighbours of `width` groups from one array into the other. */
static void merge_pass(const vocabulary *words, const group *from, group *to, size_t count, size_t width) {
    for (size_t begin = 0; begin < count; begin += 2 * width) {
        size_t a = begin, middle = begin + width < count ? begin + width : count;
        size_t b = middle, end = begin + 2 * width < count ? begin + 2 * width : count;
        for (size_t k = begin; k < end; k++)
            to[k] = b == end || (a < middle && !is_before(words, &from[b], &from[a])) ? from[a++] : from[b++];
    }
}

/* Sorts by key: of the two arrays, the one that holds the result. */
static group *sort_groups(const vocabulary *words, group *groups, group *other, size_t count) {
    for (size_t at = 0; at < count; at += SMALL)
        sort_small(words, groups + at, count - at < SMALL ? count - at : SMALL);
    for (size_t width = SMALL; width < count; width *= 2) {
        merge_pass(words, groups, other, count, width);
        group *made = other;
        other = groups;
        groups = made;
    }
    return groups;
}

/* --------------------------------------------------------------------------------------------------- writing */

/* Postings take at most so many bytes for a place: two varints and a count. */
#define PLACE_BYTES 15

/* The full postings of places that are in order. */
static unsigned char *write_full(unsigned char *p, const place *places, size_t count) {
    uint32_t last = 0;
    for (size_t i = 0; i < count;) {
        uint32_t where = places[i].where, zeros = 0, position = 0;
        size_t end = i;
        for (; end < count && places[end].where == where; end++)
            zeros += places[end].position == 0;
        p = run_put(p, where - last);
        p = run_put(p, end - i);
        last = where;
        for (; zeros > 0; zeros--)
            *p++ = 0;
        for (; i < end; i++) {
            if (places[i].position == 0)
                continue;
            p = run_put(p, places[i].position - position);
            position = places[i].position;
        }
    }
    return p;
}

/* The bare postings of places that are in order: each article once. */
static unsigned char *write_bare(unsigned char *p, const place *places, size_t count) {
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && places[i].where == places[i - 1].where)
            continue;
        p = run_put(p, places[i].where - last);
        last = places[i].where;
    }
    return p;
}

static int write_group(const inverter *v, const vocabulary *words, enum query_field field, const group *g, run *out) {
    const term *t = vocabulary_term(words, g->id);
    const place *places = v->sorted + g->begin;
    size_t count = g->end - g->begin;
    char key[TERM_KEY_MAX];
    size_t size = term_key(field, (dossier_str){t->text, t->size}, key);
    /* The postings' size comes before them and is not known yet: they are written further on, then moved. */
    enum { SIZE_BYTES = 10 };
    if (run_mark_term(out, key, size) != 0 || buffer_put_counted(&out->bytes, key, size) != 0 ||
        buffer_reserve(&out->bytes, SIZE_BYTES + count * PLACE_BYTES) != 0)
        return -1;
    unsigned char *begin = (unsigned char *)out->bytes.data + out->bytes.size, *postings = begin + SIZE_BYTES;
    unsigned char *end =
        field == FIELD_TEXT ? write_full(postings, places, count) : write_bare(postings, places, count);
    unsigned char *to = run_put(begin, (uint64_t)(end - postings));
    memmove(to, postings, (size_t)(end - postings));
    out->bytes.size += (size_t)(to - begin) + (size_t)(end - postings);
    return 0;
}

static void clear(inverter *v) {
    for (size_t i = 0; i < v->met_count; i++)
        v->counts[v->met[i]] = 0;
    v->met_count = v->count = 0;
}

int inverter_write(inverter *v, const vocabulary *words, enum query_field field, run *out) {
    size_t count = v->met_count;
    group *groups = malloc((2 * count + 1) * sizeof *groups);
    int failed = groups == NULL || sort_places(v) != 0;
    uint32_t begin = 0;
    for (size_t i = 0; i < count && !failed; i++) {
        const term *t = vocabulary_term(words, v->met[i]);
        groups[i] = (group){term_prefix(t->text, t->size), v->met[i], begin, v->counts[v->met[i]]};
        begin = v->counts[v->met[i]];
    }
    const group *sorted = failed ? NULL : sort_groups(words, groups, groups + count, count);
    for (size_t i = 0; i < count && !failed; i++)
        failed = write_group(v, words, field, &sorted[i], out);
    free(groups);
    clear(v);
    return failed ? -1 : 0;
}

void inverter_free(inverter *v) {
    free(v->terms);
    free(v->places);
    free(v->counts);
    free(v->met);
    free(v->sorted);
    *v = (inverter){0};
}
