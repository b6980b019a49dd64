// xapian_c.cc: the C bindings of xapian_c.h, over libxapian. The manual is the header.
// SPDX-License-Identifier: GPL-2.0-or-later

#include "xapian_c.h"

#include <xapian.h>

#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <ostream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

// The series after 1.4 changed parts of the API.
#define XAPIAN_C_SERIES_2 XAPIAN_AT_LEAST(2, 0, 0)

static_assert(sizeof(xapian_docid) == sizeof(Xapian::docid) &&
                  sizeof(xapian_doccount) == sizeof(Xapian::doccount) &&
                  sizeof(xapian_termcount) == sizeof(Xapian::termcount) &&
                  sizeof(xapian_termpos) == sizeof(Xapian::termpos),
              "define XAPIAN_C_64BIT if and only if libxapian was configured with 64-bit ids");
static_assert(XAPIAN_BAD_SLOT == Xapian::BAD_VALUENO, "BAD_SLOT");

// The header's constants are handed to Xapian as they are.
#define SAME(ours, theirs) static_assert(int(ours) == int(theirs), #ours)
SAME(XAPIAN_DB_CREATE_OR_OPEN, Xapian::DB_CREATE_OR_OPEN);
SAME(XAPIAN_DB_CREATE_OR_OVERWRITE, Xapian::DB_CREATE_OR_OVERWRITE);
SAME(XAPIAN_DB_CREATE, Xapian::DB_CREATE);
SAME(XAPIAN_DB_OPEN, Xapian::DB_OPEN);
SAME(XAPIAN_DB_NO_SYNC, Xapian::DB_NO_SYNC);
SAME(XAPIAN_DB_FULL_SYNC, Xapian::DB_FULL_SYNC);
SAME(XAPIAN_DB_DANGEROUS, Xapian::DB_DANGEROUS);
SAME(XAPIAN_DB_NO_TERMLIST, Xapian::DB_NO_TERMLIST);
SAME(XAPIAN_DB_RETRY_LOCK, Xapian::DB_RETRY_LOCK);
SAME(XAPIAN_DB_BACKEND_GLASS, Xapian::DB_BACKEND_GLASS);
SAME(XAPIAN_DB_BACKEND_STUB, Xapian::DB_BACKEND_STUB);
SAME(XAPIAN_DB_BACKEND_INMEMORY, Xapian::DB_BACKEND_INMEMORY);
SAME(XAPIAN_DOC_ASSUME_VALID, Xapian::DOC_ASSUME_VALID);
SAME(XAPIAN_CHECK_SHORT_TREE, Xapian::DBCHECK_SHORT_TREE);
SAME(XAPIAN_CHECK_FULL_TREE, Xapian::DBCHECK_FULL_TREE);
SAME(XAPIAN_CHECK_SHOW_FREELIST, Xapian::DBCHECK_SHOW_FREELIST);
SAME(XAPIAN_CHECK_SHOW_STATS, Xapian::DBCHECK_SHOW_STATS);
SAME(XAPIAN_CHECK_FIX, Xapian::DBCHECK_FIX);
SAME(XAPIAN_COMPACT_FULL, Xapian::Compactor::FULL);
SAME(XAPIAN_COMPACT_FULLER, Xapian::Compactor::FULLER);
SAME(XAPIAN_COMPACT_NO_RENUMBER, Xapian::DBCOMPACT_NO_RENUMBER);
SAME(XAPIAN_COMPACT_MULTIPASS, Xapian::DBCOMPACT_MULTIPASS);
SAME(XAPIAN_COMPACT_SINGLE_FILE, Xapian::DBCOMPACT_SINGLE_FILE);
SAME(XAPIAN_OP_AND, Xapian::Query::OP_AND);
SAME(XAPIAN_OP_OR, Xapian::Query::OP_OR);
SAME(XAPIAN_OP_AND_NOT, Xapian::Query::OP_AND_NOT);
SAME(XAPIAN_OP_XOR, Xapian::Query::OP_XOR);
SAME(XAPIAN_OP_AND_MAYBE, Xapian::Query::OP_AND_MAYBE);
SAME(XAPIAN_OP_FILTER, Xapian::Query::OP_FILTER);
SAME(XAPIAN_OP_NEAR, Xapian::Query::OP_NEAR);
SAME(XAPIAN_OP_PHRASE, Xapian::Query::OP_PHRASE);
SAME(XAPIAN_OP_VALUE_RANGE, Xapian::Query::OP_VALUE_RANGE);
SAME(XAPIAN_OP_SCALE_WEIGHT, Xapian::Query::OP_SCALE_WEIGHT);
SAME(XAPIAN_OP_ELITE_SET, Xapian::Query::OP_ELITE_SET);
SAME(XAPIAN_OP_VALUE_GE, Xapian::Query::OP_VALUE_GE);
SAME(XAPIAN_OP_VALUE_LE, Xapian::Query::OP_VALUE_LE);
SAME(XAPIAN_OP_SYNONYM, Xapian::Query::OP_SYNONYM);
SAME(XAPIAN_OP_MAX, Xapian::Query::OP_MAX);
SAME(XAPIAN_OP_WILDCARD, Xapian::Query::OP_WILDCARD);
SAME(XAPIAN_OP_INVALID, Xapian::Query::OP_INVALID);
SAME(XAPIAN_LEAF_TERM, Xapian::Query::LEAF_TERM);
SAME(XAPIAN_LEAF_POSTING_SOURCE, Xapian::Query::LEAF_POSTING_SOURCE);
SAME(XAPIAN_LEAF_MATCH_ALL, Xapian::Query::LEAF_MATCH_ALL);
SAME(XAPIAN_LEAF_MATCH_NOTHING, Xapian::Query::LEAF_MATCH_NOTHING);
SAME(XAPIAN_WILDCARD_LIMIT_ERROR, Xapian::Query::WILDCARD_LIMIT_ERROR);
SAME(XAPIAN_WILDCARD_LIMIT_FIRST, Xapian::Query::WILDCARD_LIMIT_FIRST);
SAME(XAPIAN_WILDCARD_LIMIT_MOST_FREQUENT, Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT);
SAME(XAPIAN_ORDER_DESCENDING, Xapian::Enquire::DESCENDING);
SAME(XAPIAN_ORDER_ASCENDING, Xapian::Enquire::ASCENDING);
SAME(XAPIAN_ORDER_DONT_CARE, Xapian::Enquire::DONT_CARE);
SAME(XAPIAN_ESET_INCLUDE_QUERY_TERMS, Xapian::Enquire::INCLUDE_QUERY_TERMS);
SAME(XAPIAN_ESET_USE_EXACT_TERMFREQ, Xapian::Enquire::USE_EXACT_TERMFREQ);
SAME(XAPIAN_SNIPPET_BACKGROUND_MODEL, Xapian::MSet::SNIPPET_BACKGROUND_MODEL);
SAME(XAPIAN_SNIPPET_EXHAUSTIVE, Xapian::MSet::SNIPPET_EXHAUSTIVE);
SAME(XAPIAN_SNIPPET_EMPTY_WITHOUT_MATCH, Xapian::MSet::SNIPPET_EMPTY_WITHOUT_MATCH);
SAME(XAPIAN_TG_SPELLING, Xapian::TermGenerator::FLAG_SPELLING);
SAME(XAPIAN_STEM_NONE, Xapian::TermGenerator::STEM_NONE);
SAME(XAPIAN_STEM_SOME, Xapian::TermGenerator::STEM_SOME);
SAME(XAPIAN_STEM_ALL, Xapian::TermGenerator::STEM_ALL);
SAME(XAPIAN_STEM_ALL_Z, Xapian::TermGenerator::STEM_ALL_Z);
SAME(XAPIAN_STEM_SOME_FULL_POS, Xapian::TermGenerator::STEM_SOME_FULL_POS);
SAME(XAPIAN_STEM_NONE, Xapian::QueryParser::STEM_NONE);
SAME(XAPIAN_STEM_SOME, Xapian::QueryParser::STEM_SOME);
SAME(XAPIAN_STEM_ALL, Xapian::QueryParser::STEM_ALL);
SAME(XAPIAN_STEM_ALL_Z, Xapian::QueryParser::STEM_ALL_Z);
SAME(XAPIAN_STEM_SOME_FULL_POS, Xapian::QueryParser::STEM_SOME_FULL_POS);
SAME(XAPIAN_STOP_NONE, Xapian::TermGenerator::STOP_NONE);
SAME(XAPIAN_STOP_ALL, Xapian::TermGenerator::STOP_ALL);
SAME(XAPIAN_STOP_STEMMED, Xapian::TermGenerator::STOP_STEMMED);
SAME(XAPIAN_QP_BOOLEAN, Xapian::QueryParser::FLAG_BOOLEAN);
SAME(XAPIAN_QP_PHRASE, Xapian::QueryParser::FLAG_PHRASE);
SAME(XAPIAN_QP_LOVEHATE, Xapian::QueryParser::FLAG_LOVEHATE);
SAME(XAPIAN_QP_BOOLEAN_ANY_CASE, Xapian::QueryParser::FLAG_BOOLEAN_ANY_CASE);
SAME(XAPIAN_QP_WILDCARD, Xapian::QueryParser::FLAG_WILDCARD);
SAME(XAPIAN_QP_PURE_NOT, Xapian::QueryParser::FLAG_PURE_NOT);
SAME(XAPIAN_QP_PARTIAL, Xapian::QueryParser::FLAG_PARTIAL);
SAME(XAPIAN_QP_SPELLING_CORRECTION, Xapian::QueryParser::FLAG_SPELLING_CORRECTION);
SAME(XAPIAN_QP_SYNONYM, Xapian::QueryParser::FLAG_SYNONYM);
SAME(XAPIAN_QP_AUTO_SYNONYMS, Xapian::QueryParser::FLAG_AUTO_SYNONYMS);
SAME(XAPIAN_QP_AUTO_MULTIWORD_SYNONYMS, Xapian::QueryParser::FLAG_AUTO_MULTIWORD_SYNONYMS);
SAME(XAPIAN_QP_ACCUMULATE, Xapian::QueryParser::FLAG_ACCUMULATE);
SAME(XAPIAN_QP_NO_POSITIONS, Xapian::QueryParser::FLAG_NO_POSITIONS);
SAME(XAPIAN_QP_DEFAULT, Xapian::QueryParser::FLAG_DEFAULT);
SAME(XAPIAN_RANGE_SUFFIX, Xapian::RP_SUFFIX);
SAME(XAPIAN_RANGE_REPEATED, Xapian::RP_REPEATED);
SAME(XAPIAN_RANGE_DATE_PREFER_MDY, Xapian::RP_DATE_PREFER_MDY);
#if XAPIAN_C_SERIES_2
SAME(XAPIAN_OP_EDIT_DISTANCE, Xapian::Query::OP_EDIT_DISTANCE);
SAME(XAPIAN_WILDCARD_MULTI, Xapian::Query::WILDCARD_PATTERN_MULTI);
SAME(XAPIAN_WILDCARD_SINGLE, Xapian::Query::WILDCARD_PATTERN_SINGLE);
SAME(XAPIAN_TG_NGRAMS, Xapian::TermGenerator::FLAG_NGRAMS);
SAME(XAPIAN_TG_WORD_BREAKS, Xapian::TermGenerator::FLAG_WORD_BREAKS);
SAME(XAPIAN_QP_NGRAMS, Xapian::QueryParser::FLAG_NGRAMS);
SAME(XAPIAN_QP_WORD_BREAKS, Xapian::QueryParser::FLAG_WORD_BREAKS);
SAME(XAPIAN_SNIPPET_NGRAMS, Xapian::MSet::SNIPPET_NGRAMS);
SAME(XAPIAN_SNIPPET_WORD_BREAKS, Xapian::MSet::SNIPPET_WORD_BREAKS);
SAME(XAPIAN_DB_BACKEND_HONEY, Xapian::DB_BACKEND_HONEY);
#else
SAME(XAPIAN_DB_BACKEND_CHERT, Xapian::DB_BACKEND_CHERT);
SAME(XAPIAN_TG_NGRAMS, Xapian::TermGenerator::FLAG_CJK_NGRAM);
SAME(XAPIAN_QP_NGRAMS, Xapian::QueryParser::FLAG_CJK_NGRAM);
SAME(XAPIAN_SNIPPET_NGRAMS, Xapian::MSet::SNIPPET_CJK_NGRAM);
SAME(XAPIAN_SMOOTHING_TWO_STAGE, Xapian::Weight::TWO_STAGE_SMOOTHING);
SAME(XAPIAN_SMOOTHING_DIRICHLET, Xapian::Weight::DIRICHLET_SMOOTHING);
SAME(XAPIAN_SMOOTHING_ABSOLUTE_DISCOUNT, Xapian::Weight::ABSOLUTE_DISCOUNT_SMOOTHING);
SAME(XAPIAN_SMOOTHING_JELINEK_MERCER, Xapian::Weight::JELINEK_MERCER_SMOOTHING);
SAME(XAPIAN_SMOOTHING_DIRICHLET_PLUS, Xapian::Weight::DIRICHLET_PLUS_SMOOTHING);
#endif
#undef SAME

// What Xapian refers to by plain pointers, kept for as long as it may.
typedef std::vector<std::shared_ptr<const void>> pins;

namespace {
struct weight_scheme;
}

// The opaque types. `text` holds the string an object gave out last.

struct xapian_buffer {
    std::string text;
};

struct xapian_database {
    std::unique_ptr<Xapian::Database> db;
    Xapian::WritableDatabase *writable; // db, if it can be written
    std::string text;

    explicit xapian_database(Xapian::Database *d) : db(d), writable(nullptr), text() {
    }
    explicit xapian_database(Xapian::WritableDatabase *d) : db(d), writable(d), text() {
    }
};

struct xapian_document {
    Xapian::Document doc;
    std::shared_ptr<unsigned> changes; // counts changes to what iterators run over
    std::string text;

    explicit xapian_document(const Xapian::Document &d)
        : doc(d), changes(std::make_shared<unsigned>(0)), text() {
    }
    xapian_document(const Xapian::Document &d, const std::shared_ptr<unsigned> &c)
        : doc(d), changes(c), text() {
    }
};

struct xapian_query {
    Xapian::Query query;
    std::string text;

    explicit xapian_query(const Xapian::Query &q) : query(q), text() {
    }
};

struct xapian_weight {
    std::unique_ptr<Xapian::Weight> weight;
    std::shared_ptr<weight_scheme> scheme; // what weight is made of, if it is a user's
    std::string text;

    explicit xapian_weight(Xapian::Weight *w) : weight(w), scheme(), text() {
    }
};

struct xapian_enquire {
    std::shared_ptr<const void> sorter; // before enquire, so that they outlive it
    pins spies;
    std::shared_ptr<weight_scheme> scheme;
    Xapian::Enquire enquire;
    std::string text;

    explicit xapian_enquire(const Xapian::Database &db) : sorter(), spies(), scheme(), enquire(db), text() {
    }
};

struct xapian_mset {
    pins kept; // an mset refers to its enquire's insides
    Xapian::MSet mset;
    std::string text;

    xapian_mset(const pins &k, const Xapian::MSet &m) : kept(k), mset(m), text() {
    }
};

struct xapian_rset {
    Xapian::RSet rset;
};

struct xapian_eset {
    Xapian::ESet eset;
    std::string text;

    explicit xapian_eset(const Xapian::ESet &e) : eset(e), text() {
    }
};

struct xapian_match_spy {
    std::shared_ptr<Xapian::MatchSpy> spy;
    Xapian::ValueCountMatchSpy *counts; // spy, if it counts values
};

struct xapian_key_maker {
    std::shared_ptr<Xapian::KeyMaker> maker;
    Xapian::MultiValueKeyMaker *multi; // maker, if it joins values
    std::string text;
};

struct xapian_stem {
    Xapian::Stem stem;
    std::string text;

    explicit xapian_stem(const Xapian::Stem &s) : stem(s), text() {
    }
};

struct xapian_stopper {
    std::shared_ptr<Xapian::Stopper> stopper;
    Xapian::SimpleStopper *simple; // stopper, if it has a list of words
};

struct xapian_term_generator {
    std::shared_ptr<const void> stopper;
    Xapian::TermGenerator tg;
    std::shared_ptr<unsigned> changes; // of the document terms go to
    std::string text;
};

struct xapian_query_parser {
    std::shared_ptr<const void> stopper;
    pins kept;
    Xapian::QueryParser parser;
    std::string text;
};

