/* builder.c: one segment being made.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/builder.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "engine/packed/sections.h"

/* What of the memory the runs may take, and each of the small things that are put aside. */
#define RUNS_SHARE 3
#define SMALL_SHARE 64
#define SMALL_SPOOLS 8
/* Bytes read at a time from each run, where there is memory for it. */
#define WINDOW_LEAST ((size_t)8 << 10)
#define WINDOW_MOST ((size_t)256 << 10)

/* ------------------------------------------------------------------------------------------------- sections */

static int begin_section(builder *b, enum section_id id, dossier_error *err) {
    int status = output_align(&b->out, SECTION_ALIGN, err);
    section_row *row = &b->sections[id];
    memcpy(row->magic, section_magic(id), sizeof row->magic);
    row->version = section_version(id);
    row->at = b->out.size;
    output_mark(&b->out);
    return status;
}

static void end_section(builder *b, enum section_id id) {
    b->sections[id].size = b->out.size - b->sections[id].at;
    b->sections[id].crc = b->out.crc;
}

static int write_section(builder *b, enum section_id id, const void *data, size_t size, dossier_error *err) {
    int status = begin_section(b, id, err);
    if (status == DOSSIER_OK && size > 0)
        status = output_put(&b->out, data, size, err);
    end_section(b, id);
    return status;
}

/* Writes what was put aside as a section, and drops it. */
static int write_spool(builder *b, enum section_id id, spool *s, dossier_error *err) {
    int status = begin_section(b, id, err);
    if (status == DOSSIER_OK)
        status = spool_copy(s, &b->out, err);
    end_section(b, id);
    spool_clear(s);
    return status;
}

/* ------------------------------------------------------------------------------------------------- taking in */

static spool *const *small_spools(builder *b, spool *list[SMALL_SPOOLS]) {
    list[0] = &b->groups;
    list[1] = &b->records;
    list[2] = &b->rows;
    list[3] = &b->first_passages;
    list[4] = &b->dates;
    list[5] = &b->title_words;
    list[6] = &b->terms.terms;
    list[7] = &b->form_runs;
    return list;
}

int builder_open(builder *b, const char *path, const char *folder, const dictionary *d, size_t memory,
                 unsigned threads, dossier_error *err) {
    spool *list[SMALL_SPOOLS];
    *b = (builder){.memory = memory, .threads = threads, .out.fd = -1};
    b->dictionary = d != NULL ? dictionary_crc(d) : 0;
    small_spools(b, list);
    b->folder = strdup(folder);
    if (b->folder == NULL)
        return error_memory(err);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        *list[i] = (spool){.folder = b->folder, .limit = memory / SMALL_SHARE};
    b->runs = (spool){.folder = b->folder, .limit = memory / RUNS_SHARE};
    int status = output_open(&b->out, path, err);
    if (status == DOSSIER_OK)
        status = output_put(&b->out, SEGMENT_MAGIC, sizeof SEGMENT_MAGIC, err);
    return status == DOSSIER_OK ? begin_section(b, SECTION_TEXT, err) : status;
}

/* Puts aside the blocks that were gathered. */
static int end_group(builder *b, dossier_error *err) {
    int status = b->grouped > 0 ? spool_put(&b->groups, &b->group, sizeof b->group, err) : DOSSIER_OK;
    b->grouped = 0;
    return status;
}

int builder_text(builder *b, const block_size *blocks, size_t count, const void *packed, size_t packed_size,
                 dossier_error *err) {
    uint64_t packed_at = b->out.size - b->sections[SECTION_TEXT].at;
    int status = DOSSIER_OK;
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        if (b->grouped == 0)
            b->group = (block_group){.raw_at = b->raw_size, .packed_at = packed_at};
        b->group.sizes[b->grouped++] = blocks[i];
        b->raw_size += blocks[i].raw;
        packed_at += blocks[i].packed;
        if (b->grouped == BLOCKS_IN_GROUP)
            status = end_group(b, err);
    }
    return status == DOSSIER_OK && packed_size > 0 ? output_put(&b->out, packed, packed_size, err) : status;
}

/* Keeps the fields of a group's first record for those that follow. */
static int keep_first(builder *b, const article_record *record) {
    const dossier_str *from[] = {&record->key,  &record->title, &record->standfirst, &record->author,
                                 &record->date, &record->lang,  &record->source};
    dossier_str *const to[] = {&b->first.key,  &b->first.title, &b->first.standfirst, &b->first.author,
                               &b->first.date, &b->first.lang,  &b->first.source};
    size_t at = 0;
    b->first_bytes.size = 0;
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        if (buffer_put(&b->first_bytes, from[i]->data, from[i]->size) != 0)
            return -1;
    for (size_t i = 0; i < sizeof from / sizeof *from; at += from[i++]->size)
        *to[i] = (dossier_str){from[i]->size > 0 ? b->first_bytes.data + at : NULL, from[i]->size};
    return 0;
}

