/* segment.c: one segment, mapped into memory for reading.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "engine/manifest.h"
#include "engine/packed/sections.h"

/* ---------------------------------------------------------------------------------------------------- opening */

/* Maps a whole file. */
static int map_file(const char *path, const unsigned char **out, size_t *size, dossier_error *err) {
    *out = NULL;
    *size = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        int sys_errno = errno;
        int status = error_system(err, sys_errno, "%s: cannot open", path);
        return sys_errno == ENOENT ? BACKEND_STALE : status;
    }
    struct stat st;
    int status = DOSSIER_OK;
    void *file = NULL;
    if (fstat(fd, &st) != 0)
        status = error_system(err, errno, "%s: cannot look at it", path);
    else if (st.st_size > 0 && (file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0)) == MAP_FAILED)
        status = error_system(err, errno, "%s: cannot map into memory", path);
    else
        *size = (size_t)st.st_size;
    close(fd);
    if (status == DOSSIER_OK)
        *out = file;
    return status;
}

static int damaged_file(const char *path, const char *what, dossier_error *err) {
    return error_set(err, DOSSIER_ERR_DAMAGED, "%s: %s: index the articles again", path, what);
}

int segment_damaged(const segment *s, const char *what, dossier_error *err) {
    char text[80] = "is damaged in its ";
    strncat(text, what, sizeof text - strlen(text) - 1);
    return damaged_file(s->path, text, err);
}

/* Reads the trailer and checks what it says of itself. */
static int read_trailer(segment *s, dossier_error *err) {
    segment_trailer *t = &s->trailer;
    if (s->file_size < sizeof *t + SECTION_ALIGN)
        return damaged_file(s->path, "is too short for a segment", err);
    memcpy(t, s->file + s->file_size - sizeof *t, sizeof *t);
    if (memcmp(t->magic, SEGMENT_MAGIC, sizeof t->magic) != 0 ||
        memcmp(s->file, SEGMENT_MAGIC, sizeof t->magic) != 0)
        return damaged_file(s->path, "is no segment, or was cut short", err);
    if (t->version != SEGMENT_VERSION)
        return error_set(err, DOSSIER_ERR_VERSION,
                         "%s: is of version %u, this program reads version %d: index the articles again", s->path,
                         t->version, SEGMENT_VERSION);
    if (crc_of(0, t, offsetof(segment_trailer, crc)) != t->crc)
        return damaged_file(s->path, "has a damaged trailer", err);
    if (t->file_size != s->file_size || t->passages >= SEGMENT_PASSAGES_MAX || t->articles > t->passages ||
        t->wide_lengths > 1 || t->terms > UINT32_MAX || t->names > UINT32_MAX)
        return damaged_file(s->path, "has a trailer that contradicts itself", err);
    return DOSSIER_OK;
}

/* The size that a section must have; UINT64_MAX where any will do. */
static uint64_t size_of_section(const segment *s, enum section_id id) {
    const segment_trailer *t = &s->trailer;
    uint64_t blocks = (t->terms + TERMS_IN_BLOCK - 1) / TERMS_IN_BLOCK;
    switch (id) {
    case SECTION_ARTICLES:
        return (t->articles + 1) * sizeof(article_row);
    case SECTION_FIRST_PASSAGE:
        return (t->articles + 1) * sizeof(uint32_t);
    case SECTION_DATES:
    case SECTION_TITLE_WORDS:
        return t->articles * sizeof(uint32_t);
    case SECTION_LENGTHS:
        return t->passages * (t->wide_lengths ? sizeof(uint32_t) : sizeof(uint16_t));
    case SECTION_KEYS:
        return t->articles * sizeof(key_row);
    case SECTION_TERM_BLOCKS:
        return blocks * sizeof(term_block);
    case SECTION_NAME_STARTS:
        return (t->names + 1) * sizeof(uint64_t);
    default:
        return UINT64_MAX;
    }
}

