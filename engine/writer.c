/* writer.c: an index open for writing: which articles are new, which replace others, and when it all becomes visible.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/backend.h"
#include "engine/error.h"
#include "engine/feed.h"
#include "engine/hash.h"
#include "engine/index.h"
#include "engine/manifest.h"

#define MEMORY_DEFAULT ((uint64_t)256 << 20)
#define MEMORY_LEAST ((uint64_t)32 << 20)
/* A thread is worth its memory where it has this much: two batches, what becomes of one, and the words. */
#define MEMORY_OF_THREAD ((uint64_t)32 << 20)

/* An article of this run, by its key's hash. */
typedef struct pending {
    uint64_t key_hash; /* 0: free */
    uint64_t number;   /* 0: the key was removed in this run */
    uint64_t checksum;
} pending;

struct dossier_writer {
    char *dir;
    int lock;
    int made_folder;
    int is_new; /* nothing was ever committed */
    manifest m;
    const backend *backend;
    backend_writer *storage;
    feed *feed;
    uint64_t next_number;
    pending *run; /* open addressing, at most half full */
    size_t run_mask;
    size_t run_used;
    buffer removed;     /* uint64_t numbers */
    buffer record_text; /* names and values, counted, in the order they were set */
    size_t record_count;
    dossier_error failure; /* what made this writer useless; code 0: nothing */
};

static uint64_t key_hash(dossier_str key) {
    uint64_t hash = hash_bytes(HASH_START, key.data, key.size);
    return hash == 0 ? 1 : hash;
}

/* What tells that an article has not changed. */
static uint64_t checksum_of(const dossier_article *a) {
    const dossier_str fields[] = {a->title, a->standfirst, a->author, a->date, a->lang, a->source, a->text};
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        hash = hash_bytes(hash, fields[i].data, fields[i].size);
    for (size_t i = 0; i < a->line_count; i++)
        hash = hash_step(hash_step(hash, a->lines[i].offset), a->lines[i].line);
    return hash;
}

static pending *find_pending(const dossier_writer *w, uint64_t hash) {
    for (size_t i = hash & w->run_mask;; i = (i + 1) & w->run_mask)
        if (w->run[i].key_hash == hash || w->run[i].key_hash == 0)
            return &w->run[i];
}

static int clear_run(dossier_writer *w) {
    pending *run = calloc(256, sizeof *run);
    if (run == NULL)
        return -1;
    free(w->run);
    w->run = run;
    w->run_mask = 255;
    w->run_used = 0;
    return 0;
}

static int put_pending(dossier_writer *w, pending item) {
    if (2 * (w->run_used + 1) > w->run_mask + 1) {
        pending *old = w->run;
        size_t slots = w->run_mask + 1;
        pending *run = calloc(2 * slots, sizeof *run);
        if (run == NULL)
            return -1;
        w->run = run;
        w->run_mask = 2 * slots - 1;
        for (size_t i = 0; i < slots; i++)
            if (old[i].key_hash != 0)
                *find_pending(w, old[i].key_hash) = old[i];
        free(old);
    }
    pending *place = find_pending(w, item.key_hash);
    w->run_used += place->key_hash == 0;
    *place = item;
    return 0;
}

/* Remembers a failure that leaves nothing to go on with, and returns it. */
static int fail(dossier_writer *w, int status, const dossier_error *err) {
    if (w->failure.code == 0) {
        w->failure = *err;
        w->failure.code = status;
    }
    return status;
}

static int failed_before(const dossier_writer *w, dossier_error *err) {
    if (w->failure.code != 0 && err != NULL)
        *err = w->failure;
    return w->failure.code;
}

/* Names the language of each article that does not say it.  That it can be told was seen when the writer was opened. */
static void tell_languages(const dossier_writer *w, batch *b, analyzers *a) {
    language_guess *guess;
    int able = analyzers_guess(a, &guess, NULL) == DOSSIER_OK;
    for (size_t i = 0; i < b->count; i++) {
        dossier_article *article = &b->items[i].article;
        if (article->lang.size > 0)
            continue;
        const char *lang = able ? language_of(guess, article->text.data, article->text.size) : NULL;
        article->lang = dossier_string(lang == NULL ? w->m.lang : lang);
    }
}

