/* input.c: the bytes of a file or stream, unpacked where they are gzip; sizes are never trusted.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "indexer/path.h"

enum { PORTION = 256 << 10, POLL_MS = 100 };

struct input {
    const char *path;
    input_hooks hooks;
    int fd;
    const char *memory; /* NULL: the bytes are those of fd */
    size_t memory_left;
    int is_stream; /* 1: reading it may have to wait */
    int at_end;    /* of the bytes on disk */
    int is_gzip;
    int gzip_open;   /* 1: z is to be ended */
    int member_done; /* 1: a gzip member has ended, and the next has not begun */
    int done;        /* 1: nothing more is to be unpacked */
    int trailer;
    int begun;
    dossier_error failure; /* code 0: none.  What failed once is told again at each later read */
    struct stat st;
    uint64_t checksum;
    uint64_t on_disk; /* bytes read from the system */
    z_stream z;
    size_t raw_at; /* what was read and not yet used: raw[raw_at .. raw_size) */
    size_t raw_size;
    size_t peek_at;
    size_t peek_size;
    char peek[INPUT_PEEK];
    unsigned char raw[PORTION];
};

static int make(input **out, const char *path, dossier_error *err) {
    input *in = malloc(sizeof *in);
    *out = in;
    if (in == NULL)
        return error_memory(err);
    memset(in, 0, offsetof(input, peek));
    in->path = path;
    in->fd = -1;
    in->checksum = HASH_START;
    return DOSSIER_OK;
}

static const char *kind_name(mode_t mode) {
    if (S_ISDIR(mode))
        return "a folder";
    if (S_ISSOCK(mode))
        return "a socket";
    return S_ISCHR(mode) || S_ISBLK(mode) ? "a device" : "no file";
}

static int open_fd(input *in, dossier_error *err) {
    if (strcmp(in->path, "-") == 0) {
        in->fd = STDIN_FILENO;
        if (fstat(in->fd, &in->st) != 0)
            return error_system(err, errno, "standard input: cannot be read");
        if (S_ISDIR(in->st.st_mode))
            return error_set(err, DOSSIER_ERR_INPUT,
                             "standard input: is a folder; name it as a path instead");
        in->is_stream = !S_ISREG(in->st.st_mode);
        return DOSSIER_OK;
    }
    /* Looked at before it is opened: opening a device can do things. */
    if (path_stat(in->path, &in->st) != 0)
        return error_system(err, errno, "%s: cannot be read", in->path);
    if (!S_ISREG(in->st.st_mode) && !S_ISFIFO(in->st.st_mode))
        return error_set(err, DOSSIER_ERR_INPUT, "%s: is %s, which is not read; left out", in->path,
                         kind_name(in->st.st_mode));
    in->fd = path_open(in->path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (in->fd < 0)
        return error_system(err, errno, "%s: cannot be read", in->path);
    if (fstat(in->fd, &in->st) != 0)
        return error_system(err, errno, "%s: cannot be read", in->path);
    in->is_stream = !S_ISREG(in->st.st_mode);
    return DOSSIER_OK;
}

int input_open(input **out, const char *path, const input_hooks *hooks, dossier_error *err) {
    input *in;
    int code = make(&in, path, err);
    *out = NULL;
    if (code != DOSSIER_OK)
        return code;
    if (hooks != NULL)
        in->hooks = *hooks;
    code = open_fd(in, err);
    if (code != DOSSIER_OK) {
        input_close(in);
        return code;
    }
    *out = in;
    return DOSSIER_OK;
}

int input_open_memory(input **out, const char *path, const char *data, size_t size, dossier_error *err) {
    int code = make(out, path, err);
    if (code != DOSSIER_OK)
        return code;
    (*out)->memory = size > 0 ? data : "";
    (*out)->memory_left = size;
    return DOSSIER_OK;
}

void input_close(input *in) {
    if (in == NULL)
        return;
    if (in->gzip_open)
        inflateEnd(&in->z);
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    free(in);
}

const struct stat *input_stat(const input *in) {
    return &in->st;
}

uint64_t input_checksum(const input *in) {
    return in->checksum;
}

int input_has_trailer(const input *in) {
    return in->trailer;
}

static const char *name_of(const input *in) {
    return strcmp(in->path, "-") == 0 ? "standard input" : in->path;
}

static int tick(input *in, size_t bytes, dossier_error *err) {
    if (in->hooks.tick != NULL && in->hooks.tick(in->hooks.context, bytes) != 0)
        return error_set(err, DOSSIER_ERR_STOPPED, "stopped");
    return DOSSIER_OK;
}

/* Waits until a stream has something; a signal that came in between is seen by the tick. */
static int wait_for(input *in, dossier_error *err) {
    for (;;) {
        struct pollfd p = {.fd = in->fd, .events = POLLIN};
        int ready = poll(&p, 1, POLL_MS);
        if (ready < 0 && errno != EINTR)
            return error_system(err, errno, "%s: cannot be read", name_of(in));
        int code = tick(in, 0, err);
        if (code != DOSSIER_OK || ready > 0)
            return code;
    }
}

static ssize_t read_some(input *in, void *to, size_t size) {
    if (in->memory == NULL)
        return read(in->fd, to, size);
    size_t n = in->memory_left < size ? in->memory_left : size;
    memcpy(to, in->memory, n);
    in->memory += n;
    in->memory_left -= n;
    return (ssize_t)n;
}

/* Fills raw from its beginning.  A whole portion, except at the end: the checksum depends on the portions. */
static int fill_raw(input *in, dossier_error *err) {
    in->raw_at = in->raw_size = 0;
    while (in->raw_size < PORTION && !in->at_end) {
        int code = in->is_stream ? wait_for(in, err) : DOSSIER_OK;
        if (code != DOSSIER_OK)
            return code;
        ssize_t n = read_some(in, in->raw + in->raw_size, PORTION - in->raw_size);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
            code = tick(in, 0, err);
            if (code != DOSSIER_OK)
                return code;
            continue;
        }
        if (n < 0)
            return error_system(err, errno, "%s: cannot be read beyond byte %llu", name_of(in),
                                (unsigned long long)in->on_disk);
        in->at_end = n == 0;
        in->raw_size += (size_t)n;
        in->on_disk += (uint64_t)n;
    }
    in->checksum = hash_bytes(in->checksum, in->raw, in->raw_size);
    return tick(in, in->raw_size, err);
}

