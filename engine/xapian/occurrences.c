/* occurrences.c: where a term stands in some of its forms: one term's postings, or a list made of several.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A form that is not the main one is a term of the database.  Of several such a list is made: the sum of theirs; of
 * the main form, with others or without: what the term has, less what the forms have that are not meant.
 */
#include "engine/xapian/occurrences.h"

#include <stdlib.h>
#include <string.h>

#include "engine/hash.h"
#include "engine/xapian/schema.h"

/* The most bytes that lists which nobody uses may take, and the most lists. */
#define KEPT_BYTES ((size_t)32 << 20)
#define KEPT_LISTS 256

static int no_memory(xapian_error *x) {
    return x->code = XAPIAN_ERR_NO_MEMORY;
}

/* ------------------------------------------------------------------------------------------------ making a list */

/* Lists one behind the other, each with its documents rising; a document may be in several. */
typedef struct gathering {
    occurrence *items;
    size_t count;
    size_t capacity;
    size_t *ends; /* of each list */
    size_t lists;
    size_t lists_capacity;
} gathering;

static void gathering_free(gathering *g) {
    free(g->items);
    free(g->ends);
}

static int put_occurrence(gathering *g, occurrence o) {
    if (g->count == g->capacity) {
        size_t capacity = g->capacity == 0 ? 1024 : 2 * g->capacity;
        occurrence *items = realloc(g->items, capacity * sizeof *items);
        if (items == NULL)
            return -1;
        g->items = items;
        g->capacity = capacity;
    }
    g->items[g->count++] = o;
    return 0;
}

static int end_list(gathering *g) {
    if (g->lists == g->lists_capacity) {
        size_t capacity = g->lists_capacity == 0 ? 16 : 2 * g->lists_capacity;
        size_t *ends = realloc(g->ends, capacity * sizeof *ends);
        if (ends == NULL)
            return -1;
        g->ends = ends;
        g->lists_capacity = capacity;
    }
    g->ends[g->lists++] = g->count;
    return 0;
}

/* Adds the postings of a term. */
static int gather(gathering *g, const xapian_database *db, const char *name, size_t size, xapian_error *x) {
    xapian_posting_iterator *postings;
    occurrence o;
    int more = xapian_database_postings(db, name, size, &postings, x), failed = 0;
    if (more != XAPIAN_OK)
        return more;
    while (!failed && (more = xapian_posting_iterator_next(postings, &o.document, x)) == 1) {
        more = xapian_posting_iterator_wdf(postings, &o.count, x);
        if (more != XAPIAN_OK)
            break;
        failed = o.count > 0 && put_occurrence(g, o) != 0;
    }
    xapian_posting_iterator_free(postings);
    return failed || (more >= 0 && end_list(g) != 0) ? no_memory(x) : more < 0 ? more : XAPIAN_OK;
}

/* Merges two lists, adding up; returns how many there are then. */
static size_t merge_two(const occurrence *a, size_t a_count, const occurrence *b, size_t b_count, occurrence *to) {
    size_t i = 0, k = 0, made = 0;
    while (i < a_count || k < b_count) {
        if (k == b_count || (i < a_count && a[i].document < b[k].document)) {
            to[made++] = a[i++];
        } else if (i == a_count || b[k].document < a[i].document) {
            to[made++] = b[k++];
        } else {
            to[made++] = (occurrence){a[i].document, a[i].count + b[k].count};
            i++;
            k++;
        }
    }
    return made;
}

/* Makes one list of all, two by two. */
static int add_up(gathering *g, xapian_error *x) {
    while (g->lists > 1) {
        occurrence *to = malloc((g->count + 1) * sizeof *to);
        if (to == NULL)
            return no_memory(x);
        size_t begin = 0, used = 0, lists = 0;
        for (size_t i = 0; i < g->lists; i += 2) {
            size_t middle = g->ends[i], end = i + 1 < g->lists ? g->ends[i + 1] : middle;
            used += merge_two(g->items + begin, middle - begin, g->items + middle, end - middle, to + used);
            begin = end;
            g->ends[lists++] = used;
        }
        free(g->items);
        *g = (gathering){to, used, g->count + 1, g->ends, lists, g->lists_capacity};
    }
    return XAPIAN_OK;
}

