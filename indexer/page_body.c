/* page_body.c: where a page's article begins and ends, and what between is not body.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "indexer/byline.h"
#include "indexer/date.h"
#include "indexer/page.h"

/* Looking for repeated sentences takes time that grows with the square of the page; no page is so large. */
enum { QUOTE_MOST_BYTES = 256 << 10, QUOTE_LEAST_WORDS = 6, QUOTE_MOST_WORDS = 70 };

/* A bio is among the last pieces. */
enum { FURNITURE_PROOF = 3, HEAD_PIECES = 20 };
enum { THREAD_PIECES = 20, THREAD_AFTER_WORDS = 60 };
enum { BIO_LAST_PIECES = 5, BIO_MOST_WORDS = 90, BOX_MOST_PIECES = 5 };

/* How much a piece speaks for being within the article, in words; below 0: against it. */
static int weight(const piece *x) {
    if (x->role == ROLE_FURNITURE)
        return -5;
    if (x->role == ROLE_CAPTION)
        return -2;
    if (x->role != ROLE_BODY)
        return 0;
    if (piece_is_prose(x))
        return x->u.words < 60 ? (int)x->u.words : 60;
    if (x->u.stop)
        return 1;
    return x->u.words >= 25 ? (int)x->u.words / 2 : -4;
}

/* Words of prose before piece i, and of paragraphs from it on. */
static void words_around(const page *p, size_t i, size_t *before, size_t *after) {
    *before = *after = 0;
    for (size_t k = 0; k < i; k++)
        if (piece_is_prose(&p->pieces[k]))
            *before += p->pieces[k].u.words;
    for (size_t k = i; k < p->count; k++)
        if (piece_is_paragraph(&p->pieces[k]))
            *after += p->pieces[k].u.words;
}

/* Whether a heading over comments is one that only stands below an article, not in a box that asks to
 * join. */
static int is_comment_list(dossier_str folded) {
    static const char *const openings[] = {" comments ", " leave a ", " post a ",
                                           " view ",     " show ",    " reader"};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (folded.size >= strlen(openings[i]) && memcmp(folded.data, openings[i], strlen(openings[i])) == 0)
            return 1;
    return folded.size > 1 && folded.data[1] >= '0' && folded.data[1] <= '9';
}

/* Whether prose goes on below a heading, where other pieces would be headlines with a line each: two
 * paragraphs right below it, or three in a row before the comments or the page's end. */
static int goes_on_below(const page *p, size_t i) {
    size_t row = 0;
    for (size_t k = i + 1; k < p->count; k++) {
        const piece *x = &p->pieces[k];
        if (x->furniture == FURNITURE_COMMENTS || x->furniture == FURNITURE_END)
            return 0;
        row = piece_is_prose(x) && x->u.words >= 10 ? row + 1 : 0;
        if (row >= 3 || (row == 2 && k == i + 2))
            return 1;
    }
    return 0;
}

/* Whether a line says when, as stands over each comment: "2 days ago", "July 14, 2022 at 6:34 am". */
static int is_time_stamp(const page *p, size_t i) {
    dossier_str text = piece_text(p, i), folded = piece_folded(p, i);
    date_found date;
    if (i >= p->count || p->pieces[i].u.words > 9 || p->pieces[i].u.stop)
        return 0;
    return memmem(folded.data, folded.size, " ago ", 5) != NULL ||
           (memchr(text.data, ':', text.size) != NULL && date_line(text.data, text.size, &date) != 0);
}

/* Whether what begins at piece i is a thread of comments: times in short intervals. */
static int begins_thread(const page *p, size_t i) {
    size_t stamps = 0;
    if (!is_time_stamp(p, i))
        return 0;
    for (size_t k = i; k < p->count && k < i + THREAD_PIECES; k++)
        stamps += is_time_stamp(p, k) != 0;
    return stamps >= 3;
}

/* Whether what begins at piece i is a row of teasers: a caption (twice), a headline and a line, and that once
 * more. */
static int begins_teasers(const page *p, size_t i) {
    for (size_t group = 0; group < 2; group++) {
        if (i + 3 >= p->count || p->pieces[i].role != ROLE_CAPTION || p->pieces[i + 1].role != ROLE_CAPTION ||
            p->pieces[i + 2].u.stop || !p->pieces[i + 3].u.stop || p->pieces[i + 3].u.words > 45 ||
            p->pieces[i + 2].role != ROLE_BODY || p->pieces[i + 3].role != ROLE_BODY)
            return 0;
        i += 4;
    }
    return 1;
}

/* The first heading over other pieces or over comments with (nearly) no article below it; or a thread of
 * comments, or a row of teasers, whatever stands over them. */
