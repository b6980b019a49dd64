/* test_parse.c: what a person types, and the tree that it becomes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A tree is printed with a clause's role before it (+ must, - not, nothing: should), terms as they are
 * stemmed, ^2 for a term that counts twice, "phrases", prefix*(the stem), (groups), [dates], and a field's
 * name where it is not the text. */
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
    static const char *const fields[] = {"", "title:", "author:", "key:"};
    char date[32];
    put(p, fields[node->field],
        node->kind == QUERY_TERM || node->kind == QUERY_PREFIX ? strlen(fields[node->field]) : 0);
    switch (node->kind) {
    case QUERY_TERM:
        put(p, node->term.data, node->term.size);
        snprintf(date, sizeof date, "^%g", node->count);
        put(p, date, node->count == 1 ? 0 : strlen(date));
        return;
    case QUERY_PHRASE:
        print_around(p, "\"", node, "\"");
        return;
    case QUERY_PREFIX:
        put(p, node->term.data, node->term.size);
        print_around(p, "*(", node, ")");
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
           {"title:open AND door", "(+title:open +door)"}, {"op* AND door", "(+op*(op) +door)"});
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

static void test_prefixes(void **state) {
    (void)state;
    EXPECT({"expan*", "expan*(expan)"}, {"expanding*", "expanding*(expand)"}, {"*", ""}, {"**", ""},
           {"* door", "door"}, {"title:op*", "+title:op*(title:op)"}, {"-op*", "-op*(op)"},
           {"Erdo\xC4\x9F*", "erdog*(erdog)"}, {"neo-imp*", "neo imp neoimp"}, {"op*en", "op en"},
           {"U.S.*", "us*(us)"});
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
           {"-date:2022", "-[20220000..20229999]"}, {"date:2023..2022", "+[20230000..20229999]"},
           {"date:..", "date"}, {"date:", "date"}, {"date:yesterday", "date yesterday"},
           {"date:2022-13", "date 2022 13"}, {"date:99", "date 99"}, {"date:20222", "date 20222"},
           {"date:2022...", "date 2022"}, {"(date:2022)", "(+[20220000..20229999])"});
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
    size_t terms = node->kind == QUERY_TERM || node->kind == QUERY_DATE;
    for (size_t i = 0; i < node->child_count; i++)
        terms += terms_of(node->children[i]);
    return terms;
}

/* Parses what must not be slow, deep or large. */
static void parse_bounded(const char *text, size_t size) {
    for (int plain = 0; plain < 2; plain++) {
        query_tree tree = {0};
        struct timespec from, to;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        assert_int_equal(query_parse(&tree, words, text, size, plain, NULL), DOSSIER_OK);
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
                                         " ",        " ",      "a",
                                         "door",     "title:", "date:",
                                         "2022",     "..",     "key:",
                                         "author:",  "text:",  "neo-imperial",
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
        cmocka_unit_test(test_prefixes),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_nuls),
        cmocka_unit_test(test_large_queries),
        cmocka_unit_test(test_deep_parentheses),
        cmocka_unit_test(test_many_words_are_said),
        cmocka_unit_test(test_operator_soup),
    };
    return cmocka_run_group_tests(tests, make_words, free_words);
}
