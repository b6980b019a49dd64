/* test_indexer_furniture.c: lines that are not the article, and lines that only look so.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/furniture.h"

static enum furniture kind_of(const char *text) {
    unit_reader reader = unit_reader_of(text, strlen(text));
    unit u;
    buffer folded = {0};
    assert_int_equal(unit_next(&reader, &u), 1);
    assert_int_equal(unit_fold(text + u.start, u.end - u.start, &folded), 0);
    enum furniture kind = furniture_of(text, &u, folded.data, folded.size);
    buffer_free(&folded);
    return kind;
}

static void expect(enum furniture kind, const char *const *lines) {
    for (; *lines != NULL; lines++)
        if (kind_of(*lines) != kind)
            fail_msg("is %d, not %d: %s", kind_of(*lines), kind, *lines);
}

static void test_boxes(void **state) {
    static const char *const lines[] = {"Advertisement",
                                        "ADVERTISEMENT",
                                        "[Advertisement]",
                                        "Advert",
                                        "Article continues below",
                                        "* * *",
                                        "-----",
                                        "Share this article",
                                        "Share: Facebook Twitter LinkedIn",
                                        "Facebook  Twitter  LinkedIn  WhatsApp",
                                        "Copy link",
                                        "Follow us on Twitter and Facebook",
                                        "Sign up for our newsletter",
                                        "Sign up for our newsletter, every Friday.",
                                        "Subscribe now",
                                        "Subscribe to our newsletter for more.",
                                        "Get the best stories delivered to your inbox.",
                                        "Already a subscriber? Log in.",
                                        "Enter your email",
                                        "By signing up you agree to our terms of use.",
                                        "Read more: How the ferry was built",
                                        "READ MORE: Another story",
                                        "Related: The island's shop",
                                        "Related Roundup: Ferries",
                                        "Watch: The ferry at its berth",
                                        "Highlights: The race around the island",
                                        "Listen to this article",
                                        "5 min read",
                                        "12 minutes",
                                        "3 hours ago",
                                        "Skip to content",
                                        "Menu",
                                        "Click here to subscribe",
                                        "We use cookies to make this site better.",
                                        NULL};
    (void)state;
    expect(FURNITURE_BOX, lines);
}

static void test_captions(void **state) {
    static const char *const lines[] = {"Photo: a ferry at its berth",
                                        "Photo by Jane Doe",
                                        "Image: The harbor in 1920.",
                                        "Credit: Jane Doe",
                                        "Credit...Jane Doe for The Coast",
                                        "(Photo by Jane Doe/Getty Images)",
                                        "JANE DOE/AFP via Getty Images",
                                        "A ferry lies at its berth. JANE DOE/GULL PRESS",
                                        "A ferry lies at its berth. Jane Doe/Reuters",
                                        "A ferry lies at its berth. (AP Photo/Jane Doe)",
                                        "A ferry lies at its berth. Jane Doe Pictures",
                                        "A ferry at its berth in 2019. JANE DOE FOR EXAMPLE FEATURES",
                                        "Illustration by Jane Doe",
                                        "Jane Doe | Getty Images",
                                        "Getty Images",
                                        "File photo: the ferry",
                                        NULL};
    (void)state;
    expect(FURNITURE_CAPTION, lines);
}

static void test_headings(void **state) {
    static const char *const more[] = {
        "More from The Coast",       "Most read", "MOST READ", "Related Articles", "You might also like",
        "Editors\xE2\x80\x99 Picks", "Trending",  "Read next", "Keep reading",     "Recommended for you",
        "Related in The Coast",      NULL};
    static const char *const comments[] = {"Comments",
                                           "Comments (12)",
                                           "12 comments",
                                           "Join the Conversation",
                                           "Leave a comment",
                                           "34 responses to \"The ferry\"",
                                           "Show comments",
                                           "You are commenting as .",
                                           NULL};
    static const char *const end[] = {"\xC2\xA9 2022 The Coast. All rights reserved.",
                                      "(c) 2022",
                                      "Copyright 2022 The Coast",
                                      "Tags: ferry, harbor",
                                      "Topics: Islands",
                                      "Reporting by Jane Doe; editing by John Roe",
                                      "Privacy policy",
                                      "Filed under: Boats",
                                      NULL};
    (void)state;
    expect(FURNITURE_MORE, more);
    expect(FURNITURE_COMMENTS, comments);
    expect(FURNITURE_END, end);
}

static void test_prose(void **state) {
    static const char *const lines[] = {
        "No.",
        "No further.",
        "He left.",
        "Follow the money.",
        "Share prices fell on Monday, and nobody knew why.",
        "Read more books, she told her pupils, and fewer papers.",
        "Comments of this kind are rare among sailors.",
        "Subscribe to that view and the rest follows.",
        "Getting the latest figures took a month.",
        "Photographs of the ferry hung in the hall, and under each stood a date.",
        "Reuters reported the loss on Tuesday.",
        "The AP and Reuters have both left the island.",
        "Either/Or",
        "It was the best of 9/11 memorials.",
        "More than a hundred people came.",
        "More from less was the motto of the yard.",
        "Trending downward since spring, the price of fish has ruined three families.",
        "Menus were printed on the back of old charts.",
        "Advertisement was the soul of the trade, he used to say.",
        "Adverts were few in those days.",
        "Highlights of the day were the parade and the fish.",
        "Donate blood, the poster said; three people did.",
        "The ferry at Wexcombe",
        "Copyright law is no help here.",
        "Sign up, the recruiter said, and see the world.",
        "Watch out.",
        "DEAR ABBY: I wrote to you in June about my"
        " husband and his boat, and you told me to sell it, which I did, and now he has bought another one "
        "and wants me"
        " to paint it. What am I to do with a man like this, who never learns? -- WIDOWED BY A BOAT",
        NULL};
    (void)state;
    expect(FURNITURE_NONE, lines);
}

static void test_sign(void **state) {
    (void)state;
    assert_int_equal(furniture_sign(" our newsletter is free ", 24), 1);
    assert_int_equal(furniture_sign(" the sea is calm ", 17), 0);
    assert_int_equal(furniture_sign("", 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boxes), cmocka_unit_test(test_captions), cmocka_unit_test(test_headings),
        cmocka_unit_test(test_prose), cmocka_unit_test(test_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
