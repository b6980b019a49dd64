/* test_parse.c: what a person types, and the tree that it becomes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A tree is printed with a clause's role before it (+ must, - not, nothing: should), terms as they are
 * stemmed, term=form where it is meant in one form, ^2 for a term that counts twice, "phrases", patterns{} with the
 * stem that stands there already, word~2{}, (groups), [dates], and a field's name where it is not the text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "query/parse.h"
#include "tests/unit/support.h"

typedef struct printer {
    char text[8192];
    size_t used;
} printer;

static void put(printer *p, const char *text, size_t size) {
    for (size_t i = 0; i < size && p->used + 1 < sizeof p->text; i++)
        p->text[p->used++] = text[i];
    p->text[p->used] = '\0';
}

static void print_node(printer *p, const query_node *node);

static void print_children(printer *p, const query_node *node) {
    static const char *const roles[] = {"", "+", "-"};
    for (size_t i = 0; i < node->child_count; i++) {
        put(p, " ", i > 0);
        if (node->kind == QUERY_GROUP)
            put(p, roles[node->children[i]->role], strlen(roles[node->children[i]->role]));
        print_node(p, node->children[i]);
    }
}

static void print_around(printer *p, const char *open, const query_node *node, const char *close) {
    put(p, open, strlen(open));
    print_children(p, node);
    put(p, close, strlen(close));
}

static void print_node(printer *p, const query_node *node) {
    static const char *const fields[] = {"", "title:", "author:", "key:", "lang:", "site:"};
    char date[32];
    put(p, fields[node->field],
        node->kind == QUERY_TERM || node->kind == QUERY_PREFIX ? strlen(fields[node->field]) : 0);
    switch (node->kind) {
    case QUERY_TERM:
        put(p, node->term.data, node->term.size);
        for (size_t i = 0; i < node->forms.count; i++) {
            put(p, "=", 1);
            put(p, node->forms.forms[i].data, node->forms.forms[i].size);
        }
        snprintf(date, sizeof date, "^%g", node->count);
        put(p, date, node->count == 1 ? 0 : strlen(date));
        return;
    case QUERY_PHRASE:
        print_around(p, "\"", node, "\"");
        return;
    case QUERY_PREFIX:
        put(p, node->term.data, node->term.size);
        snprintf(date, sizeof date, "~%d", node->edits);
        put(p, date, node->edits > 0 ? 2 : 0);
        print_around(p, "{", node, "}");
        snprintf(date, sizeof date, "^%g", node->count);
        put(p, date, node->count == 1 ? 0 : strlen(date));
        return;
    case QUERY_DATE:
        snprintf(date, sizeof date, "[%u..%u]", (unsigned)node->from, (unsigned)node->to);
        put(p, date, strlen(date));
        return;
    case QUERY_GROUP:
        print_around(p, "(", node, ")");
        return;
    case QUERY_NEAR:
        snprintf(date, sizeof date, "%s/%u", node->ordered ? "adj" : "near", (unsigned)node->span);
        put(p, date, strlen(date));
        print_around(p, "(", node, ")");
        return;
    case QUERY_LANG:
    case QUERY_ARTICLE:
    case QUERY_ALL:
    case QUERY_NONE:
        put(p, "?", 1);
    }
}

static vocabulary *words;

static int make_words(void **state) {
    (void)state;
    return vocabulary_new(&words, "english", NULL);
}

static int free_words(void **state) {
    (void)state;
    vocabulary_free(words);
    return 0;
}

/* The tree of a query, printed without its outermost parentheses; valid until the next call. */
static const char *tree_of(const char *text, size_t size, int plain) {
    static printer p;
    query_tree tree = {0};
    p.used = 0;
    p.text[0] = '\0';
    assert_int_equal(query_parse(&tree, words, text, size, plain, NULL), DOSSIER_OK);
    assert_int_equal(tree.root->kind, QUERY_GROUP);
    print_children(&p, tree.root);
    tree_free(&tree);
    return p.text;
}

typedef struct pair {
    const char *query;
    const char *tree;
} pair;

static void expect_all(const pair *pairs, size_t count) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const char *made = tree_of(pairs[i].query, strlen(pairs[i].query), 0);
        if (strcmp(made, pairs[i].tree) == 0)
            continue;
        print_error("%s\n    gives      %s\n    should be  %s\n", pairs[i].query, made, pairs[i].tree);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

#define EXPECT(...)                                                                                          \
    do {                                                                                                     \
        static const pair pairs[] = {__VA_ARGS__};                                                           \
        expect_all(pairs, COUNT(pairs));                                                                     \
    } while (0)

