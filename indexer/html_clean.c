/* html_clean.c: drops what is not the article from the element that holds it, line by line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What stands among paragraphs is judged line by line: by its words (as in scraped text, furniture.h), by
 * its links and by where it stands.  A doubtful line stays: a reader misses a sentence more than he minds
 * a label. */
#include "indexer/html_clean.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "indexer/byline.h"
#include "indexer/date.h"
#include "indexer/furniture.h"
#include "engine/hash.h"
#include "indexer/html_words.h"
#include "indexer/keyset.h"

/* Why a block was dropped. */
enum {
    DROP_EMPTY = 1,
    DROP_LINKS,
    DROP_TEASER,
    DROP_WORDS,
    DROP_TITLE,
    DROP_REPEAT,
    DROP_HEADING,
    DROP_TAIL
};

/* Weights: what a paragraph has at least; a line that is only a link, and is a teaser and no text, at the
 * most; a paragraph that is looked for again, at least; a last line that is no text, at the most.
 * TAIL_MOST: how much of the prose, in a hundred, may stand below a line that ends an article.
 * TEASERS_LEAST: how many make a list.  FOLDED_MOST: bytes of a line that its words are looked at in. */
enum {
    PARAGRAPH = 60,
    LINK_MOST = 200,
    REPEAT_LEAST = 300,
    TAIL_MOST = 25,
    CLOSING_MOST = 250,
    TEASERS_LEAST = 3,
    FOLDED_MOST = 2000
};

static int is_prose(const html_block *b) {
    return b->drop == 0 && b->kind != BLOCK_HEADING && b->weight >= PARAGRAPH && b->linked * 2 <= b->weight &&
           (b->stop != 0 || b->weight >= 3 * PARAGRAPH);
}

static int is_linked(const html_block *b) {
    return b->linked * 5 > b->weight * 4;
}

/* What a line is by its own words.  Returns enum furniture, or -1. */
static int words_of(dossier_str text) {
    buffer folded = {0};
    unit u;
    unit_reader reader = unit_reader_of(text.data, text.size);
    if (text.size > FOLDED_MOST || !unit_next(&reader, &u))
        return FURNITURE_NONE;
    int kind = unit_fold(text.data, text.size, &folded) != 0
                   ? -1
                   : (int)furniture_of(text.data, &u, folded.data, folded.size);
    buffer_free(&folded);
    return kind;
}

/* An address and nothing else. */
static int is_address(dossier_str text) {
    return text.size > 8 && (memcmp(text.data, "http://", 7) == 0 || memcmp(text.data, "https://", 8) == 0) &&
           memchr(text.data, ' ', text.size) == NULL;
}

/* Lines that say of themselves that they are no text.  Captions are not among them: in a page they stand
 * in elements of their own, and what looks like one is a line of the text. */
static int drop_by_words(html_blocks *blocks) {
    date_found date;
    byline line;
    for (size_t i = 0; i < blocks->count; i++) {
        html_block *b = &blocks->list[i];
        dossier_str text = html_block_text(blocks, i);
        if (b->drop != 0 || b->weight == 0 || b->kind == BLOCK_PRE || b->kind == BLOCK_TABLE)
            continue;
        int kind = words_of(text);
        if (kind < 0)
            return -1;
        if (is_address(text) || kind == FURNITURE_BOX || kind == FURNITURE_MORE ||
            kind == FURNITURE_COMMENTS || kind == FURNITURE_END)
            b->drop = DROP_WORDS;
        else if (b->kind != BLOCK_HEADING && b->weight < PARAGRAPH * 2 &&
                 (date_line(text.data, text.size, &date) != 0 ||
                  (b->stop != 1 && byline_read(text.data, text.size, &line) &&
                   !byline_is_name(text.data, text.size))))
            b->drop = DROP_WORDS;
    }
    return 0;
}

/* A source in brackets, as "[Weekly Gazette]" below a quotation. */
static int is_bracketed(dossier_str text) {
    return text.size > 2 && text.size < 40 && text.data[0] == '[' && text.data[text.size - 1] == ']';
}

/* The list (or the table) that a block is in; 0: none. */
static size_t list_of(const html_tree *tree, size_t top, const html_block *b) {
    for (size_t up = b->node; up > top; up = tree->nodes[up].parent) {
        uint8_t tag = tree->nodes[up].tag;
        if (tag == HTML_UL || tag == HTML_OL || tag == HTML_DL)
            return up;
    }
    return 0;
}

