/* html_hints.c: reads the names of elements word by word; names are English on pages in any language.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html_hints.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What one word of a name says.  A name such as "entry-content" has two words: a subject (of what) and a
 * part. */
enum word_sense {
    WORD_JUNK = 1,
    WORD_COMMENTS = 2,
    WORD_BYLINE = 4,
    WORD_SUBJECT = 8,
    WORD_PART = 16,
    WORD_HIDDEN = 32,
    WORD_EXACT =
        64, /* only as a whole word; other words also as the beginning of a longer one ("sharebar") */
    WORD_ALONE = 128, /* junk only where it is all of the name, or its last word */
    WORD_EMBED = 256, /* a piece of another site as part of the text */
    WORD_CAPTION = 512,
    WORD_OVER = 1024
};

/* In the order of their bytes. */
static const struct word {
    const char *text;
    unsigned sense;
} words[] = {
    {"ad", WORD_JUNK | WORD_EXACT},
    {"ads", WORD_JUNK | WORD_EXACT},
    {"adv", WORD_JUNK | WORD_EXACT},
    {"advert", WORD_JUNK},
    {"also", WORD_JUNK | WORD_EXACT},
    {"article", WORD_SUBJECT | WORD_EXACT},
    {"articlebody", WORD_SUBJECT | WORD_PART | WORD_EXACT},
    {"articlecontent", WORD_SUBJECT | WORD_PART | WORD_EXACT},
    {"articletext", WORD_SUBJECT | WORD_PART | WORD_EXACT},
    {"aside", WORD_JUNK | WORD_EXACT},
    {"author", WORD_BYLINE},
    {"banner", WORD_JUNK},
    {"blog", WORD_SUBJECT | WORD_EXACT},
    {"blogpost", WORD_SUBJECT | WORD_EXACT},
    {"blurb", WORD_JUNK | WORD_EXACT},
    {"body", WORD_PART | WORD_EXACT},
    {"breadcrumb", WORD_JUNK},
    {"button", WORD_JUNK},
    {"byline", WORD_BYLINE},
    {"callout", WORD_JUNK | WORD_EXACT},
    {"caption", WORD_JUNK | WORD_CAPTION},
    {"carousel", WORD_JUNK},
    {"categories", WORD_JUNK | WORD_ALONE},
    {"category", WORD_JUNK | WORD_ALONE},
    {"comment", WORD_COMMENTS},
    {"consent", WORD_JUNK | WORD_OVER},
    {"contact", WORD_JUNK | WORD_ALONE},
    {"content", WORD_PART | WORD_EXACT},
    {"contents", WORD_PART | WORD_EXACT},
    {"contributor", WORD_BYLINE},
    {"cookie", WORD_JUNK | WORD_OVER},
    {"copy", WORD_PART | WORD_EXACT},
    {"copyright", WORD_JUNK},
    {"credit", WORD_JUNK | WORD_CAPTION},
    {"crumb", WORD_JUNK},
    {"cta", WORD_JUNK | WORD_EXACT},
    {"date", WORD_BYLINE | WORD_EXACT},
    {"detail", WORD_PART | WORD_EXACT},
    {"disclaimer", WORD_JUNK},
    {"discuss", WORD_COMMENTS},
    {"donat", WORD_JUNK},
    {"email", WORD_JUNK | WORD_EXACT},
    {"embed", WORD_EMBED},
    {"entry", WORD_SUBJECT | WORD_EXACT},
    {"figcaption", WORD_JUNK | WORD_CAPTION},
    {"follow", WORD_JUNK},
    {"foot", WORD_JUNK | WORD_EXACT},
    {"footer", WORD_JUNK},
    {"gallery", WORD_JUNK},
    {"gdpr", WORD_JUNK | WORD_OVER},
    {"hentry", WORD_SUBJECT | WORD_EXACT},
    {"hidden", WORD_HIDDEN | WORD_EXACT},
    {"hide", WORD_HIDDEN | WORD_EXACT},
    {"jump", WORD_JUNK | WORD_EXACT},
    {"lightbox", WORD_JUNK | WORD_OVER},
    {"login", WORD_JUNK},
    {"main", WORD_SUBJECT | WORD_EXACT},
    {"masthead", WORD_JUNK},
    {"menu", WORD_JUNK},
    {"meta", WORD_JUNK | WORD_EXACT},
    {"metadata", WORD_JUNK | WORD_EXACT},
    {"modal", WORD_JUNK | WORD_OVER},
    {"more", WORD_JUNK | WORD_EXACT},
    {"most", WORD_JUNK | WORD_EXACT},
    {"nav", WORD_JUNK},
    {"news", WORD_SUBJECT | WORD_EXACT},
    {"newsletter", WORD_JUNK},
    {"next", WORD_JUNK | WORD_EXACT},
    {"noprint", WORD_JUNK},
    {"optin", WORD_JUNK},
    {"overlay", WORD_JUNK | WORD_OVER},
    {"page", WORD_SUBJECT | WORD_EXACT},
    {"pager", WORD_JUNK},
    {"pagination", WORD_JUNK},
    {"player", WORD_JUNK | WORD_ALONE},
    {"poll", WORD_JUNK | WORD_EXACT},
    {"popular", WORD_JUNK},
    {"popup", WORD_JUNK | WORD_OVER},
    {"post", WORD_SUBJECT | WORD_EXACT},
    {"postbody", WORD_SUBJECT | WORD_PART | WORD_EXACT},
    {"posttext", WORD_SUBJECT | WORD_PART | WORD_EXACT},
    {"prev", WORD_JUNK | WORD_EXACT},
    {"previous", WORD_JUNK | WORD_EXACT},
    {"print", WORD_JUNK | WORD_ALONE},
    {"promo", WORD_JUNK},
    {"pubdate", WORD_BYLINE},
    {"published", WORD_BYLINE | WORD_EXACT},
    {"rating", WORD_JUNK},
    {"readmore", WORD_JUNK},
    {"readnext", WORD_JUNK},
    {"recirc", WORD_JUNK},
    {"recommend", WORD_JUNK},
    {"related", WORD_JUNK},
    {"reply", WORD_COMMENTS | WORD_EXACT},
    {"respond", WORD_COMMENTS | WORD_EXACT},
    {"share", WORD_JUNK},
    {"sharing", WORD_JUNK},
    {"shopping", WORD_JUNK},
    {"sidebar", WORD_JUNK},
    {"sign", WORD_JUNK | WORD_EXACT},
    {"signup", WORD_JUNK},
    {"skip", WORD_JUNK | WORD_EXACT},
    {"slideshow", WORD_JUNK},
    {"social", WORD_JUNK},
    {"sponsor", WORD_JUNK},
    {"story", WORD_SUBJECT | WORD_EXACT},
    {"storybody", WORD_SUBJECT | WORD_PART | WORD_EXACT},
    {"subscri", WORD_JUNK},
    {"tags", WORD_JUNK | WORD_ALONE},
    {"teaser", WORD_JUNK},
    {"text", WORD_PART | WORD_EXACT},
    {"thumb", WORD_JUNK},
    {"timestamp", WORD_BYLINE},
    {"tool", WORD_JUNK | WORD_EXACT},
    {"toolbar", WORD_JUNK},
    {"tools", WORD_JUNK | WORD_EXACT},
    {"tooltip", WORD_JUNK},
    {"trending", WORD_JUNK},
    {"upsell", WORD_JUNK},
    {"video", WORD_JUNK | WORD_ALONE},
    {"vote", WORD_JUNK | WORD_EXACT},
    {"widget", WORD_JUNK | WORD_ALONE},
};

