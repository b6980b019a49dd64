#!/bin/sh
# query_records.sh: dossier-query for scripts: tsv, vimgrep, templates, NUL-ended records, the output's version.
# SPDX-License-Identifier: GPL-2.0-or-later
. "$(dirname "$0")/lib.sh"

mkdir pages
cat > pages/door.txt <<'END'
The Open Door

By Ada Example

May 18, 2022

Finland applied in May, handing over its letter on the same morning as Sweden, and it rained on that day in Helsinki.

[Photo: a door]

Read more: ten doors that you should have seen

"Nato" kept its open doors, and on the next morning nothing of what had been feared was to be seen at the border.
END
printf '{"_id":"tab","title":"A\\ttab","text":"The sauna\\nhas\\ta \\\\ door."}\n' > odd.jsonl
expect_status 0 "$INDEX_BIN" -q pages odd.jsonl || exit 1
tab=$(printf '\t')

# TSV: always twelve columns, whatever is in them.
expect_status 0 "$QUERY_BIN" --format tsv door
expect_out_lines 2
check "twelve columns" awk -F '\t' 'NF != 12 { bad = 1 } END { exit bad || NR != 2 }' "$OUT"
expect_equal "rank, key, author and date" "pages/door.txt${tab}Ada Example${tab}2022-05-18" \
    "$(grep pages "$OUT" | cut -f 4,8,9)"
expect_equal "the query outside a batch" 'door door' "$(cut -f 1 "$OUT" | paste -sd ' ')"
expect_status 0 "$QUERY_BIN" --format tsv sauna
expect_equal "escapes" 'A\ttab|The sauna\nhas\ta \\ door.' "$(cut -f 7,12 "$OUT" | tr '\t' '|')"
expect_status 0 "$QUERY_BIN" --format tsv --header door
expect_equal "the header" 'query rank score key line number title author date source sentence text' \
    "$(head -n 1 "$OUT" | tr '\t' ' ')"