static void test_words(void **state) {
    (void)state;
    EXPECT({"", ""}, {"   \t\n", ""}, {"door", "door"}, {"open door", "open door"},
           {"Open DOOR", "open door"}, {"doors door", "door^2"}, {"door (door)", "door^2"},
           {"door +door", "door +door"}, {"Russia's", "russia"}, {"U.S. troops", "us troop"},
           {"neo-imperial", "neo imperi neoimperi"}, {"F-16", "f 16 f16"}, {"1,000 troops", "1000 troop"},
           {"2008-2014", "2008 2014"}, {"3.5%", "3.5"}, {"open,door;open", "open^2 door"}, {"what?", "what"},
           {"!!! ... ,", ""});
}

static void test_stop_words(void **state) {
    (void)state;
    EXPECT({"the open door of nato", "open door nato"}, {"the", "the"}, {"to be", "to be"},
           {"the -door", "the -door"}, {"+the door", "+the door"}, {"\"the door\"", "\"the door\""},
           {"the \"open door\"", "\"open door\""}, {"the date:2022", "the +[20220000..20229999]"},
           {"the author:cecire", "the +author:cecir"}, {"the title:door", "+title:door"},
           {"U.S. and us", "us"}, {"(the door) of", "door"});
}

static void test_phrases(void **state) {
    (void)state;
    EXPECT({"\"open door\"", "\"open door\""}, {"\"door\"", "door"}, {"\"\"", ""}, {"\" . \"", ""},
           {"\"open door\" nato", "\"open door\" nato"}, {"\"neo-imperial war\"", "\"neo imperi war\""},
           {"nato\"open door\"nato", "nato^2 \"open door\""},
           {"\xE2\x80\x9Copen door\xE2\x80\x9D", "\"open door\""},
           {"\xC2\xABopen door\xC2\xBB", "\"open door\""}, {"+\"open door\"", "+\"open door\""},
           {"-\"open door\" nato", "-\"open door\" nato"}, {"\"AND OR\"", "\"and or\""},
           {"\"+open (door\"", "\"open door\""});
}

static void test_unbalanced_quotes(void **state) {
    (void)state;
    EXPECT({"\"", ""}, {"\"open door", "open door"}, {"open door\"", "open door"},
           {"open \"door", "open door"}, {"\"open\" \"door", "open door"}, {"\"\"\"", ""},
           {"+\"open", "+open"}, {"5\" guns", "5 gun"}, {"title:\"open door", "+title:open door"});
}

static void test_signs(void **state) {
    (void)state;
    EXPECT({"+georgia -nato", "+georgia -nato"}, {"nato NOT georgia", "nato -georgia"},
           {"NOT georgia", "-georgia"}, {"+ georgia", "georgia"}, {"- georgia", "georgia"}, {"+", ""},
           {"-", ""}, {"+-georgia", "+georgia"}, {"--georgia", "-georgia"},
           {"nato-georgia", "nato georgia natogeorgia"}, {"+neo-imperial", "+(\"neo imperi\" neoimperi)"},
           {"-neo-imperial", "-(\"neo imperi\" neoimperi)"}, {"+(open door)", "+(open door)"},
           {"-(open door)", "-(open door)"}, {"NOT -nato", "-nato"}, {"+...", ""}, {"+() nato", "nato"},
           {"nato -()", "nato"}, {"nato AND ()", "(+nato)"});
}

static void test_and(void **state) {
    (void)state;
    EXPECT({"open AND door", "(+open +door)"}, {"open AND door nato", "(+open +door) nato"},
           {"nato open AND door", "nato (+open +door)"}, {"a1 AND b2 AND c3", "(+a1 +b2 +c3)"},
           {"open AND NOT door", "(+open -door)"}, {"open AND -door", "(+open -door)"},
           {"-open AND door", "(-open +door)"}, {"NOT open AND door", "(-open +door)"},
           {"open AND (door OR gate)", "(+open +(door gate))"}, {"open and door", "open door"},
           {"neo-imperial AND war", "(+(\"neo imperi\" neoimperi) +war)"},
           {"war AND neo-imperial", "(+war +(\"neo imperi\" neoimperi))"}, {"the AND door", "(+the +door)"},
           {"title:open AND door", "(+title:open +door)"}, {"op* AND door", "(+op*{} +door)"});
}

static void test_or(void **state) {
    (void)state;
    EXPECT({"open OR door", "open door"}, {"(open OR door) nato", "open door nato"},
           {"open OR title:door", "open title:door"}, {"title:door OR open", "title:door open"},
           {"title:door open", "+title:door open"}, {"date:2022 OR open", "[20220000..20229999] open"},
           {"open AND door OR NOT gate", "(+open +door) -gate"});
}

static void test_lone_operators(void **state) {
    (void)state;
    EXPECT({"AND", "and"}, {"OR", "or"}, {"NOT", "not"}, {"AND door", "door"}, {"door AND", "door"},
           {"OR door", "door"}, {"door OR", "door"}, {"door NOT", "door not"}, {"(NOT) door", "not door"},
           {"( AND )", "and"}, {"NOT NOT door", "-not door"}, {"door AND AND gate", "(+door +and) gate"},
           {"door OR OR gate", "door gate"}, {"AND AND AND", "(+and +and)"});
}

