/* html_meta.c: title, author, date and the like, from JSON-LD, meta tags and the elements that show them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html_meta.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "indexer/byline.h"
#include "indexer/date.h"
#include "indexer/html_blocks.h"
#include "indexer/html_hints.h"
#include "indexer/html_words.h"

/* Two texts that share so many of a hundred words are the same title; a heading that is it has so many of
 * them. */
enum { AGREE = 60, COVERS = 45, HEADINGS_MOST = 8, LINE_MOST = 300 };

/* The meta tags that may say a thing, the most trusted first; each in lower case. */
static const char *const titles[] = {"og:title",      "twitter:title",  "dc.title", "dcterms.title",
                                     "parsely-title", "sailthru.title", "title",    NULL};
static const char *const descriptions[] = {"og:description", "description", "twitter:description",
                                           "dc.description", NULL};
static const char *const authors[] = {"author",
                                      "article:author",
                                      "og:article:author",
                                      "dc.creator",
                                      "dcterms.creator",
                                      "parsely-author",
                                      "sailthru.author",
                                      "byl",
                                      NULL};
static const char *const dates[] = {"article:published_time",
                                    "og:article:published_time",
                                    "datepublished",
                                    "dc.date.issued",
                                    "dcterms.created",
                                    "dc.date",
                                    "dcterms.date",
                                    "pubdate",
                                    "publishdate",
                                    "publish-date",
                                    "parsely-pub-date",
                                    "sailthru.date",
                                    "publication_date",
                                    "date",
                                    NULL};
static const char *const sites[] = {"og:site_name", "application-name", "twitter:site", NULL};
static const char *const addresses[] = {"og:url", "twitter:url", NULL};

static dossier_str trim(dossier_str s) {
    while (s.size > 0 && (unsigned char)s.data[0] <= ' ') {
        s.data++;
        s.size--;
    }
    while (s.size > 0 && (unsigned char)s.data[s.size - 1] <= ' ')
        s.size--;
    return s;
}

static dossier_str str_of(const buffer *b) {
    return (dossier_str){b->data, b->size};
}

static int is_named(dossier_str value, const char *name) {
    return value.size == strlen(name) && strncasecmp(value.data, name, value.size) == 0;
}

/* The content of the meta tag with this name. */
static dossier_str meta_named(const html_tree *tree, const char *name) {
    for (size_t at = 0; at < tree->count; at++) {
        if (tree->nodes[at].tag != HTML_META)
            continue;
        if (is_named(trim(html_attr_of(tree, at, ATTR_NAME)), name) ||
            is_named(trim(html_attr_of(tree, at, ATTR_PROPERTY)), name) ||
            is_named(trim(html_attr_of(tree, at, ATTR_ITEMPROP)), name)) {
            dossier_str content = trim(html_attr_of(tree, at, ATTR_CONTENT));
            if (content.size > 0)
                return content;
        }
    }
    return (dossier_str){NULL, 0};
}

static dossier_str meta_first(const html_tree *tree, const char *const *names) {
    dossier_str found = {NULL, 0};
    for (; *names != NULL && found.size == 0; names++)
        found = meta_named(tree, *names);
    return found;
}

static int is_address(dossier_str s) {
    return s.size > 8 && s.size <= 4096 &&
           (strncasecmp(s.data, "http://", 7) == 0 || strncasecmp(s.data, "https://", 8) == 0) &&
           memchr(s.data, ' ', s.size) == NULL && memchr(s.data, '\n', s.size) == NULL;
}

/* ----------------------------------------------------------------------------------------------------------
 * title */

/* The line of the first node of a kind from *at on; moves *at behind it.  1, 0 where there is none, or -1. */
static int next_line(const html_tree *tree, enum html_tag tag, size_t *at, buffer *out) {
    out->size = 0;
    for (; *at < tree->count; ++*at) {
        if (tree->nodes[*at].tag != tag)
            continue;
        size_t node = (*at)++;
        if (html_line_of(tree, node, out) != 0)
            return -1;
        if (out->size > 0)
            return 1;
    }
    return 0;
}

/* The length of what stands between a title and the site's name: " | ", " - " ...; 0 where there is none. */
static size_t separator(dossier_str s, size_t at) {
    static const char *const marks[] = {
        " | ",        " - ",        " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ",
        " \xC2\xAB ", " \xC2\xBB ", " \xC2\xB7 ",     " \xE2\x80\xA2 ", " / "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i]);
        if (s.size - at >= n && memcmp(s.data + at, marks[i], n) == 0)
            return n;
    }
    return 0;
}

