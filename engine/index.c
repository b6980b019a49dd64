/* index.c: an index open for searching, by many threads at once.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/session.h"

#define INDEXES_MAX 64
/* A commit may remove a folder between the manifest's reading and the folder's opening: look again, so often. */
#define OPEN_TRIES 20
/* A session's words are forgotten where they take more than this. */
#define VOCABULARY_BYTES ((size_t)16 << 20)

struct dossier_index {
    char **dirs;
    size_t count;
    char lang[MANIFEST_LANG_MAX]; /* what dossier_index_info says */
    pthread_mutex_t lock;
    session *free_sessions;
};

static void part_close(session_part *part) {
    if (part->reader != NULL)
        part->m.backend->reader_close(part->reader);
    for (size_t i = 0; i < part->lang_count; i++)
        vocabulary_free(part->langs[i].words);
}

static void session_close(session *s) {
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->count; i++)
        part_close(&s->parts[i]);
    free(s->parts);
    free(s);
}

/* Reads the manifest of an index that must be there. */
static int find_data(manifest *m, const char *dir, dossier_error *err) {
    int found = manifest_read(dir, m, err);
    if (found != 0)
        return found < 0 ? found : DOSSIER_OK;
    return error_set(err, DOSSIER_ERR_NO_INDEX, "%s: is no index: make one with dossier-index -d %s PATH...", dir, dir);
}

static int open_once(session_part *part, const char *dir, dossier_error *err) {
    int status = find_data(&part->m, dir, err);
    if (status != DOSSIER_OK)
        return status;
    char *folder = path_join(dir, part->m.data);
    if (folder == NULL)
        return error_memory(err);
    status = part->m.backend->reader_open(&part->reader, folder, err);
    free(folder);
    return status;
}

/* Makes the words of one more language of a part. */
static int add_lang(session_part *part, const char *lang, dossier_error *err) {
    session_lang *to = &part->langs[part->lang_count];
    int status = vocabulary_new(&to->words, lang, err);
    if (status == DOSSIER_OK) {
        to->lang = vocabulary_lang(to->words);
        part->lang_count++;
    }
    return status;
}

typedef struct adding {
    session_part *part;
    const char *dir;
    int status;
    dossier_error *err;
} adding;

static int add_found_lang(void *context, dossier_str lang, uint64_t passages) {
    adding *a = context;
    char name[64];
    if (passages == 0 || a->part->lang_count == SESSION_LANGS_MAX)
        return 0;
    snprintf(name, sizeof name, "%.*s", (int)(lang.size < 63 ? lang.size : 63), lang.data);
    a->status = vocabulary_known(name) ? add_lang(a->part, name, a->err)
                                       : error_set(a->err, DOSSIER_ERR_VERSION,
                                                   "%s: needs the language %.40s, which is not built in", a->dir, name);
    return a->status;
}

/* Makes ready the words of all languages that an index's passages are in. */
static int open_langs(session_part *part, const char *dir, dossier_error *err) {
    adding a = {part, dir, DOSSIER_OK, err};
    int status = part->m.backend->reader_languages(part->reader, add_found_lang, &a, err);
    if (status == DOSSIER_OK)
        status = a.status;
    return status == DOSSIER_OK && part->lang_count == 0 ? add_lang(part, part->m.lang, err) : status;
}

/* Opens a part with all that a session knows of it, from one commit. */
static int part_open_whole(session_part *part, const char *dir, dossier_error *err) {
    int status = open_once(part, dir, err);
    if (status == DOSSIER_OK)
        status = part->m.backend->reader_totals(part->reader, &part->totals, err);
    if (status == DOSSIER_OK)
        status = open_langs(part, dir, err);
    if (status == DOSSIER_OK)
        status = part->m.backend->reader_check(part->reader, err);
    return status;
}

static int part_open(session_part *part, const char *dir, dossier_error *err) {
    int status = BACKEND_STALE;
    for (int i = 0; i < OPEN_TRIES && status == BACKEND_STALE; i++) {
        part_close(part);
        *part = (session_part){0};
        status = part_open_whole(part, dir, err);
    }
    if (status == BACKEND_STALE)
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s: its data (%s) cannot be opened: index the articles again", dir,
                         part->m.data);
    return status;
}

