/* backend.h: the one door to storage: what a way of keeping and searching passages must offer.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles have numbers, from 1, rising in the order in which they were added and never used again; passages are
 * numbered within their article from 0.  A backend keeps its data in a folder of the index's (see manifest.h).
 */
#ifndef ENGINE_BACKEND_H
#define ENGINE_BACKEND_H

#include "dossier.h"
#include "engine/buffer.h"
#include "engine/feed.h"
#include "engine/query.h"

typedef struct backend_writer backend_writer;
typedef struct backend_reader backend_reader;

/* What a commit does beside making the staged batches visible. */
typedef struct change {
    const uint64_t *removed; /* numbers of articles, staged or older */
    size_t removed_count;
    const dossier_str *records; /* pairs: a name, and a value (empty: the record goes) */
    size_t record_count;        /* pairs */
    uint64_t next_number;       /* the first number not yet given out */
    int optimize;               /* 1: bring the data into its smallest and fastest form, whatever it takes */
} change;

/* How a writer works. */
typedef struct writer_settings {
    uint64_t expected_bytes; /* these three as dossier_writer_options has them, defaults filled in */
    uint64_t memory;
    unsigned threads;
} writer_settings;

/* What a reader or a writer sees in the last commit. */
typedef struct backend_totals {
    uint64_t articles;
    uint64_t passages;
    uint64_t words; /* the sum of the passages' lengths in terms */
    uint64_t text_bytes;
    uint64_t next_number;
} backend_totals;

/* A passage that a search found: its document in the backend's own numbering, which rises with age. */
typedef struct ranked {
    uint64_t document;
    double score;
} ranked;

/* What is asked of a search. */
typedef struct search_request {
    const query_node *query; /* resolved */
    double average_length;   /* of passages, in terms, over all indexes searched; more than 0 */
    uint64_t limit;          /* hits wanted, the best */
    int group;               /* enum dossier_group */
    int exact;               /* 1: *matched must be exact */
} search_request;

/* A term that is asked about, in a field. */
typedef struct evidence_term {
    enum query_field field;
    dossier_str text;
    form_set forms; /* of FIELD_TEXT and FIELD_TITLE: only words in these forms count */
} evidence_term;

/* What is asked about documents that a search found, and the arrays to answer into. */
typedef struct evidence {
    const evidence_term *terms;
    size_t term_count;
    const uint64_t *documents; /* rising, no two the same, each given by a search of this reader */
    size_t document_count;
    /* [document * term_count + term]: of FIELD_TEXT, the formula's f in the passage; of other fields, 1 where the
     * passage has the term (its article's title does, its article is in that language), else 0. */
    uint32_t *counts;
    uint32_t *lengths; /* [document]: the passage's length in terms */
    /* Both NULL, or both to be filled.  [document * term_count + term]: of FIELD_TEXT, the sum of f over all passages
     * of the document's article; of other fields, as counts.  [document]: the sum of their lengths. */
    uint32_t *article_counts;
    uint64_t *article_lengths;
} evidence;

/* A passage that matches, as it is visited. */
typedef struct visited {
    uint64_t document;
    uint64_t article; /* passages of one article have the same, of different ones another */
    uint32_t date;    /* the article's, as YYYYMMDD with 00 where a month or day is left open; 0: it has none */
} visited;

/* A passage with all that is shown of it.  The strings live in `memory`, or as long as the reader. */
typedef struct stored_passage {
    dossier_str key, title, standfirst, author, date, lang, source;
    dossier_str text;
    uint64_t number; /* in its article, from 0 */
    size_t start, end;
    size_t line;
    buffer memory;
} stored_passage;

