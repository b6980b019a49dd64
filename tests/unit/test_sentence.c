/* test_sentence.c: sentences of every rule and language, and what must hold for any bytes at all.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A case is a text with a bar where a sentence is to end; the bars are taken out before it is split. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs the four above before it. */
#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text/sentence.h"
#include "engine/text/sentence_rules.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

/* Appends text[start .. end) with a bar where one sentence ends and the next begins. */
static char *with_bars(const char *lang, const char *text, size_t size) {
    const sentence_rules *rules = sentence_rules_for(lang);
    char *out = malloc(2 * size + 1);
    assert_non_null(out);
    size_t length = 0, copied = 0, at = 0, last = 0;
    dossier_span span;
    while (sentence_next(rules, text, size, &at, &span)) {
        if (last > 0) {
            memcpy(out + length, text + copied, last - copied);
            length += last - copied;
            copied = last;
            out[length++] = '|';
        }
        last = span.end;
    }
    memcpy(out + length, text + copied, size - copied);
    out[length + size - copied] = '\0';
    return out;
}

static void expect(const char *lang, const char *wanted) {
    char *text = malloc(strlen(wanted) + 1);
    assert_non_null(text);
    size_t size = 0;
    for (const char *c = wanted; *c; c++)
        if (*c != '|')
            text[size++] = *c;
    text[size] = '\0';
    char *found = with_bars(lang, text, size);
    assert_string_equal(found, wanted);
    free(found);
    free(text);
}

static void expect_all(const char *lang, const char *const *cases, size_t count) {
    for (size_t i = 0; i < count; i++)
        expect(lang, cases[i]);
}

#define EXPECT(lang, ...) \
    do { \
        static const char *const cases[] = {__VA_ARGS__}; \
        expect_all(lang, cases, COUNT(cases)); \
    } while (0)

/* ------------------------------------------------------------------------------------------------ English */

static void test_plain(void **state) {
    (void)state;
    EXPECT("english",
        "The ferry was late.| Nobody minded.| The sea was calm.",
        "Why wait?| Go now!| It is open.",
        "Really?!| Yes!!!| Well then.",
        "one sentence without a stop",
        "The word for it is lost",
        "He paused , then left .| She stayed .");
}

static void test_titles_and_initials(void **state) {
    (void)state;
    EXPECT("english",
        "Dr. Amara Obi met Prof. Lind and Mrs. Kay.| They talked.",
        "Gen. Ortiz and Lt. Col. Baker saluted.",
        "Mr. So was there, and Ms. He came too.",
        "They sailed from St. John's to Mt. Athos.| The trip took a week.",
        "J. K. Huysmans and E.M. Forster never met.| Both wrote.",
        "Harry S. Truman spoke.| Nobody slept.",
        "A. N. Wilson signed it.",
        "My friend and I.| We left early.",
        "She takes vitamin C.| It helps.",
        "Vote for plan B.| The rest is noise.");
}

static void test_abbreviations(void **state) {
    (void)state;
    EXPECT("english",
        "Fruit, e.g. Bramley apples, i.e. Cooking apples, keeps.",
        "See pp. 12 and fig. 3 in vol. 4 for more.",
        "On Jan. 5 it snowed; on Feb. 9 it thawed.| In Mar. it bloomed.",
        "She owns shares in Acme Inc. and Apex Ltd. of Leeds.",
        "He works for Acme Inc.| The firm is old.",
        "Nails, screws, etc.| They cost little.",
        "Ask for No. 10 and no. 12.| Then pay.",
        "Do you want it?| No.| Are you sure?",
        "The pipe is 6 in. wide and 4 ft. long.",
        "They all came in.| Peter sat down.",
        "Concord, Mass. is old.| He went to mass.| Nobody else did.",
        "Lee et al. (2003) and Roe et al. disagree.",
        "He has a Ph.D. from Delft.| He teaches.",
        "The Smith vs. Jones case ended.",
        "He uses IE.| Peter does not.");
}

static void test_dotted_names(void **state) {
    (void)state;
    EXPECT("english",
        "The U.S. Senate met.| The U.K. Parliament did not.",
        "She left the U.S.| He stayed in the U.K.| They wrote.",
        "U.S. troops left in 200 B.C. or so.",
        "It began in the U.S. in 1950.| It ended in the U.S.S.R.| However, it came back.",
        "Washington, D.C. is hot.");
}

static void test_clock(void **state) {
    (void)state;
    EXPECT("english",
        "We met at 9 a.m. on Monday.",
        "We met at 9 a.m.| Ms. Reed was late.",
        "At 9 a.m. Ms. Reed arrived.",
        "The show starts at 8 p.m. EST and ends at 10.30 p.m. Friday.",
        "It is 11:45.| Time to go.");
}