static void test_parentheses(void **state) {
    (void)state;
    EXPECT({"()", ""}, {"(", ""}, {")", ""}, {")(", ""}, {"(door", "door"}, {"door)", "door"},
           {"((door))", "door"}, {"(open -door) nato", "(open -door) nato"},
           {"+(open AND door) nato", "+((+open +door)) nato"}, {"(+open door)", "(+open door)"},
           {"door)(open", "door open"}, {"\"(\" door", "door"});
}

static void test_patterns(void **state) {
    (void)state;
    EXPECT({"expan*", "expan*{}"}, {"expanding*", "expanding*{}"}, {"*", ""}, {"**", ""}, {"* door", "door"},
           {"title:op*", "+title:op*{}"}, {"-op*", "-op*{}"}, {"Erdo\xC4\x9F*", "erdog*{}"}, {"U.S.*", "us*{}"},
           {"neo-imp*", "neoimp*{}"}, {"op*en", "op*en{}"}, {"*ism", "*ism{}"}, {"wom?n", "wom?n{}"},
           {"?oor", "?oor{}"}, {"o**p?*n", "o*p?*n{}"}, {"author:ceciring*", "+author:ceciring*{author:cecir}"},
           {"author:c*re", "+author:c*re{}"}, {"expan*, wom?n.", "expan*{} wom?n{}"}, {"wom?n^2", "wom?n{}^2"},
           /* A question's mark is none of the word, and what has more than one word in it is words. */
           {"door?", "door"}, {"door??", "door"}, {"open door?!", "open door"}, {"why? *?*", "whi"},
           {"http://a.org/?q*", "http org q"}, {"open,ga*", "open ga"}, {"=wom?n", "wom?n{}"},
           {"\"op* door\"", "\"op door\""}, {"\"wom?n\"", "\"wom n\""});
}

static void test_edits(void **state) {
    (void)state;
    EXPECT({"door~", "door~1{}"}, {"doors~", "doors~1{}"}, {"Ukraine~", "ukraine~2{}"}, {"Ukraine~1", "ukraine~1{}"},
           {"door~2", "door~2{}"}, {"door~2^3", "door~2{}^3"}, {"title:doors~", "+title:doors~1{}"}, {"-door~", "-door~1{}"},
           {"author:Cecires~", "+author:cecir~2{}"}, {"\xC3\xA9t\xC3\xA9s~.", "etes~1{}"}, {"F-16~", "f16~1{}"},
           {"door~7", "door~2{}"}, {"door~12", "door~2{}"}, {"door~0", "door~2{}"}, {"~", ""}, {"~~", ""},
           {"~door", "door"}, {"door~~", "door~1{}"}, {"open,door~", "open door"}, {"do~or", "do or"},
           {"\"door~\"", "door"}, {"\"open door\"~3", "\"open door\" 3"}, {"=door~", "door~1{}"},
           {"ga*r~", "ga r"}, {"d?ox~1", "d ox 1"});
}

static void test_words_as_written(void **state) {
    (void)state;
    EXPECT({"=doors", "door=doors"}, {"=Doors door", "door=doors door"}, {"=doors =doors", "door=doors^2"},
           {"=doors =door", "door=doors door=door"}, {"\"=open =doors\"", "\"open=open door=doors\""},
           {"\"open =doors\"", "\"open door=doors\""}, {"=\"open doors\"", "\"open=open door=doors\""},
           {"title:=doors", "+title:door=doors"}, {"title:(=doors gate)", "+(title:door=doors title:gate)"},
           {"+=doors -=door", "+door=doors -door=door"}, {"=doors^2", "door=doors^2"}, {"NOT =doors", "-door=doors"},
           {"=open NEAR/2 =doors", "near/2(open=open door=doors)"}, {"a AND =doors", "(+a +door=doors)"},
           {"=Russia's", "russia=russia"}, {"=U.S.", "us=us"}, {"=Erdo\xC4\x9F" "an", "erdogan=erdogan"},
           {"=neo-imperial", "neo=neo imperi=imperial neoimperi=neoimperial"}, {"the door", "door"},
           {"+=neo-imperials", "+(\"neo=neo imperi=imperials\" neoimperi=neoimperials)"},
           {"=the door", "the=the door"}, {"author:=doors", "+author:door"}, {"=", ""}, {"= door", "door"},
           {"==doors", "door=doors"}, {"a=b", "b"}, {"\"a=b c\"", "\"a b c\""}, {"=\"door", "door"}, {"=(doors)", "door"});
}