static int stage(void *context, batch *b, analyzers *a, dossier_error *err) {
    dossier_writer *w = context;
    if (w->m.detect)
        tell_languages(w, b, a);
    return w->backend->writer_stage(w->storage, b, a, err);
}

/* Settles backend and language: those of the index that is there, else those asked for. */
static int settle(dossier_writer *w, const dossier_writer_options *o, dossier_error *err) {
    int found = manifest_read(w->dir, &w->m, err);
    if (found < 0)
        return found;
    w->is_new = !found;
    manifest asked = w->m;
    const char *name = o->backend != NULL ? o->backend : found ? NULL : dossier_backends()[0];
    int known = name != NULL ? backend_named(name, &asked.backend, err) : 1;
    if (known <= 0)
        return known < 0 ? known : error_set(err, DOSSIER_ERR_ARGUMENT, "%s: is no backend of this program", name);
    const char *lang = o->lang != NULL ? o->lang : found ? NULL : "english";
    if (lang != NULL && manifest_parse_lang(lang, &asked) != 0)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "%s: is no language there is a stemmer for", lang);
    if (found && (asked.backend != w->m.backend || asked.lang != w->m.lang || asked.detect != w->m.detect)) {
        char kept[MANIFEST_LANG_MAX];
        manifest_print_lang(&w->m, kept);
        return error_set(err, DOSSIER_ERR_ARGUMENT,
                         "%s: was made with backend %s and language %s, which cannot be changed: choose another folder",
                         w->dir, w->m.backend->name, kept);
    }
    w->m = asked;
    w->backend = asked.backend;
    return DOSSIER_OK;
}

static writer_settings settings_of(const dossier_writer_options *o) {
    uint64_t memory = o->memory == 0 ? MEMORY_DEFAULT : o->memory;
    memory = memory < MEMORY_LEAST ? MEMORY_LEAST : memory;
    unsigned threads = feed_threads(o->threads);
    uint64_t most = memory / MEMORY_OF_THREAD;
    return (writer_settings){o->expected_bytes, memory, threads < most ? threads : (unsigned)most};
}

static int open_storage(dossier_writer *w, const dossier_writer_options *o, dossier_error *err) {
    writer_settings settings = settings_of(o);
    int status = settle(w, o, err);
    language_guess *guess = NULL;
    if (status == DOSSIER_OK && w->m.detect)
        status = language_guess_new(&guess, err);
    language_guess_free(guess);
    if (status == DOSSIER_OK)
        status = manifest_sweep(w->dir, err);
    if (status == DOSSIER_OK)
        status = w->backend->writer_open(&w->storage, w->dir, w->is_new ? NULL : w->m.data, &settings, err);
    backend_totals totals = {0};
    if (status == DOSSIER_OK)
        status = w->backend->writer_totals(w->storage, &totals, err);
    w->next_number = totals.next_number == 0 ? 1 : totals.next_number;
    return status;
}

int dossier_writer_open(dossier_writer **out, const char *dir, const dossier_writer_options *options,
                        dossier_error *err) {
    static const dossier_writer_options defaults;
    *out = NULL;
    if (options == NULL)
        options = &defaults;
    if (dir == NULL || *dir == '\0')
        return error_set(err, DOSSIER_ERR_ARGUMENT, "no folder was given for the index");
    dossier_writer *w = calloc(1, sizeof *w);
    if (w == NULL || (w->dir = strdup(dir)) == NULL || clear_run(w) != 0) {
        if (w != NULL)
            free(w->dir);
        free(w);
        return error_memory(err);
    }
    int status = manifest_lock(dir, &w->lock, &w->made_folder, err);
    if (status != DOSSIER_OK) {
        free(w->run);
        free(w->dir);
        free(w);
        return status;
    }
    status = open_storage(w, options, err);
    if (status == DOSSIER_OK)
        status = feed_new(&w->feed, settings_of(options).threads, stage, w, err);
    if (status == DOSSIER_OK)
        feed_bound_words(w->feed, settings_of(options).memory / 4);
    if (status != DOSSIER_OK) {
        dossier_writer_close(w);
        return status;
    }
    *out = w;
    return DOSSIER_OK;
}