/* Puts aside an article's record. */
static int put_record(builder *b, const article_record *record, dossier_error *err) {
    int is_first = b->articles % RECORDS_IN_GROUP == 0;
    b->record.size = 0;
    if ((is_first && keep_first(b, record) != 0) || record_put(record, is_first ? NULL : &b->first, &b->record) != 0)
        return error_memory(err);
    return spool_put(&b->records, b->record.data, b->record.size, err);
}

int builder_article(builder *b, const article_row *row, uint32_t date, uint32_t title_words,
                    const article_record *record, dossier_error *err) {
    article_row kept = *row;
    key_row key = {(uint32_t)(hash_bytes(HASH_START, record->key.data, record->key.size) >> 32), b->articles};
    kept.record_at = spool_size(&b->records);
    if (b->articles >= SEGMENT_PASSAGES_MAX)
        return error_set(err, DOSSIER_ERR_BACKEND, "%s: holds as many articles as it can: commit more often",
                         b->out.path);
    int status = buffer_put(&b->keys, &key, sizeof key) != 0 ? error_memory(err) : DOSSIER_OK;
    if (status == DOSSIER_OK)
        status = spool_put(&b->rows, &kept, sizeof kept, err);
    if (status == DOSSIER_OK)
        status = put_record(b, record, err);
    if (status == DOSSIER_OK)
        status = spool_put(&b->first_passages, &b->passages, sizeof b->passages, err);
    if (status == DOSSIER_OK)
        status = spool_put(&b->dates, &date, sizeof date, err);
    if (status == DOSSIER_OK)
        status = spool_put(&b->title_words, &title_words, sizeof title_words, err);
    b->articles++;
    return status;
}

int builder_passage(builder *b, uint32_t length, dossier_error *err) {
    if (b->passages + 1 >= SEGMENT_PASSAGES_MAX)
        return error_set(err, DOSSIER_ERR_BACKEND, "%s: holds as many passages as it can: commit more often",
                         b->out.path);
    if (buffer_put(&b->lengths, &length, sizeof length) != 0)
        return error_memory(err);
    b->passages++;
    b->words += length;
    b->longest = length > b->longest ? length : b->longest;
    return DOSSIER_OK;
}

/* Takes the articles and passages of a batch, whose text begins at raw_base. */
static int take_articles(builder *b, const staged *s, uint64_t raw_base, dossier_error *err) {
    const article_row *rows = (const article_row *)(const void *)s->rows.data;
    const uint32_t *dates = (const uint32_t *)(const void *)s->dates.data;
    const uint32_t *titles = (const uint32_t *)(const void *)s->title_words.data;
    const uint32_t *firsts = (const uint32_t *)(const void *)s->first_passages.data;
    const uint32_t *lengths = (const uint32_t *)(const void *)s->lengths.data;
    uint32_t count = staged_articles(s);
    int status = DOSSIER_OK;
    for (uint32_t i = 0; i < count && status == DOSSIER_OK; i++) {
        int is_last = i + 1 == count;
        article_row row = rows[i];
        row.text_at += raw_base;
        article_record record;
        uint64_t record_end = is_last ? s->records.size : rows[i + 1].record_at;
        if (article_record_read(s->records.data + rows[i].record_at, (size_t)(record_end - rows[i].record_at),
                                &record) != 0)
            return error_set(err, DOSSIER_ERR_BACKEND, "%s: an article of it has a record that cannot be", b->out.path);
        uint32_t passage_end = is_last ? staged_passages(s) : firsts[i + 1];
        status = builder_article(b, &row, dates[i], titles[i], &record, err);
        for (uint32_t p = firsts[i]; p < passage_end && status == DOSSIER_OK; p++)
            status = builder_passage(b, lengths[p], err);
    }
    return status;
}

/* Puts a run aside. */
static int keep_run(spool *bytes, buffer *runs, const run *r, uint32_t passage_base, uint32_t article_base,
                    dossier_error *err) {
    kept_run kept = {.at = spool_size(bytes),
                     .size = r->bytes.size,
                     .passage_base = passage_base,
                     .article_base = article_base};
    int status = spool_put(bytes, r->bytes.data, r->bytes.size, err);
    if (status != DOSSIER_OK)
        return status;
    if (buffer_put(&kept.marks, r->marks.data, r->marks.size) != 0 ||
        buffer_put(&kept.keys, r->keys.data, r->keys.size) != 0 || buffer_put(runs, &kept, sizeof kept) != 0) {
        buffer_free(&kept.marks);
        buffer_free(&kept.keys);
        return error_memory(err);
    }
    return DOSSIER_OK;
}

