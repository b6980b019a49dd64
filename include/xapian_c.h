/* xapian_c.h: C bindings for libxapian, the search engine library.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Introduction
 *
 * This header is the whole manual. It stands alone: neither xapian.h nor a C++ compiler is needed to use it.
 * Link with libxapian-c (pkg-config xapian-c), or compile engine/xapian/xapian_c.cc into the program and link
 * with libxapian and the C++ library. It works with Xapian 1.4 (1.4.22 or later) and 2.x.
 *
 * Indexing:
 *
 *     xapian_error err;
 *     xapian_database *db = NULL;
 *     xapian_document *doc = NULL;
 *     xapian_docid id;
 *     static const xapian_termpos places[] = {1, 7};
 *
 *     if (xapian_database_open_writable("books.db", XAPIAN_DB_CREATE_OR_OPEN, 0, &db, &err) ||
 *         xapian_document_new(&doc, &err) ||
 *         xapian_document_set_data(doc, "Moby-Dick", XAPIAN_CSTR, &err) ||
 *         xapian_document_add_postings(doc, "whale", XAPIAN_CSTR, places, 2, 1, &err) ||
 *         xapian_database_add_document(db, doc, &id, &err) ||
 *         xapian_database_commit(db, &err))
 *         fprintf(stderr, "%s: %s\n", err.type, err.message);
 *     xapian_document_free(doc);
 *     xapian_database_free(db);
 *
 * Searching:
 *
 *     xapian_query *query = NULL;
 *     xapian_enquire *enquire = NULL;
 *     xapian_mset *mset = NULL;
 *
 *     if (xapian_database_open("books.db", 0, &db, &err) ||
 *         xapian_query_new_term("whale", XAPIAN_CSTR, 1, 0, &query, &err) ||
 *         xapian_enquire_new(db, &enquire, &err) ||
 *         xapian_enquire_set_query(enquire, query, 0, &err) ||
 *         xapian_enquire_mset(enquire, 0, 10, NULL, &mset, &err)) {
 *         fprintf(stderr, "%s: %s\n", err.type, err.message);
 *     } else {
 *         for (xapian_doccount i = 0; i < xapian_mset_size(mset); i++) {
 *             xapian_hit hit;
 *             if (xapian_mset_hit(mset, i, &hit, &err) == XAPIAN_OK)
 *                 printf("%u. document %u, weight %g\n", hit.rank + 1, hit.docid, hit.weight);
 *         }
 *     }
 *     xapian_mset_free(mset);
 *     xapian_enquire_free(enquire);
 *     xapian_query_free(query);
 *     xapian_database_free(db);
 *
 * Sections, in order of need:
 *      1  Versions and features
 *      2  Types, strings, errors
 *      3  Databases: open, read, write, maintain
 *      4  Documents
 *      5  Iterators: terms, postings, positions, values
 *      6  Queries
 *      7  Weighting schemes, yours included
 *      8  Enquire: running a search
 *      9  MSet, RSet, ESet: what a search gives
 *     10  Match spies and key makers
 *     11  Stemmers and stoppers
 *     12  Term generator: text to terms
 *     13  Query parser: text to queries
 *     14  Posting sources, yours included
 *     15  Registry
 *     16  Serialised numbers
 * Not bound: geospatial search (Xapian::LatLong*), clustering and diversification, replication, Unicode
 * tables; ready-made match and expand deciders (a callback of a line does the same); schemes and spies of
 * your own on remote databases, which only a server of your own could run; what only Xapian 2.x has, but for
 * the features listed in section 1.
 *
 * Status
 *     A function that can fail returns int: XAPIAN_OK (0), or a negative XAPIAN_ERR_* code; it returns more
 *     than zero only where its comment says so. Nothing prints, nothing aborts, no C++ exception gets out. On
 *     an error a pointer to a new object (**out) is set to NULL, other results are not touched.
 *
 * Strings
 *     A string goes in as pointer and length and may hold any bytes, NUL included. The length XAPIAN_CSTR
 *     means "up to the first NUL". NULL with length 0 is the empty string. Only what cannot hold a NUL is a
 *     plain C string: paths, host names, programs, languages, names of weighting schemes. A string comes out
 *     as a xapian_str, a view into memory of the object it was asked of. It is valid until the next call on
 *     that object which gives a string, or until the object is freed. It is not NUL-terminated as a rule.
 *
 * Ownership
 *     What is returned through **out belongs to the caller, who frees it with the function named after its
 *     type; these accept NULL. Everything handed to a function stays the caller's and may be freed at once:
 *     what must live on is kept by reference count. So an iterator keeps its database, an enquire its
 *     database, query and weight, a query its subqueries; they may be freed in any order.
 *
 * Callbacks
 *     A callback is a C function with a context pointer. Where an object keeps it, free_ctx (may be NULL) is
 *     called with the context when nothing needs it any more; when the call that would have made the object
 *     fails, the context stays the caller's. A callback returns 0 to go on (a predicate: 0 for no, > 0 for
 *     yes). Any other value (a predicate: any negative value) stops the operation, which then returns
 *     XAPIAN_ERR_CALLBACK with that value in xapian_error.callback_status; the objects stay usable. (With
 *     Xapian 2.x a search then still runs to its end, without calling back, before it returns.) What cannot
 *     be stopped (the formulae of a weight) returns a number instead of a status. A callback must not longjmp
 *     nor throw, nor free an object the running operation uses. Objects it is handed are lent for the
 *     duration of the call, and not to be freed.
 *
 * Threads
 *     There is no global state: threads may work at once as long as no object is used by two of them at once.
 *     This holds for everything reached from an object too: two enquires on one xapian_database count as one
 *     object, as do a query and those built from it, or an mset and its documents. So let every thread open
 *     its own database, build its own queries, and hand over whole groups of objects only. The functions
 *     without an object (versions, features, errors, numbers) may be called from any thread. A callback runs
 *     in the thread that made the call.
 *
 * Arguments
 *     NULL for an object or a result that is not marked "may be NULL" gives XAPIAN_ERR_INVALID_ARGUMENT.
 *     Every function may also return XAPIAN_ERR_NO_MEMORY, XAPIAN_ERR_INTERNAL or XAPIAN_ERR_UNKNOWN; this is
 *     not repeated below. Two groups of errors are named where they apply:
 *       [read]   XAPIAN_ERR_DATABASE_MODIFIED (see xapian_retry), DATABASE_CLOSED, DATABASE_CORRUPT,
 *                DATABASE, and for remote databases NETWORK, NETWORK_TIMEOUT
 *       [write]  [read]; XAPIAN_ERR_INVALID_OPERATION when the database is not writable; DATABASE when the
 *                disk is full or fails (sys_errno says why)
 */

/* Marks what the shared library exports. */
#ifndef XAPIAN_C_API
#if defined(_WIN32)
#define XAPIAN_C_API
#elif defined(__GNUC__)
#define XAPIAN_C_API __attribute__((visibility("default")))
#else
#define XAPIAN_C_API
#endif
#endif

/* ==== 1. Versions and features ========================================================================== */

/* The version of these bindings: the header's, at compile time. A function is never removed nor changed while
 * the first number stays. */
#define XAPIAN_C_VERSION_MAJOR 1
#define XAPIAN_C_VERSION_MINOR 0
#define XAPIAN_C_VERSION_PATCH 0
#define XAPIAN_C_VERSION_STRING "1.0.0"

/* True at compile time when the header is version a.b.c or later. */
#define XAPIAN_C_AT_LEAST(a, b, c) \
    (XAPIAN_C_VERSION_MAJOR > (a) || \
     (XAPIAN_C_VERSION_MAJOR == (a) && (XAPIAN_C_VERSION_MINOR > (b) || \
      (XAPIAN_C_VERSION_MINOR == (b) && XAPIAN_C_VERSION_PATCH >= (c)))))

/* What a given libxapian may or may not have. Numbers stay. */
typedef enum xapian_feature {
    XAPIAN_FEATURE_GLASS = 1,             /* the glass backend */
    XAPIAN_FEATURE_CHERT = 2,             /* the chert backend (1.4 only) */
    XAPIAN_FEATURE_HONEY = 3,             /* the honey backend (2.x only) */
    XAPIAN_FEATURE_INMEMORY = 4,          /* databases in memory */
    XAPIAN_FEATURE_REMOTE = 5,            /* remote databases */
    XAPIAN_FEATURE_EDIT_DISTANCE = 6,     /* xapian_query_new_edit_distance */
    XAPIAN_FEATURE_WILDCARD_PATTERN = 7,  /* XAPIAN_WILDCARD_MULTI, _SINGLE and _GLOB */
    XAPIAN_FEATURE_WORD_BREAKS = 8,       /* the flags XAPIAN_*_WORD_BREAKS; libxapian needs ICU for them */
    XAPIAN_FEATURE_LEAF_INFO = 9,         /* xapian_query_leaf_wqf, xapian_query_leaf_pos */
    XAPIAN_FEATURE_WDF_DOC_MAX = 10,      /* XAPIAN_WEIGHT_NEEDS_WDF_DOC_MAX */
    XAPIAN_FEATURE_DICE = 11              /* xapian_weight_new_dice */
} xapian_feature;

/* The version of these bindings as compiled into the library, such as "1.0.0". Static. */
XAPIAN_C_API const char *xapian_c_version(void);

/* The version of libxapian running now, such as "1.4.22". Static. */
XAPIAN_C_API const char *xapian_version(void);

/* The same in numbers; each pointer may be NULL. */
XAPIAN_C_API void xapian_version_numbers(int *major, int *minor, int *revision);

/* The version of libxapian the bindings were compiled with. Static. */
XAPIAN_C_API const char *xapian_c_built_with(void);

/* 1 when the bindings were built with the feature, 0 when not or when it is unknown to them. A function or
 * flag whose feature is missing gives XAPIAN_ERR_UNIMPLEMENTED, a missing backend
 * XAPIAN_ERR_FEATURE_UNAVAILABLE; so do word breaks when libxapian was built without ICU. */
XAPIAN_C_API int xapian_has_feature(xapian_feature feature);

/* ==== 2. Types, strings, errors ========================================================================= */

/* Counts and numbers. 32 bits, unless libxapian was configured with 64 bits for docid, termcount and termpos
 * (all or none: mixtures are not supported); then define XAPIAN_C_64BIT for the bindings and for everything
 * that uses them. xapian_c.cc does not compile with the wrong choice. */
#ifdef XAPIAN_C_64BIT
typedef uint64_t xapian_docid;     /* a document's number; 1 is the first, 0 is none */
typedef uint64_t xapian_doccount;  /* a number of documents */
typedef uint64_t xapian_termcount; /* a number of terms, a wdf, a document's length */
typedef uint64_t xapian_termpos;   /* a position in a document */
#else
typedef uint32_t xapian_docid;
typedef uint32_t xapian_doccount;
typedef uint32_t xapian_termcount;
typedef uint32_t xapian_termpos;
#endif
typedef uint32_t xapian_slot;      /* the number of a value slot, 0 to XAPIAN_BAD_SLOT - 1 */

#define XAPIAN_BAD_SLOT 0xffffffffu /* no slot */

/* As a length: the string ends before its first NUL. */
#define XAPIAN_CSTR ((size_t)-1)

/* A view of bytes that belong to something else. data may be NULL when size is 0. */
typedef struct xapian_str {
    const char *data;
    size_t size;
} xapian_str;

typedef struct xapian_database xapian_database;
typedef struct xapian_document xapian_document;
typedef struct xapian_term_iterator xapian_term_iterator;
typedef struct xapian_posting_iterator xapian_posting_iterator;
typedef struct xapian_position_iterator xapian_position_iterator;
typedef struct xapian_value_iterator xapian_value_iterator;
typedef struct xapian_query xapian_query;
typedef struct xapian_weight xapian_weight;
typedef struct xapian_enquire xapian_enquire;
typedef struct xapian_mset xapian_mset;
typedef struct xapian_rset xapian_rset;
typedef struct xapian_eset xapian_eset;
typedef struct xapian_match_spy xapian_match_spy;
typedef struct xapian_key_maker xapian_key_maker;
typedef struct xapian_stem xapian_stem;
typedef struct xapian_stopper xapian_stopper;
typedef struct xapian_term_generator xapian_term_generator;
typedef struct xapian_query_parser xapian_query_parser;
typedef struct xapian_range_processor xapian_range_processor;
typedef struct xapian_posting_source xapian_posting_source;
typedef struct xapian_registry xapian_registry;
typedef struct xapian_buffer xapian_buffer;

/* Releases a callback's context. */
typedef void (*xapian_free_fn)(void *ctx);

/* Status codes. Numbers stay. Each but the last three stands for the Xapian::Error class of that name; where
 * a class has no code here, its nearest base has. */
typedef enum xapian_status {
    XAPIAN_OK = 0,
    XAPIAN_ERR_ASSERTION = -1,            /* a check within libxapian failed */
    XAPIAN_ERR_INVALID_ARGUMENT = -2,     /* an argument that cannot be right */
    XAPIAN_ERR_INVALID_OPERATION = -3,    /* not now, or not on this object */
    XAPIAN_ERR_UNIMPLEMENTED = -4,        /* this libxapian, or this backend, cannot do it */
    XAPIAN_ERR_DATABASE = -5,             /* reading or writing failed; sys_errno may say why */
    XAPIAN_ERR_DATABASE_CORRUPT = -6,     /* the files are damaged */
    XAPIAN_ERR_DATABASE_CREATE = -7,      /* it could not be created */
    XAPIAN_ERR_DATABASE_LOCK = -8,        /* another writer has it */
    XAPIAN_ERR_DATABASE_MODIFIED = -9,    /* writers have overtaken this reader: reopen, try again */
    XAPIAN_ERR_DATABASE_OPENING = -10,    /* it could not be opened */
    XAPIAN_ERR_DATABASE_VERSION = -11,    /* of a format this libxapian does not read */
    XAPIAN_ERR_DATABASE_NOT_FOUND = -12,  /* there is no database there */
    XAPIAN_ERR_DATABASE_CLOSED = -13,     /* closed by xapian_database_close */
    XAPIAN_ERR_DOC_NOT_FOUND = -14,       /* no document of that number */
    XAPIAN_ERR_FEATURE_UNAVAILABLE = -15, /* left out when libxapian was built */
    XAPIAN_ERR_INTERNAL = -16,            /* libxapian came to a state that should not be */
    XAPIAN_ERR_NETWORK = -17,             /* talking to a remote database failed */
    XAPIAN_ERR_NETWORK_TIMEOUT = -18,     /* a remote database did not answer in time */
    XAPIAN_ERR_QUERY_PARSER = -19,        /* a query text that cannot be understood */
    XAPIAN_ERR_SERIALISATION = -20,       /* bytes that are not a serialised object */
    XAPIAN_ERR_RANGE = -21,               /* a number out of its range */
    XAPIAN_ERR_WILDCARD = -22,            /* a wildcard stands for more terms than allowed */
    XAPIAN_ERR_LOGIC = -23,               /* another Xapian::LogicError */
    XAPIAN_ERR_RUNTIME = -24,             /* another Xapian::RuntimeError */
    XAPIAN_ERR_NO_MEMORY = -25,           /* memory ran out */
    XAPIAN_ERR_CALLBACK = -26,            /* a callback asked to stop */
    XAPIAN_ERR_UNKNOWN = -27              /* an exception that is not Xapian's */
} xapian_status;

