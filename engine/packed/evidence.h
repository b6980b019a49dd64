/* evidence.h: how often terms stand in passages that were found, and in their articles.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_EVIDENCE_H
#define ENGINE_PACKED_EVIDENCE_H

#include "engine/packed/search.h"

/* Answers as backend.h's reader_evidence says. */
int evidence_gather(const search_segment *segments, size_t count, const evidence *asked, search_memory *memory,
                    dossier_error *err);

#endif
