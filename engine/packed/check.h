/* check.h: reading all of a packed index and comparing it with itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_CHECK_H
#define ENGINE_PACKED_CHECK_H

#include <stdint.h>

#include "dossier.h"

/* As backend.h's check. */
int packed_check(const char *folder, void (*fn)(void *context, const char *fault), void *context, uint64_t *faults,
                 dossier_error *err);

#endif
