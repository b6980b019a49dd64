/* backends.c: the table of backends.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "engine/backend.h"
#include "engine/packed/backend.h"
#include "engine/xapian/backend.h"

const backend *const backends[] = {&backend_packed, &backend_xapian, NULL};

const backend *backend_named(const char *name) {
    for (const backend *const *b = backends; *b != NULL; b++)
        if (strcmp((*b)->name, name) == 0)
            return *b;
    return NULL;
}

const char *const *dossier_backends(void) {
    static const char *const names[] = {"packed", "xapian", NULL};
    return names;
}
