/* host.h: whether this machine can map a packed index into its memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_HOST_H
#define ENGINE_PACKED_HOST_H

#include "engine/error.h"

/* The files are little-endian and used as they lie. */
static inline int host_fits(dossier_error *err) {
    static const union {
        unsigned char bytes[4];
        unsigned number;
    } probe = {{1, 2, 3, 4}};
    if (probe.number == 0x04030201u)
        return DOSSIER_OK;
    return error_set(err, DOSSIER_ERR_BACKEND,
                     "the packed backend needs a little-endian machine: make the index with --backend xapian");
}

#endif
