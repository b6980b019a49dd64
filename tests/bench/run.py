#!/usr/bin/env python3
# run.py: make bench: ours beside other engines, on the same passages, in one run, engines taking turns.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#   run.py BUILD    with the programs, libraries and drivers in BUILD; everything made goes to BUILD/bench
#
# The environment may say:
#   BENCH_CORPUS=FILE.jsonl   the corpus ("_id", "title", "text"); else texts of Debian packages (corpus.py)
#   BENCH_QUERIES=FILE.jsonl  {"query": ..., "tags": [KIND, ...]} a line; else made from the passages (queries.py)
#   BENCH_COUNT=N             so many queries of each kind are made (40)
#   BENCH_ROUNDS=N            medians are of so many rounds (5)
#   BENCH_WARM=N              rounds before those, not timed (2)
#   BENCH_JIT=N               seconds of queries that Java gets before each mode, to compile what runs often (10)
#   BENCH_SLOW=N              an engine that takes over so many seconds for a round has one more only (20)
#   BENCH_ENGINES='a b'       some of lucene lucene8 tantivy xapian fts5; else all
#   BENCH_LUCENE_STOP=1       Lucene leaves English stop words out, as its analyzer does where it is not told otherwise
#   BACKENDS='a b'            ours, with these backends; else with the default one
#
# The figures of one machine in one run compare; those of two do not.
import os
import platform
import shutil
import statistics
import subprocess
import sys

import engines
import measure
import queries
from report import Report

HERE = os.path.dirname(os.path.abspath(__file__))
MODES = ("TOP_10", "TOP_100", "COUNT", "SHOW_10")
ONE_PROCESS = 20


def setting(name, default):
    return int(os.environ.get(name) or default)


def note(text):
    print(text, file=sys.stderr, flush=True)


def make(path, argv, **more):
    """A file of what a program prints, whole or not at all."""
    with open(path + ".part", "wb") as f:
        subprocess.run(argv, stdout=f, check=True, **more)
    os.replace(path + ".part", path)


def prepare(build, place):
    """The corpus, its passages as every engine is fed them, and the queries."""
    corpus = os.environ.get("BENCH_CORPUS")
    if not corpus:
        corpus = os.path.join(place, "corpus.jsonl")
        if not os.path.exists(corpus):
            note("corpus: two dictionaries and the manual pages, from Debian packages")
            os.makedirs(os.path.join(place, "packages"), exist_ok=True)
            make(corpus, [sys.executable, os.path.join(HERE, "corpus.py"), os.path.join(place, "packages")])
    passages = os.path.join(place, "passages.tsv")
    extract = [os.path.join(build, "dossier-index"), "--extract", corpus]
    with subprocess.Popen(extract, stdout=subprocess.PIPE) as reader:
        make(passages, [sys.executable, os.path.join(HERE, "passages.py")], stdin=reader.stdout)
    if reader.returncode:
        raise measure.Failure(f"{' '.join(extract)} exited with {reader.returncode}")
    asked = os.environ.get("BENCH_QUERIES")
    if not asked:
        asked = os.path.join(place, "queries.jsonl")
        make(asked, [sys.executable, os.path.join(HERE, "queries.py"), passages, str(setting("BENCH_COUNT", 40))])
    return corpus, passages, asked


def give_up(report, found, skipped, engine, reason):
    """Goes on without a peer.  Without ours there is nothing to do."""
    if engine.ours:
        raise reason
    found.remove(engine)
    skip(report, skipped, engine.name, str(reason))


def skip(report, skipped, name, reason):
    note(f"skipped: {name}: {reason}")
    report.record("skipped", engine=name, reason=reason)
    skipped.append((name, reason))


