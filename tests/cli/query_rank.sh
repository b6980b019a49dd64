#!/bin/sh
# query_rank.sh: --rank, and --group article by whole articles.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > news.jsonl <<'END'
{"_id":"apart","title":"","text":"A door of the old house on that hill, by a long way to the town, was found open."}
{"_id":"near","title":"","text":"The house on that old hill, by a long way to a town, was found by an open door."}
{"_id":"hill","title":"Hill","text":"A way to the town."}
END
expect_status 0 "$INDEX_BIN" -q news.jsonl || exit 1

first() {
    expect_status 0 "$QUERY_BIN" --format trec "$@"
    cut -d ' ' -f 3 "$OUT" | head -n 1
}
expect_equal "equal by each word: the older first" apart "$(first open door)"
expect_equal "the same, asked for by name" apart "$(first --rank bm25 open door)"
expect_equal "neighbours" near "$(first --rank proximity open door)"
expect_equal "best has neighbours" near "$(first --rank best open door)"
expect_equal "best has them in articles too" near "$(first --rank best --group article open door)"
expect_equal "best is the default for articles" near "$(first --group article open door)"
expect_equal "bm25 has them by name" apart "$(first --group article --rank bm25 open door)"
for rank in bm25 proximity expand best; do
    expect_status 0 "$QUERY_BIN" --rank "$rank" --group article --format json open door
    expect_out_lines 3
    check "each line is JSON" jq -e . "$OUT"
    expect_status 1 "$QUERY_BIN" --rank "$rank" zilch
    expect_out_is ''
done

# A whole article counts beside its best passage, in the score too.
expect_status 0 "$QUERY_BIN" --format trec hill
passage=$(cut -d ' ' -f 5 "$OUT" | head -n 1)
expect_status 0 "$QUERY_BIN" --format trec --group article --rank bm25 hill
article=$(cut -d ' ' -f 5 "$OUT" | head -n 1)
check "the article adds to the score" awk -v a="$article" -v p="$passage" 'BEGIN { exit !(a > p) }'

expect_status 2 "$QUERY_BIN" --rank worst door
expect_err "option '--rank' takes bm25, proximity, expand or best, not 'worst'"
