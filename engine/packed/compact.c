/* compact.c: several segments as one, without what was removed of them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/compact.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/sections.h"

/* Text that is packed anew goes to the builder in pieces of about this size, and what was read of a mapped segment is
 * given back as often. */
#define HAND_ON_BYTES ((size_t)4 << 20)

/* One segment on its way. */
typedef struct moving {
    builder *b;
    const removal *removal;
    const segment *s;
    const dictionary *dictionary;
    uint32_t *passage_map; /* NULL: nothing was removed */
    uint32_t *article_map;
    uint32_t next_passage; /* of the segment: articles' passages follow each other */
    uint64_t raw_base;     /* of the text that is copied as it is */
    block_writer text;     /* that is packed anew */
    uint64_t text_at;      /* the next article's place in the builder's text */
    text_memory *memory;
    buffer piece;
    buffer record; /* strings of the one being moved */
} moving;

static int is_gone(const moving *m, uint32_t passage) {
    const uint64_t *bits = removal_bits(m->removal);
    return bits != NULL && (bits[passage / 64] >> (passage % 64) & 1);
}

/* ------------------------------------------------------------------------------------------------------ text */

/* Copies all blocks as they are. */
static int copy_blocks(moving *m, dossier_error *err) {
    const segment *s = m->s;
    uint64_t raw = 0, packed = 0;
    int status = DOSSIER_OK;
    m->raw_base = m->b->raw_size;
    for (uint64_t i = 0; i < s->group_count && status == DOSSIER_OK; i++) {
        const block_group *g = &s->groups[i];
        size_t count = 0, group_size = 0;
        /* Where blocks do not follow each other, articles would be given another's text. */
        int follows = g->raw_at == raw && g->packed_at == packed;
        for (text_block block; count < BLOCKS_IN_GROUP && g->sizes[count].raw > 0 && follows; count++) {
            follows = segment_place(s, i * BLOCKS_IN_GROUP + count, &block, NULL) == DOSSIER_OK;
            raw += block.raw_size;
            group_size += block.packed_size;
        }
        packed += group_size;
        status = follows ? builder_text(m->b, g->sizes, count, s->text + g->packed_at, group_size, err)
                         : segment_damaged(s, section_name(SECTION_BLOCKS), err);
    }
    segment_forget(s);
    return status;
}

/* Hands on what was packed anew. */
static int hand_on(moving *m, dossier_error *err) {
    block_writer *t = &m->text;
    int status = builder_text(m->b, (const block_size *)(const void *)t->sizes.data,
                              t->sizes.size / sizeof(block_size), t->packed.data, t->packed.size, err);
    t->sizes.size = t->packed.size = 0;
    t->raw_at = 0;
    segment_forget(m->s);
    return status;
}

/* Packs an article's text anew, cut where a passage begins. */
static int pack_text(moving *m, uint32_t article, const article_record *record, dossier_error *err) {
    article_passages at = {0};
    dossier_span span;
    size_t line, from = 0;
    m->piece.size = 0;
    int status = segment_text(m->s, article, record->text_size, 0, record->text_size, m->memory, &m->piece, err), more;
    while (status == DOSSIER_OK && (more = article_record_next(record, &at, &span, &line)) != 0) {
        if (more < 0)
            return segment_damaged(m->s, section_name(SECTION_RECORDS), err);
        status = block_writer_put(&m->text, m->piece.data + from, span.start - from, err);
        from = span.start;
    }
    if (status == DOSSIER_OK)
        status = block_writer_put(&m->text, m->piece.data + from, m->piece.size - from, err);
    if (status == DOSSIER_OK && m->text.packed.size >= HAND_ON_BYTES)
        status = hand_on(m, err);
    return status;
}

/* ------------------------------------------------------------------------------------------------------ articles */

static int move_article(moving *m, uint32_t article, int as_is, dossier_error *err) {
    const segment *s = m->s;
    article_row row = s->articles[article];
    article_record record;
    uint32_t first, last;
    int status = segment_passages(s, article, &first, &last, err);
    if (status == DOSSIER_OK && first != m->next_passage)
        status = segment_damaged(s, section_name(SECTION_FIRST_PASSAGE), err);
    m->next_passage = last;
    if (status != DOSSIER_OK || is_gone(m, first))
        return status;
    status = segment_record(s, article, &m->record, &record, err);
    if (status != DOSSIER_OK)
        return status;
    if (m->article_map != NULL)
        m->article_map[article] = m->b->articles;
    row.text_at = as_is ? m->raw_base + row.text_at : m->text_at;
    m->text_at += record.text_size;
    status = builder_article(m->b, &row, s->dates[article], s->title_words[article], &record, err);
    for (uint32_t p = first; p < last && status == DOSSIER_OK; p++) {
        if (m->passage_map != NULL)
            m->passage_map[p] = m->b->passages;
        status = builder_passage(m->b, segment_length(s, p), err);
    }
    return status == DOSSIER_OK && !as_is ? pack_text(m, article, &record, err) : status;
}