expect_out_lines 3
expect_status 1 "$QUERY_BIN" --format tsv --header zilch
expect_out_lines 1
expect_status 1 "$QUERY_BIN" --format tsv zilch
expect_out_is ''
check "Python's csv module reads it as it was" python3 - "$QUERY_BIN" <<'END'
import csv, subprocess, sys
run = subprocess.run([sys.argv[1], "--format", "tsv", "--header", "door"], capture_output=True, text=True)
rows = list(csv.DictReader(run.stdout.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
assert len(rows) == 2 and any(row["sentence"].startswith('"Nato" kept its open doors') for row in rows), rows
END

# A batch has one header, and each line its query's id.
printf 'q1\tsauna\nq2\tzilch\nq3\tdoor\n' > lines.tsv
expect_status 0 "$QUERY_BIN" --format tsv --header --batch lines.tsv
expect_equal "ids" 'query q1 q3 q3 ' "$(cut -f 1 "$OUT" | tr '\n' ' ')"

# vimgrep: the line and the column at which the source has the word.
expect_status 0 "$QUERY_BIN" --format vimgrep nato
expect_out_is 'pages/door.txt:13:2:"Nato" kept its open doors, and on the next morning nothing of what had been feared was to be seen at the border.'
expect_status 0 "$QUERY_BIN" --format vimgrep helsinki
column=$(cut -d : -f 3 "$OUT")
expect_equal "what stands there" Helsinki "$(sed -n 7p pages/door.txt | cut -b "$column"-$((column + 7)))"
# Without the source, what the index knows: the passage's line, and line ends in the passage.
mv pages away
expect_status 0 "$QUERY_BIN" --format vimgrep nato
expect_out 'pages/door.txt:9:2:'
mv away pages
expect_status 0 "$QUERY_BIN" --format vimgrep sauna
expect_out_is 'tab:1:5:The sauna has a \ door.'

# Every hit on this project's own corpus that comes from a text file, against the file itself.
cp -R "$ROOT/corpus" corpus
expect_status 0 "$INDEX_BIN" -q -d corpus.idx corpus
for word in door georgia membership war president; do
    "$QUERY_BIN" -d corpus.idx -n 200 --format vimgrep "+text:$word" || "$QUERY_BIN" -d corpus.idx -n 200 --format vimgrep "$word"
done > places
check "lines and columns of the corpus" python3 - places <<'END'
import os, sys
checked = 0
for record in open(sys.argv[1], encoding="utf-8"):
    path, line, column, text = record.rstrip("\n").split(":", 3)
    if not path.endswith(".txt"):
        continue
    there = open(path, "rb").read().split(b"\n")[int(line) - 1]
    rest = there[int(column) - 1:].decode()
    assert rest[:4] in text, (record, rest[:40])
    assert int(column) == 1 or not there[:int(column) - 1].decode()[-1].isalnum(), record
    checked += 1
assert checked > 40, checked
END

# Templates.
expect_status 0 "$QUERY_BIN" --template '{rank}\t{key}: {sentence}' sauna
expect_out_is "1${tab}tab: The sauna has a \\ door."
expect_status 0 "$QUERY_BIN" --template '{title}|{query}|{words}|{number}' +sauna door
expect_out_is 'A tab|+sauna door|+sauna door|1'
expect_status 0 "$QUERY_BIN" --template='{query}={words}' --batch lines.tsv
expect_out_is 'q1=sauna
q3=door
q3=door'
expect_status 0 "$QUERY_BIN" --template '{{}}' -n 1 door
expect_out_is '{}'

# -0: records for xargs -0 and the like, each with a NUL at its end.
count() {
    tr -cd '\000' < "$OUT" | wc -c
}
expect_status 0 "$QUERY_BIN" -0 --template '{text}' sauna
printf 'The sauna\nhas\ta \\ door.\000' > wanted
check "a field as it is" cmp wanted "$OUT"
for format in tsv vimgrep; do
    expect_status 0 "$QUERY_BIN" --null --format "$format" door
    expect_equal "NULs of $format" 2 "$(count)"
    expect_equal "the last byte of $format" 000 "$(tail -c 1 "$OUT" | od -An -to1 | tr -d ' ')"
done
expect_status 0 "$QUERY_BIN" door -0n1 --template '{key}'
expect_equal "in a cluster, after the word" 1 "$(count)"
"$QUERY_BIN" -0 --template '{key}' finland | xargs -0 ls > listed
expect_equal "xargs -0" 'pages/door.txt' "$(cat listed)"

# What does not go together is one line that says what to do.
wrong() {
    lib_text=$1
    shift
    expect_status 2 "$QUERY_BIN" "$@"
    expect_err "dossier-query: $lib_text"
    expect_err_lines 1
    expect_out_lines 0
}
wrong '--template and --format do not go together: a template is a format of its own, leave out --format' \
    --template '{rank}' --format json door
wrong '-0 ends the records of --format tsv, --format vimgrep or --template: choose one of these' -0 door
wrong '-0 ends the records' -0 --format json door
wrong '--header names the columns of --format tsv: add that, or leave out --header' --header door
wrong '--header names the columns' --header --template '{rank}' door
wrong "the template has an unknown placeholder '{ranking}': known are query, words, rank, score," \
    --template '{ranking}' door
wrong "the template has a lone '{'" --template '{' door
wrong "the template has an unknown escape '\\q'" --template '\q' door
wrong "the template has an unknown placeholder '{?[31m}'" --template "$(printf '{\033[31m}')" door
# Also where there is no index, and before anything of a batch is read.
wrong 'the template has' --template '{x}' --batch lines.tsv -d none.idx

# The version of the output.
expect_status 0 "$QUERY_BIN" --output-version 1 --format json -n 1 door
expect_out '"version":1}'
expect_status 0 "$QUERY_BIN" --output-version=1 --format tsv door
wrong 'cannot write output version 2: this program (' --output-version 2 --format json door
expect_err ') writes version 1'
wrong "option '--output-version' takes a whole number from 1" --output-version 0 door