struct xapian_range_processor {
    std::shared_ptr<Xapian::RangeProcessor> processor;
};

struct xapian_posting_source {
    Xapian::Query holder; // owns the source, and is what queries are made from
    Xapian::PostingSource *source;
    Xapian::ValueMapPostingSource *map; // source, if it is a table
    std::string text;
};

struct xapian_registry {
    Xapian::Registry registry;
};

namespace {

// A C caller may put any int in an enum; a C++ compiler may take for granted that nobody does.
template <typename E> int number(const E &e) {
    static_assert(std::is_enum<E>::value && sizeof(E) == sizeof(int), "an enum of C");
    int n;
    std::memcpy(&n, &e, sizeof n);
    return n;
}

// ---- Errors ----

// Thrown when a callback asks to stop; passes through Xapian to the guard.
struct callback_stop {
    const char *which;
    int status;
};

// For callbacks that only ask something: negative stops.
bool answer(const char *which, int status) {
    if (status < 0)
        throw callback_stop{which, status};
    return status > 0;
}

// For callbacks that do something: all but 0 stop.
void proceed(const char *which, int status) {
    if (status != 0)
        throw callback_stop{which, status};
}

// A search that is running in this thread. Xapian 2 writes to memory it has freed when an exception leaves a
// search, so what a callback throws is kept here, no callback is called from then on, and it is thrown again
// at the end. Xapian 1.4 may be left at once.
class search_scope {
#if XAPIAN_C_SERIES_2
    static thread_local search_scope *innermost;
    search_scope *outer_;
    std::exception_ptr thrown_;

  public:
    search_scope() : outer_(innermost), thrown_() {
        innermost = this;
    }
    ~search_scope() {
        innermost = outer_;
    }
    search_scope(const search_scope &) = delete;
    search_scope &operator=(const search_scope &) = delete;

    // What body gives, or `instead` if the search is to stop.
    template <typename T, typename F> static T call(const T &instead, F body) {
        search_scope *search = innermost;
        if (!search)
            return body();
        if (search->thrown_)
            return instead;
        try {
            return body();
        } catch (...) {
            search->thrown_ = std::current_exception();
            return instead;
        }
    }
    void end() const {
        if (thrown_)
            std::rethrow_exception(thrown_);
    }
#else
  public:
    template <typename T, typename F> static T call(const T &, F body) {
        return body();
    }
    void end() const {
    }
#endif
};

#if XAPIAN_C_SERIES_2
thread_local search_scope *search_scope::innermost = nullptr;
#endif

struct error_class {
    const char *type;
    int code;
};

const error_class error_classes[] = {
    {"AssertionError", XAPIAN_ERR_ASSERTION},
    {"InvalidArgumentError", XAPIAN_ERR_INVALID_ARGUMENT},
    {"InvalidOperationError", XAPIAN_ERR_INVALID_OPERATION},
    {"UnimplementedError", XAPIAN_ERR_UNIMPLEMENTED},
    {"DatabaseError", XAPIAN_ERR_DATABASE},
    {"DatabaseCorruptError", XAPIAN_ERR_DATABASE_CORRUPT},
    {"DatabaseCreateError", XAPIAN_ERR_DATABASE_CREATE},
    {"DatabaseLockError", XAPIAN_ERR_DATABASE_LOCK},
    {"DatabaseModifiedError", XAPIAN_ERR_DATABASE_MODIFIED},
    {"DatabaseOpeningError", XAPIAN_ERR_DATABASE_OPENING},
    {"DatabaseVersionError", XAPIAN_ERR_DATABASE_VERSION},
    {"DatabaseNotFoundError", XAPIAN_ERR_DATABASE_NOT_FOUND},
    {"DatabaseClosedError", XAPIAN_ERR_DATABASE_CLOSED},
    {"DocNotFoundError", XAPIAN_ERR_DOC_NOT_FOUND},
    {"FeatureUnavailableError", XAPIAN_ERR_FEATURE_UNAVAILABLE},
    {"InternalError", XAPIAN_ERR_INTERNAL},
    {"NetworkError", XAPIAN_ERR_NETWORK},
    {"NetworkTimeoutError", XAPIAN_ERR_NETWORK_TIMEOUT},
    {"QueryParserError", XAPIAN_ERR_QUERY_PARSER},
    {"SerialisationError", XAPIAN_ERR_SERIALISATION},
    {"RangeError", XAPIAN_ERR_RANGE},
    {"WildcardError", XAPIAN_ERR_WILDCARD},
};

// The code of an error's own class, or that of its base.
int code_of(const Xapian::Error &e, int base) {
    for (const error_class &c : error_classes) {
        if (std::strcmp(c.type, e.get_type()) == 0)
            return c.code;
    }
    return base;
}

// Xapian tells the text of an errno only; looks for the number with that text.
int errno_of(const char *text) {
    if (!text)
        return 0;
    for (int n = 1; n < 256; n++) {
        if (std::system_category().message(n) == text)
            return n;
    }
    return 0;
}

// Adds text to a fixed field, on one line, cut to what fits.
void append(char *field, size_t room, const char *text) {
    size_t at = std::strlen(field);
    for (; *text && at + 1 < room; text++)
        field[at++] = (*text == '\n' || *text == '\r') ? ' ' : *text;
    field[at] = '\0';
}

int report(xapian_error *err, int code, const char *type, const char *message, const char *context) {
    if (!err)
        return code;
    std::memset(err, 0, sizeof *err);
    err->code = code;
    err->type = type;
    append(err->message, sizeof err->message, message);
    append(err->context, sizeof err->context, context);
    return code;
}

int report(xapian_error *err, const Xapian::Error &e, int base) {
    const int code = code_of(e, base);
    report(err, code, e.get_type(), e.get_msg().c_str(), e.get_context().c_str());
    const char *system = e.get_error_string();
    if (err && system && *system) {
        err->sys_errno = errno_of(system);
        append(err->message, sizeof err->message, ": ");
        append(err->message, sizeof err->message, system);
    }
    return code;
}

int report(xapian_error *err, const callback_stop &stop) {
    report(err, XAPIAN_ERR_CALLBACK, "Callback", "stopped by a callback", stop.which);
    if (err)
        err->callback_status = stop.status;
    return XAPIAN_ERR_CALLBACK;
}

// Turns the exception being handled into a status. What fails in here runs out of memory.
int translate(xapian_error *err) noexcept {
    try {
        try {
            throw;
        } catch (const callback_stop &stop) {
            return report(err, stop);
        } catch (const Xapian::DatabaseOpeningError &e) {
            return report(err, e, XAPIAN_ERR_DATABASE_OPENING);
        } catch (const Xapian::DatabaseError &e) {
            return report(err, e, XAPIAN_ERR_DATABASE);
        } catch (const Xapian::NetworkError &e) {
            return report(err, e, XAPIAN_ERR_NETWORK);
        } catch (const Xapian::LogicError &e) {
            return report(err, e, XAPIAN_ERR_LOGIC);
        } catch (const Xapian::Error &e) {
            return report(err, e, XAPIAN_ERR_RUNTIME);
        } catch (const std::bad_alloc &) {
            return report(err, XAPIAN_ERR_NO_MEMORY, "NoMemory", "out of memory", "");
        } catch (const std::length_error &) {
            return report(err, XAPIAN_ERR_NO_MEMORY, "NoMemory", "a string too long for memory", "");
        } catch (const std::exception &e) {
            return report(err, XAPIAN_ERR_UNKNOWN, "Unknown", e.what(), "");
        } catch (...) {
            return report(err, XAPIAN_ERR_UNKNOWN, "Unknown", "an exception of no known type", "");
        }
    } catch (...) {
        return report(err, XAPIAN_ERR_NO_MEMORY, "NoMemory", "out of memory", "");
    }
}

// ---- Every entry point goes through one of these ----

template <typename F> int status_of(F &body, std::true_type /* returns void */) {
    body();
    return XAPIAN_OK;
}

template <typename F> int status_of(F &body, std::false_type) {
    return body();
}

// Runs body; its exceptions become statuses.
template <typename F> int guard(xapian_error *err, F body) noexcept {
    try {
        return status_of(body, std::is_void<decltype(body())>());
    } catch (...) {
        return translate(err);
    }
}

// The object behind a pointer that must not be NULL.
template <typename T> T &need(T *pointer) {
    if (!pointer)
        throw Xapian::InvalidArgumentError("an argument that must not be NULL is NULL");
    return *pointer;
}

// Hands out a new object.
template <typename T, typename F> int make(T **out, xapian_error *err, F body) noexcept {
    if (out)
        *out = nullptr;
    return guard(err, [&] {
        need(out);
        *out = body();
    });
}

// Hands out a number.
template <typename T, typename F> int get(T *out, xapian_error *err, F body) noexcept {
    return guard(err, [&] { need(out) = static_cast<T>(body()); });
}

xapian_str view(const std::string &text) {
    return xapian_str{text.data(), text.size()};
}

// Hands out a string, which the object keeps.
template <typename T, typename F> int text(T *object, xapian_str *out, xapian_error *err, F body) noexcept {
    return guard(err, [&] {
        need(object);
        need(out);
        std::string result = body();
        object->text.swap(result);
        *out = view(object->text);
    });
}

// For functions that have no status: what they return when the body fails.
template <typename T, typename F> T or_else(T fallback, F body) noexcept {
    try {
        return body();
    } catch (...) {
        return fallback;
    }
}

std::string str(const char *data, size_t size) {
    if (size == 0)
        return std::string();
    need(data);
    return size == XAPIAN_CSTR ? std::string(data) : std::string(data, size);
}

std::string str(const xapian_str &s) {
    return str(s.data, s.size);
}

std::string str(const char *c_string) {
    return std::string(&need(c_string));
}

// A value of an enum of ours as Xapian's enum with the same numbers, from 0 to last.
template <typename Theirs, typename E> Theirs one_of(const E &given, int last, const char *complaint) {
    const int n = number(given);
    if (n < 0 || n > last)
        throw Xapian::InvalidArgumentError(complaint);
    return static_cast<Theirs>(n);
}

// Xapian 1.4 reports bytes that end too soon as trouble with the network, where it gets most of them.
template <typename F> auto unserialised(F body) -> decltype(body()) {
    try {
        return body();
    } catch (const Xapian::NetworkError &e) {
        throw Xapian::SerialisationError(e.get_msg());
    }
}

[[noreturn]] void missing(const char *what) {
    throw Xapian::UnimplementedError(std::string(what) + " is not in this version of Xapian");
}

// ---- What callbacks are made of ----

// A context shared by everything that needs it. Released with the last, unless it was never taken over.
class context {
    struct holder {
        void *ctx;
        xapian_free_fn free_ctx;
        bool taken;

        ~holder() {
            if (taken && free_ctx)
                free_ctx(ctx);
        }
    };
    std::shared_ptr<holder> held_;

  public:
    context(void *ctx, xapian_free_fn free_ctx) : held_(std::make_shared<holder>()) {
        held_->ctx = ctx;
        held_->free_ctx = free_ctx;
        held_->taken = false;
    }
    void *get() const {
        return held_->ctx;
    }
    xapian_free_fn free_fn() const {
        return held_->free_ctx;
    }
    // The call that makes the object has succeeded: the context is ours.
    void take() const {
        held_->taken = true;
    }
};

// Zeroed memory for a callback's state.
class state_memory {
    void *memory_;

  public:
    explicit state_memory(size_t size) : memory_(std::calloc(1, size ? size : 1)) {
        if (!memory_)
            throw std::bad_alloc();
    }
    ~state_memory() {
        std::free(memory_);
    }
    state_memory(const state_memory &) = delete;
    state_memory &operator=(const state_memory &) = delete;
    void *get() const {
        return memory_;
    }
};

// Lends a document to a callback.
class lent_document {
    xapian_document lent_;

  public:
    explicit lent_document(const Xapian::Document &doc) : lent_(doc, nullptr) {
    }
    xapian_document *get() {
        return &lent_;
    }
};

// ---- A user's weighting scheme ----

struct weight_scheme {
    xapian_weight_ops ops;
    context ctx;
    int stopped; // what init asked to stop with, in the search that is running
};

class user_weight : public Xapian::Weight {
    std::shared_ptr<weight_scheme> scheme_;
    state_memory state_;
    bool ready_;

    void need_if(unsigned need, stat_flags flag) {
        if (scheme_->ops.needs & need)
            need_stat(flag);
    }
    bool needs(unsigned need) const {
        return (scheme_->ops.needs & need) != 0;
    }
    xapian_weight_stats stats(double factor) const;
    double extra(const xapian_weight_doc &doc) const {
        if (!scheme_->ops.sumextra || scheme_->stopped)
            return 0.0;
        return scheme_->ops.sumextra(scheme_->ctx.get(), state_.get(), &doc);
    }
    double part(const xapian_weight_doc &doc) const {
        if (scheme_->stopped)
            return stop();
        return scheme_->ops.sumpart(scheme_->ctx.get(), state_.get(), &doc);
    }
    double stop() const {
        return search_scope::call(0.0, [this] {
            proceed("weight init", scheme_->stopped);
            return 0.0;
        });
    }

  public:
    explicit user_weight(const std::shared_ptr<weight_scheme> &scheme);
    ~user_weight() {
        if (ready_ && scheme_->ops.done)
            scheme_->ops.done(scheme_->ctx.get(), state_.get());
    }
    user_weight *clone() const {
        return new user_weight(scheme_);
    }
    std::string name() const {
        return scheme_->ops.name ? scheme_->ops.name : "";
    }
    void init(double factor);
    double get_maxpart() const {
        return scheme_->stopped ? 0.0 : scheme_->ops.maxpart(scheme_->ctx.get(), state_.get());
    }
    double get_maxextra() const {
        if (!scheme_->ops.maxextra || scheme_->stopped)
            return 0.0;
        return scheme_->ops.maxextra(scheme_->ctx.get(), state_.get());
    }
#if XAPIAN_C_SERIES_2
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount doclen, Xapian::termcount unique,
                       Xapian::termcount wdf_doc_max) const {
        return part(xapian_weight_doc{wdf, doclen, unique, wdf_doc_max});
    }
    double get_sumextra(Xapian::termcount doclen, Xapian::termcount unique,
                        Xapian::termcount wdf_doc_max) const {
        return extra(xapian_weight_doc{0, doclen, unique, wdf_doc_max});
    }
#else
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount doclen, Xapian::termcount unique) const {
        return part(xapian_weight_doc{wdf, doclen, unique, 0});
    }
    double get_sumextra(Xapian::termcount doclen, Xapian::termcount unique) const {
        return extra(xapian_weight_doc{0, doclen, unique, 0});
    }
#endif
};

user_weight::user_weight(const std::shared_ptr<weight_scheme> &scheme)
    : scheme_(scheme), state_(scheme->ops.state_size), ready_(false) {
    need_if(XAPIAN_WEIGHT_NEEDS_COLLECTION_SIZE, COLLECTION_SIZE);
    need_if(XAPIAN_WEIGHT_NEEDS_RSET_SIZE, RSET_SIZE);
    need_if(XAPIAN_WEIGHT_NEEDS_AVERAGE_LENGTH, AVERAGE_LENGTH);
    need_if(XAPIAN_WEIGHT_NEEDS_TERMFREQ, TERMFREQ);
    need_if(XAPIAN_WEIGHT_NEEDS_RELTERMFREQ, RELTERMFREQ);
    need_if(XAPIAN_WEIGHT_NEEDS_QUERY_LENGTH, QUERY_LENGTH);
    need_if(XAPIAN_WEIGHT_NEEDS_WQF, WQF);
    need_if(XAPIAN_WEIGHT_NEEDS_WDF, WDF);
    need_if(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH, DOC_LENGTH);
    need_if(XAPIAN_WEIGHT_NEEDS_WDF_MAX, WDF_MAX);
    need_if(XAPIAN_WEIGHT_NEEDS_COLLECTION_FREQ, COLLECTION_FREQ);
    need_if(XAPIAN_WEIGHT_NEEDS_UNIQUE_TERMS, UNIQUE_TERMS);
#if XAPIAN_C_SERIES_2
    // Without DB_ these are bounds for one shard, which they are not in 1.4.
    need_if(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MIN, DB_DOC_LENGTH_MIN);
    need_if(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MAX, DB_DOC_LENGTH_MAX);
    need_if(XAPIAN_WEIGHT_NEEDS_WDF_DOC_MAX, WDF_DOC_MAX);
#else
    need_if(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MIN, DOC_LENGTH_MIN);
    need_if(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MAX, DOC_LENGTH_MAX);
#endif
}

