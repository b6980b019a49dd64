/* furniture.c: what of a page is not the article, as far as one line shows it by its words and shape.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/furniture.h"

#include <string.h>

/* How a phrase must stand in a line. */
enum how {
    WHOLE, /* it is the line */
    LABEL, /* it is what stands before the line's first colon or bar, and more follows, or nothing */
    START, /* the line begins with it; a line that ends as a sentence needs a sign besides (furniture_sign) */
    BEGIN, /* the line begins with it, sentence or not */
    HAS    /* it stands anywhere in the line */
};

typedef struct phrase {
    const char *words; /* in lower case, without punctuation */
    unsigned char how;
    unsigned char most; /* words that the line may have at the most */
    unsigned char kind; /* enum furniture */
} phrase;

#define BOX FURNITURE_BOX
#define CAPTION FURNITURE_CAPTION
#define MORE FURNITURE_MORE
#define COMMENTS FURNITURE_COMMENTS
#define END FURNITURE_END

static const phrase phrases[] = {
    /* advertisements, and where the article goes on below them */
    {"advertisement", START, 6, BOX},
    {"advertising", WHOLE, 1, BOX},
    {"advert", WHOLE, 1, BOX},
    {"ad", WHOLE, 1, BOX},
    {"sponsored", START, 3, BOX},
    {"paid content", START, 5, BOX},
    {"paid post", START, 5, BOX},
    {"promoted", WHOLE, 1, BOX},
    {"story continues below", BEGIN, 6, BOX},
    {"article continues below", BEGIN, 6, BOX},
    {"article continues after", BEGIN, 8, BOX},
    {"continue reading", START, 10, BOX},
    {"scroll to continue", START, 8, BOX},
    {"scroll down to continue", START, 8, BOX},
    {"report this ad", START, 4, BOX},
    /* sharing and saving */
    {"share", WHOLE, 1, BOX},
    {"share this", START, 7, BOX},
    {"share on", START, 6, BOX},
    {"share via", START, 6, BOX},
    {"share to", START, 6, BOX},
    {"share article", START, 4, BOX},
    {"share", LABEL, 14, BOX},
    {"share facebook", START, 12, BOX},
    {"share twitter", START, 12, BOX},
    {"share tweet", START, 12, BOX},
    {"share with", START, 6, BOX},
    {"share options", WHOLE, 2, BOX},
    {"opens in new window", HAS, 14, BOX},
    {"opens in a new window", HAS, 14, BOX},
    {"share full article", WHOLE, 3, BOX},
    {"save", WHOLE, 1, BOX},
    {"gift", WHOLE, 1, BOX},
    {"save for later", START, 5, BOX},
    {"save article", START, 4, BOX},
    {"save this", START, 5, BOX},
    {"bookmark", WHOLE, 1, BOX},
    {"bookmark this", START, 5, BOX},
    {"print", WHOLE, 1, BOX},
    {"print this", START, 5, BOX},
    {"email", WHOLE, 1, BOX},
    {"e mail", WHOLE, 2, BOX},
    {"email this", START, 6, BOX},
    {"send this", START, 6, BOX},
    {"tweet", START, 4, BOX},
    {"facebook", START, 8, BOX},
    {"twitter", WHOLE, 1, BOX},
    {"twitter facebook", START, 8, BOX},
    {"linkedin", START, 4, BOX},
    {"whatsapp", START, 4, BOX},
    {"telegram", WHOLE, 1, BOX},
    {"reddit", WHOLE, 1, BOX},
    {"pinterest", WHOLE, 1, BOX},
    {"instagram", WHOLE, 1, BOX},
    {"youtube", WHOLE, 1, BOX},
    {"copy link", START, 4, BOX},
    {"copy url", START, 4, BOX},
    {"link copied", START, 5, BOX},
    {"copied", START, 4, BOX},
    {"gift this article", START, 6, BOX},
    {"give this article", START, 5, BOX},
    {"add to favorites", WHOLE, 3, BOX},
    {"order reprints", START, 6, BOX},
    {"reuse this content", START, 5, BOX},
    {"reprints", START, 4, BOX},
    {"get rights and content", START, 5, BOX},
    {"follow us", BEGIN, 14, BOX},
    {"follow", WHOLE, 1, BOX},
    {"follow this", START, 8, BOX},
    {"follow the author", START, 6, BOX},
    {"like us on", START, 12, BOX},
    {"find us on", START, 12, BOX},
    {"join us on", START, 14, BOX},
    {"connect with us", START, 10, BOX},
    /* subscriptions, newsletters, accounts */
    {"sign up", START, 45, BOX},
    {"sign me up", START, 6, BOX},
    {"subscribe", START, 45, BOX},
    {"subscriber only", START, 5, BOX},
    {"for subscribers", WHOLE, 2, BOX},
    {"subscribers only", START, 4, BOX},
    {"get the latest", START, 45, BOX},
    {"get our", START, 40, BOX},
    {"get unlimited", START, 30, BOX},
    {"get full access", START, 30, BOX},
    {"get this delivered", START, 20, BOX},
    {"get alerts", START, 20, BOX},
    {"stay up to date", START, 40, BOX},
    {"stay informed", START, 40, BOX},
    {"stay in the know", START, 40, BOX},
    {"never miss", START, 30, BOX},
    {"dont miss", START, 30, BOX},
    {"enter your email", BEGIN, 20, BOX},
    {"your email address", BEGIN, 25, BOX},
    {"email address", START, 4, BOX},
    {"by signing up", BEGIN, 70, BOX},
    {"by subscribing", START, 70, BOX},
    {"by clicking", START, 70, BOX},
    {"by submitting", START, 70, BOX},
    {"by entering your", START, 70, BOX},
    {"by continuing", START, 60, BOX},
    {"by registering", START, 60, BOX},
    {"thank you for subscribing", BEGIN, 40, BOX},
    {"thanks for subscribing", BEGIN, 40, BOX},
    {"thank you for signing up", BEGIN, 40, BOX},
    {"thanks for signing up", BEGIN, 40, BOX},
    {"thank you for registering", BEGIN, 40, BOX},
    {"you have successfully", START, 30, BOX},
    {"already a subscriber", BEGIN, 14, BOX},
    {"already subscribed", BEGIN, 12, BOX},
    {"already a member", BEGIN, 14, BOX},
    {"already registered", BEGIN, 12, BOX},
    {"already have an account", BEGIN, 14, BOX},
    {"not a subscriber", BEGIN, 14, BOX},
    {"not a member", BEGIN, 12, BOX},
    {"not your account", BEGIN, 8, BOX},
    {"not you", START, 5, BOX},
    {"dont have an account", BEGIN, 12, BOX},
    {"do not have an account", BEGIN, 12, BOX},
    {"create an account", START, 14, BOX},
    {"create a free account", BEGIN, 16, BOX},
    {"create account", WHOLE, 2, BOX},
    {"log in", START, 16, BOX},
    {"login", START, 10, BOX},
    {"log out", WHOLE, 2, BOX},
    {"logged in as", BEGIN, 6, BOX},
    {"sign in", START, 16, BOX},
    {"sign out", WHOLE, 2, BOX},
    {"register", WHOLE, 1, BOX},
    {"register now", START, 10, BOX},
    {"register for", START, 25, BOX},
    {"to continue reading", BEGIN, 30, BOX},
    {"to read the full", START, 30, BOX},
    {"to read the rest", START, 30, BOX},
    {"this content is for", START, 20, BOX},
    {"this article is for subscribers", BEGIN, 30, BOX},
    {"you have reached your limit", START, 30, BOX},
    {"you have read", START, 20, BOX},
    {"youve read", START, 20, BOX},
    {"start your free trial", BEGIN, 14, BOX},
    {"become a member", START, 35, BOX},
    {"become a subscriber", START, 35, BOX},
    {"become a patron", START, 25, BOX},
    {"support our", START, 40, BOX},
    {"support independent", START, 40, BOX},
    {"support us", START, 20, BOX},
    {"make a donation", START, 20, BOX},
    {"donate", START, 8, BOX},
    {"newsletter", START, 6, BOX},
    {"newsletters", START, 6, BOX},
    {"our newsletter", START, 10, BOX},
    {"to your inbox", HAS, 45, BOX},
    {"in your inbox", HAS, 45, BOX},
    {"unsubscribe at any time", HAS, 60, BOX},
    {"opt out at any time", HAS, 60, BOX},
    {"download the app", START, 20, BOX},
    {"download our app", START, 20, BOX},
    {"get the app", START, 10, BOX},
    {"app store", START, 4, BOX},
    {"google play", START, 4, BOX},
    {"available on the app store", START, 10, BOX},
    /* other pieces, in the text */
    {"read more", LABEL, 45, BOX},
    {"read more", START, 22, BOX},
    {"read also", LABEL, 45, BOX},
    {"read also", START, 22, BOX},
    {"also read", LABEL, 45, BOX},
    {"also read", START, 22, BOX},
    {"read", LABEL, 30, BOX},
    {"read this", LABEL, 30, BOX},
    {"read next", START, 25, BOX},
    {"read our", START, 15, BOX},
    {"read the full", START, 12, BOX},
    {"further reading", LABEL, 30, BOX},
    {"see also", LABEL, 45, BOX},
    {"see also", START, 22, BOX},
    {"see more", START, 8, BOX},
    {"see all", START, 6, BOX},
    {"view all", START, 6, BOX},
    {"view more", START, 6, BOX},
    {"view gallery", START, 5, BOX},
    {"show more", START, 5, BOX},
    {"load more", START, 5, BOX},
    {"show less", START, 3, BOX},
    {"related", LABEL, 45, BOX},
    {"related story", LABEL, 45, BOX},
    {"related article", LABEL, 45, BOX},
    {"related roundup", BEGIN, 45, BOX},
    {"more", LABEL, 40, BOX},
    {"more on this", LABEL, 40, BOX},
    {"explainer", LABEL, 30, BOX},
    {"watch", LABEL, 40, BOX},
    {"watch now", START, 14, BOX},
    {"watch live", START, 14, BOX},
    {"watch the video", START, 10, BOX},
    {"watch video", START, 10, BOX},
    {"video", LABEL, 40, BOX},
    {"video", WHOLE, 1, BOX},
    {"play video", START, 5, BOX},
    {"play", WHOLE, 1, BOX},
    {"listen", LABEL, 40, BOX},
    {"listen", WHOLE, 1, BOX},
    {"listen to this", BEGIN, 12, BOX},
    {"listen to the", START, 8, BOX},
    {"listen now", START, 10, BOX},
    {"hear this", START, 8, BOX},
    {"audio", WHOLE, 1, BOX},
    {"audio", LABEL, 30, BOX},
    {"podcast", LABEL, 30, BOX},
    {"gallery", LABEL, 30, BOX},
    {"highlights", LABEL, 30, BOX},
    {"in pictures", LABEL, 20, BOX},
    {"click here", START, 30, BOX},
    {"click to", START, 14, BOX},
    {"tap here", START, 30, BOX},
    {"tap to", START, 8, BOX},
    {"reading time", START, 7, BOX},
    {"estimated reading time", START, 7, BOX},
    {"skip to", START, 6, BOX},
    {"skip advert", START, 4, BOX},
    {"skip", WHOLE, 1, BOX},
    {"back to top", START, 5, BOX},
    {"return to top", START, 5, BOX},
    {"menu", WHOLE, 1, BOX},
    {"search", WHOLE, 1, BOX},
    {"home", WHOLE, 1, BOX},
    {"close", WHOLE, 1, BOX},
    {"loading", START, 4, BOX},
    {"next", WHOLE, 1, BOX},
    {"previous", WHOLE, 1, BOX},
    {"next article", START, 4, BOX},
    {"previous article", START, 4, BOX},
    {"contact us", START, 6, BOX},
    {"report a typo", START, 8, BOX},
    {"report an error", START, 8, BOX},
    {"have a tip", BEGIN, 25, BOX},
    {"got a tip", BEGIN, 25, BOX},
    {"send us", START, 25, BOX},
    {"we use cookies", BEGIN, 90, BOX},
    {"this website uses cookies", BEGIN, 90, BOX},
    {"this site uses cookies", BEGIN, 90, BOX},
    {"accept all", START, 4, BOX},
    {"cookie settings", START, 4, BOX},
    {"protected by recaptcha", HAS, 30, BOX},
    {"font size", START, 6, BOX},
    {"text size", START, 6, BOX},
    {"this is a carousel", BEGIN, 20, BOX},
    {"enable javascript", HAS, 25, BOX},
    /* pictures */
    {"photo", LABEL, 60, CAPTION},
    {"photos", LABEL, 60, CAPTION},
    {"image", LABEL, 60, CAPTION},
    {"images", LABEL, 60, CAPTION},
    {"picture", LABEL, 60, CAPTION},
    {"pictured", LABEL, 60, CAPTION},
    {"photograph", LABEL, 60, CAPTION},
    {"photographs", LABEL, 60, CAPTION},
    {"photo credit", START, 40, CAPTION},
    {"photo credit", LABEL, 60, CAPTION},
    {"image credit", START, 40, CAPTION},
    {"image credit", LABEL, 60, CAPTION},
    {"picture credit", START, 40, CAPTION},
    {"credit", LABEL, 25, CAPTION},
    {"image source", START, 20, CAPTION},
    {"image caption", START, 60, CAPTION},
    {"image caption", LABEL, 60, CAPTION},
    {"media caption", START, 60, CAPTION},
    {"caption", LABEL, 60, CAPTION},
    {"photo by", START, 20, CAPTION},
    {"photos by", START, 20, CAPTION},
    {"photograph by", START, 20, CAPTION},
    {"photographs by", START, 20, CAPTION},
    {"photography by", START, 20, CAPTION},
    {"image by", START, 20, CAPTION},
    {"picture by", START, 20, CAPTION},
    {"illustration by", START, 20, CAPTION},
    {"illustrations by", START, 20, CAPTION},
    {"illustration", LABEL, 30, CAPTION},
    {"illustration", WHOLE, 1, CAPTION},
    {"photo illustration", START, 20, CAPTION},
    {"file photo", START, 60, CAPTION},
    {"file photo", LABEL, 60, CAPTION},
    {"file image", START, 60, CAPTION},
    {"file picture", START, 60, CAPTION},
    {"graphic", LABEL, 30, CAPTION},
    {"getty images", WHOLE, 2, CAPTION},
    {"enlarge", WHOLE, 1, CAPTION},
    {"enlarge this image", START, 5, CAPTION},
    {"enlarge image", START, 4, CAPTION},
    {"toggle caption", START, 4, CAPTION},
    {"hide caption", START, 4, CAPTION},
    {"image", WHOLE, 1, CAPTION},
    {"photo", WHOLE, 1, CAPTION},
    {"photos", WHOLE, 1, CAPTION},
    {"view image", START, 5, CAPTION},
    /* headings over other pieces */
    {"more from", START, 10, MORE},
    {"more by", START, 8, MORE},
    {"more on", START, 8, MORE},
    {"more about", START, 7, MORE},
    {"more in", START, 6, MORE},
    {"more stories", START, 6, MORE},
    {"more news", START, 6, MORE},
    {"more articles", START, 6, MORE},
    {"more to read", START, 5, MORE},
    {"more like this", START, 5, MORE},
    {"more reading", START, 4, MORE},
    {"other stories", START, 6, MORE},
    {"related", WHOLE, 1, MORE},
    {"related stories", START, 6, MORE},
    {"related articles", START, 6, MORE},
    {"related story", WHOLE, 2, MORE},
    {"related article", WHOLE, 2, MORE},
    {"related content", START, 6, MORE},
    {"related coverage", START, 5, MORE},
    {"related news", START, 5, MORE},
    {"related posts", START, 5, MORE},
    {"related reading", START, 5, MORE},
    {"related pieces", START, 5, MORE},
    {"related links", START, 5, MORE},
    {"also in", START, 6, MORE},
    {"also on", START, 6, MORE},
    {"most read", START, 6, MORE},
    {"most popular", START, 6, MORE},
    {"most viewed", START, 6, MORE},
    {"most shared", START, 6, MORE},
    {"most commented", START, 6, MORE},
    {"trending", START, 5, MORE},
    {"popular", WHOLE, 1, MORE},
    {"popular now", START, 4, MORE},
    {"popular stories", START, 5, MORE},
    {"popular articles", START, 5, MORE},
    {"top stories", START, 6, MORE},
    {"latest news", START, 6, MORE},
    {"latest stories", START, 6, MORE},
    {"latest articles", START, 6, MORE},
    {"latest from", START, 8, MORE},
    {"the latest", WHOLE, 2, MORE},
    {"editors picks", START, 5, MORE},
    {"editors choice", START, 5, MORE},
    {"our picks", START, 4, MORE},
    {"recommended", START, 5, MORE},
    {"recommended for you", START, 5, MORE},
    {"read this next", START, 5, MORE},
    {"what to read next", START, 6, MORE},
    {"up next", START, 5, MORE},
    {"you may also", BEGIN, 8, MORE},
    {"you might also", BEGIN, 8, MORE},
    {"you may be interested", BEGIN, 8, MORE},
    {"you may like", BEGIN, 6, MORE},
    {"people also read", START, 6, MORE},
    {"readers also", START, 6, MORE},
    {"in case you missed it", BEGIN, 7, MORE},
    {"elsewhere on", START, 7, MORE},
    {"around the web", START, 5, MORE},
    {"from around the web", START, 6, MORE},
    {"from the web", START, 4, MORE},
    {"from our partners", START, 6, MORE},
    {"from our sponsors", START, 6, MORE},
    {"from the archive", START, 6, MORE},
    {"from the archives", START, 6, MORE},
    {"keep reading", WHOLE, 2, MORE},
    {"keep exploring", START, 4, MORE},
    {"explore more", START, 6, MORE},
    {"explore topics", START, 4, MORE},
    {"discover more", START, 6, MORE},
    {"stories for you", START, 5, MORE},
    {"for you", WHOLE, 2, MORE},
    {"dont miss", WHOLE, 2, MORE},
    {"see also", WHOLE, 2, MORE},
    {"read more", WHOLE, 2, MORE},
    {"read next", WHOLE, 2, MORE},
    {"related in", START, 7, MORE},
    {"related from", START, 7, MORE},
    /* readers */
    {"comments", WHOLE, 1, COMMENTS},
    {"comment", WHOLE, 1, BOX},
    {"comments", LABEL, 6, COMMENTS},
    {"join the conversation", BEGIN, 30, COMMENTS},
    {"join the discussion", BEGIN, 30, COMMENTS},
    {"join the debate", BEGIN, 30, COMMENTS},
    {"start the conversation", BEGIN, 12, COMMENTS},
    {"leave a comment", BEGIN, 14, COMMENTS},
    {"leave a reply", BEGIN, 10, COMMENTS},
    {"leave your comment", BEGIN, 10, COMMENTS},
    {"post a comment", BEGIN, 14, COMMENTS},
    {"add a comment", BEGIN, 14, COMMENTS},
    {"add your comment", BEGIN, 14, COMMENTS},
    {"write a comment", BEGIN, 14, COMMENTS},
    {"have your say", BEGIN, 14, COMMENTS},
    {"what do you think", START, 25, COMMENTS},
    {"view comments", START, 6, COMMENTS},
    {"show comments", START, 6, COMMENTS},
    {"read comments", START, 6, COMMENTS},
    {"view all comments", START, 6, COMMENTS},
    {"reader comments", START, 6, COMMENTS},
    {"readers comments", START, 6, COMMENTS},
    {"comments are closed", BEGIN, 10, COMMENTS},
    {"comments on this", BEGIN, 16, COMMENTS},
    {"comment on this", BEGIN, 14, COMMENTS},
    {"you must be logged in", BEGIN, 20, COMMENTS},
    {"you need to be logged in", BEGIN, 20, COMMENTS},
    {"you are commenting as", BEGIN, 10, COMMENTS},
    {"commenting as", BEGIN, 8, COMMENTS},
    {"comment guidelines", HAS, 40, COMMENTS},
    {"comment policy", HAS, 40, COMMENTS},
    {"community guidelines", HAS, 40, COMMENTS},
    {"community standards", HAS, 40, COMMENTS},
    {"letters to the editor", START, 8, COMMENTS},
    /* the end of a page */
    {"all rights reserved", HAS, 70, END},
    {"may not be published broadcast", HAS, 70, END},
    {"may not be reproduced", HAS, 70, END},
    {"terms of use", START, 14, END},
    {"terms of service", START, 14, END},
    {"terms and conditions", START, 14, END},
    {"privacy policy", START, 14, END},
    {"privacy notice", START, 10, END},
    {"cookie policy", START, 8, END},
    {"about us", START, 8, END},
    {"topics", LABEL, 40, END},
    {"topics", WHOLE, 1, END},
    {"tags", LABEL, 40, END},
    {"tags", WHOLE, 1, END},
    {"tagged", START, 25, END},
    {"filed under", BEGIN, 30, END},
    {"categories", LABEL, 30, END},
    {"category", LABEL, 20, END},
    {"keywords", LABEL, 40, END},
    {"posted in", START, 20, END},
    {"explore more on these topics", BEGIN, 10, END},
    {"reporting by", BEGIN, 45, END},
    {"additional reporting", BEGIN, 45, END},
    {"editing by", BEGIN, 30, END},
    {"edited by", START, 20, END},
    {"with reporting by", BEGIN, 30, END},
    {"our standards", LABEL, 16, END},
    {"the views expressed", BEGIN, 60, END},
    {"the opinions expressed", BEGIN, 60, END},
    {"views expressed in this", BEGIN, 60, END},
    {"opinions expressed in this", BEGIN, 60, END},
    {"this article was originally published", BEGIN, 40, END},
    {"this article first appeared", BEGIN, 40, END},
    {"this article originally appeared", BEGIN, 40, END},
    {"this article appears in", BEGIN, 40, END},
    {"this story originally appeared", BEGIN, 40, END},
    {"a version of this article", BEGIN, 45, END},
    {"about the author", START, 5, END},
    {"about the authors", START, 5, END},
    {"disclaimer", LABEL, 90, END},
};

