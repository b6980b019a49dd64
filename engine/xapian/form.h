/* form.h: how a term and a form that is stemmed to it are named together, shortly.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Of a pair of words the first is written whole and the second as what it has else, its code: a byte, 1 + how many
 * bytes of the first's end it has not, and what it has in their place: nation + 1 "s" is nations, happi + 2 "y" is
 * happy, and + 1 is the word itself.  Where too much would be left, FORM_HASHED and the second's hash in 16 digits.
 * No character of a word is below FORM_CODE_END: in order of their bytes all codes of a word come before what longer
 * words begin with, and the first such byte is where the word ends.
 */
#ifndef ENGINE_XAPIAN_FORM_H
#define ENGINE_XAPIAN_FORM_H

#include <stddef.h>

#include "dossier.h"
#include "engine/text/word.h"

#define FORM_HASHED '\x1E'
#define FORM_CODE_END '\x20'
#define FORM_CODE_MAX 40

/* Writes the code of `other` beside `base`, each of at most WORD_NORMAL_MAX bytes; returns its size, 1 or more. */
size_t form_code(dossier_str base, dossier_str other, char to[FORM_CODE_MAX]);

/* The same behind a letter and `base`: a term of the database, or a key. */
#define FORM_NAME_MAX (1 + WORD_NORMAL_MAX + FORM_CODE_MAX)
size_t form_name(char letter, dossier_str base, dossier_str other, char to[FORM_NAME_MAX]);

/* Reads what is behind the letter: *base is a part of it; the other word's bytes go to `to`.  Returns their number, 0
 * where there is only a hash, or -1 where it is no such name. */
int form_read(dossier_str named, dossier_str *base, char to[WORD_NORMAL_MAX]);

#endif
