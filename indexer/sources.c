/* sources.c: reads files, folders and standard input, and gives their articles to an index or a callback.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/error.h"
#include "engine/index.h"
#include "engine/manifest.h"
#include "indexer/endings.h"
#include "indexer/filter.h"
#include "indexer/format.h"
#include "engine/hash.h"
#include "indexer/path.h"
#include "indexer/prune.h"
#include "indexer/reporter.h"
#include "indexer/sample.h"
#include "indexer/walk.h"

/* Keys that came twice are named up to here, then counted. */
enum { TWICE_MOST = 20 };

/* One call of dossier_index_sources or dossier_read_sources. */
typedef struct run {
    dossier_writer *writer; /* NULL: articles go to `give` */
    int (*give)(void *context, const dossier_article *article);
    const format *forced; /* NULL: by name and content */
    filter_list filters;
    buffer way; /* what way_of gives */
    reporter told;
    keyset keys;  /* hashes of the keys met */
    keyset twice; /* hashes of those that came more than once */
    keyset seen;  /* hashes of the paths met */
    keyset walked;
    buffer files; /* the paths to read, each with a NUL */
    endings other;
    pruner prune;
    keyset file_keys; /* of the file being read */
    key_list file_list;
    int fatal; /* an error that ends the run */
} run;

/* How a path is read, as its record says: what the options have to do with what is made of it.  Until the next
 * call. */
static const char *way_of(run *r, const char *path) {
    int unpack;
    const filter *f = filter_for(&r->filters, path, &unpack);
    const char *name = r->forced == NULL ? "" : r->forced->name;
    r->way.size = 0;
    if (f == NULL && !r->told.options.keep_all)
        return name;
    int failed = buffer_put_string(&r->way, name) != 0 ||
                 (r->told.options.keep_all && buffer_put_string(&r->way, "\nkeep-all") != 0) ||
                 (f != NULL && (buffer_put_string(&r->way, "\nfilter ") != 0 ||
                                buffer_put_string(&r->way, f->command.data) != 0)) ||
                 buffer_put_byte(&r->way, '\0') != 0;
    return failed ? name : r->way.data;
}

/* Whether a file that was found in a folder is one to read. */
static int is_taken(const run *r, const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    int unpack;
    /* A README says what the folder is, and is no article of it. */
    if (endings_is_readme(name))
        return 0;
    return format_known_ending(path) || filter_for(&r->filters, path, &unpack) != NULL;
}

/* ------------------------------------------------------------------------------------------------ records */

/* What the index knows of a path: 1 with the record in *out (which points into *value), 0, or an error. */
static int get_record(run *r, const char *path, buffer *value, record *out, dossier_error *err) {
    buffer name = {0};
    value->size = 0;
    *out = (record){0};
    if (r->writer == NULL || writer_is_new(r->writer))
        return 0;
    int code = buffer_put_string(&name, RECORD_PREFIX) != 0 || buffer_put_string(&name, path) != 0
                   ? error_memory(err)
                   : writer_record_get(r->writer, (dossier_str){name.data, name.size}, value, err);
    buffer_free(&name);
    return code > 0 ? record_read(out, value->data, value->size) : code;
}

static int set_record(run *r, const char *path, dossier_str value, dossier_error *err) {
    buffer name = {0};
    int code = buffer_put_string(&name, RECORD_PREFIX) != 0 || buffer_put_string(&name, path) != 0
                   ? error_memory(err)
                   : writer_record_set(r->writer, (dossier_str){name.data, name.size}, value, err);
    buffer_free(&name);
    return code;
}

/* Goes through the keys that a record had: those that the file has no more are to be removed (prune), or kept
 * as stale, so that a later run can remove them. */
static int sort_old_keys(run *r, key_reader *old, int keep, key_list *keys, key_list *stale,
                         dossier_error *err) {
    int more, code = DOSSIER_OK;
    while (code == DOSSIER_OK && (more = key_reader_next(old)) != 0) {
        const char *key = old->key.data;
        size_t size = old->key.size;
        if (more < 0)
            code = error_memory(err);
        else if (keyset_has(&r->file_keys, prune_hash(key, size)))
            continue;
        else if (keep)
            code = key_list_put(keys, key, size) == 0 ? DOSSIER_OK : error_memory(err);
        else if (r->told.options.prune)
            code = prune_key(&r->prune, key, size, err);
        else
            code = key_list_put(stale, key, size) == 0 ? DOSSIER_OK : error_memory(err);
    }
    key_reader_free(old);
    return code;
}

