/* search.c: running a query tree in Xapian, scored by the one formula.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engine/bm25.h"
#include "engine/error.h"
#include "engine/text/word.h"
#include "engine/xapian/occurrences.h"
#include "engine/xapian/order.h"
#include "engine/xapian/schema.h"

/* ------------------------------------------------------------------------------------------------ the formula */

/* A term's part in the search: its weight comes as the factor by which the query scales it. */
typedef struct term_state {
    double weight;
    double most;
} term_state;

/* Of a document's length, as Xapian has it. */
static double inverse_norm(xapian_termcount length, double average) {
    return bm25_inverse_norm(length / LENGTH_FACTOR, average);
}

static int weight_init(void *context, void *state, const xapian_weight_stats *stats) {
    const double *average = context;
    term_state *s = state;
    double f = stats->wdf_max;
    s->weight = stats->factor;
    s->most = f > 0 ? bm25_part(s->weight, f, inverse_norm(stats->doclength_min, *average)) : 0;
    return 0;
}

static double weight_part(const void *context, const void *state, const xapian_weight_doc *doc) {
    const double *average = context;
    const term_state *s = state;
    return bm25_part(s->weight, doc->wdf, inverse_norm(doc->doclen, *average));
}

static double weight_most(const void *context, const void *state) {
    (void)context;
    return ((const term_state *)state)->most;
}

static const xapian_weight_ops formula = {
    .size = sizeof formula,
    .needs = XAPIAN_WEIGHT_NEEDS_WDF | XAPIAN_WEIGHT_NEEDS_DOC_LENGTH | XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MIN |
             XAPIAN_WEIGHT_NEEDS_WDF_MAX,
    .state_size = sizeof(term_state),
    .init = weight_init,
    .sumpart = weight_part,
    .maxpart = weight_most,
};

/* ---------------------------------------------------------------------------------------------------- phrases */

/* A phrase, or words near to each other, as a source of documents: those that have all its terms, standing so. */
typedef struct phrase {
    size_t count;
    int title;
    int near; /* QUERY_NEAR, with its span */
    int ordered;
    uint32_t span;
    backend_reader *reader;
    order_word words[ORDER_MAX];
    occurrences found[ORDER_MAX];
    dossier_str *codes[ORDER_MAX]; /* the words' */
    buffer code_bytes[ORDER_MAX];
    buffer scratch;
} phrase;

static void phrase_free(void *context) {
    phrase *p = context;
    for (size_t i = 0; i < p->count; i++) {
        occurrences_release(&p->found[i]);
        free(p->codes[i]);
        buffer_free(&p->code_bytes[i]);
    }
    buffer_free(&p->scratch);
    free(p);
}

typedef struct phrase_state {
    occurrence_walk walks[ORDER_MAX];
} phrase_state;

static int phrase_init(void *context, void *state, const xapian_database *db, xapian_posting_bounds *bounds) {
    const phrase *p = context;
    phrase_state *s = state;
    bounds->termfreq_min = 0;
    for (size_t i = 0; i < p->count; i++) {
        xapian_doccount frequency;
        xapian_error *x = &p->reader->in_callback;
        if (occurrence_walk_open(db, &p->found[i], &s->walks[i], x) != XAPIAN_OK ||
            occurrences_count(p->reader, &p->found[i], &frequency, x) != XAPIAN_OK)
            return -1;
        if (frequency < bounds->termfreq_max)
            bounds->termfreq_max = frequency;
    }
    bounds->termfreq_est = bounds->termfreq_max;
    return 0;
}

static void phrase_done(void *context, void *state) {
    const phrase *p = context;
    phrase_state *s = state;
    for (size_t i = 0; i < p->count; i++)
        occurrence_walk_close(&s->walks[i]);
}