static void test_numbers(void **state) {
    (void)state;
    EXPECT("english",
        "Pi is 3.14159, and e is 2.718.| Both go on.",
        "It cost $5.| She paid.| It was worth .50 more.",
        "In 1999.| 12 men left.",
        "Version 2.1 The Return is out.",
        "It lies at 52.5200 N and 13.4050.| Go there.");
}

static void test_quotes_and_brackets(void **state) {
    (void)state;
    EXPECT("english",
        "\"Come in.\"| He did.",
        "\"Come in!\" she said.| He did.",
        "“Who is it?” Marta asked.| “Me.”",
        "'Is it?' he wondered.| 'It is.'",
        "(It rained.)| We left.",
        "He (a Dane.) sang.| She (who else?) danced.",
        "She said \"no.\"| “Why?”| \" Who knows . \"| Nobody did.",
        "The film Mamma Mia! (2008) ran for weeks.",
        "He read Quo Vadis? (a novel) and slept.",
        "“It was a long night.” – Ann Hill",
        "He said it.”| She heard.");
}

static void test_ellipses(void **state) {
    (void)state;
    EXPECT("english",
        "Well... perhaps … or not.",
        "I wonder...| She left.",
        "I wonder….| She left.",
        "Then . . . I forgot . . . it was late.",
        "It ended there. . . .",
        "It ended there.| . . . The rest is lost.",
        "He quit there . . . .| The rest is lost.",
        "The text [...] goes on (...) here.",
        "It was over [...]| Nobody knew.");
}

static void test_addresses(void **state) {
    (void)state;
    EXPECT("english",
        "Go to www.example.org/a.b?c=d or https://example.net.| Then log in.",
        "Write to ann.lee@mail.example.com.| She answers.",
        "Open readme.txt and main.c in /usr/src/app.d now.",
        "Use Node.js or ASP.Net as you like.");
}

static void test_missing_space(void **state) {
    (void)state;
    EXPECT("english",
        "It was late.|The shop was shut.|Dr. Ames knocked.",
        "Who came?|She did.",
        "He paid 2,500.|That was all.",
        "Call list.Add and see example.Com there.");
}

static void test_notes(void **state) {
    (void)state;
    EXPECT("english",
        "It is so. [1]| He said it.[2] [3]| She did not.[4, 5]",
        "It is known. 7| However, few care.",
        "It is known.| 7 men came.");
}

static void test_lists(void **state) {
    (void)state;
    EXPECT("english",
        "1. Wash the rice| 2. Boil it| 3. Serve",
        "1) wash| 2) boil| 3) serve",
        "1.) Wash.| 2.) Boil.",
        "a. Wash it b) not| b. Boil it",
        "• Rice| • Beans| • Salt",
        "Steps:|\n1. Wash the rice\nand the beans|\n2. Boil them",
        "9. Nine of ten.|\n10. Ten of ten.",
        "“4. Asks all| 5. Thanks all”",
        "It says so [Ibid.]|\n27. The next point is short.",
        "A word •split by a scan",
        "2.4. Methods of Work");
}

static void test_lines(void **state) {
    (void)state;
    EXPECT("english",
        "A line that is wrapped\nby a mail program\nends here.",
        "A Heading|\n\nThe text.",
        "A Heading|\n \t\r\n The text",
        "Early life|\nShe was born in Cork.",
        "apples|\npears and plums|\nnuts",
        "He spoke to the United\nNations about it, and the President of the\nGeneral Assembly thanked him.",
        "Mr.|\n\nSmith");
}

static void test_captions(void **state) {
    (void)state;
    EXPECT("english",
        "Figure 2.1| The parts of a flower.",
        "Figure 2 shows a flower.",
        "The harbour at dawn| Photo: Ann Hill",
        "A port in the U.S.| Image: Ann Hill.",
        "A talk with the harbour pilots| Sunday, May 28, 2006",
        "They will meet again on Sunday, May 28, 2006");
}

static void test_capitals(void **state) {
    (void)state;
    EXPECT("english",
        "THE U.S . NAVY WON .| BUT AT WHAT COST ?| NONE SAID .",
        "HELP FROM THE U.S . IN THAT MATTER WAS NONE .| SO SAID THE U.S .| THE PRESS FOLLOWED .",
        "THE CREW LANDED .| THEY FOUND NO ONE .| MR . LEE WROTE IT DOWN ON DEC . 9 .");
}

/* ---------------------------------------------------------------------------------------- other languages */

