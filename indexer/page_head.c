/* page_head.c: a page's title, standfirst, author and date, and where its body begins.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "indexer/byline.h"
#include "indexer/date.h"
#include "indexer/page.h"

enum {
    TITLE_MOST_WORDS = 30,
    TITLE_MOST_BYTES = 300,
    STANDFIRST_MOST_WORDS = 70,
    HEAD_MOST_PROSE = 150, /* words of prose that may stand before a byline */
    BYLINE_NEAR = 8        /* pieces between the title and its byline */
};

/* Whether a piece is a byline or a date line. */
static int read_byline(const page *p, size_t i, byline *line) {
    dossier_str text = piece_text(p, i);
    return p->pieces[i].role != ROLE_CAPTION && byline_read(text.data, text.size, line);
}

/* The first piece that is surely a paragraph: a long one, or the first of two sentences in a row. */
static size_t first_paragraph(const page *p) {
    for (size_t i = p->begin; i < p->end; i++)
        if (piece_is_paragraph(&p->pieces[i]) ||
            (i + 1 < p->end && piece_is_prose(&p->pieces[i]) && p->pieces[i].u.words >= 12 &&
             piece_is_prose(&p->pieces[i + 1]) && p->pieces[i + 1].u.words >= 12))
            return i;
    return p->end;
}

/* One behind the last piece that can belong to the head. */
static size_t head_end(const page *p, size_t paragraph) {
    size_t words = 0, i = p->begin < paragraph ? p->begin : paragraph;
    for (; i < p->end; i++) {
        if (piece_is_prose(&p->pieces[i]))
            words += p->pieces[i].u.words;
        if (words > HEAD_MOST_PROSE || i > paragraph + BYLINE_NEAR)
            break;
    }
    return i > paragraph ? i : paragraph;
}

/* The byline that belongs to the article: the last one that names someone before the first paragraph, else
 * the first one behind it, else a date line likewise. */
static size_t find_byline(const page *p, size_t paragraph, size_t end) {
    size_t date = PAGE_NONE;
    byline line;
    for (size_t i = paragraph; i > 0; i--) {
        if (!read_byline(p, i - 1, &line))
            continue;
        if (line.name.size > 0 || line.lost || line.open)
            return i - 1;
        if (date == PAGE_NONE)
            date = i - 1;
    }
    for (size_t i = paragraph; i < end; i++) {
        if (!read_byline(p, i, &line))
            continue;
        if (line.name.size > 0 || line.lost)
            return i;
        if (date == PAGE_NONE)
            date = i;
    }
    return date;
}

/* How many of a piece's words stand in the article's prose, of 100. */
static int words_in_body(const page *p, size_t i) {
    dossier_str folded = piece_folded(p, i);
    if (p->begin >= p->end)
        return 0;
    size_t from = p->pieces[p->begin].folded, to = p->pieces[p->end - 1].folded_end;
    if (to - from > (size_t)64 << 10)
        to = from + ((size_t)64 << 10);
    int long_words = 0, found = 0;
    for (size_t at = 0; at + 1 < folded.size;) {
        const char *space = memchr(folded.data + at + 1, ' ', folded.size - at - 1);
        size_t end = (size_t)(space - folded.data);
        if (end - at > 4) {
            const char *hit = p->folded.data + from;
            const char *limit = p->folded.data + to;
            long_words++;
            while ((hit = memmem(hit, (size_t)(limit - hit), folded.data + at, end - at + 1)) != NULL &&
                   hit >= p->folded.data + p->pieces[i].folded &&
                   hit < p->folded.data + p->pieces[i].folded_end)
                hit++;
            found += hit != NULL;
        }
        at = end;
    }
    return long_words == 0 ? 0 : found * 100 / long_words;
}

/* Whether the page says a title twice: "The Door" and "The Door | The Paper". */
static int is_repeated(const page *p, size_t i, size_t paragraph) {
    dossier_str mine = piece_folded(p, i);
    if (p->pieces[i].u.words < 3)
        return 0;
    for (size_t k = 0; k < paragraph && k < p->count; k++) {
        dossier_str other = piece_folded(p, k);
        if (k != i && other.size >= mine.size && memcmp(other.data, mine.data, mine.size) == 0)
            return 1;
    }
    return 0;
}

