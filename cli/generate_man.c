/* generate_man.c: the options as paragraphs of man(7).
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "cli/generate.h"

/* What roff would read as something else is written by its name. */
static void put_text(FILE *out, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        const char *instead = NULL;
        switch (text[i]) {
        case '\\':
            instead = "\\e";
            break;
        case '-':
            instead = "\\-";
            break;
        case '\'':
            instead = "\\(aq";
            break;
        case '`':
            instead = "\\(ga";
            break;
        case '^':
            instead = "\\(ha";
            break;
        case '~':
            instead = "\\(ti";
            break;
        case '.':
            instead = i == 0 ? "\\&." : NULL;
            break;
        default:
            break;
        }
        if (instead != NULL)
            fputs(instead, out);
        else
            fputc(text[i], out);
    }
}

/* Each sentence on a line of its own, as roff wants them. */
static void put_sentences(FILE *out, const char *text) {
    while (*text != '\0') {
        const char *end = strstr(text, ". ");
        size_t size = end != NULL ? (size_t)(end - text) + 1 : strlen(text);
        put_text(out, text, size);
        fputc('\n', out);
        text += size;
        text += strspn(text, " ");
    }
}

static void put_choices(FILE *out, const char *const *choices) {
    fputs(choices[1] != NULL ? "One of " : "Only ", out);
    for (size_t i = 0; choices[i] != NULL; i++) {
        fputs(i == 0 ? "" : choices[i + 1] == NULL ? " or\n" : ",\n", out);
        fputs("\\fB", out);
        put_text(out, choices[i], strlen(choices[i]));
        fputs("\\fR", out);
    }
    fputs(".\n", out);
}

static void put_name(FILE *out, const cli_option *option) {
    if (option->letter != '\0')
        fprintf(out, "\\fB\\-%c\\fR, ", option->letter);
    fputs("\\fB\\-\\-", out);
    put_text(out, option->name, strlen(option->name));
    fputs("\\fR", out);
    if (option->argument != NULL) {
        fputs("=\\fI", out);
        put_text(out, option->argument, strlen(option->argument));
        fputs("\\fR", out);
    }
    fputc('\n', out);
}

void cli_generate_man(const cli_program *program, FILE *out) {
    for (const cli_option *o = program->options; o->name != NULL; o++) {
        fputs(".TP\n", out);
        put_name(out, o);
        put_sentences(out, o->help);
        if (cli_choices(o) != NULL)
            put_choices(out, cli_choices(o));
    }
}
