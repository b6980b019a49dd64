/* layout.c: prints where the fields of dossier.h's structures stand, for examples/dossier.py to be held against.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <dossier.h>
#include <stddef.h>
#include <stdio.h>

#define SIZE(structure, python) printf("%s size %zu\n", python, sizeof(structure))
#define FIELD(structure, c_field, python) printf("%s %zu\n", python, offsetof(structure, c_field))

int main(void) {
    SIZE(dossier_str, "Str");
    SIZE(dossier_error, "ErrorFields");
    SIZE(dossier_note, "Note");
    SIZE(dossier_sentence, "SentenceFields");
    SIZE(dossier_match, "MatchFields");
    SIZE(dossier_report, "Report");
    SIZE(dossier_article, "ArticleFields");
    SIZE(dossier_writer_options, "WriterOptions");
    SIZE(dossier_source_options, "SourceOptions");
    SIZE(dossier_search_options, "SearchOptions");
    FIELD(dossier_error, message, "ErrorFields.message");
    FIELD(dossier_note, message, "Note.message");
    FIELD(dossier_sentence, score, "SentenceFields.score");
    FIELD(dossier_match, term, "MatchFields.term");
    FIELD(dossier_article, date, "ArticleFields.date");
    FIELD(dossier_article, text, "ArticleFields.text");
    FIELD(dossier_article, line_count, "ArticleFields.line_count");
    FIELD(dossier_writer_options, lang, "WriterOptions.lang");
    FIELD(dossier_writer_options, threads, "WriterOptions.threads");
    FIELD(dossier_writer_options, memory, "WriterOptions.memory");
    FIELD(dossier_report, added, "Report.added");
    FIELD(dossier_report, bytes_total, "Report.bytes_total");
    FIELD(dossier_source_options, prune, "SourceOptions.prune");
    FIELD(dossier_source_options, note, "SourceOptions.note");
    FIELD(dossier_source_options, filter_seconds, "SourceOptions.filter_seconds");
    FIELD(dossier_search_options, group, "SearchOptions.group");
    FIELD(dossier_search_options, rank, "SearchOptions.rank");
    FIELD(dossier_search_options, sentences, "SearchOptions.sentences");
    FIELD(dossier_search_options, count, "SearchOptions.count");
    FIELD(dossier_search_options, sort, "SearchOptions.sort");
    FIELD(dossier_search_options, like, "SearchOptions.like");
    FIELD(dossier_hit, score, "HitFields.score");
    FIELD(dossier_hit, article.key, "HitFields.key");
    FIELD(dossier_hit, article.source, "HitFields.source");
    FIELD(dossier_hit, passage.number, "HitFields.number");
    FIELD(dossier_hit, passage.line, "HitFields.line");
    FIELD(dossier_hit, passage.text, "HitFields.text");
    FIELD(dossier_hit, sentences, "HitFields.sentences");
    FIELD(dossier_hit, match_count, "HitFields.match_count");
    return 0;
}
