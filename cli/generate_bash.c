/* generate_bash.c: the options as a completion for bash, which needs nothing but bash.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/generate.h"

static const char begin[] =
    "    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]} before= word\n"
    "    COMPREPLY=()\n"
    "    # Behind -- there are words alone.\n"
    "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
    "        [[ $word == -- ]] && option=--\n"
    "    done\n"
    "    # --name=value is three words where = breaks them, else one.\n"
    "    if [[ $current == = ]]; then\n"
    "        current=\n"
    "    elif [[ $option == = && $COMP_CWORD -gt 2 ]]; then\n"
    "        option=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    elif [[ $option != -- && $current == --*=* ]]; then\n"
    "        option=${current%%=*}\n"
    "        before=$option=\n"
    "        current=${current#*=}\n"
    "    fi\n"
    "    case $option in\n";

/* The last words are what stands where no value is wanted. */
static void put_reply(FILE *out, const char *indent, const cli_value *value) {
    const char *const *choices = value != NULL && value->choices != NULL ? value->choices() : NULL;
    if (choices != NULL) {
        fprintf(out, "%sCOMPREPLY=($(compgen -P \"$before\" -W '", indent);
        for (size_t i = 0; choices[i] != NULL; i++)
            fprintf(out, "%s%s", i > 0 ? " " : "", choices[i]);
        fputs("' -- \"$current\"))\n", out);
    } else if (value != NULL && value->what != CLI_TEXT) {
        fprintf(out, "%slocal IFS=$'\\n'\n", indent);
        fprintf(out, "%sCOMPREPLY=($(compgen -P \"$before\" -%c -- \"$current\"))\n", indent,
                value->what == CLI_FILE ? 'f' : 'd');
        fprintf(out, "%scompopt -o filenames 2> /dev/null\n", indent);
    }
}

static void put_case(FILE *out, const cli_option *option) {
    fputs("    ", out);
    if (option->letter != '\0')
        fprintf(out, "-%c | ", option->letter);
    fprintf(out, "--%s)\n", option->name);
    put_reply(out, "        ", option->value);
    fputs("        return ;;\n", out);
}

static void put_names(FILE *out, const cli_program *program) {
    fputs("        COMPREPLY=($(compgen -W '", out);
    for (const cli_option *o = program->options; o->name != NULL; o++) {
        if (o->letter != '\0')
            fprintf(out, "-%c ", o->letter);
        fprintf(out, "--%s%s", o->name, o[1].name != NULL ? " " : "");
    }
    fputs("' -- \"$current\"))\n", out);
}

void cli_generate_bash(const cli_program *program, FILE *out) {
    fprintf(out, "# %s: completion for bash, generated from its table of options.\n_", program->name);
    cli_put_identifier(program, out);
    fputs("()\n{\n", out);
    fputs(begin, out);
    for (const cli_option *o = program->options; o->name != NULL; o++)
        if (o->argument != NULL)
            put_case(out, o);
    fputs("    esac\n    if [[ $option != -- && $current == -* ]]; then\n", out);
    put_names(out, program);
    fputs("        return\n    fi\n", out);
    put_reply(out, "    ", program->words);
    fputs("}\ncomplete -F _", out);
    cli_put_identifier(program, out);
    fprintf(out, " %s\n", program->name);
}
