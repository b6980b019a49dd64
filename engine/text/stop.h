/* stop.h: the words of each language that say nothing of a text's subject.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stop words are indexed like all others, so that phrases find them; a query leaves them out where it has other words.
 */
#ifndef ENGINE_TEXT_STOP_H
#define ENGINE_TEXT_STOP_H

#include <stddef.h>

/* The language's stop words in their normal form (see word.h), separated and ended by single spaces; "" for a language
 * without a list. */
const char *stop_words(const char *lang);

#endif
