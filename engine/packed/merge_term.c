/* merge_term.c: all that runs, or segments, have of one term, as one list.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/merge_term.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/form_table.h"
#include "engine/packed/sections.h"

int term_merger_begin(term_merger *w, const merge_target *target, dossier_error *err) {
    w->target = target;
    int status = posting_writer_new(&w->writer, err);
    return status == DOSSIER_OK ? posting_walk_new(&w->walk, err) : status;
}

void term_merger_free(term_merger *w) {
    posting_writer_free(w->writer);
    posting_walk_free(w->walk);
    form_union_free(&w->forms);
    form_pairs_free(&w->pairs);
    buffer_free(&w->table);
    buffer_free(&w->counts);
    free(w->positions);
    buffer_free(&w->positions_bytes);
}

static __attribute__((noinline)) int make_room(term_merger *w, uint64_t count) {
    size_t room = w->room == 0 ? 1024 : w->room;
    while (room < count)
        room *= 2;
    uint32_t *positions = realloc(w->positions, room * sizeof *positions);
    if (positions == NULL)
        return -1;
    w->positions = positions;
    w->room = room;
    return 0;
}

static inline int room_for_positions(term_merger *w, uint64_t count) {
    return count <= w->room ? 0 : make_room(w, count);
}

/* The varint at *p, which moves on; *p NULL where there is none. */
static inline uint64_t take(const unsigned char **p, const unsigned char *end) {
    uint64_t value = 0;
    if (*p != NULL && *p < end && **p < 0x80)
        return *(*p)++;
    for (unsigned shift = 0; *p != NULL && *p < end && shift < 64; shift += 7) {
        unsigned char byte = *(*p)++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    *p = NULL;
    return 0;
}

static int changed(const reading *r, dossier_error *err) {
    return error_set(err, DOSSIER_ERR_DAMAGED, "%s: what was put aside there has changed: try again",
                     r->source->bytes->folder);
}

static int damaged(const reading *r, dossier_error *err) {
    return segment_damaged(r->source->segment, section_name(SECTION_POSTINGS), err);
}

/* ----------------------------------------------------------------------------------------------------- its forms */

/* Takes the forms of a run's list into the union, and the list apart. */
static int unite_run(term_merger *w, reading *r, dossier_str stem, dossier_error *err) {
    cursor c = cursor_of(r->run.postings, r->run.postings_size);
    uint64_t count = cursor_varint(&c);
    int failed = 0;
    if (count == 0)
        failed = form_union_add(&w->forms, stem, cursor_varint(&c));
    for (uint64_t i = 0; i < count && !c.bad && !failed; i++) {
        char form[WORD_NORMAL_MAX];
        uint64_t shared = cursor_varint(&c);
        size_t rest;
        const char *bytes = cursor_counted(&c, &rest);
        if (c.bad || shared > stem.size || rest > sizeof form - shared)
            return changed(r, err);
        memcpy(form, stem.data, (size_t)shared);
        memcpy(form + shared, bytes, rest);
        failed = form_union_add(&w->forms, (dossier_str){form, (size_t)shared + rest}, cursor_varint(&c));
    }
    if (failed)
        return error_memory(err);
    unsigned unit = count <= 1 ? 0 : count <= RUN_NUMBERS_NARROW ? 1 : 4;
    uint64_t numbers = unit > 0 ? cursor_varint(&c) : 0;
    if (c.bad || count > UINT32_MAX || (unit > 0 && numbers > (c.size - c.at) / unit))
        return changed(r, err);
    const unsigned char *begin = (const unsigned char *)c.data, *end = begin + (c.size - (size_t)numbers * unit);
    r->list = (run_list){begin + c.at, end, unit > 0 ? end : NULL, unit, count == 0 ? 1 : (uint32_t)count};
    return DOSSIER_OK;
}

/* The postings that a form is left in, and the passage that it was met in last. */
typedef struct form_count {
    uint32_t postings;
    uint32_t last;
} form_count;

/* Counts what is left of each form of a segment's list. */
static int count_left(term_merger *w, const reading *r, size_t forms, dossier_error *err) {
    const uint32_t *map = r->source->passage_map;
    posting found;
    int more;
    w->counts.size = 0;
    if (forms > SIZE_MAX / sizeof(form_count) || buffer_reserve(&w->counts, forms * sizeof(form_count)) != 0)
        return error_memory(err);
    form_count *counts = (form_count *)(void *)w->counts.data;
    for (size_t i = 0; i < forms; i++)
        counts[i] = (form_count){0, UINT32_MAX};
    posting_walk_begin(w->walk, &r->walk.list, (uint32_t)r->source->segment->trailer.passages);
    while ((more = posting_walk_next(w->walk, &found, err)) == 1) {
        if (map[found.passage] == MERGE_GONE)
            continue;
        for (uint32_t i = 0; i < found.count; i++) {
            form_count *c = &counts[found.forms != NULL ? found.forms[i] : 0];
            c->postings += c->last != found.passage;
            c->last = found.passage;
        }
    }
    return more == DOSSIER_ERR_DAMAGED ? damaged(r, err) : more;
}

/* Takes the forms of a segment's list into the union. */
static int unite_segment(term_merger *w, reading *r, dossier_str stem, dossier_error *err) {
    form_table t;
    int counted = r->source->passage_map != NULL, status = DOSSIER_OK, more;
    int64_t forms = form_table_count(&r->walk.list, stem);
    if (forms < 0 || form_table_open(&t, &r->walk.list, stem) != DOSSIER_OK)
        return damaged(r, err);
    if (counted)
        status = count_left(w, r, (size_t)forms, err);
    const form_count *counts = (const form_count *)(const void *)w->counts.data;
    for (size_t i = 0; status == DOSSIER_OK && (more = form_table_next(&t)) != 0; i++) {
        if (more < 0)
            return damaged(r, err);
        if (form_union_add(&w->forms, (dossier_str){t.form, t.size}, counted ? counts[i].postings : t.postings) != 0)
            status = error_memory(err);
    }
    return status;
}

/* Puts the table of the forms that are left, where there must be one, and tells what is said of them. */
static int put_table(term_merger *w, dossier_str stem, buffer *bytes, unsigned *said) {
    uint32_t count = w->forms.count;
    int itself = 0, failed = 0;
    w->table.size = 0;
    for (uint32_t i = 0; i < count && !failed; i++) {
        const union_form *f = form_union_numbered(&w->forms, i);
        dossier_str form = union_text(&w->forms, f);
        int same = form.size == stem.size && memcmp(form.data, stem.data, stem.size) == 0;
        itself |= same;
        failed = form_table_put(&w->table, stem, form, count > 1, (uint32_t)f->postings) != 0 ||
                 (!same && form_pairs_add(&w->pairs, form, stem) != 0);
    }
    *said = itself ? LIST_FORM_ITSELF : 0;
    if (failed || count == 0 || (count == 1 && itself))
        return failed ? -1 : 0;
    *said |= LIST_FORM_TABLE;
    return form_table_end(bytes, &w->table, count > 1);
}

/* Finds the forms that the term has in all its sources, and their numbers: before the first posting is written. */
static int unite(term_merger *w, dossier_str stem, reading *const *at, size_t count, dossier_error *err) {
    int status = DOSSIER_OK;
    form_union_begin(&w->forms);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        if (form_union_source(&w->forms) != 0)
            return error_memory(err);
        status = at[i]->source->run != NULL ? unite_run(w, at[i], stem, err) : unite_segment(w, at[i], stem, err);
    }
    return status == DOSSIER_OK && form_union_settle(&w->forms) != 0 ? error_memory(err) : status;
}

