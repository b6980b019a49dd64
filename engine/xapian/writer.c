/* writer.c: writing an index in Xapian: in place where little is added, else built apart and merged.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In place, everything since the last commit is one Xapian transaction.  Apart, each batch becomes a small database of
 * its own (a shard), built by its thread alone; the commit merges the data there was and the shards, in the order of
 * their batches, into a new data folder, which the manifest then names.  Small databases stay in the processor's
 * cache: this is several times faster than one large one, and the merged one is compact.
 */
#include "engine/xapian/writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "engine/error.h"
#include "engine/folder.h"
#include "engine/xapian/documents.h"
#include "engine/xapian/schema.h"
#include "engine/xapian/seen.h"

/* Additions are built apart where they are at least this part of what is there, and more than a little. */
#define APART_FROM 0.125
#define APART_BYTES ((size_t)1 << 20)
/* The most databases merged at once: each holds some files open. */
#define MERGE_WIDTH 32
#define STAGING "staging"

struct backend_writer {
    const char *root;
    char *folder; /* root/data; NULL: nothing was committed yet */
    char *staging;
    uint64_t data_number; /* of the newest data folder */
    int apart;
    int settled; /* apart is what it will be in this commit; until then as it was in the last, with nothing staged */
    uint64_t expected;
    xapian_database *db; /* in place: open for writing, within a transaction; apart: for reading, NULL: nothing yet */
    backend_totals totals; /* of the last commit */
    pthread_mutex_t lock;
    pthread_cond_t turn_changed;
    buffer dictionary;
    int dictionary_settled;
    main_forms main;
    int main_settled;
    seen told;        /* apart: the keys that some shard of this commit has already */
    uint64_t turn;    /* in place: the sequence of the batch that may write */
    uint64_t batches; /* staged since the last commit */
    uint64_t articles;
    uint64_t text_bytes;
    uint64_t removed_bytes;
};

/* Whether the disk that holds the index is full, which libxapian does not always say. */
static int disk_is_full(const backend_writer *w) {
    struct statvfs disk;
    return statvfs(w->root, &disk) == 0 && disk.f_bavail * disk.f_frsize < ((size_t)64 << 10);
}

static int fail_x(const backend_writer *w, const xapian_error *x, const char *what, dossier_error *err) {
    xapian_error known = *x;
    if (known.code == XAPIAN_ERR_DATABASE && known.sys_errno == 0 && disk_is_full(w))
        known.sys_errno = ENOSPC;
    return schema_error(err, &known, w->root, what);
}

static int damaged(const backend_writer *w, dossier_error *err) {
    return error_set(err, DOSSIER_ERR_DAMAGED, "%s: is damaged: index the articles again", w->root);
}

/* The article of a database's first document (0 where its data is missing): 1, 0 where there is no document, or a
 * negative status. */
static int first_article(xapian_database *db, uint64_t *article, xapian_error *x) {
    xapian_posting_iterator *all;
    xapian_docid first;
    *article = 0;
    int status = xapian_database_postings(db, "", 0, &all, x);
    if (status != XAPIAN_OK)
        return status;
    int more = xapian_posting_iterator_next(all, &first, x);
    xapian_posting_iterator_free(all);
    if (more <= 0)
        return more;
    uint64_t number;
    int located = schema_locate(db, first, article, &number, x);
    return located == XAPIAN_OK ? 1 : located;
}

/* Whether the documents of an article have their data and their terms: 1, 0, or a negative status. */
static int is_whole(xapian_database *db, uint64_t article, xapian_error *x) {
    char name[SCHEMA_TERM_MAX];
    xapian_posting_iterator *postings;
    xapian_term_iterator *terms;
    xapian_docid document = 0;
    uint64_t found, number;
    xapian_str any;
    int status = xapian_database_postings(db, name, schema_article_term(article, name), &postings, x);
    if (status != XAPIAN_OK)
        return status;
    int more = xapian_posting_iterator_next(postings, &document, x);
    xapian_posting_iterator_free(postings);
    if (more <= 0)
        return more;
    status = schema_locate(db, document, &found, &number, x);
    if (status != XAPIAN_OK || found != article)
        return status;
    status = xapian_database_document_terms(db, document, &terms, x);
    if (status != XAPIAN_OK)
        return status;
    more = xapian_term_iterator_next(terms, &any, x);
    xapian_term_iterator_free(terms);
    return more;
}