// Only what was asked for has been set in the base class.
xapian_weight_stats user_weight::stats(double factor) const {
    xapian_weight_stats s = {};
    if (needs(XAPIAN_WEIGHT_NEEDS_COLLECTION_SIZE))
        s.collection_size = get_collection_size();
    if (needs(XAPIAN_WEIGHT_NEEDS_RSET_SIZE))
        s.rset_size = get_rset_size();
    if (needs(XAPIAN_WEIGHT_NEEDS_AVERAGE_LENGTH))
        s.average_length = get_average_length();
    if (needs(XAPIAN_WEIGHT_NEEDS_TERMFREQ))
        s.termfreq = get_termfreq();
    if (needs(XAPIAN_WEIGHT_NEEDS_RELTERMFREQ))
        s.reltermfreq = get_reltermfreq();
    if (needs(XAPIAN_WEIGHT_NEEDS_COLLECTION_FREQ))
        s.collection_freq = get_collection_freq();
    if (needs(XAPIAN_WEIGHT_NEEDS_QUERY_LENGTH))
        s.query_length = get_query_length();
    if (needs(XAPIAN_WEIGHT_NEEDS_WQF))
        s.wqf = get_wqf();
#if XAPIAN_C_SERIES_2
    if (needs(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MIN))
        s.doclength_min = get_db_doclength_lower_bound();
    if (needs(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MAX))
        s.doclength_max = get_db_doclength_upper_bound();
#else
    if (needs(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MIN))
        s.doclength_min = get_doclength_lower_bound();
    if (needs(XAPIAN_WEIGHT_NEEDS_DOC_LENGTH_MAX))
        s.doclength_max = get_doclength_upper_bound();
#endif
    if (needs(XAPIAN_WEIGHT_NEEDS_WDF_MAX) && factor != 0) // not set for the part that has no term
        s.wdf_max = get_wdf_upper_bound();
    s.factor = factor;
    return s;
}

// Xapian 1.4 loses memory when something is thrown from here, so that stopping waits for the first posting.
void user_weight::init(double factor) {
    if (!scheme_->ops.init)
        return;
    const xapian_weight_stats s = stats(factor);
    ready_ = true;
    const int status = scheme_->ops.init(scheme_->ctx.get(), state_.get(), &s);
    if (status != 0)
        scheme_->stopped = status;
}

// ---- A user's posting source ----

struct source_kind {
    xapian_posting_source_ops ops;
    context ctx;
};

class user_source : public Xapian::PostingSource {
    std::shared_ptr<const source_kind> kind_;
    state_memory state_;
    xapian_posting_bounds bounds_;
    xapian_posting at_;
    bool ready_;
    bool started_;

    void *ctx() const {
        return kind_->ctx.get();
    }
    void leave() {
        if (ready_ && kind_->ops.done)
            kind_->ops.done(ctx(), state_.get());
        ready_ = false;
    }
    void moved(const char *which, int status, Xapian::docid from);
    // Runs what may ask to stop; the source is at its end then.
    template <typename F> void run(F body) {
        if (!search_scope::call(false, [&] {
                body();
                return true;
            })) {
            at_ = xapian_posting();
            started_ = true;
        }
    }

  public:
    explicit user_source(const std::shared_ptr<const source_kind> &kind)
        : kind_(kind), state_(kind->ops.state_size), bounds_(), at_(), ready_(false), started_(false) {
    }
    ~user_source() {
        leave();
    }
    Xapian::doccount get_termfreq_min() const {
        return bounds_.termfreq_min;
    }
    Xapian::doccount get_termfreq_est() const {
        return bounds_.termfreq_est;
    }
    Xapian::doccount get_termfreq_max() const {
        return bounds_.termfreq_max;
    }
    double get_weight() const {
        return at_.weight;
    }
    Xapian::docid get_docid() const {
        return at_.docid;
    }
    bool at_end() const {
        return started_ && at_.docid == 0;
    }
    void next(double min_weight);
    void skip_to(Xapian::docid target, double min_weight);
    void init(const Xapian::Database &db);
    user_source *clone() const {
        return new user_source(kind_);
    }
    std::string name() const {
        return kind_->ops.name ? kind_->ops.name : "";
    }
    std::string serialise() const;
    user_source *unserialise(const std::string &data) const;
    std::string get_description() const {
        return "user's posting source " + name();
    }
};

void user_source::init(const Xapian::Database &db) {
    leave();
    std::memset(state_.get(), 0, kind_->ops.state_size);
    at_ = xapian_posting();
    started_ = false;
    const Xapian::doccount all = db.get_doccount();
    bounds_ = xapian_posting_bounds{0, all / 2, all, 0.0};
    xapian_database lent(new Xapian::Database(db));
    ready_ = true;
    run([&] {
        proceed("posting source init", kind_->ops.init(ctx(), state_.get(), &lent, &bounds_));
        at_.max_weight = bounds_.max_weight;
        set_maxweight(bounds_.max_weight);
    });
}

// Takes note of where a callback has moved to.
void user_source::moved(const char *which, int status, Xapian::docid from) {
    proceed(which, status);
    if (at_.docid != 0 && at_.docid <= from)
        throw Xapian::InvalidOperationError("a posting source did not move forward");
    started_ = true;
    if (at_.max_weight < get_maxweight())
        set_maxweight(at_.max_weight);
}

void user_source::next(double min_weight) {
    const Xapian::docid from = at_.docid;
    run([&] { moved("posting source next", kind_->ops.next(ctx(), state_.get(), min_weight, &at_), from); });
}

void user_source::skip_to(Xapian::docid target, double min_weight) {
    if (started_ && (at_.docid == 0 || at_.docid >= target))
        return;
    if (!kind_->ops.skip_to) {
        do
            next(min_weight);
        while (at_.docid != 0 && at_.docid < target);
        return;
    }
    run([&] {
        const int status = kind_->ops.skip_to(ctx(), state_.get(), target, min_weight, &at_);
        moved("posting source skip_to", status, target - 1);
    });
}

std::string user_source::serialise() const {
    if (!kind_->ops.serialise || !kind_->ops.name)
        throw Xapian::UnimplementedError("this posting source has no name or no serialise callback");
    xapian_buffer out;
    proceed("posting source serialise", kind_->ops.serialise(ctx(), &out));
    return out.text;
}

user_source *user_source::unserialise(const std::string &data) const {
    if (!kind_->ops.unserialise)
        throw Xapian::UnimplementedError("this posting source has no unserialise callback");
    void *fresh = nullptr;
    proceed("posting source unserialise", kind_->ops.unserialise(ctx(), view(data), &fresh));
    context held(fresh, kind_->ctx.free_fn());
    held.take();
    return new user_source(std::make_shared<source_kind>(source_kind{kind_->ops, held}));
}

// ---- Other classes a user can fill in ----

class user_decider : public Xapian::MatchDecider {
    xapian_match_decider_fn fn_;
    void *ctx_;

  public:
    user_decider(xapian_match_decider_fn fn, void *ctx) : fn_(fn), ctx_(ctx) {
    }
    bool operator()(const Xapian::Document &doc) const {
        return search_scope::call(false, [&] {
            lent_document lent(doc);
            return answer("match decider", fn_(ctx_, lent.get()));
        });
    }
};

class user_expand_decider : public Xapian::ExpandDecider {
    xapian_expand_decider_fn fn_;
    void *ctx_;

  public:
    user_expand_decider(xapian_expand_decider_fn fn, void *ctx) : fn_(fn), ctx_(ctx) {
    }
    bool operator()(const std::string &term) const {
        return answer("expand decider", fn_(ctx_, view(term)));
    }
};

class user_spy : public Xapian::MatchSpy {
    xapian_match_spy_fn fn_;
    context ctx_;

  public:
    user_spy(xapian_match_spy_fn fn, const context &ctx) : fn_(fn), ctx_(ctx) {
    }
    void operator()(const Xapian::Document &doc, double weight) {
        search_scope::call(false, [&] {
            lent_document lent(doc);
            proceed("match spy", fn_(ctx_.get(), lent.get(), weight));
            return true;
        });
    }
};

class user_key_maker : public Xapian::KeyMaker {
    xapian_key_maker_fn fn_;
    context ctx_;

  public:
    user_key_maker(xapian_key_maker_fn fn, const context &ctx) : fn_(fn), ctx_(ctx) {
    }
    std::string operator()(const Xapian::Document &doc) const {
        return search_scope::call(std::string(), [&] {
            lent_document lent(doc);
            xapian_buffer out;
            proceed("key maker", fn_(ctx_.get(), lent.get(), &out));
            return out.text;
        });
    }
};

class user_stem : public Xapian::StemImplementation {
    xapian_stem_fn fn_;
    context ctx_;

  public:
    user_stem(xapian_stem_fn fn, const context &ctx) : fn_(fn), ctx_(ctx) {
    }
    std::string operator()(const std::string &word) {
        xapian_buffer out;
        proceed("stemmer", fn_(ctx_.get(), view(word), &out));
        return out.text;
    }
    std::string get_description() const {
        return "user";
    }
#if XAPIAN_C_SERIES_2
    // Capitalised words of a query are left alone, as 1.4 does.
    bool use_proper_noun_heuristic() const {
        return true;
    }
#endif
};

class user_stopper : public Xapian::Stopper {
    xapian_stopper_fn fn_;
    context ctx_;

  public:
    user_stopper(xapian_stopper_fn fn, const context &ctx) : fn_(fn), ctx_(ctx) {
    }
    bool operator()(const std::string &word) const {
        return answer("stopper", fn_(ctx_.get(), view(word)));
    }
};

// The query a callback made, or `none`.
Xapian::Query take_query(const char *which, int status, xapian_query *made, const Xapian::Query &none) {
    const std::unique_ptr<xapian_query> owned(made);
    proceed(which, status);
    return owned ? owned->query : none;
}

class user_range : public Xapian::RangeProcessor {
    xapian_range_fn fn_;
    context ctx_;

  public:
    user_range(xapian_range_fn fn, const context &ctx) : fn_(fn), ctx_(ctx) {
    }
    Xapian::Query operator()(const std::string &from, const std::string &to) {
        xapian_query *made = nullptr;
        const int status = fn_(ctx_.get(), view(from), view(to), &made);
        return take_query("range processor", status, made, Xapian::Query(Xapian::Query::OP_INVALID));
    }
};

class user_field : public Xapian::FieldProcessor {
    xapian_field_fn fn_;
    context ctx_;

  public:
    user_field(xapian_field_fn fn, const context &ctx) : fn_(fn), ctx_(ctx) {
    }
    Xapian::Query operator()(const std::string &text) {
        xapian_query *made = nullptr;
        const int status = fn_(ctx_.get(), view(text), &made);
        return take_query("field processor", status, made, Xapian::Query());
    }
};

class user_compactor : public Xapian::Compactor {
    const xapian_compact_options &options_;

  public:
    explicit user_compactor(const xapian_compact_options &options) : options_(options) {
    }
    void set_status(const std::string &table, const std::string &status) {
        if (options_.progress)
            proceed("compact progress", options_.progress(options_.ctx, view(table), view(status)));
    }
    std::string resolve_duplicate_metadata(const std::string &key, size_t count, const std::string values[]) {
        if (!options_.duplicate_metadata)
            return Xapian::Compactor::resolve_duplicate_metadata(key, count, values);
        std::vector<xapian_str> views;
        for (size_t i = 0; i < count; i++)
            views.push_back(view(values[i]));
        xapian_buffer out;
        // The key is handed over as a table has it, with two bytes before it: honey's, or those of the others.
        const bool marked = key.compare(0, 2, "\0\xc0", 2) == 0 || key.compare(0, 2, "\0\0", 2) == 0;
        const std::string name = marked ? key.substr(2) : key;
        const int status = options_.duplicate_metadata(options_.ctx, view(name), views.data(), count, &out);
        proceed("duplicate metadata", status);
        return out.text;
    }
};

// A stream that hands what is written to it to a callback.
class text_stream_buffer : public std::streambuf {
    xapian_text_fn fn_;
    void *ctx_;

  protected:
    std::streamsize xsputn(const char *data, std::streamsize size) override {
        proceed("check report", fn_(ctx_, data, static_cast<size_t>(size)));
        return size;
    }
    int_type overflow(int_type c) override {
        if (traits_type::eq_int_type(c, traits_type::eof()))
            return traits_type::not_eof(c);
        const char one = traits_type::to_char_type(c);
        xsputn(&one, 1);
        return c;
    }

  public:
    text_stream_buffer(xapian_text_fn fn, void *ctx) : fn_(fn), ctx_(ctx) {
    }
};

} // namespace

// ---- Iterators ----

namespace {

// What the four iterators have in common: begin, end, where it stands, and what must stay for it.
template <typename It> struct cursor {
    std::shared_ptr<const void> pin;
    std::shared_ptr<unsigned> changes;
    unsigned seen;
    It at;
    bool started;

    cursor(const It &begin, const std::shared_ptr<const void> &kept, const std::shared_ptr<unsigned> &watched)
        : pin(kept), changes(watched), seen(watched ? *watched : 0), at(begin), started(false) {
    }
    bool ended() const {
        return at == It();
    }
    // A document's iterators point into it.
    void unchanged() const {
        if (changes && *changes != seen)
            throw Xapian::InvalidOperationError("the document was changed while iterating over it");
    }
    const It &here() const {
        unchanged();
        if (!started || ended())
            throw Xapian::InvalidOperationError("the iterator does not stand on an item");
        return at;
    }
    bool step() {
        unchanged();
        if (started && !ended())
            ++at;
        started = true;
        return !ended();
    }
    // Goes forward to the first item that is not before the target.
    template <typename Target, typename Key> bool skip(const Target &target, Key key) {
        unchanged();
        if (!ended() && key(at) < target)
            at.skip_to(target);
        started = true;
        return !ended();
    }
};

} // namespace

struct xapian_term_iterator : cursor<Xapian::TermIterator> {
    std::string text;

    xapian_term_iterator(const Xapian::TermIterator &begin, const std::shared_ptr<const void> &kept,
                         const std::shared_ptr<unsigned> &watched = nullptr)
        : cursor(begin, kept, watched), text() {
    }
};

struct xapian_posting_iterator : cursor<Xapian::PostingIterator> {
    using cursor::cursor;
};

struct xapian_position_iterator : cursor<Xapian::PositionIterator> {
    using cursor::cursor;
};

struct xapian_value_iterator : cursor<Xapian::ValueIterator> {
    std::string text;

    xapian_value_iterator(const Xapian::ValueIterator &begin, const std::shared_ptr<const void> &kept,
                          const std::shared_ptr<unsigned> &watched = nullptr)
        : cursor(begin, kept, watched), text() {
    }
};

namespace {

template <typename T> std::shared_ptr<const void> pin(const T &object) {
    return std::make_shared<T>(object);
}

const Xapian::Database &reading(const xapian_database *db) {
    return *need(db).db;
}

Xapian::WritableDatabase &writing(const xapian_database *db) {
    if (!need(db).writable)
        throw Xapian::InvalidOperationError("the database was opened for reading only");
    return *db->writable;
}

// An iterator of terms over something of a database.
template <typename F>
int database_terms(const xapian_database *db, xapian_term_iterator **out, xapian_error *err, F begin) {
    return make(out, err, [&] {
        const Xapian::Database &d = reading(db);
        return new xapian_term_iterator(begin(d), pin(d));
    });
}

} // namespace

// ==== 1. Versions and features ====

const char *xapian_c_version(void) {
    return XAPIAN_C_VERSION_STRING;
}

const char *xapian_version(void) {
    return Xapian::version_string();
}

void xapian_version_numbers(int *major, int *minor, int *revision) {
    if (major)
        *major = Xapian::major_version();
    if (minor)
        *minor = Xapian::minor_version();
    if (revision)
        *revision = Xapian::revision();
}

const char *xapian_c_built_with(void) {
    return XAPIAN_VERSION;
}

