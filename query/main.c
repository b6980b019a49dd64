/* main.c: dossier-query, the command line.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/generate.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "dossier.h"
#include "query/batch.h"

enum {
    OPTION_OFFSET = 256,
    OPTION_GROUP,
    OPTION_FORMAT,
    OPTION_TEMPLATE,
    OPTION_HEADER,
    OPTION_BATCH,
    OPTION_COLOR,
    OPTION_CONTEXT,
    OPTION_WHOLE,
    OPTION_RANK,
    OPTION_STRICT,
    OPTION_SORT,
    OPTION_FACETS,
    OPTION_EXPLAIN,
    OPTION_LIKE,
    OPTION_SUGGEST,
    OPTION_OUTPUT_VERSION,
    OPTION_GENERATE,
    OPTION_VERSION
};

/* In the order of enum dossier_group. */
static const char *const *groups(void) {
    static const char *const names[] = {"none", "article", NULL};
    return names;
}

/* In the order of enum dossier_rank, from DOSSIER_RANK_BM25 on. */
static const char *const *ranks(void) {
    static const char *const names[] = {"bm25", "proximity", "expand", "best", NULL};
    return names;
}

/* In the order of enum dossier_sort. */
static const char *const *sorts(void) {
    static const char *const names[] = {"score", "date", "oldest", NULL};
    return names;
}

static const cli_value sort_value = {sorts, CLI_TEXT};
/* In the order of the bits of enum dossier_facet_field. */
static const char *const *facets(void) {
    static const char *const names[] = {"author", "date", "site", NULL};
    return names;
}

static const cli_value facet_value = {facets, CLI_TEXT};
static const cli_value rank_value = {ranks, CLI_TEXT};
static const cli_value group_value = {groups, CLI_TEXT};
static const cli_value format_value = {dossier_print_formats, CLI_TEXT};

static const cli_option options[] = {
    {'d', "index", "DIR", "Search this index; given more than once, search all of them as one. Default:"
     " $DOSSIER_INDEX, else ./dossier.idx.", 'd', &cli_folder},
    {'n', "limit", "N", "Print at most N hits (default 10).", 'n', NULL},
    {0, "offset", "N", "Leave out the first N hits.", OPTION_OFFSET, NULL},
    {'s', "sentences", "N", "Mark the N best sentences of each passage (default 2).", 's', NULL},
    {0, "context", "N", "Show N neighbouring sentences on each side of those (default 0).", OPTION_CONTEXT, NULL},
    {0, "whole", NULL, "Show the whole passage.", OPTION_WHOLE, NULL},
    {0, "rank", "HOW", "bm25: by each word; proximity: also by words near each other; expand: also by the words of"
     " the first hits; best: both, and the title's words count twice. Default: best with --group article (but for"
     " --sort date and --like), else bm25.", OPTION_RANK, &rank_value},
    {0, "group", "HOW", "Print every passage (none, the default), or one hit for each article, its best passage,"
     " ranked by that and the whole article.", OPTION_GROUP, &group_value},
    {0, "sort", "HOW", "Print the best first (score, the default), or the newest (date) or the oldest of all that"
     " match, what has no date last.", OPTION_SORT, &sort_value},
    {'c', "count", NULL, "Print only how many passages match (articles, where they are grouped).", 'c', NULL},
    {0, "format", "NAME", "How hits are printed (default text).", OPTION_FORMAT, &format_value},
    {0, "template", "FMT", "Print FMT for each hit, with what is in braces filled in: '{rank}\\t{title}'.",
     OPTION_TEMPLATE, NULL},
    {'0', "null", NULL, "End each record of tsv, vimgrep or a template with NUL instead of a line end.", '0', NULL},
    {0, "header", NULL, "Begin tsv with a line that names the columns.", OPTION_HEADER, NULL},
    {'F', "plain", NULL, "No operators: the words are just words.", 'F', NULL},
    {0, "strict", NULL, "Say what in the words cannot be understood, and where, instead of taking it as words.",
     OPTION_STRICT, NULL},
    {0, "like", "KEY", "Find more like the article with this key: what has the words that tell it from others; where"
     " WORDS are given, of what they find.", OPTION_LIKE, NULL},
    {0, "suggest", "PREFIX", "Print the words of the index that begin so, those in most passages first, at most N of"
     " them (-n), each with its number of passages (text and json).", OPTION_SUGGEST, NULL},
    {0, "facets", "FIELDS", "Count all that match by these, with commas between them: the 20 most frequent authors,"
     " years (date) and hosts (site) are told below the hits (text and json).", OPTION_FACETS, &facet_value},
    {0, "explain", NULL, "Say below each hit what its score is made of, and which words its sentences were chosen for"
     " (text and json).", OPTION_EXPLAIN, NULL},
    {0, "batch", "FILE", "Answer each line of FILE (- is standard input), ID<TAB>WORDS or just WORDS,"
     " in order.", OPTION_BATCH, &cli_file},
    {0, "color", "WHEN", "Whether text is in colour (default auto: on a terminal, unless NO_COLOR is set).",
     OPTION_COLOR, &terminal_color_value},
    {0, "output-version", "N", "Fail unless json and tsv can be written in version N (this is version 1).",
     OPTION_OUTPUT_VERSION, NULL},
    {0, "generate", "WHAT", "Print these options as a section of a man page, or as a completion for a shell.",
     OPTION_GENERATE, &cli_generate_value},
    {'h', "help", NULL, "Print this help.", 'h', NULL},
    {0, "version", NULL, "Print the version.", OPTION_VERSION, NULL},
    {0, NULL, NULL, NULL, 0, NULL},
};