static void find_tail(page *p) {
    size_t prose = 0;
    for (size_t i = 1; i < p->count; i++) {
        enum furniture kind = (enum furniture)p->pieces[i].furniture;
        prose += piece_is_prose(&p->pieces[i - 1]) ? p->pieces[i - 1].u.words : 0;
        if (prose >= THREAD_AFTER_WORDS && (begins_thread(p, i) || begins_teasers(p, i))) {
            p->tail = i;
            return;
        }
        if (kind != FURNITURE_MORE && kind != FURNITURE_COMMENTS && kind != FURNITURE_END)
            continue;
        size_t before, after;
        words_around(p, i, &before, &after);
        if (kind == FURNITURE_MORE && goes_on_below(p, i))
            continue;
        int list = kind == FURNITURE_COMMENTS && is_comment_list(piece_folded(p, i));
        if (before >= 20 && (list ? after <= before : after * 7 <= before)) {
            p->tail = i;
            return;
        }
    }
}

/* How many signs of a scraped page there are. */
static size_t count_furniture(const page *p) {
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->pieces[i].u.words > 0)
            count += p->pieces[i].role == ROLE_FURNITURE || p->pieces[i].role == ROLE_CAPTION;
    return count;
}

/* Whether a text has so many short lines that are no sentences that they must be a page's links. */
static int is_full_of_links(const page *p) {
    size_t links = 0, words = 0, prose = 0;
    for (size_t i = 0; i < p->count; i++) {
        const piece *x = &p->pieces[i];
        prose += piece_is_prose(x) != 0;
        if (x->role != ROLE_BODY || x->u.stop || x->u.words >= 12)
            continue;
        links++;
        words += x->u.words;
    }
    return links > 15 && links > prose && prose > 3 && words < links * 6;
}

/* Whether a name fell out of a byline: people write none such. */
static int has_lost_byline(const page *p) {
    byline line;
    for (size_t i = 0; i < p->count && i < HEAD_PIECES; i++) {
        dossier_str text = piece_text(p, i);
        if (byline_read(text.data, text.size, &line) && line.lost)
            return 1;
    }
    return 0;
}

void page_find_region(page *p) {
    find_tail(p);
    size_t furniture = count_furniture(p);
    int links = is_full_of_links(p);
    p->scraped = furniture > 0 || links || has_lost_byline(p);
    p->begin = 0;
    p->end = p->tail;
    /* One or two lines that look like furniture are dropped, but prove nothing of the lines around. */
    if (furniture < FURNITURE_PROOF && !links)
        return;
    /* The run of pieces with the largest sum of weights. */
    long best = 0, sum = 0;
    size_t from = 0;
    for (size_t i = 0; i < p->tail; i++) {
        if (sum <= 0) {
            sum = 0;
            from = i;
        }
        sum += weight(&p->pieces[i]);
        if (sum > best) {
            best = sum;
            p->begin = from;
            p->end = i + 1;
        }
    }
}

/* What stands in a box within the article: the links below "Related", the sentences below "Join the
 * conversation". */
static void drop_boxes(page *p) {
    for (size_t i = p->lead; i < p->end; i++) {
        if (p->pieces[i].role != ROLE_FURNITURE ||
            (p->pieces[i].furniture != FURNITURE_MORE && p->pieces[i].furniture != FURNITURE_COMMENTS))
            continue;
        for (size_t k = i + 1; k < p->end && k <= i + BOX_MOST_PIECES; k++) {
            piece *x = &p->pieces[k];
            dossier_str folded = piece_folded(p, k);
            if (x->role != ROLE_BODY)
                continue;
            int more = p->pieces[i].furniture == FURNITURE_MORE;
            if (more ? x->u.stop || x->u.colon || x->u.words > 20
                     : x->u.words > 30 || !furniture_sign(folded.data, folded.size))
                break;
            x->role = ROLE_FURNITURE;
        }
    }
}

/* Paragraphs that were there before: those right behind the first one always; others on a page with
 * furniture. */
static void drop_repeats(page *p) {
    size_t before = PAGE_NONE;
    for (size_t i = p->lead; i < p->end; i++) {
        piece *x = &p->pieces[i];
        if (x->role != ROLE_BODY)
            continue;
        int again = before != PAGE_NONE && x->u.words >= 4 && p->pieces[before].u.hash == x->u.hash;
        for (size_t k = p->lead; !again && p->scraped && x->u.words >= 8 && p->count < 4000 && k < i; k++)
            again = p->pieces[k].role == ROLE_BODY && p->pieces[k].u.hash == x->u.hash;
        if (again)
            x->role = ROLE_REPEAT;
        else
            before = i;
    }
}

