/* test_crash.c: an index after its writer was killed, or was refused by the system, at any moment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The writer's state after commit N is known from N alone: one marker article of each commit, one article
 * that each replaces, and one that every other one removes.  Whatever happened, the index must open and be
 * one such state.  DOSSIER_TEST_KILLS kills it more often than usual. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/support.h"

/* ------------------------------------------------------------------------------ refusing the system */

/* The calls below stand before those of the C library, also for libxapian: the one numbered `refuse_at` is
 * refused. */
static long calls;
static long refuse_at;
static bool refuse_on; /* and all after it */
static char refused[512];

static bool refuses(const char *name, const char *path) {
    if (refuse_at == 0)
        return false;
    long call = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    if (call != refuse_at && !(refuse_on && call > refuse_at))
        return false;
    if (call == refuse_at)
        snprintf(refused, sizeof refused, "%s(%s)", name, path);
    return true;
}

#define NEXT(name, type) ((type)(uintptr_t)dlsym(RTLD_NEXT, name))

/* A machine that goes on keeps what was written, synced or not: waiting for the disk would only take time. */
int fsync(int fd) {
    if (refuses("fsync", ""))
        return errno = EIO, -1;
    (void)fd;
    return 0;
}

int fdatasync(int fd) {
    if (refuses("fdatasync", ""))
        return errno = EIO, -1;
    (void)fd;
    return 0;
}

int rename(const char *from, const char *to) {
    if (refuses("rename", to))
        return errno = EIO, -1;
    return NEXT("rename", int (*)(const char *, const char *))(from, to);
}