/* Checks the places and sizes of all sections. */
static int check_sections(const segment *s, dossier_error *err) {
    uint64_t end = s->file_size - sizeof(segment_trailer);
    for (int i = 0; i < SECTION_COUNT; i++) {
        const section_row *row = &s->trailer.sections[i];
        uint64_t wanted = size_of_section(s, (enum section_id)i);
        if (memcmp(row->magic, section_magic((enum section_id)i), sizeof row->magic) != 0 ||
            row->version != section_version((enum section_id)i) || row->at % SECTION_ALIGN != 0 || row->at > end ||
            row->size > end - row->at || (wanted != UINT64_MAX && row->size != wanted))
            return segment_damaged(s, section_name((enum section_id)i), err);
    }
    uint64_t blocks = s->trailer.sections[SECTION_BLOCKS].size;
    if (blocks % sizeof(text_block) != 0 || blocks == 0)
        return segment_damaged(s, section_name(SECTION_BLOCKS), err);
    return DOSSIER_OK;
}

static const void *section(const segment *s, enum section_id id) {
    return s->file + s->trailer.sections[id].at;
}

/* Points into the mapped file, at sections whose sizes were checked. */
static void find_sections(segment *s) {
    const section_row *rows = s->trailer.sections;
    s->text = section(s, SECTION_TEXT);
    s->blocks = section(s, SECTION_BLOCKS);
    s->block_count = rows[SECTION_BLOCKS].size / sizeof(text_block) - 1;
    s->records = section(s, SECTION_RECORDS);
    s->articles = section(s, SECTION_ARTICLES);
    s->first_passage = section(s, SECTION_FIRST_PASSAGE);
    s->dates = section(s, SECTION_DATES);
    s->title_words = section(s, SECTION_TITLE_WORDS);
    s->lengths = section(s, SECTION_LENGTHS);
    s->keys = section(s, SECTION_KEYS);
    s->names = section(s, SECTION_NAMES);
    s->name_starts = section(s, SECTION_NAME_STARTS);
    s->terms = (term_table){.terms = section(s, SECTION_TERMS),
                            .terms_size = rows[SECTION_TERMS].size,
                            .blocks = section(s, SECTION_TERM_BLOCKS),
                            .block_count = rows[SECTION_TERM_BLOCKS].size / sizeof(term_block),
                            .postings = section(s, SECTION_POSTINGS),
                            .postings_size = rows[SECTION_POSTINGS].size,
                            .count = s->trailer.terms};
}

static int open_removed(segment *s, dossier_error *err) {
    removed_set *r = &s->removed;
    int status = map_file(s->removed_path, &r->file, &r->file_size, err);
    if (status != DOSSIER_OK)
        return status;
    removed_header *h = &r->header;
    uint64_t words = (s->trailer.passages + 63) / 64;
    if (r->file_size < sizeof *h)
        return damaged_file(s->removed_path, "is too short", err);
    memcpy(h, r->file, sizeof *h);
    if (memcmp(h->magic, REMOVED_MAGIC, sizeof h->magic) != 0 || h->version != SEGMENT_VERSION ||
        crc_of(0, h, offsetof(removed_header, header_crc)) != h->header_crc)
        return damaged_file(s->removed_path, "has a damaged header", err);
    if (h->segment_passages != s->trailer.passages || h->passages > s->trailer.passages ||
        h->articles > s->trailer.articles || h->words > s->trailer.words || h->text_bytes > s->trailer.text_bytes ||
        h->terms > s->trailer.terms ||
        r->file_size != sizeof *h + words * sizeof(uint64_t) + h->terms * sizeof(removed_term))
        return damaged_file(s->removed_path, "does not belong to its segment", err);
    r->bits = (const uint64_t *)(const void *)(r->file + sizeof *h);
    r->terms = (const removed_term *)(const void *)(r->bits + words);
    return DOSSIER_OK;
}