int builder_take(builder *b, const staged *s, dossier_error *err) {
    uint32_t passage_base = b->passages, article_base = b->articles;
    uint64_t raw_base = b->raw_size;
    int status = builder_text(b, (const block_size *)(const void *)s->text.sizes.data,
                              s->text.sizes.size / sizeof(block_size), s->text.packed.data, s->text.packed.size, err);
    if (status == DOSSIER_OK)
        status = take_articles(b, s, raw_base, err);
    return status == DOSSIER_OK ? keep_run(&b->runs, &b->kept, &s->postings, passage_base, article_base, err) : status;
}

/* ------------------------------------------------------------------------------------------------- finishing */

static int take_postings(void *context, const void *data, size_t size, dossier_error *err) {
    builder *b = context;
    return size > 0 ? output_put(&b->out, data, size, err) : DOSSIER_OK;
}

static int take_term(void *context, const char *key, size_t size, const posting_extent *extent, dossier_error *err) {
    builder *b = context;
    return term_writer_put(&b->terms, key, size, extent, err);
}

static int take_forms(void *context, const run *forms, dossier_error *err) {
    builder *b = context;
    return keep_run(&b->form_runs, &b->kept_forms, forms, 0, 0, err);
}

static int take_form(void *context, const char *key, size_t size, const char *terms, size_t terms_size,
                     dossier_error *err) {
    builder *b = context;
    return term_writer_put_form(&b->terms, key, size, terms, terms_size, err);
}

/* Merges sources, or (NULL) runs that were kept. */
static int merge(builder *b, const merge_source *sources, size_t count, const buffer *kept, const spool *bytes,
                 dossier_error *err) {
    const kept_run *runs = (const kept_run *)(const void *)kept->data;
    merge_source *own = NULL;
    if (sources == NULL) {
        count = kept->size / sizeof *runs;
        sources = own = calloc(count + 1, sizeof *own);
        if (own == NULL)
            return error_memory(err);
        for (size_t i = 0; i < count; i++)
            own[i] = (merge_source){.run = &runs[i], .bytes = bytes};
    }
    size_t window = count > 0 ? b->memory / 8 / b->threads / count : WINDOW_MOST;
    const merge_target target = {.lengths = (const uint32_t *)(const void *)b->lengths.data,
                                 .passages = b->passages,
                                 .articles = b->articles,
                                 .threads = b->threads,
                                 .window = window < WINDOW_LEAST  ? WINDOW_LEAST
                                           : window > WINDOW_MOST ? WINDOW_MOST
                                                                  : window,
                                 .postings = take_postings,
                                 .term = take_term,
                                 .forms = take_forms,
                                 .form = take_form,
                                 .context = b};
    int status = merge_postings(sources, count, &target, err);
    free(own);
    return status;
}

static int write_postings(builder *b, const merge_source *segments, size_t count, dossier_error *err) {
    int status = begin_section(b, SECTION_POSTINGS, err);
    if (status == DOSSIER_OK)
        status = merge(b, segments, count, &b->kept, &b->runs, err);
    spool_clear(&b->runs);
    /* These have no postings. */
    if (status == DOSSIER_OK)
        status = merge(b, NULL, 0, &b->kept_forms, &b->form_runs, err);
    end_section(b, SECTION_POSTINGS);
    spool_clear(&b->form_runs);
    if (status == DOSSIER_OK)
        status = write_spool(b, SECTION_TERMS, &b->terms.terms, err);
    return status == DOSSIER_OK ? write_section(b, SECTION_TERM_BLOCKS, b->terms.blocks.data, b->terms.blocks.size, err)
                                : status;
}

static int write_lengths(builder *b, dossier_error *err) {
    uint32_t *lengths = (uint32_t *)(void *)b->lengths.data;
    if (b->longest > UINT16_MAX)
        return write_section(b, SECTION_LENGTHS, lengths, b->lengths.size, err);
    /* In place: a short one is written where those before it were read. */
    uint16_t *narrow = (uint16_t *)(void *)b->lengths.data;
    for (uint32_t i = 0; i < b->passages; i++) {
        uint16_t length = (uint16_t)lengths[i];
        memcpy(&narrow[i], &length, sizeof length);
    }
    return write_section(b, SECTION_LENGTHS, narrow, b->passages * sizeof *narrow, err);
}

