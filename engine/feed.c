/* feed.c: articles gathered into batches, and the threads that work on them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/feed.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/array.h"
#include "engine/buffer.h"
#include "engine/error.h"
#include "engine/text/utf8.h"

/* A batch is closed at this much text: small enough that what is built from it stays in the processor's cache, large
 * enough that there are not too many. */
#define BATCH_BYTES ((size_t)3 << 20)
#define BATCH_ITEMS 20000
#define THREADS_MAX 16

/* A thread forgets its words when they take more than it may have, which is never more than this: those of 200 MB of
 * English take 14 MiB, and are learnt again in a tenth of a second. */
#define VOCABULARIES_BYTES ((size_t)24 << 20)

struct feed {
    feed_work work;
    void *context;
    unsigned threads;
    size_t words_most; /* bytes of each thread's words */
    unsigned started;
    pthread_t ids[THREADS_MAX];
    pthread_mutex_t lock;
    pthread_cond_t change;
    batch *first; /* ready, lowest sequence first */
    batch *last;
    unsigned ready;
    unsigned busy;
    int stopping;
    dossier_error failure; /* code 0: none */
    batch *current;
    uint64_t sequence;
};

int analyzers_guess(analyzers *a, language_guess **out, dossier_error *err) {
    int status = a->guess != NULL ? DOSSIER_OK : language_guess_new(&a->guess, err);
    *out = a->guess;
    return status;
}

static void batch_free(batch *b) {
    if (b == NULL)
        return;
    for (size_t i = 0; i < b->count; i++)
        free(b->items[i].memory);
    free(b->items);
    free(b);
}

/* A worker: takes the oldest batch, until there is to be no more. */
static void *run(void *argument) {
    feed *f = argument;
    analyzers a = {0};
    pthread_mutex_lock(&f->lock);
    for (;;) {
        while (f->first == NULL && !f->stopping)
            pthread_cond_wait(&f->change, &f->lock);
        batch *b = f->first;
        if (b == NULL)
            break;
        f->first = b->next;
        f->ready--;
        f->busy++;
        int failed = f->failure.code != 0;
        pthread_mutex_unlock(&f->lock);
        dossier_error err = {0};
        if (!failed && f->work(f->context, b, &a, &err) == DOSSIER_OK)
            err.code = 0;
        batch_free(b);
        analyzers_trim(&a, f->words_most);
        pthread_mutex_lock(&f->lock);
        if (err.code != 0 && f->failure.code == 0)
            f->failure = err;
        f->busy--;
        pthread_cond_broadcast(&f->change);
    }
    pthread_mutex_unlock(&f->lock);
    analyzers_end(&a);
    language_guess_free(a.guess);
    return NULL;
}

unsigned feed_threads(unsigned asked) {
    long online = asked > 0 ? (long)asked : sysconf(_SC_NPROCESSORS_ONLN);
    return online <= 0 ? 1 : online < THREADS_MAX ? (unsigned)online : THREADS_MAX;
}

int feed_new(feed **out, unsigned threads, feed_work work, void *context, dossier_error *err) {
    feed *f = calloc(1, sizeof *f);
    *out = f;
    if (f == NULL)
        return error_memory(err);
    f->threads = feed_threads(threads);
    f->work = work;
    f->context = context;
    f->words_most = VOCABULARIES_BYTES;
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->change, NULL);
    return DOSSIER_OK;
}

void feed_bound_words(feed *f, uint64_t bytes) {
    f->words_most = bytes / f->threads < VOCABULARIES_BYTES ? (size_t)(bytes / f->threads) : VOCABULARIES_BYTES;
}

/* Starts the threads; one is enough to go on with. */
static int start(feed *f, dossier_error *err) {
    while (f->started < f->threads) {
        int refused = pthread_create(&f->ids[f->started], NULL, run, f);
        if (refused != 0 && f->started == 0)
            return error_system(err, refused, "cannot start a thread");
        if (refused != 0)
            f->threads = f->started;
        else
            f->started++;
    }
    return DOSSIER_OK;
}

static int take_failure(feed *f, dossier_error *err) {
    if (f->failure.code != 0 && err != NULL)
        *err = f->failure;
    return f->failure.code;
}