#undef BOX
#undef CAPTION
#undef MORE
#undef COMMENTS
#undef END

/* Whether `words` stand at `at` in a folded text, as whole words. */
static int stands_at(const char *folded, size_t size, size_t at, const char *words) {
    size_t n = strlen(words);
    return at + n < size && memcmp(folded + at, words, n) == 0 && folded[at + n] == ' ';
}

static int has_words(const char *folded, size_t size, const char *words) {
    for (size_t at = 0; at + 1 < size;) {
        const char *space = memchr(folded + at, ' ', size - at);
        if (space == NULL)
            return 0;
        at = (size_t)(space - folded) + 1;
        if (stands_at(folded, size, at, words))
            return 1;
    }
    return 0;
}

int furniture_sign(const char *folded, size_t size) {
    static const char *const signs[] = {"newsletter",   "newsletters",    "subscribe",
                                        "subscription", "subscriptions",  "subscriber",
                                        "subscribers",  "inbox",          "email",
                                        "emails",       "account",        "app",
                                        "podcast",      "click",          "tap",
                                        "facebook",     "twitter",        "instagram",
                                        "whatsapp",     "telegram",       "youtube",
                                        "linkedin",     "unlimited",      "privacy policy",
                                        "terms of",     "cookies",        "log in",
                                        "sign in",      "sign up",        "membership",
                                        "updates",      "breaking news",  "www",
                                        "http",         "https",          "us on",
                                        "here",         "our journalism", "our reporting",
                                        "our website",  "our site",       "browser",
                                        "articles",     "commenting",     "comments",
                                        "free",         "digest",         "weekly",
                                        "daily",        "edition",        "briefing",
                                        "a week",       "a month",        "today",
                                        "now",          "user",           NULL};
    for (const char *const *sign = signs; *sign != NULL; sign++)
        if (has_words(folded, size, *sign))
            return 1;
    return 0;
}