def index(report, found, skipped, corpus, passages, place):
    """Index time, peak memory and size: medians over rounds, engines taking turns.  Leaves an index of each.

    A peer that fails is taken from `found` and put to `skipped`."""
    peaks = {engine.name: [] for engine in found}
    gzip = os.path.join(place, "gzip.log")

    def once(name):
        if name == "gzip -1":
            return measure.run(["gzip", "-1", "-c", corpus], gzip)[0]
        engine = by_name[name]
        if engine not in found:
            return 0
        for path in (engine.dir, engine.dir + ".grown"):
            shutil.rmtree(path, ignore_errors=True)
            if os.path.exists(path):
                os.unlink(path)
        os.sync()
        try:
            wall, _, peak = measure.run(engine.index_argv(corpus, passages), engine.dir + ".log")
        except measure.Failure as e:
            give_up(report, found, skipped, engine, e)
            return 0
        shutil.rmtree(engine.dir + ".grown", ignore_errors=True)
        peaks[name].append(peak)
        note(f"index: {name}: {wall:.2f} s")
        return wall

    by_name = {engine.name: engine for engine in found}
    os.makedirs(os.path.join(place, "index"), exist_ok=True)
    rounds = min(3, setting("BENCH_ROUNDS", 5))
    medians, taken = measure.paired([*by_name, "gzip -1"], lambda name, _: once(name), [None], rounds, 0,
                                    setting("BENCH_SLOW", 20))
    report.figure("index, s", "gzip -1", medians["gzip -1"][0], rounds=taken["gzip -1"])
    for engine in found:
        report.figure("index, s", engine.name, medians[engine.name][0], rounds=taken[engine.name])
        report.figure("index, MB on disk", engine.name, measure.size_of(engine.dir) / 1e6)
        report.figure("index, MB of memory at most", engine.name, statistics.median(peaks[engine.name]) / 1e6)


def left_out(session, asked):
    """The words that ours does not look for beside others (stop words): found out by asking."""
    words = {word for _, query in asked for word in queries.bare(query)}
    return {word for word in sorted(words)
            if session.ask("COUNT", word)[1] > 0 and session.ask("COUNT", word + " qzxqzxqzx")[1] == 0}


def count_all(report, sessions, found, skipped, asked):
    """How many passages match each query, by engine; a peer that fails at one is left out from here on."""
    counts = {}
    for engine in list(found):
        try:
            counts[engine.name] = [sessions[engine.name].ask("COUNT", engine.words(query))[1] for _, query in asked]
        except measure.Failure as e:
            give_up(report, found, skipped, engine, e)
    return counts


def compare(report, counts, found, asked):
    """The queries on which ours finds about what the others find: no one is timed on an empty or another answer.

    Counts differ a little as engines cut words differently; what is over a tenth, and over two passages, is told."""
    def near(a, b):
        return abs(a - b) <= max(2, 0.1 * max(a, b)) and (a > 0) == (b > 0)

    good, empty, ours = [], 0, found[0].name
    peers = [e.name for e in found if not e.ours]
    for i, (kind, query) in enumerate(asked):
        row = {name: counts[name][i] for name in counts}
        agree = [name for name in peers if near(row[name], row[ours])]
        fair = row[ours] > 0 and (not peers or 2 * len(agree) >= len(peers))
        empty += not any(row.values())
        report.record("matches", kind=kind, query=query, timed=fair, **row)
        if fair:
            good.append((kind, query))
    lines = [f"queries: {len(asked)}, of which {len(good)} are timed; {empty} more have no match in any engine, and on"
             f" {len(asked) - len(good) - empty} ours and most others differ by over a tenth or find nothing"]
    for name in peers:
        by_kind = {}
        for i, (kind, query) in enumerate(asked):
            if (kind, query) in good and not near(counts[name][i], counts[ours][i]):
                by_kind[kind] = by_kind.get(kind, 0) + 1
        if by_kind:
            told = ", ".join(f"{kind} {n}" for kind, n in by_kind.items())
            lines.append(f"  {name} counts otherwise than ours (by over a tenth) on: {told}")
    return good, lines


def search(report, sessions, found, asked):
    """Every mode: each query's median over rounds, and the mean of those for each kind."""
    by_name = {engine.name: engine for engine in found}
    rounds, warm, slow = setting("BENCH_ROUNDS", 5), setting("BENCH_WARM", 2), setting("BENCH_SLOW", 20)
    for mode in MODES:
        note(f"search: {mode}")
        for engine in found:
            if engine.jit:
                measure.heat(lambda item, e=engine: sessions[e.name].ask(mode, e.words(item[1])), asked,
                             setting("BENCH_JIT", 10))
        medians, taken = measure.paired(
            list(by_name), lambda name, item: sessions[name].ask(mode, by_name[name].words(item[1]))[0],
            asked, rounds, warm, slow)
        for name in by_name:
            report.kinds(mode, name, [kind for kind, _ in asked], medians[name], taken[name])


