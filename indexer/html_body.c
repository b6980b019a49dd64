/* html_body.c: finds the element of a page that holds the article, by where its prose is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/html_body.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/html_clean.h"
#include "indexer/html_hints.h"
#include "indexer/html_words.h"

/* How strictly a page is read: where little is left, it is read again more leniently. */
enum strictness { STRICT, WITHOUT_HINTS, WHOLE, LADDER_END };

/* Less prose than this is no article, as long as there is another way to read the page. */
enum { PROSE_LEAST = 100, HEADINGS_MOST = 16 };

/* Of a page or element, in parts of a hundred: what may be dropped for its names, what must be in an
 * element to be chosen over the one around it. */
enum {
    DROP_MOST = 40,
    HIDDEN_MOST = 50,
    INTO_ANY = 85,
    INTO_ARTICLE = 50,
    INTO_BODY = 40,
    INTO_FROM_BODY = 95,
    INTO_INNER_BODY = 70,
    HEADER_MOST = 15,
    ABOVE_MOST = 40
};

/* The prose of a tree: sums[i] is that of all nodes before i. */
typedef struct prose {
    uint64_t *sums;
} prose;

static uint64_t prose_in(const prose *p, const html_tree *tree, size_t node) {
    return p->sums[tree->nodes[node].end] - p->sums[node];
}

/* How much a block counts as prose: what is not linked, in pieces that are long or punctuated. */
static uint64_t prose_of(const html_block *b) {
    if (b->linked * 2 > b->weight || b->kind == BLOCK_HEADING || b->weight < 20)
        return 0;
    uint64_t free = b->weight - b->linked;
    if (b->kind == BLOCK_TABLE)
        return free / 3;
    if (b->weight < 60 && b->stop != 1)
        return free / 4;
    if (b->kind == BLOCK_ITEM)
        return free / 2;
    return b->stop == 1 || b->commas > 1 || b->weight > 150 ? free : free / 2;
}

static int prose_sum(prose *p, const html_tree *tree, const html_blocks *blocks) {
    if (p->sums == NULL && (p->sums = malloc((tree->count + 1) * sizeof *p->sums)) == NULL)
        return -1;
    uint64_t sum = 0;
    for (size_t node = 0, i = 0; node <= tree->count; node++) {
        p->sums[node] = sum;
        for (; i < blocks->count && blocks->list[i].at == node; i++)
            sum += prose_of(&blocks->list[i]);
    }
    return 0;
}

/* The first element of a kind. */
static size_t find_tag(const html_tree *tree, enum html_tag tag) {
    for (size_t at = 0; at < tree->count; at++)
        if (tree->nodes[at].tag == tag)
            return at;
    return 0;
}

/* Whether an element stands in running text, where a name says how it looks. */
static int is_in_text(const html_tree *tree, size_t node) {
    if (html_kind_of(tree->nodes[node].tag) == HTML_BLOCK)
        return 0;
    for (size_t up = tree->nodes[node].parent; up > 0; up = tree->nodes[up].parent) {
        uint8_t tag = tree->nodes[up].tag;
        if (tag == HTML_P || tag == HTML_LI || (tag >= HTML_H1 && tag <= HTML_H6))
            return 1;
        if (html_kind_of(tag) == HTML_BLOCK)
            return 0;
    }
    return 0;
}

/* Whether an element is to be left out for what it is or is called, given its share of the prose. */
static int is_unwanted(const html_tree *tree, size_t node, uint64_t inside, uint64_t all,
                       enum strictness how) {
    const html_node *n = &tree->nodes[node];
    uint64_t share = all > 0 ? inside * 100 / all : 0;
    if (n->tag == HTML_TEXT || n->tag == HTML_HTML || n->tag == HTML_BODY)
        return 0;
    if (n->tag == HTML_HEAD)
        return 1;
    if (how == WHOLE)
        return n->tag == HTML_NAV && share < HIDDEN_MOST;
    if (n->tag == HTML_NAV || n->tag == HTML_FOOTER || n->tag == HTML_ASIDE || n->tag == HTML_FIGURE ||
        n->tag == HTML_FIGCAPTION || n->tag == HTML_FORM || n->tag == HTML_ADDRESS || n->tag == HTML_MENU)
        return share < DROP_MOST;
    if (n->tag == HTML_HEADER)
        return share < HEADER_MOST;
    if (how == WITHOUT_HINTS || is_in_text(tree, node) || n->tag == HTML_TR || n->tag == HTML_TBODY)
        return 0;
    unsigned hints = html_hints_of(tree, node);
    if ((hints & HINT_HIDDEN) != 0)
        return share < HIDDEN_MOST;
    if ((hints & (HINT_COMMENTS | HINT_OVER)) != 0)
        return all - inside >= PROSE_LEAST || share < DROP_MOST;
    if (n->tag == HTML_ARTICLE || n->tag == HTML_MAIN)
        hints &= (unsigned)~HINT_BYLINE; /* whose it is, not who */
    if ((hints & (HINT_JUNK | HINT_BYLINE)) != 0)
        return share < DROP_MOST;
    return 0;
}