/* Xapian takes a table that it cannot open for one that is not there, and goes on without it: the first document must
 * have its part of each. */
static int check_whole(const backend_writer *w, xapian_database *db, dossier_error *err) {
    uint64_t article;
    xapian_error x;
    int whole = first_article(db, &article, &x);
    if (whole == 0)
        return DOSSIER_OK;
    if (whole == 1)
        whole = article == 0 ? 0 : is_whole(db, article, &x);
    if (whole < 0)
        return fail_x(w, &x, "opening", err);
    return whole == 1 ? DOSSIER_OK
                      : error_set(err, DOSSIER_ERR_BACKEND, "%s: a part of the index could not be opened: try again",
                                  w->root);
}

/* Opens the committed data as this writer will use it. */
static int open_data(backend_writer *w, dossier_error *err) {
    xapian_error x;
    int status;
    if (w->apart) {
        status = xapian_database_open(w->folder, 0, &w->db, &x);
    } else {
        status = xapian_database_open_writable(w->folder, XAPIAN_DB_OPEN, 0, &w->db, &x);
        if (status == XAPIAN_OK)
            status = xapian_database_begin_transaction(w->db, 1, &x);
    }
    if (status != XAPIAN_OK)
        return fail_x(w, &x, "opening", err);
    status = schema_check_version(w->db, w->root, err);
    if (status == DOSSIER_OK)
        status = check_whole(w, w->db, err);
    if (status == DOSSIER_OK)
        status = schema_totals(w->db, w->root, &w->totals, err);
    if (status == DOSSIER_OK && !w->dictionary_settled) {
        status = schema_get(w->db, LETTER_DICTIONARY, strlen(LETTER_DICTIONARY), w->root, &w->dictionary, err);
        w->dictionary_settled = status == 1;
    }
    if (status >= 0 && !w->main_settled) {
        status = schema_main_forms(w->db, w->root, &w->main, err);
        w->main_settled = status == 1;
    }
    return status > 0 ? DOSSIER_OK : status;
}

static void close_data(backend_writer *w) {
    if (w->db != NULL && !w->apart)
        xapian_database_cancel_transaction(w->db, NULL);
    xapian_database_free(w->db);
    w->db = NULL;
}

/* Goes over to the other way of writing, where nothing is staged yet. */
static int change_way(backend_writer *w, int apart, dossier_error *err) {
    if (w->settled || w->apart == apart)
        return DOSSIER_OK;
    close_data(w);
    w->apart = apart;
    return open_data(w, err);
}

/* Settles which way to write, when the first batch is there: what was expected may be there already. */
static int settle_way(backend_writer *w, size_t first_bytes, dossier_error *err) {
    pthread_mutex_lock(&w->lock);
    int apart = w->folder == NULL || (first_bytes >= APART_BYTES &&
                                      (double)w->expected >= APART_FROM * (double)w->totals.text_bytes);
    int status = change_way(w, apart, err);
    w->settled = 1;
    pthread_mutex_unlock(&w->lock);
    return status;
}

int xapian_writer_open(backend_writer **out, const char *root, const char *data,
                       const writer_settings *settings, dossier_error *err) {
    *out = NULL;
    backend_writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return error_memory(err);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->turn_changed, NULL);
    w->root = root;
    w->staging = path_join(root, STAGING);
    w->totals.next_number = 1;
    int status = w->staging == NULL ? error_memory(err) : DOSSIER_OK;
    if (data != NULL && status == DOSSIER_OK) {
        w->data_number = strtoull(data + strlen("data-"), NULL, 10);
        w->folder = path_join(root, data);
        if (w->folder == NULL)
            status = error_memory(err);
    }
    w->expected = settings->expected_bytes;
    w->apart = 1;
    if (status == DOSSIER_OK && w->folder != NULL)
        status = open_data(w, err);
    if (status != DOSSIER_OK) {
        xapian_writer_close(w);
        return status;
    }
    *out = w;
    return DOSSIER_OK;
}

void xapian_writer_close(backend_writer *w) {
    if (w == NULL)
        return;
    close_data(w);
    folder_remove(w->staging == NULL ? "" : w->staging, NULL);
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->turn_changed);
    buffer_free(&w->dictionary);
    main_forms_free(&w->main);
    seen_forget(&w->told);
    free(w->folder);
    free(w->staging);
    free(w);
}