/* A title without the site's name behind it (or before it).  The name is known, or is the shorter part at
 * the end. */
static dossier_str without_site(dossier_str title, dossier_str site) {
    size_t first = 0, first_size = 0, last = 0;
    if (title.size > LINE_MOST * 4)
        return title;
    for (size_t at = 1; at < title.size; at++) {
        size_t n = separator(title, at);
        if (n == 0)
            continue;
        if (first == 0) {
            first = at;
            first_size = n;
        }
        last = at;
    }
    if (last == 0)
        return title;
    dossier_str head = {title.data, last}, tail = {title.data + last, title.size - last};
    dossier_str start = {title.data, first};
    dossier_str rest = {title.data + first + first_size, title.size - first - first_size};
    if (site.size > 0 && html_words_shared(start, site) >= AGREE && html_words_shared(rest, site) < AGREE)
        return rest;
    if (site.size > 0 && html_words_shared(tail, site) < AGREE && html_words_shared(site, tail) < AGREE &&
        tail.size * 2 > title.size)
        return title;
    return tail.size * 2 <= title.size ? without_site(head, site) : title;
}

/* Whether a title is a heading, a separator and something else: 1; or something else, a separator and the
 * heading, which then is the site's name: -1. */
static int is_part(dossier_str heading, dossier_str title) {
    size_t tried = 0;
    for (size_t at = 1; at < title.size && tried < HEADINGS_MOST; at++) {
        size_t n = separator(title, at);
        if (n == 0)
            continue;
        tried++;
        if (html_words_same(heading, (dossier_str){title.data, at}))
            return 1;
        if (html_words_same(heading, (dossier_str){title.data + at + n, title.size - at - n}))
            return -1;
    }
    return 0;
}

/* A heading is the title where it has most of the title's words besides the site's name: one that has only
 * some of them is the site's name itself. */
static int is_title(dossier_str heading, dossier_str own, dossier_str claimed, dossier_str site) {
    if (heading.size > LINE_MOST || html_words_same(heading, site))
        return 0;
    if (own.size > 0 && html_words_shared(heading, own) < AGREE)
        return 0;
    int part = is_part(heading, own);
    if (part != 0)
        return part > 0 || html_words_same(heading, claimed);
    dossier_str whole = claimed.size > 0 && html_words_shared(claimed, own) >= AGREE
                            ? claimed
                            : without_site(own, site);
    return whole.size == 0 || html_words_shared(whole, heading) >= COVERS;
}

/* The first heading of a level that is the title. */
static int find_heading(const html_tree *tree, enum html_tag tag, dossier_str own, dossier_str claimed,
                        dossier_str site, buffer *out) {
    buffer line = {0};
    size_t at = 0, count = 0;
    int found = 0;
    for (int got; count < HEADINGS_MOST && !found && (got = next_line(tree, tag, &at, &line)) != 0; count++) {
        if (got < 0)
            return buffer_free(&line), -1;
        found = is_title(str_of(&line), own, claimed, site);
        if (found && buffer_put(out, line.data, line.size) != 0)
            return buffer_free(&line), -1;
    }
    buffer_free(&line);
    return found;
}

/* Of what the page calls itself, JSON-LD and meta tags are believed where they agree with what it shows:
 * its title or a heading. */
static int find_title(const html_tree *tree, html_meta *out) {
    buffer own = {0}, claimed = {0}, heading = {0};
    size_t at = 0;
    int failed = next_line(tree, HTML_TITLE, &at, &own) < 0;
    dossier_str known = str_of(&own);
    failed = failed || html_jsonld_read(tree, known, &out->data) != 0;
    dossier_str claim = out->data.headline.size > 0 ? str_of(&out->data.headline) : meta_first(tree, titles);
    failed = failed || html_plain_line(claim, &claimed) != 0;
    failed = failed ||
             html_plain_line(out->data.site.size > 0 ? str_of(&out->data.site) : meta_first(tree, sites),
                             &out->site) != 0;
    if (html_words_same(known, str_of(&out->site)))
        known.size = 0;
    for (int tag = HTML_H1; tag <= HTML_H3 && heading.size == 0 && !failed; tag++)
        failed = find_heading(tree, (enum html_tag)tag, known.size > 0 ? known : str_of(&claimed),
                              str_of(&claimed), str_of(&out->site), &heading) < 0;
    dossier_str title = without_site(known.size > 0 ? known : str_of(&own), str_of(&out->site));
    if (heading.size > 0)
        title = str_of(&heading);
    else if (claimed.size > 0 && (known.size == 0 || html_words_shared(str_of(&claimed), known) >= AGREE))
        title = without_site(str_of(&claimed), str_of(&out->site));
    if (!failed)
        failed = buffer_put(&out->title, title.data, title.size) != 0;
    buffer_free(&own);
    buffer_free(&claimed);
    buffer_free(&heading);
    return failed ? -1 : 0;
}

