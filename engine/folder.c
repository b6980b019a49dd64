/* folder.c: small files and folders: read, replaced, synced, removed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/error.h"

char *path_join(const char *dir, const char *name) {
    char *path;
    return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

int file_read_small(const char *path, char *to, size_t capacity, size_t *size, dossier_error *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? 0 : error_system(err, errno, "%s: cannot open", path);
    ssize_t got = 0;
    *size = 0;
    while (*size < capacity && (got = read(fd, to + *size, capacity - *size)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            break;
        *size += (size_t)got;
    }
    int sys_errno = got < 0 ? errno : 0;
    close(fd);
    return sys_errno != 0 ? error_system(err, sys_errno, "%s: cannot read", path) : 1;
}

int folder_sync_names(const char *dir, dossier_error *err) {
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_system(err, errno, "%s: cannot open", dir);
    int failed = fsync(fd) != 0 && errno != EINVAL;
    int sys_errno = errno;
    close(fd);
    return failed ? error_system(err, sys_errno, "%s: cannot sync", dir) : DOSSIER_OK;
}

/* Writes a new file, synced. */
static int write_synced(const char *path, const char *text, size_t size, dossier_error *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_system(err, errno, "%s: cannot write", path);
    int sys_errno = 0;
    for (size_t done = 0; done < size && sys_errno == 0;) {
        ssize_t n = write(fd, text + done, size - done);
        if (n > 0)
            done += (size_t)n;
        else if (n < 0 && errno != EINTR)
            sys_errno = errno;
    }
    if (sys_errno == 0 && fsync(fd) != 0)
        sys_errno = errno;
    if (close(fd) != 0 && sys_errno == 0)
        sys_errno = errno;
    return sys_errno != 0 ? error_system(err, sys_errno, "%s: cannot write", path) : DOSSIER_OK;
}

int file_replace(const char *dir, const char *name, const char *temporary, const char *text, size_t size,
                 dossier_error *err) {
    char *fresh = path_join(dir, temporary), *path = path_join(dir, name);
    int status = fresh == NULL || path == NULL ? error_memory(err) : write_synced(fresh, text, size, err);
    if (status == DOSSIER_OK && rename(fresh, path) != 0)
        status = error_system(err, errno, "%s: cannot replace", path);
    if (status == DOSSIER_OK)
        status = folder_sync_names(dir, err);
    free(fresh);
    free(path);
    return status;
}

int folder_each(const char *dir, int (*fn)(void *context, const char *name, dossier_error *err), void *context,
                dossier_error *err) {
    DIR *stream = opendir(dir);
    if (stream == NULL)
        return error_system(err, errno, "%s: cannot read", dir);
    int status = DOSSIER_OK;
    for (const struct dirent *entry; status == DOSSIER_OK && (errno = 0, entry = readdir(stream)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            status = fn(context, entry->d_name, err);
    closedir(stream);
    return status;
}

static int remove_within(void *context, const char *name, dossier_error *err) {
    char *path = path_join(context, name);
    if (path == NULL)
        return error_memory(err);
    int status = DOSSIER_OK;
    if (unlink(path) != 0) {
        if (errno == EISDIR || errno == EPERM)
            status = folder_remove(path, err);
        else if (errno != ENOENT)
            status = error_system(err, errno, "%s: cannot remove", path);
    }
    free(path);
    return status;
}

int folder_remove(const char *path, dossier_error *err) {
    struct stat st;
    if (lstat(path, &st) != 0)
        return errno == ENOENT ? DOSSIER_OK : error_system(err, errno, "%s: cannot look at it", path);
    int status = S_ISDIR(st.st_mode) ? folder_each(path, remove_within, (void *)(uintptr_t)path, err) : DOSSIER_OK;
    if (status == DOSSIER_OK && remove(path) != 0 && errno != ENOENT)
        status = error_system(err, errno, "%s: cannot remove", path);
    return status;
}

static int sync_entry(void *context, const char *name, dossier_error *err) {
    char *path = path_join(context, name);
    if (path == NULL)
        return error_memory(err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int sys_errno = fd < 0 || fsync(fd) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    int status = sys_errno != 0 ? error_system(err, sys_errno, "%s: cannot sync", path) : DOSSIER_OK;
    free(path);
    return status;
}

int folder_sync(const char *path, dossier_error *err) {
    int status = folder_each(path, sync_entry, (void *)(uintptr_t)path, err);
    return status == DOSSIER_OK ? folder_sync_names(path, err) : status;
}