static int begin(input *in, dossier_error *err) {
    in->begun = 1;
    int code = fill_raw(in, err);
    if (code != DOSSIER_OK)
        return code;
    in->is_gzip = in->raw_size >= 2 && in->raw[0] == 0x1F && in->raw[1] == 0x8B;
    if (!in->is_gzip)
        return DOSSIER_OK;
    if (inflateInit2(&in->z, 15 + 16) != Z_OK)
        return error_memory(err);
    in->gzip_open = 1;
    return DOSSIER_OK;
}

static int read_plain(input *in, char *to, size_t size, size_t *got, dossier_error *err) {
    while (*got < size) {
        if (in->raw_at == in->raw_size) {
            int code = in->at_end ? DOSSIER_OK : fill_raw(in, err);
            if (code != DOSSIER_OK || in->raw_at == in->raw_size)
                return code;
        }
        size_t n = in->raw_size - in->raw_at < size - *got ? in->raw_size - in->raw_at : size - *got;
        memcpy(to + *got, in->raw + in->raw_at, n);
        in->raw_at += n;
        *got += n;
    }
    return DOSSIER_OK;
}

/* Behind the end of a gzip member: another one, zeros that a tape was filled up with, or what does not belong
 * here. */
static void begin_member(input *in) {
    while (in->raw_at < in->raw_size && in->raw[in->raw_at] == 0)
        in->raw_at++;
    if (in->raw_at == in->raw_size)
        return;
    if (in->raw[in->raw_at] != 0x1F || inflateReset(&in->z) != Z_OK) {
        in->trailer = in->done = 1;
        return;
    }
    in->member_done = 0;
}

static int read_gzip(input *in, char *to, size_t size, size_t *got, dossier_error *err) {
    while (*got < size && !in->done) {
        if (in->raw_at == in->raw_size) {
            int code = in->at_end ? DOSSIER_OK : fill_raw(in, err);
            if (code != DOSSIER_OK)
                return code;
            if (in->raw_at == in->raw_size) {
                in->done = 1;
                if (in->member_done)
                    return DOSSIER_OK;
                return error_set(err, DOSSIER_ERR_INPUT,
                                 "%s: its gzip data ends too early, at byte %llu: the file is"
                                 " not whole",
                                 name_of(in), (unsigned long long)in->on_disk);
            }
        }
        if (in->member_done) {
            begin_member(in);
            continue;
        }
        size_t room = size - *got < ((size_t)1 << 30) ? size - *got : (size_t)1 << 30;
        in->z.next_in = in->raw + in->raw_at;
        in->z.avail_in = (uInt)(in->raw_size - in->raw_at);
        in->z.next_out = (Bytef *)to + *got;
        in->z.avail_out = (uInt)room;
        int status = inflate(&in->z, Z_NO_FLUSH);
        *got += room - in->z.avail_out;
        in->raw_at = in->raw_size - in->z.avail_in;
        if (status == Z_STREAM_END) {
            in->member_done = 1;
        } else if (status == Z_MEM_ERROR) {
            return error_memory(err);
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            in->done = 1;
            return error_set(err, DOSSIER_ERR_INPUT, "%s: its gzip data is damaged, near byte %llu",
                             name_of(in), (unsigned long long)(in->on_disk - (in->raw_size - in->raw_at)));
        }
    }
    return DOSSIER_OK;
}

static int read_unpacked(input *in, char *to, size_t size, size_t *got, dossier_error *err) {
    int code = in->failure.code;
    if (code == DOSSIER_OK && !in->begun)
        code = begin(in, &in->failure);
    if (code == DOSSIER_OK && in->is_gzip)
        code = read_gzip(in, to, size, got, &in->failure);
    else if (code == DOSSIER_OK)
        code = read_plain(in, to, size, got, &in->failure);
    if (code != DOSSIER_OK && err != NULL)
        *err = in->failure;
    return code;
}

int input_peek(input *in, const char **data, size_t *size, dossier_error *err) {
    int code = DOSSIER_OK;
    if (in->peek_size == 0)
        code = read_unpacked(in, in->peek, sizeof in->peek, &in->peek_size, err);
    *data = in->peek;
    *size = in->peek_size;
    return in->peek_size > 0 && (code == DOSSIER_ERR_IO || code == DOSSIER_ERR_INPUT) ? DOSSIER_OK : code;
}

int input_read(input *in, char *to, size_t size, size_t *got, dossier_error *err) {
    *got = 0;
    if (in->peek_at < in->peek_size) {
        *got = in->peek_size - in->peek_at < size ? in->peek_size - in->peek_at : size;
        memcpy(to, in->peek + in->peek_at, *got);
        in->peek_at += *got;
    }
    return *got == size ? DOSSIER_OK : read_unpacked(in, to, size, got, err);
}

int input_drain(input *in, dossier_error *err) {
    int code = in->begun ? DOSSIER_OK : begin(in, err);
    while (code == DOSSIER_OK && !in->at_end)
        code = fill_raw(in, err);
    in->raw_at = in->raw_size;
    in->done = 1;
    return code;
}
