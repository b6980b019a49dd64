/* merge.c: the postings of runs, or of segments, as the postings and the dictionary of one segment.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/merge.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/merge_term.h"
#include "engine/packed/sections.h"

/* About how many bytes of postings go into a part. */
#define PART_BYTES ((uint64_t)4 << 20)
/* About how many bytes of a segment's postings lie between the terms at which it can be cut. */
#define CUT_STEP ((uint64_t)64 << 10)

/* A key at which the order of terms may be cut, and the bytes of postings from it to the next of its source. */
typedef struct cut {
    const char *key;
    size_t size;
    uint64_t weight;
} cut;

/* What a part becomes. */
typedef struct part {
    buffer bytes;   /* lists and positions, term by term */
    buffer entries; /* counted key, then a posting_extent; of a form counted key, then counted terms */
    run forms;      /* that its terms have */
    int done;
} part;

typedef struct merging {
    const merge_source *sources;
    size_t source_count;
    const merge_target *target;
    cut *cuts; /* the first key of each part */
    size_t part_count;
    part *parts;
    buffer keys; /* of segments' cuts: they are not in the mapped file as a whole */
    pthread_mutex_t lock;
    pthread_cond_t change;
    size_t next;      /* the part to be begun next */
    size_t handed_on; /* parts that were handed on */
    size_t ahead;     /* how many may be made before they are */
    int status;
    dossier_error failure;
} merging;

/* --------------------------------------------------------------------------------------------- one source */

/* After a step of the source: 1 with the term it is at, 0 at its end, or an error. */
static int arrive(reading *r, int more, dossier_error *err) {
    if (more == DOSSIER_ERR_DAMAGED && r->source->run == NULL)
        return segment_damaged(r->source->segment, section_name(SECTION_TERMS), err);
    if (more != 1)
        return more;
    r->key = r->source->run != NULL ? r->run.key : r->walk.key;
    r->size = r->source->run != NULL ? r->run.key_size : r->walk.size;
    r->prefix = term_prefix(r->key, r->size);
    /* A segment's forms, which are the last of its keys, come from what becomes of its terms. */
    return r->source->run != NULL || *r->key != TERM_FORM;
}

static int reading_begin(reading *r, const merging *m, size_t order, const cut *from, dossier_error *err) {
    const merge_source *s = &m->sources[order];
    *r = (reading){.source = s, .order = order};
    int more = s->run != NULL
                   ? run_reader_seek(&r->run, s->run, s->bytes, m->target->window, from->key, from->size, err)
                   : term_walk_seek(&r->walk, &s->segment->terms, from->key, from->size);
    return arrive(r, more, err);
}

static int reading_next(reading *r, dossier_error *err) {
    return arrive(r, r->source->run != NULL ? run_reader_next(&r->run, err) : term_walk_next(&r->walk), err);
}

/* Whether a is to be merged before b: by key, then by order. */
static int is_before(const reading *a, const reading *b) {
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    int order = term_compare(a->key, a->size, b->key, b->size);
    return order != 0 ? order < 0 : a->order < b->order;
}

/* --------------------------------------------------------------------------------------------- one part */

/* What one thread has to merge with. */
typedef struct worker {
    merging *m;
    term_merger merger;
    reading *readings;
    reading **heap; /* the next one first */
    size_t heap_size;
    size_t *places; /* in the heap, of those that are at its first term: a place comes before those below it */
    reading **at;   /* the same in the order of the sources */
} worker;

static void sift_down(worker *w, size_t at) {
    reading *moved = w->heap[at];
    for (size_t child; (child = 2 * at + 1) < w->heap_size; at = child) {
        if (child + 1 < w->heap_size && is_before(w->heap[child + 1], w->heap[child]))
            child++;
        if (!is_before(w->heap[child], moved))
            break;
        w->heap[at] = w->heap[child];
    }
    w->heap[at] = moved;
}

static int is_same(const reading *a, const reading *b) {
    return a->prefix == b->prefix && a->size == b->size && memcmp(a->key, b->key, a->size) == 0;
}

/* Finds all that are at the first term of the heap; returns how many.  What is above each in the heap is too. */
static size_t find_places(worker *w) {
    size_t count = 1;
    w->places[0] = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t child = 2 * w->places[i] + 1; child <= 2 * w->places[i] + 2 && child < w->heap_size; child++)
            if (is_same(w->heap[child], w->heap[0]))
                w->places[count++] = child;
    return count;
}

