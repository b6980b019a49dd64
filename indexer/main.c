/* main.c: dossier-index, the command line.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/generate.h"
#include "cli/options.h"
#include "cli/output.h"
#include "dossier.h"
#include "indexer/progress.h"
#include "indexer/upkeep.h"

enum {
    OPTION_BACKEND = 256,
    OPTION_FORMAT,
    OPTION_LANG,
    OPTION_EXTRACT,
    OPTION_PRUNE,
    OPTION_FILTER,
    OPTION_FILTER_TIMEOUT,
    OPTION_KEEP_ALL,
    OPTION_THREADS,
    OPTION_MEMORY,
    OPTION_OPTIMIZE,
    OPTION_CHECK,
    OPTION_GENERATE,
    OPTION_VERSION
};

/* What --memory takes; the library counts less as the least. */
#define MEMORY_LEAST ((uint64_t)32 << 20)
#define MEMORY_MOST ((uint64_t)1 << 40)

/* What the program ends with. */
enum { ALL_DONE = 0, SOME_SKIPPED = 1, NOTHING_DONE = 2 };

static const char *const *formats(void) {
    static const char *const names[] = {"auto", "text", "html", "markdown", "mail", "jsonl", NULL};
    return names;
}

/* "auto", then the languages; made when first asked for, by the one thread that reads the command line. */
static const char *const *langs(void) {
    static const char *names[128];
    const char *const *all = dossier_languages();
    const size_t room = sizeof names / sizeof *names - 1;
    names[0] = "auto";
    for (size_t i = 0; all[i] != NULL && i + 1 < room; i++)
        names[i + 1] = all[i];
    return names;
}

static const cli_value backend_value = {dossier_backends, CLI_TEXT};
static const cli_value format_value = {formats, CLI_TEXT};
static const cli_value lang_value = {langs, CLI_TEXT};

static const cli_option options[] = {
    {'d', "index", "DIR", "The index's folder. Default: $DOSSIER_INDEX, else ./dossier.idx.", 'd', &cli_folder},
    {0, "backend", "NAME", "For a new index: how passages are stored and searched.", OPTION_BACKEND, &backend_value},
    {0, "format", "NAME",
     "What the inputs are (default auto: told by name and content). gzip of each is read as it is.",
     OPTION_FORMAT, &format_value},
    {0, "lang", "NAME",
     "For a new index: the stemmer (default english), kept in the index. With auto, each article's"
     " is told from its text; auto:NAME is for texts too short to tell.",
     OPTION_LANG, &lang_value},
    {0, "extract", NULL, "Write no index: print each article as one line of JSON.", OPTION_EXTRACT, NULL},
    {0, "prune", NULL,
     "Also remove the articles below PATH whose file is gone, or which are no longer in it.", OPTION_PRUNE, NULL},
    {0, "filter", "ENDING=COMMAND",
     "Files that end so are given to COMMAND on standard input, and what it prints is read: 'pdf=pdftotext - -'."
     " May be given again for other endings.",
     OPTION_FILTER, NULL},
    {0, "filter-timeout", "SECONDS", "How long a filter may take for one file (default 30).", OPTION_FILTER_TIMEOUT,
     NULL},
    {0, "keep-all", NULL, "Keep the whole text of a web page in which no article is found; else it is left out.",
     OPTION_KEEP_ALL, NULL},
    {0, "threads", "N", "Threads that analyse and build (default: one for each processor, 16 at the most).",
     OPTION_THREADS, NULL},
    {0, "memory", "SIZE", "Memory that building may take, such as 512M or 2G (default 256M).", OPTION_MEMORY, NULL},
    {0, "optimize", NULL,
     "Bring the whole index into its smallest and fastest form, after the PATHs if there are any.", OPTION_OPTIMIZE,
     NULL},
    {0, "check", NULL, "Read all of the index, and print what is damaged, a line each.", OPTION_CHECK, NULL},
    {'q', "quiet", NULL, "Show no progress and no summary; what is left out is still told.", 'q', NULL},
    {0, "generate", "WHAT", "Print these options as a section of a man page, or as a completion for a shell.",
     OPTION_GENERATE, &cli_generate_value},
    {'h', "help", NULL, "Print this help.", 'h', NULL},
    {0, "version", NULL, "Print the version.", OPTION_VERSION, NULL},
    {0, NULL, NULL, NULL, 0, NULL},
};