static const cli_program program = {
    .name = "dossier-query",
    .usage = "[-d DIR]... [options] [--] WORDS...",
    .summary = "Finds the passages that matter for your words, the best first, with their best sentences.",
    .options = options,
    .notes =
        "WORDS are one query:\n"
        "  open door             either word; both, or the rarer one, rank higher\n"
        "  '\"open door\"'         the words next to each other\n"
        "  +georgia -nato        with georgia, without nato\n"
        "  a AND b OR NOT c      and parentheses\n"
        "  'expan*' 'wom?n'      words that match: * is any letters, ? is one\n"
        "  ukrane~               words spelt much like it\n"
        "  =doors                the word as it is written, in no other form\n"
        "  'a NEAR/5 b ADJ/3 c'  at most so many words apart; in that order\n"
        "  title:nato author:cecire site:example.org key:2022 date:2022-02..2022-07\n"
        "The manual page dossier-query-language(7) has it all.\n"
        "A word that begins with a dash stands after another word (door -nato) or after\n"
        "--.  After a word, -n5 and -d/my/index are still options; -nato and -door are\n"
        "words.\n"
        "\n"
        "Exit status: 0 something was found; 1 nothing was found; 2 an error.\n",
    .dash_words = 1,
};

/* What the command line asks for.  The arrays have room for all its arguments. */
typedef struct request {
    const char **dirs;
    size_t dir_count;
    const char **words;
    size_t word_count;
    const char *batch;
    const char *suggest; /* NULL: not asked */
    int count;           /* 1: only how many match is asked */
    int color;
    uint64_t output_version; /* 0: any */
    dossier_search_options search;
    dossier_print_options print;
} request;

enum { DONE = -1, GO_ON = 0, USAGE_ERROR = 2 };

static int take_number(cli_parser *parser, const char *value, uint64_t low, uint64_t *number) {
    return cli_number(parser, value, low, 1000000000, number) == 0 ? GO_ON : USAGE_ERROR;
}

/* Takes names with commas between them. */
static int take_facets(cli_parser *parser, const char *value, unsigned *fields) {
    for (size_t at = 0, size; at == 0 || value[at - 1] != '\0'; at += size + 1) {
        char name[32];
        int choice;
        size = strcspn(value + at, ",");
        snprintf(name, sizeof name, "%.*s", size < sizeof name ? (int)size : (int)sizeof name - 1, value + at);
        if (cli_choice(parser, name, &choice) != 0)
            return USAGE_ERROR;
        *fields |= 1u << choice;
    }
    return GO_ON;
}

/* Takes one option into the request.  Returns GO_ON, DONE where all that was asked for is printed, or
 * USAGE_ERROR with the message in the parser. */