/* What went wrong. The caller's own; every function takes one as its last argument, which may be NULL. It is
 * written on an error only. Texts that do not fit are cut; they always end with a NUL. */
typedef struct xapian_error {
    int code;                /* the status returned */
    int sys_errno;           /* the errno behind it, or 0 */
    int callback_status;     /* with XAPIAN_ERR_CALLBACK: what the callback returned; else 0 */
    const char *type;        /* "DatabaseLockError", "NoMemory", "Callback", "Unknown"; static */
    char message[512];       /* one line, without the type */
    char context[256];       /* what it was about: a remote host, which callback; often empty */
} xapian_error;

/* A fixed short text for a status, such as "database locked"; for an unknown one "unknown status". Static. */
XAPIAN_C_API const char *xapian_status_text(int status);

/* Runs fn(ctx, err) and, as long as it returns XAPIAN_ERR_DATABASE_MODIFIED, reopens db and runs it again, at
 * most `times` more times. Returns what fn returned last, or the error of reopening. What fn holds from an
 * earlier run (iterators, msets, documents) may be stale: it should ask anew. err may be NULL, and is handed
 * to fn. */
XAPIAN_C_API int xapian_retry(xapian_database *db, unsigned times, int (*fn)(void *ctx, xapian_error *err),
                              void *ctx, xapian_error *err);

/* A growing string. Callbacks that give a string back are handed one to write to; it is also of use to gather
 * a report (xapian_buffer_collect). */
XAPIAN_C_API int xapian_buffer_new(xapian_buffer **out, xapian_error *err);

XAPIAN_C_API void xapian_buffer_free(xapian_buffer *buffer);

/* Appends bytes. In a callback, return what this returns if it is not XAPIAN_OK. */
XAPIAN_C_API int xapian_buffer_append(xapian_buffer *buffer, const char *data, size_t size);

/* Empties it. */
XAPIAN_C_API void xapian_buffer_clear(xapian_buffer *buffer);

/* What it holds, NUL-terminated; valid until it is next changed or freed. Empty for NULL. */
XAPIAN_C_API xapian_str xapian_buffer_str(const xapian_buffer *buffer);

/* Hands over a piece of text. */
typedef int (*xapian_text_fn)(void *ctx, const char *data, size_t size);

/* A xapian_text_fn whose context is a xapian_buffer: appends the text to it. */
XAPIAN_C_API int xapian_buffer_collect(void *buffer, const char *data, size_t size);

/* ==== 3. Databases ====================================================================================== */

/* One type stands for databases that are read and for those that are written. A database from a function with
 * _writable in its name can do everything; with any other, the functions under "Writing" return
 * XAPIAN_ERR_INVALID_OPERATION. There can be any number of readers beside one writer. A reader sees the
 * database as it was when it was opened, or last reopened. */

/* How a writable database is opened: one of the first four, with any of the others. */
enum {
    XAPIAN_DB_CREATE_OR_OPEN = 0x00,      /* open it; make it if there is none */
    XAPIAN_DB_CREATE_OR_OVERWRITE = 0x01, /* make it anew, dropping what is there */
    XAPIAN_DB_CREATE = 0x02,              /* make it; fail if there is one */
    XAPIAN_DB_OPEN = 0x03,                /* open it; fail if there is none */
    XAPIAN_DB_NO_SYNC = 0x04,             /* do not wait for the disk: a crash of the system may damage it */
    XAPIAN_DB_FULL_SYNC = 0x08,           /* wait for the disk's own cache as well, where the system can */
    XAPIAN_DB_DANGEROUS = 0x10,           /* change blocks in place: no readers, and a crash destroys it */
    XAPIAN_DB_NO_TERMLIST = 0x20,         /* on creation: keep no term lists. Saves space, but a document's
                                             terms cannot be listed, nor it be deleted or replaced */
    XAPIAN_DB_RETRY_LOCK = 0x40,          /* wait for another writer to finish */
    XAPIAN_DB_BACKEND_GLASS = 0x100,      /* also for reading */
    XAPIAN_DB_BACKEND_CHERT = 0x200,      /* also for reading; 1.4 only */
    XAPIAN_DB_BACKEND_STUB = 0x300,       /* also for reading: the path is a file that lists databases */
    XAPIAN_DB_BACKEND_INMEMORY = 0x400,   /* see xapian_database_open_memory */
    XAPIAN_DB_BACKEND_HONEY = 0x500       /* only for reading, and for xapian_compact_options; 2.x only */
};

/* ---- Opening ---- */

/* Opens a database for reading. path: a directory, a single file, or a stub file. flags: 0, or an
 * XAPIAN_DB_BACKEND_*. Errors: DATABASE_NOT_FOUND, DATABASE_OPENING, DATABASE_VERSION, DATABASE_CORRUPT,
 * FEATURE_UNAVAILABLE (a backend not built in), INVALID_ARGUMENT (an unknown one). */
XAPIAN_C_API int xapian_database_open(const char *path, int flags, xapian_database **out, xapian_error *err);

/* Opens a single-file database for reading from a file descriptor, starting at the descriptor's offset, so
 * that it may sit inside another file. The descriptor belongs to the database from this call on, even when it
 * fails. Errors as above. */
XAPIAN_C_API int xapian_database_open_fd(int fd, int flags, xapian_database **out, xapian_error *err);

/* A database of no shards; xapian_database_add_database gives it some. */
XAPIAN_C_API int xapian_database_new(xapian_database **out, xapian_error *err);

/* Opens a database for writing. Only the last directory of the path is created. flags: XAPIAN_DB_*.
 * block_size: bytes in a block when it is created, a power of two from 2048 to 65536; 0, or anything
 * else, for 8192. Errors: DATABASE_LOCK, DATABASE_CREATE, INVALID_OPERATION or INVALID_ARGUMENT (honey), and
 * those of xapian_database_open. */
XAPIAN_C_API int xapian_database_open_writable(const char *path, int flags, int block_size,
                                               xapian_database **out, xapian_error *err);

/* A new empty writable database that lives in memory and ends with the object. It serves tests and small
 * sets; it is slow for large ones. What it does not have gives UNIMPLEMENTED: transactions, synonyms,
 * spelling words, a list of metadata keys, revisions.
 * Errors: FEATURE_UNAVAILABLE. */
XAPIAN_C_API int xapian_database_open_memory(xapian_database **out, xapian_error *err);

/* Connects to a xapian-tcpsrv. Timeouts are in milliseconds; timeout is for each exchange, 0 for no limit.
 * Errors: NETWORK, NETWORK_TIMEOUT, DATABASE_OPENING, FEATURE_UNAVAILABLE. */
XAPIAN_C_API int xapian_database_open_tcp(const char *host, unsigned port, unsigned timeout,
                                          unsigned connect_timeout, xapian_database **out, xapian_error *err);

/* The same for writing; the server must have been started with --writable, on a database that is there.
 * flags: XAPIAN_DB_*. */
XAPIAN_C_API int xapian_database_open_tcp_writable(const char *host, unsigned port, unsigned timeout,
                                                   unsigned connect_timeout, int flags,
                                                   xapian_database **out, xapian_error *err);

/* Starts a program that speaks the remote protocol on its standard input and output, such as xapian-progsrv
 * or ssh. args: its arguments, separated by spaces. timeout: as above. Errors: as above. */
XAPIAN_C_API int xapian_database_open_program(const char *program, const char *args, unsigned timeout,
                                              xapian_database **out, xapian_error *err);

/* The same for writing. flags: XAPIAN_DB_*. */
XAPIAN_C_API int xapian_database_open_program_writable(const char *program, const char *args,
                                                       unsigned timeout, int flags, xapian_database **out,
                                                       xapian_error *err);

/* Adds the shards of `other` to db, to be searched as one. Document number d of shard s (from 0) of n becomes
 * (d - 1) * n + s + 1. To a writable database only writable ones can be added: documents added later
 * go to the shards in turn. Do it before making anything from db: an enquire made earlier may see the new
 * shards (2.x) or not. Errors: INVALID_ARGUMENT (db added to itself), INVALID_OPERATION (writability). */
XAPIAN_C_API int xapian_database_add_database(xapian_database *db, const xapian_database *other,
                                              xapian_error *err);

/* The number of shards; 0 for NULL. */
XAPIAN_C_API size_t xapian_database_shards(const xapian_database *db);

/* 1 when it can be written, else 0. */
XAPIAN_C_API int xapian_database_is_writable(const xapian_database *db);

/* Lets go of the database. When nothing else holds it, it is closed as by xapian_database_close, errors going
 * unseen: commit first. */
XAPIAN_C_API void xapian_database_free(xapian_database *db);

/* Commits what is pending (or cancels an open transaction) and closes the files, also for everything made
 * from the database. What is used after it gives XAPIAN_ERR_DATABASE_CLOSED, unless it can answer from
 * memory. Closing twice does nothing. Errors: [write]. */
XAPIAN_C_API int xapian_database_close(xapian_database *db, xapian_error *err);

/* Goes to the newest committed state, also for the enquires made from db. Returns 1 when the state may have
 * changed, 0 when it has not; always 0 for a writable database. Errors: DATABASE_CLOSED, DATABASE_OPENING and
 * others of opening. */
XAPIAN_C_API int xapian_database_reopen(xapian_database *db, xapian_error *err);

/* Tells remote servers that this client is alive, so that they do not drop it. Errors: NETWORK. */
XAPIAN_C_API int xapian_database_keep_alive(xapian_database *db, xapian_error *err);

/* ---- What a database says of itself ---- */

/* The number of documents. Errors: [read]. */
XAPIAN_C_API int xapian_database_doccount(const xapian_database *db, xapian_doccount *out, xapian_error *err);

/* The highest document number ever used, 0 if none. Errors: [read]. */
XAPIAN_C_API int xapian_database_lastdocid(const xapian_database *db, xapian_docid *out, xapian_error *err);

/* The average length of a document, in terms. 0 when there are none. Errors: [read]. */
XAPIAN_C_API int xapian_database_average_length(const xapian_database *db, double *out, xapian_error *err);

/* The sum of all documents' lengths, in terms. Errors: [read]. */
XAPIAN_C_API int xapian_database_total_length(const xapian_database *db, uint64_t *out, xapian_error *err);

/* Bounds on a document's length in terms; they need not be reached. The lower leaves out empty documents.
 * Either pointer may be NULL. Errors: [read]. */
XAPIAN_C_API int xapian_database_doclength_bounds(const xapian_database *db, xapian_termcount *lower,
                                                  xapian_termcount *upper, xapian_error *err);

/* The number of documents that have a term, 0 if none; with the empty term, of all. Errors: [read]. */
XAPIAN_C_API int xapian_database_termfreq(const xapian_database *db, const char *term, size_t size,
                                          xapian_doccount *out, xapian_error *err);

/* The sum of a term's wdf over all documents. Errors: [read]. */
XAPIAN_C_API int xapian_database_collection_freq(const xapian_database *db, const char *term, size_t size,
                                                 xapian_termcount *out, xapian_error *err);

/* An upper bound on a term's wdf in any document. Errors: [read]. */
XAPIAN_C_API int xapian_database_wdf_upper_bound(const xapian_database *db, const char *term, size_t size,
                                                 xapian_termcount *out, xapian_error *err);

/* Returns 1 when some document has the term, else 0. Errors: [read]. */
XAPIAN_C_API int xapian_database_term_exists(const xapian_database *db, const char *term, size_t size,
                                             xapian_error *err);

/* Returns 1 when positions are stored for some term, else 0. Errors: [read]. */
XAPIAN_C_API int xapian_database_has_positions(const xapian_database *db, xapian_error *err);

/* A document's length: the sum of its terms' wdf. Errors: [read], DOC_NOT_FOUND, INVALID_ARGUMENT (docid
 * 0). */
XAPIAN_C_API int xapian_database_doclength(const xapian_database *db, xapian_docid docid,
                                           xapian_termcount *out, xapian_error *err);

/* The number of different terms in a document. Errors: as above. */
XAPIAN_C_API int xapian_database_unique_terms(const xapian_database *db, xapian_docid docid,
                                              xapian_termcount *out, xapian_error *err);

/* How many documents have a value in the slot. Errors: [read]. */
XAPIAN_C_API int xapian_database_value_freq(const xapian_database *db, xapian_slot slot, xapian_doccount *out,
                                            xapian_error *err);

/* Bounds on the values in a slot, in byte order; empty when there are none. Errors: [read]. */
XAPIAN_C_API int xapian_database_value_lower_bound(xapian_database *db, xapian_slot slot, xapian_str *out,
                                                   xapian_error *err);
XAPIAN_C_API int xapian_database_value_upper_bound(xapian_database *db, xapian_slot slot, xapian_str *out,
                                                   xapian_error *err);

/* A number that every commit of changes makes larger; 0 for no shards. Errors: [read], INVALID_OPERATION
 * (several shards), UNIMPLEMENTED (a database that is remote or in memory). */
XAPIAN_C_API int xapian_database_revision(const xapian_database *db, uint64_t *out, xapian_error *err);

/* A name for the database that stays for its life; of several shards, theirs joined by ':'. Errors:
 * [read]. */
XAPIAN_C_API int xapian_database_uuid(xapian_database *db, xapian_str *out, xapian_error *err);

/* Returns 1 when a writer has the database open, else 0. Errors: [read], UNIMPLEMENTED. */
XAPIAN_C_API int xapian_database_locked(const xapian_database *db, xapian_error *err);