/* The prose of an article element outside of the articles inside it. */
static uint64_t own_prose(const html_tree *tree, size_t article, const prose *p) {
    uint64_t own = prose_in(p, tree, article);
    for (size_t at = article + 1; at < tree->nodes[article].end;) {
        if (tree->nodes[at].tag == HTML_ARTICLE) {
            own -= prose_in(p, tree, at);
            at = tree->nodes[at].end;
        } else {
            at++;
        }
    }
    return own;
}

static void drop_unwanted(html_tree *tree, const prose *p, enum strictness how) {
    uint64_t all = p->sums[tree->count];
    size_t article_end = 0;
    int stands_alone = 0;
    for (size_t at = 0; at < tree->count;) {
        html_node *n = &tree->nodes[at];
        int nested = n->tag == HTML_ARTICLE && at < article_end;
        if (n->tag == HTML_ARTICLE && !nested) {
            article_end = n->end;
            stands_alone = own_prose(tree, at, p) >= PROSE_LEAST;
        }
        n->mark &= (uint8_t)~MARK_DROPPED;
        /* An article inside of one that has a text of its own is a comment or a teaser. */
        if ((nested && stands_alone && how == STRICT) ||
            is_unwanted(tree, at, prose_in(p, tree, at), all, how)) {
            n->mark |= MARK_DROPPED;
            at = n->end;
        } else {
            at++;
        }
    }
}

/* Whether an element holds paragraphs, and is none itself. */
static int is_container(const html_node *n) {
    return html_kind_of(n->tag) == HTML_BLOCK && n->tag != HTML_P && n->tag != HTML_LI &&
           n->tag != HTML_BLOCKQUOTE && n->tag != HTML_PRE && n->tag != HTML_UL && n->tag != HTML_OL &&
           n->tag != HTML_DL && !(n->tag >= HTML_H1 && n->tag <= HTML_H6) && (n->mark & MARK_TABLE) == 0;
}

/* The heading that is the article's title: the first h1, else h2, that says the same. */
static size_t find_title(const html_tree *tree, dossier_str title) {
    for (int tag = HTML_H1; tag <= HTML_H2; tag++) {
        size_t looked = 0;
        for (size_t at = 0; at < tree->count && looked < HEADINGS_MOST; at++) {
            buffer line = {0};
            if (tree->nodes[at].tag != tag)
                continue;
            looked++;
            int same = html_line_of(tree, at, &line) == 0 &&
                       html_words_same((dossier_str){line.data, line.size}, title);
            buffer_free(&line);
            if (same)
                return at;
        }
    }
    return 0;
}

/* What stands above the title is the site's, not the article's, unless it is much. */
static void drop_above(html_tree *tree, const prose *p, size_t body, size_t title) {
    if (title == 0 || p->sums[title] * 100 > p->sums[tree->count] * ABOVE_MOST ||
        p->sums[tree->count] - p->sums[title] < PROSE_LEAST)
        return;
    for (size_t at = body + 1; at < title;) {
        html_node *n = &tree->nodes[at];
        if (n->end > title) {
            at++;
        } else {
            n->mark |= MARK_DROPPED;
            at = n->end;
        }
    }
}

/* Of several articles side by side (a blog's last posts, say) the page's is the one under its title. */
static size_t titled_article(const html_tree *tree, const prose *p, size_t top, size_t title) {
    size_t articles = 0, found = 0;
    for (size_t at = top + 1; at < tree->nodes[top].end; at = tree->nodes[at].end) {
        if (tree->nodes[at].tag != HTML_ARTICLE || (tree->nodes[at].mark & MARK_DROPPED) != 0)
            continue;
        articles++;
        if (title > at && title < tree->nodes[at].end && prose_in(p, tree, at) >= PROSE_LEAST)
            found = at;
    }
    return articles > 1 ? found : 0;
}

