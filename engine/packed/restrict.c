/* restrict.c: making a term's list anew with those occurrences alone whose form is meant.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/restrict.h"

#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/form_table.h"
#include "engine/packed/term_list.h"
#include "engine/packed/terms.h"

static int damaged(const restriction *r, dossier_error *err) {
    return error_set(err, DOSSIER_ERR_DAMAGED, "%s: postings: is damaged: index the articles again", r->segment->name);
}

static int is_meant(const form_set *forms, const form_table *t) {
    size_t low = 0, high = forms->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = term_compare(forms->forms[middle].data, forms->forms[middle].size, t->form, t->size);
        if (order == 0)
            return 1;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

int restriction_begin(restriction *r, const form_set *forms, dossier_error *err) {
    form_table t;
    int64_t count = form_table_count(&r->list, r->stem);
    if (count < 1 || count > UINT32_MAX || form_table_open(&t, &r->list, r->stem) != DOSSIER_OK)
        return damaged(r, err);
    r->meant = calloc((size_t)count, 1);
    if (r->meant == NULL)
        return error_memory(err);
    r->form_count = (uint32_t)count;
    for (uint32_t i = 0; i < r->form_count && form_table_next(&t) == 1; i++) {
        r->meant[i] = (unsigned char)is_meant(forms, &t);
        r->meant_count += r->meant[i];
        r->meant_postings += r->meant[i] ? t.postings : 0;
    }
    return DOSSIER_OK;
}

void restriction_end(restriction *r) {
    free(r->meant);
    r->meant = NULL;
}

/* ----------------------------------------------------------------------------------------------------------- making */

/* The articles whose title has a joined word in one of the forms. */
typedef struct joined_list {
    int is_there;
    term_list list;
} joined_list;

typedef struct making {
    const restriction *r;
    posting_writer *writer;
    list_view view;
    list_block block;
    list_positions where;
    uint32_t *numbers; /* of the block's forms */
    size_t numbers_room;
    uint32_t *positions; /* of one posting */
    size_t positions_room;
    uint32_t near;        /* the article that was looked for last */
    joined_list **joined; /* of each form, once asked for */
    dossier_error *err;
} making;

/* Makes room for numbers: -1 where there is none. */
static int room_for(uint32_t **numbers, size_t *room, uint64_t count) {
    if (count <= *room)
        return 0;
    uint32_t *more = count > SIZE_MAX / 16 ? NULL : realloc(*numbers, ((size_t)count + count / 2) * sizeof *more);
    if (more == NULL)
        return -1;
    *numbers = more;
    *room = (size_t)count + count / 2;
    return 0;
}

/* The text of a form with a number: *t is at it. */
static int go_to_form(const restriction *r, uint32_t number, form_table *t) {
    int status = form_table_open(t, &r->list, r->stem), more = status == DOSSIER_OK;
    for (uint32_t i = 0; i <= number && more == 1; i++)
        more = form_table_next(t);
    return more == 1 ? DOSSIER_OK : DOSSIER_ERR_DAMAGED;
}

/* Opens the list of the articles whose title has a joined word in this form. */
static int open_joined(making *m, uint32_t number) {
    const search_segment *s = m->r->segment;
    form_table t;
    posting_list list;
    if (m->joined == NULL && (m->joined = calloc(m->r->form_count, sizeof *m->joined)) == NULL)
        return error_memory(m->err);
    if (m->joined[number] != NULL)
        return DOSSIER_OK;
    joined_list *made = aligned_alloc(64, (sizeof *made + 63) / 64 * 64);
    if ((m->joined[number] = made) == NULL)
        return error_memory(m->err);
    made->is_there = 0;
    if (go_to_form(m->r, number, &t) != DOSSIER_OK)
        return damaged(m->r, m->err);
    int found = s->find(s, FIELD_JOINED, (dossier_str){t.form, t.size}, &list, m->err);
    if (found <= 0)
        return found;
    if (list.kind != POSTINGS_BARE || term_open(&made->list, &list, s->articles, 0) != DOSSIER_OK)
        return damaged(m->r, m->err);
    made->is_there = 1;
    return DOSSIER_OK;
}

/* Whether an article's title has a joined word in this form: 1, 0 or an error. */
static int title_has_joined(making *m, uint32_t article, uint32_t number) {
    uint32_t place;
    int status = open_joined(m, number);
    if (status != DOSSIER_OK || !m->joined[number]->is_there)
        return status;
    int found = term_at(&m->joined[number]->list, article, &place);
    return found == DOSSIER_ERR_DAMAGED ? damaged(m->r, m->err) : found < 0 ? error_memory(m->err) : found;
}

