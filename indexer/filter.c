/* filter.c: runs the user's commands on files: without a shell, with a limit of time and of output.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/filter.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/error.h"
#include "indexer/path.h"

enum { PORTION = 64 << 10, POLL_MS = 100, PORTIONS_MOST = 64, COMPLAINT_MOST = 2048, NAP_MS = 20 };

extern char **environ;

/* ------------------------------------------------------------------------------------------- the command line */

/* Splits a command into words.  Returns how many, or -1 where a quotation mark is not closed, -2 without memory. */
static int split_words(const char *command, buffer *words) {
    int count = 0, failed = 0, in_word = 0;
    char quote = '\0';
    for (const char *c = command; *c != '\0'; c++) {
        if (quote == '\0' && isspace((unsigned char)*c)) {
            failed |= in_word && buffer_put_byte(words, '\0') != 0;
            in_word = 0;
            continue;
        }
        count += !in_word;
        in_word = 1;
        if (quote != '\0' && *c == quote)
            quote = '\0';
        else if (quote == '\0' && (*c == '"' || *c == '\''))
            quote = *c;
        else if (*c == '\\' && quote != '\'' && c[1] != '\0')
            failed |= buffer_put_byte(words, (unsigned char)*++c) != 0;
        else
            failed |= buffer_put_byte(words, (unsigned char)*c) != 0;
    }
    failed |= buffer_put_byte(words, '\0') != 0;
    return failed ? -2 : quote != '\0' ? -1 : count;
}

static int parse(filter *f, const char *given, dossier_error *err) {
    const char *equals = given == NULL ? NULL : strchr(given, '=');
    const char *ending = given;
    while (equals != NULL && *ending == '.')
        ending++;
    if (equals == NULL || equals == ending)
        return error_set(err, DOSSIER_ERR_ARGUMENT,
                         "\"%.80s\" is no filter: one is an ending, \"=\" and a command, such as 'pdf=pdftotext - -'",
                         given == NULL ? "" : given);
    int failed = buffer_put_byte(&f->ending, '.') != 0;
    for (const char *c = ending; c < equals; c++)
        failed |= buffer_put_byte(&f->ending, (unsigned char)tolower((unsigned char)*c)) != 0;
    failed |= buffer_put_byte(&f->ending, '\0') != 0;
    failed |= buffer_put(&f->command, equals + 1, strlen(equals + 1) + 1) != 0;
    int count = failed ? -2 : split_words(equals + 1, &f->words);
    if (count == -2)
        return error_memory(err);
    if (count < 0)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "the filter \"%.200s\" has a quotation mark that is not closed",
                         given);
    if (count == 0 || f->words.data[0] == '\0')
        return error_set(err, DOSSIER_ERR_ARGUMENT, "the filter \"%.80s\" has no command behind its \"=\"", given);
    f->word_count = (size_t)count;
    return DOSSIER_OK;
}

int filters_parse(filter_list *list, const char *const *given, size_t count, dossier_error *err) {
    int code = DOSSIER_OK;
    *list = (filter_list){0};
    if (count == 0)
        return DOSSIER_OK;
    list->filters = calloc(count, sizeof *list->filters);
    if (list->filters == NULL)
        return error_memory(err);
    list->count = count;
    for (size_t i = 0; code == DOSSIER_OK && i < count; i++)
        code = parse(&list->filters[i], given[i], err);
    return code;
}

void filters_free(filter_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        buffer_free(&list->filters[i].ending);
        buffer_free(&list->filters[i].command);
        buffer_free(&list->filters[i].words);
    }
    free(list->filters);
    *list = (filter_list){0};
}

static const filter *by_ending(const filter_list *list, const char *name, size_t size) {
    const filter *best = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const filter *f = &list->filters[i];
        size_t n = f->ending.size - 1;
        if (size > n && strncasecmp(name + size - n, f->ending.data, n) == 0 &&
            (best == NULL || f->ending.size >= best->ending.size))
            best = f;
    }
    return best;
}