/* How much a piece looks like the title, in tenths; below 0: it is none. */
static int title_score(const page *p, size_t i, size_t paragraph, size_t line) {
    const piece *x = &p->pieces[i];
    byline as_line;
    if ((x->role != ROLE_BODY && x->role != ROLE_REPEAT) || x->u.words == 0 ||
        x->u.words > TITLE_MOST_WORDS || x->u.end - x->u.start > TITLE_MOST_BYTES || x->u.colon ||
        read_byline(p, i, &as_line))
        return -1;
    int words = (int)x->u.words;
    int score = words == 1 ? -20 : words == 2 ? 0 : words == 3 ? 10 : words <= 20 ? 30 : 10;
    char last = p->text[x->u.end - 1];
    if (x->u.stop && last != '?' && last != '!')
        score -= 70;
    date_found date;
    if (date_find(p->text + x->u.start, x->u.end - x->u.start, &date))
        score -= 20;
    if (last == ',' || last == ';')
        score -= 30;
    if (i == 0)
        score += 30;
    int above = i > 0 && p->pieces[i - 1].u.block == x->u.block;
    int below = i + 1 < p->count && p->pieces[i + 1].u.block == x->u.block;
    score += !above && !below ? 10 : 0;
    if (is_repeated(p, i, paragraph))
        score += 30;
    if (line != PAGE_NONE && line > i && line - i <= 4)
        score += line - i <= 2 ? 50 : 70 - 10 * (int)(line - i);
    if (line != PAGE_NONE && line < i)
        score -= 30;
    score += words_in_body(p, i) * 4 / 10 * (words < 4 ? words : 4) / 4;
    size_t far = paragraph > i ? paragraph - i : 0;
    return score - (int)(far < 20 ? far : 20) * 3 / 2;
}

/* Whether what stands above piece i of a clean text can be above a title: a section's name or two, and a
 * byline below shows that this is a head. */
static int can_stand_above(const page *p, size_t i, size_t line) {
    if (i == 0)
        return 1;
    if (i > 3 || line == PAGE_NONE || line < i || line - i > 4)
        return 0;
    for (size_t k = 0; k < i; k++)
        if (p->pieces[k].role == ROLE_BODY && (p->pieces[k].u.stop || p->pieces[k].u.words > 5))
            return 0;
    return 1;
}

static void find_title(page *p, size_t paragraph, size_t line) {
    size_t end = line != PAGE_NONE && line > paragraph ? line : paragraph;
    int best = p->scraped ? 20 : 10;
    size_t from = end > 60 ? end - 60 : 0;
    for (size_t i = 0; i < end && i < p->count; i++) {
        if ((i > 2 && i < from) || (!p->scraped && !can_stand_above(p, i, line)))
            continue;
        int score = title_score(p, i, paragraph, line);
        if (score > best) {
            best = score;
            p->title = i;
        }
    }
    if (p->title != PAGE_NONE)
        p->pieces[p->title].role = ROLE_TITLE;
}

/* What stands between the title and the byline and reads as a sentence, or is all that stands there. */
static void find_standfirst(page *p, size_t line) {
    size_t words = 0;
    if (p->title == PAGE_NONE || line == PAGE_NONE || line < p->title || line - p->title > BYLINE_NEAR)
        return;
    byline other;
    for (size_t i = p->title + 1; i < line; i++)
        if (p->pieces[i].role == ROLE_BODY && read_byline(p, i, &other))
            p->pieces[i].role = ROLE_BYLINE;
        else if (p->pieces[i].role == ROLE_BODY)
            words += p->pieces[i].u.words;
    if (words == 0 || words > STANDFIRST_MOST_WORDS)
        return;
    for (size_t i = p->title + 1; i < line; i++) {
        piece *x = &p->pieces[i];
        if (x->role == ROLE_BODY)
            x->role = x->u.stop || x->u.words >= 6 || !p->scraped ? ROLE_STANDFIRST : ROLE_FURNITURE;
    }
}

/* Takes author and date from a byline. */
static void keep_line(page *p, const byline *line) {
    if (line->name.size > 0 && p->author.size == 0)
        p->author = line->name;
    if (line->date[0] != '\0' && p->date[0] == '\0')
        memcpy(p->date, line->date, sizeof p->date);
}

/* A name alone or with a role, as some pages print it without a "By", next to the date.  Returns its length,
 * or 0. */
static size_t name_beside_date(const page *p, size_t i, size_t end) {
    dossier_str text = piece_text(p, i);
    byline line;
    size_t size =
        byline_is_name(text.data, text.size) ? text.size : byline_name_with_role(text.data, text.size);
    if ((p->pieces[i].role != ROLE_BODY && p->pieces[i].role != ROLE_STANDFIRST) || size == 0)
        return 0;
    if (i + 1 < end && read_byline(p, i + 1, &line) && line.name.size == 0 && !line.lost && !line.open)
        return size;
    if (i == 0 || p->pieces[i - 1].role != ROLE_BYLINE || !read_byline(p, i - 1, &line) || line.name.size > 0)
        return 0;
    return line.lost || line.open ? 0 : size;
}

/* Reads the lines of the head: from the title (or what stands right above it) to the body's first
 * sentences. */