/* -------------------------------------------------------------------------------------------------- author
 * and date */

/* A name, and not an address, an e-mail address or a sentence. */
static int can_be_author(dossier_str s) {
    return s.size > 1 && s.size <= LINE_MOST && memmem(s.data, s.size, "://", 3) == NULL &&
           memchr(s.data, '@', s.size) == NULL;
}

/* The names in a byline: "By Jane Doe" says no more than "Jane Doe". */
static int put_author(dossier_str line, html_meta *out) {
    byline read;
    if (line.size == 0)
        return 0;
    const char *bar = memmem(line.data, line.size, " | ", 3);
    line = trim(bar != NULL ? (dossier_str){line.data, (size_t)(bar - line.data)} : line);
    if (!can_be_author(line) || out->author.size > 0)
        return 0;
    if (byline_read(line.data, line.size, &read) && read.name.size > 0)
        line = read.name;
    else if (line.size > 3 && strncasecmp(line.data, "by ", 3) == 0)
        line = trim((dossier_str){line.data + 3, line.size - 3});
    return buffer_put(&out->author, line.data, line.size);
}

static void take_date(dossier_str s, html_meta *out) {
    date_found found;
    if (out->date[0] != '\0' || s.size == 0)
        return;
    /* A time of the day behind the date is of no interest, whatever its form. */
    if (s.size >= 10 && s.data[4] == '-' && s.data[7] == '-')
        s.size = 10;
    if (date_whole(s.data, s.size, out->date) == 0) {
        out->date[0] = '\0';
        if (s.size <= LINE_MOST && date_find(s.data, s.size, &found))
            snprintf(out->date, sizeof out->date, "%s", found.iso);
    }
}

/* Whether the date that an element shows is the date of a change. */
static int is_change(const html_tree *tree, size_t node) {
    dossier_str prop = html_attr_of(tree, node, ATTR_ITEMPROP), class = html_attr_of(tree, node, ATTR_CLASS);
    return is_named(prop, "dateModified") ||
           (class.size > 0 && (memmem(class.data, class.size, "updated", 7) != NULL ||
                               memmem(class.data, class.size, "modified", 8) != NULL));
}

static int is_author_element(const html_tree *tree, size_t node) {
    dossier_str rel = html_attr_of(tree, node, ATTR_REL);
    return is_named(html_attr_of(tree, node, ATTR_ITEMPROP), "author") || is_named(rel, "author");
}

/* Reads an element that shows the author or the date.  0, or -1. */
static int read_shown(const html_tree *tree, size_t node, html_meta *out) {
    buffer line = {0};
    byline read;
    dossier_str datetime = html_attr_of(tree, node, ATTR_DATETIME),
                content = html_attr_of(tree, node, ATTR_CONTENT);
    if (!is_change(tree, node))
        take_date(datetime.size > 0 ? datetime
                  : is_named(html_attr_of(tree, node, ATTR_ITEMPROP), "datePublished")
                      ? content
                      : (dossier_str){NULL, 0},
                  out);
    if (html_line_of(tree, node, &line) != 0)
        return buffer_free(&line), -1;
    int failed = 0;
    if (line.size > 0 && line.size <= LINE_MOST) {
        int is_byline = byline_read(line.data, line.size, &read);
        if (is_byline && read.name.size > 0)
            failed = put_author(read.name, out);
        else if (is_author_element(tree, node) && byline_is_name(line.data, line.size))
            failed = put_author(str_of(&line), out);
        else if (is_byline && byline_is_name(line.data, line.size))
            failed = put_author(str_of(&line), out);
        if (!is_change(tree, node) && !(is_byline && read.date_changed))
            take_date(str_of(&line), out);
    }
    buffer_free(&line);
    return failed;
}

/* The elements that show them, in the page's order; what a comment or a teaser says comes later on the
 * page.  Only a few are read, as each may hold much. */