/* ---------------------------------------------------------------------------------------------------- its postings */

/* The numbers of the next so many forms of a run, as the union has them; 0 where there are none such. */
static int take_numbers(run_list *list, const uint32_t *map, uint32_t count, uint32_t *to) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = 0;
        for (unsigned k = 0; k < list->unit; k++)
            number |= (uint32_t)*list->numbers++ << 8 * k;
        if (number >= list->forms)
            return 0;
        to[i] = map[number];
    }
    return 1;
}

static inline int take_bytes(run_list *list, const uint32_t *map, uint32_t count, uint32_t *to) {
    const unsigned char *numbers = list->numbers;
    for (uint32_t i = 0; i < count; i++) {
        if (numbers[i] >= list->forms)
            return 0;
        to[i] = map[numbers[i]];
    }
    list->numbers += count;
    return 1;
}

/* Adds a posting of a run, whose passage was read, and reads its count and positions. */
static int add_of_run(term_merger *w, reading *r, uint32_t passage, const uint32_t *map, uint64_t *numbers_left,
                      dossier_error *err) {
    const unsigned char **p = &r->list.at, *end = r->list.end;
    uint64_t count = take(p, end), position = 0;
    if (*p == NULL || count == 0 || count > (uint64_t)(end - *p) || passage >= w->target->passages)
        return changed(r, err);
    if (room_for_positions(w, count) != 0)
        return error_memory(err);
    for (uint64_t i = 0; i < count; i++) {
        position += take(p, end);
        w->positions[i] = (uint32_t)position;
    }
    if (*p == NULL || (r->list.unit > 0 && count > *numbers_left))
        return changed(r, err);
    uint32_t length = w->target->lengths[passage];
    if (map == NULL)
        return posting_writer_add(w->writer, passage, length, (uint32_t)count, w->positions, err);
    *numbers_left -= r->list.unit > 0 ? count : 0;
    uint32_t *forms = posting_writer_forms(w->writer, (uint32_t)count);
    if (forms == NULL)
        return error_memory(err);
    if (!(r->list.unit == 1 ? take_bytes(&r->list, map, (uint32_t)count, forms)
                            : take_numbers(&r->list, map, (uint32_t)count, forms)))
        return changed(r, err);
    return posting_writer_add(w->writer, passage, length, (uint32_t)count, w->positions, err);
}

