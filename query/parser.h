/* parser.h: where a query's parser stands, and what its parts give each other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * parse.c makes clauses and lists of what parse_words.c, parse_pattern.c, parse_near.c and parse_date.c make of single
 * words, phrases, patterns, words near to each other, and dates; parse_scan.c tells what stands where.
 */
#ifndef QUERY_PARSER_H
#define QUERY_PARSER_H

#include "engine/text/analyzer.h"
#include "query/tree.h"

typedef struct parser {
    query_tree *tree;
    vocabulary *v;
    const char *text;
    size_t size;
    size_t at;
    int depth;
    token_list tokens;
    size_t seen;     /* how far what was analysed has been looked at for = before its words */
    int as_written;  /* 1: the word there has one */
    int failed;
    int mixed_case;  /* there are small letters: a word in capitals is so on purpose (US, WHO) */
    int full;        /* there was no room for a term: what is missing is not the query's fault */
    size_t fault_at; /* of what could not be understood the first: its byte; SIZE_MAX: none */
    char fault[192]; /* and what is the matter with it: what to do */
} parser;

/* How a clause is asked for by what stands around it. */
typedef struct stance {
    enum query_role role;
    enum query_field field;
    int explicit_or; /* OR stands beside it: a field's clause is a should too */
} stance;

/* Notes what could not be understood at a byte of the query: "what: what to do".  The first in the text is kept. */
void parser_complain(parser *p, size_t at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds a remark, unless there is one. */
void parser_remark(parser *p, const char *remark);

/* ------------------------------------------------------------------------------------------------ parse_scan.c */

int is_space(char c);
void skip_spaces(parser *p);

/* The length of the quotation mark at `at`; 0 where there is none. */
size_t quote_at(const parser *p, size_t at);

/* The end of the word at `at`: white space, a parenthesis or a quotation mark; body_end: less the weight at its end. */
size_t word_end(const parser *p, size_t at);
size_t body_end(const parser *p, size_t at);

/* Whether the next word is this operator, and something stands behind it for it to work on; take_: and goes behind. */
int at_operator(const parser *p, const char *name);
int take_operator(parser *p, const char *name);

/* NEAR and ADJ. */
typedef struct nearness {
    int ordered;
    uint32_t words; /* 1 or more */
} nearness;
int at_near(const parser *p);
int take_near(parser *p, nearness *how);

/* Multiplies what a node scores by the weight that stands at p->at, if one does. */
void take_weight(parser *p, query_node *node);

/* Complains of a word that looks like more than a word. */
void complain_of_word(parser *p, size_t from, size_t to);

/* The field whose name and colon stand at `at`: its length with the colon, or 0.  *date: 1 for "date:". */
size_t field_at(const parser *p, size_t at, enum query_field *field, int *date);

/* Takes "field:" where a field's name stands here, with something behind it; `date` is 1 for "date:". */
int take_field(parser *p, enum query_field *field, int *date);

/* ----------------------------------------------------------------------------------------------- parse_words.c */

/* Analyses a part of the query into p->tokens. */
void analyze_range(parser *p, size_t from, size_t to);

/* Whether there is room for one more thing to look for; where there is none, the query says too much at `at`. */
int has_room(parser *p, size_t at);

/* Each of all the words by itself, operators too. */
query_node *parse_plain(parser *p);

/* A word, from p->at to its end: as it should be, or as just words. */
query_node *parse_word(parser *p, const stance *s);
query_node *parse_just_words(parser *p, const stance *s);

/* A quoted phrase at p->at, perhaps with = before it; a mark that nothing closes is taken for white space. */
query_node *parse_quoted(parser *p, const stance *s);

/* --------------------------------------------------------------------------------------------- parse_pattern.c */

/* What the word text[from .. to) stands for where it is a pattern (expan*, wom?n) or may be spelt otherwise (door~);
 * NULL where it is neither, or there is no room. */
query_node *parse_pattern(parser *p, size_t from, size_t to, enum query_field field);

/* A node for the words of `field` that a pattern stands for, copied; NULL for the empty one. */
query_node *new_pattern(parser *p, enum query_field field, const char *text, size_t size);

/* ------------------------------------------------------------------------------------------------ parse_date.c */

/* What stands behind "date:"; NULL with nothing taken where it is no date. */
query_node *parse_date(parser *p);

/* ------------------------------------------------------------------------------------------------ parse_near.c */

/* The most words of one QUERY_NEAR. */
#define NEAR_MAX 16

/* Whether a node can stand beside NEAR: a term, or a phrase. */
int is_near_operand(query_node *operand);

/* A chain a NEAR b ADJ c from its operands, each a must of `all` with its joint to the one before in `span` and
 * `ordered`; `apart` 1 where one of them is not words. */
query_node *make_near(parser *p, query_node *all, enum query_field field, int apart);

/* -------------------------------------------------------------------------------------------------- parse.c */

/* A word, a phrase or a parenthesis. */
query_node *parse_body(parser *p, const stance *s);

#endif