/* Whether a document that has all the terms has them as they must stand: 1, 0 or -1. */
static int stands_so(phrase *p, xapian_docid document) {
    char key[SCHEMA_NUMBERED_MAX];
    uint64_t article, number;
    xapian_str order;
    xapian_error *x = &p->reader->in_callback;
    if (schema_locate(p->reader->db, document, &article, &number, x) != XAPIAN_OK)
        return -1;
    size_t size = schema_numbered(LETTER_ORDER, article, (int64_t)number, key);
    if (xapian_database_metadata(p->reader->db, key, size, &order, x) != XAPIAN_OK)
        return -1;
    int found = p->near ? order_has_near(order.data, order.size, p->words, p->count, p->span, p->ordered, p->title,
                                         &p->scratch)
                        : order_has_phrase(order.data, order.size, p->words, p->count, p->title, &p->scratch);
    if (found == ORDER_DAMAGED)
        *x = (xapian_error){.code = XAPIAN_ERR_DATABASE_CORRUPT, .message = "the order of a passage's words"};
    if (found == ORDER_MEMORY)
        *x = (xapian_error){.code = XAPIAN_ERR_NO_MEMORY};
    return found < 0 ? -1 : found;
}

/* Goes to the first document from `target` on that has the phrase. */
static int phrase_skip_to(void *context, void *state, xapian_docid target, double least, xapian_posting *at) {
    phrase *p = context;
    phrase_state *s = state;
    (void)least;
    at->docid = 0;
    for (;;) {
        size_t agreed = 0;
        for (size_t i = 0; agreed < p->count; i = (i + 1) % p->count) {
            int more = occurrence_walk_skip_to(&s->walks[i], target, &p->reader->in_callback);
            if (more <= 0)
                return more;
            agreed = s->walks[i].at == target ? agreed + 1 : 1;
            target = s->walks[i].at;
        }
        int found = stands_so(p, target);
        if (found < 0)
            return -1;
        if (found) {
            at->docid = target;
            return 0;
        }
        target++;
    }
}

static int phrase_next(void *context, void *state, double least, xapian_posting *at) {
    return phrase_skip_to(context, state, at->docid + 1, least, at);
}

static const xapian_posting_source_ops phrase_source = {
    .size = sizeof phrase_source,
    .state_size = sizeof(phrase_state),
    .init = phrase_init,
    .done = phrase_done,
    .next = phrase_next,
    .skip_to = phrase_skip_to,
};

/* ------------------------------------------------------------------------------------------------ lists made */

/* A list as a source of documents, scored as a term is. */
typedef struct list_source {
    occurrences found;
    double weight;
    double average;
    backend_reader *reader;
} list_source;

static void list_free(void *context) {
    list_source *l = context;
    occurrences_release(&l->found);
    free(l);
}

static int list_init(void *context, void *state, const xapian_database *db, xapian_posting_bounds *bounds) {
    const list_source *l = context;
    bounds->termfreq_min = bounds->termfreq_est = bounds->termfreq_max = (xapian_doccount)l->found.list->count;
    bounds->max_weight = l->weight;
    return occurrence_walk_open(db, &l->found, state, &l->reader->in_callback) == XAPIAN_OK ? 0 : -1;
}

static int list_skip_to(void *context, void *state, xapian_docid target, double least, xapian_posting *at) {
    const list_source *l = context;
    occurrence_walk *w = state;
    xapian_error *x = &l->reader->in_callback;
    xapian_termcount count, length;
    (void)least;
    at->docid = 0;
    int more = occurrence_walk_skip_to(w, target, x);
    if (more <= 0)
        return more;
    at->docid = w->at;
    at->weight = 0;
    if (l->weight == 0)
        return 0;
    if (occurrence_walk_count(w, &count, x) != XAPIAN_OK ||
        xapian_database_doclength(l->reader->db, w->at, &length, x) != XAPIAN_OK)
        return -1;
    at->weight = bm25_part(l->weight, count, inverse_norm(length, l->average));
    return 0;
}

static int list_next(void *context, void *state, double least, xapian_posting *at) {
    return list_skip_to(context, state, at->docid + 1, least, at);
}

static const xapian_posting_source_ops made_source = {
    .size = sizeof made_source,
    .state_size = sizeof(occurrence_walk),
    .init = list_init,
    .next = list_next,
    .skip_to = list_skip_to,
};

/* ---------------------------------------------------------------------------------------- the tree as a query */

/* What is needed to turn a tree into a query.  The first libxapian error stays in x. */
typedef struct making {
    backend_reader *reader;
    double average; /* of passages' lengths */
    xapian_error x;
    int status;   /* XAPIAN_OK so far */
    int unscored; /* within what must not match, where no weight counts */
    xapian_doccount passages;
} making;

static xapian_query *make(making *m, const query_node *node);