/* Hands the current batch to the threads. */
static int submit(feed *f, dossier_error *err) {
    batch *b = f->current;
    if (b == NULL)
        return DOSSIER_OK;
    int status = start(f, err);
    if (status != DOSSIER_OK)
        return status;
    f->current = NULL;
    pthread_mutex_lock(&f->lock);
    while (f->ready >= f->threads)
        pthread_cond_wait(&f->change, &f->lock);
    b->sequence = f->sequence++;
    if (f->first == NULL)
        f->first = b;
    else
        f->last->next = b;
    f->last = b;
    f->ready++;
    pthread_cond_broadcast(&f->change);
    status = take_failure(f, err);
    pthread_mutex_unlock(&f->lock);
    return status;
}

/* Copies a field into the item's memory, invalid UTF-8 mended (unless raw). */
static int keep(buffer *memory, dossier_str *field, size_t *offset, int raw) {
    size_t invalid = 0;
    *offset = memory->size;
    if (field->size == 0)
        return 0;
    int failed = raw ? buffer_put(memory, field->data, field->size)
                     : utf8_clean(field->data, field->size, memory, &invalid);
    field->size = memory->size - *offset;
    return failed;
}

/* Copies an article into one piece of memory. */
static int copy_article(batch_item *item, const dossier_article *article) {
    dossier_article *to = &item->article;
    *to = *article;
    dossier_str *fields[] = {&to->key,  &to->title,  &to->standfirst, &to->author,
                             &to->date, &to->lang, &to->source,     &to->text};
    enum { FIELDS = sizeof fields / sizeof *fields };
    size_t offsets[FIELDS], total = article->line_count * sizeof(dossier_line);
    for (size_t i = 0; i < FIELDS; i++)
        total += fields[i]->size;
    buffer memory = {0};
    int failed = buffer_reserve(&memory, total + 1);
    /* The lines come first, where the memory is aligned for them. */
    failed |= failed ? 0 : buffer_put(&memory, article->lines, article->line_count * sizeof(dossier_line));
    for (size_t i = 0; i < FIELDS && !failed; i++)
        failed = keep(&memory, fields[i], &offsets[i], i == 0);
    if (failed) {
        buffer_free(&memory);
        return -1;
    }
    for (size_t i = 0; i < FIELDS; i++)
        fields[i]->data = memory.data + offsets[i];
    to->lines = (const dossier_line *)(const void *)memory.data;
    item->memory = memory.data;
    return 0;
}

/* A place for one more article. */
static batch_item *next_item(feed *f) {
    if (f->current == NULL && (f->current = calloc(1, sizeof *f->current)) == NULL)
        return NULL;
    batch *b = f->current;
    if (b->count == b->capacity) {
        batch_item *items = array_larger(b->items, &b->capacity, 64, sizeof *items);
        if (items == NULL)
            return NULL;
        b->items = items;
    }
    b->items[b->count] = (batch_item){0};
    return &b->items[b->count];
}

int feed_add(feed *f, const dossier_article *article, uint64_t number, uint64_t checksum, dossier_error *err) {
    batch_item *item = next_item(f);
    if (item == NULL || copy_article(item, article) != 0)
        return error_memory(err);
    item->number = number;
    item->checksum = checksum;
    batch *b = f->current;
    b->count++;
    b->bytes += item->article.text.size;
    return b->bytes >= BATCH_BYTES || b->count >= BATCH_ITEMS ? submit(f, err) : DOSSIER_OK;
}

int feed_drain(feed *f, dossier_error *err) {
    int status = submit(f, err);
    if (f->started == 0)
        return status;
    pthread_mutex_lock(&f->lock);
    while (f->first != NULL || f->busy > 0)
        pthread_cond_wait(&f->change, &f->lock);
    if (status == DOSSIER_OK)
        status = take_failure(f, err);
    f->sequence = 0;
    pthread_mutex_unlock(&f->lock);
    return status;
}

void feed_free(feed *f) {
    if (f == NULL)
        return;
    pthread_mutex_lock(&f->lock);
    f->stopping = 1;
    while (f->first != NULL) {
        batch *b = f->first;
        f->first = b->next;
        batch_free(b);
    }
    f->ready = 0;
    pthread_cond_broadcast(&f->change);
    pthread_mutex_unlock(&f->lock);
    for (unsigned i = 0; i < f->started; i++)
        pthread_join(f->ids[i], NULL);
    batch_free(f->current);
    pthread_mutex_destroy(&f->lock);
    pthread_cond_destroy(&f->change);
    free(f);
}
