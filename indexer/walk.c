/* walk.c: the files below a path, in order, with a stack of its own: a deep tree is no deep recursion.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/array.h"
#include "engine/error.h"
#include "engine/hash.h"
#include "indexer/path.h"

/* One name in a folder.  The name of what is or may be a folder has a slash behind it, so that the order of
 * names is that of the paths below them. */
typedef struct entry {
    size_t name; /* bytes of level.names */
    int is_link;
} entry;

/* One folder on the way down. */
typedef struct level {
    buffer names;
    entry *entries;
    size_t count;
    size_t capacity;
    size_t next;
    size_t path_size; /* of the folder's path */
    uint64_t id;
} level;

typedef struct walker {
    const walk_hooks *hooks;
    keyset *walked;
    buffer path;
    level *levels;
    size_t depth;
    size_t capacity;
} walker;

static uint64_t folder_id(const struct stat *st) {
    return hash_step(hash_step(HASH_START, (uint64_t)st->st_dev), (uint64_t)st->st_ino);
}

static void level_free(level *l) {
    buffer_free(&l->names);
    free(l->entries);
}

static int level_add(level *l, const char *name, int is_folder, int is_link) {
    if (l->count == l->capacity) {
        entry *entries = array_larger(l->entries, &l->capacity, 32, sizeof *entries);
        if (entries == NULL)
            return -1;
        l->entries = entries;
    }
    l->entries[l->count++] = (entry){l->names.size, is_link};
    return buffer_put_string(&l->names, name) != 0 || (is_folder && buffer_put_byte(&l->names, '/') != 0)
               ? -1
               : buffer_put_byte(&l->names, '\0');
}

static int compare(const void *a, const void *b, void *names) {
    const entry *x = a, *y = b;
    return strcmp((const char *)names + x->name, (const char *)names + y->name);
}

/* Whether a name in an open folder is a folder, and whether it is a link. */
static void look_at(int fd, const struct dirent *e, int *is_folder, int *is_link) {
    struct stat st;
    int type = e->d_type;
    *is_link = type == DT_LNK;
    if (type == DT_UNKNOWN && fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
        *is_link = S_ISLNK(st.st_mode);
    *is_folder = type == DT_DIR;
    if ((type == DT_LNK || type == DT_UNKNOWN) && fstatat(fd, e->d_name, &st, 0) == 0)
        *is_folder = S_ISDIR(st.st_mode);
}

/* Reads the names of the folder at w->path.  1: done; 0: it could not be read, errno says why; or an
 * error. */
static int read_names(walker *w, level *l, dossier_error *err) {
    int fd = path_open(w->path.data, O_RDONLY | O_DIRECTORY);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (folder == NULL) {
        int why = errno;
        if (fd >= 0)
            close(fd);
        errno = why;
        return why == ENOMEM ? error_memory(err) : 0;
    }
    int code = 1;
    for (;;) {
        errno = 0;
        const struct dirent *e = readdir(folder);
        if (e == NULL) {
            code = errno != 0 ? 0 : 1;
            break;
        }
        int is_folder, is_link;
        if (e->d_name[0] == '.')
            continue;
        look_at(fd, e, &is_folder, &is_link);
        if (level_add(l, e->d_name, is_folder, is_link) != 0) {
            code = error_memory(err);
            break;
        }
    }
    int why = errno;
    closedir(folder);
    if (l->count > 1)
        qsort_r(l->entries, l->count, sizeof *l->entries, compare, l->names.data);
    errno = why;
    return code;
}

static int note_errno(walker *w, int why) {
    char message[160];
    snprintf(message, sizeof message, "cannot be read: %s", strerror(why));
    return w->hooks->note(w->hooks->context, 1, w->path.data, message);
}

/* Goes into the folder at w->path. */
static int enter(walker *w, const struct stat *st, int by_link, dossier_error *err) {
    uint64_t id = folder_id(st);
    if (by_link && keyset_has(w->walked, id)) {
        for (size_t i = 0; i < w->depth; i++)
            if (w->levels[i].id == id)
                return w->hooks->note(w->hooks->context, 0, w->path.data,
                                      "is a link back to a folder above it; not followed");
        return w->hooks->note(w->hooks->context, 0, w->path.data,
                              "is a link to a folder that was read already; not followed");
    }
    if (w->path.size > DOSSIER_FIELD_MAX)
        return w->hooks->note(w->hooks->context, 1, w->path.data,
                              "lies too deep: its path is over 64 KiB; left out");
    if (w->depth == w->capacity) {
        level *levels = array_larger(w->levels, &w->capacity, 16, sizeof *levels);
        if (levels == NULL)
            return error_memory(err);
        w->levels = levels;
    }
    if (keyset_put(w->walked, id) < 0)
        return error_memory(err);
    level l = {.path_size = w->path.size, .id = id};
    int code = read_names(w, &l, err);
    if (code == 0)
        code = note_errno(w, errno);
    /* What was read of a folder before it failed is walked all the same. */
    if (code < 0 || l.count == 0) {
        level_free(&l);
        return code < 0 ? code : DOSSIER_OK;
    }
    w->levels[w->depth++] = l;
    return DOSSIER_OK;
}

/* Looks at what w->path leads to. */
static int visit(walker *w, int given, int is_link, dossier_error *err) {
    struct stat st;
    if (w->hooks->tick != NULL && w->hooks->tick(w->hooks->context) != 0)
        return error_set(err, DOSSIER_ERR_STOPPED, "stopped");
    if (path_stat(w->path.data, &st) != 0) {
        int why = errno;
        if (given)
            return error_system(err, why, "%s: cannot be read", w->path.data);
        return why == ENOENT ? w->hooks->file(w->hooks->context, w->path.data, NULL, 0, err)
                             : note_errno(w, why);
    }
    if (S_ISDIR(st.st_mode) && !given && w->hooks->folder != NULL &&
        !w->hooks->folder(w->hooks->context, w->path.data))
        return DOSSIER_OK;
    if (S_ISDIR(st.st_mode))
        return enter(w, &st, is_link, err);
    return w->hooks->file(w->hooks->context, w->path.data, &st, given, err);
}

/* The next name of the deepest folder. */
static int step(walker *w, dossier_error *err) {
    level *l = &w->levels[w->depth - 1];
    if (l->next == l->count) {
        level_free(l);
        w->depth--;
        return DOSSIER_OK;
    }
    const entry *e = &l->entries[l->next++];
    w->path.size = l->path_size;
    if (path_push(&w->path, l->names.data + e->name) != 0)
        return error_memory(err);
    if (w->path.data[w->path.size - 1] == '/')
        w->path.data[--w->path.size] = '\0';
    return visit(w, 0, e->is_link, err);
}

int walk(const char *path, keyset *walked, const walk_hooks *hooks, dossier_error *err) {
    walker w = {.hooks = hooks, .walked = walked};
    int code = path_given(path, &w.path) == 0 ? DOSSIER_OK : error_memory(err);
    if (code == DOSSIER_OK)
        code = visit(&w, 1, 0, err);
    while (code == DOSSIER_OK && w.depth > 0)
        code = step(&w, err);
    while (w.depth > 0)
        level_free(&w.levels[--w.depth]);
    free(w.levels);
    buffer_free(&w.path);
    return code;
}