/* The sense of a word; of several that it begins with, that of the last (the longest). */
static unsigned sense_of(const char *word, size_t size) {
    size_t low = 0, high = sizeof words / sizeof *words;
    /* The first entry behind the word. */
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(words[middle].text, word, size);
        if (order < 0 || (order == 0 && strlen(words[middle].text) == size))
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i > 0 && words[i - 1].text[0] == word[0]; i--) {
        size_t n = strlen(words[i - 1].text);
        if (n <= size && memcmp(words[i - 1].text, word, n) == 0 &&
            (n == size || (words[i - 1].sense & WORD_EXACT) == 0))
            return words[i - 1].sense;
    }
    return 0;
}

static int is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Cuts the next word off a name: letters up to another character or a capital behind a small letter. */
static size_t next_word(const char **at, const char *end, char word[32]) {
    size_t n = 0;
    while (*at < end && !is_letter(**at))
        ++*at;
    for (char before = 'A'; *at < end && is_letter(**at); ++*at) {
        if (before >= 'a' && **at <= 'Z')
            break;
        before = **at;
        if (n < 31)
            word[n++] = (char)(before | 0x20);
    }
    word[n] = '\0';
    return n;
}

/* Names that say which articles an element is in, not what it is: "category-tools", "tag-video". */
static int names_topic(const char *name, size_t size) {
    static const char *const starts[] = {"category-", "tag-",    "type-",  "status-",
                                         "format-",   "postid-", "has-",   "no-",
                                         "is-",       "with-",   "js-has", "author-archive"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t n = strlen(starts[i]);
        if (size > n && strncasecmp(name, starts[i], n) == 0)
            return 1;
    }
    return 0;
}

