#!/bin/sh
# query_formats.sh: what dossier-query prints, in each format, and outputs that take no more.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

# A line that ends with @ goes on in the next one.
sed -e ':a' -e '/@$/N; s/@\n//; ta' > news.jsonl <<'END'
{"_id":"news/finland","title":"Finland applies","author":"A. Writer","date":"2022-05-18",@
"url":"https://example.org/f",@
"text":"Finland applied in May. It rained on that day in Helsinki. Nato kept its open doors."}
{"_id":"a key","title":"","text":"The door of the \u001b[31mold\u001b[0m house."}
END
expect_status 0 "$INDEX_BIN" -q news.jsonl || exit 1

# Text: title, place, the best sentences in the text's order, with what is left out between them.
expect_status 0 "$QUERY_BIN" finland applied open doors
expect_out 'Finland applies'
expect_out '2022-05-18 · A. Writer · news/finland:1 · passage 1'
expect_out 'Finland applied in May. … Nato kept its open doors.'
refute_out "$(printf '\033')"
expect_err_lines 0
expect_status 0 "$QUERY_BIN" -s 1 +finland open doors
refute_out ' … '
expect_status 0 "$QUERY_BIN" --color always open
expect_out "$(printf '\033[1mFinland applies\033[0m')"
expect_out "$(printf '\033[1;31mopen\033[0m')"
expect_status 0 "$QUERY_BIN" --color never open
refute_out "$(printf '\033')"
expect_status 0 "$QUERY_BIN" door
expect_out '────────'
expect_out 'The door of the �[31mold�[0m house.'
expect_status 0 env COLUMNS=30 "$QUERY_BIN" finland applied open doors
expect_out 'Finland applied in May. … Nato'
expect_out 'kept its open doors.'

# JSON: fields, their order and types.
expect_status 0 "$QUERY_BIN" --format json -n 1 finland
expect_out_lines 2
check "each line is JSON" jq -e . "$OUT"
fields=$(jq -r 'select(.type == "hit") | [., .article, .passage, .sentences[0], .matches[0]] | .[] |
    keys_unsorted | join(",")' "$OUT")
expect_equal "a hit's fields" 'type,rank,score,article,passage,sentences,matches
key,title,author,date,source
number,start,end,line,text
start,end,score
start,end,term' "$fields"
expect_equal "the article" 'news/finland|Finland applies|A. Writer|2022-05-18|https://example.org/f' \
    "$(jq -r 'select(.type == "hit").article | join("|")' "$OUT")"
expect_equal "the matched word" Finland \
    "$(jq -r 'select(.type == "hit") | .passage.text[.matches[0].start:.matches[0].end]' "$OUT")"
expect_equal "the best sentence" 'Finland applied in May.' \
    "$(jq -r 'select(.type == "hit") | .passage.text[.sentences[0].start:.sentences[0].end]' "$OUT")"
expect_equal "the summary" '{"type":"summary","hits":1,"matched":1,"version":1}' "$(tail -n 1 "$OUT")"
expect_status 0 "$QUERY_BIN" --format json door
refute_out "$(printf '\033')"
expect_out '\u001b[31mold'

# TREC: always six columns.
expect_status 0 "$QUERY_BIN" --format trec door
expect_out '- Q0 a%20key '
expect_out '- Q0 news/finland '
check "six columns" awk 'NF != 6 || $4 != NR || $6 != "dossier" { bad = 1 } END { exit bad }' "$OUT"

# Outputs that take no more.
for format in text json trec tsv vimgrep html; do
    expect_status 0 sh -c '"$0" --format "$1" door | true' "$QUERY_BIN" "$format"
    expect_err_lines 0
    if [ -w /dev/full ]; then
        expect_status 2 sh -c '"$0" --format "$1" door > /dev/full' "$QUERY_BIN" "$format"
        expect_err 'dossier-query: cannot write to standard output: No space left on device'
        expect_err_lines 1
    else
        skip "there is no /dev/full here"
    fi
    expect_status 2 sh -c '"$0" --format "$1" door >&-' "$QUERY_BIN" "$format"
    expect_err 'dossier-query: cannot write to standard output'
done
# The status of the program itself where its reader is gone: what was found was found, and nothing is said.
{ "$QUERY_BIN" --format json door 2> err; echo $? > status; } | true
expect_equal "status after a closed pipe" 0 "$(cat status)"
expect_equal "messages after a closed pipe" '' "$(cat err)"
