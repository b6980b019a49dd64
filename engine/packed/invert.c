/* invert.c: from the words of texts, in text order, to the places of each word, in the order of words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/invert.h"

#include <stdlib.h>
#include <string.h>

/* A term of the batch, and which of the sorted places are its own. */
typedef struct group {
    uint64_t prefix;
    term_id term;
    uint32_t begin;
    uint32_t end;
    uint32_t first; /* its first form: a place among the words met; those that follow are chained */
} group;

#define NO_GROUP UINT32_MAX

/* A form of the term that is being written. */
typedef struct form_note {
    uint32_t id;
    uint32_t postings; /* that it is in */
    uint32_t last;     /* the passage that it was met in last, plus 1 */
} form_note;

/* What is made while a run is written. */
typedef struct writing {
    inverter *v;
    const vocabulary *words;
    enum query_field field;
    run *out;
    group *groups;
    group *other; /* room for as many */
    size_t count;
    uint32_t *of_term;  /* of FIELD_TEXT, the group of each term, or NO_GROUP */
    uint32_t *begins;   /* of each group: where its next place goes */
    uint32_t *next;     /* of each word met: the next form of its term, or NO_GROUP */
    form_note *forms;   /* of one term, in the order of bytes */
    size_t forms_room;
} writing;

/* Makes an array larger; returns -1 where there is no memory. */
static int grow(void *array, size_t *capacity, size_t least, size_t unit) {
    size_t wanted = *capacity < 1024 ? 1024 : *capacity;
    while (wanted < least)
        wanted += wanted / 2;
    void **place_of = array;
    void *larger = realloc(*place_of, wanted * unit);
    if (larger == NULL)
        return -1;
    *place_of = larger;
    *capacity = wanted;
    return 0;
}

static int grow_counts(inverter *v, uint32_t id) {
    size_t before = v->counts_size;
    if (grow(&v->counts, &v->counts_size, (size_t)id + 1, sizeof *v->counts) != 0)
        return -1;
    memset(v->counts + before, 0, (v->counts_size - before) * sizeof *v->counts);
    return 0;
}

static int grow_words(inverter *v, size_t least) {
    size_t ids = v->capacity, places = v->capacity;
    if (grow(&v->ids, &ids, least, sizeof *v->ids) != 0 || grow(&v->places, &places, least, sizeof *v->places) != 0)
        return -1;
    v->capacity = ids;
    return 0;
}

int inverter_reserve(inverter *v, size_t words) {
    return words > v->capacity ? grow_words(v, words) : 0;
}

static int meet(inverter *v, uint32_t id) {
    if (v->met_count == v->met_capacity && grow(&v->met, &v->met_capacity, v->met_count + 1, sizeof *v->met) != 0)
        return -1;
    v->met[v->met_count++] = id;
    return 0;
}

int inverter_put(inverter *v, uint32_t id, uint32_t where, uint32_t position) {
    if ((v->count == v->capacity && grow_words(v, v->count + 1) != 0) ||
        (id >= v->counts_size && grow_counts(v, id) != 0) || v->count == UINT32_MAX)
        return -1;
    if (v->counts[id]++ == 0 && meet(v, id) != 0)
        return -1;
    v->ids[v->count] = id;
    v->places[v->count++] = (place){where, position};
    return 0;
}

/* --------------------------------------------------------------------------------------------------- sorting */

/* Finds the terms of the words met, and where the places of each begin. */
static void find_groups(writing *w) {
    inverter *v = w->v;
    for (size_t i = 0; i < v->met_count; i++) {
        uint32_t id = v->met[i];
        term_id owner = w->field == FIELD_TEXT ? vocabulary_term_form(w->words, id)->term : id;
        uint32_t at = w->of_term != NULL ? w->of_term[owner] : NO_GROUP;
        if (at == NO_GROUP) {
            const term *t = vocabulary_term(w->words, owner);
            at = (uint32_t)w->count++;
            w->groups[at] = (group){term_prefix(t->text, t->size), owner, 0, 0, NO_GROUP};
            if (w->of_term != NULL)
                w->of_term[owner] = at;
        }
        group *g = &w->groups[at];
        g->end += v->counts[id];
        w->next[i] = g->first;
        g->first = (uint32_t)i;
        v->counts[id] = at;
    }
    uint32_t begin = 0;
    for (size_t i = 0; i < w->count; i++) {
        group *g = &w->groups[i];
        w->begins[i] = g->begin = begin;
        begin = g->end += begin;
    }
}

