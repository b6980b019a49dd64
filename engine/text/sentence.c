/* sentence.c: finds where sentences begin and end: one pass, the rules of a language in tables.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pass runs over plain bytes and halts at those that could end a sentence: stops, line ends, list
 * markers.  At each it judges by the word before, what closes after, and the word that follows.  It looks
 * back no further than the sentence's own start, and takes the end of the text for the end of a sentence: so
 * a run of whole sentences, split again alone, gives the same ones.
 *
 * Here are the pass and where it halts.  How it judges stands in sentence_end.c (stops), sentence_line.c (line ends),
 * sentence_marker.c (list markers) and sentence_caption.c (labels, credits and dates that have no stop). */
#include "engine/text/sentence.h"

#include <string.h>

#include "engine/lanes.h"
#include "engine/text/sentence_caption.h"
#include "engine/text/sentence_end.h"
#include "engine/text/sentence_line.h"
#include "engine/text/sentence_marker.h"
#include "engine/text/sentence_stop.h"

/* How far past the longest sentence is looked: so no text takes more than a bounded time for each byte. */
#define AHEAD_MAX 512

/* What the pass does at a byte: 0, it runs on. */
enum { STOP = 1, LINE, MARK, COLON, LEAD };

/* LEAD: the first byte of a character that may be a stop or a bullet. */
static const unsigned char byte_class[256] = {
    ['.'] = STOP,  ['!'] = STOP,  ['?'] = STOP,  ['\n'] = LINE, [')'] = MARK,  [0xD6] = LEAD, [0xD8] = LEAD,
    [':'] = COLON, [0xDB] = LEAD, [0xE0] = LEAD, [0xE1] = LEAD, [0xE2] = LEAD, [0xE3] = LEAD, [0xEF] = LEAD,
};

/* The lanes of bytes that may have a class: no other byte has one. */
static inline lanes class_lanes(lanes bytes) {
    return (lanes)(bytes == '.') | (lanes)(bytes == '!') | (lanes)(bytes == '?') | (lanes)(bytes == '\n') |
           (lanes)(bytes == ')') | (lanes)(bytes == ':') | (lanes)(bytes >= 0xD6);
}

/* The first byte from `at` on that has a class, or the limit. */
static inline size_t skip_plain(const unsigned char *bytes, size_t at, size_t limit) {
    while (limit - at >= LANES) {
        size_t first = lanes_first(class_lanes(lanes_load(bytes + at)));
        at += first;
        if (first < LANES && byte_class[bytes[at]] != 0)
            return at;
        at += first < LANES;
    }
    while (at < limit && byte_class[bytes[at]] == 0)
        at++;
    return at;
}

/* Past what begins a sentence and cannot end it: a list marker, or the dots of an ellipsis. */
static size_t body_start(scan *s) {
    /* No marker begins with a capital. */
    if (s->text[s->start] >= 'A' && s->text[s->start] <= 'Z')
        return s->start;
    s->item = marker_at(s, s->start);
    if (s->item.end > 0)
        return s->item.end;
    return leading_dots_end(s);
}

/* Judges the character at `at`, which has a class: as judge_stop. */
static size_t judge(const scan *s, size_t at, size_t *resume) {
    *resume = at + 1;
    uint32_t c;
    switch (byte_class[(unsigned char)s->text[at]]) {
    case STOP:
        return judge_stop(s, at, resume);
    case LINE:
        return judge_line(s, at);
    case MARK:
        return next_item(s, at);
    case COLON:
        return credit_start(s, at);
    default:
        c = char_at(s, at, resume);
        if (char_is_stop(c))
            return judge_stop(s, at, resume);
        if (c == 0x2029)
            return at;
        size_t previous;
        return bullet_at(s, at) && char_is_space(char_before(s, at, &previous)) ? at : 0;
    }
}

/* Where a sentence that has no end before the limit is cut. */
static size_t cut(const scan *s) {
    for (size_t at = s->limit, previous; at > s->start; at = previous)
        if (char_is_space(char_before(s, at, &previous)))
            return at;
    size_t at = s->limit;
    while (at > s->start + 1 && s->limit - at < 3 && ((unsigned char)s->text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* The first end that is found. */
static size_t first_end(scan *s) {
    const unsigned char *bytes = (const unsigned char *)s->text;
    size_t limit = s->limit, at = label_end(s);
    if (at > 0 && at <= limit)
        return at;
    at = body_start(s);
    while (at < limit) {
        at = skip_plain(bytes, at, limit);
        if (at == limit)
            break;
        size_t resume, end = judge(s, at, &resume);
        if (end > s->start && end <= limit)
            return end;
        at = resume;
    }
    return s->whole ? s->size : cut(s);
}

static size_t sentence_end(scan *s) {
    size_t end = first_end(s), date = dateline_start(s, end);
    return date > 0 ? date : end;
}

int sentence_next(const sentence_rules *rules, const char *text, size_t size, size_t *at, dossier_span *out) {
    scan s = {.rules = rules ? rules : &sentence_languages[0], .text = text, .size = size, .start = *at};
    s.start = skip_space(&s, *at);
    if (s.start >= size) {
        *at = size;
        return 0;
    }
    s.whole = size - s.start <= SENTENCE_MAX;
    s.limit = s.whole ? size : s.start + SENTENCE_MAX;
    s.size = size - s.limit > AHEAD_MAX ? s.limit + AHEAD_MAX : size;
    size_t end = sentence_end(&s);
    *at = end;
    out->start = s.start;
    out->end = skip_back(&s, end);
    return 1;
}

const sentence_rules *sentence_rules_for(const char *lang) {
    for (size_t i = 0; lang && i < sentence_language_count; i++)
        if (strcmp(lang, sentence_languages[i].lang) == 0)
            return &sentence_languages[i];
    return &sentence_languages[0];
}