/* Writes the record of a file that was read.  Where that failed midway, all its old keys are still its
 * own. */
static int keep_record(run *r, const char *path, record *now, int failed, record *before,
                       dossier_error *err) {
    key_list stale = {0};
    buffer value = {0};
    now->format = way_of(r, path);
    now->format_size = strlen(now->format);
    int code = sort_old_keys(r, &before->keys, failed, &r->file_list, &stale, err);
    if (code == DOSSIER_OK)
        code = sort_old_keys(r, &before->stale, 0, &r->file_list, &stale, err);
    if (code == DOSSIER_OK && (now->whole || r->file_list.count > 0 || stale.count > 0) &&
        record_write(now, &r->file_list, &stale, &value) != 0)
        code = error_memory(err);
    if (code == DOSSIER_OK)
        code = set_record(r, path, (dossier_str){value.data, value.size}, err);
    if (code == DOSSIER_OK && keyset_put(&r->prune.changed, prune_hash(path, strlen(path))) < 0)
        code = error_memory(err);
    key_list_free(&stale);
    buffer_free(&value);
    return code;
}

/* The record of a file that has not changed: with its new time; what was stale in it goes with prune. */
static int refresh_record(run *r, const char *path, record *before, const struct stat *st, uint64_t made,
                          dossier_error *err) {
    record now = *before;
    key_list keys = {0}, stale = {0};
    buffer value = {0};
    int more, code = DOSSIER_OK;
    now.mtime = record_time(&st->st_mtim);
    now.made = made;
    while (code == DOSSIER_OK && (more = key_reader_next(&before->keys)) != 0)
        code = more < 0 || key_list_put(&keys, before->keys.key.data, before->keys.key.size) != 0
                   ? error_memory(err)
                   : DOSSIER_OK;
    key_reader_free(&before->keys);
    keyset_free(&r->file_keys);
    if (code == DOSSIER_OK)
        code = sort_old_keys(r, &before->stale, 0, &keys, &stale, err);
    if (code == DOSSIER_OK)
        code = record_write(&now, &keys, &stale, &value) == 0
                   ? set_record(r, path, (dossier_str){value.data, value.size}, err)
                   : error_memory(err);
    key_list_free(&keys);
    key_list_free(&stale);
    buffer_free(&value);
    return code;
}

/* --------------------------------------------------------------------------------------------- one source */

static void note_of_source(source *s, int skipped, size_t line, size_t column, const char *message) {
    run *r = s->context;
    report_note(&r->told, skipped, s->path, line, column, message);
}

/* Says once that a key came twice. */
static int note_twice(run *r, source *s, const dossier_article *article, dossier_error *err) {
    char message[300];
    int fresh = keyset_put(&r->twice, prune_hash(article->key.data, article->key.size));
    if (fresh < 0)
        return error_memory(err);
    if (fresh == 0 || r->twice.count > TWICE_MOST)
        return DOSSIER_OK;
    snprintf(message, sizeof message, "the key \"%.*s\" was there before; the later article wins",
             (int)(article->key.size < 200 ? article->key.size : 200), article->key.data);
    report_note(&r->told, 0, s->path, article->line_count > 0 ? article->lines[0].line : 0, 0, message);
    return DOSSIER_OK;
}

/* Gives an article to where it goes.  1: taken; 0: left out, which was noted; or an error. */
static int deliver(run *r, source *s, const dossier_article *article, dossier_error *err) {
    dossier_report *report = &r->told.report;
    if (r->writer == NULL) {
        if (r->give(r->told.options.context, article) != 0)
            return error_set(err, DOSSIER_ERR_STOPPED, "stopped");
        report->added++;
        return 1;
    }
    int code = dossier_writer_add(r->writer, article, err);
    if (code == DOSSIER_ERR_ARGUMENT || code == DOSSIER_ERR_INPUT) {
        report_note(&r->told, 1, s->path, article->line_count > 0 ? article->lines[0].line : 0, 0,
                    err != NULL ? err->message : "is an article that cannot be indexed");
        return 0;
    }
    report->added += code == DOSSIER_OK;
    report->replaced += code == DOSSIER_REPLACED;
    report->unchanged += code == DOSSIER_UNCHANGED;
    return code < 0 ? code : 1;
}