/* Lines that are only a link lead elsewhere; in a list it is the list that counts. */
static void drop_links(const html_tree *tree, size_t top, html_blocks *blocks) {
    for (size_t i = 0; i < blocks->count;) {
        html_block *b = &blocks->list[i];
        size_t list = list_of(tree, top, b), end = i, weight = 0, linked = 0;
        do {
            weight += blocks->list[end].weight;
            linked += blocks->list[end].linked;
            end++;
        } while (list != 0 && end < blocks->count && blocks->list[end].at < tree->nodes[list].end);
        int drop = list != 0 ? linked * 2 > weight
                             : is_linked(b) && b->weight < LINK_MOST && b->kind != BLOCK_HEADING &&
                                   !is_bracketed(html_block_text(blocks, i));
        for (; i < end; i++)
            if (drop && blocks->list[i].drop == 0)
                blocks->list[i].drop = DROP_LINKS;
    }
}

/* The title above the text, which the article has as its title. */
static void drop_title(dossier_str title, html_blocks *blocks) {
    for (size_t i = 0, prose = 0; i < blocks->count && prose < 2; i++) {
        prose += is_prose(&blocks->list[i]);
        if (blocks->list[i].drop == 0 && html_words_same(html_block_text(blocks, i), title))
            blocks->list[i].drop = DROP_TITLE;
    }
}

/* The element that holds blocks i and i + 1 and no other; 0: there is none. */
static size_t pair_of(const html_tree *tree, const html_blocks *blocks, size_t i) {
    const html_block *b = &blocks->list[i];
    size_t before = i > 0 ? b[-1].last : 0, behind = i + 2 < blocks->count ? b[2].at : SIZE_MAX;
    size_t pair = b->node;
    while (pair > 0 && tree->nodes[pair].end <= b[1].at)
        pair = tree->nodes[pair].parent;
    return pair > before && tree->nodes[pair].end <= behind ? pair : 0;
}

/* A teaser: a link, and a few words below it, in an element of their own. */
static int is_teaser(const html_tree *tree, const html_blocks *blocks, size_t i, size_t *pair) {
    const html_block *b = &blocks->list[i];
    if (i + 1 >= blocks->count || !is_linked(b) || b->weight >= LINK_MOST || b[1].weight >= LINK_MOST)
        return 0;
    *pair = pair_of(tree, blocks, i);
    return *pair != 0;
}

/* Three or more teasers side by side. */
static void drop_teasers(const html_tree *tree, html_blocks *blocks) {
    size_t pair, next;
    for (size_t i = 0; i < blocks->count;) {
        size_t end = i + 2;
        if (!is_teaser(tree, blocks, i, &pair)) {
            i++;
            continue;
        }
        while (is_teaser(tree, blocks, end, &next) && tree->nodes[next].parent == tree->nodes[pair].parent)
            end += 2;
        for (size_t k = i; k < end && end - i >= 2 * TEASERS_LEAST; k++)
            blocks->list[k].drop = DROP_TEASER;
        i = end;
    }
}

/* A paragraph that stands on the page twice, for two sizes of screen say. */
static int drop_repeats(html_blocks *blocks) {
    keyset seen = {0};
    int failed = 0;
    for (size_t i = 0; i < blocks->count && !failed; i++) {
        html_block *b = &blocks->list[i];
        dossier_str text = html_block_text(blocks, i);
        if (b->drop != 0 || b->weight < REPEAT_LEAST || b->kind == BLOCK_HEADING)
            continue;
        int fresh = keyset_put(&seen, hash_bytes(HASH_START, text.data, text.size));
        failed = fresh < 0;
        if (fresh == 0)
            b->drop = DROP_REPEAT;
    }
    keyset_free(&seen);
    return failed ? -1 : 0;
}

/* "More Weekly Stories": furniture.h knows such lines by their words, here it is a heading too. */
static int is_more_heading(const html_block *b, dossier_str text) {
    return (b->kind == BLOCK_HEADING || (b->stop != 1 && b->bold == b->weight)) && b->weight > 0 &&
           b->weight < PARAGRAPH && text.size > 5 && strncasecmp(text.data, "more ", 5) == 0;
}

/* What follows a line that ends an article ("Comments", "More from ...", a copyright) is not of it, as
 * long as it is the page's last and smaller part. */