void dossier_writer_close(dossier_writer *w) {
    if (w == NULL)
        return;
    feed_free(w->feed);
    if (w->storage != NULL)
        w->backend->writer_close(w->storage);
    manifest_sweep(w->dir, NULL);
    manifest_unlock(w->dir, w->lock, w->made_folder);
    free(w->run);
    buffer_free(&w->removed);
    buffer_free(&w->record_text);
    free(w->dir);
    free(w);
}

static int check_article(const dossier_article *a, dossier_error *err) {
    const dossier_str fields[] = {a->key, a->title, a->standfirst, a->author, a->date, a->lang, a->source};
    static const char *const names[] = {"key", "title", "standfirst", "author", "date", "lang", "source"};
    int shown = (int)(a->key.size < 200 ? a->key.size : 200);
    if (a->key.size == 0)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "an article without a key cannot be kept");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i].size > DOSSIER_FIELD_MAX)
            return error_set(err, DOSSIER_ERR_ARGUMENT, "%.*s: its %s is longer than %zu bytes", shown, a->key.data,
                             names[i], DOSSIER_FIELD_MAX);
    if (a->text.size > DOSSIER_TEXT_MAX)
        return error_set(err, DOSSIER_ERR_INPUT, "%.*s: its text is longer than %zu MiB", shown, a->key.data,
                         DOSSIER_TEXT_MAX >> 20);
    char lang[64];
    snprintf(lang, sizeof lang, "%.*s", (int)(a->lang.size < 63 ? a->lang.size : 63), a->lang.data);
    if (a->lang.size > 0 && (strlen(lang) != a->lang.size || !vocabulary_known(lang)))
        return error_set(err, DOSSIER_ERR_ARGUMENT, "%.*s: there is no stemmer for its language %s", shown,
                         a->key.data, lang);
    return DOSSIER_OK;
}

/* The article that now has this key, committed or of this run: 1 with *found filled, 0, or an error. */
static int find_current(dossier_writer *w, dossier_str key, uint64_t hash, pending *found, dossier_error *err) {
    const pending *of_run = find_pending(w, hash);
    *found = (pending){.key_hash = hash};
    if (of_run->key_hash == hash) {
        *found = *of_run;
        return found->number != 0;
    }
    return w->is_new ? 0 : w->backend->writer_find(w->storage, key, &found->number, &found->checksum, err);
}

static int note_removed(dossier_writer *w, uint64_t number) {
    return buffer_put(&w->removed, &number, sizeof number);
}

int dossier_writer_add(dossier_writer *w, const dossier_article *article, dossier_error *err) {
    dossier_error own;
    if (err == NULL)
        err = &own;
    int status = failed_before(w, err);
    if (status == DOSSIER_OK)
        status = check_article(article, err);
    if (status != DOSSIER_OK)
        return status;
    uint64_t hash = key_hash(article->key), checksum = checksum_of(article);
    pending before;
    int found = find_current(w, article->key, hash, &before, err);
    if (found < 0)
        return fail(w, found, err);
    if (found && before.checksum == checksum)
        return DOSSIER_UNCHANGED;
    pending item = {.key_hash = hash, .number = w->next_number, .checksum = checksum};
    if ((found && note_removed(w, before.number) != 0) || put_pending(w, item) != 0)
        return fail(w, error_memory(err), err);
    dossier_article taken = *article;
    if (taken.lang.size == 0 && !w->m.detect)
        taken.lang = dossier_string(w->m.lang);
    status = feed_add(w->feed, &taken, w->next_number++, checksum, err);
    if (status != DOSSIER_OK)
        return fail(w, status, err);
    return found ? DOSSIER_REPLACED : DOSSIER_OK;
}

