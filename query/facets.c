/* facets.c: how many of all matches are by each author, of each year, from each site.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/facets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "engine/site.h"

enum { FIELDS = 3, NO_VALUE = -1, NOT_COUNTED = -2 };

/* In the order of their bits. */
static const char *const names[FIELDS] = {"author", "date", "site"};

/* One value. */
typedef struct entry {
    uint64_t hash;
    uint64_t count;
    size_t at; /* in the table's bytes */
    size_t size;
} entry;

/* The values of a field. */
typedef struct table {
    entry *entries;
    size_t count, capacity;
    uint32_t *slots; /* 1 + the entry; 0: free */
    size_t mask;
    buffer bytes;
    uint64_t without; /* matches that have no value */
    uint64_t missed;  /* matches whose values are not counted */
    long last;        /* the entry of the article before, NO_VALUE or NOT_COUNTED */
} table;

typedef struct counting {
    table tables[FIELDS];
    unsigned fields;
    int grouped;
    int any; /* 1: there was a match in this part */
    uint64_t article;
    session_part *part;
    dossier_error *err;
} counting;

/* Makes room for one more entry, with twice as many slots at least. */
static int grow(table *t) {
    size_t capacity = t->capacity == 0 ? 64 : 2 * t->capacity;
    entry *entries = realloc(t->entries, capacity * sizeof *entries);
    if (entries == NULL)
        return -1;
    t->entries = entries;
    uint32_t *slots = calloc(2 * capacity, sizeof *slots);
    if (slots == NULL)
        return -1;
    free(t->slots);
    t->slots = slots;
    t->mask = 2 * capacity - 1;
    t->capacity = capacity;
    for (size_t i = 0; i < t->count; i++) {
        size_t at = (size_t)t->entries[i].hash & t->mask;
        while (slots[at] != 0)
            at = (at + 1) & t->mask;
        slots[at] = (uint32_t)i + 1;
    }
    return 0;
}

/* The entry of a value, made where it is not there yet, into t->last; -1 where there is no memory. */
static int find(table *t, dossier_str value) {
    t->last = NO_VALUE;
    if (value.size == 0)
        return 0;
    if (t->count == t->capacity && grow(t) != 0)
        return -1;
    uint64_t hash = hash_bytes(HASH_START, value.data, value.size);
    size_t at = (size_t)hash & t->mask;
    for (; t->slots[at] != 0; at = (at + 1) & t->mask) {
        const entry *e = &t->entries[t->slots[at] - 1];
        if (e->hash == hash && e->size == value.size && memcmp(t->bytes.data + e->at, value.data, value.size) == 0) {
            t->last = (long)t->slots[at] - 1;
            return 0;
        }
    }
    t->last = NOT_COUNTED;
    if (t->count == FACET_VALUES_MAX || value.size > FACET_BYTES_MAX - t->bytes.size)
        return 0;
    size_t begin = t->bytes.size;
    if (buffer_put(&t->bytes, value.data, value.size) != 0)
        return -1;
    t->last = (long)t->count;
    t->entries[t->count++] = (entry){hash, 0, begin, value.size};
    t->slots[at] = (uint32_t)t->count;
    return 0;
}

/* Finds the values of an article. */
static int find_all(counting *c, const visited *v) {
    stored_passage stored = {0};
    site host;
    char year[16];
    int status = DOSSIER_OK, failed = 0;
    if (c->fields & (DOSSIER_FACET_AUTHOR | DOSSIER_FACET_SITE))
        status = c->part->m.backend->reader_article(c->part->reader, v->document, &stored, c->err);
    if (status != DOSSIER_OK)
        return status;
    if (c->fields & DOSSIER_FACET_AUTHOR)
        failed |= find(&c->tables[0], stored.author);
    if (c->fields & DOSSIER_FACET_DATE) {
        snprintf(year, sizeof year, "%04u", (unsigned)(v->date / 10000));
        failed |= find(&c->tables[1], dossier_string(v->date == 0 ? "" : year));
    }
    if (c->fields & DOSSIER_FACET_SITE) {
        site_of(stored.source, &host);
        size_t size = host.count > 0 ? site_host(stored.source, host.host) : 0;
        failed |= find(&c->tables[2], (dossier_str){host.host, size});
    }
    buffer_free(&stored.memory);
    return failed ? error_memory(c->err) : DOSSIER_OK;
}