/* The length of the folded part that stands for what is before the line's first colon or bar; 0 where there
 * is none. A bar or colon far in is no label's. */
static size_t label_length(const char *text, const unit *u, const char *folded, size_t size) {
    size_t words = 0, end = u->start;
    int in_word = 0;
    while (end < u->end && text[end] != ':' && text[end] != '|') {
        int space = unit_space(text + end, u->end - end) > 0;
        words += !space && !in_word;
        in_word = !space;
        if (++end - u->start > 40 || words > 5)
            return 0;
    }
    if (end == u->end)
        return 0;
    size_t at = 0;
    for (size_t i = 0; i <= words && at < size; i++) {
        const char *space = memchr(folded + at, ' ', size - at);
        if (space == NULL)
            return 0;
        at = (size_t)(space - folded) + 1;
    }
    return at;
}

static int phrase_fits(const phrase *p, const unit *u, const char *folded, size_t size, size_t label) {
    size_t n = strlen(p->words);
    if (u->words > p->most)
        return 0;
    switch (p->how) {
    case WHOLE:
        return size == n + 2 && stands_at(folded, size, 1, p->words) && !u->stop;
    case LABEL:
        return label == n + 2 && stands_at(folded, size, 1, p->words) &&
               (!u->stop || u->words <= 25 || p->kind != FURNITURE_BOX || furniture_sign(folded, size));
    case START:
        return stands_at(folded, size, 1, p->words) &&
               (!u->stop || furniture_sign(folded + n + 1, size - n - 1));
    case BEGIN:
        return stands_at(folded, size, 1, p->words);
    default:
        return has_words(folded, size, p->words);
    }
}

