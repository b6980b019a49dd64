/* terms.c: a segment's dictionary: its terms in order, each with where its postings lie.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/terms.h"

#include <string.h>

#include "engine/error.h"

/* The byte of each field; 0 stands for none. */
static const char letters[] = {[FIELD_TEXT] = TERM_WORD, [FIELD_TITLE] = 't', [FIELD_AUTHOR] = 'a', [FIELD_KEY] = 'k',
                               [FIELD_LANG] = 'l', [FIELD_SITE] = 's', [FIELD_JOINED] = 'j'};

size_t term_key(enum query_field field, dossier_str text, char to[TERM_KEY_MAX]) {
    size_t size = text.size < WORD_NORMAL_MAX ? text.size : WORD_NORMAL_MAX;
    to[0] = letters[field];
    memcpy(to + 1, text.data, size);
    return 1 + size;
}

size_t term_form_key(dossier_str form, char to[TERM_KEY_MAX]) {
    size_t size = term_key(FIELD_TEXT, form, to);
    to[0] = TERM_FORM;
    return size;
}

enum posting_kind term_kind(const char *key) {
    return *key == letters[FIELD_TEXT] ? POSTINGS_FULL : POSTINGS_BARE;
}

int term_compare(const char *a, size_t a_size, const char *b, size_t b_size) {
    int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
    return order != 0 ? order : (a_size > b_size) - (a_size < b_size);
}

uint64_t term_prefix(const char *key, size_t size) {
    uint64_t prefix = 0;
    for (size_t i = 0; i < sizeof prefix; i++)
        prefix = prefix << 8 | (i < size ? (unsigned char)key[i] : 0);
    return prefix;
}

/* ---------------------------------------------------------------------------------------------------- writing */

static size_t shared_size(const char *a, size_t a_size, const char *b, size_t b_size) {
    size_t least = a_size < b_size ? a_size : b_size, n = 0;
    while (n < least && a[n] == b[n])
        n++;
    return n;
}

static int put_key(term_writer *w, buffer *entry, const char *key, size_t size) {
    if (w->count % TERMS_IN_BLOCK == 0) {
        term_block block = {term_prefix(key, size), spool_size(&w->terms), w->postings_at};
        if (buffer_put(&w->blocks, &block, sizeof block) != 0)
            return -1;
        return buffer_put_counted(entry, key, size);
    }
    size_t shared = shared_size(key, size, w->last, w->last_size);
    return buffer_put_varint(entry, shared) != 0 ? -1 : buffer_put_counted(entry, key + shared, size - shared);
}

static void note_last(term_writer *w, const char *key, size_t size) {
    memcpy(w->last, key, size);
    w->last_size = size;
    w->count++;
}

int term_writer_put(term_writer *w, const char *key, size_t size, const posting_extent *extent, dossier_error *err) {
    char room[TERM_KEY_MAX + 64];
    buffer entry = {room, 0, sizeof room};
    /* The entry never outgrows its room: a key and six varints. */
    if (put_key(w, &entry, key, size) != 0)
        return error_memory(err);
    int full = term_kind(key) == POSTINGS_FULL;
    buffer_put_varint(&entry, extent->frequency);
    buffer_put_varint(&entry, extent->size);
    buffer_put_varint(&entry, full ? extent->positions_size << 2 | extent->forms : extent->positions_size);
    note_last(w, key, size);
    w->postings_at += extent->size + extent->positions_size;
    return spool_put(&w->terms, entry.data, entry.size, err);
}

int term_writer_put_form(term_writer *w, const char *key, size_t size, const char *terms, size_t terms_size,
                         dossier_error *err) {
    buffer entry = {0};
    int status = DOSSIER_OK;
    if (put_key(w, &entry, key, size) != 0 || buffer_put_counted(&entry, terms, terms_size) != 0)
        status = error_memory(err);
    note_last(w, key, size);
    if (status == DOSSIER_OK)
        status = spool_put(&w->terms, entry.data, entry.size, err);
    buffer_free(&entry);
    return status;
}

int form_terms_put(buffer *to, dossier_str form, dossier_str term) {
    size_t shared = shared_size(form.data, form.size, term.data, term.size);
    return buffer_put_varint(to, shared) != 0 ? -1
                                              : buffer_put_counted(to, term.data + shared, term.size - shared);
}

void term_writer_clear(term_writer *w) {
    spool_clear(&w->terms);
    buffer_free(&w->blocks);
}

/* ---------------------------------------------------------------------------------------------------- reading */

