/* prune.c: taking out of an index what is gone from its sources.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/prune.h"

#include <string.h>

#include "engine/error.h"
#include "engine/hash.h"

enum { PREFIX_SIZE = sizeof RECORD_PREFIX - 1 };

uint64_t prune_hash(const char *bytes, size_t size) {
    return hash_bytes(HASH_START, bytes, size);
}

int prune_key(pruner *p, const char *key, size_t size, dossier_error *err) {
    int fresh = keyset_put(&p->candidates, prune_hash(key, size));
    if (fresh < 0 || (fresh == 1 && buffer_put_counted(&p->keys, key, size) != 0))
        return error_memory(err);
    return DOSSIER_OK;
}

int prune_unseen(pruner *p, const char *path, dossier_error *err) {
    return buffer_put_counted(&p->unseen, path, strlen(path)) == 0 ? DOSSIER_OK : error_memory(err);
}

/* Whether a path is `top` or below it. */
static int is_below(const char *path, size_t size, const char *top, size_t top_size) {
    if (size < top_size || memcmp(path, top, top_size) != 0)
        return 0;
    return size == top_size || path[top_size] == '/' || (top_size > 0 && top[top_size - 1] == '/');
}

static int is_unseen(const pruner *p, const char *path, size_t size) {
    cursor c = cursor_of(p->unseen.data, p->unseen.size);
    while (c.at < c.size && !c.bad) {
        size_t n;
        const char *top = cursor_counted(&c, &n);
        if (top != NULL && is_below(path, size, top, n))
            return 1;
    }
    return 0;
}

/* What a walk through the records needs. */
typedef struct look {
    pruner *p;
    const char *top;
    size_t top_size;
    int found;
    keyset kept;
    dossier_error *err;
} look;

/* Puts the keys of a list on the list of those to remove. */
static int prune_keys(look *l, key_reader *keys) {
    int more, code = DOSSIER_OK;
    while (code == DOSSIER_OK && (more = key_reader_next(keys)) != 0)
        code = more < 0 ? error_memory(l->err) : prune_key(l->p, keys->key.data, keys->key.size, l->err);
    key_reader_free(keys);
    return code;
}

static int look_gone(void *context, dossier_str name, dossier_str value) {
    look *l = context;
    if (name.size < PREFIX_SIZE || memcmp(name.data, RECORD_PREFIX, PREFIX_SIZE) != 0)
        return DOSSIER_OK;
    const char *path = name.data + PREFIX_SIZE;
    size_t size = name.size - PREFIX_SIZE;
    uint64_t hash = prune_hash(path, size);
    if (!is_below(path, size, l->top, l->top_size) || keyset_has(l->p->seen, hash) ||
        is_unseen(l->p, path, size))
        return DOSSIER_OK;
    l->found = 1;
    int fresh = keyset_put(&l->p->changed, hash);
    if (fresh < 0 || (fresh == 1 && buffer_put_counted(&l->p->gone, path, size) != 0))
        return error_memory(l->err);
    record r;
    if (fresh == 0 || !record_read(&r, value.data, value.size))
        return DOSSIER_OK;
    int code = prune_keys(l, &r.keys);
    return code == DOSSIER_OK ? prune_keys(l, &r.stale) : code;
}

int prune_gone(pruner *p, const char *path, int *found, dossier_error *err) {
    look l = {.p = p, .top = path, .top_size = strlen(path), .err = err};
    int code = writer_record_each(p->writer, look_gone, &l, err);
    *found = l.found;
    return code;
}

/* Another source may have a key that one has lost. */
static int look_kept(void *context, dossier_str name, dossier_str value) {
    look *l = context;
    record r;
    if (name.size < PREFIX_SIZE || memcmp(name.data, RECORD_PREFIX, PREFIX_SIZE) != 0 ||
        keyset_has(&l->p->changed, prune_hash(name.data + PREFIX_SIZE, name.size - PREFIX_SIZE)) ||
        !record_read(&r, value.data, value.size))
        return DOSSIER_OK;
    int more, code = DOSSIER_OK;
    while (code == DOSSIER_OK && (more = key_reader_next(&r.keys)) != 0) {
        uint64_t hash = more < 0 ? 0 : prune_hash(r.keys.key.data, r.keys.key.size);
        if (more < 0 || (keyset_has(&l->p->candidates, hash) && keyset_put(&l->kept, hash) < 0))
            code = error_memory(l->err);
    }
    key_reader_free(&r.keys);
    return code;
}

static int remove_keys(pruner *p, const keyset *kept, uint64_t *removed, dossier_error *err) {
    cursor c = cursor_of(p->keys.data, p->keys.size);
    while (c.at < c.size) {
        size_t size;
        const char *key = cursor_counted(&c, &size);
        uint64_t hash = prune_hash(key, size);
        if (keyset_has(p->added, hash) || keyset_has(kept, hash))
            continue;
        int was_there = dossier_writer_remove(p->writer, (dossier_str){key, size}, err);
        if (was_there < 0)
            return was_there;
        *removed += was_there == 1;
    }
    return DOSSIER_OK;
}

/* Forgets the sources that are gone. */
static int remove_records(pruner *p, dossier_error *err) {
    cursor c = cursor_of(p->gone.data, p->gone.size);
    int code = DOSSIER_OK;
    while (code == DOSSIER_OK && c.at < c.size) {
        size_t size;
        const char *path = cursor_counted(&c, &size);
        buffer name = {0};
        if (buffer_put_string(&name, RECORD_PREFIX) != 0 || buffer_put(&name, path, size) != 0)
            code = error_memory(err);
        else
            code = writer_record_set(p->writer, (dossier_str){name.data, name.size}, (dossier_str){0}, err);
        buffer_free(&name);
    }
    return code;
}

int prune_finish(pruner *p, uint64_t *removed, dossier_error *err) {
    look l = {.p = p, .err = err};
    int code = DOSSIER_OK;
    if (p->keys.size > 0)
        code = writer_record_each(p->writer, look_kept, &l, err);
    if (code == DOSSIER_OK)
        code = remove_keys(p, &l.kept, removed, err);
    keyset_free(&l.kept);
    return code == DOSSIER_OK ? remove_records(p, err) : code;
}

void prune_free(pruner *p) {
    keyset_free(&p->changed);
    keyset_free(&p->candidates);
    buffer_free(&p->keys);
    buffer_free(&p->gone);
    buffer_free(&p->unseen);
}