static void test_fields(void **state) {
    (void)state;
    EXPECT({"title:doors", "+title:door"}, {"author:cecire", "+author:cecir"}, {"key:2022", "+key:2022"},
           {"text:door", "+door"}, {"-title:door", "-title:door"},
           {"title:\"open door\" nato", "+\"title:open title:door\" nato"},
           {"title:(open door)", "+(title:open title:door)"},
           {"author:\"ann lee\"", "+(+author:ann +author:lee)"}, {"title:", "titl"},
           {"title: door", "titl door"}, {"title:)", "titl"}, {"nosuch:door", "nosuch door"},
           {"Title:door", "titl door"}, {"http://a.b", "http ab"}, {"key:a/b-c", "+(+key:a +key:b +key:c)"},
           {"title:neo-imperial", "+\"title:neo title:imperi\""}, {"title:+door", "+title:door"},
           {"key:2022/open-door", "+(+key:2022 +key:open +key:door)"});
}

static void test_dates(void **state) {
    (void)state;
    EXPECT({"date:2022", "+[20220000..20229999]"}, {"date:2022-02", "+[20220200..20220299]"},
           {"date:2022-02-24", "+[20220224..20220224]"}, {"date:2022-02..2022-07", "+[20220200..20220799]"},
           {"date:2022-02..", "+[20220200..99999999]"}, {"date:..2022-02", "+[1..20220299]"},
           {"-date:2022", "-[20220000..20229999]"}, {"date:2023..2022", "+[20220000..20239999]"},
           {"date:..", "date"}, {"date:", "date"}, {"date:yesterday", "date yesterday"},
           {"date:2022-13", "date 2022 13"}, {"date:99", "date 99"}, {"date:20222", "date 20222"},
           {"date:2022...", "date 2022"}, {"date:2022-6", "+[20220600..20220699]"},
           {"date:2022/06/14", "+[20220614..20220614]"}, {"date:2022-02-31", "date 2022 02 31"},
           {"date:2023-02-29", "date 2023 02 29"}, {"date:2024-02-29", "+[20240229..20240229]"},
           {"date:>=2022-03", "+[20220300..99999999]"}, {"date:>2022-03", "+[20220400..99999999]"},
           {"date:<2020", "+[1..20199999]"}, {"date:<=2020-05", "+[1..20200599]"}, {"date:=2020", "+[20200000..20209999]"},
           {"date:2022-05-10..2022-05", "+[20220510..20220599]"}, {"date:2022-02-24T10:00", "+[20220224..20220224]"},
           {"date:2022-02-24x", "date 2022 02 24x 20220224x"}, {"date:>", "date"}, {"date:2022-02..x", "date 2022 02 x"}, {"(date:2022)", "(+[20220000..20229999])"});
}

static void test_near(void **state) {
    (void)state;
    EXPECT({"open NEAR door", "near/10(open door)"}, {"open NEAR/3 door", "near/3(open door)"},
           {"open ADJ/3 door", "adj/3(open door)"}, {"open ADJ door", "adj/10(open door)"},
           {"open NEAR/1 door NEAR/4 gate", "near/5(open door gate)"},
           {"open ADJ/1 door ADJ/1 gate", "adj/2(open door gate)"},
           {"open NEAR/2 door ADJ/3 gate", "(+near/2(open door) +adj/3(door^0 gate))"},
           {"open NEAR/0 door", "near/1(open door)"}, {"open NEAR/99999999999 door", "near/1000000(open door)"},
           {"nato open NEAR/2 door", "nato near/2(open door)"}, {"-open NEAR/2 door", "-near/2(open door)"},
           {"+open NEAR/2 door nato", "+near/2(open door) nato"}, {"NOT open NEAR/2 door", "-near/2(open door)"},
           {"title:open NEAR/2 door", "+near/2(title:open title:door)"},
           {"title:(open NEAR/2 door)", "+(near/2(title:open title:door))"},
           {"author:ann NEAR/2 lee", "+(+author:ann +author:lee)"},
           {"open^2 NEAR/2 door", "near/2(open^2 door)"}, {"(open NEAR/2 door)^2", "near/2(open^2 door^2)"},
           {"door NEAR/5 door", "near/5(door door)"}, {"the NEAR/5 door", "near/5(the door)"},
           {"open AND door NEAR/2 gate", "(+open +near/2(door gate))"},
           {"open NEAR/2 door AND gate", "(+near/2(open door) +gate)"},
           {"open NEAR/2 door OR gate", "near/2(open door) gate"});
}