static int read_all_shown(const html_tree *tree, html_meta *out) {
    size_t read = 0, behind = 0;
    for (size_t at = 0; at < tree->count && read < 24 && (out->author.size == 0 || out->date[0] == '\0');
         at++) {
        const html_node *n = &tree->nodes[at];
        if (n->tag == HTML_TEXT || at < behind || n->end - at > 200)
            continue;
        if (n->tag != HTML_TIME && !is_author_element(tree, at) &&
            (html_hints_of(tree, at) & HINT_BYLINE) == 0)
            continue;
        read++;
        if (read_shown(tree, at, out) != 0)
            return -1;
        behind = n->tag == HTML_TIME ? n->end : 0;
    }
    return 0;
}

static int find_author_and_date(const html_tree *tree, html_meta *out) {
    buffer line = {0};
    int failed = html_plain_line(str_of(&out->data.author), &line) != 0 ||
                 put_author(str_of(&line), out) != 0;
    for (const char *const *name = authors; *name != NULL && out->author.size == 0 && !failed; name++) {
        line.size = 0;
        failed = html_plain_line(meta_named(tree, *name), &line) != 0 || put_author(str_of(&line), out) != 0;
    }
    buffer_free(&line);
    take_date(str_of(&out->data.date), out);
    for (const char *const *name = dates; *name != NULL && out->date[0] == '\0'; name++)
        take_date(meta_named(tree, *name), out);
    return failed || read_all_shown(tree, out) != 0 ? -1 : 0;
}

/* -----------------------------------------------------------------------------------------------------------
 * others */

static int find_address(const html_tree *tree, html_meta *out) {
    dossier_str found = {NULL, 0};
    for (size_t at = 0; at < tree->count && found.size == 0; at++)
        if (tree->nodes[at].tag == HTML_LINK && is_named(html_attr_of(tree, at, ATTR_REL), "canonical") &&
            is_address(trim(html_attr_of(tree, at, ATTR_HREF))))
            found = trim(html_attr_of(tree, at, ATTR_HREF));
    for (const char *const *name = addresses; *name != NULL && found.size == 0; name++)
        if (is_address(meta_named(tree, *name)))
            found = meta_named(tree, *name);
    if (found.size == 0 && is_address(str_of(&out->data.url)))
        found = str_of(&out->data.url);
    return buffer_put(&out->url, found.data, found.size);
}

static int find_lang(const html_tree *tree, html_meta *out) {
    for (size_t at = 0; at < tree->count && at < 64; at++) {
        if (tree->nodes[at].tag != HTML_HTML && tree->nodes[at].tag != HTML_BODY)
            continue;
        dossier_str lang = trim(html_attr_of(tree, at, ATTR_LANG));
        if (lang.size == 0)
            lang = trim(html_attr_of(tree, at, ATTR_XML_LANG));
        if (lang.size > 0 && lang.size <= 32)
            return buffer_put(&out->lang, lang.data, lang.size);
    }
    return 0;
}

/* A description that was cut off, or is the title again, is no standfirst. */
static int find_standfirst(const html_tree *tree, html_meta *out) {
    dossier_str claim = out->data.description.size > 0 ? str_of(&out->data.description)
                                                       : meta_first(tree, descriptions);
    if (html_plain_line(claim, &out->standfirst) != 0)
        return -1;
    dossier_str line = str_of(&out->standfirst);
    int cut = line.size > 3 &&
              (memcmp(line.data + line.size - 3, "...", 3) == 0 ||
               memcmp(line.data + line.size - 3, "\xE2\x80\xA6", 3) == 0 || line.data[line.size - 1] == ']');
    if (cut || html_words_same(line, str_of(&out->title)))
        out->standfirst.size = 0;
    return 0;
}

int html_meta_read(const html_tree *tree, html_meta *out) {
    *out = (html_meta){0};
    return find_title(tree, out) != 0 || find_author_and_date(tree, out) != 0 ||
                   find_address(tree, out) != 0 || find_lang(tree, out) != 0 ||
                   find_standfirst(tree, out) != 0
               ? -1
               : 0;
}

void html_meta_free(html_meta *meta) {
    buffer_free(&meta->title);
    buffer_free(&meta->standfirst);
    buffer_free(&meta->author);
    buffer_free(&meta->site);
    buffer_free(&meta->lang);
    buffer_free(&meta->url);
    html_jsonld_free(&meta->data);
}