/* Whether the title of a passage's article has one of the occurrences: 1, 0 or an error.  What has no position may be
 * of the title or of the text. */
static int is_in_title(making *m, uint32_t passage, uint32_t count, const uint32_t *numbers) {
    const search_segment *s = m->r->segment;
    if (!search_article(s, passage, &m->near))
        return damaged(m->r, m->err);
    for (uint32_t i = 0; i < count; i++) {
        if (!m->r->meant[numbers[i]] || m->positions[i] > s->title_words[m->near])
            continue;
        int found = m->positions[i] > 0 ? 1 : title_has_joined(m, m->near, numbers[i]);
        if (found != 0)
            return found;
    }
    return 0;
}

/* Adds the occurrences of posting i that are meant. */
static int add_posting(making *m, uint32_t i, const uint32_t *numbers) {
    const search_segment *s = m->r->segment;
    uint32_t passage = m->block.passages[i], count = m->block.counts[i], kept = 0;
    for (uint32_t k = 0; k < count; k++)
        kept += m->r->meant[numbers[k]];
    if (kept == 0 || (s->removed != NULL && s->removed[passage / 64] >> passage % 64 & 1))
        return DOSSIER_OK;
    if (room_for(&m->positions, &m->positions_room, count) != 0)
        return error_memory(m->err);
    if (list_positions_take(&m->where, i, m->positions) != DOSSIER_OK)
        return damaged(m->r, m->err);
    if (m->r->field == FIELD_TITLE) {
        int found = is_in_title(m, passage, count, numbers);
        if (found != 1)
            return found;
    }
    kept = 0;
    for (uint32_t k = 0; k < count; k++)
        if (m->r->meant[numbers[k]])
            m->positions[kept++] = m->positions[k];
    uint32_t length = s->wide_lengths ? ((const uint32_t *)s->lengths)[passage]
                                      : ((const uint16_t *)s->lengths)[passage];
    int status = posting_writer_add(m->writer, passage, length, kept, m->positions, m->err);
    return status == DOSSIER_ERR_ARGUMENT ? damaged(m->r, m->err) : status;
}

static int add_block(making *m, uint32_t block) {
    uint64_t total = 0;
    if (list_passages(&m->view, block, &m->block) != DOSSIER_OK ||
        list_counts(&m->view, block, &m->block) != DOSSIER_OK ||
        list_positions_open(&m->view, block, &m->block, &m->where) != DOSSIER_OK)
        return damaged(m->r, m->err);
    for (uint32_t i = 0; i < m->block.size; i++)
        total += m->block.counts[i];
    if (room_for(&m->numbers, &m->numbers_room, 2 * total) != 0)
        return error_memory(m->err);
    if (list_forms(&m->view, &m->block, &m->where, m->r->form_count, m->numbers) != DOSSIER_OK)
        return damaged(m->r, m->err);
    int status = DOSSIER_OK;
    const uint32_t *numbers = m->numbers;
    for (uint32_t i = 0; i < m->block.size && status == DOSSIER_OK; numbers += m->block.counts[i++])
        status = add_posting(m, i, numbers);
    return status;
}

static void making_free(making *m) {
    posting_writer_free(m->writer);
    free(m->numbers);
    free(m->positions);
    for (uint32_t i = 0; i < m->r->form_count && m->joined != NULL; i++)
        free(m->joined[i]);
    free(m->joined);
    free(m);
}

int restrict_list(const restriction *r, buffer *lists, buffer *positions, posting_list *out, dossier_error *err) {
    posting_extent extent = {0};
    making *m = aligned_alloc(64, (sizeof *m + 63) / 64 * 64);
    if (m == NULL)
        return error_memory(err);
    memset(m, 0, sizeof *m);
    m->r = r;
    m->err = err;
    int status = posting_writer_new(&m->writer, err);
    if (status == DOSSIER_OK)
        posting_writer_begin(m->writer, POSTINGS_FULL);
    if (status == DOSSIER_OK && list_open(&m->view, &r->list, r->segment->passages) != DOSSIER_OK)
        status = damaged(r, err);
    for (uint32_t block = 0; status == DOSSIER_OK && block < m->view.blocks; block++)
        status = add_block(m, block);
    if (status == DOSSIER_OK)
        status = posting_writer_end(m->writer, lists, positions, &extent, err);
    making_free(m);
    *out = (posting_list){.data = (const unsigned char *)lists->data,
                          .size = extent.size,
                          .positions = (const unsigned char *)positions->data,
                          .positions_size = extent.positions_size,
                          .frequency = extent.frequency,
                          .is_made = 1,
                          .kind = POSTINGS_FULL};
    return status;
}