const filter *filter_for(const filter_list *list, const char *name, int *unpack) {
    const char *slash = strrchr(name, '/');
    if (slash != NULL)
        name = slash + 1;
    size_t size = strlen(name);
    const filter *f = by_ending(list, name, size);
    *unpack = 0;
    if (f != NULL || size <= 3 || strcasecmp(name + size - 3, ".gz") != 0)
        return f;
    *unpack = 1;
    return by_ending(list, name, size - 3);
}

/* ------------------------------------------------------------------------------------------------- the process */

/* A filter while it runs. */
typedef struct process {
    const filter *f;
    source *s;
    pid_t pid;
    int to;         /* its standard input, where that is a pipe; -1: it is closed, or the file itself */
    int from;       /* its standard output and error; -1: closed */
    int complaints;
    int ended;      /* 1: it has ended, and status is how */
    int lost;       /* 1: somebody else has taken its status, and its number may be another's by now */
    int status;
    int nap;           /* ms */
    uint64_t deadline; /* ms */
    buffer *out;
    size_t complaint_size;
    char complaint[COMPLAINT_MOST];
    const char *why; /* why it is stopped; NULL: it is not */
    int code;        /* the error that the run ends with */
    size_t pending;  /* of `portion`: what was read of the source and not yet taken: [at, pending) */
    size_t at;
    int source_done;
    char portion[PORTION];
} process;

static uint64_t now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* A pipe whose ends are none of the standard descriptors, which the process is given in their place. */
static int make_pipe(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) != 0)
        return ends[0] = ends[1] = -1;
    for (int i = 0; i < 2; i++)
        if (ends[i] <= STDERR_FILENO) {
            int moved = fcntl(ends[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
            close(ends[i]);
            ends[i] = moved;
        }
    if (ends[0] >= 0 && ends[1] >= 0)
        return 0;
    close_fd(&ends[0]);
    close_fd(&ends[1]);
    return -1;
}

/* Signals are as a program expects them: none blocked, none of those ignored that we ignore. */
static int set_signals(posix_spawnattr_t *attributes) {
    static const int reset[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD};
    sigset_t none, some;
    sigemptyset(&none);
    sigemptyset(&some);
    for (size_t i = 0; i < sizeof reset / sizeof *reset; i++)
        sigaddset(&some, reset[i]);
    int why = posix_spawnattr_setsigmask(attributes, &none);
    if (why == 0)
        why = posix_spawnattr_setsigdefault(attributes, &some);
    /* A group of its own, so that what it starts can be ended with it. */
    if (why == 0)
        why = posix_spawnattr_setpgroup(attributes, 0);
    return why != 0 ? why
                    : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                               POSIX_SPAWN_SETSIGDEF);
}

/* Starts the command.  0, or errno. */
static int spawn(process *p, int in, int out, int err) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char **words = calloc(p->f->word_count + 1, sizeof *words);
    if (words == NULL || posix_spawn_file_actions_init(&actions) != 0)
        return free(words), ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0)
        return posix_spawn_file_actions_destroy(&actions), free(words), ENOMEM;
    char *word = p->f->words.data;
    for (size_t i = 0; i < p->f->word_count; i++, word += strlen(word) + 1)
        words[i] = word;
    int why = posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    why = why != 0 ? why : posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    why = why != 0 ? why : posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    /* An embedding program may have descriptors open that are not closed on exec. */
    why = why != 0 ? why : posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    why = why != 0 ? why : set_signals(&attributes);
    why = why != 0 ? why : posix_spawnp(&p->pid, words[0], &actions, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    free(words);
    return why;
}