int xapian_writer_totals(backend_writer *w, backend_totals *out, dossier_error *err) {
    (void)err;
    *out = w->totals;
    return DOSSIER_OK;
}

int xapian_writer_find(backend_writer *w, dossier_str key, uint64_t *number, uint64_t *checksum, dossier_error *err) {
    char name[SCHEMA_NAME_MAX + 1];
    buffer value = {0};
    /* Other threads may be writing batches. */
    pthread_mutex_lock(&w->lock);
    size_t size = schema_named(LETTER_KEY, key, name);
    int status = w->db == NULL ? 0 : schema_get(w->db, name, size, w->root, &value, err);
    pthread_mutex_unlock(&w->lock);
    if (status == 1) {
        cursor c = cursor_of(value.data, value.size);
        *number = cursor_varint(&c);
        const char *sum = cursor_bytes(&c, sizeof *checksum);
        if (sum != NULL)
            memcpy(checksum, sum, sizeof *checksum);
        else
            status = damaged(w, err);
    }
    buffer_free(&value);
    return status;
}

/* A named record's value without its name. */
static int read_named(const buffer *value, dossier_str *name, dossier_str *content) {
    cursor c = cursor_of(value->data, value->size);
    name->data = cursor_counted(&c, &name->size);
    *content = (dossier_str){c.data + c.at, c.size - c.at};
    return c.bad ? -1 : 0;
}

int xapian_writer_record(backend_writer *w, dossier_str name, buffer *out, dossier_error *err) {
    char key[SCHEMA_NAME_MAX + 1];
    buffer value = {0};
    pthread_mutex_lock(&w->lock);
    size_t size = schema_named(LETTER_NAMED, name, key);
    int status = w->db == NULL ? 0 : schema_get(w->db, key, size, w->root, &value, err);
    pthread_mutex_unlock(&w->lock);
    dossier_str whole, content;
    if (status == 1 && read_named(&value, &whole, &content) != 0)
        status = damaged(w, err);
    /* Two long names that are cut to the same key are as good as none. */
    if (status == 1 && (whole.size != name.size || memcmp(whole.data, name.data, name.size) != 0))
        status = 0;
    if (status == 1 && buffer_put(out, content.data, content.size) != 0)
        status = error_memory(err);
    buffer_free(&value);
    return status;
}

int xapian_writer_records(backend_writer *w, int (*fn)(void *, dossier_str, dossier_str), void *context,
                          dossier_error *err) {
    xapian_term_iterator *names = NULL;
    xapian_error x;
    static const char letter = LETTER_NAMED;
    pthread_mutex_lock(&w->lock);
    int status = DOSSIER_OK, found = 0;
    if (w->db != NULL)
        found = xapian_database_metadata_keys(w->db, &letter, 1, &names, &x);
    if (found != XAPIAN_OK)
        status = fail_x(w, &x, "reading", err);
    xapian_str key;
    while (names != NULL && status == DOSSIER_OK && (found = xapian_term_iterator_next(names, &key, &x)) == 1) {
        buffer value = {0};
        dossier_str name, content;
        status = schema_get(w->db, key.data, key.size, w->root, &value, err);
        if (status == 1)
            status = read_named(&value, &name, &content) == 0 ? fn(context, name, content) : DOSSIER_OK;
        buffer_free(&value);
    }
    pthread_mutex_unlock(&w->lock);
    if (status == DOSSIER_OK && found < 0)
        status = fail_x(w, &x, "reading", err);
    xapian_term_iterator_free(names);
    return status;
}

/* -------------------------------------------------------------------------------------------- staging a batch */

/* Where a batch's documents go. */
typedef struct target {
    backend_writer *writer;
    xapian_database *db;
} target;

static int add_document(void *context, xapian_document *document, dossier_error *err) {
    const target *t = context;
    xapian_error x;
    if (xapian_database_add_document(t->db, document, NULL, &x) != XAPIAN_OK)
        return fail_x(t->writer, &x, "writing", err);
    return DOSSIER_OK;
}

