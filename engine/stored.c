/* stored.c: a passage with all that is shown of it, from its article's record.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/stored.h"

void stored_fill_article(stored_passage *out, const article_record *record) {
    out->key = record->key;
    out->title = record->title;
    out->standfirst = record->standfirst;
    out->author = record->author;
    out->date = record->date;
    out->lang = record->lang;
    out->source = record->source;
}

void stored_fill(stored_passage *out, const article_record *record, dossier_span span, const char *text) {
    stored_fill_article(out, record);
    out->start = span.start;
    out->end = span.end;
    out->text = (dossier_str){text, span.end - span.start};
}
