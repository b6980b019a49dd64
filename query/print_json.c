/* print_json.c: a result as JSON Lines: a line for each hit, in fixed fields and order, then a summary; or an error.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/json.h"
#include "query/print.h"

/* The puts below add to *bad where there is no memory, so that a line reads as the JSON it makes. */
static void put(buffer *out, int *bad, const char *json) {
    *bad |= buffer_put_string(out, json) != 0;
}

static void put_unsigned(buffer *out, int *bad, const char *before, uint64_t number) {
    put(out, bad, before);
    *bad |= json_unsigned(out, number) != 0;
}

static void put_string(buffer *out, int *bad, const char *before, dossier_str text) {
    put(out, bad, before);
    *bad |= json_string(out, text) != 0;
}

static void put_score(buffer *out, int *bad, const char *before, double score) {
    char text[PRINT_SCORE_SIZE];
    size_t size = print_score(score, text);
    put(out, bad, before);
    *bad |= buffer_put(out, text, size) != 0;
}

static void put_sentences(buffer *out, int *bad, const dossier_hit *hit) {
    for (size_t i = 0; i < hit->sentence_count; i++) {
        const dossier_sentence *sentence = &hit->sentences[i];
        put_unsigned(out, bad, i == 0 ? "{\"start\":" : ",{\"start\":", sentence->start);
        put_unsigned(out, bad, ",\"end\":", sentence->end);
        put_score(out, bad, ",\"score\":", sentence->score);
        put(out, bad, "}");
    }
}

static void put_matches(buffer *out, int *bad, const dossier_hit *hit) {
    for (size_t i = 0; i < hit->match_count; i++) {
        const dossier_match *match = &hit->matches[i];
        put_unsigned(out, bad, i == 0 ? "{\"start\":" : ",{\"start\":", match->start);
        put_unsigned(out, bad, ",\"end\":", match->end);
        put_string(out, bad, ",\"term\":", match->term);
        put(out, bad, "}");
    }
}

static void put_excerpts(buffer *out, int *bad, const dossier_hit *hit) {
    for (size_t i = 0; i < hit->excerpt_count; i++) {
        put_unsigned(out, bad, i == 0 ? "{\"start\":" : ",{\"start\":", hit->excerpts[i].start);
        put_unsigned(out, bad, ",\"end\":", hit->excerpts[i].end);
        put(out, bad, "}");
    }
}

static void put_shares(buffer *out, int *bad, const dossier_explanation *e) {
    for (size_t i = 0; i < e->share_count; i++) {
        const dossier_share *share = &e->shares[i];
        put_string(out, bad, i == 0 ? "{\"step\":" : ",{\"step\":", dossier_string(share->step));
        put_score(out, bad, ",\"score\":", share->score);
        if (share->term.size > 0) {
            put_string(out, bad, ",\"term\":", share->term);
            put_score(out, bad, ",\"weight\":", share->weight);
            put_unsigned(out, bad, ",\"count\":", share->count);
            put_unsigned(out, bad, ",\"length\":", share->length);
            put_unsigned(out, bad, ",\"with\":", share->with);
            put_unsigned(out, bad, ",\"all\":", share->all);
        }
        put(out, bad, "}");
    }
}

static void put_covers(buffer *out, int *bad, const dossier_explanation *e) {
    for (size_t i = 0; i < e->cover_count; i++) {
        const dossier_cover *cover = &e->covers[i];
        put_unsigned(out, bad, i == 0 ? "{\"sentence\":" : ",{\"sentence\":", cover->sentence);
        put_string(out, bad, ",\"term\":", cover->term);
        put_score(out, bad, ",\"weight\":", cover->weight);
        put_unsigned(out, bad, ",\"times\":", cover->times);
        put(out, bad, "}");
    }
}