static int take(void *context, const visited *v) {
    counting *c = context;
    int same = c->any && c->article == v->article;
    if (same && c->grouped)
        return DOSSIER_OK;
    int status = same ? DOSSIER_OK : find_all(c, v);
    if (status != DOSSIER_OK)
        return status;
    c->any = 1;
    c->article = v->article;
    for (size_t i = 0; i < FIELDS; i++) {
        table *t = &c->tables[i];
        if ((c->fields >> i & 1) == 0)
            continue;
        if (t->last >= 0)
            t->entries[t->last].count++;
        else if (t->last == NO_VALUE)
            t->without++;
        else
            t->missed++;
    }
    return DOSSIER_OK;
}

/* ------------------------------------------------------------------------------------------------------- telling */

/* The most frequent first, of equal ones that whose bytes are less. */
static int is_before(const table *t, const entry *a, const entry *b) {
    if (a->count != b->count)
        return a->count > b->count;
    int order = memcmp(t->bytes.data + a->at, t->bytes.data + b->at, a->size < b->size ? a->size : b->size);
    return order != 0 ? order < 0 : a->size < b->size;
}

static int tell(const table *t, const char *name, dossier_result *result, dossier_facet *to) {
    const entry *best[FACET_VALUES];
    size_t count = 0;
    for (size_t i = 0; i < t->count; i++) {
        size_t place = count;
        while (place > 0 && is_before(t, &t->entries[i], best[place - 1]))
            place--;
        if (place == FACET_VALUES)
            continue;
        count += count < FACET_VALUES;
        memmove(best + place + 1, best + place, (count - 1 - place) * sizeof *best);
        best[place] = &t->entries[i];
    }
    dossier_facet_value *values = result_alloc(result, count * sizeof *values);
    if (values == NULL)
        return -1;
    *to = (dossier_facet){name, values, count, t->count - count, t->without};
    for (size_t i = 0; i < count; i++) {
        values[i].count = best[i]->count;
        if (result_copy(result, (dossier_str){t->bytes.data + best[i]->at, best[i]->size}, &values[i].value) != 0)
            return -1;
    }
    return 0;
}

static int tell_all(const counting *c, dossier_result *result, dossier_error *err) {
    dossier_facet *facets = result_alloc(result, FIELDS * sizeof *facets);
    if (facets == NULL)
        return error_memory(err);
    result->facets = facets;
    for (size_t i = 0; i < FIELDS; i++) {
        const table *t = &c->tables[i];
        if ((c->fields >> i & 1) == 0)
            continue;
        if (tell(t, names[i], result, &facets[result->facet_count++]) != 0)
            return error_memory(err);
        char remark[160];
        dossier_str copy;
        if (t->missed == 0 || result->remark != NULL)
            continue;
        snprintf(remark, sizeof remark, "more than %zu values of %s: %llu matches with those met last are not counted",
                 t->count, names[i], (unsigned long long)t->missed);
        if (result_copy(result, dossier_string(remark), &copy) != 0)
            return error_memory(err);
        result->remark = (char *)(uintptr_t)copy.data;
    }
    return DOSSIER_OK;
}

int facets_count(const session *s, const query_tree *trees, int group, unsigned fields, dossier_result *result,
                 dossier_error *err) {
    counting c = {.fields = fields, .grouped = group == DOSSIER_GROUP_ARTICLE, .err = err};
    int status = DOSSIER_OK;
    for (size_t i = 0; i < s->count && status == DOSSIER_OK; i++) {
        c.part = &s->parts[i];
        c.any = 0;
        status = c.part->m.backend->reader_visit(c.part->reader, trees[i].root, take, &c, err);
    }
    if (status == DOSSIER_OK)
        status = tell_all(&c, result, err);
    for (size_t i = 0; i < FIELDS; i++) {
        free(c.tables[i].entries);
        free(c.tables[i].slots);
        buffer_free(&c.tables[i].bytes);
    }
    return status;
}
