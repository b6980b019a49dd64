/* manifest.c: an index's folder: its manifest, its lock, and the sweeping of what is left over.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/error.h"
#include "engine/folder.h"

#define MANIFEST_NAME "dossier"
#define LOCK_NAME "lock"
#define STAGING_NAME "staging"
#define DATA_PREFIX "data-"
#define TEMPORARY_NAME "dossier.new"
#define MANIFEST_MAX 4096

/* The value of the line at *at that begins with `name`, as a string that ends in place; NULL where the line is another.
 */
static char *take_line(char **at, const char *name) {
    size_t length = strlen(name);
    char *end = strchr(*at, '\n');
    if (end == NULL || strncmp(*at, name, length) != 0 || (*at)[length] != ' ')
        return NULL;
    char *value = *at + length + 1;
    *end = '\0';
    *at = end + 1;
    return value;
}

static const char *static_language(const char *lang) {
    const char *const *name = dossier_languages();
    while (*name != NULL && strcmp(*name, lang) != 0)
        name++;
    return *name;
}

int manifest_parse_lang(const char *text, manifest *m) {
    const char *lang = text;
    m->detect = strcmp(text, "auto") == 0 || strncmp(text, "auto:", 5) == 0;
    if (m->detect)
        lang = text[4] == ':' ? text + 5 : "english";
    m->lang = static_language(lang);
    return m->lang == NULL ? -1 : 0;
}

void manifest_print_lang(const manifest *m, char *to) {
    snprintf(to, MANIFEST_LANG_MAX, "%s%s", m->detect ? "auto:" : "", m->lang);
}

static int is_data_name(const char *name) {
    if (strncmp(name, DATA_PREFIX, strlen(DATA_PREFIX)) != 0)
        return 0;
    size_t digits = strspn(name + strlen(DATA_PREFIX), "0123456789");
    return digits > 0 && digits < 20 && name[strlen(DATA_PREFIX) + digits] == '\0';
}

static int parse(const char *dir, char *text, manifest *out, dossier_error *err) {
    char *at = text;
    const char *version = take_line(&at, "dossier-index");
    if (version == NULL)
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s/%s: is not an index's manifest", dir, MANIFEST_NAME);
    char ours[16];
    snprintf(ours, sizeof ours, "%d", MANIFEST_VERSION);
    if (strcmp(version, ours) != 0)
        return error_set(err, DOSSIER_ERR_VERSION,
                         "%s: is an index of version %.20s, this program reads version %s: index the articles again",
                         dir, version, ours);
    const char *name = take_line(&at, "backend"), *lang = take_line(&at, "lang"), *data = take_line(&at, "data");
    if (name == NULL || lang == NULL || data == NULL || !is_data_name(data) || *at != '\0')
        return error_set(err, DOSSIER_ERR_DAMAGED, "%s/%s: is damaged: index the articles again", dir,
                         MANIFEST_NAME);
    dossier_error why = {0};
    int known = backend_named(name, &out->backend, &why);
    if (known < 0)
        return error_set(err, known, "%s: %s", dir, why.message);
    if (known == 0 || manifest_parse_lang(lang, out) != 0)
        return error_set(err, DOSSIER_ERR_VERSION, "%s: needs the %s %.40s, which is not built in", dir,
                         known == 0 ? "backend" : "language", known == 0 ? name : lang);
    snprintf(out->data, sizeof out->data, "%s", data);
    return 1;
}

int manifest_read(const char *dir, manifest *out, dossier_error *err) {
    char text[MANIFEST_MAX + 1];
    size_t size = 0;
    char *path = path_join(dir, MANIFEST_NAME);
    if (path == NULL)
        return error_memory(err);
    int found = file_read_small(path, text, MANIFEST_MAX, &size, err);
    free(path);
    if (found != 1)
        return found;
    text[size] = '\0';
    return parse(dir, text, out, err);
}

int manifest_write(const char *dir, const manifest *m, dossier_error *err) {
    char text[MANIFEST_MAX], lang[MANIFEST_LANG_MAX];
    manifest_print_lang(m, lang);
    int size = snprintf(text, sizeof text, "dossier-index %d\nbackend %s\nlang %s\ndata %s\n", MANIFEST_VERSION,
                        m->backend->name, lang, m->data);
    return file_replace(dir, MANIFEST_NAME, TEMPORARY_NAME, text, (size_t)size, err);
}