/* Opens the pipes and the file, and starts the command.  0, or errno. */
static int start(process *p, int unpack) {
    int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1}, why = 0;
    int piped = unpack || !S_ISREG(input_stat(p->s->in)->st_mode);
    if (make_pipe(out) != 0 || make_pipe(err) != 0 || (piped && make_pipe(in) != 0)) {
        why = errno;
    } else if (!piped) {
        in[0] = path_open(p->s->path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
        if (in[0] >= 0 && in[0] <= STDERR_FILENO) {
            int moved = fcntl(in[0], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
            close(in[0]);
            in[0] = moved;
        }
        why = in[0] < 0 ? errno : 0;
    }
    if (why == 0)
        why = spawn(p, in[0], out[1], err[1]);
    close_fd(&in[0]);
    close_fd(&out[1]);
    close_fd(&err[1]);
    p->to = in[1];
    p->from = out[0];
    p->complaints = err[0];
    int mine[] = {p->to, p->from, p->complaints};
    for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
        if (mine[i] >= 0)
            fcntl(mine[i], F_SETFL, O_NONBLOCK);
    return why;
}

/* ------------------------------------------------------------------------------------------------- its streams */

/* Reads what it has printed. */
static void read_output(process *p) {
    while (p->why == NULL && p->from >= 0) {
        if (buffer_reserve(p->out, PORTION) != 0) {
            p->why = "";
            p->code = DOSSIER_ERR_MEMORY;
            return;
        }
        ssize_t n = read(p->from, p->out->data + p->out->size, PORTION);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            close_fd(&p->from);
            return;
        }
        p->out->size += (size_t)n;
        if (p->out->size > FILTER_OUTPUT_MAX)
            p->why = "printed over 128 MiB";
    }
}

/* Reads what it complains of; only the beginning is kept. */
static void read_complaints(process *p) {
    char more[4096];
    while (p->complaints >= 0) {
        ssize_t n = read(p->complaints, more, sizeof more);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            close_fd(&p->complaints);
            return;
        }
        size_t room = sizeof p->complaint - 1 - p->complaint_size;
        size_t kept = (size_t)n < room ? (size_t)n : room;
        memcpy(p->complaint + p->complaint_size, more, kept);
        p->complaint_size += kept;
        if (kept < (size_t)n && room == 0)
            return; /* it may complain without end: the deadline is looked at in between */
    }
}

/* write(), without the signal that a closed pipe sends: it is the whole process's, and none of ours to set. */
static ssize_t write_quietly(int fd, const char *data, size_t size) {
    static const struct timespec at_once = {0, 0};
    sigset_t pipe_signal, pending, before;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    ssize_t n = write(fd, data, size);
    int why = errno;
    if (n < 0 && why == EPIPE && !sigismember(&pending, SIGPIPE))
        while (sigtimedwait(&pipe_signal, NULL, &at_once) < 0 && errno == EINTR)
            ;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return n;
}

/* Writes to it what it has room for.  One that has closed its standard input needs no more. */
static void write_input(process *p, dossier_error *err) {
    for (int portions = 0; p->to >= 0 && p->why == NULL && portions < PORTIONS_MOST; portions++) {
        if (p->at == p->pending && !p->source_done) {
            p->at = p->pending = 0;
            int code = input_read(p->s->in, p->portion, sizeof p->portion, &p->pending, err);
            p->source_done = p->pending < sizeof p->portion;
            if (code != DOSSIER_OK) {
                p->why = "";
                p->code = code;
                return;
            }
        }
        if (p->at == p->pending) {
            close_fd(&p->to);
            return;
        }
        ssize_t n = write_quietly(p->to, p->portion + p->at, p->pending - p->at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n < 0)
            close_fd(&p->to);
        else
            p->at += (size_t)n;
    }
}

/* --------------------------------------------------------------------------------------------------- its end */

/* Whether it has ended.  It is left to be waited for, so that its number, which is that of its group, stays its
 * own until the group is ended. */
static int has_ended(process *p) {
    siginfo_t info = {0};
    if (p->ended)
        return 1;
    int result;
    do
        result = waitid(P_PID, (id_t)p->pid, &info, WEXITED | WNOHANG | WNOWAIT);
    while (result != 0 && errno == EINTR);
    /* A program that ignores SIGCHLD, or waits for any child, is all that knows how it ended. */
    p->lost = result != 0;
    p->ended = result != 0 || info.si_pid == p->pid;
    return p->ended;
}

/* Ends all that is left of it, and takes its status. */
static void finish(process *p) {
    close_fd(&p->to);
    close_fd(&p->from);
    close_fd(&p->complaints);
    if (!p->lost)
        kill(-p->pid, SIGKILL);
    while (waitpid(p->pid, &p->status, 0) < 0) {
        if (errno != EINTR) {
            p->status = 0;
            return;
        }
    }
}

