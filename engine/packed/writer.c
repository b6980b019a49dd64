/* writer.c: writing a packed index: batches become a segment, a commit lists it with those there were.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Threads make batches ready side by side; they are put into the new segment in the order in which their articles
 * came.  A commit finishes that segment, marks what was removed of the others, merges some of them where the policy
 * says so (commit_plan.h), and replaces the list.  Until then nothing that a reader may have open has changed.
 */
#include "engine/packed/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/error.h"
#include "engine/folder.h"
#include "engine/packed/builder.h"
#include "engine/packed/compact.h"
#include "engine/packed/host.h"
#include "engine/packed/commit_plan.h"
#include "engine/packed/set.h"

#define STAGING "staging"
/* The data folder of a new index: it stays the same, and only its list changes. */
#define FIRST_DATA "data-1"
/* About what a thread needs for the batch it works on, its words and what becomes of it. */
#define THREAD_BYTES ((uint64_t)24 << 20)
#define BUILDER_LEAST ((uint64_t)8 << 20)
/* A sample of all texts makes a better dictionary than the first of them where it is no less than this. */
#define SAMPLE_LEAST ((size_t)1 << 20)

/* What words are put into is kept for the next batch where it has room for no more than so many. */
#define ROOM_WORDS ((size_t)1 << 20)
#define ROOMS_MAX 64

struct backend_writer {
    char *folder;  /* root/data */
    char *staging; /* what does not fit into memory */
    int is_new;    /* the folder is not published yet */
    int is_unsure; /* a list was being replaced when something failed: the disk may have the old or the new one */
    writer_settings settings;
    segment_set set; /* as committed */
    pthread_mutex_t lock;
    pthread_cond_t turn_changed;
    uint64_t turn;   /* the sequence of the batch to be put in next */
    int begun;       /* the new segment has been */
    builder builder;
    char new_name[SET_NAME_MAX];
    inverter rooms[ROOMS_MAX]; /* that no batch uses now */
    size_t room_count;
    /* What this commit has made of the dictionary: it is the set's only once the list is written. */
    dictionary *dictionary;
    char dictionary_name[SET_NAME_MAX];
    int dictionary_settled;
    uint64_t next_file;
};

static size_t builder_memory(const backend_writer *w) {
    uint64_t threads = w->settings.threads * THREAD_BYTES;
    uint64_t left = w->settings.memory > threads ? w->settings.memory - threads : 0;
    return (size_t)(left < BUILDER_LEAST ? BUILDER_LEAST : left);
}

static const dictionary *dictionary_of(const backend_writer *w) {
    return w->set.dictionary != NULL ? w->set.dictionary : w->dictionary;
}

/* A name for a new file of this commit. */
static void new_name(backend_writer *w, const char *kind, char to[SET_NAME_MAX]) {
    segment_set numbering = {.next_file = w->next_file};
    set_new_name(&numbering, kind, to);
    w->next_file = numbering.next_file;
}

int packed_writer_open(backend_writer **out, const char *root, const char *data, const writer_settings *settings,
                       dossier_error *err) {
    *out = NULL;
    int status = host_fits(err);
    backend_writer *w = status == DOSSIER_OK ? calloc(1, sizeof *w) : NULL;
    if (w == NULL)
        return status == DOSSIER_OK ? error_memory(err) : status;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->turn_changed, NULL);
    w->builder.out.fd = -1;
    w->settings = *settings;
    w->is_new = data == NULL;
    w->folder = path_join(root, data != NULL ? data : FIRST_DATA);
    w->staging = path_join(root, STAGING);
    w->set.next_number = 1;
    if (w->folder == NULL || w->staging == NULL)
        status = error_memory(err);
    else if (!w->is_new)
        status = set_open(&w->set, w->folder, err);
    /* Nobody else writes: a file that is not there is lost. */
    if (status == BACKEND_STALE)
        status = DOSSIER_ERR_DAMAGED;
    /* Before what the list does not name is removed, it must be the list that a crash would leave. */
    if (status == DOSSIER_OK && !w->is_new)
        status = folder_sync_names(w->folder, err);
    if (status == DOSSIER_OK && !w->is_new)
        status = set_sweep(w->folder, err);
    w->next_file = w->set.next_file;
    if (status != DOSSIER_OK) {
        packed_writer_close(w);
        return status;
    }
    *out = w;
    return DOSSIER_OK;
}