/* What a call has made, once its status is known. */
static xapian_query *keep(making *m, int status, xapian_query *const *made) {
    if (status == XAPIAN_OK)
        return *made;
    m->status = status;
    return NULL;
}

/* Joins two queries, which it frees; one of them NULL: the other. */
static xapian_query *join(making *m, xapian_op op, xapian_query *a, xapian_query *b) {
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    const xapian_query *both[] = {a, b};
    xapian_query *made = NULL;
    int status = xapian_query_new_op(op, both, 2, 0, &made, &m->x);
    xapian_query_free(a);
    xapian_query_free(b);
    return keep(m, status, &made);
}

static xapian_query *make_all(making *m) {
    xapian_query *made = NULL;
    return keep(m, xapian_query_new_match_all(&made, &m->x), &made);
}

static xapian_query *make_none(making *m) {
    xapian_query *made = NULL;
    return keep(m, xapian_query_new_match_nothing(&made, &m->x), &made);
}

/* Whether all passages have a term.  Where such a term only chooses, Xapian 1.4 reads the list of all documents in its
 * place, under the wrong name, and takes the second part of a long one for damage: it must not see such terms. */
static int is_everywhere(making *m, const char *stored, size_t size) {
    xapian_doccount frequency;
    if (xapian_database_termfreq(m->reader->db, stored, size, &frequency, &m->x) != XAPIAN_OK) {
        m->status = m->x.code;
        return 0;
    }
    return frequency == m->passages;
}

/* A query for a source, which is freed; `context` is freed with it. */
static xapian_query *make_source(making *m, const xapian_posting_source_ops *ops, void *context,
                                 xapian_free_fn free_context) {
    xapian_posting_source *source;
    xapian_query *made = NULL;
    int status = xapian_posting_source_new(ops, context, free_context, &source, &m->x);
    if (status == XAPIAN_OK) {
        status = xapian_query_new_posting_source(source, &made, &m->x);
        xapian_posting_source_free(source);
    }
    return keep(m, status, &made);
}

static xapian_query *no_memory(making *m) {
    m->status = m->x.code = XAPIAN_ERR_NO_MEMORY;
    return NULL;
}

/* A term of the database, scored by a weight. */
static xapian_query *make_stored(making *m, const char *stored, size_t size, double weight) {
    if ((weight == 0 || m->unscored) && is_everywhere(m, stored, size))
        return make_all(m);
    xapian_query *bare = NULL, *made = NULL;
    if (keep(m, xapian_query_new_term(stored, size, 1, 0, &bare, &m->x), &bare) == NULL)
        return NULL;
    int status = xapian_query_new_scaled(bare, weight, &made, &m->x);
    xapian_query_free(bare);
    return keep(m, status, &made);
}

/* A list that was made, scored likewise; takes it over. */
static xapian_query *make_list(making *m, occurrences *found, double weight) {
    list_source *l = malloc(sizeof *l);
    if (l == NULL) {
        occurrences_release(found);
        return no_memory(m);
    }
    *l = (list_source){*found, m->unscored ? 0 : weight, m->average, m->reader};
    return make_source(m, &made_source, l, list_free);
}

/* A term of a field in some forms, scored by a weight. */
static xapian_query *make_word(making *m, enum query_field field, const query_node *node, double weight) {
    occurrences found;
    int status = occurrences_find(m->reader, field, node->term, &node->forms, &found, &m->x);
    if (status != XAPIAN_OK) {
        m->status = status;
        return NULL;
    }
    return found.list == NULL ? make_stored(m, found.term, found.size, weight) : make_list(m, &found, weight);
}

/* A title's word scores as the same word of the passage; other fields' words only choose. */
static xapian_query *make_term(making *m, const query_node *node) {
    xapian_query *made = make_word(m, node->field, node, node->field == FIELD_TEXT ? node->weight : 0);
    if (node->field != FIELD_TITLE || made == NULL)
        return made;
    return join(m, XAPIAN_OP_FILTER, make_word(m, FIELD_TEXT, node, node->weight), made);
}