static int take_article(source *s, const dossier_article *article, dossier_error *err) {
    run *r = s->context;
    uint64_t hash = prune_hash(article->key.data, article->key.size);
    int code = deliver(r, s, article, err);
    if (code > 0) {
        int fresh = keyset_put(&r->keys, hash);
        code = fresh < 0 ? error_memory(err) : fresh == 0 ? note_twice(r, s, article, err) : DOSSIER_OK;
    }
    if (code == DOSSIER_OK && r->writer != NULL && keyset_has(&r->keys, hash)) {
        int fresh = keyset_put(&r->file_keys, hash);
        if (fresh < 0 ||
            (fresh == 1 && key_list_put(&r->file_list, article->key.data, article->key.size) != 0))
            code = error_memory(err);
    }
    if (code == DOSSIER_OK && report_tick(&r->told, 0))
        code = error_set(err, DOSSIER_ERR_STOPPED, "stopped");
    if (code < 0)
        r->fatal = code;
    return code;
}

/* The failures that are of the run and not of the source. */
static int is_fatal(const run *r, int code) {
    return r->fatal != DOSSIER_OK || code == DOSSIER_ERR_MEMORY || code == DOSSIER_ERR_STOPPED;
}

static int tick_of_run(void *context) {
    run *r = context;
    return report_tick(&r->told, 0);
}

static int read_source(run *r, source *s, const char *name, dossier_error *err);

/* What a content is read as. */
static const format *format_for(const run *r, const char *name, const char *head, size_t size) {
    return r->forced != NULL ? r->forced : format_of(name, head, size);
}

/* Reads what a filter makes of a source.  What that is, its content shows: the name is the source's. */
static int read_filtered(run *r, source *s, const filter *f, int unpack, dossier_error *err) {
    buffer out = {0};
    input *own = s->in;
    int code = filter_run(f, s, unpack, r->told.options.filter_seconds, tick_of_run, r, &out, err);
    size_t head = out.size < INPUT_PEEK ? out.size : INPUT_PEEK;
    const char *binary = code == DOSSIER_OK
                             ? format_binary_reason(format_for(r, "", out.data, head), out.data, head)
                             : NULL;
    if (binary != NULL) {
        source_note(s, 1, 0, 0, "its filter \"%.120s\" printed what %s; left out", f->command.data, binary);
        code = FORMAT_SKIPPED;
    }
    if (code == DOSSIER_OK)
        code = input_open_memory(&s->in, s->path, out.data, out.size, err);
    if (code == DOSSIER_OK)
        code = read_source(r, s, "", err);
    if (s->in != own)
        input_close(s->in);
    s->in = own;
    buffer_free(&out);
    return code;
}

/* Reads an open source by its format.  As format.read. */
static int read_source(run *r, source *s, const char *name, dossier_error *err) {
    const char *head;
    size_t size;
    int unpack, code = input_peek(s->in, &head, &size, err);
    if (code != DOSSIER_OK)
        return code;
    if (size == 0) {
        source_note(s, 1, 0, 0, "is empty; left out");
        return FORMAT_SKIPPED;
    }
    const filter *made = filter_for(&r->filters, name, &unpack);
    if (made != NULL)
        return read_filtered(r, s, made, unpack, err);
    const format *f = format_for(r, name, head, size);
    const char *binary = format_binary_reason(f, head, size);
    if (binary != NULL) {
        source_note(s, 1, 0, 0, "%s; left out", binary);
        return FORMAT_SKIPPED;
    }
    return f->read(s, err);
}

static int tick_of_input(void *context, size_t bytes) {
    run *r = context;
    r->told.report.bytes += bytes;
    return report_tick(&r->told, bytes == 0);
}