static void free_rooms(backend_writer *w) {
    while (w->room_count > 0)
        inverter_free(&w->rooms[--w->room_count]);
}

/* Drops what was made since the last commit. */
static void drop_new(backend_writer *w) {
    free_rooms(w);
    builder_free(&w->builder);
    dictionary_free(w->dictionary);
    w->dictionary = NULL;
    w->begun = w->dictionary_settled = 0;
    w->turn = 0;
}

void packed_writer_close(backend_writer *w) {
    if (w == NULL)
        return;
    drop_new(w);
    if (w->folder != NULL && !w->is_new && !w->is_unsure)
        set_sweep(w->folder, NULL);
    folder_remove(w->staging == NULL ? "" : w->staging, NULL);
    set_free(&w->set);
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->turn_changed);
    free(w->folder);
    free(w->staging);
    free(w);
}

int packed_writer_totals(backend_writer *w, backend_totals *out, dossier_error *err) {
    (void)err;
    set_totals(&w->set, out);
    return DOSSIER_OK;
}

int packed_writer_find(backend_writer *w, dossier_str key, uint64_t *number, uint64_t *checksum, dossier_error *err) {
    for (size_t i = w->set.count; i-- > 0;) {
        const segment *s = w->set.items[i].segment;
        uint32_t article;
        int found = segment_find_key(s, key, &article, err);
        if (found == 1) {
            *number = s->articles[article].number;
            *checksum = s->articles[article].checksum;
        }
        if (found != 0)
            return found;
    }
    return 0;
}

int packed_writer_record(backend_writer *w, dossier_str name, buffer *out, dossier_error *err) {
    for (size_t i = w->set.count; i-- > 0;) {
        dossier_str value;
        int found = segment_find_name(w->set.items[i].segment, name, &value, err);
        if (found == 1 && buffer_put(out, value.data, value.size) != 0)
            return error_memory(err);
        if (found != 0)
            return found < 0 ? found : value.size > 0;
    }
    return 0;
}

int packed_writer_records(backend_writer *w, int (*fn)(void *, dossier_str, dossier_str), void *context,
                          dossier_error *err) {
    uint64_t at[SET_SEGMENTS_MAX] = {0};
    for (;;) {
        /* The least name that any segment is at; of those that have it, the newest tells the value. */
        dossier_str least = {0}, value = {0};
        int any = 0;
        for (size_t i = 0; i < w->set.count; i++) {
            const segment *s = w->set.items[i].segment;
            dossier_str name, its_value;
            if (at[i] == s->trailer.names)
                continue;
            int status = segment_name(s, at[i], &name, &its_value, err);
            if (status != DOSSIER_OK)
                return status;
            if (any && term_compare(name.data, name.size, least.data, least.size) > 0)
                continue;
            least = name;
            value = its_value;
            any = 1;
        }
        if (!any)
            return DOSSIER_OK;
        for (size_t i = 0; i < w->set.count; i++) {
            const segment *s = w->set.items[i].segment;
            dossier_str name, its_value;
            if (at[i] < s->trailer.names && segment_name(s, at[i], &name, &its_value, err) == DOSSIER_OK &&
                term_compare(name.data, name.size, least.data, least.size) == 0)
                at[i]++;
        }
        int stop = value.size > 0 ? fn(context, least, value) : 0;
        if (stop != 0)
            return stop;
    }
}

/* ------------------------------------------------------------------------------------------------------ staging */

int packed_writer_sample(backend_writer *w, dossier_str text, uint64_t expected, dossier_error *err) {
    int status = DOSSIER_OK;
    pthread_mutex_lock(&w->lock);
    if (!w->dictionary_settled && w->set.dictionary == NULL && text.size >= SAMPLE_LEAST) {
        status = plan_sampled_dictionary(text, expected, &w->dictionary, err);
        w->dictionary_settled = w->dictionary != NULL;
    }
    pthread_mutex_unlock(&w->lock);
    return status;
}