ssize_t write(int fd, const void *data, size_t size) {
    if (refuses("write", ""))
        return errno = ENOSPC, -1;
    return NEXT("write", ssize_t(*)(int, const void *, size_t))(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    if (refuses("pwrite", ""))
        return errno = ENOSPC, -1;
    return NEXT("pwrite", ssize_t(*)(int, const void *, size_t, off_t))(fd, data, size, at);
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (refuses("open", path))
        return errno = EMFILE, -1;
    return NEXT("open", int (*)(const char *, int, ...))(path, flags, mode);
}

int mkdir(const char *path, mode_t mode) {
    if (refuses("mkdir", path))
        return errno = ENOSPC, -1;
    return NEXT("mkdir", int (*)(const char *, mode_t))(path, mode);
}

int unlink(const char *path) {
    if (refuses("unlink", path))
        return errno = EIO, -1;
    return NEXT("unlink", int (*)(const char *))(path);
}

/* What is refused is closed all the same, as the system does. */
int close(int fd) {
    int status = NEXT("close", int (*)(int))(fd);
    if (refuses("close", ""))
        return errno = EIO, -1;
    return status;
}

ssize_t pread(int fd, void *to, size_t size, off_t at) {
    if (refuses("pread", ""))
        return errno = EIO, -1;
    return NEXT("pread", ssize_t(*)(int, void *, size_t, off_t))(fd, to, size, at);
}

int fstat(int fd, struct stat *to) {
    if (refuses("fstat", ""))
        return errno = EIO, -1;
    return NEXT("fstat", int (*)(int, struct stat *))(fd, to);
}

int ftruncate(int fd, off_t size) {
    if (refuses("ftruncate", ""))
        return errno = EIO, -1;
    return NEXT("ftruncate", int (*)(int, off_t))(fd, size);
}

int sync_file_range(int fd, off_t at, off_t size, unsigned flags) {
    if (refuses("sync_file_range", ""))
        return errno = EIO, -1;
    return NEXT("sync_file_range", int (*)(int, off_t, off_t, unsigned))(fd, at, size, flags);
}

void *mmap(void *near, size_t size, int protection, int flags, int fd, off_t at) {
    if (fd >= 0 && refuses("mmap", ""))
        return errno = ENOMEM, MAP_FAILED;
    return NEXT("mmap", void *(*)(void *, size_t, int, int, int, off_t))(near, size, protection, flags, fd, at);
}

/* ------------------------------------------------------------------------------------- known states */

static void put_text(char *to, size_t room, unsigned long seed, size_t count) {
    rng r = {seed};
    size_t used = (size_t)snprintf(to, room, "commit%lu begins.", seed);
    for (size_t i = 0; i < count && used + 32 < room; i++)
        used += (size_t)snprintf(to + used, room - used, " w%zu%s", rng_below(&r, 2000),
                                 rng_once_in(&r, 9) ? "." : "");
}

static int add_text(dossier_writer *w, const char *key, unsigned long seed, size_t count,
                    dossier_error *err) {
    static char text[1 << 16];
    put_text(text, sizeof text, seed, count);
    dossier_article a = article_of(key, "crash", text);
    return dossier_writer_add(w, &a, err);
}

/* Adds and commits what commit n (from 1) has. */
static int make_commit(dossier_writer *w, unsigned long n, dossier_error *err) {
    char key[32];
    snprintf(key, sizeof key, "marker-%lu", n);
    int status = add_text(w, key, n, 300, err);
    if (status >= 0)
        status = add_text(w, "replaced", n, 50, err);
    if (status >= 0)
        status = n % 2 == 0 ? dossier_writer_remove(w, dossier_string("odd"), err)
                            : add_text(w, "odd", n, 50, err);
    return status >= 0 ? dossier_writer_commit(w, err) : status;
}

/* What is the matter with an index; "" for nothing. */
static char fault[1200];

static bool wrong(const char *what, unsigned long n) {
    snprintf(fault, sizeof fault, "%s (%lu)", what, n);
    return false;
}

/* The keys of the articles with a phrase, each followed by a space, and their number; -1 where it cannot be
 * asked. */
static long keys_with(dossier_index *index, const char *phrase, char *keys, size_t room) {
    dossier_error err;
    dossier_result *result;
    dossier_search_options o = {.ranking_only = 0, .limit = 50, .group = DOSSIER_GROUP_ARTICLE};
    if (dossier_search(index, dossier_string(phrase), &o, &result, &err) != DOSSIER_OK) {
        wrong(err.message, 0);
        return -1;
    }
    size_t count = dossier_result_count(result), used = 0;
    keys[0] = '\0';
    for (size_t i = 0; i < count && used + 64 < room; i++)
        used += (size_t)snprintf(keys + used, room - used, "%s ",
                                 dossier_result_hit(result, i)->article.key.data);
    dossier_result_free(result);
    return (long)count;
}

/* Whether the articles of commit i are there as they must be in the state after commit n. */
static bool has_commit(dossier_index *index, unsigned long i, unsigned long n) {
    char phrase[64], marker[64], keys[4096];
    snprintf(phrase, sizeof phrase, "\"commit%lu begins\"", i);
    snprintf(marker, sizeof marker, "marker-%lu ", i);
    long count = keys_with(index, phrase, keys, sizeof keys);
    if (count < 0)
        return false;
    if (count != (i < n ? 1 : n % 2 == 0 ? 2 : 3) || strstr(keys, marker) == NULL)
        return wrong("it holds other articles than this commit's", i);
    if (i == n && (strstr(keys, "replaced ") == NULL || (n % 2 == 1 && strstr(keys, "odd ") == NULL)))
        return wrong("it lacks an article of its last commit", n);
    return true;
}

/* The commit that an open index is at; -1 where it is at none. */
static long commit_of(dossier_index *index) {
    char keys[256];
    dossier_info info;
    dossier_error err;
    if (dossier_index_info(index, &info, &err) != DOSSIER_OK)
        return wrong(err.message, 0), -1;
    long odd = keys_with(index, "key:odd", keys, sizeof keys);
    if (odd < 0)
        return -1;
    /* n markers, the replaced one and, of odd commits, the odd one. */
    unsigned long n = (unsigned long)info.articles - (odd > 0 ? 2 : 1);
    for (unsigned long i = 1; i <= n; i++)
        if (!has_commit(index, i, n))
            return -1;
    return (long)n;
}

/* Opens the index, checks that it is the state after one commit, and says which; 0: there is no index yet;
 * -1: fault says what is the matter. */
static long look_at(const char *dir) {
    dossier_error err;
    dossier_index *index;
    int status = dossier_open(&index, &dir, 1, &err);
    if (status == DOSSIER_ERR_NO_INDEX)
        return 0;
    if (status != DOSSIER_OK)
        return wrong(err.message, 0), -1;
    long n = commit_of(index);
    dossier_close(index);
    return n;
}

static unsigned long state_of(const char *dir) {
    long n = look_at(dir);
    if (n < 0)
        fail_msg("%s", fault);
    return (unsigned long)n;
}

/* A new writer opens the index and goes on. */
static void go_on(const char *dir, unsigned long n) {
    dossier_error err;
    dossier_writer *w = open_writer(dir, NULL);
    assert_ok(make_commit(w, n + 1, &err), &err);
    dossier_writer_close(w);
    assert_int_equal(state_of(dir), n + 1);
    assert_int_equal(entries_in(dir), 3);
}

static dossier_writer_options way(bool apart) {
    return (dossier_writer_options){
        .backend = test_backend, .expected_bytes = apart ? (uint64_t)1 << 40 : 1, .threads = 2};
}

/* ------------------------------------------------------------------------------------------- killed */

/* Commits until it is killed; opens the writer again now and then, to write apart and in place in turns. */
static void commit_for_ever(const char *dir, unsigned long n, rng r) {
    for (;;) {
        dossier_error err;
        dossier_writer *w;
        dossier_writer_options o = way(rng_once_in(&r, 2));
        if (dossier_writer_open(&w, dir, &o, &err) != DOSSIER_OK)
            _exit(2);
        for (size_t left = 1 + rng_below(&r, 3); left > 0; left--)
            if (make_commit(w, ++n, &err) != DOSSIER_OK ||
                (rng_once_in(&r, 3) && dossier_writer_optimize(w, &err) != DOSSIER_OK))
                _exit(3);
        dossier_writer_close(w);
    }
}

static void test_killed(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "idx");
    rng r = {20221};
    unsigned long n = 0;
    const char *given = getenv("DOSSIER_TEST_KILLS");
    for (long round = 0, rounds = given == NULL ? 60 : strtol(given, NULL, 10); round < rounds; round++) {
        rng mine = {rng_next(&r)};
        unsigned wait = (unsigned)rng_below(&r, 40000);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            commit_for_ever(dir, n, mine);
        usleep(wait);
        kill(child, SIGKILL);
        int how;
        assert_int_equal(waitpid(child, &how, 0), child);
        if (!WIFSIGNALED(how))
            fail_msg("the writer failed by itself: %d", WEXITSTATUS(how));
        unsigned long now = state_of(dir);
        assert_true(now >= n);
        n = now;
        if (round % 4 == 3)
            go_on(dir, n++);
        if (n > 60) {
            free(dir);
            remove_folder(folder);
            folder = make_folder();
            dir = path_in(folder, "idx");
            n = 0;
        }
    }
    free(dir);
    remove_folder(folder);
}

