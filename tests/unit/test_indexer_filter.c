/* test_indexer_filter.c: commands that make text of files: how they are split, run, stopped, and cleaned up after.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "indexer/filter.h"
#include "tests/unit/support.h"

static void test_words(void **state) {
    static const struct {
        const char *given, *wanted; /* the words, a bar behind each */
    } commands[] = {
        {"x=pdftotext - -", "pdftotext|-|-|"},
        {"x=  a \t b\n", "a|b|"},
        {"x=a 'b c' \"d e\"f''", "a|b c|d ef|"},
        {"x=a '' \"\"", "a|||"},
        {"x=a b\\ c '\\d' \"\\\"e\\\"\" \\'", "a|b c|\\d|\"e\"|'|"},
        {"x=a $HOME `b` ; | > * ~ &", "a|$HOME|`b`|;|||>|*|~|&|"},
        {"x=a=b", "a=b|"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(commands); i++) {
        filter_list list;
        char words[200] = "";
        assert_int_equal(filters_parse(&list, &commands[i].given, 1, NULL), DOSSIER_OK);
        const char *word = list.filters[0].words.data;
        for (size_t k = 0; k < list.filters[0].word_count; k++, word += strlen(word) + 1)
            snprintf(words + strlen(words), sizeof words - strlen(words), "%s|", word);
        assert_string_equal(words, commands[i].wanted);
        filters_free(&list);
    }
}

static void test_malformed(void **state) {
    static const char *const bad[] = {
        "", "pdf", "=cat", ".=cat", "pdf=", "pdf=  ", "pdf='a", "pdf=\"", "pdf=''", NULL};
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        filter_list list;
        dossier_error err = {0};
        assert_int_equal(filters_parse(&list, &bad[i], 1, &err), DOSSIER_ERR_ARGUMENT);
        assert_true(strlen(err.message) > 10);
        filters_free(&list);
    }
}

static void test_endings(void **state) {
    static const char *const given[] = {"pdf=one", ".DOC=two", "tar.gz=three", "gz.x=four", "pdf=five", "c=six"};
    static const struct {
        const char *name;
        int filter, unpack; /* filter -1: none */
    } names[] = {{"a.pdf", 4, 0}, {"a/b.PDF", 4, 0},    {"a.pdf.gz", 4, 1}, {"x.doc", 1, 0},   {"a.tar.gz", 2, 0},
                 {"a.gz", -1, 0}, {"pdf", -1, 0},       {".pdf", -1, 0},    {"a.pdfx", -1, 0}, {"a.pdf/b", -1, 0},
                 {"a.c", 5, 0},   {"a.doc.c.GZ", 5, 1}, {"", -1, 0},        {"-", -1, 0},      {".gz", -1, 0}};
    filter_list list;
    (void)state;
    assert_int_equal(filters_parse(&list, given, COUNT(given), NULL), DOSSIER_OK);
    for (size_t i = 0; i < COUNT(names); i++) {
        int unpack;
        const filter *f = filter_for(&list, names[i].name, &unpack);
        int found = f == NULL ? -1 : (int)(f - list.filters);
        if (found != names[i].filter || (f != NULL && unpack != names[i].unpack))
            fail_msg("%s: filter %d, unpack %d", names[i].name, found, unpack);
    }
    filters_free(&list);
}

typedef struct outcome {
    char note[800];
    buffer out;
    int code;
    double seconds;
} outcome;

