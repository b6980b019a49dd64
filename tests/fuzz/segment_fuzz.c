/* segment_fuzz.c: an index whose segment, removals or list hold any bytes: opened, searched, checked, written on.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The input is a list of edits of a small index, so that it reaches what lies behind the sizes and checksums, which are
 * put right again. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/folder.h"
#include "engine/packed/layout.h"
#include "engine/packed/sections.h"
#include "engine/session.h"
#include "engine/text/word.h"
#include "tests/fuzz/replay.h"

#define SECONDS 20 /* that one input may take */

#define SEGMENT_FILE "segment-"
#define REMOVED_FILE "removed-"
#define LIST_FILE "segments"

/* What is written is read by this process alone. */
int fsync(int fd);
int fsync(int fd) {
    (void)fd;
    return 0;
}

static void fail(const char *what, const char *why) {
    fprintf(stderr, "segment_fuzz: %s: %s\n", what, why);
    abort();
}

/* ------------------------------------------------------------------------------------------ the index */

/* A file of the index, as it was made and as it is edited. */
typedef struct file {
    char name[300];
    unsigned char *bytes;
    unsigned char *edited;
    size_t size;
} file;

static char root[128], index_dir[160], data_dir[200];
static file files[3]; /* the segment, what was removed of it, the list */

static void remove_root(void) {
    folder_remove(root, NULL);
}

static const char *const words[] = {"border", "treaty",   "open",    "door",  "members", "nation",
                                    "gas",    "sanction", "missile", "tank",  "winter",  "summit",
                                    "vote",   "promise",  "refugee", "letter"};

/* What makes other forms of a word, and joins it to the next. */
static const char *const ends[] = {" ", " ", " ", "s ", "ing ", "ed ", "-", "s-"};

/* An article of a few passages; words are rarer the later they stand in the list. */
static void add_article(dossier_writer *w, unsigned i) {
    char key[32], title[64], text[4096];
    size_t used = 0;
    unsigned state = i * 2654435761u + 7;
    for (unsigned k = 0; k < 20 + i % 5 * 60; k++) {
        state = state * 1664525u + 1013904223u;
        unsigned rank = (state >> 8) % 16 * ((state >> 20) % 16) / 16;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", words[rank],
                                 k % 9 == 8 ? ". " : ends[(state >> 24) % 8]);
        if ((state >> 4) % 50 == 0)
            used += (size_t)snprintf(text + used, sizeof text - used, "only-%u ", state >> 16);
    }
    snprintf(key, sizeof key, "news/%u", i);
    snprintf(title, sizeof title, "The %ss and the %s%s%s", words[i % 16], words[i % 7], i % 3 == 0 ? "-" : " ",
             words[i % 5]);
    dossier_article a = {.key = dossier_string(key), .title = dossier_string(title), .text = {text, used},
                         .author = dossier_string(i % 3 == 0 ? "Ann Lee" : ""),
                         .date = dossier_string(i % 2 == 0 ? "2022-07-14" : "2023"),
                         .lang = dossier_string(i % 11 == 0 ? "german" : "")};
    dossier_error err;
    if (dossier_writer_add(w, &a, &err) < 0)
        fail("making the index", err.message);
}

static void read_whole(file *f, const char *prefix) {
    for (unsigned i = 0; i < 20; i++) {
        const char *path = f->name;
        snprintf(f->name, sizeof f->name, "%s/%s%u", data_dir, prefix, i);
        if (strcmp(prefix, LIST_FILE) == 0)
            snprintf(f->name, sizeof f->name, "%s/%s", data_dir, prefix);
        FILE *stream = fopen(path, "rb");
        struct stat st;
        if (stream == NULL)
            continue;
        if (fstat(fileno(stream), &st) != 0)
            fail(path, "cannot look at it");
        f->size = (size_t)st.st_size;
        f->bytes = malloc(f->size);
        f->edited = malloc(f->size);
        if (f->bytes == NULL || f->edited == NULL || fread(f->bytes, 1, f->size, stream) != f->size)
            fail(path, "cannot be read");
        fclose(stream);
        return;
    }
    fail(prefix, "is not there");
}

