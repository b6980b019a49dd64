/* test_cli_options.c: the command line as people write it, and what they are told when it is wrong.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs the four above before it. */
#include <cmocka.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/generate.h"
#include "cli/options.h"
#include "cli/terminal.h"

static const char *const *two_names(void) {
    static const char *const names[] = {"yes", "no", NULL};
    return names;
}

static const char *const *three_names(void) {
    static const char *const names[] = {"text", "json", "trec", NULL};
    return names;
}

static const cli_value two_values = {two_names, CLI_TEXT};
static const cli_value three_values = {three_names, CLI_TEXT};

static const cli_option options[] = {
    {'d', "index", "DIR", "The index.", 'd', &cli_folder},
    {'n', "limit", "N", "Print at most N hits.", 'n', NULL},
    {'s', "sentences", "N", "How many sentences are marked in each hit, which needs more words than fit"
     " into one line of the help.", 's', NULL},
    {'F', "plain", NULL, "No operators.", 'F', NULL},
    {'q', "quiet", NULL, "Say nothing.", 'q', NULL},
    {0, "offset", "N", "Leave out N.", 256, NULL},
    {0, "offside", NULL, "A name with the same beginning.", 257, NULL},
    {0, NULL, NULL, NULL, 0, NULL},
};

static const cli_option chosen[] = {
    {'x', "how", "HOW", "Two ways [a:b] of 'it'. The default\\ is yes.", 'x', &two_values},
    {0, "format", "NAME", "Three ways to print hits, of which each has its own use and place.", 256, &three_values},
    {0, "batch", "FILE", ".lines of a file.", 257, &cli_file},
    {'F', "plain", NULL, "No operators.", 'F', NULL},
    {0, NULL, NULL, NULL, 0, NULL},
};

static const cli_program strict = {"prog", "[options] PATH...", "Does it.", options, "A note.\n", 0, &cli_file};
static const cli_program loose = {"prog", "[options] WORDS...", "Does it.", options, NULL, 1, NULL};
static const cli_program chooses = {"a-prog", "[options] WORDS...", "Does it.", chosen, NULL, 0, NULL};

enum { MOST = 12 };

/* Parses arguments that are separated by one space ("_" stands for an empty one) and writes what came out as
 * one line, such as "n=5 F word:door". */
static void parse(const cli_program *program, const char *line, char *out, size_t size) {
    char copy[256];
    char *argv[MOST + 1] = {"prog"};
    int argc = 1;
    assert_true(strlen(line) < sizeof copy);
    strcpy(copy, line);
    for (char *at = strtok(copy, " "); at != NULL; at = strtok(NULL, " ")) {
        assert_true(argc < MOST);
        argv[argc++] = strcmp(at, "_") == 0 ? "" : at;
    }
    cli_parser parser = cli_parser_of(program, argc, argv);
    const char *value;
    int id;
    out[0] = '\0';
    while ((id = cli_next(&parser, &value)) != CLI_END) {
        size_t used = strlen(out);
        const char *space = used > 0 ? " " : "";
        if (id == CLI_WORD)
            snprintf(out + used, size - used, "%sword:%s", space, value);
        else if (id == CLI_ERROR)
            snprintf(out + used, size - used, "%serror: %s", space, parser.message);
        else if (value != NULL)
            snprintf(out + used, size - used, "%s%s=%s", space, parser.option->name, value);
        else
            snprintf(out + used, size - used, "%s%s", space, parser.option->name);
        if (id == CLI_ERROR)
            break;
    }
}

static void expect(const cli_program *program, const char *line, const char *wanted) {
    char found[2048];
    parse(program, line, found, sizeof found);
    assert_string_equal(found, wanted);
}

static void reads_every_form(void **state) {
    (void)state;
    expect(&strict, "", "");
    expect(&strict, "-n5", "limit=5");
    expect(&strict, "-n 5", "limit=5");
    expect(&strict, "--limit=5", "limit=5");
    expect(&strict, "--limit 5", "limit=5");
    expect(&strict, "--limit= x", "limit= word:x");
    expect(&strict, "--limit _ x", "limit= word:x");
    expect(&strict, "--index=a=b", "index=a=b");
    expect(&strict, "-Fqn5", "plain quiet limit=5");
    expect(&strict, "-Fqn 5 -q", "plain quiet limit=5 quiet");
    expect(&strict, "-d -n -n 1", "index=-n limit=1");
    expect(&strict, "--index -- x", "index=-- word:x");
    expect(&strict, "-n=5", "limit==5");
}