/* The first batch of a large addition gives the index its dictionary, where it has none; others wait for it. */
static int settle_dictionary(backend_writer *w, const batch *b, dossier_error *err) {
    int status = DOSSIER_OK;
    pthread_mutex_lock(&w->lock);
    while (!w->dictionary_settled && b->sequence > 0)
        pthread_cond_wait(&w->turn_changed, &w->lock);
    if (!w->dictionary_settled && w->set.dictionary == NULL && b->bytes >= DICTIONARY_TEXT)
        status = plan_dictionary(b, w->settings.expected_bytes, &w->dictionary, err);
    w->dictionary_settled = 1;
    pthread_cond_broadcast(&w->turn_changed);
    pthread_mutex_unlock(&w->lock);
    return status;
}

static int make_folder(const backend_writer *w, dossier_error *err) {
    if (mkdir(w->folder, 0777) == 0 || errno == EEXIST)
        return DOSSIER_OK;
    return error_system(err, errno, "%s: cannot make the folder", w->folder);
}

/* Opens a builder for a new file of the data folder. */
static int open_builder(backend_writer *w, builder *b, char name[SET_NAME_MAX], dossier_error *err) {
    new_name(w, SET_SEGMENT, name);
    char *path = path_join(w->folder, name);
    int status = path == NULL ? error_memory(err) : make_folder(w, err);
    if (status == DOSSIER_OK)
        status = builder_open(b, path, w->staging, dictionary_of(w), builder_memory(w), w->settings.threads, err);
    free(path);
    return status;
}

static int begin_segment(backend_writer *w, dossier_error *err) {
    if (w->begun)
        return DOSSIER_OK;
    w->begun = 1;
    return open_builder(w, &w->builder, w->new_name, err);
}

static inverter take_room(backend_writer *w) {
    inverter room = {0};
    pthread_mutex_lock(&w->lock);
    if (w->room_count > 0)
        room = w->rooms[--w->room_count];
    pthread_mutex_unlock(&w->lock);
    return room;
}

/* The writer is locked. */
static void give_room(backend_writer *w, inverter *room) {
    if (w->room_count < ROOMS_MAX && room->capacity <= ROOM_WORDS)
        w->rooms[w->room_count++] = *room;
    else
        inverter_free(room);
}

int packed_writer_stage(backend_writer *w, const batch *b, analyzers *a, dossier_error *err) {
    staged s = {0};
    inverter room = take_room(w);
    int status = settle_dictionary(w, b, err);
    if (status == DOSSIER_OK)
        status = staged_make(&s, b, a, dictionary_of(w), &room, err);
    /* A failure is told only after this batch's turn has passed. */
    pthread_mutex_lock(&w->lock);
    give_room(w, &room);
    while (w->turn != b->sequence)
        pthread_cond_wait(&w->turn_changed, &w->lock);
    if (status == DOSSIER_OK)
        status = begin_segment(w, err);
    if (status == DOSSIER_OK)
        status = builder_take(&w->builder, &s, err);
    w->turn++;
    pthread_cond_broadcast(&w->turn_changed);
    pthread_mutex_unlock(&w->lock);
    staged_free(&s);
    return status;
}

/* ------------------------------------------------------------------------------------------------- committing */

/* What a commit is making: the next set, and what is removed of each of its segments. */
typedef struct committing {
    backend_writer *w;
    const change *c;
    segment_set next; /* its segments are the writer's, or (fresh) its own */
    int *fresh;       /* of each item: the segment is not in the writer's set */
    removal *removals;
} committing;

static void committing_free(committing *m) {
    for (size_t i = 0; i < m->next.count; i++) {
        if (m->fresh != NULL && m->fresh[i])
            segment_close(m->next.items[i].segment);
        if (m->removals != NULL)
            removal_free(&m->removals[i]);
    }
    free(m->next.items);
    free(m->fresh);
    free(m->removals);
}

