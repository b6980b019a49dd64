/* dossier.h: the Dossier library: index articles, search them, read the results.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * INTRODUCTION
 *
 * Dossier keeps articles and finds the passages in them that matter.  An *article* is one document: a key that names
 * it for ever, a title, perhaps an author, a date and a source, and a text.  Its text is cut into *passages*, runs of
 * whole sentences of about 150 words, and passages are what is ranked.  An *index* is a folder.
 *
 *     dossier_error err;
 *     dossier_writer *writer;
 *     if (dossier_writer_open(&writer, "news.idx", NULL, &err) != DOSSIER_OK)
 *         fprintf(stderr, "%s\n", err.message);
 *     dossier_article article = {0};
 *     article.key = dossier_string("2022/open-door");
 *     article.title = dossier_string("The open door");
 *     article.text = dossier_string("Finland and Sweden applied in May.  Turkey objected.");
 *     dossier_writer_add(writer, &article, &err);
 *     dossier_writer_commit(writer, &err);
 *     dossier_writer_close(writer);
 *
 *     dossier_index *index;
 *     dossier_result *result;
 *     const char *folder = "news.idx";
 *     dossier_open(&index, &folder, 1, &err);
 *     dossier_search(index, dossier_string("sweden applies"), NULL, &result, &err);
 *     for (size_t i = 0; i < dossier_result_count(result); i++)
 *         printf("%.2f %.*s\n", dossier_result_hit(result, i)->score,
 *                (int)dossier_result_hit(result, i)->article.title.size,
 *                dossier_result_hit(result, i)->article.title.data);
 *     dossier_result_free(result);
 *     dossier_close(index);
 *
 * STRINGS are a pointer and a length in bytes; they may hold NULs and need no NUL at their end.  Text is UTF-8 and is
 * never trusted: a byte that is not UTF-8 becomes U+FFFD.  A string {NULL, 0} is the empty string.
 *
 * ERRORS.  A function that can fail returns DOSSIER_OK (0), a positive value where it says so, or one of the negative
 * codes of enum dossier_status, and then fills the caller's dossier_error (which may be NULL) with one line of text:
 * what failed, where, and what to do.  Nothing here prints, exits or aborts.
 *
 * OWNERSHIP.  What a function hands back through **out belongs to the caller and has a function that frees it; every
 * freeing function takes NULL.  Any other pointer handed back belongs to the object it was asked of and lives as long
 * as that object, unless the function says otherwise.
 *
 * THREADS.  One dossier_index may be searched from many threads at once.  A dossier_writer, and a dossier_result,
 * belong to one thread at a time.  Different objects never interfere.  One index folder has one writer at a time, in
 * any process; readers are never blocked, and each search sees one commit as a whole: the one that was the last when
 * the index was opened, or (where the storage keeps that no longer) a later one.
 */
#ifndef DOSSIER_H
#define DOSSIER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DOSSIER_API __attribute__((visibility("default")))
#else
#define DOSSIER_API
#endif

/* The version of this header.  dossier_version() gives that of the library. */
#define DOSSIER_VERSION "0.1.0"

/* The version of the JSON that dossier_print() writes; it stands in each summary line. */
#define DOSSIER_OUTPUT_VERSION 1

/* ----------------------------------------------------------------------------------------- errors and strings */

/* What a function can return.  The list only ever grows at its end. */
enum dossier_status {
    DOSSIER_OK = 0,
    DOSSIER_ERR_MEMORY = -1,   /* out of memory */
    DOSSIER_ERR_IO = -2,       /* the system refused to read, write, sync or rename: sys_errno says why */
    DOSSIER_ERR_ARGUMENT = -3, /* a value that the function does not take */
    DOSSIER_ERR_NO_INDEX = -4, /* there is no index at that place */
    DOSSIER_ERR_VERSION = -5,  /* an index of another version, or of a backend that is not built in or not installed */
    DOSSIER_ERR_DAMAGED = -6,  /* an index that contradicts itself: make it again from its sources */
    DOSSIER_ERR_LOCKED = -7,   /* another process (or writer) is writing this index */
    DOSSIER_ERR_INPUT = -8,    /* an input that cannot be read as what it should be */
    DOSSIER_ERR_STOPPED = -9,  /* a callback of the caller's returned non-zero */
    DOSSIER_ERR_BACKEND = -10  /* the storage library failed in a way not named above: its words are in the message */
};

