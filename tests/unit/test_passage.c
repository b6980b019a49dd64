/* test_passage.c: passages are runs of whole sentences, in order, of about one length, and all of the text.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/passage.h"
#include "tests/unit/support.h"

typedef struct spans {
    dossier_span *items;
    size_t count;
} spans;

static spans cut(int (*with)(dossier_str, const char *, dossier_span **, size_t *, dossier_error *),
                 const char *text, size_t size, const char *lang) {
    dossier_error err;
    spans s;
    assert_ok(with((dossier_str){text, size}, lang, &s.items, &s.count, &err), &err);
    return s;
}

static int is_blank(const char *text, size_t from, size_t to) {
    while (from < to && (text[from] == ' ' || text[from] == '\n' || text[from] == '\t' ||
                         text[from] == '\r' || text[from] == '\f' || text[from] == '\v'))
        from++;
    return from == to;
}

static size_t words_in(const char *text, dossier_span span) {
    size_t words = 0;
    for (size_t i = span.start; i < span.end; i++)
        words += (unsigned char)text[i] > ' ' && (i == span.start || (unsigned char)text[i - 1] <= ' ');
    return words;
}

/* What must hold for any text. */
static void check(const char *text, size_t size, const char *lang) {
    spans passages = cut(dossier_passages, text, size, lang),
          sentences = cut(dossier_sentences, text, size, lang);
    size_t at = 0, last = 0;
    for (size_t i = 0; i < passages.count; i++) {
        dossier_span p = passages.items[i];
        assert_true(p.start >= last && p.start < p.end && p.end <= size);
        assert_true(is_blank(text, last, p.start));
        last = p.end;
        /* Whole sentences, and each in this passage alone. */
        assert_true(at < sentences.count && sentences.items[at].start == p.start);
        while (at < sentences.count && sentences.items[at].end < p.end)
            at++;
        assert_true(at < sentences.count && sentences.items[at].end == p.end);
        at++;
        /* Split again alone, a passage is one, of the same sentences. */
        spans again = cut(dossier_sentences, text + p.start, p.end - p.start, lang);
        assert_int_equal(again.items[0].start, 0);
        assert_int_equal(again.items[again.count - 1].end, p.end - p.start);
        assert_int_equal(again.items[again.count - 1].start + p.start, sentences.items[at - 1].start);
        dossier_free(again.items);
    }
    assert_int_equal(at, sentences.count);
    assert_true(is_blank(text, last, size));
    dossier_free(passages.items);
    dossier_free(sentences.items);
}

static char *make_text(rng *r, size_t count, size_t *size) {
    static const char *const words[] = {"Finland", "joined", "U.S.", "Dr.", "\"Never,\"",
                                        "he",      "3.5",    "of",   "door"};
    char *text = malloc(count * 12 + 1);
    assert_non_null(text);
    *size = 0;
    for (size_t i = 0; i < count; i++) {
        const char *gap = rng_once_in(r, 60)   ? ".\n\n"
                          : rng_once_in(r, 15) ? ". "
                          : rng_once_in(r, 30) ? "\n"
                                               : " ";
        *size += (size_t)sprintf(text + *size, "%s%s", words[rng_below(r, COUNT(words))], gap);
    }
    return text;
}

static void test_any_prose(void **state) {
    (void)state;
    rng r = {31};
    static const char *const langs[] = {"english", "german", "french", "none", NULL, ""};
    for (int i = 0; i < 400; i++) {
        size_t size;
        char *text = make_text(&r, rng_below(&r, 2000), &size);
        check(text, size, langs[rng_below(&r, COUNT(langs))]);
        free(text);
    }
}

static void test_any_bytes(void **state) {
    (void)state;
    rng r = {32};
    for (int i = 0; i < 600; i++) {
        size_t size = rng_below(&r, 3000);
        char *text = malloc(size + 1);
        assert_non_null(text);
        for (size_t k = 0; k < size; k++)
            text[k] = rng_once_in(&r, 4) ? (char)rng_next(&r) : ". \nA\0a\"?"[rng_below(&r, 8)];
        spans s = cut(dossier_passages, text, size, NULL);
        for (size_t k = 0, last = 0; k < s.count; last = s.items[k++].end)
            assert_true(s.items[k].start >= last && s.items[k].start < s.items[k].end &&
                        s.items[k].end <= size);
        dossier_free(s.items);
        free(text);
    }
}

static void test_lengths(void **state) {
    (void)state;
    char text[60000] = "";
    size_t used = 0;
    for (int i = 0; i < 400; i++)
        used += (size_t)sprintf(text + used, "This is a sentence of exactly ten words in all%s",
                                i % 5 == 4 ? ".\n\n" : ". ");
    spans s = cut(dossier_passages, text, used, "english");
    assert_true(s.count >= 4000 / 210 && s.count <= 4000 / 100);
    for (size_t i = 0; i + 1 < s.count; i++) {
        size_t words = words_in(text, s.items[i]);
        assert_true(words >= 100 && words <= PASSAGE_WORDS_MAX);
        /* Paragraph ends are near enough to be the cuts. */
        assert_memory_equal(text + s.items[i].end, "\n\n", 2);
    }
    dossier_free(s.items);
    /* Up to PASSAGE_WORDS_MAX words are one passage. */
    s = cut(dossier_passages, text, (size_t)(strstr(text, "\n\n") - text) * 4, "english");
    assert_int_equal(s.count, 1);
    dossier_free(s.items);
}

static void test_no_text(void **state) {
    (void)state;
    static const char *const texts[] = {"", " ", "\n\n\n", "\t \r\n"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        spans s = cut(dossier_passages, texts[i], strlen(texts[i]), "english");
        assert_int_equal(s.count, 0);
        dossier_free(s.items);
    }
    spans s = cut(dossier_passages, NULL, 0, NULL);
    assert_int_equal(s.count, 0);
    dossier_free(s.items);
    dossier_error err;
    assert_int_equal(dossier_passages(dossier_string("a"), "klingon", &s.items, &s.count, &err),
                     DOSSIER_ERR_ARGUMENT);
    assert_null(s.items);
    dossier_free(NULL);
}

static void test_text_without_ends(void **state) {
    (void)state;
    size_t size = 200000;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'x', size);
    check(text, size, "english");
    for (size_t i = 0; i < size; i += 7)
        text[i] = ' ';
    check(text, size, "english");
    for (size_t i = 0; i + 3 <= size; i += 3)
        memcpy(text + i, "\xE5\x8C\x97", 3);
    check(text, size / 3 * 3, "none");
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_prose),         cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_lengths),           cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_text_without_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