/* What is no word beside NEAR: a phrase is there beside its words, all else counts as AND. */
static void test_near_with_more_than_words(void **state) {
    (void)state;
    EXPECT({"\"open door\" NEAR/3 nato", "(+near/4(open door nato) +\"open^0 door^0\")"},
           {"nato ADJ/3 \"open door\"^2", "(+adj/4(nato open^2 door^2) +\"open^0 door^0\")"},
           {"neo-imperial NEAR/2 war", "(+near/3(neo imperi war) +\"neo^0 imperi^0\")"},
           {"\"door\" NEAR/2 open", "near/2(door open)"},
           {"(open door) NEAR/2 nato", "(+(open door) +nato)"}, {"op* NEAR/2 door", "(+op*{} +door)"},
           {"open NEAR/2 (door OR gate)", "(+open +(door gate))"},
           {"open NEAR/2 title:door", "(+open +title:door)"}, {"open NEAR/2 date:2022", "(+open +[20220000..20229999])"},
           {"open NEAR/2 date:x", "(+open +\"date x\")"});
}

static void test_lone_near(void **state) {
    (void)state;
    EXPECT({"NEAR", "near"}, {"NEAR door", "near door"}, {"door NEAR", "door near"}, {"door NEAR/3", "door near 3"},
           {"(door NEAR) gate", "door near gate"}, {"door NEAR/ gate", "door near gate"},
           {"door NEAR/x gate", "door near x gate"}, {"door near gate", "door near gate"},
           {"door NEAR/-3 gate", "door near 3 gate"}, {"door NEAR NEAR gate", "near/10(door near) gate"},
           {"door NEAR ... gate", "door gate"}, {"... NEAR door", "door"}, {"NEARBY door", "nearbi door"});
}

/* More words than one chain has: each 16 of them, the last of one being the first of the next. */
static void test_a_long_chain_is_cut(void **state) {
    (void)state;
    char text[4096] = "w0", found[8192];
    for (size_t i = 1; i < 20; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), " NEAR/2 w%zu", i);
    snprintf(found, sizeof found, "%s", tree_of(text, strlen(text), 0));
    assert_string_equal(found, "(+near/30(w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15) "
                               "+near/8(w15^0 w16 w17 w18 w19))");
}

static void test_weights(void **state) {
    (void)state;
    EXPECT({"door^2", "door^2"}, {"door^0.5 gate", "door^0.5 gate"}, {"door^0", "door^0"}, {"door^.5", "door^0.5"},
           {"door^2 door", "door^3"}, {"\"open door\"^2", "\"open^2 door^2\""}, {"(open door)^2", "open^2 door^2"},
           {"((open^2 door)^2)^3", "open^12 door^6"}, {"+(open door)^2", "+(open^2 door^2)"}, {"op*^2", "op*{}^2"},
           {"neo-imperial^2", "neo^2 imperi^2 neoimperi^2"},
           {"neo-imperial^2 AND war", "(+(\"neo^2 imperi^2\" neoimperi^2) +war)"}, {"title:door^2", "+title:door^2"},
           {"title:(open door)^2", "+(title:open^2 title:door^2)"}, {"date:2022^2", "+[20220000..20229999]"},
           {"door^1000", "door^100"}, {"(door^50)^50", "door^100"}, {"door^", "door"}, {"door^x", "door x"},
           {"door^2x", "door 2x"}, {"door^-1", "door 1"}, {"door^2^3", "door^3 2^3"}, {"^2", "2"},
           {"door ^2", "door 2"}, {"(door)^x", "door x"}, {"10^6", "10^6"}, {"door^2.5.1", "door 2.5.1"});
}

static void test_sites(void **state) {
    (void)state;
    EXPECT({"site:example.org", "+site:example.org"}, {"site:WWW.Example.org", "+site:example.org"},
           {"site:https://www.example.org:80/a?b", "+site:example.org"}, {"-site:example.org", "-site:example.org"},
           {"site:example", "+site:example"}, {"site:(a.org OR b.org) door", "+(site:a.org site:b.org) door"},
           {"site:\"a.org b.org\"", "+(+site:a.org +site:b.org)"}, {"site:exam*", "+site:exam*{}"},
           {"site:.", ""}, {"site:", "site"}, {"site:a.org^2", "+site:a.org^2"}, {"site:\"\"", ""});
}

