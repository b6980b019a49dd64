/* check_forms.c: whether what a segment says of the forms of its words is so.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/packed/check_forms.h"

#include <string.h>

#include "engine/error.h"
#include "engine/packed/form_table.h"

typedef struct form_seen {
    uint32_t postings;
    uint32_t last; /* the passage it was met in last */
} form_seen;

static uint32_t count_of(const form_counts *f) {
    return (uint32_t)(f->counts.size / sizeof(form_seen));
}

static form_seen *seen_of(const form_counts *f) {
    return (form_seen *)(void *)f->counts.data;
}

void form_counts_begin(form_counts *f) {
    f->counts.size = 0;
}

void form_counts_free(form_counts *f) {
    buffer_free(&f->counts);
}

int form_counts_add(form_counts *f, const posting *found, dossier_error *err) {
    static const form_seen none = {0, UINT32_MAX};
    for (uint32_t i = 0; i < found->count; i++) {
        uint32_t number = found->forms != NULL ? found->forms[i] : 0;
        while (count_of(f) <= number)
            if (buffer_put(&f->counts, &none, sizeof none) != 0)
                return error_memory(err);
        form_seen *seen = &seen_of(f)[number];
        seen->postings += seen->last != found->passage;
        seen->last = found->passage;
    }
    return DOSSIER_OK;
}

/* Goes to the term (or form) with a key: 1, or 0 where there is none. */
static int seek(const segment *s, term_walk *walk, const char *key, size_t size) {
    return term_walk_seek(walk, &s->terms, key, size) == 1 && term_compare(walk->key, walk->size, key, size) == 0;
}

static int is_same(dossier_str a, dossier_str b) {
    return term_compare(a.data, a.size, b.data, b.size) == 0;
}

/* Whether a form has the term among its own. */
static int form_has(const segment *s, dossier_str form, dossier_str stem) {
    char key[TERM_KEY_MAX];
    term_walk walk;
    form_terms t;
    if (!seek(s, &walk, key, term_form_key(form, key)))
        return 0;
    form_terms_begin(&t, form, walk.terms);
    while (form_terms_next(&t) == 1)
        if (is_same((dossier_str){t.term, t.size}, stem))
            return 1;
    return 0;
}

/* Whether a term has the form in its table. */
static int term_has(const segment *s, dossier_str stem, dossier_str form) {
    char key[TERM_KEY_MAX];
    term_walk walk;
    form_table t;
    if (!seek(s, &walk, key, term_key(FIELD_TEXT, stem, key)) ||
        form_table_open(&t, &walk.list, stem) != DOSSIER_OK)
        return 0;
    while (form_table_next(&t) == 1)
        if (is_same((dossier_str){t.form, t.size}, form))
            return 1;
    return 0;
}

const char *check_forms_of_term(const segment *s, const term_walk *walk, const form_counts *f) {
    const dossier_str stem = {walk->key + 1, walk->size - 1};
    char last[WORD_NORMAL_MAX];
    size_t last_size = 0;
    uint32_t number = 0, last_postings = UINT32_MAX;
    int itself = 0, more;
    form_table t;
    if (form_table_open(&t, &walk->list, stem) != DOSSIER_OK)
        return "its table of forms cannot be read";
    for (; (more = form_table_next(&t)) == 1; number++) {
        const dossier_str form = {t.form, t.size};
        int same = is_same(form, stem);
        itself |= same;
        if (number >= count_of(f) || seen_of(f)[number].postings != t.postings)
            return "a form of it is in more or fewer postings than its table says";
        if (t.postings > last_postings ||
            (t.postings == last_postings && term_compare(last, last_size, t.form, t.size) >= 0))
            return "its forms are out of order";
        if (!same && !form_has(s, form, stem))
            return "a form of it has no key, or one without the term";
        memcpy(last, t.form, t.size);
        last_size = t.size;
        last_postings = t.postings;
    }
    if (more < 0)
        return "its table of forms cannot be read";
    if (number != count_of(f))
        return "it has fewer forms in its table than in its list";
    int said = (walk->list.forms & LIST_FORM_ITSELF) != 0;
    if (itself == said)
        return NULL;
    return said ? "it is said to be its own form, and is not" : "it is its own form, and not said to be";
}

const char *check_terms_of_form(const segment *s, const term_walk *walk) {
    const dossier_str form = {walk->key + 1, walk->size - 1};
    char last[WORD_NORMAL_MAX];
    size_t last_size = 0, count = 0;
    form_terms t;
    int more;
    form_terms_begin(&t, form, walk->terms);
    for (; (more = form_terms_next(&t)) == 1; count++) {
        const dossier_str stem = {t.term, t.size};
        if (count > 0 && term_compare(last, last_size, t.term, t.size) >= 0)
            return "its terms are out of order";
        if (is_same(form, stem) || !term_has(s, stem, form))
            return "a term of it has not the form";
        memcpy(last, t.term, t.size);
        last_size = t.size;
    }
    return more < 0 || count == 0 ? "its terms cannot be read" : NULL;
}
