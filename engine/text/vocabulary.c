/* vocabulary.c: from words as written to terms, each distinct word normalised and stemmed once.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hash tables with open addressing.  Short words as written, nearly all there are, stand in the slots of one: a look-up
 * touches one cache line.  The others' slots point into one store of strings: longer words -> term, stems -> term.
 */
#include "engine/text/vocabulary.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/hash.h"
#include "engine/text/stop.h"
#include "engine/text/word.h"

/* The longest word as written that is kept in its slot. */
#define SHORT_MAX 24
#define SHORT_FIRST_BITS 11

/* A string's place in the store, and what it stands for. */
typedef struct slot {
    uint64_t hash;
    const char *text; /* NULL: the slot is free */
    uint32_t size;
    term_id term;
} slot;

/* A short word, zeros behind it, and its term.  Half a cache line. */
typedef struct short_slot {
    uint64_t key[SHORT_MAX / 8];
    uint32_t size; /* 0: the slot is free */
    term_id term;
} short_slot;

typedef struct short_table {
    short_slot *slots; /* at most half full */
    size_t mask;
    size_t used;
    unsigned shift; /* the hash's high bits are a slot's number */
} short_table;

typedef struct table {
    slot *slots;
    size_t mask; /* slots - 1; a power of two of them, at most half full */
    size_t used;
} table;

/* Strings never move: they are laid into chunks. */
typedef struct chunk {
    struct chunk *next;
    size_t used;
    char bytes[];
} chunk;

#define CHUNK_BYTES ((size_t)256 << 10)
#define TABLE_FIRST 1024

struct vocabulary {
    struct sb_stemmer *stemmer; /* NULL: "none" */
    const char *lang;
    int fold;
    int marks_after_stem;
    int elides;
    int keeps_first; /* a stem begins as its word does, where that is a letter of ASCII */
    uint32_t letters; /* those that vocabulary_narrow has set, and NARROW; 0: all */
    int failed;
    short_table shorts; /* words as written */
    table longs;        /* those that are longer than SHORT_MAX */
    table stems;
    table stops; /* normal forms */
    term *terms;
    uint32_t term_count;
    uint32_t term_capacity;
    chunk *chunks;
    size_t memory;
};

#define NARROW ((uint32_t)1 << 31)

/* One row a language whose words need other care than dropping marks after stemming. */
static const struct {
    const char *lang;
    int fold;
    int elides;
    int keeps_first;
} customs[] = {
    {"english", WORD_POSSESSIVE | WORD_MARKS, 0, 1},
    {"porter", WORD_POSSESSIVE | WORD_MARKS, 0, 1},
    {"none", WORD_MARKS, 0, 1},
    {"french", 0, 1, 0},
    {"italian", 0, 1, 0},
    {"catalan", 0, 1, 0},
};

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *dossier_languages(void) {
    static const char *names[64];
    static int ready;
    /* Filled in the same way by whoever comes first, so that two threads may do it at once. */
    if (!__atomic_load_n(&ready, __ATOMIC_ACQUIRE)) {
        const char **all = sb_stemmer_list();
        const char *sorted[64] = {"none"};
        size_t n = 1;
        for (size_t i = 0; all[i] != NULL && n < 63; i++)
            sorted[n++] = all[i];
        qsort(sorted, n, sizeof *sorted, compare_names);
        for (size_t i = 0; i < n; i++)
            __atomic_store_n(&names[i], sorted[i], __ATOMIC_RELAXED);
        __atomic_store_n(&ready, 1, __ATOMIC_RELEASE);
    }
    return names;
}

/* The static name of a language, or NULL. */
static const char *language_name(const char *lang) {
    const char *const *names = dossier_languages();
    while (*names != NULL && strcmp(*names, lang) != 0)
        names++;
    return *names;
}

int vocabulary_known(const char *lang) {
    return language_name(lang) != NULL;
}

/* FNV-1a over the bytes: the same everywhere, as what is stored depends on it. */
uint64_t vocabulary_hash(const char *text, size_t size) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x100000001B3u;
    return hash;
}

static const char *store(vocabulary *v, const char *text, size_t size) {
    if (v->chunks == NULL || CHUNK_BYTES - v->chunks->used < size) {
        size_t bytes = size > CHUNK_BYTES ? size : CHUNK_BYTES;
        chunk *fresh = malloc(sizeof *fresh + bytes);
        if (fresh == NULL)
            return NULL;
        *fresh = (chunk){.next = v->chunks};
        v->chunks = fresh;
        v->memory += bytes;
    }
    char *place = v->chunks->bytes + v->chunks->used;
    memcpy(place, text, size);
    v->chunks->used += size;
    return place;
}