/* ----------------------------------------------------------------------------------- read meanwhile */

/* In a child: reads until it is told to stop; 0 where all that it saw was one commit, and never an older one. */
static int read_on(const char *dir, const char *stop) {
    const char *dirs[] = {dir};
    for (long last = 0; !path_exists(stop);) {
        dossier_index *index;
        dossier_error err;
        if (dossier_open(&index, dirs, 1, &err) != DOSSIER_OK) {
            print_error("opening: %s\n", err.message);
            return 1;
        }
        for (int i = 0; i < 3; i++) {
            long n = commit_of(index);
            if (n < last) {
                print_error("commit %ld after %ld: %s\n", n, last, n < 0 ? fault : "");
                return 1;
            }
            last = n;
        }
        dossier_close(index);
    }
    return 0;
}

static void test_readers_in_other_processes(void **state) {
    (void)state;
    enum { READERS = 3, COMMITS = 50 };
    /* Between two searches libxapian's readers may be opened anew, at a later commit. */
    if (strcmp(test_backend, "packed") != 0)
        skip();
    char *folder = make_folder(), *dir = path_in(folder, "idx"), *stop = path_in(folder, "stop");
    dossier_writer_options o = way(false);
    dossier_writer *w = open_writer(dir, &o);
    dossier_error err;
    pid_t children[READERS];
    assert_ok(make_commit(w, 1, &err), &err);
    for (int i = 0; i < READERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            _exit(read_on(dir, stop));
    }
    for (unsigned long n = 2; n <= COMMITS; n++) {
        assert_ok(make_commit(w, n, &err), &err);
        if (n % 9 == 0)
            assert_ok(dossier_writer_optimize(w, &err), &err);
    }
    write_file(stop, "", 0);
    int failed = 0;
    for (int i = 0; i < READERS; i++) {
        int how;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        failed += how != 0;
    }
    assert_int_equal(failed, 0);
    dossier_writer_close(w);
    free(stop);
    free(dir);
    remove_folder(folder);
}

/* ------------------------------------------------------------------------------------------ refused */

