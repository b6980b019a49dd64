/* postings_walk.c: walking a posting list from its beginning to its end, with all that is in it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "engine/error.h"
#include "engine/packed/form_table.h"
#include "engine/packed/list.h"

struct posting_walk {
    list_view view;
    int status;      /* of opening the list */
    uint32_t block;  /* the next to be read */
    uint32_t at;     /* the next posting of the one that was */
    list_block b;
    list_positions where;
    uint32_t *positions; /* of one posting */
    size_t capacity;
    uint32_t *forms;     /* of all of the block's positions, where the term has several; then room for as many */
    size_t forms_capacity;
    uint64_t forms_at;   /* those of the postings before the next */
    uint32_t form_count;
};

int posting_walk_new(posting_walk **out, dossier_error *err) {
    *out = calloc(1, sizeof **out);
    return *out == NULL ? error_memory(err) : DOSSIER_OK;
}

void posting_walk_free(posting_walk *walk) {
    if (walk == NULL)
        return;
    free(walk->positions);
    free(walk->forms);
    free(walk);
}

void posting_walk_begin(posting_walk *walk, const posting_list *list, uint32_t limit) {
    walk->status = list->frequency == 0 ? DOSSIER_OK : list_open(&walk->view, list, limit);
    if (list->frequency == 0)
        walk->view.blocks = 0;
    walk->block = walk->at = walk->b.size = 0;
    walk->form_count = 0;
    if (walk->status != DOSSIER_OK || list->frequency == 0 || !walk->view.has_rows)
        return;
    /* What is shared with the term does not matter for their number. */
    static const char any[WORD_NORMAL_MAX];
    int64_t count = form_table_count(list, (dossier_str){any, sizeof any});
    walk->status = count < 2 ? DOSSIER_ERR_DAMAGED : DOSSIER_OK;
    walk->form_count = (uint32_t)count;
}

static int damaged(const char *what, uint32_t block, dossier_error *err) {
    return error_set(err, DOSSIER_ERR_DAMAGED, "%s of block %lu are damaged", what, (unsigned long)block);
}

/* Reads the forms of a block whose positions were opened. */
static int read_forms(posting_walk *walk, dossier_error *err) {
    uint64_t total = 0;
    for (uint32_t i = 0; i < walk->b.size; i++)
        total += walk->b.counts[i];
    if (total > walk->forms_capacity) {
        uint32_t *more = total > SIZE_MAX / 16 ? NULL : realloc(walk->forms, (size_t)total * 2 * sizeof *more);
        if (more == NULL)
            return error_memory(err);
        walk->forms = more;
        walk->forms_capacity = (size_t)total;
    }
    walk->forms_at = 0;
    if (list_forms(&walk->view, &walk->b, &walk->where, walk->form_count, walk->forms) != DOSSIER_OK)
        return damaged("the forms", walk->block, err);
    return DOSSIER_OK;
}

static int next_block(posting_walk *walk, dossier_error *err) {
    uint32_t block = walk->block;
    if (list_passages(&walk->view, block, &walk->b) != DOSSIER_OK)
        return damaged("the passages", block, err);
    if (list_counts(&walk->view, block, &walk->b) != DOSSIER_OK)
        return damaged("the counts", block, err);
    if (walk->view.list.kind == POSTINGS_FULL &&
        list_positions_open(&walk->view, block, &walk->b, &walk->where) != DOSSIER_OK)
        return damaged("the positions", block, err);
    int status = walk->form_count > 0 ? read_forms(walk, err) : DOSSIER_OK;
    walk->at = 0;
    walk->block++;
    return status;
}

/* Makes room for a posting's positions; what was read of the list bounds their number. */
static int reserve(posting_walk *walk, size_t count, dossier_error *err) {
    if (count <= walk->capacity)
        return DOSSIER_OK;
    uint32_t *more = realloc(walk->positions, (count + count / 2) * sizeof *more);
    if (more == NULL)
        return error_memory(err);
    walk->positions = more;
    walk->capacity = count + count / 2;
    return DOSSIER_OK;
}

int posting_walk_next(posting_walk *walk, posting *out, dossier_error *err) {
    if (walk->status != DOSSIER_OK)
        return error_set(err, DOSSIER_ERR_DAMAGED, "the beginning of the list is damaged");
    if (walk->at == walk->b.size) {
        if (walk->block == walk->view.blocks)
            return 0;
        int status = next_block(walk, err);
        if (status != DOSSIER_OK)
            return walk->status = status;
    }
    uint32_t i = walk->at;
    *out = (posting){walk->b.passages[i], walk->b.counts[i], NULL, NULL};
    if (walk->view.list.kind == POSTINGS_FULL) {
        int status = reserve(walk, out->count, err);
        if (status != DOSSIER_OK)
            return status;
        if (list_positions_take(&walk->where, i, walk->positions) != DOSSIER_OK)
            return damaged("the positions", walk->block - 1, err);
        out->positions = walk->positions;
        if (walk->form_count > 0)
            out->forms = walk->forms + walk->forms_at;
        walk->forms_at += out->count;
    }
    walk->at++;
    return 1;
}

int64_t posting_count_within(const posting_list *list, uint32_t limit, uint32_t from, uint32_t to,
                             dossier_error *err) {
    list_view view;
    list_block b;
    int64_t count = 0;
    if (list->frequency == 0 || from >= to)
        return 0;
    if (list_open(&view, list, limit) != DOSSIER_OK)
        return error_set(err, DOSSIER_ERR_DAMAGED, "the beginning of the list is damaged");
    uint32_t first = list_seek(&view, 0, from), after = list_seek(&view, first, to - 1);
    for (uint32_t block = first; block < view.blocks && block <= after; block++) {
        /* What lies between the first block and the last is within. */
        if (block > first && block < after) {
            uint32_t left = list->frequency - block * LIST_BLOCK;
            count += left < LIST_BLOCK ? left : LIST_BLOCK;
            continue;
        }
        if (list_passages(&view, block, &b) != DOSSIER_OK)
            return damaged("the passages", block, err);
        for (uint32_t i = 0; i < b.size; i++)
            count += b.passages[i] >= from && b.passages[i] < to;
    }
    return count;
}