static int add_metadata(void *context, dossier_str key, dossier_str value, dossier_error *err) {
    const target *t = context;
    xapian_error x;
    if (xapian_database_set_metadata(t->db, key.data, key.size, value.data, value.size, &x) != XAPIAN_OK)
        return fail_x(t->writer, &x, "writing", err);
    return DOSSIER_OK;
}

/* What is there already is not written again: one shard is enough to have it, and in place it would be a change all
 * the same. */
static int add_known(void *context, dossier_str key, dossier_str value, dossier_error *err) {
    const target *t = context;
    backend_writer *w = t->writer;
    if (w->apart) {
        pthread_mutex_lock(&w->lock);
        int told = seen_before(&w->told, key.data, key.size);
        pthread_mutex_unlock(&w->lock);
        return told ? DOSSIER_OK : add_metadata(context, key, value, err);
    }
    xapian_error x;
    xapian_str there;
    if (xapian_database_metadata(t->db, key.data, key.size, &there, &x) != XAPIAN_OK)
        return fail_x(w, &x, "reading", err);
    return there.size > 0 ? DOSSIER_OK : add_metadata(context, key, value, err);
}

/* The dictionary is some of each article, so that it is not the words of one alone. */
static int make_dictionary(backend_writer *w, const batch *b) {
    int failed = 0;
    for (size_t i = 0; i < b->count && w->dictionary.size < DICTIONARY_BYTES; i++) {
        dossier_str text = b->items[i].article.text;
        size_t room = DICTIONARY_BYTES - w->dictionary.size, some = DICTIONARY_BYTES / 4;
        some = text.size < some ? text.size : some;
        failed |= buffer_put(&w->dictionary, text.data, some < room ? some : room);
    }
    return failed;
}

/* The first batch of a new index gives the dictionary and the main forms; others wait for it. */
static int settle_words(backend_writer *w, const batch *b, analyzers *a, dossier_error *err) {
    int status = DOSSIER_OK;
    pthread_mutex_lock(&w->lock);
    while (!(w->dictionary_settled && w->main_settled) && b->sequence > 0)
        pthread_cond_wait(&w->turn_changed, &w->lock);
    if (!w->dictionary_settled && make_dictionary(w, b) != 0)
        status = error_memory(err);
    if (!w->main_settled && status == DOSSIER_OK)
        status = main_forms_choose(&w->main, b, a, err);
    w->dictionary_settled = w->main_settled = 1;
    pthread_cond_broadcast(&w->turn_changed);
    pthread_mutex_unlock(&w->lock);
    return status;
}

/* Puts all articles of a batch into a database. */
static int write_batch(backend_writer *w, xapian_database *db, const batch *b, analyzers *a, dossier_error *err) {
    target t = {w, db};
    document_sink sink = {add_document, add_metadata, add_known, &t};
    documents d;
    int status = documents_begin(&d, (dossier_str){w->dictionary.data, w->dictionary.size}, &w->main, err);
    for (size_t i = 0; i < b->count && status == DOSSIER_OK; i++) {
        vocabulary *v;
        char lang[64];
        const dossier_article *article = &b->items[i].article;
        snprintf(lang, sizeof lang, "%.*s", (int)article->lang.size, article->lang.data);
        status = analyzers_get(a, lang, &v, err);
        if (status == DOSSIER_OK)
            status = documents_make(&d, &b->items[i], v, &sink, err);
    }
    documents_end(&d);
    return status;
}

/* The name of a shard: its merging pass and its place in it. */
static char *shard_path(const backend_writer *w, unsigned pass, uint64_t place) {
    char *path;
    return asprintf(&path, "%s/%u-%llu", w->staging, pass, (unsigned long long)place) < 0 ? NULL : path;
}

static int stage_apart(backend_writer *w, const batch *b, analyzers *a, dossier_error *err) {
    if (mkdir(w->staging, 0777) != 0 && errno != EEXIST)
        return error_system(err, errno, "%s: cannot make the folder", w->staging);
    char *path = shard_path(w, 0, b->sequence);
    if (path == NULL)
        return error_memory(err);
    xapian_database *db;
    xapian_error x;
    int status = DOSSIER_OK;
    if (xapian_database_open_writable(path, XAPIAN_DB_CREATE_OR_OVERWRITE | XAPIAN_DB_NO_SYNC | XAPIAN_DB_DANGEROUS,
                                      0, &db, &x) != XAPIAN_OK) {
        status = fail_x(w, &x, "writing", err);
    } else {
        status = write_batch(w, db, b, a, err);
        if (status == DOSSIER_OK && xapian_database_commit(db, &x) != XAPIAN_OK)
            status = fail_x(w, &x, "writing", err);
        xapian_database_free(db);
    }
    free(path);
    return status;
}

