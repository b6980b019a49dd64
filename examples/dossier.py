#!/usr/bin/env python3
# dossier.py: the library from Python, through ctypes: copy it, import it, or run it.
# SPDX-License-Identifier: GPL-2.0-or-later
"""Index articles and ask for passages.

    import dossier

    with dossier.Writer("news.idx") as writer:
        writer.add("2022/door", "Finland and Sweden applied in May.", title="The open door", date="2022-05-18")

    with dossier.Index("news.idx") as index:
        for hit in index.search("sweden applies", limit=3):
            print(hit.rank, hit.title, hit.best)

From the shell:

    dossier.py index news.idx FILE...        (files, folders: whatever dossier-index reads)
    dossier.py ask news.idx WORDS...

What fails raises dossier.Error, whose message says what, where, and what to do.  The library is found as others are;
$LIBDOSSIER names another.
"""
import ctypes
import ctypes.util
import os
import sys
from ctypes import POINTER, Structure, byref, c_char, c_char_p, c_double, c_int, c_size_t, c_uint, c_uint64, c_void_p
from dataclasses import dataclass, field

# ------------------------------------------------------------------------------------------- as dossier.h has it


class Str(Structure):
    """Bytes and their number; they may hold NULs."""
    _fields_ = [("data", c_void_p), ("size", c_size_t)]

    @classmethod
    def of(cls, text):
        """The keeper of the bytes is the caller's to hold for as long as the Str is used."""
        keeper = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        return cls(ctypes.cast(c_char_p(keeper), c_void_p), len(keeper)), keeper

    def __bytes__(self):
        return ctypes.string_at(self.data, self.size) if self.size else b""

    def __str__(self):
        return bytes(self).decode("utf-8", "replace")


class ErrorFields(Structure):
    _fields_ = [("code", c_int), ("sys_errno", c_int), ("message", c_char * 1024)]


# What is handed to the library ends with room for fields that a later version adds: 0 is their default.
LATER = ("_later", c_char * 256)


class ArticleFields(Structure):
    _fields_ = [(name, Str) for name in ("key", "title", "standfirst", "author", "date", "lang", "source", "text")] + [
        ("lines", c_void_p), ("line_count", c_size_t), LATER]


class WriterOptions(Structure):
    _fields_ = [("backend", c_char_p), ("lang", c_char_p), ("threads", c_uint), ("expected_bytes", c_uint64),
                ("memory", c_uint64), LATER]


class Note(Structure):
    _fields_ = [("skipped", c_int), ("message", c_char_p)]


class Report(Structure):
    _fields_ = [(name, c_uint64) for name in ("inputs", "inputs_same", "inputs_skipped", "added", "replaced",
                                              "unchanged", "removed", "bytes", "bytes_total")] + [LATER]


NOTE = ctypes.CFUNCTYPE(None, c_void_p, POINTER(Note))
PROGRESS = ctypes.CFUNCTYPE(c_int, c_void_p, POINTER(Report))


class SourceOptions(Structure):
    _fields_ = [("format", c_char_p), ("prune", c_int), ("note", NOTE), ("progress", PROGRESS), ("context", c_void_p),
                ("keep_all", c_int), ("filters", POINTER(c_char_p)), ("filter_count", c_size_t),
                ("filter_seconds", c_uint), LATER]


class SearchOptions(Structure):
    _fields_ = [("limit", c_uint64), ("offset", c_uint64), ("group", c_int), ("rank", c_int), ("plain", c_int),
                ("sentences", c_uint), ("context", c_uint), ("whole", c_int), ("ranking_only", c_int),
                ("count", c_int), ("strict", c_int), ("sort", c_int), ("facets", c_uint), ("explain", c_int),
                ("like", Str), ("correct", c_int), LATER]


class SentenceFields(Structure):
    _fields_ = [("start", c_size_t), ("end", c_size_t), ("score", c_double)]


class MatchFields(Structure):
    _fields_ = [("start", c_size_t), ("end", c_size_t), ("term", Str)]