static int take_option(request *asked, cli_parser *parser, int id, const char *value) {
    uint64_t number = 0;
    int choice = 0;
    int status = GO_ON;
    switch (id) {
    case CLI_WORD:
        asked->words[asked->word_count++] = value;
        break;
    case 'd':
        asked->dirs[asked->dir_count++] = value;
        break;
    case 'n':
        return take_number(parser, value, 1, &asked->search.limit);
    case OPTION_OFFSET:
        return take_number(parser, value, 0, &asked->search.offset);
    case 's':
        status = take_number(parser, value, 1, &number);
        asked->search.sentences = (unsigned)number;
        break;
    case OPTION_CONTEXT:
        status = take_number(parser, value, 0, &number);
        asked->search.context = (unsigned)number;
        break;
    case OPTION_WHOLE:
        asked->search.whole = 1;
        break;
    case OPTION_GROUP:
        status = cli_choice(parser, value, &asked->search.group) == 0 ? GO_ON : USAGE_ERROR;
        break;
    case OPTION_RANK:
        status = cli_choice(parser, value, &asked->search.rank) == 0 ? GO_ON : USAGE_ERROR;
        asked->search.rank += DOSSIER_RANK_BM25;
        break;
    case OPTION_SORT:
        status = cli_choice(parser, value, &asked->search.sort) == 0 ? GO_ON : USAGE_ERROR;
        break;
    case OPTION_FORMAT:
        status = cli_choice(parser, value, &choice) == 0 ? GO_ON : USAGE_ERROR;
        asked->print.format = dossier_print_formats()[choice];
        break;
    case OPTION_TEMPLATE:
        asked->print.template_ = value;
        break;
    case '0':
        asked->print.nul = 1;
        break;
    case OPTION_HEADER:
        asked->print.header = 1;
        break;
    case OPTION_OUTPUT_VERSION:
        return take_number(parser, value, 1, &asked->output_version);

    case 'F':
        asked->search.plain = 1;
        break;
    case OPTION_STRICT:
        asked->search.strict = 1;
        break;
    case OPTION_LIKE:
        asked->search.like = dossier_string(value);
        break;
    case OPTION_SUGGEST:
        asked->suggest = value;
        break;
    case 'c':
        asked->count = 1;
        break;
    case OPTION_FACETS:
        return take_facets(parser, value, &asked->search.facets);
    case OPTION_EXPLAIN:
        asked->search.explain = 1;
        break;
    case OPTION_BATCH:
        asked->batch = value;
        break;
    case OPTION_COLOR:
        status = cli_choice(parser, value, &asked->color) == 0 ? GO_ON : USAGE_ERROR;
        break;
    case OPTION_GENERATE:
        if (cli_choice(parser, value, &choice) != 0)
            return USAGE_ERROR;
        cli_generate(&program, choice, stdout);
        return DONE;
    case 'h':
        cli_help(&program, stdout);
        return DONE;
    case OPTION_VERSION:
        printf("%s %s\n", program.name, dossier_version());
        return DONE;
    default:
        return USAGE_ERROR;
    }
    return status;
}

static int is_format(const request *asked, const char *name) {
    return asked->print.format != NULL && strcmp(asked->print.format, name) == 0;
}

/* What is wrong with options that do not go together; NULL: nothing. */
static const char *misfit(const request *asked) {
    const dossier_print_options *print = &asked->print;
    if (asked->word_count > 0 && asked->batch != NULL)
        return "words and --batch do not go together: the batch has the words";
    if (print->template_ != NULL && print->format != NULL)
        return "--template and --format do not go together: a template is a format of its own, leave out --format";
    if (print->nul && print->template_ == NULL && !is_format(asked, "tsv") && !is_format(asked, "vimgrep"))
        return "-0 ends the records of --format tsv, --format vimgrep or --template: choose one of these";
    if (print->header && !is_format(asked, "tsv"))
        return "--header names the columns of --format tsv: add that, or leave out --header";
    if (asked->search.sort != DOSSIER_SORT_SCORE && asked->search.rank > DOSSIER_RANK_BM25)
        return "--sort date and --rank do not go together: leave out one of them";
    if (asked->suggest != NULL && (asked->word_count > 0 || asked->batch != NULL || asked->search.like.size > 0))
        return "--suggest has its letters: leave out the words, --batch and --like";
    int tells_more = print->template_ == NULL &&
                     (print->format == NULL || is_format(asked, "text") || is_format(asked, "json"));
    if (asked->search.explain && !tells_more)
        return "--explain is shown by --format text and --format json: choose one of these";
    if (asked->search.facets != 0 && !tells_more)
        return "--facets are shown by --format text and --format json: choose one of these";
    if (asked->suggest != NULL && !tells_more)
        return "--suggest prints --format text and --format json: choose one of these";
    if (asked->count && !tells_more)
        return "--count prints --format text and --format json: choose one of these";
    if (asked->count && (asked->search.explain || (asked->search.facets != 0 && !is_format(asked, "json"))))
        return "--count prints numbers alone: leave out --explain, and (but for --format json) --facets";
    return NULL;
}

/* Whether what was asked for can be done.  Returns as read_arguments. */
static int check_request(const request *asked) {
    dossier_error err;
    if (asked->output_version != 0 && asked->output_version != DOSSIER_OUTPUT_VERSION) {
        cli_complain(program.name, "cannot write output version %" PRIu64 ": this program (%s) writes version %d",
                     asked->output_version, dossier_version(), DOSSIER_OUTPUT_VERSION);
        return USAGE_ERROR;
    }
    if (asked->word_count == 0 && asked->batch == NULL && asked->search.like.size == 0 && asked->suggest == NULL) {
        cli_complain(program.name, "no words to search for; try '%s --help'", program.name);
        return USAGE_ERROR;
    }
    const char *wrong = misfit(asked);
    if (wrong != NULL) {
        cli_complain(program.name, "%s", wrong);
        return USAGE_ERROR;
    }
    if (dossier_print_check(&asked->print, &err) != DOSSIER_OK) {
        cli_complain(program.name, "%s", err.message);
        return USAGE_ERROR;
    }
    return GO_ON;
}