/* Waits until something can be read or written. */
static void wait_for(process *p) {
    struct pollfd fds[] = {{.fd = p->from, .events = POLLIN},
                           {.fd = p->complaints, .events = POLLIN},
                           {.fd = p->to, .events = POLLOUT}};
    uint64_t now = now_ms(), left = p->deadline > now ? p->deadline - now : 0;
    /* Having closed its output, it is about to end. */
    p->nap = p->from >= 0 ? POLL_MS : p->nap >= POLL_MS ? 1 : p->nap * 2 < NAP_MS ? p->nap * 2 : NAP_MS;
    poll(fds, sizeof fds / sizeof *fds, left < (uint64_t)p->nap ? (int)left : p->nap);
}

/* Goes on until it ends, or is to be stopped. */
static void attend(process *p, int (*tick)(void *context), void *context, dossier_error *err) {
    for (int ended = 0; !ended && p->why == NULL;) {
        /* What it has printed before it ended is there to be read after that was seen. */
        ended = has_ended(p);
        read_output(p);
        read_complaints(p);
        write_input(p, err);
        if (!ended && p->why == NULL && now_ms() >= p->deadline)
            p->why = "took too long";
        if (p->why == NULL && tick != NULL && tick(context) != 0) {
            p->why = "";
            p->code = error_set(err, DOSSIER_ERR_STOPPED, "stopped");
        }
        if (!ended && p->why == NULL)
            wait_for(p);
    }
}

/* The first line of what it complained of. */
static const char *first_line(process *p) {
    char *at = p->complaint;
    at += strspn(at, " \t\r\n");
    at[strcspn(at, "\r\n")] = '\0';
    return at;
}

/* Tells how it failed.  Returns FORMAT_SKIPPED, or DOSSIER_OK where it did not. */
static int judge(process *p, unsigned seconds) {
    const char *said = first_line(p), *command = p->f->command.data, *between = *said == '\0' ? "" : ": ";
    size_t at = 0;
    while (at < p->out->size && isspace((unsigned char)p->out->data[at]))
        at++;
    if (p->why != NULL && strcmp(p->why, "took too long") == 0)
        source_note(p->s, 1, 0, 0, "its filter \"%.120s\" took over %u s and was stopped%s%.200s; left out", command,
                    seconds, between, said);
    else if (p->why != NULL)
        source_note(p->s, 1, 0, 0, "its filter \"%.120s\" %s and was stopped; left out", command, p->why);
    else if (WIFSIGNALED(p->status))
        source_note(p->s, 1, 0, 0, "its filter \"%.120s\" was ended by signal %d (%s)%s%.200s; left out", command,
                    WTERMSIG(p->status), strsignal(WTERMSIG(p->status)), between, said);
    else if (WEXITSTATUS(p->status) != 0)
        source_note(p->s, 1, 0, 0, "its filter \"%.120s\" failed with status %d%s%.200s; left out", command,
                    WEXITSTATUS(p->status), between, said);
    else if (at == p->out->size)
        source_note(p->s, 1, 0, 0, "its filter \"%.120s\" printed nothing%s%.200s; left out", command, between, said);
    else
        return DOSSIER_OK;
    return FORMAT_SKIPPED;
}

int filter_run(const filter *f, source *s, int unpack, unsigned seconds, int (*tick)(void *context), void *context,
               buffer *out, dossier_error *err) {
    process *p = calloc(1, sizeof *p);
    if (p == NULL)
        return error_memory(err);
    if (seconds == 0)
        seconds = FILTER_SECONDS;
    *p = (process){.f = f,
                   .s = s,
                   .out = out,
                   .nap = POLL_MS,
                   .deadline = now_ms() + (uint64_t)seconds * 1000};
    int why = start(p, unpack), code = FORMAT_SKIPPED;
    if (why != 0) {
        close_fd(&p->to);
        close_fd(&p->from);
        close_fd(&p->complaints);
        source_note(s, 1, 0, 0, "its filter \"%.120s\" could not be run: %s; left out", f->command.data,
                    strerror(why));
    } else {
        attend(p, tick, context, err);
        finish(p);
        code = p->code == DOSSIER_ERR_MEMORY ? error_memory(err) : p->code;
        if (code == DOSSIER_OK)
            code = judge(p, seconds);
    }
    free(p);
    return code;
}