/* Functions return DOSSIER_OK or a negative status with *err filled, unless they say otherwise. */
typedef struct backend {
    const char *name;

    /* Opens the data in root/data for writing, or (data NULL) begins new data.  `root` is the index's folder, which is
     * locked for this writer; both strings live longer than it. */
    int (*writer_open)(backend_writer **out, const char *root, const char *data, const writer_settings *settings,
                       dossier_error *err);
    int (*writer_totals)(backend_writer *writer, backend_totals *out, dossier_error *err);
    /* The committed article with this key: 1 and its number and checksum, or 0. */
    int (*writer_find)(backend_writer *writer, dossier_str key, uint64_t *number, uint64_t *checksum,
                       dossier_error *err);
    /* The committed record of this name: 1 and its value appended, or 0. */
    int (*writer_record)(backend_writer *writer, dossier_str name, buffer *out, dossier_error *err);
    /* Each committed record; a non-zero return of fn ends it and is returned. */
    int (*writer_records)(backend_writer *writer, int (*fn)(void *context, dossier_str name, dossier_str value),
                          void *context, dossier_error *err);
    /* Text like what is going to be staged, `expected` bytes of it, before anything is.  NULL: it is of no use. */
    int (*writer_sample)(backend_writer *writer, dossier_str text, uint64_t expected, dossier_error *err);
    /* Takes in a batch; called from several threads at once, with batches in any order (batch->sequence says which). */
    int (*writer_stage)(backend_writer *writer, const batch *b, analyzers *a, dossier_error *err);
    /* Makes all staged batches and the change visible at once; none is being staged.  Where the data moves to another
     * folder below the root, publish() is called with its name (below DATA_NAME_MAX bytes, "data-" and a number) once
     * it is whole and synced, and the old folder is removed after. */
    int (*writer_commit)(backend_writer *writer, const change *c,
                         int (*publish)(void *context, const char *data, dossier_error *err), void *context,
                         dossier_error *err);
    void (*writer_close)(backend_writer *writer);

    /* Reads all that is stored and compares: each fault is given to fn as one line (what, where), and counted in
     * *faults.  Fails only where the data cannot be read at all. */
    int (*check)(const char *folder, void (*fn)(void *context, const char *fault), void *context, uint64_t *faults,
                 dossier_error *err);

    /* A reader serves one thread at a time. */
    int (*reader_open)(backend_reader **out, const char *folder, dossier_error *err);
    void (*reader_close)(backend_reader *reader);
    int (*reader_totals)(backend_reader *reader, backend_totals *out, dossier_error *err);
    /* Whether all that was read so far is of one commit: DOSSIER_OK, or BACKEND_STALE where a writer may have changed
     * it meanwhile. */
    int (*reader_check)(backend_reader *reader, dossier_error *err);
    /* The number of passages that a term is in, in one of these forms (NULL: any; only of FIELD_TEXT). */
    int (*reader_frequency)(backend_reader *reader, enum query_field field, dossier_str term, const form_set *forms,
                            uint64_t *out, dossier_error *err);
    /* Calls fn with each language that passages are in. */
    int (*reader_languages)(backend_reader *reader, int (*fn)(void *context, dossier_str lang, uint64_t passages),
                            void *context, dossier_error *err);
    /* Calls fn with each term of a field that begins with `prefix`, in byte order, until fn returns non-zero. */
    int (*reader_prefix)(backend_reader *reader, enum query_field field, dossier_str prefix,
                         int (*fn)(void *context, dossier_str term, uint64_t frequency), void *context,
                         dossier_error *err);
    /* Calls fn with each word of the texts and titles, in its normal form, that begins with `prefix`, and the term that
     * it was stemmed to: in byte order of the words, then of the terms, each pair once, until fn returns non-zero,
     * which is returned if it is negative.  A word that stands in removed articles alone may come too: its frequency
     * is 0. */
    int (*reader_forms)(backend_reader *reader, dossier_str prefix,
                        int (*fn)(void *context, dossier_str form, dossier_str term), void *context,
                        dossier_error *err);
    /* The best `limit` passages, best first, ties older first, into hits[0 .. limit); their number into *count. */
    int (*reader_search)(backend_reader *reader, const search_request *request, ranked *hits, size_t *count,
                         uint64_t *matched, dossier_error *err);
    /* Calls fn with each passage that matches a resolved query, in the order of age; the passages of an article follow
     * each other.  Reads no texts.  A non-zero return of fn ends it and is returned; of this reader fn may call
     * reader_article alone. */
    int (*reader_visit)(backend_reader *reader, const query_node *query,
                        int (*fn)(void *context, const visited *passage), void *context, dossier_error *err);
    /* The article with this key: 1 with the document of its first passage and the number of its passages, whose
     * documents follow each other; 0 where there is none; or an error. */
    int (*reader_find)(backend_reader *reader, dossier_str key, uint64_t *document, uint64_t *passages,
                       dossier_error *err);
    /* The number of articles that have a passage with a term of FIELD_TEXT, in one of these forms (NULL: any). */
    int (*reader_article_frequency)(backend_reader *reader, dossier_str term, const form_set *forms, uint64_t *out,
                                    dossier_error *err);
    /* Answers what is asked about documents. */
    int (*reader_evidence)(backend_reader *reader, const evidence *asked, dossier_error *err);
    /* The key of a document's article, appended to *out. */
    int (*reader_key)(backend_reader *reader, uint64_t document, buffer *out, dossier_error *err);
    /* The key, title, standfirst, author, date, lang and source of a document's article, and no more of *out; as
     * reader_passage, without reading texts. */
    int (*reader_article)(backend_reader *reader, uint64_t document, stored_passage *out, dossier_error *err);
    /* A document with all that is shown of it; out->memory is the caller's to free. */
    int (*reader_passage)(backend_reader *reader, uint64_t document, stored_passage *out, dossier_error *err);
} backend;

#define DATA_NAME_MAX 64

/* The backend of this name, static: 1; 0 where there is none such; or an error where its plug-in cannot be loaded (see
 * plug_in.h).  dossier_backends() has the names.  Any thread may call it. */
int backend_named(const char *name, const backend **out, dossier_error *err);

/* The storage was changed under a reader by later commits: open it again.  Never leaves the library. */
#define BACKEND_STALE (-100)

#endif
