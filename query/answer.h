/* answer.h: what kind of thing a question asks for, and where a text has one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * "When" is answered by a date, "how many" by a number, "who" and "where" by a name (Voorhees, "The TREC-8 Question
 * Answering Track Report", 1999, has how such typing helps).  The rules are of English; in other languages nothing is
 * said.
 */
#ifndef QUERY_ANSWER_H
#define QUERY_ANSWER_H

#include "dossier.h"

enum answer_kind { ANSWER_ANY, ANSWER_DATE, ANSWER_NUMBER, ANSWER_NAME };

/* What the words of a query ask for; ANSWER_ANY where they are no question, or one of another kind. */
enum answer_kind answer_asked(dossier_str words, const char *lang);

/* Whether a word as written can be (part of) an answer of a kind.  first: it begins its sentence, where a capital
 * letter tells nothing. */
int answer_word(enum answer_kind kind, const char *word, size_t size, int first);

#endif
