/* search.h: running a query tree over packed segments: the best passages, exactly.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ENGINE_PACKED_SEARCH_H
#define ENGINE_PACKED_SEARCH_H

#include "engine/backend.h"
#include "engine/packed/postings.h"

/* A segment as a search sees it.  The arrays lie in the mapped file: their sizes were checked, their values were not,
 * and each is checked before it is used as an index. */
typedef struct search_segment {
    const char *name;      /* its path, for messages */
    const void *context;   /* for find */
    void *known;           /* for find: what it knows already; NULL: nothing is remembered */
    uint64_t base;         /* the document number of its first passage */
    uint32_t passages;
    uint32_t articles;
    const void *lengths;   /* of each passage, in terms: uint16_t each, or uint32_t where wide_lengths is 1 */
    int wide_lengths;
    const uint32_t *first_passage;  /* of each article; articles + 1 of them, rising, the last is `passages` */
    const uint32_t *dates;          /* each article's date as YYYYMMDD, 0: it has none */
    const uint32_t *title_words;    /* the number of positions that each article's title takes: 1 to that */
    const uint64_t *removed;        /* a bit for each passage, set where it was removed; NULL: none was */
    /* Finds a term's list: 1, 0 where the segment has none, or a negative status.  FIELD_TEXT's are full lists of
     * passages; those of the other fields are bare lists of articles. */
    int (*find)(const struct search_segment *segment, enum query_field field, dossier_str term, posting_list *out,
                dossier_error *err);
} search_segment;

/* The article of a passage: passages of one article are neighbours.  *near: any article's number, from which the search
 * for it begins, such as that of the passage before; it becomes the answer.  1, or 0 where first_passage is damaged. */
int search_article(const search_segment *segment, uint32_t passage, uint32_t *near);

/* Memory that searches use again; for one thread at a time. */
typedef struct search_memory search_memory;
int search_memory_new(search_memory **out, dossier_error *err);
void search_memory_free(search_memory *memory);

/* What it keeps of lists that are restricted to some forms (restricted.h). */
struct restricted_lists **search_restricted(search_memory *memory);

/* Searches all segments as one, as backend.h's reader_search says.  DOSSIER_ERR_DAMAGED names segment and section. */
int packed_search(const search_segment *segments, size_t count, const search_request *request, search_memory *memory,
                  ranked *hits, size_t *hit_count, uint64_t *matched, dossier_error *err);

/* Visits what matches, as backend.h's reader_visit says. */
int packed_visit(const search_segment *segments, size_t count, const query_node *query, search_memory *memory,
                 int (*fn)(void *context, const visited *passage), void *context, dossier_error *err);

#endif