static int committing_begin(committing *m, dossier_error *err) {
    const segment_set *set = &m->w->set;
    m->next = *set;
    m->next.next_number = m->c->next_number;
    m->next.dictionary = (dictionary *)(uintptr_t)dictionary_of(m->w);
    m->next.count = 0;
    m->next.items = calloc(set->count + 2, sizeof *m->next.items);
    m->fresh = calloc(set->count + 2, sizeof *m->fresh);
    m->removals = calloc(set->count + 2, sizeof *m->removals);
    if (m->next.items == NULL || m->fresh == NULL || m->removals == NULL)
        return error_memory(err);
    if (set->count > 0)
        memcpy(m->next.items, set->items, set->count * sizeof *set->items);
    m->next.count = set->count;
    for (size_t i = 0; i < set->count; i++)
        m->removals[i].segment = set->items[i].segment;
    return DOSSIER_OK;
}

/* Opens a segment that was just made. */
static int open_fresh(committing *m, size_t number, const char *name, dossier_error *err) {
    set_item *item = &m->next.items[number];
    *item = (set_item){0};
    snprintf(item->name, sizeof item->name, "%s", name);
    m->fresh[number] = 1;
    int status = segment_open(&item->segment, m->w->folder, name, NULL, m->next.dictionary, err);
    m->removals[number] = (removal){.segment = item->segment};
    return status == BACKEND_STALE ? DOSSIER_ERR_DAMAGED : status;
}

/* Finishes the segment of what was staged, with the names that were set. */
static int finish_staged(committing *m, dossier_error *err) {
    backend_writer *w = m->w;
    size_t count;
    name_pair *names = plan_names(m->c, &count);
    int status = names == NULL ? error_memory(err) : DOSSIER_OK;
    if (status == DOSSIER_OK && (w->begun || count > 0)) {
        status = begin_segment(w, err);
        if (status == DOSSIER_OK)
            status = builder_finish(&w->builder, NULL, 0, names, count, err);
        if (status == DOSSIER_OK)
            status = open_fresh(m, m->next.count++, w->new_name, err);
    }
    free(names);
    return status;
}

/* Marks the articles that are removed. */
static int mark_removed(committing *m, dossier_error *err) {
    int status = DOSSIER_OK;
    for (size_t i = 0; i < m->c->removed_count && status == DOSSIER_OK; i++) {
        size_t k = m->next.count;
        uint32_t article = 0;
        while (k > 0 && !segment_find_number(m->next.items[k - 1].segment, m->c->removed[i], &article))
            k--;
        if (k > 0)
            status = removal_add(&m->removals[k - 1], article, err);
        else
            status = error_set(err, DOSSIER_ERR_DAMAGED, "%s: has no article of number %llu: index the articles again",
                               m->w->folder, (unsigned long long)m->c->removed[i]);
    }
    return status;
}

/* Takes items [from, to) out of the next set. */
static void close_gap(committing *m, size_t from, size_t to) {
    size_t behind = m->next.count - to;
    for (size_t i = from; i < to; i++) {
        if (m->fresh[i])
            segment_close(m->next.items[i].segment);
        removal_free(&m->removals[i]);
    }
    memmove(m->next.items + from, m->next.items + to, behind * sizeof *m->next.items);
    memmove(m->fresh + from, m->fresh + to, behind * sizeof *m->fresh);
    memmove(m->removals + from, m->removals + to, behind * sizeof *m->removals);
    m->next.count -= to - from;
}

/* Merges items [from, to) into one. */
static int merge_items(committing *m, size_t from, size_t to, dossier_error *err) {
    char name[SET_NAME_MAX];
    builder b = {.out.fd = -1};
    int status = open_builder(m->w, &b, name, err);
    if (status == DOSSIER_OK)
        status = compact(&b, m->removals + from, to - from, m->next.dictionary, from == 0, err);
    builder_free(&b);
    if (status != DOSSIER_OK)
        return status;
    close_gap(m, from + 1, to);
    if (m->fresh[from])
        segment_close(m->next.items[from].segment);
    removal_free(&m->removals[from]);
    m->fresh[from] = 0;
    status = open_fresh(m, from, name, err);
    /* Nothing may be left of them. */
    if (status == DOSSIER_OK && m->next.items[from].segment->trailer.passages == 0 &&
        m->next.items[from].segment->trailer.names == 0)
        close_gap(m, from, from + 1);
    return status;
}

static int merge_by_plan(committing *m, dossier_error *err) {
    size_t from, to;
    int status = DOSSIER_OK;
    while (status == DOSSIER_OK && plan_merge(m->removals, m->next.count, m->c->optimize, &from, &to))
        status = merge_items(m, from, to, err);
    return status;
}

