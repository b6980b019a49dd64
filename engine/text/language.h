/* language.h: telling which language a text is in.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_TEXT_LANGUAGE_H
#define ENGINE_TEXT_LANGUAGE_H

#include "dossier.h"

/* Tells the languages apart for which there is a stemmer; for one thread. */
typedef struct language_guess language_guess;

/* DOSSIER_ERR_IO where the language profiles are not installed. */
int language_guess_new(language_guess **out, dossier_error *err);
void language_guess_free(language_guess *g);

/* A text shorter than this is not guessed at. */
#define LANGUAGE_BYTES_MIN 200

/* The language of a text as one of dossier_languages(), static; NULL where it is too short or could be several. */
const char *language_of(language_guess *g, const char *text, size_t size);

/* The stemmer for a language tag (BCP 47, such as "en", "de-AT" or "pt_BR"); NULL where there is none.  Static. */
const char *language_of_tag(const char *tag, size_t size);

#endif
