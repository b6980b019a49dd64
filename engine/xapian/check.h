/* check.h: checking an index in Xapian, as backend.h says.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_CHECK_H
#define ENGINE_XAPIAN_CHECK_H

#include "engine/backend.h"

int xapian_check(const char *folder, void (*fn)(void *context, const char *fault), void *context, uint64_t *faults,
                 dossier_error *err);

#endif
