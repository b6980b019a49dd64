/* sample.c: some text from all over the files that are to be read, before they are.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sample.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "engine/error.h"
#include "indexer/path.h"

/* Files of fewer bytes in all are not worth it: their beginning is much of them. */
#define TOTAL_LEAST ((uint64_t)16 << 20)

/* Places at equal distances over all files, and what is taken of the text at each.  Of the 202 MB, twice as many places
 * make as little difference as pieces of half or of twice the size; half as many make the text 0.5 % larger. */
#define PLACES 384
#define PIECE ((size_t)8 << 10)

/* Bytes read at a place, in which a line of JSON must begin and end. */
#define WINDOW ((size_t)128 << 10)

/* One call. */
typedef struct sampling {
    const sample_request *asked;
    buffer *out;
    buffer window;
    uint64_t at;     /* of the place, in its file */
    size_t wanted;   /* bytes still to be taken there */
    unsigned places; /* those at which something was taken */
} sampling;

/* ------------------------------------------------------------------------------------------------- one place */

/* Takes a piece of a text, not always its beginning. */
static int take_text(sampling *s, dossier_str text, dossier_error *err) {
    size_t size = text.size < s->wanted ? text.size : s->wanted, from = (size_t)(s->at % (text.size - size + 1));
    if (buffer_put(s->out, text.data + from, size) != 0)
        return error_memory(err);
    s->wanted -= size;
    return DOSSIER_OK;
}

static int take_article(source *from, const dossier_article *article, dossier_error *err) {
    sampling *s = from->context;
    int code = article->text.size > 0 ? take_text(s, article->text, err) : DOSSIER_OK;
    return code == DOSSIER_OK && s->wanted == 0 ? DOSSIER_ERR_STOPPED : code;
}

/* What is wrong with a record is told when it is read to be indexed. */
static void take_note(source *from, int skipped, size_t line, size_t column, const char *message) {
    (void)from;
    (void)skipped;
    (void)line;
    (void)column;
    (void)message;
}

/* Takes text of the records that are whole in the window; is_start, is_end: it begins or ends with its file. */
static int take_lines(sampling *s, const format *f, const char *path, int is_start, int is_end, dossier_error *err) {
    const char *from = s->window.data, *to = from + s->window.size;
    const char *first = is_start ? NULL : memchr(from, '\n', s->window.size);
    if (!is_start && first == NULL)
        return DOSSIER_OK;
    from = is_start ? from : first + 1;
    while (!is_end && to > from && to[-1] != '\n')
        to--;
    if (from == to)
        return DOSSIER_OK;
    source lines = {
        .path = path, .key = dossier_string(path), .article = take_article, .note = take_note, .context = s};
    dossier_error own = {0};
    int code = input_open_memory(&lines.in, path, from, (size_t)(to - from), &own);
    if (code == DOSSIER_OK) {
        code = f->read(&lines, &own);
        input_close(lines.in);
    }
    return code == DOSSIER_ERR_MEMORY ? error_memory(err) : DOSSIER_OK;
}

/* Reads the window at s->at. */
static int read_window(sampling *s, int fd, uint64_t size, dossier_error *err) {
    s->window.size = 0;
    if (buffer_reserve(&s->window, WINDOW) != 0)
        return error_memory(err);
    uint64_t left = size - s->at;
    size_t wanted = left < WINDOW ? (size_t)left : WINDOW;
    while (s->window.size < wanted) {
        ssize_t got = pread(fd, s->window.data + s->window.size, wanted - s->window.size,
                            (off_t)(s->at + s->window.size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        s->window.size += (size_t)got;
    }
    return DOSSIER_OK;
}

static int take_place(sampling *s, int fd, uint64_t size, const format *f, const char *path, dossier_error *err) {
    int code = read_window(s, fd, size, err);
    if (code != DOSSIER_OK || s->window.size == 0)
        return code;
    s->wanted = PIECE;
    code = f == format_named("jsonl")
               ? take_lines(s, f, path, s->at == 0, s->at + s->window.size == size, err)
               : take_text(s, (dossier_str){s->window.data, s->window.size < PIECE ? s->window.size : PIECE}, err);
    s->places += s->wanted < PIECE;
    return code;
}

/* -------------------------------------------------------------------------------------------------- all files */

/* The format of a file that can be read from its middle; NULL: it cannot. */
static const format *format_at(const sampling *s, int fd, const char *path) {
    char head[INPUT_PEEK];
    int unpack;
    ssize_t got = pread(fd, head, sizeof head, 0);
    size_t size = got > 0 ? (size_t)got : 0;
    if (size < 2 || memcmp(head, "\x1F\x8B", 2) == 0 || filter_for(s->asked->filters, path, &unpack) != NULL)
        return NULL;
    const format *f = s->asked->forced != NULL ? s->asked->forced : format_of(path, head, size);
    int in_pieces =
        f == format_named("jsonl") || f == format_named("text") || f == format_named("markdown");
    return in_pieces && memchr(head, '\0', size) == NULL ? f : NULL;
}

/* The size of a file; 0 where it is none of which a part can be read. */
static uint64_t size_of(const char *path) {
    struct stat st;
    return path_stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

/* Takes what is at the places of a file that has `size` bytes, the first at byte `first` and others each `step`. */
static int take_file(sampling *s, const char *path, uint64_t size, uint64_t first, uint64_t step,
                     dossier_error *err) {
    int code = DOSSIER_OK, fd = path_open(path, O_RDONLY | O_NONBLOCK);
    const format *f = fd >= 0 ? format_at(s, fd, path) : NULL;
    /* All are asked for before the first is waited for. */
    for (uint64_t at = first; f != NULL && at < size; at += step)
        posix_fadvise(fd, (off_t)at, (off_t)WINDOW, POSIX_FADV_WILLNEED);
    for (s->at = first; f != NULL && s->at < size && code == DOSSIER_OK; s->at += step) {
        code = take_place(s, fd, size, f, path, err);
        if (code == DOSSIER_OK && s->asked->tick(s->asked->context) != 0)
            code = error_set(err, DOSSIER_ERR_STOPPED, "stopped");
    }
    if (fd >= 0)
        close(fd);
    return code;
}

int sample_take(const sample_request *asked, buffer *out, uint64_t *total, dossier_error *err) {
    const buffer *paths = asked->paths;
    sampling s = {.asked = asked, .out = out};
    size_t before = out->size;
    uint64_t next = 0, base = 0;
    int code = DOSSIER_OK;
    *total = 0;
    for (size_t at = 0; at < paths->size; at += strlen(paths->data + at) + 1)
        *total += size_of(paths->data + at);
    if (*total < TOTAL_LEAST)
        return DOSSIER_OK;
    uint64_t step = *total / PLACES;
    for (size_t at = 0; at < paths->size && code == DOSSIER_OK; at += strlen(paths->data + at) + 1) {
        uint64_t size = size_of(paths->data + at);
        if (next < base + size) {
            code = take_file(&s, paths->data + at, size, next - base, step, err);
            next += (base + size - next + step - 1) / step * step;
        }
        base += size;
    }
    buffer_free(&s.window);
    if (code != DOSSIER_OK || s.places < PLACES / 2)
        out->size = before;
    return code;
}