static uint32_t *new_map(uint64_t count) {
    uint32_t *map = malloc(((size_t)count + 1) * sizeof *map);
    if (map != NULL)
        memset(map, 0xFF, ((size_t)count + 1) * sizeof *map); /* MERGE_GONE */
    return map;
}

/* Moves a segment's articles and passages and their text; *source becomes where its postings are merged from. */
static int move_segment(moving *m, merge_source *source, dossier_error *err) {
    const segment *s = m->s;
    int whole = removal_bits(m->removal) == NULL;
    /* What is damaged must not be given new checksums. */
    enum section_id bad = segment_check_sums(s, 0);
    if (bad < SECTION_COUNT)
        return segment_damaged(s, section_name(bad), err);
    segment_forget(s);
    int as_is = whole && s->trailer.dictionary == (m->dictionary != NULL ? dictionary_crc(m->dictionary) : 0);
    *source = (merge_source){.segment = s, .passage_base = m->b->passages, .article_base = m->b->articles};
    if (!whole) {
        source->passage_map = m->passage_map = new_map(s->trailer.passages);
        source->article_map = m->article_map = new_map(s->trailer.articles);
        if (m->passage_map == NULL || m->article_map == NULL)
            return error_memory(err);
    }
    m->text_at = m->b->raw_size;
    int status = as_is ? copy_blocks(m, err) : block_writer_begin(&m->text, m->dictionary, err);
    for (uint32_t i = 0; i < s->trailer.articles && status == DOSSIER_OK; i++)
        status = move_article(m, i, as_is, err);
    if (status == DOSSIER_OK && m->next_passage != s->trailer.passages)
        status = segment_damaged(s, section_name(SECTION_FIRST_PASSAGE), err);
    if (status == DOSSIER_OK && !as_is)
        status = block_writer_end(&m->text, err);
    return status == DOSSIER_OK && !as_is ? hand_on(m, err) : status;
}

/* ------------------------------------------------------------------------------------------------------ names */

typedef struct aged_name {
    name_pair pair;
    size_t age; /* the place of its segment */
} aged_name;

static int compare_names(const void *a, const void *b) {
    const aged_name *x = a, *y = b;
    int order = term_compare(x->pair.name.data, x->pair.name.size, y->pair.name.data, y->pair.name.size);
    return order != 0 ? order : (x->age < y->age) - (x->age > y->age);
}

/* The names of all segments in order, of each the newest value; the caller frees the list. */
static int gather_names(const removal *removals, size_t count, int oldest, name_pair **out, size_t *out_count,
                        dossier_error *err) {
    uint64_t all = 0;
    size_t got = 0, kept = 0;
    for (size_t i = 0; i < count; i++)
        all += removals[i].segment->trailer.names;
    aged_name *names = calloc((size_t)all + 1, sizeof *names);
    name_pair *list = *out = calloc((size_t)all + 1, sizeof *list);
    int status = names == NULL || list == NULL ? error_memory(err) : DOSSIER_OK;
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++)
        for (uint64_t k = 0; k < removals[i].segment->trailer.names && status == DOSSIER_OK; k++, got++) {
            names[got].age = i;
            status = segment_name(removals[i].segment, k, &names[got].pair.name, &names[got].pair.value, err);
        }
    if (status == DOSSIER_OK)
        qsort(names, got, sizeof *names, compare_names);
    for (size_t i = 0; i < got && status == DOSSIER_OK; i++) {
        const name_pair *before = i > 0 ? &names[i - 1].pair : NULL;
        int again = before != NULL && term_compare(before->name.data, before->name.size, names[i].pair.name.data,
                                                   names[i].pair.name.size) == 0;
        if (!again && !(oldest && names[i].pair.value.size == 0))
            list[kept++] = names[i].pair;
    }
    free(names);
    *out_count = kept;
    return status;
}

int compact(builder *b, const removal *removals, size_t count, const dictionary *d, int oldest, dossier_error *err) {
    merge_source *sources = calloc(count + 1, sizeof *sources);
    name_pair *names = NULL;
    size_t name_count = 0;
    int status = sources == NULL ? error_memory(err) : DOSSIER_OK;
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        moving m = {.b = b, .removal = &removals[i], .s = removals[i].segment, .dictionary = d};
        status = text_memory_new(&m.memory, err);
        if (status == DOSSIER_OK)
            status = move_segment(&m, &sources[i], err);
        block_writer_free(&m.text);
        text_memory_free(m.memory);
        buffer_free(&m.piece);
        buffer_free(&m.record);
    }
    if (status == DOSSIER_OK)
        status = gather_names(removals, count, oldest, &names, &name_count, err);
    if (status == DOSSIER_OK)
        status = builder_finish(b, sources, count, names, name_count, err);
    for (size_t i = 0; i < count && sources != NULL; i++) {
        free((void *)(uintptr_t)sources[i].passage_map);
        free((void *)(uintptr_t)sources[i].article_map);
    }
    free(sources);
    free(names);
    return status;
}
