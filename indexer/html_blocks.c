/* html_blocks.c: cuts a page's tree into paragraphs, as a browser would set them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html_blocks.h"

#include <stdlib.h>
#include <string.h>

#include "engine/array.h"
#include "engine/text/utf8.h"

/* A cell with more text than this is part of a layout. */
enum { CELL_MOST = 400 };

/* What stands between two pieces of text. */
enum gap { GAP_NONE, GAP_SPACE, GAP_CELL, GAP_LINE };

typedef struct maker {
    const html_tree *tree;
    html_blocks *blocks;
    uint32_t open[HTML_DEPTH_MOST + 1]; /* the block elements that are open */
    size_t depth;
    size_t link_end; /* up to which node the text is that of a link, bold, preformatted, in a table of data */
    size_t bold_end;
    size_t pre_end;
    size_t table_end;
    html_block current;
    int begun;  /* 1: current has text */
    int broken; /* 1: the last thing was a line break */
    enum gap gap;
    uint32_t ending; /* the last character that is no closing quote or bracket */
    int failed;
} maker;

/* Adds what was gathered, and what it is. */
static void finish_block(maker *m) {
    html_blocks *b = m->blocks;
    m->broken = 0;
    m->gap = GAP_NONE;
    if (!m->begun)
        return;
    m->begun = 0;
    if (b->count == b->capacity) {
        html_block *list = array_larger(b->list, &b->capacity, 256, sizeof *list);
        if (list == NULL) {
            m->failed = 1;
            return;
        }
        b->list = list;
    }
    m->current.size = (uint32_t)b->text.size - m->current.text;
    if (m->ending == ':' || m->ending == 0xFF1A)
        m->current.stop = 2;
    else
        m->current.stop = m->ending == '.' || m->ending == '!' || m->ending == '?' || m->ending == 0x2026 ||
                          m->ending == 0x3002 || m->ending == 0xFF01 || m->ending == 0xFF1F ||
                          m->ending == 0x0964 || m->ending == 0x06D4 || m->ending == 0x061F;
    b->list[b->count++] = m->current;
}

/* What kind of block the innermost element makes. */
static void set_kind(maker *m) {
    for (size_t i = m->depth; i-- > 0;) {
        uint8_t tag = m->tree->nodes[m->open[i]].tag;
        if (tag >= HTML_H1 && tag <= HTML_H6) {
            m->current.kind = BLOCK_HEADING;
            m->current.level = (uint8_t)(tag - HTML_H1 + 1);
            return;
        }
        if (tag == HTML_LI || tag == HTML_DT || tag == HTML_DD)
            m->current.kind = BLOCK_ITEM;
        else if (tag == HTML_TABLE)
            m->current.kind = BLOCK_TABLE;
        else if (tag == HTML_PRE)
            m->current.kind = BLOCK_PRE;
        else if (tag == HTML_P || tag == HTML_DIV || tag == HTML_BLOCKQUOTE)
            continue;
        return;
    }
}

static void begin_block(maker *m, size_t at) {
    const html_node *nodes = m->tree->nodes;
    uint32_t node = m->depth > 0 ? m->open[m->depth - 1] : 0;
    m->current = (html_block){.node = node, .at = (uint32_t)at, .text = (uint32_t)m->blocks->text.size};
    m->current.line = m->broken || node == 0 ? nodes[at].line : nodes[node].line;
    set_kind(m);
    m->begun = 1;
    m->ending = 0;
    m->gap = GAP_NONE;
}

/* Spaces of all widths are one; what has no width is left out. */
static int is_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0x1680;
}

static int is_nothing(uint32_t c) {
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || (c < 0x20 && !is_space(c)) || c == 0x7F;
}