/* The slot that holds a string, or the free one where it would go. */
static slot *find(const table *t, uint64_t hash, const char *text, size_t size) {
    for (size_t i = hash & t->mask;; i = (i + 1) & t->mask) {
        slot *s = &t->slots[i];
        if (s->text == NULL || (s->hash == hash && s->size == size && memcmp(s->text, text, size) == 0))
            return s;
    }
}

static int table_new(vocabulary *v, table *t, size_t slots) {
    *t = (table){.slots = calloc(slots, sizeof(slot)), .mask = slots - 1};
    v->memory += slots * sizeof(slot);
    return t->slots == NULL ? -1 : 0;
}

static int table_grow(vocabulary *v, table *t) {
    table larger;
    if (table_new(v, &larger, 2 * (t->mask + 1)) != 0)
        return -1;
    for (size_t i = 0; i <= t->mask; i++)
        if (t->slots[i].text != NULL)
            *find(&larger, t->slots[i].hash, t->slots[i].text, t->slots[i].size) = t->slots[i];
    larger.used = t->used;
    v->memory -= (t->mask + 1) * sizeof(slot);
    free(t->slots);
    *t = larger;
    return 0;
}

/* Puts a string that is not there yet; its bytes must live as long as the table. */
static int table_put(vocabulary *v, table *t, uint64_t hash, const char *text, size_t size, term_id id) {
    if (2 * (t->used + 1) > t->mask + 1 && table_grow(v, t) != 0)
        return -1;
    *find(t, hash, text, size) = (slot){.hash = hash, .text = text, .size = (uint32_t)size, .term = id};
    t->used++;
    return 0;
}

