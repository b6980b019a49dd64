/* sentence_word.c: reads a word of a sentence, forwards or backwards, and looks it up.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/text/sentence_word.h"

/* The longest word that is read, in bytes. */
#define BACK_MAX 64

/* word_add for what is not ASCII. */
static void word_add_wide(scan_word *w, uint32_t c) {
    uint32_t lower;
    enum letter letter = char_letter(c, &lower);
    if (w->letters == 0 && w->digits == 0)
        w->upper_first = letter == LETTER_UPPER;
    w->uppers += letter == LETTER_UPPER;
    w->lowers += letter == LETTER_LOWER;
    w->letters += letter != LETTER_NONE;
    if (w->folded_size + 4 <= sizeof w->folded)
        w->folded_size += utf8_encode(lower, w->folded + w->folded_size);
}

static inline void word_add(scan_word *w, uint32_t c) {
    if (c >= 0x80) {
        word_add_wide(w, c);
        return;
    }
    bool upper = c - 'A' < 26, lower = c - 'a' < 26;
    if (w->letters == 0 && w->digits == 0)
        w->upper_first = upper;
    w->uppers += upper;
    w->lowers += lower;
    w->letters += upper || lower;
    w->digits += char_is_digit(c);
    w->stops += c == '.';
    if (w->folded_size + 4 <= sizeof w->folded)
        w->folded[w->folded_size++] = (char)(upper ? c + 32 : c);
}

scan_word scan_word_at(const scan *s, size_t at) {
    scan_word w = {.start = at, .end = at};
    for (size_t next; w.end < s->size && w.end - at < BACK_MAX; w.end = next) {
        uint32_t c = char_at(s, w.end, &next);
        if (!char_in_word(c))
            break;
        word_add(&w, c);
    }
    size_t next;
    w.hyphen = char_is_dash(char_at(s, w.end, &next)) && char_in_word(char_at(s, next, NULL));
    return w;
}

scan_word scan_word_before(const scan *s, size_t at) {
    size_t from = at;
    while (from > s->start && at - from < BACK_MAX) {
        size_t previous;
        uint32_t c = char_before(s, from, &previous);
        if (!char_in_word(c) && c != '.' && !char_is_apostrophe(c) && c != 0xB0 && c != 0xBA && c != 0xA7)
            break;
        from = previous;
    }
    while (from < at && !char_in_word(char_at(s, from, NULL)) && (s->text[from] == '.' || s->text[from] == '\''))
        from++;
    scan_word w = {.start = from, .end = from};
    for (size_t next; w.end < at; w.end = next)
        word_add(&w, char_at(s, w.end, &next));
    return w;
}

/* Whether a table's entry comes before a key, is it, or comes behind it.  Most differ in their first bytes. */
static inline int compare(const char *entry, const char *key, size_t size) {
    for (size_t i = 0; i < size; i++) {
        int order = (unsigned char)entry[i] - (unsigned char)key[i];
        if (order != 0 || entry[i] == '\0')
            return order;
    }
    return (unsigned char)entry[size];
}

enum abbreviation_kind abbreviation_kind_of(const scan *s, const char *text, size_t size) {
    size_t low = 0, high = s->rules->abbreviation_count;
    while (size > 0 && low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(s->rules->abbreviations[middle].word, text, size);
        if (order == 0)
            return (enum abbreviation_kind)s->rules->abbreviations[middle].kind;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return KIND_NONE;
}

bool list_has(const word_list *list, const scan_word *w) {
    size_t low = 0, high = list->count;
    while (w->folded_size > 0 && w->folded_size <= WORD_MAX && low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(list->words[middle], w->folded, w->folded_size);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}
