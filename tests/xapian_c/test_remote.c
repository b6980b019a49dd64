/* test_remote.c: databases behind xapian-progsrv and xapian-tcpsrv. Skipped where these are not installed.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "helpers.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

static int installed(const char *program) {
    char command[64];

    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    return xapian_has_feature(XAPIAN_FEATURE_REMOTE) && system(command) == 0;
}

#define NEEDS(program)                                           \
    do {                                                         \
        if (!installed(program)) {                               \
            print_message("%s is not installed\n", program);     \
            skip();                                              \
        }                                                        \
    } while (0)

/* What a remote database must do as a local one does. */
static void try_reading(xapian_database *db) {
    xapian_enquire *enquire = enquire_for(db, term_query("town"));
    xapian_mset *mset;
    xapian_document *doc;
    xapian_str s;

    OK(xapian_database_keep_alive(db, &err));
    OK(xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    OK(xapian_mset_fetch(mset, 0, 1, &err));
    OK(xapian_mset_document(mset, 0, &doc, &err));
    OK(xapian_document_data(doc, &s, &err));
    IS(s, samples[4].words);
    xapian_document_free(doc);
    xapian_enquire_free(enquire);
    assert_string_equal(docids(mset), "5 6");
}

static int any(void *ctx, xapian_document *doc) {
    (void)ctx, (void)doc;
    return 1;
}

static double one(const void *ctx, const void *state, const xapian_weight_doc *doc) {
    (void)ctx, (void)state, (void)doc;
    return 1;
}

static double most(const void *ctx, const void *state) {
    (void)ctx, (void)state;
    return 1;
}

static int no_spy(void *ctx, xapian_document *doc, double weight) {
    (void)ctx, (void)doc, (void)weight;
    return 0;
}

static int no_key(void *ctx, xapian_document *doc, xapian_buffer *out) {
    (void)ctx, (void)doc, (void)out;
    return 0;
}

/* What cannot cross to a remote database says so. */
static void try_callbacks(xapian_database *db) {
    const xapian_weight_ops ops = {.size = sizeof ops, .name = "own", .sumpart = one, .maxpart = most};
    const xapian_mset_options options = {.decider = any};
    xapian_enquire *enquire = enquire_for(db, term_query("town"));
    xapian_weight *weight;
    xapian_match_spy *spy;
    xapian_key_maker *maker;
    xapian_mset *mset;

    OK(xapian_match_spy_new(no_spy, NULL, NULL, &spy, &err));
    OK(xapian_enquire_add_match_spy(enquire, spy, &err));
    xapian_match_spy_free(spy);
    FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    OK(xapian_enquire_clear_match_spies(enquire, &err));
    OK(xapian_key_maker_new_multi_value(&maker, &err));
    OK(xapian_key_maker_add_slot(maker, SLOT_PRICE, 0, "", 0, &err));
    OK(xapian_enquire_sort_by_key(enquire, maker, 1, &err));
    xapian_key_maker_free(maker);
    if (is_xapian_2())
        assert_string_equal(run(enquire), "6 5");
    else
        FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    OK(xapian_enquire_sort_by_relevance(enquire, &err));
    FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 9, &options, &mset, &err));
    OK(xapian_weight_new(&ops, NULL, NULL, &weight, &err));
    OK(xapian_enquire_set_weight(enquire, weight, &err));
    FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    xapian_weight_free(weight);
    OK(xapian_weight_new_bool(&weight, &err));
    OK(xapian_enquire_set_weight(enquire, weight, &err));
    xapian_weight_free(weight);
    OK(xapian_key_maker_new(no_key, NULL, NULL, &maker, &err)); /* the last, as 2.x loses the connection */
    OK(xapian_enquire_sort_by_key(enquire, maker, 0, &err));
    xapian_key_maker_free(maker);
    FAILS(XAPIAN_ERR_UNIMPLEMENTED, xapian_enquire_mset(enquire, 0, 9, NULL, &mset, &err));
    xapian_enquire_free(enquire);
}

