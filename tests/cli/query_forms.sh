#!/bin/sh
# query_forms.sh: words as written, patterns, words that may be spelt otherwise, --suggest and --count.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > doors.jsonl <<'END'
{"_id":"door","title":"A door","text":"The door is open. Its women wait."}
{"_id":"doors","title":"The house","text":"Two doors stand open, and a woman waits."}
{"_id":"nation","title":"Nationalism","text":"A nationalist speaks of nations, and of naïve Ukraine."}
END
found() { cut -d ' ' -f 3 "$OUT" | sort | paste -sd ' '; }
expect_found() {
    run "$QUERY_BIN" --format trec "$1"
    expect_equal "$1" "$2" "$(found)"
}

for backend in packed xapian; do
    expect_status 0 "$INDEX_BIN" -q -d $backend.idx --backend $backend doors.jsonl || exit 1
    DOSSIER_INDEX=$backend.idx
    export DOSSIER_INDEX
    expect_found doors 'door doors'
    expect_found =doors doors
    expect_found '=door' door
    expect_found 'title:=doors' ''
    expect_found '"=two =doors"' doors
    expect_found '"=two =door"' ''
    expect_found 'open -=doors' door
    expect_found 'nationalis*' nation
    expect_found 'wom?n' 'door doors'
    expect_found 'wom?n -=women' doors
    expect_found '*ism' nation
    expect_found 'na?ve' nation
    expect_found 'n*ions' nation
    expect_found 'dorr~' 'door'
    expect_found 'xoors~' 'doors'
    expect_found 'dooosr~2' 'door doors'
    expect_found 'door?' 'door doors'

    # Only the words meant are marked.
    expect_status 0 "$QUERY_BIN" --format json 'title:house' =woman 'door~1' --explain
    expect_equal "marked" 'doors woman' "$(jq -r 'select(.type == "hit" and .article.key == "doors") |
        .passage.text as $t | .matches | map($t[.start:.end]) | sort | join(" ")' "$OUT")"
    check "explained" jq -es 'map(.explanation.shares[]?.term) | index("=woman") != null' "$OUT"
    check "the shares are the score" jq -es 'map(select(.type == "hit") |
        (.explanation.shares | map(.score) | add) - .score | fabs < 1e-6) | all' "$OUT"
    for rank in proximity expand best; do
        expect_status 0 "$QUERY_BIN" --rank $rank --group article --template '{key}' +=doors open
        expect_out_is doors
    done

    expect_status 0 "$QUERY_BIN" --suggest do
    expect_out_is "$(printf 'door\t1\ndoors\t1')"
    expect_status 0 "$QUERY_BIN" --suggest N -n 1 --format json
    expect_out_is '{"type":"word","word":"naive","passages":1}'
    expect_status 0 "$QUERY_BIN" --suggest '' -n 2
    expect_out_is "$(printf 'a\t3\nand\t2')"
    expect_status 1 "$QUERY_BIN" --suggest zz
    expect_out_is ''

    expect_status 0 "$QUERY_BIN" -c door
    expect_out_is 2
    expect_err_lines 0
    expect_status 1 "$QUERY_BIN" --count zilch
    expect_out_is 0
    expect_status 0 "$QUERY_BIN" -c --format json --facets date door
    expect_equal "counted" 'facet summary' "$(jq -r .type "$OUT" | paste -sd ' ')"
    printf 'a\tdoor\nzilch\n' > batch
    expect_status 0 "$QUERY_BIN" -c --batch batch
    expect_out_is "$(printf 'a\t2\n2\t0')"

    expect_status 1 "$QUERY_BIN" ukrane
    expect_out_is ''
    expect_equal "did you mean" 'dossier-query: did you mean: ukraine' "$(cat "$ERR")"
    expect_status 1 "$QUERY_BIN" --format json ukrane
    expect_err_lines 0
    expect_equal "correction" ukraine "$(jq -r .correction "$OUT")"
    expect_status 1 "$QUERY_BIN" --format tsv ukrane
    expect_err_lines 0
    expect_status 0 "$QUERY_BIN" --format json ukraine
    refute_out correction
    printf 'a\tdoor\nb\tukrane\n' > batch
    expect_status 0 "$QUERY_BIN" --batch batch
    expect_equal "in a batch" 'dossier-query: batch:2: did you mean: ukraine' "$(cat "$ERR")"
done

for pair in '= door:1: = has no word' 'door *:6: * is understood' 'naïve ~:7: ~ is understood' 'door~4:5: a word is'; do
    expect_status 2 "$QUERY_BIN" --strict "${pair%%:*}"
    expect_err "query:${pair#*:}"
done
expect_status 2 "$QUERY_BIN" --suggest d door
expect_err '--suggest has its letters: leave out the words'
expect_status 2 "$QUERY_BIN" --suggest d --format trec
expect_err '--suggest prints --format text and --format json'
expect_status 2 "$QUERY_BIN" -c --format tsv door
expect_err '--count prints --format text and --format json'
expect_status 2 "$QUERY_BIN" -c --facets date door
expect_err '--count prints numbers alone'
expect_status 2 "$QUERY_BIN" --suggest d -n 1001
expect_err 'too many words to suggest: give at most 1000'