/* A line for people who debug. */
XAPIAN_C_API int xapian_database_describe(xapian_database *db, xapian_str *out, xapian_error *err);

/* ---- Reading ---- */

enum {
    XAPIAN_DOC_ASSUME_VALID = 1 /* do not check that the document exists: the caller knows */
};

/* A document. Its parts are read when first asked for, so that errors may come later. flags: 0 or
 * XAPIAN_DOC_ASSUME_VALID. Errors: [read], DOC_NOT_FOUND, INVALID_ARGUMENT (docid 0). */
XAPIAN_C_API int xapian_database_document(const xapian_database *db, xapian_docid docid, unsigned flags,
                                          xapian_document **out, xapian_error *err);

/* All terms that start with a prefix (the empty one: all), in byte order. Iterators are section 5.
 * Errors: [read]. */
XAPIAN_C_API int xapian_database_terms(const xapian_database *db, const char *prefix, size_t size,
                                       xapian_term_iterator **out, xapian_error *err);

/* The terms of a document, in byte order. Errors: [read], DOC_NOT_FOUND, INVALID_ARGUMENT (docid 0). */
XAPIAN_C_API int xapian_database_document_terms(const xapian_database *db, xapian_docid docid,
                                                xapian_term_iterator **out, xapian_error *err);

/* The documents that have a term, in order of number; with the empty term all documents, with wdf 1.
 * Errors: [read]. */
XAPIAN_C_API int xapian_database_postings(const xapian_database *db, const char *term, size_t size,
                                          xapian_posting_iterator **out, xapian_error *err);

/* The positions of a term in a document, ascending; none when the document does not have the term.
 * Errors: [read], INVALID_ARGUMENT (an empty term, docid 0). */
XAPIAN_C_API int xapian_database_positions(const xapian_database *db, xapian_docid docid, const char *term,
                                           size_t size, xapian_position_iterator **out, xapian_error *err);

/* The values in a slot, by document number, leaving out documents without one. Errors: [read]. */
XAPIAN_C_API int xapian_database_values(const xapian_database *db, xapian_slot slot,
                                        xapian_value_iterator **out, xapian_error *err);

/* The words known for spelling correction; an item's termfreq is its frequency. Errors: [read]. */
XAPIAN_C_API int xapian_database_spellings(const xapian_database *db, xapian_term_iterator **out,
                                           xapian_error *err);

/* The known word nearest to `word`, or the empty string when the word itself is known or none is near.
 * max_edits: how many letters may be added, dropped, changed or swapped; 2 is usual. Errors: [read]. */
XAPIAN_C_API int xapian_database_suggest_spelling(xapian_database *db, const char *word, size_t size,
                                                  unsigned max_edits, xapian_str *out, xapian_error *err);

/* The synonyms of a term. Errors: [read]. */
XAPIAN_C_API int xapian_database_synonyms(const xapian_database *db, const char *term, size_t size,
                                          xapian_term_iterator **out, xapian_error *err);

/* The terms that have synonyms and start with a prefix. Errors: [read]. */
XAPIAN_C_API int xapian_database_synonym_keys(const xapian_database *db, const char *prefix, size_t size,
                                              xapian_term_iterator **out, xapian_error *err);

/* The metadata under a key, empty if there is none; of several shards, the first's. Errors: [read],
 * INVALID_ARGUMENT (an empty key), UNIMPLEMENTED (backend). */
XAPIAN_C_API int xapian_database_metadata(xapian_database *db, const char *key, size_t size, xapian_str *out,
                                          xapian_error *err);

/* The metadata keys that start with a prefix. Errors: [read], UNIMPLEMENTED (backend). */
XAPIAN_C_API int xapian_database_metadata_keys(const xapian_database *db, const char *prefix, size_t size,
                                               xapian_term_iterator **out, xapian_error *err);

/* ---- Writing ---- */

/* Adds a document under the next number, which *docid (may be NULL) is set to. The document can be changed
 * and added again. Errors: [write], INVALID_ARGUMENT (a term longer than the backend takes, about 245 bytes),
 * DATABASE (numbers exhausted). */
XAPIAN_C_API int xapian_database_add_document(xapian_database *db, const xapian_document *doc,
                                              xapian_docid *docid, xapian_error *err);

/* Puts a document in the place of number docid, whether or not there is one. Errors: as above;
 * INVALID_ARGUMENT (docid 0). */
XAPIAN_C_API int xapian_database_replace_document(xapian_database *db, xapian_docid docid,
                                                  const xapian_document *doc, xapian_error *err);

/* Puts a document in the place of the documents that have a term: the first's number is kept, the others are
 * deleted; without any it is added. *docid (may be NULL) is set to its number. Meant for a term that names
 * one document. The term is not added to doc: do that yourself. Errors: as above; INVALID_ARGUMENT (empty
 * term). */
XAPIAN_C_API int xapian_database_replace_document_by_term(xapian_database *db, const char *term, size_t size,
                                                          const xapian_document *doc, xapian_docid *docid,
                                                          xapian_error *err);

/* Deletes a document. Errors: [write], DOC_NOT_FOUND, INVALID_ARGUMENT (docid 0). */
XAPIAN_C_API int xapian_database_delete_document(xapian_database *db, xapian_docid docid, xapian_error *err);

/* Deletes all documents that have a term, if any. Errors: [write], INVALID_ARGUMENT (empty term). */
XAPIAN_C_API int xapian_database_delete_document_by_term(xapian_database *db, const char *term, size_t size,
                                                         xapian_error *err);

/* Makes all changes so far durable and visible to readers that open or reopen: all or none of them. Without
 * it Xapian commits by itself every 10000 documents (environment variable XAPIAN_FLUSH_THRESHOLD).
 * Errors: [write], INVALID_OPERATION (within a transaction). */
XAPIAN_C_API int xapian_database_commit(xapian_database *db, xapian_error *err);

/* Begins a transaction: changes up to its commit become visible together or not at all. flushed: when not 0,
 * commits before it begins and when it ends, so that it is durable; when 0, it is only grouped into one
 * commit.
 * Errors: [write], INVALID_OPERATION (one is open), UNIMPLEMENTED (backend). */
XAPIAN_C_API int xapian_database_begin_transaction(xapian_database *db, int flushed, xapian_error *err);

/* Ends the transaction, keeping its changes. Errors: [write], INVALID_OPERATION (none is open). */
XAPIAN_C_API int xapian_database_commit_transaction(xapian_database *db, xapian_error *err);

/* Ends the transaction, dropping its changes. Errors: as above. */
XAPIAN_C_API int xapian_database_cancel_transaction(xapian_database *db, xapian_error *err);

/* Stores metadata under a key; an empty value removes it. Errors: [write], INVALID_ARGUMENT (an empty key),
 * UNIMPLEMENTED (backend). */
XAPIAN_C_API int xapian_database_set_metadata(xapian_database *db, const char *key, size_t key_size,
                                              const char *value, size_t value_size, xapian_error *err);

/* Adds `count` (usually 1) to a spelling word's frequency. Errors: [write], UNIMPLEMENTED (backend). */
XAPIAN_C_API int xapian_database_add_spelling(xapian_database *db, const char *word, size_t size,
                                              xapian_termcount count, xapian_error *err);

/* Takes `count` off a spelling word's frequency; at 0 the word is gone. Errors: as above. */
XAPIAN_C_API int xapian_database_remove_spelling(xapian_database *db, const char *word, size_t size,
                                                 xapian_termcount count, xapian_error *err);

/* Makes `synonym` a synonym of `term`; nothing happens when it is one. Errors: as above. */
XAPIAN_C_API int xapian_database_add_synonym(xapian_database *db, const char *term, size_t term_size,
                                             const char *synonym, size_t synonym_size, xapian_error *err);

/* Ends that; nothing happens when it is none. Errors: as above. */
XAPIAN_C_API int xapian_database_remove_synonym(xapian_database *db, const char *term, size_t term_size,
                                                const char *synonym, size_t synonym_size, xapian_error *err);

/* Removes all synonyms of a term. Errors: as above. */
XAPIAN_C_API int xapian_database_clear_synonyms(xapian_database *db, const char *term, size_t size,
                                                xapian_error *err);

/* ---- Maintaining ---- */

enum {
    XAPIAN_CHECK_SHORT_TREE = 1,    /* report each table's tree briefly */
    XAPIAN_CHECK_FULL_TREE = 2,     /* in full */
    XAPIAN_CHECK_SHOW_FREELIST = 4, /* the blocks not in use */
    XAPIAN_CHECK_SHOW_STATS = 8,    /* each table's statistics */
    XAPIAN_CHECK_FIX = 16           /* repair what can be repaired: with the chert backend only */
};

/* Checks the files of a database, or of one table of it, or a single-file database. flags: XAPIAN_CHECK_*.
 * report (may be NULL) is handed text in pieces of any length; xapian_buffer_collect gathers it. *errors (may
 * be NULL) is set to the number of faults found, 0 for a sound database. Errors: DATABASE_OPENING
 * (nothing there) and others of opening; DATABASE_CORRUPT; UNIMPLEMENTED (backend); CALLBACK. */
XAPIAN_C_API int xapian_database_check(const char *path, int flags, xapian_text_fn report, void *ctx,
                                       size_t *errors, xapian_error *err);

/* The same for a single-file database from a file descriptor, which belongs to the call. */
XAPIAN_C_API int xapian_database_check_fd(int fd, int flags, xapian_text_fn report, void *ctx, size_t *errors,
                                          xapian_error *err);

enum {
    XAPIAN_COMPACT_FULL = 1,        /* fill blocks; slower to update afterwards */
    XAPIAN_COMPACT_FULLER = 2,      /* fill them even more; from 1.4.31 on, as FULL */
    XAPIAN_COMPACT_NO_RENUMBER = 4, /* keep document numbers; shards' numbers must not overlap */
    XAPIAN_COMPACT_MULTIPASS = 8,   /* merge many shards in several passes: quicker, more space meanwhile */
    XAPIAN_COMPACT_SINGLE_FILE = 16 /* write one file */
};

/* How to compact. Zero it for the defaults. */
typedef struct xapian_compact_options {
    unsigned flags; /* XAPIAN_COMPACT_*; XAPIAN_DB_BACKEND_HONEY writes a honey database */
    int block_size; /* bytes, as in xapian_database_open_writable; 0 for the default */
    /* Told of each table's progress; a table's last message gives its size. May be NULL. */
    int (*progress)(void *ctx, xapian_str table, xapian_str status);
    /* Several shards have metadata under one key: writes the value to keep to out, nothing to drop the key.
     * NULL keeps the first. */
    int (*duplicate_metadata)(void *ctx, xapian_str key, const xapian_str *values, size_t count,
                              xapian_buffer *out);
    void *ctx; /* handed to both */
} xapian_compact_options;

/* Writes a compacted copy of db, its shards merged into one, to a path that must not be one of them; what is
 * there is overwritten. It takes in committed changes only. options may be NULL. When a callback stops it, an
 * unfinished copy stays behind, and the memory and open files it was using are lost.
 * Errors: [read], INVALID_ARGUMENT, INVALID_OPERATION (uncommitted changes, numbers overlap), DATABASE (a
 * database in memory), UNIMPLEMENTED, FEATURE_UNAVAILABLE (backends), DATABASE_CREATE, CALLBACK. */
XAPIAN_C_API int xapian_database_compact(xapian_database *db, const char *path,
                                         const xapian_compact_options *options, xapian_error *err);

/* The same into one file, through a file descriptor open for reading and writing, at its offset. The
 * descriptor is closed, unless the call fails before it begins to write. */
XAPIAN_C_API int xapian_database_compact_fd(xapian_database *db, int fd,
                                            const xapian_compact_options *options, xapian_error *err);

/* ==== 4. Documents ====================================================================================== */

/* A document has data (bytes for the caller's use), values (bytes in numbered slots, for sorting, ranges and
 * collapsing) and terms. A term has a wdf, its count in the document, and may have positions. A document
 * that came from a database can be changed, but the database changes only when it is stored there again. */

/* An empty document. */
XAPIAN_C_API int xapian_document_new(xapian_document **out, xapian_error *err);

XAPIAN_C_API void xapian_document_free(xapian_document *doc);

/* The number it had in the database (of several shards: in its shard) it came from; 0 for a new one. Never
 * fails. */
XAPIAN_C_API xapian_docid xapian_document_docid(const xapian_document *doc);

/* The data. Errors: [read], DOC_NOT_FOUND. */
XAPIAN_C_API int xapian_document_data(xapian_document *doc, xapian_str *out, xapian_error *err);

/* Sets the data. */
XAPIAN_C_API int xapian_document_set_data(xapian_document *doc, const char *data, size_t size,
                                          xapian_error *err);

/* The value in a slot, empty if there is none. Errors: [read], DOC_NOT_FOUND. */
XAPIAN_C_API int xapian_document_value(xapian_document *doc, xapian_slot slot, xapian_str *out,
                                       xapian_error *err);

/* Puts a value in a slot, in place of any; the empty one removes it. Errors: [read], INVALID_ARGUMENT
 * (XAPIAN_BAD_SLOT). */
XAPIAN_C_API int xapian_document_add_value(xapian_document *doc, xapian_slot slot, const char *value,
                                           size_t size, xapian_error *err);

/* Empties a slot. Errors: [read], INVALID_ARGUMENT (in 1.4: it is empty). */
XAPIAN_C_API int xapian_document_remove_value(xapian_document *doc, xapian_slot slot, xapian_error *err);

/* Empties all slots. */
XAPIAN_C_API int xapian_document_clear_values(xapian_document *doc, xapian_error *err);

/* The number of slots in use. Errors: [read]. */
XAPIAN_C_API int xapian_document_value_count(const xapian_document *doc, xapian_termcount *out,
                                             xapian_error *err);

/* The slots in use and their values, by slot. Errors: [read]. */
XAPIAN_C_API int xapian_document_values(const xapian_document *doc, xapian_value_iterator **out,
                                        xapian_error *err);

/* Adds a term without a position, or adds wdf_inc to the wdf of one that is there. Errors: [read],
 * INVALID_ARGUMENT (an empty term). */
XAPIAN_C_API int xapian_document_add_term(xapian_document *doc, const char *term, size_t size,
                                          xapian_termcount wdf_inc, xapian_error *err);