static void by_program(void **state) {
    xapian_database *db;

    (void)state;
    NEEDS("xapian-progsrv");
    xapian_database_free(sample_disk("remote"));
    OK(xapian_database_open_program("xapian-progsrv", path_of("remote"), 5000, &db, &err));
    assert_int_equal(xapian_database_is_writable(db), 0);
    try_reading(db);
    try_callbacks(db);
    xapian_database_free(db);
    assert_true(xapian_database_open_program("/nonexistent/progsrv", "x", 2000, &db, &err) < 0);
    assert_null(db);
}

static void written_by_program(void **state) {
    char args[160];
    xapian_database *db;
    xapian_doccount n;

    (void)state;
    NEEDS("xapian-progsrv");
    xapian_database_free(sample_disk("remote_written"));
    snprintf(args, sizeof args, "--writable %s", path_of("remote_written"));
    OK(xapian_database_open_program_writable("xapian-progsrv", args, 5000, XAPIAN_DB_OPEN, &db, &err));
    OK(xapian_database_delete_document(db, 1, &err));
    OK(xapian_database_commit(db, &err));
    OK(xapian_database_doccount(db, &n, &err));
    assert_int_equal(n, 5);
    try_reading(db);
    xapian_database_free(db);
}

/* ---- TCP ---- */

/* Starts a server for one database. */
static pid_t serve(const char *path, unsigned port, int writable) {
    char number[16];
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    setpgid(0, 0); /* the server ends with its whole process group */
    snprintf(number, sizeof number, "%u", port);
    execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port", number, path,
           writable ? "--writable" : (char *)NULL, (char *)NULL);
    _exit(127);
}

static void stop_server(pid_t pid) {
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

static unsigned some_port(void) {
    static unsigned turn;

    return 20000 + ((unsigned)getpid() * 7 + turn++ * 101) % 20000;
}

/* Connects, waiting a few seconds for the server to be ready. */
static xapian_database *connect_to(unsigned port, int writable) {
    const struct timespec pause = {0, 20 * 1000 * 1000};
    xapian_database *db = NULL;

    for (int tries = 0; tries < 250 && !db; tries++) {
        if (writable)
            xapian_database_open_tcp_writable("127.0.0.1", port, 5000, 2000, XAPIAN_DB_OPEN, &db, &err);
        else
            xapian_database_open_tcp("127.0.0.1", port, 5000, 2000, &db, &err);
        if (!db)
            nanosleep(&pause, NULL);
    }
    return db;
}

static void over_tcp(void **state) {
    unsigned port = some_port();
    xapian_database *db;
    pid_t pid;

    (void)state;
    NEEDS("xapian-tcpsrv");
    xapian_database_free(sample_disk("tcp"));
    pid = serve(path_of("tcp"), port, 0);
    assert_true(pid > 0);
    db = connect_to(port, 0);
    if (db) {
        try_reading(db);
        xapian_database_free(db);
    }
    stop_server(pid);
    assert_non_null(db);
    FAILS(XAPIAN_ERR_NETWORK, xapian_database_open_tcp("127.0.0.1", port, 1000, 1000, &db, &err));
    assert_non_null(strstr(err.context, "127.0.0.1"));
}

static void written_over_tcp(void **state) {
    unsigned port = some_port();
    xapian_database *db;
    xapian_doccount n = 0;
    pid_t pid;

    (void)state;
    NEEDS("xapian-tcpsrv");
    xapian_database_free(sample_disk("tcp_written"));
    pid = serve(path_of("tcp_written"), port, 1);
    assert_true(pid > 0);
    db = connect_to(port, 1);
    if (db) {
        OK(xapian_database_delete_document(db, 1, &err));
        OK(xapian_database_commit(db, &err));
        xapian_database_free(db);
    }
    stop_server(pid);
    assert_non_null(db);
    OK(xapian_database_open(path_of("tcp_written"), 0, &db, &err));
    OK(xapian_database_doccount(db, &n, &err));
    xapian_database_free(db);
    assert_int_equal(n, 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_program),
        cmocka_unit_test(written_by_program),
        cmocka_unit_test(over_tcp),
        cmocka_unit_test(written_over_tcp),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