static void make_index(void) {
    dossier_error err;
    dossier_writer *w;
    dossier_writer_options o = {.backend = "packed", .threads = 1};
    const char *below = getenv("TMPDIR");
    snprintf(root, sizeof root, "%s/dossier-segment.XXXXXX", below == NULL ? "/tmp" : below);
    if (mkdtemp(root) == NULL)
        fail(root, "cannot be made");
    atexit(remove_root);
    snprintf(index_dir, sizeof index_dir, "%s/idx", root);
    snprintf(data_dir, sizeof data_dir, "%s/data-1", index_dir);
    int status = dossier_writer_open(&w, index_dir, &o, &err);
    for (unsigned i = 0; i < 400 && status == DOSSIER_OK; i++)
        add_article(w, i);
    if (status == DOSSIER_OK)
        status = dossier_writer_commit(w, &err);
    for (unsigned i = 5; i < 400 && status >= 0; i += 19) {
        char key[32];
        snprintf(key, sizeof key, "news/%u", i);
        status = dossier_writer_remove(w, dossier_string(key), &err);
    }
    if (status >= 0)
        status = dossier_writer_commit(w, &err);
    if (status < 0)
        fail("making the index", err.message);
    dossier_writer_close(w);
    read_whole(&files[0], SEGMENT_FILE);
    read_whole(&files[1], REMOVED_FILE);
    read_whole(&files[2], LIST_FILE);
}

/* ------------------------------------------------------------------------------------------ the edits */

/* Where edits go, and what of the bytes there. */
enum { EDIT_BYTES = 7, EDITS_MOST = 40, TRAILER_TARGET = SECTION_COUNT, REMOVED_TARGET, TARGETS };

static void put_value(unsigned char *to, size_t room, const uint8_t *edit) {
    static const uint64_t odd[] = {0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, UINT64_MAX};
    uint64_t value = odd[edit[5] % (sizeof odd / sizeof *odd)];
    size_t size = (size_t)1 << (edit[4] >> 3) % 4;
    switch (edit[4] % 5) {
    case 0:
        to[0] = edit[5];
        return;
    case 1:
        to[0] ^= (unsigned char)(1u << edit[5] % 8);
        return;
    case 2:
        to[0] = (unsigned char)(to[0] + (edit[5] % 2 == 0 ? 1 : -1));
        return;
    default:
        memcpy(to, &value, size < room ? size : room);
    }
}

static void apply(const uint8_t *edit) {
    unsigned target = edit[0] % TARGETS;
    uint32_t place = edit[1] | (uint32_t)edit[2] << 8 | (uint32_t)edit[3] << 16;
    const segment_trailer *trailer = (const void *)(files[0].bytes + files[0].size - sizeof *trailer);
    file *f = &files[target == REMOVED_TARGET];
    size_t from = 0, room = f->size;
    if (target < SECTION_COUNT) {
        segment_trailer t;
        memcpy(&t, trailer, sizeof t);
        from = (size_t)t.sections[target].at;
        room = (size_t)t.sections[target].size;
    } else if (target == TRAILER_TARGET) {
        room = sizeof(segment_trailer);
        from = f->size - room;
    }
    if (room == 0)
        return;
    place %= (uint32_t)room;
    put_value(f->edited + from + place, room - place, edit);
}

/* Makes the checksums of the ends and heads right, so that what is behind them is looked at. */
static void mend(void) {
    segment_trailer t;
    unsigned char *end = files[0].edited + files[0].size - sizeof t;
    memcpy(&t, end, sizeof t);
    t.crc = crc_of(0, &t, offsetof(segment_trailer, crc));
    memcpy(end, &t, sizeof t);
    removed_header h;
    memcpy(&h, files[1].edited, sizeof h);
    h.header_crc = crc_of(0, &h, offsetof(removed_header, header_crc));
    memcpy(files[1].edited, &h, sizeof h);
}