/* The same with a wdf_inc of 0: a term to filter by, which does not add to the document's length. */
XAPIAN_C_API int xapian_document_add_boolean_term(xapian_document *doc, const char *term, size_t size,
                                                  xapian_error *err);

/* Adds a term at a position and wdf_inc to its wdf, also when it had that position. Errors: as above. */
XAPIAN_C_API int xapian_document_add_posting(xapian_document *doc, const char *term, size_t size,
                                             xapian_termpos position, xapian_termcount wdf_inc,
                                             xapian_error *err);

/* The same for many positions in one call: wdf_inc is added once for each. Ascending positions are the
 * fastest. With a count of 0 nothing happens. On an error, those before it have been added. Errors: as
 * above. */
XAPIAN_C_API int xapian_document_add_postings(xapian_document *doc, const char *term, size_t size,
                                              const xapian_termpos *positions, size_t count,
                                              xapian_termcount wdf_inc, xapian_error *err);

/* Removes a position of a term and takes wdf_dec off its wdf (not below 0). The term stays; but in 2.x it
 * goes with its last position if its wdf is then 0. Errors: [read], INVALID_ARGUMENT (no such term or
 * position). */
XAPIAN_C_API int xapian_document_remove_posting(xapian_document *doc, const char *term, size_t size,
                                                xapian_termpos position, xapian_termcount wdf_dec,
                                                xapian_error *err);

/* Removes a term's positions from first to last, both included, and takes wdf_dec off its wdf for each.
 * *removed (may be NULL) is set to their number. The term stays or goes as above. Errors: [read],
 * INVALID_ARGUMENT (no such term). */
XAPIAN_C_API int xapian_document_remove_postings(xapian_document *doc, const char *term, size_t size,
                                                 xapian_termpos first, xapian_termpos last,
                                                 xapian_termcount wdf_dec, xapian_termpos *removed,
                                                 xapian_error *err);

/* Removes a term with all its positions. Errors: [read], INVALID_ARGUMENT (no such term). */
XAPIAN_C_API int xapian_document_remove_term(xapian_document *doc, const char *term, size_t size,
                                             xapian_error *err);

/* Removes all terms. */
XAPIAN_C_API int xapian_document_clear_terms(xapian_document *doc, xapian_error *err);

/* The number of different terms. Errors: [read]. */
XAPIAN_C_API int xapian_document_term_count(const xapian_document *doc, xapian_termcount *out,
                                            xapian_error *err);

/* The terms, in byte order. Once the document's terms are changed, the iterator (and position iterators made
 * of it) gives XAPIAN_ERR_INVALID_OPERATION. The same is so for xapian_document_values. Errors: [read]. */
XAPIAN_C_API int xapian_document_terms(const xapian_document *doc, xapian_term_iterator **out,
                                       xapian_error *err);

/* The whole document as bytes, which xapian_document_unserialise of the same version understands, without its
 * number. Errors: [read]. */
XAPIAN_C_API int xapian_document_serialise(xapian_document *doc, xapian_str *out, xapian_error *err);

/* A document from such bytes. Errors: SERIALISATION. */
XAPIAN_C_API int xapian_document_unserialise(const char *data, size_t size, xapian_document **out,
                                             xapian_error *err);

/* A line for people who debug. */
XAPIAN_C_API int xapian_document_describe(xapian_document *doc, xapian_str *out, xapian_error *err);

/* ==== 5. Iterators ====================================================================================== */

/* An iterator starts before its first item. Its _next function goes to the next item, its _skip_to function
 * to the first item, from where it stands, that is not before a target. Both return 1 when they stand on an
 * item, which they then give; 0 at the end, and from then on; or an error. They never go backwards. The
 * item's other properties are asked with the functions below while the iterator stands on it, else the answer
 * is XAPIAN_ERR_INVALID_OPERATION. Strings of an iterator are valid until it moves.
 *
 *     xapian_term_iterator *it;
 *     xapian_str term;
 *     int more;
 *
 *     if (xapian_database_terms(db, "", 0, &it, &err) == XAPIAN_OK) {
 *         while ((more = xapian_term_iterator_next(it, &term, &err)) > 0)
 *             printf("%.*s\n", (int)term.size, term.data);
 *         xapian_term_iterator_free(it);
 *     }
 *
 * The item's result pointer may be NULL. All these functions may give the [read] errors. */

/* ---- Terms ---- */

XAPIAN_C_API int xapian_term_iterator_next(xapian_term_iterator *it, xapian_str *term, xapian_error *err);

XAPIAN_C_API int xapian_term_iterator_skip_to(xapian_term_iterator *it, const char *target, size_t size,
                                              xapian_str *term, xapian_error *err);

/* The term's wdf, in the terms of a document. Errors: INVALID_OPERATION, UNIMPLEMENTED (other lists). */
XAPIAN_C_API int xapian_term_iterator_wdf(const xapian_term_iterator *it, xapian_termcount *out,
                                          xapian_error *err);

/* How many documents (of the document's shard, in its terms) have the term; of spelling words and of a spy's
 * values their frequency. Errors: INVALID_OPERATION (also in the terms of a document made by hand),
 * UNIMPLEMENTED. */
XAPIAN_C_API int xapian_term_iterator_termfreq(const xapian_term_iterator *it, xapian_doccount *out,
                                               xapian_error *err);

/* The number of the term's positions, in the terms of a document. Errors: as for wdf. */
XAPIAN_C_API int xapian_term_iterator_position_count(const xapian_term_iterator *it, xapian_termcount *out,
                                                     xapian_error *err);

/* The term's positions, in the terms of a document. Errors: as for wdf. */
XAPIAN_C_API int xapian_term_iterator_positions(const xapian_term_iterator *it,
                                                xapian_position_iterator **out, xapian_error *err);

XAPIAN_C_API void xapian_term_iterator_free(xapian_term_iterator *it);

/* ---- Postings ---- */

XAPIAN_C_API int xapian_posting_iterator_next(xapian_posting_iterator *it, xapian_docid *docid,
                                              xapian_error *err);

XAPIAN_C_API int xapian_posting_iterator_skip_to(xapian_posting_iterator *it, xapian_docid target,
                                                 xapian_docid *docid, xapian_error *err);

/* The term's wdf in this document. Errors: INVALID_OPERATION. */
XAPIAN_C_API int xapian_posting_iterator_wdf(const xapian_posting_iterator *it, xapian_termcount *out,
                                             xapian_error *err);

/* This document's length, in terms. Errors: INVALID_OPERATION. */
XAPIAN_C_API int xapian_posting_iterator_doclength(const xapian_posting_iterator *it, xapian_termcount *out,
                                                   xapian_error *err);

/* The number of different terms in this document. Errors: INVALID_OPERATION. */
XAPIAN_C_API int xapian_posting_iterator_unique_terms(const xapian_posting_iterator *it,
                                                      xapian_termcount *out, xapian_error *err);

/* The term's positions in this document. Errors: INVALID_OPERATION (also in the list of all documents). */
XAPIAN_C_API int xapian_posting_iterator_positions(const xapian_posting_iterator *it,
                                                   xapian_position_iterator **out, xapian_error *err);

XAPIAN_C_API void xapian_posting_iterator_free(xapian_posting_iterator *it);

/* ---- Positions ---- */

XAPIAN_C_API int xapian_position_iterator_next(xapian_position_iterator *it, xapian_termpos *position,
                                               xapian_error *err);

XAPIAN_C_API int xapian_position_iterator_skip_to(xapian_position_iterator *it, xapian_termpos target,
                                                  xapian_termpos *position, xapian_error *err);

/* Up to `size` of the next positions in one call. Returns XAPIAN_OK with *count set; it is less than size at
 * the end only. */
XAPIAN_C_API int xapian_position_iterator_read(xapian_position_iterator *it, xapian_termpos *positions,
                                               size_t size, size_t *count, xapian_error *err);

XAPIAN_C_API void xapian_position_iterator_free(xapian_position_iterator *it);

/* ---- Values ---- */

XAPIAN_C_API int xapian_value_iterator_next(xapian_value_iterator *it, xapian_str *value, xapian_error *err);

/* target: a document number for xapian_database_values, a slot for xapian_document_values. */
XAPIAN_C_API int xapian_value_iterator_skip_to(xapian_value_iterator *it, xapian_docid target,
                                               xapian_str *value, xapian_error *err);

/* The document the value is of. Errors: INVALID_OPERATION. */
XAPIAN_C_API int xapian_value_iterator_docid(const xapian_value_iterator *it, xapian_docid *out,
                                             xapian_error *err);

/* The slot the value is in. Errors: INVALID_OPERATION. */
XAPIAN_C_API int xapian_value_iterator_slot(const xapian_value_iterator *it, xapian_slot *out,
                                            xapian_error *err);

XAPIAN_C_API void xapian_value_iterator_free(xapian_value_iterator *it);

/* ==== 6. Queries ======================================================================================== */

/* A query is a tree that does not change once made. Building one from others copies references, so that these
 * can be freed or used again. */

typedef enum xapian_op {
    XAPIAN_OP_AND = 0,          /* all subqueries; weights are added */
    XAPIAN_OP_OR = 1,           /* at least one; weights of those that match are added */
    XAPIAN_OP_AND_NOT = 2,      /* the first and none of the others; the first's weight */
    XAPIAN_OP_XOR = 3,          /* an odd number of them */
    XAPIAN_OP_AND_MAYBE = 4,    /* the first; the others add weight where they match */
    XAPIAN_OP_FILTER = 5,       /* all; the first's weight */
    XAPIAN_OP_NEAR = 6,         /* all within `window` positions, in any order */
    XAPIAN_OP_PHRASE = 7,       /* all within `window` positions, in this order */
    XAPIAN_OP_VALUE_RANGE = 8,  /* introspection only: xapian_query_new_value_range */
    XAPIAN_OP_SCALE_WEIGHT = 9, /* introspection only: xapian_query_new_scaled */
    XAPIAN_OP_ELITE_SET = 10,   /* an OR of the `window` subqueries that can weigh most */
    XAPIAN_OP_VALUE_GE = 11,    /* introspection only: xapian_query_new_value_ge */
    XAPIAN_OP_VALUE_LE = 12,    /* introspection only: xapian_query_new_value_le */
    XAPIAN_OP_SYNONYM = 13,     /* an OR that weighs as if all were one term */
    XAPIAN_OP_MAX = 14,         /* at least one; the greatest of the weights */
    XAPIAN_OP_WILDCARD = 15,    /* introspection only: xapian_query_new_wildcard */
    XAPIAN_OP_EDIT_DISTANCE = 16, /* introspection only: xapian_query_new_edit_distance */
    XAPIAN_OP_INVALID = 99,     /* introspection only: a range processor's "not mine" */
    XAPIAN_LEAF_TERM = 100,     /* introspection only, as all below */
    XAPIAN_LEAF_POSTING_SOURCE = 101,
    XAPIAN_LEAF_MATCH_ALL = 102,
    XAPIAN_LEAF_MATCH_NOTHING = 103
} xapian_op;

/* One term. wqf: how often the query has it, usually 1. position: its place in the query, 0 for none; it only
 * orders xapian_query_terms. The empty term matches all documents. */
XAPIAN_C_API int xapian_query_new_term(const char *term, size_t size, xapian_termcount wqf,
                                       xapian_termpos position, xapian_query **out, xapian_error *err);

/* Matches every document, with weight 0. */
XAPIAN_C_API int xapian_query_new_match_all(xapian_query **out, xapian_error *err);

/* Matches no document. */
XAPIAN_C_API int xapian_query_new_match_nothing(xapian_query **out, xapian_error *err);

/* Joins subqueries by an operator. With none, the query matches nothing; one alone is mostly returned as it
 * is. window: for NEAR and PHRASE, the number of positions within which all must lie, 0 for `count`; for
 * ELITE_SET the size of the set, 0 for 10; else ignored. NEAR and PHRASE take terms, and ORs of terms.
 * Xapian 2.1.0 has a fault: AND_NOT within OR within AND, as in (a AND (b OR (c AND_NOT d))), may give wrong
 * documents and weights.
 * Errors: INVALID_ARGUMENT (an op marked "introspection only", a NULL among subqueries), UNIMPLEMENTED
 * (positional op over what has no positions). */
XAPIAN_C_API int xapian_query_new_op(xapian_op op, const xapian_query *const *subqueries, size_t count,
                                     xapian_termcount window, xapian_query **out, xapian_error *err);

/* The same for terms, each with wqf 1 and no position. */
XAPIAN_C_API int xapian_query_new_terms(xapian_op op, const xapian_str *terms, size_t count,
                                        xapian_termcount window, xapian_query **out, xapian_error *err);

/* A query with its weight multiplied by factor, which is not negative; 0 makes it a plain filter.
 * Errors: INVALID_ARGUMENT (a negative factor). */
XAPIAN_C_API int xapian_query_new_scaled(const xapian_query *query, double factor, xapian_query **out,
                                         xapian_error *err);

/* Documents whose value in a slot lies from begin to end, both included, in byte order. Numbers are stored
 * with xapian_sortable_serialise. When begin > end, nothing matches. */
XAPIAN_C_API int xapian_query_new_value_range(xapian_slot slot, const char *begin, size_t begin_size,
                                              const char *end, size_t end_size, xapian_query **out,
                                              xapian_error *err);

/* Documents whose value in a slot is at least `limit`; with the empty limit, all documents. */
XAPIAN_C_API int xapian_query_new_value_ge(xapian_slot slot, const char *limit, size_t size,
                                           xapian_query **out, xapian_error *err);

/* Documents that have a value in a slot which is at most `limit`. */
XAPIAN_C_API int xapian_query_new_value_le(xapian_slot slot, const char *limit, size_t size,
                                           xapian_query **out, xapian_error *err);

/* What to do when a wildcard stands for more terms than allowed: one of the first three, and, if
 * XAPIAN_FEATURE_WILDCARD_PATTERN is there, which characters are wild. */
enum {
    XAPIAN_WILDCARD_LIMIT_ERROR = 0,         /* the search fails with XAPIAN_ERR_WILDCARD */
    XAPIAN_WILDCARD_LIMIT_FIRST = 1,         /* take the first in byte order */
    XAPIAN_WILDCARD_LIMIT_MOST_FREQUENT = 2, /* take those in most documents */
    XAPIAN_WILDCARD_MULTI = 0x10,            /* '*' stands for any number of characters, also none */
    XAPIAN_WILDCARD_SINGLE = 0x20,           /* '?' stands for one character of UTF-8 */
    XAPIAN_WILDCARD_GLOB = 0x30              /* both */
};