class HitFields(Structure):
    _fields_ = [("rank", c_uint64), ("score", c_double)] + [
        (name, Str) for name in ("key", "title", "standfirst", "author", "date", "lang", "source")] + [
        ("number", c_uint64), ("start", c_size_t), ("end", c_size_t), ("line", c_size_t), ("text", Str),
        ("sentences", POINTER(SentenceFields)), ("sentence_count", c_size_t),
        ("matches", POINTER(MatchFields)), ("match_count", c_size_t)]


def load(path=None):
    """The library, each function with its types."""
    lib = ctypes.CDLL(path or os.environ.get("LIBDOSSIER") or ctypes.util.find_library("dossier") or "libdossier.so.0")
    error = POINTER(ErrorFields)
    for name, result, *arguments in (
            ("version", c_char_p),
            ("status_name", c_char_p, c_int),
            ("writer_open", c_int, POINTER(c_void_p), c_char_p, POINTER(WriterOptions), error),
            ("writer_add", c_int, c_void_p, POINTER(ArticleFields), error),
            ("writer_remove", c_int, c_void_p, Str, error),
            ("writer_commit", c_int, c_void_p, error),
            ("writer_close", None, c_void_p),
            ("index_sources", c_int, c_void_p, POINTER(c_char_p), c_size_t, POINTER(SourceOptions), POINTER(Report),
             error),
            ("open", c_int, POINTER(c_void_p), POINTER(c_char_p), c_size_t, error),
            ("close", None, c_void_p),
            ("search", c_int, c_void_p, Str, POINTER(SearchOptions), POINTER(c_void_p), error),
            ("result_count", c_size_t, c_void_p),
            ("result_matched", c_uint64, c_void_p),
            ("result_remark", c_char_p, c_void_p),
            ("result_hit", POINTER(HitFields), c_void_p, c_size_t),
            ("result_free", None, c_void_p)):
        function = getattr(lib, "dossier_" + name)
        function.restype, function.argtypes = result, arguments
    return lib


LIB = load()

# ------------------------------------------------------------------------------------------------------ for Python


class Error(Exception):
    """What the library says of a failure; .code is its number, .name that of dossier.h."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.name = LIB.dossier_status_name(code).decode()


def call(function, *arguments):
    """Calls a function that takes a dossier_error at its end.  What it returns, where it is no failure."""
    err = ErrorFields()
    status = function(*arguments, byref(err))
    if status < 0:
        raise Error(status, err.message.decode("utf-8", "replace"))
    return status


def paths(names):
    """An array of names of files, as the system has them."""
    return (c_char_p * len(names))(*[os.fsencode(name) for name in names])


class Handle:
    """An object of the library's, closed at the end of a with statement, or by close()."""
    closing = None

    def __init__(self):
        self.pointer = c_void_p()

    def _open(self):
        if not self.pointer:
            raise ValueError("it is closed")
        return self.pointer

    def close(self):
        pointer, self.pointer = self.pointer, c_void_p()
        self.closing(pointer)  # takes NULL too

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


class Writer(Handle):
    """An index open for writing; a with statement that ends well commits."""
    closing = staticmethod(LIB.dossier_writer_close)

    def __init__(self, folder, backend=None, lang=None, threads=0, memory=0):
        super().__init__()
        options = WriterOptions(backend=backend and backend.encode(), lang=lang and lang.encode(), threads=threads,
                                memory=memory)
        call(LIB.dossier_writer_open, byref(self.pointer), os.fsencode(folder), byref(options))

    def add(self, key, text, **fields):
        """Adds or replaces an article; fields: title, standfirst, author, date, lang, source."""
        article, keepers = ArticleFields(), []
        for name, value in dict(fields, key=key, text=text).items():
            if name not in ("key", "title", "standfirst", "author", "date", "lang", "source", "text"):
                raise TypeError(f"an article has no {name}")
            string, keeper = Str.of(value)
            setattr(article, name, string)
            keepers.append(keeper)
        return ("added", "replaced", "unchanged")[call(LIB.dossier_writer_add, self._open(), byref(article))]

    def add_sources(self, *names, format=None, prune=False, note=None):
        """Adds files and folders, as dossier-index does; note is called with a line on each that is left out."""
        def told(context, what):
            if note:
                note(what.contents.message.decode("utf-8", "replace"))
        report = Report()
        options = SourceOptions(format=format and format.encode(), prune=prune, note=NOTE(told))
        call(LIB.dossier_index_sources, self._open(), paths(names), len(names), byref(options), byref(report))
        return {name: getattr(report, name) for name, _ in Report._fields_ if not name.startswith("_")}

    def remove(self, key):
        """Whether there was such an article."""
        string, keeper = Str.of(key)
        found = call(LIB.dossier_writer_remove, self._open(), string) == 1
        del keeper
        return found

    def commit(self):
        call(LIB.dossier_writer_commit, self._open())

    def __exit__(self, kind, value, traceback):
        try:
            if kind is None:
                self.commit()
        finally:
            self.close()


