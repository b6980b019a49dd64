/* generate.c: which forms of the table of options there are, and what they share.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/generate.h"

#include <string.h>

static const char *const *names(void) {
    static const char *const list[] = {"man", "bash", "zsh", "fish", NULL};
    return list;
}

const cli_value cli_generate_value = {names, CLI_TEXT};

void cli_generate(const cli_program *program, int choice, FILE *out) {
    /* In the order of the names. */
    static void (*const forms[])(const cli_program *, FILE *) = {cli_generate_man, cli_generate_bash,
                                                                 cli_generate_zsh, cli_generate_fish};
    forms[choice](program, out);
}

size_t cli_first_sentence(const char *text) {
    const char *end = strstr(text, ". ");
    size_t size = end != NULL ? (size_t)(end - text) : strlen(text);
    return end == NULL && size > 0 && text[size - 1] == '.' ? size - 1 : size;
}

void cli_put_identifier(const cli_program *program, FILE *out) {
    for (const char *at = program->name; *at != '\0'; at++)
        fputc(*at == '-' ? '_' : *at, out);
}
