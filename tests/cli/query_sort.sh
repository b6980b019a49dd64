#!/bin/sh
# query_sort.sh: --sort date, with pages, groups, filters and a batch.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > news.jsonl <<'END'
{"_id":"old","date":"1999-12-31","text":"A door, a door, a door."}
{"_id":"none","text":"A door and a gate, with a door."}
{"_id":"year","date":"2022","text":"A door and a gate."}
{"_id":"day","date":"2022-03-04","text":"A door and a gate."}
{"_id":"better","date":"2022-03-04","text":"A door and a door."}
{"_id":"month","date":"2022-03","text":"A door and a gate."}
{"_id":"other","date":"2023","text":"A gate."}
END
for backend in packed xapian; do
    expect_status 0 "$INDEX_BIN" -q -d $backend.idx --backend $backend news.jsonl || exit 1
    DOSSIER_INDEX=$backend.idx
    export DOSSIER_INDEX
    for group in none article; do
        expect_status 0 "$QUERY_BIN" --template '{key}' --sort date --group $group door
        expect_out_is 'better
day
month
year
old
none'
    done
    for group in none article; do
        expect_status 0 "$QUERY_BIN" --template '{key}' --sort oldest --group $group door
        expect_out_is 'old
year
month
better
day
none'
    done
    expect_status 0 "$QUERY_BIN" --template '{rank} {key}' --sort oldest --offset 2 -n 2 door
    expect_out_is '3 month
4 better'
    expect_status 0 "$QUERY_BIN" --template '{rank} {key}' --sort date --offset 2 -n 2 door
    expect_out_is '3 month
4 year'
    expect_status 0 "$QUERY_BIN" --format json --sort date -n 1 door
    expect_equal "all are counted" 6 "$(jq 'select(.type == "summary").matched' "$OUT")"
    expect_status 0 "$QUERY_BIN" --format trec --sort date 'date:2022-03 door'
    expect_equal "with a filter" 'better day month' "$(cut -d ' ' -f 3 "$OUT" | paste -sd ' ')"
    expect_status 1 "$QUERY_BIN" --sort date zilch
    expect_status 0 "$QUERY_BIN" --format json --explain --sort date -n 1 door gate
    check "explained" jq -es '.[0] | (.explanation.shares | map(.score) | add) - .score | fabs < 1e-6' "$OUT"
    "$QUERY_BIN" --sort score --template '{key}' door > by-score
    expect_equal "by score is the default" "$("$QUERY_BIN" --template '{key}' door)" "$(cat by-score)"
done
expect_status 2 "$QUERY_BIN" --sort date --rank best door
expect_err '--sort date and --rank do not go together: leave out one of them'
expect_equal "bm25 it is anyway" "$("$QUERY_BIN" --template '{key}' --sort date door)" \
    "$("$QUERY_BIN" --template '{key}' --sort date --rank bm25 door)"
expect_status 2 "$QUERY_BIN" --sort title door
expect_err "option '--sort' takes score, date or oldest, not 'title'"
