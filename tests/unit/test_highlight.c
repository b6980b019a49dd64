/* test_highlight.c: the words and sentences of hits, asked through dossier.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Matches are shown as the passage's text with brackets around them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query/answer.h"
#include "query/parse.h"
#include "query/wanted.h"
#include "tests/unit/support.h"

static char *folder, *dir;
static dossier_index *open_one;

/* Indexes one article and opens the index; the one before goes. */
static void hold(const char *lang, const char *title, const char *text) {
    if (open_one != NULL) {
        dossier_close(open_one);
        free(dir);
        remove_folder(folder);
    }
    folder = make_folder();
    dir = path_in(folder, "idx");
    dossier_writer_options o = {.lang = lang};
    dossier_writer *w = open_writer(dir, &o);
    add_article(w, DOSSIER_OK, "key", title, text);
    commit(w);
    dossier_writer_close(w);
    open_one = open_index(dir);
}

static int drop(void **state) {
    (void)state;
    dossier_close(open_one);
    free(dir);
    remove_folder(folder);
    return 0;
}

static const char *marked(const char *query) {
    static char out[4096];
    dossier_result *r = search_for(open_one, query, NULL);
    out[0] = '\0';
    if (dossier_result_count(r) > 0) {
        const dossier_hit *hit = dossier_result_hit(r, 0);
        size_t used = 0, at = 0;
        for (size_t i = 0; i < hit->match_count; i++) {
            const dossier_match *m = &hit->matches[i];
            assert_true(m->start >= at && m->start < m->end && m->end <= hit->passage.text.size);
            assert_true(m->term.size > 0);
            used += (size_t)snprintf(out + used, sizeof out - used, "%.*s[%.*s]", (int)(m->start - at),
                                     hit->passage.text.data + at, (int)(m->end - m->start),
                                     hit->passage.text.data + m->start);
            at = m->end;
        }
        snprintf(out + used, sizeof out - used, "%s", hit->passage.text.data + at);
    }
    dossier_result_free(r);
    return out;
}