static void test_german(void **state) {
    (void)state;
    EXPECT("german",
        "Am 3. Mai kam er an.| Im 19. Jahrhundert war das anders.",
        "Er wohnt im 2. Stock.| Sie wohnt im 3.| Dort ist es still.",
        "Kaiser Karl V. Habsburg und Ludwig XIV. Bourbon waren Feinde.",
        "Es geschah 1848.| Danach war Ruhe.",
        "Er mag Obst, z. B. Birnen, bzw. Äpfel, d.h. Kernobst.",
        "Hr. Dr. Öhler wohnt in der Lindenstr. 5 in Ulm.",
        "Dort gibt es Brot, Käse usw.| Er kauft alles.",
        "Ca. 50 Leute kamen, u. a. Frau Weiß.",
        "„Komm herein.“| Er kam.| »Setz dich!«, sagte sie.",
        "Vgl. Abb. 3 und Nr. 7.| Über den Rest schweigt er.");
}

static void test_french(void **state) {
    (void)state;
    EXPECT("french",
        "M. Le Gall et Mme Roy sont là.| Ils attendent.",
        "« Entrez. »| Elle entra.| « Vraiment ? » dit-il.",
        "«\xC2\xA0""Entrez.\xC2\xA0»| Elle entra.",
        "Des fruits, p. ex. Des pommes.| L’été arrive.",
        "Il vend du pain, du lait, etc.| Il ouvre tôt.",
        "Voir art. 5, p. 12 et fig. 3.| C'est clair.",
        "Né vers 50 av. J.-C. à Rome, il y mourut.",
        "Le 14 janv. 1900 il neigea.| À midi, plus rien.");
}

static void test_spanish(void **state) {
    (void)state;
    EXPECT("spanish",
        "El Sr. Gil y la Dra. Paz llegaron.| ¿Quién sabe?| ¡Nadie!| Era tarde.",
        "Vive en EE. UU. desde 1990.| No volvió.",
        "Véase pág. 5, núm. 3.| Él lo vio.",
        "Pan, leche, etc.| La tienda abre pronto.",
        "—¿Vienes? —preguntó Ana.| —Sí.",
        "Llegó a las 5 p. m. y se fue.");
}

static void test_italian(void **state) {
    (void)state;
    EXPECT("italian",
        "Il sig. Neri e la dott.ssa Bianchi sono qui.| È tardi.",
        "Vedi pag. 3, art. 5.| L'estate arriva.",
        "Pane, latte, ecc.| Il negozio apre presto.",
        "«Vieni?» chiese Anna.| «Sì.»| Poi tacque.",
        "L'ing. Verdi lavora alla Rossi S.p.A. di Torino.");
}

static void test_dutch(void **state) {
    (void)state;
    EXPECT("dutch",
        "Dhr. De Vries en mevr. Jansen zijn er.| Ze wachten.",
        "Fruit, bijv. Appels, d.w.z. Pitvruchten.| 's Avonds niet.",
        "Brood, melk, enz.| De winkel opent vroeg.",
        "Zie blz. 5 en nr. 7.| Het is duidelijk.");
}

static void test_portuguese(void **state) {
    (void)state;
    EXPECT("portuguese",
        "O Sr. Reis e a Dra. Luz chegaram.| Ninguém sabe.",
        "Ver pág. 5, n.º 3 e art. 2.| É claro.",
        "Pão, leite, etc.| A loja abre cedo.",
        "— Vens? — perguntou Ana.| — Sim.");
}

static void test_russian(void **state) {
    (void)state;
    EXPECT("russian",
        "А. С. Пушкин родился в 1799 г. в Москве.| Он умер в 1837 г.| Его помнят.",
        "Хлеб, молоко и т. д.| Магазин открыт.| Что дальше?",
        "Он живёт на ул. Гоголя, т. е. Рядом.",
        "См. рис. 3 и стр. 7.| Всё ясно.",
        "«Войдите!» — сказал он.| Она вошла.",
        "— Да? — спросил он.| — Нет." );
}

static void test_ukrainian(void **state) {
    (void)state;
    EXPECT("ukrainian",
        "І. Я. Франко народився 1856 р. в селі.| Він писав.",
        "Див. рис. 3 та стор. 7.| Усе ясно.",
        "Хліб, молоко тощо.| Їх багато.| Що далі?",
        "Проф. Коваль мешкає на вул. Лесі Українки.");
}