/* All terms that match a pattern. Without XAPIAN_WILDCARD_MULTI or _SINGLE the pattern is a prefix, '*' not
 * written; with one of them a whole term must match, and what starts with a wild character does not match
 * terms that start with a capital (A to Z): they are taken to have a prefix. max_expansion: the most terms to
 * take in each shard, 0 for any number. combiner: XAPIAN_OP_SYNONYM, XAPIAN_OP_OR or XAPIAN_OP_MAX. In 2.x a
 * pattern for whatever term there is (the empty prefix, "*") gives the query that matches all documents.
 * Errors: INVALID_ARGUMENT (another combiner), UNIMPLEMENTED (flags). */
XAPIAN_C_API int xapian_query_new_wildcard(const char *pattern, size_t size, xapian_termcount max_expansion,
                                           int flags, xapian_op combiner, xapian_query **out,
                                           xapian_error *err);

/* All terms at most `edits` edits away from `term`, whose first `fixed_prefix` bytes are the same. An edit
 * adds, drops or changes a character of UTF-8, or swaps two that are neighbours. Without a fixed prefix, terms
 * that start with a capital (A to Z) are not found. The rest as above, flags without patterns. Needs
 * XAPIAN_FEATURE_EDIT_DISTANCE, else UNIMPLEMENTED. */
XAPIAN_C_API int xapian_query_new_edit_distance(const char *term, size_t size, unsigned edits,
                                                size_t fixed_prefix, xapian_termcount max_expansion,
                                                int flags, xapian_op combiner, xapian_query **out,
                                                xapian_error *err);

/* The documents of a posting source (section 14). */
XAPIAN_C_API int xapian_query_new_posting_source(xapian_posting_source *source, xapian_query **out,
                                                 xapian_error *err);

/* Another reference to the same query. */
XAPIAN_C_API int xapian_query_copy(const xapian_query *query, xapian_query **out, xapian_error *err);

XAPIAN_C_API void xapian_query_free(xapian_query *query);

/* The operator or kind of leaf at the top. XAPIAN_LEAF_MATCH_NOTHING for NULL. */
XAPIAN_C_API xapian_op xapian_query_type(const xapian_query *query);

/* 1 when the query is the one that matches nothing, else 0. */
XAPIAN_C_API int xapian_query_empty(const xapian_query *query);

/* The number of direct subqueries. */
XAPIAN_C_API size_t xapian_query_subquery_count(const xapian_query *query);

/* The n-th direct subquery, from 0. Errors: INVALID_ARGUMENT (no such subquery). */
XAPIAN_C_API int xapian_query_subquery(const xapian_query *query, size_t n, xapian_query **out,
                                       xapian_error *err);

/* The sum of the terms' wqf. */
XAPIAN_C_API xapian_termcount xapian_query_length(const xapian_query *query);

/* The terms with repetitions, by position in the query. Without those behind wildcards. */
XAPIAN_C_API int xapian_query_terms(const xapian_query *query, xapian_term_iterator **out, xapian_error *err);

/* The terms, each once, in byte order. */
XAPIAN_C_API int xapian_query_unique_terms(const xapian_query *query, xapian_term_iterator **out,
                                           xapian_error *err);

/* The wqf and the position of a query that is one term. Errors: INVALID_ARGUMENT (not XAPIAN_LEAF_TERM),
 * UNIMPLEMENTED (without XAPIAN_FEATURE_LEAF_INFO). What a wildcard holds cannot be asked in any version; see
 * xapian_query_describe. */
XAPIAN_C_API int xapian_query_leaf_wqf(const xapian_query *query, xapian_termcount *out, xapian_error *err);
XAPIAN_C_API int xapian_query_leaf_pos(const xapian_query *query, xapian_termpos *out, xapian_error *err);

/* The query as bytes. Errors: UNIMPLEMENTED (a posting source that cannot be serialised). */
XAPIAN_C_API int xapian_query_serialise(xapian_query *query, xapian_str *out, xapian_error *err);

/* A query from such bytes. registry: knows your posting sources; may be NULL. Errors: SERIALISATION. */
XAPIAN_C_API int xapian_query_unserialise(const char *data, size_t size, const xapian_registry *registry,
                                          xapian_query **out, xapian_error *err);

/* The query for people to read, such as "Query((whale AND sea))". Not stable between versions. */
XAPIAN_C_API int xapian_query_describe(xapian_query *query, xapian_str *out, xapian_error *err);

/* ==== 7. Weighting schemes ============================================================================== */

/* A weighting scheme says how much a term counts in a document. Xapian's own are made by the functions
 * below; with their default parameters where the comment gives them. A weight may serve any number of
 * enquires. */

XAPIAN_C_API void xapian_weight_free(xapian_weight *weight);

/* No weights at all: every match weighs 0. */
XAPIAN_C_API int xapian_weight_new_bool(xapian_weight **out, xapian_error *err);

/* Each term that matches weighs 1 (times its factor). */
XAPIAN_C_API int xapian_weight_new_coord(xapian_weight **out, xapian_error *err);

/* The traditional probabilistic weight. k >= 0, default 1. 2.x takes BM25 (k, 0, 0, 1, 0) for it: the order
 * is the same, the weights are k + 1 times those of 1.4. */
XAPIAN_C_API int xapian_weight_new_trad(double k, xapian_weight **out, xapian_error *err);

/* BM25, Xapian's default. k1 >= 0, default 1; k2 >= 0, default 0; k3 >= 0, default 1; b from 0 to 1, default
 * 0.5; min_normlen, the least normalised length, default 0.5. Parameters outside are moved to the nearest
 * bound. */
XAPIAN_C_API int xapian_weight_new_bm25(double k1, double k2, double k3, double b, double min_normlen,
                                        xapian_weight **out, xapian_error *err);

/* BM25+. As above; delta > 0, default 1. */
XAPIAN_C_API int xapian_weight_new_bm25_plus(double k1, double k2, double k3, double b, double min_normlen,
                                             double delta, xapian_weight **out, xapian_error *err);

/* TF-IDF. normalizations: three letters for wdf, idf and weight, "ntn" by default: wdf n b s l L, in 2.x also
 * P m a; idf n t p f s, in 2.x also P; weight n. Errors: INVALID_ARGUMENT (another string). */
XAPIAN_C_API int xapian_weight_new_tfidf(const char *normalizations, xapian_weight **out, xapian_error *err);

/* Divergence from randomness. c > 0, default 1: how strongly wdf is normalised by length.
 * Errors: INVALID_ARGUMENT (c not above 0). */
XAPIAN_C_API int xapian_weight_new_inl2(double c, xapian_weight **out, xapian_error *err);
XAPIAN_C_API int xapian_weight_new_ifb2(double c, xapian_weight **out, xapian_error *err);
XAPIAN_C_API int xapian_weight_new_ineb2(double c, xapian_weight **out, xapian_error *err);
XAPIAN_C_API int xapian_weight_new_bb2(double c, xapian_weight **out, xapian_error *err);
XAPIAN_C_API int xapian_weight_new_pl2(double c, xapian_weight **out, xapian_error *err);

/* PL2+. delta > 0, default 0.8. */
XAPIAN_C_API int xapian_weight_new_pl2_plus(double c, double delta, xapian_weight **out, xapian_error *err);

/* Divergence from randomness without parameters. */
XAPIAN_C_API int xapian_weight_new_dlh(xapian_weight **out, xapian_error *err);
XAPIAN_C_API int xapian_weight_new_dph(xapian_weight **out, xapian_error *err);

/* How a language model is smoothed, and what p1 and p2 mean then. */
typedef enum xapian_smoothing {
    XAPIAN_SMOOTHING_TWO_STAGE = 1,         /* p1 lambda (0.7), p2 mu (2000) */
    XAPIAN_SMOOTHING_DIRICHLET = 2,         /* p1 mu (2000), p2 not used */
    XAPIAN_SMOOTHING_ABSOLUTE_DISCOUNT = 3, /* p1 delta (0.7), p2 not used */
    XAPIAN_SMOOTHING_JELINEK_MERCER = 4,    /* p1 lambda (0.7), p2 not used */
    XAPIAN_SMOOTHING_DIRICHLET_PLUS = 5     /* p1 mu (2000), p2 delta (0.05) */
} xapian_smoothing;

/* The language model. Negative p1 or p2: the default given above. log_clamp: what the argument of the
 * logarithm is multiplied by, 0 for the longest document's length; 1.4 only, 2.x does without.
 * Errors: INVALID_ARGUMENT (smoothing). */
XAPIAN_C_API int xapian_weight_new_lm(xapian_smoothing smoothing, double p1, double p2, double log_clamp,
                                      xapian_weight **out, xapian_error *err);

/* Dice's coefficient. Needs XAPIAN_FEATURE_DICE, else UNIMPLEMENTED. */
XAPIAN_C_API int xapian_weight_new_dice(xapian_weight **out, xapian_error *err);

/* The scheme's name, such as "Xapian::BM25Weight" (1.4) or "bm25" (2.x); of your own, the one given. */
XAPIAN_C_API int xapian_weight_name(xapian_weight *weight, xapian_str *out, xapian_error *err);

/* The parameters as bytes. Errors: UNIMPLEMENTED (your own). */
XAPIAN_C_API int xapian_weight_serialise(xapian_weight *weight, xapian_str *out, xapian_error *err);

/* A built-in scheme from its name and such bytes. Errors: INVALID_ARGUMENT (no such name), SERIALISATION. */
XAPIAN_C_API int xapian_weight_unserialise(const char *name, const char *data, size_t size,
                                           xapian_weight **out, xapian_error *err);

/* ---- Your own weighting scheme ---- */

/* What init and the formulae want to know, or'ed. What is not asked for costs nothing: it may be 0. */
enum {
    XAPIAN_WEIGHT_NEEDS_COLLECTION_SIZE = 1 << 0,
    XAPIAN_WEIGHT_NEEDS_RSET_SIZE = 1 << 1,
    XAPIAN_WEIGHT_NEEDS_AVERAGE_LENGTH = 1 << 2,
    XAPIAN_WEIGHT_NEEDS_TERMFREQ = 1 << 3,
    XAPIAN_WEIGHT_NEEDS_RELTERMFREQ = 1 << 4,
    XAPIAN_WEIGHT_NEEDS_QUERY_LENGTH = 1 << 5,
    XAPIAN_WEIGHT_NEEDS_WQF = 1 << 6,
    XAPIAN_WEIGHT_NEEDS_WDF = 1 << 7,            /* sumpart's wdf */
    XAPIAN_WEIGHT_NEEDS_DOC_LENGTH = 1 << 8,     /* sumpart's and sumextra's doclen */
    XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MIN = 1 << 9,
    XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MAX = 1 << 10,
    XAPIAN_WEIGHT_NEEDS_WDF_MAX = 1 << 11,
    XAPIAN_WEIGHT_NEEDS_COLLECTION_FREQ = 1 << 12,
    XAPIAN_WEIGHT_NEEDS_UNIQUE_TERMS = 1 << 13,  /* sumpart's and sumextra's unique_terms */
    XAPIAN_WEIGHT_NEEDS_WDF_DOC_MAX = 1 << 14    /* wdf_doc_max; XAPIAN_FEATURE_WDF_DOC_MAX */
};

/* What is known of a term before the search starts, over all databases searched (wdf_max: over one shard, so
 * that it serves maxpart, not sumpart). */
typedef struct xapian_weight_stats {
    xapian_doccount collection_size;   /* documents */
    xapian_doccount rset_size;         /* documents marked relevant */
    double average_length;             /* of a document, in terms */
    xapian_doccount termfreq;          /* documents with the term */
    xapian_doccount reltermfreq;       /* relevant ones with the term */
    xapian_termcount collection_freq;  /* the term's wdf over all documents */
    xapian_termcount query_length;     /* sum of the query's wqf, or as given to xapian_enquire_set_query */
    xapian_termcount wqf;              /* of the term in the query */
    xapian_termcount doclength_min;    /* lower bound on a document's length, empty ones left out */
    xapian_termcount doclength_max;    /* upper bound on it */
    xapian_termcount wdf_max;          /* upper bound on the term's wdf; 0 when factor is */
    double factor;                     /* to multiply the result by (from xapian_query_new_scaled); 0 when the
                                          state is for sumextra and maxextra, which have no term */
} xapian_weight_stats;

/* One document's side of the formula. */
typedef struct xapian_weight_doc {
    xapian_termcount wdf;          /* of the term in the document; 0 for sumextra */
    xapian_termcount doclen;       /* the document's length */
    xapian_termcount unique_terms; /* its number of different terms; in 1.4, 0 for sumextra */
    xapian_termcount wdf_doc_max;  /* the largest wdf in it */
} xapian_weight_doc;

/* A weighting scheme in C. Set size to sizeof(xapian_weight_ops), what is not used to NULL or 0.
 *
 * For each term of a query (and once more for the part that has no term) Xapian makes a state of state_size
 * bytes, zeroed and aligned as by malloc, and calls init, then maxpart, then sumpart once for each posting. A
 * state is used by one search only. The formulae cannot be stopped. They must not return negative numbers nor
 * NaN, and never more than maxpart, or better documents may be missed.
 *
 *     struct my_state { double idf; };
 *
 *     static int my_init(void *ctx, void *state, const xapian_weight_stats *stats) {
 *         struct my_state *my = state;
 *         my->idf = stats->factor * log(1.0 + (double)stats->collection_size / (stats->termfreq + 1.0));
 *         return 0;
 *     }
 *     static double my_sumpart(const void *ctx, const void *state, const xapian_weight_doc *doc) {
 *         const struct my_state *my = state;
 *         return my->idf * doc->wdf / (doc->wdf + 1.2);
 *     }
 *     static double my_maxpart(const void *ctx, const void *state) {
 *         return ((const struct my_state *)state)->idf;
 *     }
 */
