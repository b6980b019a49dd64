/* generate.h: a program's table of options written for other programs: man and the shells.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLI_GENERATE_H
#define CLI_GENERATE_H

#include "cli/options.h"

/* What can be generated: the choices of an option --generate. */
extern const cli_value cli_generate_value;

/* Prints the choice of this number. */
void cli_generate(const cli_program *program, int choice, FILE *out);

/* The options as roff, each a paragraph of man(7), for the OPTIONS section of a man page. */
void cli_generate_man(const cli_program *program, FILE *out);

/* Whole files: completions to be sourced by bash, found by zsh in $fpath, or put into fish's folder. */
void cli_generate_bash(const cli_program *program, FILE *out);
void cli_generate_zsh(const cli_program *program, FILE *out);
void cli_generate_fish(const cli_program *program, FILE *out);

/* The size of the first sentence of a text, without its full stop. */
size_t cli_first_sentence(const char *text);

/* The program's name with each "-" as "_": dossier_query. */
void cli_put_identifier(const cli_program *program, FILE *out);

#endif
