/* word_forms.c: the forms of the words of a batch, each with a number.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/xapian/word_forms.h"

#include <stdlib.h>
#include <string.h>

#include "engine/hash.h"
#include "engine/text/word.h"

#define SLOTS_FIRST 8192
#define LANGUAGES_MAX 64

/* The longest word as written whose form is remembered: nearly all there are. */
#define SHORT_MAX 24

/* A word as written, zeros behind it, and the number of its form.  Half a cache line. */
typedef struct short_slot {
    uint64_t key[SHORT_MAX / 8];
    uint32_t number;
    uint16_t size; /* 0: the slot is free */
    uint16_t lang;
} short_slot;

typedef struct short_table {
    short_slot *slots; /* at most half full */
    size_t mask;
    size_t used;
} short_table;

/* A form of a term. */
typedef struct slot {
    uint64_t hash;
    const char *text; /* NULL: the slot is free */
    uint32_t size;
    term_id id;
    uint32_t number;
    uint32_t lang;
} slot;

typedef struct chunk {
    struct chunk *next;
    size_t used;
    char bytes[];
} chunk;

#define CHUNK_BYTES ((size_t)64 << 10)

struct word_forms {
    const main_forms *main;
    short_table words;
    slot *slots; /* at most half full */
    size_t mask;
    size_t used;
    const vocabulary *languages[LANGUAGES_MAX];
    uint32_t language_count;
    word_form *forms;
    uint32_t count;
    uint32_t capacity;
    chunk *chunks;
};

static int short_new(short_table *t, size_t slots) {
    *t = (short_table){.slots = aligned_alloc(64, slots * sizeof(short_slot)), .mask = slots - 1};
    if (t->slots == NULL)
        return -1;
    memset(t->slots, 0, slots * sizeof(short_slot));
    return 0;
}

word_forms *word_forms_new(const main_forms *main) {
    word_forms *f = calloc(1, sizeof *f);
    if (f == NULL)
        return NULL;
    f->main = main;
    f->mask = SLOTS_FIRST - 1;
    f->slots = calloc(SLOTS_FIRST, sizeof *f->slots);
    if (short_new(&f->words, SLOTS_FIRST) == 0 && f->slots != NULL)
        return f;
    word_forms_free(f);
    return NULL;
}

void word_forms_free(word_forms *f) {
    if (f == NULL)
        return;
    for (chunk *next; f->chunks != NULL; f->chunks = next) {
        next = f->chunks->next;
        free(f->chunks);
    }
    free(f->forms);
    free(f->slots);
    free(f->words.slots);
    free(f);
}

static const char *store(word_forms *f, const char *text, size_t size) {
    if (f->chunks == NULL || CHUNK_BYTES - f->chunks->used < size) {
        size_t bytes = size > CHUNK_BYTES ? size : CHUNK_BYTES;
        chunk *fresh = malloc(sizeof *fresh + bytes);
        if (fresh == NULL)
            return NULL;
        *fresh = (chunk){.next = f->chunks};
        f->chunks = fresh;
    }
    char *place = f->chunks->bytes + f->chunks->used;
    memcpy(place, text, size);
    f->chunks->used += size;
    return place;
}

/* ------------------------------------------------------------------------------------------- words as written */

/* What the slot of a word of 1 to SHORT_MAX bytes holds. */
static short_slot short_of(const char *raw, size_t size, uint32_t lang) {
    char bytes[SHORT_MAX] = {0};
    memcpy(bytes, raw, size);
    return (short_slot){.key = {load_le64(bytes), load_le64(bytes + 8), load_le64(bytes + 16)},
                        .size = (uint16_t)size,
                        .lang = (uint16_t)lang};
}

/* The slot that holds the same, or the free one where it would go. */
static short_slot *short_find(const short_table *t, const short_slot *w) {
    uint64_t hash = (w->key[0] ^ w->key[2] ^ w->lang) * UINT64_C(0x9E3779B97F4A7C15) +
                    w->key[1] * UINT64_C(0xC2B2AE3D27D4EB4F);
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    for (size_t i = (hash >> 32) & t->mask;; i = (i + 1) & t->mask) {
        short_slot *s = &t->slots[i];
        if (s->size == 0 || (((s->key[0] ^ w->key[0]) | (s->key[1] ^ w->key[1]) | (s->key[2] ^ w->key[2])) == 0 &&
                             s->size == w->size && s->lang == w->lang))
            return s;
    }
}