/* Whether a longer piece of the body has this one's words in it, word for word. */
static int is_quoted(const page *p, size_t i) {
    dossier_str quote = piece_folded(p, i);
    size_t from = p->pieces[p->lead].folded, to = p->pieces[p->end - 1].folded_end;
    const char *at = p->folded.data + from, *end = p->folded.data + to;
    while ((at = memmem(at, (size_t)(end - at), quote.data, quote.size)) != NULL) {
        size_t place = (size_t)(at - p->folded.data), k = p->lead, high = p->end;
        while (high - k > 1) {
            size_t middle = k + (high - k) / 2;
            if (p->pieces[middle].folded <= place)
                k = middle;
            else
                high = middle;
        }
        if (k != i && p->pieces[k].role == ROLE_BODY && place + quote.size <= p->pieces[k].folded_end &&
            p->pieces[k].u.words > p->pieces[i].u.words)
            return 1;
        at++;
    }
    return 0;
}

/* Sentences of the body that stand there again, set large, to draw the eye; a line that names the speaker
 * below. */
static void drop_pull_quotes(page *p) {
    if (p->folded.size > QUOTE_MOST_BYTES || p->lead >= p->end)
        return;
    for (size_t i = p->lead; i < p->end; i++) {
        piece *x = &p->pieces[i];
        if (x->role != ROLE_BODY || x->u.words < QUOTE_LEAST_WORDS || x->u.words > QUOTE_MOST_WORDS ||
            !is_quoted(p, i))
            continue;
        x->role = ROLE_REPEAT;
        if (i + 1 < p->end && p->pieces[i + 1].role == ROLE_BODY && p->pieces[i + 1].u.words <= 8 &&
            !p->pieces[i + 1].u.stop) {
            dossier_str next = piece_text(p, i + 1);
            if (next.size > 3 && (next.data[0] == '-' || memcmp(next.data, "\xE2\x80\x94", 3) == 0 ||
                                  memcmp(next.data, "\xE2\x80\x93", 3) == 0))
                p->pieces[i + 1].role = ROLE_REPEAT;
        }
    }
}

/* Whether the last word of a name, the surname, is among the words of the pieces [from, to). */
static int is_named_before(const page *p, dossier_str name, size_t from, size_t to) {
    size_t begin = name.size;
    while (begin > 0 && name.data[begin - 1] != ' ')
        begin--;
    buffer folded = {0};
    int found = 0;
    if (from < to && unit_fold(name.data + begin, name.size - begin, &folded) == 0) {
        size_t first = p->pieces[from].folded, last = p->pieces[to - 1].folded_end;
        found = memmem(p->folded.data + first, last - first, folded.data, folded.size) != NULL;
    }
    buffer_free(&folded);
    return found;
}

/* Whether two names share their last word; "Jane Doe and John Roe" has two. */
static int shares_name(dossier_str author, dossier_str name) {
    size_t begin = name.size;
    while (begin > 0 && name.data[begin - 1] != ' ')
        begin--;
    return author.size > 0 && memmem(author.data, author.size, name.data + begin, name.size - begin) != NULL;
}

/* Whether the role in a byline that lost its name is the one of a bio: three of its long words in five are
 * there, and at least two. */
static int is_same_role(dossier_str lost, dossier_str bio) {
    buffer x = {0}, y = {0};
    size_t long_words = 0, found = 0;
    if (unit_fold(lost.data, lost.size, &x) == 0 && unit_fold(bio.data, bio.size, &y) == 0)
        for (size_t at = 0; at + 1 < x.size;) {
            const char *space = memchr(x.data + at + 1, ' ', x.size - at - 1);
            size_t end = (size_t)(space - x.data);
            if (end - at > 4) {
                long_words++;
                found += memmem(y.data, y.size, x.data + at, end - at + 1) != NULL;
            }
            at = end;
        }
    buffer_free(&x);
    buffer_free(&y);
    return found >= 2 && found * 5 >= long_words * 3;
}

/* Whether a bio speaks of the trade of those who write for papers. */
static int has_trade(dossier_str folded) {
    static const char *const trades[] = {
        " writer ",    " reporter ",   " correspondent ", " fellow ",    " editor ",     " author ",
        " columnist ", " professor ",  " analyst ",       " director ",  " journalist ", " adviser ",
        " advisor ",   " researcher ", " contributor ",   " scholar ",   " historian ",  " lecturer ",
        " freelance ", " host ",       " student ",       " diplomat ",  " producer ",   " novelist ",
        " economist ", " ambassador ", " chair ",         " president ", " founder ",    " critic ",
        NULL};
    for (const char *const *trade = trades; *trade != NULL; trade++)
        if (memmem(folded.data, folded.size, *trade, strlen(*trade)) != NULL)
            return 1;
    return 0;
}