/* Whether an element is one of several that are called the same and hold prose: parts of one text. */
static int is_one_of_many(const html_tree *tree, const prose *p, size_t node) {
    const html_node *nodes = tree->nodes;
    dossier_str name = html_attr_of(tree, node, ATTR_CLASS);
    size_t parent = nodes[node].parent;
    if (name.size == 0 || nodes[node].tag == HTML_ARTICLE)
        return 0;
    for (size_t at = parent + 1; at < nodes[parent].end; at = nodes[at].end) {
        dossier_str other = html_attr_of(tree, at, ATTR_CLASS);
        if (at != node && nodes[at].tag == nodes[node].tag && other.size == name.size &&
            memcmp(other.data, name.data, name.size) == 0 && (nodes[at].mark & MARK_DROPPED) == 0 &&
            prose_in(p, tree, at) > 0)
            return 1;
    }
    return 0;
}

/* How much of the prose around it an element must have to be gone into. */
static uint64_t share_needed(uint8_t tag, unsigned hints, int in_body) {
    if ((hints & HINT_BODY) != 0)
        return in_body ? INTO_INNER_BODY : INTO_BODY;
    if (in_body)
        return INTO_FROM_BODY;
    return (hints & HINT_ARTICLE) != 0 || tag == HTML_ARTICLE || tag == HTML_MAIN ? INTO_ARTICLE : INTO_ANY;
}

/* Goes from the body inwards, as long as one element holds nearly all of the prose; names make it easier. */
static size_t choose_top(const html_tree *tree, const prose *p, size_t title) {
    size_t top = find_tag(tree, HTML_BODY);
    int in_body = 0;
    for (;;) {
        size_t best = 0, titled = titled_article(tree, p, top, title);
        if (titled != 0) {
            top = titled;
            continue;
        }
        uint64_t most = 0, all = prose_in(p, tree, top);
        for (size_t at = top + 1; at < tree->nodes[top].end; at = tree->nodes[at].end) {
            if ((tree->nodes[at].mark & MARK_DROPPED) == 0 && prose_in(p, tree, at) > most) {
                best = at;
                most = prose_in(p, tree, at);
            }
        }
        if (best == 0 || is_one_of_many(tree, p, best) ||
            (html_kind_of(tree->nodes[best].tag) == HTML_BLOCK && !is_container(&tree->nodes[best])))
            return top;
        unsigned hints = html_hints_of(tree, best);
        if (most * 100 < all * share_needed(tree->nodes[best].tag, hints, in_body))
            return top;
        in_body |= (hints & HINT_BODY) != 0;
        top = best;
    }
}

static size_t weight_left(const html_blocks *blocks) {
    size_t weight = 0;
    for (size_t i = 0; i < blocks->count; i++)
        if (blocks->list[i].drop == 0)
            weight += blocks->list[i].weight;
    return weight;
}

/* Reads the page in one way. */
static int read_body(html_tree *tree, prose *p, enum strictness how, dossier_str title, html_blocks *out) {
    html_blocks_free(out);
    size_t body = find_tag(tree, HTML_BODY);
    /* What of the page is prose is asked first of all of it, then of what is left. */
    for (size_t at = 0; at < tree->count; at++)
        tree->nodes[at].mark &= (uint8_t)~MARK_DROPPED;
    if (html_blocks_make(out, tree, body) != 0 || prose_sum(p, tree, out) != 0)
        return -1;
    drop_unwanted(tree, p, how);
    size_t heading = how == STRICT ? find_title(tree, title) : 0;
    drop_above(tree, p, body, heading);
    html_blocks_free(out);
    if (html_blocks_make(out, tree, body) != 0 || prose_sum(p, tree, out) != 0)
        return -1;
    size_t top = choose_top(tree, p, heading);
    html_blocks_free(out);
    if (html_blocks_make(out, tree, top) != 0)
        return -1;
    return html_clean(tree, top, title, out);
}

int html_body_find(html_tree *tree, dossier_str title, html_blocks *out) {
    prose p = {0};
    *out = (html_blocks){0};
    html_mark_tables(tree);
    int failed = 0;
    for (int how = STRICT; how < LADDER_END && !failed; how++) {
        failed = read_body(tree, &p, (enum strictness)how, title, out);
        if (!failed && weight_left(out) >= PROSE_LEAST)
            break;
    }
    free(p.sums);
    return failed ? -1 : 0;
}

int html_body_whole(html_tree *tree, html_blocks *out) {
    for (size_t at = 0; at < tree->count; at++)
        tree->nodes[at].mark &= (uint8_t)~MARK_DROPPED;
    return html_blocks_make(out, tree, find_tag(tree, HTML_BODY));
}