static void mixes_options_and_words(void **state) {
    (void)state;
    expect(&strict, "a -F b --limit 2 c", "word:a plain word:b limit=2 word:c");
    expect(&strict, "a -- -F --limit", "word:a word:-F word:--limit");
    expect(&strict, "-- -- x", "word:-- word:x");
    expect(&strict, "- _ -F", "word:- word: plain");
}

static void names_what_is_wrong(void **state) {
    (void)state;
    expect(&strict, "--foo", "error: unknown option '--foo'; try 'prog --help'");
    expect(&strict, "--foo=3", "error: unknown option '--foo'; try 'prog --help'");
    expect(&strict, "-x", "error: unknown option '-x'; try 'prog --help'");
    expect(&strict, "-Fx", "plain error: unknown option '-Fx'; try 'prog --help'");
    expect(&strict, "a -nato", "word:a limit=ato");
    expect(&strict, "a -georgia", "word:a error: unknown option '-georgia'; try 'prog --help'");
    expect(&strict, "--lim 3", "error: unknown option '--lim'; names are written in full: '--limit'");
    expect(&strict, "--off", "error: unknown option '--off'; try 'prog --help'");
    expect(&strict, "--=3", "error: unknown option '--'; try 'prog --help'");
    expect(&strict, "--plain=1", "error: option '--plain' takes no value; try 'prog --help'");
    expect(&strict, "--limit", "error: option '--limit' needs a value: --limit=N");
    expect(&strict, "-Fn", "plain error: option '--limit' needs a value: --limit=N");
}

static void leaves_excluded_words_alone(void **state) {
    (void)state;
    expect(&loose, "door -nato", "word:door word:-nato");
    expect(&loose, "door -door -sanctions", "word:door word:-door word:-sanctions");
    expect(&loose, "door -georgia -title:nato", "word:door word:-georgia word:-title:nato");
    expect(&loose, "door -5 -F-16", "word:door word:-5 word:-F-16");
    expect(&loose, "door -n\xC3\xA9", "word:door word:-n\xC3\xA9");
    expect(&loose, "door -n5 -d/my/index -s 3", "word:door limit=5 index=/my/index sentences=3");
    expect(&loose, "door -Fq -Fn2 -n 7 -d x", "word:door plain quiet plain limit=2 limit=7 index=x");
    expect(&loose, "door - -F", "word:door word:- plain");
    expect(&loose, "door --nato", "word:door error: unknown option '--nato'; try 'prog --help'");
    expect(&loose, "-- -nato -n5", "word:-nato word:-n5");
    expect(&loose, "-nato door", "limit=ato word:door");
    expect(&loose, "-georgia door", "error: unknown option '-georgia'; a word to leave out stands after"
           " another word, or after '--'; try 'prog --help'");
    expect(&loose, "-dmy.idx door", "index=my.idx word:door");
}

/* The number of "-n VALUE", or the message. */
static void expect_number(const char *value, uint64_t low, uint64_t high, int good, uint64_t number) {
    char *argv[] = {"prog", "-n", (char *)(uintptr_t)value, NULL};
    cli_parser parser = cli_parser_of(&strict, 3, argv);
    const char *read;
    uint64_t found = 77;
    assert_int_equal(cli_next(&parser, &read), 'n');
    assert_int_equal(cli_number(&parser, read, low, high, &found), good ? 0 : -1);
    assert_true(found == (good ? number : 77));
}