/* Makes room for the sorted places, with little to spare: they are the most that a batch needs. */
static int grow_sorted(inverter *v) {
    size_t wanted = v->count + v->count / 16;
    free(v->sorted);
    v->sorted = malloc(wanted * sizeof *v->sorted);
    v->sorted_capacity = v->sorted == NULL ? 0 : wanted;
    return v->sorted == NULL ? -1 : 0;
}

/* Lays the places of each term side by side, in the order in which they came. */
static int sort_places(writing *w) {
    inverter *v = w->v;
    if (v->sorted_capacity < v->count && grow_sorted(v) != 0)
        return -1;
    find_groups(w);
    for (size_t i = 0; i < v->count; i++) {
        uint32_t id = v->ids[i];
        v->sorted[w->begins[v->counts[id]]++] = (sorted_place){v->places[i], id};
    }
    return 0;
}

static int is_before(const vocabulary *words, const group *a, const group *b) {
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    const term *x = vocabulary_term(words, a->term), *y = vocabulary_term(words, b->term);
    return term_compare(x->text, x->size, y->text, y->size) < 0;
}

/* Sorts groups of up to this many in place before merging them. */
#define SMALL 12

static void sort_small(const vocabulary *words, group *groups, size_t count) {
    for (size_t i = 1; i < count; i++) {
        group moved = groups[i];
        size_t k = i;
        for (; k > 0 && is_before(words, &moved, &groups[k - 1]); k--)
            groups[k] = groups[k - 1];
        groups[k] = moved;
    }
}

/* Merges neighbours of `width` groups from one array into the other. */
static void merge_pass(const vocabulary *words, const group *from, group *to, size_t count, size_t width) {
    for (size_t begin = 0; begin < count; begin += 2 * width) {
        size_t a = begin, middle = begin + width < count ? begin + width : count;
        size_t b = middle, end = begin + 2 * width < count ? begin + 2 * width : count;
        for (size_t k = begin; k < end; k++)
            to[k] = b == end || (a < middle && !is_before(words, &from[b], &from[a])) ? from[a++] : from[b++];
    }
}

/* Sorts by key: of the two arrays, the one that holds the result. */
static group *sort_groups(const vocabulary *words, group *groups, group *other, size_t count) {
    for (size_t at = 0; at < count; at += SMALL)
        sort_small(words, groups + at, count - at < SMALL ? count - at : SMALL);
    for (size_t width = SMALL; width < count; width *= 2) {
        merge_pass(words, groups, other, count, width);
        group *made = other;
        other = groups;
        groups = made;
    }
    return groups;
}

/* ----------------------------------------------------------------------------------------------------- forms */

static const term_form *form_of(const writing *w, const form_note *n) {
    return vocabulary_term_form(w->words, n->id);
}

static int is_form_before(const writing *w, const form_note *a, const form_note *b) {
    const term_form *x = form_of(w, a), *y = form_of(w, b);
    return term_compare(x->text, x->size, y->text, y->size) < 0;
}

static void sift_form(const writing *w, uint32_t at, uint32_t count) {
    form_note moved = w->forms[at];
    for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && is_form_before(w, &w->forms[child], &w->forms[child + 1]);
        if (!is_form_before(w, &moved, &w->forms[child]))
            break;
        w->forms[at] = w->forms[child];
    }
    w->forms[at] = moved;
}

/* Puts a term's forms in the order of bytes; each one's place in it goes where its group was.  Returns how many, or
 * 0 where there is no memory. */
static uint32_t order_forms(writing *w, const group *g) {
    uint32_t count = 0;
    for (uint32_t i = g->first; i != NO_GROUP; i = w->next[i]) {
        if (count == w->forms_room && grow(&w->forms, &w->forms_room, count + (size_t)1, sizeof *w->forms) != 0)
            return 0;
        w->forms[count++] = (form_note){w->v->met[i], 0, 0};
    }
    for (uint32_t i = count / 2; i-- > 0;)
        sift_form(w, i, count);
    for (uint32_t left = count; left > 1; left--) {
        form_note last = w->forms[left - 1];
        w->forms[left - 1] = w->forms[0];
        w->forms[0] = last;
        sift_form(w, 0, left - 1);
    }
    for (uint32_t i = 0; i < count; i++)
        w->v->counts[w->forms[i].id] = i;
    return count;
}

