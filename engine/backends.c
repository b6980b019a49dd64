/* backends.c: the table of backends.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>
#include <string.h>

#include "engine/backend.h"
#include "engine/packed/backend.h"
#include "engine/plug_in.h"

/* The default first, then NULL; and the table of each: what is built in, or NULL for a plug-in until it is loaded. */
static const char *const names[] = {"packed", "xapian", NULL};
static const backend *tables[] = {&backend_packed, NULL};

_Static_assert(sizeof names / sizeof *names == sizeof tables / sizeof *tables + 1, "each backend has a name");

static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

static int loaded(size_t i, const backend **out, dossier_error *err) {
    pthread_mutex_lock(&loading);
    int status = tables[i] != NULL ? DOSSIER_OK : plug_in_load(names[i], &tables[i], err);
    *out = tables[i];
    pthread_mutex_unlock(&loading);
    return status == DOSSIER_OK ? 1 : status;
}

int backend_named(const char *name, const backend **out, dossier_error *err) {
    *out = NULL;
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return loaded(i, out, err);
    return 0;
}

const char *const *dossier_backends(void) {
    return names;
}
