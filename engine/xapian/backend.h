/* backend.h: Xapian as a backend.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_XAPIAN_BACKEND_H
#define ENGINE_XAPIAN_BACKEND_H

#include "engine/backend.h"

extern const backend backend_xapian;

#endif