/* Says of a phrase's word which forms of it count. */
static int choose_forms(phrase *p, size_t i, const query_node *child) {
    const form_set *forms = &child->forms;
    char code[FORM_CODE_MAX];
    if (forms->count == 0)
        return 0;
    p->codes[i] = malloc(forms->count * sizeof *p->codes[i]);
    if (p->codes[i] == NULL || buffer_reserve(&p->code_bytes[i], forms->count * sizeof code) != 0)
        return -1;
    for (size_t k = 0; k < forms->count; k++) {
        size_t size = form_code(child->term, forms->forms[k], code);
        p->codes[i][k] = (dossier_str){p->code_bytes[i].data + p->code_bytes[i].size, size};
        buffer_put(&p->code_bytes[i], code, size);
    }
    p->words[i].codes = p->codes[i];
    p->words[i].code_count = forms->count;
    return 0;
}

static xapian_query *make_phrase_source(making *m, const query_node *node) {
    phrase *p = calloc(1, sizeof *p);
    if (p == NULL)
        return no_memory(m);
    p->title = node->field == FIELD_TITLE;
    p->near = node->kind == QUERY_NEAR;
    p->ordered = node->ordered;
    p->span = node->span;
    p->reader = m->reader;
    for (size_t i = 0; i < node->child_count && m->status == XAPIAN_OK; i++) {
        const query_node *child = node->children[i];
        p->count++;
        p->words[i].hash = vocabulary_hash(child->term.data, child->term.size);
        m->status = occurrences_find(m->reader, FIELD_TEXT, child->term, &child->forms, &p->found[i], &m->x);
        if (m->status == XAPIAN_OK && choose_forms(p, i, child) != 0)
            no_memory(m);
    }
    if (m->status != XAPIAN_OK) {
        phrase_free(p);
        return NULL;
    }
    return make_source(m, &phrase_source, p, phrase_free);
}

/* All the terms, scored as such, where they stand as they must. */
static xapian_query *make_phrase(making *m, const query_node *node) {
    xapian_query *all = NULL;
    for (size_t i = 0; i < node->child_count && m->status == XAPIAN_OK; i++) {
        const query_node *child = node->children[i];
        all = join(m, XAPIAN_OP_AND, all, make_word(m, FIELD_TEXT, child, child->weight));
    }
    if (m->status != XAPIAN_OK || node->child_count < 2)
        return all;
    return join(m, XAPIAN_OP_FILTER, all, make_phrase_source(m, node));
}

/* The documents of an article have a term of its number. */
static xapian_query *make_article(making *m, const query_node *node) {
    char stored[SCHEMA_TERM_MAX];
    uint64_t article, number;
    int status = schema_locate(m->reader->db, (xapian_docid)node->document, &article, &number, &m->x);
    if (status == XAPIAN_ERR_DOC_NOT_FOUND || (status == XAPIAN_OK && article == 0))
        return make_none(m);
    if (status != XAPIAN_OK) {
        m->status = status;
        return NULL;
    }
    size_t size = schema_article_term(article, stored);
    return make_stored(m, stored, size, 0);
}

static xapian_query *make_date(making *m, const query_node *node) {
    char from[4], to[4];
    xapian_query *made = NULL;
    schema_put_number(node->from, from);
    schema_put_number(node->to, to);
    int status = xapian_query_new_value_range(SLOT_DATE, from, sizeof from, to, sizeof to, &made, &m->x);
    return keep(m, status, &made);
}

/* Joins the children of one role; NULL where there is none (or something failed). */
static xapian_query *make_role(making *m, const query_node *node, enum query_role role, xapian_op op) {
    const xapian_query **list = calloc(node->child_count + 1, sizeof *list);
    size_t count = 0;
    if (list == NULL)
        no_memory(m);
    for (size_t i = 0; i < node->child_count && m->status == XAPIAN_OK; i++)
        if (node->children[i]->role == role && (list[count] = make(m, node->children[i])) != NULL)
            count++;
    xapian_query *made = NULL;
    if (m->status == XAPIAN_OK && count > 0)
        made = keep(m, xapian_query_new_op(op, list, count, 0, &made, &m->x), &made);
    for (size_t i = 0; i < count; i++)
        xapian_query_free((xapian_query *)(uintptr_t)list[i]);
    free(list);
    return made;
}