static void test_other_scripts(void **state) {
    (void)state;
    EXPECT(NULL,
        "我来了。|你呢？|他说：“好。”|我们走吧！",
        "雨が降った。|「もう行こう。」と彼は言った。|寒い。",
        "क्या हुआ?| वह गया।| मैं आया॥",
        "من هو؟| هو صديقي.| جاء أمس۔| نعم",
        "האיש בא.| האישה הלכה.",
        "ሰላም።| ደህና።",
        "Բարև։| Ինչպես ես",
        "Ο κ. Παπάς ήρθε.| Η μέρα είναι καλή.");
}

/* --------------------------------------------------------------------------------------------- the tables */

static void in_order(const word_list *list) {
    for (size_t i = 1; i < list->count; i++)
        assert_true(strcmp(list->words[i - 1], list->words[i]) < 0);
}

static void test_tables(void **state) {
    (void)state;
    for (size_t l = 0; l < sentence_language_count; l++) {
        const sentence_rules *r = &sentence_languages[l];
        for (size_t i = 1; i < r->abbreviation_count; i++)
            assert_true(strcmp(r->abbreviations[i - 1].word, r->abbreviations[i].word) < 0);
        in_order(&r->starters);
        in_order(&r->subjects);
        in_order(&r->leads);
        in_order(&r->dates);
        in_order(&r->credits);
        in_order(&r->labels);
        in_order(&r->speech);
        assert_ptr_equal(sentence_rules_for(r->lang), r);
    }
    assert_ptr_equal(sentence_rules_for(NULL), sentence_rules_for("english"));
    assert_ptr_equal(sentence_rules_for("klingon"), sentence_rules_for("english"));
}

/* -------------------------------------------------------------------------------- what holds for any text */

static uint32_t seed;

static uint32_t dice(uint32_t sides) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % sides;
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Splits, checks what sentence.h promises, and returns the sentences. */
static size_t split_checked(const sentence_rules *rules, const char *text, size_t size, dossier_span *spans) {
    size_t count = 0, at = 0, covered = 0;
    dossier_span span;
    while (sentence_next(rules, text, size, &at, &span)) {
        assert_true(span.start < span.end && span.start >= covered && span.end <= size && at >= span.end);
        assert_true(span.end - span.start <= SENTENCE_MAX);
        assert_false(is_blank(text[span.start]) || is_blank(text[span.end - 1]));
        for (size_t i = span.start; i + 1 < span.end; i++)
            assert_false(text[i] == '\n' && text[i + 1] == '\n');
        spans[count++] = span;
        covered = at;
    }
    assert_int_equal(at, size);
    assert_int_equal(sentence_next(rules, text, size, &at, &span), 0);
    return count;
}

/* Every byte that is not white space is in a sentence: what lies between holds none. */
static void check_covered(const char *text, size_t size, const dossier_span *spans, size_t count) {
    size_t from = 0;
    for (size_t i = 0; i <= count; i++) {
        size_t to = i < count ? spans[i].start : size;
        for (; from < to; from++)
            assert_true(is_blank(text[from]) || (unsigned char)text[from] >= 0x80);
        from = i < count ? spans[i].end : size;
    }
}

/* Runs of whole sentences, split again alone, give the same ones. */
static void check_again(const sentence_rules *rules, const char *text, const dossier_span *spans,
                        size_t count) {
    for (size_t first = 0; first < count; first++)
        for (size_t last = first; last < count && last < first + 4; last++) {
            size_t start = spans[first].start, at = 0, size = spans[last].end - start;
            char *copy = malloc(size);
            assert_non_null(copy);
            memcpy(copy, text + start, size);
            dossier_span span;
            for (size_t i = first; i <= last; i++) {
                assert_int_equal(sentence_next(rules, copy, size, &at, &span), 1);
                if (span.start + start != spans[i].start || span.end + start != spans[i].end)
                    print_error("%s: split again otherwise: <%.*s> in <%.*s>\n", rules->lang, (int)size, copy,
                                (int)(spans[count - 1].end), text);
                assert_int_equal(span.start + start, spans[i].start);
                assert_int_equal(span.end + start, spans[i].end);
            }
            assert_int_equal(sentence_next(rules, copy, size, &at, &span), 0);
            free(copy);
        }
}

static const char *const pieces[] = {
    "The", "he", "Smith", "said", "Dr.", "U.S.", "a.m.", "5", "12.", "1999", "e.g.", "No.", "Inc.", "I",
    "J.", "a.", "1.", "2.", "1)", "2)", "b)", "•", "…", "...", ". . .", ".", "!", "?", "\"", "'", "“",
    "”", "(", ")", "[...]", "[3]", "7", "—", "-", "«", "»", "Photo:", "Figure 2",
    "Sunday, May 28, 2006", "THE", "etc.", ":", ";", ",", "。", "」", "と", "он", "Он", "г.", "Mai", "am",
    "example.com", "word", "Word", "iPhone", "\xC2\xA0", "http://a.b/C.D", "॥", "؟", "p.m.", "Mr.",
    "At", "z.", "B.", "II.",
};
static const char *const gaps[] = {" ", " ", " ", " ", " ", "", "\n", "  ", "\n\n", ""};