int xapian_has_feature(xapian_feature feature) {
    switch (number(feature)) {
#ifdef XAPIAN_HAS_GLASS_BACKEND
    case XAPIAN_FEATURE_GLASS:
        return 1;
#endif
#ifdef XAPIAN_HAS_CHERT_BACKEND
    case XAPIAN_FEATURE_CHERT:
        return 1;
#endif
#ifdef XAPIAN_HAS_HONEY_BACKEND
    case XAPIAN_FEATURE_HONEY:
        return 1;
#endif
#ifdef XAPIAN_HAS_INMEMORY_BACKEND
    case XAPIAN_FEATURE_INMEMORY:
        return 1;
#endif
#ifdef XAPIAN_HAS_REMOTE_BACKEND
    case XAPIAN_FEATURE_REMOTE:
        return 1;
#endif
#if XAPIAN_C_SERIES_2
    case XAPIAN_FEATURE_EDIT_DISTANCE:
    case XAPIAN_FEATURE_WILDCARD_PATTERN:
    case XAPIAN_FEATURE_WORD_BREAKS:
    case XAPIAN_FEATURE_LEAF_INFO:
    case XAPIAN_FEATURE_WDF_DOC_MAX:
    case XAPIAN_FEATURE_DICE:
        return 1;
#endif
    default:
        return 0;
    }
}

// ==== 2. Errors and strings ====

const char *xapian_status_text(int status) {
    static const char *const texts[] = {
        "no error",
        "assertion failed",
        "invalid argument",
        "invalid operation",
        "not implemented",
        "database error",
        "database corrupt",
        "database not created",
        "database locked",
        "database modified",
        "database not opened",
        "database of another version",
        "database not found",
        "database closed",
        "document not found",
        "feature not available",
        "internal error",
        "network error",
        "network timeout",
        "query not understood",
        "not a serialised object",
        "out of range",
        "wildcard too wide",
        "logic error",
        "runtime error",
        "out of memory",
        "stopped by a callback",
        "unknown error",
    };
    static_assert(sizeof texts / sizeof *texts == 1 - XAPIAN_ERR_UNKNOWN, "a text for each status");
    return status > 0 || status < XAPIAN_ERR_UNKNOWN ? "unknown status" : texts[-status];
}

int xapian_retry(xapian_database *db, unsigned times, int (*fn)(void *ctx, xapian_error *err), void *ctx,
                 xapian_error *err) {
    const int usable = guard(err, [&] {
        reading(db);
        need(fn);
    });
    if (usable != XAPIAN_OK)
        return usable;
    for (;;) {
        const int status = fn(ctx, err);
        if (status != XAPIAN_ERR_DATABASE_MODIFIED || times == 0)
            return status;
        times--;
        const int reopened = xapian_database_reopen(db, err);
        if (reopened < 0)
            return reopened;
    }
}

int xapian_buffer_new(xapian_buffer **out, xapian_error *err) {
    return make(out, err, [] { return new xapian_buffer(); });
}

void xapian_buffer_free(xapian_buffer *buffer) {
    delete buffer;
}

int xapian_buffer_append(xapian_buffer *buffer, const char *data, size_t size) {
    return guard(nullptr, [&] { need(buffer).text += str(data, size); });
}

void xapian_buffer_clear(xapian_buffer *buffer) {
    if (buffer)
        buffer->text.clear();
}

xapian_str xapian_buffer_str(const xapian_buffer *buffer) {
    return buffer ? xapian_str{buffer->text.c_str(), buffer->text.size()} : xapian_str{"", 0};
}

int xapian_buffer_collect(void *buffer, const char *data, size_t size) {
    return xapian_buffer_append(static_cast<xapian_buffer *>(buffer), data, size);
}

// ==== 3. Databases ====

namespace {

// Flags that may name a backend. Xapian takes one that it does not know for its default.
template <typename Flags> Flags backend_flags(Flags flags) {
    const int backend = static_cast<int>(flags & 0x700);
    if (backend > XAPIAN_DB_BACKEND_HONEY)
        throw Xapian::InvalidArgumentError("unknown backend");
    if ((backend == XAPIAN_DB_BACKEND_CHERT && !xapian_has_feature(XAPIAN_FEATURE_CHERT)) ||
        (backend == XAPIAN_DB_BACKEND_HONEY && !xapian_has_feature(XAPIAN_FEATURE_HONEY)))
        throw Xapian::FeatureUnavailableError("this backend is not in this version of Xapian");
    return flags;
}

} // namespace

// ---- Opening ----

int xapian_database_open(const char *path, int flags, xapian_database **out, xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_database(new Xapian::Database(str(path), backend_flags(flags)));
    });
}

int xapian_database_open_fd(int fd, int flags, xapian_database **out, xapian_error *err) {
    return make(out, err, [&] { return new xapian_database(new Xapian::Database(fd, flags)); });
}

int xapian_database_new(xapian_database **out, xapian_error *err) {
    return make(out, err, [] { return new xapian_database(new Xapian::Database()); });
}

int xapian_database_open_writable(const char *path, int flags, int block_size, xapian_database **out,
                                  xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_database(new Xapian::WritableDatabase(str(path), backend_flags(flags), block_size));
    });
}

int xapian_database_open_memory(xapian_database **out, xapian_error *err) {
    return make(out, err, [] {
        return new xapian_database(new Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY));
    });
}

#ifdef XAPIAN_HAS_REMOTE_BACKEND

int xapian_database_open_tcp(const char *host, unsigned port, unsigned timeout, unsigned connect_timeout,
                             xapian_database **out, xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_database(
            new Xapian::Database(Xapian::Remote::open(str(host), port, timeout, connect_timeout)));
    });
}

int xapian_database_open_tcp_writable(const char *host, unsigned port, unsigned timeout,
                                      unsigned connect_timeout, int flags, xapian_database **out,
                                      xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_database(new Xapian::WritableDatabase(
            Xapian::Remote::open_writable(str(host), port, timeout, connect_timeout, flags)));
    });
}

int xapian_database_open_program(const char *program, const char *args, unsigned timeout,
                                 xapian_database **out, xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_database(
            new Xapian::Database(Xapian::Remote::open(str(program), str(args), timeout)));
    });
}

int xapian_database_open_program_writable(const char *program, const char *args, unsigned timeout, int flags,
                                          xapian_database **out, xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_database(new Xapian::WritableDatabase(
            Xapian::Remote::open_writable(str(program), str(args), timeout, flags)));
    });
}

#else

namespace {

int no_remote(xapian_database **out, xapian_error *err) {
    return make(out, err, []() -> xapian_database * {
        throw Xapian::FeatureUnavailableError("Remote backend disabled");
    });
}

} // namespace

int xapian_database_open_tcp(const char *, unsigned, unsigned, unsigned, xapian_database **out,
                             xapian_error *err) {
    return no_remote(out, err);
}

int xapian_database_open_tcp_writable(const char *, unsigned, unsigned, unsigned, int, xapian_database **out,
                                      xapian_error *err) {
    return no_remote(out, err);
}

int xapian_database_open_program(const char *, const char *, unsigned, xapian_database **out,
                                 xapian_error *err) {
    return no_remote(out, err);
}

int xapian_database_open_program_writable(const char *, const char *, unsigned, int, xapian_database **out,
                                          xapian_error *err) {
    return no_remote(out, err);
}

#endif

int xapian_database_add_database(xapian_database *db, const xapian_database *other, xapian_error *err) {
    return guard(err, [&] {
        need(db);
        need(other);
        if (db == other)
            throw Xapian::InvalidArgumentError("a database cannot be added to itself");
        if (db->writable)
            db->writable->add_database(writing(other));
        else
            db->db->add_database(*other->db);
    });
}

size_t xapian_database_shards(const xapian_database *db) {
    return db ? db->db->size() : 0;
}

int xapian_database_is_writable(const xapian_database *db) {
    return db && db->writable;
}

void xapian_database_free(xapian_database *db) {
    guard(nullptr, [&] { delete db; });
}

int xapian_database_close(xapian_database *db, xapian_error *err) {
    return guard(err, [&] { need(db).db->close(); });
}

int xapian_database_reopen(xapian_database *db, xapian_error *err) {
    return guard(err, [&] { return need(db).db->reopen() ? 1 : 0; });
}

int xapian_database_keep_alive(xapian_database *db, xapian_error *err) {
    return guard(err, [&] { need(db).db->keep_alive(); });
}

// ---- What a database says of itself ----

int xapian_database_doccount(const xapian_database *db, xapian_doccount *out, xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_doccount(); });
}

int xapian_database_lastdocid(const xapian_database *db, xapian_docid *out, xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_lastdocid(); });
}

int xapian_database_average_length(const xapian_database *db, double *out, xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_average_length(); });
}

int xapian_database_total_length(const xapian_database *db, uint64_t *out, xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_total_length(); });
}

int xapian_database_doclength_bounds(const xapian_database *db, xapian_termcount *lower,
                                     xapian_termcount *upper, xapian_error *err) {
    return guard(err, [&] {
        const Xapian::termcount least = reading(db).get_doclength_lower_bound();
        const Xapian::termcount most = reading(db).get_doclength_upper_bound();
        if (lower)
            *lower = least;
        if (upper)
            *upper = most;
    });
}

int xapian_database_termfreq(const xapian_database *db, const char *term, size_t size, xapian_doccount *out,
                             xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_termfreq(str(term, size)); });
}

int xapian_database_collection_freq(const xapian_database *db, const char *term, size_t size,
                                    xapian_termcount *out, xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_collection_freq(str(term, size)); });
}

int xapian_database_wdf_upper_bound(const xapian_database *db, const char *term, size_t size,
                                    xapian_termcount *out, xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_wdf_upper_bound(str(term, size)); });
}

int xapian_database_term_exists(const xapian_database *db, const char *term, size_t size, xapian_error *err) {
    return guard(err, [&] { return reading(db).term_exists(str(term, size)) ? 1 : 0; });
}

int xapian_database_has_positions(const xapian_database *db, xapian_error *err) {
    return guard(err, [&] { return reading(db).has_positions() ? 1 : 0; });
}

int xapian_database_doclength(const xapian_database *db, xapian_docid docid, xapian_termcount *out,
                              xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_doclength(docid); });
}

int xapian_database_unique_terms(const xapian_database *db, xapian_docid docid, xapian_termcount *out,
                                 xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_unique_terms(docid); });
}

int xapian_database_value_freq(const xapian_database *db, xapian_slot slot, xapian_doccount *out,
                               xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_value_freq(slot); });
}

int xapian_database_value_lower_bound(xapian_database *db, xapian_slot slot, xapian_str *out,
                                      xapian_error *err) {
    return text(db, out, err, [&] { return reading(db).get_value_lower_bound(slot); });
}

int xapian_database_value_upper_bound(xapian_database *db, xapian_slot slot, xapian_str *out,
                                      xapian_error *err) {
    return text(db, out, err, [&] { return reading(db).get_value_upper_bound(slot); });
}

int xapian_database_revision(const xapian_database *db, uint64_t *out, xapian_error *err) {
    return get(out, err, [&] { return reading(db).get_revision(); });
}

int xapian_database_uuid(xapian_database *db, xapian_str *out, xapian_error *err) {
    return text(db, out, err, [&] { return reading(db).get_uuid(); });
}

int xapian_database_locked(const xapian_database *db, xapian_error *err) {
    return guard(err, [&] { return reading(db).locked() ? 1 : 0; });
}

int xapian_database_describe(xapian_database *db, xapian_str *out, xapian_error *err) {
    return text(db, out, err, [&] { return reading(db).get_description(); });
}

// ---- Reading ----

int xapian_database_document(const xapian_database *db, xapian_docid docid, unsigned flags,
                             xapian_document **out, xapian_error *err) {
    return make(out, err, [&] { return new xapian_document(reading(db).get_document(docid, flags)); });
}

int xapian_database_terms(const xapian_database *db, const char *prefix, size_t size,
                          xapian_term_iterator **out, xapian_error *err) {
    return database_terms(db, out, err,
                          [&](const Xapian::Database &d) { return d.allterms_begin(str(prefix, size)); });
}

int xapian_database_document_terms(const xapian_database *db, xapian_docid docid, xapian_term_iterator **out,
                                   xapian_error *err) {
    return database_terms(db, out, err, [&](const Xapian::Database &d) { return d.termlist_begin(docid); });
}

int xapian_database_postings(const xapian_database *db, const char *term, size_t size,
                             xapian_posting_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::Database &d = reading(db);
        return new xapian_posting_iterator(d.postlist_begin(str(term, size)), pin(d), nullptr);
    });
}

int xapian_database_positions(const xapian_database *db, xapian_docid docid, const char *term, size_t size,
                              xapian_position_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::Database &d = reading(db);
        return new xapian_position_iterator(d.positionlist_begin(docid, str(term, size)), pin(d), nullptr);
    });
}

int xapian_database_values(const xapian_database *db, xapian_slot slot, xapian_value_iterator **out,
                           xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::Database &d = reading(db);
        return new xapian_value_iterator(d.valuestream_begin(slot), pin(d));
    });
}

int xapian_database_spellings(const xapian_database *db, xapian_term_iterator **out, xapian_error *err) {
    return database_terms(db, out, err, [](const Xapian::Database &d) { return d.spellings_begin(); });
}

int xapian_database_suggest_spelling(xapian_database *db, const char *word, size_t size, unsigned max_edits,
                                     xapian_str *out, xapian_error *err) {
    return text(db, out, err,
                [&] { return reading(db).get_spelling_suggestion(str(word, size), max_edits); });
}

int xapian_database_synonyms(const xapian_database *db, const char *term, size_t size,
                             xapian_term_iterator **out, xapian_error *err) {
    return database_terms(db, out, err,
                          [&](const Xapian::Database &d) { return d.synonyms_begin(str(term, size)); });
}

int xapian_database_synonym_keys(const xapian_database *db, const char *prefix, size_t size,
                                 xapian_term_iterator **out, xapian_error *err) {
    return database_terms(db, out, err,
                          [&](const Xapian::Database &d) { return d.synonym_keys_begin(str(prefix, size)); });
}

int xapian_database_metadata(xapian_database *db, const char *key, size_t size, xapian_str *out,
                             xapian_error *err) {
    return text(db, out, err, [&] { return reading(db).get_metadata(str(key, size)); });
}

int xapian_database_metadata_keys(const xapian_database *db, const char *prefix, size_t size,
                                  xapian_term_iterator **out, xapian_error *err) {
    return database_terms(
        db, out, err, [&](const Xapian::Database &d) { return d.metadata_keys_begin(str(prefix, size)); });
}

// ---- Writing ----

int xapian_database_add_document(xapian_database *db, const xapian_document *doc, xapian_docid *docid,
                                 xapian_error *err) {
    return guard(err, [&] {
        const Xapian::docid added = writing(db).add_document(need(doc).doc);
        if (docid)
            *docid = added;
    });
}

int xapian_database_replace_document(xapian_database *db, xapian_docid docid, const xapian_document *doc,
                                     xapian_error *err) {
    return guard(err, [&] { writing(db).replace_document(docid, need(doc).doc); });
}

int xapian_database_replace_document_by_term(xapian_database *db, const char *term, size_t size,
                                             const xapian_document *doc, xapian_docid *docid,
                                             xapian_error *err) {
    return guard(err, [&] {
        const Xapian::docid replaced = writing(db).replace_document(str(term, size), need(doc).doc);
        if (docid)
            *docid = replaced;
    });
}

int xapian_database_delete_document(xapian_database *db, xapian_docid docid, xapian_error *err) {
    return guard(err, [&] { writing(db).delete_document(docid); });
}

int xapian_database_delete_document_by_term(xapian_database *db, const char *term, size_t size,
                                            xapian_error *err) {
    return guard(err, [&] { writing(db).delete_document(str(term, size)); });
}

int xapian_database_commit(xapian_database *db, xapian_error *err) {
    return guard(err, [&] { writing(db).commit(); });
}

int xapian_database_begin_transaction(xapian_database *db, int flushed, xapian_error *err) {
    return guard(err, [&] { writing(db).begin_transaction(flushed != 0); });
}

int xapian_database_commit_transaction(xapian_database *db, xapian_error *err) {
    return guard(err, [&] { writing(db).commit_transaction(); });
}

int xapian_database_cancel_transaction(xapian_database *db, xapian_error *err) {
    return guard(err, [&] { writing(db).cancel_transaction(); });
}

int xapian_database_set_metadata(xapian_database *db, const char *key, size_t key_size, const char *value,
                                 size_t value_size, xapian_error *err) {
    return guard(err, [&] { writing(db).set_metadata(str(key, key_size), str(value, value_size)); });
}