static void write_files(void) {
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *stream = fopen(files[i].name, "wb");
        if (stream == NULL || fwrite(files[i].edited, 1, files[i].size, stream) != files[i].size ||
            fclose(stream) != 0)
            fail(files[i].name, "cannot be written");
    }
}

/* ------------------------------------------------------------------------------------------ what is tried */

static void allow(int status, const dossier_error *err, const char *what) {
    if (status >= 0)
        return;
    if ((status != DOSSIER_ERR_DAMAGED && status != DOSSIER_ERR_VERSION) || strchr(err->message, '\n') != NULL)
        fail(what, err->message);
}

static void try_searches(void) {
    static const char *const queries[] = {
        "border treaty open", "\"open door\"", "+gas -tank", "winter AND summit", "b*", "title:treaty", "title:\"the door\"",
        "author:ann", "key:news", "date:2022-07", "only*", "(vote OR promise) -letter", "-border", "nowhere", "zzz*"};
    const char *dir = index_dir;
    dossier_error err;
    dossier_index *index;
    dossier_info info;
    int status = dossier_open(&index, &dir, 1, &err);
    allow(status, &err, "opening");
    if (status < 0)
        return;
    allow(dossier_index_info(index, &info, &err), &err, "its figures");
    for (unsigned i = 0; i < 3 * (sizeof queries / sizeof *queries); i++) {
        const char *query = queries[i / 3];
        dossier_result *result = NULL;
        dossier_search_options o = {.limit = i % 3 == 2 ? 1000 : 7, .group = i % 3 == 1, .ranking_only = i % 3 == 2};
        status = dossier_search(index, dossier_string(query), &o, &result, &err);
        allow(status, &err, query);
        dossier_result_free(result);
    }
    dossier_close(index);
}

/* Some of the pairs of forms and terms that the index has. */
enum { PAIRS = 24 };
typedef struct pairs {
    char texts[2 * PAIRS][WORD_NORMAL_MAX];
    dossier_str forms[PAIRS], terms[PAIRS];
    size_t count;
    unsigned seen;
} pairs;

static dossier_str keep(char *to, dossier_str text) {
    if (text.size > WORD_NORMAL_MAX)
        fail("forms", "one is too long");
    memcpy(to, text.data, text.size);
    return (dossier_str){to, text.size};
}

static int take_pair(void *context, dossier_str form, dossier_str stem) {
    pairs *p = context;
    if (p->seen++ % 7 == 0 && p->count < PAIRS) {
        p->forms[p->count] = keep(p->texts[2 * p->count], form);
        p->terms[p->count] = keep(p->texts[2 * p->count + 1], stem);
        p->count++;
    }
    return 0;
}

/* Searches for terms in one form, alone, as a phrase and in titles, and asks how often they are. */
static void try_pair(const backend *b, backend_reader *reader, const pairs *p, size_t i) {
    const form_set set = {&p->forms[i], 1};
    query_node nodes[2] = {{.kind = QUERY_TERM, .term = p->terms[i], .forms = set, .weight = 1, .count = 1},
                           {.kind = QUERY_TERM, .term = dossier_string("door"), .weight = 1, .count = 1}};
    query_node *children[] = {&nodes[1], &nodes[0]};
    query_node phrase = {.kind = QUERY_NEAR, .children = children, .child_count = 2, .span = 9};
    const query_node *asked[] = {&nodes[0], &phrase, &nodes[0]};
    dossier_error err;
    uint64_t found;
    allow(b->reader_frequency(reader, FIELD_TEXT, p->terms[i], &set, &found, &err), &err, "a form's frequency");
    allow(b->reader_article_frequency(reader, p->terms[i], &set, &found, &err), &err, "a form's articles");
    for (size_t k = 0; k < sizeof asked / sizeof *asked; k++) {
        search_request request = {.query = asked[k], .average_length = 50, .limit = 9, .exact = 1};
        ranked hits[9];
        size_t count;
        nodes[0].field = k == 2 ? FIELD_TITLE : FIELD_TEXT;
        int status = b->reader_search(reader, &request, hits, &count, &found, &err);
        allow(status, &err, "searching for a form");
        if (status < 0 || count == 0)
            continue;
        evidence_term wanted = {nodes[0].field, p->terms[i], set};
        uint32_t counts, lengths, in_article;
        uint64_t article_length;
        evidence e = {&wanted, 1, &hits[0].document, 1, &counts, &lengths, &in_article, &article_length};
        allow(b->reader_evidence(reader, &e, &err), &err, "a form's evidence");
    }
}

