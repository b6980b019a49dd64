/* removal.c: articles taken out of a segment, which itself never changes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/removal.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/packed/output.h"
#include "engine/packed/sections.h"

static size_t bit_words(const removal *r) {
    return (size_t)((r->segment->trailer.passages + 63) / 64);
}

/* The first article taken out: what was removed before is copied. */
static int begin(removal *r, dossier_error *err) {
    const removed_set *before = &r->segment->removed;
    r->bits = calloc(bit_words(r) + 1, sizeof *r->bits);
    if (r->bits == NULL)
        return error_memory(err);
    if (before->bits != NULL) {
        memcpy(r->bits, before->bits, bit_words(r) * sizeof *r->bits);
        r->header = before->header;
    }
    return DOSSIER_OK;
}

static int note_article(removal *r, uint32_t article) {
    if (r->article_count == r->article_room) {
        size_t room = r->article_room == 0 ? 64 : 2 * r->article_room;
        uint32_t *articles = realloc(r->articles, room * sizeof *articles);
        if (articles == NULL)
            return -1;
        r->articles = articles;
        r->article_room = room;
    }
    r->articles[r->article_count++] = article;
    return 0;
}

int removal_add(removal *r, uint32_t article, dossier_error *err) {
    uint32_t first, last;
    article_record record;
    buffer memory = {0};
    int status = r->bits == NULL ? begin(r, err) : DOSSIER_OK;
    if (status == DOSSIER_OK)
        status = segment_passages(r->segment, article, &first, &last, err);
    if (status == DOSSIER_OK)
        status = segment_record(r->segment, article, &memory, &record, err);
    buffer_free(&memory); /* No string is looked at. */
    if (status != DOSSIER_OK)
        return status;
    if (r->bits[first / 64] >> (first % 64) & 1)
        return DOSSIER_OK;
    if (note_article(r, article) != 0)
        return error_memory(err);
    for (uint32_t p = first; p < last; p++) {
        r->bits[p / 64] |= UINT64_C(1) << (p % 64);
        r->header.words += segment_length(r->segment, p);
    }
    r->header.passages += last - first;
    r->header.text_bytes += record.text_size;
    r->header.articles++;
    return DOSSIER_OK;
}

const uint64_t *removal_bits(const removal *r) {
    return r->bits != NULL ? r->bits : r->segment->removed.bits;
}

uint64_t removal_left(const removal *r) {
    const removed_header *gone = r->bits != NULL ? &r->header : &r->segment->removed.header;
    return r->segment->trailer.passages - gone->passages;
}

/* ------------------------------------------------------------------------------------------------ counting */

static int compare_articles(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The postings of a list that are taken out now, or an error.  Full lists are of passages, bare ones of articles. */
static int64_t count_removed(const removal *r, const posting_list *list, dossier_error *err) {
    int full = list->kind == POSTINGS_FULL;
    uint64_t limit = full ? r->segment->trailer.passages : r->segment->trailer.articles;
    int64_t count = 0;
    for (size_t i = 0; i < r->article_count;) {
        /* Articles that follow each other are one range. */
        size_t end = i + 1;
        while (end < r->article_count && r->articles[end] == r->articles[end - 1] + 1)
            end++;
        uint32_t from = r->articles[i], to = r->articles[end - 1] + 1;
        int64_t found = posting_count_within(list, (uint32_t)limit, full ? r->segment->first_passage[from] : from,
                                             full ? r->segment->first_passage[to] : to, err);
        if (found < 0)
            return segment_damaged(r->segment, section_name(SECTION_POSTINGS), err);
        count += found;
        i = end;
    }
    return count;
}

/* Lists with fewer postings than there are articles taken out are read once from end to end. */
static int64_t count_in_short(const removal *r, const posting_list *list, posting_walk *walk, dossier_error *err) {
    int full = list->kind == POSTINGS_FULL;
    const segment *s = r->segment;
    posting found;
    int64_t count = 0;
    int more;
    posting_walk_begin(walk, list, (uint32_t)(full ? s->trailer.passages : s->trailer.articles));
    while ((more = posting_walk_next(walk, &found, err)) == 1) {
        uint32_t passage = full ? found.passage : s->first_passage[found.passage];
        if (passage >= s->trailer.passages)
            return segment_damaged(s, section_name(SECTION_FIRST_PASSAGE), err);
        count += (r->bits[passage / 64] >> (passage % 64) & 1) && !segment_is_removed(s, passage);
    }
    return more < 0 ? segment_damaged(s, section_name(SECTION_POSTINGS), err) : count;
}

/* Appends the counts of all terms that have lost postings, now or before. */
static int count_terms(const removal *r, buffer *out, dossier_error *err) {
    const segment *s = r->segment;
    const removed_term *before = s->removed.terms, *before_end = before + s->removed.header.terms;
    posting_walk *walk;
    term_walk t;
    int status = posting_walk_new(&walk, err);
    if (status != DOSSIER_OK)
        return status;
    int more = term_walk_seek(&t, &s->terms, "", 0);
    /* The last keys are of forms, which have no postings. */
    for (; more == 1 && *t.key != TERM_FORM && status == DOSSIER_OK; more = term_walk_next(&t)) {
        int64_t count = t.list.frequency < r->article_count ? count_in_short(r, &t.list, walk, err)
                                                            : count_removed(r, &t.list, err);
        if (count < 0) {
            status = (int)count;
            break;
        }
        removed_term lost = {(uint32_t)t.ordinal, (uint32_t)count};
        if (before != before_end && before->ordinal == lost.ordinal)
            lost.count += before++->count;
        if (lost.count > 0 && buffer_put(out, &lost, sizeof lost) != 0)
            status = error_memory(err);
    }
    posting_walk_free(walk);
    if (status == DOSSIER_OK && more < 0)
        status = segment_damaged(s, section_name(SECTION_TERMS), err);
    return status;
}

int removal_write(removal *r, const char *path, dossier_error *err) {
    buffer terms = {0};
    output out;
    removed_header *h = &r->header;
    qsort(r->articles, r->article_count, sizeof *r->articles, compare_articles);
    int status = count_terms(r, &terms, err);
    size_t bits = bit_words(r) * sizeof *r->bits;
    memcpy(h->magic, REMOVED_MAGIC, sizeof h->magic);
    h->version = SEGMENT_VERSION;
    h->segment_passages = r->segment->trailer.passages;
    h->terms = terms.size / sizeof(removed_term);
    h->crc = crc_of(crc_of(0, r->bits, bits), terms.data, terms.size);
    h->header_crc = crc_of(0, h, offsetof(removed_header, header_crc));
    if (status == DOSSIER_OK && (status = output_open(&out, path, err)) == DOSSIER_OK) {
        status = output_put(&out, h, sizeof *h, err);
        if (status == DOSSIER_OK)
            status = output_put(&out, r->bits, bits, err);
        if (status == DOSSIER_OK && terms.size > 0)
            status = output_put(&out, terms.data, terms.size, err);
        if (status == DOSSIER_OK)
            status = output_close(&out, err);
        else
            output_drop(&out);
    }
    buffer_free(&terms);
    return status;
}

void removal_free(removal *r) {
    free(r->bits);
    free(r->articles);
    *r = (removal){0};
}