/* "5 min read", "12 comments", "Comments (12)", "3 hours ago", "1.2k shares". */
static enum furniture counted_thing(const unit *u, const char *folded, size_t size) {
    static const struct {
        const char *words;
        enum furniture kind;
    } things[] = {{"min read", FURNITURE_BOX},       {"minute read", FURNITURE_BOX},
                  {"minutes read", FURNITURE_BOX},   {"mins read", FURNITURE_BOX},
                  {"shares", FURNITURE_BOX},         {"share", FURNITURE_BOX},
                  {"views", FURNITURE_BOX},          {"likes", FURNITURE_BOX},
                  {"hours ago", FURNITURE_BOX},      {"hour ago", FURNITURE_BOX},
                  {"days ago", FURNITURE_BOX},       {"day ago", FURNITURE_BOX},
                  {"minutes ago", FURNITURE_BOX},    {"mins ago", FURNITURE_BOX},
                  {"comments", FURNITURE_COMMENTS},  {"comment", FURNITURE_COMMENTS},
                  {"minutes", FURNITURE_BOX},        {"min", FURNITURE_BOX},
                  {"min listen", FURNITURE_BOX},     {"replies", FURNITURE_COMMENTS},
                  {"responses", FURNITURE_COMMENTS}, {"conversation", FURNITURE_COMMENTS}};
    static const char *const answers[] = {" responses to ", " thoughts on ", " comments on ", " replies to ",
                                          " comments to ",  " response to ", " comment on "};
    int digit_first = size > 1 && folded[1] >= '0' && folded[1] <= '9';
    for (size_t i = 0, n; digit_first && u->words < 30 && i < sizeof answers / sizeof *answers; i++) {
        const char *space = memchr(folded + 1, ' ', size - 1);
        n = strlen(answers[i]);
        if (space != NULL && (size_t)(folded + size - space) > n && memcmp(space, answers[i], n) == 0)
            return FURNITURE_COMMENTS;
    }
    if (u->words > 5 || u->stop)
        return FURNITURE_NONE;
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        size_t n = strlen(things[i].words);
        if (digit_first && size > n + 2 && folded[size - n - 2] == ' ' &&
            stands_at(folded, size, size - n - 1, things[i].words))
            return things[i].kind;
        if (things[i].kind == FURNITURE_COMMENTS && stands_at(folded, size, 1, things[i].words) &&
            size > n + 2 && folded[n + 2] >= '0' && folded[n + 2] <= '9')
            return things[i].kind;
    }
    return FURNITURE_NONE;
}