static void try_forms(void) {
    static pairs p;
    const char *dir = index_dir;
    dossier_error err;
    dossier_index *index;
    session *s;
    if (dossier_open(&index, &dir, 1, &err) < 0)
        return;
    int status = session_take(index, &s, &err);
    allow(status, &err, "opening for forms");
    if (status == DOSSIER_OK) {
        const backend *b = s->parts[0].m.backend;
        p.count = p.seen = 0;
        allow(b->reader_forms(s->parts[0].reader, dossier_string(""), take_pair, &p, &err), &err, "listing forms");
        for (size_t i = 0; i < p.count; i++)
            try_pair(b, s->parts[0].reader, &p, i);
        session_give(index, s, 1);
    }
    dossier_close(index);
}

static void take_fault(void *context, const char *line) {
    ++*(unsigned *)context;
    if (*line == '\0' || strchr(line, '\n') != NULL)
        fail("a fault is not one line", line);
}

static void try_check(void) {
    dossier_error err;
    unsigned faults = 0;
    int status = dossier_check(index_dir, take_fault, &faults, &err);
    allow(status, &err, "checking");
    if (status == DOSSIER_OK && faults > 0)
        fail("checking", "it is whole and has faults");
}

/* Writes on: articles that are there, others that go, then all as one segment. */
static void try_writing(void) {
    dossier_error err;
    dossier_writer *w;
    dossier_writer_options o = {.threads = 1};
    int status = dossier_writer_open(&w, index_dir, &o, &err);
    allow(status, &err, "opening to write");
    if (status < 0)
        return;
    for (unsigned i = 0; i < 60 && status >= 0; i += 6) {
        char key[32];
        snprintf(key, sizeof key, "news/%u", i);
        status = dossier_writer_remove(w, dossier_string(key), &err);
        allow(status, &err, "removing");
    }
    if (status >= 0)
        allow(status = dossier_writer_commit(w, &err), &err, "committing");
    if (status >= 0)
        allow(dossier_writer_optimize(w, &err), &err, "making it one segment");
    dossier_writer_close(w);
    if (status >= 0)
        try_searches();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (files[0].bytes == NULL)
        make_index();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        memcpy(files[i].edited, files[i].bytes, files[i].size);
    for (size_t at = 0, edits = 0; size - at >= EDIT_BYTES && edits < EDITS_MOST; at += EDIT_BYTES, edits++)
        apply(data + at);
    mend();
    alarm(SECONDS);
    write_files();
    try_searches();
    try_forms();
    try_check();
    try_writing();
    alarm(0);
    return 0;
}

/* Pieces of the file, of 1 to 4 edits. */
size_t replay(uint8_t *bytes, size_t size) {
    enum { MOST = 1 << 16, PIECES = 12 };
    if (size > MOST)
        size = MOST;
    size_t step = size / PIECES + 1, pieces = 0;
#if !defined(__SANITIZE_ADDRESS__)
    struct rlimit limit = {(rlim_t)1 << 31, (rlim_t)1 << 31};
    setrlimit(RLIMIT_AS, &limit);
#endif
    for (size_t at = 0; at < size; at += step, pieces++) {
        size_t most = EDIT_BYTES * (1 + pieces % 4);
        LLVMFuzzerTestOneInput(bytes + at, size - at < most ? size - at : most);
    }
    return pieces;
}