/* Filled when a function fails, and only then; the message is one line of UTF-8 without a line end. */
typedef struct dossier_error {
    int code;           /* one of enum dossier_status */
    int sys_errno;      /* errno where the system refused, else 0 */
    char message[1024]; /* ends with a NUL; cut (at a character) where it would not fit */
} dossier_error;

/* Bytes and their number.  Not owned. */
typedef struct dossier_str {
    const char *data;
    size_t size;
} dossier_str;

/* A half-open range of bytes, [start, end). */
typedef struct dossier_span {
    size_t start;
    size_t end;
} dossier_span;

/* A NUL-ended string as a dossier_str; NULL gives the empty string.  The bytes are not copied. */
DOSSIER_API dossier_str dossier_string(const char *text);

/* The library's version, "MAJOR.MINOR.PATCH".  Static. */
DOSSIER_API const char *dossier_version(void);

/* The short name of a status, such as "DOSSIER_ERR_LOCKED"; "unknown status" for any other number.  Static. */
DOSSIER_API const char *dossier_status_name(int status);

/* The stemmer languages that an index can be built with, such as "english", in alphabetical order, then NULL; "none"
 * (words are kept as they are) is among them.  Static. */
DOSSIER_API const char *const *dossier_languages(void);

/* The backends that this library can use, the default first, then NULL.  Static.  "xapian" is loaded when an index
 * first asks for it, from libdossier-xapian.so, which is looked for beside the library and the program, in ../lib from
 * there, and where it was to be installed; or in the folder that the environment's DOSSIER_PLUGINS names (an absolute
 * path; not heeded in a program that lends its user more rights), in place of all these. */
DOSSIER_API const char *const *dossier_backends(void);

/* --------------------------------------------------------------------------------------------------- articles */

/* Says that the text from `offset` on (bytes) stands in the source from line `line` on (counted from 1). */
typedef struct dossier_line {
    size_t offset;
    size_t line;
} dossier_line;

/* The most bytes that one article's text may have: 64 MiB.  A larger one is DOSSIER_ERR_INPUT. */
#define DOSSIER_TEXT_MAX ((size_t)64 << 20)
/* The most bytes that a key, title, standfirst, author, date, lang or source may have: 64 KiB. */
#define DOSSIER_FIELD_MAX ((size_t)64 << 10)

/* One article.  All strings are the caller's and are only read during the call they are given to; in a callback they
 * are the library's and live until the callback returns. */
typedef struct dossier_article {
    dossier_str key;        /* names it for ever, 1 byte or more; another article with this key replaces it */
    dossier_str title;      /* its words count in every passage of the article */
    dossier_str standfirst; /* its words count in the first passage */
    dossier_str author;
    dossier_str date;       /* YYYY, YYYY-MM or YYYY-MM-DD to be found by date; anything else is kept and shown only */
    dossier_str lang;       /* the stemmer's name; empty: as the index has it */
    dossier_str source;     /* where it is from: a URL, or the key of the page that a teaser stood on */
    dossier_str text;       /* paragraphs end at an empty line; a single line end is a space */
    const dossier_line *lines; /* where the text stands in its source, offsets rising; NULL: line 1 is at offset 0 */
    size_t line_count;         /* 0 where lines is NULL */
} dossier_article;

/* The sentences of a text, in order: every byte that is not white space is in exactly one.  lang: a stemmer's name,
 * NULL or "" for english.  *out is an array of *count spans, freed with dossier_free.
 * Returns DOSSIER_OK, DOSSIER_ERR_MEMORY, or DOSSIER_ERR_ARGUMENT for a language there is not. */
DOSSIER_API int dossier_sentences(dossier_str text, const char *lang, dossier_span **out, size_t *count,
                                  dossier_error *err);