/* Who sells pictures, and how their credits speak. */
static int names_agency(const char *folded, size_t size) {
    static const char *const agencies[] = {"getty images",
                                           "getty",
                                           "afp",
                                           "reuters",
                                           "associated press",
                                           "ap photo",
                                           "epa",
                                           "epa efe",
                                           "bloomberg",
                                           "shutterstock",
                                           "alamy",
                                           "xinhua",
                                           "tass",
                                           "anadolu",
                                           "magnum",
                                           "zuma",
                                           "nurphoto",
                                           "sipa",
                                           "pa media",
                                           "pa wire",
                                           "pa images",
                                           "wikimedia",
                                           "wikimedia commons",
                                           "flickr",
                                           "unsplash",
                                           "pixabay",
                                           "istock",
                                           "press association",
                                           "photo by",
                                           "photograph by",
                                           "picture alliance",
                                           "creative commons",
                                           "public domain",
                                           "file photo",
                                           "handout",
                                           "courtesy of",
                                           "pool photo",
                                           "dpa",
                                           "redux",
                                           "corbis",
                                           "ap",
                                           NULL};
    for (const char *const *a = agencies; *a != NULL; a++)
        if (has_words(folded, size, *a))
            return 1;
    return 0;
}

static int is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

/* "NAME/AGENCY", where `strict` wants the name in capitals. */
static int has_slash(const char *text, size_t size, int strict) {
    for (size_t at = 2; at + 1 < size; at++) {
        if (text[at] != '/' || !is_upper(text[at + 1]))
            continue;
        size_t begin = at;
        while (begin > 0 && unit_space(text + begin - 1, at - begin + 1) == 0)
            begin--;
        int capitals = is_upper(text[at - 1]) && is_upper(text[at - 2]);
        if (is_upper(text[begin]) && (capitals || !strict))
            return 1;
    }
    return 0;
}

