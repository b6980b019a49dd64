/* folder.c: folders: their entries, their removal, their syncing.
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

int folder_sync_entries(const char *dir, dossier_error *err) {
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_system(err, errno, "%s: cannot open", dir);
    int failed = fsync(fd) != 0 && errno != EINVAL;
    int sys_errno = errno;
    close(fd);
    return failed ? error_system(err, sys_errno, "%s: cannot sync", dir) : DOSSIER_OK;
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
    return status == DOSSIER_OK ? folder_sync_entries(path, err) : status;
}
