/* options.c: parses a command line by its table of options, and prints the table as --help.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/options.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { HELP_COLUMN = 25, HELP_WIDTH = 79 };

const cli_value cli_file = {NULL, CLI_FILE};
const cli_value cli_folder = {NULL, CLI_FOLDER};

cli_parser cli_parser_of(const cli_program *program, int argc, char *const *argv) {
    cli_parser parser = {.program = program, .argv = argv, .argc = argc, .at = 1};
    return parser;
}

__attribute__((format(printf, 2, 3))) static int fail(cli_parser *parser, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(parser->message, sizeof parser->message, format, arguments);
    va_end(arguments);
    if (size < 0)
        parser->message[0] = '\0';
    parser->cluster = NULL;
    return CLI_ERROR;
}

static const cli_option *find_letter(const cli_program *program, char letter) {
    for (const cli_option *o = program->options; o->name != NULL; o++)
        if (o->letter != '\0' && o->letter == letter)
            return o;
    return NULL;
}

static const cli_option *find_name(const cli_program *program, const char *name, size_t size) {
    for (const cli_option *o = program->options; o->name != NULL; o++)
        if (strlen(o->name) == size && memcmp(o->name, name, size) == 0)
            return o;
    return NULL;
}

/* The one option whose name begins so, to be named in an error; NULL where there is none or more than one. */
static const cli_option *find_beginning(const cli_program *program, const char *name, size_t size) {
    const cli_option *found = NULL;
    for (const cli_option *o = program->options; size > 0 && o->name != NULL; o++)
        if (strncmp(o->name, name, size) == 0) {
            if (found != NULL)
                return NULL;
            found = o;
        }
    return found;
}

/* What to add to an error about an argument of one dash, which may have been meant as a word. */
static const char *hint(const cli_parser *parser) {
    if (!parser->program->dash_words)
        return "";
    return "; a word to leave out stands after another word, or after '--'";
}

/* Takes the next argument whole, whatever it begins with, as the value of the option just read. */
static int take_value(cli_parser *parser, const char **value) {
    if (parser->at >= parser->argc)
        return fail(parser, "option '--%s' needs a value: --%s=%s", parser->option->name,
                    parser->option->name, parser->option->argument);
    *value = parser->argv[parser->at++];
    return parser->option->id;
}

static int read_long(cli_parser *parser, const char *token, const char **value) {
    const char *name = token + 2;
    size_t size = strcspn(name, "=");
    const cli_option *option = find_name(parser->program, name, size);
    if (option == NULL) {
        const cli_option *meant = find_beginning(parser->program, name, size);
        if (meant != NULL)
            return fail(parser, "unknown option '--%.*s'; names are written in full: '--%s'", (int)size, name,
                        meant->name);
        return fail(parser, "unknown option '--%.*s'; try '%s --help'", (int)(size < 200 ? size : 200), name,
                    parser->program->name);
    }
    parser->option = option;
    if (option->argument == NULL) {
        if (name[size] == '=')
            return fail(parser, "option '--%s' takes no value; try '%s --help'", option->name,
                        parser->program->name);
        return option->id;
    }
    if (name[size] != '=')
        return take_value(parser, value);
    *value = name + size + 1;
    return option->id;
}

static int read_letter(cli_parser *parser, const char **value) {
    const char *letters = parser->cluster;
    const cli_option *option = find_letter(parser->program, letters[0]);
    if (option == NULL) {
        return fail(parser, "unknown option '%.200s'%s; try '%s --help'", parser->token,
                    strlen(parser->token) > 2 ? hint(parser) : "", parser->program->name);
    }
    parser->option = option;
    parser->cluster = NULL;
    if (option->argument == NULL) {
        if (letters[1] != '\0')
            parser->cluster = letters + 1;
        return option->id;
    }
    if (letters[1] == '\0')
        return take_value(parser, value);
    *value = letters + 1;
    parser->attached = 1;
    return option->id;
}

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Whether letters after one dash can well be options, where words may begin with a dash too. */
static int looks_like_options(const cli_program *program, const char *letters) {
    for (const char *at = letters; *at != '\0'; at++) {
        const cli_option *option = find_letter(program, *at);
        if (option == NULL)
            return 0;
        if (option->argument != NULL)
            return !is_letter(at[1]);
    }
    return 1;
}

int cli_next(cli_parser *parser, const char **value) {
    *value = NULL;
    parser->attached = 0;
    if (parser->cluster != NULL)
        return read_letter(parser, value);
    if (parser->at >= parser->argc)
        return CLI_END;
    const char *token = parser->argv[parser->at++];
    int is_word = parser->ended || token[0] != '-' || token[1] == '\0';
    if (!is_word && strcmp(token, "--") == 0) {
        parser->ended = 1;
        return cli_next(parser, value);
    }
    if (!is_word && token[1] == '-')
        return read_long(parser, token, value);
    if (!is_word && parser->program->dash_words && parser->words > 0)
        is_word = !looks_like_options(parser->program, token + 1);
    if (is_word) {
        parser->words++;
        *value = token;
        return CLI_WORD;
    }
    parser->token = token;
    parser->cluster = token + 1;
    return read_letter(parser, value);
}

/* Reads the digits that a value begins with, one or more.  Returns what follows them, or NULL where there are none or
 * too many. */
