/* backend.c: Xapian as a backend: its table of functions, and what the plug-in shows of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/plug_in.h"
#include "engine/xapian/check.h"
#include "engine/xapian/reader.h"
#include "engine/xapian/writer.h"

static const backend table = {
    .name = "xapian",
    .writer_open = xapian_writer_open,
    .writer_totals = xapian_writer_totals,
    .writer_find = xapian_writer_find,
    .writer_record = xapian_writer_record,
    .writer_records = xapian_writer_records,
    .writer_stage = xapian_writer_stage,
    .writer_commit = xapian_writer_commit,
    .writer_close = xapian_writer_close,
    .check = xapian_check,
    .reader_open = xapian_reader_open,
    .reader_close = xapian_reader_close,
    .reader_totals = xapian_reader_totals,
    .reader_check = xapian_reader_check,
    .reader_frequency = xapian_reader_frequency,
    .reader_languages = xapian_reader_languages,
    .reader_prefix = xapian_reader_prefix,
    .reader_forms = xapian_reader_forms,
    .reader_search = xapian_reader_search,
    .reader_visit = xapian_reader_visit,
    .reader_find = xapian_reader_find,
    .reader_article_frequency = xapian_reader_article_frequency,
    .reader_evidence = xapian_reader_evidence,
    .reader_key = xapian_reader_key,
    .reader_article = xapian_reader_article,
    .reader_passage = xapian_reader_passage,
};

extern DOSSIER_API const plug_in PLUG_IN_SYMBOL;
const plug_in PLUG_IN_SYMBOL = {PLUG_IN_NUMBER, sizeof(backend), PLUG_IN_BUILD, &table};
