/* generate_zsh.c: the options as a completion for zsh: a file that _arguments is called in.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "cli/generate.h"

/* Text within single quotes, in a specification where brackets and colons mean something. */
static void put_text(FILE *out, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\'')
            fputs("'\\''", out);
        else if (strchr("[]:\\", text[i]) != NULL)
            fprintf(out, "\\%c", text[i]);
        else
            fputc(text[i], out);
    }
}

/* ":NAME:what to offer" */
static void put_value(FILE *out, const char *name, const cli_value *value) {
    const char *const *choices = value != NULL && value->choices != NULL ? value->choices() : NULL;
    fputc(':', out);
    put_text(out, name, strlen(name));
    fputc(':', out);
    if (choices != NULL) {
        for (size_t i = 0; choices[i] != NULL; i++)
            fprintf(out, "%c%s", i == 0 ? '(' : ' ', choices[i]);
        fputc(')', out);
    } else if (value != NULL && value->what != CLI_TEXT) {
        fputs(value->what == CLI_FILE ? "_files" : "_files -/", out);
    }
}

/* An option with a value may be given again: at least where that adds to it. */
static void put_option(FILE *out, const cli_option *option) {
    int takes = option->argument != NULL;
    fputs(takes ? "    '*'" : "    ", out);
    if (option->letter != '\0')
        fprintf(out, "{-%c%s,--%s%s}", option->letter, takes ? "+" : "", option->name, takes ? "=" : "");
    else
        fprintf(out, "--%s%s", option->name, takes ? "=" : "");
    fputs("'[", out);
    put_text(out, option->help, cli_first_sentence(option->help));
    fputc(']', out);
    if (takes)
        put_value(out, option->argument, option->value);
    fputs("' \\\n", out);
}

void cli_generate_zsh(const cli_program *program, FILE *out) {
    fprintf(out, "#compdef %s\n# %s: completion for zsh, generated from its table of options.\n", program->name,
            program->name);
    /* -s: letters in a cluster; -S: no options behind "--". */
    fputs("_arguments -s -S \\\n", out);
    for (const cli_option *o = program->options; o->name != NULL; o++)
        put_option(out, o);
    fputs("    '*", out);
    put_value(out, program->words != NULL ? "path" : "words", program->words);
    fputs("'\n", out);
}
