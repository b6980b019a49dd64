#!/bin/sh
# query_explain.sh: --explain, in text and json.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > news.jsonl <<'END'
{"_id":"a","title":"The door","text":"The old door stood open in the night. It was the gate that nobody had shut."}
{"_id":"b","title":"","text":"The gate was shut in the night, and so they all stood at the gate until the morning came."}
END
expect_status 0 "$INDEX_BIN" -q news.jsonl || exit 1

expect_status 0 "$QUERY_BIN" --explain door gate
expect_out 'score '
expect_out ' door: 2 of '
expect_out ': in 1 of 2 passages'
expect_out ' gate: 2 of '
expect_out 'sentence 1, '
expect_out '(before)'
expect_status 0 "$QUERY_BIN" --explain --rank best --group article where door gate
expect_out ' door, once more in the title: '
expect_out ' door, in the article: '
expect_out ': in 1 of 2 articles'

# The shares add up, and are there only where they are asked for.
for options in '--rank bm25' '--rank bm25 --group article' '--rank proximity' '--rank expand' '--rank best'; do
    # shellcheck disable=SC2086 # words
    expect_status 0 "$QUERY_BIN" --format json --explain $options open door gate
    check "$options: shares add up" jq -es 'map(select(.type == "hit") |
        ((.explanation.shares | map(.score) | add) - .score) | fabs < 1e-6) | length == 2 and all' "$OUT"
    # shellcheck disable=SC2086 # words
    "$QUERY_BIN" --format json $options open door gate > plain
    expect_equal "$options: the rest is as without" "$(jq -c . plain)" "$(jq -c 'del(.explanation)' "$OUT")"
done
expect_equal "sentences are told of" '0 1' \
    "$("$QUERY_BIN" --format json --explain door gate | jq -r 'select(.article.key == "a").explanation.covers[].sentence' |
        sort -u | paste -sd ' ')"

for format in trec tsv vimgrep html; do
    expect_status 2 "$QUERY_BIN" --explain --format $format door
    expect_err_lines 1
    expect_err '--explain is shown by --format text and --format json: choose one of these'
done
expect_status 2 "$QUERY_BIN" --explain --template '{key}' door
expect_err_lines 1