/* Adds and removes so many small articles that they do not fit into the least memory. */
static int add_in_vain(dossier_writer *w, dossier_error *err) {
    enum { ARTICLES = 6000 };
    char key[32], text[64];
    int status = DOSSIER_OK;
    for (unsigned i = 0; i < 2 * ARTICLES && status >= 0; i++) {
        snprintf(key, sizeof key, "vain-%u", i % ARTICLES);
        snprintf(text, sizeof text, "vanity%u is in vain%u.", i, i * 7);
        dossier_article a = article_of(key, "vain", text);
        status = i < ARTICLES ? dossier_writer_add(w, &a, err) : dossier_writer_remove(w, dossier_string(key), err);
    }
    return status;
}

static bool in_vain; /* commits do that first */

/* Makes a commit with call `at` refused: its status; *ended where there was no such call. */
static int refuse_once(const char *dir, unsigned long n, bool apart, long at, bool *ended) {
    dossier_error err = {0};
    dossier_writer *w = NULL;
    dossier_writer_options o = way(apart);
    o.memory = 1;
    calls = 0;
    refuse_at = at;
    refused[0] = '\0';
    int status = dossier_writer_open(&w, dir, &o, &err);
    if (status == DOSSIER_OK && in_vain)
        status = add_in_vain(w, &err);
    if (status >= 0)
        status = make_commit(w, n + 1, &err);
    dossier_writer_close(w);
    *ended = calls < at;
    refuse_at = 0;
    if (status < 0 && (err.message[0] == '\0' || err.code != status))
        print_error("%s: status %d, error %d: %s\n", refused, status, err.code, err.message);
    return status;
}

/* Whether the index is as it must be once a commit was refused, or not. */
static bool is_whole(const char *dir, unsigned long before, int status) {
    long now = look_at(dir);
    if (now < 0)
        return false;
    if ((unsigned long)now != before && (unsigned long)now != before + 1)
        return wrong("it is at another commit", (unsigned long)now);
    if (status == DOSSIER_OK && (unsigned long)now != before + 1)
        return wrong("the commit is said to be done, and is not", before + 1);
    dossier_error err;
    dossier_writer *w = NULL;
    dossier_writer_options o = way(true);
    if (dossier_writer_open(&w, dir, &o, &err) != DOSSIER_OK ||
        make_commit(w, (unsigned long)now + 1, &err) != DOSSIER_OK)
        wrong(err.message, 0);
    dossier_writer_close(w);
    return look_at(dir) == now + 1;
}

/* Refuses each call of a commit in turn, on a fresh index each time. */
static void refuse_each(bool apart, bool on, unsigned long before) {
    size_t faults = 0;
    refuse_on = on;
    for (long at = 1, ended = 0; !ended; at++) {
        char *folder = make_folder(), *dir = path_in(folder, "idx");
        dossier_error err;
        dossier_writer *w = before > 0 ? open_writer(dir, NULL) : NULL;
        for (unsigned long i = 1; i <= before; i++)
            assert_ok(make_commit(w, i, &err), &err);
        dossier_writer_close(w);
        bool over;
        int status = refuse_once(dir, before, apart, at, &over);
        ended = over;
        if (!is_whole(dir, before, status)) {
            print_error("call %ld, %s, refused%s: status %d, then: %s\n", at, refused,
                        on ? " and all after it" : "", status, fault);
            faults++;
        }
        free(dir);
        remove_folder(folder);
    }
    assert_int_equal(faults, 0);
}

static void test_one_call_refused_apart(void **state) {
    (void)state;
    refuse_each(true, false, 2);
}

static void test_one_call_refused_in_place(void **state) {
    (void)state;
    refuse_each(false, false, 2);
}

static void test_one_call_refused_first_commit(void **state) {
    (void)state;
    refuse_each(true, false, 0);
}

/* Of a commit that puts aside in files what does not fit into memory. */
static void test_one_call_refused_of_a_large_commit(void **state) {
    (void)state;
    if (strcmp(test_backend, "packed") != 0)
        skip();
    in_vain = true;
    refuse_each(false, false, 1);
    in_vain = false;
}

static void test_all_calls_refused_from_one_on(void **state) {
    (void)state;
    refuse_each(true, true, 1);
    refuse_each(false, true, 1);
}

/* ------------------------------------------------------------------------------------- no more room */

/* In a child: commits with files of at most `most` bytes; says on the exit status whether all went by the
 * rules. */
