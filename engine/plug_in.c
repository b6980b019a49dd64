/* plug_in.c: finding and loading a backend's shared object.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/plug_in.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "engine/error.h"

#define TEXT_OF(name) #name
#define SYMBOL_NAME(name) TEXT_OF(name)

/* Whether FOLDER BELOW / FILE is there, which *path then is.  A place is never told from the current folder. */
static int is_at(const char *folder, const char *below, const char *file, char path[PATH_MAX]) {
    int size = snprintf(path, PATH_MAX, "%s%s/%s", folder, below, file);
    return folder[0] == '/' && size > 0 && size < PATH_MAX && access(path, F_OK) == 0;
}

/* Looks beside a file, and in the lib folder beside its folder. */
static int is_near(char *of, const char *file, char path[PATH_MAX]) {
    char *end = strrchr(of, '/');
    if (end == NULL)
        return 0;
    *end = '\0';
    return is_at(of, "", file, path) || is_at(of, "/../lib", file, path);
}

/* Looks near the file that holds this very code: the library, or a program that has it within. */
static int is_near_library(const char *file, char path[PATH_MAX]) {
    static const char here = 0;
    Dl_info info;
    char real[PATH_MAX];
    return dladdr(&here, &info) != 0 && info.dli_fname != NULL && info.dli_fname[0] == '/' &&
           realpath(info.dli_fname, real) != NULL && is_near(real, file, path);
}

static int is_near_program(const char *file, char path[PATH_MAX]) {
    char real[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", real, sizeof real - 1);
    if (size <= 0)
        return 0;
    real[size] = '\0';
    return is_near(real, file, path);
}

static int find(const char *name, const char *file, char path[PATH_MAX], dossier_error *err) {
    const char *given = secure_getenv("DOSSIER_PLUGINS");
    if (given != NULL && *given != '\0') {
        if (is_at(given, "", file, path))
            return DOSSIER_OK;
        if (given[0] != '/')
            return error_set(err, DOSSIER_ERR_VERSION,
                             "backend %s: DOSSIER_PLUGINS (%.300s) is no absolute path: name the folder of %s in full",
                             name, given, file);
        return error_set(err, DOSSIER_ERR_VERSION,
                         "backend %s: %s is not in the folder that DOSSIER_PLUGINS names (%.300s): correct or unset it",
                         name, file, given);
    }
    /* A program that lends its rights can be linked into any folder. */
    int lends_rights = getauxval(AT_SECURE) != 0;
    if (!lends_rights && (is_near_library(file, path) || is_near_program(file, path)))
        return DOSSIER_OK;
    if (is_at(LIBRARY_FOLDER, "", file, path))
        return DOSSIER_OK;
    return error_set(err, DOSSIER_ERR_VERSION,
                     "backend %s is not installed: %s is neither beside the program nor in %s: install it, or name its"
                     " folder in DOSSIER_PLUGINS",
                     name, file, LIBRARY_FOLDER);
}

int plug_in_load(const char *name, const backend **out, dossier_error *err) {
    char path[PATH_MAX], file[64];
    snprintf(file, sizeof file, "libdossier-%s.so." LIBRARY_NUMBER, name);
    int status = find(name, file, path, err);
    if (status != DOSSIER_OK)
        return status;
    /* Lazy: a search needs a fifth of the functions that libxapian and the C++ runtime bind to each other. */
    void *object = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (object == NULL)
        return error_set(err, DOSSIER_ERR_VERSION, "backend %s: cannot load it: %.700s: install what is missing", name,
                         dlerror());
    const plug_in *p = dlsym(object, SYMBOL_NAME(PLUG_IN_SYMBOL));
    if (p == NULL || p->number != PLUG_IN_NUMBER || p->size != sizeof(backend) ||
        strcmp(p->build, PLUG_IN_BUILD) != 0 || strcmp(p->table->name, name) != 0) {
        dlclose(object);
        return error_set(err, DOSSIER_ERR_VERSION,
                         "backend %s: %.700s is of another build than this program: install both again", name, path);
    }
    *out = p->table;
    return DOSSIER_OK;
}