static int compare_order(const void *a, const void *b) {
    const reading *x = *(reading *const *)a, *y = *(reading *const *)b;
    return (x->order > y->order) - (x->order < y->order);
}

/* Moves all those on that were found, and brings the heap in order again, from its end on. */
static int move_on(worker *w, size_t count, dossier_error *err) {
    for (size_t i = count; i-- > 0;) {
        size_t place = w->places[i];
        int more = reading_next(w->heap[place], err);
        if (more < 0)
            return more;
        /* The last one takes the place of one that is at its end; both are in order with what is below them. */
        if (more == 0)
            w->heap[place] = w->heap[--w->heap_size];
        if (place < w->heap_size)
            sift_down(w, place);
    }
    return DOSSIER_OK;
}

/* The terms of a form: no two sources have the same, and those of one come before those of the next. */
static int merge_form(const worker *w, const char *key, size_t size, size_t count, part *to, dossier_error *err) {
    buffer terms = {0};
    int failed = 0;
    for (size_t i = 0; i < count && !failed; i++)
        failed = buffer_put(&terms, w->at[i]->run.postings, w->at[i]->run.postings_size) != 0;
    failed = failed || buffer_put_counted(&to->entries, key, size) != 0 ||
             buffer_put_counted(&to->entries, terms.data, terms.size) != 0;
    buffer_free(&terms);
    return failed ? error_memory(err) : DOSSIER_OK;
}

/* Merges all that the sources have of the first term of the heap. */
static int merge_term(worker *w, part *to, dossier_error *err) {
    char key[TERM_KEY_MAX];
    size_t size = w->heap[0]->size, count = find_places(w), before = to->bytes.size;
    posting_extent extent;
    memcpy(key, w->heap[0]->key, size);
    for (size_t i = 0; i < count; i++)
        w->at[i] = w->heap[w->places[i]];
    if (count > 1)
        qsort(w->at, count, sizeof *w->at, compare_order);
    int status;
    if (*key == TERM_FORM) {
        status = merge_form(w, key, size, count, to, err);
    } else {
        status = term_merge(&w->merger, key, size, w->at, count, &to->bytes, &extent, err);
        /* A term of which nothing is left is none. */
        if (status == DOSSIER_OK && extent.frequency == 0)
            to->bytes.size = before;
        else if (status == DOSSIER_OK && (buffer_put_counted(&to->entries, key, size) != 0 ||
                                          buffer_put(&to->entries, &extent, sizeof extent) != 0))
            status = error_memory(err);
    }
    return status == DOSSIER_OK ? move_on(w, count, err) : status;
}

static int merge_part(worker *w, size_t number, dossier_error *err) {
    const merging *m = w->m;
    const cut *end = number + 1 < m->part_count ? &m->cuts[number + 1] : NULL;
    int status = DOSSIER_OK;
    size_t begun = 0;
    w->heap_size = 0;
    for (; begun < m->source_count && status >= 0; begun++) {
        reading *r = &w->readings[begun];
        status = reading_begin(r, m, begun, &m->cuts[number], err);
        if (status == 1)
            w->heap[w->heap_size++] = r;
    }
    for (size_t i = w->heap_size / 2; i-- > 0;)
        sift_down(w, i);
    status = status > 0 ? DOSSIER_OK : status;
    while (status == DOSSIER_OK && w->heap_size > 0 &&
           (end == NULL || term_compare(w->heap[0]->key, w->heap[0]->size, end->key, end->size) < 0))
        status = merge_term(w, &m->parts[number], err);
    if (status == DOSSIER_OK && form_pairs_write(&w->merger.pairs, &m->parts[number].forms) != 0)
        status = error_memory(err);
    for (size_t i = 0; i < begun; i++)
        run_reader_free(&w->readings[i].run);
    return status;
}

/* ------------------------------------------------------------------------------------------------- the threads */

static void worker_free(worker *w) {
    term_merger_free(&w->merger);
    free(w->readings);
    free(w->heap);
    free(w->places);
    free(w->at);
}