/* A query, where it cannot be understood, and how its fault begins. */
static void test_strict(void **state) {
    (void)state;
    static const struct {
        const char *query;
        size_t column;
        const char *fault;
    } faults[] = {
        {"open \"door", 6, "nothing closes this quotation"},   {"\"open\" door\"", 12, "nothing closes this quot"},
        {"na\xC3\xAFve \xE2\x80\x9Cx", 7, "nothing closes this quot"}, {"(open door", 1, "nothing closes this par"},
        {"open door)", 10, "nothing opens"},                 {"() door", 1, "there is nothing to look for in these"},
        {"\"\" door", 1, "there is no word between"},         {"AND door", 1, "AND has nothing"},
        {"door AND", 6, "AND has nothing"},                  {"door OR", 6, "OR has nothing"},
        {"OR door", 1, "OR has nothing"},                    {"door OR OR gate", 9, "OR has nothing"},
        {"NOT", 1, "NOT has nothing"},                       {"door AND AND gate", 10, "AND has nothing"},
        {"NOT NOT door", 5, "NOT has nothing"},              {"door + gate", 6, "+ has nothing"},
        {"door -", 6, "- has nothing"},                      {"door +... gate", 6, "there is nothing to look for"},
        {"NOT ... door", 1, "NOT has nothing"},              {"door AND ... gate", 10, "AND has nothing"},
        {"foo:bar", 1, "there is no field"},                 {"door -foo:bar", 7, "there is no field"},
        {"Title:door", 1, "there is no field"},              {"title: door", 1, "a field stands here"},
        {"door title:", 6, "a field stands here"},           {"title:author:x", 7, "a field stands here"},
        {"title:... door", 1, "there is nothing to look for"}, {"date:yesterday", 6, "this is no date"},
        {"door date:2022-13", 11, "this is no date"},        {"date:2022-02-30", 6, "this is no date"},
        {"date:2023-02-29", 6, "this is no date"},           {"date:..", 6, "this is no date"},
        {"date:2022-00", 6, "this is no date"},              {"date:0000", 6, "this is no date"},
        {"date:>", 6, "this is no date"},                    {"date:>>2022", 6, "this is no date"},
        {"NEAR door", 1, "NEAR has not two sides"},          {"door NEAR/3", 6, "NEAR has not two sides"},
        {"door ADJ", 6, "ADJ has not two sides"},            {"door NEAR/x gate", 6, "no number of words"},
        {"door ADJ/ gate", 6, "no number of words"},         {"door NEAR/0 gate", 6, "no two words stand 0"},
        {"(a b) NEAR c", 1, "NEAR and ADJ stand between"},   {"c NEAR (a b)", 8, "NEAR and ADJ stand between"},
        {"c NEAR title:a", 8, "NEAR and ADJ stand between"}, {"c NEAR ...", 8, "NEAR or ADJ has nothing"},
        {"... NEAR c", 1, "NEAR or ADJ has nothing"},        {"op,en*", 6, "* is understood only"},
        {"* door", 1, "* is understood only"},               {"door **", 6, "* is understood only"},
        {"=", 1, "= has no word"},                           {"door = gate", 6, "= has no word"},
        {"=(door)", 1, "= has no word"},                     {"author:=lee", 9, "= is understood in texts"},
        {"~", 1, "~ is understood only"},                    {"door ~50", 6, "~ is understood only"},
        {"do*r~", 3, "* is understood only"},
        {"do~or", 3, "~ is understood only"},                {"\"a b\"~3", 6, "~ is understood only"},
        {"door~3", 5, "a word is looked for with"},
        {"door^x", 5, "^ has no weight"},                    {"door^1000", 5, "a weight is at most 100"},
        {"foo:bar (", 1, "there is no field"},               {"(door foo:bar", 1, "nothing closes this par"},
        {"op* NEAR door", 1, "NEAR and ADJ stand between"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT(faults); i++) {
        query_tree tree = {0};
        dossier_error err = {0};
        char expected[128];
        int status = query_parse(&tree, words, faults[i].query, strlen(faults[i].query), QUERY_STRICT, &err);
        snprintf(expected, sizeof expected, "query:%zu: %s", faults[i].column, faults[i].fault);
        if (status != DOSSIER_ERR_ARGUMENT || strncmp(err.message, expected, strlen(expected)) != 0 ||
            strstr(err.message + strlen(expected), ": ") == NULL) {
            print_error("%s\n    gives      %s\n    should be  %s\n", faults[i].query, err.message, expected);
            wrong++;
        }
        tree_free(&tree);
    }
    assert_int_equal(wrong, 0);
}

/* All that is understood is no fault, nor what is plainly words. */
static void test_strict_takes_what_is_right(void **state) {
    (void)state;
    static const char *const queries[] = {
        "", "open door", "the U.S. and neo-imperial F-16", "\"open door\" +georgia -nato NOT war", "a1 AND b2 OR NOT c3",
        "((open OR door) gate)", "expan* title:op* site:exam*", "na*ism *ism wom?n door?",
        "=doors title:=door \"=open =doors\" =\"open doors\"", "doors~ doors~1 doors~2^2 author:lee~", "title:(open door) author:\"ann lee\" key:2022/a-b",
        "date:2022 date:2022-06 date:2022-6-4 date:2022/06/14 date:2022-02..2022-07 date:..2021 date:2020..",
        "date:>=2022-03 date:<2020 date:2024-02-29", "open NEAR/3 door ADJ gate", "\"open door\" NEAR nato",
        "door^2 (open gate)^0.5 \"a b\"^0", "http://example.org/a?b=c", "10:30 Uhr: war", "war, peace; (gas or oil)",
        "l'Europe 3.5% $5 AT&T c++ =word word~ a=b", "d\xC3\xA9j\xC3\xA0:vu"};
    for (size_t i = 0; i < COUNT(queries); i++) {
        query_tree tree = {0};
        dossier_error err = {0};
        int status = query_parse(&tree, words, queries[i], strlen(queries[i]), QUERY_STRICT, &err);
        if (status != DOSSIER_OK)
            fail_msg("%s: %s", queries[i], err.message);
        tree_free(&tree);
        assert_int_equal(query_parse(&tree, words, "foo:bar \"(", 10, QUERY_PLAIN | QUERY_STRICT, &err), DOSSIER_OK);
        tree_free(&tree);
    }
}

static const char *remark_of(const char *text) {
    static char remark[256];
    query_tree tree = {0};
    assert_int_equal(query_parse(&tree, words, text, strlen(text), 0, NULL), DOSSIER_OK);
    snprintf(remark, sizeof remark, "%s", tree.remark);
    tree_free(&tree);
    return remark;
}

static void test_remarks(void **state) {
    (void)state;
    assert_string_equal(remark_of("open NEAR/3 door date:2021..2022 gate^100 \"a b\" ("), "");
    assert_non_null(strstr(remark_of("date:2023..2022"), "other way round"));
    assert_non_null(strstr(remark_of("\"open door\" NEAR nato"), "a phrase stands for its words"));
    assert_non_null(strstr(remark_of("op* NEAR nato"), "count as AND"));
    assert_non_null(strstr(remark_of("door^101"), "at most 100"));
}

static void test_plain(void **state) {
    (void)state;
    static const pair pairs[] = {{"+open -door", "open door"},
                                 {"open AND door", "open door"},
                                 {"\"open door\" (x)", "open door x"},
                                 {"title:door", "titl door"},
                                 {"op*", "op"},
                                 {"the neo-imperial", "neo imperi neoimperi"}};
    for (size_t i = 0; i < COUNT(pairs); i++)
        assert_string_equal(tree_of(pairs[i].query, strlen(pairs[i].query), 1), pairs[i].tree);
}

static void test_nuls(void **state) {
    (void)state;
    assert_string_equal(tree_of("open\0door", 9, 0), "open door");
    assert_string_equal(tree_of("\0\0+\0a1", 6, 0), "a1");
    assert_string_equal(tree_of("\"open\0door\"", 11, 0), "\"open door\"");
}

/* -------------------------------------------------------------------------------------- bounds and nonsense
 */

static size_t depth_of(const query_node *node) {
    size_t deepest = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        size_t depth = depth_of(node->children[i]);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static size_t terms_of(const query_node *node) {
    /* What stands twice beside NEAR is there a second time and scores nothing. */
    size_t terms = (node->kind == QUERY_TERM && node->count != 0) || node->kind == QUERY_DATE;
    for (size_t i = 0; i < node->child_count; i++)
        terms += terms_of(node->children[i]);
    return terms;
}

/* Parses what must not be slow, deep or large. */
static void parse_bounded(const char *text, size_t size) {
    for (int how = 0; how <= QUERY_STRICT; how++) {
        query_tree tree = {0};
        struct timespec from, to;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        int status = query_parse(&tree, words, text, size, how, NULL);
        assert_true(status == DOSSIER_OK || (status == DOSSIER_ERR_ARGUMENT && (how & QUERY_STRICT)));
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        double took = (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
        if (took > (getenv("SANITIZED") != NULL ? 20 : 2))
            fail_msg("%.40s... took %.1f s", text, took);
        assert_true(depth_of(tree.root) < 300);
        assert_true(terms_of(tree.root) <= TREE_TERMS_MAX);
        tree_free(&tree);
    }
}

static void repeat(const char *piece, size_t size) {
    char *text = malloc(size + 1);
    size_t length = strlen(piece);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = piece[i % length];
    text[size] = '\0';
    parse_bounded(text, size);
    free(text);
}

static void test_large_queries(void **state) {
    (void)state;
    static const char *const pieces[] = {"(",
                                         ")",
                                         "((a b) ",
                                         "(-",
                                         "+(",
                                         "\"",
                                         "\"a",
                                         "a",
                                         "a ",
                                         "a-",
                                         "-a ",
                                         "AND ",
                                         "a AND ",
                                         "NOT ",
                                         "OR ",
                                         "a OR ",
                                         "title:",
                                         "title:(",
                                         "date:",
                                         "date:2022 ",
                                         "a* ",
                                         "*",
                                         ".",
                                         "a.",
                                         "\xC2\xAB",
                                         "\xCC\x81",
                                         "\xE4\xB8\xAD",
                                         "+() ",
                                         "-() ",
                                         "+(a) ",
                                         "() ",
                                         "+(+(a))",
                                         "(a AND b) ",
                                         "a AND (b ",
                                         "'",
                                         "a'",
                                         "1,",
                                         "+\"a b\" ",
                                         "NOT NOT(",
                                         "text:-",
                                         "a NEAR ",
                                         "NEAR ",
                                         "\"a b\" ADJ/3 ",
                                         "(a NEAR/2 ",
                                         "a NEAR (",
                                         "a^9",
                                         "^",
                                         "(a)^9",
                                         "site:a.",
                                         "site:a ",
                                         "site:@",
                                         "foo:",
                                         "date:<",
                                         "date:2022..",
                                         "a* NEAR ",
                                         "~",
                                         "a~",
                                         "a~ ",
                                         "a*",
                                         "a?",
                                         "*a ",
                                         "?",
                                         "a?b ",
                                         "=",
                                         "=a ",
                                         "=\"",
                                         "=\"a =",
                                         "a~9",
                                         "x1 y2 z3 NOT ( "};
    for (size_t i = 0; i < COUNT(pieces); i++)
        repeat(pieces[i], (size_t)1 << 20);
}

static void test_deep_parentheses(void **state) {
    (void)state;
    enum { DEEP = 10000 };
    char *text = malloc(2 * DEEP + 8);
    assert_non_null(text);
    memset(text, '(', DEEP);
    memcpy(text + DEEP, "door", 4);
    memset(text + DEEP + 4, ')', DEEP);
    memcpy(text + 2 * DEEP + 4, " x1", 3);
    parse_bounded(text, 2 * DEEP + 7);
    assert_string_equal(tree_of(text, 2 * DEEP + 7, 0), "door x1");
    free(text);
}

static void test_many_words_are_said(void **state) {
    (void)state;
    char text[20000] = "";
    for (size_t i = 0, used = 0; i < 1100; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "w%zu ", i);
    query_tree tree = {0};
    assert_int_equal(query_parse(&tree, words, text, strlen(text), 0, NULL), DOSSIER_OK);
    assert_int_equal(terms_of(tree.root), TREE_TERMS_MAX);
    assert_true(tree.remark[0] != '\0');
    tree_free(&tree);
}

static void test_operator_soup(void **state) {
    (void)state;
    static const char *const pieces[] = {"AND",      "OR",     "NOT",
                                         "(",        ")",      "\"",
                                         "+",        "-",      "*",
                                         "~",        "=",      "?",
                                         "~1",       " =",     "=\"",
                                         " ",        " ",      "a",
                                         "door",     "title:", "date:",
                                         "2022",     "..",     "key:",
                                         "author:",  "text:",  "neo-imperial",
                                         " NEAR ",   " ADJ/2 ", " NEAR/3 ",
                                         "^2",       "^0.5",   "site:",
                                         "<",        "foo:",   "a.org",
                                         "the",      ".",      "\xE2\x80\x9C",
                                         "\xC2\xBB", "U.S.",   "l'Europe",
                                         ",",        "\t",     "\xE4\xB8\xAD"};
    rng r = {99};
    for (int i = 0; i < 20000; i++) {
        char text[1024];
        size_t size = 0;
        for (size_t n = rng_below(&r, i % 100 == 0 ? 150 : 14); n > 0; n--) {
            const char *piece = rng_once_in(&r, 60) ? "" : pieces[rng_below(&r, COUNT(pieces))];
            size_t length = *piece == '\0' ? 1 : strlen(piece);
            if (size + length > sizeof text)
                break;
            memcpy(text + size, piece, length);
            size += length;
        }
        /* Bytes behind the query are not looked at. */
        char *exact = malloc(size + 1);
        assert_non_null(exact);
        char *end = memcpy(exact + 1, text, size);
        parse_bounded(end, size);
        free(exact);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_stop_words),
        cmocka_unit_test(test_phrases),
        cmocka_unit_test(test_unbalanced_quotes),
        cmocka_unit_test(test_signs),
        cmocka_unit_test(test_and),
        cmocka_unit_test(test_or),
        cmocka_unit_test(test_lone_operators),
        cmocka_unit_test(test_parentheses),
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_edits),
        cmocka_unit_test(test_words_as_written),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_near_with_more_than_words),
        cmocka_unit_test(test_lone_near),
        cmocka_unit_test(test_a_long_chain_is_cut),
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_sites),
        cmocka_unit_test(test_strict),
        cmocka_unit_test(test_strict_takes_what_is_right),
        cmocka_unit_test(test_remarks),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_nuls),
        cmocka_unit_test(test_large_queries),
        cmocka_unit_test(test_deep_parentheses),
        cmocka_unit_test(test_many_words_are_said),
        cmocka_unit_test(test_operator_soup),
    };
    return cmocka_run_group_tests(tests, make_words, free_words);
}