int xapian_database_add_spelling(xapian_database *db, const char *word, size_t size, xapian_termcount count,
                                 xapian_error *err) {
    return guard(err, [&] { writing(db).add_spelling(str(word, size), count); });
}

int xapian_database_remove_spelling(xapian_database *db, const char *word, size_t size,
                                    xapian_termcount count, xapian_error *err) {
    return guard(err, [&] { writing(db).remove_spelling(str(word, size), count); });
}

int xapian_database_add_synonym(xapian_database *db, const char *term, size_t term_size, const char *synonym,
                                size_t synonym_size, xapian_error *err) {
    return guard(err, [&] { writing(db).add_synonym(str(term, term_size), str(synonym, synonym_size)); });
}

int xapian_database_remove_synonym(xapian_database *db, const char *term, size_t term_size,
                                   const char *synonym, size_t synonym_size, xapian_error *err) {
    return guard(err, [&] { writing(db).remove_synonym(str(term, term_size), str(synonym, synonym_size)); });
}

int xapian_database_clear_synonyms(xapian_database *db, const char *term, size_t size, xapian_error *err) {
    return guard(err, [&] { writing(db).clear_synonyms(str(term, size)); });
}

// ---- Maintaining ----

namespace {

template <typename Place>
int check(const Place &place, int flags, xapian_text_fn report_fn, void *ctx, size_t *errors) {
    size_t found;
    if (report_fn) {
        text_stream_buffer buffer(report_fn, ctx);
        std::ostream stream(&buffer);
        stream.exceptions(std::ios::badbit); // or else the stream would swallow a callback's stop
        found = Xapian::Database::check(place, flags, &stream);
    } else {
        found = Xapian::Database::check(place, flags);
    }
    if (errors)
        *errors = found;
    return XAPIAN_OK;
}

template <typename Place>
void compact(xapian_database *db, const Place &place, const xapian_compact_options *options) {
    const xapian_compact_options none = {};
    const xapian_compact_options &chosen = options ? *options : none;
    user_compactor compactor(chosen);
    need(db).db->compact(place, backend_flags(chosen.flags), chosen.block_size, compactor);
}

} // namespace

int xapian_database_check(const char *path, int flags, xapian_text_fn report, void *ctx, size_t *errors,
                          xapian_error *err) {
    return guard(err, [&] { return check(str(path), flags, report, ctx, errors); });
}

int xapian_database_check_fd(int fd, int flags, xapian_text_fn report, void *ctx, size_t *errors,
                             xapian_error *err) {
    return guard(err, [&] { return check(fd, flags, report, ctx, errors); });
}

int xapian_database_compact(xapian_database *db, const char *path, const xapian_compact_options *options,
                            xapian_error *err) {
    return guard(err, [&] { compact(db, str(path), options); });
}

int xapian_database_compact_fd(xapian_database *db, int fd, const xapian_compact_options *options,
                               xapian_error *err) {
    return guard(err, [&] { compact(db, fd, options); });
}

// ==== 4. Documents ====

namespace {

// A document's insides, about to change: iterators over them are no longer valid.
Xapian::Document &changing(xapian_document *doc) {
    need(doc);
    if (doc->changes)
        ++*doc->changes;
    return doc->doc;
}

// The counter of a document's changes; one that was lent gets it here.
const std::shared_ptr<unsigned> &watch(const xapian_document *doc) {
    xapian_document &d = const_cast<xapian_document &>(need(doc));
    if (!d.changes)
        d.changes = std::make_shared<unsigned>(0);
    return d.changes;
}

} // namespace

int xapian_document_new(xapian_document **out, xapian_error *err) {
    return make(out, err, [] { return new xapian_document(Xapian::Document()); });
}

void xapian_document_free(xapian_document *doc) {
    delete doc;
}

xapian_docid xapian_document_docid(const xapian_document *doc) {
    return or_else<xapian_docid>(0, [&] { return need(doc).doc.get_docid(); });
}

int xapian_document_data(xapian_document *doc, xapian_str *out, xapian_error *err) {
    return text(doc, out, err, [&] { return doc->doc.get_data(); });
}

int xapian_document_set_data(xapian_document *doc, const char *data, size_t size, xapian_error *err) {
    return guard(err, [&] { need(doc).doc.set_data(str(data, size)); });
}

int xapian_document_value(xapian_document *doc, xapian_slot slot, xapian_str *out, xapian_error *err) {
    return text(doc, out, err, [&] { return doc->doc.get_value(slot); });
}

int xapian_document_add_value(xapian_document *doc, xapian_slot slot, const char *value, size_t size,
                              xapian_error *err) {
    return guard(err, [&] {
        if (slot == XAPIAN_BAD_SLOT)
            throw Xapian::InvalidArgumentError("not a value slot");
        changing(doc).add_value(slot, str(value, size));
    });
}

int xapian_document_remove_value(xapian_document *doc, xapian_slot slot, xapian_error *err) {
    return guard(err, [&] { changing(doc).remove_value(slot); });
}

int xapian_document_clear_values(xapian_document *doc, xapian_error *err) {
    return guard(err, [&] { changing(doc).clear_values(); });
}

int xapian_document_value_count(const xapian_document *doc, xapian_termcount *out, xapian_error *err) {
    return get(out, err, [&] { return need(doc).doc.values_count(); });
}

int xapian_document_values(const xapian_document *doc, xapian_value_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const std::shared_ptr<unsigned> &changes = watch(doc);
        return new xapian_value_iterator(doc->doc.values_begin(), pin(doc->doc), changes);
    });
}

int xapian_document_add_term(xapian_document *doc, const char *term, size_t size, xapian_termcount wdf_inc,
                             xapian_error *err) {
    return guard(err, [&] { changing(doc).add_term(str(term, size), wdf_inc); });
}

int xapian_document_add_boolean_term(xapian_document *doc, const char *term, size_t size, xapian_error *err) {
    return guard(err, [&] { changing(doc).add_boolean_term(str(term, size)); });
}

int xapian_document_add_posting(xapian_document *doc, const char *term, size_t size, xapian_termpos position,
                                xapian_termcount wdf_inc, xapian_error *err) {
    return guard(err, [&] { changing(doc).add_posting(str(term, size), position, wdf_inc); });
}

int xapian_document_add_postings(xapian_document *doc, const char *term, size_t size,
                                 const xapian_termpos *positions, size_t count, xapian_termcount wdf_inc,
                                 xapian_error *err) {
    return guard(err, [&] {
        Xapian::Document &changed = changing(doc);
        const std::string name = str(term, size);
        if (count > 0)
            need(positions);
        for (size_t i = 0; i < count; i++)
            changed.add_posting(name, positions[i], wdf_inc);
    });
}

int xapian_document_remove_posting(xapian_document *doc, const char *term, size_t size,
                                   xapian_termpos position, xapian_termcount wdf_dec, xapian_error *err) {
    return guard(err, [&] { changing(doc).remove_posting(str(term, size), position, wdf_dec); });
}

int xapian_document_remove_postings(xapian_document *doc, const char *term, size_t size, xapian_termpos first,
                                    xapian_termpos last, xapian_termcount wdf_dec, xapian_termpos *removed,
                                    xapian_error *err) {
    return guard(err, [&] {
        const Xapian::termpos count = changing(doc).remove_postings(str(term, size), first, last, wdf_dec);
        if (removed)
            *removed = count;
    });
}

int xapian_document_remove_term(xapian_document *doc, const char *term, size_t size, xapian_error *err) {
    return guard(err, [&] { changing(doc).remove_term(str(term, size)); });
}

int xapian_document_clear_terms(xapian_document *doc, xapian_error *err) {
    return guard(err, [&] { changing(doc).clear_terms(); });
}

int xapian_document_term_count(const xapian_document *doc, xapian_termcount *out, xapian_error *err) {
    return get(out, err, [&] { return need(doc).doc.termlist_count(); });
}

int xapian_document_terms(const xapian_document *doc, xapian_term_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const std::shared_ptr<unsigned> &changes = watch(doc);
        return new xapian_term_iterator(doc->doc.termlist_begin(), pin(doc->doc), changes);
    });
}

int xapian_document_serialise(xapian_document *doc, xapian_str *out, xapian_error *err) {
    return text(doc, out, err, [&] { return doc->doc.serialise(); });
}

int xapian_document_unserialise(const char *data, size_t size, xapian_document **out, xapian_error *err) {
    return make(out, err, [&] {
        const std::string bytes = str(data, size);
        return new xapian_document(unserialised([&] { return Xapian::Document::unserialise(bytes); }));
    });
}

int xapian_document_describe(xapian_document *doc, xapian_str *out, xapian_error *err) {
    return text(doc, out, err, [&] { return doc->doc.get_description(); });
}

// ==== 5. Iterators ====

namespace {

// After a move: gives the string the iterator stands on.
template <typename Iterator> int at_text(Iterator &it, bool found, xapian_str *out) {
    if (!found)
        return 0;
    std::string(*it.at).swap(it.text);
    if (out)
        *out = view(it.text);
    return 1;
}

// The same for a number.
template <typename Iterator, typename T> int at_number(Iterator &it, bool found, T *out) {
    if (!found)
        return 0;
    const T item = *it.at;
    if (out)
        *out = item;
    return 1;
}

} // namespace

int xapian_term_iterator_next(xapian_term_iterator *it, xapian_str *term, xapian_error *err) {
    return guard(err, [&] { return at_text(*it, need(it).step(), term); });
}

int xapian_term_iterator_skip_to(xapian_term_iterator *it, const char *target, size_t size, xapian_str *term,
                                 xapian_error *err) {
    return guard(err, [&] {
        const auto key = [](const Xapian::TermIterator &at) { return *at; };
        return at_text(*it, need(it).skip(str(target, size), key), term);
    });
}

int xapian_term_iterator_wdf(const xapian_term_iterator *it, xapian_termcount *out, xapian_error *err) {
    return get(out, err, [&] { return need(it).here().get_wdf(); });
}

int xapian_term_iterator_termfreq(const xapian_term_iterator *it, xapian_doccount *out, xapian_error *err) {
    return get(out, err, [&] { return need(it).here().get_termfreq(); });
}

int xapian_term_iterator_position_count(const xapian_term_iterator *it, xapian_termcount *out,
                                        xapian_error *err) {
    return get(out, err, [&] { return need(it).here().positionlist_count(); });
}

int xapian_term_iterator_positions(const xapian_term_iterator *it, xapian_position_iterator **out,
                                   xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::PositionIterator begin = need(it).here().positionlist_begin();
        return new xapian_position_iterator(begin, it->pin, it->changes);
    });
}

void xapian_term_iterator_free(xapian_term_iterator *it) {
    delete it;
}

int xapian_posting_iterator_next(xapian_posting_iterator *it, xapian_docid *docid, xapian_error *err) {
    return guard(err, [&] { return at_number(*it, need(it).step(), docid); });
}

int xapian_posting_iterator_skip_to(xapian_posting_iterator *it, xapian_docid target, xapian_docid *docid,
                                    xapian_error *err) {
    return guard(err, [&] {
        const auto key = [](const Xapian::PostingIterator &at) { return *at; };
        return at_number(*it, need(it).skip(target, key), docid);
    });
}

int xapian_posting_iterator_wdf(const xapian_posting_iterator *it, xapian_termcount *out, xapian_error *err) {
    return get(out, err, [&] { return need(it).here().get_wdf(); });
}

int xapian_posting_iterator_doclength(const xapian_posting_iterator *it, xapian_termcount *out,
                                      xapian_error *err) {
    return get(out, err, [&] { return need(it).here().get_doclength(); });
}

int xapian_posting_iterator_unique_terms(const xapian_posting_iterator *it, xapian_termcount *out,
                                         xapian_error *err) {
    return get(out, err, [&] { return need(it).here().get_unique_terms(); });
}

int xapian_posting_iterator_positions(const xapian_posting_iterator *it, xapian_position_iterator **out,
                                      xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::PositionIterator begin = need(it).here().positionlist_begin();
        return new xapian_position_iterator(begin, it->pin, it->changes);
    });
}

void xapian_posting_iterator_free(xapian_posting_iterator *it) {
    delete it;
}

int xapian_position_iterator_next(xapian_position_iterator *it, xapian_termpos *position, xapian_error *err) {
    return guard(err, [&] { return at_number(*it, need(it).step(), position); });
}

int xapian_position_iterator_skip_to(xapian_position_iterator *it, xapian_termpos target,
                                     xapian_termpos *position, xapian_error *err) {
    return guard(err, [&] {
        const auto key = [](const Xapian::PositionIterator &at) { return *at; };
        return at_number(*it, need(it).skip(target, key), position);
    });
}

int xapian_position_iterator_read(xapian_position_iterator *it, xapian_termpos *positions, size_t size,
                                  size_t *count, xapian_error *err) {
    return guard(err, [&] {
        need(it);
        need(positions);
        need(count);
        size_t n = 0;
        while (n < size && it->step())
            positions[n++] = *it->at;
        *count = n;
    });
}

void xapian_position_iterator_free(xapian_position_iterator *it) {
    delete it;
}

int xapian_value_iterator_next(xapian_value_iterator *it, xapian_str *value, xapian_error *err) {
    return guard(err, [&] { return at_text(*it, need(it).step(), value); });
}

int xapian_value_iterator_skip_to(xapian_value_iterator *it, xapian_docid target, xapian_str *value,
                                  xapian_error *err) {
    return guard(err, [&] {
        need(it);
        const bool by_slot = it->changes != nullptr; // a document's values; else a slot's
        const auto key = [by_slot](const Xapian::ValueIterator &at) -> Xapian::docid {
            return by_slot ? at.get_valueno() : at.get_docid();
        };
        return at_text(*it, it->skip(target, key), value);
    });
}

int xapian_value_iterator_docid(const xapian_value_iterator *it, xapian_docid *out, xapian_error *err) {
    return get(out, err, [&] { return need(it).here().get_docid(); });
}

int xapian_value_iterator_slot(const xapian_value_iterator *it, xapian_slot *out, xapian_error *err) {
    return get(out, err, [&] { return need(it).here().get_valueno(); });
}

void xapian_value_iterator_free(xapian_value_iterator *it) {
    delete it;
}

// ==== 6. Queries ====

namespace {

template <typename F> int make_query(xapian_query **out, xapian_error *err, F body) {
    return make(out, err, [&] { return new xapian_query(body()); });
}

// The operators that join subqueries.
Xapian::Query::op joining(const xapian_op &given) {
    const int op = number(given);
    if (op < XAPIAN_OP_AND || op > XAPIAN_OP_MAX || op == XAPIAN_OP_VALUE_RANGE ||
        op == XAPIAN_OP_SCALE_WEIGHT || op == XAPIAN_OP_VALUE_GE || op == XAPIAN_OP_VALUE_LE)
        throw Xapian::InvalidArgumentError("not an operator that joins queries");
    return static_cast<Xapian::Query::op>(op);
}

// The operators that join what a wildcard stands for.
Xapian::Query::op combining(const xapian_op &given) {
    const int op = number(given);
    if (op != XAPIAN_OP_SYNONYM && op != XAPIAN_OP_OR && op != XAPIAN_OP_MAX)
        throw Xapian::InvalidArgumentError("not an operator for a wildcard");
    return static_cast<Xapian::Query::op>(op);
}

int wildcard_flags(int flags) {
    if ((flags & ~XAPIAN_WILDCARD_GLOB) < XAPIAN_WILDCARD_LIMIT_ERROR ||
        (flags & ~XAPIAN_WILDCARD_GLOB) > XAPIAN_WILDCARD_LIMIT_MOST_FREQUENT)
        throw Xapian::InvalidArgumentError("unknown wildcard flags");
    if ((flags & XAPIAN_WILDCARD_GLOB) && !xapian_has_feature(XAPIAN_FEATURE_WILDCARD_PATTERN))
        missing("a wildcard pattern");
    return flags;
}

} // namespace

int xapian_query_new_term(const char *term, size_t size, xapian_termcount wqf, xapian_termpos position,
                          xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] { return Xapian::Query(str(term, size), wqf, position); });
}

int xapian_query_new_match_all(xapian_query **out, xapian_error *err) {
    return make_query(out, err, [] { return Xapian::Query(std::string()); });
}

int xapian_query_new_match_nothing(xapian_query **out, xapian_error *err) {
    return make_query(out, err, [] { return Xapian::Query(); });
}

