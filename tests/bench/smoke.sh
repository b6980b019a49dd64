#!/bin/sh
# smoke.sh: make bench's scripts, on a small corpus of made-up words, with the engines that need no other package.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# It looks at what is printed and counted, never at a time.
. "$(dirname "$0")/../cli/lib.sh"

mkdir build
for file in dossier-index dossier-query libdossier.so libdossier-xapian.so.0 tests; do
    ln -s "$BUILD/$file" build/
done
# 400 articles of 60 words: those of low numbers are in many.
python3 - > corpus.jsonl <<'END'
import json
import random
rng = random.Random(1)
names = [a + b for a in ("ba", "ko", "mi", "tu", "re", "lo", "sha", "vi") for b in ("nd", "rk", "lt", "mp", "sk")]
for i in range(400):
    words = [names[min(int(rng.expovariate(0.1)), len(names) - 1)] for _ in range(60)]
    print(json.dumps({"_id": f"a{i}", "title": f"Number {i}", "text": " ".join(words) + "."}))
END
export BENCH_CORPUS=corpus.jsonl BENCH_ENGINES=xapian BENCH_COUNT=4 BENCH_ROUNDS=1 BENCH_WARM=0 BACKENDS=xapian
unset BENCH_QUERIES
expect_status 0 "$ROOT/tests/bench/run.py" build
cp "$OUT" first
for row in 'index, s ' 'index, MB on disk ' 'TOP_10 term (4)' 'TOP_100 phrase (4)' 'COUNT negated (4)' 'SHOW_10 all (' \
    'one process, one union ('; do
    expect_out "$row"
done
expect_out 'corpus: corpus.jsonl, '
check "the figures are JSON lines" jq -es 'map(select(.what == "figure")) | length > 50' build/bench/results.jsonl
check "ours and Xapian count the same terms" jq -es '
    map(select(.what == "matches" and .kind == "term")) |
    length == 4 and all(.["dossier xapian"] > 0 and ([to_entries[] | select(.key | test("xapian")) | .value] |
    unique | length == 1))' build/bench/results.jsonl

# Queries that are given, some of which cannot be timed.
cat > queries.jsonl <<'END'
{"query": "+band +bark", "tags": ["intersection", "global"]}
{"query": "Band bark -balt", "tags": ["negated"]}
{"query": "nowhere", "tags": ["term"]}
{"query": "ba*", "tags": ["term"]}
END
BENCH_QUERIES=queries.jsonl
export BENCH_QUERIES
expect_status 0 "$ROOT/tests/bench/run.py" build
expect_out 'TOP_10 intersection (1), ms'
expect_out 'queries: 3, of which 2 are timed; 1 more have no match in any engine'
expect_out '1 queries have characters'
expect_status 1 env BENCH_CORPUS=absent.jsonl "$ROOT/tests/bench/run.py" build
expect_err 'absent.jsonl'
echo '[1]' > queries.jsonl
expect_status 1 "$ROOT/tests/bench/run.py" build
expect_err 'queries.jsonl: a line that is not'

# What a query becomes for FTS5.
expect_status 0 python3 -c '
import sys
sys.path.insert(0, sys.argv[1])
import queries
print(queries.fts5("+\"a b\" +c d -e"))
print(queries.without("the cat -the", {"the"}), queries.without("the", {"the"}))' "$ROOT/tests/bench"
expect_out '("a b" AND "c" AND ("a b" OR "d")) NOT "e"'
expect_out 'cat -the the'