static size_t random_text(char *text, size_t room, size_t count) {
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[dice(COUNT(pieces))], *gap = gaps[dice(COUNT(gaps))];
        if (size + strlen(piece) + strlen(gap) > room)
            break;
        memcpy(text + size, piece, strlen(piece));
        size += strlen(piece);
        memcpy(text + size, gap, strlen(gap));
        size += strlen(gap);
    }
    return size;
}

static void test_random_words(void **state) {
    (void)state;
    char text[2048];
    dossier_span spans[2048];
    seed = 4;
    for (size_t round = 0; round < 20000; round++) {
        const sentence_rules *rules = &sentence_languages[dice((uint32_t)sentence_language_count)];
        size_t size = random_text(text, sizeof text, 2 + dice(24));
        size_t count = split_checked(rules, text, size, spans);
        check_covered(text, size, spans, count);
        check_again(rules, text, spans, count);
    }
}

static void test_random_bytes(void **state) {
    (void)state;
    static const char likely[] = ". !?\n)(\"'[]0aA\0\xE2\x80\xA6\xE3\x80\x82\xC2";
    enum { SIZE = 300 };
    dossier_span spans[SIZE];
    seed = 11;
    for (size_t round = 0; round < 20000; round++) {
        size_t size = 1 + dice(SIZE);
        char *text = malloc(size); /* its own block, so that a sanitizer sees a read past it */
        assert_non_null(text);
        for (size_t i = 0; i < size; i++)
            text[i] = dice(4) == 0 ? (char)dice(256) : likely[dice(sizeof likely - 1)];
        const sentence_rules *rules = &sentence_languages[dice((uint32_t)sentence_language_count)];
        size_t count = split_checked(rules, text, size, spans);
        check_covered(text, size, spans, count);
        free(text);
    }
}

/* A run without an end is cut at white space, else at a character; each byte is still in one sentence. */
static void test_longest(void **state) {
    (void)state;
    static const char *const units[] = {"word ", "x", "é", "語", ".", "!", ". ", ".)", "\" . ", "\xFF", "\0",
                                        "a.m. ", "\n- "};
    enum { SIZE = 3 * SENTENCE_MAX + 7 };
    char *text = malloc(SIZE);
    dossier_span *spans = malloc(SIZE * sizeof *spans);
    assert_non_null(text);
    assert_non_null(spans);
    for (size_t u = 0; u < COUNT(units); u++) {
        size_t unit = strlen(units[u]) + (units[u][0] == '\0');
        for (size_t i = 0; i < SIZE; i++)
            text[i] = units[u][i % unit];
        size_t count = split_checked(sentence_rules_for("english"), text, SIZE, spans);
        check_covered(text, SIZE, spans, count);
        assert_true(count >= 4);
        for (size_t i = 0; i + 1 < count && (units[u][0] == 'w' || (unsigned char)units[u][0] >= 0xC0); i++)
            assert_int_equal((spans[i].end - spans[i].start + (units[u][0] == 'w')) % unit, 0);
    }
    free(spans);
    free(text);
}

static void test_empty(void **state) {
    (void)state;
    dossier_span span;
    size_t at = 0;
    assert_int_equal(sentence_next(NULL, "", 0, &at, &span), 0);
    assert_int_equal(sentence_next(NULL, " \n\t \n", 5, &at, &span), 0);
    assert_int_equal(at, 5);
    at = 0;
    assert_int_equal(sentence_next(NULL, "a\0bc. C", 7, &at, &span), 1);
    assert_int_equal(span.end, 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_titles_and_initials),
        cmocka_unit_test(test_abbreviations),
        cmocka_unit_test(test_dotted_names),
        cmocka_unit_test(test_clock),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_quotes_and_brackets),
        cmocka_unit_test(test_ellipses),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_missing_space),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_captions),
        cmocka_unit_test(test_capitals),
        cmocka_unit_test(test_german),
        cmocka_unit_test(test_french),
        cmocka_unit_test(test_spanish),
        cmocka_unit_test(test_italian),
        cmocka_unit_test(test_dutch),
        cmocka_unit_test(test_portuguese),
        cmocka_unit_test(test_russian),
        cmocka_unit_test(test_ukrainian),
        cmocka_unit_test(test_other_scripts),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_longest),
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_random_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