int xapian_query_new_op(xapian_op op, const xapian_query *const *subqueries, size_t count,
                        xapian_termcount window, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        std::vector<Xapian::Query> subs;
        if (count > 0)
            need(subqueries);
        for (size_t i = 0; i < count; i++)
            subs.push_back(need(subqueries[i]).query);
        return Xapian::Query(joining(op), subs.begin(), subs.end(), window);
    });
}

int xapian_query_new_terms(xapian_op op, const xapian_str *terms, size_t count, xapian_termcount window,
                           xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        std::vector<std::string> subs;
        if (count > 0)
            need(terms);
        for (size_t i = 0; i < count; i++)
            subs.push_back(str(terms[i]));
        return Xapian::Query(joining(op), subs.begin(), subs.end(), window);
    });
}

int xapian_query_new_scaled(const xapian_query *query, double factor, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] { return Xapian::Query(factor, need(query).query); });
}

int xapian_query_new_value_range(xapian_slot slot, const char *begin, size_t begin_size, const char *end,
                                 size_t end_size, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, str(begin, begin_size),
                             str(end, end_size));
    });
}

int xapian_query_new_value_ge(xapian_slot slot, const char *limit, size_t size, xapian_query **out,
                              xapian_error *err) {
    return make_query(
        out, err, [&] { return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, str(limit, size)); });
}

int xapian_query_new_value_le(xapian_slot slot, const char *limit, size_t size, xapian_query **out,
                              xapian_error *err) {
    return make_query(
        out, err, [&] { return Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, str(limit, size)); });
}

int xapian_query_new_wildcard(const char *pattern, size_t size, xapian_termcount max_expansion, int flags,
                              xapian_op combiner, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        return Xapian::Query(Xapian::Query::OP_WILDCARD, str(pattern, size), max_expansion,
                             wildcard_flags(flags), combining(combiner));
    });
}

#if XAPIAN_C_SERIES_2
int xapian_query_new_edit_distance(const char *term, size_t size, unsigned edits, size_t fixed_prefix,
                                   xapian_termcount max_expansion, int flags, xapian_op combiner,
                                   xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        if (flags & XAPIAN_WILDCARD_GLOB)
            throw Xapian::InvalidArgumentError("a pattern does not go with an edit distance");
        return Xapian::Query(Xapian::Query::OP_EDIT_DISTANCE, str(term, size), max_expansion,
                             wildcard_flags(flags), combining(combiner), edits, fixed_prefix);
    });
}
#else
int xapian_query_new_edit_distance(const char *, size_t, unsigned, size_t, xapian_termcount, int, xapian_op,
                                   xapian_query **out, xapian_error *err) {
    return make_query(out, err, []() -> Xapian::Query { missing("a query by edit distance"); });
}
#endif

int xapian_query_new_posting_source(xapian_posting_source *source, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] { return need(source).holder; });
}

int xapian_query_copy(const xapian_query *query, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] { return need(query).query; });
}

void xapian_query_free(xapian_query *query) {
    delete query;
}

xapian_op xapian_query_type(const xapian_query *query) {
    return query ? static_cast<xapian_op>(query->query.get_type()) : XAPIAN_LEAF_MATCH_NOTHING;
}

int xapian_query_empty(const xapian_query *query) {
    return !query || query->query.empty();
}

size_t xapian_query_subquery_count(const xapian_query *query) {
    return query ? query->query.get_num_subqueries() : 0;
}

int xapian_query_subquery(const xapian_query *query, size_t n, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        if (n >= need(query).query.get_num_subqueries())
            throw Xapian::InvalidArgumentError("no such subquery");
        return query->query.get_subquery(n);
    });
}

xapian_termcount xapian_query_length(const xapian_query *query) {
    return query ? query->query.get_length() : 0;
}

int xapian_query_terms(const xapian_query *query, xapian_term_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::Query &q = need(query).query;
        return new xapian_term_iterator(q.get_terms_begin(), pin(q));
    });
}

int xapian_query_unique_terms(const xapian_query *query, xapian_term_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::Query &q = need(query).query;
        return new xapian_term_iterator(q.get_unique_terms_begin(), pin(q));
    });
}

namespace {

const Xapian::Query &leaf(const xapian_query *query) {
    if (need(query).query.get_type() != Xapian::Query::LEAF_TERM)
        throw Xapian::InvalidArgumentError("the query is not one term");
    return query->query;
}

} // namespace

#if XAPIAN_C_SERIES_2
int xapian_query_leaf_wqf(const xapian_query *query, xapian_termcount *out, xapian_error *err) {
    return get(out, err, [&] { return leaf(query).get_leaf_wqf(); });
}

int xapian_query_leaf_pos(const xapian_query *query, xapian_termpos *out, xapian_error *err) {
    return get(out, err, [&] { return leaf(query).get_leaf_pos(); });
}
#else
int xapian_query_leaf_wqf(const xapian_query *query, xapian_termcount *, xapian_error *err) {
    return guard(err, [&] {
        leaf(query);
        missing("what a query's leaf holds");
    });
}

int xapian_query_leaf_pos(const xapian_query *query, xapian_termpos *, xapian_error *err) {
    return guard(err, [&] {
        leaf(query);
        missing("what a query's leaf holds");
    });
}
#endif

int xapian_query_serialise(xapian_query *query, xapian_str *out, xapian_error *err) {
    return text(query, out, err, [&] { return query->query.serialise(); });
}

int xapian_query_unserialise(const char *data, size_t size, const xapian_registry *registry,
                             xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        const Xapian::Registry &known = registry ? registry->registry : Xapian::Registry();
        return unserialised([&] { return Xapian::Query::unserialise(str(data, size), known); });
    });
}

int xapian_query_describe(xapian_query *query, xapian_str *out, xapian_error *err) {
    return text(query, out, err, [&] { return query->query.get_description(); });
}

// ==== 7. Weighting schemes ====

namespace {

template <typename F> int make_weight(xapian_weight **out, xapian_error *err, F body) {
    return make(out, err, [&] { return new xapian_weight(body()); });
}

const unsigned all_needs = (XAPIAN_WEIGHT_NEEDS_WDF_DOC_MAX << 1) - 1;

void check_ops(const xapian_weight_ops &ops) {
    if (ops.size != sizeof ops)
        throw Xapian::InvalidArgumentError("xapian_weight_ops of an unknown size");
    if (!ops.sumpart || !ops.maxpart || !ops.sumextra != !ops.maxextra)
        throw Xapian::InvalidArgumentError("a weighting scheme lacks a formula");
    if (ops.needs & ~all_needs)
        throw Xapian::InvalidArgumentError("a weighting scheme with an unknown need");
    if ((ops.needs & XAPIAN_WEIGHT_NEEDS_WDF_DOC_MAX) && !xapian_has_feature(XAPIAN_FEATURE_WDF_DOC_MAX))
        missing("the largest wdf of a document");
}

} // namespace

void xapian_weight_free(xapian_weight *weight) {
    delete weight;
}

int xapian_weight_new_bool(xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [] { return new Xapian::BoolWeight(); });
}

int xapian_weight_new_coord(xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [] { return new Xapian::CoordWeight(); });
}

int xapian_weight_new_trad(double k, xapian_weight **out, xapian_error *err) {
#if XAPIAN_C_SERIES_2
    // What the class of its own, which is deprecated, stands for.
    return make_weight(out, err, [&] { return new Xapian::BM25Weight(k, 0, 0, 1, 0); });
#else
    return make_weight(out, err, [&] { return new Xapian::TradWeight(k); });
#endif
}

int xapian_weight_new_bm25(double k1, double k2, double k3, double b, double min_normlen, xapian_weight **out,
                           xapian_error *err) {
    return make_weight(out, err, [&] { return new Xapian::BM25Weight(k1, k2, k3, b, min_normlen); });
}

int xapian_weight_new_bm25_plus(double k1, double k2, double k3, double b, double min_normlen, double delta,
                                xapian_weight **out, xapian_error *err) {
    return make_weight(out, err,
                       [&] { return new Xapian::BM25PlusWeight(k1, k2, k3, b, min_normlen, delta); });
}

int xapian_weight_new_tfidf(const char *normalizations, xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [&] { return new Xapian::TfIdfWeight(str(normalizations)); });
}

int xapian_weight_new_inl2(double c, xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [&] { return new Xapian::InL2Weight(c); });
}

int xapian_weight_new_ifb2(double c, xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [&] { return new Xapian::IfB2Weight(c); });
}

int xapian_weight_new_ineb2(double c, xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [&] { return new Xapian::IneB2Weight(c); });
}

int xapian_weight_new_bb2(double c, xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [&] { return new Xapian::BB2Weight(c); });
}

int xapian_weight_new_pl2(double c, xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [&] { return new Xapian::PL2Weight(c); });
}

int xapian_weight_new_pl2_plus(double c, double delta, xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [&] { return new Xapian::PL2PlusWeight(c, delta); });
}

int xapian_weight_new_dlh(xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [] { return new Xapian::DLHWeight(); });
}

int xapian_weight_new_dph(xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [] { return new Xapian::DPHWeight(); });
}

int xapian_weight_new_lm(xapian_smoothing smoothing, double p1, double p2, double log_clamp,
                         xapian_weight **out, xapian_error *err) {
    return make_weight(out, err, [&]() -> Xapian::Weight * {
        const int kind = number(smoothing);
        const bool mu_first =
            kind == XAPIAN_SMOOTHING_DIRICHLET || kind == XAPIAN_SMOOTHING_DIRICHLET_PLUS;
        const double first = p1 >= 0 ? p1 : mu_first ? 2000.0 : 0.7;
        const double second = p2 >= 0 ? p2 : kind == XAPIAN_SMOOTHING_TWO_STAGE ? 2000.0 : 0.05;
        if (kind < XAPIAN_SMOOTHING_TWO_STAGE || kind > XAPIAN_SMOOTHING_DIRICHLET_PLUS)
            throw Xapian::InvalidArgumentError("unknown smoothing");
#if XAPIAN_C_SERIES_2
        (void)log_clamp;
        switch (kind) {
        case XAPIAN_SMOOTHING_TWO_STAGE:
            return new Xapian::LM2StageWeight(first, second);
        case XAPIAN_SMOOTHING_ABSOLUTE_DISCOUNT:
            return new Xapian::LMAbsDiscountWeight(first);
        case XAPIAN_SMOOTHING_JELINEK_MERCER:
            return new Xapian::LMJMWeight(first);
        default:
            return new Xapian::LMDirichletWeight(
                first, kind == XAPIAN_SMOOTHING_DIRICHLET_PLUS ? second : 0.0);
        }
#else
        return new Xapian::LMWeight(log_clamp, static_cast<Xapian::Weight::type_smoothing>(kind), first,
                                    second);
#endif
    });
}

int xapian_weight_new_dice(xapian_weight **out, xapian_error *err) {
#if XAPIAN_C_SERIES_2
    return make_weight(out, err, [] { return new Xapian::DiceWeight(); });
#else
    return make_weight(out, err, []() -> Xapian::Weight * { missing("Dice's coefficient"); });
#endif
}

int xapian_weight_name(xapian_weight *weight, xapian_str *out, xapian_error *err) {
    return text(weight, out, err, [&] { return weight->weight->name(); });
}

int xapian_weight_serialise(xapian_weight *weight, xapian_str *out, xapian_error *err) {
    return text(weight, out, err, [&] { return weight->weight->serialise(); });
}

int xapian_weight_unserialise(const char *name, const char *data, size_t size, xapian_weight **out,
                              xapian_error *err) {
    return make_weight(out, err, [&] {
        const Xapian::Registry registry;
        const Xapian::Weight *scheme = registry.get_weighting_scheme(str(name));
        if (!scheme)
            throw Xapian::InvalidArgumentError("no weighting scheme has the name", str(name));
        return unserialised([&] { return scheme->unserialise(str(data, size)); });
    });
}

int xapian_weight_new(const xapian_weight_ops *ops, void *ctx, xapian_free_fn free_ctx, xapian_weight **out,
                      xapian_error *err) {
    return make(out, err, [&] {
        check_ops(need(ops));
        const context held(ctx, free_ctx);
        const auto scheme = std::make_shared<weight_scheme>(weight_scheme{*ops, held, 0});
        std::unique_ptr<xapian_weight> made(new xapian_weight(nullptr));
        made->weight.reset(new user_weight(scheme));
        made->scheme = scheme;
        held.take();
        return made.release();
    });
}

// ==== 8. Enquire ====

int xapian_enquire_new(const xapian_database *db, xapian_enquire **out, xapian_error *err) {
    return make(out, err, [&] { return new xapian_enquire(reading(db)); });
}

void xapian_enquire_free(xapian_enquire *enquire) {
    delete enquire;
}

int xapian_enquire_set_query(xapian_enquire *enquire, const xapian_query *query,
                             xapian_termcount query_length, xapian_error *err) {
    return guard(err, [&] { need(enquire).enquire.set_query(need(query).query, query_length); });
}

int xapian_enquire_query(const xapian_enquire *enquire, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] { return need(enquire).enquire.get_query(); });
}

int xapian_enquire_set_weight(xapian_enquire *enquire, const xapian_weight *weight, xapian_error *err) {
    return guard(err, [&] {
        need(enquire).enquire.set_weighting_scheme(*need(weight).weight);
        enquire->scheme = weight->scheme;
    });
}

int xapian_enquire_set_expansion_scheme(xapian_enquire *enquire, const char *name, double k,
                                        xapian_error *err) {
    return guard(err, [&] { need(enquire).enquire.set_expansion_scheme(str(name), k); });
}

int xapian_enquire_set_collapse(xapian_enquire *enquire, xapian_slot slot, xapian_doccount max,
                                xapian_error *err) {
    return guard(err, [&] {
        need(enquire).enquire.set_collapse_key(max == 0 ? Xapian::BAD_VALUENO : slot, max);
    });
}

int xapian_enquire_set_cutoff(xapian_enquire *enquire, int percent, double weight, xapian_error *err) {
    return guard(err, [&] {
        need(enquire);
        if (percent < 0 || percent > 100)
            throw Xapian::InvalidArgumentError("a percentage from 0 to 100");
        enquire->enquire.set_cutoff(percent, weight);
    });
}

int xapian_enquire_set_docid_order(xapian_enquire *enquire, xapian_docid_order order, xapian_error *err) {
    return guard(err, [&] {
        need(enquire);
        enquire->enquire.set_docid_order(
            one_of<Xapian::Enquire::docid_order>(order, XAPIAN_ORDER_DONT_CARE, "unknown order"));
    });
}

int xapian_enquire_sort_by_relevance(xapian_enquire *enquire, xapian_error *err) {
    return guard(err, [&] { need(enquire).enquire.set_sort_by_relevance(); });
}

int xapian_enquire_sort_by_value(xapian_enquire *enquire, xapian_slot slot, int descending,
                                 xapian_error *err) {
    return guard(err, [&] { need(enquire).enquire.set_sort_by_value(slot, descending != 0); });
}

int xapian_enquire_sort_by_value_then_relevance(xapian_enquire *enquire, xapian_slot slot, int descending,
                                                xapian_error *err) {
    return guard(
        err, [&] { need(enquire).enquire.set_sort_by_value_then_relevance(slot, descending != 0); });
}

int xapian_enquire_sort_by_relevance_then_value(xapian_enquire *enquire, xapian_slot slot, int descending,
                                                xapian_error *err) {
    return guard(
        err, [&] { need(enquire).enquire.set_sort_by_relevance_then_value(slot, descending != 0); });
}

int xapian_enquire_sort_by_key(xapian_enquire *enquire, xapian_key_maker *maker, int descending,
                               xapian_error *err) {
    return guard(err, [&] {
        need(enquire).enquire.set_sort_by_key(need(maker).maker.get(), descending != 0);
        enquire->sorter = maker->maker;
    });
}

int xapian_enquire_sort_by_key_then_relevance(xapian_enquire *enquire, xapian_key_maker *maker,
                                              int descending, xapian_error *err) {
    return guard(err, [&] {
        need(enquire).enquire.set_sort_by_key_then_relevance(need(maker).maker.get(), descending != 0);
        enquire->sorter = maker->maker;
    });
}

int xapian_enquire_sort_by_relevance_then_key(xapian_enquire *enquire, xapian_key_maker *maker,
                                              int descending, xapian_error *err) {
    return guard(err, [&] {
        need(enquire).enquire.set_sort_by_relevance_then_key(need(maker).maker.get(), descending != 0);
        enquire->sorter = maker->maker;
    });
}