typedef struct xapian_weight_ops {
    size_t size;
    const char *name;  /* a static name, or NULL for none */
    unsigned needs;    /* XAPIAN_WEIGHT_NEEDS_* */
    size_t state_size; /* bytes; may be 0 */
    /* Fills in a state. Not 0: the search stops at the first posting with XAPIAN_ERR_CALLBACK. May be
     * NULL. */
    int (*init)(void *ctx, void *state, const xapian_weight_stats *stats);
    /* Releases what init put into a state. Also called when init failed; not for a state never
     * initialised. May be NULL. */
    void (*done)(void *ctx, void *state);
    /* The term's weight in a document. */
    double (*sumpart)(const void *ctx, const void *state, const xapian_weight_doc *doc);
    /* The most that sumpart can return; the tighter, the faster the search. */
    double (*maxpart)(const void *ctx, const void *state);
    /* What a document weighs besides its terms, for documents that match; and the most of it. Both or
     * none. */
    double (*sumextra)(const void *ctx, const void *state, const xapian_weight_doc *doc);
    double (*maxextra)(const void *ctx, const void *state);
} xapian_weight_ops;

/* A scheme of your own. ops is copied. ctx is shared by all states; see "Callbacks" in the introduction for
 * free_ctx. It does not work with remote databases (XAPIAN_ERR_UNIMPLEMENTED when searching).
 * Errors: INVALID_ARGUMENT (sumpart or maxpart missing, one of sumextra and maxextra alone, an unknown size
 * or need), UNIMPLEMENTED (a need without its feature). */
XAPIAN_C_API int xapian_weight_new(const xapian_weight_ops *ops, void *ctx, xapian_free_fn free_ctx,
                                   xapian_weight **out, xapian_error *err);

/* ==== 8. Enquire ======================================================================================== */

/* A search on a database. It keeps what it is given. Errors: INVALID_ARGUMENT (in 1.4: a database of no
 * shards; in 2.x there is nothing to be found in it). */
XAPIAN_C_API int xapian_enquire_new(const xapian_database *db, xapian_enquire **out, xapian_error *err);

XAPIAN_C_API void xapian_enquire_free(xapian_enquire *enquire);

/* The query to run. query_length: for schemes that use it; 0 takes xapian_query_length. */
XAPIAN_C_API int xapian_enquire_set_query(xapian_enquire *enquire, const xapian_query *query,
                                          xapian_termcount query_length, xapian_error *err);

/* The query last set; one that matches nothing if none was. */
XAPIAN_C_API int xapian_enquire_query(const xapian_enquire *enquire, xapian_query **out, xapian_error *err);

/* The weighting scheme; BM25 with its defaults if none is set. */
XAPIAN_C_API int xapian_enquire_set_weight(xapian_enquire *enquire, const xapian_weight *weight,
                                           xapian_error *err);

/* How xapian_enquire_eset weighs terms: "trad" (k >= 0, default 1; the default; from 1.4.26 on "prob" means
 * the same) or "bo1" (k not used). Errors: INVALID_ARGUMENT (another name). */
XAPIAN_C_API int xapian_enquire_set_expansion_scheme(xapian_enquire *enquire, const char *name, double k,
                                                     xapian_error *err);

/* Gives at most max documents with the same value in a slot, the best ones. Documents without a value
 * are not collapsed. XAPIAN_BAD_SLOT or max 0 turns it off. Xapian 2.1.0 has a fault: it gives wrong hits when
 * it is asked for fewer than are left after collapsing; ask for all, and use the first of them. */
XAPIAN_C_API int xapian_enquire_set_collapse(xapian_enquire *enquire, xapian_slot slot, xapian_doccount max,
                                             xapian_error *err);

/* Leaves out hits below a percentage (0 to 100) of the best, and below a weight (0 for no limit). A
 * percentage does not go with sorting by value or key first: the search then gives UNIMPLEMENTED. Errors:
 * INVALID_ARGUMENT (the percentage). */
XAPIAN_C_API int xapian_enquire_set_cutoff(xapian_enquire *enquire, int percent, double weight,
                                           xapian_error *err);

/* Which of equally ranked documents comes first. */
typedef enum xapian_docid_order {
    XAPIAN_ORDER_DESCENDING = 0, /* the higher number */
    XAPIAN_ORDER_ASCENDING = 1,  /* the lower number; the default */
    XAPIAN_ORDER_DONT_CARE = 2   /* either, whatever is faster */
} xapian_docid_order;

XAPIAN_C_API int xapian_enquire_set_docid_order(xapian_enquire *enquire, xapian_docid_order order,
                                                xapian_error *err);

/* How hits are sorted; the last of these calls holds. Values and keys compare as bytes, the smaller first if
 * `descending` is 0, else the larger first. */

/* By weight: the default. */
XAPIAN_C_API int xapian_enquire_sort_by_relevance(xapian_enquire *enquire, xapian_error *err);

/* By the value in a slot only. */
XAPIAN_C_API int xapian_enquire_sort_by_value(xapian_enquire *enquire, xapian_slot slot, int descending,
                                              xapian_error *err);

/* By value, then weight. */
XAPIAN_C_API int xapian_enquire_sort_by_value_then_relevance(xapian_enquire *enquire, xapian_slot slot,
                                                             int descending, xapian_error *err);

/* By weight, then value. */
XAPIAN_C_API int xapian_enquire_sort_by_relevance_then_value(xapian_enquire *enquire, xapian_slot slot,
                                                             int descending, xapian_error *err);

/* The same three by a key (section 10). With remote databases they do not work (UNIMPLEMENTED when searching;
 * 2.x then loses the connection), but in 2.x keys made of values do. */
XAPIAN_C_API int xapian_enquire_sort_by_key(xapian_enquire *enquire, xapian_key_maker *maker, int descending,
                                            xapian_error *err);
XAPIAN_C_API int xapian_enquire_sort_by_key_then_relevance(xapian_enquire *enquire, xapian_key_maker *maker,
                                                           int descending, xapian_error *err);
XAPIAN_C_API int xapian_enquire_sort_by_relevance_then_key(xapian_enquire *enquire, xapian_key_maker *maker,
                                                           int descending, xapian_error *err);

/* Makes a search stop looking past check_at_least after so many seconds; 0 for no limit. It then gives what
 * was found, with looser counts. Where the system has no timers it does nothing. */
XAPIAN_C_API int xapian_enquire_set_time_limit(xapian_enquire *enquire, double seconds, xapian_error *err);

/* Shows every document considered to a spy (section 10). */
XAPIAN_C_API int xapian_enquire_add_match_spy(xapian_enquire *enquire, xapian_match_spy *spy,
                                              xapian_error *err);

/* Takes all spies off. */
XAPIAN_C_API int xapian_enquire_clear_match_spies(xapian_enquire *enquire, xapian_error *err);

/* Decides whether a matching document is kept: > 0 yes, 0 no, < 0 stop the search. */
typedef int (*xapian_match_decider_fn)(void *ctx, xapian_document *doc);

/* What else a search can be told. Zero it for the defaults. */
typedef struct xapian_mset_options {
    xapian_doccount check_at_least;  /* consider at least this many matches: makes counts up to it exact */
    const xapian_rset *rset;         /* relevant documents, to weigh terms by; may be NULL */
    xapian_match_decider_fn decider; /* may be NULL; not with remote databases */
    void *decider_ctx;
} xapian_mset_options;

/* Runs the search. Gives the hits of rank first (0 is the best) to first + max - 1, as far as there are so
 * many. options may be NULL. Errors: [read], WILDCARD, UNIMPLEMENTED (what a backend or remote cannot do),
 * INVALID_ARGUMENT, CALLBACK.
 * Xapian 2.1.0 has a fault: when reading fails in the midst of a search ([read]; not CALLBACK) which has NEAR,
 * PHRASE, a value range or a decider, it writes to memory it has freed. */
XAPIAN_C_API int xapian_enquire_mset(xapian_enquire *enquire, xapian_doccount first, xapian_doccount max,
                                     const xapian_mset_options *options, xapian_mset **out,
                                     xapian_error *err);

/* The query's terms that a document has, in order of their position in the query. Errors: [read],
 * DOC_NOT_FOUND, INVALID_ARGUMENT. */
XAPIAN_C_API int xapian_enquire_matching_terms(const xapian_enquire *enquire, xapian_docid docid,
                                               xapian_term_iterator **out, xapian_error *err);

enum {
    XAPIAN_ESET_INCLUDE_QUERY_TERMS = 1, /* also suggest terms the query has */
    XAPIAN_ESET_USE_EXACT_TERMFREQ = 2   /* with several shards: exact, but slower */
};

/* Decides whether a term may be suggested: > 0 yes, 0 no, < 0 stop. */
typedef int (*xapian_expand_decider_fn)(void *ctx, xapian_str term);

/* Up to max terms that tell the relevant documents from the rest, best first. flags: XAPIAN_ESET_*. decider
 * may be NULL. min_weight: leave out terms that weigh less or as much. Errors: [read], DOC_NOT_FOUND (in the
 * rset), CALLBACK. */
XAPIAN_C_API int xapian_enquire_eset(xapian_enquire *enquire, xapian_termcount max, const xapian_rset *rset,
                                     int flags, xapian_expand_decider_fn decider, void *ctx,
                                     double min_weight, xapian_eset **out, xapian_error *err);

/* A line for people who debug. */
XAPIAN_C_API int xapian_enquire_describe(xapian_enquire *enquire, xapian_str *out, xapian_error *err);

/* ==== 9. MSet, RSet, ESet =============================================================================== */

/* ---- MSet: the hits of a search ---- */

XAPIAN_C_API void xapian_mset_free(xapian_mset *mset);

/* The number of hits in it; 0 for NULL. */
XAPIAN_C_API xapian_doccount xapian_mset_size(const xapian_mset *mset);

/* How many documents match. Lower and upper bound hold for certain. */
typedef struct xapian_mset_counts {
    xapian_doccount first;                 /* the rank of the first hit in it */
    xapian_doccount matches_lower;         /* documents that match */
    xapian_doccount matches_estimated;
    xapian_doccount matches_upper;
    xapian_doccount uncollapsed_lower;     /* the same if nothing had been collapsed */
    xapian_doccount uncollapsed_estimated;
    xapian_doccount uncollapsed_upper;
    double max_possible;                   /* no document of this database could weigh more */
    double max_attained;                   /* no document that matches weighs more */
} xapian_mset_counts;

XAPIAN_C_API int xapian_mset_get_counts(const xapian_mset *mset, xapian_mset_counts *out, xapian_error *err);

/* One hit. */
typedef struct xapian_hit {
    xapian_docid docid;
    xapian_doccount rank;           /* 0 is the best match of all */
    double weight;
    int percent;                    /* 0 to 100 */
    xapian_doccount collapse_count; /* at least this many others were collapsed into it */
} xapian_hit;

/* The i-th hit, from 0. Errors: INVALID_ARGUMENT (i not below the size). */
XAPIAN_C_API int xapian_mset_hit(const xapian_mset *mset, xapian_doccount i, xapian_hit *out,
                                 xapian_error *err);

/* Its document. Errors: INVALID_ARGUMENT, [read], DOC_NOT_FOUND (deleted since). */
XAPIAN_C_API int xapian_mset_document(const xapian_mset *mset, xapian_doccount i, xapian_document **out,
                                      xapian_error *err);

/* The value it was collapsed by, empty if it was not. Errors: INVALID_ARGUMENT. */
XAPIAN_C_API int xapian_mset_collapse_key(xapian_mset *mset, xapian_doccount i, xapian_str *out,
                                          xapian_error *err);

/* The value or key it was sorted by, empty when sorted by weight only. Errors: INVALID_ARGUMENT. */
XAPIAN_C_API int xapian_mset_sort_key(xapian_mset *mset, xapian_doccount i, xapian_str *out,
                                      xapian_error *err);

/* Says that the documents of `count` hits from `first` on will be asked for, so that a remote database sends
 * them at once. Past the end is left out. Errors: [read]. */
XAPIAN_C_API int xapian_mset_fetch(const xapian_mset *mset, xapian_doccount first, xapian_doccount count,
                                   xapian_error *err);

/* A weight of this search in percent of what the best hit could have, 0 to 100. 0 for NULL. */
XAPIAN_C_API int xapian_mset_percent(const xapian_mset *mset, double weight);

/* How many documents have a term, and the most it can weigh in this search. Either pointer may be NULL.
 * Errors: [read]; in 1.4 INVALID_ARGUMENT (the weight of a term the query does not have) and INVALID_OPERATION
 * (an mset without statistics), where 2.x gives 0. */
XAPIAN_C_API int xapian_mset_term(const xapian_mset *mset, const char *term, size_t size,
                                  xapian_doccount *termfreq, double *weight, xapian_error *err);

enum {
    XAPIAN_SNIPPET_BACKGROUND_MODEL = 1,    /* prefer rare words */
    XAPIAN_SNIPPET_EXHAUSTIVE = 2,          /* look at the whole text even when a good part was found */
    XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH = 4, /* nothing, when the text has no term of the query */
    XAPIAN_SNIPPET_NGRAMS = 2048,           /* as XAPIAN_TG_NGRAMS */
    XAPIAN_SNIPPET_WORD_BREAKS = 4096       /* as XAPIAN_TG_WORD_BREAKS */
};

/* How a snippet is made. Zero it, set length, and the rest as needed. Strings that are zeroed are empty. */
typedef struct xapian_snippet_options {
    size_t length;            /* about how many bytes of text; 0 for 500 */
    unsigned flags;           /* XAPIAN_SNIPPET_* */
    const xapian_stem *stem;  /* how the text's words were stemmed; NULL for not at all */
    xapian_str before, after; /* put around each match, such as "<b>" and "</b>" */
    xapian_str omit;          /* put where the snippet starts or ends within the text, such as "..." */
} xapian_snippet_options;

/* The part of a UTF-8 text that has most to do with the query, its words that match marked. <, > and & in the
 * text come out as &lt; &gt; &amp; (but before 1.4.32 and 2.1.0 not in a text that is short enough already
 * when before and after are empty). options NULL: background model and exhaustive, <b>, </b>, "...".
 * Errors: UNIMPLEMENTED, FEATURE_UNAVAILABLE (flags). */
XAPIAN_C_API int xapian_mset_snippet(xapian_mset *mset, const char *text, size_t size,
                                     const xapian_snippet_options *options, xapian_str *out,
                                     xapian_error *err);

/* A line for people who debug. */
XAPIAN_C_API int xapian_mset_describe(xapian_mset *mset, xapian_str *out, xapian_error *err);

/* ---- RSet: documents the user marked relevant ---- */

XAPIAN_C_API int xapian_rset_new(xapian_rset **out, xapian_error *err);

