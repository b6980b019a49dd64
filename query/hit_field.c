/* hit_field.c: what a hit has, each by a name.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/hit_field.h"

#include <stdio.h>
#include <string.h>

#include "query/excerpt.h"
#include "query/json.h"
#include "query/print.h"

static const char *const names[HIT_COUNT] = {
    [HIT_QUERY] = "query",
    [HIT_WORDS] = "words",
    [HIT_RANK] = "rank",
    [HIT_SCORE] = "score",
    [HIT_KEY] = "key",
    [HIT_TITLE] = "title",
    [HIT_STANDFIRST] = "standfirst",
    [HIT_AUTHOR] = "author",
    [HIT_DATE] = "date",
    [HIT_LANG] = "lang",
    [HIT_SOURCE] = "source",
    [HIT_LINE] = "line",
    [HIT_NUMBER] = "number",
    [HIT_START] = "start",
    [HIT_END] = "end",
    [HIT_SENTENCE] = "sentence",
    [HIT_SENTENCES] = "sentences",
    [HIT_TEXT] = "text",
};

const char *hit_field_name(enum hit_field field) {
    return names[field];
}

enum hit_field hit_field_named(const char *name, size_t size) {
    int i = 0;
    while (i < HIT_COUNT && (strlen(names[i]) != size || memcmp(names[i], name, size) != 0))
        i++;
    return (enum hit_field)i;
}

void hit_field_list(char *to, size_t size) {
    size_t used = 0;
    to[0] = '\0';
    for (int i = 0; i < HIT_COUNT && used < size; i++) {
        const char *before = i == 0 ? "" : i + 1 == HIT_COUNT ? " and " : ", ";
        int put = snprintf(to + used, size - used, "%s%s", before, names[i]);
        if (put < 0)
            return;
        used += (size_t)put;
    }
}

static int put_sentences(buffer *out, const dossier_hit *hit) {
    excerpt shown;
    if (excerpt_of(hit, &shown) != 0)
        return -1;
    int bad = 0;
    for (size_t i = 0; i < shown.count; i++) {
        dossier_str part = excerpt_bytes(hit->passage.text, shown.parts[i].start, shown.parts[i].end);
        if (i > 0)
            bad |= buffer_put_string(out, shown.parts[i].after_gap ? " " EXCERPT_ELLIPSIS " " : " ");
        bad |= buffer_put(out, part.data, part.size);
    }
    if (shown.is_cut)
        bad |= buffer_put_string(out, " " EXCERPT_ELLIPSIS);
    excerpt_free(&shown);
    return bad;
}

static int put_score(buffer *out, double score) {
    char text[PRINT_SCORE_SIZE];
    return buffer_put(out, text, print_score(score, text));
}

/* The fields that are written, not kept as text.  Returns as hit_field_value. */
static int put_field(enum hit_field field, const dossier_hit *hit, buffer *out) {
    switch (field) {
    case HIT_RANK:
        return json_unsigned(out, hit->rank);
    case HIT_SCORE:
        return put_score(out, hit->score);
    case HIT_LINE:
        return json_unsigned(out, hit->passage.line);
    case HIT_NUMBER:
        return json_unsigned(out, hit->passage.number);
    case HIT_START:
        return json_unsigned(out, hit->passage.start);
    case HIT_END:
        return json_unsigned(out, hit->passage.end);
    default:
        return put_sentences(out, hit);
    }
}

int hit_field_value(enum hit_field field, const dossier_hit *hit, const dossier_print_options *options, buffer *scratch,
                dossier_str *value) {
    switch (field) {
    case HIT_QUERY:
        *value = options->query_id != NULL ? dossier_string(options->query_id) : options->words;
        return 0;
    case HIT_WORDS:
        *value = options->words;
        return 0;
    case HIT_KEY:
        *value = hit->article.key;
        return 0;
    case HIT_TITLE:
        *value = hit->article.title;
        return 0;
    case HIT_STANDFIRST:
        *value = hit->article.standfirst;
        return 0;
    case HIT_AUTHOR:
        *value = hit->article.author;
        return 0;
    case HIT_DATE:
        *value = hit->article.date;
        return 0;
    case HIT_LANG:
        *value = hit->article.lang;
        return 0;
    case HIT_SOURCE:
        *value = hit->article.source;
        return 0;
    case HIT_SENTENCE:
        *value = excerpt_best(hit);
        return 0;
    case HIT_TEXT:
        *value = hit->passage.text;
        return 0;
    default:
        break;
    }
    scratch->size = 0;
    int bad = put_field(field, hit, scratch);
    *value = (dossier_str){scratch->data, scratch->size};
    return bad ? -1 : 0;
}
