/* page_tail.c: the teasers below a page's article: other pieces, each a headline and a line.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "indexer/byline.h"
#include "indexer/page.h"

enum { HEADLINE_MOST_WORDS = 25, LINE_MOST_WORDS = 70 };

/* A headline: some words without a full stop. */
static int is_headline(const page *p, size_t i) {
    const piece *x = &p->pieces[i];
    dossier_str text = piece_text(p, i);
    char last = text.data[text.size - 1];
    return x->role == ROLE_BODY && x->u.words >= 2 && x->u.words <= HEADLINE_MOST_WORDS && !x->u.colon &&
           (!x->u.stop || last == '?' || last == '!');
}

/* The line below it: a sentence or two. */
static int is_line(const page *p, size_t i) {
    const piece *x = &p->pieces[i];
    return x->role == ROLE_BODY && x->u.stop && x->u.words >= 4 && x->u.words <= LINE_MOST_WORDS;
}

static int is_heading(const page *p, size_t i, enum furniture kind) {
    return p->pieces[i].role == ROLE_FURNITURE && p->pieces[i].furniture == kind;
}

/* Whether piece i stands below a heading over other pieces, with no other heading between. */
static int is_below_more(const page *p, size_t i) {
    while (i-- > p->tail) {
        if (is_heading(p, i, FURNITURE_MORE))
            return 1;
        if (is_heading(p, i, FURNITURE_COMMENTS) || is_heading(p, i, FURNITURE_END))
            return 0;
    }
    return 0;
}

/* Whether piece i stands right below the caption of a picture, as the headline of a teaser does. */
static int is_below_picture(const page *p, size_t i) {
    return i > p->tail && i > 0 && p->pieces[i - 1].role == ROLE_CAPTION &&
           p->pieces[i - 1].furniture != FURNITURE_CAPTION;
}

/* A headline of two words could be a button's, if there is no picture above it. */
static int is_in_place(const page *p, size_t i) {
    return is_below_picture(p, i) || (p->pieces[i].u.words > 2 && is_below_more(p, i));
}

/* Author and date stand between headline and line, or below the line. */
static int take_line(const page *p, size_t i, teaser *out) {
    dossier_str text = piece_text(p, i);
    byline line;
    if (p->pieces[i].role != ROLE_BODY || !byline_read(text.data, text.size, &line))
        return 0;
    if (out->author.size == 0)
        out->author = line.name;
    if (out->date[0] == '\0')
        memcpy(out->date, line.date, sizeof out->date);
    return 1;
}

int page_next_teaser(const page *p, size_t *at, teaser *out) {
    if (*at < p->tail)
        *at = p->tail;
    for (size_t i = *at; i < p->count; i++) {
        byline line;
        dossier_str text = piece_text(p, i);
        if (!is_headline(p, i) || !is_in_place(p, i) || byline_read(text.data, text.size, &line))
            continue;
        *out = (teaser){.headline = i};
        size_t next = i + 1;
        while (next < p->count && next <= i + 3 &&
               (p->pieces[next].role == ROLE_CAPTION || take_line(p, next, out)))
            next++;
        if (next >= p->count || !is_line(p, next) || is_headline(p, next))
            continue;
        out->line = next++;
        while (next < p->count && next <= out->line + 2 && take_line(p, next, out))
            next++;
        *at = next;
        return 1;
    }
    *at = p->count;
    return 0;
}