/* In place, batches are written one after the other, so that documents are numbered by age. */
static int stage_in_place(backend_writer *w, const batch *b, analyzers *a, dossier_error *err) {
    pthread_mutex_lock(&w->lock);
    while (w->turn != b->sequence)
        pthread_cond_wait(&w->turn_changed, &w->lock);
    int status = write_batch(w, w->db, b, a, err);
    w->turn++;
    pthread_cond_broadcast(&w->turn_changed);
    pthread_mutex_unlock(&w->lock);
    return status;
}

int xapian_writer_stage(backend_writer *w, const batch *b, analyzers *a, dossier_error *err) {
    if (b->count > 0 && b->items[b->count - 1].number > UINT32_MAX)
        return error_set(err, DOSSIER_ERR_BACKEND, "%s: holds as many articles as it can", w->root);
    /* A failure is told only after this batch's turn has passed. */
    int settled = settle_words(w, b, a, err);
    if (settled == DOSSIER_OK)
        settled = settle_way(w, b->bytes, err);
    int status = w->apart ? stage_apart(w, b, a, err) : stage_in_place(w, b, a, err);
    status = settled != DOSSIER_OK ? settled : status;
    pthread_mutex_lock(&w->lock);
    w->batches++;
    w->articles += b->count;
    w->text_bytes += b->bytes;
    pthread_mutex_unlock(&w->lock);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- merging */

/* Two shards have a value for one key: an article came again.  The later one, whose number is higher, is kept. */
static int keep_later(void *context, xapian_str key, const xapian_str *values, size_t count, xapian_buffer *out) {
    (void)context;
    (void)key;
    size_t best = 0;
    uint64_t best_number = 0;
    for (size_t i = 0; i < count; i++) {
        cursor c = cursor_of(values[i].data, values[i].size);
        uint64_t number = cursor_varint(&c);
        if (i == 0 || number > best_number) {
            best = i;
            best_number = number;
        }
    }
    return xapian_buffer_append(out, values[best].data, values[best].size);
}

/* For the same reason an article of each source must have come whole through a merge. */
static int check_merged(const backend_writer *w, xapian_database **sources, size_t count, const char *to,
                        dossier_error *err) {
    xapian_database *merged;
    xapian_error x;
    if (xapian_database_open(to, 0, &merged, &x) != XAPIAN_OK)
        return fail_x(w, &x, "merging", err);
    int whole = 1;
    for (size_t i = 0; i < count && whole == 1; i++) {
        uint64_t article;
        int found = first_article(sources[i], &article, &x);
        whole = found < 0 ? found : found == 0 ? 1 : article == 0 ? 0 : is_whole(merged, article, &x);
    }
    xapian_database_free(merged);
    if (whole < 0)
        return fail_x(w, &x, "merging", err);
    return whole ? DOSSIER_OK
                 : error_set(err, DOSSIER_ERR_BACKEND, "%s: merging lost a part; the index is as before: try again",
                             w->root);
}

/* Merges open databases, in order, into a new one. */
static int merge_open(const backend_writer *w, xapian_database **sources, size_t count, const char *to,
                      dossier_error *err) {
    xapian_database *all;
    xapian_error x;
    int status = xapian_database_new(&all, &x);
    if (status != XAPIAN_OK)
        return fail_x(w, &x, "merging", err);
    for (size_t i = 0; i < count && status == XAPIAN_OK; i++)
        status = xapian_database_add_database(all, sources[i], &x);
    xapian_compact_options options = {.flags = XAPIAN_COMPACT_FULL, .duplicate_metadata = keep_later};
    if (status == XAPIAN_OK)
        status = xapian_database_compact(all, to, &options, &x);
    xapian_database_free(all);
    return status == XAPIAN_OK ? check_merged(w, sources, count, to, err) : fail_x(w, &x, "merging", err);
}

/* Merges databases, in order, into a new one. */
static int merge(const backend_writer *w, char *const *paths, size_t count, const char *to, dossier_error *err) {
    xapian_database *sources[MERGE_WIDTH + 1];
    xapian_error x;
    size_t open = 0;
    int status = DOSSIER_OK;
    for (; open < count && status == DOSSIER_OK; open++)
        if (xapian_database_open(paths[open], 0, &sources[open], &x) != XAPIAN_OK) {
            status = fail_x(w, &x, "merging", err);
            break;
        }
    if (status == DOSSIER_OK)
        status = merge_open(w, sources, count, to, err);
    while (open > 0)
        xapian_database_free(sources[--open]);
    return status;
}

static void free_paths(char **paths, size_t count) {
    for (size_t i = 0; i < count; i++)
        free(paths[i]);
    free(paths);
}

/* Merges each run of MERGE_WIDTH shards into one, in order: paths and *count become those of the next pass. */
static int merge_pass(const backend_writer *w, char **paths, size_t *count, unsigned pass, dossier_error *err) {
    size_t made = 0;
    for (size_t i = 0; i < *count; i += MERGE_WIDTH) {
        size_t width = *count - i < MERGE_WIDTH ? *count - i : MERGE_WIDTH;
        char *to = shard_path(w, pass, made);
        int status = to == NULL ? error_memory(err) : merge(w, paths + i, width, to, err);
        for (size_t k = i; k < i + width && status == DOSSIER_OK; k++)
            status = folder_remove(paths[k], err);
        if (status != DOSSIER_OK) {
            free(to);
            return status;
        }
        for (size_t k = i; k < i + width; k++) {
            free(paths[k]);
            paths[k] = NULL;
        }
        paths[made++] = to;
    }
    *count = made;
    return DOSSIER_OK;
}

/* Merges what there was and all shards into the new folder `to`. */
static int merge_all(const backend_writer *w, const char *to, dossier_error *err) {
    size_t all = (size_t)w->batches, count = all;
    char **paths = calloc(all + 1, sizeof *paths);
    if (paths == NULL)
        return error_memory(err);
    int status = DOSSIER_OK;
    for (size_t i = 0; i < all && status == DOSSIER_OK; i++)
        if ((paths[i] = shard_path(w, 0, i)) == NULL)
            status = error_memory(err);
    for (unsigned pass = 1; count > MERGE_WIDTH && status == DOSSIER_OK; pass++)
        status = merge_pass(w, paths, &count, pass, err);
    if (status == DOSSIER_OK && w->folder != NULL) {
        memmove(paths + 1, paths, count * sizeof *paths);
        count++;
        if ((paths[0] = strdup(w->folder)) == NULL)
            status = error_memory(err);
    }
    if (status == DOSSIER_OK && count > 0)
        status = merge(w, paths, count, to, err);
    free_paths(paths, all + 1);
    return status;
}

/* ------------------------------------------------------------------------------------------------- committing */

static int drop(backend_writer *w, xapian_database *db, const char *key, size_t size, dossier_error *err) {
    xapian_error x;
    return xapian_database_set_metadata(db, key, size, "", 0, &x) == XAPIAN_OK ? DOSSIER_OK
                                                                               : fail_x(w, &x, "writing", err);
}

/* Drops an article's record, text and orders, and its place by key, unless the key has a newer article by now. */
static int drop_metadata(backend_writer *w, xapian_database *db, uint64_t number, const article_record *record,
                         dossier_error *err) {
    char key[SCHEMA_NAME_MAX + 1];
    buffer value = {0};
    uint64_t blocks = (record->text_size + TEXT_BLOCK - 1) / TEXT_BLOCK;
    int status = DOSSIER_OK;
    for (uint64_t i = 0; i < blocks && status == DOSSIER_OK; i++)
        status = drop(w, db, key, schema_numbered(LETTER_TEXT, number, (int64_t)i, key), err);
    for (uint64_t i = 0; i < record->passages && status == DOSSIER_OK; i++)
        status = drop(w, db, key, schema_numbered(LETTER_ORDER, number, (int64_t)i, key), err);
    if (status == DOSSIER_OK)
        status = drop(w, db, key, schema_numbered(LETTER_RECORD, number, -1, key), err);
    size_t size = schema_named(LETTER_KEY, record->key, key);
    if (status == DOSSIER_OK)
        status = schema_get(db, key, size, w->root, &value, err);
    cursor c = cursor_of(value.data, value.size);
    if (status == 1)
        status = cursor_varint(&c) == number ? drop(w, db, key, size, err) : DOSSIER_OK;
    buffer_free(&value);
    return status;
}

/* Takes an article out of a database: its passages and all its metadata. */
static int remove_article(backend_writer *w, xapian_database *db, uint64_t number, dossier_error *err) {
    char key[SCHEMA_NUMBERED_MAX], name[SCHEMA_TERM_MAX];
    buffer text = {0};
    article_record record;
    xapian_error x;
    int status = schema_get(db, key, schema_numbered(LETTER_RECORD, number, -1, key), w->root, &text, err);
    if (status == 0 || (status == 1 && article_record_read(text.data, text.size, &record) != 0))
        status = damaged(w, err);
    if (status == 1) {
        status = DOSSIER_OK;
        if (xapian_database_delete_document_by_term(db, name, schema_article_term(number, name), &x) != XAPIAN_OK)
            status = fail_x(w, &x, "writing", err);
        if (status == DOSSIER_OK)
            status = drop_metadata(w, db, number, &record, err);
        w->removed_bytes += record.text_size;
    }
    buffer_free(&text);
    return status;
}

/* Keeps (or drops) one record. */
static int put_record(backend_writer *w, xapian_database *db, dossier_str name, dossier_str value,
                      dossier_error *err) {
    char key[SCHEMA_NAME_MAX + 1];
    buffer whole = {0};
    xapian_error x;
    int status = DOSSIER_OK;
    if (value.size > 0 && (buffer_put_counted(&whole, name.data, name.size) != 0 ||
                           buffer_put(&whole, value.data, value.size) != 0))
        status = error_memory(err);
    if (status == DOSSIER_OK && xapian_database_set_metadata(db, key, schema_named(LETTER_NAMED, name, key),
                                                             whole.data == NULL ? "" : whole.data, whole.size,
                                                             &x) != XAPIAN_OK)
        status = fail_x(w, &x, "writing", err);
    buffer_free(&whole);
    return status;
}

/* Writes what all of the index is read by: anew only where it is not there. */
static int put_common(backend_writer *w, xapian_database *db, dossier_error *err) {
    const struct {
        const char *letter;
        const char *data;
        size_t size;
    } parts[] = {{LETTER_VERSION, SCHEMA_VERSION, strlen(SCHEMA_VERSION)},
                 {LETTER_DICTIONARY, w->dictionary.data, w->dictionary.size},
                 {LETTER_MAIN_FORMS, w->main.bytes.data, w->main.bytes.size}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        xapian_error x;
        xapian_str there;
        if (xapian_database_metadata(db, parts[i].letter, strlen(parts[i].letter), &there, &x) != XAPIAN_OK ||
            (there.size == 0 && parts[i].size > 0 &&
             xapian_database_set_metadata(db, parts[i].letter, strlen(parts[i].letter), parts[i].data, parts[i].size,
                                          &x) != XAPIAN_OK))
            return fail_x(w, &x, "writing", err);
    }
    return DOSSIER_OK;
}

/* Applies the change to a database that has all staged batches, and gives the totals that it then has. */
static int apply_change(backend_writer *w, xapian_database *db, const change *c, dossier_error *err) {
    int status = DOSSIER_OK;
    for (size_t i = 0; i < c->removed_count && status == DOSSIER_OK; i++)
        status = remove_article(w, db, c->removed[i], err);
    for (size_t i = 0; i < c->record_count && status == DOSSIER_OK; i++)
        status = put_record(w, db, c->records[2 * i], c->records[2 * i + 1], err);
    buffer totals = {0};
    xapian_error x;
    if (status == DOSSIER_OK)
        status = put_common(w, db, err);
    if (status == DOSSIER_OK &&
        (buffer_put_varint(&totals, c->next_number) != 0 ||
         buffer_put_varint(&totals, w->totals.articles + w->articles - c->removed_count) != 0 ||
         buffer_put_varint(&totals, w->totals.text_bytes + w->text_bytes - w->removed_bytes) != 0))
        status = error_memory(err);
    if (status == DOSSIER_OK && xapian_database_set_metadata(db, LETTER_TOTALS, strlen(LETTER_TOTALS), totals.data,
                                                             totals.size, &x) != XAPIAN_OK)
        status = fail_x(w, &x, "writing", err);
    buffer_free(&totals);
    return status;
}

static int commit_in_place(backend_writer *w, const change *c, dossier_error *err) {
    xapian_error x;
    int status = apply_change(w, w->db, c, err);
    if (status != DOSSIER_OK)
        return status;
    if (xapian_database_commit_transaction(w->db, &x) != XAPIAN_OK ||
        xapian_database_begin_transaction(w->db, 1, &x) != XAPIAN_OK)
        return fail_x(w, &x, "writing", err);
    return DOSSIER_OK;
}

static int change_merged(backend_writer *w, const char *folder, const change *c, dossier_error *err) {
    xapian_database *db;
    xapian_error x;
    if (xapian_database_open_writable(folder, XAPIAN_DB_CREATE_OR_OPEN | XAPIAN_DB_NO_SYNC, 0, &db, &x) != XAPIAN_OK)
        return fail_x(w, &x, "writing", err);
    int status = apply_change(w, db, c, err);
    if (status == DOSSIER_OK && xapian_database_commit(db, &x) != XAPIAN_OK)
        status = fail_x(w, &x, "writing", err);
    xapian_database_free(db);
    return status;
}

/* Finishes the merged database in `folder`: the change (NULL: none), and all of it on the disk. */
static int finish_merged(backend_writer *w, const char *folder, const change *c, dossier_error *err) {
    xapian_database *db;
    xapian_error x;
    int status = c == NULL ? DOSSIER_OK : change_merged(w, folder, c, err);
    if (status != DOSSIER_OK)
        return status;
    if (xapian_database_open(folder, 0, &db, &x) != XAPIAN_OK)
        return fail_x(w, &x, "opening", err);
    status = check_whole(w, db, err);
    xapian_database_free(db);
    return status == DOSSIER_OK ? folder_sync(folder, err) : status;
}

/* Merges all into a new data folder, with a change (NULL: none). */
static int commit_apart(backend_writer *w, const change *c,
                        int (*publish)(void *context, const char *data, dossier_error *err), void *context,
                        dossier_error *err) {
    char name[DATA_NAME_MAX];
    snprintf(name, sizeof name, "data-%llu", (unsigned long long)++w->data_number);
    char *folder = path_join(w->root, name);
    if (folder == NULL)
        return error_memory(err);
    int status = merge_all(w, folder, err);
    if (status == DOSSIER_OK)
        status = finish_merged(w, folder, c, err);
    if (status == DOSSIER_OK)
        status = folder_remove(w->staging, err);
    if (status != DOSSIER_OK)
        folder_remove(folder, NULL);
    /* Once publishing has begun, only the manifest knows which folder counts. */
    if (status == DOSSIER_OK)
        status = publish(context, name, err);
    if (status != DOSSIER_OK) {
        free(folder);
        return status;
    }
    close_data(w);
    if (w->folder != NULL)
        folder_remove(w->folder, NULL);
    free(w->folder);
    w->folder = folder;
    return open_data(w, err);
}

int xapian_writer_commit(backend_writer *w, const change *c,
                         int (*publish)(void *context, const char *data, dossier_error *err), void *context,
                         dossier_error *err) {
    seen_forget(&w->told);
    int changes = w->folder == NULL || w->batches > 0 || c->removed_count > 0 || c->record_count > 0;
    int status = settle_way(w, 0, err);
    /* What a merge has made is compact, but for what was removed from it afterwards. */
    int compact = c->optimize && !(changes && w->apart && c->removed_count == 0);
    if (status == DOSSIER_OK && (changes || !compact))
        status = w->apart ? commit_apart(w, c, publish, context, err) : commit_in_place(w, c, err);
    if (status != DOSSIER_OK)
        return status;
    w->settled = 0;
    w->turn = w->batches = w->articles = w->text_bytes = w->removed_bytes = 0;
    if (compact)
        status = change_way(w, 1, err);
    if (status == DOSSIER_OK && compact)
        status = commit_apart(w, NULL, publish, context, err);
    return status != DOSSIER_OK ? status : schema_totals(w->db, w->root, &w->totals, err);
}