int segment_open(segment **out, const char *folder, const char *name, const char *removed_name, const dictionary *d,
                 dossier_error *err) {
    *out = NULL;
    segment *s = calloc(1, sizeof *s);
    if (s == NULL)
        return error_memory(err);
    s->path = path_join(folder, name);
    s->removed_path = removed_name != NULL ? path_join(folder, removed_name) : NULL;
    int status = s->path == NULL || (removed_name != NULL && s->removed_path == NULL) ? error_memory(err) : DOSSIER_OK;
    if (status == DOSSIER_OK)
        status = map_file(s->path, &s->file, &s->file_size, err);
    if (status == DOSSIER_OK)
        status = read_trailer(s, err);
    if (status == DOSSIER_OK)
        status = check_sections(s, err);
    if (status == DOSSIER_OK && s->trailer.dictionary != 0) {
        s->dictionary = d;
        if (d == NULL || dictionary_crc(d) != s->trailer.dictionary)
            status = damaged_file(s->path, "was packed with another dictionary than the index has", err);
    }
    if (status == DOSSIER_OK)
        find_sections(s);
    if (status == DOSSIER_OK && removed_name != NULL)
        status = open_removed(s, err);
    if (status != DOSSIER_OK) {
        segment_close(s);
        return status;
    }
    *out = s;
    return DOSSIER_OK;
}

static void unmap(const unsigned char *file, size_t size) {
    if (file != NULL)
        munmap((void *)(uintptr_t)file, size);
}

void segment_close(segment *s) {
    if (s == NULL)
        return;
    unmap(s->file, s->file_size);
    unmap(s->removed.file, s->removed.file_size);
    free(s->path);
    free(s->removed_path);
    free(s);
}

enum section_id segment_check_sums(const segment *s, enum section_id from) {
    enum section_id id = from;
    while (id < SECTION_COUNT && crc_of(0, s->file + s->trailer.sections[id].at, s->trailer.sections[id].size) ==
                                     s->trailer.sections[id].crc)
        id++;
    return id;
}

void segment_forget(const segment *s) {
    madvise((void *)(uintptr_t)s->file, s->file_size, MADV_DONTNEED);
}

/* --------------------------------------------------------------------------------------------- looking things up */

void segment_totals(const segment *s, backend_totals *out) {
    const removed_header *gone = &s->removed.header;
    *out = (backend_totals){.articles = s->trailer.articles - gone->articles,
                            .passages = s->trailer.passages - gone->passages,
                            .words = s->trailer.words - gone->words,
                            .text_bytes = s->trailer.text_bytes - gone->text_bytes};
}

int segment_is_removed(const segment *s, uint32_t passage) {
    return s->removed.bits != NULL && (s->removed.bits[passage / 64] >> (passage % 64) & 1);
}

uint32_t segment_length(const segment *s, uint32_t passage) {
    return s->trailer.wide_lengths ? ((const uint32_t *)s->lengths)[passage] : ((const uint16_t *)s->lengths)[passage];
}

int segment_passages(const segment *s, uint32_t article, uint32_t *first, uint32_t *last, dossier_error *err) {
    *first = s->first_passage[article];
    *last = s->first_passage[article + 1];
    if (*first < *last && *last <= s->trailer.passages)
        return DOSSIER_OK;
    return segment_damaged(s, section_name(SECTION_FIRST_PASSAGE), err);
}

int segment_record(const segment *s, uint32_t article, article_record *out, dossier_error *err) {
    uint64_t from = s->articles[article].record_at, to = s->articles[article + 1].record_at;
    if (from > to || to > s->trailer.sections[SECTION_RECORDS].size ||
        article_record_read((const char *)s->records + from, to - from, out) != 0)
        return segment_damaged(s, section_name(SECTION_RECORDS), err);
    return DOSSIER_OK;
}

/* Whether an article was removed; also where its first passage is none. */
static int article_is_removed(const segment *s, uint32_t article) {
    uint32_t first = s->first_passage[article];
    return first >= s->trailer.passages || segment_is_removed(s, first);
}