@dataclass
class Hit:
    """Offsets are bytes, half open; those of sentences and matches count from the start of text."""
    rank: int
    score: float
    key: str
    title: str
    standfirst: str
    author: str
    date: str
    lang: str
    source: str
    number: int
    start: int
    end: int
    line: int
    text: str
    sentences: list = field(default_factory=list)  # (start, end, score), the best first
    matches: list = field(default_factory=list)    # (start, end, term), in the order of the text

    @classmethod
    def of(cls, c):
        values = {name: getattr(c, name) for name, _ in HitFields._fields_[:14]}
        hit = cls(**{name: str(value) if isinstance(value, Str) else value for name, value in values.items()})
        hit.sentences = [(s.start, s.end, s.score) for s in c.sentences[:c.sentence_count]]
        hit.matches = [(m.start, m.end, str(m.term)) for m in c.matches[:c.match_count]]
        return hit

    def part(self, start, end):
        return self.text.encode()[start:end].decode("utf-8", "replace")

    @property
    def best(self):
        """The best sentence; "" where no word of the query stands in the text."""
        return self.part(*self.sentences[0][:2]) if self.sentences else ""


class Result(list):
    """Hits, the best first; .matched is how many there are in all, .remark what is to be said of the query."""
    matched = 0
    remark = None


class Index(Handle):
    """One or more indexes open for searching, for many threads at once."""
    closing = staticmethod(LIB.dossier_close)

    def __init__(self, *folders):
        super().__init__()
        call(LIB.dossier_open, byref(self.pointer), paths(folders), len(folders))

    def search(self, words, limit=10, offset=0, by_article=False, plain=False, sentences=2):
        string, keeper = Str.of(words)
        options = SearchOptions(limit=limit, offset=offset, group=int(by_article), plain=plain, sentences=sentences)
        answer = c_void_p()
        call(LIB.dossier_search, self._open(), string, byref(options), byref(answer))
        del keeper
        try:
            result = Result(Hit.of(LIB.dossier_result_hit(answer, i).contents)
                            for i in range(LIB.dossier_result_count(answer)))
            result.matched = LIB.dossier_result_matched(answer)
            remark = LIB.dossier_result_remark(answer)
            result.remark = remark and remark.decode("utf-8", "replace")
            return result
        finally:
            LIB.dossier_result_free(answer)


def main(arguments):
    if len(arguments) < 3 or arguments[0] not in ("index", "ask"):
        print("usage: dossier.py index INDEX PATH...\n       dossier.py ask INDEX WORDS...", file=sys.stderr)
        return 2
    what, folder, *rest = arguments
    try:
        if what == "index":
            with Writer(folder) as writer:
                done = writer.add_sources(*rest, note=lambda line: print(f"dossier.py: {line}", file=sys.stderr))
            print(f"{done['added']} added, {done['replaced']} replaced, {done['inputs_skipped']} skipped")
            return 1 if done["inputs_skipped"] else 0
        with Index(folder) as index:
            result = index.search(" ".join(rest), limit=3)
        for hit in result:
            print(f"{hit.rank}. {hit.title} ({hit.key}, line {hit.line})\n   {' '.join(hit.best.split())}")
        return 0 if result else 1
    except Error as error:
        print(f"dossier.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