/* Whether a name is one that an index's folder may hold. */
static int is_ours(const char *name) {
    return strcmp(name, MANIFEST_NAME) == 0 || strcmp(name, LOCK_NAME) == 0 || strcmp(name, STAGING_NAME) == 0 ||
           strcmp(name, TEMPORARY_NAME) == 0 || is_data_name(name);
}

static int refuse_foreign(void *context, const char *name, dossier_error *err) {
    const char *dir = context;
    return is_ours(name) ? DOSSIER_OK
                         : error_set(err, DOSSIER_ERR_ARGUMENT,
                                     "%s: holds other files (%s) and is no index: choose another folder with -d", dir,
                                     name);
}

/* Says who holds the lock. */
static int locked_error(const char *dir, int fd, dossier_error *err) {
    char holder[32] = "";
    ssize_t n = pread(fd, holder, sizeof holder - 1, 0);
    size_t digits = strspn(holder, "0123456789");
    if (n <= 0 || digits == 0)
        return error_set(err, DOSSIER_ERR_LOCKED, "%s: is being written by another process: try again later", dir);
    holder[digits] = '\0';
    return error_set(err, DOSSIER_ERR_LOCKED, "%s: is being written by process %s: try again when it is done", dir,
                     holder);
}

static int take_lock(const char *dir, const char *path, int *lock, dossier_error *err) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_system(err, errno, "%s: cannot open", path);
    int status = DOSSIER_OK;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        status = errno == EWOULDBLOCK ? locked_error(dir, fd, err) : error_system(err, errno, "%s: cannot lock", path);
    /* A lock file that another writer has just taken away locks nothing. */
    struct stat held, named;
    if (status == DOSSIER_OK && (fstat(fd, &held) != 0 || stat(path, &named) != 0 || held.st_ino != named.st_ino))
        status = locked_error(dir, fd, err);
    char pid[32];
    int size = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    if (status == DOSSIER_OK && (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)size, 0) != size))
        status = error_system(err, errno, "%s: cannot write", path);
    if (status != DOSSIER_OK)
        close(fd);
    else
        *lock = fd;
    return status;
}

int manifest_lock(const char *dir, int *lock, int *made, dossier_error *err) {
    *made = mkdir(dir, 0777) == 0;
    if (!*made && errno != EEXIST)
        return error_system(err, errno, "%s: cannot make the folder", dir);
    manifest m;
    int found = manifest_read(dir, &m, err);
    int status = found < 0 ? found : DOSSIER_OK;
    if (found == 0)
        status = folder_each(dir, refuse_foreign, (void *)(uintptr_t)dir, err);
    char *path = path_join(dir, LOCK_NAME);
    if (path == NULL)
        status = error_memory(err);
    if (status == DOSSIER_OK)
        status = take_lock(dir, path, lock, err);
    free(path);
    if (status != DOSSIER_OK && *made)
        rmdir(dir);
    return status;
}

void manifest_unlock(const char *dir, int lock, int made) {
    manifest m;
    if (manifest_read(dir, &m, NULL) == 0) {
        char *path = path_join(dir, LOCK_NAME);
        if (path != NULL)
            unlink(path);
        free(path);
        if (made)
            rmdir(dir);
    }
    close(lock);
}

typedef struct sweeping {
    const char *dir;
    const char *keep;
} sweeping;

static int sweep_entry(void *context, const char *name, dossier_error *err) {
    const sweeping *s = context;
    int stale = strcmp(name, STAGING_NAME) == 0 || strcmp(name, TEMPORARY_NAME) == 0 ||
                (is_data_name(name) && strcmp(name, s->keep) != 0);
    if (!stale)
        return DOSSIER_OK;
    char *path = path_join(s->dir, name);
    int status = path == NULL ? error_memory(err) : folder_remove(path, err);
    free(path);
    return status;
}

int manifest_sweep(const char *dir, dossier_error *err) {
    manifest m = {.data = ""};
    int found = manifest_read(dir, &m, err);
    sweeping s = {dir, m.data};
    return found < 0 ? found : folder_each(dir, sweep_entry, &s, err);
}
