#!/bin/sh
# query_facets.sh: --facets, in text and json.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > news.jsonl <<'END'
{"_id":"1","author":"Ada","date":"2021-03-04","url":"https://www.example.org/1","text":"A door and a gate."}
{"_id":"2","author":"Ada","date":"2022","url":"https://example.org/2","text":"A door and a gate."}
{"_id":"3","author":"Björn","date":"2022-01","url":"https://example.com/3","text":"A door."}
{"_id":"4","text":"A door.\n\nA gate."}
{"_id":"5","author":"Cleo","date":"2023","url":"https://example.org/5","text":"A gate."}
END
for backend in packed xapian; do
    expect_status 0 "$INDEX_BIN" -q -d $backend.idx --backend $backend news.jsonl || exit 1
    DOSSIER_INDEX=$backend.idx
    export DOSSIER_INDEX
    expect_status 0 "$QUERY_BIN" --facets author,date,site -n 1 door
    expect_equal "text" 'author
2 Ada
1 Björn
1 without
date
2 2022
1 2021
1 without
site
2 example.org
1 example.com
1 without' "$(sed '1,/^─/d; /^─/d' "$OUT")"
    # All matches count, whatever is shown.
    for shown in '-n 1' '--offset 100' '--sort date' '--group article' '--rank best'; do
        # shellcheck disable=SC2086 # words
        run "$QUERY_BIN" --format json $shown --facets site --facets date door
        expect_equal "$shown: json" '["date",[["2022",2],["2021",1]],0,1]
["site",[["example.org",2],["example.com",1]],0,1]' "$(jq -c 'select(.type == "facet") |
            [.field, (.values | map([.value, .count])), .others, .without]' "$OUT")"
        expect_equal "$shown: the summary is last" summary "$(tail -n 1 "$OUT" | jq -r .type)"
    done
    expect_status 1 "$QUERY_BIN" --facets date zilch
    expect_out_is ''
    expect_status 1 "$QUERY_BIN" --facets date --format json zilch
    expect_equal "none" '[]' "$(jq -c 'select(.type == "facet").values' "$OUT")"
    printf 'a\tdoor\nb\tcleo\nc\tauthor:cleo\n' > lines
    expect_status 0 "$QUERY_BIN" --facets author --format json --batch lines
    expect_equal "a batch" 'a 2
b 0
c 1' "$(jq -r 'select(.type == "facet") | "\(.query) \(.values | length)"' "$OUT")"
done
i=0
while [ $i -lt 25 ]; do
    echo "{\"_id\":\"n$i\",\"author\":\"Author $i\",\"text\":\"A door.\"}"
    i=$((i + 1))
done > many.jsonl
expect_status 0 "$INDEX_BIN" -q -d many.idx many.jsonl
expect_status 0 "$QUERY_BIN" -d many.idx --facets author door
expect_out 'and 5 others'
for wrong in '' colour date, ,date 'date author'; do
    expect_status 2 "$QUERY_BIN" --facets "$wrong" door
    expect_err "option '--facets' takes author, date or site, not '"
    expect_err_lines 1
done
for format in trec tsv vimgrep html; do
    expect_status 2 "$QUERY_BIN" --facets date --format $format door
    expect_err '--facets are shown by --format text and --format json: choose one of these'
done