/* Reads what stands behind a form's key. */
static int read_form(term_walk *walk, cursor *c) {
    walk->list = (posting_list){.kind = POSTINGS_BARE};
    walk->terms.data = cursor_counted(c, &walk->terms.size);
    if (c->bad)
        return DOSSIER_ERR_DAMAGED;
    walk->at = (uint64_t)(c->data + c->at - (const char *)walk->table->terms);
    return 1;
}

/* Reads the entry at the cursor, the `place`th of its block: 1 or DOSSIER_ERR_DAMAGED. */
static int read_entry(term_walk *walk, cursor *c, uint64_t place) {
    const term_table *t = walk->table;
    uint64_t shared = place == 0 ? 0 : cursor_varint(c);
    size_t rest;
    const char *bytes = cursor_counted(c, &rest);
    if (c->bad || shared > walk->size || rest > TERM_KEY_MAX - shared || shared + rest == 0)
        return DOSSIER_ERR_DAMAGED;
    memcpy(walk->key + shared, bytes, rest);
    walk->size = shared + rest;
    if (walk->key[0] == TERM_FORM)
        return read_form(walk, c);
    uint64_t frequency = cursor_varint(c), size = cursor_varint(c), positions = cursor_varint(c);
    unsigned forms = 0;
    if (walk->key[0] == TERM_WORD) {
        forms = positions & 3;
        positions >>= 2;
    }
    if (c->bad || frequency == 0 || frequency > UINT32_MAX || walk->postings_at > t->postings_size ||
        size > t->postings_size - walk->postings_at || positions > t->postings_size - walk->postings_at - size)
        return DOSSIER_ERR_DAMAGED;
    walk->list = (posting_list){.data = t->postings + walk->postings_at,
                                .size = size,
                                .positions = t->postings + walk->postings_at + size,
                                .positions_size = positions,
                                .frequency = (uint32_t)frequency,
                                .forms = forms,
                                .kind = term_kind(walk->key)};
    walk->postings_at += size + positions;
    walk->at = (uint64_t)(c->data + c->at - (const char *)t->terms);
    return 1;
}

void form_terms_begin(form_terms *t, dossier_str form, dossier_str terms) {
    t->left = cursor_of(terms.data, terms.size);
    t->form = form;
}

int form_terms_next(form_terms *t) {
    cursor *c = &t->left;
    if (c->at == c->size && !c->bad)
        return 0;
    uint64_t shared = cursor_varint(c);
    size_t rest;
    const char *bytes = cursor_counted(c, &rest);
    if (c->bad || shared > t->form.size || rest > sizeof t->term - shared)
        return DOSSIER_ERR_DAMAGED;
    memcpy(t->term, t->form.data, shared);
    memcpy(t->term + shared, bytes, rest);
    t->size = shared + rest;
    return 1;
}

static cursor cursor_at(const term_table *t, uint64_t at) {
    return at <= t->terms_size ? cursor_of(t->terms + at, t->terms_size - at) : (cursor){.bad = 1};
}

/* Goes to the first term of a block. */
static int enter_block(term_walk *walk, uint64_t block) {
    const term_block *b = &walk->table->blocks[block];
    cursor c = cursor_at(walk->table, b->terms_at);
    walk->ordinal = block * TERMS_IN_BLOCK;
    walk->postings_at = b->postings_at;
    walk->size = 0;
    return read_entry(walk, &c, 0);
}

int term_walk_next(term_walk *walk) {
    uint64_t next = walk->ordinal + 1;
    if (next >= walk->table->count)
        return 0;
    if (next % TERMS_IN_BLOCK == 0)
        return enter_block(walk, next / TERMS_IN_BLOCK);
    cursor c = cursor_at(walk->table, walk->at);
    walk->ordinal = next;
    return read_entry(walk, &c, next % TERMS_IN_BLOCK);
}

/* Whether a block's first term is after the key: 1, 0 or damaged. */
static int begins_after(term_walk *walk, uint64_t block, uint64_t prefix, const char *key, size_t size) {
    uint64_t first = walk->table->blocks[block].prefix;
    if (first != prefix)
        return first > prefix;
    int status = enter_block(walk, block);
    return status < 0 ? status : term_compare(walk->key, walk->size, key, size) > 0;
}

int term_walk_seek(term_walk *walk, const term_table *table, const char *key, size_t size) {
    walk->table = table;
    if (table->count == 0)
        return 0;
    uint64_t prefix = term_prefix(key, size), low = 0, high = table->block_count;
    /* The last block that does not begin after the key; the first where all do. */
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        int after = begins_after(walk, middle, prefix, key, size);
        if (after < 0)
            return after;
        if (after)
            high = middle;
        else
            low = middle;
    }
    int more = enter_block(walk, low);
    while (more == 1 && term_compare(walk->key, walk->size, key, size) < 0)
        more = term_walk_next(walk);
    return more;
}
