/* generate_fish.c: the options as a completion for fish.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/generate.h"

static void put_quoted(FILE *out, const char *text, size_t size) {
    fputc('\'', out);
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\'' || text[i] == '\\')
            fputc('\\', out);
        fputc(text[i], out);
    }
    fputc('\'', out);
}

static void put_value(FILE *out, const cli_value *value) {
    const char *const *choices = value != NULL && value->choices != NULL ? value->choices() : NULL;
    if (value != NULL && value->what == CLI_FILE) {
        fputs(" -r -F", out);
    } else if (value != NULL && value->what == CLI_FOLDER) {
        fputs(" -x -a '(__fish_complete_directories)'", out);
    } else {
        fputs(" -x", out);
        for (size_t i = 0; choices != NULL && choices[i] != NULL; i++)
            fprintf(out, "%s%s%s", i == 0 ? " -a '" : " ", choices[i], choices[i + 1] == NULL ? "'" : "");
    }
}

void cli_generate_fish(const cli_program *program, FILE *out) {
    fprintf(out, "# %s: completion for fish, generated from its table of options.\n", program->name);
    if (program->words == NULL || program->words->what == CLI_TEXT)
        fprintf(out, "complete -c %s -f\n", program->name);
    for (const cli_option *o = program->options; o->name != NULL; o++) {
        fprintf(out, "complete -c %s", program->name);
        if (o->letter != '\0')
            fprintf(out, " -s %c", o->letter);
        fprintf(out, " -l %s", o->name);
        if (o->argument != NULL)
            put_value(out, o->value);
        fputs(" -d ", out);
        put_quoted(out, o->help, cli_first_sentence(o->help));
        fputc('\n', out);
    }
}