static int worker_begin(worker *w, merging *m, dossier_error *err) {
    *w = (worker){.m = m};
    w->readings = calloc(m->source_count + 1, sizeof *w->readings);
    w->heap = calloc(m->source_count + 1, sizeof *w->heap);
    w->places = calloc(m->source_count + 1, sizeof *w->places);
    w->at = calloc(m->source_count + 1, sizeof *w->at);
    if (w->readings == NULL || w->heap == NULL || w->places == NULL || w->at == NULL)
        return error_memory(err);
    return term_merger_begin(&w->merger, m->target, err);
}

/* Makes parts until there are no more, or something failed. */
static void *work(void *argument) {
    merging *m = argument;
    worker w;
    dossier_error err = {0};
    int status = worker_begin(&w, m, &err);
    pthread_mutex_lock(&m->lock);
    for (;;) {
        while (status == DOSSIER_OK && m->status == DOSSIER_OK && m->next < m->part_count &&
               m->next >= m->handed_on + m->ahead)
            pthread_cond_wait(&m->change, &m->lock);
        if (status != DOSSIER_OK && m->status == DOSSIER_OK) {
            m->status = status;
            m->failure = err;
        }
        if (m->status != DOSSIER_OK || m->next >= m->part_count)
            break;
        size_t number = m->next++;
        pthread_mutex_unlock(&m->lock);
        status = merge_part(&w, number, &err);
        pthread_mutex_lock(&m->lock);
        m->parts[number].done = status == DOSSIER_OK;
        pthread_cond_broadcast(&m->change);
    }
    pthread_cond_broadcast(&m->change);
    pthread_mutex_unlock(&m->lock);
    worker_free(&w);
    return NULL;
}

static void part_free(part *p) {
    buffer_free(&p->bytes);
    buffer_free(&p->entries);
    run_free(&p->forms);
}

/* Hands a part on. */
static int hand_on(const merge_target *t, part *p, dossier_error *err) {
    int status = t->postings(t->context, p->bytes.data, p->bytes.size, err);
    cursor c = cursor_of(p->entries.data, p->entries.size);
    while (c.at < c.size && status == DOSSIER_OK) {
        posting_extent extent;
        size_t size, terms_size;
        const char *key = cursor_counted(&c, &size);
        if (*key == TERM_FORM) {
            const char *terms = cursor_counted(&c, &terms_size);
            status = t->form(t->context, key, size, terms, terms_size, err);
        } else {
            memcpy(&extent, cursor_bytes(&c, sizeof extent), sizeof extent);
            status = t->term(t->context, key, size, &extent, err);
        }
    }
    if (status == DOSSIER_OK && p->forms.bytes.size > 0)
        status = t->forms(t->context, &p->forms, err);
    part_free(p);
    return status;
}

/* Hands all parts on as they are done. */
static int hand_on_all(merging *m, dossier_error *err) {
    int status = DOSSIER_OK;
    pthread_mutex_lock(&m->lock);
    while (m->handed_on < m->part_count && m->status == DOSSIER_OK && status == DOSSIER_OK) {
        part *p = &m->parts[m->handed_on];
        while (!p->done && m->status == DOSSIER_OK)
            pthread_cond_wait(&m->change, &m->lock);
        if (!p->done)
            break;
        pthread_mutex_unlock(&m->lock);
        status = hand_on(m->target, p, err);
        pthread_mutex_lock(&m->lock);
        m->handed_on++;
        if (status != DOSSIER_OK)
            m->status = status;
        pthread_cond_broadcast(&m->change);
    }
    if (status == DOSSIER_OK && m->status != DOSSIER_OK) {
        status = m->status;
        if (err != NULL)
            *err = m->failure;
    }
    pthread_mutex_unlock(&m->lock);
    return status;
}

