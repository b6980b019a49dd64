/* stored.h: a passage with all that is shown of it, from its article's record.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_STORED_H
#define ENGINE_STORED_H

#include "engine/article_record.h"
#include "engine/backend.h"

/* Fills what belongs to the article: strings as the record has them. */
void stored_fill_article(stored_passage *out, const article_record *record);

/* Fills all but the number, the line and the memory: strings as the record has them, the place, the text. */
void stored_fill(stored_passage *out, const article_record *record, dossier_span span, const char *text);

#endif
