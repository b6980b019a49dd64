/* page.c: a scraped text as pieces with their own marks: furniture by its words, captions, repetitions.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/page.h"

#include <stdlib.h>
#include <string.h>

#include "engine/array.h"

/* A caption is a sentence or two. */
enum { CAPTION_MOST_WORDS = 60, CAPTION_FEW_WORDS = 30 };

static int add_piece(page *p, const unit *u) {
    if (p->count == p->capacity) {
        piece *pieces = array_larger(p->pieces, &p->capacity, 64, sizeof *pieces);
        if (pieces == NULL)
            return -1;
        p->pieces = pieces;
    }
    piece *x = &p->pieces[p->count];
    *x = (piece){.u = *u, .folded = (uint32_t)p->folded.size};
    if (unit_fold(p->text + u->start, u->end - u->start, &p->folded) != 0)
        return -1;
    x->folded_end = (uint32_t)p->folded.size;
    p->count++;
    return 0;
}

int page_split(page *p, const char *text, size_t size) {
    *p = (page){.text = text, .size = size, .title = PAGE_NONE};
    unit_reader reader = unit_reader_of(text, size);
    unit u;
    size_t blocks = 0;
    uint32_t block = UINT32_MAX;
    while (unit_next(&reader, &u)) {
        if (add_piece(p, &u) != 0)
            return -1;
        blocks += u.block != block;
        block = u.block;
    }
    p->blocks = blocks * 2 > p->count;
    for (size_t i = 0; i < p->count; i++) {
        dossier_str folded = piece_folded(p, i);
        p->pieces[i].furniture = (uint8_t)furniture_of(text, &p->pieces[i].u, folded.data, folded.size);
    }
    p->tail = p->end = p->count;
    return 0;
}

void page_free(page *p) {
    free(p->pieces);
    buffer_free(&p->folded);
    *p = (page){0};
}

static int same(const piece *a, const piece *b) {
    return a->u.hash == b->u.hash && a->u.words == b->u.words;
}

/* Whether two pieces belong together, with no empty line between them where others have one. */
static int together(const page *p, size_t a, size_t b) {
    return b < p->count && p->blocks && p->pieces[a].u.block == p->pieces[b].u.block;
}

/* Whether a piece begins with the first four words of another. */
static int begins_alike(const page *p, size_t a, size_t b) {
    dossier_str x = piece_folded(p, a), y = piece_folded(p, b);
    size_t n = 0, words = 0;
    while (n < x.size && n < y.size && x.data[n] == y.data[n])
        words += x.data[n++] == ' ';
    return words > 4;
}

/* Whether a piece goes on the caption that begins at `first`: there is no empty line between and it has a
 * sentence or a credit (a headline has neither), or it is the caption once more in more words. */
static int hangs_on(const page *p, size_t first, size_t i) {
    const piece *x = &p->pieces[i];
    if (x->u.words > CAPTION_MOST_WORDS)
        return 0;
    if (i == first + 2 && begins_alike(p, first, i))
        return 1;
    return together(p, first, i) && (x->u.stop || x->u.sentences > 0 || x->furniture == FURNITURE_CAPTION);
}

/* A line that stands there twice in a row is a caption: once for the eye, once for those who cannot see the
 * picture. A paragraph that does is a paragraph, printed twice.  What hangs on the caption without an empty
 * line is one too. */
static void mark_double(page *p, size_t i) {
    piece *first = &p->pieces[i], *second = &p->pieces[i + 1];
    size_t next = i + 2;
    int credit_near = (next < p->count && p->pieces[next].furniture == FURNITURE_CAPTION) ||
                      (i > 0 && p->pieces[i - 1].furniture == FURNITURE_CAPTION);
    int caption = together(p, i, i + 1)
                      ? first->u.words <= CAPTION_MOST_WORDS
                      : first->u.words <= CAPTION_FEW_WORDS && first->u.sentences <= 1 && credit_near;
    if (!p->blocks && first->u.words <= CAPTION_FEW_WORDS && first->u.sentences <= 1 && first->u.words >= 4)
        caption = 1;
    if (i == 0 && !first->u.stop) /* a headline, as the window's title and on the page */
        caption = 0;
    if (!caption) {
        second->role = ROLE_REPEAT;
        return;
    }
    first->role = second->role = ROLE_CAPTION;
    while (next < p->count && hangs_on(p, i, next))
        p->pieces[next++].role = ROLE_CAPTION;
}

void page_mark(page *p) {
    for (size_t i = 0; i < p->count; i++) {
        piece *x = &p->pieces[i];
        if (x->role != ROLE_BODY)
            continue;
        if (i + 1 < p->count && x->u.words > 2 && x->furniture == FURNITURE_NONE && same(x, x + 1))
            mark_double(p, i);
        else if (x->furniture == FURNITURE_CAPTION)
            x->role = ROLE_CAPTION;
        else if (x->furniture != FURNITURE_NONE)
            x->role = ROLE_FURNITURE;
    }
    /* A credit alone stands below its caption. */
    for (size_t i = 1; i < p->count; i++) {
        dossier_str folded = piece_folded(p, i);
        if (together(p, i - 1, i) && p->pieces[i - 1].role == ROLE_BODY &&
            p->pieces[i - 1].u.words <= CAPTION_MOST_WORDS && p->pieces[i].role == ROLE_CAPTION &&
            furniture_is_credit_only(p->text, &p->pieces[i].u, folded.data, folded.size))
            p->pieces[i - 1].role = ROLE_CAPTION;
    }
}