static const char *read_digits(const char *value, uint64_t *number) {
    const char *at = value;
    for (*number = 0; *at >= '0' && *at <= '9'; at++) {
        unsigned digit = (unsigned)(*at - '0');
        if (*number > (UINT64_MAX - digit) / 10)
            return NULL;
        *number = *number * 10 + digit;
    }
    return at == value ? NULL : at;
}

int cli_number(cli_parser *parser, const char *value, uint64_t low, uint64_t high, uint64_t *number) {
    uint64_t sum;
    const char *end = read_digits(value, &sum);
    if (end == NULL || *end != '\0' || sum < low || sum > high) {
        fail(parser, "option '--%s' takes a whole number from %" PRIu64 " to %" PRIu64 ", not '%.200s'%s",
             parser->option->name, low, high, value, parser->attached ? hint(parser) : "");
        return -1;
    }
    *number = sum;
    return 0;
}

static const char size_units[] = "KMG";

/* A size in the largest unit that gives a whole number, in text; returns text. */
static char *print_size(uint64_t bytes, char text[32]) {
    unsigned unit = 0;
    while (unit < 3 && bytes > 0 && bytes % 1024 == 0) {
        bytes /= 1024;
        unit++;
    }
    snprintf(text, 32, "%" PRIu64 "%.1s", bytes, unit == 0 ? "" : size_units + unit - 1);
    return text;
}

int cli_size(cli_parser *parser, const char *value, uint64_t low, uint64_t high, uint64_t *bytes) {
    uint64_t sum;
    const char *end = read_digits(value, &sum);
    unsigned shift = 0;
    for (unsigned i = 0; end != NULL && size_units[i] != '\0'; i++)
        if (*end == size_units[i] || *end == size_units[i] - 'A' + 'a')
            shift = 10 * (i + 1);
    int good = end != NULL && end[shift > 0] == '\0' && sum <= UINT64_MAX >> shift;
    if (!good || sum << shift < low || sum << shift > high) {
        char least[32], most[32];
        fail(parser, "option '--%s' takes a size from %s to %s, such as 512M (bytes, or with K, M or G), not '%.200s'",
             parser->option->name, print_size(low, least), print_size(high, most), value);
        return -1;
    }
    *bytes = sum << shift;
    return 0;
}

const char *const *cli_choices(const cli_option *option) {
    return option->value != NULL && option->value->choices != NULL ? option->value->choices() : NULL;
}

void cli_list(const char *const *names, char *to, size_t size) {
    size_t used = 0;
    to[0] = '\0';
    for (int i = 0; names[i] != NULL && used < size; i++) {
        const char *before = i == 0 ? "" : names[i + 1] == NULL ? " or " : ", ";
        int put = snprintf(to + used, size - used, "%s%s", before, names[i]);
        if (put < 0)
            return;
        used += (size_t)put;
    }
}

int cli_choice(cli_parser *parser, const char *value, int *choice) {
    const char *const *names = cli_choices(parser->option);
    for (int i = 0; names != NULL && names[i] != NULL; i++)
        if (strcmp(names[i], value) == 0) {
            *choice = i;
            return 0;
        }
    char list[CLI_LIST_SIZE] = "";
    if (names != NULL)
        cli_list(names, list, sizeof list);
    fail(parser, "option '--%s' takes %s, not '%.200s'", parser->option->name, list, value);
    return -1;
}

/* Prints text wrapped at HELP_WIDTH; the cursor stands at `column`, and further lines begin at `indent`.  Returns where
 * the cursor stands then. */
static size_t print_wrapped(FILE *out, const char *text, size_t column, size_t indent) {
    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        if (column > indent && column + 1 + size > HELP_WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, size, out);
        column += size;
        text += size + strspn(text + size, " ");
    }
    return column;
}

static void print_option(FILE *out, const cli_option *option) {
    int size = option->letter != '\0' ? fprintf(out, "  -%c, ", option->letter) : fprintf(out, "      ");
    size += fprintf(out, "--%s", option->name);
    if (option->argument != NULL)
        size += fprintf(out, " %s", option->argument);
    if (size < 0)
        return;
    if (size + 2 > HELP_COLUMN)
        fprintf(out, "\n%*s", HELP_COLUMN, "");
    else
        fprintf(out, "%*s", HELP_COLUMN - size, "");
    size_t column = print_wrapped(out, option->help, HELP_COLUMN, HELP_COLUMN);
    const char *const *choices = cli_choices(option);
    if (choices != NULL) {
        char list[CLI_LIST_SIZE], text[CLI_LIST_SIZE + 16];
        cli_list(choices, list, sizeof list);
        if (snprintf(text, sizeof text, "%s %s.", choices[1] != NULL ? "One of" : "Only", list) < 0)
            return;
        print_wrapped(out, text, column, HELP_COLUMN);
    }
    fputc('\n', out);
}

void cli_help(const cli_program *program, FILE *out) {
    fprintf(out, "usage: %s %s\n\n", program->name, program->usage);
    print_wrapped(out, program->summary, 0, 0);
    fputs("\n\n", out);
    for (const cli_option *o = program->options; o->name != NULL; o++)
        print_option(out, o);
    if (program->notes != NULL)
        fprintf(out, "\n%s", program->notes);
}