static size_t shared_size(const term *t, const term_form *f) {
    size_t least = t->size < f->size ? t->size : f->size, n = 0;
    while (n < least && t->text[n] == f->text[n])
        n++;
    return n;
}

/* The most bytes that put_forms() needs for `count` of them. */
static size_t forms_room(const writing *w, uint32_t count) {
    size_t room = 30;
    for (uint32_t i = 0; i < count; i++)
        room += 30 + form_of(w, &w->forms[i])->size;
    return room;
}

static unsigned char *put_forms(unsigned char *p, const writing *w, const group *g, uint32_t count) {
    const term *t = vocabulary_term(w->words, g->term);
    if (count == 1 && form_of(w, w->forms)->text == t->text) {
        *p++ = 0;
        return run_put(p, w->forms[0].postings);
    }
    p = run_put(p, count);
    for (uint32_t i = 0; i < count; i++) {
        const term_form *f = form_of(w, &w->forms[i]);
        size_t shared = shared_size(t, f);
        p = run_put(p, shared);
        p = run_put(p, f->size - shared);
        memcpy(p, f->text + shared, f->size - shared);
        p = run_put(p + (f->size - shared), w->forms[i].postings);
    }
    return count > 1 ? run_put(p, g->end - g->begin) : p;
}

/* --------------------------------------------------------------------------------------------------- writing */

/* Postings take at most so many bytes for a place: two varints and a count. */
#define PLACE_BYTES 15

/* Notes an occurrence's form; `unit`: the bytes that its number takes. */
static inline unsigned char *put_number(unsigned char *q, writing *w, const sorted_place *p, unsigned unit) {
    uint32_t number = w->v->counts[p->id];
    form_note *n = &w->forms[number];
    n->postings += n->last != p->at.where + 1;
    n->last = p->at.where + 1;
    for (unsigned i = 0; i < unit; i++)
        *q++ = (unsigned char)(number >> 8 * i);
    return q;
}

/* A posting of several places, those without a position first. */
static inline __attribute__((always_inline)) unsigned char *write_places(unsigned char *p, writing *w,
                                                                         const sorted_place *places, size_t count,
                                                                         unsigned unit, unsigned char **q) {
    size_t zeros = 0;
    uint32_t position = 0;
    for (size_t i = 0; i < count; i++)
        zeros += places[i].at.position == 0;
    for (size_t i = 0; zeros > 0; i++) {
        if (places[i].at.position != 0)
            continue;
        *p++ = 0;
        zeros--;
        if (unit > 0)
            *q = put_number(*q, w, &places[i], unit);
    }
    for (size_t i = 0; i < count; i++) {
        if (places[i].at.position == 0)
            continue;
        p = run_put(p, places[i].at.position - position);
        position = places[i].at.position;
        if (unit > 0)
            *q = put_number(*q, w, &places[i], unit);
    }
    return p;
}

/* The full postings of places that are in order.  unit: 0 where the term has one form, which needs no numbers. */
static inline __attribute__((always_inline)) unsigned char *write_full(unsigned char *p, writing *w,
                                                                       const sorted_place *places, size_t count,
                                                                       unsigned unit) {
    unsigned char *q = (unsigned char *)w->v->numbers.data;
    uint32_t last = 0, postings = 0;
    for (size_t i = 0, end; i < count; i = end, postings++) {
        uint32_t where = places[i].at.where;
        for (end = i + 1; end < count && places[end].at.where == where; end++)
            ;
        p = run_put(p, where - last);
        last = where;
        p = run_put(p, end - i);
        if (end - i > 1) {
            p = write_places(p, w, places + i, end - i, unit, &q);
            continue;
        }
        p = run_put(p, places[i].at.position);
        if (unit > 0)
            q = put_number(q, w, &places[i], unit);
    }
    if (unit == 0)
        w->forms[0].postings = postings;
    w->v->numbers.size = (size_t)(q - (unsigned char *)w->v->numbers.data);
    return p;
}

/* The bare postings of places that are in order: each article once. */
static unsigned char *write_bare(unsigned char *p, const sorted_place *places, size_t count) {
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && places[i].at.where == places[i - 1].at.where)
            continue;
        p = run_put(p, places[i].at.where - last);
        last = places[i].at.where;
    }
    return p;
}

