/* each_form.h: the forms of an index, in order.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_EACH_FORM_H
#define ENGINE_PACKED_EACH_FORM_H

#include "engine/packed/set.h"

/* Calls fn as backend.h's reader_forms says. */
int each_form(const segment_set *set, dossier_str prefix,
              int (*fn)(void *context, dossier_str form, dossier_str stem), void *context, dossier_error *err);

#endif
