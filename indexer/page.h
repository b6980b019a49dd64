/* page.h: a scraped page while it is being read: its pieces, and what each was found to be.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_PAGE_H
#define INDEXER_PAGE_H

#include "dossier.h"
#include "engine/buffer.h"
#include "indexer/furniture.h"
#include "indexer/units.h"

/* What a piece is.  What nothing else is known of is body. */
enum role {
    ROLE_BODY = 0,
    ROLE_TITLE,
    ROLE_STANDFIRST,
    ROLE_BYLINE,
    ROLE_FURNITURE,
    ROLE_CAPTION,
    ROLE_REPEAT,
    ROLE_BIO
};

typedef struct piece {
    unit u;
    uint32_t folded; /* the unit as unit_fold gives it: bytes of page.folded */
    uint32_t folded_end;
    uint8_t role;      /* enum role */
    uint8_t furniture; /* enum furniture, by its own words */
} piece;

#define PAGE_NONE SIZE_MAX

typedef struct page {
    const char *text;
    size_t size;
    piece *pieces;
    size_t count;
    size_t capacity;
    buffer folded;
    int blocks;   /* 1: paragraphs are set off with empty lines: lines without one between belong together */
    int scraped;  /* 1: there is furniture: the page is read strictly at its head and tail.  0: clean text */
    size_t tail;  /* where the pieces that follow the article begin; count: none do */
    size_t begin; /* the region where prose is dense: [begin, end) */
    size_t end;
    size_t title;       /* PAGE_NONE: none */
    size_t lead;        /* the body's first piece */
    dossier_str author; /* parts of the text */
    dossier_str source;
    char date[11];
} page;

/* Splits a text, which must stay, into pieces with their own marks.  Returns 0, or -1 where there is no
 * memory. page_free frees what was made, also then. */
int page_split(page *p, const char *text, size_t size);
void page_free(page *p);

/* Finds captions and repeated pieces. */
void page_mark(page *p);

/* Finds where the article ends and where its prose is: tail, begin, end, scraped. */
void page_find_region(page *p);

/* Finds title, standfirst, author and date, and the body's first piece.  Where the title is known (not empty),
 * nothing is taken for one, and what repeats it is left out. */
void page_read_head(page *p, dossier_str known_title);

/* Drops what is not body from it: boxes, repeated sentences, what stands below the last paragraph. */
void page_clean_body(page *p);

/* What one teaser of the page's tail says. */
typedef struct teaser {
    size_t headline; /* pieces */
    size_t line;
    dossier_str author;
    char date[11];
} teaser;

/* Finds the next teaser at or behind piece *at and moves *at behind it.  Returns 1, or 0 where there is
 * none. */
int page_next_teaser(const page *p, size_t *at, teaser *out);

/* A piece's text, and its folded text. */
static inline dossier_str piece_text(const page *p, size_t i) {
    return (dossier_str){p->text + p->pieces[i].u.start, p->pieces[i].u.end - p->pieces[i].u.start};
}

static inline dossier_str piece_folded(const page *p, size_t i) {
    return (dossier_str){p->folded.data + p->pieces[i].folded, p->pieces[i].folded_end - p->pieces[i].folded};
}

/* Whether a piece reads as prose: it ends as a sentence and has some length. */
static inline int piece_is_prose(const piece *x) {
    return x->role == ROLE_BODY && x->furniture == FURNITURE_NONE &&
           (x->u.stop || x->u.colon || x->u.words >= 40) && x->u.words >= 5;
}

/* Whether it can only be a paragraph. */
static inline int piece_is_paragraph(const piece *x) {
    return piece_is_prose(x) && (x->u.words >= 40 || (x->u.words >= 25 && x->u.sentences >= 2));
}

#endif