/* Whether the bytes are those of the record: 1, 0, or an error. */
static int has_same_bytes(run *r, const char *path, const record *before, dossier_error *err) {
    input *in;
    input_hooks hooks = {tick_of_input, r};
    uint64_t bytes = r->told.report.bytes;
    int code = input_open(&in, path, &hooks, err);
    if (code == DOSSIER_OK)
        code = input_drain(in, err);
    int same = code == DOSSIER_OK && input_checksum(in) == before->checksum &&
               (uint64_t)input_stat(in)->st_size == before->size;
    input_close(in);
    if (code == DOSSIER_OK && !same)
        r->told.report.bytes = bytes; /* they are read once more */
    return code != DOSSIER_OK ? code : same;
}

/* Reads a source and says how it went: *now is its record. */
static int read_one(run *r, const char *path, record *now, dossier_error *err) {
    input *in;
    input_hooks hooks = {tick_of_input, r};
    now->made = record_now();
    int code = input_open(&in, path, &hooks, err);
    if (code != DOSSIER_OK)
        return code;
    source s = {.path = path,
                .key = dossier_string(path),
                .in = in,
                .article = take_article,
                .note = note_of_source,
                .context = r,
                .keep_all = r->told.options.keep_all};
    now->size = (uint64_t)input_stat(in)->st_size;
    now->mtime = record_time(&input_stat(in)->st_mtim);
    code = read_source(r, &s, path, err);
    if (code == DOSSIER_OK && input_has_trailer(in))
        source_note(&s, 0, 0, 0, "has other bytes behind its gzip data; they are left out");
    if (code == DOSSIER_OK)
        code = input_drain(in, err);
    now->checksum = input_checksum(in);
    now->whole = code == DOSSIER_OK;
    r->told.report.inputs += code == DOSSIER_OK;
    input_close(in);
    return code;
}

/* Reads the file at a path, or finds that it need not be. */
static int take_path(run *r, const char *path, dossier_error *err) {
    record before, now = {0};
    buffer value = {0};
    struct stat st;
    dossier_error own = {0};
    int stream = strcmp(path, "-") == 0;
    int code = stream ? 0 : get_record(r, path, &value, &before, err);
    if (stream)
        before = (record){0};
    const char *way = way_of(r, path);
    if (code == 1 && before.whole && before.format_size == strlen(way) &&
        memcmp(before.format, way, before.format_size) == 0 && path_stat(path, &st) == 0 &&
        S_ISREG(st.st_mode) && (uint64_t)st.st_size == before.size) {
        uint64_t made = record_now();
        int same = has_same_bytes(r, path, &before, &own);
        if (same == 1) {
            r->told.report.inputs_same++;
            code = refresh_record(r, path, &before, &st, made, err);
            buffer_free(&value);
            return code;
        }
        code = same == DOSSIER_ERR_MEMORY || same == DOSSIER_ERR_STOPPED ? same : 0;
        if (code < 0 && err != NULL)
            *err = own;
    }
    if (code >= 0) {
        keyset_free(&r->file_keys);
        key_list_free(&r->file_list);
        code = read_one(r, path, &now, &own);
        if (code < 0 && is_fatal(r, code)) {
            if (err != NULL)
                *err = own;
        } else {
            if (code < 0)
                report_note(&r->told, 1, NULL, 0, 0, own.message);
            code =
                r->writer == NULL || stream ? DOSSIER_OK : keep_record(r, path, &now, code < 0, &before, err);
        }
    }
    buffer_free(&value);
    return code;
}

/* -------------------------------------------------------------------------------------- finding the files */

/* Puts a file on the list of those to read. */
static int list_file(run *r, const char *path, const struct stat *st, dossier_error *err) {
    if (buffer_put(&r->files, path, strlen(path) + 1) != 0)
        return error_memory(err);
    if (st == NULL || !S_ISREG(st->st_mode))
        r->told.total_unknown = 1;
    else
        r->told.report.bytes_total += (uint64_t)st->st_size;
    return DOSSIER_OK;
}

/* A file that has not changed is not read.  What was stale in its record may be to prune. */
static int skip_same(run *r, const char *path, const struct stat *st, int *skipped, dossier_error *err) {
    buffer value = {0};
    record before;
    *skipped = 0;
    int code = get_record(r, path, &value, &before, err);
    if (code == 1) {
        code = DOSSIER_OK;
        *skipped = record_is_same(&before, st, way_of(r, path));
        r->told.report.inputs_same += *skipped != 0;
        if (*skipped && r->told.options.prune && before.stale.left > 0)
            code = refresh_record(r, path, &before, st, before.made, err);
    }
    buffer_free(&value);
    return code;
}

