/* match.c: which words a pattern stands for, or a word that may be spelt otherwise.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A pattern is run as the set of its places that may come next, a bit each (Shift-And).  Edits are counted by columns
 * of the table of distances, each two rows of bits for its differences: Myers, "A fast bit-vector algorithm for
 * approximate string matching" (1999), with the swaps of Hyyro, "A bit-vector algorithm for computing Levenshtein and
 * Damerau edit distances" (2003). */
#include "query/match.h"

#include <string.h>

#include "engine/text/utf8.h"

static uint64_t *places_of(word_match *m, uint32_t character) {
    if (character < 128)
        return &m->ascii[character];
    unsigned i = 0;
    while (i < m->other_count && m->others[i].character != character)
        i++;
    if (i == m->other_count) {
        m->others[i].character = character;
        m->others[i].places = 0;
        m->other_count++;
    }
    return &m->others[i].places;
}

int match_pattern(word_match *m, dossier_str pattern) {
    memset(m, 0, sizeof *m);
    m->edits = -1;
    for (size_t at = 0; at < pattern.size;) {
        uint32_t c;
        at += utf8_decode(pattern.data + at, pattern.size - at, &c);
        if (c == '*') {
            m->loops |= (uint64_t)1 << m->length;
            continue;
        }
        if (m->length == MATCH_MAX)
            return -1;
        if (c == '?')
            m->any |= (uint64_t)1 << m->length;
        else
            *places_of(m, c) |= (uint64_t)1 << m->length;
        m->length++;
    }
    return 0;
}

int match_similar(word_match *m, dossier_str word, unsigned edits) {
    memset(m, 0, sizeof *m);
    m->edits = (int)edits;
    for (size_t at = 0; at < word.size; m->length++) {
        uint32_t c;
        at += utf8_decode(word.data + at, word.size - at, &c);
        if (m->length == MATCH_MAX)
            return -1;
        *places_of(m, c) |= (uint64_t)1 << m->length;
    }
    return m->length > 0 ? 0 : -1;
}

/* Takes the next character: the places where it may stand. */
static inline uint64_t next_places(const word_match *m, dossier_str word, size_t *at) {
    unsigned char byte = (unsigned char)word.data[*at];
    if (byte < 128) {
        ++*at;
        return m->ascii[byte];
    }
    uint32_t c;
    *at += utf8_decode(word.data + *at, word.size - *at, &c);
    for (unsigned i = 0; i < m->other_count; i++)
        if (m->others[i].character == c)
            return m->others[i].places;
    return 0;
}

static int run_pattern(const word_match *m, dossier_str word) {
    uint64_t next = 1; /* bit i: all before place i is matched */
    for (size_t at = 0; at < word.size && next != 0;) {
        uint64_t places = next_places(m, word, &at) | m->any;
        next = (next & places) << 1 | (next & m->loops);
    }
    return next >> m->length & 1 ? 0 : -1;
}

static size_t count_characters(dossier_str word) {
    size_t count = 0;
    for (size_t i = 0; i < word.size; i++)
        count += ((unsigned char)word.data[i] & 0xC0) != 0x80;
    return count;
}

static int run_edits(const word_match *m, dossier_str word) {
    size_t left = count_characters(word), edits = (size_t)m->edits;
    if (left > m->length + edits || left + edits < m->length)
        return -1;
    uint64_t last = (uint64_t)1 << (m->length - 1), more = UINT64_MAX, less = 0, same = 0, before = 0;
    size_t distance = m->length;
    for (size_t at = 0; at < word.size;) {
        uint64_t places = next_places(m, word, &at);
        uint64_t swapped = (~same & places) << 1 & before;
        same = (((places & more) + more) ^ more) | places | less | swapped;
        uint64_t up = less | ~(same | more), down = same & more;
        distance += (up & last) != 0;
        distance -= (down & last) != 0;
        up = up << 1 | 1;
        more = down << 1 | ~(same | up);
        less = up & same;
        before = places;
        /* Each character that is left takes one edit away at the most. */
        left--;
        if (distance > left + edits)
            return -1;
    }
    return distance <= edits ? (int)distance : -1;
}

int match_word(const word_match *m, dossier_str word) {
    return m->edits < 0 ? run_pattern(m, word) : run_edits(m, word);
}