/* The first row, of those in order of the number they begin with, that has this number or a higher one. */
static uint64_t first_row(const void *rows, size_t row_size, uint64_t count, uint64_t number) {
    uint64_t low = 0, high = count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2, found;
        memcpy(&found, (const char *)rows + middle * row_size, sizeof found);
        if (found < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int segment_find_number(const segment *s, uint64_t number, uint32_t *article) {
    uint64_t low = first_row(s->articles, sizeof *s->articles, s->trailer.articles, number);
    *article = (uint32_t)low;
    return low < s->trailer.articles && s->articles[low].number == number && !article_is_removed(s, *article);
}

int segment_find_key(const segment *s, dossier_str key, uint32_t *article, dossier_error *err) {
    uint64_t hash = hash_bytes(HASH_START, key.data, key.size);
    uint64_t low = first_row(s->keys, sizeof *s->keys, s->trailer.articles, hash);
    for (; low < s->trailer.articles && s->keys[low].hash == hash; low++) {
        article_record record;
        *article = s->keys[low].article;
        if (*article >= s->trailer.articles)
            return segment_damaged(s, section_name(SECTION_KEYS), err);
        if (article_is_removed(s, *article))
            continue;
        int status = segment_record(s, *article, &record, err);
        if (status != DOSSIER_OK)
            return status;
        if (record.key.size == key.size && memcmp(record.key.data, key.data, key.size) == 0)
            return 1;
    }
    return 0;
}

int segment_name(const segment *s, uint64_t i, dossier_str *name, dossier_str *value, dossier_error *err) {
    uint64_t from = s->name_starts[i], to = s->name_starts[i + 1];
    if (from > to || to > s->trailer.sections[SECTION_NAMES].size)
        return segment_damaged(s, section_name(SECTION_NAME_STARTS), err);
    cursor c = cursor_of(s->names + from, to - from);
    name->data = cursor_counted(&c, &name->size);
    value->data = cursor_counted(&c, &value->size);
    return c.bad ? segment_damaged(s, section_name(SECTION_NAMES), err) : DOSSIER_OK;
}

int segment_find_name(const segment *s, dossier_str name, dossier_str *value, dossier_error *err) {
    uint64_t low = 0, high = s->trailer.names;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        dossier_str found;
        int status = segment_name(s, middle, &found, value, err);
        if (status != DOSSIER_OK)
            return status;
        int order = term_compare(found.data, found.size, name.data, name.size);
        if (order == 0)
            return 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* The postings that a term has lost. */
static uint32_t removed_of(const removed_set *r, uint64_t ordinal) {
    uint64_t low = 0, high = r->header.terms;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (r->terms[middle].ordinal < ordinal)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->header.terms && r->terms[low].ordinal == ordinal ? r->terms[low].count : 0;
}

uint64_t segment_left_of(const segment *s, const term_walk *walk) {
    uint32_t gone = removed_of(&s->removed, walk->ordinal);
    return gone < walk->list.frequency ? walk->list.frequency - gone : 0;
}

int segment_find_term(const segment *s, enum query_field field, dossier_str text, posting_list *out,
                      uint64_t *frequency, dossier_error *err) {
    char key[TERM_KEY_MAX];
    size_t size = term_key(field, text, key);
    term_walk walk;
    *frequency = 0;
    int found = term_walk_seek(&walk, &s->terms, key, size);
    if (found < 0)
        return segment_damaged(s, section_name(SECTION_TERMS), err);
    if (found == 0 || term_compare(walk.key, walk.size, key, size) != 0)
        return 0;
    *out = walk.list;
    *frequency = segment_left_of(s, &walk);
    return 1;
}

static int find_for_search(const search_segment *seen, enum query_field field, dossier_str text,
                           posting_list *out, dossier_error *err) {
    uint64_t frequency;
    return segment_find_term(seen->context, field, text, out, &frequency, err);
}

search_segment segment_search(const segment *s, uint64_t base) {
    return (search_segment){.name = s->path,
                            .context = s,
                            .base = base,
                            .passages = (uint32_t)s->trailer.passages,
                            .articles = (uint32_t)s->trailer.articles,
                            .lengths = s->lengths,
                            .wide_lengths = (int)s->trailer.wide_lengths,
                            .first_passage = s->first_passage,
                            .dates = s->dates,
                            .title_words = s->title_words,
                            .removed = s->removed.bits,
                            .find = find_for_search};
}