/* Whether the words are all capitalised and the last one is what picture archives call themselves. */
static int is_archive_name(const char *text, size_t size, const char *folded, size_t folded_size) {
    static const char *const archives[] = {"images",  "photo",    "photos",      "pictures",
                                           "archive", "archives", "photography", "collection",
                                           "library", "press",    "agency",      NULL};
    for (const char *const *a = archives; *a != NULL; a++) {
        size_t n = strlen(*a);
        if (folded_size < n + 3 || !stands_at(folded, folded_size, folded_size - n - 1, *a))
            continue;
        for (size_t at = 0; at < size; at++)
            if (text[at] >= 'a' && text[at] <= 'z' && (at == 0 || text[at - 1] == ' '))
                return 0;
        return folded[folded_size - n - 2] == ' ';
    }
    return 0;
}

/* Two words or more without a small letter, as photographers' names are set. */
static int is_in_capitals(const char *text, size_t size) {
    size_t words = 0, letters = 0;
    for (size_t i = 0; i < size; i++) {
        /* A dash is before who signs a letter. */
        if ((text[i] >= 'a' && text[i] <= 'z') || (text[i] == '-' && (i == 0 || text[i - 1] == ' ')) ||
            text[i] == '\xE2')
            return 0;
        letters += is_upper(text[i]);
        words += i > 0 && text[i - 1] == ' ' && text[i] != ' ';
    }
    return words >= 1 && letters >= 6;
}