/* Takes from a list what another one has. */
static void take_away(gathering *from, const gathering *what) {
    size_t kept = 0, k = 0;
    for (size_t i = 0; i < from->count; i++) {
        occurrence o = from->items[i];
        while (k < what->count && what->items[k].document < o.document)
            k++;
        xapian_termcount less = k < what->count && what->items[k].document == o.document ? what->items[k].count : 0;
        if (o.count > less)
            from->items[kept++] = (occurrence){o.document, o.count - less};
    }
    from->count = kept;
}

/* ------------------------------------------------------------------------------------------------ what is meant */

/* A term in some forms: `whole` as the database has the term, and behind it, counted, the names of those of its forms
 * that the list is made of. */
typedef struct meant {
    char whole[1 + WORD_NORMAL_MAX];
    size_t size;
    int main;      /* the main form is among them: the names are those that are not meant */
    buffer names;
    size_t count;
    xapian_termcount total; /* of their occurrences */
} meant;

static int put_name(meant *m, const xapian_database *db, const char *name, size_t size, xapian_error *x) {
    xapian_termcount total;
    int status = xapian_database_collection_freq(db, name, size, &total, x);
    if (status != XAPIAN_OK || total == 0)
        return status;
    m->count++;
    m->total += total;
    return buffer_put_counted(&m->names, name, size) == 0 ? XAPIAN_OK : no_memory(x);
}

/* Whether a name is one of the names of these forms. */
static int is_among(char letter, dossier_str text, const form_set *forms, dossier_str name) {
    for (size_t i = 0; i < forms->count; i++) {
        char other[FORM_NAME_MAX];
        size_t size = form_name(letter, text, forms->forms[i], other);
        if (size == name.size && memcmp(other, name.data, size) == 0)
            return 1;
    }
    return 0;
}

/* Names all forms of the term but these. */
static int name_others(meant *m, const xapian_database *db, char letter, dossier_str text, const form_set *forms,
                       xapian_error *x) {
    char prefix[1 + WORD_NORMAL_MAX];
    xapian_term_iterator *terms;
    xapian_str found;
    prefix[0] = letter;
    memcpy(prefix + 1, text.data, text.size);
    int more = xapian_database_terms(db, prefix, 1 + text.size, &terms, x), status = XAPIAN_OK;
    if (more != XAPIAN_OK)
        return more;
    while (status == XAPIAN_OK && (more = xapian_term_iterator_next(terms, &found, x)) == 1) {
        if (found.size == 1 + text.size)
            continue;
        /* Then come those of longer terms. */
        if ((unsigned char)found.data[1 + text.size] >= FORM_CODE_END)
            break;
        if (!is_among(letter, text, forms, (dossier_str){found.data, found.size}))
            status = put_name(m, db, found.data, found.size, x);
    }
    xapian_term_iterator_free(terms);
    return more < 0 ? more : status;
}

static int name_these(meant *m, const xapian_database *db, char letter, dossier_str text, const form_set *forms,
                      xapian_error *x) {
    int status = XAPIAN_OK;
    for (size_t i = 0; i < forms->count && status == XAPIAN_OK; i++) {
        char name[FORM_NAME_MAX];
        status = put_name(m, db, name, form_name(letter, text, forms->forms[i], name), x);
    }
    return status;
}

