/* path.c: opening paths of any length, and writing them as keys.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

int path_open(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC);
    if (fd >= 0 || errno != ENAMETOOLONG)
        return fd;
    /* In steps that the system takes, each from the folder that the last one led to. */
    int folder = AT_FDCWD;
    for (;;) {
        size_t left = strlen(path), step = left;
        if (left >= PATH_MAX) {
            for (step = PATH_MAX - 1; step > 0 && path[step] != '/'; step--)
                ;
            if (step == 0) {
                errno = ENAMETOOLONG;
                break;
            }
        }
        char part[PATH_MAX];
        memcpy(part, path, step);
        part[step] = '\0';
        int last = step == left;
        int next = openat(folder, part, (last ? flags : O_PATH | O_DIRECTORY) | O_CLOEXEC);
        int why = errno;
        if (folder != AT_FDCWD)
            close(folder);
        folder = next;
        errno = why;
        if (next < 0 || last)
            return next;
        for (path += step; *path == '/'; path++)
            ;
    }
    if (folder != AT_FDCWD)
        close(folder);
    errno = ENAMETOOLONG;
    return -1;
}

int path_stat(const char *path, struct stat *st) {
    if (stat(path, st) == 0)
        return 0;
    if (errno != ENAMETOOLONG)
        return -1;
    int fd = path_open(path, O_PATH);
    if (fd < 0)
        return -1;
    int result = fstat(fd, st);
    int why = errno;
    close(fd);
    errno = why;
    return result;
}

static int put_nul(buffer *path) {
    if (buffer_put_byte(path, '\0') != 0)
        return -1;
    path->size--;
    return 0;
}

int path_given(const char *path, buffer *out) {
    out->size = 0;
    for (const char *c = path; *c != '\0'; c++) {
        if (*c == '/' && out->size > 0 && out->data[out->size - 1] == '/')
            continue;
        if (buffer_put_byte(out, (unsigned char)*c) != 0)
            return -1;
    }
    if (out->size > 1 && out->data[out->size - 1] == '/')
        out->size--;
    return put_nul(out);
}

int path_push(buffer *path, const char *name) {
    if ((path->size > 0 && path->data[path->size - 1] != '/' && buffer_put_byte(path, '/') != 0) ||
        buffer_put_string(path, name) != 0)
        return -1;
    return put_nul(path);
}