/* The passages of a text, in order, as dossier_sentences gives the sentences. */
DOSSIER_API int dossier_passages(dossier_str text, const char *lang, dossier_span **out, size_t *count,
                                 dossier_error *err);

/* Frees an array that dossier_sentences, dossier_passages or dossier_suggest made.  NULL is allowed. */
DOSSIER_API void dossier_free(void *memory);

/* ---------------------------------------------------------------------------------------------------- writing */

/* An index open for writing.  Not for two threads at once. */
typedef struct dossier_writer dossier_writer;

/* How to open an index for writing; {0} or NULL takes every default. */
typedef struct dossier_writer_options {
    const char *backend;     /* for a new index: one of dossier_backends(); NULL: the default.  An index that is there
                                keeps its own: another name is DOSSIER_ERR_ARGUMENT */
    const char *lang;        /* for a new index: one of dossier_languages(), for articles that name none; or "auto", or
                                "auto:" and one of them (as backend: "auto:english"): each article's language is told
                                from its text, and the one named is for texts too short to tell.  NULL: "english".  As
                                with backend, an index that is there keeps its own */
    unsigned threads;        /* threads that analyse and build; 0: one for each processor (16 at the most) */
    uint64_t expected_bytes; /* how much text will be added, about; 0: not known.  Xapian builds a large addition apart
                                and merges it, and writes a small one in place; packed makes its dictionary for so
                                much text */
    uint64_t memory;         /* bytes that building may take; 0: 256 MiB; less than 32 MiB counts as that.  Bounds the
                                packed backend; Xapian keeps no such bound */
} dossier_writer_options;

/* Opens the index in the folder `dir` for writing, or makes a new one there (the folder is made, its parent must be
 * there).  Nothing is visible to readers before the first commit.
 * DOSSIER_ERR_LOCKED: another writer has it (its process is in the message); a child forked by that process has it too,
 * until it exits or calls exec.  DOSSIER_ERR_ARGUMENT: an unknown
 * backend or language, another one than the index has, or a folder that holds other things than an index.
 * Also DOSSIER_ERR_VERSION, _DAMAGED, _IO, _MEMORY, _BACKEND. */
DOSSIER_API int dossier_writer_open(dossier_writer **out, const char *dir, const dossier_writer_options *options,
                                    dossier_error *err);

/* Adds an article, in place of the one with the same key if there is one.
 * Returns DOSSIER_OK where it is new, DOSSIER_REPLACED, or DOSSIER_UNCHANGED where the index has this very article
 * already and nothing was done; else DOSSIER_ERR_ARGUMENT (an empty key, a field over DOSSIER_FIELD_MAX, an unknown
 * lang) or DOSSIER_ERR_INPUT (a text over DOSSIER_TEXT_MAX), after which the writer goes on as before; or what the
 * storage met (_IO, _MEMORY, _BACKEND, _DAMAGED), perhaps with an earlier article, as threads work on them: then this
 * and every later call returns the same, and only dossier_writer_close is of use.  So too with _remove and _commit. */
DOSSIER_API int dossier_writer_add(dossier_writer *writer, const dossier_article *article, dossier_error *err);
#define DOSSIER_REPLACED 1
#define DOSSIER_UNCHANGED 2

/* Removes the article with this key.  Returns 1 if it was there, 0 if not, or an error as dossier_writer_add. */
DOSSIER_API int dossier_writer_remove(dossier_writer *writer, dossier_str key, dossier_error *err);

/* Makes all that was added and removed since the last commit visible and lasting, at once or (where this fails) not
 * at all: a crash or a full disk leaves the last committed index whole.  The writer stays open. */
DOSSIER_API int dossier_writer_commit(dossier_writer *writer, dossier_error *err);

/* Commits as dossier_writer_commit does, and brings the whole index into its smallest and fastest form: one segment,
 * removed articles gone from the disk.  Takes as long as writing the whole index, and its size in disk space once more
 * until it is done. */
DOSSIER_API int dossier_writer_optimize(dossier_writer *writer, dossier_error *err);

/* Closes a writer; what was not committed is dropped.  NULL is allowed. */
DOSSIER_API void dossier_writer_close(dossier_writer *writer);

/* ---------------------------------------------------------------------------- reading files, folders, streams */