static int compare_keys(const void *a, const void *b) {
    const key_row *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

static int write_names(builder *b, const name_pair *names, size_t count, dossier_error *err) {
    buffer starts = {0}, head = {0};
    uint64_t at = 0;
    int status = begin_section(b, SECTION_NAMES, err);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        const dossier_str pair[] = {names[i].name, names[i].value};
        uint64_t begin = b->out.size - b->sections[SECTION_NAMES].at;
        if (buffer_put(&starts, &begin, sizeof begin) != 0)
            status = error_memory(err);
        for (size_t k = 0; k < 2 && status == DOSSIER_OK; k++) {
            head.size = 0;
            if (buffer_put_counted(&head, pair[k].data, pair[k].size) != 0)
                status = error_memory(err);
            else
                status = output_put(&b->out, head.data, head.size, err);
        }
    }
    end_section(b, SECTION_NAMES);
    at = b->sections[SECTION_NAMES].size;
    if (status == DOSSIER_OK && buffer_put(&starts, &at, sizeof at) != 0)
        status = error_memory(err);
    if (status == DOSSIER_OK)
        status = write_section(b, SECTION_NAME_STARTS, starts.data, starts.size, err);
    buffer_free(&starts);
    buffer_free(&head);
    return status;
}

/* Writes the tables of articles and passages: those with one more row get it here. */
static int write_tables(builder *b, dossier_error *err) {
    article_row end_row = {.text_at = b->raw_size, .record_at = spool_size(&b->records)};
    int status = end_group(b, err);
    if (status == DOSSIER_OK)
        status = spool_put(&b->rows, &end_row, sizeof end_row, err);
    if (status == DOSSIER_OK)
        status = spool_put(&b->first_passages, &b->passages, sizeof b->passages, err);
    const struct {
        enum section_id id;
        spool *rows;
    } tables[] = {{SECTION_BLOCKS, &b->groups},
                  {SECTION_RECORDS, &b->records},
                  {SECTION_ARTICLES, &b->rows},
                  {SECTION_FIRST_PASSAGE, &b->first_passages},
                  {SECTION_DATES, &b->dates},
                  {SECTION_TITLE_WORDS, &b->title_words}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables && status == DOSSIER_OK; i++)
        status = write_spool(b, tables[i].id, tables[i].rows, err);
    if (b->keys.size > 0)
        qsort(b->keys.data, b->keys.size / sizeof(key_row), sizeof(key_row), compare_keys);
    return status == DOSSIER_OK ? write_section(b, SECTION_KEYS, b->keys.data, b->keys.size, err) : status;
}

static int write_trailer(builder *b, size_t names, dossier_error *err) {
    segment_trailer t = {.articles = b->articles,
                         .passages = b->passages,
                         .words = b->words,
                         .text_bytes = b->raw_size,
                         .terms = b->terms.count,
                         .names = names,
                         .wide_lengths = b->longest > UINT16_MAX,
                         .dictionary = b->dictionary,
                         .version = SEGMENT_VERSION,
                         .magic = SEGMENT_MAGIC};
    int status = output_align(&b->out, SECTION_ALIGN, err);
    memcpy(t.sections, b->sections, sizeof t.sections);
    t.file_size = b->out.size + sizeof t;
    t.crc = crc_of(0, &t, offsetof(segment_trailer, crc));
    return status == DOSSIER_OK ? output_put(&b->out, &t, sizeof t, err) : status;
}

int builder_finish(builder *b, const merge_source *segments, size_t segment_count, const name_pair *names,
                   size_t name_count, dossier_error *err) {
#ifdef __GLIBC__
    /* What the batches took and freed is given back before merging takes its own. */
    malloc_trim(0);
#endif
    end_section(b, SECTION_TEXT);
    int status = write_tables(b, err);
    if (status == DOSSIER_OK)
        status = write_postings(b, segments, segment_count, err);
    if (status == DOSSIER_OK)
        status = write_lengths(b, err);
    if (status == DOSSIER_OK)
        status = write_names(b, names, name_count, err);
    if (status == DOSSIER_OK)
        status = write_trailer(b, name_count, err);
    return status == DOSSIER_OK ? output_close(&b->out, err) : status;
}

static void free_kept(buffer *kept) {
    kept_run *runs = (kept_run *)(void *)kept->data;
    for (size_t i = 0; i < kept->size / sizeof *runs; i++) {
        buffer_free(&runs[i].marks);
        buffer_free(&runs[i].keys);
    }
    buffer_free(kept);
}

void builder_free(builder *b) {
    spool *list[SMALL_SPOOLS];
    small_spools(b, list);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        spool_clear(list[i]);
    free_kept(&b->kept);
    free_kept(&b->kept_forms);
    spool_clear(&b->runs);
    buffer_free(&b->record);
    buffer_free(&b->first_bytes);
    buffer_free(&b->lengths);
    buffer_free(&b->keys);
    term_writer_clear(&b->terms);
    output_drop(&b->out);
    free(b->folder);
    *b = (builder){.out.fd = -1};
}