/* map: the numbers of the source's forms; NULL where the term has one. */
static int add_run(term_merger *w, reading *r, const uint32_t *map, dossier_error *err) {
    uint32_t at = r->source->run->passage_base;
    const unsigned char *last = (const unsigned char *)r->run.postings + r->run.postings_size;
    uint64_t numbers = r->list.unit > 0 ? (uint64_t)(last - r->list.numbers) / r->list.unit : 0;
    int status = DOSSIER_OK;
    while (r->list.at < r->list.end && status == DOSSIER_OK) {
        at += (uint32_t)take(&r->list.at, r->list.end);
        if (r->list.at == NULL)
            return changed(r, err);
        status = add_of_run(w, r, at, map, &numbers, err);
    }
    return status;
}

/* The same of a bare list. */
static int add_bare_run(term_merger *w, const reading *r, dossier_error *err) {
    const unsigned char *p = r->run.postings, *end = p + r->run.postings_size;
    uint32_t at = r->source->run->article_base;
    int status = DOSSIER_OK;
    while (p < end && status == DOSSIER_OK) {
        at += (uint32_t)take(&p, end);
        if (p == NULL || at >= w->target->articles)
            return changed(r, err);
        status = posting_writer_add(w->writer, at, 0, 1, NULL, err);
    }
    return status;
}

/* Puts the numbers of a segment's posting's forms, as the union has them. */
static int put_numbers(term_merger *w, const posting *found, const uint32_t *map) {
    uint32_t *to = posting_writer_forms(w->writer, found->count);
    if (to == NULL)
        return DOSSIER_ERR_MEMORY;
    for (uint32_t i = 0; i < found->count; i++) {
        to[i] = map[found->forms != NULL ? found->forms[i] : 0];
        if (to[i] >= w->forms.count)
            return DOSSIER_ERR_DAMAGED;
    }
    return DOSSIER_OK;
}

static int add_segment(term_merger *w, const reading *r, enum posting_kind kind, const uint32_t *numbers,
                       dossier_error *err) {
    const merge_source *s = r->source;
    int full = kind == POSTINGS_FULL;
    const uint32_t *map = full ? s->passage_map : s->article_map;
    uint32_t base = full ? s->passage_base : s->article_base;
    uint64_t limit = full ? s->segment->trailer.passages : s->segment->trailer.articles;
    posting found;
    posting_walk_begin(w->walk, &r->walk.list, (uint32_t)limit);
    int more;
    while ((more = posting_walk_next(w->walk, &found, err)) == 1) {
        uint32_t to = map != NULL ? map[found.passage] : base + found.passage;
        if (to == MERGE_GONE)
            continue;
        int status = numbers != NULL ? put_numbers(w, &found, numbers) : DOSSIER_OK;
        if (status == DOSSIER_OK)
            status = posting_writer_add(w->writer, to, full ? w->target->lengths[to] : 0, found.count,
                                        found.positions, err);
        /* What is no list, though it could be read as one: passages or positions that do not rise. */
        if (status == DOSSIER_ERR_MEMORY)
            return error_memory(err);
        if (status != DOSSIER_OK)
            return damaged(r, err);
    }
    return more == DOSSIER_ERR_DAMAGED ? damaged(r, err) : more;
}

static int add(term_merger *w, reading *r, enum posting_kind kind, const uint32_t *numbers, dossier_error *err) {
    if (r->source->run == NULL)
        return add_segment(w, r, kind, numbers, err);
    return kind == POSTINGS_FULL ? add_run(w, r, numbers, err) : add_bare_run(w, r, err);
}

int term_merge(term_merger *w, const char *key, size_t size, reading *const *at, size_t count, buffer *bytes,
               posting_extent *extent, dossier_error *err) {
    enum posting_kind kind = term_kind(key);
    const dossier_str stem = {key + 1, size - 1};
    size_t begin = bytes->size;
    unsigned said = 0;
    int status = kind == POSTINGS_FULL ? unite(w, stem, at, count, err) : DOSSIER_OK;
    if (status == DOSSIER_OK && kind == POSTINGS_FULL && put_table(w, stem, bytes, &said) != 0)
        status = error_memory(err);
    size_t table = bytes->size - begin;
    int several = kind == POSTINGS_FULL && w->forms.count > 1;
    posting_writer_begin(w->writer, kind);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++)
        status = add(w, at[i], kind, several ? form_union_map(&w->forms, i) : NULL, err);
    w->positions_bytes.size = 0;
    if (status == DOSSIER_OK)
        status = posting_writer_end(w->writer, bytes, &w->positions_bytes, extent, err);
    if (status != DOSSIER_OK)
        return status;
    extent->size += table;
    extent->forms = said;
    return buffer_put(bytes, w->positions_bytes.data, w->positions_bytes.size) != 0 ? error_memory(err) : DOSSIER_OK;
}