static int has_handle(dossier_str text, dossier_str folded) {
    static const char *const words[] = {" twitter ", " email ",   " follow ", " her at ",
                                        " him at ",  " them at ", NULL};
    if (memmem(text.data, text.size, " @", 2) != NULL)
        return 1;
    for (const char *const *word = words; *word != NULL; word++)
        if (memmem(folded.data, folded.size, *word, strlen(*word)) != NULL)
            return 1;
    return 0;
}

/* The role of the byline without a name, if the page has one. */
static dossier_str lost_role(const page *p) {
    for (size_t i = 0; i < p->lead; i++) {
        byline line;
        dossier_str text = piece_text(p, i);
        if (p->pieces[i].role == ROLE_BYLINE && byline_read(text.data, text.size, &line) && line.lost)
            return line.role;
    }
    return (dossier_str){0};
}

/* Whether piece i says who the author is; fills in the author where the head did not name one. */
static int take_bio(page *p, size_t i, size_t body_end) {
    dossier_str text = piece_text(p, i), folded = piece_folded(p, i), name, role;
    if (p->pieces[i].u.words > BIO_MOST_WORDS || !bio_read(text.data, text.size, &name, &role))
        return 0;
    if (shares_name(p->author, name))
        return 1;
    dossier_str lost = lost_role(p);
    int fits = lost.size > 0 && is_same_role(lost, role);
    /* Someone whom the article has spoken of is not introduced at its end. */
    if (!fits && (p->author.size > 0 || is_named_before(p, name, p->lead, body_end < i ? body_end : i) ||
                  !(has_handle(text, folded) || has_trade(folded))))
        return 0;
    if (p->author.size == 0)
        p->author = name;
    return 1;
}

/* The last piece that is still taken for body, and one behind it. */
static size_t body_end(const page *p) {
    size_t end = p->end;
    while (end > p->lead && p->pieces[end - 1].role != ROLE_BODY)
        end--;
    return end;
}

/* Below the bio there are corrections, boxes and topics, but no more article; a long paragraph would prove
 * that what was taken for the bio is none of its kind. */
static void drop_below_bio(page *p, size_t from, size_t end) {
    for (size_t i = from; i < end; i++)
        if (piece_is_paragraph(&p->pieces[i]) && p->pieces[i].u.words > BIO_MOST_WORDS)
            return;
    for (size_t i = from; i < end; i++)
        if (p->pieces[i].role == ROLE_BODY)
            p->pieces[i].role = ROLE_FURNITURE;
}

static void drop_bios(page *p) {
    size_t end = body_end(p), seen = 0;
    for (size_t i = end; i > p->lead + 1 && seen < BIO_LAST_PIECES; i--) {
        if (p->pieces[i - 1].role != ROLE_BODY)
            continue;
        seen++;
        if (!take_bio(p, i - 1, i - 1))
            continue;
        p->pieces[i - 1].role = ROLE_BIO;
        drop_below_bio(p, i, end);
    }
    /* Some pages have it below, after the links. */
    for (size_t i = end; p->author.size == 0 && i < p->count && i < end + 12; i++)
        if (take_bio(p, i, end))
            p->pieces[i].role = ROLE_BIO;
    /* And some right below the byline. */
    if (p->lead + 1 < p->end && p->pieces[p->lead].role == ROLE_BODY && p->author.size > 0) {
        dossier_str text = piece_text(p, p->lead), name, role;
        if (p->pieces[p->lead].u.words <= 45 && bio_read(text.data, text.size, &name, &role) &&
            name.size == p->author.size && memcmp(name.data, p->author.data, name.size) == 0)
            p->pieces[p->lead].role = ROLE_BIO;
    }
}

/* Below the last paragraph: dates and bylines, and on a scraped page what is no sentence. */
static void drop_trailing(page *p) {
    for (size_t end = body_end(p); end > p->lead + 1; end = body_end(p)) {
        piece *x = &p->pieces[end - 1];
        dossier_str text = piece_text(p, end - 1);
        byline line;
        if (byline_read(text.data, text.size, &line) && !line.open) {
            x->role = ROLE_BYLINE;
            if (p->date[0] == '\0')
                memcpy(p->date, line.date, sizeof p->date);
            if (p->author.size == 0)
                p->author = line.name;
        } else if (p->scraped && !x->u.stop && x->u.words <= 12) {
            x->role = ROLE_FURNITURE;
        } else {
            return;
        }
    }
}

void page_clean_body(page *p) {
    drop_boxes(p);
    drop_repeats(p);
    drop_bios(p);
    drop_trailing(p);
    drop_bios(p);
    drop_pull_quotes(p);
}