static int found_file(void *context, const char *path, const struct stat *st, int given, dossier_error *err) {
    run *r = context;
    int skipped = 0;
    int fresh = keyset_put(&r->seen, prune_hash(path, strlen(path)));
    if (fresh <= 0)
        return fresh < 0 ? error_memory(err) : DOSSIER_OK;
    if (!given && !is_taken(r, path)) {
        endings_count(&r->other, path);
        return DOSSIER_OK;
    }
    const char *why = st == NULL                         ? "is a link to nothing; left out"
                      : !given && !S_ISREG(st->st_mode)  ? "is no regular file; left out"
                      : strlen(path) > DOSSIER_FIELD_MAX ? "has a path over 64 KiB; left out"
                                                         : NULL;
    if (why != NULL) {
        report_note(&r->told, 1, path, 0, 0, why);
        return DOSSIER_OK;
    }
    int code = S_ISREG(st->st_mode) ? skip_same(r, path, st, &skipped, err) : DOSSIER_OK;
    return code != DOSSIER_OK || skipped ? code : list_file(r, path, st, err);
}

static int note_of_walk(void *context, int unseen, const char *path, const char *message) {
    run *r = context;
    report_note(&r->told, unseen, path, 0, 0, message);
    return unseen ? prune_unseen(&r->prune, path, NULL) : DOSSIER_OK;
}

/* Whether a folder is the one that this process makes an index in: it has no manifest before the first
 * commit, but a lock with our number. */
static int is_locked_by_us(const char *path) {
    buffer name = {0};
    char text[32] = "";
    if (buffer_put_string(&name, path) == 0 && path_push(&name, "lock") == 0) {
        int fd = path_open(name.data, O_RDONLY | O_NONBLOCK);
        ssize_t size = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
        text[size > 0 ? size : 0] = '\0';
        if (fd >= 0)
            close(fd);
    }
    buffer_free(&name);
    return text[0] != '\0' && strtol(text, NULL, 10) == (long)getpid();
}

/* An index is no source, though it may lie among them. */
static int is_no_index(void *context, const char *path) {
    manifest m;
    (void)context;
    return manifest_read(path, &m, NULL) != 1 && !is_locked_by_us(path);
}

/* A path that is not there: with prune, its articles go; where there are none, the user is told. */
static int missing_path(run *r, const char *path, const dossier_error *why, dossier_error *err) {
    int found = 0, code = DOSSIER_OK;
    int gone = why->sys_errno == ENOENT || why->sys_errno == ENOTDIR;
    if (!gone)
        code = prune_unseen(&r->prune, path, err);
    else if (r->writer != NULL && r->told.options.prune)
        code = prune_gone(&r->prune, path, &found, err);
    if (code == DOSSIER_OK && !found)
        report_note(&r->told, 1, NULL, 0, 0, why->message);
    return code;
}

static int find_files(run *r, const char *given, dossier_error *err) {
    walk_hooks hooks = {
        .file = found_file, .folder = is_no_index, .note = note_of_walk, .tick = tick_of_run, .context = r};
    dossier_error own = {0};
    if (strcmp(given, "-") == 0) {
        int fresh = keyset_put(&r->seen, prune_hash("-", 1));
        return fresh < 0 ? error_memory(err) : fresh == 0 ? DOSSIER_OK : list_file(r, given, NULL, err);
    }
    int code = walk(given, &r->walked, &hooks, &own);
    if (code == DOSSIER_ERR_IO) {
        buffer path = {0};
        code = path_given(given, &path) == 0 ? missing_path(r, path.data, &own, err) : error_memory(err);
        buffer_free(&path);
    } else if (code != DOSSIER_OK && err != NULL) {
        *err = own;
    }
    return code;
}

/* ------------------------------------------------------------------------------------------ the whole run */

/* With prune: what the index knows below the given paths and the run has not met. */
static int find_gone(run *r, const char *const *paths, size_t count, dossier_error *err) {
    int found, code = DOSSIER_OK;
    for (size_t i = 0; code == DOSSIER_OK && i < count; i++) {
        buffer path = {0};
        if (strcmp(paths[i], "-") == 0)
            continue;
        code = path_given(paths[i], &path) == 0 ? prune_gone(&r->prune, path.data, &found, err)
                                                : error_memory(err);
        buffer_free(&path);
    }
    return code;
}