static const cli_program program = {
    .name = "dossier-index",
    .usage = "[-d DIR] [options] [--] PATH...\n"
             "       dossier-index [-d DIR] --optimize | --check",
    .summary = "Indexes articles: files, folders and all below them, or - for standard input. What has not "
               "changed since"
               " it was indexed is not read again.",
    .options = options,
    .notes = "From folders, files named .txt, .text, .html, .htm, .md, .markdown, .eml, .mht,\n"
             ".mhtml, .jsonl and .ndjson are taken, and those that a filter is for, with .gz\n"
             "behind it or not; but not a README. A file named as a PATH is taken whatever\n"
             "its name. A line of JSON Lines has \"_id\" (or \"id\") and \"text\" (or \"html\"),\n"
             "and \"title\", \"standfirst\", \"author\", \"date\", \"url\" and \"lang\" where they\n"
             "are known.\n"
             "\n"
             "A filter's COMMAND is run without a shell; words are split at spaces, quotation\n"
             "marks keep them. For a program that wants a file's name, that is /dev/stdin:\n"
             "--filter 'odt=odt2txt /dev/stdin'.\n"
             "\n"
             "Exit status: 0 all done; 1 done, but some inputs were skipped, each named with\n"
             "its reason; 2 nothing done. With --check: 0 sound; 2 damaged, or unreadable.\n",
    .words = &cli_file,
};

/* What the command line asks for. */
typedef struct request {
    const char *dir;
    const char **paths; /* room for all arguments */
    size_t path_count;
    const char **filters; /* likewise */
    int extract;
    int optimize;
    int check;
    int quiet;
    dossier_writer_options writer;
    dossier_source_options source;
} request;

/* What a run hands to its callbacks. */
typedef struct session {
    const request *asked;
    progress shown;
    int output_closed; /* 1: standard output takes no more */
} session;

/* The signal that asked to stop; 0: none. */
static volatile sig_atomic_t stop_signal;

static void on_signal(int number) {
    stop_signal = number;
}

/* The first signal ends the run in order; a second one ends the process, which leaves the index whole as
 * well. */
static void catch_signals(void) {
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action = {0}, before;
        action.sa_handler = on_signal;
        action.sa_flags = SA_RESETHAND;
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
    }
}

/* --------------------------------------------------------------------------------------- the command line */

enum { GO_ON = -1 };

static int complain(const char *message) {
    cli_complain(program.name, "%s", message);
    return NOTHING_DONE;
}

/* Takes one option.  GO_ON, or the status to end with. */
static int take_option(request *asked, cli_parser *parser, int id, const char *value) {
    int choice = 0, bad = 0;
    uint64_t number = 0;
    switch (id) {
    case CLI_WORD:
        asked->paths[asked->path_count++] = value;
        break;
    case 'd':
        asked->dir = value;
        break;
    case OPTION_BACKEND:
        bad = cli_choice(parser, value, &choice);
        asked->writer.backend = dossier_backends()[choice];
        break;
    case OPTION_FORMAT:
        bad = cli_choice(parser, value, &choice);
        asked->source.format = formats()[choice];
        break;
    case OPTION_LANG:
        asked->writer.lang = value;
        /* "auto", or "auto:" and a language, or a language. */
        bad = cli_choice(parser, strncmp(value, "auto:", 5) == 0 ? value + 5 : value, &choice);
        break;
    case OPTION_EXTRACT:
        asked->extract = 1;
        break;
    case OPTION_PRUNE:
        asked->source.prune = 1;
        break;
    case OPTION_FILTER:
        asked->filters[asked->source.filter_count++] = value;
        break;
    case OPTION_FILTER_TIMEOUT:
        bad = cli_number(parser, value, 1, 86400, &number);
        asked->source.filter_seconds = (unsigned)number;
        break;
    case OPTION_KEEP_ALL:
        asked->source.keep_all = 1;
        break;
    case OPTION_THREADS:
        bad = cli_number(parser, value, 1, 1024, &number);
        asked->writer.threads = (unsigned)number;
        break;
    case OPTION_MEMORY:
        bad = cli_size(parser, value, MEMORY_LEAST, MEMORY_MOST, &asked->writer.memory);
        break;
    case OPTION_OPTIMIZE:
        asked->optimize = 1;
        break;
    case OPTION_CHECK:
        asked->check = 1;
        break;
    case 'q':
        asked->quiet = 1;
        break;
    case OPTION_GENERATE:
        bad = cli_choice(parser, value, &choice);
        if (bad)
            break;
        cli_generate(&program, choice, stdout);
        return ALL_DONE;
    case 'h':
        cli_help(&program, stdout);
        return ALL_DONE;
    case OPTION_VERSION:
        printf("%s %s\n", program.name, dossier_version());
        return ALL_DONE;
    default:
        bad = 1;
    }
    return bad ? complain(parser->message) : GO_ON;
}

