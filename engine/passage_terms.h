/* passage_terms.h: the terms of one passage: how often each stands in it, in which forms, and in which order.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PASSAGE_TERMS_H
#define ENGINE_PASSAGE_TERMS_H

#include "engine/buffer.h"
#include "engine/text/analyzer.h"

/* A distinct term of the passage.  Its place among them, from 1, is the order in which terms first come. */
typedef struct passage_term {
    term_id id;
    uint32_t count;      /* the formula's f */
    form_id form;        /* the form in which it first comes */
    uint32_t form_count; /* and how often it comes in that */
    uint32_t further;    /* the first of its further forms, from 1; 0: there are none */
} passage_term;

/* A further form of a term. */
typedef struct passage_form {
    form_id form;
    uint32_t count;
    uint32_t next; /* the next of the same term, from 1; 0: there is none */
} passage_form;

/* {0} is empty and ready; kept from passage to passage, so that nothing is allocated for each. */
typedef struct passage_terms {
    passage_term *items;
    size_t count;
    size_t capacity;
    passage_form *further;
    size_t further_count;
    size_t further_capacity;
    uint32_t *index; /* term_id -> its place; 0: it is not there */
    size_t index_size;
    uint32_t length;  /* the passage's length in terms: the formula's len */
    buffer sequence; /* the words' places in text order, uint32_t each (a joined token has no position and is left
                        out); 0 parts title, standfirst and text; PASSAGE_FURTHER and a number from 0: a further form */
} passage_terms;

#define PASSAGE_FURTHER ((uint32_t)1 << 31)

/* Empties it for the next passage. */
void passage_terms_clear(passage_terms *p);

/* Adds tokens in text order; -1 where there is no memory. */
int passage_terms_add(passage_terms *p, const token *tokens, size_t count);

/* Says that what follows is not next to what came before. */
int passage_terms_gap(passage_terms *p);

void passage_terms_free(passage_terms *p);

#endif
