/* backend.h: segments of our own, mapped into memory, as a backend.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_BACKEND_H
#define ENGINE_PACKED_BACKEND_H

#include "engine/backend.h"

extern const backend backend_packed;

#endif