static void test_matches(void **state) {
    (void)state;
    hold("english", "The door",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an open door. F-16s came.");
    static const char *const cases[][2] = {
        {"army",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s [army] opened an open door. F-16s came."},
        {"opening",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army [opened] an [open] door. F-16s came."},
        {"\"open door\"",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an [open] [door]. F-16s came."},
        {"russia U.S.",
         "The [U.S.]-led neo-imperial wars of [Russia\xE2\x80\x99s] army opened an open door. F-16s came."},
        {"neoimperial",
         "The U.S.-led [neo-imperial] wars of Russia\xE2\x80\x99s army opened an open door. F-16s came."},
        {"neo-imperial",
         "The U.S.-led [neo]-[imperial] wars of Russia\xE2\x80\x99s army opened an open door. F-16s came."},
        {"F16s",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an open door. [F-16s] came."},
        {"title:door",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an open [door]. F-16s came."},
        {"wa* -nosuch",
         "The U.S.-led neo-imperial [wars] of Russia\xE2\x80\x99s army opened an open door. F-16s came."},
        {"army NOT sweden",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s [army] opened an open door. F-16s came."},
        {"key:key",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s army opened an open door. F-16s came."},
        {"army sweden",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s [army] opened an open door. F-16s came."},
        {"\"army opened\" opened",
         "The U.S.-led neo-imperial wars of Russia\xE2\x80\x99s [army] [opened] an [open] door. F-16s came."},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(marked(cases[i][0]), cases[i][1]);
}

static void test_other_languages(void **state) {
    (void)state;
    hold("french", "",
         "L\xE2\x80\x99"
         "Europe attend. Les \xC3\x89tats europ\xC3\xA9"
         "ens aussi.");
    assert_string_equal(marked("europe"), "L\xE2\x80\x99[Europe] attend. Les \xC3\x89tats europ\xC3\xA9"
                                          "ens aussi.");
    assert_string_equal(marked("etat"), "L\xE2\x80\x99"
                                        "Europe attend. Les [\xC3\x89tats] europ\xC3\xA9"
                                        "ens aussi.");
    hold("none", "", "\xE5\x8C\x97\xE7\xBA\xA6 and NATO");
    assert_string_equal(marked("\xE7\xBA\xA6"), "\xE5\x8C\x97[\xE7\xBA\xA6] and NATO");
}

static void test_sentences(void **state) {
    (void)state;
    hold(
        "english", "",
        "Sweden waits. Finland joined the pact. Finland and Sweden joined. Nobody knows. Sweden, Sweden.");
    dossier_search_options o = {.sentences = 10};
    dossier_result *r = search_for(open_one, "finland joined sweden", &o);
    const dossier_hit *hit = dossier_result_hit(r, 0);
    assert_int_equal(hit->sentence_count, 4);
    assert_memory_equal(hit->passage.text.data + hit->sentences[0].start, "Finland and Sweden joined.", 26);
    for (size_t i = 0; i < hit->sentence_count; i++) {
        assert_true(hit->sentences[i].score > 0);
        assert_true(i == 0 || hit->sentences[i - 1].score >= hit->sentences[i].score);
        assert_true(hit->sentences[i].end <= hit->passage.text.size);
        assert_int_equal(hit->passage.text.data[hit->sentences[i].end - 1], '.');
    }
    dossier_result_free(r);
    r = search_for(open_one, "finland", NULL);
    assert_int_equal(dossier_result_hit(r, 0)->sentence_count, 2);
    dossier_result_free(r);
    r = search_for(open_one, "-norway", NULL);
    assert_int_equal(dossier_result_hit(r, 0)->sentence_count, 0);
    assert_int_equal(dossier_result_hit(r, 0)->match_count, 0);
    dossier_result_free(r);
}

/* The best sentence for a query, as text. */
static const char *best_for(const char *query) {
    static char out[1024];
    dossier_search_options o = {.sentences = 1, .plain = 1};
    dossier_result *r = search_for(open_one, query, &o);
    const dossier_hit *hit = dossier_result_hit(r, 0);
    assert_non_null(hit);
    assert_int_equal(hit->sentence_count, 1);
    snprintf(out, sizeof out, "%.*s", (int)(hit->sentences[0].end - hit->sentences[0].start),
             hit->passage.text.data + hit->sentences[0].start);
    dossier_result_free(r);
    return out;
}

static void test_rare_words_count_most(void **state) {
    (void)state;
    /* "Treaty" is in every sentence, so that it tells none from another. */
    hold("english", "", "The treaty was long. The treaty of the treaty was a treaty. It named Lisbon as a treaty seat.");
    assert_string_equal(best_for("treaty lisbon"), "It named Lisbon as a treaty seat.");
}

static void test_text_goes_on_with_it(void **state) {
    (void)state;
    hold("english", "",
         "Critics met in Paris. The tapestry is famous. It was commissioned by a bishop. Another hall was commissioned "
         "by a king.");
    assert_string_equal(best_for("tapestry commissioned"), "It was commissioned by a bishop.");
}

static void test_close_words(void **state) {
    (void)state;
    hold("english", "",
         "The door was seen by all of us as open. The open door was seen by all of us here. Nothing more is said.");
    assert_string_equal(best_for("open door"), "The open door was seen by all of us here.");
}

static void test_answers(void **state) {
    (void)state;
    hold("english", "",
         "The duchy was founded on a river by settlers. The duchy was founded in 911 by the settlers. The duchy was "
         "founded by young Rollo and settlers. The duchy was founded with thirty of the settlers.");
    assert_string_equal(best_for("when was the duchy founded"), "The duchy was founded in 911 by the settlers.");
    assert_string_equal(best_for("In which year was the duchy founded?"),
                        "The duchy was founded in 911 by the settlers.");
    assert_string_equal(best_for("who founded the duchy?"), "The duchy was founded by young Rollo and settlers.");
    assert_string_equal(best_for("duchy founded"), "The duchy was founded on a river by settlers.");
}

static void test_kinds_of_answers(void **state) {
    (void)state;
    static const struct {
        const char *words, *lang;
        enum answer_kind kind;
    } cases[] = {
        {"When did they come", "english", ANSWER_DATE},
        {"in what year", "english", ANSWER_DATE},
        {"WHO?", "english", ANSWER_NAME},
        {"By whom was it said", "porter", ANSWER_NAME},
        {"how many came", "english", ANSWER_NUMBER},
        {"the river rises where?", "english", ANSWER_NAME},
        {"what percentage", "english", ANSWER_NUMBER},
        {"which country", "english", ANSWER_NAME},
        {"what is a duchy when it is at home?", "english", ANSWER_ANY},
        {"the man who knew", "english", ANSWER_ANY},
        {"how to know", "english", ANSWER_ANY},
        {"whole", "english", ANSWER_ANY},
        {"", "english", ANSWER_ANY},
        {"?", "english", ANSWER_ANY},
        {"when", "german", ANSWER_ANY},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (answer_asked(dossier_string(cases[i].words), cases[i].lang) != cases[i].kind)
            fail_msg("%s", cases[i].words);
    assert_true(answer_word(ANSWER_DATE, "1911", 4, 1));
    assert_true(answer_word(ANSWER_DATE, "May", 3, 1));
    assert_false(answer_word(ANSWER_DATE, "may", 3, 0));
    assert_true(answer_word(ANSWER_NUMBER, "Thirty", 6, 1));
    assert_false(answer_word(ANSWER_NUMBER, "thirtyish", 9, 1));
    assert_true(answer_word(ANSWER_NAME, "Rollo", 5, 0));
    assert_false(answer_word(ANSWER_NAME, "The", 3, 1));
}

/* The excerpts of the first hit, each in brackets. */
static const char *excerpts_for(const char *query, unsigned sentences, unsigned context, int whole) {
    static char out[1024];
    dossier_search_options o = {.sentences = sentences, .context = context, .whole = whole};
    dossier_result *r = search_for(open_one, query, &o);
    const dossier_hit *hit = dossier_result_hit(r, 0);
    assert_non_null(hit);
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < hit->excerpt_count; i++)
        used += (size_t)snprintf(out + used, sizeof out - used, "[%.*s]",
                                 (int)(hit->excerpts[i].end - hit->excerpts[i].start),
                                 hit->passage.text.data + hit->excerpts[i].start);
    dossier_result_free(r);
    return out;
}

static void test_context(void **state) {
    (void)state;
    hold("english", "Seven", "One door. Two follows. Three follows. Four gate. Five follows. Six follows. Last arch.");
    assert_string_equal(excerpts_for("gate", 1, 0, 0), "");
    assert_string_equal(excerpts_for("gate", 1, 1, 0), "[Three follows. Four gate. Five follows.]");
    assert_string_equal(excerpts_for("gate", 1, 1000000000, 0),
                        "[One door. Two follows. Three follows. Four gate. Five follows. Six follows. Last arch.]");
    assert_string_equal(excerpts_for("door arch", 2, 1, 0), "[One door. Two follows.][Six follows. Last arch.]");
    assert_string_equal(excerpts_for("door gate", 2, 1, 0),
                        "[One door. Two follows. Three follows. Four gate. Five follows.]");
    assert_string_equal(excerpts_for("gate", 1, 0, 1),
                        "[One door. Two follows. Three follows. Four gate. Five follows. Six follows. Last arch.]");
    /* In the title alone: no sentence is best, and the whole is still shown where it was asked for. */
    assert_string_equal(excerpts_for("seven", 1, 3, 0), "");
    assert_string_equal(excerpts_for("seven", 1, 0, 1),
                        "[One door. Two follows. Three follows. Four gate. Five follows. Six follows. Last arch.]");
    hold("english", "Nothing", "");
    assert_string_equal(excerpts_for("nothing", 1, 2, 1), "");
}

/* The words of "a b c ..." that a run of two or three terms marks, as a string of 1 and 0. */
static const char *found_by(enum query_kind kind, uint32_t span, int ordered, const char *terms, const char *text) {
    static char out[64];
    vocabulary *v;
    wants w = {0};
    token_list tokens = {0};
    uint32_t found[64];
    query_node nodes[3], *children[3] = {&nodes[0], &nodes[1], &nodes[2]};
    query_node root = {.kind = kind, .span = span, .ordered = ordered, .children = children};
    assert_int_equal(vocabulary_new(&v, "none", NULL), DOSSIER_OK);
    for (; terms[root.child_count] != '\0'; root.child_count++)
        nodes[root.child_count] = (query_node){.kind = QUERY_TERM, .term = {terms + root.child_count, 1}};
    assert_int_equal(wanted_collect(&w, &root, v), 0);
    assert_int_equal(analyze(v, text, 0, strlen(text), &tokens, NULL), DOSSIER_OK);
    assert_true(tokens.count < COUNT(found));
    wanted_text parts = {.tokens = tokens.items, .count = tokens.count, .text = text};
    wanted_find(&w, &parts, found);
    for (size_t i = 0; i < tokens.count; i++)
        out[i] = found[i] != 0 ? '1' : '0';
    out[tokens.count] = '\0';
    token_list_free(&tokens);
    wanted_free(&w);
    vocabulary_free(v);
    return out;
}

static void test_runs(void **state) {
    (void)state;
    assert_string_equal(found_by(QUERY_PHRASE, 0, 0, "ab", "a b x b a x a x b"), "110000000");
    assert_string_equal(found_by(QUERY_NEAR, 1, 0, "ab", "a b x b a x a x b"), "110110000");
    assert_string_equal(found_by(QUERY_NEAR, 2, 0, "ab", "a x b x x b x x a"), "101000000");
    assert_string_equal(found_by(QUERY_NEAR, 2, 1, "ab", "b x a x x a x b"), "00000101");
    assert_string_equal(found_by(QUERY_NEAR, 3, 0, "aba", "a x b a x x a b"), "10110000");
    assert_string_equal(found_by(QUERY_NEAR, 4, 1, "abc", "a c b x c"), "10101");
    assert_string_equal(found_by(QUERY_NEAR, 2, 1, "abc", "a c b x c"), "00000");
}

/* What a query marks in a title and a text, as found_by has it. */
static const char *forms_found(const char *query, const char *title, const char *text) {
    static char out[64];
    vocabulary *v;
    wants w = {0};
    token_list tokens = {0};
    query_tree tree = {0};
    uint32_t found[64];
    assert_int_equal(vocabulary_new(&v, "english", NULL), DOSSIER_OK);
    assert_int_equal(query_parse(&tree, v, query, strlen(query), QUERY_STRICT, NULL), DOSSIER_OK);
    assert_int_equal(wanted_collect(&w, tree.root, v), 0);
    assert_int_equal(analyze(v, title, 0, strlen(title), &tokens, NULL), DOSSIER_OK);
    size_t title_tokens = tokens.count;
    assert_int_equal(analyze(v, text, 0, strlen(text), &tokens, NULL), DOSSIER_OK);
    assert_true(tokens.count < COUNT(found));
    wanted_text parts = {tokens.items, tokens.count, title_tokens, title, text};
    wanted_find(&w, &parts, found);
    for (size_t i = 0; i < tokens.count; i++)
        out[i] = found[i] != 0 ? '1' : '0';
    out[tokens.count] = '\0';
    token_list_free(&tokens);
    wanted_free(&w);
    tree_free(&tree);
    vocabulary_free(v);
    return out;
}

static void test_forms(void **state) {
    (void)state;
    assert_string_equal(forms_found("=doors", "Doors", "door doors DOORS door's"), "10110");
    assert_string_equal(forms_found("=door", "Doors", "door doors DOORS door's"), "01001");
    assert_string_equal(forms_found("=doors =door", "Doors", "door doors x"), "1110");
    assert_string_equal(forms_found("=doors door", "Doors", "door doors x"), "1110");
    assert_string_equal(forms_found("=doors -door", "", "door doors x"), "010");
    assert_string_equal(forms_found("\"open =doors\"", "Open door", "opened doors, open door, doors"), "0011000");
    assert_string_equal(forms_found("\"open =doors\" door", "", "opened doors, open door, doors"), "11011");
    assert_string_equal(forms_found("=open NEAR/2 =doors", "", "doors x open, doors opened, open door"), "1011010");
    assert_string_equal(forms_found("=neo-imperial", "", "neo-imperial neo imperials Imperial"), "110101");
}

/* ------------------------------------------------------------------------------------------- generated text */

static const char *const bits[] = {"door",   "Doors",     "open-door",  "Erdo\304\237an", "\xE5\x8C\x97\xE7\xBA\xA6",
                                   "U.S.",   "3.5",       "caf\xC3\xA9", "\xF0\x9F\x98\x80",    "Mr. Gate",
                                   "\"gate", "e.g.",      "gate?\"",     "\xE2\x80\x94",        "a\xCC\x81", "the"};
static const char *const ends[] = {" ", " ", " ", " ", ". ", "! ", "? ", "\n\n", ".\n", " \xE2\x80\xA6 "};

static int on_boundary(dossier_str text, size_t at) {
    return at == text.size || ((unsigned char)text.data[at] & 0xC0) != 0x80;
}

/* Spans of bytes that lie in the text, at characters, in order and apart. */
static void check_span(dossier_str text, size_t start, size_t end, size_t *at) {
    assert_true(start >= *at && start < end && end <= text.size);
    assert_true(on_boundary(text, start) && on_boundary(text, end));
    *at = end;
}

static void check_hit(const dossier_hit *hit, const dossier_search_options *o) {
    dossier_str text = hit->passage.text;
    size_t at = 0;
    for (size_t i = 0; i < hit->match_count; i++)
        check_span(text, hit->matches[i].start, hit->matches[i].end, &at);
    at = 0;
    for (size_t i = 0; i < hit->excerpt_count; i++)
        check_span(text, hit->excerpts[i].start, hit->excerpts[i].end, &at);
    assert_true(hit->sentence_count <= o->sentences);
    assert_true(o->context > 0 || o->whole || hit->excerpt_count == 0);
    for (size_t i = 0; i < hit->sentence_count; i++) {
        const dossier_sentence *s = &hit->sentences[i];
        size_t none = 0, with = 0, shown = 0;
        check_span(text, s->start, s->end, &none);
        assert_true(s->score > 0 && (i == 0 || hit->sentences[i - 1].score >= s->score));
        for (size_t k = 0; k < i; k++)
            assert_true(s->end <= hit->sentences[k].start || s->start >= hit->sentences[k].end);
        for (size_t k = 0; k < hit->match_count; k++) {
            const dossier_match *m = &hit->matches[k];
            with += m->start >= s->start && m->end <= s->end;
            assert_true(m->end <= s->start || m->start >= s->end || (m->start >= s->start && m->end <= s->end));
        }
        assert_true(with > 0);
        for (size_t k = 0; k < hit->excerpt_count; k++)
            shown += hit->excerpts[k].start <= s->start && hit->excerpts[k].end >= s->end;
        assert_int_equal(shown, o->context > 0 || o->whole);
    }
}

static void test_generated(void **state) {
    (void)state;
    static const char *const queries[] = {"door gate", "\"open door\" 3.5", "who door?", "gat* U.S. erdogan",
                                          "\xE7\xBA\xA6 caf\xC3\xA9 -sweden", "how many the door gate", "the"};
    rng r = {2026};
    size_t hits = 0;
    for (size_t round = 0; round < 60; round++) {
        char text[8192];
        size_t used = 0, words = rng_below(&r, 300);
        text[0] = '\0';
        for (size_t i = 0; i < words; i++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", bits[rng_below(&r, COUNT(bits))],
                                     ends[rng_below(&r, COUNT(ends))]);
        hold("english", rng_once_in(&r, 2) ? "The gate" : "", text);
        for (size_t q = 0; q < COUNT(queries); q++) {
            dossier_search_options o = {.sentences = 1 + (unsigned)rng_below(&r, 5),
                                        .context = (unsigned)rng_below(&r, 3), .whole = rng_once_in(&r, 4)};
            dossier_result *found = search_for(open_one, queries[q], &o);
            for (size_t i = 0; i < dossier_result_count(found); i++, hits++)
                check_hit(dossier_result_hit(found, i), &o);
            dossier_result_free(found);
        }
    }
    assert_true(hits > 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_other_languages),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_rare_words_count_most),
        cmocka_unit_test(test_text_goes_on_with_it),
        cmocka_unit_test(test_close_words),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_kinds_of_answers),
        cmocka_unit_test(test_context),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_generated),
    };
    return cmocka_run_group_tests(tests, NULL, drop);
}