/* Its high bits say where a word's search begins: only those of a product depend on all that went in. */
static inline uint64_t short_hash(uint64_t first, uint64_t second, uint64_t third) {
    uint64_t hash = (first ^ third) * UINT64_C(0x9E3779B97F4A7C15) + second * UINT64_C(0xC2B2AE3D27D4EB4F);
    return (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
}

/* The slot that holds a short word, or the free one where it would go. */
static inline short_slot *short_find(const short_table *t, uint64_t hash, uint64_t first, uint64_t second,
                                     uint64_t third, size_t size) {
    for (size_t i = (size_t)(hash >> t->shift);; i = (i + 1) & t->mask) {
        short_slot *s = &t->slots[i];
        if (((s->key[0] ^ first) | (s->key[1] ^ second) | (s->key[2] ^ third) | (s->size ^ size)) == 0 || s->size == 0)
            return s;
    }
}

/* What the slot of a word of 1 to SHORT_MAX bytes holds. */
static short_slot short_of(const char *raw, size_t size) {
    char bytes[SHORT_MAX] = {0};
    memcpy(bytes, raw, size);
    return (short_slot){{load_le64(bytes), load_le64(bytes + 8), load_le64(bytes + 16)}, (uint32_t)size, TERM_NONE};
}

/* The slot for what another one holds. */
static short_slot *short_find_same(const short_table *t, const short_slot *s) {
    uint64_t hash = short_hash(s->key[0], s->key[1], s->key[2]);
    return short_find(t, hash, s->key[0], s->key[1], s->key[2], s->size);
}

static int short_new(vocabulary *v, short_table *t, unsigned bits) {
    size_t slots = (size_t)1 << bits, bytes = slots * sizeof(short_slot);
    *t = (short_table){.slots = aligned_alloc(64, bytes), .mask = slots - 1, .shift = 64 - bits};
    if (t->slots == NULL)
        return -1;
    memset(t->slots, 0, bytes);
    v->memory += bytes;
    return 0;
}

static int short_grow(vocabulary *v) {
    short_table *t = &v->shorts, larger;
    if (short_new(v, &larger, 64 - t->shift + 1) != 0)
        return -1;
    for (size_t i = 0; i <= t->mask; i++)
        if (t->slots[i].size > 0)
            *short_find_same(&larger, &t->slots[i]) = t->slots[i];
    larger.used = t->used;
    v->memory -= (t->mask + 1) * sizeof(short_slot);
    free(t->slots);
    *t = larger;
    return 0;
}

/* Puts a short word that is not there yet. */
static int short_put(vocabulary *v, short_slot kept) {
    short_table *t = &v->shorts;
    if (2 * (t->used + 1) > t->mask + 1 && short_grow(v) != 0)
        return -1;
    *short_find_same(t, &kept) = kept;
    t->used++;
    return 0;
}

static int fill_stops(vocabulary *v) {
    const char *next = stop_words(v->lang);
    for (const char *end; (end = strchr(next, ' ')) != NULL; next = end + 1) {
        char normal[WORD_NORMAL_MAX];
        size_t size = word_normal(next, (size_t)(end - next), v->fold, normal);
        uint64_t hash = hash_bytes(HASH_START, normal, size);
        if (find(&v->stops, hash, normal, size)->text != NULL)
            continue;
        const char *kept = store(v, normal, size);
        if (kept == NULL || table_put(v, &v->stops, hash, kept, size, 0) != 0)
            return -1;
    }
    return 0;
}

/* Makes the tables, empty but for the stop words. */
static int begin(vocabulary *v) {
    if (short_new(v, &v->shorts, SHORT_FIRST_BITS) != 0 || table_new(v, &v->longs, TABLE_FIRST) != 0 ||
        table_new(v, &v->stems, TABLE_FIRST) != 0 || table_new(v, &v->stops, TABLE_FIRST) != 0)
        return -1;
    return fill_stops(v);
}

static void drop(vocabulary *v) {
    free(v->shorts.slots);
    free(v->longs.slots);
    free(v->terms);
    free(v->stems.slots);
    free(v->stops.slots);
    for (chunk *next; v->chunks != NULL; v->chunks = next) {
        next = v->chunks->next;
        free(v->chunks);
    }
    v->shorts = (short_table){0};
    v->longs = v->stems = v->stops = (table){0};
    v->terms = NULL;
    v->term_count = v->term_capacity = 0;
    v->memory = 0;
}

int vocabulary_new(vocabulary **out, const char *lang, dossier_error *err) {
    *out = NULL;
    const char *name = language_name(lang);
    if (name == NULL)
        return error_set(err, DOSSIER_ERR_ARGUMENT, "%s: not a language there is a stemmer for", lang);
    vocabulary *v = calloc(1, sizeof *v);
    if (v == NULL)
        return error_memory(err);
    v->lang = name;
    v->marks_after_stem = 1;
    for (size_t i = 0; i < sizeof customs / sizeof *customs; i++) {
        if (strcmp(customs[i].lang, name) == 0) {
            v->fold = customs[i].fold;
            v->elides = customs[i].elides;
            v->keeps_first = customs[i].keeps_first;
            v->marks_after_stem = !(v->fold & WORD_MARKS);
        }
    }
    if (strcmp(name, "none") != 0)
        v->stemmer = sb_stemmer_new(name, NULL);
    if ((v->stemmer == NULL && strcmp(name, "none") != 0) || begin(v) != 0) {
        vocabulary_free(v);
        return error_memory(err);
    }
    *out = v;
    return DOSSIER_OK;
}

void vocabulary_free(vocabulary *v) {
    if (v == NULL)
        return;
    drop(v);
    sb_stemmer_delete(v->stemmer);
    free(v);
}

void vocabulary_forget(vocabulary *v) {
    drop(v);
    v->failed |= begin(v) != 0;
}

/* Adds a stem that is not there yet. */
static term_id add_term(vocabulary *v, uint64_t hash, const char *stem, size_t size) {
    if (v->term_count == v->term_capacity) {
        uint32_t capacity = v->term_capacity == 0 ? TABLE_FIRST : 2 * v->term_capacity;
        term *terms = realloc(v->terms, capacity * sizeof *terms);
        if (terms == NULL)
            return TERM_NONE;
        v->memory += (capacity - v->term_capacity) * sizeof *terms;
        v->terms = terms;
        v->term_capacity = capacity;
    }
    const char *kept = store(v, stem, size);
    if (kept == NULL || table_put(v, &v->stems, hash, kept, size, v->term_count) != 0)
        return TERM_NONE;
    v->terms[v->term_count] = (term){.text = kept, .size = (uint32_t)size, .hash = vocabulary_hash(stem, size)};
    return v->term_count++;
}

term_id vocabulary_stem(vocabulary *v, const char *stem, size_t size) {
    if (v->failed)
        return TERM_NONE;
    uint64_t hash = hash_bytes(HASH_START, stem, size);
    slot *s = find(&v->stems, hash, stem, size);
    return s->text != NULL ? s->term : add_term(v, hash, stem, size);
}

/* The term of a normal form. */
static term_id stem_to_term(vocabulary *v, char normal[WORD_NORMAL_MAX], size_t size) {
    char stem[WORD_NORMAL_MAX];
    memcpy(stem, normal, size);
    if (v->stemmer != NULL) {
        const sb_symbol *stemmed = sb_stemmer_stem(v->stemmer, (const sb_symbol *)normal, (int)size);
        if (stemmed == NULL)
            return TERM_NONE;
        size_t length = (size_t)sb_stemmer_length(v->stemmer);
        if (length > 0 && length <= WORD_NORMAL_MAX) {
            size = length;
            memcpy(stem, stemmed, size);
        }
    }
    if (v->marks_after_stem)
        size = word_drop_marks(stem, size);
    return vocabulary_stem(v, stem, size);
}

/* The term of a word met for the first time; sets v->failed where there is no memory. */
static term_id learn(vocabulary *v, const char *raw, size_t size) {
    char normal[WORD_NORMAL_MAX];
    size_t length = word_normal(raw, size, v->fold, normal);
    term_id id = length == 0 ? TERM_NONE : stem_to_term(v, normal, length);
    v->failed |= length > 0 && id == TERM_NONE;
    return id;
}

void vocabulary_narrow(vocabulary *v, uint32_t letters) {
    v->letters = v->keeps_first ? letters | NARROW : 0;
}

void vocabulary_widen(vocabulary *v) {
    v->letters = 0;
}

/* Whether a word's term is of no interest now. */
static int is_other(const vocabulary *v, const char *raw) {
    unsigned letter = ((unsigned char)*raw | 0x20u) - 'a';
    return v->letters != 0 && letter < 26 && !(v->letters >> letter & 1);
}

/* The same for a short one, which is put into its slot. */
static __attribute__((noinline)) term_id learn_short(vocabulary *v, const char *raw, size_t size) {
    if (v->failed)
        return TERM_NONE;
    if (is_other(v, raw))
        return TERM_OTHER;
    short_slot kept = short_of(raw, size);
    kept.term = learn(v, raw, size);
    v->failed |= !v->failed && short_put(v, kept) != 0;
    return kept.term;
}

static term_id lookup_long(vocabulary *v, const char *raw, size_t size) {
    uint64_t hash = hash_bytes(HASH_START, raw, size);
    slot *s = find(&v->longs, hash, raw, size);
    if (s->text != NULL)
        return s->term;
    if (is_other(v, raw))
        return TERM_OTHER;
    term_id id = learn(v, raw, size);
    /* A monstrous word is not worth keeping: it will not come again. */
    if (v->failed || size > 4 * WORD_NORMAL_MAX)
        return id;
    const char *kept = store(v, raw, size);
    v->failed |= kept == NULL || table_put(v, &v->longs, hash, kept, size, id) != 0;
    return id;
}

term_id vocabulary_lookup(vocabulary *v, const char *raw, size_t size) {
    if (v->failed || size == 0)
        return TERM_NONE;
    if (size > SHORT_MAX)
        return lookup_long(v, raw, size);
    short_slot wanted = short_of(raw, size);
    const short_slot *s = short_find_same(&v->shorts, &wanted);
    return s->size > 0 ? s->term : learn_short(v, raw, size);
}

void vocabulary_fetch(const vocabulary *v, vocabulary_word *words, size_t count) {
    const short_table *t = &v->shorts;
    for (size_t i = 0; i < count; i++) {
        words[i].hash = short_hash(words[i].first, words[i].second, 0);
        __builtin_prefetch(&t->slots[words[i].hash >> t->shift]);
    }
}

term_id vocabulary_lookup_fetched(vocabulary *v, const vocabulary_word *w, const char *raw, size_t size) {
    const short_slot *s = short_find(&v->shorts, w->hash, w->first, w->second, 0, size);
    return s->size > 0 ? s->term : learn_short(v, raw, size);
}

size_t vocabulary_prefix(const vocabulary *v, const char *raw, size_t size, char *to) {
    size_t length = word_normal(raw, size, v->fold & ~WORD_POSSESSIVE, to);
    return v->marks_after_stem ? word_drop_marks(to, length) : length;
}

size_t vocabulary_form(const vocabulary *v, const char *raw, size_t size, char *to) {
    size_t length = word_normal(raw, size, v->fold, to);
    return v->marks_after_stem ? word_drop_marks(to, length) : length;
}

int vocabulary_is_stop(const vocabulary *v, const char *raw, size_t size) {
    char normal[WORD_NORMAL_MAX];
    /* U.S. is never the pronoun. */
    if (memchr(raw, '.', size) != NULL || v->failed)
        return 0;
    size_t length = word_normal(raw, size, v->fold, normal);
    return find(&v->stops, hash_bytes(HASH_START, normal, length), normal, length)->text != NULL;
}

int vocabulary_failed(const vocabulary *v) {
    return v->failed;
}

const term *vocabulary_term(const vocabulary *v, term_id id) {
    return &v->terms[id];
}

uint32_t vocabulary_size(const vocabulary *v) {
    return v->term_count;
}

size_t vocabulary_memory(const vocabulary *v) {
    return v->memory;
}

const char *vocabulary_lang(const vocabulary *v) {
    return v->lang;
}

int vocabulary_elides(const vocabulary *v) {
    return v->elides;
}
