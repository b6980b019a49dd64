#!/bin/sh
# query_like.sh: --like, alone, with words, and in a batch.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

cat > news.jsonl <<'END'
{"_id":"2022/fleet","title":"The fleet","text":"Of the fleet and its harbour they wrote. The pilot stood on the quay."}
{"_id":"2022/pilot","title":"","text":"A pilot on the quay of a harbour saw the fleet."}
{"_id":"2023/winter","title":"","text":"The harbour was closed for the winter, they wrote."}
{"_id":"2023/grain","title":"","text":"Grain and winter and a letter of the old king."}
END
for backend in packed xapian; do
    expect_status 0 "$INDEX_BIN" -q -d $backend.idx --backend $backend news.jsonl || exit 1
    expect_status 0 "$QUERY_BIN" -d $backend.idx --template '{key}' --like 2022/fleet
    expect_out_is '2022/pilot
2023/winter'
    expect_status 0 "$QUERY_BIN" -d $backend.idx --template '{key}' --like 2022/fleet winter
    expect_out_is '2023/winter'
    expect_status 1 "$QUERY_BIN" -d $backend.idx --format json --like 2022/fleet king
    expect_equal "none matches" 0 "$(jq .matched "$OUT")"
    expect_status 0 "$QUERY_BIN" -d $backend.idx --format trec --group article --rank best --like=2022/pilot
    expect_out_lines 2
    printf 'a\twinter\nb\tking\nc\tquay -saw\n' > lines
    expect_status 0 "$QUERY_BIN" -d $backend.idx --format trec --batch lines --like 2022/fleet
    expect_equal "a batch" 'a 2023/winter' "$(cut -d ' ' -f 1,3 "$OUT")"
    for key in fleet 2022/Fleet '2022/fleet '; do
        expect_status 2 "$QUERY_BIN" -d $backend.idx --like "$key"
        expect_out_is ''
        expect_err_lines 1
        expect_err "dossier-query: there is no article with the key '$key' to find others like: "
    done
done
# Of several indexes, whichever has it.
printf '{"_id":"m","text":"A quay without a fleet or pilot."}\n' > more.jsonl
expect_status 0 "$INDEX_BIN" -q -d more.idx more.jsonl
expect_status 0 "$QUERY_BIN" -d packed.idx -d more.idx --template '{key}' --like m
expect_out_lines 2
refute_out 'm'
expect_status 2 "$QUERY_BIN" -d packed.idx --like ''
expect_err 'no words to search for'