static void commit_limited(const char *dir, unsigned long n, bool apart, rlim_t most) {
    dossier_error err;
    dossier_writer *w;
    dossier_writer_options o = way(apart);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {most, most};
    setrlimit(RLIMIT_FSIZE, &limit);
    int status = dossier_writer_open(&w, dir, &o, &err);
    if (status == DOSSIER_OK)
        status = make_commit(w, n + 1, &err);
    dossier_writer_close(w);
    _exit(status == DOSSIER_OK ? 0 : status == DOSSIER_ERR_IO ? 1 : 2);
}

static void test_file_size_limit(void **state) {
    (void)state;
    char *folder = make_folder(), *dir = path_in(folder, "idx");
    rng r = {7};
    unsigned long n = 0;
    for (int round = 0; round < 40; round++) {
        bool apart = rng_once_in(&r, 2);
        rlim_t most = (rlim_t)rng_below(&r, round < 20 ? 60000 : 400000);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            commit_limited(dir, n, apart, most);
        int how;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFEXITED(how));
        unsigned long now = state_of(dir);
        assert_true(now == n || now == n + 1);
        if (WEXITSTATUS(how) == 0)
            assert_int_equal(now, n + 1);
        if (WEXITSTATUS(how) == 2)
            print_message("a file that may not grow was not DOSSIER_ERR_IO\n");
        n = now;
        if (round % 5 == 4)
            go_on(dir, n++);
    }
    free(dir);
    remove_folder(folder);
}

/* Commits until a small disk is full; the number of commits, with *status and *err what then came. */
static long fill_disk(const char *dir, int *status, dossier_error *err) {
    long n = 0;
    *status = DOSSIER_OK;
    for (rng r = {3}; *status == DOSSIER_OK && n >= 0 && n < 10000; n = look_at(dir)) {
        dossier_writer *w;
        dossier_writer_options o = way(rng_once_in(&r, 2));
        *status = dossier_writer_open(&w, dir, &o, err);
        if (*status == DOSSIER_OK)
            *status = make_commit(w, (unsigned long)n + 1, err);
        dossier_writer_close(w);
    }
    return n;
}

/* Tries to go on with a full disk: whether the index stays one commit. */
static bool go_on_without_room(const char *dir, long n) {
    for (int i = 0; i < 6; i++) {
        dossier_error err;
        dossier_writer_options o = way(i % 2 == 0);
        dossier_writer *w;
        if (dossier_writer_open(&w, dir, &o, &err) == DOSSIER_OK)
            make_commit(w, (unsigned long)n + 1, &err);
        dossier_writer_close(w);
        long now = look_at(dir);
        if (now != n && now != n + 1)
            return false;
        n = now;
    }
    return true;
}

static void test_full_disk(void **state) {
    (void)state;
    char *folder = make_folder(), *disk = path_in(folder, "disk"), *dir = path_in(disk, "idx");
    assert_int_equal(mkdir(disk, 0777), 0);
    /* Room for some tens of commits. */
    const char *size = strcmp(test_backend, "packed") == 0 ? "size=300k" : "size=1500k";
    bool mounted = mount("none", disk, "tmpfs", 0, size) == 0;
    int status = DOSSIER_OK;
    dossier_error err = {0};
    long n = mounted ? fill_disk(dir, &status, &err) : 0;
    bool whole = mounted && n >= 0 && go_on_without_room(dir, n);
    if (mounted)
        assert_int_equal(umount(disk), 0);
    free(dir);
    free(disk);
    remove_folder(folder);
    if (!mounted) {
        print_message("skipped: a full disk: a small one cannot be mounted here\n");
        skip();
    }
    if (n <= 0 || !whole)
        fail_msg("a full disk: at commit %ld: %s", n, fault);
    if (status != DOSSIER_ERR_IO || err.sys_errno != ENOSPC)
        fail_msg("a full disk gave status %d, errno %d: %s", status, err.sys_errno, err.message);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_killed),
        cmocka_unit_test(test_readers_in_other_processes),
        cmocka_unit_test(test_one_call_refused_apart),
        cmocka_unit_test(test_one_call_refused_in_place),
        cmocka_unit_test(test_one_call_refused_first_commit),
        cmocka_unit_test(test_one_call_refused_of_a_large_commit),
        cmocka_unit_test(test_all_calls_refused_from_one_on),
        cmocka_unit_test(test_file_size_limit),
        cmocka_unit_test(test_full_disk),
    };
    return run_for_each_backend(tests);
}