/* What does not go together. */
static int check_request(const request *asked) {
    if (asked->check && (asked->path_count > 0 || asked->optimize || asked->extract))
        return complain("--check goes with no PATH, --optimize or --extract: it only reads the index");
    if (asked->extract && asked->optimize)
        return complain("--extract and --optimize do not go together: --extract writes no index");
    if (asked->path_count == 0 && !asked->optimize && !asked->check)
        return complain("no PATH was given; try 'dossier-index --help'");
    return GO_ON;
}

static int read_command_line(request *asked, int argc, char **argv) {
    cli_parser parser = cli_parser_of(&program, argc, argv);
    const char *value, *from_environment = getenv("DOSSIER_INDEX");
    asked->dir = from_environment != NULL && *from_environment != '\0' ? from_environment : "./dossier.idx";
    for (int id, status; (id = cli_next(&parser, &value)) != CLI_END;)
        if ((status = take_option(asked, &parser, id, value)) != GO_ON)
            return status;
    return check_request(asked);
}

/* ---------------------------------------------------------------------------------------------- callbacks */

static void on_note(void *context, const dossier_note *note) {
    session *s = context;
    progress_clear(&s->shown);
    cli_complain(program.name, "%s", note->message);
}

static int on_progress(void *context, const dossier_report *so_far) {
    session *s = context;
    if (stop_signal != 0)
        return 1;
    if (!s->asked->quiet)
        progress_show(&s->shown, so_far);
    return 0;
}

static int on_article(void *context, const dossier_article *article) {
    session *s = context;
    dossier_error err;
    int code = dossier_print_article(article, s->asked->writer.lang, cli_write, NULL, &err);
    if (code == DOSSIER_ERR_STOPPED)
        s->output_closed = 1;
    else if (code != DOSSIER_OK)
        cli_complain(program.name, "%s", err.message);
    return code != DOSSIER_OK || stop_signal != 0;
}

/* ----------------------------------------------------------------------------------------------- the work */

/* 0 where all was done, 1 where some of it was left out, 2 where all was. */
static int status_of(const dossier_report *report) {
    if (report->inputs_skipped == 0)
        return ALL_DONE;
    uint64_t done =
        report->added + report->replaced + report->unchanged + report->removed + report->inputs_same;
    return done > 0 ? SOME_SKIPPED : NOTHING_DONE;
}

/* What a run that was ended from outside, or failed, ends with. */
static int failed_status(const session *s, const dossier_error *err) {
    if (stop_signal != 0)
        return 128 + stop_signal;
    if (s->output_closed)
        return ALL_DONE; /* cli_finish knows better, where it was not a closed pipe */
    if (err->code != DOSSIER_ERR_STOPPED)
        cli_complain(program.name, "%s", err->message);
    return NOTHING_DONE;
}

static int extract(session *s) {
    const request *asked = s->asked;
    dossier_report report = {0};
    dossier_error err = {0};
    int code =
        dossier_read_sources(asked->paths, asked->path_count, &asked->source, on_article, &report, &err);
    progress_clear(&s->shown);
    return code == DOSSIER_OK ? status_of(&report) : failed_status(s, &err);
}

/* About how much text there is to come: a packed file holds three times its size. */
static uint64_t expected_bytes;

static int add_size(const char *path, const struct stat *st, int type, struct FTW *where) {
    size_t size = strlen(path);
    (void)where;
    if (type == FTW_F && st->st_size > 0)
        expected_bytes += (uint64_t)st->st_size * (size > 3 && strcmp(path + size - 3, ".gz") == 0 ? 3 : 1);
    return stop_signal != 0;
}

static void estimate(request *asked) {
    enum { FOLDERS_OPEN = 32 };
    expected_bytes = 0;
    for (size_t i = 0; i < asked->path_count; i++)
        if (strcmp(asked->paths[i], "-") != 0)
            nftw(asked->paths[i], add_size, FOLDERS_OPEN, FTW_PHYS);
    asked->writer.expected_bytes = expected_bytes;
}

/* "1 article", "2 articles" */
static void put_count(FILE *out, const char *before, uint64_t count, const char *what, const char *behind) {
    fprintf(out, "%s%" PRIu64 " %s%s%s", before, count, what, count == 1 ? "" : "s", behind);
}