static int session_open(const dossier_index *index, session **out, dossier_error *err) {
    session *s = calloc(1, sizeof *s);
    *out = NULL;
    if (s == NULL || (s->parts = calloc(index->count, sizeof *s->parts)) == NULL) {
        free(s);
        return error_memory(err);
    }
    int status = DOSSIER_OK;
    for (; s->count < index->count && status == DOSSIER_OK; s->count++)
        status = part_open(&s->parts[s->count], index->dirs[s->count], err);
    if (status != DOSSIER_OK) {
        session_close(s);
        return status;
    }
    *out = s;
    return DOSSIER_OK;
}

int session_take(dossier_index *index, session **out, dossier_error *err) {
    pthread_mutex_lock(&index->lock);
    session *s = index->free_sessions;
    if (s != NULL)
        index->free_sessions = s->next;
    pthread_mutex_unlock(&index->lock);
    if (s == NULL)
        return session_open(index, out, err);
    *out = s;
    return DOSSIER_OK;
}

void session_give(dossier_index *index, session *s, int keep) {
    if (s == NULL)
        return;
    if (!keep) {
        session_close(s);
        return;
    }
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < s->parts[i].lang_count; k++)
            if (vocabulary_memory(s->parts[i].langs[k].words) > VOCABULARY_BYTES)
                vocabulary_forget(s->parts[i].langs[k].words);
    pthread_mutex_lock(&index->lock);
    s->next = index->free_sessions;
    index->free_sessions = s;
    pthread_mutex_unlock(&index->lock);
}

static int copy_dirs(dossier_index *index, const char *const *dirs, size_t count) {
    index->dirs = calloc(count, sizeof *index->dirs);
    for (; index->dirs != NULL && index->count < count; index->count++)
        if ((index->dirs[index->count] = strdup(dirs[index->count])) == NULL)
            return -1;
    return index->dirs == NULL ? -1 : 0;
}

int dossier_open(dossier_index **out, const char *const *dirs, size_t count, dossier_error *err) {
    *out = NULL;
    if (count == 0 || count > INDEXES_MAX)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "1 to %d indexes can be open at once", INDEXES_MAX);
    dossier_index *index = calloc(1, sizeof *index);
    if (index == NULL)
        return error_memory(err);
    pthread_mutex_init(&index->lock, NULL);
    session *first = NULL;
    int status = copy_dirs(index, dirs, count) == 0 ? session_open(index, &first, err) : error_memory(err);
    if (status != DOSSIER_OK) {
        dossier_close(index);
        return status;
    }
    manifest_print_lang(&first->parts[0].m, index->lang);
    session_give(index, first, 1);
    *out = index;
    return DOSSIER_OK;
}

void dossier_close(dossier_index *index) {
    if (index == NULL)
        return;
    for (session *next; index->free_sessions != NULL; index->free_sessions = next) {
        next = index->free_sessions->next;
        session_close(index->free_sessions);
    }
    for (size_t i = 0; i < index->count; i++)
        free(index->dirs[i]);
    free(index->dirs);
    pthread_mutex_destroy(&index->lock);
    free(index);
}

int dossier_index_info(dossier_index *index, dossier_info *info, dossier_error *err) {
    session *s;
    int status = session_take(index, &s, err);
    if (status != DOSSIER_OK)
        return status;
    *info = (dossier_info){.lang = index->lang, .backend = s->parts[0].m.backend->name};
    for (size_t i = 0; i < s->count; i++) {
        info->articles += s->parts[i].totals.articles;
        info->passages += s->parts[i].totals.passages;
        info->words += s->parts[i].totals.words;
    }
    session_give(index, s, 1);
    return DOSSIER_OK;
}

static void ignore_fault(void *context, const char *line) {
    (void)context;
    (void)line;
}

int dossier_check(const char *dir, void (*fault)(void *context, const char *line), void *context,
                  dossier_error *err) {
    manifest m;
    uint64_t faults = 0;
    int status = find_data(&m, dir, err);
    char *folder = status == DOSSIER_OK ? path_join(dir, m.data) : NULL;
    if (status == DOSSIER_OK && folder == NULL)
        status = error_memory(err);
    if (status == DOSSIER_OK)
        status = m.backend->check(folder, fault != NULL ? fault : ignore_fault, context, &faults, err);
    free(folder);
    if (status == DOSSIER_OK && faults > 0)
        status = error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged, %llu fault%s found: index the articles again",
                           dir, (unsigned long long)faults, faults == 1 ? "" : "s");
    return status;
}