XAPIAN_C_API void xapian_rset_free(xapian_rset *rset);

/* Adds a document. Errors: INVALID_ARGUMENT (docid 0). */
XAPIAN_C_API int xapian_rset_add(xapian_rset *rset, xapian_docid docid, xapian_error *err);

/* Takes a document out, if it is in. */
XAPIAN_C_API int xapian_rset_remove(xapian_rset *rset, xapian_docid docid, xapian_error *err);

/* 1 when the document is in it, else 0. */
XAPIAN_C_API int xapian_rset_contains(const xapian_rset *rset, xapian_docid docid);

/* The number of documents; 0 for NULL. */
XAPIAN_C_API xapian_doccount xapian_rset_size(const xapian_rset *rset);

/* ---- ESet: terms suggested ---- */

XAPIAN_C_API void xapian_eset_free(xapian_eset *eset);

/* The number of terms in it; 0 for NULL. */
XAPIAN_C_API xapian_termcount xapian_eset_size(const xapian_eset *eset);

/* A lower bound on how many terms could have been suggested; 0 for NULL. */
XAPIAN_C_API xapian_termcount xapian_eset_bound(const xapian_eset *eset);

/* The i-th term, from 0, and its weight. Either pointer may be NULL. Errors: INVALID_ARGUMENT (i not below
 * the size). */
XAPIAN_C_API int xapian_eset_term(xapian_eset *eset, xapian_termcount i, xapian_str *term, double *weight,
                                  xapian_error *err);

/* ==== 10. Match spies and key makers ==================================================================== */

/* ---- Match spies: see every document a search considers ---- */

/* How many documents a search considers is bounded below by check_at_least: with the number of documents in
 * the database, it is all that match. */

/* Counts the values in a slot. */
XAPIAN_C_API int xapian_match_spy_new_value_count(xapian_slot slot, xapian_match_spy **out,
                                                  xapian_error *err);

/* Handed each document and its weight (0 when the search does not weigh). Not 0 stops the search. */
typedef int (*xapian_match_spy_fn)(void *ctx, xapian_document *doc, double weight);

/* A spy of your own; not with remote databases. */
XAPIAN_C_API int xapian_match_spy_new(xapian_match_spy_fn fn, void *ctx, xapian_free_fn free_ctx,
                                      xapian_match_spy **out, xapian_error *err);

XAPIAN_C_API void xapian_match_spy_free(xapian_match_spy *spy);

/* How many documents a counting spy has seen. Errors: INVALID_OPERATION (a spy of your own). */
XAPIAN_C_API int xapian_match_spy_total(const xapian_match_spy *spy, size_t *out, xapian_error *err);

/* The values a counting spy has seen, in byte order; an item's termfreq is the number of documents. Values
 * counted while iterating may show up too. Errors: INVALID_OPERATION (a spy of your own). */
XAPIAN_C_API int xapian_match_spy_values(const xapian_match_spy *spy, xapian_term_iterator **out,
                                         xapian_error *err);

/* The same for the max most frequent values, the most frequent first, as they are now. skip_to makes
 * no sense on it. Errors: as above. */
XAPIAN_C_API int xapian_match_spy_top_values(const xapian_match_spy *spy, size_t max,
                                             xapian_term_iterator **out, xapian_error *err);

/* ---- Key makers: keys to sort by ---- */

/* Joins the values of several slots, so that hits are sorted by the first, then the second, and so on.
 * Without slots all keys are equal. */
XAPIAN_C_API int xapian_key_maker_new_multi_value(xapian_key_maker **out, xapian_error *err);

/* Adds a slot to such a maker. descending: not 0 sorts this slot the other way round. missing: what documents
 * without a value are taken to have. Errors: INVALID_OPERATION (a maker of your own). */
XAPIAN_C_API int xapian_key_maker_add_slot(xapian_key_maker *maker, xapian_slot slot, int descending,
                                           const char *missing, size_t missing_size, xapian_error *err);

/* Writes a document's key to out; nothing for the empty key. Not 0 stops the search. */
typedef int (*xapian_key_maker_fn)(void *ctx, xapian_document *doc, xapian_buffer *out);

/* A maker of your own. */
XAPIAN_C_API int xapian_key_maker_new(xapian_key_maker_fn fn, void *ctx, xapian_free_fn free_ctx,
                                      xapian_key_maker **out, xapian_error *err);

XAPIAN_C_API void xapian_key_maker_free(xapian_key_maker *maker);

/* The key of a document. Errors: [read], CALLBACK. */
XAPIAN_C_API int xapian_key_maker_key(xapian_key_maker *maker, xapian_document *doc, xapian_str *out,
                                      xapian_error *err);

/* ==== 11. Stemmers and stoppers ========================================================================= */

/* The languages there are stemmers for, separated by spaces. Static. */
XAPIAN_C_API const char *xapian_stem_languages(void);

/* A stemmer for a language, by its English name or two-letter code; "none" leaves words as they are. Stems
 * may change between versions of Xapian ("dutch" does from 1.4 to 2.x): index and search with the same.
 * Errors: INVALID_ARGUMENT (no such language). */
XAPIAN_C_API int xapian_stem_new(const char *language, xapian_stem **out, xapian_error *err);

/* Writes the stem of a word to out. Not 0 stops what asked for it. */
typedef int (*xapian_stem_fn)(void *ctx, xapian_str word, xapian_buffer *out);

/* A stemmer of your own. */
XAPIAN_C_API int xapian_stem_new_callback(xapian_stem_fn fn, void *ctx, xapian_free_fn free_ctx,
                                          xapian_stem **out, xapian_error *err);

XAPIAN_C_API void xapian_stem_free(xapian_stem *stem);

/* The stem of a word, which should be in lower case and UTF-8. Errors: CALLBACK. */
XAPIAN_C_API int xapian_stem_apply(xapian_stem *stem, const char *word, size_t size, xapian_str *out,
                                   xapian_error *err);

/* 1 when it leaves words as they are ("none"), else 0. */
XAPIAN_C_API int xapian_stem_is_none(const xapian_stem *stem);

/* A line for people who debug. */
XAPIAN_C_API int xapian_stem_describe(xapian_stem *stem, xapian_str *out, xapian_error *err);

/* A stopper that stops the words it is given. */
XAPIAN_C_API int xapian_stopper_new_simple(xapian_stopper **out, xapian_error *err);

/* Gives such a stopper a word. Errors: INVALID_OPERATION (a stopper of your own). */
XAPIAN_C_API int xapian_stopper_add(xapian_stopper *stopper, const char *word, size_t size,
                                    xapian_error *err);

/* Decides whether a word is to be left out: > 0 yes, 0 no, < 0 stop what asked. */
typedef int (*xapian_stopper_fn)(void *ctx, xapian_str word);

/* A stopper of your own. */
XAPIAN_C_API int xapian_stopper_new(xapian_stopper_fn fn, void *ctx, xapian_free_fn free_ctx,
                                    xapian_stopper **out, xapian_error *err);

XAPIAN_C_API void xapian_stopper_free(xapian_stopper *stopper);

/* Returns 1 when the word is to be left out, else 0. Errors: CALLBACK. */
XAPIAN_C_API int xapian_stopper_stops(const xapian_stopper *stopper, const char *word, size_t size,
                                      xapian_error *err);

/* ==== 12. Term generator ================================================================================ */

/* Cuts UTF-8 text into words and adds them to a document as terms, in lower case, stemmed as told. */
XAPIAN_C_API int xapian_term_generator_new(xapian_term_generator **out, xapian_error *err);

XAPIAN_C_API void xapian_term_generator_free(xapian_term_generator *tg);

/* The stemmer; NULL for none. */
XAPIAN_C_API int xapian_term_generator_set_stemmer(xapian_term_generator *tg, const xapian_stem *stem,
                                                   xapian_error *err);

/* The stopper; NULL for none. */
XAPIAN_C_API int xapian_term_generator_set_stopper(xapian_term_generator *tg, const xapian_stopper *stopper,
                                                   xapian_error *err);

/* The document that terms go to from now on; it is changed in place. Positions start at 1 again. */
XAPIAN_C_API int xapian_term_generator_set_document(xapian_term_generator *tg, xapian_document *doc,
                                                    xapian_error *err);

/* That document, or a new one if none was set. */
XAPIAN_C_API int xapian_term_generator_document(const xapian_term_generator *tg, xapian_document **out,
                                                xapian_error *err);

/* The writable database that XAPIAN_TG_SPELLING adds words to. Errors: INVALID_OPERATION (not writable). */
XAPIAN_C_API int xapian_term_generator_set_database(xapian_term_generator *tg, const xapian_database *db,
                                                    xapian_error *err);

enum {
    XAPIAN_TG_SPELLING = 128,   /* add words without prefix to the database's spelling words */
    XAPIAN_TG_NGRAMS = 2048,    /* cut scripts written without spaces (in 1.4: Chinese, Japanese, Korean)
                                   into single characters and overlapping pairs of them */
    XAPIAN_TG_WORD_BREAKS = 4096 /* cut them into words by a dictionary; XAPIAN_FEATURE_WORD_BREAKS */
};

/* Changes flags to (flags & mask) ^ toggle. *before (may be NULL) is set to the flags as they were.
 * Errors: UNIMPLEMENTED (a flag without its feature); FEATURE_UNAVAILABLE comes later, from index_text. */
XAPIAN_C_API int xapian_term_generator_set_flags(xapian_term_generator *tg, int toggle, int mask, int *before,
                                                 xapian_error *err);

/* Which terms a word gives. Without a stemmer, STEM_ALL and STEM_ALL_Z give none. */
typedef enum xapian_stem_strategy {
    XAPIAN_STEM_NONE = 0,         /* the word */
    XAPIAN_STEM_SOME = 1,         /* the word with positions, and its stem with Z without; the default */
    XAPIAN_STEM_ALL = 2,          /* the stem without Z, with positions */
    XAPIAN_STEM_ALL_Z = 3,        /* the stem with Z, with positions */
    XAPIAN_STEM_SOME_FULL_POS = 4 /* as STEM_SOME, with positions for stems too */
} xapian_stem_strategy;

XAPIAN_C_API int xapian_term_generator_set_stemming_strategy(xapian_term_generator *tg,
                                                             xapian_stem_strategy strategy,
                                                             xapian_error *err);

/* What the stopper does. */
typedef enum xapian_stop_strategy {
    XAPIAN_STOP_NONE = 0,   /* nothing */
    XAPIAN_STOP_ALL = 1,    /* no terms for stop words */
    XAPIAN_STOP_STEMMED = 2 /* no stems for stop words; the default */
} xapian_stop_strategy;

XAPIAN_C_API int xapian_term_generator_set_stopper_strategy(xapian_term_generator *tg,
                                                            xapian_stop_strategy strategy, xapian_error *err);

/* Words of more bytes than this are left out; 64 by default. */
XAPIAN_C_API int xapian_term_generator_set_max_word_length(xapian_term_generator *tg, unsigned bytes,
                                                           xapian_error *err);

/* Adds a text's terms. Each occurrence adds wdf_inc (usually 1) to the wdf. prefix is put before each
 * term. Errors: CALLBACK (stemmer, stopper), FEATURE_UNAVAILABLE (a flag), those of the spelling database. */
XAPIAN_C_API int xapian_term_generator_index_text(xapian_term_generator *tg, const char *text, size_t size,
                                                  xapian_termcount wdf_inc, const char *prefix,
                                                  size_t prefix_size, xapian_error *err);

/* The same without positions. */
XAPIAN_C_API int xapian_term_generator_index_text_without_positions(xapian_term_generator *tg,
                                                                    const char *text, size_t size,
                                                                    xapian_termcount wdf_inc,
                                                                    const char *prefix, size_t prefix_size,
                                                                    xapian_error *err);

/* Leaves a gap in the positions, so that no phrase runs across it; 100 is usual. */
XAPIAN_C_API int xapian_term_generator_increase_termpos(xapian_term_generator *tg, xapian_termpos gap,
                                                        xapian_error *err);

/* The last position given out; 0 for NULL. */
XAPIAN_C_API xapian_termpos xapian_term_generator_termpos(const xapian_term_generator *tg);

/* The next word gets the position after this. */
XAPIAN_C_API int xapian_term_generator_set_termpos(xapian_term_generator *tg, xapian_termpos termpos,
                                                   xapian_error *err);

/* A line for people who debug. */
XAPIAN_C_API int xapian_term_generator_describe(xapian_term_generator *tg, xapian_str *out,
                                                xapian_error *err);

/* ==== 13. Query parser ================================================================================== */

/* Turns what a person types into a query. It does not change by parsing, except for what the functions
 * under "After parsing" tell. */
XAPIAN_C_API int xapian_query_parser_new(xapian_query_parser **out, xapian_error *err);

XAPIAN_C_API void xapian_query_parser_free(xapian_query_parser *parser);

/* The stemmer; NULL for none. It works when the stemming strategy says so. */
XAPIAN_C_API int xapian_query_parser_set_stemmer(xapian_query_parser *parser, const xapian_stem *stem,
                                                 xapian_error *err);

/* Which words are stemmed: should be what the term generator did. STEM_SOME, the default, stems what is not
 * capitalised, quoted or given for positions; in 2.x also what is capitalised, in languages where that is no
 * sign of a name (such as German) or names have many forms. */
XAPIAN_C_API int xapian_query_parser_set_stemming_strategy(xapian_query_parser *parser,
                                                           xapian_stem_strategy strategy, xapian_error *err);

/* The stopper; NULL for none. */
XAPIAN_C_API int xapian_query_parser_set_stopper(xapian_query_parser *parser, const xapian_stopper *stopper,
                                                 xapian_error *err);

/* What joins words without an operator between them: XAPIAN_OP_OR (the default), AND, NEAR, PHRASE,
 * ELITE_SET, SYNONYM or MAX. Errors: INVALID_ARGUMENT (another). */
XAPIAN_C_API int xapian_query_parser_set_default_op(xapian_query_parser *parser, xapian_op op,
                                                    xapian_error *err);

/* What is set; XAPIAN_OP_OR for NULL. */
XAPIAN_C_API xapian_op xapian_query_parser_default_op(const xapian_query_parser *parser);

/* The database for spelling, synonyms and wildcards. */
XAPIAN_C_API int xapian_query_parser_set_database(xapian_query_parser *parser, const xapian_database *db,
                                                  xapian_error *err);