/* One line on what was done, and what the index holds now. */
static void summarise(const session *s, const dossier_report *report) {
    char bytes[32];
    dossier_index *index;
    dossier_info info;
    put_count(stderr, "", report->added, "article", " added");
    if (report->replaced > 0)
        fprintf(stderr, ", %" PRIu64 " replaced", report->replaced);
    if (report->unchanged > 0)
        fprintf(stderr, ", %" PRIu64 " unchanged", report->unchanged);
    if (report->removed > 0)
        fprintf(stderr, ", %" PRIu64 " removed", report->removed);
    if (report->inputs_same > 0)
        put_count(stderr, ", ", report->inputs_same, "file", " not changed");
    if (report->inputs_skipped > 0)
        fprintf(stderr, ", %" PRIu64 " skipped", report->inputs_skipped);
    fprintf(stderr, " (%s in %.1f s)", progress_bytes(report->bytes, bytes), progress_seconds(&s->shown));
    if (dossier_open(&index, &s->asked->dir, 1, NULL) == DOSSIER_OK) {
        if (dossier_index_info(index, &info, NULL) == DOSSIER_OK) {
            fprintf(stderr, "; %s has ", s->asked->dir);
            put_count(stderr, "", info.articles, "article", " in ");
            put_count(stderr, "", info.passages, "passage", s->asked->optimize ? ", optimized" : "");
        }
        dossier_close(index);
    }
    fputc('\n', stderr);
}

/* Whether there is anything to commit: not where every input was skipped, nor where none was so much as read. */
static int is_worth_a_commit(const session *s, const dossier_report *report, int status) {
    if (s->asked->optimize && status != NOTHING_DONE)
        return 1;
    if (report->inputs_same > 0 && report->bytes == 0 && report->removed == 0)
        return 0;
    return status != NOTHING_DONE || report->inputs > 0;
}

static int index_paths(session *s) {
    const request *asked = s->asked;
    dossier_writer *writer = NULL;
    dossier_report report = {0};
    dossier_error err = {0};
    int code = dossier_writer_open(&writer, asked->dir, &asked->writer, &err);
    if (code == DOSSIER_OK)
        code = dossier_index_sources(writer, asked->paths, asked->path_count, &asked->source, &report, &err);
    int status = status_of(&report);
    if (code == DOSSIER_OK && is_worth_a_commit(s, &report, status)) {
        if (!asked->quiet)
            progress_say(&s->shown, "writing the index");
        code = asked->optimize ? dossier_writer_optimize(writer, &err) : dossier_writer_commit(writer, &err);
    }
    progress_clear(&s->shown);
    dossier_writer_close(writer);
    if (code != DOSSIER_OK)
        return failed_status(s, &err);
    if (!asked->quiet && status != NOTHING_DONE)
        summarise(s, &report);
    return status;
}

static int run(request *asked) {
    session s = {.asked = asked};
    if (asked->check)
        return upkeep_check(program.name, asked->dir, asked->quiet) == 0 ? ALL_DONE : NOTHING_DONE;
    if (asked->path_count == 0)
        return upkeep_optimize(program.name, asked->dir, &asked->writer, asked->quiet) == 0 ? ALL_DONE : NOTHING_DONE;
    catch_signals();
    progress_begin(&s.shown, STDERR_FILENO);
    asked->source.note = on_note;
    asked->source.progress = on_progress;
    asked->source.context = &s;
    if (asked->extract)
        return extract(&s);
    estimate(asked);
    return index_paths(&s);
}

/* Large pieces of memory go back to the system when they are freed.  Else glibc keeps them among small ones, with gaps:
 * a gigabyte of text with --memory 64M took 168 MB instead of 117, in the same time. */
static void settle_memory(void) {
#ifdef __GLIBC__
    enum { LARGE = 1 << 20 };
    mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
}

int main(int argc, char **argv) {
    request asked = {0};
    settle_memory();
    if (cli_begin() != 0)
        return NOTHING_DONE;
    asked.paths = calloc((size_t)argc + 1, sizeof *asked.paths);
    asked.filters = calloc((size_t)argc + 1, sizeof *asked.filters);
    asked.source.filters = asked.filters;
    int status = asked.paths == NULL || asked.filters == NULL ? complain("out of memory")
                                                              : read_command_line(&asked, argc, argv);
    if (status == GO_ON)
        status = run(&asked);
    free(asked.paths);
    free(asked.filters);
    return cli_finish(program.name, status, NOTHING_DONE);
}
