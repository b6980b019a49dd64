/* plug_in.h: a backend in a shared object of its own, which is loaded when it is first asked for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * So a program pays for libxapian and the C++ runtime only where an index is kept in Xapian.  The object has what it
 * needs of engine/ as copies of its own, and shares structures with the library that loads it (batches, vocabularies):
 * both must be of one build.
 */
#ifndef ENGINE_PLUG_IN_H
#define ENGINE_PLUG_IN_H

#include "engine/backend.h"

/* The one symbol that such an object shows, and its type.  The first two are never moved. */
#define PLUG_IN_SYMBOL dossier_plug_in
typedef struct plug_in {
    uint32_t number; /* PLUG_IN_NUMBER: of this structure's layout */
    uint32_t size;   /* of a backend */
    const char *build; /* PLUG_IN_BUILD: of what both parts were made */
    const backend *table;
} plug_in;

#define PLUG_IN_NUMBER 1
/* ENGINE_SUM: a checksum of engine/'s sources, from the Makefile. */
#define PLUG_IN_BUILD DOSSIER_VERSION " " ENGINE_SUM

/* Loads the backend of this name, for as long as the process lives.  Looks in the folder that DOSSIER_PLUGINS names, if
 * it is set; else beside the library, beside the program, in ../lib from each, and where `make install` puts it.  Not
 * for two threads at once.  DOSSIER_ERR_VERSION: it is not there, lacks a library, or is of another build. */
int plug_in_load(const char *name, const backend **out, dossier_error *err);

#endif