/* Numbers that mean characters of windows-1252, as &#146; does. */
static uint32_t repair(uint32_t c) {
    static const uint16_t from_80[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                         0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                         0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                         0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return c >= 0x80 && c < 0xA0 ? from_80[c - 0x80] : c;
}

/* How much of a text a character is: 0 for punctuation. */
static unsigned weight_of(uint32_t c) {
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if ((c >= 0x2E80 && c <= 0x2FFF) || (c >= 0x3040 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
        (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF))
        return 2;
    return c >= 0xC0 && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) && c < 0xFE00;
}

static int is_closing(uint32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' || c == 0xBB || c == 0x2019 ||
           c == 0x201D || c == 0x201C || c == 0x203A || c == 0x300D || c == 0x300F;
}

static void put_gap(maker *m) {
    static const char gaps[] = {[GAP_SPACE] = ' ', [GAP_CELL] = '\t', [GAP_LINE] = '\n'};
    if (m->gap != GAP_NONE && buffer_put_byte(&m->blocks->text, (unsigned char)gaps[m->gap]) != 0)
        m->failed = 1;
    m->current.breaks = (uint16_t)(m->current.breaks +
                                   (m->gap == GAP_LINE && m->current.breaks < UINT16_MAX));
    m->gap = GAP_NONE;
}

static void put_character(maker *m, size_t at, uint32_t c) {
    char bytes[4];
    if (!m->begun)
        begin_block(m, at);
    put_gap(m);
    m->broken = 0;
    m->current.last = (uint32_t)at;
    if (buffer_put(&m->blocks->text, bytes, utf8_encode(c, bytes)) != 0)
        m->failed = 1;
    unsigned weight = weight_of(c);
    m->current.weight += weight;
    m->current.linked += at < m->link_end ? weight : 0;
    m->current.bold += at < m->bold_end ? weight : 0;
    if ((c == ',' || c == ';' || c == 0x3001 || c == 0xFF0C || c == 0x060C) && m->current.commas < UINT16_MAX)
        m->current.commas++;
    if (!is_closing(c))
        m->ending = c;
}

static void put_text(maker *m, size_t at) {
    dossier_str text = html_text_of(m->tree, at);
    uint32_t c;
    for (size_t i = 0; i < text.size && !m->failed;) {
        i += utf8_decode(text.data + i, text.size - i, &c);
        c = repair(c);
        if (is_nothing(c))
            continue;
        if (!is_space(c)) {
            put_character(m, at, c);
        } else if (at < m->pre_end && m->begun && c != '\r') {
            if (c == '\n' && m->gap != GAP_LINE)
                m->gap = GAP_NONE;
            put_gap(m);
            m->gap = c == '\n' ? GAP_LINE : GAP_SPACE;
        } else if (m->gap == GAP_NONE) {
            m->gap = GAP_SPACE;
        }
    }
}

static void put_break(maker *m) {
    if (m->broken) {
        finish_block(m);
    } else if (m->begun) {
        m->gap = GAP_LINE;
    }
    m->broken = 1;
}

/* A table of data is one block: its rows are lines, its cells have a tab between them. */
static void put_table_part(maker *m, uint8_t tag) {
    if (!m->begun)
        return;
    if (tag == HTML_TR)
        m->gap = GAP_LINE;
    else if ((tag == HTML_TD || tag == HTML_TH) && m->gap < GAP_CELL)
        m->gap = GAP_CELL;
    else if (m->gap == GAP_NONE)
        m->gap = GAP_SPACE;
}

static void take_element(maker *m, size_t at) {
    const html_node *n = &m->tree->nodes[at];
    if (html_kind_of(n->tag) == HTML_BLOCK && at < m->table_end) {
        put_table_part(m, n->tag);
    } else if (html_kind_of(n->tag) == HTML_BLOCK) {
        finish_block(m);
        if (m->depth < HTML_DEPTH_MOST)
            m->open[m->depth++] = (uint32_t)at;
        if (n->tag == HTML_PRE && at >= m->pre_end)
            m->pre_end = n->end;
        if (n->tag == HTML_TABLE && (n->mark & MARK_TABLE) != 0)
            m->table_end = n->end;
    } else if (n->tag == HTML_BR) {
        put_break(m);
    } else if (n->tag == HTML_A && at >= m->link_end) {
        m->link_end = n->end;
    } else if ((n->tag == HTML_B || n->tag == HTML_STRONG || n->tag == HTML_EM || n->tag == HTML_I) &&
               at >= m->bold_end) {
        m->bold_end = n->end;
    }
}

static int is_left_out(const html_node *n) {
    return (n->mark & MARK_DROPPED) != 0 || html_kind_of(n->tag) == HTML_DROP;
}

int html_blocks_make(html_blocks *blocks, const html_tree *tree, size_t top) {
    const html_node *nodes = tree->nodes;
    *blocks = (html_blocks){0};
    maker *m = calloc(1, sizeof *m);
    if (m == NULL)
        return -1;
    m->tree = tree;
    m->blocks = blocks;
    for (size_t at = top; at < nodes[top].end && !m->failed;) {
        for (; m->depth > 0 && nodes[m->open[m->depth - 1]].end <= at; m->depth--)
            finish_block(m);
        if (at != top && is_left_out(&nodes[at])) {
            at = nodes[at].end;
            continue;
        }
        if (nodes[at].tag == HTML_TEXT)
            put_text(m, at);
        else
            take_element(m, at);
        at++;
    }
    finish_block(m);
    int failed = m->failed;
    free(m);
    return failed ? -1 : 0;
}

void html_blocks_free(html_blocks *blocks) {
    free(blocks->list);
    buffer_free(&blocks->text);
    *blocks = (html_blocks){0};
}

int html_line_of(const html_tree *tree, size_t node, buffer *out) {
    html_blocks blocks;
    int failed = html_blocks_make(&blocks, tree, node) != 0;
    for (size_t i = 0; i < blocks.count && !failed; i++) {
        dossier_str text = html_block_text(&blocks, i);
        failed = (out->size > 0 && buffer_put_byte(out, ' ') != 0) ||
                 buffer_put(out, text.data, text.size) != 0;
    }
    for (size_t i = 0; i < out->size; i++)
        if (out->data[i] == '\n' || out->data[i] == '\t')
            out->data[i] = ' ';
    html_blocks_free(&blocks);
    return failed ? -1 : 0;
}

/* Whether a table has two rows or more, cells of moderate length, and no table in it.  A table in it ends
 * the look, so that each node is looked at for its innermost table and little more. */
static int is_data(const html_tree *tree, size_t table) {
    const html_node *nodes = tree->nodes;
    size_t rows = 0, cells = 0, cell_end = 0, cell_text = 0;
    for (size_t at = table + 1; at < nodes[table].end; at++) {
        uint8_t tag = nodes[at].tag;
        rows += tag == HTML_TR;
        if (tag == HTML_TABLE || tag == HTML_FORM || (tag >= HTML_H1 && tag <= HTML_H3))
            return 0;
        if (tag == HTML_TD || tag == HTML_TH) {
            cells++;
            cell_end = nodes[at].end;
            cell_text = 0;
        } else if (tag == HTML_TEXT && at < cell_end) {
            cell_text += nodes[at].size;
            if (cell_text > CELL_MOST)
                return 0;
        }
    }
    return rows >= 2 && cells >= rows + 1;
}

void html_mark_tables(html_tree *tree) {
    for (size_t at = 0; at < tree->count; at++)
        if (tree->nodes[at].tag == HTML_TABLE && is_data(tree, at))
            tree->nodes[at].mark |= MARK_TABLE;
}
