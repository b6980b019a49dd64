/* order.c: the order of a passage's words, packed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/order.h"

#include <stdlib.h>
#include <string.h>

#include "engine/xapian/form.h"

/* Up to so many terms, two bytes tell them apart with a few seeds. */
#define NARROW_TERMS 400
#define SEEDS 256

static uint32_t seeded(uint64_t hash, unsigned seed, int wide) {
    hash = (hash ^ (uint64_t)seed * 0xD6E8FEB86659FD93u) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(hash >> (wide ? 32 : 48));
}

static int compare_hashes(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Whether no two are equal; `sorted` has room for them. */
static int wide_differ(const uint32_t *hashes, size_t count, uint32_t *sorted) {
    memcpy(sorted, hashes, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_hashes);
    for (size_t i = 1; i < count; i++)
        if (sorted[i] == sorted[i - 1])
            return 0;
    return 1;
}

/* The same of 16 bits: a table with a bit for each. */
static int narrow_differ(const uint32_t *hashes, size_t count) {
    uint64_t met[((size_t)1 << 16) / 64] = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = (uint64_t)1 << (hashes[i] & 63);
        if (met[hashes[i] >> 6] & bit)
            return 0;
        met[hashes[i] >> 6] |= bit;
    }
    return 1;
}

/* Fills hashes by place; 1 where no two are equal. */
static int hashes_differ(const passage_terms *p, const vocabulary *v, unsigned seed, int wide, uint32_t *hashes,
                         uint32_t *sorted) {
    for (size_t i = 0; i < p->count; i++)
        hashes[i] = seeded(vocabulary_term(v, p->items[i].id)->hash, seed, wide);
    return wide ? wide_differ(hashes, p->count, sorted) : narrow_differ(hashes, p->count);
}

static int put_terms(const uint32_t *hashes, size_t count, unsigned seed, int wide, buffer *out) {
    int failed = buffer_put_varint(out, 2 * (uint64_t)count + (unsigned)wide);
    failed |= buffer_put_byte(out, (unsigned char)seed);
    for (size_t i = 0; i < count && !failed; i++)
        for (unsigned shift = 0; shift < (wide ? 32u : 16u) && !failed; shift += 8)
            failed = buffer_put_byte(out, (unsigned char)(hashes[i] >> shift));
    return failed;
}

static int put_code(const vocabulary *v, form_id id, buffer *out) {
    char code[FORM_CODE_MAX];
    const term_form *form = vocabulary_term_form(v, id);
    const term *t = vocabulary_term(v, form->term);
    size_t size = form_code((dossier_str){t->text, t->size}, (dossier_str){form->text, form->size}, code);
    return buffer_put_counted(out, code, size);
}

/* Puts the forms of the terms that stand in several; places[i]: that of further form i. */
static int put_forms(const passage_terms *p, const vocabulary *v, uint32_t *places, buffer *out) {
    uint32_t place = (uint32_t)p->count;
    int failed = buffer_put_varint(out, p->further_count);
    for (size_t i = 0; i < p->count && !failed; i++) {
        const passage_term *item = &p->items[i];
        uint32_t more = 0, at;
        if (item->further == 0)
            continue;
        for (at = item->further; at != 0; at = p->further[at - 1].next)
            more++;
        failed = buffer_put_varint(out, i + 1) | buffer_put_varint(out, more) | put_code(v, item->form, out);
        for (at = item->further; at != 0 && !failed; at = p->further[at - 1].next) {
            places[at - 1] = ++place;
            failed = put_code(v, p->further[at - 1].form, out);
        }
    }
    return failed;
}

static int put_sequence(const passage_terms *p, const uint32_t *places, buffer *out) {
    int failed = 0;
    for (size_t at = 0; at < p->sequence.size && !failed; at += sizeof(uint32_t)) {
        uint32_t place;
        memcpy(&place, p->sequence.data + at, sizeof place);
        failed = buffer_put_varint(out, place & PASSAGE_FURTHER ? places[place & ~PASSAGE_FURTHER] : place);
    }
    return failed;
}

int order_pack(const passage_terms *p, const vocabulary *v, buffer *out) {
    uint32_t *hashes = malloc((2 * p->count + p->further_count + 1) * sizeof *hashes);
    if (hashes == NULL)
        return -1;
    int wide = p->count > NARROW_TERMS;
    unsigned seed = 0;
    while (!hashes_differ(p, v, seed, wide, hashes, hashes + p->count)) {
        if (++seed == SEEDS) {
            /* Equal 64-bit hashes would never end it: leave it at that. */
            if (wide)
                break;
            seed = 0;
            wide = 1;
        }
    }
    uint32_t *places = hashes + 2 * p->count;
    int failed = put_terms(hashes, p->count, seed % SEEDS, wide, out) || put_forms(p, v, places, out) ||
                 put_sequence(p, places, out);
    free(hashes);
    return failed ? -1 : 0;
}