static xapian_query *make_group(making *m, const query_node *node) {
    xapian_query *must = make_role(m, node, ROLE_MUST, XAPIAN_OP_AND);
    /* Where no weight counts, what only may match is left out; Xapian 1.4 does not initialise AND_MAYBE there. */
    xapian_query *should = m->unscored && must != NULL ? NULL : make_role(m, node, ROLE_SHOULD, XAPIAN_OP_OR);
    m->unscored++;
    xapian_query *not = make_role(m, node, ROLE_NOT, XAPIAN_OP_OR);
    m->unscored--;
    xapian_query *base = join(m, XAPIAN_OP_AND_MAYBE, must, should);
    if (base == NULL && m->status == XAPIAN_OK)
        base = not != NULL ? make_all(m) : make_none(m);
    return join(m, XAPIAN_OP_AND_NOT, base, not);
}

/* The query of a node, or NULL with m->status set. */
static xapian_query *make(making *m, const query_node *node) {
    switch (node->kind) {
    case QUERY_TERM:
        return make_term(m, node);
    case QUERY_PHRASE:
    case QUERY_NEAR:
        return make_phrase(m, node);
    case QUERY_PREFIX:
    case QUERY_GROUP:
        return make_group(m, node);
    case QUERY_DATE:
        return make_date(m, node);
    case QUERY_ARTICLE:
        return make_article(m, node);
    case QUERY_LANG:
        return make_word(m, FIELD_LANG, node, 0);
    case QUERY_ALL:
        return make_all(m);
    case QUERY_NONE:
        break;
    }
    return make_none(m);
}

/* -------------------------------------------------------------------------------------------------- searching */

/* Sets up a search; the objects are freed by the caller where they are not NULL. */
static int set_up(backend_reader *r, const search_request *request, const xapian_query *query, xapian_weight **weight,
                  xapian_enquire **enquire, xapian_error *x) {
    double average = request->average_length;
    double *context = malloc(sizeof *context);
    if (context == NULL)
        return x->code = XAPIAN_ERR_NO_MEMORY;
    *context = average;
    int status = xapian_weight_new(&formula, context, free, weight, x);
    if (status == XAPIAN_OK)
        status = xapian_enquire_new(r->db, enquire, x);
    if (status == XAPIAN_OK)
        status = xapian_enquire_set_weight(*enquire, *weight, x);
    if (status == XAPIAN_OK)
        status = xapian_enquire_set_query(*enquire, query, 0, x);
    if (status == XAPIAN_OK && request->group == DOSSIER_GROUP_ARTICLE)
        status = xapian_enquire_set_collapse(*enquire, SLOT_ARTICLE, 1, x);
    return status;
}

/* The hits to ask libxapian for: 2.1.0 gives wrong ones where it collapses to more than are asked for. */
static xapian_doccount hits_to_ask(const search_request *request, xapian_doccount passages) {
    int major, minor, revision;
    xapian_version_numbers(&major, &minor, &revision);
    if (request->limit >= passages || (request->group == DOSSIER_GROUP_ARTICLE && major >= 2))
        return passages;
    return (xapian_doccount)request->limit;
}

static int read_hits(const xapian_mset *mset, const search_request *request, ranked *hits, size_t *count,
                     uint64_t *matched, xapian_error *x) {
    xapian_mset_counts counts;
    int status = xapian_mset_get_counts(mset, &counts, x);
    /* Where every match was looked at (check_at_least), the lower bound is exact, collapsed or not; the estimate of
     * collapsed ones is not. */
    *matched = status != XAPIAN_OK ? 0 : request->exact ? counts.matches_lower : counts.matches_estimated;
    *count = xapian_mset_size(mset) < request->limit ? xapian_mset_size(mset) : (size_t)request->limit;
    for (size_t i = 0; i < *count && status == XAPIAN_OK; i++) {
        xapian_hit hit;
        status = xapian_mset_hit(mset, (xapian_doccount)i, &hit, x);
        if (status == XAPIAN_OK)
            hits[i] = (ranked){hit.docid, hit.weight};
    }
    return status;
}

/* What went wrong within a phrase says more than that a callback failed. */
static int failed(const backend_reader *r, const making *m, dossier_error *err) {
    const xapian_error *x = m->status == XAPIAN_ERR_CALLBACK && r->in_callback.code != 0 ? &r->in_callback : &m->x;
    return schema_error(err, x, r->folder, "searching");
}