/* Puts what is not there yet. */
static int short_put(short_table *t, const short_slot *w) {
    if (2 * (t->used + 1) > t->mask + 1) {
        short_table larger;
        if (short_new(&larger, 2 * (t->mask + 1)) != 0)
            return -1;
        for (size_t i = 0; i <= t->mask; i++)
            if (t->slots[i].size > 0)
                *short_find(&larger, &t->slots[i]) = t->slots[i];
        larger.used = t->used;
        free(t->slots);
        *t = larger;
    }
    *short_find(t, w) = *w;
    t->used++;
    return 0;
}

/* ------------------------------------------------------------------------------------------------------- forms */

static slot *find(const word_forms *f, const slot *wanted) {
    for (size_t i = wanted->hash & f->mask;; i = (i + 1) & f->mask) {
        slot *s = &f->slots[i];
        if (s->text == NULL || (s->hash == wanted->hash && s->size == wanted->size && s->lang == wanted->lang &&
                                s->id == wanted->id && memcmp(s->text, wanted->text, s->size) == 0))
            return s;
    }
}

static int grow(word_forms *f) {
    word_forms larger = {.slots = calloc(2 * (f->mask + 1), sizeof *f->slots), .mask = 2 * f->mask + 1};
    if (larger.slots == NULL)
        return -1;
    for (size_t i = 0; i <= f->mask; i++)
        if (f->slots[i].text != NULL)
            *find(&larger, &f->slots[i]) = f->slots[i];
    free(f->slots);
    f->slots = larger.slots;
    f->mask = larger.mask;
    return 0;
}

/* Adds a form that is not there yet, with the next number. */
static int add_form(word_forms *f, const vocabulary *v, slot s) {
    if (f->count == f->capacity) {
        uint32_t capacity = f->capacity == 0 ? 4096 : 2 * f->capacity;
        word_form *forms = realloc(f->forms, capacity * sizeof *forms);
        if (forms == NULL)
            return -1;
        f->forms = forms;
        f->capacity = capacity;
    }
    if ((2 * (f->used + 1) > f->mask + 1 && grow(f) != 0) || (s.text = store(f, s.text, s.size)) == NULL)
        return -1;
    s.number = f->count;
    *find(f, &s) = s;
    f->used++;
    const term *t = vocabulary_term(v, s.id);
    dossier_str form = {s.text, s.size};
    int is_main = f->main != NULL && main_forms_has(f->main, (dossier_str){t->text, t->size}, form);
    f->forms[f->count++] = (word_form){form, is_main, 0};
    return 0;
}

/* The number of the form that a word stands in. */
static int number_of(word_forms *f, const vocabulary *v, uint32_t lang, dossier_str raw, term_id id, uint32_t *out) {
    char normal[WORD_NORMAL_MAX];
    size_t size = vocabulary_form(v, raw.data, raw.size, normal);
    slot wanted = {.hash = hash_bytes(HASH_START ^ id, normal, size), .text = normal, .size = (uint32_t)size,
                   .id = id, .lang = lang};
    if (find(f, &wanted)->text == NULL && add_form(f, v, wanted) != 0)
        return -1;
    *out = find(f, &wanted)->number;
    return 0;
}

static uint32_t number_of_language(word_forms *f, const vocabulary *v) {
    uint32_t i = 0;
    while (i < f->language_count && f->languages[i] != v)
        i++;
    if (i == f->language_count && i < LANGUAGES_MAX)
        f->languages[f->language_count++] = v;
    return i;
}

int word_forms_find(word_forms *f, const vocabulary *v, const char *text, const token *t, uint32_t *out) {
    uint32_t lang = number_of_language(f, v);
    dossier_str raw = {text + t->start, t->end - t->start};
    if (raw.size > SHORT_MAX)
        return number_of(f, v, lang, raw, t->term, out);
    short_slot wanted = short_of(raw.data, raw.size, lang);
    const short_slot *known = short_find(&f->words, &wanted);
    if (known->size > 0) {
        *out = known->number;
        return 0;
    }
    if (number_of(f, v, lang, raw, t->term, out) != 0)
        return -1;
    wanted.number = *out;
    return short_put(&f->words, &wanted);
}

word_form *word_forms_at(const word_forms *f, uint32_t number) {
    return &f->forms[number];
}
