/* output.c: a new file written from its beginning to its end, and bytes put aside until their turn in it comes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/error.h"
#include "engine/manifest.h"
#include "engine/packed/sections.h"

#define OUTPUT_BYTES ((size_t)1 << 20)
/* So much is given to the disk at a time while the work goes on, so that little is left to wait for at the end. */
#define QUEUE_BYTES ((uint64_t)8 << 20)
#define COPY_BYTES ((size_t)256 << 10)

/* Writes all of it; returns 0 or errno. */
static int write_all(int fd, const unsigned char *data, size_t size) {
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : EIO;
        data += n;
        size -= (size_t)n;
    }
    return 0;
}

/* Reads all of it from `at` on; returns 0 or errno. */
static int read_all(int fd, char *to, size_t size, uint64_t at) {
    while (size > 0) {
        ssize_t n = pread(fd, to, size, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : EIO;
        to += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return 0;
}

int output_open(output *o, const char *path, dossier_error *err) {
    *o = (output){.fd = -1};
    o->path = strdup(path);
    o->bytes = malloc(OUTPUT_BYTES);
    if (o->path == NULL || o->bytes == NULL) {
        output_drop(o);
        return error_memory(err);
    }
    o->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (o->fd >= 0)
        return DOSSIER_OK;
    int status = error_system(err, errno, "%s: cannot write", path);
    output_drop(o);
    return status;
}

static int flush(output *o, dossier_error *err) {
    int sys_errno = write_all(o->fd, o->bytes, o->used);
    o->used = 0;
    if (sys_errno != 0)
        return error_system(err, sys_errno, "%s: cannot write", o->path);
    if (o->size - o->queued >= QUEUE_BYTES) {
        /* Only a hint: whether it is heeded does not matter, as the file is synced at its end. */
        (void)sync_file_range(o->fd, (off_t)o->queued, (off_t)(o->size - o->queued), SYNC_FILE_RANGE_WRITE);
        o->queued = o->size;
    }
    return DOSSIER_OK;
}

int output_put(output *o, const void *data, size_t size, dossier_error *err) {
    const unsigned char *at = data;
    o->crc = crc_of(o->crc, data, size);
    while (size > 0) {
        size_t room = OUTPUT_BYTES - o->used, part = size < room ? size : room;
        memcpy(o->bytes + o->used, at, part);
        o->used += part;
        o->size += part;
        at += part;
        size -= part;
        int status = o->used == OUTPUT_BYTES ? flush(o, err) : DOSSIER_OK;
        if (status != DOSSIER_OK)
            return status;
    }
    return DOSSIER_OK;
}

int output_align(output *o, size_t unit, dossier_error *err) {
    static const char zeros[64];
    size_t over = o->size % unit;
    return over == 0 ? DOSSIER_OK : output_put(o, zeros, unit - over, err);
}

void output_mark(output *o) {
    o->crc = 0;
}

int output_close(output *o, dossier_error *err) {
    int status = flush(o, err);
    if (status == DOSSIER_OK && fsync(o->fd) != 0)
        status = error_system(err, errno, "%s: cannot sync", o->path);
    if (close(o->fd) != 0 && status == DOSSIER_OK)
        status = error_system(err, errno, "%s: cannot close", o->path);
    o->fd = -1;
    if (status != DOSSIER_OK)
        unlink(o->path);
    free(o->path);
    free(o->bytes);
    *o = (output){.fd = -1};
    return status;
}

void output_drop(output *o) {
    if (o->fd >= 0) {
        close(o->fd);
        unlink(o->path);
    }
    free(o->path);
    free(o->bytes);
    *o = (output){.fd = -1};
}

/* ---------------------------------------------------------------------------------------------------- putting aside */

static int make_file(spool *s, dossier_error *err) {
    if (mkdir(s->folder, 0777) != 0 && errno != EEXIST)
        return error_system(err, errno, "%s: cannot make the folder", s->folder);
    char *path = path_join(s->folder, "spool-XXXXXX");
    if (path == NULL)
        return error_memory(err);
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd == 0) {
        /* A program may have closed its standard input; 0 stands for no file here. */
        fd = fcntl(0, F_DUPFD_CLOEXEC, 1);
        close(0);
    }
    int status = fd < 0 ? error_system(err, errno, "%s: cannot make a file", s->folder) : DOSSIER_OK;
    if (fd >= 0) {
        unlink(path);
        s->fd = fd;
    }
    free(path);
    return status;
}

int spool_put(spool *s, const void *data, size_t size, dossier_error *err) {
    if (buffer_put(&s->memory, data, size) != 0)
        return error_memory(err);
    if (s->memory.size <= s->limit)
        return DOSSIER_OK;
    int status = s->fd == 0 ? make_file(s, err) : DOSSIER_OK;
    if (status != DOSSIER_OK)
        return status;
    int sys_errno = write_all(s->fd, (const unsigned char *)s->memory.data, s->memory.size);
    if (sys_errno != 0)
        return error_system(err, sys_errno, "%s: cannot write", s->folder);
    s->filed += s->memory.size;
    s->memory.size = 0;
    return DOSSIER_OK;
}

uint64_t spool_size(const spool *s) {
    return s->filed + s->memory.size;
}

int spool_read(const spool *s, uint64_t at, void *to, size_t size, dossier_error *err) {
    char *place = to;
    if (at < s->filed) {
        size_t part = s->filed - at < size ? (size_t)(s->filed - at) : size;
        int sys_errno = read_all(s->fd, place, part, at);
        if (sys_errno != 0)
            return error_system(err, sys_errno, "%s: cannot read", s->folder);
        place += part;
        at += part;
        size -= part;
    }
    if (size > 0)
        memcpy(place, s->memory.data + (at - s->filed), size);
    return DOSSIER_OK;
}

int spool_copy(const spool *s, output *o, dossier_error *err) {
    char *piece = s->filed > 0 ? malloc(COPY_BYTES) : NULL;
    if (s->filed > 0 && piece == NULL)
        return error_memory(err);
    int status = DOSSIER_OK;
    for (uint64_t at = 0; at < s->filed && status == DOSSIER_OK;) {
        size_t part = s->filed - at < COPY_BYTES ? (size_t)(s->filed - at) : COPY_BYTES;
        status = spool_read(s, at, piece, part, err);
        if (status == DOSSIER_OK)
            status = output_put(o, piece, part, err);
        at += part;
    }
    free(piece);
    return status == DOSSIER_OK && s->memory.size > 0 ? output_put(o, s->memory.data, s->memory.size, err) : status;
}

void spool_clear(spool *s) {
    if (s->fd != 0)
        close(s->fd);
    s->fd = 0;
    s->filed = 0;
    buffer_free(&s->memory);
}