static void put_hit(buffer *out, int *bad, const dossier_hit *hit, const char *query_id) {
    put(out, bad, "{\"type\":\"hit\"");
    if (query_id != NULL)
        put_string(out, bad, ",\"query\":", dossier_string(query_id));
    put_unsigned(out, bad, ",\"rank\":", hit->rank);
    put_score(out, bad, ",\"score\":", hit->score);
    put_string(out, bad, ",\"article\":{\"key\":", hit->article.key);
    put_string(out, bad, ",\"title\":", hit->article.title);
    put_string(out, bad, ",\"author\":", hit->article.author);
    put_string(out, bad, ",\"date\":", hit->article.date);
    put_string(out, bad, ",\"source\":", hit->article.source);
    put_unsigned(out, bad, "},\"passage\":{\"number\":", hit->passage.number);
    put_unsigned(out, bad, ",\"start\":", hit->passage.start);
    put_unsigned(out, bad, ",\"end\":", hit->passage.end);
    put_unsigned(out, bad, ",\"line\":", hit->passage.line);
    put_string(out, bad, ",\"text\":", hit->passage.text);
    put(out, bad, "},\"sentences\":[");
    put_sentences(out, bad, hit);
    /* Only where they were asked for: other lines have the fields that they always had. */
    if (hit->excerpt_count > 0) {
        put(out, bad, "],\"excerpts\":[");
        put_excerpts(out, bad, hit);
    }
    put(out, bad, "],\"matches\":[");
    put_matches(out, bad, hit);
    if (hit->explanation != NULL) {
        put(out, bad, "],\"explanation\":{\"shares\":[");
        put_shares(out, bad, hit->explanation);
        put(out, bad, "],\"covers\":[");
        put_covers(out, bad, hit->explanation);
        put(out, bad, "]}}\n");
    } else {
        put(out, bad, "]}\n");
    }
}

static void put_facet(buffer *out, int *bad, const dossier_facet *facet, const char *query_id) {
    put(out, bad, "{\"type\":\"facet\"");
    if (query_id != NULL)
        put_string(out, bad, ",\"query\":", dossier_string(query_id));
    put_string(out, bad, ",\"field\":", dossier_string(facet->field));
    put(out, bad, ",\"values\":[");
    for (size_t i = 0; i < facet->value_count; i++) {
        put_string(out, bad, i == 0 ? "{\"value\":" : ",{\"value\":", facet->values[i].value);
        put_unsigned(out, bad, ",\"count\":", facet->values[i].count);
        put(out, bad, "}");
    }
    put_unsigned(out, bad, "],\"others\":", facet->others);
    put_unsigned(out, bad, ",\"without\":", facet->without);
    put(out, bad, "}\n");
}

static void put_summary(buffer *out, int *bad, const dossier_result *result, const char *query_id) {
    put(out, bad, "{\"type\":\"summary\"");
    if (query_id != NULL)
        put_string(out, bad, ",\"query\":", dossier_string(query_id));
    put_unsigned(out, bad, ",\"hits\":", dossier_result_count(result));
    put_unsigned(out, bad, ",\"matched\":", dossier_result_matched(result));
    if (dossier_result_correction(result).size > 0)
        put_string(out, bad, ",\"correction\":", dossier_result_correction(result));
    put_unsigned(out, bad, ",\"version\":", DOSSIER_OUTPUT_VERSION);
    put(out, bad, "}\n");
}

int print_json(const dossier_result *result, const dossier_print_options *options, print_output *out) {
    int bad = 0;
    for (size_t i = 0; i < dossier_result_count(result); i++) {
        put_hit(&out->text, &bad, dossier_result_hit(result, i), options->query_id);
        if (bad)
            return DOSSIER_ERR_MEMORY;
        int status = print_flush_large(out);
        if (status != DOSSIER_OK)
            return status;
    }
    for (size_t i = 0; dossier_result_facet(result, i) != NULL; i++)
        put_facet(&out->text, &bad, dossier_result_facet(result, i), options->query_id);
    put_summary(&out->text, &bad, result, options->query_id);
    return bad ? DOSSIER_ERR_MEMORY : DOSSIER_OK;
}

int print_json_failure(const char *message, const dossier_print_options *options, print_output *out) {
    int bad = 0;
    put(&out->text, &bad, "{\"type\":\"error\"");
    if (options->query_id != NULL)
        put_string(&out->text, &bad, ",\"query\":", dossier_string(options->query_id));
    put_string(&out->text, &bad, ",\"message\":", dossier_string(message));
    put(&out->text, &bad, "}\n");
    return bad ? DOSSIER_ERR_MEMORY : DOSSIER_OK;
}