/* What was done, so far or in all. */
typedef struct dossier_report {
    uint64_t inputs;        /* files (and standard input) read to their end */
    uint64_t inputs_same;   /* files not read, as nothing about them has changed since they were indexed */
    uint64_t inputs_skipped; /* files, or records in files, that were left out; each was noted */
    uint64_t added;         /* articles new to the index */
    uint64_t replaced;      /* articles put in the place of an older one */
    uint64_t unchanged;     /* articles that were in the index, the same */
    uint64_t removed;       /* articles taken out (prune) */
    uint64_t bytes;         /* bytes of input read, as they stand on disk */
    uint64_t bytes_total;   /* bytes of input found so far, as they stand on disk; 0: not known (standard input) */
} dossier_report;

/* Something a person should be told of: an input or a record that was left out, or one taken in with a remark. */
typedef struct dossier_note {
    int skipped;         /* 1: it was left out; 0: it was taken in */
    const char *message; /* one line: PATH[:LINE[:COLUMN]]: what is the matter and what was done */
} dossier_note;

/* How to read sources; {0} or NULL takes every default. */
typedef struct dossier_source_options {
    const char *format; /* "text", "html", "markdown", "mail", "jsonl", or NULL / "auto": by name and content.  Gzip of
                           each is read as it is */
    int prune;          /* dossier_index_sources: also remove articles whose file is gone, or no longer has them */
    void (*note)(void *context, const dossier_note *note);         /* may be NULL */
    int (*progress)(void *context, const dossier_report *so_far);  /* may be NULL; about ten times a second; non-zero
                                                                      ends the run with DOSSIER_ERR_STOPPED */
    void *context;
    int keep_all; /* a web page in which no article is found keeps its whole text, instead of being left out */
    const char *const *filters; /* "ENDING=COMMAND", such as "pdf=pdftotext - -": a file whose name ends so is given to
                                   the command on its standard input, and what it prints is read, as the text, HTML or
                                   JSON Lines that it shows itself to be.  Such files are taken from folders too.  The
                                   command is run without a shell: words end at spaces, '...' and "..." keep those, a
                                   backslash keeps the next character.  Of two for one ending the later counts.  One
                                   that is malformed is DOSSIER_ERR_ARGUMENT */
    size_t filter_count;
    unsigned filter_seconds; /* how long a filter may take for one file; 0: 30.  One that takes longer, fails, or prints
                                nothing or over 128 MiB is noted with its file, which is left out */
} dossier_source_options;

/* Reads `count` paths, each a file, a folder (with all below it, sorted, names that begin with a dot left out) or "-"
 * for standard input, and adds their articles to the writer.  A file that has not changed since it was indexed is not
 * read again.  Does not commit.  *report may be NULL.
 * Returns DOSSIER_OK also where inputs were skipped (report->inputs_skipped; each was noted). */
DOSSIER_API int dossier_index_sources(dossier_writer *writer, const char *const *paths, size_t count,
                                      const dossier_source_options *options, dossier_report *report,
                                      dossier_error *err);

/* Reads paths as dossier_index_sources does, and gives each article to `article` instead of an index.  A non-zero
 * return of the callback ends the run with DOSSIER_ERR_STOPPED. */
DOSSIER_API int dossier_read_sources(const char *const *paths, size_t count, const dossier_source_options *options,
                                     int (*article)(void *context, const dossier_article *article),
                                     dossier_report *report, dossier_error *err);

/* -------------------------------------------------------------------------------------------------- searching */

/* One or more indexes open for searching.  For many threads at once. */
typedef struct dossier_index dossier_index;

/* The answer to one search: hits, best first.  Independent of the index it came from; for one thread at a time. */
typedef struct dossier_result dossier_result;

/* Opens the indexes in `count` folders (1 to 64) as one: statistics are those of all, ties go to the older passage.
 * DOSSIER_ERR_NO_INDEX: a folder is not there, or holds no index.  Also DOSSIER_ERR_VERSION, _DAMAGED, _IO, _MEMORY,
 * _BACKEND, _ARGUMENT. */