/* The hints of one name of a class, or of an id. */
static unsigned hints_of_name(const char *name, size_t size) {
    const char *end = name + size, *at = name;
    char word[32];
    unsigned all = 0, last = 0, junk = 0;
    size_t count = 0;
    if (names_topic(name, size))
        return 0;
    for (size_t n; (n = next_word(&at, end, word)) > 0; count++) {
        last = sense_of(word, n);
        if ((last & WORD_ALONE) == 0)
            junk |= last & (WORD_JUNK | WORD_COMMENTS | WORD_BYLINE | WORD_CAPTION | WORD_OVER);
        all |= last;
    }
    if ((last & WORD_ALONE) != 0)
        junk |= WORD_JUNK;
    unsigned hints = 0;
    if ((all & WORD_EMBED) != 0 && (junk & WORD_CAPTION) == 0)
        return 0;
    if ((junk & WORD_JUNK) != 0)
        hints |= HINT_JUNK;
    if ((junk & WORD_OVER) != 0)
        hints |= HINT_OVER;
    if ((junk & WORD_COMMENTS) != 0)
        hints |= HINT_COMMENTS;
    if ((junk & WORD_BYLINE) != 0)
        hints |= HINT_BYLINE;
    if ((all & WORD_HIDDEN) != 0 && count == 1)
        hints |= HINT_HIDDEN;
    if (junk == 0 && (all & WORD_SUBJECT) != 0 && (last & WORD_PART) != 0)
        hints |= HINT_BODY;
    else if (junk == 0 && (all & (WORD_SUBJECT | WORD_PART)) != 0 && count <= 2)
        hints |= HINT_ARTICLE;
    return hints;
}

/* What is not worth printing is not worth reading. */
static int is_unprinted(const char *name, size_t size) {
    static const char *const all[] = {"noprint",      "no-print",   "no_print",     "d-print-none",
                                      "hidden-print", "hide-print", "print-hidden", "print-hide",
                                      "dontprint",    "donotprint"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strlen(all[i]) == size && strncasecmp(name, all[i], size) == 0)
            return 1;
    return 0;
}

static unsigned hints_of_names(dossier_str names) {
    unsigned hints = 0;
    size_t at = 0;
    while (at < names.size) {
        size_t from = at;
        while (at < names.size && names.data[at] != ' ' &&
               !(names.data[at] >= '\t' && names.data[at] <= '\r'))
            at++;
        if (at > from)
            hints |= is_unprinted(names.data + from, at - from) ? HINT_JUNK
                                                                : hints_of_name(names.data + from, at - from);
        at++;
    }
    return hints;
}

static int is_one_of(dossier_str value, const char *const *list) {
    for (; *list != NULL; list++)
        if (strlen(*list) == value.size && strncasecmp(*list, value.data, value.size) == 0)
            return 1;
    return 0;
}

/* "display: none", with or without spaces. */
static int is_hidden_by_style(dossier_str style) {
    for (size_t i = 0; i + 12 <= style.size; i++) {
        if (strncasecmp(style.data + i, "display", 7) != 0)
            continue;
        for (i += 7; i < style.size && (style.data[i] == ' ' || style.data[i] == ':'); i++) {}
        if (i + 4 <= style.size && strncasecmp(style.data + i, "none", 4) == 0)
            return 1;
    }
    return 0;
}

unsigned html_hints_of(const html_tree *tree, size_t node) {
    static const char *const junk_roles[] = {
        "navigation", "banner",      "complementary", "contentinfo", "search", "menu", "menubar",
        "dialog",     "alertdialog", "toolbar",       "tablist",     "note",   NULL};
    static const char *const main_roles[] = {"main", "article", NULL};
    static const char *const body_props[] = {"articleBody", "reviewBody", "description articleBody", NULL};
    static const char *const byline_props[] = {"author", "datePublished", "dateModified", "publisher", NULL};
    static const char *const comment_props[] = {"comment", "comments", NULL};
    if (tree->nodes[node].attr_count == 0)
        return 0;
    dossier_str role = html_attr_of(tree, node, ATTR_ROLE), prop = html_attr_of(tree, node, ATTR_ITEMPROP);
    unsigned hints = hints_of_names(html_attr_of(tree, node, ATTR_CLASS)) |
                     hints_of_names(html_attr_of(tree, node, ATTR_ID));
    if (is_one_of(role, junk_roles))
        hints |= HINT_JUNK;
    if (is_one_of(role, main_roles))
        hints |= HINT_ARTICLE;
    if (is_one_of(prop, body_props))
        hints |= HINT_BODY;
    if (is_one_of(prop, byline_props))
        hints |= HINT_BYLINE;
    if (is_one_of(prop, comment_props))
        hints |= HINT_COMMENTS;
    if (html_attr_of(tree, node, ATTR_HIDDEN).data != NULL ||
        is_hidden_by_style(html_attr_of(tree, node, ATTR_STYLE_ATTR)))
        hints |= HINT_HIDDEN;
    return hints;
}