def one_process(report, found, asked, place):
    """A process for each query, from its start to its end, ten hits being shown."""
    unions = [query for kind, query in asked if kind == "union"][:ONE_PROCESS]
    if not unions:
        return
    by_name = {engine.name: engine for engine in found if not engine.jit}

    def once(name, query):
        argv, stdin = by_name[name].one(query) if name in by_name else (["true"], None)
        return measure.run(argv, os.path.join(place, "one.log"), stdin, ok=(0, 1))[0]

    note("search: one process a query")
    medians, taken = measure.paired([*by_name, "nothing"], once, unions, setting("BENCH_ROUNDS", 5), 1,
                                    setting("BENCH_SLOW", 20))
    for name, times in medians.items():
        report.figure(f"one process, one union ({len(unions)}), ms", name, 1000 * statistics.mean(times),
                      rounds=taken[name])


def sources(report, corpus, passages, found):
    size, lines = os.path.getsize(corpus), 0
    with open(passages, "rb") as f:
        for _ in f:
            lines += 1
    report.record("run", corpus=os.path.basename(corpus), bytes=size, passages=lines, machine=platform.machine(),
                  processors=os.cpu_count(), engines=[engine.name for engine in found])
    return f"corpus: {os.path.basename(corpus)}, {size / 1e6:.1f} MB, {lines} passages; {os.cpu_count()} processors"


def bench(build, place, report):
    wanted = (os.environ.get("BENCH_ENGINES") or "").split()
    found, missing = engines.find(build, place, wanted, (os.environ.get("BACKENDS") or "").split())
    skipped = []
    for name, reason in missing:
        skip(report, skipped, name, reason)
    corpus, passages, path = prepare(build, place)
    heading = [sources(report, corpus, passages, found)]
    index(report, found, skipped, corpus, passages, place)
    asked, odd = queries.read(path)
    sessions = {e.name: measure.Session(e.query_argv(), e.dir + ".log") for e in found}
    try:
        stops = left_out(sessions[found[0].name], asked)
        asked = [(kind, queries.without(query, stops)) for kind, query in asked]
        asked, lines = compare(report, count_all(report, sessions, found, skipped, asked), found, asked)
        if not asked:
            raise measure.Failure(f"{path}: no query of it has a match")
        search(report, sessions, found, asked)
    finally:
        for session in sessions.values():
            session.close()
    one_process(report, found, asked, place)
    if odd:
        lines.append(f"  {odd} queries have characters that engines read each in its own way, and were left out")
    lines += [f"skipped: {name}: {reason}" for name, reason in skipped]
    gzip, nothing = report.rows["index, s"].pop("gzip -1"), None
    for row, values in report.rows.items():
        nothing = values.pop("nothing", nothing)
    lines.append(f"yardsticks: gzip -1 of the corpus {gzip:.2f} s" +
                 (f"; a process that does nothing {nothing:.2f} ms" if nothing else ""))
    print("\n".join([*heading, "In parentheses: ours divided by theirs; less than 1 is for us.", "",
                     *report.table([e.name for e in found]), "", *lines]))


def main(argv):
    if len(argv) != 1:
        sys.exit("usage: run.py BUILD")
    build = os.path.abspath(argv[0])
    place = os.path.join(build, "bench")
    os.makedirs(place, exist_ok=True)
    # The drivers stand two folders below the backend that is a plug-in.
    os.environ.setdefault("DOSSIER_PLUGINS", build)
    report = Report(os.path.join(place, "results.jsonl"))
    try:
        bench(build, place, report)
    except (OSError, ValueError, measure.Failure, subprocess.CalledProcessError) as e:
        sys.exit(f"bench: {e}")
    finally:
        report.close()
    print(f"each figure is in {os.path.join(argv[0], 'bench/results.jsonl')}")


if __name__ == "__main__":
    main(sys.argv[1:])