/* The most terms a wildcard may stand for, 0 for any number. limit: XAPIAN_WILDCARD_LIMIT_*. which:
 * XAPIAN_QP_WILDCARD and XAPIAN_QP_PARTIAL, the kinds this is for. The default is any number for wildcards,
 * 100 most frequent for partial words. */
XAPIAN_C_API int xapian_query_parser_set_max_expansion(xapian_query_parser *parser, xapian_termcount max,
                                                       int limit, unsigned which, xapian_error *err);

enum {
    XAPIAN_QP_BOOLEAN = 1,                /* AND OR NOT XOR NEAR ADJ and brackets */
    XAPIAN_QP_PHRASE = 2,                 /* "quoted phrases" */
    XAPIAN_QP_LOVEHATE = 4,               /* +word -word */
    XAPIAN_QP_BOOLEAN_ANY_CASE = 8,       /* operators also in lower case */
    XAPIAN_QP_WILDCARD = 16,              /* wild*; needs the database */
    XAPIAN_QP_PURE_NOT = 32,              /* NOT word alone */
    XAPIAN_QP_PARTIAL = 64,               /* the last word (in 2.x: of two characters or more) may be
                                             unfinished; needs the database */
    XAPIAN_QP_SPELLING_CORRECTION = 128,  /* correct words; needs the database */
    XAPIAN_QP_SYNONYM = 256,              /* ~word takes in its synonyms; needs the database */
    XAPIAN_QP_AUTO_SYNONYMS = 512,        /* all words do */
    XAPIAN_QP_AUTO_MULTIWORD_SYNONYMS = 1024, /* and groups of words */
    XAPIAN_QP_NGRAMS = 2048,              /* as XAPIAN_TG_NGRAMS */
    XAPIAN_QP_WORD_BREAKS = 4096,         /* as XAPIAN_TG_WORD_BREAKS */
    XAPIAN_QP_ACCUMULATE = 65536,         /* keep stop words and stems of earlier parses */
    XAPIAN_QP_NO_POSITIONS = 0x20000,     /* there are no positions: phrases become ANDs */
    XAPIAN_QP_DEFAULT = 7                 /* boolean, phrase, lovehate */
};

/* Parses a text. flags: XAPIAN_QP_*. prefix: for words without a field's name, usually empty. An empty text
 * gives the query that matches nothing. Errors: QUERY_PARSER (its message is one to show), UNIMPLEMENTED
 * (flags; a feature the database has not), FEATURE_UNAVAILABLE (flags), [read] of the database, CALLBACK. */
XAPIAN_C_API int xapian_query_parser_parse(xapian_query_parser *parser, const char *text, size_t size,
                                           unsigned flags, const char *prefix, size_t prefix_size,
                                           xapian_query **out, xapian_error *err);

/* ---- Fields ---- */

/* field:word searches the words with a prefix. Called again for the same field, it searches both. An empty
 * field stands for words without one. Errors: INVALID_OPERATION (field is of another kind). */
XAPIAN_C_API int xapian_query_parser_add_prefix(xapian_query_parser *parser, const char *field,
                                                size_t field_size, const char *prefix, size_t prefix_size,
                                                xapian_error *err);

/* field:word filters by the term prefix + word as it is. Filters of one group are joined by OR, groups by
 * AND. grouping NULL: each field is its own group. The empty grouping: all such filters are joined by AND.
 * Errors: as above; UNIMPLEMENTED (an empty field). */
XAPIAN_C_API int xapian_query_parser_add_boolean_prefix(xapian_query_parser *parser, const char *field,
                                                        size_t field_size, const char *prefix,
                                                        size_t prefix_size, const xapian_str *grouping,
                                                        xapian_error *err);

/* Makes the query for field:text: sets *out to a new query, which the parser frees; leaving it NULL means
 * one that matches nothing. Not 0 stops the parse. */
typedef int (*xapian_field_fn)(void *ctx, xapian_str text, xapian_query **out);

/* field:text calls fn. */
XAPIAN_C_API int xapian_query_parser_add_prefix_callback(xapian_query_parser *parser, const char *field,
                                                         size_t field_size, xapian_field_fn fn, void *ctx,
                                                         xapian_free_fn free_ctx, xapian_error *err);

/* field:text calls fn, and the query is a filter. grouping: as above. */
XAPIAN_C_API int xapian_query_parser_add_boolean_prefix_callback(xapian_query_parser *parser,
                                                                 const char *field, size_t field_size,
                                                                 xapian_field_fn fn, void *ctx,
                                                                 xapian_free_fn free_ctx,
                                                                 const xapian_str *grouping,
                                                                 xapian_error *err);

/* ---- Ranges ---- */

enum {
    XAPIAN_RANGE_SUFFIX = 1,         /* the marker stands after, as in 5..7kg */
    XAPIAN_RANGE_REPEATED = 2,       /* the marker may stand at both ends, as in $1..$5 */
    XAPIAN_RANGE_DATE_PREFER_MDY = 4 /* 1/2/2003 is in January */
};

/* from..to on the values of a slot, compared as bytes. marker: what the range must have before (or after) it,
 * such as "size:"; may be empty. flags: XAPIAN_RANGE_SUFFIX, _REPEATED. */
XAPIAN_C_API int xapian_range_processor_new_string(xapian_slot slot, const char *marker, size_t size,
                                                   unsigned flags, xapian_range_processor **out,
                                                   xapian_error *err);

/* Dates; the values are YYYYMMDD. flags: all. epoch_year: two-digit years are taken to lie in the hundred
 * years from it, usually 1970. */
XAPIAN_C_API int xapian_range_processor_new_date(xapian_slot slot, const char *marker, size_t size,
                                                 unsigned flags, int epoch_year, xapian_range_processor **out,
                                                 xapian_error *err);

/* Numbers; the values are made by xapian_sortable_serialise. flags: SUFFIX, REPEATED. */
XAPIAN_C_API int xapian_range_processor_new_number(xapian_slot slot, const char *marker, size_t size,
                                                   unsigned flags, xapian_range_processor **out,
                                                   xapian_error *err);

/* Makes the query for from..to (either may be empty): sets *out to a new query, which the parser frees;
 * leaving it NULL means "not mine", and the next processor is asked. Not 0 stops the parse. */
typedef int (*xapian_range_fn)(void *ctx, xapian_str from, xapian_str to, xapian_query **out);

/* Ranges of your own. */
XAPIAN_C_API int xapian_range_processor_new(xapian_range_fn fn, void *ctx, xapian_free_fn free_ctx,
                                            xapian_range_processor **out, xapian_error *err);

XAPIAN_C_API void xapian_range_processor_free(xapian_range_processor *processor);

/* Makes the query for from..to; *out is set to one of type XAPIAN_OP_INVALID when it is not this processor's.
 * Errors: CALLBACK. */
XAPIAN_C_API int xapian_range_processor_query(xapian_range_processor *processor, const char *from,
                                              size_t from_size, const char *to, size_t to_size,
                                              xapian_query **out, xapian_error *err);

/* Adds a processor; they are asked in the order added. grouping: as in
 * xapian_query_parser_add_boolean_prefix, NULL for the slot as the group. */
XAPIAN_C_API int xapian_query_parser_add_range_processor(xapian_query_parser *parser,
                                                         xapian_range_processor *processor,
                                                         const xapian_str *grouping, xapian_error *err);

/* ---- After parsing ---- */

/* The words the stopper left out of the last query. */
XAPIAN_C_API int xapian_query_parser_stop_words(const xapian_query_parser *parser, xapian_term_iterator **out,
                                                xapian_error *err);

/* The words of the last query that gave a term. */
XAPIAN_C_API int xapian_query_parser_unstem(const xapian_query_parser *parser, const char *term, size_t size,
                                            xapian_term_iterator **out, xapian_error *err);

/* The last text with its spelling corrected, empty when there was nothing to correct. */
XAPIAN_C_API int xapian_query_parser_corrected(xapian_query_parser *parser, xapian_str *out,
                                               xapian_error *err);

/* A line for people who debug. */
XAPIAN_C_API int xapian_query_parser_describe(xapian_query_parser *parser, xapian_str *out,
                                              xapian_error *err);

/* ==== 14. Posting sources =============================================================================== */

/* A posting source is a list of documents with weights that does not come from a term. It becomes part of a
 * query by xapian_query_new_posting_source. */

/* Each document's weight is the number in a slot (xapian_sortable_serialise, not negative); documents
 * without one are left out. */
XAPIAN_C_API int xapian_posting_source_new_value_weight(xapian_slot slot, xapian_posting_source **out,
                                                        xapian_error *err);

/* The same where, from document number first to last, the weights never rise; the search may then end
 * early. 0 and 0: all documents. */
XAPIAN_C_API int xapian_posting_source_new_decreasing_value_weight(xapian_slot slot, xapian_docid first,
                                                                   xapian_docid last,
                                                                   xapian_posting_source **out,
                                                                   xapian_error *err);

/* All documents, each with the same weight. Errors: INVALID_ARGUMENT (a negative weight). */
XAPIAN_C_API int xapian_posting_source_new_fixed_weight(double weight, xapian_posting_source **out,
                                                        xapian_error *err);

/* Documents with a value in a slot, weighed by a table of values. */
XAPIAN_C_API int xapian_posting_source_new_value_map(xapian_slot slot, xapian_posting_source **out,
                                                     xapian_error *err);

/* Adds an entry to such a table, before it is used in a query. Errors: INVALID_OPERATION (another kind of
 * source). */
XAPIAN_C_API int xapian_posting_source_add_mapping(xapian_posting_source *source, const char *value,
                                                   size_t size, double weight, xapian_error *err);

/* The weight for values not in the table, 0 at first. Errors: as above. */
XAPIAN_C_API int xapian_posting_source_set_default_weight(xapian_posting_source *source, double weight,
                                                          xapian_error *err);

/* Empties the table. Errors: as above. */
XAPIAN_C_API int xapian_posting_source_clear_mappings(xapian_posting_source *source, xapian_error *err);

/* ---- Your own ---- */

/* What a source says of itself when it starts. */
typedef struct xapian_posting_bounds {
    xapian_doccount termfreq_min; /* at least so many documents */
    xapian_doccount termfreq_est; /* about so many */
    xapian_doccount termfreq_max; /* at most so many; the number of documents at first */
    double max_weight;            /* no document weighs more; 0 at first */
} xapian_posting_bounds;

/* Where a source stands. */
typedef struct xapian_posting {
    xapian_docid docid; /* 0: at the end */
    double weight;      /* not negative, not more than max_weight */
    double max_weight;  /* no later document weighs more: may be lowered, so that the search can end early */
} xapian_posting;

/* A posting source in C. Set size to sizeof(xapian_posting_source_ops), what is not used to NULL or 0. For
 * each search, and each shard of its database, there is a state of state_size bytes, zeroed and aligned as by
 * malloc. A status that is not 0 stops the search. Document numbers are the shard's. */
typedef struct xapian_posting_source_ops {
    size_t size;
    const char *name;  /* a static name to be registered under; NULL when it is never unserialised */
    size_t state_size; /* bytes; may be 0 */
    /* Starts over, before the first document of db, which is a single shard, lent for this call: iterators
     * made from it may be kept in the state. */
    int (*init)(void *ctx, void *state, const xapian_database *db, xapian_posting_bounds *bounds);
    /* Releases what init put into a state. Also called when init failed; not for a state never initialised.
     * May be NULL. */
    void (*done)(void *ctx, void *state);
    /* Goes to the next document and sets *at. Documents that weigh less than min_weight may be left out. */
    int (*next)(void *ctx, void *state, double min_weight, xapian_posting *at);
    /* Goes to the first document of number target or later, from where it stands. NULL: next is called as
     * often as needed. */
    int (*skip_to)(void *ctx, void *state, xapian_docid target, double min_weight, xapian_posting *at);
    /* The parameters as bytes, and a new context from such bytes (released by the free_ctx the source was
     * made with). NULL: queries with it cannot be serialised. */
    int (*serialise)(void *ctx, xapian_buffer *out);
    int (*unserialise)(void *ctx, xapian_str data, void **new_ctx);
} xapian_posting_source_ops;

/* A source of your own. ops is copied; ctx is shared by all states.
 * Errors: INVALID_ARGUMENT (init or next missing, an unknown size). */
XAPIAN_C_API int xapian_posting_source_new(const xapian_posting_source_ops *ops, void *ctx,
                                           xapian_free_fn free_ctx, xapian_posting_source **out,
                                           xapian_error *err);

XAPIAN_C_API void xapian_posting_source_free(xapian_posting_source *source);

/* A line for people who debug. */
XAPIAN_C_API int xapian_posting_source_describe(xapian_posting_source *source, xapian_str *out,
                                                xapian_error *err);

/* ==== 15. Registry ====================================================================================== */

/* Knows classes by name, for xapian_query_unserialise. Xapian's own are in it from the start. */
XAPIAN_C_API int xapian_registry_new(xapian_registry **out, xapian_error *err);

XAPIAN_C_API void xapian_registry_free(xapian_registry *registry);

/* Makes a source of your own known under its name. Errors: INVALID_OPERATION (it has no name). */
XAPIAN_C_API int xapian_registry_add_posting_source(xapian_registry *registry,
                                                    const xapian_posting_source *source, xapian_error *err);

/* Returns 1 when a posting source of that name is known, else 0. */
XAPIAN_C_API int xapian_registry_has_posting_source(const xapian_registry *registry, const char *name,
                                                    xapian_error *err);

/* Returns 1 when a weighting scheme of that name (see xapian_weight_name) is known, else 0. */
XAPIAN_C_API int xapian_registry_has_weight(const xapian_registry *registry, const char *name,
                                            xapian_error *err);

/* ==== 16. Serialised numbers ============================================================================ */

/* The most bytes xapian_sortable_serialise writes. */
#define XAPIAN_SORTABLE_MAX 9

/* A number as bytes that sort as the numbers do, for values. Writes to buffer, which has room for
 * XAPIAN_SORTABLE_MAX bytes, and returns how many were written; minus infinity takes 0. NaN has no
 * meaning. */
XAPIAN_C_API size_t xapian_sortable_serialise(double number, char *buffer);

/* The number from such bytes. Other bytes give some number. */
XAPIAN_C_API double xapian_sortable_unserialise(const char *data, size_t size);

#ifdef __cplusplus
}
#endif

#endif