static void read_lines(page *p, size_t from, size_t end) {
    char changed[11] = "";
    byline line;
    for (size_t i = from; i < end; i++) {
        piece *x = &p->pieces[i];
        dossier_str text = piece_text(p, i);
        if (x->role == ROLE_TITLE)
            continue;
        size_t name = p->author.size == 0 ? name_beside_date(p, i, end) : 0;
        if (name > 0) {
            p->author = (dossier_str){text.data, name};
            x->role = ROLE_BYLINE;
        }
        if (name > 0 || x->role == ROLE_STANDFIRST || !read_byline(p, i, &line))
            continue;
        x->role = ROLE_BYLINE;
        if (line.open && i + 1 < end && p->author.size == 0) {
            dossier_str next = piece_text(p, i + 1);
            if (byline_is_name(next.data, next.size)) {
                p->author = next;
                p->pieces[i + 1].role = ROLE_BYLINE;
            }
        }
        if (line.date_changed && changed[0] == '\0')
            memcpy(changed, line.date, sizeof changed);
        if (line.date_changed)
            line.date[0] = '\0';
        keep_line(p, &line);
    }
    if (p->date[0] == '\0')
        memcpy(p->date, changed, sizeof changed);
}

/* A line of the head that is an address and nothing else is where the page is from. */
static void find_source(page *p, size_t end) {
    for (size_t i = 0; i < end && i < p->count; i++) {
        dossier_str text = piece_text(p, i);
        int web = (text.size > 10 && memcmp(text.data, "http://", 7) == 0) ||
                  (text.size > 11 && memcmp(text.data, "https://", 8) == 0);
        if (!web || memchr(text.data, ' ', text.size) != NULL || memchr(text.data, '\n', text.size) != NULL)
            continue;
        if (p->source.size == 0)
            p->source = text;
        if (p->pieces[i].role == ROLE_BODY)
            p->pieces[i].role = ROLE_FURNITURE;
    }
}

/* The first piece of the body, behind `from`.  On a scraped page, short lines without a stop are not it: they
 * name a topic. */
static size_t find_lead(const page *p, size_t from) {
    size_t i = from;
    if (p->scraped && i < p->begin)
        i = p->begin;
    for (; i < p->end; i++) {
        const piece *x = &p->pieces[i];
        if (x->role == ROLE_BODY && (!p->scraped || x->u.stop || x->u.colon || x->u.words > 12))
            return i;
    }
    return from < p->end ? from : p->end;
}

/* Whether the pieces [from, to) can all be head: no more words of prose than a standfirst has. */
static int can_be_head(const page *p, size_t from, size_t to) {
    size_t words = 0;
    for (size_t i = from; i < to; i++)
        if (piece_is_prose(&p->pieces[i]))
            words += p->pieces[i].u.words;
    return words <= STANDFIRST_MOST_WORDS;
}

/* Where the lines of the head end that begin at `from`: behind the byline, and the dates that stand with
 * it. */
static size_t lines_end(const page *p, size_t from, size_t line, size_t paragraph, size_t end) {
    byline more;
    if (line != PAGE_NONE && line >= from)
        from = line + 1;
    size_t until = from;
    for (size_t i = from; i < end && i < from + 4; i++) {
        if (i >= paragraph && piece_is_prose(&p->pieces[i]) && !read_byline(p, i, &more))
            break;
        if (read_byline(p, i, &more) && !more.open)
            until = i + 1;
    }
    return until;
}

/* What stands at the top of a text whose title is known, and says it again. */
static void drop_known_title(page *p, dossier_str title, size_t end) {
    buffer folded = {0};
    if (unit_fold(title.data, title.size, &folded) == 0)
        for (size_t i = 0; i < end && i < p->count; i++) {
            dossier_str mine = piece_folded(p, i);
            if (mine.size == folded.size && memcmp(mine.data, folded.data, mine.size) == 0)
                p->pieces[i].role = ROLE_REPEAT;
        }
    buffer_free(&folded);
}

void page_read_head(page *p, dossier_str known_title) {
    size_t paragraph = first_paragraph(p);
    size_t end = head_end(p, paragraph);
    size_t line = find_byline(p, paragraph, end);
    find_source(p, paragraph);
    if (known_title.size == 0)
        find_title(p, paragraph, line);
    else
        drop_known_title(p, known_title, paragraph);
    size_t from = p->title == PAGE_NONE ? 0 : p->title + 1;
    /* Behind the first paragraphs a date is the text's, and so is a name. */
    if (line != PAGE_NONE && line > from && line > paragraph && !can_be_head(p, from, line))
        line = PAGE_NONE;
    find_standfirst(p, line);
    for (size_t i = from; i < end; i++)
        if (p->pieces[i].role == ROLE_STANDFIRST)
            from = i + 1;
    size_t until = lines_end(p, from, line, paragraph, end);
    size_t above = line != PAGE_NONE && line < from ? line : from;
    if (p->title != PAGE_NONE && p->title < above)
        above = p->title;
    read_lines(p, above > 2 ? above - 2 : 0, until);
    while (until < p->end && p->pieces[until].role == ROLE_BYLINE)
        until++;
    p->lead = find_lead(p, until);
    /* The title once more below the byline. */
    for (size_t i = p->lead; p->title != PAGE_NONE && i < p->end && i < p->lead + 3; i++)
        if (p->pieces[i].role == ROLE_BODY && p->pieces[i].u.hash == p->pieces[p->title].u.hash)
            p->pieces[i].role = ROLE_REPEAT;
}