/* In a text that is all in capitals, they say nothing. */
static int has_small_letter(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (text[i] >= 'a' && text[i] <= 'z')
            return 1;
    return 0;
}

/* Where the last sentence that ends inside a unit ends; u->start where none does. */
static size_t last_stop(const char *text, const unit *u) {
    for (size_t at = u->end; at > u->start + 1; at--) {
        char c = text[at - 2];
        if ((c != '.' && c != '!' && c != '?') || unit_space(text + at - 1, u->end - at + 1) == 0)
            continue;
        /* An initial or a month's abbreviation in front of a credit is no sentence's end: "J. SMITH/AFP". */
        if (c == '.' && at - 2 > u->start && is_upper(text[at - 3]) &&
            (at - 3 == u->start || text[at - 4] == ' '))
            continue;
        return at;
    }
    return u->start;
}

/* A caption with its credit behind the last sentence, or a credit alone (*only). */
static int is_credit(const char *text, const unit *u, const char *folded, size_t size, int *only) {
    *only = 0;
    if (u->stop || u->colon || u->words > 60 || text[u->end - 1] == ',')
        return 0;
    size_t cut = last_stop(text, u), words = 0, at = size > 0 ? size - 1 : 0;
    const char *tail = text + cut;
    size_t tail_size = u->end - cut;
    for (size_t i = 0, in_word = 0; i < tail_size; i++) {
        int space = unit_space(tail + i, tail_size - i) > 0;
        words += !space && !in_word;
        in_word = !space;
    }
    if (words == 0 || words > 12)
        return 0;
    /* The same words at the end of the folded text, about: a slash makes two of one there. */
    for (size_t left = words + 1; at > 0 && left > 0;)
        left -= folded[--at] == ' ';
    const char *f = folded + at;
    size_t f_size = size - at;
    if (cut > u->start)
        return names_agency(f, f_size) || has_slash(tail, tail_size, 0) ||
               (u->words <= 45 && is_in_capitals(tail, tail_size) &&
                has_small_letter(text + u->start, cut - u->start)) ||
               is_archive_name(tail, tail_size, f, f_size);
    *only = words <= 8;
    if (has_slash(tail, tail_size, 1) || (has_slash(tail, tail_size, 0) && names_agency(f, f_size)))
        return 1;
    if (memchr(tail, '|', tail_size) != NULL && words <= 8 && names_agency(f, f_size))
        return 1;
    if (has_words(f, f_size, "via getty images") || has_words(f, f_size, "ap photo"))
        return 1;
    if (text[u->start] == '(' && text[u->end - 1] == ')')
        return names_agency(f, f_size);
    return words <= 4 && is_archive_name(tail, tail_size, f, f_size) && names_agency(f, f_size);
}