/* Writes what is now removed of the segments that stay, and opens them anew with it. */
static int write_removals(committing *m, dossier_error *err) {
    int status = DOSSIER_OK;
    for (size_t i = 0; i < m->next.count && status == DOSSIER_OK; i++) {
        set_item *item = &m->next.items[i];
        if (m->removals[i].article_count == 0)
            continue;
        new_name(m->w, SET_REMOVED, item->removed);
        char *path = path_join(m->w->folder, item->removed);
        segment *again = NULL;
        status = path == NULL ? error_memory(err) : removal_write(&m->removals[i], path, err);
        free(path);
        if (status == DOSSIER_OK)
            status = segment_open(&again, m->w->folder, item->name, item->removed, m->next.dictionary, err);
        if (status != DOSSIER_OK)
            return status;
        if (m->fresh[i])
            segment_close(item->segment);
        item->segment = again;
        m->fresh[i] = 1;
    }
    return status;
}

static int write_dictionary(committing *m, dossier_error *err) {
    backend_writer *w = m->w;
    output out;
    if (w->dictionary == NULL)
        return DOSSIER_OK;
    new_name(w, SET_DICTIONARY, m->next.dictionary_name);
    char *path = path_join(w->folder, m->next.dictionary_name);
    int status = path == NULL ? error_memory(err) : output_open(&out, path, err);
    free(path);
    if (status != DOSSIER_OK)
        return status;
    dossier_str bytes;
    status = dictionary_bytes(w->dictionary, &bytes, err);
    if (status == DOSSIER_OK)
        status = output_put(&out, bytes.data, bytes.size, err);
    if (status == DOSSIER_OK)
        return output_close(&out, err);
    output_drop(&out);
    return status;
}

/* The next set is the committed one: the writer's segments that are not in it are closed. */
static void adopt(committing *m) {
    backend_writer *w = m->w;
    segment_set old = w->set;
    for (size_t i = 0; i < old.count; i++) {
        size_t k = 0;
        while (k < m->next.count && m->next.items[k].segment != old.items[i].segment)
            k++;
        if (k == m->next.count)
            segment_close(old.items[i].segment);
    }
    free(old.items);
    w->set = m->next;
    w->dictionary = NULL;
    for (size_t i = 0; i < m->next.count; i++)
        removal_free(&m->removals[i]);
    free(m->fresh);
    free(m->removals);
    *m = (committing){.w = w};
}

/* Makes the files of the next set. */
static int make_next(committing *m, dossier_error *err) {
    int status = committing_begin(m, err);
    if (status == DOSSIER_OK)
        status = make_folder(m->w, err);
    if (status == DOSSIER_OK)
        status = finish_staged(m, err);
    if (status == DOSSIER_OK)
        status = mark_removed(m, err);
    if (status == DOSSIER_OK)
        status = merge_by_plan(m, err);
    if (status == DOSSIER_OK)
        status = write_removals(m, err);
    if (status == DOSSIER_OK)
        status = write_dictionary(m, err);
    if (status == DOSSIER_OK)
        status = set_open_items(&m->next, m->w->folder, err);
    m->next.next_file = m->w->next_file;
    return status == DOSSIER_OK ? folder_sync_names(m->w->folder, err) : status;
}

int packed_writer_commit(backend_writer *w, const change *c,
                         int (*publish)(void *context, const char *data, dossier_error *err), void *context,
                         dossier_error *err) {
    committing m = {.w = w, .c = c};
    free_rooms(w);
    int status = make_next(&m, err);
    if (status == DOSSIER_OK) {
        status = set_write(&m.next, w->folder, err);
        w->is_unsure = status != DOSSIER_OK;
    }
    if (status == DOSSIER_OK && w->is_new)
        status = publish(context, FIRST_DATA, err);
    if (status == DOSSIER_OK) {
        adopt(&m);
        w->is_new = 0;
        drop_new(w);
        /* What is left over takes space and does no harm; it is gone with the next commit. */
        set_sweep(w->folder, NULL);
        folder_remove(w->staging, NULL);
    }
    committing_free(&m);
    return status;
}