static int merge_parts(merging *m, dossier_error *err) {
    enum { THREADS_MAX = 16 };
    pthread_t ids[THREADS_MAX];
    unsigned wanted = m->target->threads < THREADS_MAX ? m->target->threads : THREADS_MAX, started = 0;
    m->parts = calloc(m->part_count + 1, sizeof *m->parts);
    if (m->parts == NULL)
        return error_memory(err);
    m->ahead = 2 * (size_t)wanted;
    while (started < wanted && started < m->part_count && pthread_create(&ids[started], NULL, work, m) == 0)
        started++;
    int status = DOSSIER_OK;
    if (started == 0 && m->part_count > 0)
        status = error_set(err, DOSSIER_ERR_IO, "cannot start a thread");
    if (started > 0)
        status = hand_on_all(m, err);
    for (unsigned i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
    for (size_t i = 0; i < m->part_count; i++)
        part_free(&m->parts[i]);
    return status;
}

/* ------------------------------------------------------------------------------------------------ cutting */

static int compare_cuts(const void *a, const void *b) {
    const cut *x = a, *y = b;
    return term_compare(x->key, x->size, y->key, y->size);
}

static int put_cut(buffer *cuts, const char *key, size_t size, uint64_t weight) {
    cut c = {key, size, weight};
    return buffer_put(cuts, &c, sizeof c);
}

static int cuts_of_run(const merge_source *s, buffer *cuts) {
    const run_mark *marks = (const run_mark *)(const void *)s->run->marks.data;
    size_t count = s->run->marks.size / sizeof *marks;
    for (size_t i = 0; i < count; i++) {
        uint64_t end = i + 1 < count ? marks[i + 1].at : s->run->size;
        if (put_cut(cuts, s->run->keys.data + marks[i].key_at, marks[i].key_size, end - marks[i].at) != 0)
            return -1;
    }
    return 0;
}

/* Cuts of a segment: the first terms of blocks.  Their keys are only beginnings: cuts need not be terms. */
static int cuts_of_segment(const merge_source *s, char *keys, buffer *cuts) {
    const term_table *t = &s->segment->terms;
    uint64_t last = 0;
    for (uint64_t i = 0; i < t->block_count; i++) {
        uint64_t at = t->blocks[i].postings_at;
        if (i > 0 && at - last < CUT_STEP)
            continue;
        last = at;
        char *key = keys + i * sizeof t->blocks[i].prefix;
        for (size_t k = 0; k < sizeof t->blocks[i].prefix; k++)
            key[k] = (char)(t->blocks[i].prefix >> (56 - 8 * k));
        if (put_cut(cuts, key, sizeof t->blocks[i].prefix, CUT_STEP) != 0)
            return -1;
    }
    return 0;
}

static int cuts_of(merging *m, buffer *cuts) {
    uint64_t blocks = 0;
    for (size_t i = 0; i < m->source_count; i++)
        blocks += m->sources[i].run == NULL ? m->sources[i].segment->terms.block_count : 0;
    if (buffer_reserve(&m->keys, (size_t)blocks * sizeof(uint64_t)) != 0)
        return -1;
    char *keys = m->keys.data;
    for (size_t i = 0; i < m->source_count; i++) {
        const merge_source *s = &m->sources[i];
        if ((s->run != NULL ? cuts_of_run(s, cuts) : cuts_of_segment(s, keys, cuts)) != 0)
            return -1;
        keys += s->run == NULL ? s->segment->terms.block_count * sizeof(uint64_t) : 0;
    }
    return 0;
}

/* Cuts the order of terms into parts: m->cuts, the first of which is before all terms. */
static int plan(merging *m, dossier_error *err) {
    buffer cuts = {0};
    if (put_cut(&cuts, "", 0, 0) != 0 || cuts_of(m, &cuts) != 0) {
        buffer_free(&cuts);
        return error_memory(err);
    }
    m->cuts = (cut *)(void *)cuts.data;
    size_t count = cuts.size / sizeof *m->cuts;
    qsort(m->cuts, count, sizeof *m->cuts, compare_cuts);
    uint64_t weight = 0;
    m->part_count = 1;
    for (size_t i = 1; i < count; i++) {
        weight += m->cuts[i - 1].weight;
        const cut *last = &m->cuts[m->part_count - 1];
        if (weight < PART_BYTES || compare_cuts(&m->cuts[i], last) == 0)
            continue;
        m->cuts[m->part_count++] = m->cuts[i];
        weight = 0;
    }
    return DOSSIER_OK;
}

int merge_postings(const merge_source *sources, size_t count, const merge_target *target, dossier_error *err) {
    merging m = {.sources = sources, .source_count = count, .target = target};
    pthread_mutex_init(&m.lock, NULL);
    pthread_cond_init(&m.change, NULL);
    int status = plan(&m, err);
    if (status == DOSSIER_OK)
        status = merge_parts(&m, err);
    free(m.cuts);
    free(m.parts);
    buffer_free(&m.keys);
    pthread_mutex_destroy(&m.lock);
    pthread_cond_destroy(&m.change);
    return status;
}