/* The postings of a term whose forms were put in order. */
static unsigned char *write_postings(unsigned char *to, writing *w, const group *g, uint32_t forms) {
    const sorted_place *places = w->v->sorted + g->begin;
    size_t count = g->end - g->begin;
    if (w->field != FIELD_TEXT)
        return write_bare(to, places, count);
    if (forms == 1)
        return write_full(to, w, places, count, 0);
    return forms <= RUN_NUMBERS_NARROW ? write_full(to, w, places, count, 1) : write_full(to, w, places, count, 4);
}

static int write_group(writing *w, const group *g) {
    const term *t = vocabulary_term(w->words, g->term);
    size_t count = g->end - g->begin, forms_most = 0;
    uint32_t forms = 0;
    buffer *bytes = &w->out->bytes, *numbers = &w->v->numbers;
    char key[TERM_KEY_MAX];
    size_t size = term_key(w->field, (dossier_str){t->text, t->size}, key);
    numbers->size = 0;
    if (w->field == FIELD_TEXT) {
        forms = order_forms(w, g);
        forms_most = forms_room(w, forms);
        if (forms == 0 || (forms > 1 && numbers->capacity < 4 * count && buffer_reserve(numbers, 4 * count) != 0))
            return -1;
    }
    enum { SIZE_BYTES = 10 };
    if (run_mark_term(w->out, key, size) != 0 || buffer_put_counted(bytes, key, size) != 0 ||
        buffer_reserve(bytes, SIZE_BYTES + 2 * forms_most + count * (PLACE_BYTES + 4)) != 0)
        return -1;
    /* The postings tell of the forms, and all of their size, which come before: they are written further on, then the
     * forms behind them, and both moved. */
    unsigned char *to = (unsigned char *)bytes->data + bytes->size, *postings = to + SIZE_BYTES + forms_most;
    unsigned char *end = write_postings(postings, w, g, forms);
    unsigned char *forms_end = w->field == FIELD_TEXT ? put_forms(end, w, g, forms) : end;
    to = run_put(to, (uint64_t)(forms_end - postings) + numbers->size);
    memcpy(to, end, (size_t)(forms_end - end));
    to += forms_end - end;
    memmove(to, postings, (size_t)(end - postings));
    to += end - postings;
    if (numbers->size > 0)
        memcpy(to, numbers->data, numbers->size);
    bytes->size = (size_t)(to - (unsigned char *)bytes->data) + numbers->size;
    return 0;
}

static void clear(inverter *v) {
    for (size_t i = 0; i < v->met_count; i++)
        v->counts[v->met[i]] = 0;
    v->met_count = v->count = 0;
}

/* Makes room for writing what was met: -1 where there is none. */
static int begin_writing(writing *w) {
    size_t met = w->v->met_count, terms = vocabulary_size(w->words);
    w->groups = malloc((2 * met + 1) * sizeof *w->groups);
    w->begins = malloc((2 * met + 1) * sizeof *w->begins);
    if (w->field == FIELD_TEXT)
        w->of_term = malloc((terms + 1) * sizeof *w->of_term);
    if (w->groups == NULL || w->begins == NULL || (w->field == FIELD_TEXT && w->of_term == NULL))
        return -1;
    if (w->of_term != NULL)
        memset(w->of_term, 0xFF, terms * sizeof *w->of_term);
    w->other = w->groups + met;
    w->next = w->begins + met;
    return 0;
}

int inverter_write(inverter *v, const vocabulary *words, enum query_field field, run *out) {
    writing w = {.v = v, .words = words, .field = field, .out = out};
    int failed = begin_writing(&w) != 0 || sort_places(&w) != 0;
    const group *sorted = failed ? NULL : sort_groups(words, w.groups, w.other, w.count);
    for (size_t i = 0; i < w.count && !failed; i++)
        failed = write_group(&w, &sorted[i]) != 0;
    free(w.groups);
    free(w.begins);
    free(w.of_term);
    free(w.forms);
    clear(v);
    return failed ? -1 : 0;
}

void inverter_free(inverter *v) {
    free(v->ids);
    free(v->places);
    free(v->counts);
    free(v->met);
    free(v->sorted);
    buffer_free(&v->numbers);
    *v = (inverter){0};
}