/* What is told at the end, of all sources. */
static void last_notes(run *r) {
    char message[400];
    if (endings_message(&r->other, message, sizeof message))
        report_note(&r->told, 0, NULL, 0, 0, message);
    if (r->twice.count > TWICE_MOST) {
        snprintf(message, sizeof message, "%zu more keys were there twice; the later article of each wins",
                 r->twice.count - TWICE_MOST);
        report_note(&r->told, 0, NULL, 0, 0, message);
    }
}

/* Gives a new index some text from all over the files. */
static int give_sample(run *r, dossier_error *err) {
    sample_request asked = {&r->files, &r->filters, r->forced, tick_of_run, r};
    buffer text = {0};
    uint64_t total;
    int code = sample_take(&asked, &text, &total, err);
    if (code == DOSSIER_OK && text.size > 0)
        code = writer_sample(r->writer, (dossier_str){text.data, text.size}, total, err);
    buffer_free(&text);
    return code;
}

static int run_all(run *r, const char *const *paths, size_t count, dossier_error *err) {
    int code = DOSSIER_OK;
    for (size_t i = 0; code == DOSSIER_OK && i < count; i++)
        code = find_files(r, paths[i], err);
    if (code == DOSSIER_OK && r->writer != NULL && writer_is_new(r->writer))
        code = give_sample(r, err);
    for (size_t at = 0; code == DOSSIER_OK && at < r->files.size; at += strlen(r->files.data + at) + 1)
        code = take_path(r, r->files.data + at, err);
    if (code == DOSSIER_OK && r->writer != NULL && r->told.options.prune) {
        code = find_gone(r, paths, count, err);
        if (code == DOSSIER_OK)
            code = prune_finish(&r->prune, &r->told.report.removed, err);
    }
    if (code == DOSSIER_OK)
        last_notes(r);
    if (code == DOSSIER_OK && report_tick(&r->told, 1))
        code = error_set(err, DOSSIER_ERR_STOPPED, "stopped");
    return code;
}

static void run_free(run *r) {
    reporter_free(&r->told);
    keyset_free(&r->keys);
    keyset_free(&r->twice);
    keyset_free(&r->seen);
    keyset_free(&r->walked);
    keyset_free(&r->file_keys);
    key_list_free(&r->file_list);
    buffer_free(&r->files);
    buffer_free(&r->way);
    filters_free(&r->filters);
    prune_free(&r->prune);
}

static int run_sources(run *r, const char *const *paths, size_t count, const dossier_source_options *options,
                       dossier_report *report, dossier_error *err) {
    int code = DOSSIER_OK;
    if (options != NULL)
        r->told.options = *options;
    const char *name = r->told.options.format;
    if (name != NULL && strcmp(name, "auto") != 0 && (r->forced = format_named(name)) == NULL)
        code = error_set(err, DOSSIER_ERR_ARGUMENT, "there is no format \"%.80s\"; there are: %s", name,
                         format_names());
    if (code == DOSSIER_OK)
        code = filters_parse(&r->filters, r->told.options.filters, r->told.options.filter_count, err);
    r->prune.writer = r->writer;
    r->prune.added = &r->keys;
    r->prune.seen = &r->seen;
    if (code == DOSSIER_OK)
        code = run_all(r, paths, count, err);
    if (report != NULL) {
        *report = r->told.report;
        if (r->told.total_unknown)
            report->bytes_total = 0;
    }
    run_free(r);
    return code;
}

int dossier_index_sources(dossier_writer *writer, const char *const *paths, size_t count,
                          const dossier_source_options *options, dossier_report *report, dossier_error *err) {
    run r = {.writer = writer};
    if (writer == NULL)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "no writer was given");
    return run_sources(&r, paths, count, options, report, err);
}

int dossier_read_sources(const char *const *paths, size_t count, const dossier_source_options *options,
                         int (*article)(void *context, const dossier_article *article),
                         dossier_report *report, dossier_error *err) {
    run r = {.give = article};
    if (article == NULL)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "no callback for articles was given");
    return run_sources(&r, paths, count, options, report, err);
}