static int same_text(dossier_str a, dossier_str b) {
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* Makes the list of what is meant. */
static int make_list(const meant *m, const xapian_database *db, gathering *out, xapian_error *x) {
    gathering named = {0};
    cursor c = cursor_of(m->names.data, m->names.size);
    int status = XAPIAN_OK;
    while (c.at < c.size && status == XAPIAN_OK) {
        size_t size;
        const char *name = cursor_counted(&c, &size);
        status = gather(&named, db, name, size, x);
    }
    if (status == XAPIAN_OK)
        status = add_up(&named, x);
    if (!m->main) {
        *out = named;
        return status;
    }
    if (status == XAPIAN_OK)
        status = gather(out, db, m->whole, m->size, x);
    if (status == XAPIAN_OK)
        take_away(out, &named);
    gathering_free(&named);
    return status;
}

/* ------------------------------------------------------------------------------------------------ keeping lists */

static void free_list(made_list *list) {
    free((char *)(uintptr_t)list->name.data);
    free(list->items);
    free(list);
}

static void release_list(made_list *list) {
    if (--list->users == 0)
        free_list(list);
}

void occurrences_forget(backend_reader *r) {
    for (made_list *older; r->lists != NULL; r->lists = older) {
        older = r->lists->older;
        release_list(r->lists);
    }
}

/* Lets go of the lists behind those that may be kept. */
static void drop_oldest(backend_reader *r) {
    size_t bytes = 0, lists = 0;
    for (made_list **at = &r->lists, *list; (list = *at) != NULL;) {
        bytes += list->count * sizeof *list->items;
        if (++lists <= KEPT_LISTS && bytes <= KEPT_BYTES) {
            at = &list->older;
            continue;
        }
        *at = list->older;
        release_list(list);
    }
}

static made_list *find_kept(const backend_reader *r, dossier_str name, uint64_t hash) {
    for (made_list *list = r->lists; list != NULL; list = list->older)
        if (list->hash == hash && same_text(list->name, name))
            return list;
    return NULL;
}

/* The list of what is meant, made where it is not kept yet; the caller becomes a user. */
static int get_list(backend_reader *r, const meant *m, made_list **out, xapian_error *x) {
    buffer name = {0};
    if (buffer_put_byte(&name, (unsigned char)m->main) != 0 || buffer_put_counted(&name, m->whole, m->size) != 0 ||
        (m->names.size > 0 && buffer_put(&name, m->names.data, m->names.size) != 0)) {
        buffer_free(&name);
        return no_memory(x);
    }
    dossier_str text = {name.data, name.size};
    uint64_t hash = hash_bytes(HASH_START, text.data, text.size);
    *out = find_kept(r, text, hash);
    if (*out != NULL) {
        buffer_free(&name);
        (*out)->users++;
        return XAPIAN_OK;
    }
    gathering made = {0};
    int status = make_list(m, r->db, &made, x);
    made_list *list = status == XAPIAN_OK ? malloc(sizeof *list) : NULL;
    free(made.ends);
    if (list == NULL) {
        free(made.items);
        buffer_free(&name);
        return status == XAPIAN_OK ? no_memory(x) : status;
    }
    *list = (made_list){made.items, made.count, 2, text, hash, r->lists};
    r->lists = *out = list;
    drop_oldest(r);
    return XAPIAN_OK;
}

/* ------------------------------------------------------------------------------------------------------ finding */

/* What is meant as a term of the database, where it is one: 1, 0 or negative. */
static int is_one_term(const meant *m, const xapian_database *db, occurrences *out, xapian_error *x) {
    xapian_termcount all;
    int status = xapian_database_collection_freq(db, m->whole, m->size, &all, x);
    if (status != XAPIAN_OK)
        return status;
    if (m->total == (m->main ? 0 : all)) {
        memcpy(out->term, m->whole, out->size = m->size);
        return 1;
    }
    if (m->main || m->count != 1)
        return 0;
    cursor c = cursor_of(m->names.data, m->names.size);
    const char *name = cursor_counted(&c, &out->size);
    memcpy(out->term, name, out->size);
    return 1;
}

static int read_main_forms(backend_reader *r, xapian_error *x) {
    xapian_str bytes;
    if (r->main_read)
        return XAPIAN_OK;
    int status = xapian_database_metadata(r->db, LETTER_MAIN_FORMS, strlen(LETTER_MAIN_FORMS), &bytes, x);
    if (status != XAPIAN_OK || bytes.size == 0)
        return status;
    r->main.bytes.size = 0;
    if (buffer_put(&r->main.bytes, bytes.data, bytes.size) != 0)
        return no_memory(x);
    int read = main_forms_read(&r->main);
    if (read != 0)
        *x = (xapian_error){.code = read == -1 ? XAPIAN_ERR_DATABASE_CORRUPT : XAPIAN_ERR_NO_MEMORY,
                            .message = "the main forms"};
    r->main_read = read == 0;
    return read == 0 ? XAPIAN_OK : x->code;
}

int occurrences_find(backend_reader *r, enum query_field field, dossier_str text, const form_set *forms,
                     occurrences *out, xapian_error *x) {
    meant m = {0};
    char letter = schema_field_letter(field), form_letter = schema_form_letter(field);
    size_t letters = letter != 0;
    *out = (occurrences){0};
    text.size = text.size < WORD_NORMAL_MAX ? text.size : WORD_NORMAL_MAX;
    m.whole[0] = letter;
    memcpy(m.whole + letters, text.data, text.size);
    m.size = letters + text.size;
    memcpy(out->term, m.whole, out->size = m.size);
    if (forms == NULL || forms->count == 0 || (field != FIELD_TEXT && field != FIELD_TITLE))
        return XAPIAN_OK;
    int status = read_main_forms(r, x);
    if (status != XAPIAN_OK)
        return status;
    for (size_t i = 0; i < forms->count; i++)
        m.main |= main_forms_has(&r->main, text, forms->forms[i]);
    status = m.main ? name_others(&m, r->db, form_letter, text, forms, x)
                : name_these(&m, r->db, form_letter, text, forms, x);
    if (status == XAPIAN_OK)
        status = is_one_term(&m, r->db, out, x);
    if (status == 0)
        status = get_list(r, &m, &out->list, x);
    buffer_free(&m.names);
    return status < 0 ? status : XAPIAN_OK;
}

void occurrences_release(occurrences *o) {
    if (o->list != NULL)
        release_list(o->list);
    o->list = NULL;
}

int occurrences_count(backend_reader *r, const occurrences *o, xapian_doccount *out, xapian_error *x) {
    if (o->list == NULL)
        return xapian_database_termfreq(r->db, o->term, o->size, out, x);
    *out = (xapian_doccount)o->list->count;
    return XAPIAN_OK;
}

/* ------------------------------------------------------------------------------------------------------ walking */

int occurrence_walk_open(const xapian_database *db, const occurrences *o, occurrence_walk *out, xapian_error *x) {
    *out = (occurrence_walk){.list = o->list};
    return o->list != NULL ? XAPIAN_OK : xapian_database_postings(db, o->term, o->size, &out->postings, x);
}

void occurrence_walk_close(occurrence_walk *w) {
    xapian_posting_iterator_free(w->postings);
    *w = (occurrence_walk){0};
}

/* Stands at the list's next item. */
static int take_next(occurrence_walk *w) {
    if (w->next >= w->list->count)
        return 0;
    w->at = w->list->items[w->next++].document;
    return 1;
}

int occurrence_walk_next(occurrence_walk *w, xapian_error *x) {
    return w->list != NULL ? take_next(w) : xapian_posting_iterator_next(w->postings, &w->at, x);
}

int occurrence_walk_skip_to(occurrence_walk *w, xapian_docid target, xapian_error *x) {
    if (w->at >= target && w->at > 0)
        return 1;
    if (w->list == NULL)
        return xapian_posting_iterator_skip_to(w->postings, target, &w->at, x);
    /* Most skips are short. */
    const occurrence *items = w->list->items;
    size_t low = w->next, count = w->list->count, step = 1;
    while (low + step < count && items[low + step].document < target) {
        low += step;
        step *= 2;
    }
    size_t high = low + step < count ? low + step : count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (items[middle].document < target)
            low = middle + 1;
        else
            high = middle;
    }
    w->next = low;
    return take_next(w);
}

int occurrence_walk_count(const occurrence_walk *w, xapian_termcount *out, xapian_error *x) {
    if (w->list == NULL)
        return xapian_posting_iterator_wdf(w->postings, out, x);
    *out = w->list->items[w->next - 1].count;
    return XAPIAN_OK;
}