static void drop_tail(html_blocks *blocks) {
    size_t all = 0, below = 0, cut = blocks->count;
    for (size_t i = 0; i < blocks->count; i++)
        all += is_prose(&blocks->list[i]) ? blocks->list[i].weight : 0;
    for (size_t i = blocks->count; i-- > 0;) {
        const html_block *b = &blocks->list[i];
        below += is_prose(b) ? b->weight : 0;
        if (below * 100 > all * TAIL_MOST)
            break;
        dossier_str text = html_block_text(blocks, i);
        int kind = b->drop == DROP_WORDS ? words_of(text) : FURNITURE_NONE;
        if (kind == FURNITURE_COMMENTS || kind == FURNITURE_MORE || kind == FURNITURE_END ||
            is_more_heading(b, text))
            cut = i;
    }
    for (size_t i = cut; i < blocks->count; i++)
        if (blocks->list[i].drop == 0)
            blocks->list[i].drop = DROP_TAIL;
}

/* The networks that pages ask their readers to follow them on. */
static size_t count_networks(dossier_str text) {
    static const char *const networks[] = {" facebook ", " twitter ",   " instagram ", " youtube ",
                                           " linkedin ", " pinterest ", " telegram ",  " whatsapp ",
                                           " snapchat ", " tiktok "};
    buffer folded = {0};
    size_t count = 0;
    if (unit_fold(text.data, text.size, &folded) == 0)
        for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
            count += memmem(folded.data, folded.size, networks[i], strlen(networks[i])) != NULL;
    buffer_free(&folded);
    return count;
}

/* What a last line does if it is no text: leads elsewhere, asks to be followed, or is a label with nothing
 * below. */
static int is_closing_line(const html_block *b, dossier_str text) {
    if (b->kind == BLOCK_HEADING)
        return 1;
    if (b->kind == BLOCK_TABLE || b->kind == BLOCK_PRE || b->weight > CLOSING_MOST)
        return 0;
    return (b->stop != 1 && b->linked * 2 > b->weight) || count_networks(text) >= 2;
}

/* From the end upwards, up to the first line that can be text.  A heading with nothing below it goes with
 * them. */
static void drop_closing_lines(html_blocks *blocks) {
    for (size_t i = blocks->count; i-- > 0;) {
        html_block *b = &blocks->list[i];
        if (b->drop != 0 || b->weight == 0)
            continue;
        if (!is_closing_line(b, html_block_text(blocks, i)))
            return;
        b->drop = DROP_TAIL;
    }
}

/* A heading over nothing, as all that it stood over was dropped. */
static void drop_bare_headings(html_blocks *blocks) {
    int level = 0; /* of the heading or text that stands below: 7 is text, 0 the end */
    size_t dropped = 1;
    for (size_t i = blocks->count; i-- > 0;) {
        html_block *b = &blocks->list[i];
        if (b->drop != 0) {
            dropped += b->weight > 0;
            continue;
        }
        if (b->kind == BLOCK_HEADING && level <= b->level && dropped > 0) {
            b->drop = DROP_HEADING;
            continue;
        }
        if (b->weight > 0) {
            level = b->kind == BLOCK_HEADING ? b->level : 7;
            dropped = 0;
        }
    }
}

/* Rules and stars between paragraphs stay, those at the ends and doubled do not. */
static void drop_empty(html_blocks *blocks) {
    int text_above = 0;
    size_t last = blocks->count;
    for (size_t i = 0; i < blocks->count; i++) {
        html_block *b = &blocks->list[i];
        if (b->drop != 0)
            continue;
        if (b->weight > 0) {
            text_above = 1;
            last = blocks->count;
        } else if (text_above && b->size >= 3) {
            text_above = 0;
            last = i;
        } else {
            b->drop = DROP_EMPTY;
        }
    }
    if (last < blocks->count)
        blocks->list[last].drop = DROP_EMPTY;
}

int html_clean(const html_tree *tree, size_t top, dossier_str title, html_blocks *blocks) {
    drop_teasers(tree, blocks);
    drop_links(tree, top, blocks);
    if (drop_by_words(blocks) != 0 || drop_repeats(blocks) != 0)
        return -1;
    drop_title(title, blocks);
    drop_tail(blocks);
    drop_closing_lines(blocks);
    drop_bare_headings(blocks);
    drop_empty(blocks);
    return 0;
}
