#!/usr/bin/env python3
# queries.py: the queries of make bench: made from the passages, or read, and put into each engine's own words.
# SPDX-License-Identifier: GPL-2.0-or-later
#
#   queries.py PASSAGES COUNT > QUERIES    COUNT of each kind, by a fixed seed: the same passages, the same queries
#
# A line is {"query": "+a -b", "tags": ["negated"]}, as the public search benchmark game has it: the first tag is the
# kind.  Only words in lower case are taken, as some query parsers do not stem a word with a capital.
import collections
import json
import random
import re
import sys

RUN = re.compile(r"(?<![\w'.-])[a-z]{2,}(?: [a-z]{2,})+(?![\w'-])")
ATOM = re.compile(r'([+-]?)(?:"([^"]*)"|(\S+))')
# Operators of one engine or another stand in no query: all are to read the same.
PLAIN = re.compile(r"""[+-]?(\w[\w'-]*|"[\w' -]+")( [+-]?(\w[\w'-]*|"[\w' -]+"))*""")
SAMPLE = 20000


def sample(path):
    """Runs of words of some thousand passages, spread evenly over the file; and how many passages have each word."""
    with open(path, encoding="utf-8") as f:
        count = sum(1 for _ in f)
        f.seek(0)
        step = max(1, count // SAMPLE)
        texts = [line.split("\t", 1)[1] for i, line in enumerate(f) if i % step == 0]
    passages = [[run.split() for run in RUN.findall(text)] for text in texts]
    found = collections.Counter()
    for runs in passages:
        found.update({word for words in runs for word in words})
    return [runs for runs in passages if sum(map(len, runs)) >= 20], found, len(texts)


class Maker:
    def __init__(self, path):
        self.rng = random.Random(3)
        self.passages, self.found, self.total = sample(path)
        if not self.passages:
            sys.exit(f"{path}: no passage has twenty words in lower case: give BENCH_QUERIES, or a larger corpus")
        ranked = [word for word, _ in sorted(self.found.items(), key=lambda item: (-item[1], item[0]))]
        # Frequent, middle and rare words, in terms of the vocabulary's ranks.
        self.bands = [ranked[10:200], ranked[200:3000], ranked[3000:30000]]
        self.bands = [band for band in self.bands if band] or [ranked]

    def run(self, low, high):
        """low to high words that stand next to each other somewhere."""
        while True:
            words = self.rng.choice(self.rng.choice(self.passages))
            size = self.rng.randint(low, high)
            if len(words) >= size:
                at = self.rng.randrange(len(words) - size + 1)
                return words[at:at + size]
            low = min(low, len(words))

    def apart(self, count):
        """Words of one passage, none of them among the commonest."""
        for _ in range(1000):
            words = {w for run in self.rng.choice(self.passages) for w in run if self.found[w] < self.total / 5}
            if len(words) >= count:
                return self.rng.sample(sorted(words), count)
        sys.exit("queries: the passages have too few words: give BENCH_QUERIES, or a larger corpus")

    def term(self, i):
        return self.rng.choice(self.bands[i % len(self.bands)])

    def intersection(self, i):
        return " ".join("+" + w for w in (self.apart(2 + i % 3 // 2) if i % 2 else self.run(2, 3)))

    def union(self, i):
        return " ".join(self.run(2, 6))

    def phrase(self, i):
        return '"' + " ".join(self.run(2, 4)) + '"'

    def two_phase(self, i):
        """Words that must be there, and positions that are to be looked at only then."""
        while True:
            runs = self.rng.choice(self.passages)
            words = self.rng.choice(runs)
            at = self.rng.randrange(len(words) - 1)
            pair = words[at:at + 2]
            other = self.rng.choice(self.rng.choice(runs))
            if len({*pair, other}) == 3:
                text = " ".join(pair)
                return f'+{pair[0]} +{pair[1]} -"{text}"' if i % 3 == 0 else f'+"{text}" +{other}'

    def negated(self, i):
        words = self.apart(3)
        return f"+{words[0]} -{words[1]}" + (f" -{words[2]}" if i % 2 else "")

    def all(self, count):
        for kind in (self.term, self.intersection, self.union, self.phrase, self.two_phase, self.negated):
            seen = set()
            for i in range(count * 20):
                query = kind(i)
                if query not in seen and len(seen) < count:
                    seen.add(query)
                    yield {"query": query, "tags": [kind.__name__.replace("_", "-")]}


def read(path):
    """(kind, query) pairs, and how many lines were left out for characters that engines read each in its own way."""
    out, odd = [], 0
    with open(path, encoding="utf-8") as f:
        for line in filter(str.strip, f):
            record = json.loads(line)
            if not isinstance(record, dict) or not isinstance(record.get("query"), str):
                raise ValueError(f'{path}: a line that is not {{"query": ..., "tags": [...]}}: {line.strip()[:80]}')
            query = " ".join(record["query"].lower().split())
            if PLAIN.fullmatch(query):
                out.append(((record.get("tags") or ["other"])[0], query))
            else:
                odd += 1
    return out, odd


def atoms(query):
    """("+", "-" or "", the words of a phrase or one word, 1 for a phrase) for each part of a query."""
    return [(sign, phrase or word, 1 if phrase else 0) for sign, phrase, word in ATOM.findall(query)]


def bare(query):
    """The words that a query has without a sign and outside phrases."""
    return [text for sign, text, phrase in atoms(query) if not sign and not phrase]


def without(query, words):
    """The query without those of its bare words that are among `words`, where another part is left."""
    parts = [sign + (f'"{text}"' if phrase else text) for sign, text, phrase in atoms(query)
             if sign or phrase or text not in words]
    return " ".join(parts) if any(not part.startswith("-") for part in parts) else query


def fts5(query):
    """A query in FTS5's words.  A word that may be there besides one that must changes the ranking alone."""
    parts = [(sign, '"' + text.replace('"', "") + '"') for sign, text, _ in atoms(query)]
    must = [text for sign, text in parts if sign == "+"]
    may = [text for sign, text in parts if not sign]
    wanted = " AND ".join(must) if must else " OR ".join(may)
    if must and may:
        wanted += f" AND ({must[0]} OR {' OR '.join(may)})"
    return " NOT ".join([f"({wanted})"] + [text for sign, text in parts if sign == "-"])


def main(argv):
    if len(argv) != 2:
        sys.exit("usage: queries.py PASSAGES COUNT")
    for record in Maker(argv[0]).all(int(argv[1])):
        print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