/* The place of the term with this hash; 0 where the passage has none such. */
static uint64_t place_of(const unsigned char *terms, uint64_t count, uint64_t hash, unsigned seed, int wide) {
    uint32_t wanted = seeded(hash, seed, wide);
    for (uint64_t i = 0; i < count; i++) {
        const unsigned char *t = terms + i * (wide ? 4 : 2);
        uint32_t have = wide ? t[0] | (uint32_t)t[1] << 8 | (uint32_t)t[2] << 16 | (uint32_t)t[3] << 24
                             : t[0] | (uint32_t)t[1] << 8;
        if (have == wanted)
            return i + 1;
    }
    return 0;
}

/* A packed order opened for some words. */
typedef struct opened {
    const uint64_t *words; /* by place: bit i: word i may stand there */
    uint64_t places;       /* of all there are */
    cursor sequence;
} opened;

/* The words that may stand at the next position, in *here: 1, 0 at the end (with `title`: of the title), or
 * ORDER_DAMAGED. */
static inline int next_words(opened *o, int title, uint64_t *here) {
    if (o->sequence.at >= o->sequence.size)
        return 0;
    uint64_t place = cursor_varint(&o->sequence);
    if (o->sequence.bad || place > o->places)
        return ORDER_DAMAGED;
    *here = o->words[place];
    return place > 0 || !title;
}

/* Looks for the words one after the other. */
static int has_run(opened *o, size_t count, int title) {
    /* Bit i of `open`: the last i + 1 words read are the phrase's first i + 1. */
    uint64_t open = 0, last = (uint64_t)1 << (count - 1), here;
    int more;
    while ((more = next_words(o, title, &here)) == 1) {
        open = (open << 1 | 1) & here;
        if (open & last)
            return 1;
    }
    return more;
}

/* In order: for each of the words, where the latest beginning of all up to it stands. */
static int has_ordered(opened *o, size_t count, uint32_t span, int title) {
    uint64_t begin[ORDER_MAX] = {0}; /* from 1; 0: none yet */
    uint64_t position = 0, here;
    int more;
    while ((more = next_words(o, title, &here)) == 1) {
        position++;
        for (size_t i = here == 0 ? 0 : count; i-- > 0;)
            if (here >> i & 1)
                begin[i] = i > 0 ? begin[i - 1] : position;
        if (here >> (count - 1) & 1 && begin[count - 1] != 0 && position - begin[count - 1] <= span)
            return 1;
    }
    return more;
}

/* Words that are near in any order: where each stood last. */
typedef struct nearness {
    size_t count;
    size_t depth; /* the most words of one term: no word needs more places to choose from */
    uint64_t rivals[ORDER_MAX]; /* bit k: word k is of the same term, and may want the same place */
    unsigned char kept[ORDER_MAX];
    uint64_t last[ORDER_MAX][ORDER_MAX]; /* the latest first, at most `depth` */
} nearness;

static void remember(nearness *n, size_t which, uint64_t position) {
    if (n->kept[which] < n->depth)
        n->kept[which]++;
    memmove(&n->last[which][1], &n->last[which][0], (n->kept[which] - 1u) * sizeof(uint64_t));
    n->last[which][0] = position;
}

/* Gives a word one of its places from `from` on, moving others (not those in *tried) from theirs where they have
 * another.  taken[k]: the place of word k, 0: none. */
static int give_place(const nearness *n, size_t which, uint64_t from, uint64_t *taken, uint64_t *tried) {
    *tried |= (uint64_t)1 << which;
    for (size_t i = 0; i < n->kept[which] && n->last[which][i] >= from; i++) {
        size_t other = 0;
        while (other < n->count && (taken[other] != n->last[which][i] || !(n->rivals[which] >> other & 1)))
            other++;
        if (other < n->count && (*tried >> other & 1 || !give_place(n, other, from, taken, tried)))
            continue;
        taken[which] = n->last[which][i];
        return 1;
    }
    return 0;
}

/* Whether each word has a place of its own from `from` on. */
static int all_have_places(const nearness *n, uint64_t from) {
    uint64_t taken[ORDER_MAX] = {0};
    for (size_t i = 0; i < n->count; i++)
        if (n->kept[i] == 0 || n->last[i][0] < from)
            return 0;
    for (size_t i = 0; i < n->count && n->depth > 1; i++) {
        uint64_t tried = 0;
        if (!give_place(n, i, from, taken, &tried))
            return 0;
    }
    return 1;
}