int xapian_enquire_set_time_limit(xapian_enquire *enquire, double seconds, xapian_error *err) {
    return guard(err, [&] { need(enquire).enquire.set_time_limit(seconds); });
}

int xapian_enquire_add_match_spy(xapian_enquire *enquire, xapian_match_spy *spy, xapian_error *err) {
    return guard(err, [&] {
        need(enquire).spies.push_back(need(spy).spy);
        enquire->enquire.add_matchspy(spy->spy.get());
    });
}

int xapian_enquire_clear_match_spies(xapian_enquire *enquire, xapian_error *err) {
    return guard(err, [&] {
        need(enquire).enquire.clear_matchspies();
        enquire->spies.clear();
    });
}

namespace {

Xapian::MSet run(const xapian_enquire &enquire, xapian_doccount first, xapian_doccount max,
                 const xapian_mset_options &options) {
    const Xapian::RSet *rset = options.rset ? &options.rset->rset : nullptr;
    if (!options.decider)
        return enquire.enquire.get_mset(first, max, options.check_at_least, rset);
    const user_decider decider(options.decider, options.decider_ctx);
    return enquire.enquire.get_mset(first, max, options.check_at_least, rset, &decider);
}

// The same, minding that a callback may have asked to stop: a weight's even before there was any posting.
Xapian::MSet run_stoppable(const xapian_enquire &enquire, xapian_doccount first, xapian_doccount max,
                           const xapian_mset_options &options) {
    if (enquire.scheme)
        enquire.scheme->stopped = 0;
    const search_scope search;
    const Xapian::MSet mset = run(enquire, first, max, options);
    search.end();
    if (enquire.scheme)
        proceed("weight init", enquire.scheme->stopped);
    return mset;
}

} // namespace

int xapian_enquire_mset(xapian_enquire *enquire, xapian_doccount first, xapian_doccount max,
                        const xapian_mset_options *options, xapian_mset **out, xapian_error *err) {
    return make(out, err, [&] {
        const xapian_mset_options none = {};
        pins kept = need(enquire).spies;
        kept.push_back(enquire->sorter);
        return new xapian_mset(kept, run_stoppable(*enquire, first, max, options ? *options : none));
    });
}

int xapian_enquire_matching_terms(const xapian_enquire *enquire, xapian_docid docid,
                                  xapian_term_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::Enquire &e = need(enquire).enquire;
        return new xapian_term_iterator(e.get_matching_terms_begin(docid), nullptr);
    });
}

int xapian_enquire_eset(xapian_enquire *enquire, xapian_termcount max, const xapian_rset *rset, int flags,
                        xapian_expand_decider_fn decider, void *ctx, double min_weight, xapian_eset **out,
                        xapian_error *err) {
    return make(out, err, [&] {
        const user_expand_decider wrapped(decider, ctx);
        return new xapian_eset(need(enquire).enquire.get_eset(max, need(rset).rset, flags,
                                                              decider ? &wrapped : nullptr, min_weight));
    });
}

int xapian_enquire_describe(xapian_enquire *enquire, xapian_str *out, xapian_error *err) {
    return text(enquire, out, err, [&] { return enquire->enquire.get_description(); });
}

// ==== 9. MSet, RSet, ESet ====

namespace {

Xapian::MSetIterator hit(const xapian_mset *mset, xapian_doccount i) {
    if (i >= need(mset).mset.size())
        throw Xapian::InvalidArgumentError("no such hit");
    return mset->mset[i];
}

unsigned snippet_flags(unsigned flags) {
    if ((flags & XAPIAN_SNIPPET_WORD_BREAKS) && !xapian_has_feature(XAPIAN_FEATURE_WORD_BREAKS))
        missing("cutting into words by a dictionary");
    return flags;
}

} // namespace

void xapian_mset_free(xapian_mset *mset) {
    delete mset;
}

xapian_doccount xapian_mset_size(const xapian_mset *mset) {
    return mset ? mset->mset.size() : 0;
}

int xapian_mset_get_counts(const xapian_mset *mset, xapian_mset_counts *out, xapian_error *err) {
    return get(out, err, [&] {
        const Xapian::MSet &m = need(mset).mset;
        xapian_mset_counts counts = {};
        counts.first = m.get_firstitem();
        counts.matches_lower = m.get_matches_lower_bound();
        counts.matches_estimated = m.get_matches_estimated();
        counts.matches_upper = m.get_matches_upper_bound();
        counts.uncollapsed_lower = m.get_uncollapsed_matches_lower_bound();
        counts.uncollapsed_estimated = m.get_uncollapsed_matches_estimated();
        counts.uncollapsed_upper = m.get_uncollapsed_matches_upper_bound();
        counts.max_possible = m.get_max_possible();
        counts.max_attained = m.get_max_attained();
        return counts;
    });
}

int xapian_mset_hit(const xapian_mset *mset, xapian_doccount i, xapian_hit *out, xapian_error *err) {
    return get(out, err, [&] {
        const Xapian::MSetIterator at = hit(mset, i);
        xapian_hit found = {};
        found.docid = *at;
        found.rank = at.get_rank();
        found.weight = at.get_weight();
        found.percent = at.get_percent();
        found.collapse_count = at.get_collapse_count();
        return found;
    });
}

int xapian_mset_document(const xapian_mset *mset, xapian_doccount i, xapian_document **out,
                         xapian_error *err) {
    return make(out, err, [&] { return new xapian_document(hit(mset, i).get_document()); });
}

int xapian_mset_collapse_key(xapian_mset *mset, xapian_doccount i, xapian_str *out, xapian_error *err) {
    return text(mset, out, err, [&] { return hit(mset, i).get_collapse_key(); });
}

int xapian_mset_sort_key(xapian_mset *mset, xapian_doccount i, xapian_str *out, xapian_error *err) {
    return text(mset, out, err, [&] { return hit(mset, i).get_sort_key(); });
}

int xapian_mset_fetch(const xapian_mset *mset, xapian_doccount first, xapian_doccount count,
                      xapian_error *err) {
    return guard(err, [&] {
        const Xapian::MSet &m = need(mset).mset;
        const xapian_doccount size = m.size();
        if (first >= size || count == 0)
            return;
        if (first == 0 && count >= size)
            m.fetch();
        else
            m.fetch(m[first], m[count > size - first ? size : first + count]);
    });
}

int xapian_mset_percent(const xapian_mset *mset, double weight) {
    return or_else(0, [&] { return need(mset).mset.convert_to_percent(weight); });
}

int xapian_mset_term(const xapian_mset *mset, const char *term, size_t size, xapian_doccount *termfreq,
                     double *weight, xapian_error *err) {
    return guard(err, [&] {
        const Xapian::MSet &m = need(mset).mset;
        const std::string name = str(term, size);
        if (termfreq)
            *termfreq = m.get_termfreq(name);
        if (weight)
            *weight = m.get_termweight(name);
    });
}

int xapian_mset_snippet(xapian_mset *mset, const char *source, size_t size,
                        const xapian_snippet_options *options, xapian_str *out, xapian_error *err) {
    return text(mset, out, err, [&] {
        if (!options)
            return mset->mset.snippet(str(source, size));
        const xapian_snippet_options &o = *options;
        return mset->mset.snippet(str(source, size), o.length ? o.length : 500,
                                  o.stem ? o.stem->stem : Xapian::Stem(), snippet_flags(o.flags),
                                  str(o.before), str(o.after), str(o.omit));
    });
}

int xapian_mset_describe(xapian_mset *mset, xapian_str *out, xapian_error *err) {
    return text(mset, out, err, [&] { return mset->mset.get_description(); });
}

int xapian_rset_new(xapian_rset **out, xapian_error *err) {
    return make(out, err, [] { return new xapian_rset(); });
}

void xapian_rset_free(xapian_rset *rset) {
    delete rset;
}

int xapian_rset_add(xapian_rset *rset, xapian_docid docid, xapian_error *err) {
    return guard(err, [&] { need(rset).rset.add_document(docid); });
}

int xapian_rset_remove(xapian_rset *rset, xapian_docid docid, xapian_error *err) {
    return guard(err, [&] { need(rset).rset.remove_document(docid); });
}

int xapian_rset_contains(const xapian_rset *rset, xapian_docid docid) {
    return or_else(0, [&] { return need(rset).rset.contains(docid) ? 1 : 0; });
}

xapian_doccount xapian_rset_size(const xapian_rset *rset) {
    return rset ? rset->rset.size() : 0;
}

void xapian_eset_free(xapian_eset *eset) {
    delete eset;
}

xapian_termcount xapian_eset_size(const xapian_eset *eset) {
    return eset ? eset->eset.size() : 0;
}

xapian_termcount xapian_eset_bound(const xapian_eset *eset) {
    return eset ? eset->eset.get_ebound() : 0;
}

int xapian_eset_term(xapian_eset *eset, xapian_termcount i, xapian_str *term, double *weight,
                     xapian_error *err) {
    return guard(err, [&] {
        if (i >= need(eset).eset.size())
            throw Xapian::InvalidArgumentError("no such term");
        const Xapian::ESetIterator at = eset->eset[i];
        std::string(*at).swap(eset->text);
        if (term)
            *term = view(eset->text);
        if (weight)
            *weight = at.get_weight();
    });
}

// ==== 10. Match spies and key makers ====

int xapian_match_spy_new_value_count(xapian_slot slot, xapian_match_spy **out, xapian_error *err) {
    return make(out, err, [&] {
        const auto spy = std::make_shared<Xapian::ValueCountMatchSpy>(slot);
        return new xapian_match_spy{spy, spy.get()};
    });
}

int xapian_match_spy_new(xapian_match_spy_fn fn, void *ctx, xapian_free_fn free_ctx, xapian_match_spy **out,
                         xapian_error *err) {
    return make(out, err, [&] {
        need(fn);
        const context held(ctx, free_ctx);
        auto *made = new xapian_match_spy{std::make_shared<user_spy>(fn, held), nullptr};
        held.take();
        return made;
    });
}

void xapian_match_spy_free(xapian_match_spy *spy) {
    delete spy;
}

namespace {

const Xapian::ValueCountMatchSpy &counting(const xapian_match_spy *spy) {
    if (!need(spy).counts)
        throw Xapian::InvalidOperationError("the spy does not count values");
    return *spy->counts;
}

} // namespace

int xapian_match_spy_total(const xapian_match_spy *spy, size_t *out, xapian_error *err) {
    return get(out, err, [&] { return counting(spy).get_total(); });
}

int xapian_match_spy_values(const xapian_match_spy *spy, xapian_term_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::ValueCountMatchSpy &counts = counting(spy);
        return new xapian_term_iterator(counts.values_begin(), spy->spy);
    });
}

int xapian_match_spy_top_values(const xapian_match_spy *spy, size_t max, xapian_term_iterator **out,
                                xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::ValueCountMatchSpy &counts = counting(spy);
        return new xapian_term_iterator(counts.top_values_begin(max), spy->spy);
    });
}

int xapian_key_maker_new_multi_value(xapian_key_maker **out, xapian_error *err) {
    return make(out, err, [] {
        const auto maker = std::make_shared<Xapian::MultiValueKeyMaker>();
        return new xapian_key_maker{maker, maker.get(), std::string()};
    });
}

int xapian_key_maker_add_slot(xapian_key_maker *maker, xapian_slot slot, int descending, const char *missing,
                              size_t missing_size, xapian_error *err) {
    return guard(err, [&] {
        if (!need(maker).multi)
            throw Xapian::InvalidOperationError("the key maker does not take slots");
        maker->multi->add_value(slot, descending != 0, str(missing, missing_size));
    });
}

int xapian_key_maker_new(xapian_key_maker_fn fn, void *ctx, xapian_free_fn free_ctx, xapian_key_maker **out,
                         xapian_error *err) {
    return make(out, err, [&] {
        need(fn);
        const context held(ctx, free_ctx);
        auto *made = new xapian_key_maker{std::make_shared<user_key_maker>(fn, held), nullptr, std::string()};
        held.take();
        return made;
    });
}

void xapian_key_maker_free(xapian_key_maker *maker) {
    delete maker;
}

int xapian_key_maker_key(xapian_key_maker *maker, xapian_document *doc, xapian_str *out, xapian_error *err) {
    return text(maker, out, err, [&] {
        const search_scope alone; // what stops the key maker here stops no search that runs around it
        const std::string key = (*maker->maker)(need(doc).doc);
        alone.end();
        return key;
    });
}

// ==== 11. Stemmers and stoppers ====

const char *xapian_stem_languages(void) {
    return or_else("", [] {
        static const std::string languages = Xapian::Stem::get_available_languages();
        return languages.c_str();
    });
}

int xapian_stem_new(const char *language, xapian_stem **out, xapian_error *err) {
    return make(out, err, [&] { return new xapian_stem(Xapian::Stem(str(language))); });
}

int xapian_stem_new_callback(xapian_stem_fn fn, void *ctx, xapian_free_fn free_ctx, xapian_stem **out,
                             xapian_error *err) {
    return make(out, err, [&] {
        need(fn);
        const context held(ctx, free_ctx);
        xapian_stem *made = new xapian_stem(Xapian::Stem(new user_stem(fn, held)));
        held.take();
        return made;
    });
}

void xapian_stem_free(xapian_stem *stem) {
    delete stem;
}

int xapian_stem_apply(xapian_stem *stem, const char *word, size_t size, xapian_str *out, xapian_error *err) {
    return text(stem, out, err, [&] { return stem->stem(str(word, size)); });
}

int xapian_stem_is_none(const xapian_stem *stem) {
    return !stem || stem->stem.is_none();
}

int xapian_stem_describe(xapian_stem *stem, xapian_str *out, xapian_error *err) {
    return text(stem, out, err, [&] { return stem->stem.get_description(); });
}

int xapian_stopper_new_simple(xapian_stopper **out, xapian_error *err) {
    return make(out, err, [] {
        const auto stopper = std::make_shared<Xapian::SimpleStopper>();
        return new xapian_stopper{stopper, stopper.get()};
    });
}

int xapian_stopper_add(xapian_stopper *stopper, const char *word, size_t size, xapian_error *err) {
    return guard(err, [&] {
        if (!need(stopper).simple)
            throw Xapian::InvalidOperationError("the stopper has no list of words");
        stopper->simple->add(str(word, size));
    });
}

int xapian_stopper_new(xapian_stopper_fn fn, void *ctx, xapian_free_fn free_ctx, xapian_stopper **out,
                       xapian_error *err) {
    return make(out, err, [&] {
        need(fn);
        const context held(ctx, free_ctx);
        auto *made = new xapian_stopper{std::make_shared<user_stopper>(fn, held), nullptr};
        held.take();
        return made;
    });
}

void xapian_stopper_free(xapian_stopper *stopper) {
    delete stopper;
}

int xapian_stopper_stops(const xapian_stopper *stopper, const char *word, size_t size, xapian_error *err) {
    return guard(err, [&] { return (*need(stopper).stopper)(str(word, size)) ? 1 : 0; });
}

// ==== 12. Term generator ====

namespace {

// The document the generator adds terms to is about to change.
Xapian::TermGenerator &indexing(xapian_term_generator *tg) {
    if (need(tg).changes)
        ++*tg->changes;
    return tg->tg;
}

} // namespace

int xapian_term_generator_new(xapian_term_generator **out, xapian_error *err) {
    return make(out, err, [] { return new xapian_term_generator(); });
}

void xapian_term_generator_free(xapian_term_generator *tg) {
    delete tg;
}

int xapian_term_generator_set_stemmer(xapian_term_generator *tg, const xapian_stem *stem, xapian_error *err) {
    return guard(err, [&] { need(tg).tg.set_stemmer(stem ? stem->stem : Xapian::Stem()); });
}

int xapian_term_generator_set_stopper(xapian_term_generator *tg, const xapian_stopper *stopper,
                                      xapian_error *err) {
    return guard(err, [&] {
        need(tg).tg.set_stopper(stopper ? stopper->stopper.get() : nullptr);
        tg->stopper = stopper ? stopper->stopper : nullptr;
    });
}

int xapian_term_generator_set_document(xapian_term_generator *tg, xapian_document *doc, xapian_error *err) {
    return guard(err, [&] {
        need(tg).changes = watch(doc);
        tg->tg.set_document(doc->doc);
    });
}