int xapian_reader_search(backend_reader *r, const search_request *request, ranked *hits, size_t *count,
                         uint64_t *matched, dossier_error *err) {
    making m = {.reader = r, .average = request->average_length};
    r->in_callback.code = XAPIAN_OK;
    *count = 0;
    *matched = 0;
    m.status = xapian_database_doccount(r->db, &m.passages, &m.x);
    if (m.status == XAPIAN_OK && m.passages == 0)
        return DOSSIER_OK;
    xapian_query *query = m.status == XAPIAN_OK ? make(&m, request->query) : NULL;
    xapian_weight *weight = NULL;
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    if (m.status == XAPIAN_OK)
        m.status = set_up(r, request, query, &weight, &enquire, &m.x);
    /* Where libxapian 1.4 need not look at all that match, it leaves out some of the best now and then: of collapsed
     * hits, and of a union that must match beside another (test_parity.c, seed 5213). */
    xapian_mset_options options = {.check_at_least = m.passages};
    if (m.status == XAPIAN_OK)
        m.status = xapian_enquire_mset(enquire, 0, hits_to_ask(request, m.passages), &options, &mset, &m.x);
    if (m.status == XAPIAN_OK)
        m.status = read_hits(mset, request, hits, count, matched, &m.x);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_weight_free(weight);
    xapian_query_free(query);
    return m.status == XAPIAN_OK ? DOSSIER_OK : failed(r, &m, err);
}

/* --------------------------------------------------------------------------------------------------- visiting */

static int compare_documents(const void *a, const void *b) {
    xapian_docid x = *(const xapian_docid *)a, y = *(const xapian_docid *)b;
    return (x > y) - (x < y);
}

/* Lists the documents that match, in order; the list is the caller's to free. */
static int list_documents(making *m, const xapian_mset *mset, xapian_docid **out, size_t *count) {
    *count = xapian_mset_size(mset);
    *out = malloc((*count + 1) * sizeof **out);
    if (*out == NULL)
        return m->status = m->x.code = XAPIAN_ERR_NO_MEMORY;
    for (size_t i = 0; i < *count && m->status == XAPIAN_OK; i++) {
        xapian_hit hit;
        m->status = xapian_mset_hit(mset, (xapian_doccount)i, &hit, &m->x);
        (*out)[i] = hit.docid;
    }
    if (m->status == XAPIAN_OK && *count > 1)
        qsort(*out, *count, sizeof **out, compare_documents);
    return m->status;
}

/* Finds all documents that match. */
static int find_all(making *m, const query_node *node, xapian_docid **out, size_t *count) {
    static const search_request plainly = {.average_length = 1, .exact = 1};
    xapian_weight *weight = NULL;
    xapian_enquire *enquire = NULL;
    xapian_mset *mset = NULL;
    m->unscored = 1;
    xapian_query *query = make(m, node);
    if (m->status == XAPIAN_OK)
        m->status = set_up(m->reader, &plainly, query, &weight, &enquire, &m->x);
    xapian_mset_options options = {.check_at_least = m->passages};
    if (m->status == XAPIAN_OK)
        m->status = xapian_enquire_mset(enquire, 0, m->passages, &options, &mset, &m->x);
    if (m->status == XAPIAN_OK)
        m->status = list_documents(m, mset, out, count);
    xapian_mset_free(mset);
    xapian_enquire_free(enquire);
    xapian_weight_free(weight);
    xapian_query_free(query);
    return m->status;
}

int xapian_reader_visit(backend_reader *r, const query_node *query, int (*fn)(void *, const visited *), void *context,
                        dossier_error *err) {
    making m = {.reader = r};
    xapian_docid *documents = NULL;
    size_t count = 0;
    r->in_callback.code = XAPIAN_OK;
    int status = xapian_reader_load_values(r, err);
    if (status != DOSSIER_OK)
        return status;
    m.status = xapian_database_doccount(r->db, &m.passages, &m.x);
    if (m.status == XAPIAN_OK && m.passages > 0)
        find_all(&m, query, &documents, &count);
    status = m.status == XAPIAN_OK ? DOSSIER_OK : failed(r, &m, err);
    for (size_t i = 0; i < count && status == DOSSIER_OK; i++) {
        xapian_docid d = documents[i];
        visited v = {d, d <= r->last ? r->article_of[d] : 0, d <= r->last ? r->date_of[d] : 0};
        status = fn(context, &v);
    }
    free(documents);
    return status;
}