static void reads_numbers_strictly(void **state) {
    (void)state;
    expect_number("1", 1, 9, 1, 1);
    expect_number("9", 1, 9, 1, 9);
    expect_number("007", 1, 9, 1, 7);
    expect_number("18446744073709551615", 0, UINT64_MAX, 1, UINT64_MAX);
    expect_number("18446744073709551616", 0, UINT64_MAX, 0, 0);
    expect_number("99999999999999999999999", 0, UINT64_MAX, 0, 0);
    const char *bad[] = {"", "0", "10", "-1", "+1", " 1", "1 ", "1k", "0x1", "1.5", "ato"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        expect_number(bad[i], 1, 9, 0, 0);

    char *argv[] = {"prog", "-nato", NULL};
    cli_parser parser = cli_parser_of(&strict, 2, argv);
    const char *read;
    uint64_t number;
    assert_int_equal(cli_next(&parser, &read), 'n');
    assert_int_equal(cli_number(&parser, read, 1, 9, &number), -1);
    assert_string_equal(parser.message, "option '--limit' takes a whole number from 1 to 9, not 'ato'");
    parser = cli_parser_of(&loose, 2, argv);
    assert_int_equal(cli_next(&parser, &read), 'n');
    assert_int_equal(cli_number(&parser, read, 1, 9, &number), -1);
    assert_string_equal(parser.message, "option '--limit' takes a whole number from 1 to 9, not 'ato'; a"
                        " word to leave out stands after another word, or after '--'");
}

static void expect_size(const char *value, int good, uint64_t size) {
    char *argv[] = {"prog", "-n", (char *)(uintptr_t)value, NULL};
    cli_parser parser = cli_parser_of(&strict, 3, argv);
    const char *read;
    uint64_t found = 77;
    assert_int_equal(cli_next(&parser, &read), 'n');
    assert_int_equal(cli_size(&parser, read, 1024, (uint64_t)1 << 40, &found), good ? 0 : -1);
    assert_true(found == (good ? size : 77));
}

static void reads_sizes(void **state) {
    (void)state;
    expect_size("1024", 1, 1024);
    expect_size("1025", 1, 1025);
    expect_size("1K", 1, 1024);
    expect_size("1k", 1, 1024);
    expect_size("256M", 1, (uint64_t)256 << 20);
    expect_size("3g", 1, (uint64_t)3 << 30);
    expect_size("1024G", 1, (uint64_t)1 << 40);
    const char *bad[] = {"",      "K",     "1023",  "0K",   "1025G", "1T",    "1KB",   "1 K",   " 1K", "-1K",
                         "+1K",   "1.5G",  "1e9",   "1KK",  "0x1K",  "M256",  "1\xC2", "1B",
                         "18014398509481985K", "17179869184G", "18446744073709551615K", "18446744073709551616"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_size(bad[i], 0, 0);
    char *argv[] = {"prog", "-n", "1.5G", NULL};
    cli_parser parser = cli_parser_of(&strict, 3, argv);
    const char *read;
    uint64_t size;
    assert_int_equal(cli_next(&parser, &read), 'n');
    assert_int_equal(cli_size(&parser, read, 1000, (uint64_t)96 << 30, &size), -1);
    assert_string_equal(parser.message, "option '--limit' takes a size from 1000 to 96G, such as 512M (bytes, or with"
                                        " K, M or G), not '1.5G'");
    assert_int_equal(cli_size(&parser, "0", (uint64_t)32 << 20, (uint64_t)1 << 40, &size), -1);
    assert_string_equal(parser.message, "option '--limit' takes a size from 32M to 1024G, such as 512M (bytes, or with"
                                        " K, M or G), not '0'");
}

static void reads_choices(void **state) {
    (void)state;
    char *argv[] = {"prog", "--format", "json", "-xyes", NULL};
    cli_parser parser = cli_parser_of(&chooses, 4, argv);
    const char *read;
    int choice = -1;
    assert_int_equal(cli_next(&parser, &read), 256);
    assert_int_equal(cli_choice(&parser, read, &choice), 0);
    assert_int_equal(choice, 1);
    assert_int_equal(cli_choice(&parser, "js", &choice), -1);
    assert_string_equal(parser.message, "option '--format' takes text, json or trec, not 'js'");
    assert_int_equal(cli_next(&parser, &read), 'x');
    assert_int_equal(cli_choice(&parser, "", &choice), -1);
    assert_string_equal(parser.message, "option '--how' takes yes or no, not ''");
    assert_int_equal(choice, 1);
    assert_null(cli_choices(&options[0]));
    assert_ptr_equal(cli_choices(&chosen[0]), two_names());
    char list[8];
    cli_list(three_names(), list, sizeof list);
    assert_string_equal(list, "text, j");
}

static void cuts_a_hostile_argument(void **state) {
    (void)state;
    char token[4000] = "--";
    memset(token + 2, 'x', sizeof token - 3);
    token[sizeof token - 1] = '\0';
    char *argv[] = {"prog", token, NULL};
    cli_parser parser = cli_parser_of(&strict, 2, argv);
    const char *read;
    assert_int_equal(cli_next(&parser, &read), CLI_ERROR);
    assert_true(strlen(parser.message) < 300);
    assert_non_null(strstr(parser.message, "try 'prog --help'"));
    token[1] = 'y';
    parser = cli_parser_of(&strict, 2, argv);
    assert_int_equal(cli_next(&parser, &read), CLI_ERROR);
    assert_non_null(strstr(parser.message, "try 'prog --help'"));
    parser = cli_parser_of(&strict, 0, argv);
    assert_int_equal(cli_next(&parser, &read), CLI_END);
}

/* What a printer prints of a program. */
static void expect_printed(void (*print)(const cli_program *program, FILE *out), const cli_program *program,
                           const char *wanted) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    print(program, out);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(text, wanted);
    free(text);
}

static void prints_help(void **state) {
    (void)state;
    expect_printed(cli_help, &strict,
        "usage: prog [options] PATH...\n"
        "\n"
        "Does it.\n"
        "\n"
        "  -d, --index DIR        The index.\n"
        "  -n, --limit N          Print at most N hits.\n"
        "  -s, --sentences N      How many sentences are marked in each hit, which needs\n"
        "                         more words than fit into one line of the help.\n"
        "  -F, --plain            No operators.\n"
        "  -q, --quiet            Say nothing.\n"
        "      --offset N         Leave out N.\n"
        "      --offside          A name with the same beginning.\n"
        "\n"
        "A note.\n");
    expect_printed(cli_help, &chooses,
        "usage: a-prog [options] WORDS...\n"
        "\n"
        "Does it.\n"
        "\n"
        "  -x, --how HOW          Two ways [a:b] of 'it'. The default\\ is yes. One of\n"
        "                         yes or no.\n"
        "      --format NAME      Three ways to print hits, of which each has its own\n"
        "                         use and place. One of text, json or trec.\n"
        "      --batch FILE       .lines of a file.\n"
        "  -F, --plain            No operators.\n");
}

static void generates_a_man_page(void **state) {
    (void)state;
    expect_printed(cli_generate_man, &chooses,
        ".TP\n"
        "\\fB\\-x\\fR, \\fB\\-\\-how\\fR=\\fIHOW\\fR\n"
        "Two ways [a:b] of \\(aqit\\(aq.\n"
        "The default\\e is yes.\n"
        "One of \\fByes\\fR or\n"
        "\\fBno\\fR.\n"
        ".TP\n"
        "\\fB\\-\\-format\\fR=\\fINAME\\fR\n"
        "Three ways to print hits, of which each has its own use and place.\n"
        "One of \\fBtext\\fR,\n"
        "\\fBjson\\fR or\n"
        "\\fBtrec\\fR.\n"
        ".TP\n"
        "\\fB\\-\\-batch\\fR=\\fIFILE\\fR\n"
        "\\&.lines of a file.\n"
        ".TP\n"
        "\\fB\\-F\\fR, \\fB\\-\\-plain\\fR\n"
        "No operators.\n");
}

/* How the shells read them is for tests/cli/completions.sh. */
static void generates_completions(void **state) {
    (void)state;
    expect_printed(cli_generate_zsh, &chooses,
        "#compdef a-prog\n"
        "# a-prog: completion for zsh, generated from its table of options.\n"
        "_arguments -s -S \\\n"
        "    '*'{-x+,--how=}'[Two ways \\[a\\:b\\] of '\\''it'\\'']:HOW:(yes no)' \\\n"
        "    '*'--format='[Three ways to print hits, of which each has its own use and place]:NAME:(text json trec)' \\\n"
        "    '*'--batch='[.lines of a file]:FILE:_files' \\\n"
        "    {-F,--plain}'[No operators]' \\\n"
        "    '*:words:'\n");
    expect_printed(cli_generate_fish, &chooses,
        "# a-prog: completion for fish, generated from its table of options.\n"
        "complete -c a-prog -f\n"
        "complete -c a-prog -s x -l how -x -a 'yes no' -d 'Two ways [a:b] of \\'it\\''\n"
        "complete -c a-prog -l format -x -a 'text json trec' -d 'Three ways to print hits, of which each has its own use"
        " and place'\n"
        "complete -c a-prog -l batch -r -F -d '.lines of a file'\n"
        "complete -c a-prog -s F -l plain -d 'No operators'\n");
    assert_int_equal(cli_first_sentence(""), 0);
    assert_int_equal(cli_first_sentence("One."), 3);
    assert_int_equal(cli_first_sentence("One a.b, two. Three."), 12);
}

static void decides_on_colour_and_width(void **state) {
    (void)state;
    FILE *file = tmpfile();
    assert_non_null(file);
    int fd = fileno(file);
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    unsetenv("COLUMNS");
    assert_int_equal(terminal_color(TERMINAL_AUTO, fd), 0);
    assert_int_equal(terminal_color(TERMINAL_ALWAYS, fd), 1);
    assert_int_equal(terminal_color(TERMINAL_NEVER, fd), 0);
    assert_true(terminal_width(fd) == UINT_MAX);
    const struct { const char *columns; unsigned width; } cases[] = {
        {"100", 100}, {"", UINT_MAX}, {"0", UINT_MAX}, {"-3", UINT_MAX}, {"8x", UINT_MAX},
        {"999999999999999999999", UINT_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        setenv("COLUMNS", cases[i].columns, 1);
        assert_true(terminal_width(fd) == cases[i].width);
    }
    unsetenv("COLUMNS");
    fclose(file);
}

/* On a terminal of our own (a pseudo terminal), where the system has one. */
static void knows_a_terminal(void **state) {
    (void)state;
    int leader = posix_openpt(O_RDWR | O_NOCTTY);
    if (leader < 0 || grantpt(leader) != 0 || unlockpt(leader) != 0)
        skip();
    FILE *terminal = fopen(ptsname(leader), "r+");
    if (terminal == NULL)
        skip();
    int fd = fileno(terminal);
    unsetenv("COLUMNS");
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm", 1);
    assert_int_equal(terminal_color(TERMINAL_AUTO, fd), 1);
    assert_int_equal(terminal_width(fd), 80); /* it has no size yet */
    setenv("COLUMNS", "132", 1);
    assert_int_equal(terminal_width(fd), 132);
    struct winsize size = {.ws_row = 24, .ws_col = 97};
    assert_int_equal(ioctl(leader, TIOCSWINSZ, &size), 0);
    assert_int_equal(terminal_width(fd), 97); /* its own size before COLUMNS, which may be that of another */
    unsetenv("COLUMNS");
    setenv("NO_COLOR", "", 1);
    assert_int_equal(terminal_color(TERMINAL_AUTO, fd), 1);
    setenv("NO_COLOR", "1", 1);
    assert_int_equal(terminal_color(TERMINAL_AUTO, fd), 0);
    assert_int_equal(terminal_color(TERMINAL_ALWAYS, fd), 1);
    unsetenv("NO_COLOR");
    setenv("TERM", "dumb", 1);
    assert_int_equal(terminal_color(TERMINAL_AUTO, fd), 0);
    unsetenv("TERM");
    assert_int_equal(terminal_color(TERMINAL_AUTO, fd), 0);
    fclose(terminal);
    close(leader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_form),
        cmocka_unit_test(mixes_options_and_words),
        cmocka_unit_test(names_what_is_wrong),
        cmocka_unit_test(leaves_excluded_words_alone),
        cmocka_unit_test(reads_numbers_strictly),
        cmocka_unit_test(reads_sizes),
        cmocka_unit_test(reads_choices),
        cmocka_unit_test(cuts_a_hostile_argument),
        cmocka_unit_test(prints_help),
        cmocka_unit_test(generates_a_man_page),
        cmocka_unit_test(generates_completions),
        cmocka_unit_test(decides_on_colour_and_width),
        cmocka_unit_test(knows_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
