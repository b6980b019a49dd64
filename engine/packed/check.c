/* check.c: reading all of a packed index and comparing it with itself.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "engine/packed/check_forms.h"
#include "engine/packed/sections.h"
#include "engine/packed/set.h"

/* Faults of one section that are told one by one. */
#define FAULTS_TOLD 5

typedef struct checking {
    void (*fn)(void *context, const char *fault);
    void *context;
    uint64_t *faults;
    const segment *s;
    unsigned told[SECTION_COUNT];
    buffer memory; /* of the record that is looked at */
} checking;

/* Tells of a fault in a section. */
static void fault(checking *c, enum section_id id, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void fault(checking *c, enum section_id id, const char *format, ...) {
    char what[256];
    dossier_error line;
    va_list arguments;
    ++*c->faults;
    if (c->told[id]++ >= FAULTS_TOLD)
        return;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    /* As a message, which is one line whatever bytes a term may have. */
    error_set(&line, DOSSIER_ERR_DAMAGED, "%s: %s: %s%s", c->s->path, section_name(id), what,
              c->told[id] == FAULTS_TOLD ? "; more of this section are only counted" : "");
    c->fn(c->context, line.message);
}

static void check_sums(checking *c) {
    for (enum section_id id = 0; (id = segment_check_sums(c->s, id)) < SECTION_COUNT; id++)
        fault(c, id, "its checksum is not that of its %llu bytes", (unsigned long long)c->s->trailer.sections[id].size);
    const removed_set *r = &c->s->removed;
    if (r->file != NULL && crc_of(0, r->bits, r->file_size - sizeof(removed_header)) != r->header.crc)
        fault(c, SECTION_FIRST_PASSAGE, "what was removed (%s) has another checksum", c->s->removed_path);
}

/* *next: the passage behind those of the article before. */
static void check_article(checking *c, uint32_t article, uint64_t *words, uint32_t *next) {
    const segment *s = c->s;
    uint32_t first, last;
    article_record record;
    if (segment_passages(s, article, &first, &last, NULL) != DOSSIER_OK) {
        fault(c, SECTION_FIRST_PASSAGE, "article %u has no passages", article);
        return;
    }
    for (uint32_t p = first; p < last; p++)
        *words += segment_length(s, p);
    if (first != (article == 0 ? 0 : *next))
        fault(c, SECTION_FIRST_PASSAGE, "the passages of article %u do not follow those before", article);
    *next = last;
    if (segment_record(s, article, &c->memory, &record, NULL) != DOSSIER_OK) {
        fault(c, SECTION_RECORDS, "the record of article %u cannot be read", article);
        return;
    }
    article_passages at = {0};
    dossier_span span;
    size_t line;
    int more;
    while ((more = article_record_next(&record, &at, &span, &line)) == 1)
        ;
    if (more < 0 || record.passages != last - first)
        fault(c, SECTION_RECORDS, "the record of article %u does not tell its passages", article);
    if (s->articles[article + 1].text_at - s->articles[article].text_at != record.text_size)
        fault(c, SECTION_ARTICLES, "the text of article %u has another size than its record says", article);
    if (article > 0 && s->articles[article].number <= s->articles[article - 1].number)
        fault(c, SECTION_ARTICLES, "the numbers of articles %u and %u do not rise", article - 1, article);
    uint32_t found;
    if (!segment_is_removed(s, first) && (segment_find_key(s, record.key, &found, NULL) != 1 || found != article))
        fault(c, SECTION_KEYS, "article %u is not found by its key", article);
}

static void check_articles(checking *c) {
    uint64_t words = 0;
    uint32_t next = 0;
    for (uint32_t i = 0; i < c->s->trailer.articles; i++)
        check_article(c, i, &words, &next);
    if (next != c->s->trailer.passages)
        fault(c, SECTION_FIRST_PASSAGE, "they end at passage %u of %llu", next,
              (unsigned long long)c->s->trailer.passages);
    if (words != c->s->trailer.words)
        fault(c, SECTION_LENGTHS, "the lengths of all passages are %llu terms, not %llu", (unsigned long long)words,
              (unsigned long long)c->s->trailer.words);
}

static int check_text(checking *c, dossier_error *err) {
    text_memory *memory;
    int status = text_memory_new(&memory, err);
    uint64_t raw = 0, packed = 0;
    for (uint64_t i = 0, count = segment_blocks(c->s); i < count && status == DOSSIER_OK; i++) {
        const char *text;
        text_block place;
        if (segment_place(c->s, i, &place, NULL) != DOSSIER_OK || place.raw_at != raw || place.packed_at != packed)
            fault(c, SECTION_BLOCKS, "block %llu does not follow those before", (unsigned long long)i);
        else if (segment_block(c->s, i, memory, &place, &text, NULL) != DOSSIER_OK)
            fault(c, SECTION_TEXT, "block %llu cannot be unpacked", (unsigned long long)i);
        raw = place.raw_at + place.raw_size;
        packed = place.packed_at + place.packed_size;
    }
    if (status == DOSSIER_OK && packed != c->s->trailer.sections[SECTION_TEXT].size)
        fault(c, SECTION_BLOCKS, "they end at byte %llu of the text's %llu", (unsigned long long)packed,
              (unsigned long long)c->s->trailer.sections[SECTION_TEXT].size);
    if (status == DOSSIER_OK && raw != c->s->trailer.text_bytes)
        fault(c, SECTION_BLOCKS, "they hold %llu bytes of text, not %llu", (unsigned long long)raw,
              (unsigned long long)c->s->trailer.text_bytes);
    text_memory_free(memory);
    return status;
}

static int check_list(checking *c, const term_walk *t, posting_walk *walk, form_counts *forms, dossier_error *err) {
    int full = t->list.kind == POSTINGS_FULL, more;
    uint32_t count = 0;
    dossier_error why = {0};
    posting found;
    form_counts_begin(forms);
    posting_walk_begin(walk, &t->list, (uint32_t)(full ? c->s->trailer.passages : c->s->trailer.articles));
    while ((more = posting_walk_next(walk, &found, &why)) == 1) {
        count++;
        if (full && form_counts_add(forms, &found, err) != DOSSIER_OK)
            return DOSSIER_ERR_MEMORY;
    }
    if (more == DOSSIER_ERR_MEMORY)
        return error_memory(err);
    if (more < 0)
        fault(c, SECTION_POSTINGS, "the list of \"%.*s\" is damaged: %s", (int)t->size, t->key, why.message);
    else if (count != t->list.frequency)
        fault(c, SECTION_POSTINGS, "the list of \"%.*s\" has %u postings, not %u", (int)t->size, t->key, count,
              t->list.frequency);
    const char *wrong = more == 0 && full ? check_forms_of_term(c->s, t, forms) : NULL;
    if (wrong != NULL)
        fault(c, SECTION_POSTINGS, "\"%.*s\": %s", (int)t->size, t->key, wrong);
    return DOSSIER_OK;
}

static int check_term(checking *c, const term_walk *t, posting_walk *walk, form_counts *forms, dossier_error *err) {
    if (t->key[0] != TERM_FORM)
        return check_list(c, t, walk, forms, err);
    const char *wrong = check_terms_of_form(c->s, t);
    if (wrong != NULL)
        fault(c, SECTION_TERMS, "\"%.*s\": %s", (int)t->size, t->key, wrong);
    return DOSSIER_OK;
}

static int check_terms(checking *c, dossier_error *err) {
    char last[TERM_KEY_MAX];
    size_t last_size = 0;
    posting_walk *walk;
    term_walk t;
    form_counts forms = {0};
    int status = posting_walk_new(&walk, err);
    if (status != DOSSIER_OK)
        return status;
    int more = term_walk_seek(&t, &c->s->terms, "", 0);
    for (; more == 1 && status == DOSSIER_OK; more = term_walk_next(&t)) {
        if (last_size > 0 && term_compare(last, last_size, t.key, t.size) >= 0)
            fault(c, SECTION_TERMS, "\"%.*s\" is out of order", (int)t.size, t.key);
        memcpy(last, t.key, t.size);
        last_size = t.size;
        status = check_term(c, &t, walk, &forms, err);
    }
    if (more < 0)
        fault(c, SECTION_TERMS, "they cannot be read behind \"%.*s\"", (int)last_size, last);
    posting_walk_free(walk);
    form_counts_free(&forms);
    return status;
}

static void check_names(checking *c) {
    dossier_str last = {0}, name, value;
    for (uint64_t i = 0; i < c->s->trailer.names; i++, last = name)
        if (segment_name(c->s, i, &name, &value, NULL) != DOSSIER_OK) {
            fault(c, SECTION_NAMES, "record %llu cannot be read", (unsigned long long)i);
            return;
        } else if (i > 0 && term_compare(last.data, last.size, name.data, name.size) >= 0) {
            fault(c, SECTION_NAMES, "record %llu is out of order", (unsigned long long)i);
        }
}

static int check_segment(checking *c, dossier_error *err) {
    check_sums(c);
    check_articles(c);
    check_names(c);
    int status = check_text(c, err);
    return status == DOSSIER_OK ? check_terms(c, err) : status;
}

/* A file that cannot be opened as what it should be is a fault; all else that keeps it from being read is an error. */
static int tell_if_damaged(checking *c, int status, const dossier_error *why, dossier_error *err) {
    if (status == DOSSIER_ERR_DAMAGED || status == BACKEND_STALE) {
        ++*c->faults;
        c->fn(c->context, why->message);
        return DOSSIER_OK;
    }
    if (status != DOSSIER_OK && err != NULL)
        *err = *why;
    return status;
}

int packed_check(const char *folder, void (*fn)(void *context, const char *fault), void *context, uint64_t *faults,
                 dossier_error *err) {
    segment_set set;
    dossier_error why = {0};
    *faults = 0;
    checking all = {.fn = fn, .context = context, .faults = faults};
    int read = set_read(&set, folder, &why), status = tell_if_damaged(&all, read, &why, err);
    if (read == DOSSIER_OK && set.dictionary != NULL)
        status = tell_if_damaged(&all, dictionary_check(set.dictionary, &why), &why, err);
    for (size_t i = 0; read == DOSSIER_OK && i < set.count && status == DOSSIER_OK; i++) {
        checking c = all;
        int opened = set_open_item(&set, i, folder, &why);
        c.s = set.items[i].segment;
        status = opened == DOSSIER_OK ? check_segment(&c, err) : tell_if_damaged(&all, opened, &why, err);
        buffer_free(&c.memory);
    }
    if (read == DOSSIER_OK)
        set_free(&set);
    return status;
}
