/* upkeep.h: what dossier-index does to an index as it is: checking it, optimizing it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `program` is the program's name, for messages.  Both return 0, or -1 once they have said what went wrong.
 */
#ifndef INDEXER_UPKEEP_H
#define INDEXER_UPKEEP_H

#include "dossier.h"

/* Reads all of the index and prints each fault on standard output; says so (not `quiet`) where it is sound. */
int upkeep_check(const char *program, const char *dir, int quiet);

/* Brings an index that is there into its smallest form, and says (not `quiet`) what that changed. */
int upkeep_optimize(const char *program, const char *dir, const dossier_writer_options *options, int quiet);

#endif