DOSSIER_API int dossier_open(dossier_index **out, const char *const *dirs, size_t count, dossier_error *err);

/* Closes an index.  No search may be running on it.  NULL is allowed. */
DOSSIER_API void dossier_close(dossier_index *index);

/* What an index holds, as its last commit (or the one before, where that was made while it was open) has it. */
typedef struct dossier_info {
    uint64_t articles;
    uint64_t passages;
    uint64_t words;      /* the sum of the passages' lengths in terms */
    const char *lang;    /* as dossier_writer_options has it; the first index's where several are open */
    const char *backend; /* likewise */
} dossier_info;

/* Fills *info.  Its strings live as long as the index. */
DOSSIER_API int dossier_index_info(dossier_index *index, dossier_info *info, dossier_error *err);

/* Reads all that the index in a folder stores and compares checksums and cross-references.  Each fault found is given
 * to `fault` (may be NULL) as one line: the file, the part of it, what is wrong.  Returns DOSSIER_OK where there was
 * none, DOSSIER_ERR_DAMAGED where there was (err holds the number), or what kept it from being read, as dossier_open.
 */
DOSSIER_API int dossier_check(const char *dir, void (*fault)(void *context, const char *line), void *context,
                              dossier_error *err);

enum dossier_group {
    DOSSIER_GROUP_NONE = 0,   /* every passage is a hit */
    DOSSIER_GROUP_ARTICLE = 1 /* one hit an article: its best passage.  The 100 articles with the best ones are ranked
                                 by the sum of that passage's score and the whole article's, which is the same formula
                                 of the article's counts and length, and of the number of articles with each word */
};

/* How hits are ranked.  All but BM25 look again at the 100 best by BM25 (those after them follow in its order), and
 * read the 5 best of these.  The manual says what each gained on judged collections. */
enum dossier_rank {
    DOSSIER_RANK_DEFAULT = 0, /* DOSSIER_RANK_BEST where hits are grouped by article, the best first, and no `like` is
                                 asked for; else DOSSIER_RANK_BM25 */
    DOSSIER_RANK_BM25,      /* by the words, each by itself */
    DOSSIER_RANK_PROXIMITY, /* and by neighbours in the query that stand near each other */
    DOSSIER_RANK_EXPAND,    /* and by the words that tell the first hits from other passages */
    DOSSIER_RANK_BEST       /* both, with the title's words counted twice; a question (it has a question mark, or asks
                               in English when, who, where, how many) is not expanded: its passages' best sentences
                               count */
};

/* In what order hits stand. */
enum dossier_sort {
    DOSSIER_SORT_SCORE = 0, /* the best first */
    DOSSIER_SORT_DATE,      /* the newest first, of all that match; a year stands behind its months, and a month behind
                               its days; what has no date is last.  Of equal ones the best first.  Only with the ranks
                               DOSSIER_RANK_DEFAULT and DOSSIER_RANK_BM25; grouped, the score is that of the best
                               passage alone */
    DOSSIER_SORT_OLDEST     /* the oldest first, a year before its months; what has no date is last all the same */
};

/* What can be counted over all matches: bits. */
enum dossier_facet_field {
    DOSSIER_FACET_AUTHOR = 1,
    DOSSIER_FACET_DATE = 2, /* by year */
    DOSSIER_FACET_SITE = 4  /* the host of the source */
};

#define DOSSIER_COUNT_ONLY 2
#define DOSSIER_COUNT_LOOSE 3