/* Reads the command line.  Returns as take_option; a usage error has been told. */
static int read_arguments(request *asked, int argc, char **argv) {
    cli_parser parser = cli_parser_of(&program, argc, argv);
    const char *value;
    int id;
    while ((id = cli_next(&parser, &value)) != CLI_END) {
        int status = take_option(asked, &parser, id, value);
        if (status == USAGE_ERROR)
            cli_complain(program.name, "%s", parser.message);
        if (status != GO_ON)
            return status;
    }
    return check_request(asked);
}

static void fill_defaults(request *asked) {
    if (asked->dir_count == 0) {
        const char *dir = getenv("DOSSIER_INDEX");
        asked->dirs[asked->dir_count++] = dir != NULL && dir[0] != '\0' ? dir : "dossier.idx";
    }
    if (asked->print.format == NULL && asked->print.template_ == NULL)
        asked->print.format = dossier_print_formats()[0];
    asked->search.ranking_only = is_format(asked, "trec");
    asked->search.count = asked->count ? DOSSIER_COUNT_ONLY : 0;
    asked->search.correct = is_format(asked, "text") || is_format(asked, "json");
    asked->print.color = terminal_color((enum terminal_when)asked->color, STDOUT_FILENO);
    asked->print.width = terminal_width(STDOUT_FILENO);
}

/* The words with single spaces between them, to be freed; NULL where there is no memory. */
static char *join_words(const request *asked) {
    size_t size = 1;
    for (size_t i = 0; i < asked->word_count; i++)
        size += strlen(asked->words[i]) + 1;
    char *joined = malloc(size);
    if (joined == NULL)
        return NULL;
    char *at = joined;
    for (size_t i = 0; i < asked->word_count; i++) {
        if (i > 0)
            *at++ = ' ';
        at = stpcpy(at, asked->words[i]);
    }
    *at = '\0';
    return joined;
}

static int flush(void *context) {
    (void)context;
    return cli_flush();
}

static void tell(void *context, const char *message) {
    (void)context;
    cli_complain(program.name, "%s", message);
}

static int answer(const request *asked) {
    dossier_error err;
    ask how = {.search = asked->search, .print = asked->print, .count = asked->count && is_format(asked, "text"),
               .tell_correction = is_format(asked, "text"), .write = cli_write, .flush = flush, .tell = tell};
    /* The count is a message, for a person who sees both: output that is piped or kept is hits alone. */
    how.say_count = asked->batch == NULL && is_format(asked, "text") && !asked->count &&
                    isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
    /* To count all that match costs as much as to find the best: it is done where it is shown. */
    if (how.search.count == 0 && !how.say_count && !is_format(asked, "json") && !is_format(asked, "html"))
        how.search.count = DOSSIER_COUNT_LOOSE;
    if (dossier_open(&how.index, asked->dirs, asked->dir_count, &err) != DOSSIER_OK) {
        cli_complain(program.name, "%s", err.message);
        return ASK_FAILED;
    }
    int status = ASK_FAILED;
    char *words = join_words(asked);
    if (words == NULL)
        cli_complain(program.name, "out of memory");
    else if (asked->suggest != NULL)
        status = ask_suggestions(&how, dossier_string(asked->suggest));
    else if (asked->batch != NULL)
        status = ask_batch(&how, asked->batch);
    else
        status = ask_words(&how, dossier_string(words));
    free(words);
    dossier_close(how.index);
    return status;
}

int main(int argc, char **argv) {
    if (cli_begin() != 0)
        return ASK_FAILED;
    request asked = {0};
    size_t room = argc > 0 ? (size_t)argc + 1 : 1;
    asked.dirs = calloc(room, sizeof *asked.dirs);
    asked.words = calloc(room, sizeof *asked.words);
    int status = ASK_FAILED;
    if (asked.dirs == NULL || asked.words == NULL) {
        cli_complain(program.name, "out of memory");
    } else {
        status = read_arguments(&asked, argc, argv);
        if (status == GO_ON) {
            fill_defaults(&asked);
            status = answer(&asked);
        }
    }
    free(asked.dirs);
    free(asked.words);
    return cli_finish(program.name, status == DONE ? 0 : status, ASK_FAILED);
}
