/* batch.h: asks an index, one query or a file of them, and prints the answers.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QUERY_BATCH_H
#define QUERY_BATCH_H

#include "dossier.h"

/* What an answer, or a run of them, comes to: the program's exit status. */
enum { ASK_FOUND = 0, ASK_NOTHING = 1, ASK_FAILED = 2 };

/* How to ask, and where answers and messages go. */
typedef struct ask {
    dossier_index *index;
    dossier_search_options search;
    dossier_print_options print; /* query_id, words and continued are set for each query */
    int count;                   /* 1: the output is how many match, in a batch behind the id and a tab */
    int tell_correction;         /* 1: tell what a query whose words are not found may have meant */
    int say_count;               /* 1: after each answer, tell how many match in all */
    dossier_write write;         /* takes the output; non-zero: it takes no more, and the run ends */
    int (*flush)(void *context); /* sends on what write has taken; as write */
    void (*tell)(void *context, const char *message); /* takes a message of one line */
    void *context;               /* for all three */
} ask;

/* Answers one query.  That the output takes no more is for whoever wrote `write` to say. */
int ask_words(const ask *how, dossier_str words);

/* Prints the words of the index that begin so: search.limit of them at the most. */
int ask_suggestions(const ask *how, dossier_str prefix);

/* Answers each line of a file ("-": standard input), in order: ID<TAB>WORDS.  A line without a tab, or with
 * nothing before it, is named by its number, from 1.  Empty lines are left out, and so is the carriage return
 * of CR LF.  Each answer is on its way before the next line is waited for, so that another program can ask
 * and read in turns.
 * A line that cannot be answered (over 1 MiB, say) is one message, and in formats that have failures one of
 * those in the place of its answer, so that who asks in turns is not left waiting; the run goes on: then
 * ASK_FAILED at the end; else ASK_FOUND where any line has a hit. */
int ask_batch(const ask *how, const char *path);

#endif