/* How to search; {0} or NULL takes every default. */
typedef struct dossier_search_options {
    uint64_t limit;      /* hits at the most; 0: 10 */
    uint64_t offset;     /* hits to leave out first */
    int group;           /* enum dossier_group */
    int rank;            /* enum dossier_rank */
    int plain;           /* 1: the words are just words: no operators */
    unsigned sentences;  /* sentences marked as the best in each hit; 0: 2 */
    unsigned context;    /* neighbouring sentences, before and after, that the excerpts show with each of those */
    int whole;           /* 1: the excerpt is the whole passage */
    int ranking_only;    /* 1: hits carry article.key, rank and score alone (no texts are read, the other strings are
                            {NULL, 0}), and `matched` need not be exact: the fastest */
    int count;           /* 1: `matched` is exact also where ranking_only is asked; DOSSIER_COUNT_ONLY: and nothing else
                            is done: there are no hits, whatever the limit; DOSSIER_COUNT_LOOSE: it need not be exact,
                            as with ranking_only */
    int strict;          /* 1: what cannot be understood as an operator, a field or a date is an error, and is not taken
                            as words */
    int sort;            /* enum dossier_sort */
    unsigned facets;     /* bits of enum dossier_facet_field */
    int explain;         /* 1: hits say what their scores are made of (not with ranking_only) */
    dossier_str like;    /* the key of an article: asks for the 25 terms that tell it best from others, by their counts
                            in it times their idf, each counting 1 + ln(count) times; the article itself is no hit, nor
                            is what is in another language.  Where `words` says something, that must match too.  Empty:
                            none */
    int correct;         /* 1: where words are hardly found, and others are that are spelt much like them, the result
                            says what may have been meant: dossier_result_correction */
} dossier_search_options;

/* A sentence of a hit: bytes of passage.text, and how much of the query it covers, with what led up to it (more than
 * 0). */
typedef struct dossier_sentence {
    size_t start;
    size_t end;
    double score;
} dossier_sentence;

/* A word of a hit that the query asked for: bytes of passage.text, and the query's term that it matches. */
typedef struct dossier_match {
    size_t start;
    size_t end;
    dossier_str term;
} dossier_match;

/* A part of a hit's score.  Lengths are in terms. */
typedef struct dossier_share {
    const char *step;  /* static: "word": a term in the passage; "title": the same once more, as it stands in the title;
                          "article": in the whole article; "near": neighbours in the query that stand near each other;
                          "sentence": the best sentence; "expand" and "expand-article": a term of the first hits */
    dossier_str term;  /* empty: the part is not of one term; "=doors" or "=nation,nationals": these forms count */
    double score;      /* what it adds */
    double weight;     /* the term's: its times in the query times its idf; like what follows 0 without a term */
    uint64_t count;    /* times in the passage (or article) */
    uint64_t length;   /* of the passage (or article) */
    uint64_t with;     /* passages that have the term; of the step "article", articles */
    uint64_t all;      /* of so many */
} dossier_share;

/* A term that one of the best sentences was chosen for. */
typedef struct dossier_cover {
    size_t sentence;  /* index into the hit's sentences */
    dossier_str term;
    double weight;    /* what it is worth here: less where many of the passage's sentences have it */
    unsigned times;   /* in the sentence; 0: it stands in one before, and is worth the less the further that is */
} dossier_cover;

/* Why a hit stands where it does. */
typedef struct dossier_explanation {
    const dossier_share *shares; /* their scores add up to the hit's */
    size_t share_count;
    const dossier_cover *covers; /* in the order of the sentences; in each what is worth most first */
    size_t cover_count;
} dossier_explanation;

/* One hit. */
typedef struct dossier_hit {
    uint64_t rank; /* from 1, counting what the offset left out */
    double score;  /* as the manual gives it for the ranking and grouping asked for */
    struct {
        dossier_str key, title, standfirst, author, date, lang, source;
    } article;
    struct {
        uint64_t number; /* from 1, in its article */
        size_t start;    /* bytes of the article's text */
        size_t end;
        size_t line;     /* from 1, in the source */
        dossier_str text;
    } passage;
    const dossier_sentence *sentences; /* best first; none where no word of the query stands in the passage's text */
    size_t sentence_count;
    const dossier_match *matches;      /* in text order */
    size_t match_count;
    const dossier_span *excerpts; /* where `context` or `whole` was asked: bytes of passage.text to show, in text order:
                                     runs of whole sentences that do not touch, the best ones with their neighbours */
    size_t excerpt_count;
    const dossier_explanation *explanation; /* NULL: it was not asked for */
} dossier_hit; /* its strings are each followed by a NUL, which their size does not count */