static void on_note(source *s, int skipped, size_t line, size_t column, const char *message) {
    outcome *o = s->context;
    (void)line;
    (void)column;
    assert_int_equal(skipped, 1);
    snprintf(o->note, sizeof o->note, "%s", message);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Runs a command on bytes. */
static void run_on(outcome *o, const char *command, const void *data, size_t size, int unpack,
                   int (*tick)(void *context)) {
    char given[500], name[40];
    const char *const filters[] = {given};
    filter_list list;
    *o = (outcome){0};
    snprintf(given, sizeof given, "x=%s", command);
    snprintf(name, sizeof name, "file-%ld.x", (long)getpid()); /* some run side by side */
    char *path = path_in(test_folder, name);
    write_file(path, data, size);
    source s = {.path = path, .note = on_note, .context = o};
    assert_int_equal(filters_parse(&list, filters, 1, NULL), DOSSIER_OK);
    assert_int_equal(input_open(&s.in, path, NULL, NULL), DOSSIER_OK);
    double begun = now();
    o->code = filter_run(&list.filters[0], &s, unpack, 1, tick, o, &o->out, NULL);
    o->seconds = now() - begun;
    assert_int_equal(buffer_put_byte(&o->out, '\0'), 0);
    input_close(s.in);
    filters_free(&list);
    free(path);
}

static size_t open_descriptors(void) {
    return entries_in("/proc/self/fd");
}

/* Whether nothing that was started is left, running or to be waited for. */
static int has_no_children(void) {
    return waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD;
}

/* A command, and how it goes with it. */
typedef struct command_case {
    const char *command, *note, *out; /* note "": it did not fail */
} command_case;

/* Runs it on bytes and says what was wrong, if anything was. */
static int goes_as_it_should(const command_case *c, int unpack) {
    outcome o;
    size_t descriptors = open_descriptors();
    run_on(&o, c->command, "Hello.", 6, unpack, NULL);
    int failed = c->note[0] != '\0';
    int good = o.code == (failed ? FORMAT_SKIPPED : DOSSIER_OK) && strstr(o.note, c->note) != NULL &&
               (failed || strcmp(o.out.data, c->out) == 0) && o.seconds <= 10 && has_no_children() &&
               open_descriptors() == descriptors;
    if (!good)
        print_error("%s, unpack %d: %d, %s, %.1f s, or something is left open or running\n", c->command, unpack,
                    o.code, o.note, o.seconds);
    buffer_free(&o.out);
    return good;
}

static void test_outcomes(void **state) {
    static const command_case cases[] = {
        {"cat", "", "Hello."},
        {"cat - -", "", "Hello."},
        {"cat /dev/stdin", "", "Hello."},
        {"head -c 2", "", "He"},
        {"echo '$HOME *'", "", "$HOME *\n"},
        {"sh -c 'echo a; echo b >&2'", "", "a\n"},
        {"sh -c 'exec <&-; echo a'", "", "a\n"},
        {"sh -c 'sleep 30 & echo a'", "", "a\n"},
        {"sh -c 'kill -s PIPE $$; echo survived'", "was ended by signal 13", NULL},
        {"true", "\" printed nothing; left out", NULL},
        {"echo ''", "\" printed nothing; left out", NULL},
        {"sh -c 'echo why >&2'", "printed nothing: why; left out", NULL},
        {"false", "\"false\" failed with status 1; left out", NULL},
        {"sh -c 'echo part; echo; echo \" why\" >&2; echo more >&2; exit 7'", "failed with status 7: why; left out",
         NULL},
        {"sh -c 'kill -9 $$'", "was ended by signal 9 (Killed); left out", NULL},
        {"/no/such/program", "could not be run: No such file or directory; left out", NULL},
        {"/", "could not be run: Permission denied; left out", NULL},
        {"yes", "printed over 128 MiB and was stopped; left out", NULL},
    };
    (void)state;
    for (size_t i = 0; i < 2 * COUNT(cases); i++)
        assert_true(goes_as_it_should(&cases[i / 2], i % 2 == 1));
}

/* Those that are too slow, side by side. */
static void test_slow(void **state) {
    static const command_case cases[] = {
        {"sleep 30", "took over 1 s and was stopped; left out", NULL},
        {"sh -c 'trap \"\" TERM; echo slow >&2; echo a; sleep 30'", "took over 1 s and was stopped: slow; left out",
         NULL},
        {"sh -c 'exec >&- 2>&-; sleep 30'", "took over 1 s", NULL},
        {"sh -c 'yes >&2'", "took over 1 s", NULL},
    };
    pid_t children[2 * COUNT(cases)];
    (void)state;
    for (size_t i = 0; i < COUNT(children); i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(goes_as_it_should(&cases[i / 2], i % 2 == 1) ? 0 : 1);
    }
    int good = 1;
    for (size_t i = 0; i < COUNT(children); i++) {
        int status = 0;
        good = children[i] > 0 && waitpid(children[i], &status, 0) == children[i] && status == 0 && good;
    }
    assert_true(good);
}

/* More than a pipe holds, both ways at once, as a file and through a pipe. */
static void test_large(void **state) {
    enum { SIZE = 9 << 20 };
    char *data = malloc(SIZE);
    (void)state;
    assert_non_null(data);
    for (size_t i = 0; i < SIZE; i++)
        data[i] = (char)('a' + i * 31 % 26);
    for (int unpack = 0; unpack < 2; unpack++) {
        outcome o;
        run_on(&o, "cat", data, SIZE, unpack, NULL);
        assert_int_equal(o.code, DOSSIER_OK);
        assert_int_equal(o.out.size, SIZE + 1);
        assert_memory_equal(o.out.data, data, SIZE);
        buffer_free(&o.out);
        /* What it does not read is not its fault. */
        run_on(&o, "head -c 5", data, SIZE, unpack, NULL);
        assert_int_equal(o.code, DOSSIER_OK);
        assert_int_equal(o.out.size, 6);
        buffer_free(&o.out);
    }
    free(data);
}

static int stop_soon(void *context) {
    static int calls;
    (void)context;
    return ++calls > 2;
}

static void test_stop(void **state) {
    (void)state;
    outcome o;
    run_on(&o, "sleep 30", "Hello.", 6, 0, stop_soon);
    assert_int_equal(o.code, DOSSIER_ERR_STOPPED);
    assert_true(o.seconds < 0.9);
    buffer_free(&o.out);
    assert_true(has_no_children());
}

/* What a filter starts ends with it: at the pipe that it writes to, nobody is left. */
static void test_group(void **state) {
    (void)state;
    outcome o;
    char *pipe = path_in(test_folder, "pipe"), command[400], said[100] = "";
    assert_int_equal(mkfifo(pipe, 0600), 0);
    int fd = open(pipe, O_RDONLY | O_NONBLOCK);
    struct pollfd end = {.fd = fd};
    assert_true(fd >= 0);
    snprintf(command, sizeof command, "sh -c '(echo begun; exec sleep 30) > %s & sleep 30'", pipe);
    run_on(&o, command, "Hello.", 6, 0, NULL);
    assert_int_equal(o.code, FORMAT_SKIPPED);
    buffer_free(&o.out);
    assert_int_equal(poll(&end, 1, 10000), 1);
    assert_int_equal(end.revents, POLLHUP);
    assert_int_equal(read(fd, said, sizeof said - 1), strlen("begun\n"));
    assert_string_equal(said, "begun\n");
    close(fd);
    free(pipe);
}

/* A program that embeds the library may treat signals as it likes, and have descriptors open. */
static void test_host(void **state) {
    outcome o;
    sigset_t all, before, after;
    (void)state;
    signal(SIGCHLD, SIG_IGN);
    run_on(&o, "cat", "Hello.", 6, 1, NULL);
    assert_int_equal(o.code, DOSSIER_OK);
    assert_string_equal(o.out.data, "Hello.");
    buffer_free(&o.out);
    signal(SIGCHLD, SIG_DFL);
    sigfillset(&all);
    assert_int_equal(sigprocmask(SIG_BLOCK, &all, &before), 0);
    run_on(&o, "sh -c 'kill -s TERM $$'", "Hello.", 6, 1, NULL);
    assert_non_null(strstr(o.note, "signal 15"));
    buffer_free(&o.out);
    assert_int_equal(sigprocmask(SIG_SETMASK, &before, &after), 0);
    assert_int_equal(sigismember(&after, SIGPIPE), 1);
    int leak = dup(STDOUT_FILENO);
    assert_true(leak > STDERR_FILENO);
    run_on(&o, "ls /proc/self/fd", "Hello.", 6, 0, NULL);
    assert_string_equal(o.out.data, "0\n1\n2\n3\n"); /* 3 is the folder that is listed */
    buffer_free(&o.out);
    close(leak);
}

/* Standard descriptors that are closed are not mistaken for the pipes. */
static void test_closed_standard(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        outcome o;
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
        close(STDERR_FILENO);
        run_on(&o, "cat", "Hello.", 6, 0, NULL);
        int good = o.code == DOSSIER_OK && strcmp(o.out.data, "Hello.") == 0;
        run_on(&o, "cat", "Hello.", 6, 1, NULL);
        _exit(good && o.code == DOSSIER_OK && strcmp(o.out.data, "Hello.") == 0 ? 0 : 1);
    }
    int status;
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),    cmocka_unit_test(test_malformed), cmocka_unit_test(test_endings),
        cmocka_unit_test(test_outcomes), cmocka_unit_test(test_slow),      cmocka_unit_test(test_large),
        cmocka_unit_test(test_stop),     cmocka_unit_test(test_group),     cmocka_unit_test(test_host),
        cmocka_unit_test(test_closed_standard),
    };
    return cmocka_run_group_tests(tests, make_test_folder, remove_test_folder);
}
