/* backend.c: segments of our own as a backend: their row in the table of backends.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/backend.h"

#include "engine/packed/check.h"
#include "engine/packed/reader.h"
#include "engine/packed/writer.h"

const backend backend_packed = {
    .name = "packed",
    .writer_open = packed_writer_open,
    .writer_totals = packed_writer_totals,
    .writer_find = packed_writer_find,
    .writer_record = packed_writer_record,
    .writer_records = packed_writer_records,
    .writer_sample = packed_writer_sample,
    .writer_stage = packed_writer_stage,
    .writer_commit = packed_writer_commit,
    .writer_close = packed_writer_close,
    .check = packed_check,
    .reader_open = packed_reader_open,
    .reader_close = packed_reader_close,
    .reader_totals = packed_reader_totals,
    .reader_check = packed_reader_check,
    .reader_frequency = packed_reader_frequency,
    .reader_languages = packed_reader_languages,
    .reader_prefix = packed_reader_prefix,
    .reader_forms = packed_reader_forms,
    .reader_search = packed_reader_search,
    .reader_visit = packed_reader_visit,
    .reader_find = packed_reader_find,
    .reader_article_frequency = packed_reader_article_frequency,
    .reader_evidence = packed_reader_evidence,
    .reader_key = packed_reader_key,
    .reader_article = packed_reader_article,
    .reader_passage = packed_reader_passage,
};
