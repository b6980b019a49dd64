/* html_blocks.h: a page's text as a reader sees it: paragraphs, headings, list items, tables, in order.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INDEXER_HTML_BLOCKS_H
#define INDEXER_HTML_BLOCKS_H

#include "indexer/html_tree.h"

enum html_block_kind { BLOCK_TEXT, BLOCK_HEADING, BLOCK_ITEM, BLOCK_TABLE, BLOCK_PRE };

typedef struct html_block {
    uint32_t node; /* the innermost block element that it is in */
    uint32_t at;   /* its first text node */
    uint32_t last; /* its last text node */
    uint32_t text; /* its bytes in the text of all blocks */
    uint32_t size;
    uint32_t line;   /* where that element (or, behind a break, the text) begins in the page */
    uint32_t weight; /* how much text it is: letters and digits, those of scripts without spaces twice */
    uint32_t linked; /* how much of that is links */
    uint32_t bold;   /* how much of it is set off: bold, emphasised */
    uint16_t commas; /* commas and the like, up to its limit */
    uint16_t breaks; /* line ends inside */
    uint8_t kind;    /* enum html_block_kind */
    uint8_t level;   /* of a heading: 1 to 6 */
    uint8_t stop;    /* 1: ends as a sentence does; 2: with a colon */
    uint8_t drop;    /* for those that work on the blocks; 0 at first */
} html_block;

typedef struct html_blocks {
    html_block *list;
    size_t count;
    size_t capacity;
    buffer text;
} html_blocks;

/* A node with this bit in its mark is left out with all that is in it. */
enum { MARK_DROPPED = 1, MARK_TABLE = 2 };

/* Marks the tables that hold data, and not a layout: a row of theirs is one line.  Once for a tree. */
void html_mark_tables(html_tree *tree);

/* Makes the blocks of node `top`.  Returns 0, or -1 where there is no memory; html_blocks_free frees them,
 * also then. */
int html_blocks_make(html_blocks *blocks, const html_tree *tree, size_t top);
void html_blocks_free(html_blocks *blocks);

/* Appends the text of a node in one line.  Returns 0, or -1 where there is no memory. */
int html_line_of(const html_tree *tree, size_t node, buffer *out);

static inline dossier_str html_block_text(const html_blocks *blocks, size_t i) {
    return (dossier_str){blocks->text.data + blocks->list[i].text, blocks->list[i].size};
}

#endif
