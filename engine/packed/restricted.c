/* restricted.c: keeping the lists of terms with those occurrences alone whose form is meant.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/restricted.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "engine/packed/restrict.h"

/* When lists of so many bytes were made, or so many, all are forgotten that were not asked for since. */
#define KEPT_BYTES ((size_t)8 << 20)
#define KEPT_LISTS 1024
#define BUCKETS 256

/* A list that is kept; one without postings says that there are none. */
typedef struct kept_list {
    struct kept_list *next;
    uint64_t hash;
    buffer name; /* of what it is */
    buffer lists, positions;
    posting_list list;
} kept_list;

typedef struct generation {
    kept_list *buckets[BUCKETS];
    size_t bytes;
    size_t count;
} generation;

struct restricted_lists {
    generation now, before;
    buffer name;
};

static size_t bytes_of(const kept_list *k) {
    return sizeof *k + k->name.capacity + k->lists.capacity + k->positions.capacity;
}

static void free_list(kept_list *k) {
    buffer_free(&k->name);
    buffer_free(&k->lists);
    buffer_free(&k->positions);
    free(k);
}

static void free_generation(generation *g) {
    for (size_t i = 0; i < BUCKETS; i++)
        for (kept_list *next; g->buckets[i] != NULL; g->buckets[i] = next) {
            next = g->buckets[i]->next;
            free_list(g->buckets[i]);
        }
    *g = (generation){.bytes = 0};
}

void restricted_free(restricted_lists *kept) {
    if (kept == NULL)
        return;
    free_generation(&kept->now);
    free_generation(&kept->before);
    buffer_free(&kept->name);
    free(kept);
}

void restricted_trim(restricted_lists *kept) {
    if (kept == NULL || (kept->now.bytes < KEPT_BYTES && kept->now.count < KEPT_LISTS))
        return;
    free_generation(&kept->before);
    kept->before = kept->now;
    kept->now = (generation){.bytes = 0};
}

/* Takes a list out of a generation; NULL where it is not in it. */
static kept_list *take(generation *g, uint64_t hash, const buffer *name) {
    for (kept_list **k = &g->buckets[hash % BUCKETS]; *k != NULL; k = &(*k)->next) {
        kept_list *found = *k;
        if (found->hash != hash || found->name.size != name->size ||
            memcmp(found->name.data, name->data, name->size) != 0)
            continue;
        *k = found->next;
        g->bytes -= bytes_of(found);
        g->count--;
        return found;
    }
    return NULL;
}

static void put(generation *g, kept_list *k) {
    k->next = g->buckets[k->hash % BUCKETS];
    g->buckets[k->hash % BUCKETS] = k;
    g->bytes += bytes_of(k);
    g->count++;
}

/* What a list is of. */
static int name_list(buffer *name, const search_segment *s, enum query_field field, dossier_str stem,
                     const form_set *forms) {
    name->size = 0;
    int failed = buffer_put(name, &s->context, sizeof s->context) != 0 || buffer_put(name, &s->base, sizeof s->base) ||
                 buffer_put_byte(name, (unsigned char)field) != 0 ||
                 buffer_put_counted(name, stem.data, stem.size) != 0;
    for (size_t i = 0; i < forms->count && !failed; i++)
        failed = buffer_put_counted(name, forms->forms[i].data, forms->forms[i].size) != 0;
    return failed ? -1 : 0;
}

/* The list that was kept, or is made now; NULL with an error where it cannot be. */
static kept_list *kept_or_made(restricted_lists *kept, const restriction *r, const form_set *forms, int *status,
                               dossier_error *err) {
    if (name_list(&kept->name, r->segment, r->field, r->stem, forms) != 0) {
        *status = error_memory(err);
        return NULL;
    }
    uint64_t hash = hash_bytes(HASH_START, kept->name.data, kept->name.size);
    kept_list *k = take(&kept->now, hash, &kept->name);
    if (k == NULL)
        k = take(&kept->before, hash, &kept->name);
    if (k != NULL)
        return k;
    k = calloc(1, sizeof *k);
    if (k == NULL || buffer_put(&k->name, kept->name.data, kept->name.size) != 0)
        *status = error_memory(err);
    else
        *status = restrict_list(r, &k->lists, &k->positions, &k->list, err);
    if (*status != DOSSIER_OK) {
        if (k != NULL)
            free_list(k);
        return NULL;
    }
    k->hash = hash;
    return k;
}

/* Makes sure that lists can be kept. */
static int begin(restricted_lists **kept, dossier_error *err) {
    if (*kept == NULL)
        *kept = calloc(1, sizeof **kept);
    return *kept == NULL ? error_memory(err) : DOSSIER_OK;
}

static int find(restricted_lists *kept, restriction *r, const form_set *forms, posting_list *out, dossier_error *err) {
    int status = DOSSIER_OK;
    kept_list *k = kept_or_made(kept, r, forms, &status, err);
    if (k == NULL)
        return status;
    put(&kept->now, k);
    *out = k->list;
    return k->list.frequency > 0;
}

int restricted_find(restricted_lists **kept, const search_segment *s, enum query_field field, dossier_str stem,
                    const form_set *forms, posting_list *out, dossier_error *err) {
    restriction r = {.segment = s, .field = field, .stem = stem};
    int found = s->find(s, FIELD_TEXT, stem, &r.list, err);
    if (found != 1)
        return found;
    int status = restriction_begin(&r, forms, err);
    if (status == DOSSIER_OK && r.meant_count == r.form_count)
        found = RESTRICTED_ALL;
    else if (status == DOSSIER_OK && r.meant_count == 0)
        found = 0;
    else if (status == DOSSIER_OK && (status = begin(kept, err)) == DOSSIER_OK)
        found = find(*kept, &r, forms, out, err);
    restriction_end(&r);
    if (status != DOSSIER_OK)
        return status;
    if (found == RESTRICTED_ALL)
        *out = r.list;
    return found;
}

int restricted_frequency(restricted_lists **kept, const search_segment *s, dossier_str stem, const form_set *forms,
                         const posting_list *list, uint64_t all, uint64_t *out, dossier_error *err) {
    restriction r = {.segment = s, .field = FIELD_TEXT, .stem = stem, .list = *list};
    posting_list made = {0};
    int status = restriction_begin(&r, forms, err);
    if (status == DOSSIER_OK && r.meant_count == r.form_count)
        *out = all;
    else if (status == DOSSIER_OK && (r.meant_count == 0 || (r.meant_count == 1 && s->removed == NULL)))
        *out = r.meant_postings;
    else if (status == DOSSIER_OK && (status = begin(kept, err)) == DOSSIER_OK) {
        int found = find(*kept, &r, forms, &made, err);
        status = found < 0 ? found : DOSSIER_OK;
        *out = found == 1 ? made.frequency : 0;
    }
    restriction_end(&r);
    return status;
}