/* In any order: the words end at the one just read where all have places that are near enough. */
static int has_unordered(opened *o, nearness *n, uint32_t span, int title) {
    uint64_t position = 0, here;
    int more;
    while ((more = next_words(o, title, &here)) == 1) {
        position++;
        if (here == 0)
            continue;
        for (size_t i = 0; i < n->count; i++)
            if (here >> i & 1)
                remember(n, i, position);
        if (all_have_places(n, position > span ? position - span : 1))
            return 1;
    }
    return more;
}

static int has_code(const order_word *asked, const char *code, size_t size) {
    for (size_t i = 0; i < asked->code_count; i++)
        if (asked->codes[i].size == size && memcmp(asked->codes[i].data, code, size) == 0)
            return 1;
    return asked->code_count == 0;
}

/* Of some words of a term those of which this form is one. */
static uint64_t words_in(const order_word *words, uint64_t which, const char *code, size_t size) {
    for (uint64_t left = which; left != 0; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctzll(left);
        if (!has_code(&words[i], code, size))
            which &= ~((uint64_t)1 << i);
    }
    return which;
}

/* Reads the forms of one term that stands in several; *place is the last place given so far. */
static int read_forms(cursor *c, const order_word *words, uint64_t *by_place, uint64_t terms, uint64_t *place,
                      uint64_t last) {
    uint64_t first = cursor_varint(c), more = cursor_varint(c);
    size_t size;
    const char *code = cursor_counted(c, &size);
    if (c->bad || first == 0 || first > terms || more == 0 || more > last - *place)
        return ORDER_DAMAGED;
    uint64_t all = by_place[first];
    by_place[first] = words_in(words, all, code, size);
    for (; more > 0; more--) {
        code = cursor_counted(c, &size);
        if (code == NULL)
            return ORDER_DAMAGED;
        by_place[++*place] = words_in(words, all, code, size);
    }
    return 0;
}

/* Opens a packed order for some words: 1, 0 where one of them is not there, or negative. */
static int open_order(const char *packed, size_t size, const order_word *words, size_t count, buffer *scratch,
                      opened *out) {
    cursor c = cursor_of(packed, size);
    uint64_t head = cursor_varint(&c), terms = head / 2;
    const unsigned char *seed = (const unsigned char *)cursor_bytes(&c, 1);
    int wide = (int)(head & 1);
    if (seed == NULL || terms > size || count == 0 || count > ORDER_MAX)
        return ORDER_DAMAGED;
    const char *table = cursor_bytes(&c, (size_t)terms * (wide ? 4 : 2));
    uint64_t last = terms + cursor_varint(&c);
    if (table == NULL || c.bad || last < terms || last > 2 * (uint64_t)size)
        return ORDER_DAMAGED;
    scratch->size = 0;
    if (buffer_reserve(scratch, ((size_t)last + 1) * sizeof(uint64_t)) != 0)
        return ORDER_MEMORY;
    uint64_t *by_place = memset(scratch->data, 0, ((size_t)last + 1) * sizeof(uint64_t));
    for (size_t i = 0; i < count; i++) {
        uint64_t place = place_of((const unsigned char *)table, terms, words[i].hash, *seed, wide);
        if (place == 0)
            return 0;
        by_place[place] |= (uint64_t)1 << i;
    }
    for (uint64_t place = terms; place < last;)
        if (read_forms(&c, words, by_place, terms, &place, last) != 0)
            return ORDER_DAMAGED;
    *out = (opened){by_place, last, c};
    return 1;
}

int order_has_phrase(const char *packed, size_t size, const order_word *words, size_t count, int title,
                     buffer *scratch) {
    opened o;
    int found = open_order(packed, size, words, count, scratch, &o);
    return found == 1 ? has_run(&o, count, title) : found;
}

int order_has_near(const char *packed, size_t size, const order_word *words, size_t count, uint32_t span, int ordered,
                   int title, buffer *scratch) {
    opened o;
    int found = open_order(packed, size, words, count, scratch, &o);
    if (found != 1)
        return found;
    if (ordered)
        return has_ordered(&o, count, span, title);
    nearness n;
    n.count = count;
    n.depth = 0;
    for (size_t i = 0; i < count; i++) {
        n.kept[i] = 0;
        n.rivals[i] = 0;
        for (size_t k = 0; k < count; k++)
            n.rivals[i] |= (uint64_t)(words[k].hash == words[i].hash) << k;
        size_t same = (size_t)__builtin_popcountll(n.rivals[i]);
        n.depth = same > n.depth ? same : n.depth;
    }
    return has_unordered(&o, &n, span, title);
}