static int has_year(const char *text, size_t size) {
    for (size_t at = 0; at + 4 <= size; at++)
        if ((memcmp(text + at, "19", 2) == 0 || memcmp(text + at, "20", 2) == 0) && text[at + 2] >= '0' &&
            text[at + 2] <= '9' && text[at + 3] >= '0' && text[at + 3] <= '9')
            return 1;
    return 0;
}

/* "(c) 2022", "© Someone", "Copyright 2022 ...". */
static int is_copyright(const char *text, const unit *u, const char *folded, size_t size) {
    size_t length = u->end - u->start;
    if (u->words > 60)
        return 0;
    /* "(c)" is also what stands between "(b)" and "(d)": a year must be near. */
    if (length >= 3 && text[u->start] == '(' && (text[u->start + 1] | 0x20) == 'c' &&
        text[u->start + 2] == ')')
        return has_year(text + u->start, length < 40 ? length : 40);
    if (length >= 2 && memcmp(text + u->start, "\xC2\xA9", 2) == 0)
        return 1;
    return size > 12 && stands_at(folded, size, 1, "copyright") &&
           (folded[11] == '1' || folded[11] == '2' || stands_at(folded, size, 11, "c") || !u->stop);
}

/* "Credit...Jane Doe", with the points that stand for a gap in the page. */
static int is_dotted_credit(const char *text, const unit *u) {
    static const char *const openings[] = {"Credit...", "Credit\xE2\x80\xA6"};
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(openings[i]);
        if (u->end - u->start > n && memcmp(text + u->start, openings[i], n) == 0)
            return u->words < 25;
    }
    return 0;
}

enum furniture furniture_of(const char *text, const unit *u, const char *folded, size_t size) {
    int only;
    if (u->words == 0)
        return FURNITURE_BOX;
    if (u->words <= 90) {
        size_t label = label_length(text, u, folded, size);
        const phrase *best = NULL;
        for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
            if (phrase_fits(&phrases[i], u, folded, size, label) &&
                (best == NULL || strlen(phrases[i].words) > strlen(best->words) || phrases[i].how == WHOLE))
                best = &phrases[i];
        if (best != NULL)
            return (enum furniture)best->kind;
    }
    enum furniture counted = counted_thing(u, folded, size);
    if (counted != FURNITURE_NONE)
        return counted;
    if (is_copyright(text, u, folded, size))
        return FURNITURE_END;
    if (is_dotted_credit(text, u) || is_credit(text, u, folded, size, &only))
        return FURNITURE_CAPTION;
    return FURNITURE_NONE;
}

int furniture_is_credit_only(const char *text, const unit *u, const char *folded, size_t folded_size) {
    int only;
    return is_dotted_credit(text, u) || (is_credit(text, u, folded, folded_size, &only) && only) ||
           (u->words <= 10 && !u->stop && label_length(text, u, folded, folded_size) > 0 &&
            furniture_of(text, u, folded, folded_size) == FURNITURE_CAPTION);
}