/* Searches for `words`, up to 1 MiB of UTF-8:
 *     open door          passages with either word, the best first
 *     "open door"        the words next to each other
 *     +georgia -nato     with georgia, without nato
 *     a AND b OR NOT c   and parentheses
 *     expan* wom?n       words that match: * is any letters, ? is one
 *     ukrane~            words spelt much like it: one letter more, less, other, or two swapped; ~2: two such edits
 *     =doors             the word as it is written, in no other form
 *     open NEAR/3 door   at most 3 words apart; ADJ/3: in this order
 *     title:nato author:cecire site:example.org key:2022 date:2022-02..2022-07
 *     door^2             counts twice
 * dossier-query-language(7) has it in full.  Whatever cannot be understood so is taken as words: there is no syntax
 * error, unless `strict` is asked.
 * Returns DOSSIER_OK also where nothing was found; DOSSIER_ERR_ARGUMENT for over 1 MiB, an unknown option, options that
 * do not go together, a key in `like` that no article has, or (strict)
 * what could not be understood, the first of it, as "query:COLUMN: what: what to do", columns counting characters from
 * 1; else what the storage met. */
DOSSIER_API int dossier_search(dossier_index *index, dossier_str words, const dossier_search_options *options,
                               dossier_result **out, dossier_error *err);

/* The number of hits in the result, at most the limit asked for. */
DOSSIER_API size_t dossier_result_count(const dossier_result *result);

/* How many passages (grouped by article: articles) match in all.  Exact unless ranking_only was asked without count, or
 * DOSSIER_COUNT_LOOSE. */
DOSSIER_API uint64_t dossier_result_matched(const dossier_result *result);

/* How many of all that match have a value: passages, or grouped by article articles. */
typedef struct dossier_facet_value {
    dossier_str value;
    uint64_t count;
} dossier_facet_value;

/* A field that was counted. */
typedef struct dossier_facet {
    const char *field;                 /* static: "author", "date" (its values are years) or "site" */
    const dossier_facet_value *values; /* the 20 most frequent, the most frequent first */
    size_t value_count;
    uint64_t others;  /* values that are not among them */
    uint64_t without; /* passages (or articles) that have none */
} dossier_facet;

/* The facets that were asked for: position i, in the order of their bits; NULL beyond them.  Of each field the first
 * 65,536 values met are counted; a remark says where there were more.  Lives as long as the result. */
DOSSIER_API const dossier_facet *dossier_result_facet(const dossier_result *result, size_t i);

/* A remark of one line on how the query was understood (such as a prefix with more words than are looked up), or
 * NULL.  Lives as long as the result. */
DOSSIER_API const char *dossier_result_remark(const dossier_result *result);

/* Where `correct` was asked: the whole query as it may have been meant ("did you mean"), or the empty string.  A word
 * is replaced where no passage has it (or up to 10 have, and no more match the query), and a word with the same first
 * letter that is one edit away (from words of eight letters and more, two) is in some passage (in 500 times as many);
 * of such words by the one in most passages, where one edit less makes up for 50 times as many.  Numbers, stop words,
 * words of less than five letters and of clauses that must not match stay, and so do all beyond the first eight that
 * are not found.  For a query whose words are found this costs next to nothing, else about a millisecond a word.  Lives
 * as long as the result; a NUL follows it. */
DOSSIER_API dossier_str dossier_result_correction(const dossier_result *result);

/* The hit at position i, 0 to count - 1; NULL beyond.  Lives as long as the result. */
DOSSIER_API const dossier_hit *dossier_result_hit(const dossier_result *result, size_t i);

/* Frees a result and all its hits.  NULL is allowed. */
DOSSIER_API void dossier_result_free(dossier_result *result);

/* A word of an index, in its normal form: in small letters, as it was written but for accents, apostrophes, hyphens. */
typedef struct dossier_word {
    dossier_str word;  /* a NUL follows it, which its size does not count */
    uint64_t passages; /* that have it, in their text or their article's title */
} dossier_word;

/* The words that begin with `prefix` (which is normalised as they are; empty: all words), those in most passages first,
 * of equal ones in byte order: `limit` of them at the most, 0 for 10, up to 1000.  *out is an array of *count words,
 * freed with dossier_free.  Of more than 400,000 such words the first so many in byte order are looked at.
 * Returns DOSSIER_OK also where there is none (*count is 0); DOSSIER_ERR_ARGUMENT for a prefix over 200 bytes or a
 * limit over 1000; else what the storage met. */