int dossier_writer_remove(dossier_writer *w, dossier_str key, dossier_error *err) {
    dossier_error own;
    if (err == NULL)
        err = &own;
    int status = failed_before(w, err);
    if (status != DOSSIER_OK)
        return status;
    pending before;
    int found = find_current(w, key, key_hash(key), &before, err);
    if (found < 0)
        return fail(w, found, err);
    if (found) {
        pending gone = {.key_hash = before.key_hash};
        if (note_removed(w, before.number) != 0 || put_pending(w, gone) != 0)
            return fail(w, error_memory(err), err);
    }
    return found;
}

int writer_record_get(dossier_writer *w, dossier_str name, buffer *out, dossier_error *err) {
    return w->is_new ? 0 : w->backend->writer_record(w->storage, name, out, err);
}

int writer_record_set(dossier_writer *w, dossier_str name, dossier_str value, dossier_error *err) {
    if (buffer_put_counted(&w->record_text, name.data, name.size) != 0 ||
        buffer_put_counted(&w->record_text, value.data, value.size) != 0)
        return error_memory(err);
    w->record_count++;
    return DOSSIER_OK;
}

int writer_record_each(dossier_writer *w, int (*fn)(void *, dossier_str, dossier_str), void *context,
                       dossier_error *err) {
    return w->is_new ? 0 : w->backend->writer_records(w->storage, fn, context, err);
}

int writer_sample(dossier_writer *w, dossier_str text, uint64_t expected, dossier_error *err) {
    return w->backend->writer_sample != NULL ? w->backend->writer_sample(w->storage, text, expected, err) : DOSSIER_OK;
}

int writer_is_new(const dossier_writer *w) {
    return w->is_new;
}

/* The records that were set, as pairs of names and values; the caller frees the list. */
static dossier_str *list_records(dossier_writer *w) {
    dossier_str *list = malloc((2 * w->record_count + 1) * sizeof *list);
    cursor c = cursor_of(w->record_text.data, w->record_text.size);
    for (size_t i = 0; list != NULL && i < 2 * w->record_count; i++)
        list[i].data = cursor_counted(&c, &list[i].size);
    return list;
}

static int publish(void *context, const char *data, dossier_error *err) {
    dossier_writer *w = context;
    snprintf(w->m.data, sizeof w->m.data, "%s", data);
    int status = manifest_write(w->dir, &w->m, err);
    if (status == DOSSIER_OK)
        w->is_new = 0;
    return status;
}

static int commit(dossier_writer *w, int optimize, dossier_error *err) {
    dossier_error own;
    if (err == NULL)
        err = &own;
    int status = failed_before(w, err);
    if (status == DOSSIER_OK)
        status = feed_drain(w->feed, err);
    dossier_str *records = status == DOSSIER_OK ? list_records(w) : NULL;
    if (status == DOSSIER_OK && records == NULL)
        status = error_memory(err);
    if (status == DOSSIER_OK) {
        change c = {.removed = (const uint64_t *)(const void *)w->removed.data,
                    .removed_count = w->removed.size / sizeof(uint64_t),
                    .records = records,
                    .record_count = w->record_count,
                    .next_number = w->next_number,
                    .optimize = optimize};
        manifest before = w->m;
        status = w->backend->writer_commit(w->storage, &c, publish, w, err);
        if (status != DOSSIER_OK)
            w->m = before;
    }
    free(records);
    if (status == DOSSIER_OK && clear_run(w) != 0)
        status = error_memory(err);
    if (status != DOSSIER_OK)
        return fail(w, status, err);
    w->removed.size = w->record_text.size = w->record_count = 0;
    return DOSSIER_OK;
}

int dossier_writer_commit(dossier_writer *w, dossier_error *err) {
    return commit(w, 0, err);
}

int dossier_writer_optimize(dossier_writer *w, dossier_error *err) {
    return commit(w, 1, err);
}
