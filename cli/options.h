/* options.h: the command line of a program as one table, which is parsed by and printed as --help; cli/generate.h makes
 * its man page and its completions of the same table.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Options are read as getopt_long reads them: -n5, -n 5, --limit=5, --limit 5, flags of one letter in a
 * cluster (-qF), options and words in any order, "--" ends the options, and "-" alone is a word.  A long name
 * is written in full: a script that abbreviates would break on the day another option with the same beginning
 * comes.
 *
 *     cli_parser parser = cli_parser_of(&program, argc, argv);
 *     const char *value;
 *     int id;
 *     while ((id = cli_next(&parser, &value)) != CLI_END)
 *         switch (id) {
 *         case CLI_WORD:  words[count++] = value; break;
 *         case CLI_ERROR: cli_complain(program.name, "%s", parser.message); return 2;
 *         case 'n':       if (cli_number(&parser, value, 1, 1000, &limit) != 0) ...  as CLI_ERROR
 *         }
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdint.h>
#include <stdio.h>

/* What a value can be, for errors, help, man page and completions. */
typedef struct cli_value {
    const char *const *(*choices)(void); /* the values it takes, then NULL; no function: any text */
    enum { CLI_TEXT = 0, CLI_FILE, CLI_FOLDER } what;
} cli_value;

extern const cli_value cli_file;
extern const cli_value cli_folder;

/* One option.  A table of them ends with one whose name is NULL. */
typedef struct cli_option {
    char letter;            /* -n; 0: none */
    const char *name;       /* --limit, without the dashes */
    const char *argument;   /* what its value is called in the help ("N"); NULL: a flag, without a value */
    const char *help;       /* one or more sentences, the first of which stands for all where there is little room.
                               Wrapped where it is printed; its choices are printed behind it */
    int id;                 /* what cli_next returns for it: 1 or more */
    const cli_value *value; /* what its value can be; NULL: any text, or it is a flag */
} cli_option;

/* One program. */
typedef struct cli_program {
    const char *name;
    const char *usage;   /* what follows the name in "usage: NAME ..." */
    const char *summary; /* what it does, in a sentence or two; wrapped */
    const cli_option *options;
    const char *notes;   /* printed as it is after the options, with its own line ends; NULL: nothing */
    int dash_words;      /* 1: words may begin with a dash (-nato leaves out nato): see cli_next */
    const cli_value *words; /* what its words are; NULL: any text */
} cli_program;

/* What cli_next returns besides the ids. */
enum { CLI_END = 0, CLI_WORD = -1, CLI_ERROR = -2 };

typedef struct cli_parser {
    const cli_program *program;
    char *const *argv;
    int argc;
    int at;                   /* the next argument */
    const char *cluster;      /* the letters of a cluster that are still to be read, or NULL */
    const char *token;        /* the argument that cluster is in */
    int attached;             /* 1: the last value stood in one argument with its letter: -n5 */
    int words;                /* words so far */
    int ended;                /* 1: "--" was read */
    const cli_option *option; /* the last option read */
    char message[1024];       /* after an error: a line without its end, and without the program's name */
} cli_parser;

cli_parser cli_parser_of(const cli_program *program, int argc, char *const *argv);

/* The next option (its id; *value is its value, NULL for a flag), word (CLI_WORD; *value is the word),
 * CLI_END, or CLI_ERROR (the message is in the parser).
 * With dash_words, after the first word, a token of one dash and at least two letters is a word unless every
 * letter is a known flag, or a flag that takes a value is at its end or is followed by anything but a letter:
 * "-F", "-n 5", "-n5" and "-d/my/index" are options, "-nato" and "-door" are words. */
int cli_next(cli_parser *parser, const char **value);

/* For the option just read: a whole number of decimal digits alone, low to high.  Returns 0, or -1 with the
 * message in the parser. */
int cli_number(cli_parser *parser, const char *value, uint64_t low, uint64_t high, uint64_t *number);

/* For the option just read: a size, low to high bytes: a whole number, of bytes or, with K, M or G (or k, m, g) behind
 * it, of 2^10, 2^20 or 2^30.  Returns as cli_number. */
int cli_size(cli_parser *parser, const char *value, uint64_t low, uint64_t high, uint64_t *bytes);

/* For the option just read: one of its choices, of which *choice is the position.  Returns as cli_number. */
int cli_choice(cli_parser *parser, const char *value, int *choice);

/* The choices of an option, then NULL; NULL where it has none. */
const char *const *cli_choices(const cli_option *option);

/* Writes names as "text, json or trec". */
void cli_list(const char *const *names, char *to, size_t size);

/* The most bytes that cli_list writes of what stands in a table, with the NUL at their end. */
enum { CLI_LIST_SIZE = 512 };

/* Prints the help.  Whether the stream took it shows when it is closed: cli_finish in cli/output.h. */
void cli_help(const cli_program *program, FILE *out);

#endif