DOSSIER_API int dossier_suggest(dossier_index *index, dossier_str prefix, size_t limit, dossier_word **out,
                                size_t *count, dossier_error *err);

/* --------------------------------------------------------------------------------------------------- printing */

/* Takes a piece of output.  Returns 0, or non-zero to stop: the caller then returns DOSSIER_ERR_STOPPED. */
typedef int (*dossier_write)(void *context, const char *data, size_t size);

/* The names of the output formats, the default first, then NULL: "text", "json" (JSON Lines), "trec", "tsv", "vimgrep"
 * and "html".  Static. */
DOSSIER_API const char *const *dossier_print_formats(void);

/* How to print a result; {0} or NULL takes every default.
 * Text, tsv, html, and without `nul` vimgrep and templates are harmless for terminals whatever the articles hold. */
typedef struct dossier_print_options {
    const char *format;    /* one of dossier_print_formats(); NULL: the default, or the template where there is one */
    const char *query_id;  /* names the query: "query" in json, the first column of trec and tsv, a line above the hits
                              in text, a heading in html; NULL: none ("-" in trec) */
    int color;             /* 1: text in colour (ANSI escapes) */
    unsigned width;        /* text: columns to wrap at; 0: 80; UINT_MAX: lines are not wrapped */
    const char *template_; /* instead of a format: what to print for each hit, a line end after it.  {rank} is a hit's
                              rank; so too query (its id, else its words), words, score, key, title, standfirst, author,
                              date, lang, source, line, number, start, end, sentence (the best), sentences (the best
                              ones in the text's order) and text.  {{ and }} are braces; \n \t \r \0 \\ are as in C.
                              Line ends and tabs in what is filled in become spaces, unless `nul` is set */
    dossier_str words;     /* the query as it was asked, for the formats that show it */
    int header;            /* 1: tsv begins with a line that names the columns */
    int nul;               /* 1: a record of tsv, vimgrep or a template ends with NUL instead of a line end */
    int continued;         /* 1: what is printed follows what was printed for another result: no header again, and html
                              goes on with the page (a page may end anywhere) */
} dossier_print_options;

/* Whether dossier_print takes these options: DOSSIER_OK, or DOSSIER_ERR_ARGUMENT for a format there is not, a format
 * beside a template, or a template that says something unknown (the message says what is known). */
DOSSIER_API int dossier_print_check(const dossier_print_options *options, dossier_error *err);

/* Prints a result.  In vimgrep, article.key (for a part of a page: article.source) is read as a file, where it is one,
 * to find the line and column of the match in it.
 * Returns DOSSIER_OK, DOSSIER_ERR_STOPPED, DOSSIER_ERR_MEMORY, or DOSSIER_ERR_ARGUMENT as dossier_print_check. */
DOSSIER_API int dossier_print(const dossier_result *result, const dossier_print_options *options,
                              dossier_write write, void *context, dossier_error *err);

/* Prints words that dossier_suggest gave, one a line: WORD<TAB>PASSAGES, or in json {"type":"word",...}; there is no
 * other format for them.  Returns as dossier_print. */
DOSSIER_API int dossier_print_words(const dossier_word *words, size_t count, const dossier_print_options *options,
                                    dossier_write write, void *context, dossier_error *err);

/* Prints that a query failed in the place of its result: a line {"type":"error",...} in json, a section in html,
 * nothing in other formats.  Returns as dossier_print. */
DOSSIER_API int dossier_print_failure(const char *message, const dossier_print_options *options, dossier_write write,
                                      void *context, dossier_error *err);

/* Prints an article as one line of JSON, with the bounds of its passages and sentences: what `dossier-index --extract`
 * prints.  lang: for an article that names none; NULL: "english". */
DOSSIER_API int dossier_print_article(const dossier_article *article, const char *lang, dossier_write write,
                                      void *context, dossier_error *err);

#ifdef __cplusplus
}
#endif
#endif