int xapian_term_generator_document(const xapian_term_generator *tg, xapian_document **out,
                                   xapian_error *err) {
    return make(out, err, [&] {
        xapian_term_generator &g = const_cast<xapian_term_generator &>(need(tg));
        if (!g.changes)
            g.changes = std::make_shared<unsigned>(0);
        return new xapian_document(g.tg.get_document(), g.changes);
    });
}

int xapian_term_generator_set_database(xapian_term_generator *tg, const xapian_database *db,
                                       xapian_error *err) {
    return guard(err, [&] { need(tg).tg.set_database(writing(db)); });
}

int xapian_term_generator_set_flags(xapian_term_generator *tg, int toggle, int mask, int *before,
                                    xapian_error *err) {
    return guard(err, [&] {
        need(tg);
        if ((toggle & XAPIAN_TG_WORD_BREAKS) && !xapian_has_feature(XAPIAN_FEATURE_WORD_BREAKS))
            missing("cutting into words by a dictionary");
        const int flags = tg->tg.set_flags(toggle, mask);
        if (before)
            *before = flags;
    });
}

int xapian_term_generator_set_stemming_strategy(xapian_term_generator *tg, xapian_stem_strategy strategy,
                                                xapian_error *err) {
    return guard(err, [&] {
        need(tg);
        tg->tg.set_stemming_strategy(one_of<Xapian::TermGenerator::stem_strategy>(
            strategy, XAPIAN_STEM_SOME_FULL_POS, "unknown stemming strategy"));
    });
}

int xapian_term_generator_set_stopper_strategy(xapian_term_generator *tg, xapian_stop_strategy strategy,
                                               xapian_error *err) {
    return guard(err, [&] {
        need(tg);
        tg->tg.set_stopper_strategy(one_of<Xapian::TermGenerator::stop_strategy>(
            strategy, XAPIAN_STOP_STEMMED, "unknown stopper strategy"));
    });
}

int xapian_term_generator_set_max_word_length(xapian_term_generator *tg, unsigned bytes, xapian_error *err) {
    return guard(err, [&] { need(tg).tg.set_max_word_length(bytes); });
}

int xapian_term_generator_index_text(xapian_term_generator *tg, const char *text, size_t size,
                                     xapian_termcount wdf_inc, const char *prefix, size_t prefix_size,
                                     xapian_error *err) {
    return guard(err, [&] { indexing(tg).index_text(str(text, size), wdf_inc, str(prefix, prefix_size)); });
}

int xapian_term_generator_index_text_without_positions(xapian_term_generator *tg, const char *text,
                                                       size_t size, xapian_termcount wdf_inc,
                                                       const char *prefix, size_t prefix_size,
                                                       xapian_error *err) {
    return guard(err, [&] {
        indexing(tg).index_text_without_positions(str(text, size), wdf_inc, str(prefix, prefix_size));
    });
}

int xapian_term_generator_increase_termpos(xapian_term_generator *tg, xapian_termpos gap, xapian_error *err) {
    return guard(err, [&] { need(tg).tg.increase_termpos(gap); });
}

xapian_termpos xapian_term_generator_termpos(const xapian_term_generator *tg) {
    return or_else<xapian_termpos>(0, [&] { return need(tg).tg.get_termpos(); });
}

int xapian_term_generator_set_termpos(xapian_term_generator *tg, xapian_termpos termpos, xapian_error *err) {
    return guard(err, [&] { need(tg).tg.set_termpos(termpos); });
}

int xapian_term_generator_describe(xapian_term_generator *tg, xapian_str *out, xapian_error *err) {
    return text(tg, out, err, [&] { return tg->tg.get_description(); });
}

// ==== 13. Query parser ====

namespace {

// An optional grouping as Xapian takes it: a string or none.
class grouping_arg {
    std::string text_;
    const std::string *pointer_;

  public:
    explicit grouping_arg(const xapian_str *grouping)
        : text_(grouping ? str(*grouping) : std::string()), pointer_(grouping ? &text_ : nullptr) {
    }
    grouping_arg(const grouping_arg &) = delete;
    grouping_arg &operator=(const grouping_arg &) = delete;
    const std::string *get() const {
        return pointer_;
    }
};

unsigned parse_flags(unsigned flags) {
    if ((flags & XAPIAN_QP_WORD_BREAKS) && !xapian_has_feature(XAPIAN_FEATURE_WORD_BREAKS))
        missing("cutting into words by a dictionary");
    return flags;
}

// Gives the parser a field processor of the user's; add is told how.
template <typename F>
void add_field(xapian_query_parser *parser, xapian_field_fn fn, void *ctx, xapian_free_fn free_ctx, F add) {
    need(parser);
    need(fn);
    const context held(ctx, free_ctx);
    const auto field = std::make_shared<user_field>(fn, held);
    parser->kept.push_back(field);
    add(field.get());
    held.take();
}

} // namespace

int xapian_query_parser_new(xapian_query_parser **out, xapian_error *err) {
    return make(out, err, [] { return new xapian_query_parser(); });
}

void xapian_query_parser_free(xapian_query_parser *parser) {
    delete parser;
}

int xapian_query_parser_set_stemmer(xapian_query_parser *parser, const xapian_stem *stem, xapian_error *err) {
    return guard(err, [&] { need(parser).parser.set_stemmer(stem ? stem->stem : Xapian::Stem()); });
}

int xapian_query_parser_set_stemming_strategy(xapian_query_parser *parser, xapian_stem_strategy strategy,
                                              xapian_error *err) {
    return guard(err, [&] {
        need(parser);
        parser->parser.set_stemming_strategy(one_of<Xapian::QueryParser::stem_strategy>(
            strategy, XAPIAN_STEM_SOME_FULL_POS, "unknown stemming strategy"));
    });
}

int xapian_query_parser_set_stopper(xapian_query_parser *parser, const xapian_stopper *stopper,
                                    xapian_error *err) {
    return guard(err, [&] {
        need(parser).parser.set_stopper(stopper ? stopper->stopper.get() : nullptr);
        parser->stopper = stopper ? stopper->stopper : nullptr;
    });
}

int xapian_query_parser_set_default_op(xapian_query_parser *parser, xapian_op op, xapian_error *err) {
    return guard(err, [&] { need(parser).parser.set_default_op(joining(op)); });
}

xapian_op xapian_query_parser_default_op(const xapian_query_parser *parser) {
    return or_else(XAPIAN_OP_OR,
                   [&] { return static_cast<xapian_op>(need(parser).parser.get_default_op()); });
}

int xapian_query_parser_set_database(xapian_query_parser *parser, const xapian_database *db,
                                     xapian_error *err) {
    return guard(err, [&] { need(parser).parser.set_database(reading(db)); });
}

int xapian_query_parser_set_max_expansion(xapian_query_parser *parser, xapian_termcount max, int limit,
                                          unsigned which, xapian_error *err) {
    return guard(err, [&] {
        need(parser);
        if (limit < XAPIAN_WILDCARD_LIMIT_ERROR || limit > XAPIAN_WILDCARD_LIMIT_MOST_FREQUENT)
            throw Xapian::InvalidArgumentError("unknown limit");
        parser->parser.set_max_expansion(max, limit, which);
    });
}

int xapian_query_parser_parse(xapian_query_parser *parser, const char *text, size_t size, unsigned flags,
                              const char *prefix, size_t prefix_size, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        return need(parser).parser.parse_query(str(text, size), parse_flags(flags), str(prefix, prefix_size));
    });
}

int xapian_query_parser_add_prefix(xapian_query_parser *parser, const char *field, size_t field_size,
                                   const char *prefix, size_t prefix_size, xapian_error *err) {
    return guard(err, [&] {
        need(parser).parser.add_prefix(str(field, field_size), str(prefix, prefix_size));
    });
}

int xapian_query_parser_add_boolean_prefix(xapian_query_parser *parser, const char *field, size_t field_size,
                                           const char *prefix, size_t prefix_size, const xapian_str *grouping,
                                           xapian_error *err) {
    return guard(err, [&] {
        const grouping_arg group(grouping);
        need(parser).parser.add_boolean_prefix(str(field, field_size), str(prefix, prefix_size), group.get());
    });
}

int xapian_query_parser_add_prefix_callback(xapian_query_parser *parser, const char *field, size_t field_size,
                                            xapian_field_fn fn, void *ctx, xapian_free_fn free_ctx,
                                            xapian_error *err) {
    return guard(err, [&] {
        add_field(parser, fn, ctx, free_ctx, [&](Xapian::FieldProcessor *made) {
            parser->parser.add_prefix(str(field, field_size), made);
        });
    });
}

int xapian_query_parser_add_boolean_prefix_callback(xapian_query_parser *parser, const char *field,
                                                    size_t field_size, xapian_field_fn fn, void *ctx,
                                                    xapian_free_fn free_ctx, const xapian_str *grouping,
                                                    xapian_error *err) {
    return guard(err, [&] {
        const grouping_arg group(grouping);
        add_field(parser, fn, ctx, free_ctx, [&](Xapian::FieldProcessor *made) {
            parser->parser.add_boolean_prefix(str(field, field_size), made, group.get());
        });
    });
}

int xapian_range_processor_new_string(xapian_slot slot, const char *marker, size_t size, unsigned flags,
                                      xapian_range_processor **out, xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_range_processor{
            std::make_shared<Xapian::RangeProcessor>(slot, str(marker, size), flags)};
    });
}

int xapian_range_processor_new_date(xapian_slot slot, const char *marker, size_t size, unsigned flags,
                                    int epoch_year, xapian_range_processor **out, xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_range_processor{
            std::make_shared<Xapian::DateRangeProcessor>(slot, str(marker, size), flags, epoch_year)};
    });
}

int xapian_range_processor_new_number(xapian_slot slot, const char *marker, size_t size, unsigned flags,
                                      xapian_range_processor **out, xapian_error *err) {
    return make(out, err, [&] {
        return new xapian_range_processor{
            std::make_shared<Xapian::NumberRangeProcessor>(slot, str(marker, size), flags)};
    });
}

int xapian_range_processor_new(xapian_range_fn fn, void *ctx, xapian_free_fn free_ctx,
                               xapian_range_processor **out, xapian_error *err) {
    return make(out, err, [&] {
        need(fn);
        const context held(ctx, free_ctx);
        auto *made = new xapian_range_processor{std::make_shared<user_range>(fn, held)};
        held.take();
        return made;
    });
}

void xapian_range_processor_free(xapian_range_processor *processor) {
    delete processor;
}

int xapian_range_processor_query(xapian_range_processor *processor, const char *from, size_t from_size,
                                 const char *to, size_t to_size, xapian_query **out, xapian_error *err) {
    return make_query(out, err, [&] {
        return need(processor).processor->check_range(str(from, from_size), str(to, to_size));
    });
}

int xapian_query_parser_add_range_processor(xapian_query_parser *parser, xapian_range_processor *processor,
                                            const xapian_str *grouping, xapian_error *err) {
    return guard(err, [&] {
        const grouping_arg group(grouping);
        need(parser).kept.push_back(need(processor).processor);
        parser->parser.add_rangeprocessor(processor->processor.get(), group.get());
    });
}

int xapian_query_parser_stop_words(const xapian_query_parser *parser, xapian_term_iterator **out,
                                   xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::QueryParser &p = need(parser).parser;
        return new xapian_term_iterator(p.stoplist_begin(), pin(p));
    });
}

int xapian_query_parser_unstem(const xapian_query_parser *parser, const char *term, size_t size,
                               xapian_term_iterator **out, xapian_error *err) {
    return make(out, err, [&] {
        const Xapian::QueryParser &p = need(parser).parser;
        return new xapian_term_iterator(p.unstem_begin(str(term, size)), pin(p));
    });
}

int xapian_query_parser_corrected(xapian_query_parser *parser, xapian_str *out, xapian_error *err) {
    return text(parser, out, err, [&] { return parser->parser.get_corrected_query_string(); });
}

int xapian_query_parser_describe(xapian_query_parser *parser, xapian_str *out, xapian_error *err) {
    return text(parser, out, err, [&] { return parser->parser.get_description(); });
}

// ==== 14. Posting sources ====

namespace {

// Wraps a source that Xapian is to own, through the query that holds it.
xapian_posting_source *own(Xapian::PostingSource *source, Xapian::ValueMapPostingSource *map) {
    return new xapian_posting_source{Xapian::Query(source->release()), source, map, std::string()};
}

Xapian::ValueMapPostingSource &table(xapian_posting_source *source) {
    if (!need(source).map)
        throw Xapian::InvalidOperationError("the posting source has no table");
    return *source->map;
}

} // namespace

int xapian_posting_source_new_value_weight(xapian_slot slot, xapian_posting_source **out, xapian_error *err) {
    return make(out, err, [&] { return own(new Xapian::ValueWeightPostingSource(slot), nullptr); });
}

int xapian_posting_source_new_decreasing_value_weight(xapian_slot slot, xapian_docid first, xapian_docid last,
                                                      xapian_posting_source **out, xapian_error *err) {
    return make(out, err, [&] {
        return own(new Xapian::DecreasingValueWeightPostingSource(slot, first, last), nullptr);
    });
}

int xapian_posting_source_new_fixed_weight(double weight, xapian_posting_source **out, xapian_error *err) {
    return make(out, err, [&] {
        if (!(weight >= 0))
            throw Xapian::InvalidArgumentError("a weight must not be negative");
        return own(new Xapian::FixedWeightPostingSource(weight), nullptr);
    });
}

int xapian_posting_source_new_value_map(xapian_slot slot, xapian_posting_source **out, xapian_error *err) {
    return make(out, err, [&] {
        auto *map = new Xapian::ValueMapPostingSource(slot);
        return own(map, map);
    });
}

int xapian_posting_source_add_mapping(xapian_posting_source *source, const char *value, size_t size,
                                      double weight, xapian_error *err) {
    return guard(err, [&] { table(source).add_mapping(str(value, size), weight); });
}

int xapian_posting_source_set_default_weight(xapian_posting_source *source, double weight,
                                             xapian_error *err) {
    return guard(err, [&] { table(source).set_default_weight(weight); });
}

int xapian_posting_source_clear_mappings(xapian_posting_source *source, xapian_error *err) {
    return guard(err, [&] { table(source).clear_mappings(); });
}

int xapian_posting_source_new(const xapian_posting_source_ops *ops, void *ctx, xapian_free_fn free_ctx,
                              xapian_posting_source **out, xapian_error *err) {
    return make(out, err, [&] {
        if (need(ops).size != sizeof *ops)
            throw Xapian::InvalidArgumentError("xapian_posting_source_ops of an unknown size");
        if (!ops->init || !ops->next)
            throw Xapian::InvalidArgumentError("a posting source lacks a callback");
        const context held(ctx, free_ctx);
        xapian_posting_source *made =
            own(new user_source(std::make_shared<source_kind>(source_kind{*ops, held})), nullptr);
        held.take();
        return made;
    });
}

void xapian_posting_source_free(xapian_posting_source *source) {
    delete source;
}

int xapian_posting_source_describe(xapian_posting_source *source, xapian_str *out, xapian_error *err) {
    return text(source, out, err, [&] { return source->source->get_description(); });
}

// ==== 15. Registry ====

int xapian_registry_new(xapian_registry **out, xapian_error *err) {
    return make(out, err, [] { return new xapian_registry(); });
}

void xapian_registry_free(xapian_registry *registry) {
    delete registry;
}

int xapian_registry_add_posting_source(xapian_registry *registry, const xapian_posting_source *source,
                                       xapian_error *err) {
    return guard(err, [&] {
        need(registry);
        if (need(source).source->name().empty())
            throw Xapian::InvalidOperationError("the posting source has no name");
        registry->registry.register_posting_source(*source->source);
    });
}

int xapian_registry_has_posting_source(const xapian_registry *registry, const char *name, xapian_error *err) {
    return guard(err, [&] { return need(registry).registry.get_posting_source(str(name)) ? 1 : 0; });
}

int xapian_registry_has_weight(const xapian_registry *registry, const char *name, xapian_error *err) {
    return guard(err, [&] { return need(registry).registry.get_weighting_scheme(str(name)) ? 1 : 0; });
}

// ==== 16. Serialised numbers ====

size_t xapian_sortable_serialise(double number, char *buffer) {
    return buffer ? Xapian::sortable_serialise_(number, buffer) : 0;
}

double xapian_sortable_unserialise(const char *data, size_t size) {
    return or_else(0.0, [&] { return Xapian::sortable_unserialise(str(data, size)); });
}
